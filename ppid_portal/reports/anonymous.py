"""A register without anybody's identity, as it may be published.

The columns that name somebody are left out by their declaration. Here is what remains: people
write names and numbers into the texts of their requests as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ppid_portal.sop.registers import Cell

HIDDEN = "(disamarkan)"
#: Sixteen digits are a NIK or a family card; nothing else in a register has as many in a row.
_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\w/])(?:\+62|62|0)[ .-]?8\d(?:[ .-]?\d){6,11}(?![\w/])")


def without_identity(cells: Sequence[Cell], words: Iterable[str]) -> list[Cell]:
    """Return cells in which no text holds any of ``words``, a NIK, an address or a number."""
    named = sorted({word.strip() for word in words if len(word.strip()) > 2}, key=len, reverse=True)
    pattern = re.compile("|".join(map(_spaced, named)), re.IGNORECASE) if named else None
    return [_hide(cell, pattern) if isinstance(cell, str) else cell for cell in cells]


def _hide(text: str, names: re.Pattern[str] | None) -> str:
    if names is not None:
        text = names.sub(HIDDEN, text)
    for pattern in (_ADDRESS, _LONG_NUMBER, _TELEPHONE):
        text = pattern.sub(HIDDEN, text)
    return text


def _spaced(word: str) -> str:
    """Return a pattern for whole words, however many spaces are between them."""
    inner = r"\s+".join(re.escape(part) for part in word.split())
    return rf"(?<!\w){inner}(?!\w)"
