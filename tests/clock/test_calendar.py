"""Working days and hours, as the law counts them (UU 14/2008; domain brief 1.3 and 8)."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ppid_portal.clock import Due, Limit, seed
from ppid_portal.clock.calendar import OffDay, WorkCalendar
from ppid_portal.clock.due import CountedDay
from ppid_portal.clock.errors import NoHolidayTable, NoServiceHours
from ppid_portal.clock.hours import DayHours
from tests.clock.calendars import (
    HOURS,
    JAKARTA,
    MINISTRY,
    at,
    calendars,
    counts,
    dates,
    day,
    ministry,
    moments,
)

modest = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def due_after(received: str, days: int, calendar: WorkCalendar = MINISTRY) -> date:
    """What the law's clock says for something received at that moment."""
    zero = calendar.day_zero(at(received))
    found = calendar.add_working_days(zero, days).due
    assert not isinstance(found, datetime)
    return found


# -- the fixed examples of the domain brief ----------------------------------------------------


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-03-09 10:00", 3, "2026-03-12"),
        ("2026-03-09 10:00", 10, "2026-03-30"),
        ("2026-03-09 10:00", 17, "2026-04-09"),
        ("2026-02-13 10:00", 3, "2026-02-20"),
        ("2026-02-13 10:00", 10, "2026-03-03"),
        ("2026-02-13 10:00", 17, "2026-03-12"),
        ("2026-06-05 17:00", 10, "2026-06-23"),
        ("2026-02-27 10:00", 30, "2026-04-20"),
    ],
)
def test_it_counts_the_examples_of_2026(received: str, days: int, due: str) -> None:
    assert due_after(received, days) == day(due)


def test_extension_runs_from_the_end_of_the_ten_days() -> None:
    """UU 14/2008 Pasal 22(8): seven working days more, so 17 from receipt (case 10)."""
    ten = MINISTRY.nth_working_day(day("2026-03-09"), 10)
    assert MINISTRY.nth_working_day(ten, 7) == day("2026-04-09")


def test_dispute_window_follows_the_silence() -> None:
    """UU 14/2008 Pasal 37(2): 14 working days after the 30 without reply."""
    assert MINISTRY.nth_working_day(day("2026-04-20"), 14) == day("2026-05-11")


def test_friday_counts_when_the_cutoff_says_so() -> None:
    """Domain brief 1.3: if 5 June counted, 22 June; the cut-off is a setting."""
    assert due_after("2026-06-05 17:00", 10, ministry(cutoff=time(23, 59))) == day("2026-06-22")


def test_it_counts_back_from_the_end_of_an_exclusion() -> None:
    """PP 61/2010; SOP 8.3: PPID decides 30 working days before the exclusion ends."""
    assert MINISTRY.subtract_working_days(day("2026-12-31"), 30) == day("2026-11-17")


def test_2026_has_240_working_days() -> None:
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    assert sum(MINISTRY.is_working_day(one) for one in days) == 240


# -- cases 1 to 3 of the tricky ones -----------------------------------------------------------


def test_collective_leave_is_not_counted_at_all() -> None:
    """Case 1: 18 March 2026 is cuti bersama; the due date moves to a real working day."""
    due = MINISTRY.add_working_days(day("2026-03-09"), 10)
    skipped = {one.date: one.reason for one in due.days if not one.counted}
    assert skipped[day("2026-03-18")] == "cuti bersama Hari Suci Nyepi"
    assert due.due == day("2026-03-30")


def test_friday_evening_counts_as_monday() -> None:
    """Case 2: after hours the number comes at once, the count begins on the next working day."""
    assert MINISTRY.day_zero(at("2026-06-05 17:00")) == day("2026-06-08")


def test_the_last_minute_of_the_last_day_is_in_time() -> None:
    """Case 3: 23.59 WIB on the last day is in time, whatever the date is in London."""
    window = MINISTRY.add_working_days(day("2026-02-27"), 30)
    assert at("2026-04-20 23:59:59") <= window.moment
    assert datetime(2026, 4, 20, 16, 59, 59, tzinfo=UTC) <= window.moment
    assert at("2026-04-21 00:00") > window.moment


