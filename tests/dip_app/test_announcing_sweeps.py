"""What announcements do by themselves: go up when planned, and down when they end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dip_app.announcing.models import Announcement, Appearance, Duty
from dip_app.announcing.sweeps import publish_due, take_down_due
from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import heartbeat
from ppid_portal.mail.models import Notice
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.errors import NotNow
from tests.conftest import JAKARTA
from tests.driver_announcements import NEXT_WEEK, TOMORROW, AnnouncementDesk


def state_of(case: Any) -> str:
    return Announcement.objects.get(pk=case.pk).state


def times(case: Any, act: str) -> int:
    return AuditEntry.objects.filter(verb=act, subject=case.number).count()


def test_it_goes_up_at_its_moment_and_not_before(board: AnnouncementDesk) -> None:
    case = board.approved(publish_at=TOMORROW)
    board.travel(TOMORROW - timedelta(minutes=1))
    assert (publish_due(), state_of(case)) == (0, "scheduled")
    board.travel(TOMORROW)
    assert (publish_due(), state_of(case)) == (1, "up")
    assert Announcement.objects.get(pk=case.pk).up_at == TOMORROW


def test_it_goes_down_at_its_end_and_not_before(board: AnnouncementDesk) -> None:
    case = board.approved(ends_at=NEXT_WEEK)
    board.travel(NEXT_WEEK - timedelta(minutes=1))
    assert (take_down_due(), state_of(case)) == (0, "up")
    board.travel(NEXT_WEEK)
    assert (take_down_due(), state_of(case)) == (1, "ended")


def test_what_ends_goes_down_while_a_correction_waits(board: AnnouncementDesk) -> None:
    case = board.approved(ends_at=NEXT_WEEK)
    board.do(
        case,
        "propose_correction",
        board.office.petugas,
        content=board.content(title="Lain"),
        reason="Keliru.",
    )
    board.sweep(NEXT_WEEK)
    fresh = Announcement.objects.get(pk=case.pk)
    assert (fresh.state, fresh.pending, fresh.title) == ("ended", None, "Jam layanan berubah")


@pytest.mark.parametrize("back", ["2026-03-03 09:00", "2026-03-08 23:00", "2026-06-30 08:00"])
def test_it_goes_up_exactly_once_after_an_outage_of_any_length(
    board: AnnouncementDesk, back: str
) -> None:
    """However late the portal comes back; the proof tells when it was really up."""
    case = board.approved(publish_at=TOMORROW)
    at = datetime.fromisoformat(back).replace(tzinfo=JAKARTA)
    for _again in range(3):
        board.sweep(at)
    assert (state_of(case), times(case, "publish")) == ("up", 1)
    assert Appearance.objects.get(announcement=case).up_at == at


def test_what_ended_during_the_outage_never_goes_up(board: AnnouncementDesk) -> None:
    """Nobody is told today what was over yesterday; the secretariat hears of it, once."""
    case = board.approved(publish_at=TOMORROW, ends_at=TOMORROW + timedelta(hours=2))
    for _again in range(3):
        board.sweep(NEXT_WEEK)
    fresh = Announcement.objects.get(pk=case.pk)
    assert (fresh.state, fresh.is_shown, fresh.is_closed) == ("lapsed", False, True)
    assert not Appearance.objects.filter(announcement=case).exists()
    assert Notice.objects.filter(case=case, kind="staff_announcement_lapsed").count() == 1


def test_it_cannot_be_made_to_go_up_early_or_down_early(board: AnnouncementDesk) -> None:
    waiting = board.approved(publish_at=TOMORROW)
    with pytest.raises(NotNow, match="belum tiba"):
        engine.perform(waiting, "publish", Actor.system())
    for case in (board.approved(), board.approved(ends_at=NEXT_WEEK)):
        with pytest.raises(NotNow, match="belum tiba"):
            engine.perform(case, "take_down", Actor.system())


def test_one_that_cannot_go_does_not_stop_the_others(
    board: AnnouncementDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled between the look and the act: the next one goes up all the same."""
    first, second = board.approved(publish_at=TOMORROW), board.approved(publish_at=TOMORROW)
    perform = engine.perform

    def cancelled_meanwhile(case: Any, name: str, actor: Actor, **data: Any) -> Any:
        if case.pk == first.pk and name == "publish":
            board.do(first, "cancel", board.office.ketua, reason="Tidak jadi.")
        return perform(case, name, actor, **data)

    board.travel(TOMORROW)
    monkeypatch.setattr("dip_app.announcing.sweeps.engine.perform", cancelled_meanwhile)
    assert publish_due() == 1
    assert (state_of(first), state_of(second)) == ("cancelled", "up")


def test_it_beats(board: AnnouncementDesk) -> None:
    """Whoever watches the portal sees that the sweep runs."""
    board.sweep()
    assert heartbeat.age("announcements") == timedelta(0)
    assert "announcements" in heartbeat.expected()


def test_what_is_urgent_never_waits_for_a_sweep(board: AnnouncementDesk) -> None:
    """UU 14/2008 Pasal 10: without delay."""
    case = board.at_once()
    assert (case.state, case.up_at, case.duty) == ("up", case.opened_at, Duty.IMMEDIATE)
