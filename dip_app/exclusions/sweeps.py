"""What happens to exclusions by themselves: proposals start, periods end, rounds open."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from dip_app.exclusions import rules
from dip_app.exclusions.models import (
    WAITING,
    DocumentationRound,
    ExclusionOpening,
    half_year_before,
)
from dip_app.models import (
    LONGEST_YEARS_A,
    ArticleLetter,
    ClassificationDecree,
    years_after,
)
from ppid_portal.clock import today
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.words import date_long
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.models import Channel

#: Nothing that ends later can have to start today: 50 working days are under a hundred days.
_HORIZON = timedelta(days=120)


def start_openings() -> int:
    """Start the opening of every exclusion whose end comes near; return how many.

    Also for one whose end has passed meanwhile, by its date or by the event that ends it: it
    opens at once, and leaves its trace.
    """
    day = today()
    started = 0
    for decree in list(_ending(day).select_related("unit")):
        end = decree.last_end
        if end is None:
            continue
        decide = _decide_by(decree, end, day)
        if decide is None:
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


def _ending(day: date) -> QuerySet[ClassificationDecree]:
    """Return the exclusions that may have to open soon, or had to, and have no opening yet."""
    border = day + _HORIZON
    return ClassificationDecree.objects.filter(opening__isnull=True).filter(
        Q(valid_until__lte=border)
        | Q(ended_on__lte=border)
        | Q(letter=ArticleLetter.A, valid_from__lte=years_after(border, -LONGEST_YEARS_A))
    )


def _decide_by(decree: ClassificationDecree, end: date, day: date) -> date | None:
    """Return until when an opening that starts now is decided in time; None when it is too early.

    What ended in a year without holiday table opens all the same: the law does not wait for it,
    and nothing is left to be decided in time.
    """
    try:
        start, decide = rules.start_by(decree), rules.decide_by(decree)
    except NoHolidayTable:
        return day if end <= day else None
    return decide if start is not None and start <= day else None


def follow_decrees() -> int:
    """Let openings follow a determination whose end was set anew or whose event came first."""
    moved = 0
    waiting = ExclusionOpening.objects.filter(state__in=WAITING).select_related("decree")
    for opening in list(waiting):
        end = opening.decree.last_end
        if end is None or end == opening.ends_on:
            continue
        engine.perform(opening, "move_end", Actor.system())
        moved += 1
    return moved


def open_ended() -> int:
    """Open every exclusion whose period has ended, decided or not; return how many (case 28)."""
    follow_decrees()
    ended = ExclusionOpening.objects.filter(state__in=WAITING, ends_on__lte=today())
    opened = 0
    for opening in list(ended.select_related("decree")):
        if opening.decree.valid_on(today()):
            continue  # its date was taken away meanwhile: an event ends it now
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
