"""Calendars for tests that need no database: the ministry's, and ones made up by hypothesis."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from ppid_portal.clock import seed
from ppid_portal.clock.calendar import OffDay, WorkCalendar
from ppid_portal.clock.hours import DayHours

JAKARTA = ZoneInfo("Asia/Jakarta")
HOURS = {weekday: DayHours(*hours) for weekday, hours in seed.SERVICE_HOURS.items()}


def at(text: str) -> datetime:
    """A moment of Jakarta: ``at("2026-03-09 10:00")``."""
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


def day(text: str) -> date:
    """A date: ``day("2026-03-09")``."""
    return date.fromisoformat(text)


def ministry(
    *,
    cutoff: time | None = None,
    extra: dict[date, OffDay] | None = None,
    years: dict[int, bool] | None = None,
    hours: dict[int, DayHours] | None = None,
) -> WorkCalendar:
    """The calendar as it is seeded, with the changes asked for."""
    holidays = {row.date: OffDay(row.kind, row.name, row.confirmed) for row in seed.holidays()}
    return WorkCalendar(
        holidays={**holidays, **(extra or {})},
        years={2024: True, 2025: True, 2026: True, 2027: False} if years is None else years,
        hours=hours or HOURS,
        zone=JAKARTA,
        cutoff=cutoff,
    )


MINISTRY = ministry()

# Far enough from both ends that a hundred working days stay inside the tables.
dates = st.dates(date(2024, 7, 1), date(2027, 6, 30))
moments = st.datetimes(datetime(2024, 7, 1), datetime(2027, 6, 30)).map(
    lambda moment: moment.replace(tzinfo=JAKARTA)
)
counts = st.integers(1, 100)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Calendars with holidays and hours of every kind; ten years, Mondays as good as open."""
    weekdays = draw(st.sets(st.integers(1, 6), max_size=6))
    hours = {0: DayHours(time(9), time(15))}
    for weekday in weekdays:
        clocks = sorted(draw(st.sets(st.integers(0, 1439), min_size=4, max_size=4)))
        opens, start, end, closes = (time(clock // 60, clock % 60) for clock in clocks)
        hours[weekday] = (
            DayHours(opens, closes, start, end) if draw(st.booleans()) else DayHours(opens, closes)
        )
    # Forty holidays at most: a hundred working days, Mondays only, stay inside ten years, twice.
    first = date(2024, 1, 1)
    offsets = draw(st.sets(st.integers(0, 1460), max_size=40))
    return WorkCalendar(
        holidays={
            first + timedelta(days=offset): OffDay("national", "Libur", draw(st.booleans()))
            for offset in offsets
        },
        years={year: year < 2027 for year in range(2024, 2034)},
        hours=hours,
        zone=JAKARTA,
    )
