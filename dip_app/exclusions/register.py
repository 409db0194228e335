"""The register of excluded information: whose, what it shows, page by page, and as CSV.

The columns are those of domain 3.10, with the determination, the unit and the place of the
copies; in the order in which the exclusions end (SOP 8.2). Titles and grounds, never the content.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case as Choice
from django.db.models import DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from dip_app.exclusions.letters import period_words
from dip_app.models import (
    LONGEST_YEARS_A,
    ArticleLetter,
    ClassificationDecree,
    years_after,
)
from ppid_portal.clock import today
from ppid_portal.clock.words import date_long
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import UNIT_BOUND
from ppid_portal.sop.scope import OFFICE_ROLES

PAGE = 25
_CHUNK = 200
#: So many months ahead an end counts as near.
SOON_MONTHS = 6
_NO_DATE = date.max
#: What a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

IN_FORCE, SOON, ENDED, ALL = "berlaku", "segera", "berakhir", "semua"


def states() -> list[tuple[str, str]]:
    """Return what the register can be narrowed to; the first is what it opens with."""
    return [
        (IN_FORCE, _("Berlaku")),
        (SOON, _("Berakhir dalam 6 bulan")),
        (ENDED, _("Sudah berakhir")),
        (ALL, _("Semua")),
    ]


# -- whose -----------------------------------------------------------------------------------------


def may_look(actors: Sequence[Actor]) -> bool:
    """Tell whether the register is for these people: the office, and units for their own."""
    return any(actor.role in OFFICE_ROLES or actor.role in UNIT_BOUND for actor in actors)


def is_office(actors: Sequence[Actor]) -> bool:
    """Tell whether these people see what every unit holds."""
    return any(actor.role in OFFICE_ROLES for actor in actors)


def in_scope(actors: Sequence[Actor]) -> QuerySet[ClassificationDecree]:
    """Return the determinations that these people may see."""
    if is_office(actors):
        return ClassificationDecree.objects.all()
    units = {actor.unit_id for actor in actors if actor.role in UNIT_BOUND and actor.unit_id}
    return ClassificationDecree.objects.filter(unit__in=units)


# -- narrowing -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filters:
    """What the register is narrowed to, as it stands in the address; the unknown is ignored."""

    state: str = IN_FORCE
    letter: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """Read the filters from an address or a form."""
        state, letter = query.get("keadaan", ""), query.get("huruf", "")
        return cls(
            state=state if state in (IN_FORCE, SOON, ENDED, ALL) else IN_FORCE,
            letter=letter if letter in ArticleLetter.values else "",
        )

    def values(self) -> dict[str, str]:
        """Return what is set, by the names of the address."""
        state = "" if self.state == IN_FORCE else self.state
        values = {"keadaan": state, "huruf": self.letter}
        return {name: value for name, value in values.items() if value}

    def url(self, **changes: str) -> str:
        """Return the address of the register under these filters."""
        found = QueryDict(mutable=True)
        found.update({**self.values(), **changes})
        url = reverse("exclusions_desk:register")
        return f"{url}?{found.urlencode()}" if found else url


def narrowed(
    found: QuerySet[ClassificationDecree], filters: Filters
) -> QuerySet[ClassificationDecree]:
    """Return what the filters leave."""
    if filters.letter:
        found = found.filter(letter=filters.letter)
    valid = ClassificationDecree.objects.valid_on(today()).values("pk")
    if filters.state in (IN_FORCE, SOON):
        found = found.filter(pk__in=valid)
    if filters.state == SOON:
        found = found.filter(ends_until(soon()))
    if filters.state == ENDED:
        found = found.filter(valid_from__lte=today()).exclude(pk__in=valid)
    return found


def soon() -> date:
    """Return the day up to which an end counts as near."""
    here = today()
    month = here.month - 1 + SOON_MONTHS
    year, month = here.year + month // 12, month % 12 + 1
    return date(year, month, min(here.day, monthrange(year, month)[1]))


def ends_until(day: date) -> Q:
    """Return the condition of ``ClassificationDecree.last_end`` being ``day`` or earlier."""
    return (
        Q(valid_until__lte=day)
        | Q(ended_on__lte=day)
        | Q(letter=ArticleLetter.A, valid_from__lte=years_after(day, -LONGEST_YEARS_A))
    )


def by_end(found: QuerySet[ClassificationDecree]) -> QuerySet[ClassificationDecree]:
    """Return determinations in the order of their end; those that an event ends come last."""
    first = Choice(
        When(valid_until__isnull=True, then=F("ended_on")),
        When(ended_on__lt=F("valid_until"), then=F("ended_on")),
        default=F("valid_until"),
        output_field=DateField(),
    )
    return found.annotate(ends=Coalesce(first, Value(_NO_DATE), output_field=DateField())).order_by(
        "ends", "pk"
    )


def with_all(found: QuerySet[ClassificationDecree]) -> QuerySet[ClassificationDecree]:
    """Return determinations with what their lines need, in a fixed number of queries."""
    return found.select_related("unit", "custody", "tested_in", "opening").prefetch_related(
        "custody__files"
    )


# -- one line --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One excluded item in words."""

    title: str
    letter: str
    other_law: str
    legal_basis: str
    if_opened: str
    if_closed: str
    valid_from: date
    since: str
    period: str
    end: date | None
    state: str
    tone: str
    decree: str
    decree_date: date
    decreed_on: str
    unit: str
    place: str
    files: list[dict[str, Any]] = field(default_factory=list)
    test_url: str = ""
    opening_url: str = ""
    opening_state: str = ""


