"""A register on paper: letterhead, the columns of the law on every sheet, and who signs.

Laid out here and not by WeasyPrint, which needs twenty seconds and more for a year of a thousand
lines: columns of fixed width, rows as high as their longest cell, headings drawn again on each
page. The file is tagged all the same, so a screen reader reads it as a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ppid_portal.clock.words import day_name
from ppid_portal.letters.typeface import BOLD, REGULAR, typeface
from ppid_portal.reports.tagged import Document, Element, Sheet, actual
from ppid_portal.reports.wrapping import Ruler
from ppid_portal.sop.registers import Cell, Column

MM = 72 / 25.4
MARK = "√"
_MARGIN = 10 * MM
_FOOT = 9 * MM
_PAD = 2.0
_THIN, _THICK = 0.4, 1.4
_LEADING = 1.22
_LOGO = 17 * MM
# Size of the notes and of who signs, and the room for a signature.
_NOTES, _SIGNED, _TO_SIGN = 7.4, 8.6, 15 * MM
#: A row that is higher than this part of a sheet may go on in the next.
_DIVISIBLE = 0.4


@dataclass(frozen=True)
class Paper:
    """A format of paper across, in millimetres."""

    key: str
    label: str
    width: float
    height: float


F4 = Paper("f4", "F4 (folio) 330 × 215 mm", 330, 215)
A4 = Paper("a4", "A4 297 × 210 mm", 297, 210)
PAPERS = {paper.key: paper for paper in (F4, A4)}


@dataclass(frozen=True)
class Letterhead:
    """What stands above: the lines of the body, its address, and its emblem as a picture."""

    lines: Sequence[str]
    address: str
    logo: bytes = b""
    logo_words: str = ""


@dataclass(frozen=True)
class Signature:
    """Somebody who signs: words above, position, name and number."""

    above: str
    position: str
    name: str = ""
    nip: str = ""


@dataclass(frozen=True)
class Sheets:
    """Everything that goes onto the paper, in Indonesian."""

    title: str
    subtitle: str
    letterhead: Letterhead
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str]
    signatures: Sequence[Signature]
    footer: str
    author: str
    made: datetime
    paper: Paper = F4


def as_pdf(sheets: Sheets) -> bytes:
    """Return a register as PDF/A-3u, tagged."""
    return _Printer(sheets).printed()


def cell_text(cell: Cell, *, with_day: bool = False) -> str:
    """Return a cell as it is printed."""
    if cell is None or cell is False:
        return ""
    if cell is True:
        return MARK
    if isinstance(cell, date):
        short = f"{cell:%d-%m-%Y}"
        return f"{day_name(cell)}, {short}" if with_day else short
    return str(cell)


@dataclass(frozen=True)
class Heading:
    """One heading: where it stands in the grid of headings, and how far it reaches."""

    text: str
    level: int
    first: int
    columns: int
    levels: int


class _Printer:
    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        paper = sheets.paper
        self.texts = [
            [
                cell_text(cell, with_day=column.with_day)
                for cell, column in zip(row, sheets.columns, strict=True)
            ]
            for row in sheets.rows
        ]
        self.document = Document(paper.width * MM, paper.height * MM, self._letters())
        size = 6.6 if len(sheets.columns) > 12 else 7.4
        self.body = Ruler(typeface(REGULAR), size)
        self.bold = Ruler(typeface(BOLD), size)
        self.left = _MARGIN
        self.room = self.document.width - 2 * _MARGIN
        self.bottom = self.document.height - _MARGIN - _FOOT
        total = sum(column.width for column in sheets.columns)
        self.widths = [column.width * self.room / total for column in sheets.columns]
        self.edges = [self.left]
        for width in self.widths:
            self.edges.append(self.edges[-1] + width)
        self.heads = headings(sheets.columns)
        self.depth = max((head.level + head.levels for head in self.heads), default=1)
        self.top = _MARGIN
        self.sheet: Sheet
        self.y = self.heads_from = self.rows_from = self.rows_begin = 0.0

    def _letters(self) -> frozenset[str]:
        found: set[str] = set()
        for row in self.texts:
            found.update(*row)
        for text in self._other_texts():
            found.update(text)
        return frozenset(found)

    def _other_texts(self) -> Iterable[str]:
        sheets = self.sheets
        yield from (sheets.title, sheets.subtitle, sheets.footer, *sheets.notes)
        yield from (*sheets.letterhead.lines, sheets.letterhead.address)
        for column in sheets.columns:
            yield column.path
        for each in sheets.signatures:
            yield f"{each.above}{each.position}{each.name}{each.nip}"

    # -- the whole -----------------------------------------------------------------------------

    def printed(self) -> bytes:
        self._new_sheet()
        self._letterhead()
        self._title()
        self._table()
        self._notes()
        self._signatures()
        self._footers()
        return self.document.finish(
            title=f"{self.sheets.title}, {self.sheets.subtitle}",
            author=self.sheets.author,
            made=self.sheets.made,
        )

    def _new_sheet(self) -> None:
        self.sheet = self.document.new_sheet()
        self.y = self.top

    # -- above the table -----------------------------------------------------------------------

    def _letterhead(self) -> None:
        head = self.sheets.letterhead
        begin = self.y
        if head.logo:
            figure = self.document.element(
                "/Figure",
                self.document.root,
                alternative=head.logo_words,
                attributes=self._box(self.left, begin, _LOGO, _LOGO),
            )
            drawn = self.document.picture(self.sheet, head.logo, self.left, begin, _LOGO)
            self._marked("/Figure", figure, drawn)
        for place, text in enumerate(head.lines):
            self._centred(text, BOLD, 10.5 if place else 12.0)
        self._centred(head.address, REGULAR, 7.6)
        self.y = max(self.y, begin + (_LOGO if head.logo else 0)) + 2.5
        self._line(_THICK, self.y, self.left, self.left + self.room)
        self._line(_THIN, self.y + 2.0, self.left, self.left + self.room)
        self.y += 12

    def _title(self) -> None:
        self._centred(self.sheets.title.upper(), BOLD, 11.5, kind="/H1")
        self._centred(self.sheets.subtitle, REGULAR, 9.0)
        self.y += 6

    def _centred(self, text: str, face: str, size: float, kind: str = "/P") -> None:
        ruler = Ruler(typeface(face), size)
        leading = size * _LEADING
        element = self.document.element(kind, self.document.root)
        for line in ruler.lines(text, self.room - 2 * _LOGO):
            x = self.left + (self.room - ruler.width(line)) / 2
            drawn = self.document.written(face, size, leading, x, self.y + size, [line])
            self._marked(kind, element, drawn)
            self.y += leading

    # -- the table -----------------------------------------------------------------------------

    def _table(self) -> None:
        table = self.document.element("/Table", self.document.root)
        self._heading(self.document.element("/THead", table))
        body = self.document.element("/TBody", table)
        leading = self.body.size * _LEADING
        for place, texts in enumerate(self.texts, 1):
            cells = [
                self.body.lines(text, width - 2 * _PAD) if text else []
                for text, width in zip(texts, self.widths, strict=True)
            ]
            self._row(body, cells, leading, is_last=place == len(self.texts))
        if not self.texts:
            self._nothing(body, leading)
        self._close_table()

    def _nothing(self, body: Element, leading: float) -> None:
        row = self.document.element("/TR", body)
        span = f"/A<</O/Table/ColSpan {len(self.widths)}>>"
        _number, mark = self.document.cell(row, "/TD", self.sheet, span)
        text = self.body.lines("Tidak ada isi register dalam periode ini.", self.room)
        self._put("/TD", mark, self.body, text, self.left + _PAD, leading)
        self.y += leading + 2 * _PAD
        self._line(_THIN, self.y, self.edges[0], self.edges[-1])

    def _row(self, body: Element, cells: list[list[str]], leading: float, *, is_last: bool) -> None:
        longest = max([1, *map(len, cells)])
        height = longest * leading + 2 * _PAD
        row = self.document.element("/TR", body)
        if self.y + height <= self.bottom:
            if is_last and self._would_sign_alone(height):
                self._next_sheet()
            self._whole_row(row, cells, leading, height)
            return
        if height <= (self.bottom - self.top) * _DIVISIBLE:
            self._next_sheet()
            self._whole_row(row, cells, leading, height)
            return
        self._divided_row(row, cells, leading)

    def _would_sign_alone(self, height: float) -> bool:
        """Tell whether the last row would leave what is signed to a sheet without any row."""
        ending = self._notes_height() + self._signatures_height()
        has_rows = self.y > self.rows_begin
        fits_with = self.y + height + ending <= self.bottom
        fits_below = self.top + self.rows_begin - self.heads_from + height + ending <= self.bottom
        return has_rows and not fits_with and fits_below

    def _whole_row(
        self, row: Element, cells: list[list[str]], leading: float, height: float
    ) -> None:
        document, sheet, content = self.document, self.sheet, self.sheet.content
        for place, lines in enumerate(cells):
            kind, attributes = _CELL if place else _ROW_HEAD
            if not lines:
                document.cell(row, kind, None, attributes)
                continue
            _number, mark = document.cell(row, kind, sheet, attributes)
            is_mark = lines == [MARK]
            said = actual("ya") if is_mark else ""
            x = self.edges[place] + _PAD
            if is_mark:
                x += (self.widths[place] - 2 * _PAD - self.body.width(MARK)) / 2
            content.append(f"{kind}<</MCID {mark}{said}>>BDC")
            content.append(
                document.written(
                    REGULAR, self.body.size, leading, x, self.y + _PAD + self.body.size, lines
                )
            )
            content.append("EMC")
        self.y += height
        self._line(_THIN, self.y, self.edges[0], self.edges[-1])

    def _divided_row(self, row: Element, cells: list[list[str]], leading: float) -> None:
        """Draw a row that goes on over sheets: as many lines as there is room for on each."""
        elements = [
            self.document.element(
                (_CELL if place else _ROW_HEAD)[0],
                row,
                attributes=(_CELL if place else _ROW_HEAD)[1],
            )
            for place in range(len(cells))
        ]
        rest = cells
        while any(rest):
            fit = int((self.bottom - self.y - 2 * _PAD) / leading)
            if fit < 3:
                self._next_sheet()
                continue
            shown, rest = [each[:fit] for each in rest], [each[fit:] for each in rest]
            for place, lines in enumerate(shown):
                if lines:
                    mark = self.document.mark(elements[place], self.sheet)
                    kind = elements[place].kind
                    self._put(kind, mark, self.body, lines, self.edges[place] + _PAD, leading)
            self.y += max(map(len, shown)) * leading + 2 * _PAD
            self._line(_THIN, self.y, self.edges[0], self.edges[-1])

    def _put(
        self, kind: str, mark: int, ruler: Ruler, lines: Sequence[str], x: float, leading: float
    ) -> None:
        drawn = self.document.written(
            ruler.face.name, ruler.size, leading, x, self.y + _PAD + ruler.size, lines
        )
        self.sheet.content += [f"{kind}<</MCID {mark}>>BDC", drawn, "EMC"]

    def _next_sheet(self) -> None:
        self._close_table()
        self._new_sheet()
        self._heading(None)

    def _close_table(self) -> None:
        """Draw the lines between the columns, beneath the headings as far as rows reach."""
        for edge in self.edges:
            self.sheet.artifacts.append(self._stroke(_THIN, edge, self.rows_from, edge, self.y))

    # -- headings ------------------------------------------------------------------------------

    def _heading(self, thead: Element | None) -> None:
        """Draw the headings; with ``thead`` they are read, without they are only repeated."""
        leading = self.bold.size * _LEADING
        self.heads_from = self.y
        wrapped = [
            self.bold.lines(
                head.text,
                self.edges[head.first + head.columns] - self.edges[head.first] - 2 * _PAD,
            )
            for head in self.heads
        ]
        heights = self._heights(wrapped, leading)
        tops = [self.y]
        for height in heights:
            tops.append(tops[-1] + height)
        rows: dict[int, Element] = {}
        if thead is not None:
            rows = {level: self.document.element("/TR", thead) for level in range(self.depth)}
        for head, lines in zip(self.heads, wrapped, strict=True):
            top, low = tops[head.level], tops[head.level + head.levels]
            self._head(rows.get(head.level), head, lines, top, low, leading)
        self.y = tops[-1]
        self._numbers(self.document.element("/TR", thead) if thead is not None else None)

    def _head(
        self,
        row: Element | None,
        head: Heading,
        lines: list[str],
        top: float,
        low: float,
        leading: float,
    ) -> None:
        x1, x2 = self.edges[head.first], self.edges[head.first + head.columns]
        for line in (
            (x1, top, x2, top), (x1, low, x2, low), (x1, top, x1, low), (x2, top, x2, low)
        ):  # fmt: skip
            self.sheet.artifacts.append(self._stroke(_THIN, *line))
        y = top + (low - top - len(lines) * leading) / 2 + self.bold.size
        drawn = [
            self.document.written(
                BOLD,
                self.bold.size,
                leading,
                x1 + (x2 - x1 - self.bold.width(line)) / 2,
                y + place * leading,
                [line],
            )
            for place, line in enumerate(lines)
        ]
        if row is None:
            self.sheet.artifacts += drawn
            return
        spans = (f"/ColSpan {head.columns}" if head.columns > 1 else "") + (
            f"/RowSpan {head.levels}" if head.levels > 1 else ""
        )
        attributes = f"/A<</O/Table/Scope/Column{spans}>>"
        _number, mark = self.document.cell(row, "/TH", self.sheet, attributes)
        self.sheet.content += [f"/TH<</MCID {mark}>>BDC", *drawn, "EMC"]

    def _heights(self, wrapped: list[list[str]], leading: float) -> list[float]:
        heights = [leading + 2 * _PAD] * self.depth
        # Those over one level first; what spans several then only has to fit into their sum.
        for head, lines in sorted(
            zip(self.heads, wrapped, strict=True), key=lambda each: each[0].levels
        ):
            needed = len(lines) * leading + 2 * _PAD
            last = head.level + head.levels
            missing = needed - sum(heights[head.level : last])
            if missing > 0:
                heights[last - 1] += missing
        return heights

    def _numbers(self, row: Element | None) -> None:
        """Number the columns, as the forms of the regulation do."""
        size, leading = self.body.size - 0.8, self.body.size
        ruler = Ruler(typeface(REGULAR), size)
        for place, width in enumerate(self.widths):
            text = str(place + 1)
            x = self.edges[place] + (width - ruler.width(text)) / 2
            drawn = self.document.written(REGULAR, size, leading, x, self.y + 1 + size, [text])
            if row is None:
                self.sheet.artifacts.append(drawn)
                continue
            _number, mark = self.document.cell(
                row, "/TH", self.sheet, "/A<</O/Table/Scope/Column>>"
            )
            self.sheet.content += [f"/TH<</MCID {mark}>>BDC", drawn, "EMC"]
        self.rows_from = self.y
        self.y += size + 3.2
        self.rows_begin = self.y
        self._line(_THIN, self.y, self.edges[0], self.edges[-1])

    # -- beneath the table ---------------------------------------------------------------------

    def _wrapped_notes(self, ruler: Ruler) -> list[list[str]]:
        return [ruler.lines(note, self.room * 0.72) for note in self.sheets.notes]

    def _notes_height(self) -> float:
        ruler = Ruler(typeface(REGULAR), _NOTES)
        return sum(map(len, self._wrapped_notes(ruler))) * ruler.size * _LEADING + 8

    def _notes(self) -> None:
        ruler = Ruler(typeface(REGULAR), _NOTES)
        leading = ruler.size * _LEADING
        if self.y + self._notes_height() > self.bottom:
            self._new_sheet()
        self.y += 6
        for lines in self._wrapped_notes(ruler):
            element = self.document.element("/P", self.document.root)
            drawn = self.document.written(
                REGULAR, ruler.size, leading, self.left, self.y + ruler.size, lines
            )
            self._marked("/P", element, drawn)
            self.y += len(lines) * leading

    def _signatures_height(self) -> float:
        return 5 * _SIGNED * _LEADING + _TO_SIGN + 8 if self.sheets.signatures else 0.0

    def _signatures(self) -> None:
        if not self.sheets.signatures:
            return
        if self.y + self._signatures_height() > self.bottom:
            self._new_sheet()
        self.y += 8
        share = self.room / len(self.sheets.signatures)
        top = self.y
        for place, each in enumerate(self.sheets.signatures):
            self.y = top
            x, width = self.left + place * share, min(share, 90 * MM)
            x += (share - width) / 2
            for text, face, after in (
                (each.above or " ", REGULAR, 0.0),
                (f"{each.position},", REGULAR, _TO_SIGN),
                (each.name or "(…………………………………………)", BOLD, 0.0),
                (f"NIP {each.nip}" if each.nip else "", REGULAR, 0.0),
            ):
                self._centred_in(text, face, _SIGNED, x, width)
                self.y += after
        self.y = top

    def _centred_in(self, text: str, face: str, size: float, x: float, width: float) -> None:
        ruler = Ruler(typeface(face), size)
        leading = size * _LEADING
        lines = ruler.lines(text, width)
        if not lines:
            self.y += leading
            return
        element = self.document.element("/P", self.document.root)
        for line in lines:
            left = x + (width - ruler.width(line)) / 2
            drawn = self.document.written(face, size, leading, left, self.y + size, [line])
            self._marked("/P", element, drawn)
            self.y += leading

    def _footers(self) -> None:
        ruler = Ruler(typeface(REGULAR), 7.2)
        total = len(self.document.sheets)
        y = self.document.height - _MARGIN
        for place, sheet in enumerate(self.document.sheets, 1):
            words = f"Halaman {place} dari {total}"
            right = self.left + self.room - ruler.width(words)
            (footer,) = ruler.lines(self.sheets.footer, self.room * 0.8)[:1] or [""]
            for x, text in ((self.left, footer), (right, words)):
                sheet.artifacts.append(
                    self.document.written(REGULAR, ruler.size, ruler.size, x, y, [text])
                )

    # -- small things --------------------------------------------------------------------------

    def _marked(self, kind: str, element: Element, drawn: str) -> None:
        mark = self.document.mark(element, self.sheet)
        self.sheet.content += [f"{kind}<</MCID {mark}>>BDC", drawn, "EMC"]

    def _line(self, width: float, y: float, x1: float, x2: float) -> None:
        self.sheet.artifacts.append(self._stroke(width, x1, y, x2, y))

    def _stroke(self, width: float, x1: float, y1: float, x2: float, y2: float) -> str:
        return f"{width:g} w {self.document.rule(x1, y1, x2, y2)} S"

    def _box(self, x: float, y: float, width: float, height: float) -> str:
        low = self.document.height - y - height
        return f"/A<</O/Layout/BBox[{x:.1f} {low:.1f} {x + width:.1f} {low + height:.1f}]>>"


_ROW_HEAD = ("/TH", "/A<</O/Table/Scope/Row>>")
_CELL = ("/TD", "")


def headings(columns: Sequence[Column]) -> list[Heading]:
    """Return the headings as cells of a grid: shared ones over their columns, others downwards."""
    paths = [(*column.over, column.heading) for column in columns]
    depth = max((len(path) for path in paths), default=1)
    heads = []
    for level in range(depth):
        place = 0
        while place < len(paths):
            path = paths[place]
            if level >= len(path):
                place += 1
                continue
            last = level == len(path) - 1
            end = place + 1
            if not last:
                shared = path[: level + 1]
                while end < len(paths) and _shares(paths[end], shared):
                    end += 1
            levels = depth - level if last else 1
            heads.append(Heading(path[level], level, place, end - place, levels))
            place = end
    return heads


def _shares(path: Sequence[str], shared: Sequence[str]) -> bool:
    return len(path) > len(shared) and tuple(path[: len(shared)]) == tuple(shared)
