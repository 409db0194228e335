"""What beat wakes of announcements; idempotent, with a heartbeat."""

from __future__ import annotations

from celery import shared_task

from dip_app.announcing import sweeps
from ppid_portal.clock.heartbeat import beat


@shared_task(name="dip.sweep_announcements")
def sweep_announcements() -> None:
    """Let go up what is planned for now, then take down what ends now."""
    up = sweeps.publish_due()
    down = sweeps.take_down_due()
    beat("announcements", {"up": up, "down": down})
