"""Opening an announcement: as a draft, at once, or as what was established."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dip_app.announcing import rules
from dip_app.announcing.content import Content
from dip_app.announcing.models import Announcement, Duty
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.models import Case, Channel


def write(
    content: Content,
    duty: str,
    actor: Actor,
    *,
    frame: Mapping[str, Any],
    at_once: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Announcement:
    """Open a draft and return it; with ``at_once``, the reason, it is up in the same moment.

    ``frame`` may name unit, renews, publish_at and ends_at.

    Raises:
        Refused: something is missing, or this person does not write such a one.
    """
    # Before the row: the database knows this rule too, and has no words for it.
    rules.check_times(frame.get("publish_at"), frame.get("ends_at"), urgent=duty == Duty.IMMEDIATE)
    with transaction.atomic():
        case = engine.open_case(
            Announcement,
            actor,
            fields={
                "title": content.title.strip(),
                "duty": duty,
                "channel": Channel.COUNTER,
                **frame,
            },
            idempotency_key=idempotency_key,
            opening="draft",
            at=at,
            content=content,
        )
        if at_once and not case.is_shown:
            case = engine.perform(case, "publish_at_once", actor, reason=at_once, at=at)
        return case


def announce_established(
    content: Content,
    duty: str,
    actor: Actor,
    *,
    basis: str,
    origin: Case,
    at: datetime | None = None,
) -> Announcement:
    """Announce what was approved and established elsewhere, in the case that it came from."""
    return engine.open_case(
        Announcement,
        actor,
        fields={
            "title": content.title.strip(),
            "duty": duty,
            "channel": Channel.SYSTEM,
            "origin_id": origin.pk,
            "unit": actor.appointment.unit if actor.appointment is not None else None,
        },
        idempotency_key=f"announce:{origin.pk}",
        opening="announce_established",
        at=at,
        content=content,
        basis=basis,
    )
