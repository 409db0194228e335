"""The service hours in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Protocol

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _


class Day(Protocol):
    """What is needed of a day of service; ``weekday`` 0 is Monday."""

    weekday: int
    opens: time
    closes: time
    break_from: time | None
    break_to: time | None


@dataclass(frozen=True)
class HoursLine:
    """Days with equal hours: ``Senin–Kamis``, ``09.00–15.00``, ``Istirahat 12.00–13.00``."""

    days: str
    hours: str
    pause: str


def in_words(days: Iterable[Day]) -> list[HoursLine]:
    """Return the hours of a week, neighbouring days with equal hours in one line."""
    groups: list[list[Day]] = []
    for day in sorted(days, key=lambda each: each.weekday):
        last = groups[-1][-1] if groups else None
        if last and last.weekday + 1 == day.weekday and _times(last) == _times(day):
            groups[-1].append(day)
        else:
            groups.append([day])
    return [
        HoursLine(
            days=_span([str(WEEKDAYS[day.weekday]) for day in group]),
            hours=_between(group[0].opens, group[0].closes),
            pause=(
                _("Istirahat %(hours)s")
                % {"hours": _between(group[0].break_from, group[0].break_to)}
                if group[0].break_from and group[0].break_to
                else ""
            ),
        )
        for group in groups
    ]


def _times(day: Day) -> tuple[time, time, time | None, time | None]:
    return day.opens, day.closes, day.break_from, day.break_to


def _span(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"


def _between(start: time, end: time) -> str:
    if (get_language() or "id").startswith("en"):
        return f"{start:%H:%M}–{end:%H:%M}"
    return f"{start:%H.%M}–{end:%H.%M}"
