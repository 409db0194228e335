"""What the letters add to the menu of the desk."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ppid_portal.people.actors import Actor


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Return the pages for whoever may open the settings; each page asks for its own right."""
    if any(actor.user is not None and actor.user.is_staff for actor in actors):
        return [{"view": "wording:index", "label": _("Naskah surat")}]
    return []
