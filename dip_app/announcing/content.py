"""What an announcement says: checked when it is written, hashed when it is shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ppid_portal.files.models import StoredFile
from ppid_portal.sop.errors import Refused

if TYPE_CHECKING:
    from dip_app.announcing.models import Version
    from dip_app.models import InformationItem

#: What Perki 1/2021 wants said in plain words where lives or public order are threatened.
WARNING = ("threat", "place", "action", "contact")


@dataclass(frozen=True)
class Content:
    """What is to be shown; ``kept`` are the attachments of the version before that stay."""

    title: str
    text: str
    subject: str
    threat: str = ""
    place: str = ""
    action: str = ""
    contact: str = ""
    items: tuple[InformationItem, ...] = ()
    files: tuple[StoredFile, ...] = ()
    kept: tuple[int, ...] = ()


def check(content: Content, *, urgent: bool) -> None:
    """Refuse what nobody could act upon (UU 14/2008 Pasal 10; Perki 1/2021 Pasal 24).

    Raises:
        Refused: with the field that is missing.
    """
    if not content.title.strip():
        raise Refused(_("Tulis judul pengumuman."), "title")
    if not content.text.strip():
        raise Refused(_("Tulis isi pengumuman."), "text")
    if not urgent:
        return
    sentences = {
        "threat": _("Tuliskan apa yang mengancam."),
        "place": _("Tuliskan di mana."),
        "action": _("Tuliskan apa yang harus dilakukan orang."),
        "contact": _("Tuliskan siapa yang dapat dihubungi."),
    }
    for name in WARNING:
        if not getattr(content, name).strip():
            raise Refused(sentences[name], name)


def of_version(version: Version) -> dict[str, Any]:
    """Return what the public is shown of a version, independent of look and language."""
    case = version.announcement
    return {
        "number": case.number,
        "version": version.number,
        "duty": case.duty,
        "unit": case.unit.code if case.unit is not None else "",
        "subject": version.subject,
        "title": version.title,
        "text": version.text,
        **{name: getattr(version, name) for name in WARNING},
        "items": sorted(version.items.values_list("pk", flat=True)),
        "files": _files(version.files.select_related("file")),
    }


def of_item(item: InformationItem) -> dict[str, Any]:
    """Return what the public list shows of an item."""
    from dip_app.models import ENTRY_COLUMNS

    return {
        "item": item.pk,
        "unit": item.unit.code,
        **{name: getattr(item, name) for name in ENTRY_COLUMNS},
        "files": _files(item.files.all()),
    }


def _files(entries: Iterable[Any]) -> list[list[str]]:
    return [[entry.label, entry.file.original_name, entry.file.sha256] for entry in entries]


def fingerprint(shown: dict[str, Any]) -> str:
    """Return the SHA-256 of what is shown, written in one way only."""
    written = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
