"""The pages of an import: who may, what they show, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dip_app.importing import applying
from dip_app.importing.models import ImportBatch
from dip_app.models import InformationItem
from ppid_portal.people.models import User
from tests.conftest import Office
from tests.dip_app.workbook import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

As = Callable[[object], Client]
INDEX = "dip_import:index"
HEAD = ["No", "Judul", "Kategori", "Ringkasan", "Penanggung jawab", "Waktu", "Tempat", "Bentuk",
        "Retensi"]  # fmt: skip
GOOD = ["1", "Laporan Kinerja", "Berkala", "Capaian.", "Kepala Biro", "2025", "Jakarta", "PDF",
        "5 tahun"]  # fmt: skip
WRONG = ["2", "Daftar <b>Aset</b>", "Umum", "Barang.", "Kepala Biro", "31/02/2025", "Jakarta",
         "PDF", "5 tahun"]  # fmt: skip


def csv(*rows: list[str]) -> SimpleUploadedFile:
    text = "\n".join(";".join(row) for row in [HEAD, *rows])
    return SimpleUploadedFile("daftar.csv", text.encode(), "text/csv")


def uploaded(client: Client, office: Office, *rows: list[str]) -> ImportBatch:
    response = client.post(reverse(INDEX), {"file": csv(*(rows or (GOOD, WRONG))),
                                            "unit": office.unit_a.pk})  # fmt: skip
    assert response.status_code == 302, response.content.decode()[:3000]
    return ImportBatch.objects.latest("pk")


def page(batch: ImportBatch, name: str = "batch", *args: object) -> str:
    return reverse(f"dip_import:{name}", args=[batch.pk, *args])


def text_of(response: Any) -> str:
    return str(response.content.decode())


# -- who may -----------------------------------------------------------------------------------


def test_visitors_go_to_log_in(client: Client) -> None:
    response = client.get(reverse(INDEX))
    assert response.status_code == 302
    assert response["Location"].startswith("/masuk/")


@pytest.mark.parametrize("who", ["outsider", "hukum"])
def test_others_than_office_and_units_may_not_import(
    office: Office, client_as: As, who: str
) -> None:
    client = client_as(getattr(office, who))
    assert client.get(reverse(INDEX)).status_code == 403
    assert client.post(reverse(INDEX), {}).status_code == 403


@pytest.mark.parametrize("who", ["petugas", "ketua", "atasan", "pelaksana_a", "pimpinan_a"])
def test_office_and_units_may_import(office: Office, client_as: As, who: str) -> None:
    client = client_as(getattr(office, who))
    batch = uploaded(client, office)
    assert batch.prepared_by == getattr(office, who)
    assert client.get(page(batch)).status_code == 200


def test_people_of_a_unit_import_for_their_own_only(office: Office, client_as: As) -> None:
    client = client_as(office.pelaksana_b)
    response = client.post(reverse(INDEX), {"file": csv(GOOD), "unit": office.unit_a.pk})
    assert response.status_code == 200
    assert "file" not in response.context["form"].errors
    assert "unit" in response.context["form"].errors
    assert not ImportBatch.objects.exists()


def test_an_import_is_seen_by_its_unit_and_the_office(office: Office, client_as: As) -> None:
    """The list and each page follow the same rule; others hear that it is not there."""
    batch = uploaded(client_as(office.pelaksana_a), office)
    pages = [page(batch), page(batch, "columns"), page(batch, "row", 3)]
    acts = [page(batch, name) for name in ("apply", "discard", "undo", "twins")]
    for who, seen in (("petugas", True), ("pimpinan_a", True), ("pelaksana_b", False)):
        client = client_as(getattr(office, who))
        assert (page(batch) in text_of(client.get(reverse(INDEX)))) is seen
        assert {client.get(each).status_code for each in pages} == {200 if seen else 404}
        if not seen:
            assert {client.post(each).status_code for each in acts} == {404}
    batch.refresh_from_db()
    assert batch.is_open


def test_an_import_of_the_office_is_not_shown_to_a_unit(office: Office, client_as: As) -> None:
    """It may hold rows of any unit."""
    batch = uploaded(client_as(office.petugas), office)
    assert batch.whole_body
    assert client_as(office.pelaksana_a).get(page(batch)).status_code == 404


def test_the_file_is_given_to_those_who_see_the_import(office: Office, client_as: As) -> None:
    batch = uploaded(client_as(office.pelaksana_a), office)
    address = reverse("files:download", args=[batch.file_id])
    assert client_as(office.petugas).get(address).status_code == 200
    assert client_as(office.pelaksana_b).get(address).status_code == 404
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("name", ["apply", "discard", "undo", "twins"])
def test_acts_are_not_done_by_following_a_link(office: Office, client_as: As, name: str) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office)
    assert client.get(page(batch, name)).status_code == 405


def test_the_menu_leads_there_for_those_who_may(office: Office, client_as: As) -> None:
    assert reverse(INDEX) in text_of(client_as(office.pelaksana_a).get(reverse("desk:home")))
    assert reverse(INDEX) not in text_of(client_as(office.hukum).get(reverse("desk:home")))


# -- the upload --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("daftar.pdf", b"%PDF-1.7 x", "Pilih berkas XLSX atau CSV"),
        ("daftar.xlsx", b"PK\x03\x04 rusak", "bukan XLSX"),
        ("daftar.csv", b";;;\n;;\n", "tidak memiliki isi"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(
    office: Office, client_as: As, name: str, content: bytes, said: str
) -> None:
    response = client_as(office.petugas).post(
        reverse(INDEX), {"file": SimpleUploadedFile(name, content), "unit": office.unit_a.pk}
    )
    assert response.status_code == 200
    assert said in " ".join(response.context["form"].errors["file"])
    assert not ImportBatch.objects.exists()


# -- looking and correcting --------------------------------------------------------------------


def test_every_error_stands_beside_a_field_with_what_was_written(
    office: Office, client_as: As
) -> None:
    client = client_as(office.petugas)
    html = text_of(client.get(page(uploaded(client, office))))
    assert "2 baris: 1 diterima, 1 salah, 0 dilewati." in html
    assert 'value="31/02/2025"' in html
    assert "tidak ada dalam kalender" in html
    assert 'aria-invalid="true"' in html
    assert "Daftar &lt;b&gt;Aset&lt;/b&gt;" in html
    assert "<b>Aset" not in html
    assert "Impor sekarang" not in html


def test_wrong_cells_are_corrected_in_place_and_nothing_typed_is_lost(
    office: Office, client_as: As
) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office)
    typed = {"b3_category": "periodic", "b3_made_when": "30/02/2025"}
    response = client.post(page(batch), typed, follow=True)
    assert 'value="30/02/2025"' in text_of(response)  # still wrong, and still there
    assert "Umum" not in response.context["corrections"][0].row.texts.values()
    response = client.post(page(batch), {"b3_made_when": "28/02/2025"}, follow=True)
    assert "Tidak ada lagi baris yang salah." in text_of(response)
    assert "Impor 2 baris sebagai konsep" in text_of(response)


def test_an_excluded_row_is_not_saved_as_another_category_by_mistake(
    office: Office, client_as: As
) -> None:
    """UU 14/2008 Pasal 11: leaving the choice open must not make it a default."""
    client = client_as(office.petugas)
    batch = uploaded(client, office, [*GOOD[:2], "Dikecualikan", *GOOD[3:]])
    client.post(page(batch), {"b2_category": ""})
    batch.refresh_from_db()
    assert (batch.accepted, batch.rejected) == (0, 1)


def test_wrong_rows_can_be_set_aside_one_by_one_or_all(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office, WRONG, [*WRONG[:1], "Lain", *WRONG[2:]], GOOD)
    client.post(page(batch), {"b2_lewati": "on", "b2_category": "Umum"})
    batch.refresh_from_db()
    assert (batch.rejected, batch.skipped) == (1, 1)
    html = text_of(client.post(page(batch), {"lewati_semua": "ya"}, follow=True))
    assert "1 diterima, 0 salah, 2 dilewati" in html


def test_one_row_can_be_corrected_in_full(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office)
    address = page(batch, "row", 3)
    form = client.get(address).context["form"]
    typed = {**form.data, "category": "periodic", "made_when": "30/02/2025"}
    response = client.post(address, typed)
    assert response.status_code == 200
    assert "tidak ada dalam kalender" in text_of(response)
    assert 'value="30/02/2025"' in text_of(response)
    response = client.post(address, {**typed, "made_when": "2025"})
    assert response.status_code == 302
    assert client.post(address, {"lewati": "ya"}).status_code == 302
    batch.refresh_from_db()
    assert (batch.accepted, batch.rejected, batch.skipped) == (1, 0, 1)
    assert client.get(page(batch, "row", 99)).status_code == 404


def test_a_skipped_heading_can_be_made_an_item(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office, GOOD, ["", "Profil Badan Publik"], ["2", "Agenda", *GOOD[2:]])
    address = page(batch, "row", 3)
    assert "Judul kelompok" in text_of(client.get(address))
    client.post(address, {"title": "Profil Badan Publik"})
    batch.refresh_from_db()
    assert batch.accepted == 3


@pytest.mark.parametrize("shown", ["salah", "diterima", "belum-lengkap", "kembar", "dilewati", "x"])
def test_every_list_of_rows_is_shown(office: Office, client_as: As, shown: str) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office, GOOD, GOOD, [*GOOD[:8], ""], WRONG, ["", "Kelompok"])
    response = client.get(page(batch), {"tampil": shown, "hal": "9"})
    assert response.status_code == 200


def test_each_value_that_no_row_states_is_named(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office, [*GOOD[:2], "", *GOOD[3:5], "2O25", *GOOD[6:]])
    html = text_of(client.get(page(batch)))
    assert "“2O25” dibaca sebagai 2025." in html
    assert "UU 14/2008 Pasal 11" in html


# -- columns -----------------------------------------------------------------------------------


def columns_form(client: Client, batch: ImportBatch) -> dict[str, Any]:
    form = client.get(page(batch, "columns")).context["form"]
    return {name: form[name].value() or "" for name in form.fields if form[name].value()}


def test_what_a_column_is_can_be_changed(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office, GOOD)
    typed = columns_form(client, batch)
    assert typed["kolom1"] == "title"
    response = client.post(
        page(batch, "columns"),
        {**typed, "kolom1": "summary", "kolom3": "title", "isi_licence": "Bebas dipakai.",
         "unit": office.unit_b.pk},
    )  # fmt: skip
    assert response.status_code == 302
    batch.refresh_from_db()
    (row,) = applying.review(batch).checked.accepted
    assert (row.values["title"], row.values["summary"]) == ("Capaian.", "Laporan Kinerja")
    assert row.values["licence"] == "Bebas dipakai."
    assert row.values["unit_id"] == office.unit_b.pk


def test_two_columns_cannot_both_be_the_title(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office, GOOD)
    typed = columns_form(client, batch)
    response = client.post(page(batch, "columns"), {**typed, "kolom3": "title"})
    assert response.status_code == 200
    assert "sudah dipilih" in response.context["form"].errors["kolom3"][0]
    response = client.post(page(batch, "columns"), {**typed, "kolom1": "", "kolom3": ""})
    assert "judul atau ringkasan" in text_of(response)


def test_people_of_a_unit_cannot_choose_another_unit(office: Office, client_as: As) -> None:
    client = client_as(office.pelaksana_a)
    batch = uploaded(client, office, GOOD)
    typed = columns_form(client, batch)
    assert "unit" not in typed
    client.post(page(batch, "columns"), {**typed, "unit": office.unit_b.pk})
    batch.refresh_from_db()
    assert batch.unit == office.unit_a


def test_another_sheet_or_row_of_headings_can_be_chosen(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    content = workbook([HEAD, GOOD], name="Satu",
                       others={"Dua": [["Judul", "Kategori"], ["Agenda", "Berkala"]]})  # fmt: skip
    client.post(reverse(INDEX), {"file": SimpleUploadedFile("d.xlsx", content),
                                 "unit": office.unit_a.pk})  # fmt: skip
    batch = ImportBatch.objects.get()
    typed = columns_form(client, batch)
    assert typed["sheet"] == "Satu"
    response = client.post(page(batch, "columns"), {**typed, "sheet": "Dua"}, follow=True)
    assert "Kolom A: “Judul”" in text_of(response)
    batch.refresh_from_db()
    assert batch.mapping["sheet"] == "Dua"
    typed = columns_form(client, batch)
    response = client.post(page(batch, "columns"), {**typed, "header": "0"}, follow=True)
    batch.refresh_from_db()
    assert batch.mapping["header"] == []
    assert batch.rows == 2


# -- twins -------------------------------------------------------------------------------------


def test_what_becomes_of_twins_can_be_chosen(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office, GOOD, GOOD, GOOD)
    assert "Kembar dengan baris 2." in text_of(client.get(page(batch), {"tampil": "kembar"}))
    client.post(page(batch, "twins"), {"in_file": "skip", "in_list": "skip", "b4": "keep"})
    batch.refresh_from_db()
    assert (batch.accepted, batch.skipped) == (2, 1)
    client.post(page(batch, "twins"), {"in_file": "burn", "in_list": "skip"})
    batch.refresh_from_db()
    assert batch.accepted == 2


# -- importing, throwing away, taking back -----------------------------------------------------


def test_an_import_is_applied_and_taken_back(office: Office, client_as: As) -> None:
    client = client_as(office.pelaksana_a)
    batch = uploaded(client, office, GOOD)
    html = text_of(client.post(page(batch, "apply"), follow=True))
    assert "1 konsep baru" in html
    assert "Laporan Kinerja" in html
    assert "Batalkan impor" in html
    again = client.post(page(batch, "apply"), follow=True)
    assert "sudah selesai" in text_of(again)
    assert InformationItem.objects.count() == 1
    unsure = client.post(page(batch, "undo"), {}, follow=True)
    assert "Centang" in text_of(unsure)
    html = text_of(client.post(page(batch, "undo"), {"sure": "on"}, follow=True))
    assert "Impor dibatalkan" in html
    assert not InformationItem.objects.exists()


def test_with_wrong_rows_nothing_is_imported(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office)
    assert "masih salah" in text_of(client.post(page(batch, "apply"), follow=True))
    assert not InformationItem.objects.exists()


def test_a_finished_import_cannot_be_corrected(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office, GOOD)
    client.post(page(batch, "apply"))
    assert client.get(page(batch, "columns")).status_code == 404
    assert client.get(page(batch, "row", 2)).status_code == 404
    item = InformationItem.objects.get()
    item.topic = "Lain"
    item.save()
    html = text_of(client.get(page(batch)))
    assert "tidak dapat dibatalkan lagi" in html
    assert "sudah diubah" in html


def test_a_list_can_be_thrown_away(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office)
    html = text_of(client.post(page(batch, "discard"), follow=True))
    assert "Tidak ada yang diimpor." in html
    assert client.get(page(batch)).status_code == 200


def test_looking_changes_nothing(office: Office, client_as: As) -> None:
    client = client_as(office.petugas)
    batch = uploaded(client, office)
    before = ImportBatch.objects.filter(pk=batch.pk).values().get()
    for address in (page(batch), page(batch, "columns"), page(batch, "row", 3), reverse(INDEX)):
        assert client.get(address).status_code == 200
    assert ImportBatch.objects.filter(pk=batch.pk).values().get() == before


def test_addresses_name_no_person(office: Office, client_as: As) -> None:
    batch = uploaded(client_as(office.petugas), office)
    assert page(batch) == f"/meja/dip/impor/{batch.pk}/"
    assert User.objects.count()
