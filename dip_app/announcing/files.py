"""Who may have the attachments of an announcement."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest

from dip_app.announcing.models import VersionFile
from ppid_portal.files.models import StoredFile
from ppid_portal.people.actors import actors_of
from ppid_portal.sop.scope import OFFICE_ROLES

PURPOSE = "announcement"


def may_read(request: HttpRequest, file: StoredFile) -> bool | None:
    """Tell whether this request may have an attachment; None when it is none.

    Everybody, when and only while the version that has it is shown; the PPID office always.
    """
    if file.purpose != PURPOSE:
        return None
    if any(actor.role in OFFICE_ROLES for actor in actors_of(request.user)):
        return True
    return VersionFile.objects.filter(
        file=file,
        version__announcement__current=F("version"),
        version__announcement__up_at__isnull=False,
        version__announcement__down_at__isnull=True,
    ).exists()
