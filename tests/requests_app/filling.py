"""A browser that fills in the public form as a citizen without JavaScript does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from requests_app.drafts import Draft
from requests_app.views import FORM

START = "/permohonan/baru/"
CHECK = f"{START}periksa/"
SENT = "/permohonan/terkirim/"
NIK = "3171234106900001"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

PERSON: dict[str, dict[str, Any]] = {
    "siapa": {"kind": "perorangan", "filer": "sendiri"},
    "identitas": {"name": "Siti Aminah", "nik": NIK, "occupation": "Guru"},
    "dokumen": {},
    "informasi": {"information": "Laporan keuangan Biro Umum tahun 2025."},
    "tujuan": {"purpose": "Penelitian skripsi."},
    "cara": {"access_method": "copy"},
    "salinan": {"copy_form": "softcopy", "delivery": "email"},
    "kontak": {
        "email": "siti@contoh.example",
        "phone": "0812 3456 7890",
        "address": "Jalan Melati 4, Bandung 40115",
    },
}


def pdf(name: str = "ktp.pdf") -> SimpleUploadedFile:
    """Return a small PDF as a browser uploads it."""
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def address(slug: str) -> str:
    """Return the address of a page of the form."""
    return START if slug == "siapa" else f"{START}{slug}/"


def answers(**changes: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the answers of a person, some pages changed: ``answers(kontak={"email": ""})``."""
    return {
        slug: {**PERSON.get(slug, {}), **changes.get(slug, {})}
        for slug in dict.fromkeys((*PERSON, *changes))
    }


def fill(client: Client, **changes: Mapping[str, Any]) -> HttpResponse:
    """Answer every page in the order in which the form leads; returns the check page."""
    given = answers(**changes)
    where = START
    for _step in range(len(given) + 3):
        if where == CHECK:
            break
        slug = where.removeprefix(START).strip("/") or "siapa"
        response = client.post(where, given[slug])
        assert response.status_code == 302, (slug, errors(response))
        where = response["Location"]
    assert where == CHECK
    return client.get(CHECK)


def answered(client: Client) -> dict[str, dict[str, Any]]:
    """Return what a browser has answered so far, page by page, as the form keeps it."""
    draft = Draft.find(client.cookies[FORM.cookie].value)
    assert draft is not None
    return draft.answers


def go_on_from(client: Client, given: Mapping[str, Mapping[str, Any]]) -> None:
    """Let a new browser stand where another one stood when it had answered that much."""
    draft = FORM.start()
    draft.answers = {slug: dict(fields) for slug, fields in given.items()}
    draft.save()
    client.cookies[FORM.cookie] = draft.key


def send(client: Client) -> HttpResponse:
    """Press the last button; returns the confirmation page."""
    response = client.post(CHECK, {"website": ""})
    assert response.status_code == 302, response.content.decode()[:2000]
    return client.get(response["Location"])


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """Return the errors of the form on a page."""
    context = getattr(response, "context", None)
    return {k: [str(e) for e in v] for k, v in context["form"].errors.items()} if context else {}
