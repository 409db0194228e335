"""Delivering the letter in the place of a withdrawn one, and what the clocks of the law do."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from ppid_portal.audit.models import AuditEntry
from ppid_portal.files.services import store
from ppid_portal.letters import services, withdrawal
from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.letters.replacing import services as replacing
from ppid_portal.mail import outbox, replacements
from ppid_portal.mail.deliveries import services as deliveries
from ppid_portal.mail.deliveries.models import Delivery
from ppid_portal.mail.models import Notice
from ppid_portal.people.actors import actors_of
from ppid_portal.sop import deadlines
from ppid_portal.sop.access import secret_path
from ppid_portal.sop.models import CaseDocument, LegalDeadline
from tests.driver import PIXEL, Desk
from tests.driver_objections import ObjectionDesk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office: Any, travel: Any) -> Desk:
    travel("2026-03-09 10:00")
    return Desk(office)


def settle() -> None:
    services.sweep()
    outbox.sweep()


def letter_of(case: Any, kind: str = "written_notification") -> Letter:
    found = Letter.objects.filter(case_id=case.pk, kind=kind).order_by("-pk").first()
    assert found is not None
    return found


def replaced(office: Any, old: Letter, who: str = "ketua") -> Letter:
    """Withdraw a letter and issue another in its place, PDF and e-mails included."""
    settle()
    actor = withdrawal.chosen(old, actors_of(getattr(office, who)))
    assert actor is not None
    services.withdraw(old, actor=actor, reason="Salah alamat")
    settle()
    mail.outbox.clear()
    row = replacing.prepare(
        Replacement.objects.get(letter=old),
        actor=office.actor(office.petugas),
        written={},
        submit=True,
    )
    new = replacing.approve(row, actor=actor).new
    assert new is not None
    settle()
    return Letter.objects.get(pk=new.pk)


def told() -> list[Notice]:
    return list(Notice.objects.filter(kind="letter_replaced"))


def window(case: Any, rule: str = "objection_window") -> LegalDeadline:
    found = deadlines.latest(case, rule)
    assert found is not None
    return found


def by_post(desk: Desk, method: str = "post") -> Any:
    return desk.do(
        desk.approved(), "deliver_answer", desk.office.petugas,
        method=method, tracking_number="RR123456789ID",
    )  # fmt: skip


# -- the same way ----------------------------------------------------------------------------------


def test_what_never_arrived_waits_for_its_own_delivery(desk: Desk) -> None:
    case = desk.approved()
    new = replaced(desk.office, letter_of(case))
    assert not told()
    desk.do(case, "deliver_answer", desk.office.petugas)
    settle()
    assert not told(), "it is the first delivery of the answer"
    notice = Notice.objects.get(kind="request_answered")
    assert [each.pk for each in notice.letters.all()] == [new.pk]


def test_by_e_mail_it_goes_out_with_its_pdf(desk: Desk) -> None:
    case = desk.answered()
    old = letter_of(case)
    new = replaced(desk.office, old)
    assert [notice.status for notice in told()] == ["sent"]
    message = next(each for each in mail.outbox if new.number in each.subject)
    assert old.number in message.subject
    assert [name for name, *_rest in message.attachments] == [new.file_name]
    assert not Delivery.objects.exists()


def test_it_waits_for_its_signature(desk: Desk, settings: Any) -> None:
    """Nothing is delivered that nobody has signed."""
    case = desk.answered()
    settle()
    settings.LETTERS_SIGNED_ELSEWHERE = ["written_notification"]
    replaced(desk.office, letter_of(case))
    assert not told()


def test_what_is_fetched_waits_to_be_fetched_again(desk: Desk) -> None:
    case = by_post(desk, "pickup")
    new = replaced(desk.office, letter_of(case))
    ready = Delivery.objects.get(letters=new)
    assert (ready.method, ready.status) == ("pickup", "ready")
    assert len(told()) == 1
    assert not replacements.unsent().exists()


@pytest.mark.parametrize("method", ["post", "courier", "fax"])
def test_what_somebody_sends_is_listed_until_sent(desk: Desk, method: str) -> None:
    case = by_post(desk, method)
    new = replaced(desk.office, letter_of(case))
    assert [row.new_id for row in replacements.unsent()] == [new.pk]
    before = replacements.sent_as(new)
    assert before is not None
    assert before.method == method
    deliveries.send(
        case, [new], method, sent_on=date(2026, 3, 9),
        actor=desk.office.actor(desk.office.petugas), key="again",
    )  # fmt: skip
    assert not replacements.unsent().exists()


def test_a_replacement_of_an_unsent_one_goes_by_post_too(desk: Desk) -> None:
    case = by_post(desk)
    second = replaced(desk.office, letter_of(case))
    third = replaced(desk.office, second)
    assert [row.new_id for row in replacements.unsent()] == [third.pk]


def test_it_is_told_once(desk: Desk) -> None:
    new = replaced(desk.office, letter_of(desk.answered()))
    replacements.ready(new)
    settle()
    assert len(told()) == 1


# -- the clocks of the law -------------------------------------------------------------------------


def test_the_time_to_object_counts_from_the_later_delivery(desk: Desk, travel: Any) -> None:
    """UU 14/2008 Pasal 35 ayat (1) dan 36 ayat (1), in the applicant's favour."""
    case = desk.answered()
    first = window(case)
    travel("2026-03-30 10:00")
    new = replaced(desk.office, letter_of(case))
    later = window(case)
    assert later.pk != first.pk
    assert (later.counted_from, later.status) == (date(2026, 3, 30), "running")
    first.refresh_from_db()
    assert first.status == "cancelled"
    entry = AuditEntry.objects.get(verb="count_from_replacement")
    assert (entry.role, entry.data["letter"]) == ("sistem", new.number)
    assert entry.data["why"] == "UU 14/2008 Pasal 35 ayat (1) dan Pasal 36 ayat (1)"
    assert "keberatan paling lambat" in told()[0].body


