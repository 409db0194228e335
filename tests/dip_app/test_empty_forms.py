"""The empty lists that units fill in (domain 3.9 and 3.10), and how the import reads them back."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from dip_app.importing import applying
from dip_app.importing.empty_forms import EMPTY_LISTS, EXCLUDED, PUBLIC
from dip_app.importing.mapping import TARGETS, target_of
from dip_app.importing.reading import read
from dip_app.models import InformationItem
from ppid_portal.clock import now
from ppid_portal.spreadsheets.xlsx import xlsx_stream
from tests.conftest import Office

pytestmark = pytest.mark.any_database

FILLED = ("1", "Laporan Kinerja 2025", "Capaian sasaran tahun 2025.", "Berkala",
          "Biro Uji Anggaran", "Kepala Biro", "2025", "Jakarta", "Softcopy (PDF)", "5 tahun",
          "Kinerja", "https://www.contoh.go.id/lkj.pdf")  # fmt: skip


def filled(*rows: tuple[str, ...]) -> bytes:
    widths = [width for _heading, width in PUBLIC.columns]
    return b"".join(xlsx_stream(PUBLIC.headings, widths, [rows], sheet_name="DIP", made=now()))


@pytest.mark.parametrize("key", EMPTY_LISTS)
def test_it_is_a_workbook_of_headings_alone(key: str) -> None:
    table = read(b"".join(EMPTY_LISTS[key].workbook()))
    assert [list(row) for row in table.rows] == [list(EMPTY_LISTS[key].headings)]


def test_it_has_every_column_of_the_laws_form() -> None:
    """Lampiran II: the import knows each heading by itself, and none twice."""
    found = [target_of(heading, guess=False) for heading in PUBLIC.headings]
    assert found == ["number", "title", "summary", "category", "unit", "responsible", "made_when",
                     "made_where", "formats", "retention", "topic", "link"]  # fmt: skip
    assert set(found) <= set(TARGETS)


def test_the_list_of_exclusions_has_the_columns_of_its_form() -> None:
    assert EXCLUDED.headings[:6] == (
        "No",
        "Informasi yang Dikecualikan",
        "Dasar Hukum Pengecualian",
        "Konsekuensi bagi Publik bila Dibuka",
        "Konsekuensi bagi Publik bila Ditutup",
        "Jangka Waktu",
    )


@pytest.mark.django_db
def test_what_a_unit_fills_in_is_read_back_without_a_question(office: Office) -> None:
    batch = applying.prepare(
        filled(FILLED),
        unit=office.unit_a,
        whole_body=False,
        actor=office.actor(office.pelaksana_a),
        name="formulir-dip.xlsx",
    )
    assert (batch.rows, batch.accepted, batch.rejected) == (1, 1, 0)
    applying.apply(batch, office.actor(office.pelaksana_a))
    item = InformationItem.objects.get()
    assert (item.title, item.summary, item.category) == (FILLED[1], FILLED[2], "periodic")
    assert (item.unit, item.responsible) == (office.unit_a, "Kepala Biro")
    assert (item.made_when, item.made_where) == ("Tahun 2025", "Jakarta")
    assert item.retention == "5 tahun"
    assert (item.format, item.topic, item.link) == ("pdf", "Kinerja", FILLED[11])


@pytest.mark.django_db
@pytest.mark.parametrize("key", EMPTY_LISTS)
def test_staff_fetch_it_and_nobody_else(
    office: Office, client_as: Any, client: Any, key: str
) -> None:
    url = reverse("dip_import:empty", args=[key])
    answer = client_as(office.pelaksana_a).get(url)
    assert answer["Content-Disposition"] == f'attachment; filename="formulir-{key}.xlsx"'
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert client.get(url).status_code == 302
    assert client_as(office.outsider).get(url).status_code == 404


@pytest.mark.django_db
def test_the_pages_lead_to_them(office: Office, client_as: Any) -> None:
    browser = client_as(office.pelaksana_a)
    for page, key in (("dip_import:index", "dip"), ("dip_desk:new_test", "dik")):
        shown = browser.get(reverse(page)).content.decode()
        assert reverse("dip_import:empty", args=[key]) in shown
    assert browser.get("/meja/dip/impor/kosong/apa.xlsx").status_code == 404
