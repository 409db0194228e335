"""Which rows of a table are items, and what the others are: headings, repeated heads, sums, notes.

Every row beneath the headings comes out, as an item or with the reason why it is none; a heading
of a group speaks for the rows beneath it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from django.utils.translation import gettext as _

from dip_app.importing import values
from dip_app.importing.mapping import (
    LINK,
    NUMBER,
    RESPONSIBLE,
    SEVERAL,
    TITLE,
    UNIT,
    Mapping,
)
from dip_app.importing.reading import Table

_DIGITS = re.compile(r"\(?\d{1,5}[.)]?\Z")
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?\Z")
_MARK = re.compile(r"(?:[IVXLC]{1,6}|[A-Za-z]|\d{1,3})[.)]\s*")
_SUM = re.compile(
    r"(?:sub ?)?(?:jumlah|total|grand total)(?: (?:baris|informasi|informasi publik|seluruhnya|"
    r"keseluruhan|semua|data|dokumen|dip))*(?: \d+)*\Z"
)
_NOTE = re.compile(
    r"(?:nip|mengetahui|menyetujui|ditetapkan di|ditandatangani|ttd|tertanda|keterangan|catatan|"
    r"sumber data|a n|an|plh|plt)\b"
)
_FIGURE = re.compile(r"[\d.,() ]+\Z")
_LONGEST_TOPIC = 100


@dataclass(slots=True)
class Sifted:
    """One row: its texts by what their columns are, or why it is no item.

    ``number`` is the row's in the file. ``category`` and ``topic`` are those of the heading above
    it; ``spoilt`` names the columns in whose cell a formula failed, with what stood there;
    ``inherited`` those that repeat the row above.
    """

    number: int
    texts: dict[str, str]
    reason: str = ""
    category: str = ""
    topic: str = ""
    spoilt: dict[str, str] = field(default_factory=dict)
    inherited: frozenset[str] = frozenset()


def sift(table: Table, mapping: Mapping) -> list[Sifted]:
    """Sort the rows beneath the headings, all of them, in their order."""
    rows = [_read(table, mapping, number) for number in range(mapping.first_row, len(table.rows))]
    look = _Look(table, mapping, rows)
    category = topic = ""
    above: dict[str, str] = {}
    for row in rows:
        row.reason, heading = look.judge(row)
        if heading:
            named = values.category(heading)
            if len(named) == 1:
                category, topic = named[0], ""
            else:
                topic = _MARK.sub("", heading, count=1)[:_LONGEST_TOPIC].strip()
        row.category, row.topic = category, topic
        if not row.reason and mapping.fill_down:
            row.inherited = _fill_down(row.texts, above)
    return rows


def texts_of(table: Table, mapping: Mapping, number: int) -> dict[str, str]:
    """What one row says, by what its columns are; ``number`` is that of the file."""
    return _read(table, mapping, number - 1).texts


def _read(table: Table, mapping: Mapping, place: int) -> Sifted:
    cells = table.rows[place]
    row = Sifted(place + 1, {})
    texts = row.texts
    for column, target in mapping.columns.items():
        text = cells[column] if column < len(cells) else ""
        if values.is_error(text):
            row.spoilt[target] = text
            continue
        if target == LINK and table.links and not values.links(text):
            text = table.links.get((place, column), text)
        if values.is_blank(text):
            continue
        if target in SEVERAL:
            if values.is_tick(text):
                text = mapping.headings[column].rpartition(": ")[2]
            if target in texts:
                text = f"{texts[target]}; {text}"
        texts[target] = text
    return row


def _fill_down(texts: dict[str, str], above: dict[str, str]) -> frozenset[str]:
    inherited = set()
    for target in (UNIT, RESPONSIBLE):
        if target in texts:
            above[target] = texts[target]
        elif target in above:
            texts[target] = above[target]
            inherited.add(target)
    return frozenset(inherited)


class _Look:
    """What the table as a whole looks like, by which a single row is judged."""

    def __init__(self, table: Table, mapping: Mapping, rows: Sequence[Sifted]) -> None:
        self._table = table
        self._mapping = mapping
        filled = [len(row.texts) - (NUMBER in row.texts) for row in rows if TITLE in row.texts]
        self._usual = median(filled) if filled else 0
        full = [row for row in rows if self._is_full(row)]
        numbered = [row for row in full if _DIGITS.match(row.texts.get(NUMBER, ""))]
        self._by_digits = len(numbered) * 2 > len(full)
        self._last_full = max((row.number for row in full), default=0)
        self._heads = [
            {values.plain(cell) for cell in table.rows[place] if cell} for place in mapping.header
        ]

    def _is_full(self, row: Sifted) -> bool:
        if self._usual < 2:
            return TITLE in row.texts
        return TITLE in row.texts and len(row.texts) - (NUMBER in row.texts) >= 2

    def judge(self, row: Sifted) -> tuple[str, str]:
        """Why a row is no item, "" when it is one; and the heading that it is, or ""."""
        cells = [
            cell
            for cell in self._table.rows[row.number - 1]
            if not values.is_blank(cell) and not values.is_error(cell)
        ]
        if not cells:
            return _("Baris kosong."), ""
        if set(row.texts) == {NUMBER} and len(cells) == 1 and _DIGITS.match(cells[0]):
            return _("Hanya nomor urut, tanpa isi."), ""
        if self._repeats_head(cells):
            return _("Kepala tabel yang berulang."), ""
        if self._numbers_columns(cells):
            return _("Nomor kolom."), ""
        if len(cells) > 4 and TITLE in row.texts:
            return "", ""  # nothing but an item says so much
        words = [text for text in dict.fromkeys(cells) if not _FIGURE.match(text)]
        if (
            len(words) == 1
            and _SUM.match(values.plain(words[0]))
            and TITLE not in (set(row.texts) if len(cells) > 2 else ())
        ):
            return _("Baris jumlah."), ""
        if self._is_note(row, words):
            return _("Catatan atau tanda tangan di bawah tabel."), ""
        if heading := self._heading(row, words):
            return _("Judul kelompok: %(text)s") % {"text": heading[:120]}, heading
        return "", ""

    def _repeats_head(self, cells: Sequence[str]) -> bool:
        if len(cells) < 2 or not any(
            values.plain(cell) in head for head in self._heads for cell in cells[:2]
        ):
            return False
        said = [values.plain(cell) for cell in cells]
        return any(
            sum(1 for each in said if each in head) >= 0.6 * len(said)
            and len(set(said) & head) >= 2
            for head in self._heads
        )

    def _numbers_columns(self, cells: Sequence[str]) -> bool:
        if len(cells) < 3 or not all(_COLUMN_NUMBER.match(cell) for cell in cells):
            return False
        figures = [int(cell.strip("()")) for cell in cells]
        return all(b - a == 1 for a, b in pairwise(figures))

    def _is_note(self, row: Sifted, words: Sequence[str]) -> bool:
        """Whether a row beneath the last full one is a note or a signature."""
        if (row.number <= self._last_full and self._usual >= 2) or not words or len(words) > 2:
            return False
        if row.number < len(self._table.rows) * 0.5 or len(values.category(words[0])) == 1:
            return False
        if any(_NOTE.match(values.plain(word)) for word in words):
            return True
        return self._usual >= 2 and not _DIGITS.match(row.texts.get(NUMBER, ""))

    def _heading(self, row: Sifted, words: Sequence[str]) -> str:
        """The text of a row that names a group, "" for an item."""
        texts = row.texts
        number = texts.get(NUMBER, "")
        rest = [text for target, text in texts.items() if target != NUMBER]
        if len(self._mapping.columns) < 2 or not words or len(words) > 2:
            return ""
        text = texts.get(TITLE) or (words[-1] if len(words[-1]) > 3 else words[0])
        if len(text) <= 3:
            return ""
        if len(words) == 1 and TITLE not in texts:
            # One text, and not where titles stand: in the column of numbers, or merged across.
            return (
                text
                if set(texts) <= {NUMBER} or row.number - 1 in self._table.wide
                else (text if len(values.category(text)) == 1 and len(rest) == 1 else "")
            )
        if set(texts) - {NUMBER, TITLE} or (len(words) == 2 and words[0] != number):
            return ""
        if row.number - 1 in self._table.wide:
            return text
        if len(values.category(text)) == 1 and not _DIGITS.match(number):
            return text
        if self._usual >= 3 and not (self._by_digits and _DIGITS.match(number)):
            return text
        return ""
