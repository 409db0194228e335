"""S19. Approval chain.

*Given* a reply flagged sensitive with two approvers, *when* the drafter or only one has approved,
*then* dispatch is impossible; a return needs a reason and creates a new version; a bypass needs the
right plus a reason and is in the history.
"""

from __future__ import annotations

from typing import Any

import pytest

from ppid_portal.audit.models import AuditEntry
from ppid_portal.sop.errors import NotNow, NotYours, SamePerson
from tests.driver import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(desk: Desk, at_desk: Any) -> Any:
    """A sensitive answer that the secretariat has laid before Ketua PPID."""
    case = desk.drafted(sensitive=True)
    page = at_desk("petugas").act(case, "submit_draft")
    assert page.status == 200
    case.refresh_from_db()
    assert case.state == "approval"
    return case


def assert_not_dispatched(desk: Desk, case: Any, at_desk: Any) -> None:
    officer = at_desk("petugas")
    assert not officer.offers(case, "deliver_answer")
    with pytest.raises(NotNow):
        desk.do(case, "deliver_answer", desk.office.petugas)
    assert not case.letters.filter(kind="written_notification").exists()


def test_with_the_drafter_alone_nothing_leaves(desk: Desk, case: Any, at_desk: Any) -> None:
    assert_not_dispatched(desk, case, at_desk)
    with pytest.raises(NotYours):
        desk.do(case, "approve_answer", desk.office.petugas)


def test_with_one_approval_nothing_leaves(desk: Desk, case: Any, at_desk: Any) -> None:
    at_desk("ketua").decide(case, "approve_answer")
    case.refresh_from_db()
    assert case.state == "second_approval"
    assert_not_dispatched(desk, case, at_desk)
    with pytest.raises(NotYours):
        desk.do(case, "approve_second", desk.office.ketua)


def test_with_both_it_leaves(desk: Desk, case: Any, at_desk: Any) -> None:
    at_desk("ketua").decide(case, "approve_answer")
    assert case.number in at_desk("atasan").open("/meja/persetujuan/").text
    at_desk("atasan").decide(case, "approve_second")
    letter = case.letters.get(kind="written_notification")
    assert letter.signatory_name == "Dewi Anggraini", "Ketua PPID signs, whoever approves after"
    at_desk("petugas").act(case, "deliver_answer")
    case.refresh_from_db()
    assert case.state == "answered"


def test_the_first_approver_is_never_the_second(desk: Desk, case: Any, at_desk: Any) -> None:
    """Even when the same person holds the superior's post for today."""
    from datetime import date

    from ppid_portal.people.actors import actors_of
    from ppid_portal.people.models import Appointment

    at_desk("ketua").decide(case, "approve_answer")
    Appointment.objects.create(
        user=desk.office.ketua,
        role="atasan_ppid",
        unit=desk.office.body,
        kind="plh",
        acting_for=Appointment.objects.get(user=desk.office.atasan),
        decree="SP-9/2026",
        valid_from=date(2026, 3, 9),
        valid_until=date(2026, 3, 10),
    )
    acting = next(a for a in actors_of(desk.office.ketua) if a.role == "atasan_ppid")
    with pytest.raises(SamePerson):
        desk.do(case, "approve_second", acting)
    case.refresh_from_db()
    assert case.state == "second_approval"


def test_a_return_needs_a_reason_and_makes_a_new_version(
    desk: Desk, case: Any, at_desk: Any
) -> None:
    page = at_desk("ketua").decide(case, "return_draft", reason="  ")
    assert "Tuliskan alasannya" in page.text
    case.refresh_from_db()
    assert case.state == "approval"

    at_desk("ketua").decide(case, "return_draft", reason="Bagian 1 belum menyebut tahun.")
    case.refresh_from_db()
    assert case.state == "in_process"
    versions = dict(case.drafts.values_list("version", "status"))
    assert versions == {1: "returned", 2: "draft"}
    assert case.drafts.get(version=1).return_reason == "Bagian 1 belum menyebut tahun."
    assert "Bagian 1 belum menyebut tahun." in at_desk("petugas").case(case).text
    entry = AuditEntry.objects.get(stream=case.stream, verb="return_draft")
    assert (entry.reason, entry.data["returned"], entry.data["next"]) == (
        "Bagian 1 belum menyebut tahun.",
        1,
        2,
    )


