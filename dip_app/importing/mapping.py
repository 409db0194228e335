"""What each column of a list is: proposed from its heading and its cells, changed by a person.

The columns are those of the law's form (Perki 1/2010 Lampiran II, kept by Perki 1/2021) and
those that practice adds: title, category, topic, link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext_lazy as _l

from dip_app.importing import values
from dip_app.importing.reading import Table

TITLE, SUMMARY, CATEGORY, UNIT, RESPONSIBLE = (
    "title", "summary", "category", "unit", "responsible",
)  # fmt: skip
MADE, MADE_WHEN, MADE_WHERE, FORMATS, RETENTION = (
    "made", "made_when", "made_where", "formats", "retention",
)  # fmt: skip
TOPIC, LINK, LICENCE, NUMBER = "topic", "link", "licence", "number"

#: What a column can be, in the order of the law's form.
TARGETS: dict[str, Any] = {
    NUMBER: _l("Nomor urut"),
    TITLE: _l("Judul informasi"),
    SUMMARY: _l("Ringkasan isi informasi"),
    CATEGORY: _l("Kategori (berkala, serta-merta, setiap saat)"),
    UNIT: _l("Pejabat atau unit yang menguasai"),
    RESPONSIBLE: _l("Penanggung jawab pembuatan atau penerbitan"),
    MADE: _l("Waktu dan tempat pembuatan (satu kolom)"),
    MADE_WHEN: _l("Waktu pembuatan"),
    MADE_WHERE: _l("Tempat pembuatan"),
    FORMATS: _l("Bentuk informasi yang tersedia"),
    RETENTION: _l("Jangka waktu penyimpanan"),
    TOPIC: _l("Topik atau kelompok"),
    LINK: _l("Tautan"),
    LICENCE: _l("Ketentuan pemakaian"),
}
#: What several columns may be together; of the others a list has one.
SEVERAL = frozenset({CATEGORY, FORMATS, LINK})
#: What a person may state for every row that leaves it empty.
FILLABLE = (
    CATEGORY, RESPONSIBLE, MADE_WHEN, MADE_WHERE, FORMATS, RETENTION, TOPIC, LICENCE,
)  # fmt: skip

#: Headings as they were seen, in plain words.
SYNONYMS: dict[str, tuple[str, ...]] = {
    NUMBER: ("no", "nomor", "nomer", "no urut", "nomor urut", "nmr", "num", "baris sumber"),
    TITLE: (
        "judul", "judul informasi", "nama informasi", "nama dokumen", "nama data", "informasi",
        "informasi publik", "jenis informasi", "jenis informasi publik", "jenis judul informasi",
        "jenis dan judul informasi", "judul dokumen", "daftar informasi", "daftar informasi publik",
        "nama informasi publik", "nama atau judul informasi", "jenis dokumen", "dokumen",
        "rincian informasi",
    ),
    SUMMARY: (
        "ringkasan", "ringkasan informasi", "ringkasan isi", "ringkasan isi informasi",
        "isi informasi", "deskripsi", "uraian", "uraian informasi", "keterangan isi", "abstrak",
        "isi ringkas", "ringkasan diisi pengembang",
    ),
    CATEGORY: (
        "kategori", "kategori informasi", "klasifikasi", "klasifikasi informasi", "sifat",
        "sifat informasi", "golongan informasi", "berkala", "serta merta", "setiap saat",
        "informasi berkala", "informasi serta merta", "informasi setiap saat",
        "tersedia setiap saat", "kategori informasi publik", "jenis kategori",
    ),
    UNIT: (
        "pejabat unit satuan kerja yang menguasai informasi", "pejabat yang menguasai",
        "pejabat yang menguasai informasi", "unit yang menguasai", "unit yang menguasai informasi",
        "unit satuan kerja yang menguasai informasi",
        "pejabat unit satker yang menguasai informasi", "unit kerja",
        "satuan kerja", "satker", "unit", "opd", "skpd", "perangkat daerah", "bidang",
        "bagian", "instansi", "unit organisasi", "unit pengolah", "penguasa informasi",
        "pejabat penguasa informasi", "penguasaan informasi", "dinas",
    ),
    RESPONSIBLE: (
        "penanggung jawab", "penanggungjawab", "penanggung jawab pembuatan",
        "penanggung jawab pembuatan informasi", "penanggungjawab pembuatan", "penerbit",
        "penanggung jawab pembuatan atau penerbitan informasi", "penerbit penanggung jawab",
        "penanggung jawab pembuatan penerbitan informasi", "pembuat informasi",
    ),
    MADE: (
        "waktu dan tempat pembuatan informasi", "waktu dan tempat pembuatan", "waktu dan tempat",
        "waktu tempat pembuatan informasi", "tempat dan waktu pembuatan",
    ),
    MADE_WHEN: (
        "waktu", "waktu pembuatan", "waktu pembuatan informasi", "tahun", "tanggal",
        "tahun pembuatan", "tanggal pembuatan", "tahun terbit", "tanggal terbit", "periode",
        "waktu penerbitan", "tgl", "tahun informasi",
    ),
    MADE_WHERE: ("tempat", "tempat pembuatan", "tempat pembuatan informasi", "lokasi"),
    FORMATS: (
        "bentuk", "bentuk informasi", "format", "bentuk informasi yang tersedia",
        "format bentuk informasi yang tersedia", "format informasi",
        "format informasi yang tersedia", "tipe file",
        "jenis file", "tipe berkas", "media", "jenis media", "bentuk format",
        "jenis media teks", "media informasi", "softcopy", "hardcopy", "soft copy", "hard copy",
        "soft file", "hard file", "cetak", "online", "elektronik", "rekaman", "format berkas",
    ),
    RETENTION: (
        "retensi", "retensi arsip", "jangka waktu", "jangka waktu penyimpanan", "masa simpan",
        "jangka waktu penyimpanan atau retensi arsip", "jangka waktu simpan", "masa retensi",
        "jangka waktu retensi", "jra", "jangka penyimpanan",
    ),
    TOPIC: ("topik", "tema", "kelompok", "kelompok informasi", "subjek", "sub kelompok", "rumpun"),
    LINK: (
        "link", "tautan", "url", "link tautan", "alamat url", "alamat tautan", "link akses", "src",
        "tautan unduh", "link unduh", "alamat situs", "website", "link dokumen", "link informasi",
        "tautan dokumen", "hyperlink", "alamat web", "link url",
    ),
    LICENCE: ("lisensi", "ketentuan pemakaian", "ketentuan penggunaan"),
}  # fmt: skip
_BY_HEADING = {heading: target for target, all_ in SYNONYMS.items() for heading in all_}

#: What headings that nobody foresaw hold; the first that fits counts.
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("", re.compile(r"^jenis (tautan|link)\b|^id\b|\bid$")),
    (MADE, re.compile(r"\bwaktu\b.*\btempat\b|\btempat\b.*\bwaktu\b")),
    (RETENTION, re.compile(r"\bjangka waktu\b|\bretensi\b|\bmasa simpan\b|\bpenyimpanan\b")),
    (RESPONSIBLE, re.compile(r"\bpenanggung ?jawab\b|\bpenerbit\b|\bpembuat\b")),
    (UNIT, re.compile(r"\bmenguasai\b|\bpenguasa\b|\b(unit|satuan) kerja\b|\bsatker\b")),
    (LINK, re.compile(r"\b(link|tautan|url|website|hyperlink)\b")),
    (CATEGORY, re.compile(r"\bkategori\b|\bklasifikasi\b|\bsifat informasi\b")),
    (SUMMARY, re.compile(r"\bringkas(an)?\b|\bisi informasi\b|\bdeskripsi\b|\buraian\b")),
    (FORMATS, re.compile(r"\bbentuk\b|\bformat\b|\b(tipe|jenis) (file|berkas|media)\b")),
    (TITLE, re.compile(r"\bjudul\b|\b(nama|jenis) (informasi|dokumen|data)\b")),
    (MADE_WHERE, re.compile(r"^tempat\b")),
    (MADE_WHEN, re.compile(r"^(waktu|tahun|tanggal)\b")),
    (TOPIC, re.compile(r"\btopik\b|\bkelompok\b")),
    (NUMBER, re.compile(r"^(no|nomor)\b")),
)
#: Headings of the list of exclusions (domain of SOP 8), which is no part of the public list.
_OF_EXCLUSIONS = re.compile(r"\bkonsekuensi\b|\bdikecualikan\b|\bpengecualian\b")
_LEADS_ON = frozenset(("lihat", "klik", "klik disini", "klik di sini", "unduh", "download", "buka"))
_LONGEST_HEADING = 90
_LOOKED_AT = 40
_SAMPLE = 200


@dataclass(frozen=True)
class Mapping:
    """How a table is read.

    ``header`` are the rows of the headings (from 0), none when there are no headings; ``columns``
    says what columns are; ``headings`` what stands above each. ``fills`` are what a person stated
    for rows that leave it empty. With ``fill_down`` an empty cell for unit or person in charge
    means what stands above it, as when merged cells were saved as text.
    """

    sheet: str = ""
    header: tuple[int, ...] = ()
    columns: dict[int, str] = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    fills: dict[str, str] = field(default_factory=dict)
    fill_down: bool = False

    @property
    def first_row(self) -> int:
        """The first row beneath the headings, from 0."""
        return self.header[-1] + 1 if self.header else 0

    def heading(self, target: str) -> str:
        """What the file calls a column, "" when it has none."""
        return next(
            (self.headings[n] for n, name in self.columns.items() if name == target
             and n < len(self.headings)), "",
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """Return what ``from_json`` reads."""
        return {
            "sheet": self.sheet,
            "header": list(self.header),
            "columns": {str(number): target for number, target in self.columns.items()},
            "headings": list(self.headings),
            "fills": self.fills,
            "fill_down": self.fill_down,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Mapping:
        """Read what was stored."""
        return cls(
            sheet=stored.get("sheet", ""),
            header=tuple(stored.get("header", ())),
            columns={
                int(number): target
                for number, target in stored.get("columns", {}).items()
                if target in TARGETS
            },
            headings=tuple(stored.get("headings", ())),
            fills={k: v for k, v in stored.get("fills", {}).items() if k in FILLABLE and v},
            fill_down=bool(stored.get("fill_down")),
        )


# -- headings ----------------------------------------------------------------------------------


def target_of(heading: str, *, guess: bool = True) -> str | None:
    """What a heading says its column is: "" for nothing we keep, None for what nobody knows.

    Typing errors are forgiven with ``guess``.
    """
    words = values.plain(heading)
    if not words or len(words) > _LONGEST_HEADING:
        return None
    if (found := _BY_HEADING.get(words)) is not None:
        return found
    for target, pattern in _RULES:
        if pattern.search(words):
            return target
    if guess and len(words) >= 5 and (near := get_close_matches(words, _BY_HEADING, 1, 0.86)):
        return _BY_HEADING[near[0]]
    return None


def find_header(table: Table) -> tuple[int, ...]:
    """The rows of the headings: the row, among the first, in which most cells are headings.

    A second row belongs to it when it divides columns further: "Waktu" and "Tempat" beneath
    "Waktu dan tempat pembuatan". Empty when no row looks like headings.
    """
    best, place = 1.0, None
    for number, row in enumerate(table.rows[:_LOOKED_AT]):
        score = _score(row)
        if score > best:
            best, place = score, number
    if place is None:
        return ()
    if place + 1 < len(table.rows) and _divides(table.rows[place], table.rows[place + 1]):
        return (place, place + 1)
    return (place,)


def quality(table: Table) -> float:
    """How much a sheet looks like a list, for choosing among sheets."""
    return max((_score(row) for row in table.rows[:_LOOKED_AT]), default=0.0)


def _score(row: Sequence[str]) -> float:
    """How many different columns a row's cells name; known headings count more than likely ones."""
    found: dict[str, float] = {}
    for cell in row:
        if not cell or len(cell) > _LONGEST_HEADING:
            continue
        exact = _BY_HEADING.get(values.plain(cell))
        # Guessing takes long, and forty rows of texts are no headings but one.
        target = exact or target_of(cell, guess=False)
        if target:
            worth = 1.0 if exact else 0.6 if not any(sign.isdigit() for sign in cell) else 0.2
            found[target] = max(found.get(target, 0.0), worth)
    return sum(found.values())


