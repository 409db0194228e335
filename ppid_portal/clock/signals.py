"""The calendar tells the other rooms that dates may have moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.dispatch import Signal

# Sent once per transaction, after it committed, when holidays, years, service hours or the
# cut-off changed. ``dates``: the days concerned as a frozenset, or None where it may be any.
calendar_changed = Signal()


class _Announcement:
    """What one transaction changed; runs when it commits."""

    def __init__(self) -> None:
        self.dates: set[date] | None = set()

    def add(self, dates: Iterable[date] | None) -> None:
        if dates is None or self.dates is None:
            self.dates = None
        else:
            self.dates.update(dates)

    def __call__(self) -> None:
        dates = None if self.dates is None else frozenset(self.dates)
        calendar_changed.send(sender=announce, dates=dates)


def announce(dates: Iterable[date] | None) -> None:
    """Send :data:`calendar_changed` when this transaction commits, once however often called.

    Args:
        dates: the days that changed, or None where it may be any.
    """
    # Django drops from this list what was registered inside a savepoint that is rolled back;
    # an announcement of the outer transaction, once in it, stays.
    for _savepoints, function, _robust in transaction.get_connection().run_on_commit:
        if isinstance(function, _Announcement):
            function.add(dates)
            return
    announcement = _Announcement()
    announcement.add(dates)
    transaction.on_commit(announcement)
