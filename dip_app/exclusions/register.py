"""The register of excluded information: whose it is and what it shows.

The columns are those of domain 3.10, with the determination, the unit and the place of the
copies; in the order in which the exclusions end (SOP 8.2). Titles and grounds, never the content.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case as Either
from django.db.models import DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.exclusions.letters import period_words
from dip_app.models import (
    LONGEST_YEARS_A,
    ArticleLetter,
    ClassificationDecree,
    years_after,
)
from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import UNIT_BOUND, Role
from ppid_portal.sop.registers import Cell, Choice, Column, Reader, Register, Words
from ppid_portal.sop.scope import OFFICE_ROLES, visible_cases

#: So many months ahead an end counts as near.
SOON_MONTHS = 6
_NO_DATE = date.max

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


def by_state(found: QuerySet[ClassificationDecree], state: str) -> QuerySet[ClassificationDecree]:
    """Return the determinations that stand so today."""
    valid = ClassificationDecree.objects.valid_on(today()).values("pk")
    if state in (IN_FORCE, SOON):
        found = found.filter(pk__in=valid)
    if state == SOON:
        found = found.filter(ends_until(soon()))
    if state == ENDED:
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


def with_ends(found: QuerySet[ClassificationDecree]) -> QuerySet[ClassificationDecree]:
    """Return determinations with the day by which they are put in order; an event comes last."""
    first = Either(
        When(valid_until__isnull=True, then=F("ended_on")),
        When(ended_on__lt=F("valid_until"), then=F("ended_on")),
        default=F("valid_until"),
        output_field=DateField(),
    )
    return found.annotate(ends=Coalesce(first, Value(_NO_DATE), output_field=DateField()))


def by_end(found: QuerySet[ClassificationDecree]) -> QuerySet[ClassificationDecree]:
    """Return determinations in the order of their end."""
    return with_ends(found).order_by("ends", "pk")


def with_all(found: QuerySet[ClassificationDecree]) -> QuerySet[ClassificationDecree]:
    """Return determinations with what their lines need, in a fixed number of queries."""
    return (
        found.select_related(
            "unit", "custody", "tested_in", "opening__decision", "opening__approver"
        )
        .defer("opening__decision__sealed_context")
        .prefetch_related("custody__files")
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
    opening_decree: str = ""


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
            opening_decree=opening_decree_of(opening) if opening is not None else "",
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


def opening_decree_of(opening: Any) -> str:
    """Return the decree that opens an item, who signed it and who approved, line by line."""
    letter = opening.decision
    if letter is None:
        return ""
    first = _("{number}, {date}").format(
        number=letter.number_words, date=date_long(local(letter.issued_at).date())
    )
    return f"{first}\n{opening.officials()}"


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


# -- the book --------------------------------------------------------------------------------------


def _records(reader: Reader) -> QuerySet[ClassificationDecree]:
    return in_scope(reader.actors)


def _lines(found: Iterable[ClassificationDecree], reader: Reader) -> Iterator[Line]:
    decrees = list(found)
    cases = cases_of(decrees) if reader.links else set()
    seen: set[int] = set()
    if cases:
        visible = visible_cases(reader.user, reader.actors).filter(pk__in=cases)
        seen = set(visible.values_list("pk", flat=True))
    return lines(decrees, seen)


def _cells(line: Line) -> Sequence[Cell]:
    return (
        None,
        line.title,
        line.letter,
        line.legal_basis,
        line.other_law,
        line.if_opened,
        line.if_closed,
        line.valid_from,
        line.period,
        line.end,
        line.state,
        line.decree,
        line.decree_date,
        line.opening_decree,
        line.unit,
        line.place,
        len(line.files),
    )


def _headings(_reader: Reader) -> Sequence[Words]:
    return (
        _l("Informasi dan unit"),
        _l("Dasar hukum"),
        _l("Akibat bila dibuka dan bila ditutup"),
        _l("Jangka waktu"),
        _l("Penetapan"),
        _l("Tempat penyimpanan"),
    )


def _empty(reader: Reader) -> tuple[Words, Words]:
    if is_office(reader.actors):
        return (
            _l("Tidak ada informasi yang dikecualikan"),
            _l("Informasi masuk ke sini begitu uji konsekuensinya ditetapkan Atasan PPID."),
        )
    return (
        _l("Unit Anda tidak menguasai informasi yang dikecualikan"),
        _l("Yang dikuasai unit lain tidak ditampilkan di sini."),
    )


_BASIS = ("Dasar hukum pengecualian",)
_CONSEQUENCE = ("Konsekuensi atau pertimbangan bagi publik",)
_PERIOD = ("Jangka waktu",)
_DECREE = ("Penetapan",)
_STORED = ("Penyimpanan",)
REGISTER = Register(
    place=50,
    slug="dikecualikan",
    key="exclusions",
    title=_l("Register informasi dikecualikan"),
    official="Daftar Informasi yang Dikecualikan",
    about=_l("Informasi yang dikecualikan, dasar hukumnya, dan akhir jangka waktunya."),
    columns=(
        Column("No.", 7),
        Column("Informasi yang dikecualikan", 31),
        Column("Pasal 17 UU 14/2008", 23, over=_BASIS),
        Column("Bunyi dasar hukum", 32, over=_BASIS),
        Column("Undang-undang lain", 20, over=_BASIS),
        Column("Dibuka", 28, over=_CONSEQUENCE),
        Column("Ditutup", 26, over=_CONSEQUENCE),
        Column("Berlaku sejak", 15, over=_PERIOD),
        Column("Lamanya", 20, over=_PERIOD),
        Column("Terbuka sejak", 15, over=_PERIOD),
        Column("Keadaan", 15),
        Column("Nomor", 20, over=_DECREE),
        Column("Tanggal", 15, over=_DECREE),
        Column("Keputusan pembukaan", 18),
        Column("Unit yang menguasai", 20),
        Column("Tempat", 18, over=_STORED),
        Column("Salinan digital", 12, over=_STORED),
    ),
    headings=_headings,
    row_template="dip_app/exclusions/register_row.html",
    records=_records,
    with_all=with_all,
    lines=_lines,
    cells=_cells,
    empty=_empty,
    choices=(
        Choice("keadaan", _l("Keadaan"), states, by_state, default=IN_FORCE),
        Choice(
            "huruf",
            _l("Pasal 17"),
            lambda: ArticleLetter.choices,
            lambda found, letter: found.filter(letter=letter),
            every=_l("Semua huruf"),
        ),
    ),
    sort="ends",
    ordered=with_ends,
    numbered=True,
    may_look=may_look,
    may_download=may_look,
    signatory=Role.ATASAN_PPID,
    hint=_l("Memuat tempat penyimpanan."),
    see_also=(("exclusions_desk:calendar", _l("Kalender akhir jangka waktu")),),
)
