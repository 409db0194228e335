"""What the scenarios share: the office, browsers, and the tasks that beat would wake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from ppid_portal import queue
from ppid_portal.letters import tasks as letter_tasks
from ppid_portal.mail import tasks as mail_tasks
from ppid_portal.sop import tasks as sop_tasks
from tests.driver import Desk
from tests.scenarios.browser import Browser


@pytest.fixture
def desk(office: Any, travel: Any) -> Desk:
    """Return the office at work on Monday, 9 March 2026, 10.00 WIB."""
    travel("2026-03-09 10:00")
    return Desk(office)


@pytest.fixture
def citizen(db: None) -> Browser:
    """Return the browser of somebody who only knows the public pages."""
    return Browser()


@pytest.fixture
def at_desk(office: Any) -> Callable[[str], Browser]:
    """Return the browser of one of the office: ``at_desk("ketua")``."""
    return lambda who: Browser.of(getattr(office, who))


@pytest.fixture
def sweep(travel: Any) -> Callable[..., None]:
    """Run the task of the deadlines as beat does, at a moment: ``sweep("2026-03-31 08:00")``."""

    def run(moment: str = "") -> None:
        if moment:
            travel(moment)
        sop_tasks.sweep_deadlines()

    return run


@pytest.fixture
def post(db: None) -> Callable[[], list[Any]]:
    """Render the letters, send what is due, and return every e-mail that ever left."""

    def run() -> list[Any]:
        letter_tasks.sweep()
        mail_tasks.sweep()
        return list(mail.outbox)

    return run


class DeadServer(BaseEmailBackend):
    """A mail server that refuses every connection, until ``alive`` is set."""

    alive = False
    tries = 0
    error: Exception = ConnectionRefusedError(111, "Connection refused")

    def send_messages(self, messages: Any) -> int:
        """Fail, or hand the messages to the test's outbox."""
        cls = type(self)
        if cls.alive:
            mail.outbox.extend(messages)
            return len(messages)
        cls.tries += 1
        raise cls.error


@pytest.fixture
def mail_server(settings: Any) -> Iterator[type[DeadServer]]:
    """Replace the mail server by a dead one, which a test may bring back to life."""
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": f"{DeadServer.__module__}.DeadServer"},
    }
    DeadServer.alive, DeadServer.tries = False, 0
    DeadServer.error = ConnectionRefusedError(111, "Connection refused")
    yield DeadServer
    DeadServer.alive = False


@pytest.fixture
def lasting_db(transactional_db: None) -> Iterator[None]:
    """Return a database whose commits are real, so that threads see them and tasks are queued."""
    queue.ask_again()
    yield
    queue.ask_again()
