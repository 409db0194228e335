"""A browser that objects as a citizen without JavaScript does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client

from requests_app.models import InformationRequest
from tests.requests_app.filling import NIK, errors, pdf  # noqa: F401

START = "/keberatan/baru/"
CHECK = f"{START}periksa/"
SENT = "/keberatan/terkirim/"

#: Somebody who misses periodic information and never asked for it.
WITHOUT: dict[str, dict[str, Any]] = {
    "tentang": {"about": "berkala"},
    "siapa": {"kind": "perorangan", "filer": "sendiri"},
    "identitas": {"name": "Siti Aminah", "nik": NIK},
    "dokumen": {},
    "informasi": {"information": "Laporan keuangan tahun 2025."},
    "kasus-posisi": {"case_position": "Tidak ada di situs maupun di tempat layanan."},
    "tujuan": {"purpose": "Penelitian skripsi."},
    "kontak": {"email": "siti@contoh.example", "address": "Jalan Melati 4, Bandung"},
}
#: The applicant of a request, whose page is open in the browser.
OF_REQUEST: dict[str, dict[str, Any]] = {
    "siapa": {"filer": "sendiri"},
    "alasan": {"grounds": ["a"]},
    "kasus-posisi": {"case_position": "Alasan penolakannya tidak jelas."},
}
PROXY = {
    "proxy_name": "Tono Advokat",
    "proxy_address": "Jakarta",
    "proxy_email": "tono@kuasa.example",
}


def address(slug: str) -> str:
    """Return the address of a page of the form."""
    return START if slug == "tentang" else f"{START}{slug}/"


def begin(client: Client, request: InformationRequest) -> HttpResponse:
    """Press "Ajukan keberatan" on the page of a request."""
    return client.post(f"{START}dari/{request.public_id}/")


def walk(client: Client, given: Mapping[str, Mapping[str, Any]], where: str) -> HttpResponse:
    """Answer every page in the order in which the form leads; returns the check page."""
    for _step in range(len(given) + 3):
        if where == CHECK:
            break
        slug = where.removeprefix(START).strip("/") or "tentang"
        response = client.post(where, given[slug])
        assert response.status_code == 302, (slug, errors(response))
        where = response["Location"]
    assert where == CHECK
    return client.get(CHECK)


def object_to(
    client: Client, request: InformationRequest, **changes: Mapping[str, Any]
) -> HttpResponse:
    """Object from the page of a request; returns the check page."""
    given = {slug: {**data, **changes.get(slug, {})} for slug, data in OF_REQUEST.items()}
    return walk(client, {**changes, **given}, begin(client, request)["Location"])


def object_without(client: Client, **changes: Mapping[str, Any]) -> HttpResponse:
    """Object without a request; returns the check page."""
    given = {slug: {**data, **changes.get(slug, {})} for slug, data in WITHOUT.items()}
    return walk(client, {**changes, **given}, START)


def send(client: Client) -> HttpResponse:
    """Press the last button; returns the confirmation page."""
    response = client.post(CHECK, {"website": ""})
    assert response.status_code == 302, response.content.decode()[:2000]
    return client.get(response["Location"])
