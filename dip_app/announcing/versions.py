"""Writing the versions of an announcement: a new one, a draft over, and the one that is shown."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from dip_app.announcing.content import WARNING, Content
from ppid_portal.files.services import delete as discard
from ppid_portal.sop.declarations import Act

if TYPE_CHECKING:
    from dip_app.announcing.models import Announcement, Version


def add(case: Announcement, content: Content, act: Act) -> Version:
    """Return a new version of an announcement, with its items and attachments."""
    from dip_app.announcing.models import Version

    last = case.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = Version(announcement=case, number=last + 1, note=act.reason, made_at=act.at)
    before = case.current
    _write(version, content)
    _attach(version, content, before)
    return version


def rewrite(version: Version, content: Content) -> None:
    """Write a draft over."""
    _write(version, content)
    for entry in version.files.exclude(pk__in=content.kept).select_related("file"):
        entry.delete()
        discard(entry.file)
    _attach(version, content, None)


def freeze(version: Version, at: datetime) -> None:
    """Note that a version is shown; it cannot be changed from here on."""
    version.shown_at = at
    version.save(update_fields=["shown_at"])


def _write(version: Version, content: Content) -> None:
    for name in ("title", "text", *WARNING):
        setattr(version, name, getattr(content, name).strip().replace("\r\n", "\n"))
    version.subject = content.subject
    version.save()
    version.items.set(content.items)


def _attach(version: Version, content: Content, before: Version | None) -> None:
    from dip_app.announcing.models import VersionFile

    place = version.files.count()
    kept = before.files.filter(pk__in=content.kept) if before is not None else ()
    for entry in kept:
        VersionFile.objects.create(
            version=version, file_id=entry.file_id, label=entry.label, position=place
        )
        place += 1
    for file in content.files:
        VersionFile.objects.create(
            version=version, file=file, label=file.original_name, position=place
        )
        place += 1
