"""The archive list as staff read it: narrowed, page by page, and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from dip_app.documenting.archive import ArchiveRecord, Fate
from dip_app.documenting.letters import years
from dip_app.models import InformationItem
from ppid_portal.clock import today
from ppid_portal.clock.words import date_long
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import UNIT_BOUND
from ppid_portal.sop.scope import OFFICE_ROLES
from ppid_portal.spreadsheets.text import no_formula

PAGE = 50
_CHUNK = 2000
CURRENT, ENDED, GONE = "berlaku", "habis", "disusutkan"


def is_office(actors: Sequence[Actor]) -> bool:
    """Tell whether somebody reads the archive list of all units."""
    return any(actor.role in OFFICE_ROLES for actor in actors)


def may_look(actors: Sequence[Actor]) -> bool:
    """Tell whether there is an archive list for somebody at all."""
    return is_office(actors) or bool(own_units(actors))


def own_units(actors: Sequence[Actor]) -> set[int]:
    """Return the units for which somebody answers."""
    return {
        actor.unit_id for actor in actors if actor.role in UNIT_BOUND and actor.unit_id is not None
    }


def in_scope(actors: Sequence[Actor]) -> QuerySet[ArchiveRecord]:
    """Return the records that somebody may read: all for the office, its own for a unit."""
    if is_office(actors):
        return ArchiveRecord.objects.all()
    return ArchiveRecord.objects.filter(unit__in=own_units(actors))


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; "" is all."""

    unit: str = ""
    fate: str = ""
    state: str = CURRENT

    @classmethod
    def read(cls, data: QueryDict) -> Filters:
        """Read what was asked; anything unknown counts as not asked."""
        unit, fate = data.get("unit", ""), data.get("nasib", "")
        state = data.get("keadaan", CURRENT)
        return cls(
            unit=unit if unit.isascii() and unit.isdigit() and len(unit) < 10 else "",
            fate=fate if fate in Fate.values else "",
            state=state if state in (CURRENT, ENDED, GONE) else CURRENT,
        )

    def values(self) -> dict[str, str]:
        """Return the filters that are set, by the names of their parameters."""
        found = {"unit": self.unit, "nasib": self.fate, "keadaan": self.state}
        return {name: value for name, value in found.items() if value and value != CURRENT}

    def url(self, **more: str) -> str:
        """Return an address with these filters."""
        return "?" + urlencode({**self.values(), **more})


def states() -> list[tuple[str, str]]:
    """Return by what state the list can be narrowed."""
    return [
        (CURRENT, _("Masih disimpan")),
        (ENDED, _("Habis masa simpan")),
        (GONE, _("Sudah disusutkan")),
    ]


def narrowed(found: QuerySet[ArchiveRecord], filters: Filters) -> QuerySet[ArchiveRecord]:
    """Return what the filters leave."""
    if filters.unit:
        found = found.filter(unit=int(filters.unit))
    if filters.fate:
        found = found.filter(fate=filters.fate)
    if filters.state == GONE:
        return found.filter(disposed_on__isnull=False)
    found = found.filter(disposed_on__isnull=True)
    return found.filter(retention_end__lte=today()) if filters.state == ENDED else found


def units_of(actors: Sequence[Actor]) -> QuerySet[Unit]:
    """Return the units by which somebody can narrow the list."""
    units = Unit.objects.order_by("name")
    return units if is_office(actors) else units.filter(pk__in=own_units(actors))


@dataclass(frozen=True)
class Line:
    """One record in words."""

    item: InformationItem
    unit: str
    classification: str
    form: str
    amount: str
    where: str
    active: str
    inactive: str
    end: date
    state: str
    tone: str
    fate: str
    remarks: str


