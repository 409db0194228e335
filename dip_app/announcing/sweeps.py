"""What announcements do by themselves: go up when planned, and down when they end."""

from __future__ import annotations

from collections.abc import Iterable

from dip_app.announcing.models import SHOWN, Announcement, State
from ppid_portal.clock import now
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.errors import NotNow


def publish_due() -> int:
    """Let everything go up whose moment has come; return how many did not wait any longer.

    What is already up is not found again, so that each goes up exactly once, however long the
    portal was down.
    """
    due = Announcement.objects.filter(state=State.SCHEDULED, publish_at__lte=now())
    return _perform("publish", due.order_by("publish_at", "pk"))


def take_down_due() -> int:
    """Take everything down whose end has come; return how many."""
    due = Announcement.objects.filter(state__in=SHOWN, ends_at__lte=now())
    return _perform("take_down", due.order_by("ends_at", "pk"))


def _perform(act: str, due: Iterable[Announcement]) -> int:
    done = 0
    for case in list(due):
        try:
            engine.perform(case, act, Actor.system())
        except NotNow:
            continue  # somebody else was faster: cancelled, withdrawn, or another sweep
        done += 1
    return done
