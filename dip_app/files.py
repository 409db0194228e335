"""Who may read the files of the public list."""

from __future__ import annotations

from django.http import HttpRequest

from dip_app.models import ItemFile, Status
from ppid_portal.files.models import StoredFile


def may_read(request: HttpRequest, file: StoredFile) -> bool | None:
    """True for a file of a published item: anybody may read it. None: others decide."""
    published = ItemFile.objects.filter(file=file, item__status=Status.PUBLISHED).exists()
    return True if published else None
