"""Reading a list from XLSX or CSV into rows of texts, as a person sees them; nothing is judged.

Row and column numbers are those of the file, so that what is said of a row can be found there.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dip_app.importing.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Unreadable
from dip_app.importing.workbook import Workbook

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 40


@dataclass(frozen=True)
class Table:
    """One sheet of a list; ``rows[0]`` is the first row of the file.

    Cells merged downwards hold their text in every row. ``wide`` are rows in which a cell spans
    several columns, as headings do; ``links`` are addresses behind the text of a cell.
    """

    rows: list[list[str]]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    wide: frozenset[int] = frozenset()
    links: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many columns the longest row has."""
        return max((len(row) for row in self.rows), default=0)


def read(
    content: bytes,
    sheet: str = "",
    *,
    best: Callable[[list[Table]], Table] = lambda tables: tables[0],
) -> Table:
    """Read a list, whatever its name says it is: a workbook is known by its first bytes.

    ``sheet`` names one sheet of a workbook; without it, or when it is not there, ``best`` chooses
    among those that hold anything. Raises Unreadable.
    """
    if content.startswith(b"PK"):
        return _from_workbook(content, sheet, best)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf")):
        raise Unreadable(
            _("Berkas ini bukan XLSX atau CSV. Buka di aplikasi lembar kerja, simpan sebagai "
              "XLSX, lalu unggah.")
        )  # fmt: skip
    return Table(_bounded(_trimmed(_parse(_decode(content)))))


# -- workbooks ---------------------------------------------------------------------------------


def _from_workbook(content: bytes, sheet: str, best: Callable[[list[Table]], Table]) -> Table:
    book = Workbook(content)
    names = tuple(book.names)
    if sheet in names:
        return _table(book, sheet, names)
    tables = [_table(book, name, names) for name in names[:20]]
    return best([table for table in tables if table.rows] or tables)


def _table(book: Workbook, name: str, names: tuple[str, ...]) -> Table:
    found = book.sheet(name)
    rows = [[_clean(cell) for cell in row] for row in found.rows]
    wide: set[int] = set()
    room = MAX_CELLS  # ranges that lie over each other, as no program writes them, end early
    for (top, left), (bottom, right) in found.merged:
        bottom = min(bottom, len(rows) - 1)
        if top > bottom or left >= len(rows[top]) or (room := room - (bottom + 1 - top)) < 0:
            continue
        text = rows[top][left]
        if right > left and text:
            wide.update(range(top, bottom + 1))
        for row in range(top + 1, bottom + 1):
            if text and left < len(rows[row]) and not rows[row][left]:
                rows[row][left] = text
    return Table(_bounded(_trimmed(rows)), name, names, frozenset(wide), found.links)


# -- text files --------------------------------------------------------------------------------


def _decode(content: bytes) -> str:
    """The text, by its mark or by what fits: UTF-8, or what Windows writes in Indonesia."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _parse(text: str) -> list[list[str]]:
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        # The line by which a spreadsheet program says how it separates; it is no row.
        return [[], *_split(rest, first[4])]
    return _split(text, _separator(text))


def _separator(text: str) -> str:
    """The sign that cuts most lines into the same number of cells, more than one."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:_SAMPLE]
    best, found = 0.0, ","
    for sign in _SEPARATORS:
        if not any(sign in line for line in lines):
            continue
        widths = Counter(len(row) for row in _split("\n".join(lines), sign) if row)
        width, number = max(widths.items(), key=lambda each: (each[0] > 1, each[1], each[0]))
        share = number / max(1, sum(widths.values()))
        if width > 1 and (score := share * 100 + min(width, 20)) > best:
            best, found = score, sign
    return found


def _split(text: str, separator: str) -> list[list[str]]:
    """Cut a text into rows and cells.

    A quotation mark that is never closed would swallow every row behind it; then, and whenever
    the marks do not add up, each line is a row and the marks are signs like any other.
    """
    text = text.replace("\x00", "")
    for strict in (True, False):
        if not strict and text.count('"') % 2:
            break
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
            return [[_clean(cell) for cell in row] for row in reader]
        except csv.Error:
            continue
    return [
        [_clean(cell.strip().strip('"')) for cell in line.split(separator)]
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]


# -- what both need ----------------------------------------------------------------------------


def _clean(cell: str) -> str:
    """A cell without what nobody sees: odd spaces, control and direction signs."""
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    text = unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        sign
        if sign == "\n"
        else " "
        if sign.isspace()
        else ""
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn")
        else sign
        for sign in text
    ).strip()


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Without the empty rows at the end, and the empty cells at the end of every row."""
    for row in rows:
        while row and not row[-1]:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    if not rows:
        raise Unreadable(_("Berkas ini tidak memiliki isi. Pilih berkas yang berisi daftar."))
    width = max(len(row) for row in rows)
    size = sum(len(cell) for row in rows for cell in row)
    if len(rows) > MAX_ROWS or len(rows) * width > MAX_CELLS or size > MAX_TEXT:
        raise Unreadable(
            _("Daftar ini memiliki %(rows)d baris, lebih dari yang dapat diimpor sekaligus. Bagi "
              "menjadi beberapa berkas.")
            % {"rows": len(rows)}
        )  # fmt: skip
    if width > MAX_COLUMNS:
        raise Unreadable(
            _("Daftar ini memiliki %(columns)d kolom; yang dapat dibaca paling banyak %(most)d. "
              "Hapus kolom yang tidak perlu.")
            % {"columns": width, "most": MAX_COLUMNS}
        )  # fmt: skip
    return rows