# -- day 0 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "zero"),
    [
        ("2026-06-08 00:01", "2026-06-08"),  # before opening
        ("2026-06-08 12:30", "2026-06-08"),  # in the break
        ("2026-06-08 15:00", "2026-06-08"),  # the last minute
        ("2026-06-08 15:00:59", "2026-06-08"),  # still 15.00 on every clock
        ("2026-06-08 15:01", "2026-06-09"),
        ("2026-06-06 10:00", "2026-06-08"),  # Saturday
        ("2026-06-15 15:30", "2026-06-17"),  # after hours before a holiday
        ("2026-03-18 10:00", "2026-03-25"),  # inside a long run of leave
    ],
)
def test_day_zero(received: str, zero: str) -> None:
    assert MINISTRY.day_zero(at(received)) == day(zero)


def test_day_zero_reads_the_moment_in_the_bodys_zone() -> None:
    """Sunday 20.00 UTC is Monday 03.00 in Jakarta: before opening, so Monday counts."""
    assert MINISTRY.day_zero(datetime(2026, 6, 7, 20, 0, tzinfo=UTC)) == day("2026-06-08")


def test_day_zero_of_a_date_is_that_day_or_the_next_working_day() -> None:
    assert MINISTRY.day_zero(day("2026-06-08")) == day("2026-06-08")
    assert MINISTRY.day_zero(day("2026-06-06")) == day("2026-06-08")


def test_s1_receipt_before_and_after_the_cutoff() -> None:
    """S1: with hours until 16.00, Friday 15.59 counts Friday, 16.01 counts Monday."""
    hours = {**HOURS, 4: DayHours(time(9), time(16), time(11), time(13))}
    calendar = ministry(hours=hours)
    assert calendar.day_zero(at("2026-06-05 15:59")) == day("2026-06-05")
    assert calendar.day_zero(at("2026-06-05 16:01")) == day("2026-06-08")


def test_s2_ten_days_skip_the_holiday_and_say_so() -> None:
    """S2: receipt on Thursday, a national holiday next Wednesday."""
    holiday = day("2026-07-15")
    calendar = ministry(extra={holiday: OffDay("national", "Hari Contoh")})
    due = calendar.add_working_days(day("2026-07-09"), 10)
    assert due.due == day("2026-07-24")
    assert MINISTRY.nth_working_day(day("2026-07-09"), 10) == day("2026-07-23")
    assert CountedDay(holiday, False, "libur nasional Hari Contoh") in due.days


@pytest.mark.parametrize("received", ["2026-06-06 10:00", "2026-06-07 23:00"])
def test_s3_weekend_receipt_counts_from_monday(received: str) -> None:
    """S3: day 1 is the first working day after day 0."""
    assert due_after(received, 1) == day("2026-06-09")


def test_s3_receipt_during_collective_leave() -> None:
    assert due_after("2026-03-20 10:00", 1) == day("2026-03-26")


def test_s8_due_date_moves_by_the_paused_working_days() -> None:
    """S8: stopped Thursday, restarted Tuesday: three working days and a weekend."""
    due = day("2026-07-17")
    moved = MINISTRY.shift_for_pause(due, day("2026-07-09"), day("2026-07-14"))
    assert moved == day("2026-07-22")
    assert MINISTRY.working_days_between(due, moved) == 3


def test_a_pause_over_holidays_only_moves_nothing() -> None:
    assert MINISTRY.shift_for_pause(day("2026-04-06"), day("2026-03-18"), day("2026-03-24")) == day(
        "2026-04-06"
    )


def test_it_refuses_to_resume_before_it_paused() -> None:
    with pytest.raises(ValueError, match="resume"):
        MINISTRY.shift_for_pause(day("2026-07-17"), day("2026-07-10"), day("2026-07-09"))
    with pytest.raises(ValueError, match="resume"):
        MINISTRY.shift_moment_for_pause(
            at("2026-07-17 10:00"), at("2026-07-10 10:00"), at("2026-07-10 09:59")
        )


# -- years without table, provisional years ----------------------------------------------------


