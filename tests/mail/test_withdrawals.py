"""What is told of a withdrawn letter, and the e-mails that would still carry it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import transaction

from ppid_portal.clock import travel
from ppid_portal.letters import samples
from ppid_portal.letters import services as letters
from ppid_portal.letters.errors import RenderFailed
from ppid_portal.letters.models import Letter
from ppid_portal.mail import outbox, services, withdrawals
from ppid_portal.mail.deliveries import services as deliveries
from ppid_portal.mail.models import Notice
from ppid_portal.sop.access import secret_url
from ppid_portal.sop.models import Case

Tell = Callable[..., Notice]
START = datetime(2026, 3, 30, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


def ready(letter: Letter) -> Letter:
    return letters.render(letter.pk)


def withdraw(letter: Letter, office: Any) -> Letter:
    return letters.withdraw(letter, actor=office.actor(office.ketua), reason="Salah ketik")


def told() -> list[Notice]:
    return list(Notice.objects.filter(kind="letter_withdrawn"))


def sent(tell: Tell, letter: Letter) -> Notice:
    """Return a notice that reached the applicant with the letter."""
    notice = tell(letters=[ready(letter)])
    outbox.sweep()
    assert len(mail.outbox[-1].attachments) == 1
    mail.outbox.clear()
    return notice


def test_whoever_received_it_is_told_once_without_the_reason(
    tell: Tell, letter: Letter, office: Any, case: Case
) -> None:
    sent(tell, letter)
    with travel(START):
        drawn = withdraw(letter, office)
    withdrawals.tell(drawn)
    (notice,) = told()
    assert notice.recipients == ["rahayu@uji.example"]
    assert withdrawals.told(drawn)
    outbox.sweep()
    (message,) = mail.outbox
    assert message.subject == f"Surat {letter.number} ditarik: {case.number}"
    for words in ("Rahayu Lestari", letter.title, "30 Maret 2026", secret_url(case)):
        assert words in message.body
    assert "Salah ketik" not in message.body
    assert message.attachments == []


def test_whoever_never_received_it_is_not_told(letter: Letter, office: Any) -> None:
    drawn = withdraw(ready(letter), office)
    assert not withdrawals.told(drawn)
    assert not told()


def test_a_letter_of_the_office_is_nobodys_news(tell: Tell, case: Case, office: Any) -> None:
    with transaction.atomic():
        memo = letters.issue(
            "memorandum",
            case=case,
            signatory=office.actor(office.ketua),
            context=samples.contexts()["memorandum"],
        )
    tell("test_staff_notice", to=["staf@uji.example"], letters=[ready(memo)])
    outbox.sweep()
    withdraw(memo, office)
    assert not told()


@pytest.mark.parametrize(("came_back", "is_told"), [(False, True), (True, False)])
def test_who_got_it_on_paper_is_told_unless_it_came_back(
    letter: Letter, case: Case, office: Any, came_back: bool, is_told: bool
) -> None:
    actor = office.actor(office.petugas)
    with travel(START):
        delivery = deliveries.send(
            case, [ready(letter)], "post", sent_on=date(2026, 3, 30), actor=actor, key="1"
        )
        assert delivery is not None
        if came_back:
            deliveries.fail(delivery, reason="Pindah", on=date(2026, 3, 30), actor=actor)
        withdraw(letter, office)
    assert bool(told()) is is_told


def test_an_applicant_without_e_mail_reads_it_on_their_page(
    tell: Tell, letter: Letter, case: Case, office: Any
) -> None:
    assert case.applicant is not None
    case.applicant.email = ""
    case.applicant.save()
    tell(to=[], letters=[ready(letter)])
    withdraw(letter, office)
    (notice,) = told()
    assert notice.status == "no_address", "the office sees that nobody was reached by e-mail"


def test_an_e_mail_that_waits_leaves_without_it_and_says_so(
    tell: Tell, letter: Letter, office: Any
) -> None:
    tell(letters=[ready(letter)])
    withdraw(letter, office)
    outbox.sweep()
    (message,) = mail.outbox
    assert message.attachments == []
    assert f"{letter.title} Nomor {letter.number} sudah ditarik" in message.body
    assert not told(), "the e-mail itself has said it"


def test_an_e_mail_that_waited_for_its_pdf_waits_no_longer(
    tell: Tell, letter: Letter, office: Any
) -> None:
    with travel(START):
        notice = tell(letters=[letter])
        assert outbox.sweep()["sent"] == 0
        withdraw(letter, office)
        assert outbox.sweep()["sent"] == 1
    assert Notice.objects.get(pk=notice.pk).letters_owed is False
    assert outbox.OWED not in mail.outbox[0].body


def test_it_goes_on_waiting_for_another_letter(
    tell: Tell, letter: Letter, case: Case, office: Any
) -> None:
    with transaction.atomic():
        other = letters.issue(
            "referral",
            case=case,
            signatory=office.actor(office.ketua),
            context=samples.contexts()["referral"],
        )
    with travel(START):
        tell(letters=[letter, other])
        withdraw(letter, office)
        assert outbox.sweep()["sent"] == 0
        ready(other)
        assert outbox.sweep()["sent"] == 1
    assert [name for name, _pdf, _kind in mail.outbox[0].attachments] == [other.file_name]


def test_a_letter_that_was_promised_is_no_longer_owed(
    tell: Tell, letter: Letter, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> bytes:
        raise RenderFailed("mati")

    monkeypatch.setattr(letters, "render_pdf", broken)
    with travel(START):
        notice = tell(letters=[letter])
    with travel(START + services.LETTER_WAIT):
        assert outbox.sweep()["sent"] == 1
        assert Notice.objects.get(pk=notice.pk).letters_owed
        withdraw(letter, office)
    assert not Notice.objects.get(pk=notice.pk).letters_owed
    assert len(told()) == 1, "it was announced to them"


def test_a_letter_that_leaves_at_the_very_moment_is_told_of_as_well(
    tell: Tell, letter: Letter, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the mail server is spoken to nothing is locked: the letter has left with its PDF."""
    notice = tell(letters=[ready(letter)])
    made = outbox._message

    def meanwhile(*args: Any) -> Any:
        found = made(*args)
        withdraw(letter, office)
        assert not told()
        return found

    monkeypatch.setattr(outbox, "_message", meanwhile)
    outbox.sweep()
    assert len(mail.outbox[0].attachments) == 1
    assert Notice.objects.get(pk=notice.pk).status == "sent"
    assert len(told()) == 1


def test_an_e_mail_that_is_tried_again_keeps_its_pause(
    tell: Tell, letter: Letter, office: Any, mail_server: Any
) -> None:
    mail_server.errors = [OSError("mati")]
    with travel(START):
        notice = tell(letters=[ready(letter)])
        outbox.sweep()
        withdraw(letter, office)
    email = Notice.objects.get(pk=notice.pk).email
    assert email is not None
    assert email.scheduled_time > START + timedelta(seconds=30)
