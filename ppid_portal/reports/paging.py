"""A register page by page, each from the row beside it: the hundredth costs what the first does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from ppid_portal.reports.selection import Selection
from ppid_portal.sop.registers import Reader, Register

PAGE = 25
CHUNK = 200
_AFTER, _BEFORE = "setelah", "sebelum"


@dataclass(frozen=True)
class Page:
    """A page of a register and the addresses of its neighbours."""

    lines: list[Any]
    previous_url: str
    next_url: str


def page(selection: Selection, reader: Reader, query: QueryDict) -> Page:
    """Return one page; ``setelah`` and ``sebelum`` in the address name the row beside it."""
    register = selection.register
    backwards = _place(register, query.get(_BEFORE, ""))
    onwards = _place(register, query.get(_AFTER, ""))
    rows = register.with_all(selection.narrowed(reader))
    if register.ordered is not None:
        rows = register.ordered(rows)
    rows = _from(rows, register, backwards, onwards)
    read = list(rows[: PAGE + 1])
    more, read = len(read) > PAGE, read[:PAGE]
    if backwards:
        read.reverse()
    has_previous = more if backwards else bool(onwards)
    has_next = True if backwards else more
    return Page(
        lines=list(register.lines(read, reader)),
        previous_url=(
            selection.url(**{_BEFORE: _mark(register, read[0])}) if has_previous and read else ""
        ),
        next_url=selection.url(**{_AFTER: _mark(register, read[-1])}) if has_next and read else "",
    )


def in_order(selection: Selection, reader: Reader, most: int | None = None) -> Iterator[list[Any]]:
    """Yield the lines of a file in pieces, in the order of the book: the oldest first."""
    register = selection.register
    rows = register.with_all(selection.narrowed(reader))
    if register.ordered is not None:
        rows = register.ordered(rows)
    rows = rows.order_by(*_fields(register, ascending=True))
    if most is not None:
        rows = rows[:most]
    piece: list[Any] = []
    for row in rows.iterator(chunk_size=CHUNK):
        piece.append(row)
        if len(piece) == CHUNK:
            yield list(register.lines(piece, reader))
            piece = []
    if piece:
        yield list(register.lines(piece, reader))


def _from(rows: QuerySet[Any], register: Register, backwards: Any, onwards: Any) -> QuerySet[Any]:
    """Return rows in the order of the page, beginning beside one of them."""
    # By a date the earliest stand above; as recorded, the newest.
    rising = bool(register.sort)
    if backwards:
        return rows.filter(_beyond(register, backwards, up=not rising)).order_by(
            *_fields(register, ascending=not rising)
        )
    rows = rows.order_by(*_fields(register, ascending=rising))
    return rows.filter(_beyond(register, onwards, up=rising)) if onwards else rows


def _fields(register: Register, *, ascending: bool) -> list[str]:
    sign = "" if ascending else "-"
    return [f"{sign}{name}" for name in (register.sort, "pk") if name]


def _beyond(register: Register, place: tuple[date | None, int], *, up: bool) -> Q:
    day, pk = place
    way = "gt" if up else "lt"
    beyond = Q(**{f"pk__{way}": pk})
    if not register.sort:
        return beyond
    return Q(**{f"{register.sort}__{way}": day}) | (Q(**{register.sort: day}) & beyond)


def _mark(register: Register, row: Any) -> str:
    day = f"{getattr(row, register.sort).isoformat()}." if register.sort else ""
    return f"{day}{row.pk}"


def _place(register: Register, text: str) -> tuple[date | None, int] | None:
    day, _dot, pk = text.rpartition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19) or bool(day) != bool(register.sort):
        return None
    try:
        return date.fromisoformat(day) if day else None, int(pk)
    except ValueError:
        return None
