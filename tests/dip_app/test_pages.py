"""The public pages of the list, as a visitor meets them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dip_app import services
from dip_app.models import InformationItem, ItemFile
from ppid_portal.files.services import store
from ppid_portal.people.models import Unit
from tests.dip_app.conftest import Make, item_fields

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LIST = "/dip/"


class Links(HTMLParser):
    """The links of a page, text to address."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._open: str | None = None
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open, self._text = dict(attrs).get("href"), ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            self.found[" ".join(self._text.split())] = self._open
            self._open = None


def page(client: Client, address: str = LIST, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# -- the list ----------------------------------------------------------------------------------


def test_it_shows_what_a_result_needs(client: Client, make_item: Make) -> None:
    item = make_item("Laporan Kinerja", summary="Capaian kinerja setahun.")
    html = page(client)
    for text in ("Laporan Kinerja", "Capaian kinerja setahun.", "Biro Uji Umum", "Berkala",
                 "<span>2026</span>", "PDF", item.get_absolute_url()):  # fmt: skip
        assert text in html
    assert "<table" not in html


def test_it_searches_and_marks(client: Client, make_item: Make) -> None:
    make_item("Laporan Kinerja")
    make_item("Agenda")
    html = page(client, q="laporan")
    assert "<mark>Laporan</mark> Kinerja" in html
    assert "Agenda" not in html
    assert 'value="laporan"' in html


def test_what_was_typed_is_escaped_everywhere(client: Client, make_item: Make) -> None:
    make_item("Laporan")
    for text in ('"><script>alert(1)</script>', "<b>laporan"):
        html = page(client, q=text)
        assert "<script>alert" not in html
        assert "<b>laporan" not in html


def test_filters_are_links_with_counts_that_lead_somewhere(client: Client, make_item: Make) -> None:
    make_item("Alfa")
    make_item("Beta", category="immediate", made_year=2024)
    links = Links(page(client)).found
    assert "Serta-merta (1)" in links
    html = page(client, LIST + links["Serta-merta (1)"])
    assert "Beta" in html
    assert "Alfa" not in html
    off = next(url for text, url in Links(html).found.items() if text.startswith("Serta-merta"))
    assert "Alfa" in page(client, LIST + off)


def test_a_filter_keeps_the_search_and_the_search_keeps_the_filter(
    client: Client, make_item: Make
) -> None:
    make_item("Laporan A", made_year=2024)
    make_item("Laporan B", made_year=2025)
    make_item("Agenda", made_year=2024)
    links = Links(page(client, q="laporan")).found
    html = page(client, LIST + links["2024 (1)"])
    assert "<mark>Laporan</mark> A" in html
    assert "Agenda" not in html
    assert '<input type="hidden" name="tahun" value="2024">' in html


def test_every_filter_reads_its_own_words(client: Client, make_item: Make, unit: Unit) -> None:
    make_item("Dicari", category="available", format="spreadsheet", made_year=2023)
    html = page(client, kategori="setiap-saat", format="tabel", tahun="2023", unit=unit.code)
    assert "Dicari" in html


@pytest.mark.parametrize(
    "query",
    [{"kategori": "x"}, {"format": "exe"}, {"unit": "tidak-ada"}, {"tahun": "dua"},
     {"tahun": "٢٠٢٦"}, {"sesudah": "x"}, {"sebelum": "1.2.3"}],
)  # fmt: skip
def test_an_address_nobody_linked_to_is_not_found(client: Client, query: dict[str, str]) -> None:
    assert client.get(LIST, query).status_code == 404


def test_pages_lead_on_and_back(client: Client, unit: Unit) -> None:
    InformationItem.objects.bulk_create(
        InformationItem(**item_fields(unit, n, f"Nomor {n:03}", {})) for n in range(60)
    )
    first = page(client)
    assert "Nomor 059" in first
    assert "Nomor 034" not in first
    assert "Sebelumnya" not in first
    following = next(u for t, u in Links(first).found.items() if t.startswith("Berikutnya"))
    second = page(client, LIST + following)
    assert "Nomor 034" in second
    back = next(u for t, u in Links(second).found.items() if "Sebelumnya" in t)
    assert "Nomor 059" in page(client, LIST + back)
    onward = next(u for t, u in Links(second).found.items() if t.startswith("Berikutnya"))
    last = page(client, LIST + onward)
    assert "Nomor 000" in last
    assert "Berikutnya" not in last


def test_nothing_found_says_why_and_offers_a_request(client: Client, make_item: Make) -> None:
    make_item("Laporan Keuangan Tahunan")
    html = page(client, q="laporan antariksa")
    assert "memuat semua kata itu" in html
    assert "Ajukan permohonan informasi" in html
    assert "Laporan Keuangan Tahunan" in html.replace("<mark>", "").replace("</mark>", "")


def test_an_empty_list_says_why(client: Client) -> None:
    assert "Belum ada informasi yang diterbitkan" in page(client)


def test_a_text_without_words_is_explained(client: Client, make_item: Make) -> None:
    make_item()
    assert "sekurangnya satu kata" in page(client, q="??")


def test_a_corrected_word_is_said(client: Client, make_item: Make) -> None:
    make_item("Retribusi Daerah")
    html = page(client, q="retribsi")
    assert "<strong>retribusi</strong>" in html
    assert "<mark>Retribusi</mark>" in html


def test_a_large_count_is_said_as_more_than(client: Client, unit: Unit) -> None:
    InformationItem.objects.bulk_create(
        InformationItem(**item_fields(unit, n, "Laporan", {})) for n in range(1002)
    )
    assert "Lebih dari 1.000 informasi" in page(client, q="laporan")
    assert "1.002 informasi" in page(client)


# -- an item -----------------------------------------------------------------------------------


def test_an_item_states_everything_the_law_lists(client: Client, make_item: Make) -> None:
    """Perki 1/2021 Lampiran II."""
    item = make_item(
        summary="Ringkasan isi.", responsible="Kepala Biro", made_when="Maret 2025",
        made_where="Bogor", formats="PDF dan cetak", retention="7 tahun", link="https://x.test/a",
    )  # fmt: skip
    html = page(client, item.get_absolute_url())
    for text in ("Ringkasan isi.", "Biro Uji Umum", "Kepala Biro", "Maret 2025, di Bogor",
                 "PDF dan cetak", "7 tahun", "Berkala", "https://x.test/a", "Cara mengutip",
                 "Ajukan permohonan informasi"):  # fmt: skip
        assert text in html, text


def test_its_address_is_permanent(client: Client, make_item: Make) -> None:
    item = make_item("Judul Lama")
    old = item.get_absolute_url()
    item.title = "Judul Baru"
    item.save()
    for address in (old, f"/dip/{item.pk}/", f"/dip/{item.pk}/apa-saja/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"] == f"/dip/{item.pk}/judul-baru/"


def test_a_title_without_letters_has_an_address_too(client: Client, make_item: Make) -> None:
    item = make_item("¿¿ !!")
    page(client, item.get_absolute_url())


def test_a_draft_is_not_found(client: Client, make_item: Make) -> None:
    item = make_item(status="draft", published_at=None)
    assert client.get(item.get_absolute_url()).status_code == 404


def test_a_withdrawn_item_says_so_without_its_content(client: Client, make_item: Make) -> None:
    item = make_item("Rahasia Benar", status="withdrawn")
    for address in (item.get_absolute_url(), f"/dip/{item.pk}/salah/"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Rahasia Benar" not in response.content.decode()


def test_files_are_listed_and_open_only_while_public(client: Client, make_item: Make) -> None:
    item = make_item()
    file = store(b"a,b\n1,2\n", purpose="dip", name="data.csv", content_type="text/csv")
    ItemFile.objects.create(item=item, file=file, label="Tabel")
    html = page(client, item.get_absolute_url())
    assert "Tabel" in html
    assert "CSV" in html
    assert "8" in html
    download = reverse("files:download", args=[file.pk])
    assert client.get(download).content == b"a,b\n1,2\n"
    services.withdraw(item, None, "Keliru.")
    assert client.get(download).status_code == 404


def test_markup_in_an_item_is_shown_as_text(client: Client, make_item: Make) -> None:
    item = make_item("<img src=x onerror=alert(1)>", summary="<script>alert(2)</script>")
    html = page(client, item.get_absolute_url())
    assert "<img src=x" not in html
    assert "<script>alert" not in html


# -- not modified ------------------------------------------------------------------------------


@pytest.mark.every_database
@pytest.mark.parametrize("which", ["list", "search", "item"])
def test_an_unchanged_page_is_not_sent_twice(client: Client, make_item: Make, which: str) -> None:
    item = make_item()
    address = {"list": LIST, "search": LIST + "?q=laporan", "item": item.get_absolute_url()}[which]
    first = client.get(address)
    etag, changed = first["ETag"], first["Last-Modified"]
    again = client.get(address, headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get(address, headers={"if-modified-since": changed}).status_code == 304
    item.summary = "Lain."
    item.save()
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


def test_withdrawing_changes_the_list(client: Client, make_item: Make) -> None:
    item = make_item()
    make_item("Lain")
    etag = client.get(LIST)["ETag"]
    services.withdraw(item, None, "Keliru.")
    response = client.get(LIST, headers={"if-none-match": etag})
    assert response.status_code == 200
    assert "Laporan Keuangan" not in response.content.decode()


def test_another_language_is_another_page(client: Client, make_item: Make) -> None:
    make_item()
    etag = client.get(LIST)["ETag"]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get(LIST, headers={"if-none-match": etag})
    assert english.status_code == 200


def test_somebody_logged_in_gets_a_fresh_page(make_item: Make, office: Any, client_as: Any) -> None:
    make_item()
    response = client_as(office.petugas).get(LIST)
    assert "ETag" not in response
    assert "no-cache" in response["Cache-Control"]


# -- suggestions (F3) --------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_suggestions_are_a_fragment(client: Client, make_item: Make, method: str) -> None:
    make_item("Realisasi Anggaran 2025")
    response = getattr(client, method)("/dip/saran/", {"q": "saya mencari realisasi anggaran"})
    html = response.content.decode()
    assert "Realisasi" in html
    assert "<html" not in html
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("text", ["", "ab", "zzz yyy xxx"])
def test_no_suggestion_is_an_empty_fragment(client: Client, make_item: Make, text: str) -> None:
    make_item()
    assert client.get("/dip/saran/", {"q": text}).content.strip() == b""


# -- what pages cost ---------------------------------------------------------------------------


@pytest.mark.every_database
@pytest.mark.parametrize("query", [{}, {"q": "laporan"}, {"q": "laporan", "tahun": "2026"},
                                   {"q": "lapran"}, {"q": "zzzxyz"}])  # fmt: skip
def test_queries_are_few_and_do_not_grow_with_rows(
    client: Client, unit: Unit, query: dict[str, str], django_assert_max_num_queries: Any
) -> None:
    from dip_app.search import memory

    def cost(rows: int) -> int:
        InformationItem.objects.bulk_create(
            InformationItem(**item_fields(unit, n, f"Laporan {n}", {})) for n in range(rows)
        )
        memory.forget()
        with django_assert_max_num_queries(24) as counted:
            client.get(LIST, query)
        return len(counted)

    few, page_full, many = cost(3), cost(40), cost(160)
    assert many == page_full <= few  # a page that is not full asks the word index as well


@pytest.mark.every_database
def test_an_item_costs_the_same_with_many_files(
    client: Client, make_item: Make, django_assert_max_num_queries: Any
) -> None:
    def cost(files: int) -> int:
        item = make_item(f"Dengan {files} berkas")
        for number in range(files):
            file = store(b"x", purpose="dip", name=f"{number}.txt", content_type="text/plain")
            ItemFile.objects.create(item=item, file=file)
        with django_assert_max_num_queries(24) as counted:
            client.get(item.get_absolute_url())
        return len(counted)

    client.get("/")  # what stands above every page is known from here on
    assert cost(1) == cost(7)
