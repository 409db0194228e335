"""S7. Stop-clock validation.

*When* the stop date is empty, in the future, before receipt, before the last restart, or the case
is already stopped or closed, *then* it is rejected with a message beside the field and no history
row.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppid_portal.audit.models import AuditEntry
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import LegalDeadline
from requests_app.models import InformationRequest
from tests.driver import Desk

pytestmark = pytest.mark.django_db

QUESTION = "Tahun berapa yang dimaksud?"


def traces(case: Any) -> tuple[int, int, int]:
    """Count what an act would leave behind."""
    return (
        InformationRequest.history.filter(id=case.pk).count(),
        AuditEntry.objects.filter(stream=case.stream).count(),
        case.notices.count(),
    )


def field_error(page: Any, field: str) -> list[str]:
    return [str(error) for error in page.response.context["asked"].form.errors.get(field, [])]


@pytest.fixture
def case(desk: Desk, travel: Any) -> Any:
    """A request received on 9 March whose clock stood from the 10th to the 11th."""
    case = desk.in_process()
    travel("2026-03-10 10:00")
    case = desk.do(case, "ask_clarification", desk.office.petugas, question=QUESTION)
    travel("2026-03-11 10:00")
    case = desk.do(case, "answer_clarification", desk.office.applicant(case), answer="2025")
    travel("2026-03-12 10:00")
    return case


@pytest.mark.parametrize(
    ("stopped_on", "words"),
    [
        ("", "Isi sejak tanggal berapa hitungan hari berhenti"),
        ("kemarin", "Isi tanggal yang benar"),
        ("2026-03-13", "tidak boleh di masa depan"),
        ("2026-03-08", "sebelum permohonan diterima"),
        ("2026-03-10", "sebelum hitungan terakhir kali dilanjutkan"),
    ],
)
def test_the_page_says_it_beside_the_field(
    case: Any, at_desk: Any, stopped_on: str, words: str
) -> None:
    before = traces(case)
    page = at_desk("petugas").act(
        case, "ask_clarification", question=QUESTION, stopped_on=stopped_on
    )
    assert any(words in error for error in field_error(page, "stopped_on")), page.text
    assert words in page.text
    assert QUESTION in page.html, "what was typed is not lost"
    assert traces(case) == before
    assert case.deadlines.get(rule="written_notification").status == "running"


@pytest.mark.parametrize("stopped_on", ["2026-03-11", "2026-03-12"])
def test_from_the_restart_to_today_it_is_taken(case: Any, at_desk: Any, stopped_on: str) -> None:
    """What shows that the refusals above are about the date."""
    at_desk("petugas").act(case, "ask_clarification", question=QUESTION, stopped_on=stopped_on)
    deadline = case.deadlines.get(rule="written_notification")
    assert deadline.status == "paused"
    assert deadline.pauses[-1] == {"from": stopped_on, "to": None}


def test_the_form_offers_today(case: Any, at_desk: Any) -> None:
    form = at_desk("petugas").case(case, "ask_clarification").form("tindakan", "ask_clarification")
    assert form.sent["stopped_on"] == ["2026-03-12"]


def test_a_case_that_already_stands(desk: Desk, case: Any, at_desk: Any) -> None:
    """Two officers had the form open; the second hears that the first was quicker."""
    form = (
        at_desk("petugas_2").case(case, "ask_clarification").form("tindakan", "ask_clarification")
    )
    at_desk("petugas").act(case, "ask_clarification", question=QUESTION)
    before = traces(case)
    page = form.submit(question="Untuk unit mana?")
    assert page.status == 409
    assert "Untuk unit mana?" in page.text
    assert traces(case) == before
    with pytest.raises(NotNow):
        desk.do(case, "ask_clarification", desk.office.petugas, question=QUESTION)
    assert traces(case) == before


def test_a_closed_case(desk: Desk, at_desk: Any) -> None:
    case = desk.in_process(units=False)
    form = at_desk("petugas").case(case, "ask_clarification").form("tindakan", "ask_clarification")
    desk.do(case, "withdraw", desk.office.applicant(case))
    before = traces(case)
    page = form.submit(question=QUESTION)
    assert page.status == 409
    assert traces(case) == before
    with pytest.raises(NotNow):
        desk.do(case, "ask_clarification", desk.office.petugas, question=QUESTION)


def test_a_case_whose_limit_has_passed(desk: Desk, case: Any, travel: Any, sweep: Any) -> None:
    """A stop-clock cannot cure a breach that has happened."""
    sweep("2026-04-10 09:00")
    assert case.deadlines.get(rule="written_notification").status == "breached"
    before = traces(case)
    with pytest.raises(Refused, match="Tidak ada batas waktu"):
        desk.do(case, "ask_clarification", desk.office.petugas, question=QUESTION)
    assert traces(case) == before


def test_a_clock_that_has_not_begun_stands_from_its_day_zero(
    desk: Desk, travel: Any, at_desk: Any
) -> None:
    """Filed on Friday after hours, asked the same evening: the count begins on Monday anyway."""
    travel("2026-06-05 17:00")
    case = desk.registered()
    page = at_desk("petugas").act(case, "ask_clarification", question=QUESTION)
    assert page.status == 200
    travel("2026-06-06 10:00")
    desk.do(case, "answer_clarification", desk.office.applicant(case), answer="2025")
    deadline = LegalDeadline.objects.get(case=case, rule="written_notification")
    assert (deadline.status, deadline.due_on) == ("running", date(2026, 6, 23))


def test_an_empty_question_is_none(case: Any, at_desk: Any) -> None:
    before = traces(case)
    page = at_desk("petugas").act(case, "ask_clarification", question="  ")
    assert field_error(page, "question") == ["Tuliskan apa yang perlu dijelaskan pemohon."]
    assert traces(case) == before
