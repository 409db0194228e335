"""What beat wakes of disputes; idempotent, with a heartbeat."""

from __future__ import annotations

from celery import shared_task

from disputes_app import reminders
from ppid_portal.clock.heartbeat import beat


@shared_task(name="disputes.remind_hearings")
def remind_hearings() -> None:
    """Tell of the sessions that come near (Perki 1/2013)."""
    beat("hearings", {"near": reminders.remind()})
