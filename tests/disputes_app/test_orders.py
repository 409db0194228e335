"""What a decision orders: its own case, its own date in the unit that was ruled, and the courts.

UU 14/2008 Pasal 46 to 50. "20 hari" is not "20 hari kerja" (disputes_real, case D).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppid_portal.clock.models import Holiday
from ppid_portal.sop import deadlines, redate, sweeps
from ppid_portal.sop.models import LegalDeadline
from requests_app.models import InformationRequest, Obligation
from tests.driver_disputes import DisputeDesk, paper

pytestmark = pytest.mark.any_database


def obligations(case: Any) -> list[Obligation]:
    return list(Obligation.objects.filter(origin_id=case.pk).order_by("pk"))


def clock(obligation: Obligation) -> LegalDeadline:
    found = Obligation.objects.get(pk=obligation.pk).execution_deadline
    assert found is not None
    return found


def request_of(case: Any) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.request_id)


def to_court(desk: DisputeDesk, case: Any, filed_on: date, **facts: Any) -> Any:
    data = {"filed_by": "body", "court": "ptun", **facts}
    return desk.do(case, "record_court_filing", desk.office.petugas, filed_on=filed_on, **data)


def court_rules(desk: DisputeDesk, case: Any, outcome: str, **facts: Any) -> Any:
    name = "record_court_ruling" if case.state == "court" else "record_cassation_ruling"
    facts.setdefault("ruling", paper("2/G/KI/2026"))
    return desk.do(case, name, desk.office.petugas, outcome=outcome, **facts)


# -- the unit as it was ruled ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "due"),
    [("days", date(2026, 4, 14)), ("calendar_days", date(2026, 3, 29))],
)
def test_twenty_days_are_counted_as_they_were_ruled(
    desk: DisputeDesk, unit: str, due: date
) -> None:
    """Received 9 March 2026: twenty working days end on 14 April, twenty days on a Sunday."""
    (obligation,) = obligations(desk.ruled(days=20, unit=unit, objection=None))
    assert (obligation.limit_value, obligation.limit_unit) == (20, unit)
    assert clock(obligation).due_on == due


def test_a_date_on_a_holiday_stays_there_and_staff_are_told(
    desk: DisputeDesk, client_as: Any
) -> None:
    """Dates of outside bodies may fall on days without service: nobody gave the body more time."""
    case = desk.ruled(days=20, unit="calendar_days", objection=None)
    page = client_as(desk.office.petugas).get(f"/meja/berkas/{case.pk}/").content.decode()
    assert "Minggu, 29 Maret 2026" in page
    assert "Laksanakan paling lambat Jumat, 27 Maret 2026" in page
    assert "Jangka waktu menurut putusan: 20 hari." in page


def test_the_days_count_from_receipt_not_from_the_reading(desk: DisputeDesk) -> None:
    """Read on 2 March, received on 9 March."""
    ruling = paper("075/IX", dated_on=date(2026, 3, 2))
    (obligation,) = obligations(desk.ruled(days=10, ruling=ruling, objection=None))
    assert obligation.ordered_on == date(2026, 3, 2)
    assert clock(obligation).counted_from == date(2026, 3, 9)
    assert clock(obligation).due_on == date(2026, 3, 30)


@pytest.mark.parametrize("outcome", ["rejected", "not_admissible"])
def test_a_ruling_for_the_body_orders_nothing(desk: DisputeDesk, outcome: str) -> None:
    case = desk.ruled(outcome)
    assert obligations(case) == []
    assert request_of(case).state == "answered"


def test_a_ruling_opens_the_request_again(desk: DisputeDesk) -> None:
    """Pasal 46: the information is to be given; the dates of the first answer stay."""
    before = desk.adjudication()
    answered = request_of(before).answered_on
    case = desk.do(
        before,
        "record_ruling",
        desk.office.petugas,
        ruling=paper(),
        outcome="granted",
        order="Memberikan salinan.",
        days=10,
        unit="days",
    )
    request = request_of(case)
    assert (request.state, request.answered_on) == ("in_process", answered)
    assert obligations(case)[0].request_id == request.pk


def test_what_was_promised_in_a_mediation_is_an_obligation(desk: DisputeDesk) -> None:
    """Pasal 39: binding; it counts from the Commission's decision where that has come."""
    case = desk.do(
        desk.agreed(objection=None),
        "close_by_agreement",
        desk.office.petugas,
        agreement=paper("", dated_on=date(2026, 3, 5), received_on=date(2026, 3, 5)),
        decision=paper("075/PM/2026", dated_on=date(2026, 3, 6)),
        order="Memberikan salinan.",
        days=20,
        unit="calendar_days",
    )
    (obligation,) = obligations(case)
    assert obligation.source == "mediation"
    assert obligation.ordered_by == "Kesepakatan mediasi 075/PM/2026"
    assert clock(obligation).due_on == date(2026, 3, 29)
    assert deadlines.latest(case, "mediation").status == "met"  # type: ignore[union-attr]
    assert deadlines.latest(case, "commission_finish").status == "met"  # type: ignore[union-attr]


