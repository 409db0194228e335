"""S24. Report lock.

*Given* January-December figures locked, *when* someone reopens, re-dates or reclassifies a case
inside the period, *then* it is listed as a dated correction; register totals, page and annual PDF
agree; no duration is negative (Perki 1/2021 Pasal 56).
"""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from ppid_portal.reports.annual.models import SECTIONS, AnnualReport, FigureChange
from ppid_portal.reports.tasks import follow_years
from requests_app.models import InformationRequest
from tests.driver import Desk, at, file_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(desk: Desk, at_desk: Any, travel: Any, post: Any) -> AnnualReport:
    """The report of 2026, with a request that was answered and one that still runs."""
    desk.answered(title="Realisasi anggaran")
    travel("2026-12-28 09:00")
    desk.in_process(units=False, title="Daftar aset")
    travel("2027-01-04 04:20")
    follow_years()
    case = AnnualReport.objects.get()
    travel("2027-01-05 09:00")
    at_desk("petugas").act(case, "write", **dict.fromkeys(SECTIONS, "Tidak ada."))
    at_desk("petugas").act(case, "submit")
    at_desk("ketua").decide(case, "issue")
    post()
    return AnnualReport.objects.get()


def text_of(citizen: Any) -> str:
    """Return what the issued PDF says, in one line."""
    answer = citizen.open("/laporan-layanan/2026.pdf").response
    reader = PdfReader(io.BytesIO(answer.content))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def test_register_page_and_document_agree(issued: AnnualReport, citizen: Any, at_desk: Any) -> None:
    page = citizen.open("/laporan-layanan/").text
    assert "Permohonan diterima 2" in page
    said = text_of(citizen)
    assert "Permohonan yang diterima Permohonan" in said
    assert re.search(r"Desember 2026 1 Jumlah 2\b", said)
    register = at_desk("petugas").open("/meja/register/permohonan/?tahun=2026").html
    assert len(set(re.findall(r"\d{4}/PPID-SETNEG/PI/2026", register))) == 2
    values = [
        row["value"]
        for chapter in issued.figures or []
        for table in chapter["tables"]
        for row in table["rows"]
        if row["value"] is not None
    ]
    assert min(values) >= 0


def test_what_moves_afterwards_is_a_dated_correction_and_the_report_stays(
    issued: AnnualReport, desk: Desk, citizen: Any, travel: Any
) -> None:
    before, frozen = text_of(citizen), issued.figures
    open_one = InformationRequest.objects.get(answered_on__isnull=True)
    travel("2027-01-07 10:00")
    desk.do(open_one, "withdraw", desk.office.applicant(open_one))

    for moment in ("2027-01-08 04:20", "2027-01-09 04:20"):
        travel(moment)
        follow_years()

    changes = {change.key: change for change in FigureChange.objects.all()}
    moved = {key: (change.was, change.found) for key, change in changes.items()}
    assert moved["requests.result.withdrawn"] == (0, 1)
    assert moved["requests.result."] == (1, 0)
    assert "requests.month.2026-12" not in moved, "it was received all the same"
    day = date(2027, 1, 8)
    assert {change.noticed_at.astimezone().date() for change in changes.values()} <= {
        day,
        date(2027, 1, 7),
    }
    page = citizen.open("/laporan-layanan/").text
    assert f"{len(changes)} angka berubah sesudah laporan terbit" in page
    assert "Permohonan informasi, Menurut hasil: Dicabut" in page

    issued.refresh_from_db()
    assert issued.figures == frozen
    assert text_of(citizen) == before


def test_a_letter_recorded_late_for_the_closed_year_is_a_correction_too(
    issued: AnnualReport, travel: Any
) -> None:
    """What reached the body in December and was written down in February counts for December."""
    travel("2027-02-01 09:00")
    file_request(received_at=at("2026-12-30 10:00"), channel="letter")
    follow_years()
    moved = {change.key: (change.was, change.found) for change in FigureChange.objects.all()}
    assert moved["requests.month.2026-12"] == (1, 2)


def test_nothing_moves_on_a_quiet_night(issued: AnnualReport, travel: Any) -> None:
    travel("2027-01-06 04:20")
    follow_years()
    assert not FigureChange.objects.exists()
