"""Why the engine refuses; every message is a sentence in Indonesian that says what to do."""

from __future__ import annotations

from django.utils.functional import Promise


class Refused(Exception):
    """The engine does not perform the act.

    ``message`` is shown to the person; ``field`` names the form field that it belongs to.
    """

    def __init__(self, message: str | Promise, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.field = field


class NotNow(Refused):
    """The case is in a state in which the act has no place."""


class NotYours(Refused):
    """The act belongs to another role, unit or date of appointment."""


class SamePerson(Refused):
    """The person took part in an act that the law or the SOP keeps apart from this one."""


class MissingOutput(Refused):
    """The step would end without the document, letter, number or decision that it must yield."""
