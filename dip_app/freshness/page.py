"""What staff see of freshness: units from the summaries, items by an index, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from dip_app.freshness import rules
from dip_app.freshness.acts import MOST_AT_ONCE
from dip_app.freshness.models import UnitFreshness
from dip_app.models import InformationItem, ItemFile
from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long, moment_long
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import UNIT_BOUND
from ppid_portal.sop.scope import OFFICE_ROLES

PAGE = MOST_AT_ONCE
OVERDUE, SOON, DATED, INCOMPLETE = "terlambat", "segera", "terjadwal", "kurang"


def is_office(actors: Sequence[Actor]) -> bool:
    """Tell whether somebody sees the freshness of all units."""
    return any(actor.role in OFFICE_ROLES for actor in actors)


def own_units(actors: Sequence[Actor]) -> set[int]:
    """Return the units for which somebody answers."""
    return {
        actor.unit_id for actor in actors if actor.role in UNIT_BOUND and actor.unit_id is not None
    }


def may_look(actors: Sequence[Actor]) -> bool:
    """Tell whether there is anything to see for somebody."""
    return is_office(actors) or bool(own_units(actors))


def units_of(actors: Sequence[Actor]) -> QuerySet[Unit]:
    """Return the units whose freshness somebody may see; the twin of ``may_see``."""
    units = Unit.objects.order_by("name")
    return units if is_office(actors) else units.filter(pk__in=own_units(actors))


def may_see(actors: Sequence[Actor], unit_id: int) -> bool:
    """Tell whether somebody may see the freshness of one unit; the twin of ``units_of``."""
    return is_office(actors) or unit_id in own_units(actors)


# -- units -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitLine:
    """The freshness of one unit in words."""

    unit: Unit
    items: int
    overdue: int
    incomplete: int
    score: int
    oldest: str
    counted: str


def unit_lines(actors: Sequence[Actor]) -> list[UnitLine]:
    """Return the units with a list, those with most overdue items first."""
    rows = (
        UnitFreshness.objects.filter(unit__in=units_of(actors).order_by().values("pk"), items__gt=0)
        .select_related("unit")
        .order_by("-overdue", "unit__name")
    )
    here = today()
    return [
        UnitLine(
            unit=row.unit,
            items=row.items,
            overdue=row.overdue,
            incomplete=row.incomplete,
            score=row.score,
            oldest=date_long(row.oldest_due)
            if row.oldest_due is not None and row.oldest_due < here
            else "",
            counted=moment_long(row.counted_at),
        )
        for row in rows
    ]


# -- items -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ItemLine:
    """The freshness of one item in words."""

    item: InformationItem
    refreshed: str
    due: str
    state: str
    tone: str
    score: int
    lacks: list[str]


@dataclass(frozen=True)
class Page:
    """A page of items and the addresses of its neighbours."""

    lines: list[ItemLine]
    previous_url: str
    next_url: str


def filters() -> list[tuple[str, str]]:
    """Return what the list of a unit can be narrowed to."""
    return [
        (OVERDUE, _("Lewat tanggal")),
        (SOON, _("Jatuh tempo dalam 30 hari")),
        (DATED, _("Semua yang terjadwal")),
        (INCOMPLETE, _("Kurang lengkap")),
    ]


def narrowed(unit: Unit, which: str, here: date) -> QuerySet[InformationItem]:
    """Return the items of a unit that a filter leaves."""
    items = InformationItem.objects.public().filter(unit=unit)
    match which:
        case "segera":
            return items.filter(next_update_due__range=(here, here + timedelta(days=30)))
        case "terjadwal":
            return items.filter(next_update_due__isnull=False)
        case "kurang":
            return items.filter(completeness__lt=rules.MOST_STORED)
        case _:
            return items.filter(rules.overdue(here))


def page(unit: Unit, which: str, query: QueryDict) -> Page:
    """Return one page, the oldest date or the fewest points first; marks name a neighbour."""
    here = today()
    key = "completeness" if which == INCOMPLETE else "next_update_due"
    backwards, onwards = (
        _place(query.get("sebelum", ""), key),
        _place(query.get("setelah", ""), key),
    )
    items = narrowed(unit, which, here).order_by(key, "id")
    if backwards:
        value, pk = backwards
        before = Q(**{f"{key}__lt": value}) | Q(**{key: value}, pk__lt=pk)
        items = items.filter(before).order_by(f"-{key}", "-id")
    elif onwards:
        value, pk = onwards
        items = items.filter(Q(**{f"{key}__gt": value}) | Q(**{key: value}, pk__gt=pk))
    has_file = Exists(ItemFile.objects.filter(item=OuterRef("pk")))
    read = list(items.annotate(has_file=has_file)[: PAGE + 1])
    more, read = len(read) > PAGE, read[:PAGE]
    if backwards:
        read.reverse()
    has_previous = more if backwards else bool(onwards)
    has_next = True if backwards else more

    def url(side: str, item: InformationItem) -> str:
        mark = f"{getattr(item, key)}_{item.pk}"
        return "?" + urlencode({"unit": unit.pk, "lihat": which, side: mark})

    return Page(
        lines=[line_of(item, item.has_file, here) for item in read],
        previous_url=url("sebelum", read[0]) if has_previous and read else "",
        next_url=url("setelah", read[-1]) if has_next and read else "",
    )


def line_of(item: InformationItem, has_file: bool, here: date) -> ItemLine:
    """Put the freshness of an item into words."""
    points = rules.points(item, has_file, here)
    due = item.next_update_due
    refreshed = item.refreshed_at or item.published_at
    if due is None:
        state, tone = _("tanpa tanggal pembaruan"), "neutral"
    elif due < here:
        state, tone = _("terlambat"), "late"
    elif due <= here + timedelta(days=rules.SOON_DAYS):
        state, tone = _("segera"), "soon"
    else:
        state, tone = _("mutakhir"), "done"
    return ItemLine(
        item=item,
        refreshed=date_long(local(refreshed).date()) if refreshed is not None else "",
        due=date_long(due) if due is not None else "",
        state=state,
        tone=tone,
        score=rules.score(sum(point.there for point in points)),
        lacks=[point.label for point in points if not point.there],
    )


def _place(text: str, key: str) -> tuple[date | int, int] | None:
    value, _line, pk = text.partition("_")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    if key == "completeness":
        plain = value.isascii() and value.isdigit() and len(value) < 4
        return (int(value), int(pk)) if plain else None
    try:
        return date.fromisoformat(value), int(pk)
    except ValueError:
        return None


def public_words(item: InformationItem) -> tuple[str, str, bool]:
    """Return for everybody when an item was updated, until when it will be, and if that is late."""
    refreshed = item.refreshed_at or item.published_at
    since = date_long(local(refreshed).date()) if refreshed is not None else ""
    due = item.next_update_due
    return since, date_long(due) if due is not None else "", rules.is_overdue(item, today())
