"""Opening a workbook that anybody may have made: looked through before a library reads it.

A small file can hold a great deal: an archive that unpacks to gigabytes, one cell at the far end
of the sheet for which the library would make room for seventeen thousand million others, or one
long text that a million cells repeat. So the archive is unpacked here, within bounds, each sheet
is walked through once without keeping anything of its text, and only then the library gets it:
packed anew from exactly what was looked at, without pictures, programs and the like.

Nothing is calculated: of a formula the result that was saved with the file is read.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

import python_calamine as calamine
from django.utils.translation import gettext as _

from dip_app.importing.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    MAX_UNPACKED,
    Unreadable,
)

#: Stands in a cell whose formula was saved without its result.
NO_RESULT = "#RUMUS!"

_REFERENCE = re.compile(r"[A-Za-z]{1,3}[1-9][0-9]{0,6}\Z")
_LETTERS = re.compile(r"[A-Za-z]{1,3}\Z")
_COLUMNS: dict[str, int] = {}  # no more than there are words of three letters
_LEFT_OUT = re.compile(
    r"(?:^|/)(?:media|drawings|charts|embeddings|activex|ctrlprops|externallinks|customxml|"
    r"printersettings|threadedcomments)/|vbaproject|\.(?:bin|vml|png|jpe?g|gif|emf|wmf)$",
    re.IGNORECASE,
)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    IndexError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)

Place = tuple[int, int]
"""A cell: row and column, from 0."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: texts as a person reads them, rows from the first of the sheet."""

    name: str
    rows: list[list[str]]
    merged: list[tuple[Place, Place]]
    links: dict[Place, str]


@dataclass
class _Scan:
    """What a walk through a sheet found besides its texts."""

    errors: dict[Place, str] = field(default_factory=dict)
    links: dict[Place, tuple[str, str]] = field(default_factory=dict)
    shared: int = 0
    far_row: int = 0
    far_column: int = 0


class Workbook:
    """An XLSX file within bounds; raises Unreadable with a sentence that says what to do."""

    def __init__(self, content: bytes) -> None:
        self._parts = _unpack(content)
        self._scans = {
            name: scan for name, data in self._parts.items() if (scan := _walk(data)) is not None
        }
        self._check_texts()
        self._book = self._open()
        self._paths = self._sheet_paths()

    @property
    def names(self) -> list[str]:
        """The names of the sheets that a person sees, in their order."""
        kinds = calamine.SheetTypeEnum.WorkSheet, calamine.SheetVisibleEnum.Visible
        seen = [
            sheet.name
            for sheet in self._book.sheets_metadata
            if (sheet.typ, sheet.visible) == kinds
        ]
        return seen or list(self._book.sheet_names)

    def sheet(self, name: str) -> Sheet:
        """Read one sheet."""
        scan = self._scans.get(self._paths.get(name, ""), _Scan())
        found = _guarded(lambda: self._book.get_sheet_by_name(name))
        values = _guarded(lambda: found.to_python(skip_empty_area=False))
        rows = [[_text(value) for value in row] for row in values]
        for (row, column), text in scan.errors.items():
            rows.extend([] for _missing in range(row + 1 - len(rows)))
            rows[row].extend("" for _missing in range(column + 1 - len(rows[row])))
            rows[row][column] = rows[row][column] or text
        targets = self._targets(name)
        links = {
            place: target
            for place, (relation, location) in scan.links.items()
            if (target := targets.get(relation, "") or location)
        }
        return Sheet(name, rows, found.merged_cell_ranges or [], links)

    # -- how it is opened ----------------------------------------------------------------------

    def _open(self) -> calamine.CalamineWorkbook:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, data in self._parts.items():
                archive.writestr(zipfile.ZipInfo(name), data)
        packed.seek(0)
        book = _guarded(lambda: calamine.load_workbook(packed))
        if not book.sheet_names:
            raise Unreadable(_("Berkas ini tidak memiliki lembar kerja."))
        return book

    def _check_texts(self) -> None:
        """Refuse a workbook whose repeated texts would not fit into memory once written out."""
        strings = next(
            (
                data
                for name, data in self._parts.items()
                if name.lower().endswith("sharedstrings.xml")
            ),
            b"",
        )
        sizes = [len(each) for each in re.split(rb"</(?:\w+:)?si>", strings)]
        cells = sum(scan.shared for scan in self._scans.values())
        if cells * max(sizes) <= MAX_TEXT:
            return
        total = seen = 0
        for name in self._scans:
            for found in re.finditer(rb"<(?:\w+:)?v>\s*(\d{1,9})\s*</", self._parts[name]):
                seen += 1
                number = int(found.group(1))
                total += sizes[number] if number < len(sizes) else 0
        if total > MAX_TEXT or seen < cells:
            raise _too_large()

    # -- names and addresses -------------------------------------------------------------------

    def _sheet_paths(self) -> dict[str, str]:
        """Where each sheet's part lies, for what the library does not tell: links and errors."""
        names: dict[str, str] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if _local(tag) == "sheet":
                relation = next((v for k, v in attributes.items() if _local(k) == "id"), "")
                names[attributes.get("name", "")] = relation

        data = self._parts.get("xl/workbook.xml", b"")
        _parse(data, start)
        targets = _relations(self._parts.get("xl/_rels/workbook.xml.rels", b""))
        return {
            name: posixpath.normpath(posixpath.join("/xl", targets.get(relation, "")))[1:]
            for name, relation in names.items()
        }

    def _targets(self, name: str) -> dict[str, str]:
        folder, _slash, file = self._paths.get(name, "").rpartition("/")
        return _relations(self._parts.get(f"{folder}/_rels/{file}.rels", b""))


