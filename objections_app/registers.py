"""The register of objections: what it shows of each, with the columns of domain 3.7, a to k."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from objections_app.models import Ground, Objection, Outcome, State
from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long
from ppid_portal.people.roles import Role
from ppid_portal.people.roles import label as role_label
from ppid_portal.sop.models import LegalDeadline
from ppid_portal.sop.registers import (
    Cell,
    Choice,
    Column,
    Reader,
    Register,
    Words,
    address_of,
    contact_of,
    first_of_kind,
    words_of,
)
from ppid_portal.sop.scope import visible_cases

_SHOWN: tuple[str, ...] = tuple(state for state in State.values if state != State.NEW)


def _records(reader: Reader) -> QuerySet[Objection]:
    cases = visible_cases(reader.user, reader.actors).filter(kind=Objection.register)
    return Objection.objects.filter(pk__in=cases.values("pk"))


def _by_ground(found: QuerySet[Objection], ground: str) -> QuerySet[Objection]:
    # One letter in quotes is in the stored list exactly when the ground was chosen.
    return found.filter(grounds__icontains=f'"{ground}"')


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
    hidden: tuple[str, ...]


def lines(found: Iterable[Objection], reader: Reader) -> Iterator[Line]:
    """Put objections read by :func:`with_all` into words; nobody is named to who may not know."""
    for case in found:
        applicant = case.applicant if reader.names else None
        request = case.request
        yield Line(
            url=reverse("desk:case", args=[case.pk]),
            number=case.number or "",
            received_on=local(case.received_at).date(),
            who=applicant.name if applicant else "",
            proxy=applicant.proxy_name if applicant else "",
            address=address_of(applicant),
            contact=contact_of(applicant),
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
            hidden=words_of(applicant),
        )


def with_all(found: QuerySet[Objection]) -> QuerySet[Objection]:
    """Return objections with what their lines need, in a fixed number of queries."""
    return (
        found.select_related("applicant", "request", "reply", "decided_by")
        .defer("search_text", "reply__sealed_context")
        .prefetch_related("followed_by", "deadlines")
    )


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
    signed = f"{case.reply.signatory_name}, {office}"
    if case.reply.withdrawn_words:
        signed = _("{signed}; surat {withdrawn}").format(
            signed=signed, withdrawn=case.reply.withdrawn_words
        )
    if case.reply.signatory_role == Role.ATASAN_PPID or case.decided_by is None:
        return signed
    # Domain 3.7 huruf j: the register names Atasan PPID, whoever signs the letter.
    decided = _("diputus {name}, {role}").format(
        name=case.decided_by.name, role=role_label(Role.ATASAN_PPID)
    )
    return f"{signed}; {decided}"


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


# -- the book --------------------------------------------------------------------------------------


def _cells(line: Line) -> Sequence[Cell]:
    return (
        line.number,
        line.received_on,
        line.who,
        line.address,
        line.contact,
        line.proxy,
        line.request_number,
        line.information,
        line.purpose,
        "; ".join(line.ground_labels),
        line.outcome,
        line.replied_on,
        line.signed_by,
        line.afterwards,
        line.state,
    )


def _headings(reader: Reader) -> Sequence[Words]:
    who = (_l("Pemohon atau kuasa"),) if reader.names else ()
    return (
        _l("Nomor dan tanggal diterima"),
        *who,
        _l("Informasi dan tujuan"),
        _l("Alasan"),
        _l("Putusan Atasan PPID"),
        _l("Surat tanggapan"),
        _l("Tanggapan pemohon"),
    )


def _empty(reader: Reader) -> tuple[Words, Words]:
    if reader.names:
        return (
            _l("Register ini masih kosong"),
            _l("Setiap keberatan masuk ke sini begitu diterima, lewat formulir daring atau loket."),
        )
    return (
        _l("Tidak ada keberatan yang dapat Anda lihat"),
        _l("Register keberatan dikelola kantor PPID. Anda melihat keberatan yang Anda kerjakan."),
    )


_WHO = ("Identitas pemohon atau kuasa",)
OBJECTIONS = Register(
    place=20,
    slug="keberatan",
    key=Objection.register,
    title=_l("Register keberatan"),
    official="Register Keberatan atas Permohonan Informasi Publik",
    about=_l("Keberatan atas layanan informasi, putusan Atasan PPID, dan tanggapan pemohon."),
    columns=(
        Column("Nomor registrasi keberatan", 19),
        Column("Tanggal diterima", 15),
        Column("Nama pemohon", 22, over=_WHO, personal=True),
        Column("Alamat", 25, over=_WHO, personal=True),
        Column("Telepon dan surel", 24, over=_WHO, personal=True),
        Column("Kuasa", 17, over=_WHO, personal=True),
        Column("Nomor pendaftaran permohonan", 19),
        Column("Informasi yang diminta", 36),
        Column("Tujuan penggunaan", 22),
        Column("Alasan (Pasal 35 ayat (1))", 30),
        Column("Putusan Atasan PPID", 19),
        Column("Hari dan tanggal tanggapan", 16, with_day=True),
        Column("Nama dan jabatan penanda tangan", 22),
        Column("Tanggapan pemohon", 24),
        Column("Status", 16),
    ),
    headings=_headings,
    row_template="objections_app/desk/register_row.html",
    records=_records,
    with_all=with_all,
    lines=lines,
    cells=_cells,
    empty=_empty,
    choices=(
        Choice(
            "status",
            _l("Status"),
            lambda: [(state, State(state).label) for state in _SHOWN],
            lambda found, state: found.filter(state=state),
        ),
        Choice(
            "alasan",
            _l("Alasan"),
            lambda: [(ground.value, f"{ground.value}. {ground.label}") for ground in Ground],
            _by_ground,
        ),
        Choice(
            "putusan",
            _l("Putusan"),
            lambda: Outcome.choices,
            lambda found, outcome: found.filter(outcome=outcome),
        ),
    ),
    first=first_of_kind(Objection.register),
    signatory=Role.ATASAN_PPID,
    personal_words=lambda line: line.hidden,
    hint=_l("Berkas lengkap memuat nama dan kontak pemohon."),
)

REGISTERS = (OBJECTIONS,)
