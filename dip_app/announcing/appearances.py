"""The record of what was up from when to when, and on what ground: written here only."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from dip_app.announcing import content
from ppid_portal.clock import now

if TYPE_CHECKING:
    from dip_app.announcing.models import Announcement, Appearance
    from dip_app.models import InformationItem


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


def follow_item(item: InformationItem, reason: str = "") -> dict[str, Any]:
    """Record that an item of the list went up or down; return what the audit entry says of it."""
    from dip_app.announcing.models import Appearance

    at = now()
    proof = Appearance.objects.filter(item=item, down_at__isnull=True).first()
    if item.is_public and proof is None:
        proof = Appearance(
            item=item,
            title=item.title,
            up_at=at,
            sha256=content.fingerprint(content.of_item(item)),
            basis=reason or _("Diterbitkan dalam Daftar Informasi Publik"),
        )
        proof.save()
    elif proof is not None and not item.is_public:
        proof = _end(proof, at, reason)
    return {"appearance": proof.pk, "sha256": proof.sha256} if proof is not None else {}


def _end(proof: Appearance, at: datetime, basis: str) -> Appearance:
    # The one change that a row knows; its own queryset refuses every other.
    rows: models.QuerySet[Any] = models.QuerySet(type(proof)).filter(
        pk=proof.pk, down_at__isnull=True
    )
    rows.update(down_at=max(at, proof.up_at), down_basis=basis)
    proof.down_at, proof.down_basis = max(at, proof.up_at), basis
    return proof
