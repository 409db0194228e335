"""An edition as a table: what was decreed, as it stood then (F, open data of the list)."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from dip_app.editions.models import ListEdition
from dip_app.models import InformationItem
from dip_app.opendata import editions
from dip_app.opendata.editions import HEADINGS
from ppid_portal.spreadsheets import xlsx
from tests.dip_app.conftest import Make
from tests.dip_app.test_editions import frozen

pytestmark = pytest.mark.django_db


def address(edition: ListEdition, kind: str) -> str:
    return f"/dip/edisi/{edition.year}/{edition.number}/daftar.{kind}"


def rows_of(client: Client, edition: ListEdition) -> list[dict[str, str]]:
    answer = client.get(address(edition, "csv"))
    assert answer.status_code == 200
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_entry_is_there_in_its_place_as_it_was_decreed(
    client: Client, make_item: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later change of the list, or of an item, changes no file of an edition."""
    monkeypatch.setattr(editions, "_CHUNK", 2)
    items = [make_item(f"Laporan {number}") for number in range(5)]
    edition = frozen()
    InformationItem.objects.filter(pk=items[0].pk).update(title="Lain sama sekali")
    make_item("Baru sesudah edisi")
    rows = rows_of(client, edition)
    assert list(rows[0]) == list(HEADINGS)
    assert [row["No."] for row in rows] == ["1", "2", "3", "4", "5"]
    assert sorted(row["Judul"] for row in rows) == [f"Laporan {number}" for number in range(5)]
    found = {row["Judul"]: row for row in rows}
    first = found["Laporan 0"]
    assert first["Nomor informasi"] == str(items[0].pk)
    assert first["Alamat"].endswith(f"/dip/{items[0].pk}/laporan-0/")
    assert client.get(f"/dip/{items[0].pk}/laporan-0/", follow=True).status_code == 200


def test_a_cell_that_looks_like_a_formula_is_harmless(client: Client, make_item: Make) -> None:
    make_item("=HYPERLINK(0)")
    (row,) = rows_of(client, frozen())
    assert row["Judul"] == "'=HYPERLINK(0)"


def test_a_workbook_comes_too(client: Client, make_item: Make) -> None:
    make_item("Laporan")
    answer = client.get(address(frozen(), "xlsx"))
    assert answer["Content-Type"] == xlsx.CONTENT_TYPE
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    headings, row = book.get_sheet_by_index(0).to_python()
    assert headings == list(HEADINGS)
    assert row[1] == "Laporan"


def test_who_has_it_is_not_sent_it_again(client: Client, make_item: Make) -> None:
    make_item("Laporan")
    edition = frozen()
    first = client.get(address(edition, "csv"))
    first.getvalue()
    make_item("Baru sesudah edisi")
    again = client.get(address(edition, "csv"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["2031/1/daftar.csv", "{year}/{number}/daftar.pdf"])
def test_what_does_not_exist_is_said_in_a_sentence(
    client: Client, make_item: Make, path: str
) -> None:
    edition = frozen()
    answer = client.get(f"/dip/edisi/{path.format(year=edition.year, number=edition.number)}")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/plain")


def test_its_work_does_not_grow_but_with_its_chunks(
    client: Client, make_item: Make, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        make_item(f"Laporan {number}")
    edition = frozen()
    with django_assert_num_queries(2):
        assert len(rows_of(client, edition)) == 30


def test_the_page_of_the_edition_leads_to_both(client: Client, make_item: Make) -> None:
    make_item("Laporan")
    edition = frozen()
    page = client.get(edition.get_absolute_url()).content.decode()
    assert address(edition, "csv") in page
    assert address(edition, "xlsx") in page
