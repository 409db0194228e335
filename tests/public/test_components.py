"""The snippets that every room includes: words before colours, a date before its reason."""

from __future__ import annotations

import re
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils.translation import override

from ppid_portal.clock import Limit
from ppid_portal.clock.services import legal_due
from ppid_portal.public.hours import in_words

pytestmark = pytest.mark.any_database


def render(snippet: str, **context: Any) -> str:
    template = Template(f'{{% include "components/{snippet}.html" %}}')
    html = template.render(Context(context))
    return re.sub(r"\s+", " ", html)


@pytest.mark.django_db
def test_a_date_comes_before_its_reason() -> None:
    """UX principle 2; the example is the test vector of UU 14/2008 Pasal 22 ayat (7)."""
    due = legal_due(datetime.fromisoformat("2026-03-09T10:00:00+07:00"), Limit(10, "days"))
    html = render(
        "date_explained",
        label="Jawaban paling lambat",
        due=due.due,
        explanation=due.as_json(),
    )
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert (
        "Jawaban paling lambat Senin, 30 Maret 2026 (10 hari kerja; 5 hari libur dilewati)" in text
    )
    assert "Rabu, 18 Maret 2026 dilewati: cuti bersama" in text
    assert "Senin, 30 Maret 2026 hari ke-10" in text
    assert "<details" in html


def test_a_provisional_date_says_so() -> None:
    html = render("date_explained", due=date(2027, 3, 1), provisional=True)
    assert "Tanggal sementara" in html
    assert "Tanggal sementara" not in render("date_explained", due=date(2027, 3, 1))


def test_a_stored_date_reads_as_a_date() -> None:
    assert "Senin, 30 Maret 2026" in render("date_explained", due="2026-03-30")
    assert "Senin, 9 Maret 2026 pukul 10.00" in render(
        "date_explained", due="2026-03-09T03:00:00+00:00"
    )


def test_dates_follow_the_language() -> None:
    with override("en"):
        assert "Monday, 30 March 2026" in render("date_explained", due=date(2026, 3, 30))


def test_a_state_is_said_in_words() -> None:
    html = render("status_tag", words="Terlambat 2 hari kerja", tone="late")
    assert "Terlambat 2 hari kerja" in html
    assert "status--late" in html


def test_the_bar_repeats_its_words_and_hides_from_screen_readers() -> None:
    html = render("norm", words="3 jam dari 2 jam", share=150)
    assert "3 jam dari 2 jam" in html
    assert 'aria-hidden="true"' in html
    assert 'value="150"' in html


def test_a_document_shows_type_size_and_code() -> None:
    document = {
        "label": "Tanda bukti",
        "url": "/berkas/1/",
        "kind": "application/pdf",
        "size": 182_345,
        "at": date(2026, 3, 9),
        "code": "K7QM-3XWD",
    }
    html = render("file_list", documents=[document, SimpleNamespace(label="Lampiran", url="")])
    assert "PDF · 178,1" in html
    assert "9 Maret 2026" in html
    assert "K7QM-3XWD" in html
    assert html.count("<a ") == 1


def test_the_timeline_tells_who_and_how_long() -> None:
    entries = [
        {
            "title": "Diterima",
            "at": datetime.fromisoformat("2026-03-09T10:00:00+07:00"),
            "who": "Loket",
            "norm": "10 menit dari 15 menit",
            "text": "Catatan <b>",
        },
        {"title": "Menunggu", "tone": "open"},
    ]
    html = render("timeline", entries=entries)
    assert "Senin, 9 Maret 2026 pukul 10.00 · Loket · 10 menit dari 15 menit" in html
    assert "Catatan &lt;b&gt;" in html
    assert "timeline__entry--open" in html


def test_facts_come_as_pairs_or_with_a_way_to_change_them() -> None:
    html = render(
        "summary_list",
        rows=[
            ("Nomor", "0001"),
            {"label": "Nama", "value": "Siti", "change_url": "/u/"},
            ("X", ""),
        ],
    )
    assert html.count("Ubah") == 1
    assert 'Ubah<span class="govuk-visually-hidden"> Nama</span>' in html
    assert "–" in html


def test_a_checklist_is_read_out() -> None:
    html = render("checklist", items=[{"label": "KTP", "done": True}, {"label": "Akta"}])
    assert 'KTP<span class="govuk-visually-hidden"> – ada' in html
    assert " – belum ada" in html


@pytest.mark.every_database
def test_paging_keeps_the_filters() -> None:
    request = RequestFactory().get("/?q=anggaran&hal=2&unit=3")
    page = Paginator(range(100), 10).page(2)
    html = render("pagination", request=request, page=page)
    assert "?q=anggaran&amp;hal=1&amp;unit=3" in html
    assert "?q=anggaran&amp;hal=3&amp;unit=3" in html
    assert "Halaman 2 dari 10" in html


def test_one_page_needs_no_paging() -> None:
    request = RequestFactory().get("/")
    assert not render("pagination", request=request, page=Paginator([1], 10).page(1)).strip()
    assert not render("pagination", request=request).strip()


def test_paging_by_key_takes_addresses() -> None:
    request = RequestFactory().get("/")
    html = render("pagination", request=request, next_url="?after=9")
    assert 'href="?after=9"' in html
    assert "Sebelumnya" not in html


def test_days_with_equal_hours_share_a_line() -> None:
    def day(weekday: int, pause: str | None) -> Any:
        def clock(text: str) -> Any:
            return datetime.strptime(text, "%H:%M").time()

        return SimpleNamespace(
            weekday=weekday,
            opens=clock("09:00"),
            closes=clock("15:00"),
            break_from=clock(pause) if pause else None,
            break_to=clock("13:00") if pause else None,
        )

    lines = in_words(
        [day(4, "11:00"), *(day(number, "12:00") for number in range(4)), day(6, None)]
    )
    assert [(line.days, line.pause) for line in lines] == [
        ("Senin–Kamis", "Istirahat 12.00–13.00"),
        ("Jumat", "Istirahat 11.00–13.00"),
        ("Minggu", ""),
    ]
    assert {line.hours for line in lines} == {"09.00–15.00"}


@pytest.mark.django_db
def test_the_staff_frame_says_who_acts_as_what(office: Any, rf: RequestFactory) -> None:
    """A person with several appointments must see in which roles they may act."""
    request = rf.get("/meja/")
    request.user = office.ketua
    request.session = Client().session
    html = Template('{% extends "desk/base.html" %}').render(
        Context({"request": request, "body": None, "messages": []})
    )
    assert office.ketua.name in html
    assert "Ketua PPID" in html
    assert 'action="/masuk/keluar/"' in html
    assert 'data-focus-key="/"' in html
    assert 'class="govuk-template desk"' in re.sub(r"\s+", " ", html)
