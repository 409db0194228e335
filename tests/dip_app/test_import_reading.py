"""Reading lists from files: every kind that units send, within bounds, and never a row lost."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dip_app.importing import limits, mapping, workbook
from dip_app.importing.limits import Unreadable
from dip_app.importing.reading import Table, read
from tests.dip_app.workbook import Failed, Formula, Shared, archive
from tests.dip_app.workbook import workbook as xlsx

LIST = [["No", "Judul"], ["1", "Laporan Kinerja"], ["2", "Daftar Aset"]]


# -- text files --------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_it_finds_the_separator_and_the_ends_of_lines(separator: str, end: str) -> None:
    content = end.join(separator.join(row) for row in LIST).encode()
    assert read(content).rows == LIST


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_it_reads_the_codings_that_programs_write(coding: str) -> None:
    content = "No;Judul\n1;“Profil” Badan – Publik é\n".encode(coding)
    assert read(content).rows[1] == ["1", "“Profil” Badan – Publik é"]


def test_a_line_that_names_the_separator_is_no_row_but_keeps_its_number() -> None:
    assert read(b"sep=;\nNo;Judul\n1;Aset, dan lain-lain\n").rows == [
        [],
        ["No", "Judul"],
        ["1", "Aset, dan lain-lain"],
    ]


def test_a_text_with_commas_does_not_decide_the_separator() -> None:
    rows = [f"{n};Laporan, daftar, dan rekapitulasi;2023" for n in range(9)]
    assert read("\n".join(rows).encode()).width == 3


def test_quoted_cells_may_hold_lines_and_separators() -> None:
    assert read(b'No,Judul\n1,"Satu,\ndua ""tiga"""\n').rows[1] == ["1", 'Satu,\ndua "tiga"']


def test_a_mark_that_is_never_closed_swallows_no_row() -> None:
    content = b'No,Judul\n1,"Laporan\n2,Aset\n3,Agenda\n'
    assert [row[0] for row in read(content).rows] == ["No", "1", "2", "3"]


def test_invisible_signs_are_dropped() -> None:
    rows = read("No,Judul\n1,\u200b\u202eLaporan\u00a0Kinerja\x07 \n".encode()).rows
    assert rows[1] == ["1", "Laporan Kinerja"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,,\n,,\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Unreadable, match="tidak memiliki isi"):
        read(content)


@pytest.mark.parametrize("content", [b"%PDF-1.7 ...", b"\xd0\xcf\x11\xe0 old", b"{\\rtf1 }"])
def test_other_kinds_of_files_are_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(Unreadable, match="simpan sebagai XLSX"):
        read(content)


def test_too_many_rows_and_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dip_app.importing.reading.MAX_ROWS", 5)
    with pytest.raises(Unreadable, match="6 baris"):
        read(b"a,b\n" * 6)
    with pytest.raises(Unreadable, match="101 kolom"):
        read(b"a" + b",a" * limits.MAX_COLUMNS)


# -- workbooks ---------------------------------------------------------------------------------


def test_a_workbook_is_read_as_a_person_sees_it() -> None:
    rows = [
        ["No", "Judul", "Tanggal", "Jumlah"],
        [1, "Laporan\nKinerja", date(2023, 3, 12), 2.5],
        [2.0, "Aset", "Maret 2023", 1e20],
    ]
    assert read(xlsx(rows)).rows == [
        ["No", "Judul", "Tanggal", "Jumlah"],
        ["1", "Laporan\nKinerja", "2023-03-12", "2.5"],
        ["2", "Aset", "Maret 2023", "1e+20"],
    ]


def test_of_a_formula_the_saved_result_is_read_and_nothing_is_calculated() -> None:
    rows = [[Formula("A1", "hasil"), Formula("1+1"), Failed("#REF!"), Formula('CMD|"x"', "aman")]]
    assert read(xlsx(rows)).rows == [["hasil", workbook.NO_RESULT, "#REF!", "aman"]]


def test_cells_merged_downwards_speak_for_every_row() -> None:
    rows = [["Unit", "Judul"], ["Biro Umum", "Satu"], [None, "Dua"], ["Biro Lain", "Tiga"]]
    table = read(xlsx(rows, merged=["A2:A3"]))
    assert [row[0] for row in table.rows] == ["Unit", "Biro Umum", "Biro Umum", "Biro Lain"]
    assert table.wide == frozenset()


def test_rows_with_a_cell_across_columns_are_known() -> None:
    rows = [["A. BERKALA", None, None], ["1", "Judul", "x"]]
    assert read(xlsx(rows, merged=["A1:C1"])).wide == {0}


def test_an_address_behind_a_text_is_kept() -> None:
    table = read(xlsx([["Judul", "Tautan"], ["Satu", "Lihat"]], links={"B2": "https://a.go.id/x"}))
    assert table.links == {(1, 1): "https://a.go.id/x"}


def test_the_sheet_that_looks_like_a_list_is_chosen() -> None:
    content = xlsx(
        [["Petunjuk pengisian"]],
        name="Petunjuk",
        others={"Daftar": [["No", "Judul", "Kategori"], ["1", "Laporan", "Berkala"]]},
    )
    table = read(content, best=mapping.choose)
    assert (table.sheet, table.sheets) == ("Daftar", ("Petunjuk", "Daftar"))
    assert read(content, "Petunjuk").rows == [["Petunjuk pengisian"]]


