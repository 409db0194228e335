"""What a unit does for the freshness of its items; each act leaves its trace and is audited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dip_app.freshness import keeping, rules
from dip_app.freshness.models import Act, Confirmation
from dip_app.models import InformationItem
from dip_app.services import STREAM
from ppid_portal.audit import services as audit
from ppid_portal.clock import now, today
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import Role

#: So many items are confirmed in one act: as many as somebody can look at on one page.
MOST_AT_ONCE = 50
#: Who answers for the items of a unit.
UNIT_ROLES = (Role.PPID_PELAKSANA, Role.UNIT_KERJA)


def may_act(actor: Actor, item: InformationItem) -> bool:
    """Tell whether somebody may say of an item that it is up to date: only its own unit."""
    return actor.role in UNIT_ROLES and actor.unit_id == item.unit_id


def confirm(
    keys: Sequence[int], actor: Actor, act: str, *, next_due: date | None = None, note: str = ""
) -> int:
    """Record that items were looked at and are as they are, or were updated, or are due later.

    ``next_due`` is the day until which that holds; without one, six months for periodic items and
    none for others. Refuses, with ValidationError and its field, items of another unit, and days
    that the law or sense forbids. Returns how many items.
    """
    if not keys:
        raise ValidationError({"ticked": _("Centang dahulu informasinya dalam daftar.")})
    if len(keys) > MOST_AT_ONCE:
        raise ValidationError({"ticked": _("Paling banyak satu halaman sekaligus.")})
    with transaction.atomic():
        at, day = now(), today()
        items = list(
            InformationItem.objects.public()
            .select_for_update(of=("self",))
            .filter(pk__in=keys)
            .order_by("pk")
        )
        if len(items) != len(set(keys)) or not all(may_act(actor, item) for item in items):
            raise ValidationError({"ticked": _("Sebagian informasi ini bukan milik unit Anda.")})
        for item in items:
            due = next_due or rules.next_due(item.category, day)
            if act == Act.SCHEDULED:
                due = next_due
            if (why := rules.why_not_due(item, due, day)) is not None:
                raise ValidationError({"next_due": f"{item.title}: {why}"})
            before, item.next_update_due = item.next_update_due, due
            fields = ["next_update_due"]
            if act != Act.SCHEDULED:
                item.refreshed_at = at
                fields.append("refreshed_at")
            # Not through save(): what the public reads of the item itself has not changed.
            InformationItem.objects.filter(pk=item.pk).update(
                **{name: getattr(item, name) for name in fields}
            )
            audit.record(
                f"item_{act}",
                stream=STREAM,
                subject=f"item:{item.pk}",
                actor=actor,
                reason=note,
                data={"due_before": before, "due": due},
                at=at,
            )
        Confirmation.objects.bulk_create(
            Confirmation(
                item=item,
                act=act,
                note=note,
                next_due=item.next_update_due,
                by_id=actor.user_id,
                by_name=actor.name,
                at=at,
            )
            for item in items
        )
        keeping.summarise({item.unit_id for item in items})
    return len(items)
