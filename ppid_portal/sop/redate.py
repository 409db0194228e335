"""Moving open due dates when the calendar changes: open items only, old and new written down."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_noop

from ppid_portal.audit.services import record
from ppid_portal.clock import now
from ppid_portal.clock.errors import ClockError
from ppid_portal.clock.services import calendar_version
from ppid_portal.queue import enqueue
from ppid_portal.sop import deadlines
from ppid_portal.sop.engine import follow_dates, set_due
from ppid_portal.sop.models import CalendarMark, Case, LegalDeadline, WorkItem

logger = logging.getLogger(__name__)

#: The reason of every date that moves here; records are Indonesian.
MOVED = gettext_noop("Kalender kerja berubah")


def on_calendar_changed(**kwargs: Any) -> None:
    """Queue the re-dating; the sweep repeats it should the queue be down."""
    enqueue("sop.redate")


def redate_if_changed() -> int:
    """Re-date when the calendar is not the one that open dates were computed by.

    The sweep calls this, so a change whose task was lost is made good within minutes. While a
    date cannot be computed the calendar does not count as done, and the next run tries again.
    """
    version = calendar_version()
    mark, _created = CalendarMark.objects.get_or_create(pk=1)
    if mark.version == version:
        return 0
    moved, failed = _redate_all()
    if not failed:
        CalendarMark.objects.filter(pk=1).update(version=version)
    return moved


def redate_open() -> int:
    """Compute every open due date again and return how many legal dates moved.

    Each moved date is written with its old and new value, in the deadline's changes and in the
    case's audit, and the case tells whom it concerns, once. Running it again changes nothing.
    """
    return _redate_all()[0]


def _redate_all() -> tuple[int, int]:
    """Return how many legal dates moved, and how many cases could not be computed."""
    deadlines_left = LegalDeadline.objects.filter(
        case=OuterRef("pk"), status__in=LegalDeadline.OPEN
    )
    cases = Case.objects.filter(
        Exists(deadlines_left) | Exists(_work().filter(case=OuterRef("pk")))
    )
    moved = failed = 0
    for pk in list(cases.order_by("pk").values_list("pk", flat=True)):
        try:
            moved += _redate_case(pk)
        except ClockError:
            # A year without table stops this case, not the reminders of all the others.
            logger.exception("the dates of case %s cannot be computed; they stay as they are", pk)
            failed += 1
    return moved, failed


def _work() -> QuerySet[WorkItem]:
    """Return the open work whose due time follows from the calendar."""
    return WorkItem.objects.filter(
        closed_at__isnull=True, norm_value__isnull=False, paused_at__isnull=True
    )


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
            own_kind = case.concrete()
            own_kind.on_redated(changes)
            follow_dates(own_kind)
        if moved := _redate_work(pk):
            case.concrete().on_work_redated(moved)
        return len(changes)


def _redate_work(pk: int) -> list[WorkItem]:
    """Move the due times of a locked case's open work and return what moved."""
    moved = []
    for item in _work().filter(case_id=pk):
        old = item.due_at
        set_due(item)
        if item.due_at != old:
            moved.append(item)
    if moved:
        WorkItem.objects.bulk_update(moved, ["due_at", "escalate_at", "explanation", "provisional"])
    return moved
