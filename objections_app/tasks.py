"""What beat wakes of objections; idempotent, with a heartbeat."""

from __future__ import annotations

from celery import shared_task

from objections_app import report
from ppid_portal.clock.heartbeat import beat


@shared_task(name="objections.open_report")
def open_report() -> None:
    """Open the report of the half year that has ended (SOP 3.10)."""
    opened = report.open_due()
    beat("objection_report", {"opened": int(opened is not None)})
