"""Writing the answer before it is submitted: save, prefill from the units, compare versions.

A draft is not a state of the case, so it is saved here and not by the engine; the same lock,
the same check of role and an entry in the same chain apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dip_app.consequence.panels import determinations_of
from dip_app.models import ClassificationDecree
from ppid_portal.audit.services import record
from ppid_portal.clock import local, now
from ppid_portal.clock.words import moment_long
from ppid_portal.files.models import StoredFile
from ppid_portal.people.actors import Actor
from ppid_portal.sop.errors import NotNow, NotYours, Refused
from ppid_portal.sop.models import CaseDocument
from requests_app import rules
from requests_app.models import (
    SECRETARIAT,
    AnswerDraft,
    DraftPart,
    InformationRequest,
    Outcome,
    State,
    UnitTask,
)

#: Papers that say who the applicant is, and what the applicant sent, are never an answer.
NEVER_RELEASED = (
    CaseDocument.Kind.IDENTITY,
    CaseDocument.Kind.LEGAL_ENTITY,
    CaseDocument.Kind.POWER_OF_ATTORNEY,
    CaseDocument.Kind.ATTACHMENT,
    CaseDocument.Kind.INCOMING_LETTER,
)


@dataclass(frozen=True)
class Part:
    """One part of the answer as it is typed; the fields are those of ``models.DraftPart``."""

    text: str
    outcome: str
    explanation: str = ""
    article: str = ""
    other_law: str = ""
    consequence: str = ""
    basis: ClassificationDecree | None = None
    redaction: str = ""
    holder: str = ""
    ready_in_days: int | None = None
    documents: tuple[CaseDocument, ...] = ()


@dataclass(frozen=True)
class Costs:
    """What the applicant pays for copies and sending, in whole rupiah."""

    sheets: int = 0
    per_sheet: int = 0
    delivery: int = 0


@dataclass(frozen=True)
class Problem:
    """What the law still misses in a saved part; ``number`` counts parts from one."""

    number: int
    field: str
    message: str


@dataclass
class Difference:
    """What became of one part since the version before."""

    number: int
    text: str
    what: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def why_not(case: InformationRequest, actors: Iterable[Actor]) -> Refused | None:
    """Return why these people may not write the answer now, or ``None``."""
    if case.state != State.IN_PROCESS:
        return NotNow(
            _(
                "Jawaban hanya dapat disunting selama berkas sedang dikerjakan, bukan “{state}”."
            ).format(state=case.state_label)
        )
    if writer(actors) is None:
        return NotYours(_("Jawaban disusun oleh Tim Sekretariat PPID."))
    return None


def writer(actors: Iterable[Actor]) -> Actor | None:
    """Return the actor as whom the answer is written."""
    return next((actor for actor in actors if actor.role in SECRETARIAT), None)


def candidates(case: InformationRequest) -> Any:
    """Return the documents of the case that may go to the applicant."""
    return (
        CaseDocument.objects.filter(case_id=case.pk)
        .exclude(kind__in=NEVER_RELEASED)
        .exclude(audience=CaseDocument.Audience.IDENTITY)
        .select_related("file", "unit")
    )


def stamp(draft: AnswerDraft | None) -> str:
    """Return what names one saved content of a draft; it changes with each save."""
    return f"{draft.version}.{draft.prepared_at.isoformat()}" if draft is not None else ""


def attach(
    case: InformationRequest, actor: Actor, files: Sequence[StoredFile]
) -> list[CaseDocument]:
    """Put files into the case as possible answers; nothing is released by this."""
    return [
        CaseDocument.objects.create(
            case_id=case.pk,
            kind=CaseDocument.Kind.ANSWER,
            audience=CaseDocument.Audience.INTERNAL,
            file=file,
            added_by=actor.user,
        )
        for file in files
    ]


def save_draft(
    case: InformationRequest,
    actor: Actor,
    *,
    parts: Sequence[Part],
    note: str = "",
    costs: Costs | None = None,
    seen: str | None = None,
) -> AnswerDraft:
    """Save the answer as it is written so far; creates version 1 when there is none.

    ``seen`` is the :func:`stamp` of what the writer had before them: when somebody saved
    meanwhile, nothing is overwritten. ``None`` leaves that check out.

    Raises:
        NotNow: the request is not being worked on, or this version is submitted.
        NotYours: the actor is not of the secretariat.
        Refused: somebody else saved meanwhile, or a document is not one of this case.
    """
    paid = costs or Costs()
    with transaction.atomic():
        locked = InformationRequest.under_lock(case.pk)
        refusal = why_not(locked, [actor])
        if refusal is not None:
            raise refusal
        draft = locked.current_draft
        if draft is not None and draft.status != AnswerDraft.Status.DRAFT:
            raise NotNow(_("Versi ini sudah diajukan dan tidak dapat diubah lagi."))
        if seen is not None and seen != stamp(draft):
            raise Refused(_conflict(draft))
        _check_documents(locked, parts)
        if draft is None:
            draft = AnswerDraft(request=locked, version=1)
        draft.note = note.strip()
        draft.cost_sheets = paid.sheets
        draft.cost_per_sheet = paid.per_sheet
        draft.cost_delivery = paid.delivery
        draft.prepared_by = actor.user
        draft.prepared_at = now()
        draft.save()
        _replace_parts(draft, parts)
        record(
            "save_draft",
            stream=locked.stream,
            subject=locked.number or str(locked.public_id),
            actor=actor,
            from_state=locked.state,
            to_state=locked.state,
            data={"version": draft.version, "outcomes": [part.outcome for part in parts]},
        )
    return draft


def _conflict(draft: AnswerDraft | None) -> str:
    if draft is None or draft.prepared_by is None:
        return _("Konsep ini berubah sejak Anda membukanya. Salin tulisan Anda, lalu muat ulang.")
    return _(
        "{name} menyimpan konsep ini pada {moment}, sesudah Anda membukanya. Salin tulisan Anda, "
        "muat ulang halaman, lalu gabungkan."
    ).format(name=draft.prepared_by.name, moment=moment_long(draft.prepared_at))


def _check_documents(case: InformationRequest, parts: Sequence[Part]) -> None:
    wanted = {document.pk for part in parts for document in part.documents}
    if not wanted:
        return
    known = set(candidates(case).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - known:
        raise Refused(
            _("Pilih dokumen dari berkas ini saja; identitas pemohon tidak dapat diberikan."),
            "documents",
        )


def _replace_parts(draft: AnswerDraft, parts: Sequence[Part]) -> None:
    draft.parts.all().delete()
    for position, part in enumerate(parts, start=1):
        row = DraftPart.objects.create(
            draft=draft,
            position=position,
            text=part.text.strip(),
            outcome=part.outcome,
            explanation=part.explanation.strip(),
            article=part.article,
            other_law=part.other_law.strip(),
            consequence=part.consequence.strip(),
            basis=part.basis,
            redaction=part.redaction.strip(),
            holder=part.holder.strip(),
            ready_in_days=part.ready_in_days,
        )
        if part.documents:
            row.documents.set(part.documents)


def from_units(case: InformationRequest) -> list[dict[str, Any]]:
    """Return what the first version starts with: one part per unit that answered.

    Without any answer there is one part with the text of the request and no outcome yet. A part
    that a unit holds to be excluded rests on what the request's own test determined.
    """
    tasks = case.unit_tasks.filter(
        state__in=(UnitTask.TaskState.ANSWERED, UnitTask.TaskState.REJECTED)
    )
    documents: dict[int, list[CaseDocument]] = {}
    for document in candidates(case).filter(unit__isnull=False):
        documents.setdefault(document.unit_id, []).append(document)
    parts = []
    for task in tasks:
        held = documents.get(task.unit_id, [])
        outcome = _suggested(task, held)
        parts.append(
            {
                "text": case.information,
                "outcome": outcome,
                "explanation": task.answer,
                "article": task.article,
                "documents": [document.pk for document in held],
                **(_tested(case, task) if outcome == Outcome.REFUSED else {}),
            }
        )
    return parts or [{"text": case.information}]


def _tested(case: InformationRequest, task: UnitTask) -> dict[str, Any]:
    """Return what the request's own consequence test determined of a unit's information."""
    found = determinations_of(case)
    decree = next((decree for decree in found if decree.unit_id == task.unit_id), None)
    if decree is None:
        return {}
    return {
        "article": decree.letter,
        "other_law": decree.other_law,
        "basis": decree.pk,
        "consequence": decree.consequence,
    }


def _suggested(task: UnitTask, documents: Sequence[CaseDocument]) -> str:
    if task.state == UnitTask.TaskState.REJECTED:
        return {
            UnitTask.Ground.NOT_HELD: Outcome.NOT_HELD,
            UnitTask.Ground.NOT_DOCUMENTED: Outcome.NOT_DOCUMENTED,
            UnitTask.Ground.EXCLUDED: Outcome.REFUSED,
        }.get(UnitTask.Ground(task.ground), "")
    return Outcome.GRANTED if documents else ""


def problems(draft: AnswerDraft, on: date | None = None) -> list[Problem]:
    """Return what stands between a saved draft and its submission, one per part.

    The rules are those that bind at submission and at approval (``rules.check_part``).
    """
    day = on or local(now()).date()
    found = []
    parts = draft.parts.prefetch_related("documents__file").select_related("basis")
    for part in parts:
        try:
            rules.check_part(part, day)
        except Refused as refusal:
            found.append(Problem(part.position, refusal.field or "", refusal.message))
    return found


_COMPARED: tuple[tuple[str, Any], ...] = (
    ("outcome", lambda part: str(part.get_outcome_display())),
    ("explanation", lambda part: part.explanation),
    ("article", lambda part: part.article),
    ("other_law", lambda part: part.other_law),
    ("consequence", lambda part: part.consequence),
    ("basis", lambda part: part.basis.number if part.basis else ""),
    ("redaction", lambda part: part.redaction),
    ("holder", lambda part: part.holder),
    ("ready_in_days", lambda part: str(part.ready_in_days or "")),
    ("documents", lambda part: ", ".join(sorted(_titles(part)))),
)


def field_labels() -> dict[str, str]:
    """Return what the fields of a part are called."""
    return {
        "text": _("Bagian yang diminta"),
        "outcome": _("Keputusan"),
        "explanation": _("Penjelasan"),
        "article": _("Huruf Pasal 17"),
        "other_law": _("Undang-undang lain"),
        "consequence": _("Akibat bila dibuka"),
        "basis": _("Penetapan"),
        "redaction": _("Yang dihitamkan dan alasannya"),
        "holder": _("Badan publik yang menguasai"),
        "ready_in_days": _("Disediakan dalam (hari kerja)"),
        "documents": _("Dokumen untuk pemohon"),
    }


def differences(draft: AnswerDraft, before: AnswerDraft | None) -> list[Difference]:
    """Return what changed between two versions, part by part, for whoever decides."""
    if before is None:
        return []
    labels = field_labels()
    old = {part.text.strip(): part for part in _parts(before)}
    found: list[Difference] = []
    for part in _parts(draft):
        former = old.pop(part.text.strip(), None)
        if former is None:
            found.append(Difference(part.position, part.text, _("bagian baru")))
            continue
        changes = [
            (labels[name], str(value(former)), str(value(part)))
            for name, value in _COMPARED
            if value(former) != value(part)
        ]
        if changes:
            found.append(Difference(part.position, part.text, _("berubah"), changes))
    found += [Difference(part.position, part.text, _("bagian dihapus")) for part in old.values()]
    if draft.note != before.note:
        found.append(
            Difference(
                0, _("Catatan kepada pemohon"), _("berubah"), [("", before.note, draft.note)]
            )
        )
    return found


def _parts(draft: AnswerDraft) -> Any:
    return draft.parts.select_related("basis").prefetch_related("documents__file")


def _titles(part: DraftPart) -> list[str]:
    return [document.label or document.file.original_name for document in part.documents.all()]
