"""Publishing and withdrawing items of the list, and recording decrees; each act is audited."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dip_app.announcing import appearances
from dip_app.editions.changes import SINGLE, SINGLE_AMENDMENT, SINGLE_WITHDRAWAL, Basis, note
from dip_app.editions.models import ChangeKind
from dip_app.freshness.rules import next_due
from dip_app.models import ClassificationDecree, InformationItem, Status
from ppid_portal.audit import services as audit
from ppid_portal.clock import now, today

STREAM = "dip"


def publish(
    item: InformationItem, actor: audit.Acting | None, *, basis: Basis | None = None
) -> InformationItem:
    """Put an item on the public list (UU 14/2008 Pasal 11 ayat 1 huruf a), on a decision.

    Without ``basis`` it is published by the office on its own. Refuses, with ValidationError in
    Indonesian, an incomplete item, one that is already public,
    and one that a valid decree excludes. A withdrawn item comes back with a new date.
    """
    with transaction.atomic():
        item = InformationItem.objects.select_for_update().get(pk=item.pk)
        if item.status == Status.PUBLISHED:
            raise ValidationError(
                _("“%(title)s” sudah terbit.") % {"title": item.title}, code="published"
            )
        item.full_clean()
        if decree := excluding_decree(item):
            raise ValidationError(
                _(
                    "“%(title)s” dikecualikan menurut %(number)s huruf %(letter)s dan tidak "
                    "dapat diterbitkan selama penetapan itu berlaku."
                )
                % {"title": item.title, "number": decree.number, "letter": decree.letter},
                code="excluded",
            )
        before, item.status, item.published_at = item.status, Status.PUBLISHED, now()
        item.refreshed_at = item.published_at
        item.next_update_due = next_due(item.category, today()) or item.next_update_due
        item.save(update_fields=["status", "published_at", "refreshed_at", "next_update_due"])
        note(item, ChangeKind.ADDED, basis or SINGLE, item.published_at)
        _record("publish_item", item, actor, before)
    return item


def withdraw(
    item: InformationItem,
    actor: audit.Acting | None,
    reason: str,
    *,
    basis: Basis | None = None,
) -> InformationItem:
    """Take an item off the public list; its address stays and says so.

    ``basis`` is the decision on which it goes; it is public, the reason stays in the record.
    Refuses, with ValidationError, one that is not public, and a missing reason.
    """
    if not reason.strip():
        raise ValidationError(_("Tulis alasan penarikan: alasan itu dicatat."), code="reason")
    with transaction.atomic():
        item = InformationItem.objects.select_for_update().get(pk=item.pk)
        if item.status != Status.PUBLISHED:
            raise ValidationError(
                _("“%(title)s” tidak sedang terbit.") % {"title": item.title}, code="not_published"
            )
        before, item.status = item.status, Status.WITHDRAWN
        item.save(update_fields=["status"])
        note(item, ChangeKind.REMOVED, basis or SINGLE_WITHDRAWAL, now())
        _record("withdraw_item", item, actor, before, reason)
    return item


def note_amendment(item: InformationItem, actor: audit.Acting | None, reason: str) -> None:
    """Write down that a published item was put right by hand; the reason stays in the record.

    Called in the transaction that changed it. Does nothing for one that is not public: until it
    is published nobody relies on it. Refuses, with ValidationError, a missing reason.
    """
    if not item.is_public:
        return
    if not reason.strip():
        raise ValidationError(_("Tulis alasan perubahan: alasan itu dicatat."), code="reason")
    note(item, ChangeKind.CHANGED, SINGLE_AMENDMENT, now())
    _record("amend_item", item, actor, item.status, reason)


def record_decree(
    decree: ClassificationDecree, actor: audit.Acting | None, *, basis: Basis | None = None
) -> ClassificationDecree:
    """Keep a decree of exclusion; the item it names leaves the public list at once.

    ``basis`` is the decision by which it leaves, where the portal made it.

    Raises ValidationError with the field when it breaks a rule (see ``ClassificationDecree``).
    """
    with transaction.atomic():
        verb = "record_decree" if decree._state.adding else "change_decree"
        if decree._state.adding and actor is not None:
            decree.recorded_by_id = actor.user_id
        decree.save()
        audit.record(
            verb,
            stream=STREAM,
            subject=f"decree:{decree.pk}",
            actor=actor,
            data={
                "number": decree.number,
                "letter": decree.letter,
                "from": decree.valid_from,
                "until": decree.valid_until,
                "ended": decree.ended_on,
                "unit": decree.unit_id,
                "item": decree.item_id,
            },
        )
        item = decree.item
        if item is not None and item.is_public and decree.bars(today()):
            reason = _("Dikecualikan menurut %(number)s.") % {"number": decree.number}
            withdraw(item, actor, reason, basis=basis or Basis(reason))
    return decree


def excluding_decree(item: InformationItem) -> ClassificationDecree | None:
    """The decree that keeps this item off the public list today or from a later day, if any.

    It names the item, or the same information of the same unit by its title.
    """
    return next(
        (
            decree
            for decree in ClassificationDecree.objects.filter(item=item)
            | ClassificationDecree.objects.filter(unit=item.unit_id, title__iexact=item.title)
            if decree.bars(today())
        ),
        None,
    )


def _record(
    verb: str,
    item: InformationItem,
    actor: audit.Acting | None,
    before: str,
    reason: str = "",
) -> None:
    audit.record(
        verb,
        stream=STREAM,
        subject=f"item:{item.pk}",
        actor=actor,
        from_state=before,
        to_state=item.status,
        reason=reason,
        data=appearances.follow_item(item),
    )
