"""What excluded information does without anybody: it starts to open, and it opens."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from dip_app.exclusions import rules
from dip_app.exclusions.models import ExclusionOpening
from dip_app.exclusions.sweeps import open_ended, start_openings
from dip_app.exclusions.tasks import sweep_exclusions
from dip_app.models import ClassificationDecree
from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import heartbeat
from ppid_portal.clock.models import CalendarYear, Holiday
from ppid_portal.mail.models import Notice
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import WorkItem
from requests_app.models import DraftPart
from tests.driver import Desk, make_decree
from tests.driver_exclusions import END, NEAR, ExclusionDesk

FIRST_START = date(2026, 10, 20)
"""Twenty working days before Tuesday 17 November 2026."""


def opened_events(case: ExclusionOpening) -> int:
    return AuditEntry.objects.filter(verb="open_up", subject=case.number).count()


def tables(last: int) -> None:
    """Enter the holiday tables up to a year, as the administrator does every year."""
    first = CalendarYear.objects.order_by("-year").values_list("year", flat=True)[0] + 1
    for year in range(first, last + 1):
        CalendarYear.objects.create(year=year)
        Holiday.objects.create(date=date(year, 8, 17), name="Hari Kemerdekaan")


def stands_at(travel: Any, day: date, hour: int = 8) -> None:
    travel(datetime(day.year, day.month, day.day, hour))


# -- when it starts --------------------------------------------------------------------------------


def test_it_is_decided_thirty_working_days_before_the_end(shelf: ExclusionDesk) -> None:
    """PP 61/2010; SOP 8.3; domain 1.3: the end of Thursday 31 December is decided on 17 Nov."""
    decree = shelf.decree()
    assert END.strftime("%A") == "Thursday"
    assert rules.decide_by(decree) == date(2026, 11, 17)
    assert rules.start_by(decree) == FIRST_START


def test_it_starts_early_enough_and_not_before(shelf: ExclusionDesk) -> None:
    """Twenty working days are left to propose and to decide in time."""
    decree = shelf.decree()
    stands_at(shelf.travel, FIRST_START - timedelta(days=1))
    assert start_openings() == 0
    stands_at(shelf.travel, FIRST_START)
    assert start_openings() == 1
    case = ExclusionOpening.objects.get()
    assert (case.decree, case.ends_on, case.decide_by) == (decree, END, date(2026, 11, 17))
    assert case.state == "preparing"


def test_it_starts_once(shelf: ExclusionDesk) -> None:
    shelf.preparing()
    for _again in range(3):
        assert start_openings() == 0
    assert ExclusionOpening.objects.count() == 1


def test_the_work_is_due_on_the_day_of_the_law(shelf: ExclusionDesk) -> None:
    """Not a step's minutes count here but the thirty working days."""
    case = shelf.deciding()
    item = WorkItem.objects.get(case=case, closed_at__isnull=True)
    assert item.due_at is not None
    assert (item.role, item.due_at.date()) == ("atasan_ppid", date(2026, 11, 17))


def test_it_tells_the_office_that_an_end_comes_near(shelf: ExclusionDesk) -> None:
    case = shelf.preparing()
    told = {
        address
        for notice in Notice.objects.filter(case=case, kind="staff_exclusion_ends")
        for address in notice.recipients
    }
    office = shelf.office
    assert told == {office.petugas.email, office.petugas_2.email, office.ketua.email}


# -- when it ends ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["preparing", "deciding", "renewing"])
def test_undecided_it_opens_by_itself_on_the_end_date(shelf: ExclusionDesk, state: str) -> None:
    """Domain case 28; PP 61/2010: open from the end date on, even if nobody decided."""
    case = shelf.opening_in(state)
    shelf.travel("2026-12-30 23:59")
    assert open_ended() == 0
    shelf.travel("2026-12-31 00:01")
    assert open_ended() == 1
    case = ExclusionOpening.objects.get(pk=case.pk)
    assert (case.state, case.opened_on, case.ended_by) == ("opened", END, "law")
    assert not case.decree.valid_on(END)