def test_a_commission_whose_papers_come_late_was_not_late_itself(desk: DisputeDesk) -> None:
    """What ends the Commission's own limits is the date on its papers, not our letter box."""
    case = desk.agreed(objection=None)
    desk.travel("2026-05-04 10:00")
    case = desk.do(
        case,
        "close_by_agreement",
        desk.office.petugas,
        agreement=paper("", dated_on=date(2026, 3, 12)),
    )
    assert deadlines.latest(case, "mediation").status == "met"  # type: ignore[union-attr]


# -- courts ----------------------------------------------------------------------------------------


def test_a_suit_stops_the_clock_and_the_judgment_lets_it_run_on(desk: DisputeDesk) -> None:
    """Pasal 47, 49: nine of fourteen working days were left on the day of the suit."""
    case = desk.ruled(days=14, objection=None)
    (obligation,) = obligations(case)
    assert clock(obligation).due_on == date(2026, 4, 6)
    desk.travel("2026-03-26 10:00")
    case = to_court(desk, case, date(2026, 3, 16))
    stopped = clock(obligation)
    assert (stopped.status, stopped.pauses) == ("paused", [{"from": "2026-03-16", "to": None}])
    assert Obligation.objects.get(pk=obligation.pk).state == "suspended"
    desk.travel("2026-06-08 10:00")
    case = court_rules(desk, case, "upheld")
    again = clock(obligation)
    assert (again.status, again.original_due_on) == ("running", date(2026, 4, 6))
    assert again.due_on == date(2026, 6, 22), "nine working days after 8 June, past 16 June"
    assert Obligation.objects.get(pk=obligation.pk).state == "open"


def waiting(request: InformationRequest) -> list[bool]:
    """Say of each piece of open work whether it stands still."""
    return [item.paused_at is not None for item in request.work.filter(closed_at__isnull=True)]


@pytest.mark.every_database
def test_the_request_that_the_order_opened_stands_still_with_it(desk: DisputeDesk) -> None:
    """Nobody is late with an answer that a court may yet annul; the applicant reads why."""
    case = desk.ruled(days=14)
    assert waiting(request_of(case)) == [False]
    due = request_of(case).work.get(closed_at__isnull=True).due_at
    case = to_court(desk, case, date(2026, 3, 9))
    assert waiting(request_of(case)) == [True]
    assert "menunggu putusan" in request_of(case).state_sentence()
    desk.travel("2026-06-08 10:00")
    sweeps.find_due()
    sweeps.handle_events()
    late = request_of(case).notices.filter(created_at__date=date(2026, 6, 8), audience="staff")
    assert not late.exists()
    case = court_rules(desk, case, "upheld")
    assert waiting(request_of(case)) == [False]
    assert request_of(case).work.get(closed_at__isnull=True).due_at > due
    assert "paling lambat" in request_of(case).state_sentence()
    case = desk.do(
        case,
        "record_cassation",
        desk.office.petugas,
        filed_by="body",
        filed_on=date(2026, 6, 8),
    )
    assert waiting(request_of(case)) == [True]


def test_an_order_of_the_court_sets_it_going_again(desk: DisputeDesk) -> None:
    """Pasal 49: what replaces the order is to be carried out now."""
    case = to_court(desk, desk.ruled(days=14), date(2026, 3, 9))
    court_rules(desk, case, "modified", order="Memberikan sebagian.", days=7, unit="days")
    assert waiting(request_of(case)) == [False]


