"""A real worker with beat, on each broker: tasks are carried out and sweeps leave a heartbeat."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import prepare

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0

# Queues one task as a page does, and says whether the broker took it.
QUEUE = """
import django; django.setup()
from ppid_portal import queue
print(queue.send_now(*{words!r}))
"""


def wait_for(condition: Callable[[], object], why: Callable[[], str]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, why()
        time.sleep(0.05)


class Portal:
    """A portal of its own: database, folder and broker, and the worker that runs on them."""

    def __init__(self, folder: Path, redis_url: str = "") -> None:
        """Use the data in ``folder``; without ``redis_url``, with a broker of files."""
        self.folder = folder
        self.log = folder / "worker.log"
        drop = ("DATABASE_URL", "REDIS_URL", "PRODUCTION", "EMAIL_URL", "DEBUG", "SECRET_KEY")
        self.env = {name: value for name, value in os.environ.items() if name not in drop}
        self.env |= {
            "DJANGO_SETTINGS_MODULE": "ppid_portal.settings",
            "DATA_DIR": str(folder / "data"),
            "REDIS_URL": redis_url,
            "PYTHONUNBUFFERED": "1",
        }
        self.worker: subprocess.Popen[bytes] | None = None

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *more: str) -> None:
        command = [sys.executable, "-m", "celery", "--app", "ppid_portal", "worker"]
        command += ["--pool", "solo", "--loglevel", "info", "--without-mingle", *more]
        with self.log.open("ab") as log:
            self.worker = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def stop(self) -> None:
        """End worker and beat at once; how they stop when asked is a test of its own."""
        if self.worker is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.worker = None

    def queue(self, *words: Any) -> bool:
        return self.run("-c", QUEUE.format(words=words)).strip().endswith("True")

    def heartbeats(self) -> dict[str, str]:
        with sqlite3.connect(self.folder / "data" / "portal.sqlite3", timeout=30) as database:
            rows = database.execute("SELECT name, last_at FROM clock_heartbeat").fetchall()
        return dict(rows)

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a migrated database, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("migrated")
    portal = Portal(folder)
    prepare.copy_file(folder / "data" / "portal.sqlite3")
    portal.run("manage.py", "migrate", "--verbosity", "0")
    portal.run("manage.py", "createcachetable")
    return folder / "data"


@pytest.fixture
def on_files(tmp_path: Path, migrated: Path) -> Iterator[Portal]:
    shutil.copytree(migrated, tmp_path / "data")
    portal = Portal(tmp_path)
    yield portal
    portal.stop()


@pytest.fixture
def on_redis(tmp_path: Path, migrated: Path) -> Iterator[Portal]:
    """Queues of one run bear a name of their own: Redis may be serving others as well."""
    import redis

    url = os.environ["TEST_REDIS_URL"]
    shutil.copytree(migrated, tmp_path / "data")
    portal = Portal(tmp_path, url)
    name = f"test-{uuid.uuid4()}"
    portal.env["CELERY_QUEUE"] = name
    yield portal
    portal.stop()
    redis.Redis.from_url(url).delete(name, f"_kombu.binding.{name}")


def sweeps_are_heard(portal: Portal) -> None:
    portal.start("--beat")
    wait_for(lambda: {"deadlines", "letters", "mail"} <= set(portal.heartbeats()), portal.said)
    assert "Traceback" not in portal.said()


def a_task_that_waited_is_carried_out(portal: Portal) -> None:
    """Queued while no worker runs, done when there is one."""
    assert portal.queue("sop.sweep_deadlines")
    assert portal.heartbeats() == {}
    portal.start()
    wait_for(lambda: "deadlines" in portal.heartbeats(), portal.said)


def test_beat_wakes_every_sweep_at_its_start_on_files(on_files: Portal) -> None:
    sweeps_are_heard(on_files)


def test_a_task_waits_for_the_worker_on_files(on_files: Portal) -> None:
    a_task_that_waited_is_carried_out(on_files)


@pytest.mark.redis
def test_beat_wakes_every_sweep_at_its_start_on_redis(on_redis: Portal) -> None:
    sweeps_are_heard(on_redis)


@pytest.mark.redis
def test_a_task_waits_for_the_worker_on_redis(on_redis: Portal) -> None:
    a_task_that_waited_is_carried_out(on_redis)


def test_a_worker_that_is_asked_to_stop_stops(on_files: Portal) -> None:
    on_files.start("--beat")
    wait_for(lambda: "deadlines" in on_files.heartbeats(), on_files.said)
    worker = on_files.worker
    assert worker is not None
    worker.terminate()
    assert worker.wait(30) == 0, on_files.said()
    on_files.worker = None


def test_a_page_goes_on_when_redis_is_away(tmp_path: Path) -> None:
    """Invariant 3: what was accepted is never lost, and nobody waits for the broker."""
    portal = Portal(tmp_path)
    portal.env["REDIS_URL"] = "redis://127.0.0.1:1/0"
    assert portal.queue("letters.render", 1) is False
