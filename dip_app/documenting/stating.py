"""What a unit sees of its list in a round: page by page, what is stated and what is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from dip_app.documenting import archive
from dip_app.documenting.archive import ArchiveEntry, ArchiveRecord
from dip_app.documenting.models import UnitDocuments
from dip_app.models import InformationItem

PAGE = 50
EMPTY, STATED, ALL = "belum", "sudah", "semua"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """One item with what is stated of it."""

    item: InformationItem
    form: str
    where: str
    kept: str
    fate: str
    known: bool

    @property
    def stated(self) -> bool:
        """Tell whether the unit has stated anything in this round."""
        return bool(self.form)


@dataclass(frozen=True)
class Page:
    """A page of the list of a unit and the addresses of its neighbours."""

    lines: list[Line]
    previous_url: str
    next_url: str


def filters() -> list[tuple[str, str]]:
    """Return what the list can be narrowed to."""
    return [(EMPTY, _("Belum diisi")), (STATED, _("Sudah diisi")), (ALL, _("Semua"))]


def narrowed(case: UnitDocuments, which: str) -> QuerySet[InformationItem]:
    """Return the items of the unit that a filter leaves."""
    if which == EMPTY:
        return archive.unrecorded(case)
    items = archive.items_of(case)
    if which == STATED:
        return items.filter(archive_entries__documents=case)
    return items


def page(case: UnitDocuments, which: str, query: QueryDict) -> Page:
    """Return one page, newest first; ``setelah`` and ``sebelum`` name the item beside it."""
    backwards, onwards = _place(query.get("sebelum", "")), _place(query.get("setelah", ""))
    items = narrowed(case, which)
    if backwards:
        at, pk = backwards
        later = Q(published_at__gt=at) | Q(published_at=at, pk__gt=pk)
        items = items.filter(later).order_by("published_at", "id")
    elif onwards:
        at, pk = onwards
        items = items.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk))
    read = list(items[: PAGE + 1])
    more, read = len(read) > PAGE, read[:PAGE]
    if backwards:
        read.reverse()
    has_previous = more if backwards else bool(onwards)
    has_next = True if backwards else more
    return Page(
        lines=list(_lines(case, read)),
        previous_url=_url(which, "sebelum", read[0]) if has_previous and read else "",
        next_url=_url(which, "setelah", read[-1]) if has_next and read else "",
    )


def _lines(case: UnitDocuments, items: list[InformationItem]) -> Iterable[Line]:
    entries = {
        entry.item_id: entry
        for entry in ArchiveEntry.objects.filter(documents=case, item__in=items)
    }
    known = set(ArchiveRecord.objects.filter(item__in=items).values_list("item_id", flat=True))
    for item in items:
        entry = entries.get(item.pk)
        yield Line(
            item=item,
            form=str(entry.get_form_display()) if entry is not None else "",
            where=entry.location if entry is not None else "",
            kept=kept_words(entry) if entry is not None else "",
            fate=str(entry.get_fate_display()) if entry is not None else "",
            known=item.pk in known,
        )


def kept_words(facts: archive.ArchiveFacts) -> str:
    """Return a retention in one line: "2 + 3 tahun, sampai 2031"."""
    return _("{active} + {inactive} tahun, sampai {year}").format(
        active=facts.active_years, inactive=facts.inactive_years, year=facts.retention_end.year
    )


def known_of(case: UnitDocuments, item: InformationItem) -> dict[str, Any]:
    """Return what the form of an item begins with: stated here, or filed before, or usual."""
    found: archive.ArchiveFacts | None = ArchiveEntry.objects.filter(
        documents=case, item=item
    ).first()
    if found is None:
        found = ArchiveRecord.objects.filter(item=item).first()
    if found is not None:
        return {name: getattr(found, name) for name in archive.FACTS}
    return {"retention_from": archive.counted_from(item)}


def following(case: UnitDocuments) -> InformationItem | None:
    """Return the next item of which nothing is stated."""
    return archive.unrecorded(case).first()


def _url(which: str, side: str, item: InformationItem) -> str:
    moment = item.published_at or _EPOCH
    mark = f"{(moment - _EPOCH) // timedelta(microseconds=1)}.{item.pk}"
    return "?" + urlencode({"isi": which, side: mark})


def _place(text: str) -> tuple[datetime, int] | None:
    moment, _dot, pk = text.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in (moment, pk)):
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(moment)), int(pk)
    except OverflowError:
        return None
