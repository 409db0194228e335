"""What long tables cost on paper, against the same tables laid out by WeasyPrint and Chromium.

A register of a year: the lines of the register of requests, its 21 columns and grouped headings
on every sheet, in the same typeface and size, tagged. And the public list as the annex of its
decree, which is a letter and so drawn in the background. ``BENCH_LINES`` and ``BENCH_ROUNDS``
change how much is measured.
"""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from pypdf import PdfReader

from ppid_portal.letters import kinds, samples, services
from ppid_portal.letters.render import qr_image, render_html, render_pdf
from ppid_portal.reports.printing import Letterhead, Sheets, Signature, as_pdf, cell_text, headings
from ppid_portal.sop.models import Case
from ppid_portal.sop.registers import Cell
from requests_app.registers import REQUESTS
from tests.benchmarks.contest import cold, contest, for_a_browser, say, verdict, warm
from tests.conftest import CHROMIUM

pytestmark = pytest.mark.bench

LINES = int(os.environ.get("BENCH_LINES", "1000"))
WORDS = ["laporan", "realisasi", "anggaran", "biro", "umum", "tahun", "dokumen", "kontrak",
         "pengadaan", "jasa", "kebersihan", "gedung", "beserta", "catatan", "atas", "hasil",
         "audit", "kinerja", "pegawai", "rencana", "strategis", "kementerian"]  # fmt: skip
CSS = """<style>
@page { size: 330mm 215mm; margin: 10mm 10mm 19mm; }
table { width: 100%; table-layout: fixed; font-size: 6.6pt; line-height: 1.22; }
th, td { border: 0.4pt solid #000; padding: 2pt; vertical-align: top; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
</style>"""


