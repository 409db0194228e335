"""What beat wakes of disputes; idempotent, with a heartbeat."""

from __future__ import annotations

from celery import shared_task

from disputes_app import bundles, reminders
from ppid_portal.clock.heartbeat import beat


@shared_task(name="disputes.remind_hearings")
def remind_hearings() -> None:
    """Tell of the sessions that come near (Perki 1/2013)."""
    beat("hearings", {"near": reminders.remind()})


@shared_task(name="disputes.build_evidence")
def build_evidence(bundle_id: int) -> None:
    """Make one evidence file, if it is not there yet."""
    bundles.make(bundle_id)


@shared_task(name="disputes.sweep_evidence")
def sweep_evidence() -> None:
    """Make the evidence files that are still missing."""
    beat("evidence", bundles.sweep())
