"""S10. Reminder catch-up.

*Given* the scheduler was down for three days covering the H-3 reminder, *when* it resumes, *then*
exactly one reminder per due step is sent, none twice, and an alarm about the missed runs exists.
"""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest
from django.core import mail

from ppid_portal.clock.models import Heartbeat
from ppid_portal.mail import tasks as mail_tasks
from ppid_portal.mail.models import Notice
from ppid_portal.sop import sweeps
from ppid_portal.sop.models import DueEvent
from tests.driver import Desk

pytestmark = pytest.mark.django_db


def reminders(case: Any, words: str) -> int:
    return Notice.objects.filter(
        case_id=case.pk, kind="staff_reminder", subject__startswith=words
    ).count()


@pytest.fixture
def case(desk: Desk) -> Any:
    """Answer due on Monday 30 March; three working days before is Wednesday 25 March."""
    case = desk.in_process(units=False)
    assert case.deadlines.get(rule="written_notification").warn_on == date(2026, 3, 25)
    return case


def test_a_normal_week_reminds_on_the_day_and_once(case: Any, sweep: Any) -> None:
    sweep("2026-03-24 08:00")
    assert reminders(case, "Mendekati batas") == 0
    for moment in ("2026-03-25 08:00", "2026-03-25 08:05", "2026-03-26 08:00"):
        sweep(moment)
        assert reminders(case, "Mendekati batas") == 1
    sweep("2026-03-30 08:00")
    sweep("2026-03-30 23:55")
    assert reminders(case, "Hari terakhir") == 1
    assert reminders(case, "Mendekati batas") == 1


def test_after_three_days_down_one_reminder_leaves(case: Any, sweep: Any) -> None:
    """Down from the 24th to the 27th, over the day of the reminder."""
    sweep("2026-03-24 08:00")
    sweep("2026-03-27 08:00")
    sweep("2026-03-27 08:05")
    assert reminders(case, "Mendekati batas") == 1
    mail_tasks.sweep()
    mail_tasks.sweep()
    sent = [m for m in mail.outbox if m.subject.startswith("Mendekati batas")]
    assert len(sent) == 1
    assert sorted(sent[0].to) == ["petugas-2@uji.example", "petugas@uji.example"]


def test_down_until_the_last_day_one_reminder_says_so(case: Any, sweep: Any) -> None:
    """Not "near" and "last day" in the same breath."""
    sweep("2026-03-24 08:00")
    sweep("2026-03-30 08:00")
    assert reminders(case, "Mendekati batas") == 0
    assert reminders(case, "Hari terakhir") == 1


def test_down_past_the_limit_the_breach_is_told_and_no_late_reminder(case: Any, sweep: Any) -> None:
    sweep("2026-03-24 08:00")
    sweep("2026-03-31 08:00")
    sweep("2026-03-31 08:05")
    assert reminders(case, "Mendekati batas") == reminders(case, "Hari terakhir") == 0
    assert Notice.objects.filter(case_id=case.pk, kind="request_silent").count() == 1
    breach = Notice.objects.filter(kind="staff_reminder", subject__startswith="Batas waktu undang")
    assert breach.count() == 3, "Ketua PPID, Atasan PPID and the secretariat, once each"


def test_each_due_step_has_its_own_and_none_twice(desk: Desk, sweep: Any) -> None:
    """Work of the SOP: late once, to the superior once, however often the task runs."""
    case = desk.registered()
    sweep("2026-03-09 12:00")
    for moment in ("2026-03-16 08:00", "2026-03-16 08:05", "2026-03-17 08:00"):
        sweep(moment)
    kinds = DueEvent.objects.filter(case_id=case.pk, work_item__step="request.4")
    assert sorted(kinds.values_list("kind", flat=True)) == ["escalation", "work_late"]
    assert reminders(case, "Langkah terlambat") == 1
    assert reminders(case, "Diteruskan kepada atasan") == 1


def test_a_run_that_died_halfway_is_finished_by_the_next(
    case: Any, sweep: Any, travel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found but not handled: the rows are the outbox."""
    sweep("2026-03-24 08:00")
    with monkeypatch.context() as patch:
        patch.setattr(sweeps, "handle_events", lambda: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            sweep("2026-03-25 08:00")
    assert reminders(case, "Mendekati batas") == 0
    sweep("2026-03-25 08:05")
    sweep("2026-03-25 08:10")
    assert reminders(case, "Mendekati batas") == 1


def test_one_that_cannot_be_handled_keeps_nobody_else_waiting(
    desk: Desk, case: Any, sweep: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    other = desk.in_process(units=False)
    real = type(case).on_deadline_event

    def failing(self: Any, event: Any) -> None:
        if self.pk == case.pk:
            raise RuntimeError("rusak")
        real(self, event)

    sweep("2026-03-24 08:00")
    with monkeypatch.context() as patch:
        patch.setattr(type(case), "on_deadline_event", failing)
        sweep("2026-03-25 08:00")
    assert reminders(case, "Mendekati batas") == 0
    assert reminders(other, "Mendekati batas") == 1
    sweep("2026-03-25 08:05")
    assert reminders(case, "Mendekati batas") == 1
    assert reminders(other, "Mendekati batas") == 1


def test_what_was_answered_meanwhile_is_not_reminded_of(
    desk: Desk, sweep: Any, monkeypatch: pytest.MonkeyPatch, travel: Any
) -> None:
    """The event was found, then the answer went out, then the event was handled."""
    case = desk.approved()
    travel("2026-03-25 08:00")
    sweeps.find_due()
    desk.do(case, "deliver_answer", desk.office.petugas)
    sweep("2026-03-25 08:05")
    assert reminders(case, "Mendekati batas") == 0


def test_an_alarm_about_the_missed_runs_exists(
    case: Any, sweep: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The gap is logged, kept beside the heartbeat, and in the next daily report."""
    from ppid_portal.mail import tasks as mail_tasks

    sweep("2026-03-24 08:00")
    with caplog.at_level(logging.WARNING):
        sweep("2026-03-27 08:00")
    assert any("deadlines was silent" in record.message for record in caplog.records)
    row = Heartbeat.objects.get(name="deadlines")
    assert row.gap_from is not None
    assert row.gap_noted is not None
    assert (row.gap_noted - row.gap_from).days == 3
    mail_tasks.daily_report()
    report = Notice.objects.get(kind="daily_report")
    assert "24 Maret 2026 pukul 08.00" in report.body
    assert "27 Maret 2026 pukul 08.00" in report.body


def test_while_it_is_down_the_desk_and_the_probe_say_so(
    case: Any, sweep: Any, travel: Any, at_desk: Any
) -> None:
    sweep("2026-03-24 08:00")
    travel("2026-03-27 08:00")
    page = at_desk("petugas").open("/meja/perhatian/")
    assert "Penghitung batas waktu" in page.text
    assert "terakhir 24 Maret 2026 pukul 08.00" in page.text
