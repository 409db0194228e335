"""Sending in the background."""

from __future__ import annotations

from celery import shared_task

from ppid_portal.clock.heartbeat import beat
from ppid_portal.mail import daily, outbox


@shared_task(name="mail.send")
def send(email_id: int) -> None:
    """Send one e-mail, if it is still waiting."""
    outbox.send(email_id)


@shared_task(name="mail.sweep")
def sweep() -> None:
    """Send everything that is due."""
    beat("mail", outbox.sweep())


@shared_task(name="mail.daily_report")
def daily_report() -> None:
    """Report to the supervisors, once a day however often it is woken."""
    notice = daily.send()
    beat(daily.NAME, {"notice": notice.pk})
