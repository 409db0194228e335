"""What threatens lives or public order right now, for the banner of every public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

KEY = "announcing:urgent"
#: A warning that another process has just published is in every banner after so many seconds.
SECONDS = 60
MOST = 3


@dataclass(frozen=True)
class UrgentNotice:
    """One warning as the banner shows it."""

    pk: int
    title: str
    place: str
    url: str
    since: datetime


def active(request: HttpRequest | None = None) -> tuple[UrgentNotice, ...]:
    """Return the warnings that are up, newest first; asked once per request."""
    known: tuple[UrgentNotice, ...] | None = getattr(request, "_urgent", None)
    if known is None:
        known = cache.get(KEY)
        if known is None:
            known = _read()
            cache.set(KEY, known, SECONDS)
        if request is not None:
            request._urgent = known  # type: ignore[attr-defined]
    return known


def forget() -> None:
    """Let the next page read anew: in this transaction, and everywhere once it is stored."""
    cache.delete(KEY)
    transaction.on_commit(lambda: cache.delete(KEY))


def _read() -> tuple[UrgentNotice, ...]:
    from dip_app.announcing import public
    from dip_app.announcing.models import Duty

    found: Any = public.shown().filter(duty=Duty.IMMEDIATE).select_related("current")[:MOST]
    return tuple(
        UrgentNotice(case.pk, case.title, case.current.place, case.get_absolute_url(), case.up_at)
        for case in found
    )
