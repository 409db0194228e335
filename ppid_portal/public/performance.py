"""How the body keeps the law's time limit, for the front page."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q

from ppid_portal.clock import today
from ppid_portal.sop.models import LegalDeadline

MOST_SECONDS = 600


@dataclass(frozen=True)
class Performance:
    """Requests whose limit ended in a year, and how many of them were answered in time."""

    year: int
    ended: int
    in_time: int

    @property
    def percent(self) -> int:
        """Return the share in whole percent, rounded down: 99,9 percent is not all of them."""
        return self.in_time * 100 // self.ended


def this_year() -> Performance | None:
    """Return the figure of the current year in the body's zone; None while nothing ended.

    Counts the limit of UU 14/2008 Pasal 22 ayat (7), extensions included. What still runs, was
    withdrawn or lapsed is left out. The figure may be ten minutes old: the front page must not
    walk through a year of requests each time it is opened.
    """
    year = today().year
    key = f"public:in_time:{year}"
    counts = cache.get(key)
    if counts is None:
        counts = _count(year)
        cache.set(key, counts, MOST_SECONDS)
    ended, in_time = counts
    return Performance(year=year, ended=ended, in_time=in_time) if ended else None


def _count(year: int) -> tuple[int, int]:
    ended = Q(status__in=("met", "met_late", "breached"))
    counts = LegalDeadline.objects.filter(rule="written_notification", due_on__year=year).aggregate(
        ended=Count("pk", filter=ended), in_time=Count("pk", filter=Q(status="met"))
    )
    return counts["ended"], counts["in_time"]
