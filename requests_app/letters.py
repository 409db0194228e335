"""What each letter of SOP 2 says about a request; the letters room numbers and prints them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop, override

from ppid_portal.clock import local
from ppid_portal.clock.words import explain
from ppid_portal.letters import schemas, services
from ppid_portal.letters.models import Letter
from ppid_portal.letters.parties import blocks, party
from ppid_portal.people.actors import Actor
from ppid_portal.sop import deadlines
from ppid_portal.sop.access import code_of
from ppid_portal.sop.declarations import Act
from ppid_portal.sop.models import LegalDeadline
from requests_app.rules import answering_units

if TYPE_CHECKING:
    from requests_app.models import AnswerDraft, Extension, InformationRequest, UnitTask

#: What Ketua PPID may tick on the disposition sheet, Indonesian as it is printed there.
INSTRUCTIONS = (
    gettext_noop("Sediakan dokumen yang diminta"),
    gettext_noop("Telaah apakah ada bagian yang dikecualikan"),
    gettext_noop("Siapkan bahan jawaban tertulis"),
    gettext_noop("Koordinasikan dengan unit terkait"),
    gettext_noop("Untuk diketahui"),
)


def receipt_context(case: InformationRequest, officer_name: str = "") -> schemas.Receipt:
    """Return what the receipt, the request form and the page of rights are filled with."""
    deadline = _notification(case)
    with override("id"):
        explanation = explain(deadline.explanation)
        channel = str(case.get_channel_display())
    return schemas.Receipt(
        registration_number=case.number or "",
        received_at=case.received_at,
        counted_from=deadline.counted_from,
        due_on=deadline.due_on,
        applicant=party(case),
        information=_information(case),
        purpose=case.purpose,
        channel=channel,
        access_method=case.access_method,  # type: ignore[arg-type]
        copy_form=case.copy_form,  # type: ignore[arg-type]
        delivery=case.delivery,  # type: ignore[arg-type]
        due_explanation=explanation,
        provisional=deadline.provisional,
        officer_name=officer_name,
        tracking_code=code_of(case),
        attachments=[d.file.original_name for d in case.documents.select_related("file")],
    )


def receipt(case: InformationRequest, act: Act) -> Letter:
    """Issue the receipt (UU 14/2008 Pasal 22 ayat (4), SOP 2.3)."""
    officer = act.actor.name if act.actor.kind == "staff" else ""
    signatory = act.actor if act.actor.kind == "staff" else Actor.system()
    return services.issue(
        "receipt",
        case=case,
        signatory=signatory,
        context=receipt_context(case, officer),
        at=act.at,
    )


def incompleteness(case: InformationRequest, act: Act, cure_until: date, note: str) -> Letter:
    """Issue the notice that the request is incomplete (SOP 2.2)."""
    return services.issue(
        "incompleteness",
        case=case,
        signatory=act.actor,
        context=schemas.Incompleteness(
            received_at=case.received_at,
            applicant=party(case),
            information=_information(case),
            missing=list(case.missing),
            cure_until=cure_until,
            registration_number=case.number or "",
            note=note,
        ),
        at=act.at,
    )


def disposition(
    case: InformationRequest, act: Act, tasks: Sequence[UnitTask], instructions: Sequence[str]
) -> Letter:
    """Issue the disposition sheet of Ketua PPID (SOP 2.4)."""
    chosen = {task.unit_id for task in tasks}
    # The sheet offers whom the memorandum can reach, on one page.
    units = answering_units(local(act.at).date())
    return services.issue(
        "disposition",
        case=case,
        signatory=act.actor,
        context=schemas.Disposition(
            registration_number=case.number or "",
            received_at=case.received_at,
            sender=party(case).name,
            subject=case.title,
            units=[schemas.Tick(label=unit.name, ticked=unit.pk in chosen) for unit in units],
            due_on=_notification(case).due_on,
            instructions=[
                schemas.Tick(label=text, ticked=text in instructions) for text in INSTRUCTIONS
            ],
            note=case.direction,
        ),
        at=act.at,
    )


def memorandum(case: InformationRequest, act: Act, tasks: Sequence[UnitTask]) -> Letter:
    """Issue the memorandum to the units concerned (SOP 2.4); it does not name the applicant."""
    return services.issue(
        "memorandum",
        case=case,
        signatory=act.actor,
        context=schemas.Memorandum(
            to=[f"PPID Pelaksana {task.unit.name}" for task in tasks],
            subject=case.title,
            registration_number=case.number or "",
            received_on=local(case.received_at).date(),
            information=_information(case),
            answer_due=min(task.due_at for task in tasks),
            legal_due_on=_notification(case).due_on,
            direction=tasks[0].question,
            purpose=case.purpose,
        ),
        at=act.at,
    )


def extension(
    case: InformationRequest,
    act: Act,
    proposal: Extension,
    old_due_on: date,
    deadline: LegalDeadline,
) -> Letter:
    """Issue the notice of extension with its reason (UU 14/2008 Pasal 22 ayat (8))."""
    return services.issue(
        "extension",
        case=case,
        signatory=act.actor,
        context=schemas.Extension(
            registration_number=case.number or "",
            received_on=local(case.received_at).date(),
            applicant=party(case),
            information=_information(case),
            reason=proposal.reason_code,  # type: ignore[arg-type]
            reason_detail=proposal.detail,
            original_due_on=old_due_on,
            new_due_on=deadline.due_on,
            days=proposal.days,
            provisional=deadline.provisional,
        ),
        at=act.at,
    )


def notification_context(
    case: InformationRequest, draft: AnswerDraft, decree_number: str = ""
) -> schemas.WrittenNotification:
    """Return what the written notification is filled with (UU 14/2008 Pasal 22 ayat (7))."""
    parts = []
    for part in draft.parts.prefetch_related("documents__file"):
        parts.append(
            schemas.AnsweredPart(
                text=part.text,
                outcome=part.outcome,  # type: ignore[arg-type]
                holder=part.holder,
                copy_forms=[case.copy_form] if case.copy_form else [],  # type: ignore[list-item]
                documents=[d.label or d.file.original_name for d in part.documents.all()],
                redaction=part.redaction,
                article=part.article,
                explanation=part.explanation,
                ready_in_days=part.ready_in_days,
            )
        )
    return schemas.WrittenNotification(
        registration_number=case.number or "",
        received_on=local(case.received_at).date(),
        applicant=party(case),
        parts=parts,
        costs=schemas.Costs(
            sheets=draft.cost_sheets,
            per_sheet=draft.cost_per_sheet,
            delivery=draft.cost_delivery,
        ),
        delivery=case.delivery,  # type: ignore[arg-type]
        decree_number=decree_number,
        note=draft.note,
    )


def decree_context(case: InformationRequest, draft: AnswerDraft) -> schemas.RefusalDecree | None:
    """Return what the refusal decree is filled with, or ``None`` when nothing is refused."""
    refused = []
    whole = True
    for part in draft.parts.select_related("basis"):
        if part.outcome != "refused" or part.basis is None:
            whole = False
            continue
        refused.append(
            schemas.RefusedPart(
                text=part.text,
                article=part.article,
                consequence=part.consequence,
                basis=schemas.ClassificationBasis(
                    number=part.basis.number, on=part.basis.date, title=part.basis.title
                ),
                other_law=part.other_law,
            )
        )
    if not refused:
        return None
    return schemas.RefusalDecree(
        registration_number=case.number or "",
        received_on=local(case.received_at).date(),
        applicant=party(case),
        parts=refused,
        whole=whole,
        attachments=[f"Penetapan klasifikasi nomor {part.basis.number}" for part in refused],
    )


def written_notification(
    case: InformationRequest,
    draft: AnswerDraft,
    signatory: Actor,
    at: datetime,
    decree: Letter | None,
) -> Letter:
    """Issue the written notification (SOP 2.5a, 2.5b)."""
    return services.issue(
        "written_notification",
        case=case,
        signatory=signatory,
        context=notification_context(case, draft, decree.number if decree else ""),
        at=at,
    )


def refusal_decree(
    case: InformationRequest, draft: AnswerDraft, signatory: Actor, at: datetime
) -> Letter | None:
    """Issue the refusal decree (SOP 2.5b) where a part is refused by exclusion."""
    context = decree_context(case, draft)
    if context is None:
        return None
    return services.issue("refusal_decree", case=case, signatory=signatory, context=context, at=at)


def referral(
    case: InformationRequest, act: Act, holder: str, holder_address: str, reason: str
) -> Letter:
    """Issue the letter that passes the request on to the body that holds the information."""
    return services.issue(
        "referral",
        case=case,
        signatory=act.actor,
        context=schemas.Referral(
            registration_number=case.number or "",
            received_on=local(case.received_at).date(),
            applicant=party(case),
            information=_information(case),
            holder=holder,
            holder_address=holder_address,
            purpose=case.purpose,
            reason=reason,
        ),
        at=act.at,
    )


def referral_notification(case: InformationRequest, act: Act, holder: str) -> Letter:
    """Issue the notification that another body holds it (UU 14/2008 Pasal 22 ayat (7) b)."""
    part = schemas.AnsweredPart(text=case.information, outcome="referred", holder=holder)
    return services.issue(
        "written_notification",
        case=case,
        signatory=act.actor,
        context=schemas.WrittenNotification(
            registration_number=case.number or "",
            received_on=local(case.received_at).date(),
            applicant=party(case),
            parts=[part],
            delivery=case.delivery,  # type: ignore[arg-type]
        ),
        at=act.at,
    )


def _notification(case: InformationRequest) -> LegalDeadline:
    deadline = deadlines.latest(case, "written_notification")
    if deadline is None:
        raise ValueError(f"request {case.pk} has no legal deadline")
    return deadline


def _information(case: InformationRequest) -> list[str]:
    return blocks(case.information)
