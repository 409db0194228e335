"""What the queue and beat wake of making the list; idempotent."""

from __future__ import annotations

from celery import shared_task

from dip_app.compiling import sweeps
from dip_app.search import tally
from ppid_portal.clock.heartbeat import beat


@shared_task(name="dip.publish_list")
def publish_list(round_id: int) -> None:
    """Publish the list right after its decree."""
    sweeps.publish(round_id)


@shared_task(name="dip.sweep_list")
def sweep_list() -> None:
    """Publish lists whose queued task was lost, and keep the counts of the list short."""
    beat("list", {"published": sweeps.publish_lost(), "folded": tally.fold()})