def test_approved_it_opens_by_the_decision(shelf: ExclusionDesk) -> None:
    """SOP 8.4: what Atasan PPID approved takes effect at the end, not before."""
    case = shelf.approved()
    assert case.decree.valid_on(date(2026, 12, 30))
    shelf.travel("2026-12-31 08:00")
    open_ended()
    case = ExclusionOpening.objects.get(pk=case.pk)
    assert (case.state, case.opened_on, case.ended_by) == ("opened", END, "decision")


@pytest.mark.parametrize("back", ["2026-12-31 08:00", "2027-03-01 08:00", "2034-07-07 08:00"])
def test_it_opens_exactly_once_after_an_outage_of_any_length(
    shelf: ExclusionDesk, back: str
) -> None:
    """The day is that of the law, however late the portal notices, also of a missed start."""
    tables(2034)
    noticed, missed = shelf.decree(), shelf.decree(title="Tidak pernah dimulai")
    shelf.travel(NEAR)
    start_openings()
    ExclusionOpening.objects.get(decree=missed)  # both had started
    never = shelf.decree(title="Dicatat saat portal mati")
    shelf.travel(back)
    for _again in range(3):
        sweep_exclusions()
    for decree in (noticed, missed, never):
        case = ExclusionOpening.objects.get(decree=decree)
        assert (case.state, case.opened_on, case.ended_by) == ("opened", END, "law")
        assert opened_events(case) == 1


def test_what_ended_in_a_year_without_table_opens_all_the_same(shelf: ExclusionDesk) -> None:
    """An old determination must not stop those of today: the law waits for no table."""
    old = shelf.decree(
        title="Penetapan lama",
        date=date(2014, 1, 6),
        valid_from=date(2014, 1, 6),
    )
    ClassificationDecree.objects.filter(pk=old.pk).update(valid_until=date(2015, 1, 6))
    assert not CalendarYear.objects.filter(year=2015).exists()
    fresh = shelf.decree()
    shelf.travel(NEAR)
    assert start_openings() == 2
    assert open_ended() == 1
    assert ExclusionOpening.objects.get(decree=old).opened_on == date(2015, 1, 6)
    assert ExclusionOpening.objects.get(decree=fresh).state == "preparing"


def test_an_end_in_a_year_without_table_waits_and_stops_no_other(shelf: ExclusionDesk) -> None:
    """Domain 1.3: no date is guessed; the others start meanwhile."""
    CalendarYear.objects.filter(year__gte=2027).delete()
    far = make_decree(shelf.office.unit_a, valid_until=date(2027, 1, 29), title="Tahun depan")
    near = shelf.decree()
    shelf.travel("2026-12-07 08:00")
    assert start_openings() == 1
    assert ExclusionOpening.objects.get().decree == near
    CalendarYear.objects.create(year=2027)
    assert start_openings() == 1
    assert ExclusionOpening.objects.get(decree=far).decide_by < date(2026, 12, 24)


def test_it_cannot_be_opened_before_its_end(shelf: ExclusionDesk) -> None:
    with pytest.raises(NotNow, match="belum berakhir"):
        engine.perform(shelf.approved(), "open_up", Actor.system())


def test_renewed_it_stays_closed(shelf: ExclusionDesk) -> None:
    """UU 14/2008 Pasal 19: only a new test, whose determination holds at the end, keeps it."""
    case = shelf.renewed()
    shelf.travel("2026-12-31 08:00")
    sweep_exclusions()
    assert ExclusionOpening.objects.get(pk=case.pk).state == "renewed"
    new = ClassificationDecree.objects.exclude(pk=case.decree_id).get()
    assert new.valid_on(END)


def test_atasan_is_told_what_opened_without_a_decision(shelf: ExclusionDesk) -> None:
    case = shelf.deciding()
    shelf.travel("2026-12-31 08:00")
    open_ended()
    told = Notice.objects.filter(case=case, kind="staff_exclusion_opened")
    assert any(shelf.office.atasan.email in notice.recipients for notice in told)


