"""The present moment, and travelling away from it (tests and demonstration data)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time

from django.utils import timezone

# A ContextVar, not a global: one travelling thread must not carry a web request along.
_elsewhen: ContextVar[datetime | None] = ContextVar("elsewhen", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; inside :func:`travel` the moment travelled to."""
    return _elsewhen.get() or datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """An aware moment as the clocks of the body show it (setting ``TIME_ZONE``).

    Raises:
        ValueError: the moment has no time zone.
    """
    return timezone.localtime(moment, timezone.get_default_timezone())


def today() -> date:
    """The present date where the body is, never the UTC date."""
    return local(now()).date()


def end_of(day: date) -> datetime:
    """The last second of a day where the body is, as an aware moment."""
    return datetime.combine(day, time(23, 59, 59), timezone.get_default_timezone())


@contextmanager
def travel(moment: datetime) -> Iterator[datetime]:
    """Hold :func:`now` still at ``moment`` within this context; may be nested.

    Args:
        moment: an aware datetime of any zone.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("travel() needs an aware datetime")
    token = _elsewhen.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _elsewhen.reset(token)
