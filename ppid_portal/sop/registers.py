"""What a register is: whose lines, which columns, how it is narrowed, who signs it.

An app declares its own in a module ``registers``, as a tuple ``REGISTERS``; the room ``reports``
finds them there and makes of each a page, a PDF for the file, a workbook and a CSV. Pages speak the
language of the reader, files that of the law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Applicant, User
from ppid_portal.people.roles import Role
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import sees_applicant

MODULE = "registers"
#: What a cell holds; True is a mark in a column to be ticked, None and False are empty.
Cell = str | int | date | bool | None
Words = str | Promise


@dataclass(frozen=True)
class Column:
    """One column of a register as the law draws it; its words are Indonesian, as in letters.

    ``over`` are the headings that it shares with its neighbours, outermost first. ``width`` is
    its share of a sheet in print. What is ``personal`` tells who somebody is: it is for the office
    alone, and left out of what is made for publication. ``with_day`` writes the weekday too.
    """

    heading: str
    width: int
    over: tuple[str, ...] = ()
    personal: bool = False
    with_day: bool = False

    @property
    def path(self) -> str:
        """Return the heading with those above it, as a table of one heading row needs it."""
        return ": ".join((*self.over, self.heading)).replace("\u00ad", "")


@dataclass(frozen=True)
class Choice:
    """One way to narrow a register: its name in the address, its options, and what they leave.

    ``every`` is what choosing nothing is called; ``default`` is then the value that holds.
    """

    name: str
    label: Words
    options: Callable[[], Sequence[tuple[str, Words]]]
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]
    every: Words = ""
    default: str = ""


@dataclass(frozen=True)
class Reader:
    """Who reads a register today; ``links`` whether lines lead to pages, as on the screen."""

    user: User
    actors: list[Actor]
    links: bool = True

    @property
    def names(self) -> bool:
        """Tell whether they may read who the applicants are."""
        return sees_applicant(self.actors)


def is_office(actors: Sequence[Actor]) -> bool:
    """Tell whether these people keep the registers; others see the cases that they work on."""
    return sees_applicant(list(actors))


@dataclass(frozen=True)
class Register:
    """A register that the portal keeps by itself; ``official`` is its title on paper.

    ``place`` orders the list of registers: those of the law first, then the books of the office.

    ``records`` are the rows that a reader may see, ``with_all`` reads with them what ``lines``
    put into words, in a fixed number of queries. Pages show a line by ``row_template`` under
    ``headings``; files hold its ``cells``, one per column. ``dated`` is the field by which years
    are told, ``first`` the earliest moment there is. ``sort`` names a date in ascending order;
    (an annotation that ``ordered`` makes); without it lines follow each other as they were
    recorded, on pages the newest first. ``numbered`` counts the lines of a file in its first
    column; other registers have their own numbers.
    """

    place: int
    slug: str
    key: str
    title: Words
    official: str
    about: Words
    columns: tuple[Column, ...]
    headings: Callable[[Reader], Sequence[Words]]
    row_template: str
    records: Callable[[Reader], QuerySet[Any]]
    with_all: Callable[[QuerySet[Any]], QuerySet[Any]]
    lines: Callable[[Iterable[Any], Reader], Iterator[Any]]
    cells: Callable[[Any], Sequence[Cell]]
    empty: Callable[[Reader], tuple[Words, Words]]
    choices: tuple[Choice, ...] = ()
    dated: str = "opened_at"
    first: Callable[[], datetime | None] | None = None
    sort: str = ""
    ordered: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    numbered: bool = False
    may_look: Callable[[Sequence[Actor]], bool] = is_office
    may_download: Callable[[Sequence[Actor]], bool] = is_office
    signatory: str = Role.KETUA_PPID
    personal_words: Callable[[Any], Iterable[str]] = field(default=lambda line: ())
    hint: Words = ""
    see_also: tuple[tuple[str, Words], ...] = ()

    @property
    def is_personal(self) -> bool:
        """Tell whether any column says who somebody is."""
        return any(column.personal for column in self.columns)

    @property
    def subject(self) -> str:
        """Return how the record of looks names it."""
        return f"register:{self.key}"

    @property
    def has_cases(self) -> bool:
        """Tell whether its lines follow the scope of cases, in which some are restricted."""
        return self.first is not None

    def columns_for(self, *, names: bool) -> list[tuple[int, Column]]:
        """Return the columns with their places, those that name somebody only with ``names``."""
        return [
            (place, column)
            for place, column in enumerate(self.columns)
            if names or not column.personal
        ]


def registers() -> dict[str, Register]:
    """Return every register by its name in the address, in the order of their places.

    Raises:
        ValueError: two registers have the same name.
    """
    found: dict[str, Register] = {}
    for config in apps.get_app_configs():
        if config.module is None or not module_has_submodule(config.module, MODULE):
            continue
        module = import_module(f"{config.name}.{MODULE}")
        for register in getattr(module, "REGISTERS", ()):
            if found.setdefault(register.slug, register) is not register:
                raise ValueError(f"register {register.slug!r} is declared twice")
    return dict(sorted(found.items(), key=lambda each: each[1].place))


def registers_for(actors: Sequence[Actor]) -> list[Register]:
    """Return the registers that these people keep or use."""
    return [register for register in registers().values() if register.may_look(actors)]


def first_of_kind(kind: str) -> Callable[[], datetime | None]:
    """Return how to find when the first case of a kind was recorded; answered by an index."""

    def found() -> datetime | None:
        cases = Case.objects.filter(kind=kind).order_by("opened_at")
        return cases.values_list("opened_at", flat=True).first()

    return found


def words_of(applicant: Applicant | None) -> tuple[str, ...]:
    """Return the words by which an applicant could be recognised inside other texts."""
    if applicant is None:
        return ()
    found = (
        applicant.name,
        applicant.contact_name,
        applicant.proxy_name,
        applicant.guardian_name,
        applicant.email,
        applicant.proxy_email,
        applicant.phone,
        applicant.proxy_phone,
        applicant.nik,
        applicant.entity_number,
    )
    return tuple(word for word in found if word)


def contact_of(applicant: Applicant | None) -> str:
    """Return telephone numbers and addresses of an applicant and of who acts for them."""
    if applicant is None:
        return ""
    parts = (applicant.phone, applicant.email, applicant.proxy_phone, applicant.proxy_email)
    return ", ".join(part for part in parts if part)


def address_of(applicant: Applicant | None) -> str:
    """Return an address in one line."""
    return " ".join(applicant.address.split()) if applicant else ""


def identity_of(applicant: Applicant | None) -> str:
    """Return the number that proves who asks, a NIK with its middle hidden (UU 27/2022)."""
    if applicant is None:
        return ""
    return applicant.masked_nik or applicant.entity_number
