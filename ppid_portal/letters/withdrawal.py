"""Who withdraws a letter at the desk or from the command line."""

from __future__ import annotations

from collections.abc import Iterable

from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import Role, label


def who(letter: Letter) -> str:
    """Return the role that may withdraw a letter.

    Whoever established it takes it back (UU 30/2014 Pasal 64 dan 66): what Atasan PPID signed,
    Atasan PPID alone; nobody undoes the decision on an objection to his own answer (domain 7.2).
    All other letters, those of the units and of the portal itself among them, are the office's
    and withdrawn by its head, Ketua PPID.
    """
    return Role.ATASAN_PPID if letter.signatory_role == Role.ATASAN_PPID else Role.KETUA_PPID


def chosen(letter: Letter, actors: Iterable[Actor]) -> Actor | None:
    """Return the first of these who may withdraw a letter, definitive or acting; else None."""
    wanted = who(letter)
    return next((actor for actor in actors if actor.role == wanted), None)


def whose(letter: Letter) -> str:
    """Return in words who may withdraw a letter."""
    return label(who(letter))
