"""What the form's room does at night."""

from __future__ import annotations

from celery import shared_task

from ppid_portal.clock.heartbeat import beat
from requests_app import drafts


@shared_task(name="requests.forget_drafts")
def forget_drafts() -> None:
    """Delete what was never sent and has expired, with its files (UU 27/2022)."""
    beat("drafts", {"forgotten": drafts.forget_expired()})
