"""The register of objections: what it shows of each, narrowed, page by page, and as CSV.

The columns are those of domain 3.7, a to k; read by keyset from the newest on, so that a page
costs the same in a small register and in a large one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from objections_app.models import Ground, Objection, Outcome, State
from ppid_portal.clock import local, now, today
from ppid_portal.clock.words import date_long
from ppid_portal.people.models import Applicant
from ppid_portal.people.roles import label as role_label
from ppid_portal.sop.models import Case, LegalDeadline

PAGE = 25
_CHUNK = 200
_FIRST_YEAR, _LAST_YEAR = 2010, 2200  # UU 14/2008 applies from 2010 on
#: What a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Filters:
    """What the register is narrowed to, as it stands in the address; the unknown is ignored."""

    year: int | None = None
    state: str = ""
    ground: str = ""
    outcome: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """Read the filters from an address or a form."""
        year, state = query.get("tahun", ""), query.get("status", "")
        ground, outcome = query.get("alasan", ""), query.get("putusan", "")
        is_year = year.isascii() and year.isdigit() and len(year) == 4
        return cls(
            year=int(year) if is_year and _FIRST_YEAR <= int(year) <= _LAST_YEAR else None,
            state=state if state in STATES else "",
            ground=ground if ground in Ground.values else "",
            outcome=outcome if outcome in Outcome.values else "",
        )

    def values(self) -> dict[str, str]:
        """Return what is set, by the names of the address."""
        values = {
            "tahun": str(self.year or ""),
            "status": self.state,
            "alasan": self.ground,
            "putusan": self.outcome,
        }
        return {name: value for name, value in values.items() if value}

    def url(self, **changes: str) -> str:
        """Return the address of the register under these filters."""
        found = QueryDict(mutable=True)
        found.update({**self.values(), **changes})
        url = reverse("objections_desk:register")
        return f"{url}?{found.urlencode()}" if found else url


STATES: tuple[str, ...] = tuple(state for state in State.values if state != State.NEW)


def narrowed(cases: QuerySet[Case], filters: Filters) -> QuerySet[Objection]:
    """Return the objections among these cases that the filters leave."""
    found = Objection.objects.filter(pk__in=cases.filter(kind=Objection.register).values("pk"))
    if filters.year:
        zone = local(now()).tzinfo
        found = found.filter(
            received_at__gte=datetime.combine(date(filters.year, 1, 1), time(), tzinfo=zone),
            received_at__lt=datetime.combine(date(filters.year + 1, 1, 1), time(), tzinfo=zone),
        )
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.ground:
        # One letter in quotes is in the stored list exactly when the ground was chosen.
        found = found.filter(grounds__icontains=f'"{filters.ground}"')
    if filters.outcome:
        found = found.filter(outcome=filters.outcome)
    return found


def years() -> list[int]:
    """Return the years in which objections came, the newest first."""
    first = Objection.objects.order_by("received_at").values_list("received_at", flat=True).first()
    last = today().year
    return list(range(last, min(local(first).year if first else last, last) - 1, -1))


# -- one line --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One objection in the register, in words; ``who`` is empty for those who may not know."""

    url: str
    number: str
    received_on: date
    who: str
    proxy: str
    address: str
    contact: str
    request_number: str
    request_url: str
    information: str
    purpose: str
    grounds: list[str]
    ground_labels: list[str]
    outcome: str
    replied_on: date | None
    signed_by: str
    afterwards: str
    state: str


def lines(found: Iterable[Objection], *, names: bool) -> Iterator[Line]:
    """Put objections read by :func:`with_all` into words; without ``names`` nobody is named."""
    for case in found:
        applicant = case.applicant if names else None
        request = case.request
        yield Line(
            url=reverse("desk:case", args=[case.pk]),
            number=case.number or "",
            received_on=local(case.received_at).date(),
            who=applicant.name if applicant else "",
            proxy=applicant.proxy_name if applicant else "",
            address=_address(applicant),
            contact=_contact(applicant),
            request_number=(request.number or "") if request is not None else "",
            request_url=reverse("desk:case", args=[request.pk]) if request is not None else "",
            information=case.information,
            purpose=case.purpose,
            grounds=list(case.grounds),
            ground_labels=case.ground_labels,
            outcome=_outcome(case),
            replied_on=local(case.reply.issued_at).date() if case.reply is not None else None,
            signed_by=_signed_by(case),
            afterwards=_afterwards(case),
            state=case.state_label,
        )


def with_all(found: QuerySet[Objection]) -> QuerySet[Objection]:
    """Return objections with what their lines need, in a fixed number of queries."""
    return (
        found.select_related("applicant", "request", "reply")
        .defer("search_text", "reply__sealed_context")
        .prefetch_related("followed_by", "deadlines")
        .order_by("-pk")
    )


