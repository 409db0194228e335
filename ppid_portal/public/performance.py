"""How the body keeps the law's time limit, for the front page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from ppid_portal.clock import today
from ppid_portal.sop.models import LegalDeadline


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
    withdrawn or lapsed is left out.
    """
    year = today().year
    ended = Q(status__in=("met", "met_late", "breached"))
    counts = LegalDeadline.objects.filter(rule="written_notification", due_on__year=year).aggregate(
        ended=Count("pk", filter=ended), in_time=Count("pk", filter=Q(status="met"))
    )
    if not counts["ended"]:
        return None
    return Performance(year=year, ended=counts["ended"], in_time=counts["in_time"])
