"""S6. Extension withdrawn.

*When* an approved extension is cancelled, *then* the due date returns to the exact previous value
and a case already past it becomes late at once.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppid_portal.audit.models import AuditEntry
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import DeadlineChange
from tests.driver import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def extended(desk: Desk) -> Any:
    case = desk.registered()
    desk.do(
        case, "propose_extension", desk.office.petugas, reason_code="not_held", detail="Dicari."
    )
    return desk.do(case, "approve_extension", desk.office.ketua)


def deadline(case: Any) -> Any:
    return case.deadlines.get(rule="written_notification")


def test_the_former_date_returns_exactly(desk: Desk, extended: Any, at_desk: Any) -> None:
    assert deadline(extended).due_on == date(2026, 4, 9)
    page = at_desk("ketua").act(extended, "cancel_extension", reason="Dokumen sudah ditemukan.")
    assert page.status == 200
    after = deadline(extended)
    assert (after.due_on, after.original_due_on) == (date(2026, 3, 30), date(2026, 3, 30))
    assert after.extended_days == 0
    assert list(DeadlineChange.objects.values_list("old_due_on", "new_due_on")) == [
        (date(2026, 3, 30), date(2026, 4, 9)),
        (date(2026, 4, 9), date(2026, 3, 30)),
    ]
    entry = AuditEntry.objects.get(verb="cancel_extension")
    assert entry.reason == "Dokumen sudah ditemukan."
    assert entry.data["due_on"] == "2026-03-30"


def test_it_needs_a_reason(desk: Desk, extended: Any, at_desk: Any) -> None:
    page = at_desk("ketua").act(extended, "cancel_extension", reason=" ")
    assert "Tuliskan alasannya" in page.text
    assert deadline(extended).due_on == date(2026, 4, 9)


def test_the_date_returns_also_after_a_holiday_came_between(desk: Desk, extended: Any) -> None:
    """The former rule, by today's calendar: not a date kept on a note."""
    from ppid_portal.clock.models import Holiday
    from ppid_portal.sop import redate

    Holiday.objects.create(date=date(2026, 3, 26), kind="national", name="Libur susulan")
    redate.redate_open()
    desk.do(extended, "cancel_extension", desk.office.ketua, reason="Sudah ada.")
    assert deadline(extended).due_on == date(2026, 3, 31)


def test_a_case_past_its_former_date_is_late_at_once(
    desk: Desk, extended: Any, at_desk: Any, travel: Any, sweep: Any, citizen: Any
) -> None:
    """No night has to pass: the page says so, and the next sweep opens the objection."""
    from ppid_portal.sop.access import secret_path

    travel("2026-04-01 10:00")
    sweep()
    assert deadline(extended).status == "running"
    page = at_desk("ketua").act(extended, "cancel_extension", reason="Sudah ada.")
    assert "terlambat" in page.text.lower()
    sweep()
    assert deadline(extended).status == "breached"
    window = extended.deadlines.get(rule="objection_window")
    assert window.counted_from == date(2026, 3, 30)
    assert "Batas waktu lewat tanpa jawaban" in citizen.open(secret_path(extended)).text


def test_it_cannot_be_extended_again_once_the_former_date_has_passed(
    desk: Desk, extended: Any, travel: Any
) -> None:
    travel("2026-04-01 10:00")
    desk.do(extended, "cancel_extension", desk.office.ketua, reason="Sudah ada.")
    with pytest.raises(Refused, match="sudah lewat"):
        desk.do(
            extended, "propose_extension", desk.office.petugas, reason_code="not_held", detail="x"
        )
