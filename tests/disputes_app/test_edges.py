"""Disputes at the edges: years without table, late papers, both sides at once, odd people."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from disputes_app import reminders
from ppid_portal.clock import now
from ppid_portal.sop import deadlines, sweeps
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case
from ppid_portal.sop.search import find
from tests.driver_disputes import DisputeDesk, paper

pytestmark = pytest.mark.django_db
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def desk(office: Any, travel: Any) -> DisputeDesk:
    """Return the office at work on Monday, 9 March 2026."""
    travel("2026-03-09 10:00")
    return DisputeDesk(office, travel)


# -- years without table ---------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2028, 9999])
def test_a_session_in_a_year_without_table_is_recorded_and_shown(
    desk: DisputeDesk, client_as: Any, year: int
) -> None:
    """The Commission sets its sessions whether or not our holiday table is there (domain 31)."""
    desk.travel("2027-12-20 10:00")
    at = datetime(year, 1, 5, 10, tzinfo=JAKARTA)
    case = desk.summoned(objection=None, filed_on=None, hearing_at=at)
    work = case.work.get(step="hearing")
    assert work.due_at is not None
    assert work.escalate_at is not None
    assert client_as(desk.office.petugas).get(f"/meja/berkas/{case.pk}/").status_code == 200


def test_a_session_in_january_without_table_stops_no_reminder(desk: DisputeDesk) -> None:
    """One session that cannot be counted does not silence the reminders of the others."""
    desk.travel("2027-12-28 10:00")
    for days in (9, 1):
        desk.summoned(objection=None, filed_on=None, hearing_at=now() + timedelta(days=days))
    assert reminders.remind() == 1


# -- courts ----------------------------------------------------------------------------------------


def test_a_petitioner_who_got_the_ruling_first_may_have_sued_before_we_received_it(
    desk: DisputeDesk,
) -> None:
    """UU 14/2008 Pasal 48: each side counts from its own receipt; ours says nothing of theirs."""
    case = desk.ruled("rejected", ruling=paper("075/IX", dated_on=date(2026, 3, 2)))
    case = desk.do(
        case,
        "record_court_filing",
        desk.office.petugas,
        filed_by="petitioner",
        court="ptun",
        filed_on=date(2026, 3, 5),
    )
    assert case.state == "court"
    assert case.court_stages.get().in_time is None


def test_the_body_may_sue_on_the_reading_before_its_copy_arrives(desk: DisputeDesk) -> None:
    """As in 2/G/KI/2016: registered twelve working days after the reading, before the copy."""
    case = desk.ruled(ruling=paper("075/IX", dated_on=date(2026, 3, 2)))
    suit = {"filed_by": "body", "court": "ptun"}
    with pytest.raises(Refused) as refused:
        desk.do(
            case,
            "record_court_filing",
            desk.office.petugas,
            filed_on=date(2026, 2, 27),
            **suit,
        )
    assert refused.value.field == "filed_on"
    case = desk.do(
        case, "record_court_filing", desk.office.petugas, filed_on=date(2026, 3, 5), **suit
    )
    assert case.court_stages.get().in_time is True


def test_a_late_suit_of_the_petitioner_does_not_make_the_body_late(desk: DisputeDesk) -> None:
    """The body let its own time pass; what the other side does afterwards is not its lateness."""
    case = desk.ruled("rejected")
    desk.travel("2026-04-20 10:00")
    sweeps.find_due()
    sweeps.handle_events()
    case = desk.do(
        case,
        "record_court_filing",
        desk.office.petugas,
        filed_by="petitioner",
        court="ptun",
        filed_on=date(2026, 4, 20),
    )
    window = deadlines.latest(case, "court_window")
    assert window is not None
    assert window.status == "breached"
    assert deadlines.status_words(window) == "sudah berakhir"


# -- numbers ---------------------------------------------------------------------------------------


def test_a_number_that_comes_with_the_verification_finds_the_file(desk: DisputeDesk) -> None:
    """S25: a dispute is found by the Commission's number as soon as it is known."""
    case = desk.registered(objection=None, commission_number="")
    desk.do(
        case,
        "verify_summons",
        desk.office.ketua,
        units=[desk.office.unit_a],
        meeting_at=now() + timedelta(days=1),
        meeting_place="Ruang rapat",
        agenda="Persiapan",
        commission_number="099/XI/KIP-PS/2026",
    )
    for typed in ("099/XI/KIP-PS/2026", "099xikipps2026"):
        assert [found.pk for found in find(Case.objects.all(), typed)] == [case.pk]


def test_the_number_of_another_file_is_refused_at_verification(desk: DisputeDesk) -> None:
    """Two files on one case of the Commission would each count its dates."""
    desk.summoned(objection=None, commission_number="099/XI/KIP-PS/2026")
    case = desk.registered(objection=None, commission_number="")
    with pytest.raises(Refused) as refused:
        desk.do(
            case,
            "verify_summons",
            desk.office.ketua,
            units=[desk.office.unit_a],
            meeting_at=now() + timedelta(days=1),
            meeting_place="Ruang rapat",
            agenda="Persiapan",
            commission_number="099 / xi / kip-ps / 2026",
        )
    assert refused.value.field == "commission_number"


# -- who is told -----------------------------------------------------------------------------------


def test_legal_affairs_are_told_of_sessions_from_the_time_they_are_called_in(
    desk: DisputeDesk,
) -> None:
    """SOP 4.5: a notice never leads to a file that its reader may not open."""
    address = desk.office.hukum.email
    desk.travel("2026-03-09 10:00")
    case = desk.verified(objection=None, hearing_at=now() + timedelta(days=9))
    assert not any(address in notice.recipients for notice in case.notices.all())
    case = desk.do(case, "coordinate", desk.office.petugas, summary="Cukup.", without_units=True)
    desk.travel("2026-03-17 10:00")
    reminders.remind()
    told = {notice.kind for notice in case.notices.all() if address in notice.recipients}
    assert told == {"staff_dispute_recommend", "staff_dispute_hearing"}
