"""What is known of a letter that came in, beyond the file: whose it is, its number and its dates.

A letter is filed in a case by any app; where the app keeps more of it than the file, it tells so
here, and the register of incoming letters shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Incoming:
    """What stands on an incoming letter; ``agenda`` is the number that the office gave it."""

    sender: str = ""
    number: str = ""
    dated_on: date | None = None
    received_on: date | None = None
    subject: str = ""
    agenda: str = ""


Describer = Callable[[Collection[int]], dict[int, Incoming]]

_describers: list[Describer] = []


def register(describer: Describer) -> None:
    """Add who knows more of incoming letters, by the keys of their documents."""
    if describer not in _describers:
        _describers.append(describer)


def describe(documents: Collection[int]) -> dict[int, Incoming]:
    """Return what is known of some documents, in one query per app."""
    found: dict[int, Incoming] = {}
    for describer in _describers:
        found |= describer(documents)
    return found
