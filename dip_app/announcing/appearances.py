"""The record of what was up from when to when, and on what ground: written here only."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest

from dip_app.announcing import content
from ppid_portal.clock import now

if TYPE_CHECKING:
    from dip_app.announcing.models import Announcement, Appearance
    from dip_app.editions.models import ListChange
    from dip_app.models import InformationItem

_AT_ONCE = 500


def show(case: Announcement, at: datetime, basis: str) -> Appearance:
    """Record that the current version of an announcement goes up."""
    from dip_app.announcing.models import Appearance

    version = case.current
    if version is None:
        raise ValueError(f"announcement {case.pk} shows nothing")
    version.announcement = case
    proof = Appearance(
        announcement=case,
        version=version,
        title=version.title,
        up_at=at,
        sha256=content.fingerprint(content.of_version(version)),
        basis=basis,
    )
    proof.save()
    return proof


def close(case: Announcement, at: datetime, basis: str) -> Appearance:
    """Record that what an announcement shows goes down."""
    return _end(case.appearances.get(down_at__isnull=True), at, basis)


def follow_item(item: InformationItem) -> dict[str, Any]:
    """Record that an item of the list went up or down; return what the audit entry says of it.

    On the decision that its last change names, which is public.
    """
    from dip_app.announcing.models import Appearance

    change = item.list_changes.order_by("-pk").first()
    at, basis = (change.at, change.basis) if change is not None else (now(), "")
    proof = Appearance.objects.filter(item=item, down_at__isnull=True).first()
    if item.is_public and proof is None:
        proof = _of_item(item, at, basis)
        proof.save()
    elif proof is not None and not item.is_public:
        proof = _end(proof, at, basis)
    return {"appearance": proof.pk, "sha256": proof.sha256} if proof is not None else {}


def follow_changes(changes: QuerySet[ListChange]) -> None:
    """Record the same of many items at once; one that was changed goes down and up again."""
    from dip_app.announcing.models import Appearance

    waiting = changes.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=_AT_ONCE)
    while some := list(islice(waiting, _AT_ONCE)):
        found = list(
            changes.filter(pk__in=some)
            .select_related("item__unit")
            .prefetch_related("item__files__file")
        )
        for at, basis in {(change.at, change.basis) for change in found}:
            items = [each.item_id for each in found if (each.at, each.basis) == (at, basis)]
            rows: QuerySet[Any] = QuerySet(Appearance).filter(item__in=items, down_at__isnull=True)
            moment = Value(at, models.DateTimeField())
            rows.update(down_at=Greatest(F("up_at"), moment), down_basis=basis)
        Appearance.objects.bulk_create(
            _of_item(change.item, change.at, change.basis)
            for change in found
            if change.item.is_public
        )


def _of_item(item: InformationItem, at: datetime, basis: str) -> Appearance:
    from dip_app.announcing.models import Appearance

    return Appearance(
        item=item,
        title=item.title,
        up_at=at,
        sha256=content.fingerprint(content.of_item(item)),
        basis=basis,
    )


def _end(proof: Appearance, at: datetime, basis: str) -> Appearance:
    # The one change that a row knows; its own queryset refuses every other.
    rows: QuerySet[Any] = QuerySet(type(proof)).filter(pk=proof.pk, down_at__isnull=True)
    rows.update(down_at=max(at, proof.up_at), down_basis=basis)
    proof.down_at, proof.down_basis = max(at, proof.up_at), basis
    return proof
