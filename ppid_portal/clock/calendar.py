"""Working days and working hours as pure arithmetic, without a database.

The rules (UU 14/2008 speaks of "hari kerja" only; domain brief 1.3):

* the day of receipt is day 0, day 1 is the next working day, the limit ends with the close of
  service on day n, so a due date is always a working day;
* what arrives after the cut-off or on a day without service counts as received on the next
  working day;
* where a ruling says "hari" and not "hari kerja" every day of the calendar counts: day 0 is then
  the day of receipt itself, whatever day that is, and the limit may end on a holiday (moving
  either of them would grant the body days that nobody gave it);
* a year without a holiday table is an error; a year whose table is not yet confirmed by the
  joint ministerial decree (SKB) gives a date that is marked provisional.

A :class:`WorkCalendar` is built once into an index of all days, so that any number of working
days is added by one look-up, however long the limit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo

from ppid_portal.clock.due import CountedDay, Due, Limit
from ppid_portal.clock.errors import NoHolidayTable, NoServiceHours
from ppid_portal.clock.hours import DayHours, since_midnight

NATIONAL: Final = "national"
COLLECTIVE_LEAVE: Final = "collective_leave"
LOCAL: Final = "local"
CANCELLED: Final = "cancelled"

WEEKDAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
WEEKEND_REASON: Final = "akhir pekan"
NO_SERVICE_REASON: Final = "bukan hari layanan"
KIND_REASONS: Final = {
    NATIONAL: "libur nasional",
    COLLECTIVE_LEAVE: "cuti bersama",
    LOCAL: "libur setempat",
}

_ONE_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class OffDay:
    """A holiday as the calendar needs it; ``kind`` is one of the constants of this module."""

    kind: str
    name: str
    confirmed: bool = True


class WorkCalendar:
    """The working days and service hours of one body, indexed for fast counting.

    Args:
        holidays: what is off besides the days without service hours; ``cancelled`` ones count
            as working days again.
        years: every year that has a holiday table, and whether it is confirmed by decree.
        hours: service hours per weekday (Monday is 0); a weekday that is missing has no service.
        zone: the zone in which days begin and end.
        cutoff: after this local time a receipt counts as the next working day; None stands for
            the closing time of the weekday.
        version: an opaque mark of the tables this was built from.

    Raises:
        NoServiceHours: ``hours`` is empty.
    """

    def __init__(
        self,
        *,
        holidays: Mapping[date, OffDay],
        years: Mapping[int, bool],
        hours: Mapping[int, DayHours],
        zone: ZoneInfo,
        cutoff: time | None = None,
        version: str = "",
    ) -> None:
        if not hours:
            raise NoServiceHours
        self.zone = zone
        self.cutoff = cutoff
        self.version = version
        self.years: Mapping[int, bool] = dict(years)
        self._hours = dict(hours)
        self._off = {day: off for day, off in holidays.items() if off.kind != CANCELLED}
        self._unconfirmed = sorted(day for day, off in holidays.items() if not off.confirmed)
        # _days holds every working day in order; _index gives for each day of each year the
        # position of the last working day up to and including it.
        self._days: list[date] = []
        self._index: dict[date, int] = {}
        # Years that follow each other share a run; a count may not jump from run to run.
        self._run: dict[int, int] = {}
        self._index_days()
        self._gaps = len(set(self._run.values())) > 1
        self._load = [0, *accumulate(self._hours[day.weekday()].length for day in self._days)]

    def _index_days(self) -> None:
        days, index = self._days, self._index
        run = -1
        previous = None
        for year in sorted(self.years):
            if previous is None or year != previous + 1:
                run += 1
            self._run[year] = run
            previous = year
            for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
                day = date.fromordinal(ordinal)
                if day.weekday() in self._hours and day not in self._off:
                    days.append(day)
                index[day] = len(days) - 1

    # -- single days -------------------------------------------------------------------------

    def is_working_day(self, day: date) -> bool:
        """Whether there is service on ``day``.

        Raises:
            NoHolidayTable: the year of ``day`` has no table.
        """
        position = self._position(day)
        return position >= 0 and self._days[position] == day

    def why_not(self, day: date) -> str | None:
        """Why ``day`` is not a working day, in Indonesian; None if it is one.

        Raises:
            NoHolidayTable: the year of ``day`` has no table.
        """
        if self.is_working_day(day):
            return None
        reasons = []
        if day.weekday() not in self._hours:
            reasons.append(WEEKEND_REASON if day.weekday() >= 5 else NO_SERVICE_REASON)
        if off := self._off.get(day):
            kind = KIND_REASONS.get(off.kind, "")
            reasons.append(f"{kind} {off.name}".strip())
        return ", ".join(reasons)

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        return self.nth_working_day(day, 1)

    def working_day_from(self, day: date) -> date:
        """``day`` if it is a working day, else the next one."""
        return self.nth_working_day(day, 0)

    def opening(self, day: date) -> datetime:
        """When service opens on working day ``day``; aware, in the body's zone."""
        return datetime.combine(day, self._hours[day.weekday()].opens, self.zone)

    def closing(self, day: date) -> datetime:
        """When service closes on working day ``day``; aware, in the body's zone."""
        return datetime.combine(day, self._hours[day.weekday()].closes, self.zone)

    def cutoff_on(self, day: date) -> time:
        """Until when (local, inclusive) a receipt on working day ``day`` counts that day."""
        return self.cutoff or self._hours[day.weekday()].closes

    def day_zero(self, received: datetime | date) -> date:
        """The day on which something counts as received.

        Before opening it is that day; after the cut-off, or on a day without service, the next
        working day (domain brief 1.3; the law is silent, so the cut-off is a setting). The
        cut-off is compared by the minute, as clocks and receipts show it.

        Args:
            received: an aware datetime, or a date where only the date is known.

        Raises:
            NoHolidayTable: a year on the way has no table.
            ValueError: a datetime without time zone.
        """
        if not isinstance(received, datetime):
            return self.working_day_from(received)
        local = self._local(received)
        day = local.date()
        if self.is_working_day(day) and local.time().replace(
            second=0, microsecond=0
        ) > self.cutoff_on(day):
            return self.next_working_day(day)
        return self.working_day_from(day)

    def local_date(self, moment: datetime | date) -> date:
        """The date of ``moment`` in the body's zone; a date stays what it is."""
        return self._local(moment).date() if isinstance(moment, datetime) else moment

    # -- working days ------------------------------------------------------------------------

    def nth_working_day(self, day: date, n: int) -> date:
        """The n-th working day after ``day``; with n = 0, ``day`` or the next working day.

        Raises:
            NoHolidayTable: the count runs into a year without table.
            ValueError: n is negative.
        """
        if n > 0:
            try:
                found = self._days[self._index[day] + n]
            except (KeyError, IndexError):
                raise self._missing(day) from None
            if self._gaps and self._run[day.year] != self._run[found.year]:
                raise self._missing(day)
            return found
        if n < 0:
            raise ValueError("a count of working days is not negative; see subtract_working_days")
        return day if self.is_working_day(day) else self.nth_working_day(day, 1)

    def add_working_days(
        self, day_zero: date, n: int, *, received: datetime | date | None = None
    ) -> Due:
        """Day 0 plus ``n`` working days (UU 14/2008: "paling lambat n hari kerja sejak …").

        Args:
            day_zero: day 0; :meth:`day_zero` finds it for a receipt.
            n: number of working days, zero or more.
            received: what the explanation names as receipt, if not day 0 itself.

        Raises:
            NoHolidayTable: the count runs into a year without table.
        """
        return Due(
            self,
            day_zero if received is None else received,
            day_zero,
            self.nth_working_day(day_zero, n),
            _working_days(n),
        )

    def subtract_working_days(self, day: date, n: int) -> date:
        """The n-th working day before ``day``: what is due n working days ahead of an event.

        For instance the decision on an expiring exclusion (PP 61/2010; SOP 8.3).

        Args:
            day: the event, itself not counted.
            n: one or more; with 0, the last working day up to ``day``.

        Raises:
            NoHolidayTable: the count runs back into a year without table.
        """
        if n < 0:
            raise ValueError("a count of working days is not negative; see add_working_days")
        position = self._position(day)
        if n and self.is_working_day(day):
            position -= 1
        position -= max(n - 1, 0)
        if position < 0:
            raise self._missing(day, backwards=True)
        found = self._days[position]
        if self._run[found.year] != self._run[day.year]:
            raise self._missing(day, backwards=True)
        return found

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and including ``end``.

        Negative when ``end`` is before ``start``, which serves "days left" as it is.

        Raises:
            NoHolidayTable: a year on the way has no table.
        """
        self._same_run(start, end)
        return self._position(end) - self._position(start)

    def shift_for_pause(self, due_on: date, paused_from: date, resumed_on: date) -> date:
        """Where a due date moves when its clock stood still: exactly the paused working days.

        The day on which the clock stopped was used up, the day on which it runs again is day 0
        anew: paused are the working days after ``paused_from`` up to ``resumed_on``.

        Args:
            due_on: the due date before the pause.
            paused_from: the day on which the clock stopped.
            resumed_on: the day from which it runs again (see :meth:`day_zero`).

        Raises:
            ValueError: it resumed before it paused.
            NoHolidayTable: a year on the way has no table.
        """
        if resumed_on < paused_from:
            raise ValueError("a clock cannot resume before it paused")
        paused = self.working_days_between(paused_from, resumed_on)
        return self.nth_working_day(due_on, paused) if paused else due_on

    def add_months(
        self, day_zero: date, months: int, *, received: datetime | date | None = None
    ) -> Due:
        """Calendar months after day 0; a day that does not exist is the last of its month.

        Where that day has no service the next working day is meant.

        Raises:
            NoHolidayTable: the year aimed at has no table.
        """
        return Due(
            self,
            day_zero if received is None else received,
            day_zero,
            self.working_day_from(_months_after(day_zero, months)),
            Limit(months, "months"),
        )

    # -- calendar days -----------------------------------------------------------------------

    def add_calendar_days(
        self, day_zero: date, n: int, *, received: datetime | date | None = None
    ) -> Due:
        """Day 0 plus ``n`` days of the calendar (UU 14/2008 Pasal 50; "20 hari" in a ruling).

        No table is asked: holidays count, and the limit may end on one.

        Args:
            day_zero: the local day of receipt, also when there is no service (see
                :meth:`local_date`).
            n: number of days, zero or more.
            received: what the explanation names as receipt, if not day 0 itself.

        Raises:
            OverflowError: the count leaves the calendar.
        """
        return Due(
            self,
            day_zero if received is None else received,
            day_zero,
            day_zero + timedelta(days=n),
            Limit(n, "calendar_days"),
        )

    # -- working time ------------------------------------------------------------------------

    def add_working_time(self, start: datetime, minutes: int, *, limit: Limit | None = None) -> Due:
        """``minutes`` of service time after ``start``; breaks, nights and holidays stand still.

        A limit that is used up exactly at closing time ends at closing time, not at the next
        opening.

        Args:
            start: an aware datetime; outside service hours counting begins at the next opening.
            minutes: zero or more.
            limit: what to write in the explanation, if it was not given in minutes.

        Raises:
            NoHolidayTable: a year on the way has no table.
            ValueError: a datetime without time zone, or negative minutes.
        """
        if minutes < 0:
            raise ValueError("working time is not negative")
        start = self._local(start)
        served = self._served(start)
        begins = self._moment_after(start, served, inclusive=False)
        due = begins if not minutes else self._moment_after(start, served + minutes * 60_000_000)
        return Due(self, start, begins.date(), due, limit or Limit(minutes, "minutes"))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Service time between two aware datetimes; negative when ``end`` is the earlier.

        Raises:
            NoHolidayTable: a year on the way has no table.
        """
        start, end = self._local(start), self._local(end)
        self._same_run(start.date(), end.date())
        return (self._served(end) - self._served(start)) * _MICROSECOND

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes of service between two aware datetimes, rounded towards zero.

        Raises:
            NoHolidayTable: a year on the way has no table.
        """
        between = self.working_time_between(start, end)
        whole = abs(between) // _MINUTE
        return whole if between >= timedelta() else -whole

    def shift_moment_for_pause(
        self, due: datetime, paused_at: datetime, resumed_at: datetime
    ) -> datetime:
        """As :meth:`shift_for_pause`, for a due moment: it moves by the paused service time.

        Raises:
            ValueError: it resumed before it paused, or a datetime without time zone.
            NoHolidayTable: a year on the way has no table.
        """
        if resumed_at < paused_at:
            raise ValueError("a clock cannot resume before it paused")
        paused = self.working_time_between(paused_at, resumed_at) // _MICROSECOND
        if not paused:
            return due
        local = self._local(due)
        return self._moment_after(local, self._served(local) + paused)

    # -- explanation -------------------------------------------------------------------------

    def is_provisional(self, one: date, other: date) -> bool:
        """Whether an unconfirmed year or holiday lies between two days, both included."""
        first, last = min(one, other), max(one, other)
        if not all(self.years.get(year, False) for year in range(first.year, last.year + 1)):
            return True
        at = bisect_left(self._unconfirmed, first)
        return at < len(self._unconfirmed) and self._unconfirmed[at] <= last

    def explain(self, due: Due) -> Iterator[CountedDay]:
        """The days of :attr:`Due.days`, one by one."""
        unit = due.limit.unit
        if unit == "months":
            yield from self._explain_months(due)
        elif unit == "days":
            yield from self._explain_days(due)
        elif unit == "calendar_days":
            yield from self._explain_calendar_days(due)
        else:
            yield from self._explain_time(due)

    def _explain_days(self, due: Due) -> Iterator[CountedDay]:
        number = 0
        for day in _days_after(due.counted_from, due.due_on):
            if reason := self.why_not(day):
                yield CountedDay(day, False, reason)
            else:
                number += 1
                yield CountedDay(day, True, f"hari ke-{number}")

    def _explain_calendar_days(self, due: Due) -> Iterator[CountedDay]:
        for number, day in enumerate(_days_after(due.counted_from, due.due_on), 1):
            # Of a year without table nothing is known, and nothing is needed.
            off = self.why_not(day) if day.year in self.years else None
            place = f"hari ke-{number}"
            yield CountedDay(day, True, f"{place}, {off}" if off else place)

    def _explain_months(self, due: Due) -> Iterator[CountedDay]:
        aimed = _months_after(due.counted_from, due.limit.value)
        for day in _days_after(aimed - _ONE_DAY, due.due_on):
            if reason := self.why_not(day):
                yield CountedDay(day, False, reason)
            else:
                yield CountedDay(day, True, f"genap {due.limit.value} bulan")

    def _explain_time(self, due: Due) -> Iterator[CountedDay]:
        start = self._local(due.moment if not isinstance(due.received, datetime) else due.received)
        end = due.moment
        for day in _days_after(due.counted_from - _ONE_DAY, due.due_on):
            if reason := self.why_not(day):
                yield CountedDay(day, False, reason)
                continue
            used = self.working_minutes_between(
                max(start, self.opening(day)), min(end, self.closing(day))
            )
            yield CountedDay(day, True, f"{used} menit")

    # -- inside ------------------------------------------------------------------------------

    def _position(self, day: date) -> int:
        try:
            return self._index[day]
        except KeyError:
            raise self._missing(day) from None

    def _missing(self, day: date, *, backwards: bool = False) -> Exception:
        if isinstance(day, datetime):
            return TypeError("working days are counted from a date, not a datetime")
        year = day.year
        while year in self.years:
            year += -1 if backwards else 1
        return NoHolidayTable(year)

    def _same_run(self, one: date, other: date) -> None:
        first, last = min(one, other), max(one, other)
        self._position(first)
        self._position(last)
        if self._run[first.year] != self._run[last.year]:
            raise self._missing(first)

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("working time is counted from an aware datetime")
        return moment.astimezone(self.zone)

    def _served(self, local: datetime) -> int:
        """Service time, in microseconds, from the first day of the index until ``local``."""
        day = local.date()
        position = self._position(day)
        if position < 0 or self._days[position] != day:
            return self._load[position + 1]
        hours = self._hours[day.weekday()]
        return self._load[position] + hours.served_until(since_midnight(local.time()))

    def _moment_after(self, start: datetime, served: int, *, inclusive: bool = True) -> datetime:
        """The moment at which ``served`` is reached: the earliest, or the latest that is open."""
        find = bisect_left if inclusive else bisect_right
        position = find(self._load, served) - 1
        if not 0 <= position < len(self._days):
            raise self._missing(start.date())
        day = self._days[position]
        if self._run[day.year] != self._run[start.year]:
            raise self._missing(start.date())
        hours = self._hours[day.weekday()]
        rest = served - self._load[position]
        clock = hours.clock_after(rest) if inclusive else hours.clock_before(rest)
        midnight = datetime.combine(day, time.min)
        return (midnight + clock * _MICROSECOND).replace(tzinfo=self.zone)


@cache
def _working_days(n: int) -> Limit:
    return Limit(n, "days")


def _days_after(start: date, end: date) -> Iterable[date]:
    return (
        date.fromordinal(ordinal) for ordinal in range(start.toordinal() + 1, end.toordinal() + 1)
    )


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    length = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - first).days
    return first.replace(day=min(day.day, length))
