"""The nightly look for content that nobody owns."""

from __future__ import annotations

from celery import shared_task

from ppid_portal.clock.heartbeat import beat
from ppid_portal.files import services


@shared_task(name="files.tidy")
def tidy() -> None:
    """Remove what a killed process left behind."""
    beat("files", {"removed": services.remove_orphans()})
