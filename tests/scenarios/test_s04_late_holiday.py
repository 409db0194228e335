"""S4. Late holiday.

*Given* 50 open cases, *when* an administrator adds a holiday inside their window, *then* every
affected open due date moves, closed ones do not, each change is logged with old and new date,
applicants are told once; removing it restores the dates.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock.models import Holiday
from ppid_portal.mail.models import Notice
from ppid_portal.sop.access import secret_path
from ppid_portal.sop.models import DeadlineChange, LegalDeadline
from tests.driver import Desk, file_request, make_applicant

pytestmark = pytest.mark.django_db

HOLIDAY = date(2026, 3, 27)


def due_dates(cases: list[Any]) -> set[date]:
    rows = LegalDeadline.objects.filter(
        case__in=[case.pk for case in cases], rule="written_notification"
    )
    return set(rows.values_list("due_on", flat=True))


@pytest.fixture
def admin(db: None, django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser(
        email="admin@uji.example", password="rahasia-sekali", name="Admin"
    )


def logged_in(admin: Any) -> Client:
    """Return a fresh session: one of yesterday has ended by itself."""
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def add_holiday(admin: Any) -> None:
    response = logged_in(admin).post(
        "/admin/clock/holiday/add/",
        {
            "date": HOLIDAY.isoformat(),
            "kind": "national",
            "name": "Libur susulan",
            "source": "Keppres 1/2026",
            "confirmed": "on",
        },
    )
    assert response.status_code == 302, response.content.decode()[:3000]
    assert Holiday.objects.filter(date=HOLIDAY).exists()


def remove_holiday(admin: Any) -> None:
    pk = Holiday.objects.get(date=HOLIDAY).pk
    response = logged_in(admin).post(f"/admin/clock/holiday/{pk}/delete/", {"post": "yes"})
    assert response.status_code == 302
    assert not Holiday.objects.filter(date=HOLIDAY).exists()


def test_fifty_open_dates_move_once_and_back(
    desk: Desk, travel: Any, sweep: Any, admin: Any, citizen: Any
) -> None:
    sweep()
    applicant = make_applicant()
    closed = desk.answered()
    opened = [file_request(applicant) for _ in range(50)]
    travel("2026-04-13 10:00")
    later = file_request(applicant)
    assert due_dates(opened) == {date(2026, 3, 30)}
    before = due_dates([later])

    travel("2026-03-10 09:00")
    add_holiday(admin)
    sweep()
    sweep()
    assert due_dates(opened) == {date(2026, 3, 31)}
    assert due_dates([closed]) == {date(2026, 3, 30)}, "a closed case keeps its dates"
    assert due_dates([later]) == before, "a window after the holiday does not move"

    changes = DeadlineChange.objects.filter(deadline__rule="written_notification")
    assert changes.count() == 50
    assert set(changes.values_list("old_due_on", "new_due_on")) == {
        (date(2026, 3, 30), date(2026, 3, 31))
    }
    change = {"rule": "written_notification", "old": "2026-03-30", "new": "2026-03-31"}
    logged = [e for e in AuditEntry.objects.filter(verb="redate") if change in e.data["changes"]]
    assert {entry.stream for entry in logged} == {case.stream for case in opened}

    told = Notice.objects.filter(kind="request_redated", case__in=[case.pk for case in opened])
    assert told.count() == 50
    assert told.values("case").distinct().count() == 50, "each is told once"
    assert (
        "- Jawaban kami paling lambat Selasa, 31 Maret 2026 (sebelumnya Senin, 30 Maret 2026)."
    ) in told[0].body
    page = citizen.open(secret_path(opened[0]))
    assert "Libur susulan" in page.text
    assert "31 Maret 2026" in page.text

    remove_holiday(admin)
    sweep()
    assert due_dates(opened) == {date(2026, 3, 30)}
    assert told.all().count() == 100
    assert due_dates([closed]) == {date(2026, 3, 30)}


def test_the_window_to_object_moves_also_after_the_answer(desk: Desk, sweep: Any) -> None:
    """The limit that still runs on an answered request is the applicant's: they are told."""
    sweep()
    case = desk.answered()
    before = case.deadlines.get(rule="objection_window").due_on
    Holiday.objects.create(date=HOLIDAY, kind="national", name="Libur susulan")
    sweep()
    after = case.deadlines.get(rule="objection_window").due_on
    assert (before, after) == (date(2026, 4, 28), date(2026, 4, 29))
    notice = Notice.objects.get(kind="request_redated")
    assert "Anda dapat mengajukan keberatan paling lambat Rabu, 29 April 2026" in notice.body
    assert "Jawaban kami" not in notice.body


def test_a_holiday_that_moves_nothing_tells_nobody(desk: Desk, sweep: Any, admin: Any) -> None:
    """A Saturday becomes a holiday too."""
    sweep()
    file_request()
    Holiday.objects.create(date=date(2026, 3, 14), kind="national", name="Libur Sabtu")
    sweep()
    assert not DeadlineChange.objects.exists()
    assert not Notice.objects.filter(kind="request_redated").exists()


def test_a_pause_is_counted_anew_too(desk: Desk, travel: Any, sweep: Any, admin: Any) -> None:
    """The clock stood over the new holiday: the day off adds nothing to the pause."""
    sweep()
    travel("2026-03-25 09:00")
    case = desk.registered()
    case = desk.do(case, "ask_clarification", desk.office.petugas, question="Tahun berapa?")
    travel("2026-03-30 09:00")
    desk.do(case, "answer_clarification", desk.office.applicant(case), answer="2025")
    # Paused on 26, 27 and 30 March: ten and three days from 25 March.
    assert due_dates([case]) == {date(2026, 4, 14)}
    add_holiday(admin)
    sweep()
    # The 27th is no working day any more: two paused days, and the count skips it.
    assert due_dates([case]) == {date(2026, 4, 14)}
    assert not DeadlineChange.objects.filter(reason__contains="Kalender").exists()
