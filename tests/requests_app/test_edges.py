"""Where the law's acts follow each other in ways that nobody plans for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock.models import CalendarYear
from ppid_portal.mail.models import Notice
from ppid_portal.sop import engine, sweeps
from ppid_portal.sop.models import LegalDeadline, NumberPattern, StepLimit
from ppid_portal.sop.numbers import check_pattern
from requests_app import case_pages
from requests_app.case_pages import _hold, _key
from requests_app.drafts import Draft
from requests_app.models import Extension, InformationRequest, State
from requests_app.views import COOKIE
from tests.driver import Desk, file_request
from tests.requests_app import makers

pytestmark = pytest.mark.django_db

PROPOSAL = {"reason_code": "not_held", "detail": "Arsip ada di gudang.", "days": 7}


def extend(desk: Desk, case: Any) -> Any:
    desk.do(case, "propose_extension", desk.office.petugas, **PROPOSAL)
    return desk.do(case, "approve_extension", desk.office.ketua)


def test_an_extension_after_one_taken_back_is_told_with_its_letter(desk: Desk) -> None:
    """UU 14/2008 Pasal 22 (8): each extension in force is notified in writing, with reasons."""
    case = extend(desk, desk.registered())
    desk.do(case, "cancel_extension", desk.office.ketua, reason="Sudah ada.")
    extend(desk, case)
    desk.do(case, "cancel_extension", desk.office.ketua, reason="Sudah ada lagi.")
    told = Notice.objects.filter(case=case, kind="request_extended").order_by("pk")
    letters = [notice.letters.get() for notice in told]
    extensions = Extension.objects.filter(request=case).order_by("pk")
    assert letters == [extension.letter for extension in extensions]
    assert Notice.objects.filter(case=case, kind="request_extension_cancelled").count() == 2


def test_a_withdrawn_request_does_not_say_that_it_is_still_worked_on(
    desk: Desk, travel: Any
) -> None:
    """Withdrawn after the limit had passed: the page must not promise work or an objection."""
    case = desk.registered()
    travel("2026-03-31 08:00")
    sweeps.find_due()
    sweeps.handle_events()
    assert "keberatan" in InformationRequest.objects.get(pk=case.pk).state_sentence()
    case = desk.do(case, "withdraw", desk.office.applicant(case))
    assert case.state == State.WITHDRAWN
    assert case.state_sentence() == "Dicabut atas permintaan Anda."


def test_what_an_applicant_gives_as_reason_is_kept_out_of_the_chain(desk: Desk) -> None:
    """UU 27/2022: the chain cannot forget, so it holds no words of an applicant (invariant 6)."""
    case = makers.received()
    words = "Saya, Siti Aminah, sakit dan dirawat."
    browser = makers.browser_of(case)
    browser.post(
        reverse("requests_app:withdraw", args=[case.public_id]), {"reason": words, "sure": "on"}
    )
    assert InformationRequest.objects.get(pk=case.pk).state == State.WITHDRAWN
    entry = AuditEntry.objects.get(stream=case.stream, verb="withdraw")
    assert "sakit" not in f"{entry.reason}{entry.data}"
    assert case.messages.get().text == words, "nothing that was typed is lost"


def test_how_a_withdrawal_reached_the_office_stays_in_the_chain(desk: Desk) -> None:
    case = desk.do(file_request(), "withdraw", desk.office.petugas, reason="Lewat telepon.")
    assert AuditEntry.objects.get(stream=case.stream, verb="withdraw").reason == "Lewat telepon."


def test_a_date_that_cannot_be_counted_is_said_at_the_desk_and_nothing_is_lost(
    desk: Desk, client_as: Any, travel: Any
) -> None:
    """Domain case 31: no table of the year, no guess, and no error page either (invariant 10)."""
    case = desk.registered()
    CalendarYear.objects.filter(year__gte=2027).delete()
    LegalDeadline.objects.filter(case=case).update(due_on="2026-12-31", warn_on="2026-12-29")
    travel("2026-12-30 10:00")
    page = client_as(desk.office.petugas).post(
        reverse("desk:case", args=[case.pk]),
        {
            "tindakan": "ask_clarification",
            "question": "Laporan tahun berapa yang dimaksud?",
            "stopped_on": "2026-12-30",
        },
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "hari libur" in text
    assert "Laporan tahun berapa yang dimaksud?" in text
    assert InformationRequest.objects.get(pk=case.pk).state == State.REGISTERED


def test_a_date_that_cannot_be_counted_is_said_to_the_applicant(
    desk: Desk, travel: Any, monkeypatch: Any
) -> None:
    from ppid_portal.clock.errors import NoHolidayTable

    case = makers.clarifying(desk.office)

    def uncountable(*args: Any, **kwargs: Any) -> None:
        raise NoHolidayTable(2027)

    monkeypatch.setattr(case_pages.engine, "perform", uncountable)
    page = makers.browser_of(case).post(
        reverse("requests_app:answer", args=[case.public_id]), {"answer": "Kantor pusat saja."}
    )
    assert page.status_code == 200
    assert "Kantor pusat saja." in page.content.decode()


def test_one_answer_sent_twice_at_once_holds_its_files_in_one_place(
    desk: Desk, monkeypatch: Any
) -> None:
    """The second of two starts finds the first, and does not throw its files away."""
    case = makers.clarifying(desk.office)
    first = _hold(case)
    look, looks = case_pages._held, []

    def too_early(found: Any) -> Draft | None:
        looks.append(found)
        return None if len(looks) == 1 else look(found)

    monkeypatch.setattr(case_pages, "_held", too_early)
    assert _hold(case).row.pk == first.row.pk


def test_files_that_wait_for_an_act_are_no_browsers_draft(desk: Desk) -> None:
    """Whoever learned a case's address must not open its waiting files with a made-up cookie."""
    case = makers.incomplete(desk.office)
    held = Draft.start(_key(case))
    held.answers["informasi"] = {"information": "Rahasia milik orang lain."}
    held.save()
    stranger = Client()
    stranger.cookies[COOKIE] = held.key
    for slug in ("pemohon", "informasi"):
        page = stranger.get(reverse("requests_app:page", args=[slug]), follow=True)
        assert "milik orang lain" not in page.content.decode()
    stranger.post(reverse("requests_app:discard"))
    assert Draft.find(held.key) is not None


