"""How large a list may be, and how one that cannot be read says so."""

from __future__ import annotations

MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_CELLS = 1_500_000
"""Of the rectangle that holds everything."""
MAX_TEXT = 200 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024


class Unreadable(Exception):
    """A file that cannot be read as a list; says in Indonesian why, and what to do."""
