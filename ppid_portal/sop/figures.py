"""What a period is reported with: figures that each app counts from its own cases.

An app may have a module ``figures`` with ``CHAPTERS``. The room of reports puts them side by side
and freezes them, without knowing the apps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from ppid_portal.clock import local, now

MODULE = "figures"


@dataclass(frozen=True)
class Row:
    """One figure; ``value`` is None where there is nothing to say, such as a median of nothing."""

    key: str
    label: str
    value: int | None


@dataclass(frozen=True)
class Table:
    """Figures that belong together.

    ``unit`` heads their column. ``summed`` asks for their sum beneath them. ``moves`` marks what
    tells how things stand when it is counted, such as the size of the public list: it is another
    figure tomorrow, and not because anybody put it right.
    """

    key: str
    title: str
    rows: tuple[Row, ...]
    unit: str
    summed: bool = False
    moves: bool = False
    note: str = ""

    @property
    def total(self) -> int:
        """Return the sum of the figures."""
        return sum(row.value or 0 for row in self.rows)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values, with its sum."""
        return asdict(self) | {"rows": [asdict(row) for row in self.rows], "total": self.total}


@dataclass(frozen=True)
class Chapter:
    """The figures of one app; ``count`` takes the first and the last day of the period."""

    key: str
    title: str | Promise
    place: int
    count: Callable[[date, date], Sequence[Table]]


def chapters() -> list[Chapter]:
    """Return the chapters of all apps, in the order of their places.

    Raises:
        ValueError: two chapters have the same key.
    """
    found: dict[str, Chapter] = {}
    for config in apps.get_app_configs():
        if config.module is None or not module_has_submodule(config.module, MODULE):
            continue
        module = import_module(f"{config.name}.{MODULE}")
        for chapter in getattr(module, "CHAPTERS", ()):
            if found.setdefault(chapter.key, chapter) is not chapter:
                raise ValueError(f"chapter {chapter.key!r} is declared twice")
    return sorted(found.values(), key=lambda chapter: chapter.place)


def count(first: date, last: date) -> list[dict[str, Any]]:
    """Count a period, both days included; JSON values, with labels in the active language."""
    return [
        {
            "key": chapter.key,
            "title": str(chapter.title),
            "tables": [table.as_dict() for table in chapter.count(first, last)],
        }
        for chapter in chapters()
    ]


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the moments between which a day of the period lies in the body's zone."""
    zone = local(now()).tzinfo
    return (
        datetime.combine(first, time(), tzinfo=zone),
        datetime.combine(last + timedelta(days=1), time(), tzinfo=zone),
    )


def tally(labels: Iterable[tuple[str, Any]], found: dict[str, int]) -> tuple[Row, ...]:
    """Return one row per label, also where nothing was found."""
    return tuple(Row(key, str(label), found.get(key, 0)) for key, label in labels)


def percentile(values: Sequence[int], share: float) -> int | None:
    """Return the value that ``share`` of the values do not pass (nearest rank); None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
