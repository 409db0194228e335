"""The list as CSV, XLSX and JSON: whole or filtered, of any size, and harmless to open."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from dip_app import services
from dip_app.models import InformationItem, ItemFile
from dip_app.opendata import answers
from dip_app.opendata.records import HEADINGS
from dip_app.opendata.selection import Selection
from dip_app.search import Filters
from dip_app.search.query import parse
from ppid_portal.files.services import store
from ppid_portal.people.models import Unit
from ppid_portal.spreadsheets.text import no_formula
from ppid_portal.spreadsheets.xlsx import xlsx_stream
from tests.dip_app.conftest import Make, item_fields

pytestmark = pytest.mark.django_db

KINDS = ("csv", "xlsx", "json", "jsonl")
ALL = (*(f"/dip/unduh/daftar.{kind}" for kind in KINDS), "/dip/unduh/katalog.jsonld")


@pytest.fixture
def client(client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A browser that hangs up in the end: an answer that nobody closes holds its seat.

    Until the collector of garbage comes by, which may be many tests later.
    """
    answered = []
    ask = client.request

    def asked(**request: Any) -> Any:
        answered.append(ask(**request))
        return answered[-1]

    monkeypatch.setattr(client, "request", asked)
    yield client
    for answer in answered:
        answer.close()


