"""What the public list adds to the desk."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dip_app.importing.access import Importer
from ppid_portal.people.actors import Actor


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """The import of lists, for those who may import."""
    if not Importer(actors).may_import:
        return []
    return [{"view": "dip_import:index", "label": _("Impor daftar")}]
