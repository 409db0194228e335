"""What beat wakes of excluded information; idempotent, with a heartbeat."""

from __future__ import annotations

from celery import shared_task

from dip_app.exclusions import sweeps
from ppid_portal.clock.heartbeat import beat


@shared_task(name="dip.sweep_exclusions")
def sweep_exclusions() -> None:
    """Start openings whose end comes near, open what has ended, open the due round (SOP 8)."""
    started = sweeps.start_openings()
    opened = sweeps.open_ended()
    round_opened = sweeps.open_round() is not None
    beat("exclusions", {"started": started, "opened": opened, "rounds": int(round_opened)})
