"""What each letter of SOP 4 says about a dispute; the letters room numbers and prints them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from disputes_app import letter_schemas as schemas
from ppid_portal.clock import local
from ppid_portal.letters import services
from ppid_portal.letters.frame import printed_position, unit_of
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import Unit, User
from ppid_portal.sop import deadlines
from ppid_portal.sop.declarations import Act
from requests_app.models import Obligation

if TYPE_CHECKING:
    from disputes_app.models import Dispute

#: What a special power of attorney usually covers; printed in Indonesian.
USUAL_SCOPE = (
    "Menghadiri sidang pemeriksaan awal, mediasi, dan ajudikasi nonlitigasi",
    "Memberikan keterangan, tanggapan, dan kesimpulan atas nama badan publik",
    "Mengajukan bukti, saksi, dan ahli",
    "Menerima atau menolak usul kesepakatan mediasi",
    "Menandatangani surat yang diperlukan dalam perkara ini",
)


def facts(case: Dispute) -> schemas.DisputeFacts:
    """Return the dispute as its letters name it."""
    hearing = case.next_hearing or case.hearings.order_by("-at").first()
    return schemas.DisputeFacts(
        dispute_number=case.number or "",
        commission_number=case.commission_number,
        commission=case.commission,
        petitioner=case.applicant.name if case.applicant is not None else "",
        respondent=case.respondents,
        subject=case.title,
        request_number=(case.request.number or "") if case.request is not None else "",
        objection_number=(case.prior_objection.number or "")
        if case.prior_objection is not None
        else "",
        hearing_kind=hearing.kind if hearing is not None else "",
        hearing_at=hearing.at if hearing is not None else None,
        hearing_place=hearing.place if hearing is not None else "",
    )


def _issue(key: str, case: Dispute, act: Act, context: Any) -> Letter:
    return services.issue(key, case=case, signatory=act.actor, context=context, at=act.at)


def coordination(
    case: Dispute,
    act: Act,
    units: Sequence[Unit],
    meeting_at: datetime,
    place: str,
    agenda: str,
    needs: Sequence[str],
) -> Letter:
    """Issue the letter that calls units and legal affairs together (SOP 4.3)."""
    return _issue(
        "coordination_letter",
        case,
        act,
        schemas.CoordinationLetter(
            dispute=facts(case),
            to=[*(f"PPID Pelaksana {unit.name}" for unit in units), "Asisten Deputi Hukum"],
            agenda=agenda,
            meeting_at=meeting_at,
            meeting_place=place,
            needs=list(needs),
            copies_to=["Atasan PPID"],
        ),
    )


def recommendation(
    case: Dispute,
    act: Act,
    position: str,
    arguments: Sequence[str],
    risks: Sequence[str],
    path: str,
    evidence_needed: Sequence[str],
) -> Letter:
    """Issue the recommendation of legal affairs (SOP 4.5)."""
    return _issue(
        "hearing_recommendation",
        case,
        act,
        schemas.HearingRecommendation(
            dispute=facts(case),
            to=["Ketua PPID"],
            position=position.strip(),
            arguments=list(arguments),
            risks=list(risks),
            recommended_path=path.strip(),
            evidence_needed=list(evidence_needed),
        ),
    )


def meeting(
    case: Dispute,
    act: Act,
    met_at: datetime,
    place: str,
    participants: Sequence[dict[str, str]],
    conclusions: Sequence[str],
    tasks: Sequence[dict[str, Any]],
) -> Letter:
    """Issue the memorandum of the meeting before the hearing (SOP 4.6)."""
    return _issue(
        "meeting_memorandum",
        case,
        act,
        schemas.MeetingMemorandum(
            dispute=facts(case),
            to=["Atasan PPID"],
            met_at=met_at,
            place=place,
            participants=[schemas.Participant(**row) for row in participants],
            conclusions=list(conclusions),
            tasks=[schemas.Task(**row) for row in tasks],
        ),
    )


def power_of_attorney(
    case: Dispute, act: Act, grantees: Sequence[User], scope: Sequence[str]
) -> Letter:
    """Issue the special power of attorney (SOP 4.8)."""
    return _issue(
        "power_of_attorney",
        case,
        act,
        schemas.PowerOfAttorney(
            dispute=facts(case),
            grantor=schemas.Person(
                name=act.actor.name,
                nip=act.actor.nip,
                position=printed_position(act.actor),
                unit=unit_of(act.actor),
            ),
            grantees=[_person(user) for user in grantees],
            scope=list(scope) or list(USUAL_SCOPE),
        ),
    )


def assignment(
    case: Dispute,
    act: Act,
    assignees: Sequence[User],
    task: str,
    from_on: date,
    to_on: date,
    place: str,
) -> Letter:
    """Issue the letter of assignment (SOP 4.8)."""
    basis = [f"Surat panggilan sidang {paper.number}" for paper in _summonses(case)]
    return _issue(
        "assignment_letter",
        case,
        act,
        schemas.AssignmentLetter(
            dispute=facts(case),
            assignees=[_person(user) for user in assignees],
            task=task.strip(),
            from_on=from_on,
            to_on=to_on,
            place=place.strip() or facts(case).hearing_place,
            basis=basis,
        ),
    )


def _summonses(case: Dispute) -> list[Any]:
    return [paper for paper in case.papers.filter(kind="summons") if paper.number]


def _person(user: User) -> schemas.Person:
    held = actors_of(user)
    actor = held[0] if held else None
    return schemas.Person(
        name=user.name,
        nip=user.nip,
        position=printed_position(actor) if actor else "",
        unit=unit_of(actor) if actor else "",
    )


def chronology(case: Dispute) -> list[schemas.TimelineRow]:
    """Return what led to the dispute, from the registers: request, answer, objection, reply."""
    rows: list[schemas.TimelineRow] = []

    def add(on: date | None, text: str) -> None:
        if on is not None:
            rows.append(schemas.TimelineRow(on=on, text=text))

    request, objection = case.request, case.prior_objection
    if request is not None:
        add(local(request.received_at).date(), f"Permohonan {request.number} diterima.")
        add(request.answered_on, "Pemberitahuan tertulis disampaikan kepada pemohon.")
    if objection is not None:
        add(local(objection.received_at).date(), f"Keberatan {objection.number} diterima.")
        add(objection.lapsed_on, "Batas waktu tanggapan atas keberatan lewat tanpa tanggapan.")
        add(objection.delivered_on, "Tanggapan Atasan PPID disampaikan kepada pemohon.")
    for paper in case.papers.all():
        add(paper.received_on, f"{paper.get_kind_display()} {paper.number} diterima.".strip())
    return sorted(rows, key=lambda row: row.on)


def position_paper(
    case: Dispute,
    act: Act,
    stance: str,
    legal_grounds: Sequence[str],
    prayer: Sequence[str],
    *,
    closing: bool,
) -> Letter:
    """Issue the respondent's position paper, or its closing one (UU 14/2008 Pasal 45)."""
    return _issue(
        "position_paper",
        case,
        act,
        schemas.PositionPaper(
            dispute=facts(case),
            chronology=chronology(case),
            stance=stance.strip(),
            legal_grounds=list(legal_grounds),
            evidence=[
                schemas.EvidenceRow(mark=row.mark, title=row.title) for row in case.evidence.all()
            ],
            prayer=list(prayer),
            heading="Kesimpulan Termohon" if closing else "Tanggapan Termohon",
        ),
    )


