"""A portal of its own for the browser, and browsers of several kinds to walk through it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    sync_playwright,
)

from tests.conftest import CHROMIUM

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing gets out: a page that asks another site for anything tells it who reads here. Not by
    # intercepting requests, which makes the browser forget its cache and ask Python each time.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
PHONE, DESKTOP = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
OURS = ("DATABASE_URL", "REDIS_URL", "PRODUCTION", "EMAIL_URL", "DEBUG", "PUBLIC_URL", "HTTPS")


class Portal:
    """The portal as a process, and the way to its back stage: ``portal.login(who="ketua")``."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        env = {name: value for name, value in os.environ.items() if name not in OURS}
        env |= {
            "DJANGO_SETTINGS_MODULE": "ppid_portal.settings",
            "DATA_DIR": str(folder),
            "PORT": str(port),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "STATIC_ROOT": str(folder / "static"),
        }
        (folder / "static").mkdir(parents=True, exist_ok=True)
        self.log = folder / "portal.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.server"],
                cwd=ROOT,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.address = self._answer()["address"]

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.log.read_text(errors="replace")[-4000:]
        return dict(json.loads(line))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def order(**arguments: Any) -> Any:
            assert self.process.stdin is not None
            self.process.stdin.write(json.dumps([name, arguments]) + "\n")
            self.process.stdin.flush()
            answer = self._answer()
            assert "error" not in answer, answer["error"]
            return answer["result"]

        return order

    def stop(self) -> None:
        """Close its standard input and wait for it."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an office at work, made once for all processes of the run."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / "browser-filled"
    with (base / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            portal = Portal(folder)
            try:
                portal.prepare()
            finally:
                portal.stop()
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="package")
def portal(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Serve the portal from a copy of the filled folder."""
    folder = tmp_path_factory.mktemp("portal") / "data"
    shutil.copytree(filled, folder)
    portal = Portal(folder)
    yield portal
    portal.stop()
    said = portal.log.read_text(errors="replace")
    assert " ERROR " not in said, said[-8000:]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Start the browser; it ends before tests of other rooms use the event loop's thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Walker:
    """One person with a browser, and what went wrong in it."""

    def __init__(self, portal: Portal, context: BrowserContext) -> None:
        self.portal, self.context = portal, context
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.outside: list[str] = []
        context.on("request", self._note)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.portal.address, "data:", "blob:")):
            self.outside.append(request.url)

    def _hear(self, message: ConsoleMessage) -> None:
        # A page with status 4xx is reported as an error of loading; the tests check the status.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def log_in(self, who: str) -> None:
        """Take over a session of one of the office."""
        cookie = self.portal.login(who=who)
        self.context.add_cookies([{**cookie, "url": self.portal.address, "httpOnly": True}])

    def log_out(self) -> None:
        """Forget every cookie."""
        self.context.clear_cookies()

    def open(self, path: str) -> Page:
        """Go to a path of the portal."""
        self.page.goto(self.portal.address + path)
        return self.page


@pytest.fixture(autouse=True)
def _fresh_counters(portal: Portal) -> None:
    """Let no test throttle another."""
    portal.fresh()


_WALKERS: pytest.StashKey[list[Walker]] = pytest.StashKey()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Say what the pages showed when a walk broke off."""
    report = yield
    if report.failed:
        for each in item.stash.get(_WALKERS, []):
            with contextlib.suppress(Error):
                text = each.page.locator("body").inner_text(timeout=500)
                report.sections.append((each.page.url, text[:3000]))
    return report


@pytest.fixture
def walker(
    portal: Portal, chromium: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Walker]]:
    """Return what gives people a browser: ``walker(javascript=False, screen=PHONE)``.

    When the test ends, no page may have complained on its console (a blocked script or style, an
    error in JavaScript) or asked an address outside.
    """
    walkers = request.node.stash[_WALKERS] = []

    def new(*, javascript: bool = True, screen: dict[str, int] = DESKTOP) -> Walker:
        context = chromium.new_context(
            viewport=screen,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
        )
        walkers.append(Walker(portal, context))
        return walkers[-1]

    yield new
    for each in walkers:
        each.context.close()
    for each in walkers:
        assert each.complaints == []
        assert each.outside == []
