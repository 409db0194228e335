"""Rows that say the same as an earlier row, or as an item that the list has already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from dip_app.importing import values
from dip_app.importing.judging import NEEDED
from dip_app.importing.mapping import RESPONSIBLE, UNIT
from dip_app.importing.rows import KEEP, SKIP, UPDATE, Decisions, Known, Row
from dip_app.models import Category, InformationItem, Status

_Key = tuple[str, int, int]


def _key(title: str, unit: int, year: int) -> _Key:
    return values.plain(title), unit, year


def settle(rows: Iterable[Row], decided: Decisions) -> None:
    """Find rows of the same title, unit and year as another or as an item, and what they become.

    Where a row does not name its unit, who is in charge must agree as well: lists of many units
    have a "Struktur organisasi" for each.
    """
    items = [row for row in rows if row.action]
    listed = _known_items(items)
    taken: set[int] = set()
    first: dict[tuple[_Key, str], Row] = {}
    for row in items:
        key = _key(row.values["title"], row.values["unit_id"], row.values["made_year"])
        whose = (
            ""
            if row.unit_named
            else values.plain(row.texts.get(RESPONSIBLE, "") or row.texts.get(UNIT, ""))
        )
        earlier = first.setdefault((key, whose), row)
        if earlier is not row:
            row.twin = earlier.number
            _repeat(row, earlier, decided.single.get(row.number, decided.in_file))
        if row.action and (known := _match(listed.get(key, ()), row, taken)):
            row.known = known
            taken.add(known.pk)
            _known_already(row, known, decided.single.get(row.number, decided.in_list))


def _repeat(row: Row, earlier: Row, choice: str) -> None:
    """Settle a row that repeats an earlier one of the file."""
    if choice == SKIP:
        row.action = ""
        row.reason = _("Kembar dengan baris %(row)d: dilewati.") % {"row": earlier.number}
    elif choice == UPDATE and earlier.action:
        for name in row.stated:
            earlier.values[name] = row.values[name]
        earlier.stated |= row.stated
        earlier.missing = tuple(name for name in NEEDED if not earlier.values[name])
        row.action = ""
        row.reason = _("Kembar dengan baris %(row)d: melengkapi baris itu.") % {
            "row": earlier.number
        }


def _known_already(row: Row, known: Known, choice: str) -> None:
    """Settle a row that the list has already; only a draft may be changed by an import."""
    if choice == KEEP:
        return
    if choice == UPDATE and known.status == Status.DRAFT:
        row.action = "update"
        return
    row.action = ""
    row.reason = (
        _("Sudah ada dalam daftar (nomor %(number)d): dilewati.")
        if choice == SKIP
        else _(
            "Sudah ada dalam daftar (nomor %(number)d) dan bukan konsep: impor tidak mengubahnya."
        )
    ) % {"number": known.pk}


def _match(known: Sequence[Known], row: Row, taken: set[int]) -> Known | None:
    mine = values.plain(row.values["responsible"])
    for each in known:
        theirs = values.plain(each.responsible)
        if each.pk not in taken and (row.unit_named or not mine or not theirs or mine == theirs):
            return each
    return None


def _known_items(rows: Sequence[Row]) -> dict[_Key, list[Known]]:
    """What the list has of the same units and years, read by its smallest index."""
    wanted = {
        _key(row.values["title"], row.values["unit_id"], row.values["made_year"]) for row in rows
    }
    found: dict[_Key, list[Known]] = {}
    if not wanted:
        return found
    listed = (
        InformationItem.objects.filter(
            status__in=Status.values,
            category__in=Category.values,
            unit_id__in={unit for _title, unit, _year in wanted},
            made_year__in={year for _title, _unit, year in wanted},
        )
        .order_by("-id")
        .values_list("pk", "title", "unit_id", "made_year", "status", "responsible")
    )
    for pk, title, unit, year, status, responsible in listed.iterator(chunk_size=5000):
        key = _key(title, unit, year)
        if key in wanted:
            found.setdefault(key, []).append(Known(pk, status, responsible))
    return found
