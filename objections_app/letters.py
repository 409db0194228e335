"""What each letter of SOP 3 says about an objection; the letters room numbers and prints them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import override

from objections_app import letter_schemas as schemas
from ppid_portal.clock import local
from ppid_portal.clock.words import explain
from ppid_portal.letters import services
from ppid_portal.letters.models import Letter
from ppid_portal.letters.parties import blocks, party
from ppid_portal.people.actors import Actor
from ppid_portal.people.body import body
from ppid_portal.sop.access import code_of
from ppid_portal.sop.declarations import Act
from ppid_portal.sop.legal_rules import legal_rules
from ppid_portal.sop.models import LegalDeadline

if TYPE_CHECKING:
    from objections_app.models import Objection, ObjectionReport


def _information(case: Objection) -> list[str]:
    return blocks(case.information)


def _request_number(case: Objection) -> str:
    return (case.request.number or "") if case.request is not None else ""


def _received_on(case: Objection) -> date:
    return local(case.received_at).date()


def _reply_deadline(case: Objection) -> LegalDeadline:
    deadline = case.reply_deadline
    if deadline is None:
        raise ValueError(f"objection {case.pk} has no limit for its reply")
    return deadline


def receipt_context(case: Objection, officer_name: str = "") -> schemas.ObjectionReceipt:
    """Return what the receipt and the objection form are filled with (domain 3.6)."""
    deadline = _reply_deadline(case)
    with override("id"):
        explanation = explain(deadline.explanation)
        channel = str(case.get_channel_display())
    return schemas.ObjectionReceipt(
        objection_number=case.number or "",
        request_number=_request_number(case),
        received_at=case.received_at,
        counted_from=deadline.counted_from,
        reply_due_on=deadline.due_on,
        due_explanation=explanation,
        provisional=deadline.provisional,
        applicant=party(case),
        purpose=case.purpose,
        information=_information(case),
        grounds=list(case.grounds),
        case_position=case.case_position,
        channel=channel,
        tracking_code=code_of(case),
        officer_name=officer_name,
        attachments=[d.file.original_name for d in case.documents.select_related("file")],
    )


def receipt(case: Objection, act: Act) -> Letter:
    """Issue the receipt with the date of the reply (SOP 3.3)."""
    return services.issue(
        "objection_receipt",
        case=case,
        signatory=act.actor,
        context=receipt_context(case, act.actor.name),
        at=act.at,
    )


def incompleteness(case: Objection, act: Act, cure: LegalDeadline, note: str) -> Letter:
    """Issue the notice that the objection is incomplete (Perki 1/2021 Pasal 39)."""
    return services.issue(
        "objection_incompleteness",
        case=case,
        signatory=act.actor,
        context=schemas.ObjectionIncompleteness(
            objection_number=case.number or "",
            received_at=case.received_at,
            applicant=party(case),
            missing=list(case.missing),
            cure_until=cure.due_on,
            cure_days=cure.limit_value,
            note=note,
        ),
        at=act.at,
    )


def memorandum_context(case: Objection) -> schemas.ObjectionMemorandum:
    """Return what the memorandum to Atasan PPID is filled with (SOP 3.4)."""
    return schemas.ObjectionMemorandum(
        to=["Atasan PPID"],
        objection_number=case.number or "",
        request_number=_request_number(case),
        received_on=_received_on(case),
        subject=case.title,
        information=_information(case),
        grounds=list(case.grounds),
        case_position=case.case_position,
        explanation=case.explanation,
        recommended_outcome=case.recommended_outcome,  # type: ignore[arg-type]
        recommendation=case.recommendation,
        reply_due_on=_reply_deadline(case).due_on,
        timeline=_story(case),
    )


def _story(case: Objection) -> list[schemas.TimelineRow]:
    """Return what happened between request and objection, in one line each."""
    rows = []
    request = case.request
    if request is not None:
        received = local(request.received_at).date()
        rows.append(schemas.TimelineRow(on=received, text=f"Permohonan {request.number} diterima."))
        answer = request.notification_deadline
        if answer is not None:
            rows.append(
                schemas.TimelineRow(on=answer.due_on, text="Batas waktu jawaban permohonan.")
            )
        if request.answered_on is not None:
            rows.append(
                schemas.TimelineRow(on=request.answered_on, text="Permohonan dijawab PPID.")
            )
    rows.append(
        schemas.TimelineRow(on=_received_on(case), text=f"Keberatan {case.number} diterima.")
    )
    return sorted(rows, key=lambda row: row.on)


def memorandum(case: Objection, act: Act) -> Letter:
    """Issue the memorandum that lays the material before Atasan PPID (SOP 3.4)."""
    return services.issue(
        "objection_memorandum",
        case=case,
        signatory=act.actor,
        context=memorandum_context(case),
        at=act.at,
    )


def reply_context(case: Objection, at: datetime, until: date | None) -> schemas.ObjectionReply:
    """Return what the reply is filled with; ``until`` is the last day of the order."""
    deadline = _reply_deadline(case)
    late = local(at).date() > deadline.due_on
    return schemas.ObjectionReply(
        objection_number=case.number or "",
        request_number=_request_number(case),
        received_on=_received_on(case),
        applicant=party(case),
        grounds=list(case.grounds),
        information=_information(case),
        outcome=case.outcome,  # type: ignore[arg-type]
        opening=case.reply_opening,
        considerations=case.considerations,
        order=case.order,
        order_until=until,
        order_words=f"{case.order_days} hari kerja" if case.order_days else "",
        dispute_days=legal_rules()["dispute_window"].limit.value,
        commission_name=body().commission_name or "Komisi Informasi",
        late=late,
        late_due_on=deadline.due_on if late else None,
    )


def reply(case: Objection, signatory: Actor, at: datetime, until: date | None) -> Letter:
    """Issue the reply of Atasan PPID (SOP 3.6)."""
    return services.issue(
        "objection_reply",
        case=case,
        signatory=signatory,
        context=reply_context(case, at, until),
        at=at,
    )


def report(case: ObjectionReport, act: Act) -> Letter:
    """Issue the report of a period (SOP 3.10)."""
    from objections_app.report import context

    return services.issue(
        "objection_report",
        case=case,
        signatory=act.actor,
        context=context(case),
        at=act.at,
    )
