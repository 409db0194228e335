"""S8. Restart arithmetic.

*Given* a stop over three working days and a weekend, *when* restarted, *then* the due date moves by
exactly the paused working days, and the total paused time appears in reports.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppid_portal.sop import deadlines
from ppid_portal.sop.access import secret_path
from ppid_portal.sop.models import WorkItem
from tests.driver import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(desk: Desk, travel: Any) -> Any:
    """Stopped on Thursday 9 July; the answer comes on Tuesday 14 July."""
    travel("2026-07-08 10:00")
    case = desk.in_process()
    travel("2026-07-09 10:00")
    return desk.do(case, "ask_clarification", desk.office.petugas, question="Tahun berapa?")


def deadline(case: Any) -> Any:
    return case.deadlines.get(rule="written_notification")


def test_the_due_date_moves_by_the_paused_working_days(
    desk: Desk, asked: Any, travel: Any, citizen: Any
) -> None:
    """Five calendar days, three of them (Friday, Monday, Tuesday) working days."""
    assert deadline(asked).due_on == date(2026, 7, 22)
    travel("2026-07-14 10:00")
    page = citizen.open(secret_path(asked)).form("answer").submit(answer="Tahun 2025.")
    assert deadline(asked).due_on == date(2026, 7, 27), page.text
    assert deadline(asked).pauses == [{"from": "2026-07-09", "to": "2026-07-14"}]
    assert "27 Juli 2026" in page.text


def test_the_total_of_all_pauses_is_kept(desk: Desk, asked: Any, travel: Any) -> None:
    """Three and two working days; each restart adds, none is lost."""
    travel("2026-07-14 10:00")
    case = desk.do(asked, "answer_clarification", desk.office.applicant(asked), answer="2025")
    travel("2026-07-16 10:00")
    case = desk.do(case, "ask_clarification", desk.office.petugas, question="Untuk unit mana?")
    travel("2026-07-20 10:00")
    case = desk.do(case, "answer_clarification", desk.office.applicant(case), answer="Biro A")
    assert deadlines.paused_days(deadline(case)) == 5
    assert deadline(case).due_on == date(2026, 7, 29)
    changes = deadline(case).changes.values_list("old_due_on", "new_due_on")
    assert list(changes) == [
        (date(2026, 7, 22), date(2026, 7, 27)),
        (date(2026, 7, 27), date(2026, 7, 29)),
    ]


def test_the_total_is_in_the_record_and_on_the_page(
    desk: Desk, asked: Any, travel: Any, at_desk: Any
) -> None:
    from ppid_portal.audit.models import AuditEntry

    travel("2026-07-14 10:00")
    desk.do(asked, "answer_clarification", desk.office.applicant(asked), answer="2025")
    entry = AuditEntry.objects.get(stream=asked.stream, verb="answer_clarification")
    assert (entry.data["paused"], entry.data["due_on"]) == (3, "2026-07-27")
    text = at_desk("petugas").case(asked).text
    assert "semula Rabu, 22 Juli 2026" in text
    assert "Hitungan hari berhenti selama 3 hari kerja" in text


def test_an_answer_on_the_same_day_costs_nothing(desk: Desk, asked: Any) -> None:
    case = desk.do(asked, "answer_clarification", desk.office.applicant(asked), answer="2025")
    assert deadline(case).due_on == date(2026, 7, 22)
    assert not deadline(case).changes.exists()


def test_a_weekend_alone_adds_nothing(desk: Desk, asked: Any, travel: Any) -> None:
    travel("2026-07-10 10:00")
    case = desk.do(asked, "answer_clarification", desk.office.applicant(asked), answer="2025")
    case = desk.do(case, "ask_clarification", desk.office.petugas, question="Untuk unit mana?")
    travel("2026-07-12 10:00")
    case = desk.do(case, "answer_clarification", desk.office.applicant(case), answer="Biro A")
    assert deadline(case).due_on == date(2026, 7, 23), "Friday only"


def test_the_work_of_the_office_stands_still_too(desk: Desk, asked: Any, travel: Any) -> None:
    """The SOP's own clock: nobody is late while the applicant's answer is awaited."""
    item = WorkItem.objects.get(case=asked, phase="draft", closed_at__isnull=True)
    before = item.due_at
    assert item.paused_at is not None
    travel("2026-07-14 10:00")
    desk.do(asked, "answer_clarification", desk.office.applicant(asked), answer="2025")
    item.refresh_from_db()
    assert item.paused_at is None
    assert item.paused_minutes > 0
    assert item.due_at is not None
    assert before is not None
    assert item.due_at > before
