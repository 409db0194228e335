"""Whether a letter replaces one that had reached the applicant, and what its arrival does then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.mail.withdrawals import was_received
from ppid_portal.people.actors import Actor
from ppid_portal.sop import registry


def delivered_before(letter: Letter) -> Letter | None:
    """Return the last letter that reached the applicant among those that this one replaces."""
    return next((each for each in before(letter) if was_received(each)), None)


def before(letter: Letter) -> Iterator[Letter]:
    """Return the letters that this one replaces, the latest first."""
    row: Replacement | None = getattr(letter, "replaces", None)
    while row is not None:
        yield row.letter
        row = getattr(row.letter, "replaces", None)


def tell_case(letters: Iterable[Letter], on: date, actor: Actor) -> str:
    """Let the case know that replacements reached the applicant anew on a day.

    Returns what it means for the applicant, as the case says it; "" for a first delivery.
    """
    said = []
    for letter in letters:
        if delivered_before(letter) is not None:
            case = registry.as_own_kind(letter.case)
            said.append(case.delivered_again(letter.pk, on, actor))
    return " ".join(filter(None, dict.fromkeys(said)))