def _divides(upper: Sequence[str], lower: Sequence[str]) -> bool:
    new = 0
    for number, cell in enumerate(lower):
        above = upper[number] if number < len(upper) else ""
        if not cell or cell == above:
            continue
        if values.plain(cell) not in _BY_HEADING or values.plain(cell).isdigit():
            return False
        if above and not _is_divided(upper, number):
            return False
        new += 1
    return new >= 2


def _is_divided(upper: Sequence[str], number: int) -> bool:
    """Whether a heading has an empty one to its right, or is one: merged across columns."""
    right = upper[number + 1] if number + 1 < len(upper) else ""
    return not right


def headings(table: Table, header: Sequence[int]) -> tuple[str, ...]:
    """What stands above each column; of two rows the lower, behind the upper where both speak."""
    if not header:
        return tuple("" for _column in range(table.width))
    upper = table.rows[header[0]]
    lower = table.rows[header[-1]] if len(header) > 1 else []
    found, above = [], ""
    for number in range(table.width):
        top = upper[number] if number < len(upper) else ""
        bottom = lower[number] if number < len(lower) else ""
        above = top or (above if bottom else "")
        if bottom and above and bottom != above:
            found.append(f"{above}: {bottom}")
        else:
            found.append(bottom or top)
    return tuple(found)


