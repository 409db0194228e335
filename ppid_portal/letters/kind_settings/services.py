"""Reading what a body has set for a kind of letter, and finding what contradicts itself."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from ppid_portal.letters import kinds
from ppid_portal.letters.kind_settings.models import KindSetting
from ppid_portal.people.body import body
from ppid_portal.sop.models import NumberPattern


def of(kind: str) -> KindSetting:
    """Return what is set for a kind; an unsaved row of defaults when nothing is."""
    return KindSetting.objects.filter(kind=kind).first() or KindSetting(kind=kind)


def faults() -> list[str]:
    """Return what in the settings of letters cannot be meant, a sentence for each.

    Each setting is checked when it is saved; together they can still contradict each other.
    """
    office = body()
    found: list[str] = []
    try:
        office.clean()
    except ValidationError as error:
        found += [message for messages in error.message_dict.values() for message in messages]
    patterns = {each.register: each for each in NumberPattern.objects.all()}
    rows = {each.kind: each for each in KindSetting.objects.all()}
    for kind in kinds.kinds():
        if kind.series and kind.series not in patterns:
            found.append(_("Register {name} tidak mempunyai pola nomor.").format(name=kind.series))
    for pattern in patterns.values():
        users = [kind for kind in kinds.kinds() if kind.series == pattern.register]
        own = [rows[kind.key] for kind in users if kind.key in rows]
        takes = "{classification" in pattern.pattern
        if takes and not office.classification and len(own) < max(len(users), 1):
            found.append(
                _(
                    "Pola nomor {name} memuat kode klasifikasi, tetapi kode badan publik kosong."
                ).format(name=pattern.name)
            )
        if not takes and any(each.classification for each in own):
            found.append(
                _(
                    "Ada kode klasifikasi per jenis surat, tetapi pola nomor {name} tidak "
                    "memuatnya."
                ).format(name=pattern.name)
            )
    known = {kind.key for kind in kinds.kinds()}
    found += [
        _("Pengaturan untuk jenis surat {name}, yang tidak ada.").format(name=key)
        for key in rows.keys() - known
    ]
    return list(dict.fromkeys(found))


@register(Tags.database)
def letters_can_be_written(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """Say at ``check --database default`` what an office has set wrongly.

    Warnings: a setting must not keep the portal from being migrated or started.
    """
    if not databases:
        return []
    try:
        wrong = faults()
    except (OperationalError, ProgrammingError):
        return []  # before the first migration there is nothing to check
    return [
        Warning(sentence, hint="Correct it under /admin/.", id="letters.W001") for sentence in wrong
    ]
