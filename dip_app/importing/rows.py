"""What a checked list is made of: rows, what is wrong in them, and what people decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _l

from dip_app.importing.mapping import TARGETS
from dip_app.models import Category, Format
from ppid_portal.people.models import Unit

KEEP, SKIP, UPDATE = "keep", "skip", "update"
"""What becomes of a row that says the same as another: both stay, it goes, it completes."""
CHOICES = (KEEP, SKIP, UPDATE)

NOTES: dict[str, Any] = {
    "of_summary": _l("Diambil dari ringkasan isi informasi."),
    "as_title": _l("Disamakan dengan judul."),
    "read_as": _l("“%(text)s” dibaca sebagai %(to)s."),
    "of_group": _l("Dari judul kelompok di atas baris."),
    "of_file": _l("Dari judul di atas tabel, nama lembar, atau nama berkas."),
    "any_time": _l(
        "Tidak disebut: Setiap saat, kategori informasi yang tidak wajib diumumkan "
        "(UU 14/2008 Pasal 11)."
    ),
    "stated_for_all": _l("Kosong: diisi menurut pilihan untuk seluruh berkas."),
    "above": _l("Sel kosong: sama dengan baris di atasnya."),
    "chosen_unit": _l("Tidak disebut: %(to)s, unit yang dipilih untuk berkas ini."),
    "unknown_unit": _l("Unit dalam berkas tidak dikenal: dicatat pada %(to)s."),
    "several_units": _l("Sel menyebut beberapa unit: %(to)s dicatat sebagai yang menguasai."),
    "as_unit": _l("Disamakan dengan yang menguasai informasi."),
    "several_links": _l("Sel memuat beberapa alamat: yang pertama dipakai."),
    "no_link": _l("Bukan alamat yang dapat dibuka: tidak dipakai."),
    "form_of_text": _l("Bentuk utama dari “%(text)s”: %(to)s."),
    "form_of_link": _l("Bentuk utama dari tautannya: %(to)s."),
    "year_of_title": _l("Tahun dari judul informasi."),
    "year_of_file": _l("Tahun %(to)s, dari judul di atas tabel atau nama berkas."),
    "this_year": _l("Tidak disebut: tahun %(to)s."),
    "shortened": _l("Terlalu panjang: disingkat."),
    "error": _l("Sel berisi galat “%(text)s”: dianggap kosong."),
    "lost_result": _l(
        "Rumus tanpa hasil tersimpan: dianggap kosong. Buka dan simpan ulang berkasnya."
    ),
}
"""What can be said of a value that a row does not state itself."""
_LABELS = {**dict(Category.choices), **dict(Format.choices)}


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell; ``target`` is what its column is, ``column`` how it is called."""

    target: str
    column: str
    message: str


class Note(NamedTuple):
    """A value that the row itself does not state, or that had to be guessed.

    ``text`` is what the cell says, ``to`` what it was read as; ``kind`` is one of ``NOTES``.
    """

    target: str
    kind: str
    text: str = ""
    to: str = ""

    @property
    def label(self) -> str:
        """What its column is."""
        return str(TARGETS[self.target])

    @property
    def message(self) -> str:
        """The note in words."""
        text = " ".join(self.text.split())
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        return str(NOTES[self.kind]) % {"text": shown, "to": _LABELS.get(self.to, self.to)}


@dataclass(frozen=True)
class Known:
    """An item that the list has already."""

    pk: int
    status: str
    responsible: str


@dataclass(slots=True)
class Row:
    """What became of one row.

    ``values`` are the fields of the item; ``stated`` those that the row itself says. ``twin`` is
    an earlier row that says the same, ``known`` an item of the list that does; ``action`` is
    what happens at the import: "create", "update", or "" for a row that is not imported.
    """

    number: int
    texts: dict[str, str]
    reason: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    twin: int | None = None
    known: Known | None = None
    action: str = ""
    unit_named: bool = False

    @property
    def is_item(self) -> bool:
        """Whether it will be imported."""
        return bool(self.action)


@dataclass(frozen=True)
class Decisions:
    """What people decided about single rows.

    ``corrections`` are texts by row and column; ``set_aside`` rows that shall not be imported;
    ``in_file`` and ``in_list`` say what becomes of a row that repeats an earlier one or an item
    of the list, ``single`` the same for one row.
    """

    corrections: dict[int, dict[str, str]] = field(default_factory=dict)
    set_aside: frozenset[int] = frozenset()
    in_file: str = KEEP
    in_list: str = SKIP
    single: dict[int, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what ``from_json`` reads."""
        return {
            "corrections": {str(row): texts for row, texts in self.corrections.items() if texts},
            "set_aside": sorted(self.set_aside),
            "in_file": self.in_file,
            "in_list": self.in_list,
            "single": {str(row): choice for row, choice in self.single.items()},
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Decisions:
        """Read what was stored."""
        return cls(
            {int(row): dict(texts) for row, texts in stored.get("corrections", {}).items()},
            frozenset(stored.get("set_aside", ())),
            stored.get("in_file", KEEP),
            stored.get("in_list", SKIP),
            {int(row): choice for row, choice in stored.get("single", {}).items()},
        )


@dataclass(frozen=True)
class Setting:
    """Within what a list is checked.

    ``unit`` holds the information of rows that name no unit; ``own`` are the units for which the
    importer may import, None for the office, which imports for any. ``year`` is that of rows
    which, with the titles above them, name none.
    """

    unit: Unit
    units: Sequence[Unit]
    year: int
    own: frozenset[int] | None = None


@dataclass(frozen=True)
class Checked:
    """All rows of a list, judged."""

    rows: list[Row]

    @cached_property
    def accepted(self) -> list[Row]:
        """Rows that will be imported."""
        return [row for row in self.rows if row.action]

    @cached_property
    def rejected(self) -> list[Row]:
        """Rows with something wrong."""
        return [row for row in self.rows if row.problems]

    @cached_property
    def skipped(self) -> list[Row]:
        """Rows that are no items, or that somebody set aside, each with its reason."""
        return [row for row in self.rows if row.reason]

    @cached_property
    def twins(self) -> list[Row]:
        """Rows that say the same as an earlier row or as an item of the list."""
        return [row for row in self.rows if row.twin is not None or row.known is not None]

    @cached_property
    def incomplete(self) -> list[Row]:
        """Rows that will be imported but cannot be published before they are completed."""
        return [row for row in self.accepted if row.missing]

    @cached_property
    def defaults(self) -> list[tuple[Note, int]]:
        """Every value that rows did not state themselves, and of how many rows, commonest first."""
        return Counter(note for row in self.accepted for note in row.notes).most_common()

    def report(self) -> dict[str, Any]:
        """The counts and reasons as ``manage.py dip import --json`` prints them."""
        return {
            "rows": len(self.rows),
            "accepted": len(self.accepted),
            "rejected": len(self.rejected),
            "errors": [
                {"row": row.number, "column": problem.column, "message": problem.message}
                for row in self.rejected
                for problem in row.problems
            ],
            "skipped": [{"row": row.number, "reason": row.reason} for row in self.skipped],
            "notes": [
                {"column": str(TARGETS[note.target]), "message": note.message, "rows": number}
                for note, number in self.defaults
            ],
        }
