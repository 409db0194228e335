"""What mail servers report about e-mails that left (F56; RFC 3464), read from real shapes."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ppid_portal.letters import tasks as letter_tasks
from ppid_portal.mail import bounces, services
from ppid_portal.mail import tasks as mail_tasks
from ppid_portal.mail.bounces import Result
from ppid_portal.mail.models import Notice
from tests.driver import file_request

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("one_sheet"),
]


def report(
    message_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <siti@pemohon.example>: user unknown",
    returned: str = "message/rfc822",
) -> bytes:
    """A report as Postfix writes it; with the whole message or its headers alone (Exchange)."""
    inner = (
        f"Received: by mail.badan.example\nMessage-ID: {message_id}\n"
        "From: ppid@badan.example\nTo: siti@pemohon.example\nSubject: Tanda bukti\n"
    )
    return (
        "From: MAILER-DAEMON@mail.pemohon.example\n"
        "To: ppid-kembali@badan.example\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=B"\n'
        "\n"
        "--=B\nContent-Type: text/plain; charset=us-ascii\n\n"
        "I'm sorry to have to inform you that your message could not be delivered.\n"
        "--=B\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mail.pemohon.example\nArrival-Date: Mon, 9 Mar 2026 10:00:00 +0700\n"
        "\n"
        "Final-Recipient: rfc822; siti@pemohon.example\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: {diagnostic}\n"
        "\n"
        f"--=B\nContent-Type: {returned}\n\n"
        f"{inner}\nIsi surat.\n"
        "--=B--\n"
    ).encode()


@pytest.fixture
def sent(office: Any, travel: Any) -> Notice:
    """The receipt of a request, which has left."""
    travel("2026-03-09 10:00")
    case = file_request()
    letter_tasks.sweep()
    mail_tasks.sweep()
    notice = Notice.objects.get(case_id=case.pk, kind="request_received")
    assert notice.status == "sent"
    return notice


def id_of(notice: Notice) -> str:
    assert notice.email is not None
    return str(notice.email.message_id)


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_marks_the_right_notice(sent: Notice, returned: str) -> None:
    assert bounces.receive(report(id_of(sent), returned=returned)) == Result.BOUNCED
    sent.refresh_from_db()
    assert sent.status == "failed"
    assert "5.1.1" in sent.first_error
    assert "user unknown" in sent.first_error
    assert "siti@pemohon.example" not in sent.first_error, "an error quotes no address"
    assert Notice.objects.filter(kind="delivery_failed").count() == 1, "staff are alerted"


def test_the_same_bounce_twice_is_one(sent: Notice) -> None:
    bounces.receive(report(id_of(sent)))
    assert bounces.receive(report(id_of(sent))) == Result.UNKNOWN
    assert Notice.objects.filter(kind="delivery_failed").count() == 1


def test_what_is_still_being_tried_is_no_bounce(sent: Notice) -> None:
    result = bounces.receive(report(id_of(sent), action="delayed", status="4.4.1"))
    assert result == Result.WAITING
    sent.refresh_from_db()
    assert sent.status == "sent"


def test_a_report_that_it_arrived_is_proof(sent: Notice) -> None:
    result = bounces.receive(report(id_of(sent), action="delivered", status="2.0.0"))
    assert result == Result.ARRIVED
    sent.refresh_from_db()
    assert (sent.status, sent.arrived_at is not None) == ("sent", True)


@pytest.mark.parametrize(
    "message_id", ["<lain@badan.example>", "", "bukan id", "<a@b> <c@d>"], ids=str
)
def test_a_report_on_something_else_changes_nothing(sent: Notice, message_id: str) -> None:
    assert bounces.receive(report(message_id)) == Result.UNKNOWN
    sent.refresh_from_db()
    assert sent.status == "sent"


def test_a_late_bounce_of_what_was_sent_anew_changes_nothing(sent: Notice) -> None:
    """The corrected address has its own e-mail; the old one's report comes too late."""
    first = id_of(sent)
    services.bounced(sent, "550")
    services.resend(sent, to=["benar@pemohon.example"])
    mail_tasks.sweep()
    sent.refresh_from_db()
    assert sent.status == "sent"
    assert bounces.receive(report(first)) == Result.UNKNOWN
    sent.refresh_from_db()
    assert sent.status == "sent"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: Sedang cuti\nAuto-Submitted: auto-replied\n\nSaya kembali Senin.\n",
        b"Content-Type: multipart/report\n\nkosong",
        b'Content-Type: multipart/report; boundary="x"\n\n--x\nContent-Type: text/plain\n\nhai\n',
    ],
    ids=["empty", "no text", "out of office", "no parts", "no status"],
)
def test_what_is_no_report_is_left_alone(sent: Notice, content: bytes) -> None:
    assert bounces.receive(content) == Result.NO_REPORT
    sent.refresh_from_db()
    assert sent.status == "sent"


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.binary(max_size=300))
def test_no_message_makes_it_fail(content: bytes) -> None:
    """A pipe that fails would send a report about the report."""
    bounces.read(content)
    bounces.read(
        b'Content-Type: multipart/report; boundary="=B"\n\n--=B\n'
        b"Content-Type: message/delivery-status\n\n" + content + b"\n--=B--\n"
    )


def test_an_e_mail_of_a_letter_says_which_one_it_is(sent: Notice) -> None:
    """The Message-ID that leaves is the one that reports come back with."""
    (message,) = [each for each in mail.outbox if each.subject == sent.subject]
    assert message.extra_headers["Message-ID"] == id_of(sent)


def test_the_command_reads_a_file_or_standard_input(
    sent: Notice, tmp_path: Path, capsys: Any, monkeypatch: Any
) -> None:
    file = tmp_path / "pesan.eml"
    file.write_bytes(b"Subject: hai\n\nhai\n")
    call_command("bounce", str(file))
    assert "Bukan laporan" in capsys.readouterr().out

    class Pipe:
        buffer = io.BytesIO(report(id_of(sent)))

    monkeypatch.setattr(sys, "stdin", Pipe)
    call_command("bounce")
    assert "tidak tersampaikan" in capsys.readouterr().out
    sent.refresh_from_db()
    assert sent.status == "failed"
