"""The paper of a register: layout, tags, and every kind of text that people write."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from ppid_portal.letters.typeface import BOLD, REGULAR, typeface
from ppid_portal.reports.printing import A4, Letterhead, Sheets, Signature, as_pdf
from ppid_portal.reports.wrapping import Ruler
from ppid_portal.sop.registers import Column
from tests.driver import PIXEL

COLUMNS = (
    Column("No.", 10),
    Column("Tanggal", 16),
    Column("Ya", 8, over=("Status informasi", "Di bawah penguasaan")),
    Column("Tidak", 10, over=("Status informasi", "Di bawah penguasaan")),
    Column("Belum didoku\xadmentasi\xadkan", 12, over=("Status informasi",)),
    Column("Informasi", 60),
)
LINE = ("0001/PPID/2026", date(2026, 3, 9), True, False, None, "Laporan keuangan tahun 2025")


def sheets(*rows: Any, **changes: Any) -> Sheets:
    return replace(
        Sheets(
            title="Register Uji",
            subtitle="Tahun 2026",
            letterhead=Letterhead(["BADAN PUBLIK UJI"], "Jalan Uji 1, Jakarta"),
            columns=COLUMNS,
            rows=rows,
            notes=["Memuat semua baris."],
            signatures=[Signature("Mengetahui,", "Ketua PPID", "Dewi Anggraini", "1975")],
            footer="Register Uji · Tahun 2026",
            author="Badan Publik Uji",
            made=datetime(2026, 3, 9, 3, tzinfo=UTC),
        ),
        **changes,
    )


def read(made: Sheets) -> PdfReader:
    return PdfReader(io.BytesIO(as_pdf(made)))


def texts(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


# -- layout ----------------------------------------------------------------------------------------


def test_headings_and_their_numbers_stand_on_every_sheet() -> None:
    pages = texts(read(sheets(*[LINE] * 120)))
    assert len(pages) > 2
    for place, page in enumerate(pages, 1):
        assert f"Halaman {place} dari {len(pages)}" in page
        assert "Register Uji · Tahun 2026" in page
        if "Laporan" in page:
            assert "Status informasi" in page
            assert "1 2 3 4 5 6" in page
    assert pages[0].startswith("BADAN PUBLIK UJI Jalan Uji 1, Jakarta REGISTER UJI Tahun 2026")
    assert all("BADAN PUBLIK UJI" not in page for page in pages[1:])
    assert pages[-1].count("Dewi Anggraini") == 1


@pytest.mark.parametrize("count", range(20, 34))
def test_nobody_signs_on_a_sheet_without_a_line_of_the_register(count: int) -> None:
    """What is signed stands with something that it is signed for, however the sheets fill."""
    pages = texts(read(sheets(*[LINE] * count)))
    assert sum(page.count("Laporan keuangan") for page in pages) == count
    assert "Dewi Anggraini" in pages[-1]
    assert "Laporan keuangan" in pages[-1]
    assert all("Laporan keuangan" in page for page in pages)


def test_no_line_is_lost_over_the_sheets() -> None:
    rows = [(f"N{number:04d}", *LINE[1:5], "Informasi " * (number % 60)) for number in range(300)]
    text = " ".join(texts(read(sheets(*rows))))
    for number in range(300):
        assert text.count(f"N{number:04d}") == 1
    assert text.count("Informasi ") >= sum(number % 60 for number in range(300))


def test_a_cell_that_no_sheet_holds_goes_on_in_the_next() -> None:
    words = [f"kata{number}" for number in range(6000)]
    reader = read(sheets((*LINE[:5], " ".join(words)), LINE))
    text = " ".join(texts(reader))
    assert len(reader.pages) > 3
    assert all(f"{word} " in text for word in words)


def test_an_empty_register_says_so() -> None:
    assert "Tidak ada isi register dalam periode ini." in texts(read(sheets()))[0]


def test_it_fits_the_other_paper() -> None:
    page = read(sheets(LINE, paper=A4)).pages[0]
    width, height = (float(side) for side in page.mediabox[2:])
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (297, 210)


def test_the_emblem_is_a_picture_with_words() -> None:
    head = Letterhead(["BADAN PUBLIK UJI"], "Jalan Uji 1", logo=PIXEL, logo_words="Lambang Uji")
    reader = read(sheets(LINE, letterhead=head))
    assert len(reader.pages[0].images) == 1
    (figure,) = [each for each in _elements(reader) if each["/S"] == "/Figure"]
    assert figure["/Alt"] == "Lambang Uji"


@pytest.mark.parametrize(
    "text",
    ["Ñoño Čapek Łódź", "Ελληνικά и Русский", "日本語 العربية", "a\x00b\x07c\u200bd", "\ufeff\n\n",
     "€ √ − “kutip” …", "x" * 900, "a/b-c@d.e" * 80, "\xad", "kata\xadkata"],
)  # fmt: skip
def test_any_text_can_be_printed(text: str) -> None:
    reader = read(sheets((*LINE[:5], text)))
    assert "Register Uji" in texts(reader)[0]


def test_what_the_typeface_does_not_have_is_shown_as_missing() -> None:
    text = texts(read(sheets((*LINE[:5], "Nama 日本 dan Ελλάδα"))))[0]
    assert "Nama □□ dan Ελλάδα" in text


# -- breaking --------------------------------------------------------------------------------------


@given(st.text(max_size=200), st.floats(20, 300))
@settings(max_examples=150, deadline=None)
def test_no_line_is_wider_than_its_column(text: str, width: float) -> None:
    ruler = Ruler(typeface(REGULAR), 7)
    for line in ruler.lines(text, width):
        assert line
        assert ruler.width(line) <= width or len(line) == 1


def test_numbers_and_addresses_break_at_their_joints() -> None:
    ruler = Ruler(typeface(REGULAR), 7)
    assert ruler.lines("0001/PPID-SETNEG/PI/2026", 45) == ["0001/PPID-", "SETNEG/PI/", "2026"]
    assert ruler.lines("nama.panjang@contoh.example", 60) == ["nama.panjang@", "contoh.example"]


def test_a_soft_hyphen_is_seen_only_where_a_word_breaks() -> None:
    ruler = Ruler(typeface(BOLD), 7)
    assert ruler.lines("didoku\xadmentasi\xadkan", 200) == ["didokumentasikan"]
    assert ruler.lines("didoku\xadmentasi\xadkan", 32) == ["didoku-", "mentasi-", "kan"]


# -- tags ------------------------------------------------------------------------------------------


def _elements(reader: PdfReader) -> list[Any]:
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()]
    while waiting:
        element = waiting.pop(0)
        found.append(element)
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else []:
            kid = kid.get_object()
            if hasattr(kid, "get") and "/S" in kid:
                waiting.append(kid)
    return found


def test_a_screen_reader_finds_a_table_with_headings() -> None:
    """UX 6: works by screen reader; PDF/UA asks for TH with a scope and spans."""
    reader = read(sheets(*[LINE] * 80))
    elements = _elements(reader)
    kinds = [each["/S"] for each in elements]
    assert kinds[:1] == ["/Document"]
    assert kinds.count("/Table") == kinds.count("/THead") == kinds.count("/TBody") == 1
    assert kinds.count("/H1") == 1
    rows = [each for each in elements if each["/S"] == "/TR"]
    assert len(rows) == 4 + 80, "three rows of headings, their numbers, and each line once"
    assert all(len(row["/K"]) == len(COLUMNS) for row in rows[4:])
    spans = {
        (head["/A"].get("/ColSpan", 1), head["/A"].get("/RowSpan", 1))
        for row in rows[:3]
        for head in (kid.get_object() for kid in row["/K"])
    }
    assert spans == {(1, 3), (3, 1), (2, 1), (1, 2), (1, 1)}
    assert rows[4]["/K"][0].get_object()["/A"]["/Scope"] == "/Row"


def test_every_marked_piece_belongs_to_an_element() -> None:
    reader = read(sheets(*[LINE] * 80))
    root = reader.trailer["/Root"]
    nums = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for page, place, parents in zip(reader.pages, nums[::2], nums[1::2], strict=True):
        assert page["/StructParents"] == place
        assert page.get_contents().get_data().count(b"/MCID") == len(parents)
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == ("id-ID", True)


def test_a_mark_is_read_as_a_word() -> None:
    data = read(sheets(LINE)).pages[0].get_contents().get_data()
    assert b"/ActualText<feff00790061>" in data, "ya"


def test_it_says_what_it_is_and_when_it_was_made() -> None:
    reader = read(sheets(LINE))
    assert reader.metadata.title == "Register Uji, Tahun 2026"
    assert reader.metadata.author == "Badan Publik Uji"
    assert "/Filter" not in reader.trailer["/Root"]["/Metadata"]
    assert reader.trailer["/Root"]["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert as_pdf(sheets(LINE)) == as_pdf(sheets(LINE)), "the same lines make the same bytes"


@pytest.mark.qpdf
def test_qpdf_finds_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "register.pdf"
    path.write_bytes(as_pdf(sheets(*[LINE] * 200, (*LINE[:5], "Ελλάδα"))))
    tool = shutil.which("qpdf") or ""
    done = subprocess.run([tool, "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
