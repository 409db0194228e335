"""The read-only API keeps what its description promises, and shows nothing that is not public."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse
from jsonschema import Draft202012Validator, FormatChecker

from dip_app import services
from dip_app.models import InformationItem, ItemFile
from dip_app.opendata import schema
from ppid_portal.files.services import store
from ppid_portal.people.models import Unit
from tests.dip_app.conftest import Make, item_fields
from tests.dip_app.test_decrees import decree

pytestmark = pytest.mark.django_db

API = "/api/v1/"
DATA = ("informasi/", "kategori/", "unit/", "dikecualikan/", "meta/", "openapi.json")


def get(client: Client, path: str, **query: str) -> Any:
    response = client.get(path if path.startswith("/") else API + path, query)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def follow(client: Client, address: str) -> Any:
    return get(client, address.removeprefix("http://localhost:8000"))


def titles(answer: Any) -> list[str]:
    return [each["judul"] for each in answer["informasi"]]


def complete(make_item: Make, unit: Unit) -> InformationItem:
    """A list in which every field of every answer is filled once and empty once."""
    make_item("Tanpa apa-apa")
    item = make_item("Lengkap", link="https://x.test/a", licence="Sebut sumber.")
    item.topic = "Keuangan"
    item.save()
    file = store(b"a,b\n", purpose="dip", name="data.csv", content_type="text/csv")
    ItemFile.objects.create(item=item, file=file, label="Tabel")
    law = {"letter": "j", "other_law": "UU 43/2009 Pasal 44"}
    event = {"valid_until": None, "end_event": "putusan pengadilan"}
    decree(unit, title="Berbatas hari").save()
    decree(unit, title="Berbatas peristiwa", **law, **event).save()
    return item


# -- what it promises --------------------------------------------------------------------------


def test_answers_are_what_the_description_says(client: Client, make_item: Make, unit: Unit) -> None:
    """Every path of the OpenAPI document, its answer held against its schema."""
    item = complete(make_item, unit)
    document = get(client, "openapi.json")
    assert document["openapi"] == "3.1.0"
    known = {"kategori": "berkala", "unit": unit.code, "tahun": "2026", "format": "pdf",
             "q": "lengkap", "jumlah": "1", "id": str(item.pk)}  # fmt: skip
    for path, operations in document["paths"].items():
        operation = operations["get"]
        address = document["servers"][0]["url"] + path.replace("{id}", known["id"])
        address = address.removeprefix("http://localhost:8000")
        shape = operation["responses"]["200"]["content"]["application/json"]["schema"]
        validator = Draft202012Validator(
            {**shape, "components": document["components"]}, format_checker=FormatChecker()
        )
        validator.validate(get(client, address))
        for parameter in operation["parameters"]:
            if parameter["in"] == "query" and parameter["name"] in known:
                query = {parameter["name"]: known[parameter["name"]]}
                validator.validate(get(client, address, **query))
        problem = {"$ref": "#/components/schemas/Masalah", "components": document["components"]}
        wrong = client.get(address, {"tidak-ada": "1"})
        assert wrong.status_code == 400
        assert wrong["Content-Type"] == "application/problem+json"
        Draft202012Validator(problem).validate(json.loads(wrong.content))


def test_the_description_is_sound(client: Client, unit: Unit) -> None:
    document = get(client, "openapi.json")
    for name, shape in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(shape), name
    references = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert references == set(document["components"]["schemas"])
    assert len({each["get"]["operationId"] for each in document["paths"].values()}) == len(
        document["paths"]
    )
    for path in document["paths"]:
        assert resolve("/api/v1" + path.replace("{id}", "1")).app_name == "opendata"


def test_it_describes_itself_in_indonesian_whoever_asks(client: Client, unit: Unit) -> None:
    first = client.get(API + "openapi.json").content
    client.cookies["django_language"] = "en"
    assert client.get(API + "openapi.json").content == first


def test_the_page_explains_every_parameter_and_field(client: Client) -> None:
    html = client.get(API).content.decode()
    for name in (*schema.item()["properties"], "kursor", "kategori", "setiap-saat", "tabel"):
        assert name in html
    for address in ("/dip/unduh/daftar.csv", "/dip/unduh/katalog.jsonld", "/dip/umpan.atom",
                    "/api/v1/openapi.json"):  # fmt: skip
        assert f'href="{address}"' in html


# -- items -------------------------------------------------------------------------------------


def test_its_filters_are_those_of_the_list(client: Client, make_item: Make, unit: Unit) -> None:
    make_item("Laporan A", made_year=2024)
    make_item("Agenda", made_year=2024, category="available", format="spreadsheet")
    make_item("Laporan B", made_year=2025)
    assert titles(get(client, "informasi/")) == ["Laporan B", "Agenda", "Laporan A"]
    for query, found in (
        ({"q": "laporan"}, ["Laporan B", "Laporan A"]),
        ({"q": "laporan", "tahun": "2024"}, ["Laporan A"]),
        ({"kategori": "setiap-saat"}, ["Agenda"]),
        ({"format": "tabel"}, ["Agenda"]),
        ({"unit": unit.code, "tahun": "2025"}, ["Laporan B"]),
        ({"q": "??"}, []),
    ):
        answer = get(client, "informasi/", **query)
        assert titles(answer) == found
        assert (answer["jumlah"], answer["jumlah_tepat"]) == (len(found), True)


@pytest.mark.parametrize("query", [{}, {"q": "laporan"}, {"tahun": "2026"}])
def test_pages_lead_to_every_item_once(client: Client, unit: Unit, query: dict[str, str]) -> None:
    InformationItem.objects.bulk_create(
        InformationItem(**item_fields(unit, n, f"Laporan {n:02}", {})) for n in range(23)
    )
    answer = get(client, "informasi/", jumlah="5", **query)
    found = titles(answer)
    while answer["berikutnya"]:
        answer = follow(client, answer["berikutnya"])
        found += titles(answer)
    assert found == [f"Laporan {n:02}" for n in reversed(range(23))]


def test_the_next_page_is_in_the_header_too(client: Client, make_item: Make) -> None:
    make_item()
    make_item()
    response = client.get(API + "informasi/", {"jumlah": "1"})
    following = json.loads(response.content)["berikutnya"]
    assert response["Link"] == f'<{following}>; rel="next"'
    assert "Link" not in client.get(following.removeprefix("http://localhost:8000"))


@pytest.mark.parametrize(
    "query",
    [{"jumlah": "101"}, {"jumlah": "0"}, {"jumlah": "-1"}, {"jumlah": "x"}, {"jumlah": "٣"},
     {"kursor": "x"}, {"kursor": "!!"}, {"kursor": "ÿ"},
     {"kursor": "OTk5OTk5OTk5OTk5OTk5OTk5OTkuMQ"}, {"tahun": "dua"}, {"kategori": "x"},
     {"unit": "x"}, {"format": "exe"}, {"kategry": "berkala"}],
)  # fmt: skip
def test_a_wrong_parameter_is_named(client: Client, unit: Unit, query: dict[str, str]) -> None:
    """A misspelt filter must not answer with the whole list."""
    response = client.get(API + "informasi/", query)
    assert response.status_code == 400
    assert next(iter(query)) in json.loads(response.content)["title"]


def test_a_large_count_is_said_to_be_one(client: Client, unit: Unit) -> None:
    InformationItem.objects.bulk_create(
        InformationItem(**item_fields(unit, n, "Laporan", {})) for n in range(1002)
    )
    answer = get(client, "informasi/", q="laporan", jumlah="1")
    assert (answer["jumlah"], answer["jumlah_tepat"]) == (1000, False)
    assert get(client, "informasi/", jumlah="1")["jumlah"] == 1002


def test_one_item_has_its_files(client: Client, make_item: Make, unit: Unit) -> None:
    item = complete(make_item, unit)
    found = get(client, f"informasi/{item.pk}/")
    assert found["judul"] == "Lengkap"
    assert found["unit"] == {"kode": unit.code, "nama": "Biro Uji Umum"}
    (file,) = found["berkas"]
    assert client.get(file["alamat"].removeprefix("http://localhost:8000")).content == b"a,b\n"
    html = client.get(item.get_absolute_url()).content.decode()
    assert f'href="/api/v1/informasi/{item.pk}/"' in html


def test_what_is_not_published_is_not_there(client: Client, make_item: Make) -> None:
    draft = make_item("Konsep rahasia", status="draft", published_at=None)
    gone = make_item("Ditarik rahasia")
    services.withdraw(gone, None, "Keliru.")
    assert client.get(f"{API}informasi/{draft.pk}/").status_code == 404
    answer = client.get(f"{API}informasi/{gone.pk}/")
    assert answer.status_code == 410
    assert "rahasia" not in answer.content.decode()
    assert client.get(f"{API}informasi/{10**30}/").status_code == 404
    assert get(client, "informasi/")["informasi"] == []
    assert [each["jumlah"] for each in get(client, "kategori/")["kategori"]] == [0, 0, 0]
    assert get(client, "unit/")["unit"] == []
    assert get(client, "meta/")["jumlah"] == 0


def test_units_and_categories_lead_to_their_items(
    client: Client, make_item: Make, unit: Unit
) -> None:
    make_item("Alfa")
    make_item("Beta", category="immediate")
    (found,) = get(client, "unit/")["unit"]
    assert (found["kode"], found["jumlah"]) == (unit.code, 2)
    assert titles(follow(client, found["alamat"])) == ["Beta", "Alfa"]
    by_word = {each["kode"]: each for each in get(client, "kategori/")["kategori"]}
    assert by_word["serta-merta"]["jumlah"] == 1
    assert titles(follow(client, by_word["serta-merta"]["alamat"])) == ["Beta"]


# -- excluded information ----------------------------------------------------------------------


def test_an_exclusion_shows_title_ground_and_period_only(client: Client, unit: Unit) -> None:
    """domain.md 3.10: never the content, nor what would follow from opening it."""
    decree(unit, title="Rencana pengamanan", letter="c", consequence="Musuh tahu gudang.").save()
    response = client.get(API + "dikecualikan/")
    (found,) = json.loads(response.content)["dikecualikan"]
    assert found["judul"] == "Rencana pengamanan"
    assert found["alasan"] == "membahayakan pertahanan dan keamanan negara"
    assert found["penetapan"] == {"nomor": "SK-1/PPID/2026", "tanggal": "2026-01-01"}
    assert (found["berlaku_sejak"], found["berakhir_pada"]) == ("2026-01-01", "2030-01-01")
    assert "gudang" not in response.content.decode()
    assert set(found) == set(schema.exclusion()["properties"])


def test_exclusions_come_page_by_page(client: Client, unit: Unit) -> None:
    for n in range(7):
        start = date(2026, 1, 1) + timedelta(days=n // 3)
        decree(unit, number=f"SK-{n}", title=f"Butir {n}", valid_from=start).save()
    answer = get(client, "dikecualikan/", jumlah="2")
    found = [each["judul"] for each in answer["dikecualikan"]]
    while answer["berikutnya"]:
        answer = follow(client, answer["berikutnya"])
        found += [each["judul"] for each in answer["dikecualikan"]]
    assert found == [f"Butir {n}" for n in reversed(range(7))]
    wrong = client.get(API + "dikecualikan/", {"kursor": "x"})
    assert wrong.status_code == 400
    assert client.get(API + "dikecualikan/", {"bagian": "semua"}).status_code == 400


# -- conditional, open, polite -----------------------------------------------------------------


@pytest.mark.parametrize("path", DATA)
def test_an_unchanged_answer_is_not_sent_twice(
    client: Client, make_item: Make, unit: Unit, path: str
) -> None:
    complete(make_item, unit)
    first = client.get(API + path)
    assert client.get(API + path, headers={"if-none-match": first["ETag"]}).status_code == 304
    if path != "openapi.json":
        make_item("Baru")
        decree(unit, title="Baru").save()
        again = client.get(API + path, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 200


def test_an_unchanged_item_is_not_sent_twice(client: Client, make_item: Make, unit: Unit) -> None:
    item = complete(make_item, unit)
    etag = client.get(f"{API}informasi/{item.pk}/")["ETag"]
    for change in (
        lambda: item.files.update(label="Lain"),
        lambda: Unit.objects.filter(pk=unit.pk).update(name="Biro Lain"),
        lambda: item.save(),
    ):
        address = f"{API}informasi/{item.pk}/"
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304
        change()
        again = client.get(address, headers={"if-none-match": etag})
        assert again.status_code == 200
        etag = again["ETag"]


@pytest.mark.parametrize("path", DATA)
def test_other_sites_may_read_it(client: Client, unit: Unit, path: str) -> None:
    response = client.get(API + path)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    asked = client.options(API + path, headers={"origin": "https://lain.example"})
    assert asked.status_code == 204
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]
    assert Client(enforce_csrf_checks=True).post(API + path).status_code == 405


def test_who_asks_too_often_waits(client: Client, unit: Unit, settings: Any) -> None:
    settings.THROTTLE = {"api": (3, 60)}
    assert [client.get(API + "meta/").status_code for _try in range(4)] == [200, 200, 200, 429]
    response = client.get(API + "unit/")
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert json.loads(response.content)["status"] == 429


@pytest.mark.parametrize("query", [{}, {"q": "laporan"}, {"tahun": "2026"}])
def test_queries_do_not_grow_with_rows(
    client: Client, unit: Unit, query: dict[str, str], django_assert_max_num_queries: Any
) -> None:
    from dip_app.search import memory

    def cost(rows: int) -> int:
        InformationItem.objects.bulk_create(
            InformationItem(**item_fields(unit, n, f"Laporan {n}", {})) for n in range(rows)
        )
        memory.forget()
        with django_assert_max_num_queries(12) as counted:
            client.get(API + "informasi/", {**query, "jumlah": "100"})
        return len(counted)

    few, full, many = cost(3), cost(120), cost(200)
    assert many == full <= few + 1


def test_no_answer_names_a_person(client: Client, make_item: Make, office: Any) -> None:
    """UU 27/2022: who recorded a decree or uploaded a file is nobody's business here."""
    item = make_item()
    clerk = office.actor(office.petugas)
    file = store(b"1", purpose="dip", name="a.csv", content_type="text/csv", actor=clerk)
    ItemFile.objects.create(item=item, file=file)
    services.record_decree(decree(item.unit, letter="h"), clerk)
    for path in (*DATA, f"informasi/{item.pk}/"):
        text = client.get(API + path).content.decode()
        assert office.petugas.name not in text
        assert office.petugas.email not in text


def test_the_names_stay(client: Client) -> None:
    """Programs of others rely on these addresses."""
    for name in ("informasi", "kategori", "unit", "dikecualikan", "meta"):
        assert resolve(f"/api/v1/{name}/").app_name == "opendata"
    assert reverse("opendata:openapi") == "/api/v1/openapi.json"
    assert reverse("dip_app:download", args=["csv"]) == "/dip/unduh/daftar.csv"
