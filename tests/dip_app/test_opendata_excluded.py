"""The public list of excluded information: titles, grounds and periods (domain 3.10 and 6.2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from dip_app import services
from ppid_portal.people.models import Unit
from tests.dip_app.conftest import Make
from tests.dip_app.test_decrees import decree
from tests.dip_app.test_pages import Links

pytestmark = pytest.mark.django_db

PAGE = "/dip/dikecualikan/"


def page(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_what_why_and_until_when(client: Client, unit: Unit, travel: Any) -> None:
    travel("2026-03-09 10:00")
    decree(unit, title="Rencana pengamanan", letter="c", consequence="Musuh tahu gudang.").save()
    html = page(client)
    for text in (
        "Rencana pengamanan",
        "UU 14/2008 Pasal 17 huruf c: membahayakan pertahanan dan keamanan negara",
        "SK-1/PPID/2026, 1 Januari 2026",
        "Sejak 1 Januari 2026; terbuka mulai 1 Januari 2030",
    ):
        assert text in html
    assert "gudang" not in html


def test_it_names_the_other_law_and_the_event(client: Client, unit: Unit) -> None:
    """UU 14/2008 Pasal 17 huruf j; an exclusion may end by an event."""
    decree(unit, letter="j", other_law="UU 43/2009 Pasal 44", valid_until=None,
           end_event="arsip dibuka").save()  # fmt: skip
    decree(unit, title="Penyidikan", letter="a", valid_until=None, end_event="putusan").save()
    html = page(client)
    assert "UU 43/2009 Pasal 44" in html
    assert "Sejak 1 Januari 2026 sampai arsip dibuka" in html
    assert "Sejak 1 Januari 2026 sampai putusan; terbuka paling lambat 1 Januari 2056" in html


def test_an_exclusion_that_ended_is_shown_as_open(
    client: Client, unit: Unit, make_item: Make, travel: Any
) -> None:
    """domain.md 6.2: expired exclusions shown as open; 8, case 28: open without any decision."""
    travel("2026-03-09 10:00")
    item = make_item("Harga perkiraan", status="draft", published_at=None)
    decree(unit, title="Harga perkiraan", item=item, valid_until=date(2026, 6, 1)).save()
    assert "Harga perkiraan" in page(client)
    assert "Harga perkiraan" not in page(client, f"{PAGE}?bagian=terbuka")
    travel("2026-06-01 00:00")
    assert "Harga perkiraan" not in page(client)
    html = page(client, f"{PAGE}?bagian=terbuka")
    assert "Minta informasi ini" in html
    assert item.get_absolute_url() not in html
    services.publish(item, None)
    assert item.get_absolute_url() in page(client, f"{PAGE}?bagian=terbuka")


def test_what_another_decree_excludes_is_not_open(client: Client, unit: Unit, travel: Any) -> None:
    travel("2026-03-09 10:00")
    decree(unit, title="Harga Perkiraan", valid_until=date(2026, 2, 1)).save()
    decree(unit, title="Harga perkiraan", number="SK-2").save()
    assert "Harga" not in page(client, f"{PAGE}?bagian=terbuka")


def test_an_exclusion_that_has_not_begun_is_in_neither_part(
    client: Client, unit: Unit, travel: Any
) -> None:
    travel("2026-03-09 10:00")
    decree(unit, title="Nanti", valid_from=date(2026, 4, 1)).save()
    assert "Nanti" not in page(client)
    assert "Nanti" not in page(client, f"{PAGE}?bagian=terbuka")


@pytest.mark.parametrize("part", ["", "bagian=terbuka"])
def test_pages_lead_on_and_back(
    client: Client, unit: Unit, part: str, travel: Any, django_assert_max_num_queries: Any
) -> None:
    travel("2026-03-09 10:00")
    end = date(2026, 3, 1) if part else date(2030, 1, 1)
    for n in range(57):
        start = date(2026, 1, 1) + timedelta(days=n // 5)
        decree(unit, number=f"SK-{n}", title=f"Butir {n:03}", valid_from=start,
               valid_until=end).save()  # fmt: skip
    with django_assert_max_num_queries(12):
        first = page(client, f"{PAGE}?{part}")
    assert "Butir 056" in first
    assert "Butir 031" not in first
    assert "Sebelumnya" not in first
    second = page(client, Links(first).found["Berikutnya →"])
    assert "Butir 031" in second
    third = page(client, Links(second).found["Berikutnya →"])
    assert "Butir 000" in third
    assert "Berikutnya" not in third
    back = page(client, Links(third).found["← Sebelumnya"])
    assert back.count("<h2") == second.count("<h2")
    assert "Butir 031" in back
    assert "Sebelumnya" in back


@pytest.mark.parametrize("query", ["bagian=x", "sesudah=x", "sebelum=2026-13-01.1", "sesudah=1.2"])
def test_an_address_nobody_linked_to_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 404


@pytest.mark.parametrize("part", ["", "?bagian=terbuka"])
def test_an_empty_list_says_why(client: Client, unit: Unit, part: str) -> None:
    assert "muncul di sini" in page(client, PAGE + part)


def test_markup_is_shown_as_text(client: Client, unit: Unit) -> None:
    decree(unit, title="<script>alert(1)</script>", legal_basis="<b>UU").save()
    html = page(client)
    assert "<script>alert" not in html
    assert "<b>UU" not in html


def test_an_unchanged_page_is_not_sent_twice(client: Client, unit: Unit, travel: Any) -> None:
    travel("2026-03-09 10:00")
    decree(unit, valid_until=date(2026, 3, 10)).save()
    etag = client.get(PAGE)["ETag"]
    assert client.get(PAGE, headers={"if-none-match": etag}).status_code == 304
    travel("2026-03-10 00:00")
    assert client.get(PAGE, headers={"if-none-match": etag}).status_code == 200
    etag = client.get(PAGE)["ETag"]
    decree(unit, title="Baru").save()
    assert client.get(PAGE, headers={"if-none-match": etag}).status_code == 200


def test_the_list_leads_to_it(client: Client, unit: Unit) -> None:
    assert f'href="{PAGE}"' in page(client, "/dip/")
