"""The register of consequence tests: what was tested, on what ground, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _l

from dip_app.consequence.models import ConsequenceTest, ItemOutcome, State, Trigger
from ppid_portal.clock import local
from ppid_portal.people.roles import Role
from ppid_portal.sop.registers import Cell, Choice, Column, Reader, Register, Words, first_of_kind
from ppid_portal.sop.scope import visible_cases

_SHOWN: tuple[str, ...] = tuple(state for state in State.values if state != State.NEW)


@dataclass(frozen=True)
class Line:
    """One test with its items; what is weighed of several is numbered alike in each column."""

    url: str
    number: str
    received_on: date
    trigger: str
    asked_by: str
    information: str
    units: str
    law: str
    if_opened: str
    if_closed: str
    period: str
    outcome: str
    met_on: date | None
    minutes: str
    decree: str
    decided_on: date | None
    officials: str
    state: str


def _records(reader: Reader) -> QuerySet[ConsequenceTest]:
    cases = visible_cases(reader.user, reader.actors).filter(kind=ConsequenceTest.register)
    return ConsequenceTest.objects.filter(pk__in=cases.values("pk"))


def with_all(found: QuerySet[ConsequenceTest]) -> QuerySet[ConsequenceTest]:
    """Return tests with what their lines need, in a fixed number of queries."""
    return (
        found.select_related("minutes", "decree", "approver")
        .defer("search_text", "minutes__sealed_context", "decree__sealed_context")
        .prefetch_related("items__unit")
    )


def lines(found: Iterable[ConsequenceTest], _reader: Reader) -> Iterator[Line]:
    """Put tests read by :func:`with_all` into words."""
    for case in found:
        items = list(case.items.all())
        yield Line(
            url=reverse("desk:case", args=[case.pk]),
            number=case.number or "",
            received_on=local(case.received_at).date(),
            trigger=str(case.get_trigger_display()),
            asked_by=case.asked_by,
            information=_numbered([item.information for item in items]) or case.question,
            units="; ".join(dict.fromkeys(item.unit.name for item in items)),
            law=_numbered([_law(item) for item in items]),
            if_opened=_numbered([item.if_opened for item in items]),
            if_closed=_numbered([item.if_closed for item in items]),
            period=_numbered([item.period_words for item in items]),
            outcome=_numbered(
                [str(item.get_outcome_display()) if item.outcome else "" for item in items]
            ),
            met_on=local(case.met_at).date() if case.met_at is not None else None,
            minutes=case.minutes.number_words if case.minutes is not None else "",
            decree=case.decree.number_words if case.decree is not None else "",
            decided_on=case.decided_on,
            officials=case.officials(),
            state=case.state_label,
        )


def _law(item: Any) -> str:
    if not item.letter:
        return str(item.law)
    article = f"UU 14/2008 Pasal 17 huruf {item.letter}"
    return "; ".join(filter(None, (item.law or article, item.other_law)))


def _numbered(texts: Sequence[str]) -> str:
    """Return texts beneath each other, each with its number if there are several."""
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(f"{place}. {text}" for place, text in enumerate(texts, 1) if text)


def _cells(line: Line) -> Sequence[Cell]:
    return (
        line.number,
        line.received_on,
        line.trigger,
        line.asked_by,
        line.information,
        line.units,
        line.law,
        line.if_opened,
        line.if_closed,
        line.period,
        line.outcome,
        line.met_on,
        line.minutes,
        line.decree,
        line.decided_on,
        line.officials,
        line.state,
    )


_HEADINGS: tuple[Words, ...] = (
    _l("Nomor dan tanggal"),
    _l("Informasi dan unit"),
    _l("Dasar hukum"),
    _l("Hasil dan jangka waktu"),
    _l("Berita acara dan penetapan"),
)
_ASKED = ("Permintaan uji",)
_CONSEQUENCE = ("Konsekuensi atau pertimbangan bagi publik",)
_MEETING = ("Rapat uji",)
_DECREE = ("Penetapan",)
REGISTER = Register(
    place=40,
    slug="uji-konsekuensi",
    key=ConsequenceTest.register,
    title=_l("Register uji konsekuensi"),
    official="Register Uji Konsekuensi",
    about=_l("Informasi yang diuji konsekuensinya, pertimbangannya, dan hasilnya."),
    columns=(
        Column("No.", 17),
        Column("Tanggal", 16),
        Column("Asal", 17, over=_ASKED),
        Column("Diminta oleh", 17, over=_ASKED),
        Column("Informasi yang diuji", 27),
        Column("Unit yang menguasai", 17),
        Column("Dasar hukum", 38),
        Column("Dibuka", 25, over=_CONSEQUENCE),
        Column("Ditutup", 23, over=_CONSEQUENCE),
        Column("Jangka waktu", 18),
        Column("Hasil", 19),
        Column("Tanggal", 16, over=_MEETING),
        Column("Berita acara", 18, over=_MEETING),
        Column("Nomor", 18, over=_DECREE),
        Column("Tanggal", 16, over=_DECREE),
        Column("Pejabat", 20, over=_DECREE),
        Column("Status", 16),
    ),
    headings=lambda reader: _HEADINGS,
    row_template="dip_app/desk/test_register_row.html",
    records=_records,
    with_all=with_all,
    lines=lines,
    cells=_cells,
    empty=lambda reader: (
        _l("Tidak ada uji konsekuensi yang dapat Anda lihat"),
        _l("Uji konsekuensi masuk ke sini begitu diminta, oleh unit, permohonan, atau majelis."),
    ),
    choices=(
        Choice(
            "status",
            _l("Status"),
            lambda: [(state, State(state).label) for state in _SHOWN],
            lambda found, state: found.filter(state=state),
        ),
        Choice(
            "asal",
            _l("Asal uji"),
            lambda: Trigger.choices,
            lambda found, trigger: found.filter(trigger=trigger),
        ),
        Choice(
            "hasil",
            _l("Hasil"),
            lambda: ItemOutcome.choices,
            # Several items may have the same result: the test is shown once.
            lambda found, outcome: found.filter(
                pk__in=ConsequenceTest.objects.filter(items__outcome=outcome).values("pk")
            ),
        ),
    ),
    first=first_of_kind(ConsequenceTest.register),
    signatory=Role.ATASAN_PPID,
)
