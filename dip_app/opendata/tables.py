"""Tables as CSV, line by line, and the list as JSON, item by item."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from dip_app.opendata.answers import dumps
from dip_app.opendata.records import Frame, Record, as_json
from ppid_portal.spreadsheets.text import may_be_formula, no_formula
from ppid_portal.spreadsheets.xlsx import Cell

_BOM = "\ufeff"
CSV = "text/csv; charset=utf-8; header=present"
"""The media type of a table with a line of headings (RFC 7111)."""


def csv_stream(
    headings: tuple[str, ...], chunks: Iterable[Iterable[tuple[Cell, ...]]]
) -> Iterator[bytes]:
    """RFC 4180 in UTF-8; the mark at the beginning tells spreadsheet programs so."""
    yield (_BOM + _lines([headings])).encode()
    for rows in chunks:
        yield _lines(_harmless(row) for row in rows).encode()


def _lines(rows: Iterable[tuple[Cell, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _harmless(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    # One look at the whole row: nearly none needs more. Each cell begins a line in it.
    if not may_be_formula("\n".join(cell for cell in row if isinstance(cell, str))):
        return row
    return tuple(no_formula(cell) if isinstance(cell, str) else cell for cell in row)


def json_stream(chunks: Iterable[list[Record]], frame: Frame) -> Iterator[bytes]:
    """One array of items."""
    before = "[\n"
    for records in chunks:
        yield (before + ",\n".join(dumps(as_json(record, frame)) for record in records)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def json_lines_stream(chunks: Iterable[list[Record]], frame: Frame) -> Iterator[bytes]:
    """One item a line, so that a reader needs no more memory than for one."""
    for records in chunks:
        yield "".join(f"{dumps(as_json(record, frame))}\n" for record in records).encode()