@pytest.mark.parametrize("start", ["2027-12-20", "2028-03-01"])
def test_a_missing_year_is_an_error_and_names_the_year(start: str) -> None:
    with pytest.raises(NoHolidayTable) as error:
        MINISTRY.add_working_days(day(start), 30)
    assert error.value.year == 2028
    assert "2028" in str(error.value)
    assert "Tahun kalender" in str(error.value)


def test_counting_back_into_a_missing_year_names_it() -> None:
    with pytest.raises(NoHolidayTable) as error:
        MINISTRY.subtract_working_days(day("2024-01-10"), 30)
    assert error.value.year == 2023


def test_a_gap_between_years_is_not_jumped() -> None:
    calendar = ministry(years={2024: True, 2026: True})
    for count in (
        lambda: calendar.nth_working_day(day("2024-12-20"), 30),
        lambda: calendar.working_days_between(day("2024-12-20"), day("2026-01-10")),
        lambda: calendar.add_working_time(at("2024-12-30 10:00"), 6000),
        lambda: calendar.working_minutes_between(at("2024-12-20 09:00"), at("2026-01-10 09:00")),
        lambda: calendar.subtract_working_days(day("2026-01-10"), 30),
        lambda: calendar.is_working_day(day("2025-06-01")),
    ):
        with pytest.raises(NoHolidayTable) as error:
            count()
        assert error.value.year == 2025


def test_a_calendar_without_any_year_says_which_year_is_missing() -> None:
    with pytest.raises(NoHolidayTable) as error:
        ministry(years={}).day_zero(at("2026-03-09 10:00"))
    assert error.value.year == 2026


def test_a_date_in_an_unconfirmed_year_is_provisional() -> None:
    assert not MINISTRY.add_working_days(day("2026-12-14"), 10).provisional
    assert MINISTRY.add_working_days(day("2026-12-21"), 10).provisional
    assert MINISTRY.add_working_days(day("2026-12-21"), 10).due_on.year == 2027


def test_an_unconfirmed_holiday_on_the_way_makes_a_date_provisional() -> None:
    calendar = ministry(extra={day("2026-07-15"): OffDay("local", "Pilkada", confirmed=False)})
    assert calendar.add_working_days(day("2026-07-09"), 10).provisional
    assert not calendar.add_working_days(day("2026-07-16"), 10).provisional


def test_a_cancelled_holiday_is_a_working_day() -> None:
    calendar = ministry(extra={day("2026-03-18"): OffDay("cancelled", "Hari Suci Nyepi")})
    assert calendar.is_working_day(day("2026-03-18"))
    assert calendar.nth_working_day(day("2026-03-09"), 10) == day("2026-03-27")


def test_it_refuses_a_datetime_where_a_date_is_counted() -> None:
    with pytest.raises(TypeError):
        MINISTRY.nth_working_day(at("2026-03-09 10:00"), 3)


@pytest.mark.parametrize(
    "use",
    [
        lambda moment: MINISTRY.day_zero(moment),
        lambda moment: MINISTRY.add_working_time(moment, 5),
        lambda moment: MINISTRY.working_minutes_between(moment, at("2026-03-09 10:00")),
    ],
)
def test_it_refuses_a_moment_without_zone(use) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="aware"):
        use(datetime(2026, 3, 9, 9, 0))


def test_it_refuses_negative_counts() -> None:
    with pytest.raises(ValueError, match="negative"):
        MINISTRY.nth_working_day(day("2026-03-09"), -1)
    with pytest.raises(ValueError, match="negative"):
        MINISTRY.subtract_working_days(day("2026-03-09"), -1)
    with pytest.raises(ValueError, match="negative"):
        MINISTRY.add_working_time(at("2026-03-09 10:00"), -1)


def test_a_calendar_needs_service_hours() -> None:
    with pytest.raises(NoServiceHours) as error:
        WorkCalendar(holidays={}, years={2026: True}, hours={}, zone=JAKARTA)
    assert "Jam layanan" in str(error.value)


