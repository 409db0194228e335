"""What the room of registers adds to the desk; see ``desk.panels``."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ppid_portal.people.actors import Actor
from ppid_portal.sop.registers import registers_for


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Return the page that leads to every register, for whoever has one."""
    if not registers_for(actors):
        return []
    return [{"view": "reports:index", "label": _("Register")}]
