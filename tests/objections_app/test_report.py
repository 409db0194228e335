"""The periodic report on objections (SOP 3.10): opened by itself, counted once, then frozen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from objections_app import report
from objections_app.models import Objection, ObjectionReport
from objections_app.tasks import open_report
from ppid_portal.sop.models import LegalDeadline
from requests_app.models import Obligation
from tests.driver_objections import ObjectionDesk, sweep
from tests.scenarios.browser import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def half_year(desk: ObjectionDesk, travel: Any) -> ObjectionReport:
    """Return the report of the first half of 2026, in which objections ended in every way."""
    travel("2026-01-06 09:00")
    silent = desk.registered(grounds="b")
    late = desk.recorded("rejected", grounds="b")
    withdrawn_late = desk.registered(grounds="b")
    travel("2026-03-02 09:00")
    sweep()
    desk.do(late, "deliver_reply", desk.office.petugas, method="email")
    desk.do(withdrawn_late, "withdraw", desk.office.applicant(withdrawn_late))
    travel("2026-03-09 10:00")
    upheld = desk.delivered("upheld", grounds="b", method="pickup")
    desk.delivered("partly", grounds="b", method="pickup")
    desk.withdrawn(grounds="b")
    desk.delivered("not_admissible", grounds=["a", "g"], method="pickup")
    desk.do(
        Obligation.objects.get(origin_id=upheld.pk),
        "deliver",
        desk.office.petugas,
        delivered_on=date(2026, 3, 9),
    )
    travel("2026-06-30 10:00")
    desk.filed(grounds="b")
    travel("2026-07-01 08:00")
    desk.filed(grounds="b")
    sweep()
    assert Objection.objects.get(pk=silent.pk).lapsed_on is not None
    made = report.open_due()
    assert made is not None
    return made


def test_the_figures_are_those_of_the_register(half_year: ObjectionReport) -> None:
    """Each objection is counted in exactly one of the ways in which it can end."""
    found = report.context(half_year)

    assert found.received == 8, "that of 1 July belongs to the next report"
    ends = {
        "in_time": found.in_time,
        "late": found.late,
        "lapsed_unanswered": found.lapsed_unanswered,
        "pending": found.pending,
        "withdrawn": found.withdrawn,
    }
    assert ends == {
        "in_time": 3,
        "late": 1,
        "lapsed_unanswered": 1,
        "pending": 1,
        "withdrawn": 2,
    }
    assert sum(ends.values()) == found.received

    # Several grounds of one objection count each; the letter says so.
    grounds = {each.label[0]: each.count for each in found.by_ground if each.count}
    outcomes = {each.label: each.count for each in found.by_outcome if each.count}
    assert grounds == {"a": 1, "b": 7, "g": 1}
    assert outcomes == {
        "Dikabulkan seluruhnya": 1,
        "Dikabulkan sebagian": 1,
        "Ditolak": 1,
        "Tidak dapat diterima": 1,
    }

    # What was ordered is followed to its execution.
    assert (found.orders_imposed, found.orders_done_in_time, found.orders_open) == (2, 1, 1)

    # S24: no duration is negative, and the median is of those that were answered.
    days = sorted(row.working_days for row in found.rows if row.working_days is not None)
    assert days == [0, 0, 0, 36], "the last from 6 January to 2 March 2026"
    assert found.median_days == 0

    assert "Siti" not in str(found), "a report names nobody"
    assert not LegalDeadline.objects.filter(case_id=half_year.pk).exists()


def test_the_desk_shows_the_figures_before_and_the_frozen_letter_after(
    desk: ObjectionDesk, half_year: ObjectionReport
) -> None:
    browser = Browser.of(desk.office.petugas)
    page = browser.case(half_year)
    assert "Keberatan diterima 8" in page.text
    assert "Ditanggapi dalam 30 hari kerja 3" in page.text
    draft = browser.open(page.link("Pratinjau laporan"))
    assert draft.response["Content-Type"] == "application/pdf"

    after = browser.act(half_year, "compile_report", notes="Dua terlambat.")

    assert "Laporan yang disampaikan" in after.text
    assert "Dua terlambat." in after.text
    assert "Angka yang akan dilaporkan" not in after.text

    half_year.refresh_from_db()
    before = half_year.letter.context["letter"]
    pending = Objection.objects.filter(state="filed").order_by("pk").first()
    assert pending is not None
    desk.do(pending, "withdraw", desk.office.applicant(pending))
    half_year.letter.refresh_from_db()
    assert half_year.letter.context["letter"] == before
    assert (before["notes"], before["received"]) == ("Dua terlambat.", 8)


# -- when there is one to make ---------------------------------------------------------------------


def test_the_worker_opens_it_once_and_only_when_the_half_year_has_ended(
    desk: ObjectionDesk, travel: Any
) -> None:
    desk.desk.registered()
    travel("2026-06-30 23:59")
    open_report()
    assert not ObjectionReport.objects.exists()
    for moment in ("2026-07-01 00:05", "2026-07-01 04:00", "2026-09-01 04:00"):
        travel(moment)
        open_report()
    (made,) = ObjectionReport.objects.all()
    assert (made.period_from, made.period_to) == (date(2026, 1, 1), date(2026, 6, 30))
    assert made.number == "001/PPID-SETNEG/LK/2026"


def test_a_new_portal_owes_no_report_on_the_time_before_it(
    desk: ObjectionDesk, travel: Any
) -> None:
    travel("2026-07-02 10:00")
    desk.desk.registered()
    open_report()
    assert not ObjectionReport.objects.exists()


def test_a_half_year_without_objections_is_reported_as_such(
    desk: ObjectionDesk, travel: Any
) -> None:
    desk.desk.registered()
    travel("2026-07-02 10:00")
    made = report.open_due()
    assert made is not None
    case = desk.do(made, "compile_report", desk.office.petugas)
    assert case.letter.context["letter"]["received"] == 0
    assert case.letter.context["letter"]["median_days"] is None


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2026, 1, 1), (date(2025, 7, 1), date(2025, 12, 31))),
        (date(2026, 6, 30), (date(2025, 7, 1), date(2025, 12, 31))),
        (date(2026, 7, 1), (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2026, 12, 31), (date(2026, 1, 1), date(2026, 6, 30))),
    ],
)
def test_the_half_year_is_the_one_that_ended_last(day: date, period: tuple[date, date]) -> None:
    assert report.last_half_year(day) == period
