"""Filing a request as people do: on the public form page by page, or at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from requests_app.models import InformationRequest
from tests.scenarios.browser import Browser, Page

START = "/permohonan/baru/"
CHECK = f"{START}periksa/"

#: What a person answers, page by page, as typed.
PERSON: dict[str, dict[str, Any]] = {
    "siapa": {"kind": "perorangan", "filer": "sendiri"},
    "identitas": {"name": "Siti Aminah", "nik": "3171234106900001", "occupation": "Guru"},
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


def fill_in(browser: Browser, **changes: Mapping[str, Any]) -> Page:
    """Answer every page in the order in which the form leads; returns the check page."""
    page = browser.open(START)
    for _step in range(len(PERSON) + 3):
        if page.url == CHECK:
            return page
        before = page.url
        slug = page.url.removeprefix(START).strip("/") or "siapa"
        page = answer(page, slug, **changes.get(slug, {}))
        assert page.url != before, page.text[:3000]
    raise AssertionError(f"the form does not end: {page.url}")


def answer(page: Page, slug: str, **changes: Any) -> Page:
    """Answer one page of the form."""
    given = {**PERSON.get(slug, {}), **changes}
    form = next(form for form in page.forms if form.action == page.url and form.method == "post")
    return form.submit(**given)


def file_online(browser: Browser, **changes: Mapping[str, Any]) -> tuple[Page, InformationRequest]:
    """Fill in the form and press the last button; returns the confirmation and the request."""
    page = fill_in(browser, **changes).form("website").submit()
    assert page.url == "/permohonan/terkirim/", page.text[:3000]
    case = next(
        case for case in InformationRequest.objects.order_by("-pk") if case.number in page.text
    )
    return page, case


def key_in(officer: Browser, *, channel: str, day: str, time: str, **changes: Any) -> Page:
    """Key a request in at the counter; returns the page that follows."""
    form = officer.open("/meja/loket/").form("received_on")
    return form.submit(
        **{
            "channel": channel,
            "received_on": day,
            "received_time": time,
            "name": "Budi Santoso",
            "nik": "3171230101900002",
            "address": "Jalan Kenanga 7, Bogor",
            "email": "budi@contoh.example",
            "information": "Salinan rencana kerja tahun 2026.",
            "purpose": "Bahan tulisan.",
            "copy_form": "softcopy",
            "delivery": "email",
            "written_down": "on",
            **changes,
        }
    )
