"""Due dates as the rest of the portal asks for them, counted with the body's own tables."""

from __future__ import annotations

from datetime import date, datetime
from threading import Lock
from zoneinfo import ZoneInfo

from django.conf import settings

from ppid_portal.clock import memo
from ppid_portal.clock.calendar import OffDay, WorkCalendar
from ppid_portal.clock.due import Due, Limit
from ppid_portal.clock.models import (
    CalendarVersion,
    CalendarYear,
    Holiday,
    ServiceDay,
    WorkingTimeRule,
)

_KEPT = 4
_calendars: dict[tuple[str, str], WorkCalendar] = {}
_lock = Lock()


def work_calendar() -> WorkCalendar:
    """The body's calendar, built from the database and kept until a table changes.

    One small query tells whether another process has changed a table since; within a web
    request it is asked once.

    Raises:
        NoServiceHours: no weekday has service hours.
    """
    if remembered := memo.recall():
        return remembered
    version = CalendarVersion.current()
    key = (version, settings.TIME_ZONE)
    # The lock is not held while reading: two threads may build the same calendar, harmlessly.
    calendar = _calendars.get(key) if version else None
    if calendar is None:
        calendar = _build(version)
        if version:
            with _lock:
                while len(_calendars) >= _KEPT:
                    _calendars.pop(next(iter(_calendars)), None)
                _calendars[key] = calendar
    memo.remember(calendar)
    return calendar


def calendar_version() -> str:
    """The mark of the tables now; equal to :attr:`WorkCalendar.version` while nothing changed."""
    return CalendarVersion.current()


def legal_due(received: datetime | date, limit: Limit) -> Due:
    """When a limit of the law ends (for instance 10 working days, UU 14/2008 Pasal 22(7)).

    Args:
        received: an aware datetime, counted by the rule of day 0 and the cut-off; or a date,
            when only the date is known.
        limit: working days, calendar days or months, or minutes and hours of service. Calendar
            days run from the local day of receipt itself, also a holiday: neither the rule of
            day 0 nor the cut-off applies to them.

    Returns:
        Days and months end with the local day, :attr:`Due.moment` at 23.59.59.

    Raises:
        NoHolidayTable: the count runs into a year without holiday table; never for calendar days.
    """
    return _due(work_calendar(), received, limit)


def step_due(opened_at: datetime, limit: Limit) -> Due:
    """When a step of an SOP should be done: a target inside service hours.

    Args:
        opened_at: aware; the moment at which the step became somebody's work.
        limit: the limit of the catalogue; days end with the close of service, calendar days
            that end on a day without service with that day.

    Raises:
        NoHolidayTable: the count runs into a year without holiday table.
    """
    return _due(work_calendar(), opened_at, limit, at_close=True)


def _due(
    calendar: WorkCalendar, received: datetime | date, limit: Limit, *, at_close: bool = False
) -> Due:
    if limit.unit in ("minutes", "hours"):
        start = (
            received
            if isinstance(received, datetime)
            else calendar.opening(calendar.working_day_from(received))
        )
        minutes = limit.value * (60 if limit.unit == "hours" else 1)
        return calendar.add_working_time(start, minutes, limit=limit)
    if limit.unit == "calendar_days":
        zero = calendar.local_date(received)
        due = calendar.add_calendar_days(zero, limit.value, received=received)
    else:
        count = calendar.add_working_days if limit.unit == "days" else calendar.add_months
        due = count(calendar.day_zero(received), limit.value, received=received)
    return due.ending_at_close() if at_close else due


def _build(version: str) -> WorkCalendar:
    holidays = {
        day: OffDay(kind, name, confirmed)
        for day, kind, name, confirmed in Holiday.objects.values_list(
            "date", "kind", "name", "confirmed"
        )
    }
    # A year counts as entered only when both are there: the row that opens it, and holidays.
    with_holidays = {day.year for day in holidays}
    return WorkCalendar(
        holidays=holidays,
        years={
            year: confirmed
            for year, confirmed in CalendarYear.objects.values_list("year", "confirmed")
            if year in with_holidays
        },
        hours={row.weekday: row.hours() for row in ServiceDay.objects.all()},
        zone=ZoneInfo(settings.TIME_ZONE),
        cutoff=WorkingTimeRule.load().cutoff,
        version=version,
    )
