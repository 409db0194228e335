"""What falls due by itself: warnings, breaches, late work.

Each sweep inserts what is new in one set-based statement whose key makes it idempotent, then
handles every unhandled row once, each in its own transaction. After an outage of any length
nothing is lost and nothing happens twice.
"""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta
from itertools import islice

from django.db import connection, transaction

from ppid_portal.clock import local, now, today
from ppid_portal.clock.services import work_calendar
from ppid_portal.sop.models import Case, DueEvent, LegalDeadline

logger = logging.getLogger(__name__)

# The anti-join keeps a run with nothing new cheap; ON CONFLICT only settles a race between two
# workers, since it would otherwise burn a sequence value for every row seen before.
_FROM_DEADLINES = """
    INSERT INTO sop_dueevent (kind, case_id, deadline_id, work_item_id, due_on, created_at)
    SELECT %s, d.case_id, d.id, NULL, d.due_on, %s
    FROM sop_legaldeadline d
    WHERE d.status = 'running' AND {due}
      AND NOT EXISTS (SELECT 1 FROM sop_dueevent e
                      WHERE e.deadline_id = d.id AND e.kind = %s AND e.due_on = d.due_on)
    ON CONFLICT DO NOTHING
"""
_FROM_WORK = """
    INSERT INTO sop_dueevent (kind, case_id, deadline_id, work_item_id, due_on, created_at)
    SELECT %s, w.case_id, NULL, w.id, {day}, %s
    FROM sop_workitem w
    WHERE w.closed_at IS NULL AND w.paused_at IS NULL AND {due}
      AND NOT EXISTS (SELECT 1 FROM sop_dueevent e
                      WHERE e.work_item_id = w.id AND e.kind = %s AND e.due_on = {day})
    ON CONFLICT DO NOTHING
"""


def find_due() -> int:
    """Insert an event for everything that is newly near, late or breached; return how many.

    A limit of the law is breached on the day after its due date in the body's time zone.
    """
    moment, day = now(), today()
    day_of_work = (
        "date(w.due_at)" if connection.vendor == "sqlite" else "(w.due_at AT TIME ZONE 'UTC')::date"
    )
    found = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for kind, due in (
            # On the last day only "last day" is said, also after an outage that covered the rest.
            (DueEvent.Kind.WARNING, "d.warn_on <= %s AND d.due_on > %s"),
            (DueEvent.Kind.LAST_DAY, "d.due_on <= %s AND d.due_on >= %s"),
        ):
            cursor.execute(_FROM_DEADLINES.format(due=due), [kind, moment, day, day, kind])
            found += cursor.rowcount
        cursor.execute(
            _FROM_DEADLINES.format(due="d.due_on < %s"),
            [DueEvent.Kind.BREACH, moment, day, DueEvent.Kind.BREACH],
        )
        found += cursor.rowcount
        for kind, column in (
            (DueEvent.Kind.WORK_LATE, "due_at"),
            (DueEvent.Kind.ESCALATION, "escalate_at"),
        ):
            cursor.execute(
                _FROM_WORK.format(due=f"w.{column} < %s", day=day_of_work),
                [kind, moment, moment, kind],
            )
            found += cursor.rowcount
    return found


def handle_events(*, most: int = 1000) -> int:
    """Handle the events that nobody handled yet, ``most`` of them, and return how many were.

    One that fails is logged with its number and stays for the next run; the others go on, and
    those that fail run after run take nobody's place.
    """
    handled = 0
    waiting = DueEvent.objects.filter(handled_at__isnull=True).values_list("pk", flat=True)
    for pk in list(waiting):
        if handled >= most:
            break
        try:
            handled += _handle(pk)
        except Exception:
            logger.exception("due event %s could not be handled and stays for the next run", pk)
    return handled


def _handle(pk: int) -> int:
    with transaction.atomic():
        # The case first, as the engine does: nothing can be decided on it meanwhile, and two
        # transactions that lock in the same order never wait for each other in a circle.
        of_event = DueEvent.objects.filter(pk=pk).values("case_id")
        Case.objects.select_for_update().get(pk__in=of_event)
        claimed = DueEvent.objects.filter(pk=pk, handled_at__isnull=True).update(handled_at=now())
        if not claimed:
            return 0
        event = DueEvent.objects.select_related("case", "deadline", "work_item").get(pk=pk)
        if event.kind == DueEvent.Kind.BREACH and not _breach(event, event.created_at):
            return 1
        event.case.concrete().on_deadline_event(event)
    return 1


def _breach(event: DueEvent, at: datetime) -> bool:
    """Mark the deadline as breached unless it was met or moved meanwhile."""
    return bool(
        LegalDeadline.objects.filter(
            due_events=event, status=LegalDeadline.Status.RUNNING, due_on=event.due_on
        ).update(status=LegalDeadline.Status.BREACHED, ended_at=at)
    )


def unopened(*, days: int = 3, most: int | None = None) -> list[int]:
    """Return the open cases that nobody of the office has opened by their third working day.

    Counted as the law counts, from the day zero of the moment at which they came, so that the
    morning's report names a case while it can still be returned as incomplete. The oldest come
    first; ``most`` ends the search early.
    """
    calendar = work_calendar()
    since = calendar.subtract_working_days(today(), days)
    midnight = datetime.combine(since + timedelta(days=1), time(), tzinfo=local(now()).tzinfo)
    cases = Case.objects.filter(
        first_viewed_at__isnull=True, closed_at__isnull=True, opened_at__lt=midnight
    ).order_by("opened_at")
    found = (
        pk
        for pk, opened_at in cases.values_list("pk", "opened_at").iterator(chunk_size=500)
        if calendar.day_zero(opened_at) <= since
    )
    return list(islice(found, most))
