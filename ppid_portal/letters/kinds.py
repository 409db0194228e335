"""The kinds of letters that the portal can issue; each app registers its own when it is ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ppid_portal.letters.errors import UnknownKind

Audience = Literal["applicant", "internal"]


@dataclass(frozen=True)
class LetterKind:
    """What a kind of letter is.

    ``series`` is the numbering register (``sop.NumberPattern``); "" means that the letter
    carries the number of its case. ``steps`` are the SOP steps or articles that issue it.
    ``title`` is Indonesian in every language: it is printed on the letter.

    ``signatory_role`` signs unless the body chooses another of ``signatories``, where the law and
    the SOP leave it more than one (domain 3.8, 3.13, 3.14); for all other kinds there is nothing
    to choose, since whoever performs the step of the SOP signs.
    """

    key: str
    title: str
    template: str
    series: str
    signatory_role: str
    audience: Audience
    steps: tuple[str, ...]
    # A unit answers without knowing who asks: it reads only letters that do not name anybody.
    for_units: bool = False
    signatories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Let the kind's own role be its one signatory where no others are declared."""
        declared = self.signatories or (self.signatory_role,)
        if self.signatory_role not in declared:
            raise ValueError(f"letter kind {self.key!r} is not signed by its own role")
        object.__setattr__(self, "signatories", declared)

    @property
    def leaves_choice(self) -> bool:
        """Tell whether a body may choose who signs letters of this kind."""
        return len(self.signatories) > 1


_kinds: dict[str, LetterKind] = {}


def register(kind: LetterKind) -> LetterKind:
    """Make a kind known; the same kind again is harmless, another under its key is not.

    Raises:
        ValueError: the key is taken.
    """
    if _kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"letter kind {kind.key!r} is declared twice")
    return kind


def get(key: str) -> LetterKind:
    """Return the kind of that key; raises ``UnknownKind``."""
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKind(key) from None


def kinds() -> tuple[LetterKind, ...]:
    """Return all kinds in the order in which they were registered."""
    return tuple(_kinds.values())


def keys_for_units() -> frozenset[str]:
    """Return the keys of the letters that a unit may read."""
    return frozenset(kind.key for kind in _kinds.values() if kind.for_units)
