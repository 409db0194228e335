"""Every letter of SOP 4 read back; the papers of the Commission itself are not made here."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from disputes_app import letter_kinds, letter_samples
from disputes_app import letter_schemas as letters
from ppid_portal.letters import samples
from ppid_portal.letters.schemas import Schema
from ppid_portal.sop import catalogue
from tests.letters.reading import html_of, pages_of, words_of

HOSTILE = '<img src="file:///etc/passwd"> {{ frame }} <b>tebal</b> 😀'
COMMISSION_NUMBER = "017/V/KIP-PSI/2026"


def sample(key: str, **changes: Any) -> Any:
    return replace(letter_samples.contexts()[key], **changes)


def people(count: int) -> list[letters.Person]:
    return [
        letters.Person(name=f"Pejabat Nomor {number}", nip=f"1972091720011220{number:02d}")
        for number in range(1, count + 1)
    ]


def test_each_step_of_sop_4_that_ends_in_a_letter_declares_it() -> None:
    declared = {kind.key: kind.steps for kind in letter_kinds.KINDS}
    assert declared == {
        "coordination_letter": ("dispute.3",),
        "hearing_recommendation": ("dispute.5",),
        "meeting_memorandum": ("dispute.6",),
        "position_paper": ("dispute.7",),
        "power_of_attorney": ("dispute.8",),
        "assignment_letter": ("dispute.8",),
        "dispute_report": ("dispute.15",),
    }
    steps = {step.key for step in catalogue.steps()}
    assert {step for own in declared.values() for step in own} <= steps


def test_letters_about_a_dispute_stay_in_the_house() -> None:
    assert {kind.audience for kind in letter_kinds.KINDS} == {"internal"}


@pytest.mark.parametrize("key", [kind.key for kind in letter_kinds.KINDS])
def test_every_letter_bears_number_signatory_code_and_dispute(key: str) -> None:
    frame = samples.example(key)["frame"]
    text = words_of(sample(key), verification=frame["verification"] | {"qr": "data:,"})
    assert frame["number"] in text
    assert frame["signatory"]["position"] in text
    assert frame["signatory"]["name"] in text
    assert frame["verification"]["code"] in text
    assert COMMISSION_NUMBER in text
    assert "BSrE" not in text


@pytest.mark.parametrize("key", [kind.key for kind in letter_kinds.KINDS])
def test_what_is_frozen_is_plain_json(key: str) -> None:
    context = sample(key).as_context()
    assert json.loads(json.dumps(context)) == context


@pytest.mark.parametrize("key", [kind.key for kind in letter_kinds.KINDS if kind.for_units])
def test_units_do_not_learn_who_went_to_the_commission(key: str) -> None:
    """Units answer without knowing who asks, also when it has become a dispute."""
    assert letter_samples.DISPUTE.petitioner not in html_of(sample(key))


@pytest.mark.parametrize("key", [kind.key for kind in letter_kinds.KINDS])
def test_a_dispute_without_a_number_yet_is_written_about_all_the_same(key: str) -> None:
    """The summons may come before the register number, and without an objection before it."""
    bare = letters.DisputeFacts(
        dispute_number="0007/PPID-SETNEG/SG/2026",
        petitioner="Rahayu Lestari",
        respondent="Kementerian Sekretariat Negara",
        subject="daftar gaji pegawai",
    )
    text = words_of(sample(key, dispute=bare))
    assert "daftar gaji pegawai" in text
    assert "None" not in text
    assert "Nomor dan" not in text


# -- 4.3, 4.5, 4.6 ------------------------------------------------------------------------------
def test_the_coordination_letter_says_where_when_and_what_to_bring() -> None:
    (page,) = pages_of(sample("coordination_letter"))
    for words in (
        "Undangan rapat koordinasi",
        "PPID Pelaksana Biro Keuangan",
        "Kamis, 18 Juni 2026",
        "09.30 WIB",
        "Ruang Rapat PPID, Gedung III lantai 2",
        "Pemeriksaan awal, Selasa, 30 Juni 2026 pukul 10.00 WIB",
        "Salinan rekapitulasi belanja pegawai",
        "Tembusan",
    ):
        assert words in page


def test_one_addressee_needs_no_list() -> None:
    assert "Yth. Asdep Hukum" in words_of(sample("coordination_letter", to=["Asdep Hukum"]))


def test_the_recommendation_names_position_risk_and_evidence() -> None:
    """UU 14/2008 Pasal 45: the public body proves its reasons."""
    text = words_of(sample("hearing_recommendation"))
    for words in (
        "Surat Rekomendasi",
        "Dari Asisten Deputi Hukum",
        "Posisi hukum",
        "Risiko",
        "Langkah yang disarankan",
        "Pasal 45",
        "Lembar uji konsekuensi",
    ):
        assert words in text


def test_the_meeting_memorandum_lists_everybody_and_every_task() -> None:
    """A long meeting goes over several pages, with the heading of its table on each."""
    guests = [
        letters.Participant(name=one.name, position="Analis", unit="Biro Umum")
        for one in people(60)
    ]
    pages = pages_of(sample("meeting_memorandum", participants=guests))
    assert "Unit kerja" in pages[0]
    assert "Unit kerja" in pages[1]
    text = " ".join(pages)
    assert all(one.name in text for one in guests)
    assert "Menyusun tanggapan tertulis Termohon" in text
    assert "24 Juni 2026" in text


# -- 4.7 ----------------------------------------------------------------------------------------
def test_the_position_paper_pleads_before_the_panel() -> None:
    text = " ".join(pages_of(sample("position_paper")))
    for words in (
        "Yth. Majelis Komisioner Komisi Informasi Pusat",
        f"Nomor {COMMISSION_NUMBER}",
        "Rahayu Lestari, selanjutnya disebut Pemohon",
        "Kementerian Sekretariat Negara, selanjutnya disebut Termohon",
        "A. Kronologi",
        "B. Tanggapan Termohon",
        "C. Dasar hukum",
        "Pasal 17 huruf h",
        "T-2 Lembar uji konsekuensi",
        "E. Permohonan",
        "menolak permohonan Pemohon untuk seluruhnya;",
        "putusan yang seadil-adilnya",
        "3 (tiga) alat bukti",
    ):
        assert words in text


def test_the_same_paper_serves_as_the_closing_statement() -> None:
    assert "Hal Kesimpulan Termohon dalam Sengketa" in words_of(
        sample("position_paper", heading="Kesimpulan Termohon")
    )


# -- 4.8 ----------------------------------------------------------------------------------------
def test_the_power_of_attorney_is_special_and_signed_by_both_sides() -> None:
    (page,) = pages_of(sample("power_of_attorney"))
    for words in (
        "SURAT KUASA KHUSUS",
        "SKK-2/PPID/HM.00/06/2026",
        "Ir. Hadi Nugroho, M.M.",
        "Pemberi Kuasa",
        "baik bersama-sama maupun sendiri-sendiri",
        "KHUSUS",
        COMMISSION_NUMBER,
        "melawan Rahayu Lestari selaku Pemohon",
        "menerima salinan penetapan dan putusan.",
        "tanpa hak substitusi",
        "Jakarta pada Rabu, 24 Juni 2026",
        "tempat meterai",
    ):
        assert words in page
    for one in letter_samples.PEOPLE:
        assert page.count(one.name.split(",")[0]) == 2  # among the grantees, and where they sign


@pytest.mark.parametrize("count", [1, 4, 5, 14])
def test_every_grantee_has_a_place_to_sign(count: int) -> None:
    html = html_of(sample("power_of_attorney", grantees=people(count)))
    assert html.count("line-to-sign") == count
    assert html.count("tempat<br>meterai") == 1
    assert ("bersama-sama" in html) == (count > 1)


def test_the_assignment_names_who_goes_where_and_when() -> None:
    text = words_of(sample("assignment_letter", to_on=date(2026, 7, 1)))
    for words in (
        "Surat Tugas",
        "ST-5/PPID/HM.00/06/2026",
        "NIP 199001152015031004",
        "Selasa, 30 Juni 2026 sampai dengan Rabu, 1 Juli 2026",
        "Jl. Abdul Muis No. 40",
        "Surat panggilan sidang",
    ):
        assert words in text
    assert "sampai dengan" not in words_of(sample("assignment_letter"))


# -- 4.15 ---------------------------------------------------------------------------------------
def test_the_report_tells_the_dispute_to_its_end() -> None:
    text = words_of(sample("dispute_report"))
    for words in (
        "Yth. Atasan PPID",
        "Pemeriksaan awal Selasa, 30 Juni 2026, pukul 10.00 WIB",
        "Pembacaan putusan",
        "Mediasi Tidak ditempuh",
        "017/V/KIP-PSI-A/2026",
        "Tanggal putusan Kamis, 27 Agustus 2026",
        "Diterima Senin, 7 September 2026",
        "Mengabulkan permohonan untuk sebagian",
        "0002/PPID-SETNEG/KW/2026",
        "15 Oktober 2026 Belum dilaksanakan",
        "Upaya hukum",
        "Rekomendasi",
    ):
        assert words in text


def test_a_dispute_that_ended_in_mediation_has_no_ruling_to_report() -> None:
    text = words_of(
        sample(
            "dispute_report", ruling=None, court="", obligations=[], mediation="Para pihak sepakat."
        )
    )
    assert "Para pihak sepakat." in text
    for words in ("Nomor putusan", "Upaya hukum", "Kewajiban"):
        assert words not in text


def test_what_a_person_typed_is_never_markup() -> None:
    facts = replace(
        letter_samples.DISPUTE, petitioner=HOSTILE, subject=HOSTILE, hearing_place=HOSTILE
    )
    for key, letter in letter_samples.contexts().items():
        hostile: Schema = sample(key, dispute=facts)
        html = html_of(hostile)
        assert "<b>tebal" not in html, key
        assert '<img src="file' not in html, key
        assert "{{ frame }}" in html, key
        assert hostile != letter
    typed = html_of(sample("position_paper", stance=HOSTILE, prayer=[HOSTILE]))
    assert typed.count("&lt;b&gt;tebal&lt;/b&gt;") == 2


def test_no_word_is_too_long_for_a_page() -> None:
    """An address without a break must not push the text off the sheet, nor stop the rendering."""
    long = "https://contoh.example/" + "x" * 400
    pages = pages_of(
        sample(
            "dispute_report",
            dispute=replace(letter_samples.DISPUTE, subject=long),
            obligations=[letters.ObligationRow(number="1", text=long)],
            court=f"{long} {HOSTILE}",
        )
    )
    assert "".join(" ".join(pages).split()).count("x" * 400) == 3
