"""What can go wrong with a letter."""

from __future__ import annotations


class LetterError(Exception):
    """Base of the room's errors."""


class RenderFailed(LetterError):
    """The PDF could not be made; the letter stays queued and is tried again."""


class SigningFailed(LetterError):
    """The PDF could not be signed; the letter stays queued and is tried again.

    ``patient`` says that trying again soon cannot help, or does harm: three wrong passphrases
    close an official's certificate.
    """

    def __init__(self, message: str, *, patient: bool = False) -> None:
        super().__init__(message)
        self.patient = patient


class NoTimeStamp(SigningFailed):
    """There is no time stamp that holds; whether the letter waits for one is a setting."""


class FrozenLetter(LetterError):
    """Somebody tried to change or delete an issued letter."""


class UnknownKind(LetterError):
    """No letter kind of that key is registered."""
