"""Reading what a body has set for a kind of letter, and finding what contradicts itself.

Who signs is asked here, wherever a letter waits, is shown or is signed; a change of the setting
takes the letters that wait for a signature along.
"""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from ppid_portal.audit import services as audit
from ppid_portal.letters import kinds
from ppid_portal.letters.kind_settings.models import KindSetting
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.people.body import body
from ppid_portal.people.models import Appointment
from ppid_portal.people.roles import label
from ppid_portal.sop.models import NumberPattern, WorkItem

#: The phase of work in which a letter that was decided on waits for its signature.
SIGNING = "approve"


def of(kind: str) -> KindSetting:
    """Return what is set for a kind; an unsaved row of defaults when nothing is."""
    return KindSetting.objects.filter(kind=kind).first() or KindSetting(kind=kind)


def signing_role(key: str) -> str:
    """Return the role that signs letters of a kind: the one that the body chose, else the SOP's.

    Raises:
        UnknownKind: nobody registered ``key``.
    """
    kind = kinds.get(key)
    return _role(kind, of(key)) if kind.leaves_choice else kind.signatory_role


def signing_roles() -> dict[str, str]:
    """Return for every kind the role that signs it; before the first migration that of the SOP."""
    there = KindSetting._meta.db_table in connection.introspection.table_names()
    rows = {each.kind: each for each in KindSetting.objects.all()} if there else {}
    return {
        kind.key: _role(kind, rows.get(kind.key) or KindSetting(kind=kind.key))
        for kind in kinds.kinds()
    }


def _role(kind: LetterKind, row: KindSetting) -> str:
    # What a kind no longer allows counts for nothing; ``faults`` points it out.
    return row.signatory_role if row.signatory_role in kind.signatories else kind.signatory_role


@receiver(post_save, sender=KindSetting)
@receiver(post_delete, sender=KindSetting)
def hand_over(instance: KindSetting, **kwargs: Any) -> None:
    """Give the letters of a kind that wait for a signature to the office that signs it now.

    The task keeps its clock; who had taken it on holds it no longer. Each case has it on record;
    who changed the setting stands in the setting's own history.
    """
    kind = next((each for each in kinds.kinds() if each.key == instance.kind), None)
    if kind is None or not kind.leaves_choice:
        return
    role = signing_role(kind.key)
    waiting = WorkItem.objects.filter(
        step__in=kind.steps, phase=SIGNING, closed_at__isnull=True
    ).exclude(role=role)
    with transaction.atomic():
        for item in waiting.select_related("case").order_by("pk"):
            audit.record(
                "hand_over_signature",
                stream=item.case.stream,
                subject=item.case.number or str(item.case.public_id),
                data={"letter": kind.key, "before": item.role, "after": role},
            )
            item.role, item.assigned_to = role, None
            item.save(update_fields=["role", "assigned_to"])


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
    known = {kind.key: kind for kind in kinds.kinds()}
    found += [
        _("Pengaturan untuk jenis surat {name}, yang tidak ada.").format(name=key)
        for key in rows.keys() - known.keys()
    ]
    found += _faults_of_signatories([row for row in rows.values() if row.kind in known])
    return list(dict.fromkeys(found))


def _faults_of_signatories(rows: list[KindSetting]) -> list[str]:
    """Return a sentence for each chosen signatory who may not sign, or whom nobody is."""
    found = []
    chosen = [row for row in rows if row.signatory_role]
    held = set(Appointment.objects.valid_on().values_list("role", flat=True)) if chosen else set()
    for row in chosen:
        facts = {"role": label(row.signatory_role), "title": str(row)}
        if row.signatory_role not in kinds.get(row.kind).signatories:
            found.append(_("{role} tidak dapat menandatangani “{title}”.").format(**facts))
        elif row.signatory_role not in held:
            found.append(
                _("{role} menandatangani “{title}”, tetapi jabatan itu tidak terisi.").format(
                    **facts
                )
            )
    return found


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
