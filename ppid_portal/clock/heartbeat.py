"""Signs of life of recurring tasks: a sweep that did not run must not go unnoticed.

A task calls :func:`beat` when it has run to its end. How often it should is read from the
schedule of the Celery application, whose entries bear the names of the heartbeats.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from celery import current_app
from celery.schedules import crontab, schedule
from django.db import transaction

from ppid_portal.clock.models import Heartbeat
from ppid_portal.clock.moments import now

logger = logging.getLogger(__name__)

# Silence up to this many intervals is a slow run or a restart; beyond, it is an outage.
_TOLERANCE: Final = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """A task was silent for longer than it may be.

    Args:
        name: the heartbeat's name.
        since: the last sign of life before the silence; aware.
        until: when it was heard again; aware.
        every: how often it should run.
    """

    name: str
    since: datetime
    until: datetime
    every: timedelta

    @property
    def missed_runs(self) -> int:
        """How many runs fell out."""
        return max(0, (self.until - self.since) // self.every - 1)


@dataclass(frozen=True, slots=True)
class Missed:
    """A task that should have been heard by now; ``last_at`` is None if it never was."""

    name: str
    last_at: datetime | None
    every: timedelta


def expected() -> dict[str, timedelta]:
    """Every scheduled task by name, and how often it should run."""
    return {
        name: _interval(entry["schedule"]) for name, entry in current_app.conf.beat_schedule.items()
    }


def beat(name: str, detail: dict[str, Any] | None = None) -> Gap | None:
    """Record that the recurring task ``name`` has just run to its end.

    Args:
        name: a name of the schedule, for instance "deadlines".
        detail: figures of this run, without personal data.

    Returns:
        The gap, if it had been silent for more than three intervals; told to one caller only.
    """
    at = now()
    with transaction.atomic():
        row, created = Heartbeat.objects.select_for_update().get_or_create(
            name=name, defaults={"first_at": at, "last_at": at, "detail": detail or {}}
        )
        # Demonstration data travels through the past; life goes forward.
        if created or at <= row.last_at:
            return None
        every = expected().get(name)
        gap = None
        if every is not None and at - row.last_at > _TOLERANCE * every:
            gap = Gap(name, row.last_at, at, every)
            row.gap_from, row.gap_noted = row.last_at, at
        row.last_at = at
        row.detail = detail or {}
        row.save(update_fields=["last_at", "detail", "gap_from", "gap_noted"])
    if gap:
        logger.warning(
            "%s was silent from %s to %s: %d runs missed",
            name,
            gap.since.isoformat(),
            gap.until.isoformat(),
            gap.missed_runs,
        )
    return gap


def age(name: str) -> timedelta | None:
    """How long ago ``name`` was last heard; None if never."""
    last_at = Heartbeat.objects.filter(name=name).values_list("last_at", flat=True).first()
    return None if last_at is None else now() - last_at


def missed() -> list[Missed]:
    """The scheduled tasks that are overdue now, by name.

    One that was never heard is overdue when no other was either, or when the scheduler has been
    at work for longer than that task's own tolerance: a daily task is not late on the first day.
    """
    heard = {row.name: row for row in Heartbeat.objects.all()}
    at = now()
    begun = min((row.first_at for row in heard.values()), default=None)
    late = []
    for name, every in sorted(expected().items()):
        row = heard.get(name)
        since = row.last_at if row else begun
        if since is None or at - since > _TOLERANCE * every:
            late.append(Missed(name, row.last_at if row else None, every))
    return late


def _interval(when: Any) -> timedelta:
    """How often a schedule comes round; a crontab is taken by the coarsest field it fixes."""
    if isinstance(when, timedelta):
        return when
    if isinstance(when, crontab):
        if len(when.month_of_year) < 12:
            return timedelta(days=366)
        if len(when.day_of_month) < 31:
            return timedelta(days=31)
        if len(when.day_of_week) < 7:
            return timedelta(days=7)
        if len(when.hour) < 24:
            return timedelta(days=1) / len(when.hour)
        return timedelta(hours=1) / len(when.minute)
    if isinstance(when, schedule):
        return when.run_every
    return timedelta(seconds=float(when))
