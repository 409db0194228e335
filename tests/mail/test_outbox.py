"""Sending: once, with its letter, and failures that stay visible (S14, S15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import send_mail
from post_office.models import STATUS, Email

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import travel
from ppid_portal.letters import services as letters
from ppid_portal.letters.errors import RenderFailed
from ppid_portal.letters.models import Letter
from ppid_portal.mail import notices, outbox, services, tasks
from ppid_portal.mail.models import Notice
from ppid_portal.mail.signals import notice_failed
from ppid_portal.sop.access import secret_url
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case

Tell = Callable[..., Notice]
START = datetime(2026, 3, 30, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


def fresh(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def test_it_works(tell: Tell, case: Case) -> None:
    notice = tell()
    assert outbox.sweep() == {"sent": 1, "failed": 0}
    (message,) = mail.outbox
    assert message.to == ["rahayu@uji.example"]
    assert message.subject == notice.subject
    assert secret_url(case) in message.body
    assert notices.LINK not in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    assert secret_url(case) in str(html)
    assert notices.LINK not in str(html)
    notice = fresh(notice)
    assert (notice.status, notice.attempts) == ("sent", 1)
    assert notice.sent_at is not None


def test_nothing_is_sent_twice(tell: Tell) -> None:
    notice = tell()
    outbox.sweep()
    outbox.sweep()
    tasks.send(notice.email_id)
    assert len(mail.outbox) == 1


def test_no_nik_leaves_by_mail(tell: Tell) -> None:
    tell()
    outbox.sweep()
    assert "3273014504900001" not in str(mail.outbox[0].message())


def test_the_html_escapes_what_a_person_typed(tell: Tell) -> None:
    tell(variables={"what": "<script>alert(1)</script>", "on": "2026-03-30"})
    outbox.sweep()
    html = str(mail.outbox[0].alternatives[0][0])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_staff_are_led_to_the_desk_and_never_to_the_secret_page(tell: Tell, case: Case) -> None:
    tell("test_staff_notice", variables={"link": "http://localhost:8000/meja/5/"})
    outbox.sweep()
    assert "http://localhost:8000/meja/5/" in mail.outbox[0].body
    assert secret_url(case) not in mail.outbox[0].body


def test_while_one_sends_another_does_not(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers take the same e-mail: the conditional update lets one through."""
    notice = tell()
    real = outbox._message

    def slow(*args: Any) -> Any:
        assert outbox.send(notice.email_id) is None
        assert outbox.sweep() == {"sent": 0, "failed": 0}
        return real(*args)

    monkeypatch.setattr(outbox, "_message", slow)
    outbox.send(notice.email_id)
    assert len(mail.outbox) == 1


