"""The register of requests, with the twenty-one columns of the regulation (domain 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import local
from ppid_portal.letters.models import Letter
from ppid_portal.letters.words import rupiah
from ppid_portal.sop.models import Channel
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
    identity_of,
    words_of,
)
from ppid_portal.sop.scope import visible_cases
from requests_app.models import (
    AccessMethod,
    AnswerDraft,
    CopyForm,
    InformationRequest,
    Outcome,
    State,
)

_SHOWN: tuple[str, ...] = tuple(state for state in State.values if state != State.NEW)
_HELD = (Outcome.GRANTED, Outcome.PARTLY, Outcome.REFUSED)
_DECIDED = (AnswerDraft.Status.APPROVED, AnswerDraft.Status.ISSUED)
#: Requests that end without an answer of their own.
WITHOUT_ANSWER: tuple[str, ...] = (State.REFERRED, State.LAPSED, State.WITHDRAWN)


def _records(reader: Reader) -> QuerySet[InformationRequest]:
    cases = visible_cases(reader.user, reader.actors).filter(kind=InformationRequest.register)
    return InformationRequest.objects.filter(pk__in=cases.values("pk"))


def with_all(found: QuerySet[InformationRequest]) -> QuerySet[InformationRequest]:
    """Return requests with what their lines need, in a fixed number of queries."""
    decided = (
        AnswerDraft.objects.filter(status__in=_DECIDED)
        .select_related("notification", "decree")
        .defer("notification__sealed_context", "decree__sealed_context")
        .prefetch_related("parts")
        .order_by("-version")
    )
    return (
        found.select_related("applicant")
        .defer("search_text")
        .prefetch_related(Prefetch("drafts", queryset=decided, to_attr="decided"))
    )


# -- one line --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One request in the register; ``who`` is empty for those who may not know."""

    url: str
    number: str
    received_on: date
    who: str
    identity: str
    proxy: str
    address: str
    contact: str
    occupation: str
    information: str
    purpose: str
    held: bool
    not_held: bool
    not_documented: bool
    softcopy: bool
    hardcopy: bool
    views: bool
    copies: bool
    outcome: str
    reason: str
    notified_on: date | None
    given_on: date | None
    cost: str
    payment: str
    state: str
    hidden: tuple[str, ...]


def lines(found: Iterable[InformationRequest], reader: Reader) -> Iterator[Line]:
    """Put requests read by :func:`with_all` into words."""
    for case in found:
        applicant = case.applicant if reader.names else None
        decided: AnswerDraft | None = next(iter(getattr(case, "decided", ())), None)
        parts = list(decided.parts.all()) if decided is not None else []
        outcomes = {part.outcome for part in parts}
        letter = (decided.notification or decided.decree) if decided is not None else None
        cost, payment = _cost(decided) if decided is not None else ("", "")
        held = bool(outcomes & set(_HELD))
        given = bool(outcomes & {Outcome.GRANTED, Outcome.PARTLY}) and case.answered_on is not None
        yield Line(
            url=reverse("desk:case", args=[case.pk]),
            number=case.number or "",
            received_on=local(case.received_at).date(),
            who=applicant.name if applicant else "",
            identity=identity_of(applicant),
            proxy=applicant.proxy_name if applicant else "",
            address=address_of(applicant),
            contact=contact_of(applicant),
            occupation=applicant.occupation if applicant else "",
            information=case.information,
            purpose=case.purpose,
            held=held,
            not_held=Outcome.NOT_HELD in outcomes or case.state == State.REFERRED,
            not_documented=Outcome.NOT_DOCUMENTED in outcomes,
            softcopy=held and case.copy_form == CopyForm.SOFTCOPY,
            hardcopy=held and case.copy_form == CopyForm.HARDCOPY,
            views=case.access_method == AccessMethod.VIEW,
            copies=case.access_method == AccessMethod.COPY,
            outcome=_with_withdrawal(_outcome(case, outcomes), letter),
            reason="; ".join(filter(None, (_reason(part) for part in parts))),
            notified_on=local(letter.issued_at).date() if letter is not None else None,
            given_on=case.answered_on if given else None,
            cost=cost,
            payment=payment,
            state=case.state_label,
            hidden=words_of(applicant),
        )


def _outcome(case: InformationRequest, outcomes: set[str]) -> str:
    if case.state in WITHOUT_ANSWER:
        return case.state_label
    if not outcomes:
        return ""
    if len(outcomes) == 1:
        return str(Outcome(next(iter(outcomes))).label)
    if outcomes & {Outcome.GRANTED, Outcome.PARTLY}:
        return _("Diberikan sebagian")
    return _("Ditolak")


def result_of(case: InformationRequest, outcomes: set[str]) -> str:
    """Return by which one result a request counts: a state without answer, or an outcome.

    Of several parts, some given and some not, it counts as given in part; if none was given, as
    refused. "" while no answer has reached the applicant.
    """
    if case.state in WITHOUT_ANSWER:
        return case.state
    if case.answered_on is None or not outcomes:
        return ""
    if len(outcomes) == 1:
        return next(iter(outcomes))
    return Outcome.PARTLY if outcomes & {Outcome.GRANTED, Outcome.PARTLY} else Outcome.REFUSED


