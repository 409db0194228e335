"""What an import of 10,000 rows costs, as ratios of one run; XLSX and CSV.

Nothing is asserted on time: rows a second depend on the machine, the ratios less so. Beside the
import stand what it cannot do without (the same items and their history stored in bulk, nothing
read or checked) and what a form would do (``full_clean`` and ``save``, one by one). Runs on
either database (``TEST_DATABASE_URL``); ``BENCH_ROWS`` chooses how many rows.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from django.db import connection, transaction
from simple_history.utils import bulk_create_with_history

from dip_app.importing.applying import import_now
from dip_app.models import InformationItem
from ppid_portal.people.models import Unit
from tests.dip_app.workbook import workbook

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

ROWS = int(os.environ.get("BENCH_ROWS", "10000"))
ROUNDS = 7
ONE_BY_ONE = 200

HEAD = ["No", "Judul Informasi", "Ringkasan Isi Informasi", "Kategori", "Pejabat yang Menguasai",
        "Penanggung Jawab", "Waktu Pembuatan", "Tempat", "Bentuk", "Retensi", "Tautan"]  # fmt: skip


def lines() -> list[list[str]]:
    """A list as units send them: typing errors, dates in figures, names of offices."""
    units = ["Biro Umum", "Ro. Keuangan", "Kepala Biro Perencanaan", "Dinas Lain", ""]
    return [
        [
            str(n),
            f"Laporan Kinerja Nomor {n} Tahun {2010 + n % 15}",
            f"Uraian capaian sasaran nomor {n} beserta penjelasan dan lampirannya menurut satuan "
            "kerja yang bertanggung jawab.",
            ("Berkala", "Serta Merta", "setiap saat", "Berkla")[n % 4],
            units[n % 5],
            f"Kepala Bagian {n % 50}",
            f"{n % 28 + 1}/0{n % 9 + 1}/{2010 + n % 15}",
            "Jakarta",
            ("Softcopy", "PDF", "Hardcopy")[n % 3],
            "5 tahun",
            f"https://www.setneg.go.id/dokumen/{n}.pdf",
        ]
        for n in range(ROWS)
    ]


def timed(call: Callable[[], Any]) -> float:
    """Return the seconds that one call takes, in a transaction that is rolled back."""
    with transaction.atomic():
        started = perf_counter()
        call()
        took = perf_counter() - started
        transaction.set_rollback(True)
    return took


def test_an_import_beside_its_floor_and_a_form(capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines()
    files = {
        "CSV": "\n".join(";".join(row) for row in [HEAD, *rows]).encode(),
        "XLSX": workbook([HEAD, *rows]),
    }
    unit = Unit.objects.get(code="SETNEG")
    items = [_item(unit, row) for row in rows]

    def floor() -> None:
        bulk_create_with_history([_item(unit, row) for row in rows], InformationItem, 1000)

    def one_by_one() -> None:
        for item in items[:ONE_BY_ONE]:
            copy = _item(unit, [item.title] * 3)
            copy.full_clean()
            copy.save()

    def imported(content: bytes) -> None:
        batch, _found = import_now(content, "daftar", unit=unit)
        assert batch is not None
        assert batch.created == ROWS

    took: dict[str, list[float]] = {}
    for _round in range(ROUNDS):
        for name, content in files.items():
            took.setdefault(name, []).append(timed(lambda content=content: imported(content)))
        took.setdefault("floor", []).append(timed(floor))
        took.setdefault("form", []).append(timed(one_by_one) / ONE_BY_ONE * ROWS)
    with capsys.disabled():
        say = sys.stdout.write
        say(f"\n{ROWS} rows, {connection.vendor}, medians of {ROUNDS} rounds\n")
        for name in files:
            seconds = median(took[name])
            say(
                f"import of {name:5} {seconds:5.2f} s, {ROWS / seconds:6.0f} rows/s, fastest "
                f"{ROWS / min(took[name]):.0f} (goal >= 3000); "
                f"{seconds / median(took['floor']):.2f}x storing alone, "
                f"{median(took['form']) / seconds:.1f}x as fast as one by one\n"
            )


def _item(unit: Unit, row: list[str]) -> InformationItem:
    return InformationItem(
        title=row[1], summary=row[2], category="periodic", unit=unit, responsible="Kepala Biro",
        made_when="2025", made_year=2025, made_where="Jakarta", format="pdf", formats="PDF",
        retention="5 tahun",
    )  # fmt: skip
