"""Who may sign a letter that another office has decided on; guards for ``sop.declarations``.

Each returns the reason as a sentence, or ``None`` when nothing stands in the way.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from ppid_portal.letters import kinds
from ppid_portal.letters.kind_settings import services
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import label


def is_the_signatory(kind: str, actor: Actor | None) -> str | None:
    """The letter is signed in the office that the body has set, and in no other."""
    role = services.signing_role(kind)
    if actor is None or actor.role == role:
        return None
    return _("{letter} ditandatangani oleh {role}.").format(
        letter=kinds.get(kind).title, role=label(role)
    )


def may_sign(kind: str, actor: Actor | None, *, decides: str, decided_by: int | None) -> str | None:
    """The signatory signs; where the law asks for two offices, two people act (domain 7.2).

    ``decides`` is the role that decides what the letter says, ``decided_by`` the key of the
    person who did. An office that both decides and signs may do so in one person.
    """
    wrong = is_the_signatory(kind, actor)
    if wrong is not None or actor is None or actor.user_id is None:
        return wrong
    if actor.role != decides and actor.user_id == decided_by:
        return _(
            "Anda sendiri yang menyetujuinya, jadi orang lain yang harus menandatangani suratnya."
        )
    return None
