"""Service hours of one weekday."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time


@dataclass(frozen=True, slots=True)
class DayHours:
    """Service hours of one weekday in local time, with at most one break.

    Raises:
        ValueError: closing is not after opening, or the break does not lie inside.
    """

    opens: time
    closes: time
    break_from: time | None = None
    break_to: time | None = None
    spans: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)
    length: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        opens, closes = since_midnight(self.opens), since_midnight(self.closes)
        if opens >= closes:
            raise ValueError("service must close after it opens")
        spans: tuple[tuple[int, int], ...] = ((opens, closes),)
        if (self.break_from is None) != (self.break_to is None):
            raise ValueError("a break needs both its start and its end")
        if self.break_from is not None and self.break_to is not None:
            start, end = since_midnight(self.break_from), since_midnight(self.break_to)
            if not opens < start < end < closes:
                raise ValueError("the break must lie inside the service hours")
            spans = ((opens, start), (end, closes))
        object.__setattr__(self, "spans", spans)
        object.__setattr__(self, "length", sum(end - start for start, end in spans))

    def served_until(self, clock: int) -> int:
        """Service time from opening until ``clock``; both in microseconds of the day."""
        return sum(min(clock, end) - start for start, end in self.spans if clock > start)

    def clock_after(self, served: int) -> int:
        """The earliest time of day at which ``served`` (over zero, at most the day) is over."""
        for start, end in self.spans:
            if served <= end - start:
                return start + served
            served -= end - start
        raise ValueError("more service time than the day has")

    def clock_before(self, served: int) -> int:
        """The latest time of day at which only ``served`` (less than the day) has passed."""
        for start, end in self.spans:
            if served < end - start:
                return start + served
            served -= end - start
        raise ValueError("more service time than the day has")


def since_midnight(clock: time) -> int:
    """A time of day in microseconds."""
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return seconds * 1_000_000 + clock.microsecond