def lines(found: Iterable[ClassificationDecree], visible: set[int]) -> Iterator[Line]:
    """Put determinations into words; ``visible`` are the cases that the reader may open."""
    border = soon()
    for decree in found:
        state, tone = state_of(decree, border)
        tested = getattr(decree, "tested_in", None)
        opening = getattr(decree, "opening", None)
        custody = getattr(decree, "custody", None)
        yield Line(
            title=decree.title,
            letter=str(ArticleLetter(decree.letter).label),
            other_law=decree.other_law,
            legal_basis=decree.legal_basis,
            if_opened=decree.consequence,
            if_closed=tested.if_closed if tested is not None else "",
            valid_from=decree.valid_from,
            since=date_long(decree.valid_from),
            period=period_words(decree),
            end=decree.last_end,
            state=state,
            tone=tone,
            decree=decree.number,
            decree_date=decree.date,
            decreed_on=date_long(decree.date),
            unit=decree.unit.name,
            place=place_of(decree),
            files=files_of(custody),
            test_url=_case_url(tested.test_id, visible) if tested is not None else "",
            opening_url=_case_url(opening.pk, visible) if opening is not None else "",
            opening_state=opening.state_label if opening is not None else "",
        )


def state_of(decree: ClassificationDecree, border: date) -> tuple[str, str]:
    """Return in words and as a tone how an exclusion stands today."""
    here, end = today(), decree.last_end
    if end is not None and end <= here:
        return _("Berakhir {date}").format(date=date_long(end)), "done"
    if decree.valid_from > here:
        return _("Belum berlaku"), "neutral"
    if end is not None and end <= border:
        return _("Segera berakhir"), "soon"
    return _("Berlaku"), "neutral"


def place_of(decree: ClassificationDecree) -> str:
    """Return where the paper of an excluded item is."""
    custody = getattr(decree, "custody", None)
    return ", ".join(filter(None, (custody.place, custody.container))) if custody else ""


def files_of(custody: Any) -> list[dict[str, Any]]:
    """Return the digital copies; each look at one is recorded by the files room."""
    if custody is None:
        return []
    return [
        {
            "label": file.original_name,
            "url": reverse("files:download", args=[file.pk]),
            "kind": file.extension,
            "size": file.size,
        }
        for file in custody.files.all()
    ]


