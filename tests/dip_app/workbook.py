"""Workbooks written by hand, as small as a spreadsheet program reads them: the odd ones too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@dataclass(frozen=True)
class Formula:
    """A formula with the result that was saved with it, None for none."""

    text: str
    result: str | None = None


@dataclass(frozen=True)
class Failed:
    """A cell whose formula failed: "#REF!"."""

    text: str


@dataclass(frozen=True)
class Shared:
    """A cell that names one of the texts that all cells share."""

    number: int


def workbook(
    rows: Sequence[Sequence[Any]],
    *,
    merged: Sequence[str] = (),
    links: Mapping[str, str] | None = None,
    name: str = "DIP",
    others: Mapping[str, Sequence[Sequence[Any]]] | None = None,
    shared: Sequence[str] = (),
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Return an XLSX with one sheet of ``rows`` and further ones; ``more`` are parts as they are.

    ``merged`` are ranges ("A1:D1"), ``links`` addresses by cell, ``shared`` the shared texts.
    """
    sheets = {name: rows, **(others or {})}
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_WORKBOOK_TYPE}"/></Types>'
        ),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
            + "".join(
                f'<sheet name={quoteattr(each)} sheetId="{n}" r:id="rId{n}"/>'
                for n, each in enumerate(sheets, 1)
            )
            + "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            {
                **{
                    f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml")
                    for n in range(1, len(sheets) + 1)
                },
                "rId98": ("sharedStrings", "sharedStrings.xml"),
                "rId99": ("styles", "styles.xml"),
            }
        ),
        # The second style is a date.
        "xl/styles.xml": (
            f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>"
        ),
    }
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{texts}</sst>'
    for number, sheet in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet_xml(
            sheet, merged if number == 1 else (), links if number == 1 else None
        )
    if links:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = _relations(
            {f"rId{n}": ("hyperlink", target) for n, target in enumerate(links.values(), 1)}
        )
    return archive({**parts, **(more or {})})


def archive(parts: Mapping[str, str]) -> bytes:
    """Pack parts as a workbook is packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts.items():
            out.writestr(name, text)
    return packed.getvalue()


def sheet_xml(
    rows: Sequence[Sequence[Any]],
    merged: Sequence[str] = (),
    links: Mapping[str, str] | None = None,
) -> str:
    """Return the part of one sheet."""
    lines = "".join(
        f'<row r="{n}">' + "".join(_cell(_place(n, c), v) for c, v in enumerate(row)) + "</row>"
        for n, row in enumerate(rows, 1)
    )
    ranges = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    anchors = "".join(
        f'<hyperlink ref="{cell}" r:id="rId{n}"/>' for n, cell in enumerate(links or {}, 1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheetData>{lines}</sheetData>'
        + (f"<mergeCells>{ranges}</mergeCells>" if ranges else "")
        + (f"<hyperlinks>{anchors}</hyperlinks>" if anchors else "")
        + "</worksheet>"
    )


def _cell(place: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Formula):
        result = "" if value.result is None else f"<v>{escape(value.result)}</v>"
        return f'<c r="{place}" t="str"><f>{escape(value.text)}</f>{result}</c>'
    if isinstance(value, Failed):
        return f'<c r="{place}" t="e"><f>X</f><v>{escape(value.text)}</v></c>'
    if isinstance(value, Shared):
        return f'<c r="{place}" t="s"><v>{value.number}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = escape(str(value))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _place(row: int, column: int) -> str:
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}">'
        + "".join(
            f'<Relationship Id="{key}" Type="{_DOCUMENT}/{kind}" Target={quoteattr(target)}/>'
            for key, (kind, target) in targets.items()
        )
        + "</Relationships>"
    )
