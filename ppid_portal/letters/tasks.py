"""Rendering in the background."""

from __future__ import annotations

from celery import shared_task

from ppid_portal.clock.heartbeat import beat
from ppid_portal.letters import archive, services


@shared_task(name="letters.render")
def render(letter_id: int) -> None:
    """Make the PDF of one letter, if it has none yet."""
    services.render(letter_id)


@shared_task(name="letters.sweep")
def sweep() -> None:
    """Make the PDFs that are still missing."""
    beat("letters", services.sweep())


@shared_task(name="letters.check_archive")
def check_archive() -> None:
    """Read a share of the issued PDFs again; one that changed is an alarm."""
    beat("archive", archive.check_sample())
