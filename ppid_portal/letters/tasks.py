"""Rendering in the background."""

from __future__ import annotations

from celery import shared_task

from ppid_portal.clock.heartbeat import beat
from ppid_portal.letters import services


@shared_task(name="letters.render")
def render(letter_id: int) -> None:
    """Make the PDF of one letter, if it has none yet."""
    services.render(letter_id)


@shared_task(name="letters.sweep")
def sweep() -> None:
    """Make the PDFs that are still missing."""
    beat("letters", services.sweep())
