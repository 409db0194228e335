"""The pages on which the list is made, and the public pages of its editions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dip_app import services
from dip_app.compiling.models import ListRound, RoundState, UnitList
from dip_app.editions.models import Action, ListEdition, Proposal
from dip_app.models import InformationItem
from ppid_portal.letters.models import Letter
from tests.dip_app.conftest import item_fields
from tests.driver_list import ROW, ListDesk
from tests.walking import walk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def desk(office: Any, travel: Any) -> ListDesk:
    return ListDesk(office, travel)


#: The way of a round until its decree.
WAY = ("compiling", "reporting", "deciding", "establishing")


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def many_rows(part: UnitList, number: int) -> None:
    Proposal.objects.bulk_create(
        Proposal(
            case_id=part.pk, unit=part.unit, position=100 + n, **{**ROW, "title": f"Baris {n}"}
        )
        for n in range(number)
    )


# -- who sees what ---------------------------------------------------------------------------------


def test_a_units_rows_are_for_the_unit_and_the_office(desk: ListDesk, client_as: Any) -> None:
    part = desk.inventorying(desk.part(desk.collecting([desk.unit_a])))
    url = reverse("list_desk:rows", args=[part.pk])
    everybody = (
        "ketua", "petugas", "atasan", "pelaksana_a", "pimpinan_a", "pelaksana_b", "hukum",
        "outsider",
    )  # fmt: skip
    found = {who: client_as(getattr(desk.office, who)).get(url).status_code for who in everybody}
    assert found == {
        "ketua": 200, "petugas": 200, "atasan": 200, "pelaksana_a": 200, "pimpinan_a": 200,
        "pelaksana_b": 404, "hukum": 404, "outsider": 404,
    }  # fmt: skip


def test_the_pages_of_the_office_are_not_for_units(desk: ListDesk, client_as: Any) -> None:
    case = desk.compiling([desk.unit_a])
    pages: dict[str, list[Any]] = {
        "rounds": [],
        "review": [case.pk],
        "review_row": [case.pk, case.rows().get().pk],
        "preview": [case.pk, "laporan"],
    }
    for who in ("pelaksana_a", "pimpinan_a", "hukum", "outsider"):
        client = client_as(getattr(desk.office, who))
        for page, arguments in pages.items():
            answer = client.get(reverse(f"list_desk:{page}", args=arguments))
            assert answer.status_code == 404, (who, page)


def test_nobody_unknown_sees_a_page(desk: ListDesk, client: Client) -> None:
    part = desk.coordinating()
    answer = client.get(reverse("list_desk:rows", args=[part.pk]))
    assert (answer.status_code, "/masuk/" in answer["Location"]) == (302, True)


@pytest.mark.parametrize("who", ["petugas", "atasan", "pelaksana_a"])
def test_only_ketua_finds_the_form_of_the_order(desk: ListDesk, client_as: Any, who: str) -> None:
    client = client_as(getattr(desk.office, who))
    assert client.get(reverse("list_desk:new_round")).status_code == 403


def test_a_row_of_another_part_is_not_found(desk: ListDesk, client_as: Any) -> None:
    case = desk.collecting()
    part_a = desk.inventorying(desk.part(case, desk.unit_a))
    part_b = desk.inventorying(desk.part(case, desk.unit_b))
    client = client_as(desk.office.pelaksana_a)
    url = reverse("list_desk:row", args=[part_a.pk, part_b.rows().get().pk])
    assert client.get(url).status_code == 404


# -- the order -------------------------------------------------------------------------------------


def order(desk: ListDesk, client: Client, **fields: Any) -> Any:
    page = client.get(reverse("list_desk:new_round")).content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key
    data = {
        "year": 2026,
        "units_due_on": "2026-03-13",
        "units": [unit.pk for unit in desk.units],
        "instruction": "",
        "checklist": re.findall(r'name="checklist" value="([^"]+)"', page),
        "key": key[1],
        **fields,
    }
    return data, client.post(reverse("list_desk:new_round"), data)


def test_ketua_orders_a_round_on_a_page(desk: ListDesk, client_as: Any, travel: Any) -> None:
    travel("2026-03-02 09:00")
    client = client_as(desk.office.ketua)
    data, answer = order(desk, client)
    case = ListRound.objects.get()
    assert answer.status_code == 302
    assert case.state == RoundState.COLLECTING
    client.post(reverse("list_desk:new_round"), data)
    assert ListRound.objects.count() == 1, "a form sent twice makes one round"


def test_a_day_that_has_passed_stands_beside_its_field(
    desk: ListDesk, client_as: Any, travel: Any
) -> None:
    travel("2026-03-02 09:00")
    _data, answer = order(
        desk, client_as(desk.office.ketua), units_due_on="2026-03-02", instruction="Jangan hilang"
    )
    page = answer.content.decode()
    assert "Batas waktu unit harus sesudah hari ini." in page
    assert "Jangan hilang" in page
    assert not ListRound.objects.exists()


# -- the rows --------------------------------------------------------------------------------------


def test_a_row_is_written_on_its_page(desk: ListDesk, client_as: Any) -> None:
    part = desk.inventorying()
    client = client_as(desk.office.pelaksana_a)
    url = reverse("list_desk:new_row", args=[part.pk])
    answer = client.post(url, {**ROW, "title": "Rencana strategis", "remark": ""})
    assert answer.status_code == 302
    assert part.rows().get(title="Rencana strategis").action == Action.NEW


def test_what_is_missing_stands_beside_its_field_and_nothing_is_lost(
    desk: ListDesk, client_as: Any
) -> None:
    part = desk.inventorying()
    client = client_as(desk.office.pelaksana_a)
    url = reverse("list_desk:new_row", args=[part.pk])
    answer = client.post(url, {**ROW, "title": "Rencana strategis", "retention": ""})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "id_write_row_retention-error" in page or "id_write_row_retention_error" in page
    assert "Rencana strategis" in page
    assert not part.rows().filter(title="Rencana strategis").exists()


def test_rows_are_read_only_once_the_head_is_asked(desk: ListDesk, client_as: Any) -> None:
    part = desk.approving()
    client = client_as(desk.office.pelaksana_a)
    page = client.get(reverse("list_desk:rows", args=[part.pk])).content.decode()
    assert "Tambah informasi" not in page
    row = part.rows().get()
    answer = client.post(reverse("list_desk:row", args=[part.pk, row.pk]), ROW)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.title != ROW["title"]


def test_a_file_is_uploaded_on_the_case_page(desk: ListDesk, client_as: Any) -> None:
    part = desk.inventorying()
    content = (
        "No,Judul,Ringkasan,Kategori,Penanggung jawab,Waktu,Tempat,Format,Retensi\n"
        "1,Daftar aset 2025,Aset tetap,Setiap saat,Kepala Biro,2025,Jakarta,XLSX,5 tahun\n"
    )
    upload = SimpleUploadedFile("daftar.csv", content.encode(), content_type="text/csv")
    client = client_as(desk.office.pelaksana_a)
    answer = client.post(
        reverse("desk:case", args=[part.pk]), {"tindakan": "take_in", "file": upload}
    )
    assert answer.status_code == 302
    assert part.rows().get(title="Daftar aset 2025").format == "spreadsheet"


def test_pages_of_rows_answer_whatever_is_asked(desk: ListDesk, client_as: Any) -> None:
    part = desk.inventorying()
    many_rows(part, 60)
    client = client_as(desk.office.pelaksana_a)
    url = reverse("list_desk:rows", args=[part.pk])
    for path in ("", "?hal=2", "?hal=0", "?hal=99999999", "?usul=new", "?usul=x"):
        assert client.get(url + path).status_code == 200, path


@pytest.mark.every_database
def test_a_page_of_many_rows_asks_no_more_than_one_of_few(desk: ListDesk, client_as: Any) -> None:
    part = desk.inventorying()
    client = client_as(desk.office.pelaksana_a)
    url = reverse("list_desk:rows", args=[part.pk])
    few = queries(client, url)
    many_rows(part, 200)
    assert queries(client, url) == few <= 24


# -- the round -------------------------------------------------------------------------------------


@pytest.mark.every_database
def test_the_page_of_a_round_shows_every_unit_in_a_fixed_number_of_queries(
    desk: ListDesk, client_as: Any
) -> None:
    case = desk.collecting([desk.unit_a])
    client = client_as(desk.office.ketua)
    url = reverse("desk:case", args=[case.pk])
    few = queries(client, url)
    other = desk.collecting()
    url = reverse("desk:case", args=[other.pk])
    assert queries(client, url) <= few
    page = client.get(url).content.decode()
    for unit in desk.units:
        assert unit.name in page


def test_the_review_shows_what_is_the_same_first(desk: ListDesk, client_as: Any) -> None:
    desk.item(desk.unit_a, f"{ROW['title']}: {desk.unit_a.name}", made_year=2026)
    case = desk.compiling([desk.unit_a])
    client = client_as(desk.office.petugas)
    page = client.get(reverse("list_desk:review", args=[case.pk])).content.decode()
    assert "Sama persis dengan" in page
    row = case.rows().get(action=Action.NEW)
    url = reverse("list_desk:review_row", args=[case.pk, row.pk])
    answer = client.post(url, {"keep": "tidak", "why": ""})
    assert "Tulis alasan baris ini tidak dimasukkan." in answer.content.decode()
    answer = client.post(url, {"keep": "tidak", "why": "Sudah ada dalam daftar"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.set_aside == "Sudah ada dalam daftar"


@pytest.mark.every_database
def test_the_review_asks_no_more_for_many_rows(desk: ListDesk, client_as: Any) -> None:
    case = desk.compiling([desk.unit_a])
    client = client_as(desk.office.petugas)
    url = reverse("list_desk:review", args=[case.pk])
    tabs = ("kembar", "mirip", "baru", "diubah", "keluar", "disisihkan", "x")
    few = {tab: queries(client, f"{url}?lihat={tab}") for tab in tabs}
    many_rows(desk.part(case), 120)
    for tab in tabs:  # the likeness of rows, where there are rows
        assert queries(client, f"{url}?lihat={tab}") <= few[tab] + 3, tab


def test_a_unit_reads_what_was_ordered(desk: ListDesk, client_as: Any) -> None:
    part = desk.coordinating()
    ListRound.objects.filter(pk=part.origin_id).update(instruction="Dahulukan aset.")
    client = client_as(desk.office.pelaksana_a)
    page = client.get(reverse("desk:case", args=[part.pk])).content.decode()
    assert "Dahulukan aset." in page
    assert Letter.objects.get(kind="list_order").number in page


def test_the_review_of_a_published_round_tells_its_edition(desk: ListDesk, client_as: Any) -> None:
    desk.item(desk.unit_c, "Unit lain tetap")
    case = desk.published()
    client = client_as(desk.office.petugas)
    page = client.get(reverse("list_desk:review", args=[case.pk])).content.decode()
    assert "Isi daftar sesudah ditetapkan: 2 informasi" in page


def test_atasan_decides_in_the_queue(desk: ListDesk, client_as: Any) -> None:
    case = desk.deciding()
    client = client_as(desk.office.atasan)
    assert case.number in client.get(reverse("desk:approvals")).content.decode()
    url = reverse("desk:approval", args=[case.pk])
    page = client.get(url).content.decode()
    assert "Isi daftar sesudah ditetapkan" in page
    ticks = re.findall(r'name="checklist" value="([^"]+)"', page)
    answer = client.post(url, {"tindakan": "approve", "checklist": ticks})
    assert answer.status_code == 302
    assert ListRound.objects.get(pk=case.pk).state == RoundState.ESTABLISHING


def test_letters_are_shown_before_they_are_signed(desk: ListDesk, client_as: Any) -> None:
    shown = {"deciding": ("laporan", "keputusan"), "establishing": ("keputusan", "x")}
    client = client_as(desk.office.ketua)
    for state, case in walk(desk, ListRound, WAY):
        if state not in shown:
            continue
        right, wrong = shown.pop(state)
        for letter, status in ((right, 200), (wrong, 404)):
            answer = client.get(reverse("list_desk:preview", args=[case.pk, letter]))
            assert answer.status_code == status, (state, letter)
    assert shown == {}


def test_a_late_unit_needs_attention(desk: ListDesk, client_as: Any, travel: Any) -> None:
    case = desk.collecting()
    travel("2026-03-20 09:00")
    page = client_as(desk.office.ketua).get(reverse("desk:attention")).content.decode()
    assert desk.part(case).number in page
    page = client_as(desk.office.pelaksana_b).get(reverse("desk:attention")).content.decode()
    assert desk.part(case).number not in page


# -- public ----------------------------------------------------------------------------------------


def test_without_any_edition_the_page_says_so(client: Client, db: None) -> None:
    page = client.get(reverse("dip_app:editions")).content.decode()
    assert "Belum ada edisi yang ditetapkan" in page


def test_an_edition_is_public_with_its_decree(desk: ListDesk, client: Client) -> None:
    case = desk.published()
    edition = ListEdition.objects.get()
    assert edition.get_absolute_url() == "/dip/edisi/2026/1/"
    for url in (reverse("dip_app:editions"), edition.get_absolute_url()):
        page = client.get(url).content.decode()
        assert case.decree.number in page
        assert reverse("letters:verify", args=[case.decree.verification_code]) in page
    assert f"{ROW['title']}: {desk.unit_a.name}" in page
    for person in (desk.office.ketua, desk.office.pelaksana_a, desk.office.atasan):
        assert person.name not in page, "editions name offices, not persons"


def test_an_item_names_its_ground_and_its_edition(desk: ListDesk, client: Client) -> None:
    case = desk.published()
    item = InformationItem.objects.get()
    page = client.get(item.get_absolute_url()).content.decode()
    assert f"Nomor {case.decree.number}" in page
    assert "/dip/edisi/2026/1/" in page
    assert "Riwayat" in page


def test_versions_of_an_item_tell_what_changed_and_never_by_whom(
    desk: ListDesk, client: Client, travel: Any
) -> None:
    desk.published()
    item = InformationItem.objects.get()
    travel("2026-04-01 09:00")
    item.retention = "10 tahun"
    item._history_user = desk.office.petugas
    item.save()
    page = client.get(item.get_absolute_url()).content.decode()
    assert "1 April 2026: Diubah: jangka waktu penyimpanan" in page
    assert desk.office.petugas.name not in page


def test_changes_since_an_edition_name_their_grounds(
    desk: ListDesk, client: Client, travel: Any
) -> None:
    desk.published()
    later = InformationItem.objects.create(
        **item_fields(desk.unit_b, 1, "Sesudah edisi", {"status": "draft", "published_at": None})
    )
    services.publish(later, None)
    url = "/dip/edisi/2026/1/perubahan/"
    since = client.get(f"{url}?lihat=sesudah").content.decode()
    assert "Sesudah edisi" in since
    assert "Penerbitan tersendiri oleh kantor PPID" in since
    assert "Sesudah edisi" not in client.get(url).content.decode()
    assert "Perubahan sesudah edisi ini" in client.get("/dip/edisi/2026/1/").content.decode()


def test_what_was_withdrawn_and_never_decreed_is_told_by_its_number(
    desk: ListDesk, client: Client
) -> None:
    desk.published()
    item = InformationItem.objects.create(
        **item_fields(desk.unit_b, 1, "Nama orang", {"status": "draft", "published_at": None})
    )
    services.publish(item, None)
    services.withdraw(item, None, "Memuat data pribadi")
    page = client.get("/dip/edisi/2026/1/perubahan/?lihat=sesudah").content.decode()
    assert "Nama orang" not in page
    assert f"Informasi nomor {item.pk}" in page


def test_pages_of_an_edition_are_slices(desk: ListDesk, client: Client) -> None:
    InformationItem.objects.bulk_create(
        InformationItem(**item_fields(desk.unit_c, n, f"Butir {n:03d}", {})) for n in range(120)
    )
    desk.published()
    assert "Butir 119" not in client.get("/dip/edisi/2026/1/").content.decode()
    last = client.get("/dip/edisi/2026/1/?hal=3").content.decode()
    assert "Butir 119" in last
    assert "?hal=2" in last
    assert client.get("/dip/edisi/2026/1/?hal=4").status_code == 404
    assert client.get("/dip/edisi/2026/1/?hal=x").status_code == 404
    assert client.get("/dip/edisi/2026/9/").status_code == 404


@pytest.mark.every_database
def test_a_page_of_a_large_edition_asks_no_more_than_one_of_a_small(
    desk: ListDesk, client: Client
) -> None:
    desk.published()
    few = queries(client, "/dip/edisi/2026/1/")
    InformationItem.objects.bulk_create(
        InformationItem(**item_fields(desk.unit_c, n, f"Butir {n:03d}", {})) for n in range(120)
    )
    desk.suffix = ", lagi"
    desk.published()
    assert queries(client, "/dip/edisi/2026/2/?hal=2") <= few + 1 <= 14


def test_an_edition_that_did_not_change_is_not_sent_again(desk: ListDesk, client: Client) -> None:
    desk.published()
    first = client.get("/dip/edisi/2026/1/")
    again = client.get("/dip/edisi/2026/1/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
