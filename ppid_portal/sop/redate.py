"""Moving open due dates when the calendar changes: open items only, old and new written down."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from ppid_portal.audit.services import record
from ppid_portal.clock import now
from ppid_portal.clock.services import calendar_version
from ppid_portal.queue import enqueue
from ppid_portal.sop import deadlines
from ppid_portal.sop.engine import set_due
from ppid_portal.sop.models import CalendarMark, Case, LegalDeadline, WorkItem

#: The reason of every date that moves here; records are Indonesian.
MOVED = gettext_noop("Kalender kerja berubah")


def on_calendar_changed(**kwargs: Any) -> None:
    """Queue the re-dating; the sweep repeats it should the queue be down."""
    enqueue("sop.redate")


def redate_if_changed() -> int:
    """Re-date when the calendar is not the one that open dates were computed by.

    The sweep calls this, so a change whose task was lost is made good within minutes.
    """
    version = calendar_version()
    mark, _created = CalendarMark.objects.get_or_create(pk=1)
    if mark.version == version:
        return 0
    moved = redate_open()
    CalendarMark.objects.filter(pk=1).update(version=version)
    return moved


def redate_open() -> int:
    """Compute every open due date again and return how many legal dates moved.

    Each moved date is written with its old and new value, in the deadline's changes and in the
    case's audit, and the case tells whom it concerns, once. Running it again changes nothing.
    """
    cases = (
        Case.objects.filter(deadlines__status__in=LegalDeadline.OPEN).distinct().values_list("pk")
    )
    moved = 0
    for (pk,) in cases.iterator(chunk_size=500):
        moved += _redate_case(pk)
    _redate_work()
    return moved


def _redate_case(pk: int) -> int:
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=pk)
        changes: list[dict[str, str]] = []
        for deadline in case.deadlines.filter(status__in=LegalDeadline.OPEN):
            old = deadline.due_on
            if deadlines.recompute(deadline, reason=MOVED, at=now()):
                changes.append(
                    {
                        "rule": deadline.rule,
                        "old": old.isoformat(),
                        "new": deadline.due_on.isoformat(),
                    }
                )
        if changes:
            record(
                "redate",
                stream=case.stream,
                subject=case.number or str(case.public_id),
                from_state=case.state,
                to_state=case.state,
                reason=MOVED,
                data={"changes": changes},
            )
            case.concrete().on_redated(changes)
        return len(changes)


def _redate_work() -> None:
    changed: dict[bool, list[WorkItem]] = defaultdict(list)
    items = WorkItem.objects.filter(
        closed_at__isnull=True, norm_value__isnull=False, paused_at__isnull=True
    )
    for item in items.iterator(chunk_size=500):
        old = item.due_at
        set_due(item)
        changed[item.due_at != old].append(item)
    WorkItem.objects.bulk_update(
        changed[True], ["due_at", "escalate_at", "explanation", "provisional"], batch_size=500
    )
