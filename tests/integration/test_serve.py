"""``manage.py serve`` as a newcomer starts it: from nothing to a portal that is ready, and back."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str) -> tuple[int, str]:
    """Return status and body; 0 while nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_for(condition: Callable[[], object], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, log.read_text(errors="replace")[-4000:]
        time.sleep(0.1)


def family(session_mark: str) -> list[int]:
    """Return the processes that carry a mark in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if session_mark.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def test_one_command_serves_web_and_worker_and_ctrl_c_stops_both(tmp_path: Path) -> None:
    port, log, mark = free_port(), tmp_path / "log", f"mark-{tmp_path.name}-{os.getpid()}"
    drop = ("DATABASE_URL", "REDIS_URL", "PRODUCTION", "EMAIL_URL", "DEBUG", "PUBLIC_URL", "HOST")
    env = {name: value for name, value in os.environ.items() if name not in drop}
    env |= {
        "DJANGO_SETTINGS_MODULE": "ppid_portal.settings",
        "DATA_DIR": str(tmp_path / "data"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "PORT": str(port),
        "SERVE_TEST": mark,
    }
    with log.open("wb") as file:
        serving = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--no-demo"],
            cwd=ROOT,
            env=env,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    here = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: serving.poll() is not None or get(f"{here}/readyz")[0] == 200, log)
        assert serving.poll() is None, log.read_text()
        checks = json.loads(get(f"{here}/readyz")[1])["checks"]
        assert all(check["ok"] for check in checks.values()), checks
        assert get(f"{here}/")[0] == 200
        assert get(f"{here}/static/css/portal.css")[0] == 200
        assert f"http://localhost:{port}/" in log.read_text()
        assert "Traceback" not in log.read_text()
        # Ctrl-C reaches the whole group of the terminal.
        os.killpg(serving.pid, signal.SIGINT)
        assert serving.wait(40) == 0, log.read_text()
        assert family(mark) == []
        assert get(f"{here}/healthz")[0] == 0
    finally:
        for pid in family(mark):
            os.kill(pid, signal.SIGKILL)
        serving.wait()
