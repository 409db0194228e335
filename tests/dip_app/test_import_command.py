"""``manage.py dip import``: counts, reasons and exit codes; and the published lists themselves."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dip_app.importing.models import ImportBatch
from dip_app.models import InformationItem
from ppid_portal.files.models import StoredFile
from ppid_portal.people.models import Unit
from tests.conftest import REAL_DATA
from tests.dip_app.workbook import workbook

pytestmark = pytest.mark.django_db

ROWS = [["No", "Judul", "Kategori"], ["1", "Laporan", "Berkala"], ["2", "Aset", "Umum"], ["3"]]
LISTS = ("beltim", "foodstation", "jabar", "lldikti4", "pktj", "surakarta")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "daftar.csv"
    path.write_text("\n".join(";".join(row) for row in ROWS))
    return path


def run(path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the answer in JSON."""
    out = io.StringIO()
    try:
        call_command("dip", "import", str(path), "--json", *options, stdout=out)
    except CommandError as error:
        return error.returncode, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_a_dry_run_counts_and_stores_nothing(file: Path) -> None:
    code, answer = run(file, "--dry-run")
    assert code == 0
    assert (answer["rows"], answer["accepted"], answer["rejected"]) == (3, 1, 1)
    assert answer["errors"] == [{
        "row": 3, "column": "Kategori",
        "message": "Kategori “Umum” tidak dikenal. Pilih Berkala, Serta-merta, atau Setiap saat.",
    }]  # fmt: skip
    assert answer["skipped"] == [{"row": 4, "reason": "Hanya nomor urut, tanpa isi."}]
    assert answer["imported"] == 0
    assert not ImportBatch.objects.exists()
    assert not StoredFile.objects.exists()


def test_with_a_rejected_row_nothing_is_imported_and_it_fails(file: Path) -> None:
    code, answer = run(file)
    assert (code, answer["imported"], answer["batch"]) == (1, 0, None)
    assert not InformationItem.objects.exists()
    assert not ImportBatch.objects.exists()


def test_rejected_rows_can_be_left_out(file: Path) -> None:
    code, answer = run(file, "--leave-rejected")
    assert (code, answer["imported"]) == (1, 1)
    assert ImportBatch.objects.get().rejected == 1
    assert InformationItem.objects.get().title == "Laporan"


def test_all_accepted_is_a_success_and_once_is_enough(file: Path) -> None:
    file.write_text("Judul;Kategori\nLaporan;Berkala\n")
    assert run(file)[0] == 0
    code, answer = run(file)
    assert (code, answer["accepted"], len(answer["skipped"])) == (0, 0, 1)
    assert InformationItem.objects.count() == 1
    assert run(file, "--listed", "keep")[1]["imported"] == 1
    assert run(file, "--listed", "update")[0] == 0


def test_the_unit_is_the_public_body_unless_named(file: Path) -> None:
    file.write_text("Judul;Kategori\nLaporan;Berkala\n")
    run(file)
    assert InformationItem.objects.get().unit.kind == "body"
    run(file, "--unit", "rokeu")
    assert InformationItem.objects.latest("pk").unit == Unit.objects.get(code="ROKEU")
    with pytest.raises(CommandError, match="ROKEU"):
        call_command("dip", "import", str(file), "--unit", "XYZ")


def test_a_sheet_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "daftar.xlsx"
    other = [["Judul", "Kategori"], ["Agenda", "Berkala"]]
    path.write_bytes(workbook(ROWS, name="Satu", others={"Dua": other}))
    assert run(path, "--dry-run", "--sheet", "Dua")[1]["rows"] == 1


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", b"%PDF-1"])
def test_what_cannot_be_read_fails_with_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "daftar.xlsx"
    if content is not None:
        path.write_bytes(content)
    code, answer = run(path)
    assert code == 1
    assert answer["rows"] == 0
    assert answer["errors"][0]["message"]


def test_without_json_it_speaks_to_a_person(file: Path) -> None:
    out = io.StringIO()
    call_command("dip", "import", str(file), "--dry-run", stdout=out)
    said = out.getvalue()
    assert "3 baris: 1 diterima, 1 ditolak, 1 dilewati." in said
    assert "Baris 3, Kategori:" in said
    assert "Baris 4 dilewati:" in said
    file.write_text("Judul;Kategori\nLaporan;Berkala\n")
    call_command("dip", "import", str(file), stdout=out)
    assert "1 baru, 0 diperbarui" in out.getvalue()


# -- the published lists -----------------------------------------------------------------------


@pytest.mark.real_data
@pytest.mark.parametrize("name", LISTS)
def test_four_rows_of_five_of_a_published_list_are_accepted_as_they_come(name: str) -> None:
    """None crashes it, none loses a row silently, and what is rejected says why."""
    path = REAL_DATA / f"dip_{name}.csv"
    with path.open(newline="", encoding="utf-8-sig") as lines:
        written = sum(1 for _row in csv.reader(lines)) - 1
    code, answer = run(path, "--leave-rejected")
    assert answer["rows"] == written
    assert answer["rows"] == answer["accepted"] + answer["rejected"] + len(answer["skipped"])
    assert answer["accepted"] >= 0.8 * written
    assert answer["imported"] == answer["accepted"] == InformationItem.objects.count()
    assert code == (1 if answer["rejected"] else 0)
    assert len({error["row"] for error in answer["errors"]}) == answer["rejected"]
    assert all(error["message"] and error["column"] for error in answer["errors"])
    assert not InformationItem.objects.exclude(status="draft").exists()


@pytest.mark.real_data
def test_what_merged_cells_shifted_is_found() -> None:
    """Jawa Barat 2023: five rows whose cells moved, and a year with a letter O elsewhere."""
    answer = run(REAL_DATA / "dip_jabar.csv", "--dry-run")[1]
    assert {error["row"] for error in answer["errors"]} == {8, 9, 10, 38, 39}
    assert all("bergeser" in error["message"] for error in answer["errors"])


@pytest.mark.real_data
def test_rows_of_other_units_with_the_same_title_are_named_as_twins_only_once() -> None:
    """Belitung Timur: the second list of the helping units repeats the first."""
    kept = run(REAL_DATA / "dip_beltim.csv", "--dry-run")[1]
    skipped = run(REAL_DATA / "dip_beltim.csv", "--dry-run", "--twins", "skip")[1]
    assert kept["accepted"] == 162
    assert 30 <= len(skipped["skipped"]) <= 45


@pytest.mark.real_data
def test_a_list_of_exclusions_is_refused_row_by_row() -> None:
    """UU 14/2008 Pasal 11 ayat (1) huruf a: excluded information is on no public list."""
    code, answer = run(REAL_DATA / "dik_real.csv")
    assert (code, answer["accepted"], answer["rejected"]) == (1, 0, answer["rows"])