def test_a_worker_that_died_loses_nothing(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lease runs out; the e-mail leaves later, with the same Message-ID."""
    with travel(START):
        notice = tell()
        with monkeypatch.context() as patch:
            patch.setattr(outbox, "_message", lambda *_: (_ for _ in ()).throw(SystemExit))
            with pytest.raises(SystemExit):
                outbox.send(notice.email_id)
        assert outbox.sweep()["sent"] == 0
    with travel(START + outbox.LEASE):
        assert outbox.sweep()["sent"] == 1
    assert notice.email is not None
    assert mail.outbox[0].extra_headers["Message-ID"] == notice.email.message_id


def test_after_an_outage_everything_leaves_once(tell: Tell, mail_server: Any) -> None:
    """S14: mail server unreachable, then back."""
    mail_server.errors = [ConnectionRefusedError("mati")]
    with travel(START):
        notice = tell()
        assert outbox.sweep() == {"sent": 0, "failed": 1}
        assert fresh(notice).status == "waiting"
        assert outbox.sweep() == {"sent": 0, "failed": 0}, "it waits before trying again"
    with travel(START + timedelta(minutes=2)):
        assert outbox.sweep() == {"sent": 1, "failed": 0}
        assert outbox.sweep() == {"sent": 0, "failed": 0}
    assert len(mail_server.sent) == 1
    notice = fresh(notice)
    assert notice.status == "sent"
    assert "ConnectionRefusedError" in notice.first_error


def test_an_outage_does_not_use_up_the_tries_of_every_mail(tell: Tell, mail_server: Any) -> None:
    """After three refusals in a row the sweep leaves the rest alone."""
    mail_server.errors = [ConnectionRefusedError("mati") for _ in range(50)]
    told = [tell(dedupe=str(number)) for number in range(10)]
    assert outbox.sweep() == {"sent": 0, "failed": 3}
    assert sum(fresh(notice).attempts for notice in told) == 3


def fail_for_good(notice: Notice, mail_server: Any, errors: list[Exception]) -> None:
    mail_server.errors = list(errors)
    moment = START
    for _ in errors:
        with travel(moment):
            outbox.send(notice.email_id)
        moment += timedelta(days=2)


def errors() -> list[Exception]:
    first = SMTPRecipientsRefused({"rahayu@uji.example": (550, b"tidak ada")})
    return [first, *(ConnectionResetError(f"ke-{number}") for number in range(2, 7))]


def test_a_permanent_failure_is_listed_with_its_first_error(
    tell: Tell, mail_server: Any, case: Case
) -> None:
    """S15."""
    heard: list[Notice] = []
    notice_failed.connect(lambda notice, **_: heard.append(notice), weak=False, dispatch_uid="t")
    try:
        notice = tell()
        fail_for_good(notice, mail_server, errors())
    finally:
        notice_failed.disconnect(dispatch_uid="t")
    notice = fresh(notice)
    assert notice.status == "failed"
    assert notice.attempts == 6
    assert "SMTPRecipientsRefused" in notice.first_error
    assert "550" in notice.first_error
    assert "ke-6" in notice.last_error
    assert notice in services.failed()
    assert list(services.undelivered(case)) == [notice]
    assert heard == [notice]
    assert AuditEntry.objects.filter(verb="notice_failed", stream=case.stream).count() == 1
    with travel(START + timedelta(days=30)):
        outbox.send(notice.email_id)
    assert not mail_server.sent


def test_the_secretariat_is_alerted(tell: Tell, mail_server: Any, office: Any) -> None:
    """S15: staff are alerted."""
    notice = tell()
    fail_for_good(notice, mail_server, errors())
    alert = Notice.objects.get(kind="delivery_failed")
    assert alert.recipients == sorted([office.petugas.email, office.petugas_2.email])
    assert notice.subject in alert.subject
    assert "rahayu@uji.example" not in alert.body


def test_a_failing_alert_does_not_alert_again(tell: Tell, mail_server: Any) -> None:
    fail_for_good(tell(), mail_server, errors())
    fail_for_good(Notice.objects.get(kind="delivery_failed"), mail_server, errors())
    assert Notice.objects.filter(kind="delivery_failed").count() == 1
    assert services.failed().count() == 2


def test_errors_do_not_keep_or_log_the_address(
    tell: Tell, mail_server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    notice = tell()
    fail_for_good(notice, mail_server, errors())
    notice = fresh(notice)
    assert notice.email is not None
    logs = " ".join(notice.email.logs.values_list("message", flat=True))
    for text in (notice.first_error, notice.last_error, caplog.text, logs):
        assert "rahayu@uji.example" not in text


def test_resend_works(tell: Tell, mail_server: Any, office: Any) -> None:
    """S15: "resend" works; the first error stays on record."""
    notice = tell()
    fail_for_good(notice, mail_server, errors())
    services.resend(notice, actor=office.actor(office.petugas))
    assert fresh(notice).status == "waiting"
    assert notice not in services.failed()
    outbox.sweep()
    notice = fresh(notice)
    assert notice.status == "sent"
    assert "550" in notice.first_error
    assert [m.to for m in mail_server.sent if m.subject == notice.subject] == [
        ["rahayu@uji.example"]
    ]
    assert AuditEntry.objects.get(verb="resend_notice").name == office.petugas.name


def test_resend_to_a_corrected_address(tell: Tell) -> None:
    notice = tell(to=["salah tulis"])
    with pytest.raises(Refused, match="alamat"):
        services.resend(notice)
    services.resend(notice, to=["benar@uji.example"])
    outbox.sweep()
    assert mail.outbox[0].to == ["benar@uji.example"]


def test_resend_refuses_what_was_delivered_or_waits(tell: Tell) -> None:
    notice = tell()
    with pytest.raises(Refused):
        services.resend(notice)
    outbox.sweep()
    with pytest.raises(Refused):
        services.resend(notice)


def test_a_bounce_is_a_failure_too(tell: Tell, case: Case) -> None:
    """S15: also for bounces."""
    notice = tell()
    outbox.sweep()
    services.bounced(notice, "kotak surat penuh")
    services.bounced(notice, "lagi")
    notice = fresh(notice)
    assert notice.status == "failed"
    assert notice.first_error == "bounce: kotak surat penuh"
    assert list(services.undelivered(case)) == [notice]
    assert AuditEntry.objects.filter(verb="notice_failed").count() == 1


def test_mail_of_other_parts_leaves_as_well(db: None, settings: Any) -> None:
    """A password reset has no notice and goes the same way."""
    settings.EMAIL_BACKEND = "post_office.EmailBackend"
    send_mail("Atur ulang", "Isi", None, ["staf@uji.example"])
    assert mail.outbox == []
    assert outbox.sweep() == {"sent": 1, "failed": 0}
    assert mail.outbox[0].body == "Isi"
    assert Email.objects.get().status == STATUS.sent


def test_a_sweep_leaves_a_heartbeat(tell: Tell) -> None:
    from ppid_portal.clock import heartbeat

    tell()
    tasks.sweep()
    assert heartbeat.age("mail") is not None
    assert len(mail.outbox) == 1


# -- with letters ------------------------------------------------------------------------------


def test_a_letter_travels_with_its_notice(tell: Tell, letter: Letter) -> None:
    letters.render(letter.pk)
    tell(letters=[Letter.objects.get(pk=letter.pk)])
    outbox.sweep()
    (attachment,) = mail.outbox[0].attachments
    assert attachment.filename.endswith(".pdf")
    assert attachment.mimetype == "application/pdf"
    assert attachment.content.startswith(b"%PDF")


def test_an_email_waits_for_its_letter(tell: Tell, letter: Letter) -> None:
    with travel(START):
        notice = tell(letters=[letter])
        assert outbox.sweep()["sent"] == 0
        letters.sweep()
        assert outbox.sweep()["sent"] == 1
    assert len(mail.outbox[0].attachments) == 1
    assert not fresh(notice).letters_owed


def test_an_email_with_two_letters_waits_for_both(
    tell: Tell, letter: Letter, case: Case, office: Any
) -> None:
    from django.db import transaction

    from ppid_portal.letters import samples

    with transaction.atomic():
        second = letters.issue(
            "refusal_decree",
            case=case,
            signatory=office.actor(office.ketua),
            context=samples.contexts()["refusal_decree"],
        )
    with travel(START):
        tell(letters=[letter, second])
        letters.render(letter.pk)
        assert outbox.sweep()["sent"] == 0
        letters.render(second.pk)
        assert outbox.sweep()["sent"] == 1
    assert len(mail.outbox[0].attachments) == 2


def test_if_the_renderer_stays_down_the_notice_leaves_and_the_letter_follows(
    tell: Tell, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The portal works while the renderer is down, and the letter follows, once."""
    with monkeypatch.context() as patch:
        patch.setattr(
            letters, "render_pdf", lambda *a, **k: (_ for _ in ()).throw(RenderFailed("mati"))
        )
        with travel(START):
            notice = tell(letters=[letter])
            letters.sweep()
        with travel(START + services.LETTER_WAIT):
            letters.sweep()
            assert outbox.sweep()["sent"] == 1
    assert outbox.OWED in mail.outbox[0].body
    assert mail.outbox[0].attachments == []
    assert fresh(notice).letters_owed
    with travel(START + timedelta(hours=3)):
        letters.sweep()
        letters.sweep()
        outbox.sweep()
        outbox.sweep()
    assert len(mail.outbox) == 2
    assert letter.number in mail.outbox[1].subject
    assert len(mail.outbox[1].attachments) == 1


def test_a_withdrawn_letter_does_not_travel(tell: Tell, letter: Letter, office: Any) -> None:
    letters.render(letter.pk)
    letter.refresh_from_db()
    notice = tell(letters=[letter])
    letters.withdraw(letter, actor=office.actor(office.ketua), reason="Keliru")
    outbox.sweep()
    assert fresh(notice).status == "sent"
    assert mail.outbox[0].attachments == []
