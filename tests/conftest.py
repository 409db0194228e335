"""What every test may use: time travel, the people of an office, and loud markers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client

JAKARTA = ZoneInfo("Asia/Jakarta")
CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome", "chrome")
        if (found := shutil.which(name))
    ),
    None,
)

# -- what this run cannot do, said loudly ------------------------------------------------------


def _cannot() -> dict[str, str]:
    """Return, per marker, why tests with it cannot run here."""
    reasons = {}
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        reasons["postgres"] = "the database of this run is SQLite (set TEST_DATABASE_URL)"
    if not os.environ.get("TEST_REDIS_URL"):
        reasons["redis"] = "no Redis is named (set TEST_REDIS_URL)"
    if CHROMIUM is None:
        reasons["browser"] = "no Chromium was found on the PATH"
    return reasons


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count, the tests that this machine cannot run."""
    reasons = _cannot()
    if config.getoption("markexpr") != "bench":
        reasons["bench"] = ""
    left_out: dict[str, int] = {}
    kept, dropped = [], []
    for item in items:
        marker = next((name for name in reasons if item.get_closest_marker(name)), None)
        if marker is None:
            kept.append(item)
        else:
            dropped.append(item)
            left_out[marker] = left_out.get(marker, 0) + 1
    if dropped:
        items[:] = kept
        config.hook.pytest_deselected(items=dropped)
    config.stash[_LEFT_OUT] = {
        name: (count, reasons[name]) for name, count in left_out.items() if reasons[name]
    }
    # Under xdist only the workers collect; each tells the one that prints.
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = config.stash[_LEFT_OUT]


_LEFT_OUT: pytest.StashKey[dict[str, tuple[int, str]]] = pytest.StashKey()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    """Take over what an xdist worker left out."""
    left_out = getattr(node, "workeroutput", {}).get("left_out")
    if left_out:
        node.config.stash[_LEFT_OUT] = left_out  # type: ignore[attr-defined]


def pytest_terminal_summary(terminalreporter: object, config: pytest.Config) -> None:
    """Say in one line per kind what this run could not test, and why."""
    for name, (count, reason) in sorted(config.stash.get(_LEFT_OUT, {}).items()):
        terminalreporter.write_line(  # type: ignore[attr-defined]
            f"NOT RUN: {count} tests marked '{name}': {reason}.", yellow=True, bold=True
        )


def pytest_unconfigure() -> None:
    """Leave no folder behind."""
    folder = getattr(settings, "TEST_FOLDER", None)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


# -- time --------------------------------------------------------------------------------------


@pytest.fixture
def travel() -> Iterator[Callable[[datetime | str], datetime]]:
    """Stand at a moment: ``travel("2026-03-09 10:00")``, again and again, until the test ends.

    A text or a naive datetime is Jakarta's time. Time stands still there, for
    ``ppid_portal.clock.now`` and for every library. Returns the aware moment.
    """
    traveller: time_machine.travel | None = None

    def go(moment: datetime | str) -> datetime:
        nonlocal traveller
        when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        if when.tzinfo is None:
            when = when.replace(tzinfo=JAKARTA)
        if traveller is not None:
            traveller.stop()
        traveller = time_machine.travel(when.astimezone(UTC), tick=False)
        traveller.start()
        return when

    yield go
    if traveller is not None:
        traveller.stop()


# -- the neighbourhood of a test ---------------------------------------------------------------


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Let no test see what another one cached, throttled or uploaded."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def media_root(settings: object, tmp_path: Path) -> Path:
    """Keep the files of each test apart; returns the folder."""
    folder = tmp_path / "files"
    folder.mkdir()
    settings.MEDIA_ROOT = folder  # type: ignore[attr-defined]
    return folder


# -- people ------------------------------------------------------------------------------------


@pytest.fixture
def client_as() -> Callable[[object], Client]:
    """Return a browser that is logged in as a user: ``client_as(office.ketua)``."""

    def logged_in(user: object) -> Client:
        client = Client()
        client.force_login(
            getattr(user, "user", user),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client

    return logged_in