# -- the proposal ------------------------------------------------------------------------------


def propose(table: Table, header: Sequence[int] | None = None) -> Mapping:
    """Propose what each column is; ``header`` when a person said where the headings stand."""
    rows = find_header(table) if header is None else tuple(header)
    names = headings(table, rows)
    first = rows[-1] + 1 if rows else 0
    columns: dict[int, str] = {}
    strength: dict[int, int] = {}
    for number, name in enumerate(names):
        cells = _cells(table, number, first)
        if not name and not cells:
            continue
        target, sure = _target(name, cells)
        if target:
            columns[number], strength[number] = target, sure
    return Mapping(table.sheet, rows, _without_rivals(columns, strength, table, first), names)


def _target(name: str, cells: list[str]) -> tuple[str, int]:
    """What a column is, by its heading and, where that is not plain, by what it holds."""
    last = name.rpartition(": ")[2]
    plain = values.plain(last)
    by_name = target_of(last) if last else None
    if by_name is None and ": " in name:
        by_name = target_of(name.partition(": ")[0])
    sure = 2 if plain in _BY_HEADING else 1
    if not cells:
        return by_name or "", sure
    short = [cell for cell in cells if len(cell) < 120]
    if by_name in (TITLE, TOPIC, UNIT, FORMATS, None) and _share(
        short, lambda cell: bool(values.category(cell))
    ) * len(short) > 0.6 * len(cells):
        return CATEGORY, 2
    if (
        by_name in (FORMATS, None, "", MADE_WHERE, LINK)
        and _share(cells, lambda cell: bool(values.links(cell))) > 0.5
    ):
        return LINK, 2
    if (
        by_name in (FORMATS, None, "")
        and _share(cells, lambda cell: values.plain(cell) in _LEADS_ON) > 0.5
    ):
        return LINK, 1
    if by_name is None and not name:
        return _by_cells(cells), 0
    return by_name or "", sure


