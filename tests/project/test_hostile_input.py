"""Whatever is typed, by whomever: a page answers with a sentence, never with an error page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ppid_portal.sop.access import link_token
from ppid_portal.sop.models import WorkItem
from tests.driver import Desk
from tests.requests_app import makers

pytestmark = pytest.mark.django_db

WILD = {
    "signs": "a\x00b<script>alert(1)</script>\"'>{{ 7|add:7 }}\u202e\u2066👩\u200d👧\r\n"
    "' OR 1=1; --%_\\",
    "long": "x" * 60_000,
    "number": "9" * 40,
}
#: Fields whose value only says which form was sent.
_KEEP = {"csrfmiddlewaretoken", "tindakan", "aksi", "key", "login", "password"}
_FIELD = re.compile(r"<(?:input|textarea|select|button)[^>]*?\sname=\"([^\"]+)\"[^>]*>", re.S)
_VALUE = re.compile(r"\svalue=\"([^\"]*)\"")


@pytest.fixture
def desk(office: Any, travel: Any) -> Desk:
    """Return the office at work on Monday, 9 March 2026, 10.00 WIB."""
    travel("2026-03-09 10:00")
    return Desk(office)


def fields_of(page: Any) -> dict[str, str]:
    """Return the fields of a page's forms with the values that they were given."""
    found = {}
    for match in _FIELD.finditer(page.content.decode()):
        value = _VALUE.search(match.group(0))
        found[match.group(1)] = value.group(1) if value else ""
    return found


def attack(browser: Client, url: str, text: str) -> list[str]:
    """Ask for a page with wild parameters, send its form with them, and return what broke."""
    broken = []
    browser.raise_request_exception = False
    names = ("q", "teks", "next", "setelah", "sebelum", "unit", "milik", "tindakan", "kode")
    query = dict.fromkeys(names, text)
    if len(text) < 5000 and browser.get(url, query).status_code >= 500:
        broken.append(f"GET {url}")
    fields = fields_of(browser.get(url))
    wild: dict[str, Any] = {
        name: value if name in _KEEP else text for name, value in fields.items()
    }
    if browser.post(url, wild).status_code >= 500:
        broken.append(f"POST {url}")
    chosen = {name: value if name in _KEEP or value else text for name, value in fields.items()} | {
        name: SimpleUploadedFile(f"{text[:50]}.pdf", b"%PDF-1.7 " + text.encode()[:200])
        for name in fields
        if name.endswith(("uploads", "papers", "attachments", "documents", "file", "letter"))
    }
    if browser.post(url, chosen).status_code >= 500:
        broken.append(f"POST {url} with files")
    return broken


@pytest.mark.parametrize("text", WILD.values(), ids=WILD.keys())
def test_public_pages_take_anything(desk: Desk, text: str) -> None:
    """Invariant 10, on the pages that everybody reaches."""
    browser = Client()
    urls = [
        reverse("requests_app:start"),
        *(
            reverse("requests_app:page", args=[slug])
            for slug in ("siapa", "identitas", "informasi", "tujuan", "kontak")
        ),
        reverse("requests_app:check"),
        reverse("requests_app:suggestions"),
        reverse("requests_app:track"),
        reverse("requests_app:send_code"),
        reverse("letters:verify_index"),
        reverse("dip_app:list"),
        reverse("dip_app:excluded"),
        reverse("dip_app:feed"),
        reverse("opendata:items"),
        reverse("account_login"),
        reverse("account_reset_password"),
        "/dip/saran/",
    ]
    assert [broken for url in urls for broken in attack(browser, url, text)] == []


@pytest.mark.parametrize("text", WILD.values(), ids=WILD.keys())
def test_the_applicants_pages_take_anything(desk: Desk, text: str) -> None:
    waiting, asked = makers.incomplete(desk.office), makers.clarifying(desk.office)
    broken = []
    for case, names in (
        (waiting, ("case", "complete", "message")),
        (asked, ("case", "answer", "message", "withdraw")),
    ):
        browser = makers.browser_of(case)
        for name in names:
            broken += attack(browser, reverse(f"requests_app:{name}", args=[case.public_id]), text)
    assert broken == []


@pytest.mark.parametrize("text", WILD.values(), ids=WILD.keys())
def test_the_desk_takes_anything(desk: Desk, client_as: Any, text: str) -> None:
    case = desk.in_process()
    broken = []
    for user in (desk.office.petugas, desk.office.ketua, desk.office.pelaksana_a):
        browser = client_as(user)
        for url in (
            reverse("desk:home"),
            reverse("desk:search"),
            reverse("desk:case", args=[case.pk]),
            *(
                f"{reverse('desk:case', args=[case.pk])}?tindakan={name}"
                for name in ("ask_clarification", "add_unit", "propose_extension", "refer")
            ),
            reverse("requests_desk:answer", args=[case.pk]),
            reverse("requests_app:counter"),
            reverse("desk:approval", args=[case.pk]),
        ):
            broken += attack(browser, url, text)
    assert broken == []


def test_addresses_with_numbers_beyond_any_row_are_not_found(desk: Desk, client_as: Any) -> None:
    """PostgreSQL refuses them as numbers; the visitor hears that there is no such page."""
    far = 10**30
    browser = client_as(desk.office.ketua)
    browser.raise_request_exception = False
    for name in ("desk:case", "desk:approval", "desk:letter"):
        assert browser.get(reverse(name, args=[far])).status_code == 404
    for name in ("desk:take", "desk:release", "desk:resend", "desk:applicant"):
        assert browser.post(reverse(name, args=[far])).status_code == 404
    assert browser.get(f"/dip/{far}/").status_code == 404
    assert browser.get(f"/meja/permohonan/{far}/jawaban/").status_code == 404
    assert browser.get(reverse("desk:home"), {"unit": str(far)}).status_code == 200


def test_the_address_of_one_case_opens_no_other(desk: Desk) -> None:
    """Invariant 7: the session of one case acts on that case only, also by its own forms."""
    mine, theirs = makers.clarifying(desk.office), makers.clarifying(desk.office)
    browser = makers.browser_of(mine)
    for name in ("case", "answer", "message", "withdraw", "complete"):
        url = reverse(f"requests_app:{name}", args=[theirs.public_id])
        assert browser.get(url).status_code == 404
        posted = browser.post(url, {"answer": "Milik saya", "text": "Halo", "sure": "on"})
        assert posted.status_code == (405 if name == "case" else 404)
    assert (
        browser.get(
            reverse("requests_app:track_link", args=[theirs.public_id, link_token(mine)])
        ).status_code
        == 404
    )
    assert WorkItem.objects.filter(case=theirs, closed_by_act="answer_clarification").count() == 0
