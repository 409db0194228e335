"""Objections at the edges: people in two offices, calendars that change, papers that cross."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppid_portal.clock.words import date_long
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import Appointment
from ppid_portal.sop import engine, sweeps
from ppid_portal.sop.errors import NotNow
from ppid_portal.sop.models import Case
from ppid_portal.sop.search import find
from tests.driver_disputes import DisputeDesk
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


# -- replies that come late ------------------------------------------------------------------------


def test_a_reply_after_the_time_to_go_on_promises_no_time_that_has_passed(
    desk: ObjectionDesk, travel: Any
) -> None:
    """Domain case 24: a late reply opens no second time, so its notice names none to come."""
    case = desk.recorded("rejected")
    travel("2026-06-29 10:00")
    sweeps.find_due()
    sweeps.handle_events()
    case.refresh_from_db()
    assert case.dispute_window.due_on < date(2026, 6, 29)
    assert "berakhir pada" in case.state_sentence()
    case = desk.do(case, "deliver_reply", desk.office.petugas, method="email")
    told = case.notices.get(kind="objection_replied").body
    assert "berakhir pada" in told
    assert "paling lambat" not in told


def test_a_late_reply_says_from_when_the_time_to_go_on_counts(
    desk: ObjectionDesk, travel: Any
) -> None:
    """The fourteen days run since the lapse, and the letter that comes later does not move them."""
    case = desk.recorded("rejected")
    travel("2026-04-30 10:00")
    sweeps.find_due()
    sweeps.handle_events()
    case = desk.do(case, "deliver_reply", desk.office.petugas, method="email")
    told = case.notices.get(kind="objection_replied").body
    assert f"paling lambat {date_long(case.dispute_window.due_on, with_day=True)}" in told
    assert date_long(case.lapsed_on, with_day=True) in told


def test_an_objection_before_the_commission_offers_no_dispute(
    desk: ObjectionDesk, travel: Any
) -> None:
    """Whoever went to the Commission after silence is not told to go there."""
    case = desk.filed()
    travel("2026-04-30 10:00")
    sweeps.find_due()
    sweeps.handle_events()
    DisputeDesk(desk.office, travel).summoned(objection=case)
    case.refresh_from_db()
    assert case.state == "taken_over"
    assert "Anda dapat mengajukan" not in case.state_sentence()


# -- what others did meanwhile ---------------------------------------------------------------------


def test_an_answer_that_went_out_meanwhile_is_what_the_objection_is_to(
    desk: ObjectionDesk, travel: Any
) -> None:
    """A second objection, to the late answer, is not refused for what the form read before it."""
    read_before = desk.desk.approved("refused")
    travel("2026-03-31 10:00")
    sweeps.find_due()
    sweeps.handle_events()
    desk.filed(request=type(read_before).objects.get(pk=read_before.pk), grounds=("c",))
    travel("2026-04-01 10:00")
    desk.do(read_before, "deliver_refusal", desk.office.petugas)
    assert read_before.answered_on is None
    assert desk.filed(request=read_before, grounds=("a",)).timing == "in_time"


def test_what_completes_an_objection_can_be_searched(desk: ObjectionDesk) -> None:
    """S25: the words that the objector added find the objection."""
    case = desk.incomplete()
    case = desk.do(
        case, "complete", desk.office.applicant(case), addition="Perihal jembatan gantung."
    )
    assert [found.pk for found in find(Case.objects.all(), "jembatan gantung")] == [case.pk]