def test_it_beats(shelf: ExclusionDesk) -> None:
    """Whoever watches the portal sees that the sweep runs."""
    sweep_exclusions()
    assert heartbeat.age("exclusions") == timedelta(0)
    assert "exclusions" in heartbeat.expected()


# -- ends that are not a plain date ----------------------------------------------------------------


def test_letter_a_ends_after_thirty_years_at_the_latest(shelf: ExclusionDesk) -> None:
    """Domain case 29; PP 61/2010 Pasal 5: forty years are refused."""
    with pytest.raises(ValidationError, match="30 tahun"):
        make_decree(shelf.office.unit_a, "a", valid_until=date(2066, 1, 5))
    assert make_decree(shelf.office.unit_a, "a", valid_until=date(2056, 1, 5)).pk


def test_letter_a_with_an_event_opens_after_thirty_years(shelf: ExclusionDesk) -> None:
    """The law ends it although its event never came."""
    decree = make_decree(
        shelf.office.unit_a,
        "a",
        valid_until=None,
        end_event="Putusan pengadilan berkekuatan hukum tetap",
    )
    tables(2056)
    shelf.travel("2056-01-04 08:00")
    sweep_exclusions()
    assert not ExclusionOpening.objects.filter(decree=decree, state="opened").exists()
    shelf.travel("2056-01-05 08:00")
    sweep_exclusions()
    case = ExclusionOpening.objects.get(decree=decree)
    assert (case.state, case.opened_on) == ("opened", date(2056, 1, 5))


def test_an_event_opens_it_from_the_day_on_which_it_happened(shelf: ExclusionDesk) -> None:
    """Domain 2.2: for an event instead of a date there is nothing to count back from."""
    decree = make_decree(
        shelf.office.unit_a, "g", valid_until=None, end_event="Persetujuan ahli waris"
    )
    tables(2029)
    shelf.travel("2029-05-02 08:00")
    sweep_exclusions()
    assert not ExclusionOpening.objects.exists()
    decree.ended_on = date(2029, 4, 30)
    decree.save()
    sweep_exclusions()
    case = ExclusionOpening.objects.get()
    assert (case.state, case.opened_on, case.ended_by) == ("opened", date(2029, 4, 30), "law")


def test_an_event_before_the_date_opens_what_is_being_decided(shelf: ExclusionDesk) -> None:
    """The earlier of date and event ends it, whatever the opening was told at its start."""
    case = shelf.deciding()
    decree = case.decree
    decree.end_event, decree.ended_on = "Persetujuan yang bersangkutan", date(2026, 11, 2)
    decree.save()
    assert open_ended() == 1
    case = ExclusionOpening.objects.get(pk=case.pk)
    assert (case.state, case.opened_on) == ("opened", date(2026, 11, 2))


def test_a_corrected_end_moves_the_opening(shelf: ExclusionDesk) -> None:
    """What is still excluded is not opened on a date that was a slip."""
    case = shelf.approved()
    decree = case.decree
    decree.valid_until = date(2027, 6, 30)
    decree.save()
    shelf.travel("2026-12-31 08:00")
    assert open_ended() == 0
    case = ExclusionOpening.objects.get(pk=case.pk)
    assert (case.state, case.ends_on) == ("approved", date(2027, 6, 30))
    assert case.decide_by == rules.decide_by(decree)


# -- a request that waits --------------------------------------------------------------------------


def test_a_pending_request_is_not_refused_on_a_ground_that_has_ended(
    shelf: ExclusionDesk,
) -> None:
    """Domain case 28: the answer goes out after the end, so the ground is gone."""
    decree = shelf.decree()
    shelf.travel("2026-12-28 10:00")
    desk = Desk(shelf.office)
    part = {"article": "h", "consequence": "Mengungkap rahasia.", "basis": decree}
    refused = desk.submitted("refused", part=part)
    shelf.travel("2026-12-31 10:00")
    with pytest.raises(Refused, match="tidak berlaku lagi"):
        desk.do(refused, "approve_refusal", shelf.office.ketua)
    assert DraftPart.objects.filter(basis=decree).exists()
