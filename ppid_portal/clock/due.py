"""Limits, and due dates that can explain themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from ppid_portal.clock.calendar import WorkCalendar

Unit = Literal["minutes", "hours", "days", "calendar_days", "months"]
UNITS: Final[tuple[Unit, ...]] = ("minutes", "hours", "days", "calendar_days", "months")


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take: ``Limit(10, "days")`` is ten working days.

    Args:
        value: a whole number, zero or more.
        unit: ``minutes`` and ``hours`` count inside service hours, ``days`` are working days,
            ``calendar_days`` count every day, holidays too ("20 hari" in a ruling), ``months``
            are calendar months.
    """

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}, expected one of {', '.join(UNITS)}")
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            raise ValueError(f"a limit is a whole number from zero up, not {self.value!r}")


class CountedDay(NamedTuple):
    """One day on the way to a due date: counted or skipped, and why (Indonesian)."""

    date: date
    counted: bool
    reason: str


class Due:
    """A due date that can explain itself; built by :class:`WorkCalendar`, read-only.

    The list of days is worked out only when somebody asks for it: most due dates are compared,
    not explained.
    """

    __slots__ = ("_at_close", "_calendar", "_counted_from", "_due", "_limit", "_received")

    def __init__(
        self,
        calendar: WorkCalendar,
        received: date | datetime,
        counted_from: date,
        due: date | datetime,
        limit: Limit,
        at_close: bool = False,
    ) -> None:
        self._calendar = calendar
        self._received = received
        self._counted_from = counted_from
        self._due = due
        self._limit = limit
        self._at_close = at_close

    @property
    def received(self) -> date | datetime:
        """What the count was asked for: a date, or an aware datetime."""
        return self._received

    @property
    def counted_from(self) -> date:
        """Day 0; for a receipt a working day, unless every day of the calendar counts."""
        return self._counted_from

    @property
    def due(self) -> date | datetime:
        """A date for days and months, an aware datetime for minutes and hours."""
        return self._due

    @property
    def due_on(self) -> date:
        """The local date of :attr:`due`, whatever its unit."""
        return self._calendar.local_date(self._due)

    @property
    def limit(self) -> Limit:
        """The limit that was added."""
        return self._limit

    @property
    def moment(self) -> datetime:
        """The last moment in time, aware, in the body's zone.

        For a date: the end of that local day (a letter at 23.59 is in time, UU 36(1)), or the
        close of service where the limit is a step of an SOP and there is service that day.
        """
        if isinstance(self._due, datetime):
            return self._due
        if self._at_close and self._calendar.is_working_day(self._due):
            return self._calendar.closing(self._due)
        return datetime.combine(self._due, time.max, self._calendar.zone)

    @property
    def provisional(self) -> bool:
        """Whether a year or holiday not yet confirmed by decree lies on the way.

        Never for calendar days, which no decree moves.
        """
        if self._limit.unit == "calendar_days":
            return False
        return self._calendar.is_provisional(self._calendar.local_date(self._received), self.due_on)

    @property
    def days(self) -> tuple[CountedDay, ...]:
        """Every day from the one after day 0 to the due date, counted or skipped, with reason.

        For minutes and hours the day on which counting starts is included; for months only the
        day aimed at and what was skipped after it. Calendar days are all counted; one without
        service says so.
        """
        return tuple(self._calendar.explain(self))

    def ending_at_close(self) -> Due:
        """The same due date, with :attr:`moment` at the close of service."""
        return Due(self._calendar, self._received, self._counted_from, self._due, self._limit, True)

    def as_json(self) -> dict[str, Any]:
        """The explanation as it is stored beside a due date; dates ISO, times local minutes."""
        return {
            "received": self._written(self._received),
            "counted_from": self._counted_from.isoformat(),
            "due": self._written(self._due),
            "provisional": self.provisional,
            "days": [
                {"date": day.date.isoformat(), "counted": day.counted, "reason": day.reason}
                for day in self.days
            ],
            "limit": {"value": self._limit.value, "unit": self._limit.unit},
        }

    def _written(self, moment: date | datetime) -> str:
        if not isinstance(moment, datetime):
            return moment.isoformat()
        return moment.astimezone(self._calendar.zone).replace(tzinfo=None).isoformat("T", "minutes")

    def _key(self) -> tuple[object, ...]:
        return (self._received, self._counted_from, self._due, self._limit, self._at_close)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Due) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Due({self._written(self._due)}, {self._limit.value} {self._limit.unit})"
