"""What one web request, or one act of the engine, remembers about the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ppid_portal.clock.calendar import WorkCalendar

# None outside of a request: a worker's task may run for minutes, so it looks again each time.
_request: ContextVar[dict[str, WorkCalendar] | None] = ContextVar("clock_request", default=None)


def begin_request() -> None:
    """From here the version of the tables is looked up once, not once per date."""
    _request.set({})


def end_request() -> None:
    """From here each use looks the version up; also when this request changes the tables."""
    _request.set(None)


@contextmanager
def one_look() -> Iterator[None]:
    """Within this context the version of the tables is looked up once, as in a web request."""
    if _request.get() is not None:
        yield
        return
    token = _request.set({})
    try:
        yield
    finally:
        _request.reset(token)


def recall() -> WorkCalendar | None:
    """The calendar this request already used, if any."""
    return (_request.get() or {}).get("calendar")


def remember(calendar: WorkCalendar) -> None:
    """Keep the calendar for the rest of this request; without a request, do nothing."""
    memo = _request.get()
    if memo is not None:
        memo["calendar"] = calendar