def test_the_ten_days_are_not_counted_again(desk: Desk, travel: Any) -> None:
    case = desk.answered()
    met = case.notification_deadline
    travel("2026-04-30 10:00")
    replaced(desk.office, letter_of(case))
    case = type(case).objects.get(pk=case.pk)
    again = case.notification_deadline
    assert (again.pk, again.status, again.due_on) == (met.pk, "met", met.due_on)
    assert (case.answered_on, case.state) == (date(2026, 3, 9), "answered")
    assert case.closed_at is not None


def test_a_time_that_had_run_out_opens_again(desk: Desk, travel: Any) -> None:
    case = desk.answered()
    travel("2026-08-03 10:00")
    replaced(desk.office, letter_of(case))
    assert window(case).counted_from == date(2026, 8, 3)


def test_it_does_not_run_again_once_somebody_has_objected(office: Any, travel: Any) -> None:
    travel("2026-03-09 10:00")
    objection = ObjectionDesk(office).in_state("registered")
    request = objection.request
    before = window(request)
    travel("2026-03-30 10:00")
    replaced(office, letter_of(request))
    assert window(request).pk == before.pk


def test_no_clock_moves_for_other_letters(desk: Desk, travel: Any) -> None:
    case = desk.answered()
    before = window(case)
    travel("2026-03-30 10:00")
    replaced_receipt(desk, case)
    assert window(case).pk == before.pk


def replaced_receipt(desk: Desk, case: Any) -> None:
    settle()
    old = letter_of(case, "receipt")
    services.withdraw(old, actor=desk.office.actor(desk.office.ketua), reason="Salah ketik")
    row = Replacement.objects.get(letter=old)
    row = replacing.prepare(
        row, actor=desk.office.actor(desk.office.petugas), written={}, submit=True
    )
    new = replacing.approve(row, actor=desk.office.actor(desk.office.petugas)).new
    settle()
    assert new is not None
    assert new.number == old.number, "a receipt bears the number of its case"
    assert len(told()) == 1


def test_by_post_it_counts_when_it_is_sent_and_when_it_arrives(desk: Desk, travel: Any) -> None:
    case = by_post(desk)
    travel("2026-03-30 10:00")
    new = replaced(desk.office, letter_of(case))
    assert window(case).counted_from == date(2026, 3, 9), "it has not left yet"
    travel("2026-03-31 10:00")
    actor = desk.office.actor(desk.office.petugas)
    sent = deliveries.send(case, [new], "post", sent_on=date(2026, 3, 31), actor=actor, key="again")
    assert sent is not None
    assert window(case).counted_from == date(2026, 3, 31)
    travel("2026-04-06 10:00")
    deliveries.arrive(sent, on=date(2026, 4, 6), actor=actor)
    assert window(case).counted_from == date(2026, 4, 6)


def test_what_is_fetched_counts_when_it_is_fetched(desk: Desk, travel: Any) -> None:
    case = by_post(desk, "pickup")
    travel("2026-03-30 10:00")
    new = replaced(desk.office, letter_of(case))
    assert window(case).counted_from == date(2026, 3, 9)
    travel("2026-04-06 10:00")
    proof = CaseDocument(
        case=case, kind="other", audience="internal",
        file=store(PIXEL, purpose="proof", name="bukti.png", content_type="image/png"),
    )  # fmt: skip
    deliveries.arrive(
        Delivery.objects.get(letters=new),
        on=date(2026, 4, 6),
        actor=desk.office.actor(desk.office.petugas),
        proof=proof,
    )
    assert window(case).counted_from == date(2026, 4, 6)


def test_the_fourteen_days_count_from_the_later_reply(office: Any, travel: Any) -> None:
    """UU 14/2008 Pasal 37 ayat (2)."""
    travel("2026-03-09 10:00")
    case = ObjectionDesk(office).delivered("upheld")
    reply = case.reply_deadline
    travel("2026-03-30 10:00")
    new = replaced(office, letter_of(case, "objection_reply"), "atasan")
    case = type(case).objects.get(pk=case.pk)
    assert case.reply_id == new.pk
    assert window(case, "dispute_window").counted_from == date(2026, 3, 30)
    assert case.reply_deadline.pk == reply.pk, "the thirty days are not counted again"
    assert case.reply_deadline.status == reply.status
    assert "sengketa informasi kepada" in told()[0].body


# -- the applicant's page --------------------------------------------------------------------------


def page_of(case: Any) -> str:
    answer = Client().get(secret_path(case), follow=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_applicant_sees_both_and_which_counts(desk: Desk, travel: Any) -> None:
    case = desk.answered()
    old = letter_of(case)
    travel("2026-03-30 10:00")
    new = replaced(desk.office, old)
    page = page_of(case)
    assert f"Ditarik 30 Maret 2026, tidak berlaku lagi; digantikan surat nomor {new.number}" in page
    assert f"menggantikan surat nomor {old.number}" in page
    assert "Waktu keberatan dihitung sejak surat pengganti disampaikan" in page
    assert "Salah alamat" not in page


def test_an_answer_that_is_not_delivered_shows_neither(desk: Desk) -> None:
    case = desk.approved()
    old = letter_of(case)
    new = replaced(desk.office, old)
    page = page_of(case)
    assert old.number not in page
    assert new.number not in page
    desk.do(case, "deliver_answer", desk.office.petugas)
    assert new.number in page_of(case)
