"""What beat wakes of the yearly report; idempotent, with a heartbeat."""

from __future__ import annotations

from celery import shared_task

from ppid_portal.clock.heartbeat import beat
from ppid_portal.reports.annual import following


@shared_task(name="reports.follow_years")
def follow_years() -> None:
    """Open the report of the year that has ended, and note what moved in those that are out."""
    opened = following.open_due()
    beat("annual_report", {"opened": int(opened is not None), "changes": following.follow()})
