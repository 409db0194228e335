"""What happens to rounds of the list by themselves: a decree publishes (SOP 5.10)."""

from __future__ import annotations

from dip_app.compiling.models import ListRound, RoundState
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.errors import NotNow


def publish(round_id: int) -> bool:
    """Publish a round that was decreed; return whether it did.

    May be called any number of times.
    """
    case = ListRound.objects.get(pk=round_id)
    if case.state != RoundState.ESTABLISHED:
        return False
    try:
        engine.perform(case, "publish", Actor.system())
    except NotNow:
        return False  # somebody else was quicker
    return True


def publish_lost() -> int:
    """Publish what was decreed while the queue was down; return how many."""
    waiting = ListRound.objects.filter(state=RoundState.ESTABLISHED).values_list("pk", flat=True)
    return sum(publish(pk) for pk in list(waiting))
