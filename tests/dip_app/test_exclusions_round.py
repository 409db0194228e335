"""SOP 8.1, 8.2, 8.5, 8.6: the half-yearly round opens by itself and ends with a report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from dip_app.exclusions import letters
from dip_app.exclusions.models import DocumentationRound, half_year_before
from dip_app.exclusions.sweeps import open_ended, open_round, start_openings
from ppid_portal.files.models import EXCLUDED
from ppid_portal.files.services import store
from ppid_portal.letters.models import Letter
from tests.driver import PIXEL, make_decree
from tests.driver_exclusions import NEAR, ExclusionDesk

MARCH = datetime.fromisoformat("2026-03-02T10:00:00+07:00")


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2026, 7, 1), (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2026, 12, 31), (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2027, 1, 1), (date(2026, 7, 1), date(2026, 12, 31))),
        (date(2027, 6, 30), (date(2026, 7, 1), date(2026, 12, 31))),
    ],
)
def test_the_period_is_the_half_year_that_ended_last(day: date, period: tuple[date, date]) -> None:
    """Domain 1.2, row 27: every six months."""
    assert half_year_before(day) == period


def test_a_round_opens_by_itself_after_each_half_year(shelf: ExclusionDesk) -> None:
    """Once per half year, however often the portal looks."""
    make_decree(shelf.office.unit_a, recorded_at=MARCH)
    shelf.travel("2026-06-30 23:00")
    assert open_round() is None
    for day, periods in (("2026-07-01", 1), ("2026-10-05", 1), ("2027-01-04", 2)):
        shelf.travel(f"{day} 08:00")
        for _again in range(2):
            open_round()
        assert DocumentationRound.objects.count() == periods
    assert list(DocumentationRound.objects.order_by("pk").values_list("period_to", flat=True)) == [
        date(2026, 6, 30),
        date(2026, 12, 31),
    ]


def test_no_round_opens_where_nothing_was_ever_excluded(shelf: ExclusionDesk) -> None:
    shelf.travel("2026-07-01 08:00")
    assert open_round() is None


def test_a_round_shows_what_stands_in_the_order_of_its_end(shelf: ExclusionDesk) -> None:
    """SOP 8.2: by period; what only an event ends comes last, what has ended is gone."""
    unit = shelf.office.unit_a
    make_decree(unit, title="Peristiwa", valid_until=None, end_event="Persetujuan ahli waris")
    make_decree(unit, title="Kedua", valid_until=date(2028, 1, 5))
    make_decree(unit, title="Sudah berakhir", valid_until=date(2026, 6, 1))
    case = shelf.collecting()  # with one that ends on 31 December 2026
    assert list(case.standing().values_list("title", flat=True)) == [
        "Data pribadi pegawai",
        "Kedua",
        "Peristiwa",
    ]


def test_a_copy_without_paper_counts_as_stored(shelf: ExclusionDesk) -> None:
    """SOP 8.5: soft copy or hard copy."""
    case = shelf.storing()
    copies = [
        store(PIXEL, purpose=EXCLUDED, name=f"{name}.png", content_type="image/png")
        for name in ("depan", "belakang")
    ]
    decree = case.unstored().get()
    shelf.do(case, "store", shelf.office.petugas, decree=decree, files=copies)
    assert case.unstored().count() == 0


def test_a_second_place_replaces_the_first_and_keeps_the_copies(shelf: ExclusionDesk) -> None:
    case = shelf.storing()
    decree = case.unstored().get()
    for place, container in (("Lemari 2", "map 4"), ("Ruang arsip A", "")):
        shelf.do(
            case, "store", shelf.office.petugas, decree=decree, place=place, container=container
        )
    decree.refresh_from_db()
    assert (decree.custody.place, decree.custody.container) == ("Ruang arsip A", "map 4")
    assert decree.custody.history.count() >= 2


def test_the_report_says_what_stands_what_opened_and_what_ends_next(
    shelf: ExclusionDesk,
) -> None:
    """SOP 8.6: title, ground and period of each; never the content (domain 3.10)."""
    unit = shelf.office.unit_a
    shelf.decree(title="Dibuka pada akhir tahun", recorded_at=MARCH)
    make_decree(unit, title="Segera", valid_until=date(2027, 4, 1))
    make_decree(unit, title="Lama", valid_until=date(2030, 1, 5))
    shelf.travel(NEAR)
    start_openings()
    shelf.travel("2026-12-31 08:00")
    start_openings()
    open_ended()
    shelf.travel("2027-01-04 08:00")
    case = open_round()
    assert case is not None
    for act in ("collect", "classify"):
        case = shelf.do(case, act, shelf.office.petugas)
    for decree in case.unstored():
        case = shelf.do(case, "store", shelf.office.petugas, decree=decree, place="Lemari 2")
    case = shelf.do(case, "finish_storing", shelf.office.petugas)
    found = letters.report_context(case)
    assert [row.title for row in found.rows] == ["Segera", "Lama"]
    assert {row.place for row in found.rows} == {"Lemari 2"}
    assert [row.title for row in found.ending] == ["Segera"]
    assert [(row.title, row.opened_on, row.listed) for row in found.opened] == [
        ("Dibuka pada akhir tahun", date(2026, 12, 31), False)
    ]
    done = shelf.do(case, "report", shelf.office.petugas, notes="Lengkap.")
    assert (done.state, done.notes) == ("reported", "Lengkap.")
    assert done.report_letter.kind == "exclusion_report"
    assert done.closed_at is not None


def test_the_report_is_one_letter_with_its_own_number(shelf: ExclusionDesk) -> None:
    case = shelf.reported()
    assert Letter.objects.filter(case=case, kind="exclusion_report").count() == 1
    assert case.report_letter.number


@pytest.mark.parametrize(
    ("reader", "status"), [("petugas", 200), ("pelaksana_a", 404), ("outsider", 404)]
)
def test_the_report_can_be_read_before_it_is_sent(
    shelf: ExclusionDesk, client_as: Any, reader: str, status: int
) -> None:
    """A draft for the office alone; it takes no number."""
    case = shelf.reporting()
    address = f"/meja/dikecualikan/{case.pk}/pratinjau/laporan/"
    answer = client_as(getattr(shelf.office, reader)).get(address)
    assert answer.status_code == status
    assert not Letter.objects.filter(case=case, kind="exclusion_report").exists()
