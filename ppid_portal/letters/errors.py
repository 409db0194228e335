"""What can go wrong with a letter."""

from __future__ import annotations


class LetterError(Exception):
    """Base of the room's errors."""


class RenderFailed(LetterError):
    """The PDF could not be made; the letter stays queued and is tried again."""


class FrozenLetter(LetterError):
    """Somebody tried to change or delete an issued letter."""


class UnknownKind(LetterError):
    """No letter kind of that key is registered."""
