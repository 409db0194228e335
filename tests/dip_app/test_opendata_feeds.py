"""Atom, sitemaps, robots.txt and linked data: what other programs read of the list by itself."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dip_app import services
from dip_app.models import InformationItem, ItemFile
from dip_app.opendata import feed, sitemaps
from ppid_portal.files.services import store
from ppid_portal.people.models import Unit
from tests.dip_app.conftest import Make, item_fields

pytestmark = pytest.mark.django_db

HERE = "http://localhost:8000"
ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def tree(client: Client, address: str, query: dict[str, str] | None = None) -> ElementTree.Element:
    response = client.get(address, query or {})
    assert response.status_code == 200, response.content
    return ElementTree.fromstring(response.getvalue())


def entries(client: Client, **query: str) -> list[str]:
    found = tree(client, "/dip/umpan.atom", query)
    return [str(each.text) for each in found.iterfind("a:entry/a:title", ATOM)]


# -- Atom --------------------------------------------------------------------------------------


def test_the_feed_is_atom(client: Client, make_item: Make) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have."""
    item = make_item("Laporan <b>& lain", summary="Isi \u0007<i>miring</i>", licence="Bebas.")
    root = tree(client, "/dip/umpan.atom")
    for name in ("id", "title", "updated", "author/a:name"):
        assert root.findtext(f"a:{name}", namespaces=ATOM)
    (entry,) = root.iterfind("a:entry", ATOM)
    assert entry.findtext("a:id", namespaces=ATOM) == f"{HERE}/dip/{item.pk}/"
    assert entry.findtext("a:title", namespaces=ATOM) == "Laporan <b>& lain"
    summary = entry.find("a:summary", ATOM)
    assert summary is not None
    assert (summary.get("type"), summary.text) == ("html", "Isi &lt;i&gt;miring&lt;/i&gt;")
    link = entry.find("a:link", ATOM)
    assert link is not None
    assert link.get("href") == f"{HERE}{item.get_absolute_url()}"
    assert str(entry.findtext("a:updated", namespaces=ATOM)).endswith("+07:00")


def test_the_feed_has_the_filters_of_the_list(client: Client, make_item: Make) -> None:
    make_item("Laporan A", made_year=2024)
    make_item("Laporan B", made_year=2025)
    make_item("Agenda", made_year=2025)
    assert entries(client) == ["Agenda", "Laporan B", "Laporan A"]
    assert entries(client, q="laporan") == ["Laporan B", "Laporan A"]
    assert entries(client, tahun="2025", q="laporan") == ["Laporan B"]
    assert entries(client, tahun="2025", urut="diubah") == ["Agenda", "Laporan B"]
    assert client.get("/dip/umpan.atom", {"tahun": "x"}).status_code == 404
    assert client.get("/dip/umpan.atom", {"urut": "x"}).status_code == 400
    assert client.get("/dip/umpan.atom", {"urut": "diubah", "q": "a"}).status_code == 400


def test_the_feed_is_short(client: Client, unit: Unit) -> None:
    InformationItem.objects.bulk_create(
        InformationItem(**item_fields(unit, n, f"Nomor {n}", {})) for n in range(60)
    )
    assert len(entries(client)) == feed.ENTRIES
    assert len(entries(client, urut="diubah")) == feed.ENTRIES


def test_changes_come_first_and_withdrawals_are_told_without_content(
    client: Client, make_item: Make
) -> None:
    """Whoever keeps a copy learns what to take away (RFC 6721)."""
    old, gone = make_item("Lama"), make_item("Rahasia benar")
    make_item("Konsep rahasia", status="draft", published_at=None)
    make_item("Baru")
    services.withdraw(gone, None, "Keliru.")
    old.save()
    response = client.get("/dip/umpan.atom", {"urut": "diubah"})
    root = ElementTree.fromstring(response.content)
    assert [e.text for e in root.iterfind("a:entry/a:title", ATOM)] == ["Lama", "Baru"]
    (told,) = root.iterfind("at:deleted-entry", ATOM)
    assert told.get("ref") == f"{HERE}/dip/{gone.pk}/"
    assert told.get("when")
    assert "ahasia" not in response.content.decode()
    assert entries(client) == ["Baru", "Lama"]


def test_an_empty_feed_is_a_feed(client: Client, unit: Unit) -> None:
    assert entries(client) == []


# -- sitemaps and robots -----------------------------------------------------------------------


def locations(client: Client, address: str) -> list[str]:
    return [str(each.text) for each in tree(client, address).iterfind("*/m:loc", MAP)]


def test_the_sitemap_leads_to_every_published_page(client: Client, make_item: Make) -> None:
    items = [make_item("Satu & “dua”"), make_item("Tiga")]
    make_item("Konsep", status="draft", published_at=None)
    make_item("Ditarik", status="withdrawn")
    index = locations(client, "/sitemap.xml")
    assert index == [f"{HERE}/sitemap-halaman.xml", f"{HERE}/sitemap-dip-1.xml"]
    found = locations(client, "/sitemap-dip-1.xml")
    assert found == [f"{HERE}{item.get_absolute_url()}" for item in items]
    for address in locations(client, "/sitemap-halaman.xml"):
        assert client.get(address.removeprefix(HERE)).status_code == 200, address


