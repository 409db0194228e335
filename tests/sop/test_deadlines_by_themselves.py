"""What falls due by itself: beside people who act at the same moment, and beside bad rows."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection, connections, transaction

from ppid_portal.clock.models import CalendarYear
from ppid_portal.sop import engine, redate, sweeps
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import CalendarMark, Case, DueEvent, LegalDeadline, WorkItem
from requests_app.models import InformationRequest, State
from tests.driver import Desk, file_request


@pytest.fixture
def desk(office: Any, travel: Any) -> Desk:
    """Return the office at work on Monday, 9 March 2026, 10.00 WIB; the answer is due on 30."""
    travel("2026-03-09 10:00")
    return Desk(office)


def events_of(case: Case) -> list[DueEvent]:
    return list(DueEvent.objects.filter(case_id=case.pk).order_by("pk"))


@pytest.mark.django_db
def test_events_that_always_fail_take_nobodys_place(
    desk: Desk, travel: Any, monkeypatch: Any
) -> None:
    """One bad row must not keep the next case's breach from being handled, however small a run."""
    bad, good = file_request(), file_request()
    travel("2026-03-31 08:00")
    sweeps.find_due()
    broken = {event.pk for event in events_of(bad)}
    assert broken
    usual = InformationRequest.on_deadline_event

    def failing(case: InformationRequest, event: DueEvent) -> None:
        if event.pk in broken:
            raise RuntimeError("broken row")
        usual(case, event)

    monkeypatch.setattr(InformationRequest, "on_deadline_event", failing)
    for _run in range(len(events_of(good))):
        sweeps.handle_events(most=1)
    assert all(event.handled_at for event in events_of(good))
    assert not any(event.handled_at for event in events_of(bad))


@pytest.mark.django_db
def test_a_limit_that_has_passed_cannot_be_stopped_before_a_sweep_saw_it(
    desk: Desk, travel: Any
) -> None:
    """UU 14/2008 Pasal 22 (7): a question on the eleventh day does not undo the lateness."""
    case = desk.registered()
    travel("2026-03-31 09:00")
    assert case.notification_deadline.status == LegalDeadline.Status.RUNNING
    for day in ("2026-03-31", "2026-03-27"):
        with pytest.raises(Refused):
            desk.do(
                case,
                "ask_clarification",
                desk.office.petugas,
                question="Tahun berapa?",
                stopped_on=type(case.notification_deadline.due_on).fromisoformat(day),
            )
    sweeps.find_due()
    sweeps.handle_events()
    assert case.notification_deadline.status == LegalDeadline.Status.BREACHED


@pytest.mark.django_db
def test_on_the_last_day_the_clock_may_still_be_stopped(desk: Desk, travel: Any) -> None:
    case = desk.registered()
    travel("2026-03-30 23:59")
    case = desk.do(case, "ask_clarification", desk.office.petugas, question="Tahun berapa?")
    assert case.state == State.CLARIFYING


@pytest.mark.django_db
def test_a_case_without_holiday_table_does_not_stop_the_redating_of_others(
    desk: Desk, travel: Any
) -> None:
    """The year that is missing is an alarm of its own; every other date still moves."""
    case = file_request()
    travel("2027-12-01 10:00")
    far = file_request()
    LegalDeadline.objects.filter(case=far).update(limit_value=200)
    travel("2027-12-02 10:00")
    assert not CalendarYear.objects.filter(year=2029).exists()
    # As it would stand had the calendar changed under both.
    LegalDeadline.objects.filter(case=case).update(due_on="2026-03-27")
    CalendarMark.objects.update_or_create(pk=1, defaults={"version": "old"})
    assert redate.redate_if_changed() >= 1
    assert case.deadlines.get(rule="written_notification").due_on.isoformat() == "2026-03-30"
    assert CalendarMark.objects.get(pk=1).version == "old", "what failed is tried again"


@pytest.mark.django_db
def test_redating_moves_open_work_with_its_case_and_leaves_paused_work_alone(
    desk: Desk, travel: Any
) -> None:
    case = desk.registered()
    item = WorkItem.objects.get(case=case, closed_at=None, role="ketua_ppid")
    due = item.due_at
    WorkItem.objects.filter(pk=item.pk).update(due_at=None)
    redate.redate_open()
    item.refresh_from_db()
    assert item.due_at == due
    desk.do(case, "ask_clarification", desk.office.petugas, question="Tahun berapa?")
    WorkItem.objects.filter(pk=item.pk).update(due_at=None)
    redate.redate_open()
    item.refresh_from_db()
    assert item.due_at is None, "paused work is dated when the clock runs again"
    WorkItem.objects.filter(pk=item.pk).update(explanation={})
    desk.do(case, "answer_clarification", desk.office.applicant(case), answer="Tahun 2025.")
    item.refresh_from_db()
    assert item.due_at is not None
    assert item.explanation, "a date is stored with its explanation (invariant 9)"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_sweep_and_a_person_never_wait_for_each_other_in_a_circle(
    desk: Desk, travel: Any
) -> None:
    """Both lock the case first; the other order ended in a deadlock and an error page."""
    case = desk.do(
        file_request(), "return_incomplete", desk.office.petugas, missing=["Salinan KTP."]
    )
    travel("2026-03-31 08:00")
    sweeps.find_due()
    cure = case.deadlines.get(rule="cure")

    def sweep() -> None:
        try:
            sweeps.handle_events()
        finally:
            connections.close_all()

    worker = threading.Thread(target=sweep)
    with transaction.atomic():
        # What engine.perform holds while a transition runs.
        Case.objects.select_for_update().get(pk=case.pk)
        worker.start()
        _until_somebody_waits()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
        cure.save()
    worker.join(20)
    assert InformationRequest.objects.get(pk=case.pk).state == State.LAPSED
    assert all(event.handled_at for event in events_of(case))


def _until_somebody_waits() -> None:
    deadline = time.perf_counter() + 10
    while time.perf_counter() < deadline:
        with connection.cursor() as cursor:
            # One transaction sees one picture of the activity unless it asks for a new one.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("the sweep never came to the lock")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_handle_each_event_once(desk: Desk, travel: Any) -> None:
    """UU 14/2008 Pasal 36 (1): one lapse of the limit opens one objection window."""
    cases = [file_request() for _number in range(6)]
    travel("2026-03-31 08:00")
    handled: list[int] = []

    def work() -> None:
        try:
            sweeps.find_due()
            handled.append(sweeps.handle_events())
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sum(handled) == DueEvent.objects.count()
    for case in cases:
        assert case.deadlines.filter(rule="objection_window").count() == 1


@pytest.mark.django_db
def test_a_system_act_is_not_open_to_people(desk: Desk) -> None:
    """The lapse is the portal's own; no role may perform it by name."""
    case = desk.do(
        file_request(), "return_incomplete", desk.office.petugas, missing=["Salinan KTP."]
    )
    for user in (desk.office.ketua, desk.office.petugas, desk.office.atasan):
        with pytest.raises(Refused):
            engine.perform(case, "lapse", desk.office.actor(user))