def _unpack(content: bytes) -> dict[str, bytes]:
    """The parts that hold text, unpacked; their sum is bounded by what the archive declares.

    ``zipfile`` gives no more than a part declares and checks its sum, so an archive that lies
    about its size is found out and never unpacked further.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {
                entry.filename: entry
                for entry in archive.infolist()
                if not entry.is_dir() and not _LEFT_OUT.search(entry.filename)
            }
            if any(entry.flag_bits & 1 for entry in entries.values()):
                raise Unreadable(_("Berkas ini terkunci kata sandi. Simpan tanpa kata sandi."))
            if sum(entry.file_size for entry in entries.values()) > MAX_UNPACKED:
                raise _too_large()
            return {name: archive.read(entry) for name, entry in entries.items()}
    except _BROKEN as error:
        raise _spoilt() from error


def _walk(data: bytes) -> _Scan | None:
    """Walk through a sheet and refuse one that is too large; None for what is no sheet."""
    if b"worksheet" not in data[:4096] and b"w\0o\0r\0k" not in data[:8192]:
        return None
    scan = _Scan()
    row = column = -1
    kind = ""
    valued = formula = False

    def settle() -> None:
        # Called when the next cell or row begins: a formula without a saved result says so.
        if formula and not valued and row < MAX_ROWS and column < MAX_COLUMNS:
            scan.errors[row, column] = NO_RESULT
        if kind == "e":
            parser.CharacterDataHandler = None

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, kind, valued, formula
        if ":" in tag:
            tag = _local(tag)
        if tag == "c":
            settle()
            reference = attributes.get("r")
            if reference is None:
                column += 1
            else:
                row, column = _place(reference)
            kind, valued, formula = attributes.get("t", ""), False, False
        elif tag == "v" or tag == "is":
            valued = True
            if row >= scan.far_row or column >= scan.far_column:
                scan.far_row, scan.far_column = max(row, scan.far_row), max(column, scan.far_column)
                _check_size(scan, row, column)
            if kind == "s":
                scan.shared += 1
            elif kind == "e":
                scan.errors[row, column] = ""
                parser.CharacterDataHandler = error_text
        elif tag == "row":
            settle()
            kind, valued, formula = "", False, False
            row = int(attributes["r"]) - 1 if "r" in attributes else row + 1
            if row < 0:
                raise ValueError("not a row")
            column = -1
        elif tag == "f":
            formula = True
        elif tag == "hyperlink":
            relation = next((v for k, v in attributes.items() if _local(k) == "id"), "")
            first = attributes.get("ref", "").partition(":")[0]
            if _REFERENCE.match(first) and len(scan.links) < MAX_CELLS:
                scan.links[_place(first)] = relation, attributes.get("location", "")

    def error_text(text: str) -> None:
        scan.errors[row, column] = (scan.errors.get((row, column), "") + text.strip())[:20]

    parser = _parser(start)
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, OverflowError) as error:
        raise _spoilt() from error
    settle()
    return scan


def _check_size(scan: _Scan, row: int, column: int) -> None:
    if row >= MAX_ROWS or column >= MAX_COLUMNS:
        raise Unreadable(
            _(
                "Sel %(cell)s berisi sesuatu, jauh di luar tabel; yang dapat dibaca paling banyak "
                "%(rows)s baris dan %(columns)s kolom. Hapus isi sel itu atau bagi berkasnya."
            )
            % {"cell": _named(row, column), "rows": f"{MAX_ROWS:,}".replace(",", "."),
               "columns": MAX_COLUMNS}
        )  # fmt: skip
    if (scan.far_row + 1) * (scan.far_column + 1) > MAX_CELLS:
        raise _too_large()


def _parser(start: Any) -> Any:
    def refuse(*_declaration: object) -> None:
        raise ValueError("a workbook declares no document type")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    return parser


def _parse(data: bytes, start: Any) -> None:
    try:
        _parser(start).Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise _spoilt() from error


def _relations(data: bytes) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    if data:
        _parse(data, start)
    return targets


def _guarded(read: Any) -> Any:
    """Call the library; whatever it answers to a spoilt file becomes one sentence."""
    try:
        return read()
    except calamine.PasswordError as error:
        raise Unreadable(_("Berkas ini terkunci kata sandi. Simpan tanpa kata sandi.")) from error
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        # A panic of the library is no Exception.
        raise _spoilt() from error


def _text(value: object) -> str:
    """A cell as a person reads it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def _place(reference: str) -> Place:
    letters = reference.rstrip("0123456789")
    column = _COLUMNS.get(letters)
    if column is None:
        column = _COLUMNS[letters] = _column(letters)
    if (row := int(reference[len(letters) :]) - 1) < 0:
        raise ValueError("not a cell")
    return row, column


def _column(letters: str) -> int:
    if not _LETTERS.match(letters):
        raise ValueError("not a cell")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def _named(row: int, column: int) -> str:
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _spoilt() -> Unreadable:
    return Unreadable(
        _("Berkas ini rusak atau bukan XLSX. Buka di aplikasi lembar kerja, simpan ulang sebagai "
          "XLSX, lalu unggah.")
    )  # fmt: skip


def _too_large() -> Unreadable:
    return Unreadable(_("Isi berkas ini terlalu besar untuk dibaca. Bagi menjadi beberapa berkas."))