def lines() -> list[tuple[Cell, ...]]:
    """Requests as citizens write them: short ones, long ones, every decision."""
    chance = random.Random(3)

    def text(least: int, most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(least, most))).capitalize()

    start = date(2026, 1, 2)
    return [
        (
            f"{number:04d}/PPID-SETNEG/PI/2026",
            start + timedelta(days=number // 4),
            f"{text(2, 3).title()}\n3171••••••••{number:04d}",
            f"Jl. {text(1, 2).title()} No. {number}, RT 03/RW 07, Bandung 40123",
            f"0812345{number:05d}, pemohon{number}@contoh.id",
            chance.choice(("Mahasiswa", "Wartawan", "Lembaga", "Dosen")),
            text(8, 40),
            text(2, 9),
            number % 9 != 0,
            number % 9 == 0,
            False,
            number % 2 == 0,
            number % 2 == 1,
            number % 7 == 0,
            number % 7 != 0,
            "Ditolak karena dikecualikan" if number % 5 == 0 else "Diberikan seluruhnya",
            "Pasal 17 huruf h UU 14/2008" if number % 5 == 0 else "",
            start + timedelta(days=number // 4 + 9),
            None if number % 5 == 0 else start + timedelta(days=number // 4 + 10),
            "Nihil",
            "",
        )
        for number in range(1, LINES + 1)
    ]


def sheets(rows: Sequence[tuple[Cell, ...]]) -> Sheets:
    return Sheets(
        title=REQUESTS.official,
        subtitle="Tahun 2026",
        letterhead=Letterhead(["BADAN PUBLIK UJI"], "Jalan Uji 1, Jakarta"),
        columns=REQUESTS.columns,
        rows=rows,
        notes=[f"Memuat {len(rows)} baris."],
        signatures=[Signature("Mengetahui,", "Ketua PPID", "Dewi Anggraini")],
        footer="Register",
        author="Badan Publik Uji",
        made=datetime(2026, 12, 31, tzinfo=UTC),
    )


def html(rows: Sequence[tuple[Cell, ...]]) -> str:
    columns = REQUESTS.columns
    total = sum(column.width for column in columns)
    widths = "".join(
        f'<col style="width: {100 * column.width / total:.3f}%">' for column in columns
    )
    heads = headings(columns)
    depth = max(head.level + head.levels for head in heads)
    head_rows = "".join(
        "<tr>"
        + "".join(
            f'<th colspan="{head.columns}" rowspan="{head.levels}">{escape(head.text)}</th>'
            for head in heads
            if head.level == level
        )
        + "</tr>"
        for level in range(depth)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(cell_text(cell, with_day=column.with_day))}</td>"
            for cell, column in zip(row, columns, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>Register</title>{CSS}'
        f'</head><body data-footer="Register"><h1>{REQUESTS.official}</h1>'
        f"<table><colgroup>{widths}</colgroup><thead>{head_rows}</thead>"
        f"<tbody>{body}</tbody></table></body></html>"
    )


def pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def test_a_year_of_requests_on_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints seconds, sheets and the ratios; goal: at least ten times WeasyPrint."""
    rows = lines()
    with translation.override("id"), ExitStack() as stack:
        page = html(rows)
        contestants: dict[str, Callable[[], object]] = {
            "portal": lambda: as_pdf(sheets(rows)),
            "WeasyPrint": lambda: render_pdf(page),
        }
        if CHROMIUM:
            contestants["cold Chromium"] = cold(for_a_browser(page), tmp_path)
            contestants["warm Chromium"] = stack.enter_context(warm(for_a_browser(page)))
        # What a process does once (fonts, imports) is not what is measured.
        as_pdf(sheets(rows[:5]))
        render_pdf(html(rows[:5]))
        medians = contest(contestants)
        count = pages(as_pdf(sheets(rows)))
    say(
        capsys,
        f"register of {LINES} lines as tagged PDF ({count} sheets of the portal):",
        *(f"  {name:<14}{took:7.2f} s" for name, took in medians.items()),
        verdict("portal against WeasyPrint", medians["WeasyPrint"] / medians["portal"], 10),
        *(
            f"  portal against {name}: {medians[name] / medians['portal']:.2f}x"
            for name in ("cold Chromium", "warm Chromium")
            if name in medians
        ),
    )
    assert count > 1


def test_a_list_as_the_annex_of_its_decree(
    office: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Prints what the officer waits for and what a worker draws; goal: in the background."""
    example = samples.contexts()["list_decree"]
    entries = [replace(example.rows[n % len(example.rows)]) for n in range(LINES)]  # type: ignore[attr-defined]
    long = replace(example, rows=entries, entries=LINES)  # type: ignore[type-var]
    shown = samples.example("list_decree", qr=qr_image(samples.ADDRESS))
    page = render_html(kinds.get("list_decree").template, shown | {"letter": long.as_context()})
    case = Case.objects.create(title="Daftar Informasi Publik", number="001/DIP/2026")
    ketua = office.actor(office.ketua)

    def issue() -> None:
        with transaction.atomic():
            services.issue("list_decree", case=case, signatory=ketua, context=long)

    issue()
    # Before the browser: beside its loop no database may be asked.
    waits = contest({"issuing, in the request": issue})
    with ExitStack() as stack:
        contestants: dict[str, Callable[[], object]] = {
            "drawing, in the background": lambda: render_pdf(page),
        }
        if CHROMIUM:
            contestants["cold Chromium"] = cold(for_a_browser(page), tmp_path)
            contestants["warm Chromium"] = stack.enter_context(warm(for_a_browser(page)))
        medians = waits | contest(contestants)
    waited = medians["issuing, in the request"]
    say(
        capsys,
        f"decree with an annex of {LINES} entries:",
        *(f"  {name:<28}{took:7.2f} s" for name, took in medians.items()),
        f"  drawn by WeasyPrint itself (1x; goal: >= 10x, or in the background): the officer waits "
        f"{1000 * waited:.0f} ms, and sees that the PDF is being prepared",
    )
    assert pages(render_pdf(page)) > 1
