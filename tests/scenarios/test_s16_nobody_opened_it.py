"""S16. Nobody opened it.

*Given* a request unopened for three working days, *then* it is on the daily supervisor report until
opened.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from ppid_portal.mail import tasks as mail_tasks
from ppid_portal.sop.access import secret_path
from requests_app.models import InformationRequest
from tests.scenarios.browser import Browser
from tests.scenarios.filing import file_online, key_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning(travel: Any) -> Any:
    """Let the daily task run at seven and return the report as it arrived."""

    def run(day: str) -> str:
        travel(f"{day} 07:00")
        mail_tasks.daily_report()
        mail_tasks.sweep()
        reports = [m for m in mail.outbox if m.subject.startswith("Laporan harian PPID")]
        assert sorted(reports[-1].to) == ["atasan@uji.example", "ketua@uji.example"]
        return str(reports[-1].body)

    return run


def test_on_the_report_from_the_third_working_day_until_opened(
    office: Any, travel: Any, morning: Any, at_desk: Any
) -> None:
    travel("2026-03-09 10:00")
    _page, case = file_online(Browser())
    assert case.number not in morning("2026-03-11")
    assert case.number in morning("2026-03-12")
    assert case.number in morning("2026-03-13")
    assert case.number in at_desk("ketua").open("/meja/perhatian/").text
    assert case.number in morning("2026-03-14"), "looking at the list opens nothing"

    travel("2026-03-16 09:30")
    assert at_desk("petugas").case(case).status == 200
    assert case.number not in morning("2026-03-17")
    section = at_desk("ketua").open("/meja/perhatian/").text
    assert "Semua berkas sudah dibuka." in section


def test_the_applicants_own_look_opens_nothing(office: Any, travel: Any, morning: Any) -> None:
    travel("2026-03-09 10:00")
    browser = Browser()
    _page, case = file_online(browser)
    browser.open(secret_path(case))
    assert case.number in morning("2026-03-12")


def test_a_stranger_at_the_desk_opens_nothing(
    office: Any, travel: Any, morning: Any, at_desk: Any
) -> None:
    """A unit that has nothing to do with it hears that there is no such case."""
    travel("2026-03-09 10:00")
    _page, case = file_online(Browser())
    assert at_desk("pelaksana_a").case(case).status == 404
    assert case.number in morning("2026-03-12")


def test_a_withdrawn_request_leaves_the_report(office: Any, travel: Any, morning: Any) -> None:
    travel("2026-03-09 10:00")
    _page, case = file_online(Browser())
    assert case.number in morning("2026-03-12")
    browser = Browser()
    page = browser.open(secret_path(case))
    browser.open(page.link("Cabut permohonan")).form("sure").submit(sure="on")
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert case.number not in morning("2026-03-13")


def test_a_request_keyed_in_and_left_is_on_it_too(
    office: Any, travel: Any, morning: Any, at_desk: Any
) -> None:
    travel("2026-03-09 10:00")
    key_in(at_desk("petugas"), channel="letter", day="2026-03-09", time="09:00")
    assert InformationRequest.objects.get().number in morning("2026-03-12")