def test_an_item_never_moves_to_another_sitemap(
    client: Client, make_item: Make, monkeypatch: Any
) -> None:
    """Each covers a range of numbers; one without a published item is not named."""
    monkeypatch.setattr(sitemaps, "PER_FILE", 10)
    monkeypatch.setattr(sitemaps, "_CHUNK", 3)
    for pk in (1, 2, 9, 10, 31, 32, 33, 34):
        make_item(f"Butir {pk}", pk=pk)
    make_item("Konsep", pk=15, status="draft", published_at=None)
    index = locations(client, "/sitemap.xml")[1:]
    assert index == [f"{HERE}/sitemap-dip-1.xml", f"{HERE}/sitemap-dip-4.xml"]
    first, fourth = (locations(client, address.removeprefix(HERE)) for address in index)
    assert [int(re.findall(r"/dip/(\d+)/", each)[0]) for each in first] == [1, 2, 9, 10]
    assert [int(re.findall(r"/dip/(\d+)/", each)[0]) for each in fourth] == [31, 32, 33, 34]
    for number in (0, 2, 3, 5, 10**20):
        assert client.get(f"/sitemap-dip-{number}.xml").status_code == 404


def test_robots_keep_out_of_cases_and_of_endless_searches(client: Client, unit: Unit) -> None:
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {HERE}/sitemap.xml" in text
    closed = re.findall(r"^Disallow: (\S+)$", text, re.M)
    for address in (reverse("requests_app:track"), reverse("desk:home"), reverse("account_login"),
                    reverse("dip_app:list") + "?q=a"):  # fmt: skip
        assert any(address.startswith(each) for each in closed), address
    for name in sitemaps.PAGES:
        assert not any(reverse(name).startswith(each) for each in closed), name


@pytest.mark.parametrize(
    "address", ["/dip/umpan.atom", "/sitemap.xml", "/sitemap-dip-1.xml", "/sitemap-halaman.xml"]
)
def test_an_unchanged_one_is_not_sent_twice(client: Client, make_item: Make, address: str) -> None:
    item = make_item()
    first = client.get(address)
    first.getvalue()
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    if address != "/sitemap-halaman.xml":
        item.save()
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 200
        again.getvalue()


# -- linked data -------------------------------------------------------------------------------


def with_file(make_item: Make) -> InformationItem:
    item = make_item("Laporan </script><b>", licence="Sebut sumber.", link="https://x.test/a")
    file = store(b"a,b\n", purpose="dip", name="data.csv", content_type="text/csv")
    ItemFile.objects.create(item=item, file=file, label="Tabel")
    return item


def test_the_catalogue_has_what_dcat_ap_demands(client: Client, make_item: Make) -> None:
    item = with_file(make_item)
    make_item("Kedua")
    catalogue = json.loads(client.get("/dip/unduh/katalog.jsonld").getvalue())
    for name in ("dct:title", "dct:description", "dct:publisher", "dcat:dataset"):
        assert catalogue[name]
    whole, _newest, dataset = catalogue["dcat:dataset"]
    addresses = [each["dcat:downloadURL"] for each in whole["dcat:distribution"]]
    assert f"{HERE}/dip/unduh/daftar.csv" in addresses
    for address in addresses:
        assert client.get(address.removeprefix(HERE)).getvalue()
    assert dataset["@type"] == ["dcat:Dataset", "schema:Dataset"]
    assert dataset["@id"] == f"{HERE}/dip/{item.pk}/"
    assert dataset["dct:title"] == dataset["schema:name"] == item.title
    assert dataset["dct:rights"] == "Sebut sumber."
    file, link = dataset["dcat:distribution"]
    assert file["dcat:mediaType"].endswith("/text/csv")
    assert link["dcat:accessURL"] == "https://x.test/a"
    used = set(re.findall(r'"(\w+):[A-Za-z]+"', json.dumps(catalogue)))
    assert used <= {*catalogue["@context"], "mailto"}


def test_the_page_of_an_item_carries_schema_org_as_data(client: Client, make_item: Make) -> None:
    """No script within a page runs, and none is needed: this is data, which no text can end."""
    item = with_file(make_item)
    response = client.get(item.get_absolute_url())
    html = response.content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    data = json.loads(block)
    assert not set("<>&") & set(block)
    assert (data["@context"], data["@type"]) == ("https://schema.org/", "Dataset")
    assert data["name"] == "Laporan </script><b>"
    assert data["url"] == f"{HERE}{item.get_absolute_url()}"
    assert data["distribution"][0]["encodingFormat"] == "text/csv"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_the_data_in_a_page_does_not_follow_its_language(client: Client, make_item: Make) -> None:
    item = make_item(category="available")
    client.cookies["django_language"] = "en"
    html = client.get(item.get_absolute_url()).content.decode()
    assert '"keywords":["Setiap saat"]' in html
