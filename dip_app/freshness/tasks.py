"""What beat wakes of freshness; idempotent, with a heartbeat."""

from __future__ import annotations

from celery import shared_task

from dip_app.freshness import keeping, sweeps
from ppid_portal.clock.heartbeat import beat


@shared_task(name="dip.sweep_freshness")
def sweep_freshness() -> None:
    """Keep dates and counts, and remind the units of what is due (UU 14/2008 Pasal 9)."""
    counted = keeping.keep()
    noted = sweeps.find_reminders()
    told = sweeps.tell_units()
    beat("freshness", {"units": counted, "noted": noted, "told": told})
