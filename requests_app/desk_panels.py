"""What the desk shows of a request beside what it shows of every case; see ``desk.panels``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dip_app.consequence.panels import tests_of
from ppid_portal.clock import now
from ppid_portal.clock.calendar import Limit
from ppid_portal.clock.services import legal_due
from ppid_portal.clock.words import date_long, moment_long
from ppid_portal.people.actors import Actor, candidates
from ppid_portal.people.roles import UNIT_BOUND, Role
from ppid_portal.sop import deadlines
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import sees_applicant
from requests_app import drafting, notices, obligation_panels, reading
from requests_app.models import (
    SECRETARIAT,
    AnswerDraft,
    Extension,
    InformationRequest,
    Obligation,
    Outcome,
    State,
    UnitTask,
)

#: While an answer can still rest on a consequence test (UU 14/2008 Pasal 19).
_TESTABLE = (State.CHECKED, State.REGISTERED, State.IN_PROCESS, State.CLARIFYING)
#: A reader of the office: whoever decides sees what every unit said.
_OFFICE = (Actor(kind="staff", role=Role.KETUA_PPID),)


@dataclass(frozen=True)
class Task:
    """What one unit was asked for, in words."""

    unit: str
    state: str
    tone: str
    due: str
    question: str
    answer: str
    ground: str


def sections(case: Case, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return orders to carry out, the direction, the units' tasks and the answer's versions."""
    if isinstance(case, Obligation):
        return obligation_panels.sections(case)
    if not isinstance(case, InformationRequest):
        return []
    found = obligation_panels.standing(case, actors)
    tasks = _tasks(case, actors)
    if tasks or case.direction:
        found.append(
            {
                "title": _("Disposisi dan jawaban unit"),
                "template": "requests_app/desk/_tasks.html",
                "context": {"direction": case.direction, "tasks": tasks},
            }
        )
    found += tests_of(case, actors, may_ask=case.state in _TESTABLE)
    if sees_applicant(list(actors)):
        versions = reading.versions(case)
        if versions:
            found.append(
                {
                    "title": _("Versi jawaban"),
                    "template": "requests_app/desk/_versions.html",
                    "context": {"versions": [_version(draft) for draft in versions]},
                }
            )
    return found


def _tasks(case: InformationRequest, actors: Sequence[Actor]) -> list[Task]:
    """Return the tasks; a unit sees its own, the office sees all."""
    tasks = reading.tasks(case)
    if not sees_applicant(list(actors)):
        units = {actor.unit_id for actor in actors if actor.role in UNIT_BOUND}
        tasks = [task for task in tasks if task.unit_id in units]
    moment = now()
    found = []
    for task in tasks:
        is_open = task.state in UnitTask.OPEN
        late = is_open and task.due_at < moment
        found.append(
            Task(
                unit=task.unit.name,
                state=str(task.get_state_display()),
                tone="late" if late else "waiting" if is_open else "done",
                due=moment_long(task.due_at) if is_open else "",
                question=task.question,
                answer=task.answer,
                ground=_ground(task),
            )
        )
    return found


def _ground(task: UnitTask) -> str:
    if not task.ground:
        return ""
    words = str(task.get_ground_display())
    return f"{words}, huruf {task.article}" if task.article else words


def _version(draft: AnswerDraft) -> dict[str, str]:
    facts = []
    if draft.submitted_by is not None and draft.submitted_at is not None:
        facts.append(
            _("diajukan {name}, {moment}").format(
                name=draft.submitted_by.name, moment=moment_long(draft.submitted_at)
            )
        )
    if draft.approved_by is not None and draft.approved_at is not None:
        facts.append(
            _("disetujui {name}, {moment}").format(
                name=draft.approved_by.name, moment=moment_long(draft.approved_at)
            )
        )
    return {
        "number": str(draft.version),
        "state": str(draft.get_status_display()),
        "facts": "; ".join(facts),
        "reason": draft.return_reason,
    }


