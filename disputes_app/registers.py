"""The register of disputes before the Commission, and what is known of the papers it sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes_app.models import Dispute, Outcome, State
from disputes_app.records import CommissionPaper, HearingKind, HearingStatus, PaperKind
from objections_app.models import Ground
from ppid_portal.clock import local
from ppid_portal.letters.incoming import Incoming
from ppid_portal.sop.registers import (
    Cell,
    Choice,
    Column,
    Reader,
    Register,
    Words,
    address_of,
    first_of_kind,
    words_of,
)
from ppid_portal.sop.scope import visible_cases

_SHOWN: tuple[str, ...] = tuple(state for state in State.values if state != State.NEW)
_HELD = (HearingStatus.SCHEDULED, HearingStatus.HELD, HearingStatus.MISSED)


@dataclass(frozen=True)
class Line:
    """One dispute; ``who`` is empty for those who may not know."""

    url: str
    number: str
    received_on: date
    commission: str
    commission_number: str
    who: str
    address: str
    proxy: str
    request_number: str
    objection_number: str
    information: str
    grounds: str
    panel: str
    hearings: dict[str, str]
    mediation: str
    outcome: str
    order: str
    courts: str
    reported_on: date | None
    state: str
    hidden: tuple[str, ...]

    @property
    def sessions(self) -> list[tuple[str, str]]:
        """Return the days of the sessions with what each kind is called."""
        return [
            (str(HearingKind(kind).label), self.hearings[kind])
            for kind in HearingKind.values
            if kind in self.hearings
        ]


def _records(reader: Reader) -> QuerySet[Dispute]:
    cases = visible_cases(reader.user, reader.actors).filter(kind=Dispute.register)
    return Dispute.objects.filter(pk__in=cases.values("pk"))


def with_all(found: QuerySet[Dispute]) -> QuerySet[Dispute]:
    """Return disputes with what their lines need, in a fixed number of queries."""
    return (
        found.select_related("applicant", "request", "prior_objection")
        .defer("search_text")
        .prefetch_related("hearings", "court_stages")
    )


def lines(found: Iterable[Dispute], reader: Reader) -> Iterator[Line]:
    """Put disputes read by :func:`with_all` into words."""
    for case in found:
        applicant = case.applicant if reader.names else None
        yield Line(
            url=reverse("desk:case", args=[case.pk]),
            number=case.number or "",
            received_on=local(case.received_at).date(),
            commission=case.commission,
            commission_number=case.commission_number,
            who=applicant.name if applicant else "",
            address=address_of(applicant),
            proxy=applicant.proxy_name if applicant else "",
            request_number=(case.request.number or "") if case.request is not None else "",
            objection_number=_objection(case),
            information=case.information,
            grounds="; ".join(f"{letter}. {Ground(letter).label}" for letter in case.grounds),
            panel=_panel(case),
            hearings=_hearings(case),
            mediation=case.mediation_result,
            outcome=str(case.get_outcome_display()) if case.outcome else "",
            order=case.order,
            courts=_courts(case),
            reported_on=local(case.reported_at).date() if case.reported_at is not None else None,
            state=case.state_label,
            hidden=words_of(applicant),
        )


def _objection(case: Dispute) -> str:
    if case.no_prior_objection:
        return _("tanpa keberatan")
    return (case.prior_objection.number or "") if case.prior_objection is not None else ""


def _panel(case: Dispute) -> str:
    parts = [
        ("; ".join(case.panel), _("Majelis: {names}")),
        (case.registrar, _("Panitera: {names}")),
        (case.mediator, _("Mediator: {names}")),
    ]
    return "\n".join(words.format(names=names) for names, words in parts if names)


def _hearings(case: Dispute) -> dict[str, str]:
    """Return the days of the sessions by their kind; one that was missed says so."""
    found: dict[str, list[str]] = {}
    for hearing in sorted(case.hearings.all(), key=lambda each: each.at):
        if hearing.status not in _HELD:
            continue
        day = f"{local(hearing.at):%d-%m-%Y}"
        missed = hearing.status == HearingStatus.MISSED
        found.setdefault(hearing.kind, []).append(
            _("{day} (tidak hadir)").format(day=day) if missed else day
        )
    return {kind: ", ".join(days) for kind, days in found.items()}


def _courts(case: Dispute) -> str:
    return "\n".join(
        " ".join(
            filter(
                None,
                (
                    f"{stage.get_level_display()} {stage.get_court_display()}".strip(),
                    stage.number,
                    f"({stage.get_outcome_display()})" if stage.outcome else "",
                ),
            )
        )
        for stage in case.court_stages.all()
    )


def _cells(line: Line) -> Sequence[Cell]:
    return (
        line.number,
        line.received_on,
        line.commission,
        line.commission_number,
        line.who + (f"\n{_('kuasa: {name}').format(name=line.proxy)}" if line.proxy else ""),
        line.address,
        line.request_number,
        line.objection_number,
        line.information,
        line.grounds,
        line.panel,
        *(line.hearings.get(kind, "") for kind in HearingKind.values),
        line.mediation,
        line.outcome,
        line.order,
        line.courts,
        line.reported_on,
        line.state,
    )


def _headings(reader: Reader) -> Sequence[Words]:
    who = (_l("Pemohon"),) if reader.names else ()
    return (
        _l("Nomor dan tanggal diterima"),
        *who,
        _l("Register komisi"),
        _l("Informasi dan alasan"),
        _l("Sidang"),
        _l("Hasil"),
    )


def _empty(reader: Reader) -> tuple[Words, Words]:
    if reader.names:
        return (
            _l("Register ini masih kosong"),
            _l("Setiap panggilan sidang Komisi Informasi masuk ke sini begitu dicatat."),
        )
    return (
        _l("Tidak ada sengketa yang dapat Anda lihat"),
        _l("Register sengketa dikelola kantor PPID. Anda melihat sengketa yang Anda kerjakan."),
    )


_COMMISSION = ("Komisi Informasi",)
_WHO = ("Pemohon",)
_BEFORE = ("Tahap sebelumnya",)
_SESSIONS = ("Tanggal sidang",)
_RESULT = ("Hasil",)
DISPUTES = Register(
    place=30,
    slug="sengketa",
    key=Dispute.register,
    title=_l("Register sengketa"),
    official="Register Sengketa Informasi Publik",
    about=_l("Sengketa di Komisi Informasi, sidang-sidangnya, putusannya, dan pengadilan."),
    columns=(
        Column("Nomor berkas", 17),
        Column("Tanggal diterima", 18),
        Column("Nama", 17, over=_COMMISSION),
        Column("Nomor register", 19, over=_COMMISSION),
        Column("Nama", 18, over=_WHO, personal=True),
        Column("Alamat", 19, over=_WHO, personal=True),
        Column("Permo\u00adhonan", 17, over=_BEFORE),
        Column("Kebe\u00adratan", 17, over=_BEFORE),
        Column("Informasi yang disengketakan", 28),
        Column("Alasan", 24),
        Column("Majelis, panitera, mediator", 28),
        Column("Pemerik\u00adsaan awal", 17, over=_SESSIONS),
        Column("Mediasi", 17, over=_SESSIONS),
        Column("Ajudikasi", 17, over=_SESSIONS),
        Column("Pemba\u00adcaan putusan", 17, over=_SESSIONS),
        Column("Mediasi", 20, over=_RESULT),
        Column("Putusan", 20, over=_RESULT),
        Column("Amar", 25, over=_RESULT),
        Column("Pengadilan", 29),
        Column("Dilapor\u00adkan", 17),
        Column("Status", 16),
    ),
    headings=_headings,
    row_template="disputes_app/desk/register_row.html",
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
            "putusan",
            _l("Putusan"),
            lambda: Outcome.choices,
            lambda found, outcome: found.filter(outcome=outcome),
        ),
    ),
    first=first_of_kind(Dispute.register),
    personal_words=lambda line: line.hidden,
    hint=_l("Berkas lengkap memuat nama dan alamat pemohon."),
)

REGISTERS = (DISPUTES,)


def papers(documents: Collection[int]) -> dict[int, Incoming]:
    """Return what the papers of a dispute say of themselves, for the register of letters in."""
    found = (
        CommissionPaper.objects.filter(document__in=documents)
        .select_related("dispute")
        .prefetch_related("dispute__court_stages")
    )
    return {
        paper.document_id: Incoming(
            sender=_sender(paper),
            number=paper.number,
            dated_on=paper.dated_on,
            received_on=paper.received_on,
            subject=str(paper.get_kind_display()),
            agenda=paper.dispute.incoming_number if paper.kind == PaperKind.SUMMONS else "",
        )
        for paper in found
        if paper.document_id is not None
    }


def _sender(paper: CommissionPaper) -> str:
    """Return who made a paper: the court whose ruling or notice it is, else the Commission."""
    if paper.kind not in (PaperKind.COURT_FILING, PaperKind.COURT_RULING):
        return paper.dispute.commission
    stages = list(paper.dispute.court_stages.all())
    of_paper = [stage for stage in stages if stage.paper_id == paper.pk]
    before = [stage for stage in stages if stage.filed_on <= paper.received_on]
    for stage in (*of_paper, *reversed(before)):
        return f"{stage.get_court_display()} {stage.place}".strip()
    return paper.dispute.commission
