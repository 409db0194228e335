"""What holds for every public page: it opens, cheaply, and reads well by eye and by ear."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from ppid_portal.clock.models import ServiceDay
from ppid_portal.people.models import PublicBody

PAGES = (
    "/",
    "/tata-cara/",
    "/keberatan/",
    "/sengketa/",
    "/maklumat/",
    "/biaya/",
    "/profil/",
    "/aksesibilitas/",
    "/privasi/",
)
MOST_QUERIES = 25

every_page = pytest.mark.parametrize("path", PAGES)
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


class Page(HTMLParser):
    """The parts of a page that the rules speak of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == name]


def read(client: Client, path: str) -> Page:
    return Page(client.get(path).content.decode())


@every_page
def test_it_opens(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.context["body"].name in response.content.decode()


@every_page
def test_it_refuses_to_be_posted_to(client: Client, path: str) -> None:
    """A guidance page changes nothing (invariant 4)."""
    assert client.post(path).status_code == 405


@pytest.mark.every_database
@every_page
def test_it_needs_few_queries(client: Client, path: str) -> None:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(path)
    assert len(queries) < MOST_QUERIES


@every_page
def test_it_has_the_landmarks_that_a_screen_reader_jumps_to(client: Client, path: str) -> None:
    page = read(client, path)
    assert len(page.all("main")) == 1
    assert len(page.all("header")) == 1
    assert len(page.all("footer")) == 1
    assert len(page.all("h1")) == 1
    names = [nav.get("aria-label") for nav in page.all("nav")]
    assert all(names)
    assert len(names) == len(set(names))


@every_page
def test_it_lets_the_keyboard_skip_to_the_content(client: Client, path: str) -> None:
    page = read(client, path)
    first_link = page.all("a")[0]
    assert first_link["href"] == f"#{page.all('main')[0]['id']}"


@every_page
def test_it_names_every_element_once(client: Client, path: str) -> None:
    ids = [attrs["id"] for _, attrs in read(client, path).tags if "id" in attrs]
    assert len(ids) == len(set(ids))


@every_page
def test_every_label_belongs_to_a_field(client: Client, path: str) -> None:
    page = read(client, path)
    ids = {attrs.get("id") for _, attrs in page.tags}
    assert all(label["for"] in ids for label in page.all("label"))


@every_page
def test_no_link_leads_nowhere(client: Client, path: str) -> None:
    page = read(client, path)
    ids = {attrs.get("id") for _, attrs in page.tags}
    targets = [str(link.get("href")) for link in page.all("a")]
    for target in targets:
        assert target, targets
        if target.startswith("#"):
            assert target[1:] in ids
        elif target.startswith("/"):
            assert resolve(target)


@every_page
def test_it_runs_under_the_content_security_policy(client: Client, path: str) -> None:
    """No inline script, style or handler: the policy is 'self' only."""
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    page = Page(response.content.decode())
    assert not page.all("style")
    assert all(script.get("src") for script in page.all("script"))
    for _, attrs in page.tags:
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]


@every_page
def test_it_loads_nothing_from_elsewhere(client: Client, path: str) -> None:
    page = read(client, path)
    loaded = [attrs["href"] for attrs in page.all("link")]
    loaded += [attrs["src"] for name in ("script", "img") for attrs in page.all(name)]
    assert loaded
    assert all(str(address).startswith("/") for address in loaded)


@every_page
def test_its_language_is_declared_and_can_be_switched(client: Client, path: str) -> None:
    assert read(client, path).all("html")[0]["lang"] == "id"
    answer = client.post("/bahasa/setlang/", {"language": "en", "next": path})
    assert answer.status_code == 302
    assert answer.headers["Location"] == path
    assert read(client, path).all("html")[0]["lang"] == "en"


def test_the_language_switch_works_without_javascript(client: Client) -> None:
    page = read(client, "/biaya/")
    assert {"action": "/bahasa/setlang/", "method": "post"}.items() <= page.all("form")[0].items()
    switches = [b for b in page.all("button") if b.get("name") == "language"]
    assert [b["value"] for b in switches] == [code for code, _ in settings.LANGUAGES]
    assert [b["value"] for b in switches if b.get("aria-current")] == ["id"]
    assert {"name": "next", "value": "/biaya/"}.items() <= page.all("input")[1].items()


def test_the_menu_says_where_the_reader_is(client: Client) -> None:
    page = read(client, "/tata-cara/")
    here = [a["href"] for a in page.all("a") if a.get("aria-current")]
    assert here == ["/tata-cara/"]


def test_the_three_doors_stand_first(client: Client) -> None:
    page = read(client, "/")
    search = next(form for form in page.all("form") if form.get("role") == "search")
    assert search["method"] == "get"
    assert search["action"] == "/dip/"
    doors = [a["href"] for a in page.all("a") if "govuk-button" in str(a.get("class"))]
    assert doors == ["/permohonan/baru/", "/lacak/"]


def test_the_printed_page_carries_its_date(
    client: Client, travel: Callable[[str], datetime]
) -> None:
    travel("2026-03-09 10:05")
    assert "Dicetak 9 Maret 2026 pukul 10.05" in re.sub(
        r"\s+", " ", client.get("/maklumat/").content.decode()
    )


def test_the_service_hours_come_from_the_table(client: Client) -> None:
    ServiceDay.objects.all().delete()
    assert "Jam layanan belum diisi." in client.get("/").content.decode()
    for weekday in range(3):
        ServiceDay.objects.create(weekday=weekday, opens="08:30", closes="14:45")
    html = client.get("/").content.decode()
    assert "Senin–Rabu" in html
    assert "08.30–14.45" in html


def test_the_body_is_named_from_its_settings(client: Client) -> None:
    body = PublicBody.objects.get()
    body.name, body.email = "Badan Uji <Nasional>", "ppid@badan.example"
    body.save()
    html = client.get("/").content.decode()
    assert "Badan Uji &lt;Nasional&gt;" in html
    assert 'href="mailto:ppid@badan.example"' in html


def test_a_page_that_is_not_there_helps_on(client: Client) -> None:
    response = client.get("/tidak-ada/")
    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in response.content.decode()


def test_an_expired_form_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/bahasa/setlang/", {"language": "en"})
    assert response.status_code == 403
    assert "muat ulang" in response.content.decode()