# -- files made to harm ------------------------------------------------------------------------


def _with_sheet(rows: str) -> bytes:
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{name}"><sheetData>{rows}</sheetData></worksheet>'
    return xlsx([["x"]], more={"xl/worksheets/sheet1.xml": sheet})


def test_a_cell_at_the_end_of_the_sheet_is_named_and_refused() -> None:
    """The library makes room for the whole rectangle up to it: seventeen thousand million cells."""
    near, far = '<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>'
    with pytest.raises(Unreadable, match="XFD1048576"):
        read(_with_sheet(f'<row r="1">{near}</row><row r="1048576">{far}</row>'))


def test_an_empty_formatted_cell_at_the_end_does_no_harm() -> None:
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    for far in ('<c r="XFD1048576" s="0"/>', '<c r="XFD1048576"><f>A1</f></c>'):
        assert read(_with_sheet(f'{near}<row r="1048576">{far}</row>')).rows == [["1"]]


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 100_000)
    with pytest.raises(Unreadable, match="terlalu besar"):
        read(xlsx([["x"]], more={"xl/sharedStrings.xml": "<sst>" + " " * 200_000 + "</sst>"}))


def test_an_archive_that_lies_about_its_size_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its directory says ten bytes; no more than that is ever unpacked."""
    content = xlsx([["x"]], more={"xl/sharedStrings.xml": "<sst>" + " " * 200_000 + "</sst>"})
    place = content.rindex(b"xl/sharedStrings.xml") - 46
    lying = content[: place + 24] + (10).to_bytes(4, "little") + content[place + 28 :]
    assert zipfile.ZipFile(io.BytesIO(lying)).getinfo("xl/sharedStrings.xml").file_size == 10
    with pytest.raises(Unreadable, match="rusak"):
        read(lying)


def test_one_long_text_repeated_in_every_cell_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_TEXT", 10_000)
    with pytest.raises(Unreadable, match="terlalu besar"):
        read(xlsx([[Shared(0)]] * 50, shared=["panjang" * 200]))


def test_a_long_text_among_many_short_ones_is_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is what the cells name, not the longest text times all cells."""
    monkeypatch.setattr(workbook, "MAX_TEXT", 10_000)
    rows = [[Shared(0)], *([[Shared(1)]] * 50)]
    assert len(read(xlsx(rows, shared=["panjang" * 200, "pendek"])).rows) == 51


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1',
        '<row r="x"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="ABCD1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>&lol;</v></c></row>',
    ],
)
def test_a_spoilt_sheet_is_refused_with_what_to_do(rows: str) -> None:
    with pytest.raises(Unreadable, match="simpan ulang sebagai XLSX"):
        read(_with_sheet(rows))


def test_a_document_type_is_refused() -> None:
    """Entities could grow without end, or name files of this machine."""
    evil = (
        '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
    )
    with pytest.raises(Unreadable, match="rusak"):
        read(xlsx([["x"]], more={"xl/worksheets/sheet1.xml": evil}))


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"PK nothing"])
def test_half_an_archive_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content)


def test_an_archive_of_something_else_is_refused() -> None:
    with pytest.raises(Unreadable):
        read(archive({"word/document.xml": "<document/>"}))


def test_merged_ranges_beyond_the_sheet_do_no_harm() -> None:
    assert read(xlsx([["a", "b"]], merged=["A1:XFD1048576", "C5:D9"])).rows == [["a", "b"]]


# -- whatever comes ----------------------------------------------------------------------------

_CELLS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\n\0"), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_crash_it(content: bytes) -> None:
    """It gives a table or says why not."""
    with suppress(Unreadable):
        assert isinstance(read(content), Table)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 2000), st.integers(0, 40))
def test_no_spoilt_workbook_crashes_it(junk: bytes, place: int, cut: int) -> None:
    content = xlsx([["No", "Judul"], [1, "Laporan"]], merged=["A1:B1"])
    place %= len(content)
    with suppress(Unreadable):
        assert isinstance(read(content[:place] + junk + content[place + cut :]), Table)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(_CELLS, min_size=2, max_size=4), min_size=1, max_size=8),
    st.sampled_from([";", ",", "\t"]),
)
def test_every_written_row_is_read_at_its_place(rows: list[list[str]], separator: str) -> None:
    """What the csv module writes comes back row by row, also where cells hold the separator."""
    marked = [[f"baris {n}", *row] for n, row in enumerate(rows)]
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(marked)
    read_back = read(out.getvalue().encode()).rows
    assert [row[0] for row in read_back] == [f"baris {n}" for n in range(len(rows))]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(-9, 99999),
                st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), max_size=9),
            ),
            max_size=4,
        ),
        max_size=6,
    )
)
def test_every_row_of_a_workbook_is_read_at_its_place(rows: list[list[Any]]) -> None:
    marked = [[f"baris {n}", *row] for n, row in enumerate(rows)] + [["akhir"]]
    read_back = read(xlsx(marked)).rows
    assert [row[0] for row in read_back] == [row[0] for row in marked]