def report_context(case: Dispute, follow_up: str, recommendation: str) -> schemas.DisputeReport:
    """Return what the report to Atasan PPID is filled with (SOP 4.15)."""
    return schemas.DisputeReport(
        dispute=facts(case),
        to=["Atasan PPID"],
        hearings=[
            schemas.HearingRow(
                kind=hearing.kind,
                at=hearing.at,
                place=hearing.place,
                result=hearing.outcome or str(hearing.get_status_display()),
            )
            for hearing in case.hearings.all()
        ],
        mediation=_mediation(case),
        ruling=_ruling(case),
        obligations=_obligations(case),
        court=_court(case),
        follow_up=follow_up.strip(),
        recommendation=recommendation.strip(),
    )


def _mediation(case: Dispute) -> str:
    if case.skips_mediation:
        return "Tidak dilakukan, karena sengketa tentang informasi yang dikecualikan."
    return case.mediation_result


def _ruling(case: Dispute) -> schemas.Ruling | None:
    kinds = ("ruling", "mediation_decision", "mediation_agreement", "withdrawal")
    papers = {paper.kind: paper for paper in case.papers.filter(kind__in=kinds)}
    paper = next((papers[kind] for kind in kinds if kind in papers), None)
    if paper is None or not case.outcome:
        return None
    return schemas.Ruling(
        number=paper.number,
        dated_on=paper.dated_on,
        received_on=paper.received_on,
        outcome=str(case.get_outcome_display()),
        order=case.order,
    )


def _obligations(case: Dispute) -> list[schemas.ObligationRow]:
    rows = []
    for obligation in Obligation.objects.filter(origin_id=case.pk).order_by("pk"):
        deadline = deadlines.latest(obligation, "order_execution")
        rows.append(
            schemas.ObligationRow(
                number=obligation.number or "",
                text=obligation.order,
                due_on=deadline.due_on if deadline else None,
                state=obligation.state,
            )
        )
    return rows


def _court(case: Dispute) -> str:
    lines = []
    for stage in case.court_stages.all():
        outcome = str(stage.get_outcome_display()) if stage.outcome else "belum diputus"
        lines.append(
            f"{stage.get_level_display()} ({stage.get_court_display()} {stage.place}) "
            f"{stage.number}: {outcome}".replace("  ", " ")
        )
    return "\n".join(lines)


def report(case: Dispute, act: Act, follow_up: str, recommendation: str) -> Letter:
    """Issue the report on the dispute (SOP 4.15)."""
    return _issue("dispute_report", case, act, report_context(case, follow_up, recommendation))