def content(client: Client, address: str, query: dict[str, str] | None = None) -> bytes:
    response = client.get(address, query or {})
    assert response.status_code == 200, response.content
    return response.getvalue()


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_of(data: bytes, number: int = 1) -> list[list[str]]:
    """The rows of a sheet as another program reads them, numbers as they are stored."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        tree = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in tree.iterfind(".//m:row", space):
        cells = {}
        for cell in row.iterfind("m:c", space):
            assert cell.find("m:f", space) is None, "a formula"
            value = cell.find("m:is/m:t" if cell.get("t") == "inlineStr" else "m:v", space)
            column = str(cell.get("r")).rstrip("0123456789")
            cells[ord(column) - 65] = "" if value is None else value.text or ""
        rows.append([cells.get(n, "") for n in range(len(HEADINGS))])
    return rows


def titles_in(client: Client, kind: str, **query: str) -> list[str]:
    data = content(client, f"/dip/unduh/daftar.{kind}", query)
    if kind == "csv":
        return [row["Judul"] for row in rows_of(data)]
    if kind == "xlsx":
        return [row[1] for row in sheet_of(data)[1:]]
    if kind == "json":
        return [each["judul"] for each in json.loads(data)]
    return [json.loads(line)["judul"] for line in data.splitlines()]


# -- what is in them ---------------------------------------------------------------------------


def test_csv_has_the_columns_that_the_law_lists(client: Client, make_item: Make) -> None:
    """Perki 1/2021 Lampiran II."""
    item = make_item(
        "Laporan “Kinerja”", summary="Baris satu,\nbaris dua.", made_when="Maret 2025",
        made_year=2025, made_where="Bogor", formats="PDF dan cetak", retention="7 tahun",
        responsible="Kepala Biro", link="https://x.test/a",
    )  # fmt: skip
    data = content(client, "/dip/unduh/daftar.csv")
    assert data.startswith(b"\xef\xbb\xbfNomor,Judul,")
    assert data.endswith(b"\r\n")
    (row,) = rows_of(data)
    assert tuple(row) == HEADINGS
    assert row["Nomor"] == str(item.pk)
    assert row["Judul"] == "Laporan “Kinerja”"
    assert row["Ringkasan isi informasi"] == "Baris satu,\nbaris dua."
    assert row["Kategori"] == "Berkala"
    assert row["Unit yang menguasai informasi"] == "Biro Uji Umum"
    assert row["Penanggung jawab pembuatan atau penerbitan"] == "Kepala Biro"
    assert (row["Waktu pembuatan"], row["Tempat pembuatan"]) == ("Maret 2025", "Bogor")
    assert (row["Tahun"], row["Jangka waktu penyimpanan"]) == ("2025", "7 tahun")
    assert (row["Bentuk utama"], row["Format yang tersedia"]) == ("PDF", "PDF dan cetak")
    assert (row["Tautan"], row["Diterbitkan"]) == ("https://x.test/a", "2026-01-05")
    assert row["Alamat"] == f"http://localhost:8000{item.get_absolute_url()}"


def test_every_format_says_the_same(client: Client, make_item: Make) -> None:
    make_item("Laporan & <Kinerja>", summary="Isi\u0007 \u2028dan “kutipan”")
    file = store(b"1", purpose="dip", name="data.csv", content_type="text/csv")
    ItemFile.objects.create(item=InformationItem.objects.get(), file=file)
    (line,) = content(client, "/dip/unduh/daftar.jsonl").splitlines()
    (one,) = json.loads(content(client, "/dip/unduh/daftar.json"))
    assert json.loads(line) == one
    (row,) = rows_of(content(client, "/dip/unduh/daftar.csv"))
    head, cells = sheet_of(content(client, "/dip/unduh/daftar.xlsx"))
    assert tuple(head) == HEADINGS
    table = dict(zip(head, cells, strict=True))
    assert one["judul"] == row["Judul"] == table["Judul"] == "Laporan & <Kinerja>"
    assert one["ringkasan"].replace("\u0007", "") == table["Ringkasan isi informasi"]
    assert one["alamat"] == row["Alamat"] == table["Alamat"]
    address = f"http://localhost:8000{reverse('files:download', args=[file.pk])}"
    assert one["berkas"][0]["alamat"] == row["Berkas"] == table["Berkas"] == address
    days = int(table["Diterbitkan"])
    assert date(1899, 12, 30) + timedelta(days) == date(2026, 1, 5)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_list_is_a_valid_file(client: Client, unit: Unit, kind: str) -> None:
    assert titles_in(client, kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_published_leaves(client: Client, make_item: Make, kind: str) -> None:
    make_item("Terbit")
    make_item("Konsep rahasia", status="draft", published_at=None)
    services.withdraw(make_item("Ditarik rahasia"), None, "Keliru.")
    assert titles_in(client, kind) == ["Terbit"]
    assert b"rahasia" not in content(client, "/dip/unduh/katalog.jsonld")


@pytest.mark.parametrize("kind", KINDS)
def test_search_and_filters_narrow_a_download_as_they_do_the_page(
    client: Client, make_item: Make, kind: str
) -> None:
    make_item("Laporan lama", made_year=2020)
    make_item("Agenda", made_year=2024)
    make_item("Laporan baru", made_year=2024)
    assert titles_in(client, kind, q="laporan") == ["Laporan baru", "Laporan lama"]
    assert titles_in(client, kind, tahun="2024") == ["Laporan baru", "Agenda"]
    assert titles_in(client, kind, q="laporan", tahun="2024") == ["Laporan baru"]
    assert titles_in(client, kind, q="??") == []


def test_a_filtered_file_says_so_in_its_name(client: Client, make_item: Make) -> None:
    make_item()
    whole = client.get("/dip/unduh/daftar.csv")["Content-Disposition"]
    part = client.get("/dip/unduh/daftar.csv", {"tahun": "2026"})["Content-Disposition"]
    assert whole.startswith('attachment; filename="daftar-informasi-publik-20')
    assert whole.endswith('.csv"')
    assert "daftar-informasi-publik-tersaring-20" in part


@pytest.mark.parametrize("query", ["kategori=x", "tahun=dua", "unit=tidak-ada", "format=exe"])
def test_an_address_nobody_linked_to_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"/dip/unduh/daftar.csv?{query}").status_code == 404


def test_there_is_no_other_format(client: Client) -> None:
    assert client.get("/dip/unduh/daftar.pdf").status_code == 404


# -- harmless to open --------------------------------------------------------------------------

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", "\ufeff=1",
            'a;=HYPERLINK("http://x")', "baris\n=1+1", "a; -1")  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(client: Client, make_item: Make, text: str) -> None:
    make_item(text, summary=text)
    assert sheet_of(content(client, "/dip/unduh/daftar.xlsx"))[1][1].strip() in text
    data = content(client, "/dip/unduh/daftar.csv").decode("utf-8-sig")
    comma = [cell for row in csv.reader(io.StringIO(data, newline="")) for cell in row]
    # A program with Indonesian settings divides at semicolons, and quotes do not stop it there.
    parts = [part for line in data.splitlines() for part in line.replace(",", ";").split(";")]
    for cell in (*comma, *parts):
        assert not cell.strip(' \t\r\n\ufeff"').startswith(tuple("=+-@＝＋－＠")), repr(cell)
    assert json.loads(content(client, "/dip/unduh/daftar.json"))[0]["judul"] == text


@given(st.text(st.sampled_from("=+-@;\t\n 'a1\"")))
def test_only_apostrophes_are_added_to_a_text(text: str) -> None:
    safe = no_formula(text)
    assert safe.replace("'", "") == text.replace("'", "")
    assert no_formula(safe) == safe


@pytest.mark.parametrize("text", ["Laporan 2025-2026", "a = b; c", "surel@contoh", "-", "e-SPT"])
def test_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert no_formula(text) == ("'-" if text == "-" else text)


# -- sheets ------------------------------------------------------------------------------------


def test_rows_beyond_a_sheet_go_on_in_the_next() -> None:
    """A sheet holds 1,048,576 rows and no more."""
    pieces = [[(n, f"Baris {n}") for n in range(start, start + 5)] for start in range(0, 20, 5)]
    data = b"".join(
        xlsx_stream(("No", "Isi"), (5, 20), pieces, sheet_name="Daftar",
                    made=datetime(2026, 1, 5, tzinfo=UTC), max_rows=9)
    )  # fmt: skip
    sheets = [sheet_of(data, number) for number in (1, 2, 3)]
    assert [len(sheet) for sheet in sheets] == [9, 9, 5]
    assert [row[0] for sheet in sheets for row in sheet[1:]] == [str(n) for n in range(20)]
    assert all(sheet[0][:2] == ["No", "Isi"] for sheet in sheets)


def test_the_same_rows_make_the_same_workbook() -> None:
    def made() -> bytes:
        rows = [[("a_x0041_b", date(2026, 1, 5))]]
        return b"".join(
            xlsx_stream(("Isi", "Hari"), (5, 5), rows, sheet_name="A&B",
                        made=datetime(2026, 1, 5, tzinfo=UTC))
        )  # fmt: skip

    assert made() == made()
    assert sheet_of(made())[1][0] == "a_x005F_x0041_b"  # what Excel shows as a_x0041_b


# -- any size ----------------------------------------------------------------------------------


@pytest.fixture
def many(unit: Unit) -> list[str]:
    """Thirty items, some published in the same instant, as an import leaves them."""
    same = datetime(2026, 2, 1, tzinfo=UTC)
    InformationItem.objects.bulk_create(
        InformationItem(
            **item_fields(unit, n, f"{'Laporan' if n % 3 else 'Agenda'} {n:02}", {})
            | ({"published_at": same} if 5 < n < 20 else {})
            | {"made_year": 2020 + n % 2}
        )
        for n in range(30)
    )
    return list(InformationItem.objects.newest_first().values_list("title", flat=True))


@pytest.mark.parametrize("few", [0, 3, 1000])
@pytest.mark.parametrize("size", [1, 7, 30, 1000])
@pytest.mark.parametrize("query", ["", "laporan"])
@pytest.mark.parametrize("year", [None, 2021])
def test_pieces_lose_nothing_and_repeat_nothing(
    many: list[str], query: str, year: int | None, size: int, few: int
) -> None:
    selection = Selection(Filters(year=year), parse(query), bool(query), "")
    pieces = list(selection.chunks(size, few))
    assert [record.title for piece in pieces for record in piece] == [
        title for title in many
        if (not query or "Laporan" in title) and (year is None or int(title[-2:]) % 2)
    ]  # fmt: skip
    assert all(0 < len(piece) <= size for piece in pieces)


def test_a_download_reads_in_pieces_and_not_at_once(
    client: Client, many: list[str], django_assert_max_num_queries: Any
) -> None:
    """Two statements a piece, however long the list; nothing before the first piece is asked."""
    with django_assert_max_num_queries(4) as before:
        response = client.get("/dip/unduh/daftar.csv")
    stream = iter(response.streaming_content)
    with django_assert_max_num_queries(0):
        next(stream)
    with django_assert_max_num_queries(2):
        assert len(list(stream)) == 1
    assert len(before) <= 4


def test_a_withdrawal_while_a_download_runs_is_kept(many: list[str]) -> None:
    pieces = Selection(Filters(), parse(""), False, "").chunks(10)
    next(pieces)
    last = InformationItem.objects.newest_first().last()
    assert last is not None
    services.withdraw(last, None, "Keliru.")
    assert last.title not in [record.title for piece in pieces for record in piece]


# -- not modified, and polite ------------------------------------------------------------------


@pytest.mark.parametrize("address", ALL)
def test_an_unchanged_list_is_not_sent_twice(
    client: Client, make_item: Make, address: str, django_assert_max_num_queries: Any
) -> None:
    """304 before any item is read."""
    item = make_item()
    first = client.get(address)
    first.getvalue()
    etag = first["ETag"]
    with django_assert_max_num_queries(5) as asked:
        again = client.get(address, headers={"if-none-match": etag})
    assert again.status_code == 304
    assert "summary" not in " ".join(query["sql"] for query in asked.captured_queries)
    since = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304
    item.summary = "Lain."
    item.save()
    changed = client.get(address, headers={"if-none-match": etag})
    assert changed.status_code == 200
    changed.getvalue()


def test_everybody_gets_the_same(
    client: Client, client_as: Any, office: Any, make_item: Make
) -> None:
    make_item()
    anybody = client.get("/dip/unduh/daftar.csv")
    staff = client_as(office.petugas)
    staff.cookies["django_language"] = "en"
    same = staff.get("/dip/unduh/daftar.csv")
    assert same.getvalue() == anybody.getvalue()
    assert same["ETag"] == anybody["ETag"]
    assert "Vary" not in same
    assert same["Cache-Control"] == "public, no-cache"
    assert same["Access-Control-Allow-Origin"] == "*"


def test_head_says_what_would_come(client: Client, make_item: Make) -> None:
    make_item()
    response = client.head("/dip/unduh/daftar.xlsx")
    assert response.status_code == 200
    assert response["ETag"]
    assert not response.streaming


@pytest.mark.parametrize("address", ALL)
def test_nothing_can_be_sent_to_it(client: Client, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(address, {"a": "b"})
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_who_asks_too_often_waits(client: Client, make_item: Make, settings: Any) -> None:
    settings.THROTTLE = {"export": (2, 60)}
    make_item()
    for _try in range(2):
        client.get("/dip/unduh/daftar.csv").getvalue()
    response = client.get("/dip/unduh/daftar.csv")
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert "Tunggu" in response.content.decode()


def test_slow_downloads_leave_room_for_pages(client: Client, make_item: Make) -> None:
    """Each holds a thread; the next one is asked to come back, a page is not."""
    make_item()
    running = [client.get("/dip/unduh/daftar.csv") for _n in range(answers.SEATS)]
    refused = client.get("/dip/unduh/daftar.csv")
    assert refused.status_code == 503
    assert refused["Retry-After"]
    assert client.get("/dip/").status_code == 200
    request_finished.disconnect(close_old_connections)  # the connection is the test's own
    running[0].close()  # a reader who went away
    request_finished.connect(close_old_connections)
    taken = client.get("/dip/unduh/daftar.csv")
    assert taken.status_code == 200
    taken.getvalue()
    running[1].getvalue()
    for _n in range(answers.SEATS + 1):
        assert client.get("/dip/unduh/daftar.csv").getvalue()


# -- links -------------------------------------------------------------------------------------


def test_the_list_links_to_what_it_shows(client: Client, make_item: Make) -> None:
    make_item("Retribusi", made_year=2024)
    html = client.get("/dip/").content.decode()
    for kind in ("csv", "xlsx", "json"):
        assert f'href="/dip/unduh/daftar.{kind}"' in html
    assert 'type="application/atom+xml" href="/dip/umpan.atom"' in html
    html = client.get("/dip/", {"q": "retribsi", "tahun": "2024"}).content.decode()
    address = "/dip/unduh/daftar.csv?q=retribusi&amp;tahun=2024"
    assert f'href="{address}" rel="nofollow"' in html  # what was found, not what was mistyped
    assert titles_in(client, "csv", q="retribusi", tahun="2024") == ["Retribusi"]