def test_a_request_that_was_never_answered_does_not_stand_still(desk: DisputeDesk) -> None:
    """Pasal 22 ayat (7): it is owed an answer whatever becomes of the order."""
    request = desk.objections.desk.in_process(units=False)
    case = to_court(desk, desk.ruled(objection=None, request=request), date(2026, 3, 9))
    assert waiting(request_of(case)) == [False]
    assert "pengadilan" not in request_of(case).state_sentence()


@pytest.mark.every_database
def test_a_suit_that_is_heard_of_late_was_still_in_time(desk: DisputeDesk) -> None:
    """The court writes when the body's own limit has passed: it was not missed."""
    case = desk.ruled(days=5, objection=None)
    (obligation,) = obligations(case)
    desk.travel("2026-03-30 08:00")
    sweeps.find_due()
    sweeps.handle_events()
    assert clock(obligation).status == "breached"
    to_court(desk, case, date(2026, 3, 11), filed_by="petitioner")
    assert clock(obligation).status == "paused"


@pytest.mark.every_database
def test_a_suit_after_the_limit_does_not_heal_it(desk: DisputeDesk) -> None:
    case = desk.ruled(days=2, objection=None)
    (obligation,) = obligations(case)
    desk.travel("2026-03-16 08:00")
    sweeps.find_due()
    sweeps.handle_events()
    case = to_court(desk, case, date(2026, 3, 16))
    assert clock(obligation).status == "breached"
    case = court_rules(desk, case, "upheld")
    assert clock(obligation).status == "breached"
    assert Obligation.objects.get(pk=obligation.pk).state == "open"


def test_an_annulled_order_ends_and_the_first_answer_stands_again(desk: DisputeDesk) -> None:
    """Pasal 49: what the order had opened is closed with it; nobody answers a second time."""
    case = to_court(desk, desk.ruled(), date(2026, 3, 9))
    (obligation,) = obligations(case)
    assert request_of(case).state == "in_process"
    case = court_rules(desk, case, "annulled")
    assert Obligation.objects.get(pk=obligation.pk).state == "cancelled"
    assert clock(obligation).status == "cancelled"
    request = request_of(case)
    assert request.state == "answered"
    assert request.closed_at is not None
    assert not request.work.filter(closed_at__isnull=True).exists()
    assert request.notices.filter(kind="request_closed_again").count() == 1


def test_a_request_that_no_order_opened_is_not_closed_by_its_end(desk: DisputeDesk) -> None:
    """Still unanswered when the ruling came: the law asks for its answer with or without it."""
    request = desk.objections.desk.in_process()
    case = desk.ruled(objection=None, request=request)
    assert obligations(case)[0].request_id == request.pk
    case = court_rules(desk, to_court(desk, case, date(2026, 3, 9)), "annulled")
    assert obligations(case)[0].state == "cancelled"
    assert request_of(case).state == "in_process"


def test_a_modified_order_is_a_second_obligation_on_the_same_request(desk: DisputeDesk) -> None:
    """Two cases, two dates; the request stays open and hears of it once."""
    case = to_court(desk, desk.ruled(days=14), date(2026, 3, 9))
    opened = request_of(case).notices.filter(kind="request_reopened").count()
    case = court_rules(
        desk, case, "modified", order="Memberikan sebagian.", days=7, unit="calendar_days"
    )
    first, second = obligations(case)
    assert (first.state, second.state) == ("cancelled", "open")
    assert second.source == "court"
    assert clock(second).due_on == date(2026, 3, 16)
    assert clock(first).original_due_on == date(2026, 4, 6), "the first date stays as it was"
    request = request_of(case)
    assert request.state == "in_process"
    assert request.notices.filter(kind="request_reopened").count() == opened
    assert not request.notices.filter(kind="request_closed_again").exists()


def test_a_court_may_order_what_the_commission_had_refused(desk: DisputeDesk) -> None:
    """The petitioner goes to court against a rejection, and wins."""
    case = to_court(desk, desk.ruled("rejected"), date(2026, 3, 9), filed_by="petitioner")
    case = court_rules(desk, case, "annulled", order="Memberikan.", days=14, unit="days")
    (obligation,) = obligations(case)
    assert obligation.source == "court"
    assert request_of(case).state == "in_process"