def cases_of(found: Iterable[ClassificationDecree]) -> set[int]:
    """Return the cases that lines would link to."""
    cases = set()
    for decree in found:
        tested, opening = getattr(decree, "tested_in", None), getattr(decree, "opening", None)
        cases |= {tested.test_id} if tested is not None else set()
        cases |= {opening.pk} if opening is not None else set()
    return cases


def _case_url(pk: int, visible: set[int]) -> str:
    return reverse("desk:case", args=[pk]) if pk in visible else ""


# -- a page ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """A page of the register and the addresses of its neighbours."""

    decrees: list[ClassificationDecree]
    previous_url: str
    next_url: str


def page(found: QuerySet[ClassificationDecree], filters: Filters, query: QueryDict) -> Page:
    """Return one page by the order of the ends; ``setelah`` and ``sebelum`` name a row beside."""
    backwards, onwards = _place(query.get("sebelum", "")), _place(query.get("setelah", ""))
    rows = by_end(with_all(found))
    if backwards:
        day, pk = backwards
        rows = rows.filter(Q(ends__lt=day) | Q(ends=day, pk__lt=pk)).order_by("-ends", "-pk")
    elif onwards:
        day, pk = onwards
        rows = rows.filter(Q(ends__gt=day) | Q(ends=day, pk__gt=pk))
    read: list[Any] = list(rows[: PAGE + 1])
    more, read = len(read) > PAGE, read[:PAGE]
    if backwards:
        read.reverse()
    has_previous = more if backwards else bool(onwards)
    has_next = True if backwards else more
    return Page(
        decrees=read,
        previous_url=filters.url(sebelum=_mark(read[0])) if has_previous and read else "",
        next_url=filters.url(setelah=_mark(read[-1])) if has_next and read else "",
    )


def _mark(decree: Any) -> str:
    return f"{decree.ends.isoformat()}.{decree.pk}"


def _place(text: str) -> tuple[date, int] | None:
    day, _dot, pk = text.partition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


# -- CSV -------------------------------------------------------------------------------------------


class _Echo:
    """What the CSV writer writes to: it hands each line back."""

    def write(self, text: str) -> str:
        return text


def as_csv(found: QuerySet[ClassificationDecree]) -> Iterator[bytes]:
    """Yield the register line by line, as a spreadsheet with Indonesian settings opens it.

    A byte order mark says that it is UTF-8, the semicolon parts the columns, and nothing that
    was typed can run as a formula.
    """
    write = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n").writerow
    yield b"\xef\xbb\xbf" + str(write(_columns())).encode()
    rows = by_end(with_all(found)).iterator(chunk_size=_CHUNK)
    for number, line in enumerate(lines(rows, set()), start=1):
        cells = [str(number), *_cells(line)]
        yield str(write([harmless(cell) for cell in cells])).encode()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _columns() -> list[str]:
    return [
        _("No."),
        _("Informasi yang dikecualikan"),
        _("Pasal 17 UU 14/2008"),
        _("Dasar hukum pengecualian"),
        _("Undang-undang lain"),
        _("Akibat bila dibuka"),
        _("Akibat bila ditutup"),
        _("Berlaku sejak"),
        _("Jangka waktu"),
        _("Terbuka sejak"),
        _("Keadaan"),
        _("Surat penetapan"),
        _("Tanggal penetapan"),
        _("Unit yang menguasai"),
        _("Tempat penyimpanan"),
        _("Jumlah salinan digital"),
    ]


def _cells(line: Line) -> list[str]:
    return [
        line.title,
        line.letter,
        line.legal_basis,
        line.other_law,
        line.if_opened,
        line.if_closed,
        line.valid_from.isoformat(),
        line.period,
        line.end.isoformat() if line.end is not None else "",
        line.state,
        line.decree,
        line.decree_date.isoformat(),
        line.unit,
        line.place,
        str(len(line.files)),
    ]
