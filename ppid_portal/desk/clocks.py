"""The limits of the law that run on a case, in words for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.desk.words import TimeWords
from ppid_portal.sop.deadlines import status_words
from ppid_portal.sop.models import LegalDeadline

Status = LegalDeadline.Status
_TONES = {
    Status.PAUSED: "waiting",
    Status.MET: "done",
    Status.MET_LATE: "late",
    Status.BREACHED: "late",
    Status.CANCELLED: "neutral",
}
_SIDES = {
    "body": _l("Badan publik"),
    "applicant": _l("Pemohon"),
    "commission": _l("Komisi Informasi atau pengadilan"),
}


@dataclass(frozen=True)
class Deadline:
    """A limit of the law in words; the dates as ``components/date_explained.html`` takes them."""

    label: str
    basis: str
    counted_from: date
    due_on: date
    explanation: Any
    provisional: bool
    state: str
    tone: str
    #: Who has to keep it.
    whose: str | Promise = ""
    moved_from: date | None = None
    is_open: bool = False
    #: Whether the Commission or a court has to keep it.
    of_outside_body: bool = False


def in_words(deadline: LegalDeadline, words: TimeWords) -> Deadline:
    """Return a limit in words; red only where the office itself is late (UX: late and danger)."""
    rule = deadline.legal_rule
    due = words.due_on(deadline.due_on)
    state, tone = status_words(deadline), _TONES.get(Status(deadline.status), "neutral")
    if deadline.status == Status.RUNNING:
        state, tone = due.words, due.tone
    over = deadline.status == Status.RUNNING and deadline.due_on < words.today
    if not rule.is_duty:
        # Who lets a time of their own pass is not late in the office's work. A right of the body
        # that is about to end is shown as such, until it has ended.
        if rule.side != "body" or over or deadline.status != Status.RUNNING:
            tone = "done" if deadline.status == Status.MET else "neutral"
        if over:
            state = _("sudah berakhir")
    moved = deadline.original_due_on != deadline.due_on
    return Deadline(
        label=rule.label,
        basis=rule.basis,
        counted_from=deadline.counted_from,
        due_on=deadline.due_on,
        explanation=deadline.explanation,
        provisional=deadline.provisional,
        state=state,
        tone=tone,
        whose=_SIDES.get(rule.side, ""),
        moved_from=deadline.original_due_on if moved else None,
        is_open=deadline.status in LegalDeadline.OPEN,
        of_outside_body=rule.side == "commission",
    )
