"""Every letter of SOP 2, read back from its PDF: the fields of domain section 3 are there."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from ppid_portal.letters import kinds, samples, schemas, services
from ppid_portal.letters.models import Letter

pytestmark = pytest.mark.any_database

Issue = Callable[..., Letter]


def text_of(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def pages_of(pdf: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(pdf))
    return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]


def preview(context: schemas.Schema, **more: Any) -> str:
    return text_of(services.preview(context.kind, context=context, **more))


@pytest.mark.parametrize("key", list(samples.of_sop_2()))
def test_every_letter_bears_number_date_signatory_and_code(
    issue: Issue, key: str, office: Any
) -> None:
    letter = services.render(issue(key).pk)
    assert letter.error == ""
    assert letter.pdf is not None
    from ppid_portal.files.services import open_bytes

    text = text_of(open_bytes(letter.pdf))
    assert letter.number in text
    assert "30 Maret 2026" in text
    assert office.ketua.name in text
    assert "Ketua PPID" in text
    assert letter.verification_code in text
    assert "QR ini menuju halaman verifikasi" in text
    assert samples.NUMBER in text
    assert "PEJABAT PENGELOLA INFORMASI DAN DOKUMENTASI" in text
    assert "DRAF" not in text


@pytest.mark.parametrize("key", list(samples.of_sop_2()))
def test_no_letter_claims_a_certified_signature(issue: Issue, key: str) -> None:
    """Domain 4.3: a QR code is not a certified signature; the BSrE sentence must not be printed."""
    html = services.preview_html(key, context=samples.contexts()[key])
    assert "BSrE" not in html
    assert "sertifikat elektronik" not in html
    assert "tanda tangan elektronik" not in html.lower()


@pytest.mark.parametrize(
    ("key", "pages"),
    [
        ("receipt", 3),
        ("incompleteness", 1),
        ("disposition", 1),
        ("memorandum", 1),
        ("extension", 1),
        ("refusal_decree", 1),
        ("referral", 1),
        ("written_notification", 2),
    ],
)
def test_a_letter_has_no_more_pages_than_it_needs(db: None, key: str, pages: int) -> None:
    assert len(pages_of(services.preview(key, context=samples.contexts()[key]))) == pages


def test_a_notification_of_one_part_is_one_page(db: None) -> None:
    sample = samples.contexts()["written_notification"]
    assert isinstance(sample, schemas.WrittenNotification)
    one = dataclasses.replace(sample, parts=sample.parts[:1])
    assert len(pages_of(services.preview("written_notification", context=one))) == 1


def test_a_draft_says_so_and_has_neither_number_nor_code(db: None) -> None:
    text = preview(samples.contexts()["extension"])
    assert "DRAF" in text
    assert "(diberikan saat terbit)" in text
    assert "verifikasi" not in text


def test_the_receipt_shows_form_and_rights(db: None) -> None:
    """Domain 3.1 and 3.2: number, day 0, due date, channel; the form; rights I to VI."""
    context = samples.contexts()["receipt"]
    proof, form, rights = pages_of(services.preview("receipt", context=context))
    for words in (
        "Senin, 9 Maret 2026 pukul 10.00 WIB",
        "hari ke-0",
        "Senin, 30 Maret 2026",
        "5 hari libur dilewati",
        "situs web",
        "/lacak/",
        "K7QM-3XWD-9RTP",
    ):
        assert words in proof
    for words in (
        "FORMULIR PERMOHONAN INFORMASI PUBLIK",
        f"No. Pendaftaran*: {samples.NUMBER}",
        "Rahayu Lestari",
        "Pekerjaan",
        "Dosen",
        "Rincian informasi yang dibutuhkan",
        "Tujuan penggunaan informasi",
        "Cara memperoleh informasi**",
        "Cara mendapatkan salinan informasi**",
        "Petugas Pelayanan Informasi",
        "Pemohon Informasi",
        "Bima Prakoso",
    ):
        assert words in form
    for words in ("I. ", "II. ", "III. ", "IV. ", "V. ", "VI. ", "10 (sepuluh) hari kerja"):
        assert words in rights
    assert "14 (empat belas) hari kerja" in rights


def test_a_provisional_date_is_called_so(db: None) -> None:
    """Domain 8 (31): without a confirmed holiday table the date is provisional, and says so."""
    sample = samples.contexts()["receipt"]
    assert isinstance(sample, schemas.Receipt)
    assert "sementara" in preview(dataclasses.replace(sample, provisional=True))
    assert "sementara" not in preview(sample)


def test_the_extension_names_law_reason_and_both_dates(db: None) -> None:
    """UU 14/2008 Pasal 22 ayat (8): once, seven working days, in writing with the reason."""
    text = preview(samples.contexts()["extension"])
    assert "Pasal 22 ayat (8)" in text
    assert "1 (satu) kali paling lama 7 (tujuh) hari kerja" in text
    assert schemas.EXTENSION_REASON_LABELS["not_documented"] in text
    assert "Senin, 30 Maret 2026" in text
    assert "Kamis, 9 April 2026" in text


def test_the_incompleteness_notice_says_what_and_until_when(db: None) -> None:
    text = preview(samples.contexts()["incompleteness"])
    assert "Salinan kartu identitas tidak terbaca" in text
    assert "Jumat, 13 Maret 2026" in text
    assert "3 (tiga) hari kerja" in text
    assert "dihentikan" in text


def test_the_notification_has_forms_a_and_b(db: None) -> None:
    """Domain 3.4: A with custody, form, cost, time and redaction; B with its reason and days."""
    text = preview(samples.contexts()["written_notification"])
    for words in (
        "tanggal sembilan bulan Maret tahun dua ribu dua puluh enam",
        "A. Informasi dapat diberikan",
        "Penguasaan informasi",
        "Softcopy (termasuk rekaman)",
        "Rp250,00 × 31 lembar = Rp7.750,00",
        "Rp25.750,00",
        "dua puluh lima ribu tujuh ratus lima puluh rupiah",
        "Diberikan sebagian",
        "Pasal 17 huruf h",
        "B. Informasi tidak dapat diberikan karena",
        "15 (lima belas) hari kerja",
        "30 (tiga puluh) hari kerja",
    ):
        assert words in text


def test_without_cost_the_notification_says_it_is_free(db: None) -> None:
    sample = samples.contexts()["written_notification"]
    assert isinstance(sample, schemas.WrittenNotification)
    text = preview(dataclasses.replace(sample, costs=schemas.Costs()))
    assert "Tidak dipungut biaya" in text
    assert "Rp" not in text


def test_a_refused_part_names_the_decree_and_not_form_b(db: None) -> None:
    """Domain 3.4: refusal by exclusion is not form B; it goes with the decree of 3.5."""
    sample = samples.contexts()["written_notification"]
    assert isinstance(sample, schemas.WrittenNotification)
    refused = schemas.AnsweredPart(text="Gaji pegawai", outcome="refused", article="h")
    text = preview(dataclasses.replace(sample, parts=[refused], decree_number="3 TAHUN 2026"))
    assert "A. Informasi tidak dapat diberikan karena dikecualikan" in text
    assert "3 TAHUN 2026" in text
    assert "belum dikuasai" not in text


def test_a_referred_part_names_the_other_body(db: None) -> None:
    """UU 14/2008 Pasal 22 ayat (7) huruf b."""
    sample = samples.contexts()["written_notification"]
    assert isinstance(sample, schemas.WrittenNotification)
    part = schemas.AnsweredPart(text="Beasiswa", outcome="referred", holder="Kementerian Uji")
    text = preview(dataclasses.replace(sample, parts=[part]))
    assert "Badan publik yang menguasainya: Kementerian Uji" in text
    assert "diteruskan" in text.lower()


def test_the_decree_names_article_law_consequence_and_basis(db: None) -> None:
    """Domain 3.5; UU 14/2008 Pasal 17, 19: ground, other law, consequence, test on file."""
    text = preview(samples.contexts()["refusal_decree"])
    for words in (
        "INFORMASI YANG DIKECUALIKAN",
        "PERMOHONAN INFORMASI DITOLAK",
        "Pasal 17 huruf h",
        "dapat mengungkap rahasia pribadi",
        "Undang-Undang Nomor 27 Tahun 2022",
        "menimbulkan konsekuensi",
        "Nomor 12/PPID/UK/2025 tanggal 3 November 2025",
        "Atasan PPID",
        "30 (tiga puluh) hari kerja",
        "Lembar Uji Konsekuensi tanggal 27 Oktober 2025",
    ):
        assert words in text


def test_a_decree_on_some_parts_refuses_only_those(db: None) -> None:
    """Tricky case 11: never the whole because a part is excluded."""
    sample = samples.contexts()["refusal_decree"]
    assert isinstance(sample, schemas.RefusalDecree)
    text = preview(dataclasses.replace(sample, whole=False))
    assert "DITOLAK UNTUK BAGIAN TERSEBUT" in text
    assert "Bagian lain dari permohonan dijawab" in text


def test_the_disposition_has_tick_boxes_and_the_due_date(db: None) -> None:
    html = services.preview_html("disposition", context=samples.contexts()["disposition"])
    ticked = re.findall(r'<span class="tick">×</span>\s*([^<]+)</li>', html)
    assert [text.strip() for text in ticked] == [
        "PPID Pelaksana Biro Keuangan",
        "PPID Pelaksana Biro Umum",
        "Siapkan informasi dan dokumen",
        "Koordinasikan dengan unit terkait",
    ]
    assert "Senin, 30 Maret 2026" in html


def test_the_memorandum_does_not_name_the_applicant(db: None) -> None:
    """Units answer without knowing who asks."""
    text = preview(samples.contexts()["memorandum"])
    assert "Rabu, 25 Maret 2026 pukul 16.00 WIB" in text
    assert samples.APPLICANT.name not in text
    assert samples.APPLICANT.email not in text


def test_the_referral_copies_the_applicant(db: None) -> None:
    text = preview(samples.contexts()["referral"])
    assert "Yth. PPID Kementerian Pendidikan Tinggi, Sains, dan Teknologi" in text
    assert "Tembusan: Sdr. Rahayu Lestari" in text
    assert "Lampiran : satu berkas" in text


def test_what_a_person_typed_is_never_markup(db: None) -> None:
    sample = samples.contexts()["extension"]
    assert isinstance(sample, schemas.Extension)
    hostile = '<img src="file:///etc/passwd"> {{ frame }} <b>tebal</b>'
    html = services.preview_html(
        "extension", context=dataclasses.replace(sample, information=[hostile])
    )
    assert "<img src=&quot;file" in html.replace("&lt;", "<")
    assert "<b>tebal" not in html
    assert "{{ frame }}" in html
    services.preview("extension", context=dataclasses.replace(sample, information=[hostile]))


def test_long_texts_flow_over_pages_and_keep_the_signature_together(db: None) -> None:
    sample = samples.contexts()["extension"]
    assert isinstance(sample, schemas.Extension)
    long = dataclasses.replace(sample, information=["Dokumen " + "panjang " * 150] * 5)
    pages = pages_of(services.preview("extension", context=long))
    assert len(pages) > 1
    assert f"Halaman 1 dari {len(pages)}" in pages[0]
    # the closing words and the office of the signatory stand on the same page as the signature
    assert "terima kasih" in pages[-1]


def test_somebody_who_stands_in_signs_with_the_mandate(db: None, issue: Issue, office: Any) -> None:
    """Plh. is printed, with the order it rests on (S9)."""
    from ppid_portal.clock import today
    from ppid_portal.people.actors import Actor
    from ppid_portal.people.models import Appointment

    holder = Appointment.objects.get(user=office.ketua)
    stand_in = Appointment.objects.create(
        user=office.sekretaris,
        role="ketua_ppid",
        unit=office.body,
        kind="plh",
        acting_for=holder,
        decree="SP-12/2026",
        valid_from=today(),
        valid_until=today(),
    )
    letter = issue("extension", signatory=Actor.of(stand_in))
    assert letter.signatory_position == "Plh. Ketua PPID"
    frame = letter.context["frame"]
    assert frame["signatory"]["mandate"] == "SP-12/2026"
    assert "Plh. Ketua PPID" in letter.signatory_mandate


def test_every_kind_has_a_sample_a_template_and_a_title(db: None) -> None:
    """Also those of the apps: a kind that nobody can look at is a kind that nobody checks."""
    assert {kind.key for kind in kinds.kinds()} == set(samples.contexts())
    for key, context in samples.contexts().items():
        assert context.kind == key
        assert kinds.get(key).title


def test_a_context_is_plain_json() -> None:
    import json

    for context in samples.contexts().values():
        assert json.loads(json.dumps(context.as_context())) == context.as_context()
    assert (
        samples.contexts()["extension"].as_context()["new_due_on"] == date(2026, 4, 9).isoformat()
    )
