"""Finding the unit that a cell names, under any of the ways in which people write it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from dip_app.importing import values
from ppid_portal.people.models import Unit

_BEFORE = re.compile(
    r"(?:(?:kepala|pimpinan|ketua|plt|plh|ppid|pelaksana|pembantu|unit kerja|unit|tim|staf|kantor)"
    r" )+"
)
_SHORT = (
    (re.compile(r"\bbag\b"), "bagian"),
    (re.compile(r"\bro\b"), "biro"),
    (re.compile(r"\bset\b"), "sekretariat"),
    (re.compile(r"\basdep\b"), "asisten deputi"),
    (re.compile(r"\bhumas\b"), "hubungan masyarakat"),
)
_APART = re.compile(r"\s*[,;/&\n|]\s*|\s+dan\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """The units that a text names, in its order; ``exact`` is False for a typing error."""

    units: tuple[Unit, ...] = ()
    exact: bool = True


class UnitFinder:
    """Knows every unit in use by its code, name and short name."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_name: dict[str, Unit] = {}
        self._known: dict[str, Named] = {}
        for unit in units:
            for name in (unit.name, unit.short_name, unit.code):
                if name:
                    self._by_name.setdefault(_plain(name), unit)

    def find(self, text: str) -> Named:
        """The units a cell names: one, several ("Biro Umum, Biro Keuangan"), or none we know."""
        if (known := self._known.get(text)) is None:
            known = self._known[text] = self._find(text)
        return known

    def _find(self, text: str) -> Named:
        if unit := self._one(text):
            return Named((unit,))
        parts = [unit for part in _APART.split(text) if part and (unit := self._one(part))]
        if parts:
            return Named(tuple(dict.fromkeys(parts)))
        words = _plain(text)
        near = get_close_matches(words, self._by_name, 1, 0.9) if 6 <= len(words) <= 120 else []
        return Named((self._by_name[near[0]],), exact=False) if near else Named()

    def _one(self, text: str) -> Unit | None:
        words = _plain(text)
        return self._by_name.get(words) or self._by_name.get(_BEFORE.sub("", words, count=1))


def _plain(text: str) -> str:
    words = values.plain(text)
    for pattern, whole in _SHORT:
        words = pattern.sub(whole, words)
    return words