@pytest.mark.parametrize(
    "hours",
    [
        (time(15), time(9)),
        (time(9), time(15), time(12)),
        (time(9), time(15), time(8), time(10)),
        (time(9), time(15), time(13), time(12)),
        (time(9), time(15), time(14), time(15)),
    ],
)
def test_hours_must_follow_each_other(hours: tuple[time, ...]) -> None:
    with pytest.raises(ValueError, match=r"break|close"):
        DayHours(*hours)


@pytest.mark.parametrize(("value", "unit"), [(-1, "days"), (1.5, "days"), (True, "days"), (1, "w")])
def test_a_limit_is_a_whole_number_of_a_known_unit(value: object, unit: str) -> None:
    with pytest.raises(ValueError, match=r"limit|unit"):
        Limit(value, unit)  # type: ignore[arg-type]


# -- months ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2026-03-09", 1, "2026-04-09"),
        ("2026-01-30", 1, "2026-03-02"),  # 28 February is a Saturday
        ("2026-06-05", 6, "2026-12-07"),  # 5 December is a Saturday
        ("2025-11-28", 3, "2026-03-02"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-01", 1, "2027-01-04"),  # New Year and a weekend
    ],
)
def test_months_end_on_a_working_day(start: str, months: int, due: str) -> None:
    found = MINISTRY.add_months(day(start), months)
    assert found.due == day(due)
    assert found.days[-1] == CountedDay(day(due), True, f"genap {months} bulan")


# -- calendar days -----------------------------------------------------------------------------

#: Decision of the Information Commission 075/IX/KIP-PS/2024, read on a Monday: "20 hari".
RULED = day("2025-12-08")


def test_twenty_days_of_a_ruling_may_end_on_a_sunday() -> None:
    due = MINISTRY.add_calendar_days(RULED, 20)
    assert due.due == day("2025-12-28")
    assert due.due_on.weekday() == 6
    assert not MINISTRY.is_working_day(due.due_on)
    assert due.moment > at("2025-12-28 23:59:59")


def test_twenty_working_days_of_the_same_ruling_end_ten_days_later() -> None:
    """Cuti bersama of 26 December makes one day of difference: the unit is part of the ruling."""
    assert MINISTRY.nth_working_day(RULED, 20) == day("2026-01-08")
    holidays = {row.date: OffDay(row.kind, row.name, row.confirmed) for row in seed.holidays()}
    without_leave = WorkCalendar(
        holidays={one: off for one, off in holidays.items() if off.kind != "collective_leave"},
        years={2025: True, 2026: True},
        hours=HOURS,
        zone=JAKARTA,
    )
    assert without_leave.nth_working_day(RULED, 20) == day("2026-01-07")


def test_cassation_counts_every_day() -> None:
    """UU 14/2008 Pasal 50: fourteen days, not "hari kerja"."""
    assert MINISTRY.add_calendar_days(day("2026-03-13"), 14).due == day("2026-03-27")
    assert MINISTRY.nth_working_day(day("2026-03-13"), 14) == day("2026-04-10")


def test_calendar_days_are_all_counted_and_say_which_are_off() -> None:
    due = MINISTRY.add_calendar_days(RULED, 20)
    assert len(due.days) == 20
    assert all(one.counted for one in due.days)
    assert due.days[0] == CountedDay(day("2025-12-09"), True, "hari ke-1")
    assert due.days[4] == CountedDay(day("2025-12-13"), True, "hari ke-5, akhir pekan")
    assert due.days[17] == CountedDay(
        day("2025-12-26"), True, "hari ke-18, cuti bersama Hari Raya Natal"
    )
    assert due.as_json()["limit"] == {"value": 20, "unit": "calendar_days"}


def test_no_table_is_needed_and_no_decree_moves_a_calendar_day() -> None:
    """What can be known is not withheld; working days over the same night are refused."""
    due = MINISTRY.add_calendar_days(day("2027-12-28"), 14)
    assert due.due == day("2028-01-11")
    assert due.days[-1] == CountedDay(day("2028-01-11"), True, "hari ke-14")
    assert not due.provisional
    with pytest.raises(NoHolidayTable):
        MINISTRY.nth_working_day(day("2027-12-28"), 14)