def test_cassation_suspends_it_once_more_and_the_last_word_counts(desk: DisputeDesk) -> None:
    """Pasal 50."""
    case = court_rules(desk, to_court(desk, desk.ruled(), date(2026, 3, 9)), "upheld")
    (obligation,) = obligations(case)
    case = desk.do(
        case,
        "record_cassation",
        desk.office.petugas,
        filed_by="body",
        filed_on=date(2026, 3, 9),
    )
    assert clock(obligation).status == "paused"
    case = court_rules(desk, case, "annulled", ruling=paper("99 K/2026"))
    assert (case.state, obligations(case)[0].state) == ("final", "cancelled")
    assert request_of(case).state == "answered"


def test_giving_it_meanwhile_is_allowed(desk: DisputeDesk) -> None:
    """A body may comply while the court still decides; then there is nothing left to suspend."""
    case = to_court(desk, desk.ruled(), date(2026, 3, 9))
    request = request_of(case)
    requests = desk.objections.desk
    requests.draft(request)
    request = requests.do(request, "submit_draft", desk.office.petugas)
    request = requests.do(request, "approve_answer", desk.office.ketua)
    requests.do(request, "deliver_answer", desk.office.petugas)
    (obligation,) = obligations(case)
    assert (obligation.state, obligation.delivered_on) == ("delivered", date(2026, 3, 9))


# -- orders on the way -----------------------------------------------------------------------------


def interim(desk: DisputeDesk, case: Any, days: int = 14, unit: str = "days") -> Any:
    return desk.do(
        case,
        "record_interim_order",
        desk.office.petugas,
        paper=paper("PS-1/2026"),
        order="Melakukan uji konsekuensi ulang.",
        days=days,
        unit=unit,
    )


def test_an_interim_order_has_its_own_date_in_the_unit_that_was_ruled(desk: DisputeDesk) -> None:
    """Perki 1/2021 Pasal 49 ayat (1) huruf c; domain case 27."""
    case = interim(desk, desk.preliminary(objection=None), 10, "calendar_days")
    order = case.open_interim_order
    assert order.due_on == date(2026, 3, 19)
    work = case.work.get(step="interim", closed_at__isnull=True)
    assert work.role == "ketua_ppid"


def test_its_date_follows_the_calendar(desk: DisputeDesk) -> None:
    """S4: a holiday declared late moves the order, its work and its limit together."""
    case = interim(desk, desk.preliminary(objection=None), 3)
    assert case.open_interim_order.due_on == date(2026, 3, 12)
    Holiday.objects.create(date=date(2026, 3, 11), name="Libur mendadak", kind="national")
    redate.redate_open()
    assert case.open_interim_order.due_on == date(2026, 3, 13)
    work = case.work.get(step="interim", closed_at__isnull=True)
    assert work.due_at.astimezone().date() == date(2026, 3, 13)


def test_it_is_answered_once_and_then_another_may_come(desk: DisputeDesk) -> None:
    case = interim(desk, desk.adjudication(objection=None))
    desk.end_test(case)
    case = desk.do(
        case,
        "answer_interim_order",
        desk.office.petugas,
        result="Sebagian dibuka.",
        done_on=date(2026, 3, 9),
    )
    assert case.open_interim_order is None
    assert not case.work.filter(step="interim", closed_at__isnull=True).exists()
    assert deadlines.latest(case, "interim_order").status == "met"  # type: ignore[union-attr]
    assert interim(desk, case).open_interim_order is not None


def test_a_ruling_ends_what_the_panel_asked_for_on_its_way(desk: DisputeDesk) -> None:
    """No work stays open on a question that nobody asks any more."""
    case = interim(desk, desk.adjudication(objection=None))
    case = desk.do(case, "record_ruling", desk.office.petugas, ruling=paper(), outcome="rejected")
    assert not case.work.filter(step="interim", closed_at__isnull=True).exists()
    assert deadlines.latest(case, "interim_order").status == "cancelled"  # type: ignore[union-attr]
