"""Who prepares, signs or waives the replacement of a letter; one rule for every kind of letter.

Guards return the reason as a sentence, or ``None`` when nothing stands in the way.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ppid_portal.letters import kinds, withdrawal
from ppid_portal.letters.kind_settings import services as kind_settings
from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import UNIT_BOUND, Role, label, with_same_work
from ppid_portal.sop import catalogue
from ppid_portal.sop.models import Case

_STAFF = frozenset(Role)


def preparing_roles(kind_key: str) -> tuple[str, ...]:
    """Return the roles that prepare letters of a kind: the actors of the steps that issue it.

    Where the law alone names the letter, and no step of an SOP, it is the secretariat that writes
    for the office, or whoever signs.
    """
    kind = kinds.get(kind_key)
    found: list[str] = []
    for step in kind.steps:
        if " " not in step:
            found += catalogue.step(*step.split(".", 1)).roles
    if not found:
        found = [*with_same_work((Role.TIM_SEKRETARIAT_PPID,)), signing_role(kind_key)]
    return tuple(dict.fromkeys(role for role in found if role in _STAFF))


def signing_role(kind_key: str) -> str:
    """Return the role that signs letters of a kind in this body."""
    return kind_settings.signing_role(kind_key)


def is_one_hand(kind_key: str) -> bool:
    """Tell whether one office both prepares and signs letters of a kind, as a disposition.

    Of all others the one who prepared does not sign (domain 7.2).
    """
    return set(preparing_roles(kind_key)) <= set(with_same_work((signing_role(kind_key),)))


def needs_second(letter: Letter) -> bool:
    """Tell whether Atasan PPID approves after Ketua PPID: what a sensitive case answers."""
    return (
        letter.case.sensitive
        and letter.audience == Letter.Audience.APPLICANT
        and signing_role(letter.kind) == Role.KETUA_PPID
    )


def deciding_role(replacement: Replacement) -> str:
    """Return the role whose decision a replacement waits for."""
    if replacement.status == Replacement.Status.SECOND:
        return Role.ATASAN_PPID
    return signing_role(replacement.letter.kind)


def turn(replacement: Replacement) -> str:
    """Return in words whose turn it is: "Tim Sekretariat PPID / Ketua PPID"; "" when it ended."""
    if replacement.status in Replacement.PREPARING:
        return " / ".join(label(role) for role in preparing_roles(replacement.letter.kind))
    return label(deciding_role(replacement)) if replacement.is_open else ""


def preparer(replacement: Replacement, actors: Iterable[Actor]) -> Actor | None:
    """Return the first of these who may prepare the replacement now; else None."""
    if replacement.status not in Replacement.PREPARING:
        return None
    return _first(replacement.letter, preparing_roles(replacement.letter.kind), actors)


def decider(replacement: Replacement, actors: Iterable[Actor]) -> Actor | None:
    """Return the first of these whose decision it waits for; else None.

    Whether nothing keeps this person from deciding, says :func:`why_not_sign`.
    """
    if replacement.status not in Replacement.DECIDING:
        return None
    return _first(replacement.letter, with_same_work((deciding_role(replacement),)), actors)


def waiver(replacement: Replacement, actors: Iterable[Actor]) -> Actor | None:
    """Return the first of these who may say that none is needed: who may withdraw the letter."""
    return withdrawal.chosen(replacement.letter, actors) if replacement.is_open else None


def why_not_sign(replacement: Replacement, case: Case, actor: Actor) -> str | None:
    """Whoever prepared, or approved first, does not sign; nor whom the case keeps from it."""
    letter = replacement.letter
    prepared = replacement.drafters.filter(pk=actor.user_id).exists()
    first = replacement.approved_as
    if (prepared and not is_one_hand(letter.kind)) or (
        first is not None and first.user_id == actor.user_id
    ):
        return _(
            "Anda ikut menyusun atau menyetujui surat pengganti ini, jadi orang lain yang harus "
            "memutuskannya. Pemisahan tugas ini tidak dapat dilewati."
        )
    return case.why_not_sign(letter.kind, actor)


def _first(letter: Letter, roles: Iterable[str], actors: Iterable[Actor]) -> Actor | None:
    wanted = set(roles)
    return next((a for a in actors if a.role in wanted and _is_of_unit(letter, a)), None)


def _is_of_unit(letter: Letter, actor: Actor) -> bool:
    """Tell whether a role that is bound to its unit is that of a unit which worked on the case."""
    if actor.role not in UNIT_BOUND:
        return True
    if letter.case.unit_id is not None or actor.unit_id is None:
        return letter.case.unit_id == actor.unit_id
    return letter.case.work.filter(unit_id=actor.unit_id, role=actor.role).exists()
