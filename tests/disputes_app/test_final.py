"""Ways to the courts and their ends: a decision that nobody took further becomes final by itself.

UU 14/2008 Pasal 47 to 50: fourteen working days from receipt to a court, fourteen days of the
calendar from there to the Supreme Court.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disputes_app.models import Dispute
from ppid_portal.mail.models import Notice
from ppid_portal.sop import deadlines, sweeps
from ppid_portal.sop.errors import NotNow
from tests.driver_disputes import DisputeDesk, paper


def sweep(desk: DisputeDesk, case: Any, moment: str) -> Any:
    """Let the portal look at its deadlines at a moment, twice as after an outage."""
    desk.travel(moment)
    for _run in range(2):
        sweeps.find_due()
        sweeps.handle_events()
    return Dispute.objects.get(pk=case.pk)


def due(case: Any, rule: str) -> date:
    found = deadlines.latest(case, rule)
    assert found is not None
    return found.due_on


def test_fourteen_working_days_lead_to_a_court(desk: DisputeDesk) -> None:
    """Received on 9 March 2026: to 6 April, past Nyepi, Idul Fitri and Good Friday."""
    case = desk.ruled(objection=None)
    assert due(case, "court_window") == date(2026, 4, 6)
    assert sweep(desk, case, "2026-04-06 23:59").state == "ruled"
    assert sweep(desk, case, "2026-04-07 00:01").state == "final"


def test_fourteen_days_of_the_calendar_lead_to_the_supreme_court(desk: DisputeDesk) -> None:
    """The twenty-third is collective leave, and the window ends there all the same."""
    case = desk.court_ruled(objection=None)
    assert due(case, "cassation_window") == date(2026, 3, 23)
    assert sweep(desk, case, "2026-03-23 23:59").state == "court_ruled"
    assert sweep(desk, case, "2026-03-24 00:01").state == "final"


def test_a_decision_is_told_with_the_last_day_against_it(desk: DisputeDesk) -> None:
    """Pasal 48 and 50: of the Commission's ruling, of the court's, and none after the last."""
    case = desk.final(objection=None)
    told = Notice.objects.filter(case_id=case.pk, kind="staff_dispute_ruled").order_by("pk")
    of_ketua = [notice.body for notice in told if notice.recipients == [desk.office.ketua.email]]
    ruling, court, cassation = of_ketua
    assert "sampai Senin, 6 April 2026." in ruling
    assert "sampai Senin, 23 Maret 2026." in court
    assert "Upaya hukum" not in cassation


def test_a_decision_that_is_reported_already_closes_with_its_end(desk: DisputeDesk) -> None:
    """SOP 4.15 was done: nothing is left."""
    case = desk.do(desk.ruled(objection=None), "report", desk.office.petugas, follow_up="Dipatuhi.")
    case = sweep(desk, case, "2026-04-07 00:01")
    assert case.state == "closed"
    assert case.closed_at is not None
    assert not case.work.filter(closed_at__isnull=True).exists()


def test_one_that_is_not_reported_waits_for_its_report(desk: DisputeDesk) -> None:
    case = sweep(desk, desk.ruled(objection=None), "2026-04-07 00:01")
    assert case.closed_at is None
    assert [item.step for item in case.work.filter(closed_at__isnull=True)] == ["dispute.15"]
    case = desk.do(case, "report", desk.office.petugas, follow_up="Dipatuhi.")
    assert (case.state, case.closed_at is not None) == ("closed", True)


def test_a_suit_on_the_last_day_keeps_it_open(desk: DisputeDesk) -> None:
    case = desk.ruled(objection=None)
    desk.travel("2026-04-06 15:00")
    case = desk.do(
        case,
        "record_court_filing",
        desk.office.petugas,
        filed_by="body",
        court="ptun",
        filed_on=date(2026, 4, 6),
        number="2/G/KI/2026",
        place="Jakarta",
    )
    assert case.court_stages.get().in_time is True
    assert sweep(desk, case, "2026-04-30 08:00").state == "court"


@pytest.mark.parametrize("reported", [False, True])
def test_a_suit_that_is_heard_of_afterwards_takes_a_final_decision_up_again(
    desk: DisputeDesk, reported: bool
) -> None:
    """The petitioner sued in time and the court wrote weeks later; the file follows the facts."""
    case = desk.ruled("rejected", objection=None)
    if reported:
        case = desk.do(case, "report", desk.office.petugas, follow_up="Selesai.")
    case = sweep(desk, case, "2026-04-20 08:00")
    assert case.state == ("closed" if reported else "final")
    case = desk.do(
        case,
        "record_court_filing",
        desk.office.petugas,
        filed_by="petitioner",
        court="ptun",
        filed_on=date(2026, 4, 1),
    )
    assert (case.state, case.closed_at) == ("court", None)
    assert case.reported_at is None or reported
    with pytest.raises(NotNow):
        desk.do(
            case,
            "record_court_filing",
            desk.office.petugas,
            filed_by="body",
            court="ptun",
            filed_on=date(2026, 4, 2),
        )


def test_so_does_a_cassation(desk: DisputeDesk) -> None:
    case = sweep(desk, desk.court_ruled(objection=None), "2026-04-20 08:00")
    assert case.state == "final"
    case = desk.do(
        case,
        "record_cassation",
        desk.office.petugas,
        filed_by="petitioner",
        filed_on=date(2026, 3, 20),
    )
    assert case.state == "cassation"
    case = desk.do(
        case,
        "record_cassation_ruling",
        desk.office.petugas,
        ruling=paper("99 K/2026"),
        outcome="upheld",
    )
    assert case.state == "final"
    with pytest.raises(NotNow, match="sudah tercatat"):
        desk.do(
            case,
            "record_cassation",
            desk.office.petugas,
            filed_by="body",
            filed_on=date(2026, 4, 20),
        )


@pytest.mark.parametrize("how", ["agreement", "withdrawal"])
def test_what_never_was_a_ruling_cannot_be_sued_against(desk: DisputeDesk, how: str) -> None:
    """Pasal 39: an agreement is final; a withdrawal leaves nothing to sue against."""
    if how == "agreement":
        case = desk.do(
            desk.agreed(objection=None),
            "close_by_agreement",
            desk.office.petugas,
            agreement=paper(),
        )
    else:
        case = desk.do(
            desk.ready(objection=None), "record_withdrawal", desk.office.petugas, paper=paper()
        )
    assert case.state == "final"
    with pytest.raises(NotNow, match="final dan mengikat"):
        desk.do(
            case,
            "record_court_filing",
            desk.office.petugas,
            filed_by="petitioner",
            court="ptun",
            filed_on=date(2026, 3, 9),
        )


def test_the_end_takes_every_open_session_with_it(desk: DisputeDesk) -> None:
    """Nobody is reminded of a session in a matter that has ended."""
    case = desk.do(
        desk.ready(objection=None), "record_withdrawal", desk.office.petugas, paper=paper()
    )
    assert {hearing.status for hearing in case.hearings.all()} == {"cancelled"}
    assert case.deadlines.filter(status="running").count() == 0


def test_the_stages_keep_number_dates_and_outcome(desk: DisputeDesk, client_as: Any) -> None:
    """The page and the chain tell them in order."""
    case = desk.final(objection=None)
    first, last = case.court_stages.order_by("pk")
    assert (first.level, first.court, first.number) == ("first", "ptun", "2/G/KI/2026")
    assert (last.level, last.court, last.number) == ("cassation", "ma", "99 K/TUN/KI/2026")
    for url in (f"/meja/berkas/{case.pk}/", f"/meja/rangkaian/{case.pk}/"):
        page = client_as(desk.office.petugas).get(url).content.decode()
        assert page.index("2/G/KI/2026") < page.index("99 K/TUN/KI/2026")
        assert "Mahkamah Agung" in page
