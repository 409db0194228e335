"""Every letter of SOP 3 read back: the form of domain 3.6, the decision of 3.8, the report."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from objections_app import letter_kinds, letter_samples
from objections_app import letter_schemas as letters
from ppid_portal.letters import kinds, samples
from ppid_portal.letters.schemas import Schema
from ppid_portal.sop import catalogue
from tests.letters.reading import html_of, pages_of, pdf_of, words_of

HOSTILE = '<img src="file:///etc/passwd"> {{ frame }} <b>tebal</b> 😀'
LONG = "Uraian yang panjang tentang jalannya permohonan. " * 60


def sample(key: str) -> Any:
    return letter_samples.contexts()[key]


def receipt(**changes: Any) -> letters.ObjectionReceipt:
    found: letters.ObjectionReceipt = replace(sample("objection_receipt"), **changes)
    return found


def reply(**changes: Any) -> letters.ObjectionReply:
    found: letters.ObjectionReply = replace(sample("objection_reply"), **changes)
    return found


def report(**changes: Any) -> letters.ObjectionReport:
    found: letters.ObjectionReport = replace(sample("objection_report"), **changes)
    return found


def test_each_step_of_sop_3_that_ends_in_a_letter_declares_it() -> None:
    declared = {step: kind.key for kind in letter_kinds.KINDS for step in kind.steps}
    assert declared == {
        "objection.3": "objection_receipt",
        "Perki 1/2021 Pasal 39": "objection_incompleteness",
        "objection.4": "objection_memorandum",
        "objection.6": "objection_reply",
        "objection.10": "objection_report",
    }
    steps = {step.key for step in catalogue.steps()}
    assert {step for step in declared if step.startswith("objection.")} <= steps


def test_the_atasan_signs_the_reply_and_no_unit_reads_any_of_them() -> None:
    """UU 14/2008 Pasal 36 ayat (2): the reply is that of the superior, not of the PPID."""
    assert kinds.get("objection_reply").signatory_role == "atasan_ppid"
    assert not any(kind.for_units for kind in letter_kinds.KINDS)


@pytest.mark.parametrize("key", [kind.key for kind in letter_kinds.KINDS])
def test_every_letter_bears_number_date_signatory_and_code(key: str) -> None:
    frame = samples.example(key)["frame"]
    text = words_of(sample(key), verification=frame["verification"] | {"qr": "data:,"})
    assert frame["number"] in text
    assert f"{letter_samples.ISSUED[key].day} " in text
    assert frame["signatory"]["position"] in text
    assert frame["signatory"]["name"] in text
    assert frame["verification"]["code"] in text
    assert "QR ini menuju halaman verifikasi" in text
    assert "BSrE" not in text
    assert "sertifikat elektronik" not in text


@pytest.mark.parametrize("key", [kind.key for kind in letter_kinds.KINDS])
def test_what_is_frozen_is_plain_json(key: str) -> None:
    context = sample(key).as_context()
    assert json.loads(json.dumps(context)) == context


def test_the_seven_grounds_are_those_of_article_35() -> None:
    """UU 14/2008 Pasal 35 ayat (1) huruf a sampai dengan g."""
    assert "".join(letters.GROUND_LABELS) == "abcdefg"


# -- 3.3: receipt and form ----------------------------------------------------------------------
def test_the_receipt_comes_first_and_the_form_behind_it() -> None:
    """Domain 3.6: parts A to D, both signatures, the notes of one to six asterisks."""
    proof, form = pages_of(receipt())
    for words in (
        "TANDA BUKTI PENERIMAAN KEBERATAN",
        letter_samples.OBJECTION,
        samples.NUMBER,
        "Rabu, 1 April 2026 pukul 10.20 WIB",
        "hari ke-0",
        "Selasa, 19 Mei 2026",
        "4 hari libur dilewati",
        "M4TX-8RKD-2HQW",
        "30 (tiga puluh) hari kerja",
        "14 (empat belas) hari kerja",
    ):
        assert words in proof
    for words in (
        "PERNYATAAN KEBERATAN ATAS PERMOHONAN INFORMASI",
        "A. INFORMASI PENGAJU KEBERATAN",
        "Nomor Registrasi Keberatan*",
        "Nomor Pendaftaran Permohonan Informasi",
        "Tujuan Penggunaan Informasi",
        "Identitas Pemohon",
        "Rahayu Lestari",
        "Identitas Kuasa Pemohon**",
        "B. ALASAN PENGAJUAN KEBERATAN***",
        *letters.GROUND_LABELS.values(),
        "C. KASUS POSISI",
        "Permohonan kami ditolak seluruhnya",
        "D. HARI/TANGGAL TANGGAPAN ATAS KEBERATAN AKAN DIBERIKAN****: Selasa, 19 Mei 2026",
        "Demikian pengajuan keberatan ini saya sampaikan",
        "Jakarta, 1 April 2026*****",
        "Mengetahui,******",
        "Petugas Informasi (Penerima Keberatan)",
        "Bima Prakoso",
        "Pengaju Keberatan",
        "****** Dalam hal keberatan diajukan secara langsung",
    ):
        assert words in form


def test_only_the_chosen_grounds_are_ticked() -> None:
    html = html_of(receipt(grounds=["b", "g"]))
    ticked = re.findall(r'<span class="tick">×</span>\s*(\w)\.', html)
    empty = re.findall(r'<span class="tick">&nbsp;</span>\s*(\w)\.', html)
    assert (ticked, empty) == (["b", "g"], ["a", "c", "d", "e", "f"])


def test_the_form_is_dated_on_the_day_it_was_complete() -> None:
    """Note 5 of the form: the day on which it was declared complete, not the day it arrived."""
    text = words_of(receipt(counted_from=date(2026, 4, 7)))
    assert "Rabu, 1 April 2026 pukul 10.20 WIB" in text
    assert "Selasa, 7 April 2026 (hari ke-0)" in text
    assert "Jakarta, 7 April 2026*****" in text


def test_an_objection_without_a_request_says_so() -> None:
    """UU 14/2008 Pasal 35 ayat (1) huruf b needs no request before it (domain 8, case 21)."""
    text = words_of(receipt(request_number="", grounds=["b"]))
    assert "keberatan tanpa permohonan sebelumnya" in text
    assert samples.NUMBER not in text


def test_a_proxy_is_named_and_signs_the_form() -> None:
    party = replace(
        samples.APPLICANT, proxy_name="Wahyu Santoso, S.H.", proxy_address="Jl. Anggrek 2, Bandung"
    )
    text = words_of(receipt(applicant=party))
    assert text.count("Wahyu Santoso, S.H.") == 3  # receipt, part A, signature
    assert "Jl. Anggrek 2, Bandung" in text
    assert "tidak dikuasakan" not in text


def test_a_provisional_date_is_called_so_on_receipt_and_form() -> None:
    assert words_of(receipt(provisional=True)).count("sementara: hari libur") == 2
    assert "sementara" not in words_of(receipt())


# -- Perki 1/2021 Pasal 39 ----------------------------------------------------------------------
def test_the_incompleteness_notice_says_what_until_when_and_what_then() -> None:
    """Domain 8, case 22: a power of attorney without meterai."""
    text = words_of(sample("objection_incompleteness"))
    assert "belum dibubuhi meterai" in text
    assert "Selasa, 7 April 2026" in text
    assert "3 (tiga) hari kerja" in text
    assert "dihitung sejak keberatan dinyatakan lengkap" in text
    assert "tidak dapat diterima" in text


# -- 3.4 ----------------------------------------------------------------------------------------
def test_the_memorandum_gives_the_atasan_what_is_needed_to_decide() -> None:
    text = words_of(sample("objection_memorandum"))
    for words in (
        "Yth. Atasan PPID",
        letter_samples.OBJECTION,
        "Selasa, 19 Mei 2026",
        "Pasal 35 ayat (1) huruf a",
        "Kasus posisi menurut pengaju keberatan",
        "Permohonan ditolak dengan Surat Keputusan Nomor 3 TAHUN 2026.",
        "Penjelasan PPID",
        "dikabulkan sebagian",
        "keputusan atas keberatan berada pada Atasan PPID",
    ):
        assert words in text
    assert samples.APPLICANT.name not in text


def test_the_memorandum_leaves_out_what_is_not_there_yet() -> None:
    bare = replace(
        sample("objection_memorandum"),
        timeline=[],
        explanation="",
        recommended_outcome="",
        recommendation="",
        case_position="",
    )
    text = words_of(bare)
    for words in ("Kronologi", "Penjelasan PPID", "Usul tanggapan", "Kasus posisi"):
        assert words not in text


# -- 3.6 ----------------------------------------------------------------------------------------
def test_the_reply_decides_orders_with_a_date_and_names_the_next_step() -> None:
    """Domain 3.8; UU 14/2008 Pasal 37 ayat (2)."""
    pages = pages_of(reply())
    text = " ".join(pages)
    for words in (
        "B-42/PPID/HM.00/05/2026",
        "Yth. Rahayu Lestari",
        letter_samples.OBJECTION,
        samples.NUMBER,
        "Pasal 35 ayat (1) huruf a",
        "B. Pertimbangan",
        "DIKABULKAN SEBAGIAN",
        "D. Perintah kepada PPID",
        "7 hari kerja, paling lambat Jumat, 22 Mei 2026",
        "rekapitulasi belanja pegawai Biro Umum per bulan",
        "kepada Komisi Informasi Pusat dalam jangka waktu 14 (empat belas) hari kerja",
        "Pasal 37 ayat (2)",
        "Atasan PPID,",
        "Ir. Hadi Nugroho, M.M.",
        "Tembusan: Ketua PPID",
    ):
        assert words in text
    assert len(pages) == 2
    # the letter of the superior goes out under the name of the ministry (domain 3.8)
    assert "PEJABAT PENGELOLA INFORMASI DAN DOKUMENTASI" not in text


@pytest.mark.parametrize("outcome", list(letters.OUTCOME_LABELS))
def test_each_outcome_is_said_in_words(outcome: Any) -> None:
    text = words_of(reply(outcome=outcome, order="", order_until=None, order_words=""))
    assert letters.OUTCOME_LABELS[outcome].upper() in text
    assert "Perintah kepada PPID" not in text
    assert "Pasal 37 ayat (2)" in text


def test_a_late_reply_opens_no_second_window() -> None:
    """Domain 8, case 24; Perki 1/2013 Pasal 13: fourteen days from the end of the thirty."""
    text = words_of(reply(late=True, late_due_on=date(2026, 5, 19)))
    assert "berakhir pada Selasa, 19 Mei 2026" in text
    assert "telah berjalan sejak jangka waktu tersebut berakhir" in text
    assert "tidak membuka jangka waktu yang baru" in text
    assert "sejak menerima tanggapan ini" not in text


def test_the_atasan_may_write_the_opening() -> None:
    text = words_of(reply(opening="Terima kasih atas keberatan Saudara."))
    assert "Terima kasih atas keberatan Saudara." in text
    assert "Menunjuk keberatan" not in text


def test_what_a_person_typed_is_never_markup() -> None:
    party = replace(samples.APPLICANT, name=HOSTILE, proxy_name=HOSTILE, proxy_address=HOSTILE)
    hostile: list[Schema] = [
        receipt(applicant=party, case_position=HOSTILE, purpose=HOSTILE, information=[HOSTILE] * 2),
        reply(applicant=party, considerations=HOSTILE, order=HOSTILE, opening=HOSTILE),
        replace(
            sample("objection_memorandum"),
            explanation=HOSTILE,
            recommendation=HOSTILE,
            to=[HOSTILE],
        ),
        replace(sample("objection_incompleteness"), missing=[HOSTILE], note=HOSTILE),
        report(notes=HOSTILE),
    ]
    for letter in hostile:
        html = html_of(letter)
        assert "<b>tebal" not in html
        assert "<img src=&quot;file" not in html
        assert '<img src="file' not in html
        assert "&lt;b&gt;tebal&lt;/b&gt;" in html
        assert "{{ frame }}" in html


def test_a_long_reply_flows_over_pages_and_keeps_the_signature_with_text() -> None:
    pages = pages_of(reply(considerations=f"{LONG}\n\n{LONG}\n\n" + "x" * 300, order=HOSTILE))
    assert len(pages) > 2
    assert "kami ucapkan terima kasih" in pages[-1]
    assert "Ir. Hadi Nugroho, M.M." in pages[-1]


# -- 3.10 ---------------------------------------------------------------------------------------
def test_the_report_counts_and_lists_without_naming_anybody() -> None:
    text = words_of(report())
    for words in (
        "Triwulan II Tahun 2026",
        "1 April 2026 sampai dengan 30 Juni 2026",
        "6 (enam) keberatan",
        "21 (dua puluh satu) hari kerja",
        "Permohonan informasi ditolak 2",
        "Dikabulkan sebagian 1",
        "Perintah yang diberikan 2",
        "0003/PPID-SETNEG/KB/2026 15 April 2026 0002/PPID-SETNEG/PI/2026 c, g Ditolak 10 Juni 2026",
        "Dicabut",
    ):
        assert words in text
    assert samples.APPLICANT.name not in text


def test_the_annex_of_the_report_is_wide_and_repeats_its_heading() -> None:
    row = report().rows[0]
    many = [replace(row, number=f"{number:04d}/PPID-SETNEG/KB/2026") for number in range(1, 46)]
    pages = [
        (page.mediabox.width > page.mediabox.height, re.sub(r"\s+", " ", page.extract_text()))
        for page in pdf_of(report(rows=many)).pages
    ]
    wide = [text for is_wide, text in pages if is_wide]
    assert len(wide) > 1
    assert not pages[0][0]
    assert all("Nomor keberatan" in text for text in wide)
    assert "Lampiran Memorandum Nomor M-17/PPID/HM.00/07/2026" in wide[0]
    assert "0045/PPID-SETNEG/KB/2026" in wide[-1]


def test_a_period_without_objections_is_reported_in_one_sentence() -> None:
    text = words_of(report(received=0, rows=[], notes=""))
    assert "tidak ada keberatan yang diterima" in text
    assert "Daftar" not in text
