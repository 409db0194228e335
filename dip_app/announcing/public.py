"""What the public may read of announcements: which, in which order, page by page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from dip_app.announcing.models import Announcement, Duty, Version
from ppid_portal.clock import local, now

PAGE = 20
#: How kinds stand in an address.
KINDS = {"berkala": Duty.PERIODIC, "serta-merta": Duty.IMMEDIATE, "umum": Duty.GENERAL}
_MOST_YEARS = 30
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_MARK = re.compile(r"([0-9]{1,17})-([0-9]{1,18})", re.ASCII)


def shown() -> QuerySet[Announcement]:
    """Return what anybody may read, newest first; ``Announcement.is_shown`` says it of one."""
    return Announcement.objects.filter(up_at__isnull=False, down_at__isnull=True).order_by(
        "-up_at", "-pk"
    )


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to, as it stands in the address; the unknown is ignored."""

    kind: str = ""
    year: int = 0

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """Read the filters from an address."""
        kind, year = query.get("jenis", ""), query.get("tahun", "")
        plausible = year.isascii() and year.isdigit() and 2010 <= int(year[:5]) <= 2200
        return cls(kind if kind in KINDS else "", int(year) if plausible else 0)

    def values(self) -> dict[str, str]:
        """Return what is set, by the names of the address."""
        return {
            **({"jenis": self.kind} if self.kind else {}),
            **({"tahun": str(self.year)} if self.year else {}),
        }

    def url(self, **changes: str) -> str:
        """Return the query of the list under these filters; an empty value takes one away."""
        found = QueryDict(mutable=True)
        found.update({name: v for name, v in {**self.values(), **changes}.items() if v})
        return f"?{found.urlencode()}" if found else "?"

    def narrow(self, found: QuerySet[Announcement]) -> QuerySet[Announcement]:
        """Return what the filters leave."""
        if self.kind:
            found = found.filter(duty=KINDS[self.kind])
        if self.year:
            found = found.filter(
                up_at__gte=_new_year(self.year), up_at__lt=_new_year(self.year + 1)
            )
        return found


@dataclass
class Page:
    """One page of the list and the addresses of its neighbours."""

    rows: list[Announcement] = field(default_factory=list)
    newer_url: str = ""
    older_url: str = ""


def page(filters: Filters, query: QueryDict) -> Page:
    """Return one page by keyset: no page counts or skips rows.

    Raises:
        ValueError: the mark in the address is broken.
    """
    found = filters.narrow(shown()).select_related("current", "unit")
    after, before = query.get("sesudah", ""), query.get("sebelum", "")
    if before:
        at, pk = _unmark(before)
        newer = found.filter(Q(up_at__gt=at) | Q(up_at=at, pk__gt=pk)).order_by("up_at", "pk")
        rows = list(newer[: PAGE + 1])
        more_newer, rows = len(rows) > PAGE, rows[:PAGE][::-1]
        more_older = True
    else:
        if after:
            at, pk = _unmark(after)
            found = found.filter(Q(up_at__lt=at) | Q(up_at=at, pk__lt=pk))
        rows = list(found[: PAGE + 1])
        more_newer, more_older, rows = bool(after), len(rows) > PAGE, rows[:PAGE]
    return Page(
        rows,
        filters.url(sebelum=_mark(rows[0])) if rows and more_newer else "",
        filters.url(sesudah=_mark(rows[-1])) if rows and more_older else "",
    )


def years() -> list[int]:
    """Return the years in which something that is up went up, newest first."""
    first = shown().order_by("up_at", "pk").values_list("up_at", flat=True).first()
    if first is None:
        return []
    here = local(now()).year
    return list(range(here, max(local(first).year, here - _MOST_YEARS) - 1, -1))


def version() -> tuple[datetime | None, object]:
    """Return the moment of the last change that the public can see, and its mark."""
    up = (
        Version.objects.filter(shown_at__isnull=False)
        .order_by("-shown_at")
        .values_list("shown_at", "pk")
        .first()
    )
    down = (
        Announcement.objects.filter(down_at__isnull=False)
        .order_by("-down_at")
        .values_list("down_at", "pk")
        .first()
    )
    moments = [found[0] for found in (up, down) if found is not None and found[0] is not None]
    return max(moments, default=None), (up, down)


def kind_links(filters: Filters) -> list[dict[str, Any]]:
    """Return the kinds as links, the chosen one marked."""
    every = {"label": _("Semua"), "url": filters.url(jenis=""), "here": not filters.kind}
    return [
        every,
        *(
            {"label": duty.label, "url": filters.url(jenis=kind), "here": filters.kind == kind}
            for kind, duty in KINDS.items()
        ),
    ]


def year_links(filters: Filters) -> list[dict[str, Any]]:
    """Return the years as links, the chosen one marked."""
    found = years()
    if len(found) < 2 and not filters.year:
        return []
    every = {"label": _("Semua tahun"), "url": filters.url(tahun=""), "here": not filters.year}
    return [
        every,
        *(
            {"label": str(year), "url": filters.url(tahun=str(year)), "here": filters.year == year}
            for year in found
        ),
    ]


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=timezone.get_default_timezone())


def _mark(case: Announcement) -> str:
    if case.up_at is None:
        raise ValueError(f"announcement {case.pk} was never up")
    return f"{(case.up_at - _EPOCH) // _TICK}-{case.pk}"


def _unmark(mark: str) -> tuple[datetime, int]:
    found = _MARK.fullmatch(mark)
    if found is None:
        raise ValueError("broken mark")
    return _EPOCH + int(found[1]) * _TICK, int(found[2])
