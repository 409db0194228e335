"""The tasks that beat wakes; each is idempotent and leaves a heartbeat."""

from __future__ import annotations

from celery import shared_task

from ppid_portal.clock.heartbeat import beat
from ppid_portal.sop import redate, sweeps


@shared_task(name="sop.sweep_deadlines")
def sweep_deadlines() -> None:
    """Find what is near, late or breached, and handle each once."""
    redate.redate_if_changed()
    found = sweeps.find_due()
    handled = sweeps.handle_events()
    beat("deadlines", {"found": found, "handled": handled})


@shared_task(name="sop.redate")
def redate_open() -> None:
    """Move the open due dates after a change of the calendar."""
    redate.redate_if_changed()