def _by_cells(cells: list[str]) -> str:
    """What a column without a heading is."""
    if _share(cells, lambda cell: cell.strip(".) ").isdigit() and len(cell) < 6) > 0.8:
        if _share(cells, values.is_only_year) > 0.8:
            return MADE_WHEN
        return NUMBER
    if _share(cells, values.is_only_form) > 0.6:
        return FORMATS
    if sum(len(cell) for cell in cells) / len(cells) >= 15:
        return TITLE
    return ""


def _without_rivals(
    columns: dict[int, str], strength: dict[int, int], table: Table, first: int
) -> dict[int, str]:
    """Of columns that say they are the same, keep the surest and leftmost."""
    kept: dict[int, str] = {}
    for target in dict.fromkeys(columns.values()):
        rivals = [number for number, name in columns.items() if name == target]
        if target in SEVERAL:
            kept.update(dict.fromkeys(rivals, target))
            continue
        best = max(rivals, key=lambda n: (strength[n], bool(_cells(table, n, first)), -n))
        kept[best] = target
        if target == TITLE and SUMMARY not in columns.values():
            # Two columns of titles, as in "Jenis informasi" and "Judul": the other one groups.
            kept.update({n: TOPIC for n in rivals if n < best and TOPIC not in columns.values()})
    return dict(sorted(kept.items()))


def _cells(table: Table, number: int, first: int) -> list[str]:
    found = []
    for row in table.rows[first : first + _SAMPLE]:
        if number < len(row) and not values.is_blank(row[number]):
            found.append(row[number])
    return found


def _share(cells: Sequence[str], holds: Any) -> float:
    return sum(1 for cell in cells if holds(cell)) / len(cells) if cells else 0.0


# -- what stands above and around the table ----------------------------------------------------


@dataclass(frozen=True)
class Hints:
    """What the titles above a table, or the name of its sheet, say of every row."""

    year: int | None = None
    category: str = ""


def hints(table: Table, mapping: Mapping, name: str = "") -> Hints:
    """Read titles such as "DAFTAR INFORMASI BERKALA TAHUN 2023"; ``name`` is the file's."""
    top = mapping.header[0] if mapping.header else 0
    texts = [cell for row in table.rows[:top] for cell in row if cell]
    texts += [table.sheet, name.rpartition(".")[0].replace("_", " ")]
    if any(_OF_EXCLUSIONS.search(values.plain(heading)) for heading in mapping.headings):
        return Hints(_year(texts), values.EXCLUDED)
    return Hints(_year(texts), _category(texts))


def _year(texts: Iterable[str]) -> int | None:
    return next((found[1] for text in texts if (found := values.first_year(text))), None)


def _category(texts: Iterable[str]) -> str:
    for text in texts:
        named = values.category(text)
        if len(named) == 1:
            return named[0]
    return ""


def choose(tables: list[Table]) -> Table:
    """The sheet that looks most like a list; the first of equals."""
    return max(tables, key=quality)
