"""A workbook that is sent while it is written.

The libraries that write workbooks keep the sheet in a file of their own until it is complete: a
million rows would need more than a gigabyte in the folder for temporary files, which lies in
memory in production, and the reader would hear nothing for a minute. A workbook is a ZIP archive
of XML, and both can be written forwards only; that is all there is here. Every text is an inline
string, so no text can become a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ppid_portal.spreadsheets.text import xml_text

Cell = str | int | date

MAX_ROWS = 1_048_576
"""What a sheet can hold; what exceeds it goes on in the next."""
MAX_SHEET_BYTES = 1_900_000_000
"""Below the size at which a ZIP archive changes its form to one that not every program reads."""
_COMPRESSION = 4
_EPOCH = date(1899, 12, 30)
_MAX_CELL = 32_767
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile("[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x")
_DATE, _HEAD = 1, 2

_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPE = f"{_TYPE}.sheet"
"""The media type of a workbook."""

_STYLES = (
    f'{_XML}<styleSheet xmlns="{_NS}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


class _Pipe:
    """Takes what the archive writes and gives it on; the archive sees that it cannot go back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def xlsx_stream(
    headings: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Iterable[Sequence[Cell]]],
    *,
    sheet_name: str,
    made: datetime,
    max_rows: int = MAX_ROWS,
) -> Iterator[bytes]:
    """A workbook of one table, from pieces of rows; the same rows always make the same bytes."""
    pipe = _Pipe()
    stamp = max(made.timetuple()[:6], (1980, 1, 1, 0, 0, 0))

    def entry(name: str) -> ZipInfo:
        info = ZipInfo(name, stamp)
        info.compress_type = ZIP_DEFLATED
        info._compresslevel = _COMPRESSION  # type: ignore[attr-defined]
        return info

    columns = [_letters(n) for n in range(1, len(headings) + 1)]
    head = _sheet_head(headings, widths, columns)
    source = _Pieces(rows)
    sheets = 0
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        while not sheets or source.has_more:
            sheets += 1
            with archive.open(entry(f"xl/worksheets/sheet{sheets}.xml"), "w") as sheet:
                sheet.write(head)
                size, number = len(head), 1
                while size < MAX_SHEET_BYTES and (piece := source.take(max_rows - number)):
                    text = "".join(_row(number + n, row, columns) for n, row in enumerate(piece, 1))
                    number += len(piece)
                    content = text.encode()
                    size += len(content)
                    sheet.write(content)
                    yield pipe.taken()
                end = f'</sheetData><autoFilter ref="A1:{columns[-1]}{number}"/></worksheet>'
                sheet.write(end.encode())
        for name, text in _frame(sheets, sheet_name).items():
            archive.writestr(entry(name), text)
    yield pipe.taken()


class _Pieces:
    """Rows in pieces, which may be divided where a sheet is full."""

    def __init__(self, pieces: Iterable[Iterable[Sequence[Cell]]]) -> None:
        self._pieces = iter(pieces)
        self._rest: list[Sequence[Cell]] = []

    @property
    def has_more(self) -> bool:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return False
            self._rest = list(piece)
        return True

    def take(self, most: int) -> list[Sequence[Cell]]:
        if most <= 0 or not self.has_more:
            return []
        taken, self._rest = self._rest[:most], self._rest[most:]
        return taken


def _letters(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _sheet_head(headings: Sequence[str], widths: Sequence[int], columns: list[str]) -> bytes:
    cols = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, 1)
    )
    cells = "".join(
        f'<c r="{column}1" s="{_HEAD}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for column, text in zip(columns, headings, strict=True)
    )
    return (
        f'{_XML}<worksheet xmlns="{_NS}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f'</sheetViews><cols>{cols}</cols><sheetData><row r="1">{cells}</row>'
    ).encode()


def _row(number: int, row: Sequence[Cell], columns: list[str]) -> str:
    # One look at the whole row: most texts can be written as they are.
    special = _SPECIAL.search("".join([cell for cell in row if isinstance(cell, str)])) is not None
    cells = []
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, str):
            if value:
                text = _escaped(value) if special or len(value) > _MAX_CELL else value
                cells.append(
                    f'<c r="{column}{number}" t="inlineStr"><is>'
                    f'<t xml:space="preserve">{text}</t></is></c>'
                )
        elif isinstance(value, date):
            days = (value - _EPOCH).days
            cells.append(f'<c r="{column}{number}" s="{_DATE}"><v>{days}</v></c>')
        else:
            cells.append(f'<c r="{column}{number}"><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def _escaped(text: str) -> str:
    return escape(_ESCAPED.sub("_x005F_", xml_text(text)[:_MAX_CELL]))


def _frame(sheets: int, name: str) -> dict[str, str]:
    """Everything of the package but the sheets."""
    numbers = range(1, sheets + 1)

    def titled(number: int) -> str:
        return quoteattr(name if number == 1 else f"{name} ({number})")

    def relation(number: int, kind: str, target: str) -> str:
        return f'<Relationship Id="rId{number}" Type="{_REL}/{kind}" Target="{target}"/>'

    overrides: dict[str, Any] = {
        "/xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
        "/xl/styles.xml": f"{_TYPE}.styles+xml",
        **{f"/xl/worksheets/sheet{n}.xml": f"{_TYPE}.worksheet+xml" for n in numbers},
    }
    return {
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": (
            f'{_XML}<workbook xmlns="{_NS}" xmlns:r="{_REL}"><sheets>'
            + "".join(f'<sheet name={titled(n)} sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
            + "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            + "".join(relation(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
            + relation(sheets + 1, "styles", "styles.xml")
            + "</Relationships>"
        ),
        "_rels/.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            + relation(1, "officeDocument", "xl/workbook.xml")
            + "</Relationships>"
        ),
        "[Content_Types].xml": (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            + "".join(
                f'<Override PartName="{part}" ContentType="{kind}"/>'
                for part, kind in overrides.items()
            )
            + "</Types>"
        ),
    }
