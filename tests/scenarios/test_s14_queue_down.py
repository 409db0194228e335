"""S14. Queue down.

*Given* broker and mail server are unreachable, *when* a citizen files, *then* the case and number
are saved and shown; after recovery the e-mail goes out once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from celery import Celery, current_app
from django.core import mail

from ppid_portal import queue
from ppid_portal.clock import now
from ppid_portal.letters import tasks as letter_tasks
from ppid_portal.mail import tasks as mail_tasks
from ppid_portal.mail.models import Notice
from requests_app.models import InformationRequest
from tests.scenarios.browser import Browser
from tests.scenarios.filing import file_online


@pytest.fixture
def dead_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Break the transport at its edge; returns the tasks that could not be handed over."""
    refused: list[str] = []

    def send_task(name: str, *args: Any, **kwargs: Any) -> None:
        refused.append(name)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(current_app, "send_task", send_task)
    queue.ask_again()
    yield refused
    queue.ask_again()


def receipts() -> list[Any]:
    return [m for m in mail.outbox if "kami terima" in m.subject]


def test_filing_works_and_the_mail_follows_once(
    lasting_db: None, dead_broker: list[str], mail_server: Any, travel: Any
) -> None:
    travel("2026-03-09 10:00")
    begin = time.perf_counter()
    page, case = file_online(Browser())
    assert time.perf_counter() - begin < 20, "no page waits for a dead broker"
    assert page.status == 200
    assert case.number in page.text
    assert dead_broker, "the portal did try"

    # Nothing was lost while everything was down, and nothing left.
    mail_tasks.sweep()
    notice = Notice.objects.get(kind="request_received")
    assert notice.status == "waiting"
    assert receipts() == []

    # The worker is back before the mail server: the letter is made, the mail waits on.
    letter_tasks.sweep()
    travel(now() + timedelta(minutes=20))
    mail_tasks.sweep()
    assert receipts() == []
    assert mail_server.tries > 0

    mail_server.alive = True
    travel(now() + timedelta(hours=2))
    mail_tasks.sweep()
    mail_tasks.sweep()
    (receipt,) = receipts()
    assert receipt.to == ["siti@contoh.example"]
    assert case.number in receipt.subject
    assert len(receipt.attachments) == 1
    notice.refresh_from_db()
    assert notice.status == "sent"
    travel(now() + timedelta(days=1))
    mail_tasks.sweep()
    assert len(receipts()) == 1


def test_the_case_can_be_followed_and_worked_meanwhile(
    lasting_db: None, dead_broker: list[str], mail_server: Any, travel: Any, office: Any
) -> None:
    from ppid_portal.sop.access import secret_path

    travel("2026-03-09 10:00")
    _page, case = file_online(Browser())
    page = Browser().open(secret_path(case))
    assert "Kami memeriksa kelengkapan" in page.text
    assert Browser.of(office.petugas).act(case, "confirm_complete").status == 200
    case.refresh_from_db()
    assert case.state == "checked"


def test_after_the_first_silence_the_broker_is_not_asked_on_every_page(
    lasting_db: None, dead_broker: list[str], travel: Any
) -> None:
    """A dead broker costs one attempt, not one per page and letter."""
    travel("2026-03-09 10:00")
    for _time in range(3):
        file_online(Browser())
    assert len(dead_broker) == 1
    assert InformationRequest.objects.count() == 3


def test_a_port_where_nobody_listens(lasting_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real transport against a closed port: the page neither fails nor hangs."""
    app = Celery("tanpa-broker", broker="redis://127.0.0.1:1/0", set_as_current=False)
    # Those of the settings, which a test of the queue compares.
    app.conf.broker_transport_options = {"socket_connect_timeout": 2, "max_retries": 0}
    monkeypatch.setattr(current_app, "send_task", app.send_task)
    queue.ask_again()
    # Time goes on here: a frozen one would never run out.
    with time_machine.travel("2026-03-09T03:00:00+00:00"):
        begin = time.perf_counter()
        page, case = file_online(Browser())
        assert time.perf_counter() - begin < 30
    assert case.number in page.text
    assert not queue.send_now("mail.sweep"), "within these seconds it is not asked again"
