"""What happens to exclusions by themselves: proposals start, periods end, rounds open."""

from __future__ import annotations

from datetime import timedelta

from dip_app.exclusions import rules
from dip_app.exclusions.models import (
    DocumentationRound,
    ExclusionOpening,
    OpeningState,
    half_year_before,
)
from dip_app.models import ClassificationDecree
from ppid_portal.clock import today
from ppid_portal.clock.words import date_long
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.models import Channel

#: Nothing that ends later can have to start today: 50 working days are under a hundred days.
_HORIZON = timedelta(days=120)
_WAITING = (
    OpeningState.PREPARING,
    OpeningState.DECIDING,
    OpeningState.APPROVED,
    OpeningState.RENEWING,
)


def start_openings() -> int:
    """Start the opening of every exclusion whose end comes near; return how many.

    Also for one whose end has passed meanwhile: it opens at once, and leaves its trace.
    """
    day = today()
    ending = ClassificationDecree.objects.filter(
        opening__isnull=True, valid_until__isnull=False, valid_until__lte=day + _HORIZON
    )
    started = 0
    for decree in ending.iterator():
        start, decide = rules.start_by(decree), rules.decide_by(decree)
        end = decree.last_end
        if start is None or decide is None or end is None or day < start:
            continue
        engine.open_case(
            ExclusionOpening,
            Actor.system(),
            fields={
                "title": decree.title,
                "decree": decree,
                "ends_on": end,
                "decide_by": decide,
                "unit": decree.unit,
                "channel": Channel.SYSTEM,
            },
            idempotency_key=f"opening:{decree.pk}",
        )
        started += 1
    return started


def open_ended() -> int:
    """Open every exclusion whose period has ended, decided or not; return how many (case 28)."""
    ended = ExclusionOpening.objects.filter(state__in=_WAITING, ends_on__lte=today())
    opened = 0
    for opening in list(ended):
        engine.perform(opening, "open_up", Actor.system())
        opened += 1
    return opened


def open_round() -> DocumentationRound | None:
    """Open the documentation round of the half year that ended last, once (SOP 8.6)."""
    first, last = half_year_before(today())
    if DocumentationRound.objects.filter(period_from=first, period_to=last).exists():
        return None
    if not ClassificationDecree.objects.filter(recorded_at__date__lte=last).exists():
        return None
    return engine.open_case(
        DocumentationRound,
        Actor.system(),
        fields={
            "title": f"Pendokumentasian informasi dikecualikan sampai {date_long(last)}",
            "period_from": first,
            "period_to": last,
            "channel": Channel.SYSTEM,
        },
        idempotency_key=f"exclusion-round:{first.isoformat()}",
    )