@pytest.mark.parametrize(
    "pattern",
    [
        "{number:070d}/{year}",
        "PEJABAT PENGELOLA INFORMASI DAN DOKUMENTASI UTAMA/{number}/{month}/{year}",
        "{number}/{year}/{unit}{unit}{unit}",
    ],
)
def test_a_number_pattern_that_fits_no_register_is_refused(pattern: str) -> None:
    """PostgreSQL would refuse the number itself, and with it every new request."""
    with pytest.raises(ValidationError):
        check_pattern(pattern)


def test_the_patterns_that_come_with_the_portal_fit() -> None:
    for row in NumberPattern.objects.all():
        check_pattern(row.pattern)


@pytest.mark.parametrize(
    ("value", "unit"), [(75_001, "minutes"), (2_000, "hours"), (251, "days"), (13, "months")]
)
def test_a_norm_time_of_more_than_a_year_is_refused(value: int, unit: str) -> None:
    """It would end beyond the holiday tables, and no request could reach the step."""
    limit = StepLimit(sop="request", no="4", value=value, unit=unit, reason="Salah ketik")
    with pytest.raises(ValidationError) as refused:
        limit.full_clean()
    assert "value" in refused.value.message_dict


def test_a_norm_time_within_a_year_is_kept(desk: Desk) -> None:
    limit = StepLimit(sop="request", no="4", value=2, unit="days", reason="Kebijakan")
    limit.full_clean()
    limit.save()
    case = desk.registered()
    item = case.work.get(closed_at=None)
    assert (item.norm_value, item.norm_unit) == (2, "days")


def test_an_answer_handed_over_in_time_is_in_time_though_noted_late(
    desk: Desk, travel: Any
) -> None:
    """UU 14/2008 Pasal 22 (7): what counts is the day of delivery, also after a sweep ran."""
    case = desk.drafted()
    travel("2026-03-27 14:00")
    desk.do(case, "submit_draft", desk.office.petugas_2)
    case = desk.do(case, "approve_answer", desk.office.ketua)
    travel("2026-03-31 08:00")
    sweeps.find_due()
    sweeps.handle_events()
    case = engine.perform(
        case,
        "deliver_answer",
        desk.office.actor(desk.office.petugas),
        delivered_on=date(2026, 3, 27),
        method="pickup",
    )
    assert case.notification_deadline.status == LegalDeadline.Status.MET
    window = case.deadlines.get(rule="objection_window", status="running")
    assert window.counted_from == date(2026, 3, 27)


def test_a_pause_moves_the_units_day_as_it_moves_its_work(desk: Desk, travel: Any) -> None:
    """What the unit reads in its task and what the worklist counts are one date (S8)."""
    case = desk.in_process()
    before = case.unit_tasks.get().due_at
    desk.do(case, "ask_clarification", desk.office.petugas, question="Tahun berapa?")
    travel("2026-03-11 10:00")
    case = desk.do(case, "answer_clarification", desk.office.applicant(case), answer="Tahun 2025.")
    task = case.unit_tasks.get()
    assert task.due_at > before
    assert task.due_at == case.work.get(closed_at=None, key=str(task.pk)).due_at


def test_an_applicants_session_ends_with_the_browser(desk: Desk) -> None:
    """UU 27/2022: whoever sits down after them at a shared computer opens nothing."""
    cookie = makers.browser_of(makers.received()).cookies["sessionid"]
    assert not cookie["max-age"]
    assert not cookie["expires"]
