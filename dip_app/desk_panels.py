"""What the desk shows of the public list and the SOPs around it; see ``desk.panels``.

Every SOP of the list is a package, and its module ``panels`` may have the functions that
``desk.panels`` knows. Here is only who answers for a case, and in which order they speak.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from django.utils.translation import gettext as _

from dip_app.announcing import panels as announcing
from dip_app.announcing.campaign import panels as campaign
from dip_app.compiling import panels as compiling
from dip_app.consequence import panels as consequence
from dip_app.consequence.models import OFFICE, UNITS
from dip_app.documenting import panels as documenting
from dip_app.editions.models import ListChange, ListEdition
from dip_app.exclusions import panels as exclusions
from dip_app.freshness import panels as freshness
from dip_app.importing.access import Importer
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor
from ppid_portal.sop.models import Case

PARTS: tuple[ModuleType, ...] = (
    compiling,
    campaign,
    announcing,
    documenting,
    freshness,
    exclusions,
    consequence,
)


def sections(case: Case, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return what the SOP of a case adds to its page."""
    return _ask(case, "sections", case, actors) or []


def first_thing(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the page on which the next step is worked, if it has one."""
    found: dict[str, Any] | None = _ask(case, "first_thing", case, actors)
    return found


def decision(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return what waits for a decision."""
    found: dict[str, Any] | None = _ask(case, "decision", case, actors)
    return found


def chain_rows(case: Case) -> list[dict[str, Any]]:
    """Return what happened in this stage, for the page of the whole chain."""
    return _ask(case, "chain_rows", case) or []


def rests_on(case: Case, letter: Letter) -> list[str]:
    """Return what of the list rests on a letter: changes, an edition, determinations."""
    found: list[str] = []
    changes = ListChange.objects.filter(letter_id=letter.pk).count()
    if changes:
        found.append(
            _("{count} perubahan DIP yang didasarkan pada surat ini tetap berlaku.").format(
                count=changes
            )
        )
    found += [
        _("{edition} yang ditetapkan dengan surat ini tetap berlaku.").format(edition=edition)
        for edition in ListEdition.objects.filter(decree_id=letter.pk)
    ]
    return [*found, *(_ask(case, "rests_on", case, letter) or [])]


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Return where lists are imported, what each SOP shows, and where a test is asked for."""
    found: list[dict[str, str]] = []
    if Importer(actors).may_import:
        found.append({"view": "dip_import:index", "label": _("Impor daftar")})
    for part in PARTS:
        hook = getattr(part, "navigation", None)
        found += hook(actors) if hook is not None else []
    if any(actor.role in (*OFFICE, *UNITS) for actor in actors):
        found.append({"view": "dip_desk:new_test", "label": _("Minta uji konsekuensi")})
    return found


def attention(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return what of these SOPs somebody must see."""
    return _alerts("attention", actors)


def alarms(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return what of these SOPs does harm if it waits until tomorrow."""
    return _alerts("alarms", actors)


def _alerts(name: str, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    hooks = [getattr(part, name, None) for part in PARTS]
    return [alert for hook in hooks if hook is not None for alert in hook(actors)]


def verbs() -> dict[str, str]:
    """Return words for what is recorded beside transitions."""
    found: dict[str, str] = {}
    for part in PARTS:
        hook = getattr(part, "verbs", None)
        found |= hook() if hook is not None else {}
    return found


def _ask(case: Case, name: str, *args: Any) -> Any:
    package = type(case).__module__.rpartition(".")[0]
    part = next(each for each in PARTS if each.__name__.rpartition(".")[0] == package)
    hook = getattr(part, name, None)
    return hook(*args) if hook is not None else None
