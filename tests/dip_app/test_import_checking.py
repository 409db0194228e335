"""What columns mean, which rows are items, and what each becomes: nothing invented or lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dip_app.importing import mapping as m
from dip_app.importing.checking import check
from dip_app.importing.mapping import Mapping, propose
from dip_app.importing.reading import Table
from dip_app.importing.rows import SKIP, UPDATE, Checked, Decisions, Row, Setting
from dip_app.models import InformationItem
from ppid_portal.people.models import Unit
from tests.dip_app.conftest import Make

Judge = Callable[..., Checked]

HEAD = ["No", "Judul", "Kategori", "Ringkasan", "Penanggung jawab", "Waktu pembuatan", "Tempat",
        "Bentuk", "Retensi"]  # fmt: skip
FULL = ["1", "Laporan Kinerja", "Berkala", "Capaian kinerja.", "Kepala Biro", "2023", "Jakarta",
        "PDF", "5 tahun"]  # fmt: skip


@pytest.fixture
def units(unit: Unit) -> list[Unit]:
    other = Unit.objects.create(code="uji-keu", name="Biro Uji Keuangan", kind="bureau",
                                short_name="Rokeu Uji")  # fmt: skip
    return [unit, other]


@pytest.fixture
def judge(units: list[Unit]) -> Judge:
    """``judge(rows)``: the rows, with their headings, read and judged for the first unit."""

    def judged(
        rows: Sequence[Sequence[str]],
        *,
        own: bool = False,
        fills: dict[str, str] | None = None,
        fill_down: bool = False,
        name: str = "",
        wide: frozenset[int] = frozenset(),
        **decided: Any,
    ) -> Checked:
        table = Table([list(row) for row in rows], wide=wide)
        found = propose(table)
        found = Mapping(
            found.sheet, found.header, found.columns, found.headings, fills or {}, fill_down
        )
        setting = Setting(units[0], units, 2026, own=frozenset({units[0].pk}) if own else None)
        around = m.hints(table, found, name)
        return check(table, found, setting, around=around, decisions=Decisions(**decided))

    return judged


def one(judge: Judge, **cells: str) -> Row:
    """Judge one row: the full one, with some cells otherwise."""
    places = dict(zip(HEAD, FULL, strict=True)) | {
        name.replace("_", " "): text for name, text in cells.items()
    }
    (row,) = judge([list(places), list(places.values())]).rows
    return row


def notes(row: Row) -> list[str]:
    return [note.message for note in row.notes]


def problems(row: Row) -> list[tuple[str, str]]:
    return [(problem.column, problem.message) for problem in row.problems]


# -- what a column is (pure) -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("No.", m.NUMBER),
        ("Judul Informasi", m.TITLE),
        ("judul_informasi", m.TITLE),
        ("Ringkasan Isi Informasi", m.SUMMARY),
        ("Pejabat/Unit/Satuan Kerja yang Menguasai Informasi", m.UNIT),
        ("Penanggung Jawab Pembuatan atau Penerbitan Informasi", m.RESPONSIBLE),
        ("penanggung_jawab_pembuatan_informasi", m.RESPONSIBLE),
        ("Waktu dan Tempat Pembuatan Informasi", m.MADE),
        ("Format (bentuk) Informasi yang Tersedia", m.FORMATS),
        ("Jangka Waktu Penyimpanan atau Retensi Arsip", m.RETENTION),
        ("link_tautan", m.LINK),
        ("src", m.LINK),
        ("Waktu", m.MADE_WHEN),
        ("Ringkasn Isi Infromasi", m.SUMMARY),
        ("jenis_tautan", ""),
        ("id_org", ""),
        ("Warna", None),
    ],
)
def test_headings_of_the_law_and_of_real_lists_are_known(heading: str, target: str | None) -> None:
    """Perki 1/2010 Lampiran II, and the headings of published lists, with typing errors."""
    assert m.target_of(heading) == target


def test_titles_above_the_headings_are_no_headings() -> None:
    table = Table([["DAFTAR INFORMASI PUBLIK"], ["TAHUN 2023"], [], ["No", "Judul", "Tahun"],
                   ["1", "Laporan Tahun 2022", "2022"]])  # fmt: skip
    found = propose(table)
    assert found.header == (3,)
    assert found.columns == {0: m.NUMBER, 1: m.TITLE, 2: m.MADE_WHEN}
    assert m.hints(table, found).year == 2023


def test_headings_in_two_rows_are_put_together() -> None:
    table = Table([["No", "Judul", "Waktu dan Tempat Pembuatan", "", "Kategori"],
                   ["", "", "Waktu", "Tempat", ""],
                   ["1", "Laporan", "2023", "Jakarta", "Berkala"]])  # fmt: skip
    found = propose(table)
    assert found.header == (0, 1)
    assert found.columns[2] == m.MADE_WHEN
    assert found.columns[3] == m.MADE_WHERE


def test_a_column_is_known_by_its_cells_where_its_heading_says_little() -> None:
    """ "Jenis informasi" holds titles in one list and categories in another."""
    table = Table([["Jenis Informasi", "Judul", "Jenis Media"],
                   ["berkala", "Profil", "https://a.go.id"],
                   ["serta merta", "Evakuasi", "https://b.go.id"]])  # fmt: skip
    assert propose(table).columns == {0: m.CATEGORY, 1: m.TITLE, 2: m.LINK}


def test_a_list_without_headings_is_read_by_its_cells() -> None:
    table = Table([["1", "Laporan kinerja instansi"], ["2", "Daftar inventaris barang"]])
    found = propose(table)
    assert (found.header, found.columns) == ((), {0: m.NUMBER, 1: m.TITLE})
    assert found.first_row == 0


# -- which rows are items ----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "", "", ""], "Baris kosong"),
        (["7"], "Hanya nomor urut"),
        (["No", "Judul", "Kategori", "Ringkasan"], "Kepala tabel"),
        (["1", "2", "3", "4", "5"], "Nomor kolom"),
        (["", "Jumlah", "", "", "", "12"], "Baris jumlah"),
        (["TOTAL : 12"], "Baris jumlah"),
        (["B. INFORMASI TERSEDIA SETIAP SAAT"], "Judul kelompok"),
        (["", "Profil Badan Publik"], "Judul kelompok"),
        (["II.", "Informasi serta merta"], "Judul kelompok"),
    ],
)
def test_a_row_that_is_no_item_is_skipped_with_its_reason(
    judge: Judge, row: list[str], reason: str
) -> None:
    checked = judge([HEAD, FULL, row, [*FULL[:1], "Daftar Aset", *FULL[2:]]])
    assert [each.action for each in checked.rows] == ["create", "", "create"]
    assert reason in checked.rows[1].reason


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["Jumlah Permintaan Informasi", "Total Aset", "Catatan Rapat"])
def test_a_title_that_begins_like_a_sum_is_an_item(judge: Judge, title: str) -> None:
    assert one(judge, Judul=title).action == "create"


@pytest.mark.django_db
def test_a_heading_speaks_for_the_rows_beneath_it(judge: Judge) -> None:
    checked = judge([
        ["No", "Judul", "Ringkasan", "Bentuk"],
        ["A. INFORMASI WAJIB DIUMUMKAN SECARA BERKALA"],
        ["1. Profil Badan Publik"],
        ["a.", "Visi dan Misi", "Visi dan misi.", "PDF"],
        ["B. INFORMASI SERTA MERTA"],
        ["a.", "Evakuasi", "Jalur evakuasi.", "PDF"],
    ])  # fmt: skip
    first, second = checked.accepted
    assert (first.values["category"], first.values["topic"]) == ("periodic", "Profil Badan Publik")
    assert (second.values["category"], second.values["topic"]) == ("immediate", "")
    assert "Dari judul kelompok di atas baris." in notes(first)


@pytest.mark.django_db
def test_signatures_beneath_the_table_are_no_items(judge: Judge) -> None:
    """Names and NIP of officials do not get into the list (UU 27/2022)."""
    checked = judge([HEAD, FULL, [], ["", "", "", "", "Jakarta, 5 Januari 2024"],
                     ["", "Mengetahui,"], ["", "NIP. 197012311998031001"]])  # fmt: skip
    assert len(checked.accepted) == 1
    assert all("di bawah tabel" in row.reason for row in checked.skipped[1:])


@pytest.mark.django_db
def test_a_list_of_titles_alone_is_a_list(judge: Judge) -> None:
    checked = judge([["No", "Judul"], ["1", "Profil"], ["2", "Laporan"], ["3", "Agenda"]])
    assert len(checked.accepted) == 3


@pytest.mark.django_db
def test_columns_with_ticks_are_read_by_their_headings(judge: Judge) -> None:
    checked = judge([["No", "Judul", "Berkala", "Serta Merta", "Setiap Saat"],
                     ["1", "Laporan", "√", "", ""], ["2", "Aset", "", "", "v"]])  # fmt: skip
    assert [row.values["category"] for row in checked.accepted] == ["periodic", "available"]


# -- categories --------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Berkala", "periodic"),
        ("setiap_saat", "available"),
        ("serta-merta", "immediate"),
        ("SERTAMERTA", "immediate"),
        ("Informasi yang wajib diumumkan secara berkala", "periodic"),
        ("Berkla", "periodic"),
        ("setiap sat", "available"),
        ("Serta Merata", "immediate"),
    ],
)
def test_categories_are_read_with_typing_errors(judge: Judge, text: str, category: str) -> None:
    assert one(judge, Kategori=text).values["category"] == category


@pytest.mark.django_db
def test_a_guessed_category_is_named(judge: Judge) -> None:
    assert "“Berkla” dibaca sebagai Berkala." in notes(one(judge, Kategori="Berkla"))


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Umum", "Berkala dan setiap saat", "12"])
def test_an_unknown_category_is_refused_beside_its_cell(judge: Judge, text: str) -> None:
    ((column, message),) = problems(one(judge, Kategori=text))
    assert column == "Kategori"
    assert text in message


@pytest.mark.django_db
def test_excluded_information_does_not_get_into_the_list(judge: Judge) -> None:
    """UU 14/2008 Pasal 11 ayat (1) huruf a; case 30."""
    assert "Pasal 11" in problems(one(judge, Kategori="Dikecualikan"))[0][1]
    checked = judge([["No", "Judul", "Konsekuensi bila dibuka"], ["1", "Berkas penyidikan", "x"]])
    assert checked.rejected
    assert not checked.accepted


@pytest.mark.django_db
def test_a_row_without_category_gets_the_last_of_the_law_and_says_so(judge: Judge) -> None:
    """UU 14/2008 Pasal 11: what need not be announced is available at all times."""
    row = one(judge, Kategori="")
    assert row.values["category"] == "available"
    assert any("Pasal 11" in note for note in notes(row))
    (above,) = judge([["DAFTAR INFORMASI BERKALA"], HEAD, [*FULL[:2], "", *FULL[3:]]]).rows
    assert above.values["category"] == "periodic"


# -- times, forms, links -----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "shown", "year"),
    [
        ("2023", "Tahun 2023", 2023),
        ("Tahun 2023", "Tahun 2023", 2023),
        ("2O23", "Tahun 2023", 2023),
        ("Maret 2023", "Maret 2023", 2023),
        ("19 Maet 2021", "19 Maet 2021", 2021),
        ("2023-03-12", "12 Maret 2023", 2023),
        ("12/3/23", "12 Maret 2023", 2023),
        ("45000", "15 Maret 2023", 2023),
        ("TA 2025/2026", "TA 2025/2026", 2025),
    ],
)
def test_times_are_read_as_people_write_them(
    judge: Judge, text: str, shown: str, year: int
) -> None:
    row = one(judge, Waktu_pembuatan=text)
    assert (row.values["made_when"], row.values["made_year"]) == (shown, year)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["31/02/2023", "Tahun 2923", "1899"])
def test_an_impossible_time_is_refused_beside_its_cell(judge: Judge, text: str) -> None:
    assert [column for column, _message in problems(one(judge, Waktu_pembuatan=text))] == \
        (["Waktu pembuatan"] if text != "1899" else [])  # fmt: skip


@pytest.mark.django_db
def test_the_year_of_a_row_without_time_is_named(judge: Judge) -> None:
    row = one(judge, Waktu_pembuatan="", Judul="Renstra Tahun 2021-2026")
    assert (row.values["made_year"], row.values["made_when"]) == (2021, "")
    assert "Tahun dari judul informasi." in notes(row)
    assert "made_when" in row.missing
    row = one(judge, Waktu_pembuatan="")
    assert row.values["made_year"] == 2026
    assert "Tidak disebut: tahun 2026." in notes(row)


@pytest.mark.django_db
def test_time_and_place_in_one_column_are_taken_apart(judge: Judge) -> None:
    rows = judge(
        [
            ["Judul", "Ringkasan", "Waktu dan Tempat Pembuatan"],
            ["Satu", "a", "Jakarta, Maret 2023"],
            ["Dua", "b", "2022 di Bogor"],
        ]
    ).rows
    assert [(r.values["made_when"], r.values["made_where"]) for r in rows] == \
        [("Maret 2023", "Jakarta"), ("Tahun 2022", "Bogor")]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "link", "form"),
    [
        ("Softcopy", "", "document"),
        ("Softfile", "https://a.go.id/x.pdf", "pdf"),
        ("Google Drive Folder", "", "web"),
        ("Softcopy / PDF", "", "pdf"),
        ("Hard & Soft File", "", "document"),
        ("Hardcopy", "", "paper"),
        ("Excel", "", "spreadsheet"),
        ("link", "", "web"),
        ("", "https://a.go.id/data.xlsx", "spreadsheet"),
        ("", "https://a.go.id/laman", "web"),
        ("", "", ""),
    ],
)
def test_the_main_form_is_read_from_what_lists_say(
    judge: Judge, text: str, link: str, form: str
) -> None:
    row = one(judge, Bentuk=text, Tautan=link)
    assert row.values["format"] == form
    assert ("format" in row.missing) == (not form)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://a.go.id/x", "https://a.go.id/x"),
        ("www.a.go.id/x", "https://www.a.go.id/x"),
        ("Lihat https://a.go.id/x, https://b.go.id", "https://a.go.id/x"),
        ("Lihat", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_only_addresses_of_the_web_become_links(judge: Judge, text: str, link: str) -> None:
    row = one(judge, Tautan=text)
    assert row.values["link"] == link
    if text != link and not text.startswith("www"):
        assert [note.target for note in row.notes] == ["unit", "link"]


# -- titles, units, errors ---------------------------------------------------------------------


@pytest.mark.django_db
def test_the_title_comes_from_the_summary_where_the_law_knows_only_that(judge: Judge) -> None:
    """Perki 1/2010 Lampiran II has "Ringkasan isi informasi" and no title."""
    long = " ".join(["Perjanjian sewa lahan dan bangunan."] * 20)
    (row,) = judge([["No", "Ringkasan Isi Informasi", "Bentuk"], ["1", long, "PDF"]]).rows
    assert row.values["title"].startswith("Perjanjian sewa")
    assert len(row.values["title"]) <= 300
    assert row.values["summary"] == long


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["", "Hard & Soft File", "Tahun 2023", "https://a.go.id/x", "—!"])
def test_what_is_no_title_is_refused(judge: Judge, title: str) -> None:
    row = one(judge, Judul=title, Ringkasan="")
    assert problems(row)[0][0] == "Judul"


@pytest.mark.django_db
def test_cells_that_moved_are_found(judge: Judge) -> None:
    """Merged cells saved as text shift a row: the form stands where the person should."""
    row = one(judge, Penanggung_jawab="Hard & Soft File", Ringkasan="Tahun 2023")
    assert {column for column, _message in problems(row)} == {"Ringkasan", "Penanggung jawab"}


@pytest.mark.django_db
def test_a_text_too_long_for_its_field_is_refused_with_both_numbers(judge: Judge) -> None:
    ((column, message),) = problems(one(judge, Retensi="x" * 201))
    assert column == "Retensi"
    assert "201" in message
    assert "200" in message


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("Biro Uji Keuangan", "Biro Uji Keuangan", ""),
        ("Kepala Rokeu Uji", "Biro Uji Keuangan", ""),
        ("PPID Pelaksana Biro Uji Keuangan", "Biro Uji Keuangan", ""),
        ("Biro Uji Keuanggan", "Biro Uji Keuangan", "dibaca sebagai"),
        ("Biro Uji Keuangan, Biro Uji Umum", "Biro Uji Keuangan", "beberapa unit"),
        ("Dinas Lain", "Biro Uji Umum", "tidak dikenal"),
        ("", "Biro Uji Umum", "unit yang dipilih"),
        ("#REF!", "Biro Uji Umum", "galat"),
    ],
)
def test_units_are_found_as_people_write_them(
    judge: Judge, text: str, name: str, said: str
) -> None:
    row = one(judge, Unit_kerja=text)
    assert Unit.objects.get(pk=row.values["unit_id"]).name == name
    assert not said or any(said in note for note in notes(row)), notes(row)


@pytest.mark.django_db
def test_people_of_a_unit_import_for_their_own_only(judge: Judge) -> None:
    head = [*HEAD, "Unit kerja"]
    checked = judge([head, [*FULL, "Biro Uji Keuangan"], [*FULL, "Biro Uji Umum"]], own=True)
    assert "bukan unit Anda" in checked.rows[0].problems[0].message
    assert checked.rows[1].action == "create"


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["NULL", "-", "–", "n/a", "#N/A", "  "])
def test_cells_that_say_nothing_are_empty(judge: Judge, text: str) -> None:
    row = one(judge, Retensi=text)
    assert row.values["retention"] == ""
    assert row.missing == ("retention",)


@pytest.mark.django_db
def test_what_a_person_states_for_all_fills_empty_cells_only(judge: Judge) -> None:
    rows = judge([HEAD, [*FULL[:6], "", *FULL[7:]], FULL], fills={"made_where": "Bogor"}).rows
    assert [row.values["made_where"] for row in rows] == ["Bogor", "Jakarta"]
    assert any("seluruh berkas" in note for note in notes(rows[0]))


@pytest.mark.django_db
def test_merged_cells_saved_as_text_can_be_filled_down(judge: Judge) -> None:
    rows = [["Judul", "Unit kerja"], ["Satu", "Biro Uji Keuangan"], ["Dua", ""]]
    filled = judge(rows, fill_down=True).rows[1]
    assert Unit.objects.get(pk=filled.values["unit_id"]).name == "Biro Uji Keuangan"
    assert any("baris di atasnya" in note for note in notes(filled))
    empty = judge(rows).rows[1]
    assert Unit.objects.get(pk=empty.values["unit_id"]).name == "Biro Uji Umum"


# -- decisions ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_correction_takes_the_place_of_the_cell(judge: Judge) -> None:
    rows = [HEAD, [*FULL[:2], "Umum", *FULL[3:]]]
    assert judge(rows).rejected
    assert judge(rows, corrections={2: {"category": "periodic"}}).accepted


@pytest.mark.django_db
def test_a_row_set_aside_is_skipped_and_named(judge: Judge) -> None:
    (row,) = judge([HEAD, FULL], set_aside=frozenset({2})).rows
    assert not row.is_item
    assert "Dilewati" in row.reason


@pytest.mark.django_db
def test_a_heading_can_be_made_an_item(judge: Judge) -> None:
    rows = [HEAD, FULL, ["", "Profil Badan Publik"]]
    assert judge(rows).rows[1].reason
    assert judge(rows, corrections={3: {"title": "Profil Badan Publik"}}).rows[1].action == "create"


# -- rows that say the same --------------------------------------------------------------------


@pytest.mark.django_db
def test_twins_in_the_file_are_shown_and_both_stay_until_somebody_chooses(judge: Judge) -> None:
    again = [*FULL[:7], "PDF; cetak", "10 tahun"]
    kept = judge([HEAD, FULL, again])
    assert [row.twin for row in kept.rows] == [None, 2]
    assert len(kept.accepted) == 2
    skipped = judge([HEAD, FULL, again], in_file=SKIP)
    assert skipped.rows[1].reason == "Kembar dengan baris 2: dilewati."
    merged = judge([HEAD, FULL, again], in_file=UPDATE)
    assert [row.values.get("retention") for row in merged.accepted] == ["10 tahun"]
    single = judge([HEAD, FULL, again], in_file=SKIP, single={3: "keep"})
    assert len(single.accepted) == 2


@pytest.mark.django_db
def test_rows_of_other_people_in_charge_are_no_twins(judge: Judge) -> None:
    """A list of many units has a "Struktur organisasi" of each."""
    other = [*FULL[:4], "Kepala Biro Lain", *FULL[5:]]
    assert not judge([HEAD, FULL, other]).twins


@pytest.mark.django_db
def test_what_the_list_has_already_is_skipped_by_default(judge: Judge, make_item: Make) -> None:
    known = make_item("LAPORAN  kinerja", made_year=2023, responsible="Kepala Biro")
    (row,) = judge([HEAD, FULL]).rows
    assert row.known is not None
    assert row.known.pk == known.pk
    assert row.reason == f"Sudah ada dalam daftar (nomor {known.pk}): dilewati."
    (row,) = judge([HEAD, FULL], in_list="keep").rows
    assert row.action == "create"


@pytest.mark.django_db
def test_an_import_changes_drafts_but_nothing_published(judge: Judge, make_item: Make) -> None:
    make_item("Laporan Kinerja", made_year=2023, responsible="Kepala Biro")
    (row,) = judge([HEAD, FULL], in_list=UPDATE).rows
    assert "tidak mengubahnya" in row.reason
    InformationItem.objects.update(status="draft", published_at=None)
    (row,) = judge([HEAD, FULL], in_list=UPDATE).rows
    assert row.action == "update"
    assert "unit_id" not in row.stated  # a value that the row does not say changes nothing


@pytest.mark.django_db
def test_another_year_is_another_information(judge: Judge, make_item: Make) -> None:
    make_item("Laporan Kinerja", made_year=2022, responsible="Kepala Biro")
    assert judge([HEAD, FULL]).rows[0].known is None


# -- whatever comes ----------------------------------------------------------------------------

_WORDS = st.sampled_from([
    "", "1", "2.", "a.", "Berkala", "setiap saat", "Dikecualikan", "Laporan Kinerja 2022", "2023",
    "31/02/2023", "Softcopy", "Hard & Soft File", "https://a.go.id/x.pdf", "Lihat", "#REF!", "NULL",
    "Jumlah", "A. INFORMASI BERKALA", "Biro Uji Umum", "Kepala Biro", "5 tahun", "No", "Judul",
    "Jakarta, Maret 2023", "√", "NIP. 1970", "x" * 400, "=CMD()", "baris\nbaru",
])  # fmt: skip


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(_WORDS, max_size=11), max_size=12),
    head=st.booleans(),
    choice=st.sampled_from(["keep", "skip", "update"]),
)
@pytest.mark.django_db
def test_every_row_is_accepted_rejected_or_skipped_with_a_reason(
    judge: Judge, rows: list[list[str]], head: bool, choice: str
) -> None:
    """No row is lost; and what has nothing missing is what ``publish`` asks for."""
    given_rows = ([HEAD] if head else []) + rows
    if not any(any(row) for row in given_rows):
        return
    checked = judge(given_rows, in_file=choice)
    report = checked.report()
    assert report["rows"] == report["accepted"] + report["rejected"] + len(report["skipped"])
    below = len(given_rows) - report["rows"]
    assert [row.number for row in checked.rows] == list(range(below + 1, len(given_rows) + 1))
    assert all(row.reason for row in checked.skipped)
    for row in checked.accepted:
        assert _missing(InformationItem(**row.values)) == set(row.missing)


def _missing(item: InformationItem) -> set[str]:
    """What the model finds wrong before it lets an item be published."""
    try:
        item.full_clean()
    except ValidationError as wrong:
        return set(wrong.message_dict)
    return set()
