"""What the desk shows of the public list and the SOPs around it; see ``desk.panels``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dip_app.consequence import panels as consequence
from dip_app.consequence.models import OFFICE, UNITS, ConsequenceTest
from dip_app.exclusions import panels as exclusions
from dip_app.importing.access import Importer
from ppid_portal.people.actors import Actor
from ppid_portal.sop.models import Case


def sections(case: Case, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return what the SOP of a case adds to its page."""
    if isinstance(case, ConsequenceTest):
        return consequence.sections(case, actors)
    return exclusions.sections(case, actors)


def first_thing(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the page on which the next step is worked, if it has one."""
    if isinstance(case, ConsequenceTest):
        return consequence.first_thing(case, actors)
    return exclusions.first_thing(case, actors)


def decision(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return what waits for a decision."""
    if isinstance(case, ConsequenceTest):
        return consequence.decision(case)
    return exclusions.decision(case, actors)


def chain_rows(case: Case) -> list[dict[str, Any]]:
    """Return what happened in this stage, for the page of the whole chain."""
    if isinstance(case, ConsequenceTest):
        return consequence.chain_rows(case)
    return []


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Return where lists are imported, what is excluded, and where a test is asked for."""
    found = exclusions.navigation(actors)
    if Importer(actors).may_import:
        found.insert(0, {"view": "dip_import:index", "label": _("Impor daftar")})
    if any(actor.role in (*OFFICE, *UNITS) for actor in actors):
        found.append({"view": "dip_desk:new_test", "label": _("Minta uji konsekuensi")})
    return found


def attention(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return what of these SOPs somebody must see."""
    return exclusions.attention(actors)


def verbs() -> dict[str, str]:
    """Return words for what is recorded beside transitions."""
    return consequence.verbs()
