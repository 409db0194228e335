"""Objections at the edges: people in two offices, calendars that change, papers that cross."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import Appointment
from ppid_portal.sop import engine
from ppid_portal.sop.errors import NotNow
from tests.driver_objections import ORDER, ObjectionDesk

pytestmark = pytest.mark.django_db


def _acting_superior(desk: ObjectionDesk, user: Any) -> Any:
    """Return a person as Plh. Atasan PPID for this week."""
    Appointment.objects.create(
        user=user,
        role="atasan_ppid",
        unit=desk.office.body,
        kind="plh",
        acting_for=Appointment.objects.get(user=desk.office.atasan),
        decree="SP-7/2026",
        valid_from=date(2026, 3, 9),
        valid_until=date(2026, 3, 13),
    )
    return next(actor for actor in actors_of(user) if actor.role == "atasan_ppid")


def test_who_wrote_the_refusal_does_not_decide_as_acting_superior(desk: ObjectionDesk) -> None:
    """Domain 7.2, S20: neither who signed the refusal nor who wrote it decides the objection."""
    case = desk.do(
        desk.receipted(),
        "prepare_material",
        desk.office.petugas_2,
        explanation="Permohonan ditolak karena dikira dikecualikan.",
        recommended_outcome="upheld",
        recommendation="Uji konsekuensinya tidak mencakup informasi ini.",
    )
    case = desk.do(case, "submit_material", desk.office.ketua)
    stranger = _acting_superior(desk, desk.office.sekretaris)
    writer = _acting_superior(desk, desk.office.petugas)
    with pytest.raises(NotNow, match="menyusun"):
        engine.perform(case, "decide", writer, order_days=5, **ORDER)
    assert engine.perform(case, "decide", stranger, order_days=5, **ORDER).state == "decided"