# -- service hours -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-06-08 09:00", 30, "2026-06-08 09:30"),
        ("2026-06-08 07:00", 30, "2026-06-08 09:30"),  # before opening
        ("2026-06-08 11:45", 30, "2026-06-08 13:15"),  # over the break
        ("2026-06-08 11:45", 15, "2026-06-08 12:00"),  # used up when the break begins
        ("2026-06-08 12:30", 30, "2026-06-08 13:30"),  # opened in the break
        ("2026-06-08 14:45", 15, "2026-06-08 15:00"),  # used up at closing
        ("2026-06-08 14:45", 16, "2026-06-09 09:01"),
        ("2026-06-05 14:30", 60, "2026-06-08 09:30"),  # over the weekend
        ("2026-06-05 10:30", 60, "2026-06-05 13:30"),  # Friday's longer break
        ("2026-06-15 14:30", 60, "2026-06-17 09:30"),  # over a holiday
        ("2026-06-08 09:00", 300, "2026-06-08 15:00"),
        ("2026-06-08 15:00", 0, "2026-06-09 09:00"),  # nothing to do, but not at night
        ("2026-06-08 10:00", 0, "2026-06-08 10:00"),
    ],
)
def test_working_time_stands_still_outside_service_hours(
    start: str, minutes: int, due: str
) -> None:
    assert MINISTRY.add_working_time(at(start), minutes).due == at(due)


def test_working_time_names_the_days_it_used() -> None:
    due = MINISTRY.add_working_time(at("2026-06-05 14:30"), 420)
    assert due.counted_from == day("2026-06-05")
    assert due.days == (
        CountedDay(day("2026-06-05"), True, "30 menit"),
        CountedDay(day("2026-06-06"), False, "akhir pekan"),
        CountedDay(day("2026-06-07"), False, "akhir pekan"),
        CountedDay(day("2026-06-08"), True, "300 menit"),
        CountedDay(day("2026-06-09"), True, "90 menit"),
    )


def test_minutes_between_count_service_only() -> None:
    friday, monday = at("2026-06-05 14:30"), at("2026-06-08 09:30")
    assert MINISTRY.working_minutes_between(friday, monday) == 60
    assert MINISTRY.working_minutes_between(monday, friday) == -60
    assert MINISTRY.working_minutes_between(at("2026-06-06 01:00"), at("2026-06-07 20:00")) == 0


def test_seconds_are_not_lost_between_two_halves() -> None:
    middle = at("2026-06-08 10:00:30")
    first = MINISTRY.working_time_between(at("2026-06-08 10:00"), middle)
    second = MINISTRY.working_time_between(middle, at("2026-06-08 10:01"))
    assert first + second == timedelta(minutes=1)


def test_a_paused_step_moves_by_the_paused_service_time() -> None:
    """Paused Friday 14.30, resumed Monday 09.30: one hour of service, not 67 hours."""
    moved = MINISTRY.shift_moment_for_pause(
        at("2026-06-08 14:30"), at("2026-06-05 14:30"), at("2026-06-08 09:30")
    )
    assert moved == at("2026-06-09 09:30")


# -- the explanation ---------------------------------------------------------------------------


def test_explanation_as_json() -> None:
    due = MINISTRY.add_working_days(day("2026-06-08"), 1, received=at("2026-06-05 17:00"))
    assert due.as_json() == {
        "received": "2026-06-05T17:00",
        "counted_from": "2026-06-08",
        "due": "2026-06-09",
        "provisional": False,
        "days": [{"date": "2026-06-09", "counted": True, "reason": "hari ke-1"}],
        "limit": {"value": 1, "unit": "days"},
    }


def test_a_due_date_is_a_value_that_does_not_change() -> None:
    due = MINISTRY.add_working_days(day("2026-06-08"), 1)
    again = MINISTRY.add_working_days(day("2026-06-08"), 1)
    assert due == again
    assert hash(due) == hash(again)
    assert due != MINISTRY.add_working_days(day("2026-06-08"), 2)
    assert due != due.ending_at_close()
    with pytest.raises(AttributeError):
        due.due = day("2026-01-01")  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-03-09", None),
        ("2026-03-14", "akhir pekan"),
        ("2026-03-19", "libur nasional Hari Suci Nyepi"),
        ("2026-03-20", "cuti bersama Hari Raya Idulfitri"),
        ("2026-03-21", "akhir pekan, libur nasional Hari Raya Idulfitri"),
    ],
)
def test_every_day_off_has_a_reason(text: str, reason: str | None) -> None:
    assert MINISTRY.why_not(day(text)) == reason


