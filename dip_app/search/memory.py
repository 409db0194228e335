"""Counts kept in the process for as long as the list they count is the same.

Not Django's cache: on SQLite that is a table, and a visit to the list would write. Only counts
of published items are kept, never anything that depends on who asks.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")

_KEPT = 256
_lock = Lock()
_values: OrderedDict[Hashable, tuple[object, Any]] = OrderedDict()


def remembered(key: Hashable, version: object, make: Callable[[], T]) -> T:
    """The value made for this key and version of the list, made now if there is none."""
    with _lock:
        kept = _values.get(key)
        if kept is not None and kept[0] == version:
            _values.move_to_end(key)
            return kept[1]  # type: ignore[no-any-return]
    value = make()
    with _lock:
        _values[key] = (version, value)
        _values.move_to_end(key)
        while len(_values) > _KEPT:
            _values.popitem(last=False)
    return value


def forget() -> None:
    """Drop everything kept."""
    with _lock:
        _values.clear()
