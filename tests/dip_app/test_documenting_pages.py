"""The pages of SOP 7: who sees what, what they ask, and that no list costs more when it grows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dip_app.documenting import stating
from dip_app.documenting.archive import ArchiveRecord
from dip_app.documenting.disposal import DisposalProposal
from dip_app.documenting.models import DocumentingRound, UnitDocuments
from ppid_portal.audit.models import AuditEntry
from tests.driver_documenting import BEGUN, DocumentingDesk, many

pytestmark = pytest.mark.any_database

ARCHIVE, CSV = "/meja/dip/arsip/", "/meja/dip/arsip/csv/"
BEGIN, PROPOSE = "/meja/dip/pendokumentasian/baru/", "/meja/dip/arsip/usul/"


@pytest.fixture
def desk(office: Any, travel: Any) -> DocumentingDesk:
    return DocumentingDesk(office, travel)


@pytest.fixture
def browser(desk: DocumentingDesk, client_as: Any) -> Any:
    """Return a browser of somebody of the office, by their key."""
    return lambda who: client_as(getattr(desk.office, who))


def items_url(documents: UnitDocuments) -> str:
    return f"/meja/dip/pendokumentasian/{documents.pk}/butir/"


def titles(answer: Any) -> list[str]:
    return [line.item.title for line in answer.context["page"].lines]


def posted(**changes: Any) -> dict[str, Any]:
    """Return the form of many items as a browser sends it."""
    return {"tindakan": "state_items", "which": "semua", **many(), **changes}


# -- beginning a round -----------------------------------------------------------------------------


def test_the_secretariat_begins_a_round(desk: DocumentingDesk, browser: Any) -> None:
    """SOP 7.1: one case per unit with a PPID Pelaksana; a second sending makes no second round."""
    desk.travel(BEGUN)
    desk.item()
    page = browser("petugas").get(BEGIN)
    form = page.context["form"]
    data = {name: form.initial[name] for name in ("title", "units", "key")}
    assert set(data["units"]) >= {desk.office.unit_a.pk, desk.office.unit_b.pk}
    for _again in range(2):
        assert browser("petugas").post(BEGIN, data).status_code == 302
    case = DocumentingRound.objects.get()
    assert case.parts().count() == len(data["units"])
    assert desk.part(case).expected == 1


@pytest.mark.parametrize("who", ["ketua", "atasan", "pelaksana_a", "hukum", "outsider"])
def test_nobody_else_begins_or_proposes(desk: DocumentingDesk, browser: Any, who: str) -> None:
    desk.travel(BEGUN)
    for url in (BEGIN, PROPOSE):
        assert browser(who).get(url).status_code == 403
        assert browser(who).post(url, {}).status_code == 403


def test_a_second_round_waits_for_the_first(desk: DocumentingDesk, browser: Any) -> None:
    """The page says which one runs, and nothing typed is lost."""
    first = desk.collecting()
    data = {"title": "Putaran kedua", "units": [desk.office.unit_a.pk], "key": "k"}
    answer = browser("petugas").post(BEGIN, data)
    assert first.number in answer.content.decode()
    assert 'value="Putaran kedua"' in answer.content.decode()
    assert DocumentingRound.objects.count() == 1


# -- what a unit states ----------------------------------------------------------------------------


def test_a_unit_states_its_list_from_the_page(desk: DocumentingDesk, browser: Any) -> None:
    """SOP 7.1: many at once, then what is left one by one, then handed over."""
    case = desk.collecting(items=3)
    documents = desk.part(case)
    unit = browser("pelaksana_a")
    page = unit.get(items_url(documents))
    assert len(titles(page)) == 3
    first = page.context["page"].lines[0].item
    answer = unit.post(items_url(documents), posted(which="dicentang", ticked=[first.pk]))
    assert answer.status_code == 302
    assert len(titles(unit.get(items_url(documents)))) == 2
    assert unit.post(items_url(documents), posted()).status_code == 302
    documents = desk.part(case)
    assert (documents.recorded, documents.missing) == (3, 0)
    assert len(titles(unit.get(f"{items_url(documents)}?isi=sudah"))) == 3


def test_one_item_is_stated_on_its_own_page(desk: DocumentingDesk, browser: Any) -> None:
    """The retention begins after the year of making unless the unit says otherwise."""
    documents = desk.part(desk.collecting())
    unit = browser("pelaksana_a")
    (line, _other) = unit.get(items_url(documents)).context["page"].lines
    url = f"{items_url(documents)}{line.item.pk}/"
    form = unit.get(url).context["form"]
    begin = form.initial["retention_from"]
    assert begin.isoformat() == f"{line.item.made_year + 1}-01-01"
    answer = unit.post(url, {**many(), "retention_from": "2024-07-01", "lalu": "berikutnya"})
    assert answer.status_code == 302
    assert answer["Location"] != url
    entry = documents.entries.get()
    assert (entry.retention_from.isoformat(), entry.retention_end.isoformat()) == (
        "2024-07-01",
        "2029-07-01",
    )


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"form": "paper", "place": ""}, "place", "Tuliskan tempat"),
        ({"form": "missing"}, "remarks", "mengapa tidak ditemukan"),
        ({"active_years": "0", "inactive_years": "0"}, "active_years", "jadwal retensi"),
        ({"fate": ""}, "fate", "Pilih nasib akhirnya"),
        ({"which": "kategori"}, "category", "Pilih kategorinya"),
        ({"which": "tahun"}, "year", "Isi tahunnya"),
        ({"which": "dicentang"}, "which", "Centang dahulu"),
    ],
)
def test_errors_stand_beside_the_field_and_nothing_is_lost(
    desk: DocumentingDesk, browser: Any, change: dict[str, str], field: str, words: str
) -> None:
    documents = desk.part(desk.collecting())
    answer = browser("pelaksana_a").post(
        items_url(documents), posted(**{"container": "boks tujuh", **change})
    )
    assert answer.status_code == 200
    assert words in str(answer.context["bulk"].errors[field])
    assert 'value="boks tujuh"' in answer.content.decode()
    assert documents.entries.count() == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [("petugas", 200), ("ketua", 200), ("pelaksana_b", 404), ("hukum", 404), ("outsider", 404)],
)
def test_a_list_is_seen_by_its_unit_and_the_office(
    desk: DocumentingDesk, browser: Any, who: str, status: int
) -> None:
    """Another unit hears that there is none; the office reads and does not write."""
    documents = desk.part(desk.collecting())
    assert browser(who).get(items_url(documents)).status_code == status
    browser(who).post(items_url(documents), posted())
    assert documents.entries.count() == 0


@pytest.mark.every_database
def test_a_list_is_paged_and_costs_the_same_at_any_length(
    desk: DocumentingDesk, browser: Any
) -> None:
    """Fifty items a page, in a fixed number of queries."""
    documents = desk.part(desk.collecting(items=2))
    unit = browser("pelaksana_a")
    unit.get(items_url(documents))

    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert unit.get(url).status_code == 200
        return len(seen)

    few = queries(items_url(documents))
    desk.do(DocumentingRound.objects.get(), "cancel", desk.office.ketua, reason="Diulang.")
    for _number in range(stating.PAGE + 10):
        desk.item()
    documents = desk.part(desk.begun())
    assert queries(items_url(documents)) <= few + 1
    first = unit.get(items_url(documents))
    second = unit.get(items_url(documents) + first.context["page"].next_url)
    back = unit.get(items_url(documents) + second.context["page"].previous_url)
    assert len(titles(first)) == stating.PAGE
    assert len(titles(second)) == 12
    assert not set(titles(first)) & set(titles(second))
    assert titles(back) == titles(first)


@pytest.mark.parametrize(
    "mark", ["x", "9" * 18 + ".1", "1.x", "²³.1", "..", "1.9999999999999999999"]
)
def test_a_broken_mark_of_a_page_shows_the_beginning(
    desk: DocumentingDesk, browser: Any, mark: str
) -> None:
    documents = desk.part(desk.collecting())
    answer = browser("pelaksana_a").get(items_url(documents), {"setelah": mark})
    assert len(titles(answer)) == 2


# -- the archive list ------------------------------------------------------------------------------


def archived(answer: Any) -> set[str]:
    return {line.unit for line in answer.context["lines"]}


def test_the_office_sees_all_records_and_a_unit_its_own(
    desk: DocumentingDesk, browser: Any
) -> None:
    desk.filed()
    a, b = desk.office.unit_a.name, desk.office.unit_b.name
    for who, units in (
        ("petugas", {a, b}),
        ("atasan", {a, b}),
        ("pelaksana_a", {a}),
        ("pimpinan_a", {a}),
        ("pelaksana_b", {b}),
        ("hukum", set()),
    ):
        assert archived(browser(who).get(ARCHIVE)) == units, who
    assert browser("outsider").get(ARCHIVE).status_code == 403
    assert Client().get(ARCHIVE).status_code == 302


def test_another_unit_cannot_be_asked_for(desk: DocumentingDesk, browser: Any) -> None:
    """The filter narrows what one may see and never widens it."""
    desk.filed()
    answer = browser("pelaksana_a").get(ARCHIVE, {"unit": desk.office.unit_b.pk})
    assert archived(answer) == set()


def test_the_archive_list_comes_as_csv_and_is_recorded(desk: DocumentingDesk, browser: Any) -> None:
    """UU 43/2009: with place, retention and fate; nothing typed runs as a formula."""
    desk.filed(place="=HYPERLINK(1)")
    answer = browser("pelaksana_a").post(CSV)
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "'=HYPERLINK(1)" in rows[1]
    assert "Musnah" in rows[1]
    assert AuditEntry.objects.filter(subject="register:archive").count() == 1
    assert browser("pelaksana_a").get(CSV).status_code == 405
    assert browser("outsider").post(CSV).status_code == 404


def test_records_are_narrowed_by_state_and_fate(desk: DocumentingDesk, browser: Any) -> None:
    desk.ended()
    page = browser("petugas")
    assert len(page.get(ARCHIVE, {"keadaan": "habis"}).context["lines"]) == 4
    assert len(page.get(ARCHIVE, {"nasib": "permanent"}).context["lines"]) == 0
    assert len(page.get(ARCHIVE, {"keadaan": "disusutkan"}).context["lines"]) == 0
    ArchiveRecord.objects.update(disposal="destroyed", disposed_on="2026-03-02")
    assert len(page.get(ARCHIVE, {"keadaan": "disusutkan"}).context["lines"]) == 4


# -- disposal --------------------------------------------------------------------------------------


def test_the_secretariat_proposes_from_the_page(desk: DocumentingDesk, browser: Any) -> None:
    desk.ended()
    page = browser("petugas").get(PROPOSE)
    assert [len(group["lines"]) for group in page.context["groups"]] == [4, 0]
    data = {"sort": "destroy", "key": "k", "unit": desk.office.unit_a.pk}
    for _again in range(2):
        assert browser("petugas").post(PROPOSE, data).status_code == 302
    assert DisposalProposal.objects.get().lines.count() == 2


def test_nothing_to_propose_is_said_on_the_page(desk: DocumentingDesk, browser: Any) -> None:
    desk.filed()
    answer = browser("petugas").post(PROPOSE, {"sort": "destroy", "key": "k"})
    assert answer.status_code == 200
    assert "belum ada yang habis masa simpannya" in answer.content.decode()
    assert DisposalProposal.objects.count() == 0


# -- what the desk shows ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "who", "words"),
    [
        ("collecting", "petugas", "0 dari 2"),
        ("compiling", "petugas", "Rekapitulasi"),
        ("deciding", "ketua", "Rekapitulasi"),
        ("filed", "petugas", "4 butir berlaku sebagai daftar arsip"),
    ],
)
def test_the_page_of_a_round_shows_its_units(
    desk: DocumentingDesk, browser: Any, state: str, who: str, words: str
) -> None:
    case = desk.round_in(state)
    answer = browser(who).get(f"/meja/berkas/{case.pk}/")
    assert words in answer.content.decode()
    assert browser("pelaksana_a").get(f"/meja/berkas/{case.pk}/").status_code == 404


def test_the_page_of_a_unit_leads_to_its_list(desk: DocumentingDesk, browser: Any) -> None:
    documents = desk.part(desk.collecting())
    answer = browser("pelaksana_a").get(f"/meja/berkas/{documents.pk}/").content.decode()
    assert items_url(documents) in answer
    assert "2 dari 2 butir masih kosong" in answer


def test_ketua_decides_a_round_and_a_disposal_on_one_page(
    desk: DocumentingDesk, browser: Any
) -> None:
    """SOP 7.3: what is decided, who is in, and the letter as it will be sent."""
    case = desk.deciding()
    answer = browser("ketua").get(f"/meja/persetujuan/{case.pk}/").content.decode()
    assert desk.office.unit_a.name in answer
    assert "pratinjau/pengesahan/" in answer
    desk.do(case, "return_round", desk.office.ketua, reason="Diulang.")
    desk.do(DocumentingRound.objects.get(), "cancel", desk.office.ketua, reason="Diulang.")
    case = desk.disposal_in("deciding")
    answer = browser("ketua").get(f"/meja/persetujuan/{case.pk}/").content.decode()
    assert "tidak dihapus" in answer
    assert "pratinjau/berita-acara/" in answer


@pytest.mark.parametrize(
    ("make", "letter"),
    [("compiling", "memorandum"), ("deciding", "pengesahan"), ("disposal", "berita-acara")],
)
def test_a_letter_can_be_seen_before_it_is_issued(
    desk: DocumentingDesk, browser: Any, make: str, letter: str
) -> None:
    case = desk.disposal_in("deciding") if make == "disposal" else desk.round_in(make)
    url = f"/meja/dip/pendokumentasian/{case.pk}/pratinjau/{letter}/"
    answer = browser("petugas").get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert browser("pelaksana_a").get(url).status_code == 404
    assert browser("petugas").get(url.replace(letter, "lain")).status_code == 404
