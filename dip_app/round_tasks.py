"""What the queue and beat wake of rounds over many units; idempotent."""

from __future__ import annotations

from celery import shared_task

from dip_app import rounds
from ppid_portal.clock.heartbeat import beat


@shared_task(name="dip.follow_round")
def follow_round(round_id: int) -> None:
    """Let a round go on when its last unit came in."""
    rounds.follow(round_id)


@shared_task(name="dip.sweep_rounds")
def sweep_rounds() -> None:
    """Let rounds go on whose queued task was lost."""
    beat("rounds", {"went_on": rounds.sweep()})
