"""Who may open the digital copies of excluded information (SOP 8.5)."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from dip_app.exclusions.models import Custody
from ppid_portal.files.models import EXCLUDED, StoredFile
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.roles import UNIT_BOUND
from ppid_portal.sop.scope import OFFICE_ROLES


def may_read(request: HttpRequest, file: StoredFile) -> bool | None:
    """Tell whether this request may have a copy of excluded information; None when it is none.

    The PPID office, and the unit that holds the information; the files room records each look.
    """
    if file.purpose != EXCLUDED:
        return None
    actors = actors_of(request.user)
    custody = Custody.objects.filter(files=file).select_related("decree").first()
    if custody is None:
        return False
    actor = reader(actors, custody.decree.unit_id)
    if actor is None:
        return False
    request.reader = actor  # type: ignore[attr-defined]
    return True


def reader(actors: Sequence[Actor], unit_id: int) -> Actor | None:
    """Return as whom somebody may look at what a unit holds: the office, or the unit itself."""
    office = next((actor for actor in actors if actor.role in OFFICE_ROLES), None)
    return office or next(
        (actor for actor in actors if actor.role in UNIT_BOUND and actor.unit_id == unit_id), None
    )
