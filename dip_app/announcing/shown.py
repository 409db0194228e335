"""One version of an announcement as its page shows it; the preview on the desk is the same."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dip_app.announcing.models import Announcement, Appearance, Version
from ppid_portal.clock.words import moment_long


def article(case: Announcement, version: Version) -> dict[str, Any]:
    """Return what the page of an announcement shows of one of its versions."""
    warning = (
        (_("Apa yang mengancam"), version.threat),
        (_("Di mana"), version.place),
        (_("Yang harus dilakukan"), version.action),
        (_("Hubungi"), version.contact),
    )
    return {
        "title": version.title,
        "kind": case.get_duty_display(),
        "urgent": case.is_urgent,
        "subject": version.get_subject_display(),
        "unit": case.unit.name if case.unit is not None else "",
        "since": moment_long(case.up_at, with_day=True) if case.up_at is not None else "",
        "until": moment_long(case.ends_at, with_day=True) if case.ends_at is not None else "",
        "warning": [row for row in warning if row[1]],
        "paragraphs": version.paragraphs,
        "items": version.items.public().select_related(None).order_by("title"),
        "documents": [
            {
                "label": entry.label or entry.file.original_name,
                "url": reverse("files:download", args=[entry.file_id]),
                "kind": entry.file.content_type,
                "size": entry.file.size,
            }
            for entry in version.files.select_related("file")
        ],
    }


def corrections(case: Announcement) -> list[dict[str, str]]:
    """Return what was corrected since it went up, newest first."""
    later = case.versions.filter(shown_at__isnull=False, number__gt=1).order_by("-number")
    return [
        {"at": moment_long(each.shown_at, with_day=True), "note": each.note}
        for each in later
        if each.shown_at is not None
    ]


def periods(found: Any, *, named: bool) -> list[dict[str, Any]]:
    """Return appearances in words; titles only where they may be told."""
    rows = []
    for each in found:
        proof: Appearance = each
        version = proof.version
        rows.append(
            {
                "title": proof.title if named else "",
                "version": version.number if version is not None else 0,
                "up": moment_long(proof.up_at, with_day=True),
                "down": moment_long(proof.down_at, with_day=True) if proof.down_at else "",
                "basis": proof.basis,
                "down_basis": proof.down_basis,
                "sha256": proof.sha256,
            }
        )
    return rows
