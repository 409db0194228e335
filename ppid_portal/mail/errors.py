"""What can go wrong with a notice."""

from __future__ import annotations


class NoticeError(Exception):
    """Base of the room's errors."""


class UnknownNotice(NoticeError):
    """No notice kind of that key is declared."""


class WrongVariables(NoticeError):
    """A notice was asked for with other variables than it declares."""
