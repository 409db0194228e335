"""What a register of a year costs on paper, against the same table laid out by WeasyPrint.

One interleaved run, so that a busy machine slows both alike; no timed asserts. Both get the same
lines of the register of requests, its 21 columns and grouped headings on every sheet, in the same
typeface and size, tagged. ``BENCH_LINES`` and ``BENCH_ROUNDS`` change how much is measured.
"""

from __future__ import annotations

import io
import os
import random
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from html import escape
from time import perf_counter

import pytest
from django.utils import translation
from pypdf import PdfReader

from ppid_portal.letters.render import render_pdf
from ppid_portal.reports.printing import Letterhead, Sheets, Signature, as_pdf, cell_text, headings
from ppid_portal.sop.registers import Cell
from requests_app.registers import REQUESTS

pytestmark = pytest.mark.bench

LINES = int(os.environ.get("BENCH_LINES", "1000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
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


def test_a_year_of_requests_on_paper(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints seconds, sheets and the ratio; goal: at least ten times WeasyPrint."""
    rows = lines()
    with translation.override("id"):
        made: dict[str, Callable[[], bytes]] = {
            "portal": lambda: as_pdf(sheets(rows)),
            "WeasyPrint": lambda: render_pdf(html(rows)),
        }
        # What a process does once (fonts, imports) is not what is measured.
        as_pdf(sheets(rows[:5]))
        render_pdf(html(rows[:5]))
        taken: dict[str, list[float]] = {name: [] for name in made}
        pages = {}
        for _ in range(ROUNDS):
            for name, call in made.items():
                start = perf_counter()
                pdf = call()
                taken[name].append(perf_counter() - start)
                pages[name] = len(PdfReader(io.BytesIO(pdf)).pages)
    middle = {name: statistics.median(times) for name, times in taken.items()}
    assert all(count > 1 for count in pages.values())
    with capsys.disabled():
        print(f"\nregister of {LINES} lines as tagged PDF, median of {ROUNDS} rounds:")
        for name, seconds in middle.items():
            print(f"  {name:<11}{seconds:7.2f} s  {pages[name]:4d} sheets")
        ratio = middle["WeasyPrint"] / middle["portal"]
        print(f"  portal is {ratio:.1f}x WeasyPrint (goal: >= 10x)")