def test_a_weekday_without_service_says_so() -> None:
    calendar = ministry(hours={weekday: HOURS[weekday] for weekday in range(4)})
    assert calendar.why_not(day("2026-03-13")) == "bukan hari layanan"


def test_counting_needs_neither_django_settings_nor_apps() -> None:
    """The arithmetic is importable anywhere: by a script, a notebook, another service."""
    script = (
        "from datetime import date, time\n"
        "from zoneinfo import ZoneInfo\n"
        "from ppid_portal.clock.calendar import WorkCalendar\n"
        "from ppid_portal.clock.hours import DayHours\n"
        "c = WorkCalendar(holidays={}, years={2026: True}, zone=ZoneInfo('Asia/Jakarta'),\n"
        "                 hours={d: DayHours(time(9), time(15)) for d in range(5)})\n"
        "print(c.add_working_days(date(2026, 3, 9), 10).due)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": ""},
    )
    assert done.stdout.strip() == "2026-03-23", done.stderr


# -- properties --------------------------------------------------------------------------------


@modest
@given(calendars(), dates, counts)
def test_due_is_a_working_day_and_counts_exactly_n(
    calendar: WorkCalendar, start: date, n: int
) -> None:
    due = calendar.add_working_days(start, n)
    assert calendar.is_working_day(due.due_on)
    assert calendar.working_days_between(start, due.due_on) == n


@modest
@given(calendars(), dates, counts)
def test_it_agrees_with_walking_day_by_day(calendar: WorkCalendar, start: date, n: int) -> None:
    walked, left = start, n
    while left:
        walked += timedelta(days=1)
        left -= calendar.why_not(walked) is None
    assert calendar.nth_working_day(start, n) == walked


@modest
@given(calendars(), dates, counts)
def test_explanation_lists_every_day_once(calendar: WorkCalendar, start: date, n: int) -> None:
    due = calendar.add_working_days(start, n)
    assert sum(one.counted for one in due.days) == n
    assert [one.date for one in due.days] == [
        start + timedelta(days=k + 1) for k in range((due.due_on - start).days)
    ]
    assert all(one.reason for one in due.days)
    assert all(one.counted == calendar.is_working_day(one.date) for one in due.days)


@modest
@given(calendars(), dates, dates, counts)
def test_later_receipt_is_never_due_earlier(
    calendar: WorkCalendar, one: date, other: date, n: int
) -> None:
    first, second = sorted((one, other))
    assert calendar.nth_working_day(first, n) <= calendar.nth_working_day(second, n)
    assert calendar.nth_working_day(first, n) < calendar.nth_working_day(first, n + 1)


@modest
@given(calendars(), dates, counts, counts)
def test_adding_twice_is_adding_the_sum(
    calendar: WorkCalendar, start: date, n: int, m: int
) -> None:
    assert calendar.nth_working_day(calendar.nth_working_day(start, n), m) == (
        calendar.nth_working_day(start, n + m)
    )


@modest
@given(calendars(), dates, counts)
def test_subtracting_undoes_adding(calendar: WorkCalendar, start: date, n: int) -> None:
    start = calendar.working_day_from(start)
    assert calendar.subtract_working_days(calendar.nth_working_day(start, n), n) == start


@modest
@given(calendars(), dates, counts)
def test_what_is_due_before_an_event_leaves_n_working_days(
    calendar: WorkCalendar, event: date, n: int
) -> None:
    event = event.replace(year=2026)
    before = calendar.subtract_working_days(event, n)
    assert calendar.is_working_day(before)
    assert calendar.working_days_between(before, event - timedelta(days=1)) == n - 1