def test_the_superior_returns_too_and_both_approve_anew(
    desk: Desk, case: Any, at_desk: Any
) -> None:
    """An approval belongs to a version, not to the case."""
    at_desk("ketua").decide(case, "approve_answer")
    at_desk("atasan").decide(case, "return_draft", reason="Sebutkan dasar hukumnya.")
    at_desk("petugas").act(case, "submit_draft")
    case.refresh_from_db()
    assert case.state == "approval"
    assert_not_dispatched(desk, case, at_desk)
    at_desk("ketua").decide(case, "approve_answer")
    case.refresh_from_db()
    assert case.state == "second_approval"
    assert_not_dispatched(desk, case, at_desk)


def test_a_submitted_version_cannot_be_rewritten(desk: Desk, case: Any, at_desk: Any) -> None:
    """What was approved is what leaves."""
    page = at_desk("petugas").open(f"/meja/permohonan/{case.pk}/jawaban/")
    assert page.url == f"/meja/berkas/{case.pk}/"
    assert not any("bagian-0-text" in form.names for form in page.forms)


@pytest.mark.parametrize("who", ["petugas", "sekretaris", "atasan"])
def test_a_bypass_needs_the_right(desk: Desk, case: Any, at_desk: Any, who: str) -> None:
    at_desk("ketua").decide(case, "approve_answer")
    assert not at_desk(who).offers(case, "bypass_second")
    with pytest.raises(NotYours):
        desk.do(case, "bypass_second", getattr(desk.office, who), reason="Mendesak.")


def test_a_bypass_needs_a_reason_and_is_in_the_history(desk: Desk, case: Any, at_desk: Any) -> None:
    at_desk("ketua").decide(case, "approve_answer")
    page = at_desk("ketua").act(case, "bypass_second", reason="")
    assert "Tuliskan alasannya" in page.text
    case.refresh_from_db()
    assert case.state == "second_approval"

    at_desk("ketua").act(case, "bypass_second", reason="Atasan bertugas di luar negeri.")
    case.refresh_from_db()
    assert case.state == "approved"
    entry = AuditEntry.objects.get(stream=case.stream, verb="bypass_second")
    assert (entry.name, entry.reason) == ("Dewi Anggraini", "Atasan bertugas di luar negeri.")
    text = at_desk("atasan").case(case).text
    assert "Lewati persetujuan kedua" in text
    assert "Atasan bertugas di luar negeri." in text


def test_a_ground_that_expires_between_the_approvals_carries_no_refusal(
    desk: Desk, travel: Any
) -> None:
    """Domain case 28: on the day its exclusion ends the information is open."""
    from datetime import date

    from ppid_portal.sop.errors import Refused
    from tests.driver import make_decree

    decree = make_decree(desk.office.unit_a, valid_until=date(2026, 3, 11))
    case = desk.submitted(
        "refused",
        sensitive=True,
        part={"article": "h", "consequence": "Rahasia pribadi.", "basis": decree},
    )
    case = desk.do(case, "approve_refusal", desk.office.ketua)
    travel("2026-03-12 10:00")
    with pytest.raises(Refused, match="tidak berlaku lagi"):
        desk.do(case, "approve_second", desk.office.atasan)
    with pytest.raises(Refused, match="tidak berlaku lagi"):
        desk.do(case, "bypass_second", desk.office.ketua, reason="Mendesak.")
    assert not case.letters.filter(kind="refusal_decree").exists()


def test_an_ordinary_answer_needs_one_approval(desk: Desk) -> None:
    """What shows that the second one hangs on the flag."""
    assert desk.approved().state == "approved"
