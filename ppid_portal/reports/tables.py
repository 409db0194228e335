"""A register as CSV and as a workbook, sent while it is read; nothing in it runs as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from ppid_portal.reports.anonymous import without_identity
from ppid_portal.reports.paging import in_order
from ppid_portal.reports.selection import Selection
from ppid_portal.sop.registers import Cell, Reader
from ppid_portal.spreadsheets.text import no_formula
from ppid_portal.spreadsheets.xlsx import xlsx_stream

#: What a mark in a column to be ticked is called in a table.
YES = "ya"
_WIDEST, _NARROWEST = 60, 9


def rows(
    selection: Selection, reader: Reader, *, anonymous: bool, most: int | None = None
) -> Iterator[list[list[Cell]]]:
    """Yield the cells of a register in pieces, those that name somebody only where wanted."""
    register = selection.register
    names = reader.names and not anonymous
    places = [place for place, _column in register.columns_for(names=names)]
    number = 0
    for piece in in_order(selection, reader, most):
        found = []
        for line in piece:
            number += 1
            cells = register.cells(line)
            if register.numbered:
                cells = (number, *cells[1:])
            if anonymous:
                cells = without_identity(cells, register.personal_words(line))
            found.append([cells[place] for place in places])
        yield found


def as_csv(selection: Selection, reader: Reader, *, anonymous: bool) -> Iterator[bytes]:
    """Yield a register line by line, as a spreadsheet with Indonesian settings opens it.

    A byte order mark says that it is UTF-8, and the semicolon parts the columns, since the comma
    is the decimal sign.
    """
    write = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n").writerow
    yield b"\xef\xbb\xbf" + _encoded(write(headings(selection, reader, anonymous=anonymous)))
    for piece in rows(selection, reader, anonymous=anonymous):
        for cells in piece:
            yield _encoded(write([_as_text(cell) for cell in cells]))


def as_xlsx(
    selection: Selection, reader: Reader, *, anonymous: bool, made: datetime
) -> Iterator[bytes]:
    """Yield a register as a workbook."""
    names = reader.names and not anonymous
    widths = [
        min(_WIDEST, max(_NARROWEST, column.width))
        for _place, column in selection.register.columns_for(names=names)
    ]
    return xlsx_stream(
        headings(selection, reader, anonymous=anonymous),
        widths,
        (
            [[_as_value(cell) for cell in cells] for cells in piece]
            for piece in rows(selection, reader, anonymous=anonymous)
        ),
        sheet_name=str(selection.register.title)[:31],
        made=made,
    )


def headings(selection: Selection, reader: Reader, *, anonymous: bool) -> list[str]:
    """Return the headings of the columns in one row."""
    names = reader.names and not anonymous
    return [column.path for _place, column in selection.register.columns_for(names=names)]


class _Echo:
    """What the CSV writer writes to: it hands each line back."""

    def write(self, text: str) -> str:
        return text


def _encoded(text: Any) -> bytes:
    return str(text).encode()


def _as_text(cell: Cell) -> str:
    value = _as_value(cell)
    if isinstance(value, date):
        return value.isoformat()
    return no_formula(value.lstrip()) if isinstance(value, str) else str(value)


def _as_value(cell: Cell) -> str | int | date:
    if cell is None or cell is False:
        return ""
    return YES if cell is True else cell
