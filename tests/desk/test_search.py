"""Search by number, name and words, within what one may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from ppid_portal.desk.views import search as view
from tests.driver import file_request, make_applicant

pytestmark = pytest.mark.django_db
SEARCH = "/meja/cari/"


def numbers(response: Any) -> list[str]:
    return [hit.number for hit in response.context["hits"]]


@pytest.mark.parametrize("query", ["keuangan", "KEUANGAN 2025", "siti", "aminah laporan"])
def test_it_finds_by_words_and_name(desk: Any, client_as: Any, query: str) -> None:
    """S25: findable as soon as it is saved; there is no indexer to be down."""
    case = file_request()

    assert numbers(client_as(desk.office.petugas).get(SEARCH, {"q": query})) == [case.number]


def test_a_whole_number_leads_straight_to_the_case(desk: Any, client_as: Any) -> None:
    case = file_request()

    response = client_as(desk.office.petugas).get(SEARCH, {"q": f" {case.number} "})

    assert response["Location"] == reverse("desk:case", args=[case.pk])


def test_all_words_must_be_there(desk: Any, client_as: Any) -> None:
    file_request()

    response = client_as(desk.office.petugas).get(SEARCH, {"q": "keuangan kuda"})

    assert numbers(response) == []
    assert "Tidak ada berkas yang cocok" in response.content.decode()


def test_a_unit_finds_its_case_by_subject_but_not_by_name(desk: Any, client_as: Any) -> None:
    case = desk.in_process()
    file_request(make_applicant("Orang Lain"))
    unit = client_as(desk.office.pelaksana_a)

    assert numbers(unit.get(SEARCH, {"q": "keuangan"})) == [case.number]
    assert numbers(unit.get(SEARCH, {"q": "siti"})) == []
    assert "Siti" not in unit.get(SEARCH, {"q": "keuangan"}).content.decode()


def test_a_unit_does_not_reach_another_units_case_by_number(desk: Any, client_as: Any) -> None:
    case = desk.in_process()

    response = client_as(desk.office.pelaksana_b).get(SEARCH, {"q": case.number})

    assert response.status_code == 200
    assert numbers(response) == []


def test_a_restricted_case_is_not_found(desk: Any, client_as: Any) -> None:
    case = desk.do(file_request(), "confirm_complete", desk.office.petugas)
    desk.do(case, "register_request", desk.office.petugas, restricted=True)

    assert numbers(client_as(desk.office.petugas_2).get(SEARCH, {"q": "keuangan"})) == []
    assert numbers(client_as(desk.office.ketua).get(SEARCH, {"q": "keuangan"})) == [case.number]


def test_without_words_it_asks_for_some(desk: Any, client_as: Any) -> None:
    page = client_as(desk.office.petugas).get(SEARCH).content.decode()

    assert "Tulis nomor, nama, atau kata" in page


@pytest.mark.parametrize("query", ["%", "_", "'; drop", "\x00", "x" * 5000, "💥"])
def test_odd_words_are_words(desk: Any, client_as: Any, query: str) -> None:
    file_request()

    response = client_as(desk.office.petugas).get(SEARCH, {"q": query, "setelah": "²"})

    assert response.status_code == 200
    if response.context["query"]:
        assert numbers(response) == []


def test_it_pages_by_place(desk: Any, client_as: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(view, "PAGE", 2)
    made = [file_request().number for _n in range(3)]
    client = client_as(desk.office.petugas)

    first = client.get(SEARCH, {"q": "keuangan"})
    second = client.get(SEARCH + first.context["next_url"])

    assert numbers(first) + numbers(second) == list(reversed(made))
    assert second.context["next_url"] == ""


def test_queries_do_not_grow(desk: Any, client_as: Any, django_assert_max_num_queries: Any) -> None:
    client = client_as(desk.office.petugas)
    client.get(SEARCH, {"q": "keuangan"})
    counts = []
    for rows in (3, 20):
        while len(numbers(client.get(SEARCH, {"q": "keuangan"}))) < rows:
            file_request()
        with django_assert_max_num_queries(24) as queries:
            client.get(SEARCH, {"q": "keuangan"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_visitor_is_sent_to_log_in(client: Any, db: None) -> None:
    assert client.get(SEARCH, {"q": "keuangan"}).status_code == 302
