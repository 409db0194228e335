"""Opening the campaign of a year, and until when its members would have time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dip_app.announcing.campaign.models import SOP, Campaign
from ppid_portal.clock import local, now
from ppid_portal.clock.services import step_due
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Unit
from ppid_portal.sop import catalogue, engine
from ppid_portal.sop.models import Channel


def open_campaign(
    *,
    year: int,
    units: Sequence[Unit],
    actor: Actor,
    instruction: str = "",
    idempotency_key: str | None = None,
) -> Campaign:
    """Open the campaign of a year; its members' date is set anew when the letter is signed."""
    return engine.open_case(
        Campaign,
        actor,
        fields={
            "title": f"Pengumuman Daftar Informasi Publik tahun {year}",
            "year": year,
            "instruction": instruction.strip(),
            "units_due_on": expected_due(),
            "channel": Channel.SYSTEM,
        },
        idempotency_key=idempotency_key,
        units=units,
    )


def expected_due() -> date:
    """Return until when the members would have time if the letter were signed now (SOP 1.2)."""
    limit = engine.limit_of(catalogue.step(SOP, "2"))
    if limit is None:
        raise ValueError("SOP 1.2 has no norm time")
    return local(step_due(now(), limit).moment).date()