def _address(applicant: Applicant | None) -> str:
    return " ".join(applicant.address.split()) if applicant else ""


def _contact(applicant: Applicant | None) -> str:
    if applicant is None:
        return ""
    parts = (applicant.phone, applicant.email, applicant.proxy_phone, applicant.proxy_email)
    return ", ".join(part for part in parts if part)


def _outcome(case: Objection) -> str:
    if case.outcome:
        return str(case.get_outcome_display())
    if case.state == State.WITHDRAWN:
        return _("Dicabut")
    if case.lapsed_on is not None:
        return _("Lewat waktu, belum ditanggapi")
    return ""


def _signed_by(case: Objection) -> str:
    if case.reply is None:
        return ""
    office = case.reply.signatory_mandate or role_label(case.reply.signatory_role)
    return f"{case.reply.signatory_name}, {office}"


def _afterwards(case: Objection) -> str:
    """Return what the objector made of the reply, as far as the portal knows (column k)."""
    known = (Objection.register, "obligation")
    later = [each for each in case.followed_by.all() if each.kind not in known]
    if later:
        numbers = ", ".join(each.number or "" for each in later)
        return _("Mengajukan sengketa: {numbers}").format(numbers=numbers)
    windows = [
        row
        for row in case.deadlines.all()
        if row.rule == "dispute_window" and row.status != LegalDeadline.Status.CANCELLED
    ]
    if not windows or case.state == State.WITHDRAWN:
        return ""
    until = max(windows, key=lambda row: row.pk).due_on
    if until < today():
        return _("Tidak mengajukan sengketa sampai {date}").format(date=date_long(until))
    return _("Belum ada; dapat mengajukan sengketa sampai {date}").format(date=date_long(until))


# -- a page ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """A page of the register and the addresses of its neighbours."""

    lines: list[Line]
    previous_url: str
    next_url: str


def page(found: QuerySet[Objection], filters: Filters, query: QueryDict, *, names: bool) -> Page:
    """Return one page, the newest first; ``setelah`` and ``sebelum`` name the row beside it."""
    backwards, onwards = _place(query.get("sebelum", "")), _place(query.get("setelah", ""))
    rows = with_all(found)
    if backwards:
        rows = rows.filter(pk__gt=backwards).order_by("pk")
    elif onwards:
        rows = rows.filter(pk__lt=onwards)
    read = list(rows[: PAGE + 1])
    more, read = len(read) > PAGE, read[:PAGE]
    if backwards:
        read.reverse()
    has_previous = more if backwards else bool(onwards)
    has_next = True if backwards else more
    return Page(
        lines=list(lines(read, names=names)),
        previous_url=filters.url(sebelum=str(read[0].pk)) if has_previous and read else "",
        next_url=filters.url(setelah=str(read[-1].pk)) if has_next and read else "",
    )


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


# -- CSV -------------------------------------------------------------------------------------------


class _Echo:
    """What the CSV writer writes to: it hands each line back."""

    def write(self, text: str) -> str:
        return text


def as_csv(found: QuerySet[Objection], *, names: bool) -> Iterator[bytes]:
    """Yield the register line by line, as a spreadsheet with Indonesian settings opens it.

    A byte order mark says that it is UTF-8, the semicolon parts the columns (the comma is the
    decimal sign), and nothing that came from outside can run as a formula. Never a NIK.
    """
    write = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n").writerow
    yield b"\xef\xbb\xbf" + _encoded(write(_columns(names)))
    for line in lines(with_all(found).iterator(chunk_size=_CHUNK), names=names):
        yield _encoded(write([harmless(cell) for cell in _cells(line, names)]))


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _encoded(text: Any) -> bytes:
    return str(text).encode()


def _columns(names: bool) -> list[str]:
    who = [_("Nama pemohon"), _("Alamat"), _("Telepon dan surel"), _("Kuasa")] if names else []
    return [
        _("Nomor registrasi keberatan"),
        _("Tanggal diterima"),
        *who,
        _("Nomor pendaftaran permohonan"),
        _("Informasi yang diminta"),
        _("Tujuan penggunaan"),
        _("Alasan (Pasal 35 ayat (1))"),
        _("Putusan Atasan PPID"),
        _("Hari dan tanggal tanggapan"),
        _("Nama dan jabatan penanda tangan"),
        _("Tanggapan pemohon"),
        _("Status"),
    ]


def _cells(line: Line, names: bool) -> list[str]:
    who = [line.who, line.address, line.contact, line.proxy] if names else []
    return [
        line.number,
        line.received_on.isoformat(),
        *who,
        line.request_number,
        line.information,
        line.purpose,
        "; ".join(line.ground_labels),
        line.outcome,
        date_long(line.replied_on, with_day=True) if line.replied_on else "",
        line.signed_by,
        line.afterwards,
        line.state,
    ]
