"""The legal clock: pause, resume, extend and retract, as arithmetic on working days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ppid_portal.clock import Limit, now
from ppid_portal.clock.services import legal_due, work_calendar
from ppid_portal.sop import deadlines
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, DeadlineChange, LegalDeadline
from tests.driver import at, file_request

pytestmark = pytest.mark.django_db

MONDAY = at("2026-03-09 10:00")
DAYS = st.dates(date(2026, 1, 2), date(2026, 9, 30))
PROPERTY = settings(
    max_examples=25,
    deadline=None,
    # One transaction holds all examples; each makes rows of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def begin(since: Any = MONDAY, **facts: Any) -> LegalDeadline:
    """Start the ten days of a case of its own."""
    case = Case.objects.create(title="Laporan")
    moment = since if hasattr(since, "hour") else at(f"{since} 10:00")
    return deadlines.start(case, "written_notification", since, at=moment, **facts)


def on(day: date, hour: str = "10:00") -> Any:
    return at(f"{day} {hour}")


def test_it_starts_with_the_rule_its_basis_and_its_warning() -> None:
    deadline = begin()
    assert (deadline.counted_from, deadline.due_on) == (date(2026, 3, 9), date(2026, 3, 30))
    assert deadline.original_due_on == deadline.due_on
    assert deadline.warn_on == date(2026, 3, 25)
    assert deadline.legal_rule.basis == "UU 14/2008 Pasal 22 ayat (7)"
    assert deadline.status == "running"
    assert not deadline.provisional


def test_a_decree_may_set_another_limit() -> None:
    assert begin(limit=Limit(3, "days")).due_on == date(2026, 3, 12)


def test_one_limit_of_a_rule_runs_at_a_time() -> None:
    from django.db import IntegrityError, transaction

    deadline = begin()
    with pytest.raises(IntegrityError), transaction.atomic():
        deadlines.start(deadline.case, "written_notification", MONDAY, at=MONDAY)
    deadlines.cancel(deadline, at=MONDAY)
    again = deadlines.start(deadline.case, "written_notification", MONDAY, at=MONDAY)
    assert deadlines.running(deadline.case, "written_notification") == again
    assert deadlines.latest(deadline.case, "written_notification") == again


@PROPERTY
@given(start=DAYS, before=st.integers(0, 9), paused=st.integers(0, 30))
def test_a_pause_moves_the_date_by_exactly_its_working_days(
    start: date, before: int, paused: int
) -> None:
    """CTS adds calendar days; the law counts hari kerja."""
    calendar = work_calendar()
    deadline = begin(start)
    stop = deadline.counted_from + timedelta(days=before)
    assume(stop <= deadline.due_on)
    restart = stop + timedelta(days=paused)
    was = deadline.due_on
    deadlines.pause(deadline, stop, at=on(stop))
    assert deadline.status == "paused"
    assert deadline.due_on == was, "a standing clock promises no date"
    deadlines.resume(deadline, restart, at=on(restart))
    lost = calendar.working_days_between(stop, restart)
    assert deadline.status == "running"
    assert deadlines.paused_days(deadline) == lost
    assert calendar.working_days_between(was, deadline.due_on) == lost
    assert calendar.is_working_day(deadline.due_on)
    assert deadline.original_due_on == was


@PROPERTY
@given(start=DAYS, days=st.integers(1, 7), after=st.integers(0, 5))
def test_an_extension_taken_back_leaves_the_former_date(start: date, days: int, after: int) -> None:
    """S6; the extension counts from receipt, not from the day on which it was notified."""
    deadline = begin(start)
    was = deadline.due_on
    day = min(deadline.counted_from + timedelta(days=after), was)
    deadlines.extend(deadline, days, at=on(day))
    assert deadline.due_on == legal_due(deadline.counted_from, Limit(10 + days, "days")).due
    assert deadline.due_on > was
    deadlines.retract_extension(deadline, at=on(day))
    assert deadline.due_on == was
    assert list(deadline.changes.values_list("old_due_on", "new_due_on"))[-1][1] == was


@PROPERTY
@given(start=DAYS, first=st.integers(0, 6), gap=st.integers(0, 6), days=st.integers(1, 7))
def test_pause_and_extension_add_up_in_whatever_order(
    start: date, first: int, gap: int, days: int
) -> None:
    one, other = begin(start), begin(start)
    stop = one.counted_from + timedelta(days=first)
    restart = stop + timedelta(days=gap)
    deadlines.pause(one, stop, at=on(stop))
    deadlines.resume(one, restart, at=on(restart))
    deadlines.extend(one, days, at=on(restart))
    deadlines.extend(other, days, at=on(stop))
    deadlines.pause(other, stop, at=on(stop))
    deadlines.resume(other, restart, at=on(restart))
    assert one.due_on == other.due_on


@PROPERTY
@given(start=DAYS)
def test_computing_again_changes_nothing(start: date) -> None:
    deadline = begin(start)
    before = (deadline.due_on, deadline.warn_on, deadline.explanation)
    assert not deadlines.recompute(deadline, reason="Lagi", at=MONDAY)
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.warn_on, deadline.explanation) == before
    assert not DeadlineChange.objects.filter(deadline=deadline).exists()


def test_the_moment_of_receipt_stays_on_the_explanation() -> None:
    """Domain case 2: both are shown, when it came and from when it counts, also after a change."""
    deadline = begin(at("2026-06-05 17:00"))
    deadlines.extend(deadline, 7, at=at("2026-06-08 10:00"))
    assert deadline.explanation["received"] == "2026-06-05T17:00"
    assert deadline.explanation["counted_from"] == "2026-06-08"


# -- limits in days of the calendar ----------------------------------------------------------------

CASSATION = Limit(14, "calendar_days")
RULED = Limit(20, "calendar_days")


def ruled(since: Any = date(2025, 12, 8), limit: Limit = RULED) -> Any:
    """Start the limit that a ruling set, as it was ruled."""
    return begin(since, limit=limit)


def test_a_ruling_in_days_ends_on_that_very_day() -> None:
    """075/IX/KIP-PS/2024, read on 8 December 2025: "20 hari" is not "20 hari kerja"."""
    deadline = ruled()
    assert (deadline.counted_from, deadline.due_on) == (date(2025, 12, 8), date(2025, 12, 28))
    assert deadline.limit_unit == "calendar_days"
    assert not deadline.provisional
    assert ruled(limit=Limit(20, "days")).due_on == date(2026, 1, 8)


def test_its_reminder_still_counts_the_days_on_which_somebody_reads_it() -> None:
    """The third working day before Sunday, 28 December 2025; 25 and 26 are holidays."""
    assert ruled().warn_on == date(2025, 12, 22)


def test_it_needs_no_holiday_table() -> None:
    """The date stands as ruled; only its reminder would need the table of 2028."""
    deadline = ruled(date(2027, 12, 28))
    assert (deadline.due_on, deadline.warn_on) == (date(2028, 1, 17), date(2028, 1, 14))


@PROPERTY
@given(start=DAYS, before=st.integers(0, 9), paused=st.integers(0, 30))
def test_a_pause_of_a_calendar_limit_moves_it_by_its_calendar_days(
    start: date, before: int, paused: int
) -> None:
    deadline = ruled(start, CASSATION)
    was = deadline.due_on
    assert was == start + timedelta(days=14)
    stop = start + timedelta(days=before)
    deadlines.pause(deadline, stop, at=on(stop))
    restart = stop + timedelta(days=paused)
    deadlines.resume(deadline, restart, at=on(restart))
    assert deadlines.paused_days(deadline) == paused
    assert deadline.due_on == was + timedelta(days=paused)


def test_a_calendar_limit_is_not_extended() -> None:
    """UU 14/2008 Pasal 22 ayat (8) extends working days; nobody extends a ruling."""
    deadline = ruled()
    with pytest.raises(Refused, match="hari kerja"):
        deadlines.extend(deadline, 7, at=at("2025-12-09 10:00"))
    assert deadline.due_on == date(2025, 12, 28)


def test_a_new_holiday_does_not_move_it(travel: Any) -> None:
    """S4 moves working days; of days of the calendar only the explanation says more."""
    from ppid_portal.clock.models import Holiday
    from ppid_portal.sop.redate import redate_open

    travel("2026-07-06 10:00")
    case = file_request()
    ruling = deadlines.start(
        case, "order_execution", date(2026, 7, 6), at=now(), limit=Limit(20, "calendar_days")
    )
    ten_days = case.deadlines.get(rule="written_notification")
    Holiday.objects.create(date="2026-07-15", name="Hari Contoh", kind="local")
    assert redate_open() == 1
    ruling.refresh_from_db()
    ten_days.refresh_from_db()
    assert (ruling.due_on, ruling.changes.count()) == (date(2026, 7, 26), 0)
    assert ten_days.due_on == date(2026, 7, 21)
    assert "hari ke-9, libur setempat Hari Contoh" in [
        one["reason"] for one in ruling.explanation["days"]
    ]


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stop", "words"),
    [(date(2026, 3, 11), "masa depan"), (date(2026, 3, 8), "sebelum permohonan diterima")],
)
def test_a_stop_lies_between_receipt_and_today(stop: date, words: str) -> None:
    deadline = begin()
    with pytest.raises(Refused, match=words) as refusal:
        deadlines.pause(deadline, stop, at=on(date(2026, 3, 10)))
    assert refusal.value.field == "stopped_on"
    deadline.refresh_from_db()
    assert (deadline.status, deadline.pauses) == ("running", [])


def test_a_stop_is_not_before_the_last_restart() -> None:
    deadline = begin()
    deadlines.pause(deadline, date(2026, 3, 10), at=on(date(2026, 3, 10)))
    deadlines.resume(deadline, date(2026, 3, 12), at=on(date(2026, 3, 12)))
    with pytest.raises(Refused, match="terakhir kali dilanjutkan"):
        deadlines.pause(deadline, date(2026, 3, 11), at=on(date(2026, 3, 13)))
    deadlines.pause(deadline, date(2026, 3, 12), at=on(date(2026, 3, 13)))
    assert deadline.status == "paused"


def test_today_is_jakartas() -> None:
    """23.30 WIB on the 10th is still the 10th there, and so is 06.00, the 9th in UTC."""
    for hour in ("23:30", "06:00"):
        deadline = begin()
        deadlines.pause(deadline, date(2026, 3, 10), at=on(date(2026, 3, 10), hour))
        assert deadline.pauses[0]["from"] == "2026-03-10"


def test_a_clock_that_has_not_begun_stands_from_day_zero_on() -> None:
    """Received on Friday evening, counted from Monday; stopped on Saturday, running on Tuesday."""
    deadline = begin(at("2026-06-05 17:00"))
    assert deadline.counted_from == date(2026, 6, 8)
    deadlines.pause(deadline, date(2026, 6, 6), at=at("2026-06-06 09:00"))
    assert deadline.pauses == [{"from": "2026-06-08", "to": None}]
    deadlines.resume(deadline, date(2026, 6, 9), at=at("2026-06-09 09:00"))
    assert deadlines.paused_days(deadline) == 1


def test_a_clock_resumed_before_it_begins_has_lost_nothing() -> None:
    deadline = begin(at("2026-06-05 17:00"))
    was = deadline.due_on
    deadlines.pause(deadline, date(2026, 6, 5), at=at("2026-06-05 18:00"))
    deadlines.resume(deadline, date(2026, 6, 6), at=at("2026-06-06 09:00"))
    assert deadlines.paused_days(deadline) == 0
    assert deadline.due_on == was


def test_only_a_running_clock_stops_and_only_a_standing_one_goes_on() -> None:
    deadline = begin()
    with pytest.raises(Refused, match="tidak sedang berhenti"):
        deadlines.resume(deadline, date(2026, 3, 10), at=MONDAY)
    deadlines.pause(deadline, date(2026, 3, 9), at=MONDAY)
    with pytest.raises(Refused, match="sudah berhenti"):
        deadlines.pause(deadline, date(2026, 3, 9), at=MONDAY)
    with pytest.raises(Refused):
        deadlines.extend(deadline, 7, at=MONDAY)
    deadlines.cancel(deadline, at=MONDAY)
    with pytest.raises(Refused, match="sudah berakhir"):
        deadlines.pause(deadline, date(2026, 3, 9), at=MONDAY)


@pytest.mark.parametrize("days", [0, 8, -1, 100])
def test_an_extension_is_of_one_to_seven_days(days: int) -> None:
    deadline = begin()
    with pytest.raises(Refused) as refusal:
        deadlines.extend(deadline, days, at=MONDAY)
    assert refusal.value.field == "days"
    assert deadline.extended_days == 0


def test_an_extension_is_one_and_in_time() -> None:
    """UU 14/2008 Pasal 22 ayat (8): on the last day still, on the next not any more."""
    deadline = begin()
    with pytest.raises(Refused, match="sudah lewat"):
        deadlines.extend(deadline, 7, at=at("2026-03-31 00:01"))
    deadlines.extend(deadline, 7, at=at("2026-03-30 23:59"))
    with pytest.raises(Refused, match="satu kali"):
        deadlines.extend(deadline, 1, at=at("2026-03-30 23:59"))


def test_nothing_is_retracted_that_was_not_given() -> None:
    with pytest.raises(Refused):
        deadlines.retract_extension(begin(), at=MONDAY)


def test_the_database_refuses_a_longer_extension_too() -> None:
    from django.db import IntegrityError, transaction

    deadline = begin()
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalDeadline.objects.filter(pk=deadline.pk).update(extended_days=8)


# -- how it ends -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "status"),
    [(date(2026, 3, 30), "met"), (date(2026, 3, 31), "met_late"), (date(2026, 3, 9), "met")],
)
def test_it_is_met_by_the_day_of_the_deed(day: date, status: str) -> None:
    deadline = begin()
    deadlines.meet(deadline, day, at=on(day))
    assert deadline.status == status
    assert deadline.ended_at == on(day)


def test_what_was_breached_and_then_done_is_late() -> None:
    deadline = begin()
    LegalDeadline.objects.filter(pk=deadline.pk).update(status="breached")
    deadline.refresh_from_db()
    deadlines.meet(deadline, date(2026, 4, 2), at=on(date(2026, 4, 2)))
    assert deadline.status == "met_late"


def test_a_cancelled_limit_is_neither_met_nor_cancelled_again() -> None:
    deadline = begin()
    deadlines.cancel(deadline, at=MONDAY)
    ended = deadline.ended_at
    deadlines.meet(deadline, date(2026, 4, 2), at=on(date(2026, 4, 2)))
    deadlines.cancel(deadline, at=on(date(2026, 4, 2)))
    assert (deadline.status, deadline.ended_at) == ("cancelled", ended)


def test_a_date_in_a_year_that_is_not_decreed_is_provisional() -> None:
    assert begin(at("2026-12-28 10:00")).provisional
    assert not begin(at("2026-12-01 10:00")).provisional


def test_a_year_without_table_is_never_guessed() -> None:
    from ppid_portal.clock.errors import NoHolidayTable

    with pytest.raises(NoHolidayTable):
        begin(at("2027-12-28 10:00"))
