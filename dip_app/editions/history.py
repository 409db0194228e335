"""What an entry of the list has been: its versions, and the decision behind each change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dip_app.editions.models import ListChange
from dip_app.models import ENTRY_COLUMNS, InformationItem, Status
from ppid_portal.clock import local
from ppid_portal.clock.words import date_long

#: So many versions a page shows; the first publication is always told by its date.
MOST = 20
_COLUMNS = (*ENTRY_COLUMNS, "unit_id")


@dataclass(frozen=True)
class Version:
    """One version of an entry: when it came, and what it changed; never by whom."""

    at: datetime
    day: str
    text: str


def versions(item: InformationItem) -> list[Version]:
    """Return the versions of a public entry, newest first, from its history."""
    columns = ("history_date", "status", *_COLUMNS)
    rows: list[dict[str, Any]] = list(
        item.history.exclude(status=Status.DRAFT)
        .order_by("-history_date", "-history_id")
        .values(*columns)[: MOST + 1]
    )
    found: list[Version] = []
    for place, row in enumerate(rows[:MOST]):
        before = rows[place + 1] if place + 1 < len(rows) else None
        text = _told(before, row)
        if text:
            day = date_long(local(row["history_date"]).date())
            found.append(Version(row["history_date"], day, text))
    return found


def _told(before: dict[str, Any] | None, row: dict[str, Any]) -> str:
    if before is None:
        return _("Diterbitkan")
    if before["status"] != row["status"]:
        published = row["status"] == Status.PUBLISHED
        return _("Diterbitkan kembali") if published else _("Ditarik dari daftar")
    names = [
        str(InformationItem._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in _COLUMNS
        if before[name] != row[name]
    ]
    return _("Diubah: {columns}").format(columns=", ".join(names)) if names else ""


def ground(item: InformationItem) -> ListChange | None:
    """Return the last change of an entry, whose decision it stands on."""
    return (
        ListChange.objects.filter(item=item).select_related("case__edition").order_by("-pk").first()
    )