def lines(found: Iterable[ArchiveRecord]) -> Iterator[Line]:
    """Put records into words."""
    here = today()
    for record in found:
        active, inactive = years(record)
        state, tone = state_of(record, here)
        yield Line(
            item=record.item,
            unit=record.unit.name,
            classification=record.classification,
            form=str(record.get_form_display()),
            amount=record.amount,
            where=record.location,
            active=active,
            inactive=inactive,
            end=record.retention_end,
            state=state,
            tone=tone,
            fate=str(record.get_fate_display()),
            remarks=record.remarks,
        )


def state_of(record: ArchiveRecord, here: date) -> tuple[str, str]:
    """Return in words and as a tone how a record stands."""
    if record.disposed_on is not None:
        return f"{record.get_disposal_display()} {date_long(record.disposed_on)}", "done"
    if record.retention_end <= here:
        return _("Habis masa simpan"), "soon"
    if record.active_until > here:
        return _("Aktif"), "neutral"
    return _("Inaktif"), "neutral"


@dataclass(frozen=True)
class Page:
    """A page of the archive list and the addresses of its neighbours."""

    records: list[ArchiveRecord]
    previous_url: str
    next_url: str


def page(found: QuerySet[ArchiveRecord], filters: Filters, query: QueryDict) -> Page:
    """Return one page by the end of the retention; parameters name the record beside it."""
    backwards, onwards = _place(query.get("sebelum", "")), _place(query.get("setelah", ""))
    rows = found.select_related("item", "unit").order_by("retention_end", "pk")
    if backwards:
        day, pk = backwards
        rows = rows.filter(Q(retention_end__lt=day) | Q(retention_end=day, pk__lt=pk))
        rows = rows.order_by("-retention_end", "-pk")
    elif onwards:
        day, pk = onwards
        rows = rows.filter(Q(retention_end__gt=day) | Q(retention_end=day, pk__gt=pk))
    read = list(rows[: PAGE + 1])
    more, read = len(read) > PAGE, read[:PAGE]
    if backwards:
        read.reverse()
    has_previous = more if backwards else bool(onwards)
    has_next = True if backwards else more
    return Page(
        records=read,
        previous_url=filters.url(sebelum=_mark(read[0])) if has_previous and read else "",
        next_url=filters.url(setelah=_mark(read[-1])) if has_next and read else "",
    )


def _mark(record: ArchiveRecord) -> str:
    return f"{record.retention_end.isoformat()}.{record.pk}"


def _place(text: str) -> tuple[date, int] | None:
    day, _dot, pk = text.partition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


# -- CSV -------------------------------------------------------------------------------------------


class _Echo:
    """What the CSV writer writes to: it hands each line back."""

    def write(self, text: str) -> str:
        return text


def as_csv(found: QuerySet[ArchiveRecord]) -> Iterator[bytes]:
    """Yield the archive list line by line, as a spreadsheet with Indonesian settings opens it."""
    write: Any = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n").writerow
    yield b"\xef\xbb\xbf" + str(write(_columns())).encode()
    rows = found.select_related("item", "unit").order_by("retention_end", "pk")
    for number, line in enumerate(lines(rows.iterator(chunk_size=_CHUNK)), start=1):
        cells = (str(number), *_cells(line))
        yield str(write([no_formula(cell) for cell in cells])).encode()


def _columns() -> list[str]:
    return [
        _("No."),
        _("Nomor dalam DIP"),
        _("Kode klasifikasi"),
        _("Uraian informasi"),
        _("Unit"),
        _("Kurun waktu"),
        _("Bentuk"),
        _("Jumlah"),
        _("Tempat simpan"),
        _("Retensi aktif"),
        _("Retensi inaktif"),
        _("Retensi berakhir"),
        _("Nasib akhir"),
        _("Keadaan"),
        _("Keterangan"),
    ]


def _cells(line: Line) -> list[str]:
    return [
        str(line.item.pk),
        line.classification,
        line.item.title,
        line.unit,
        line.item.made_when,
        line.form,
        line.amount,
        line.where,
        line.active,
        line.inactive,
        line.end.isoformat(),
        line.fate,
        line.state,
        line.remarks,
    ]