def first_thing(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the answer's editor while the secretariat writes, the decision while one waits."""
    if isinstance(case, Obligation):
        return obligation_panels.first_thing(case)
    if isinstance(case, InformationRequest) and drafting.why_not(case, actors) is None:
        draft = next(iter(reading.versions(case)), None)
        return {
            "title": _("Siapkan jawaban"),
            "text": _("Konsep versi {version} tersimpan {moment}.").format(
                version=draft.version, moment=moment_long(draft.prepared_at)
            )
            if draft
            else _("Belum ada konsep. Jawaban unit dimuat otomatis sebagai bahan."),
            "url": reverse("requests_desk:answer", args=[case.pk]),
            "link": _("Sunting konsep jawaban") if draft else _("Tulis jawaban"),
        }
    return None


def decision(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return what Ketua PPID or Atasan PPID decides: an answer, or an extension."""
    if not isinstance(case, InformationRequest):
        return None
    if case.state in (State.APPROVAL, State.SECOND_APPROVAL):
        return _answer_decision(case)
    proposal = case.extensions.filter(status=Extension.Status.PROPOSED).first()
    if proposal is not None and case.state in (State.REGISTERED, State.IN_PROCESS):
        return _extension_decision(case, proposal)
    return None


def _answer_decision(case: InformationRequest) -> dict[str, Any] | None:
    versions = reading.versions(case)
    if not versions:
        return None
    draft = versions[0]
    before = versions[1] if len(versions) > 1 else None
    parts = list(
        draft.parts.select_related("basis").prefetch_related("documents__file").order_by("position")
    )
    refuses = bool(parts) and all(part.outcome == Outcome.REFUSED for part in parts)
    second = case.state == State.SECOND_APPROVAL
    names = ("approve_second",) if second else ("approve_answer", "approve_refusal")
    return {
        "title": _("Persetujuan kedua") if second else _("Persetujuan jawaban"),
        "template": "requests_app/desk/_decision.html",
        "context": {
            "case": case,
            "draft": draft,
            "before": before,
            "parts": parts,
            "differences": drafting.differences(draft, before),
            "tasks": _tasks(case, _OFFICE),
            "refuses": refuses,
            "costs": draft.cost_sheets * draft.cost_per_sheet + draft.cost_delivery,
        },
        "approve": names,
        "refuse": "return_draft",
        "previews": _previews(case, parts),
    }


def _previews(case: InformationRequest, parts: Sequence[Any]) -> list[dict[str, str]]:
    previews = [
        {
            "label": _("Pemberitahuan tertulis kepada pemohon"),
            "url": reverse("requests_desk:preview", args=[case.pk, "surat-pemberitahuan"]),
        }
    ]
    if any(part.outcome == Outcome.REFUSED and part.basis_id for part in parts):
        previews.append(
            {
                "label": _("Surat Keputusan penolakan"),
                "url": reverse("requests_desk:preview", args=[case.pk, "surat-keputusan"]),
            }
        )
    return previews


def _extension_decision(case: InformationRequest, proposal: Extension) -> dict[str, Any]:
    deadline = deadlines.running(case, "written_notification")
    until = ""
    if deadline is not None:
        length = deadline.limit_value + proposal.days + deadlines.paused_days(deadline)
        due = legal_due(deadline.counted_from, Limit(length, "days"))
        until = date_long(due.due_on, with_day=True)
    return {
        "title": _("Usul perpanjangan"),
        "template": "requests_app/desk/_extension.html",
        "context": {
            "case": case,
            "proposal": proposal,
            "proposed_by": proposal.proposed_by.name if proposal.proposed_by else "",
            "now_until": date_long(deadline.due_on, with_day=True) if deadline else "",
            "until": until,
        },
        "approve": "approve_extension",
        "refuse": "reject_extension",
        "previews": [],
    }


def navigation(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return the counter, for whoever serves it (SOP 2.1)."""
    if not candidates(actors, SECRETARIAT):
        return []
    return [{"view": "requests_app:counter", "label": _("Loket"), "daily": True}]


def verbs() -> dict[str, str]:
    """Return words for what is recorded of a request beside its transitions."""
    return {"save_draft": _("Konsep jawaban disimpan")}


def on_message(case: Case, message: Any) -> None:
    """Send the applicant what staff wrote; it stands on their page as well."""
    if isinstance(case, InformationRequest):
        notices.message(case, message.text, str(message.pk))