def _with_withdrawal(outcome: str, letter: Letter | None) -> str:
    """Return the outcome, and that its letter was withdrawn if it was."""
    if letter is None or not letter.withdrawn_words:
        return outcome
    return _("{outcome}; surat {withdrawn}").format(
        outcome=outcome, withdrawn=letter.withdrawn_words
    )


def _reason(part: Any) -> str:
    """Return why a part was not given: the article of a refusal, or who holds it."""
    if part.outcome == Outcome.REFUSED:
        law = _("Pasal 17 huruf {letter} UU 14/2008").format(letter=part.article)
        return f"{law}; {part.other_law}" if part.other_law else law
    if part.outcome == Outcome.PARTLY and part.article:
        return _("sebagian: Pasal 17 huruf {letter} UU 14/2008").format(letter=part.article)
    if part.outcome == Outcome.NOT_HELD:
        return (
            _("Tidak dikuasai; dikuasai {holder}").format(holder=part.holder)
            if part.holder
            else _("Tidak dikuasai")
        )
    if part.outcome == Outcome.NOT_DOCUMENTED:
        return _("Belum didokumentasikan")
    return ""


def _cost(draft: AnswerDraft) -> tuple[str, str]:
    total = draft.cost_sheets * draft.cost_per_sheet + draft.cost_delivery
    if total:
        return rupiah(total), _("sesuai pemberitahuan tertulis")
    return _("Nihil"), ""


# -- the book --------------------------------------------------------------------------------------


def _cells(line: Line) -> Sequence[Cell]:
    who = "\n".join(
        part
        for part in (
            line.who,
            line.identity,
            _("kuasa: {name}").format(name=line.proxy) if line.proxy else "",
        )
        if part
    )
    return (
        line.number,
        line.received_on,
        who,
        line.address,
        line.contact,
        line.occupation,
        line.information,
        line.purpose,
        line.held,
        line.not_held,
        line.not_documented,
        line.softcopy,
        line.hardcopy,
        line.views,
        line.copies,
        line.outcome or line.state,
        line.reason,
        line.notified_on,
        line.given_on,
        line.cost,
        line.payment,
    )


def _headings(reader: Reader) -> Sequence[Words]:
    who = (_l("Pemohon"),) if reader.names else ()
    return (
        _l("Nomor dan tanggal"),
        *who,
        _l("Informasi dan tujuan"),
        _l("Cara dan bentuk"),
        _l("Keputusan"),
        _l("Pemberitahuan dan pemberian"),
    )


def _empty(reader: Reader) -> tuple[Words, Words]:
    if reader.names:
        return (
            _l("Register ini masih kosong"),
            _l("Setiap permohonan masuk ke sini begitu diterima, daring atau lewat loket."),
        )
    return (
        _l("Tidak ada permohonan yang dapat Anda lihat"),
        _l("Register permohonan dikelola kantor PPID. Anda melihat permohonan yang Anda kerjakan."),
    )


_STATUS, _HELD_BY = "Status informasi", "Di bawah pengua\u00adsaan"
_FORM = ("Bentuk informasi yang dikuasai",)
_KIND = ("Jenis permohonan",)
_DAYS = ("Hari dan tanggal",)
_COST = ("Biaya dan cara pembayaran",)
REQUESTS = Register(
    place=10,
    slug="permohonan",
    key=InformationRequest.register,
    title=_l("Register permohonan"),
    official="Register Permohonan Informasi Publik",
    about=_l("Setiap permohonan informasi publik, dari tanggal diterima sampai pemberiannya."),
    columns=(
        Column("No.", 17),
        Column("Tanggal", 16),
        Column("Nama", 22, personal=True),
        Column("Alamat", 25, personal=True),
        Column("Nomor kontak", 23, personal=True),
        Column("Pekerjaan", 15, personal=True),
        Column("Informasi yang diminta", 38),
        Column("Tujuan penggunaan", 22),
        Column("Ya", 9, over=(_STATUS, _HELD_BY)),
        Column("Tidak", 10, over=(_STATUS, _HELD_BY)),
        Column("Belum didoku\u00admentasi\u00adkan", 12, over=(_STATUS,)),
        Column("Soft\u00adcopy", 9, over=_FORM),
        Column("Hard\u00adcopy", 9, over=_FORM),
        Column("Melihat, menge\u00adtahui", 12, over=_KIND),
        Column("Meminta salinan", 13, over=_KIND),
        Column("Keputusan", 20),
        Column("Alasan penolakan", 22),
        Column("Pemberi\u00adtahuan tertulis", 15, over=_DAYS, with_day=True),
        Column("Pemberian informasi", 15, over=_DAYS, with_day=True),
        Column("Biaya", 12, over=_COST),
        Column("Cara", 13, over=_COST),
    ),
    headings=_headings,
    row_template="requests_app/desk/register_row.html",
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
            "cara",
            _l("Masuk melalui"),
            lambda: [each for each in Channel.choices if each[0] != Channel.SYSTEM],
            lambda found, channel: found.filter(channel=channel),
        ),
    ),
    first=first_of_kind(InformationRequest.register),
    personal_words=lambda line: line.hidden,
    hint=_l("Berkas lengkap memuat nama dan kontak pemohon."),
)

REGISTERS = (REQUESTS,)