@modest
@given(calendars(), dates, dates, dates)
def test_a_pause_moves_by_exactly_the_paused_working_days(
    calendar: WorkCalendar, due: date, one: date, other: date
) -> None:
    paused, resumed = sorted((one, other))
    due = calendar.working_day_from(due.replace(year=2025))
    moved = calendar.shift_for_pause(due, paused, resumed)
    assert calendar.working_days_between(due, moved) == (
        calendar.working_days_between(paused, resumed)
    )


@modest
@given(calendars(), moments)
def test_day_zero_is_the_first_possible_working_day(
    calendar: WorkCalendar, received: datetime
) -> None:
    zero = calendar.day_zero(received)
    assert calendar.is_working_day(zero)
    assert zero >= received.date()
    # No working day lies between, except the day of receipt itself when it was after hours.
    between = calendar.working_days_between(received.date(), zero)
    assert between == (zero != received.date())


@modest
@given(calendars(), moments, st.integers(0, 6000))
def test_working_time_is_within_service_hours(
    calendar: WorkCalendar, start: datetime, minutes: int
) -> None:
    due = calendar.add_working_time(start, minutes)
    assert isinstance(due.due, datetime)
    assert calendar.opening(due.due_on) <= due.due <= calendar.closing(due.due_on)
    assert due.due >= start
    assert calendar.working_time_between(start, due.due) == timedelta(minutes=minutes)


@modest
@given(calendars(), moments, st.integers(1, 6000), st.integers(1, 6000))
def test_working_time_adds_up(
    calendar: WorkCalendar, start: datetime, first: int, second: int
) -> None:
    halfway = calendar.add_working_time(start, first).moment
    assert calendar.add_working_time(halfway, second).due == (
        calendar.add_working_time(start, first + second).due
    )


@modest
@given(calendars(), moments, moments, moments)
def test_service_time_between_three_moments_adds_up(
    calendar: WorkCalendar, one: datetime, two: datetime, three: datetime
) -> None:
    between = calendar.working_time_between
    assert between(one, two) + between(two, three) == between(one, three)
    assert between(one, two) == -between(two, one)


@modest
@given(calendars(), moments, moments, moments)
def test_a_paused_moment_moves_by_the_paused_service_time(
    calendar: WorkCalendar, due: datetime, one: datetime, other: datetime
) -> None:
    paused, resumed = sorted((one, other))
    due = due.replace(year=2025)
    moved = calendar.shift_moment_for_pause(due, paused, resumed)
    assert calendar.working_time_between(due, moved) == (
        calendar.working_time_between(paused, resumed)
    )


@modest
@given(calendars(), dates, st.integers(0, 18))
def test_months_end_on_the_same_day_or_later(
    calendar: WorkCalendar, start: date, months: int
) -> None:
    due: Due = calendar.add_months(start, months)
    aimed = (start.year * 12 + start.month - 1 + months) % 12 + 1
    assert calendar.is_working_day(due.due_on)
    assert sum(one.counted for one in due.days) == 1
    assert due.days[0].date.month == aimed
    assert due.days[0].date.day == start.day or (due.days[0].date + timedelta(days=1)).day == 1


@modest
@given(calendars(), dates, counts)
def test_calendar_days_count_every_day_once(calendar: WorkCalendar, start: date, n: int) -> None:
    due = calendar.add_calendar_days(start, n)
    assert due.due_on == start + timedelta(days=n)
    assert [one.date for one in due.days] == [start + timedelta(days=k + 1) for k in range(n)]
    assert all(one.counted for one in due.days)
    assert due.days[-1].reason.startswith(f"hari ke-{n}")
    assert all(("," in one.reason) == (not calendar.is_working_day(one.date)) for one in due.days)


@modest
@given(calendars(), dates, counts)
def test_calendar_days_are_never_later_than_as_many_working_days(
    calendar: WorkCalendar, start: date, n: int
) -> None:
    assert calendar.add_calendar_days(start, n).due_on <= calendar.nth_working_day(start, n)


@modest
@given(calendars(), calendars(), dates, counts)
def test_no_holiday_moves_a_calendar_day(
    one: WorkCalendar, other: WorkCalendar, start: date, n: int
) -> None:
    assert one.add_calendar_days(start, n).due == other.add_calendar_days(start, n).due
    assert not one.add_calendar_days(start, n).provisional
