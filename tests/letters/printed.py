"""What a document of the office must show on paper, read back from the file that was issued.

The fields come from what was frozen with the letter; ``FORMS`` adds what the form of its kind
demands, in the order in which it demands it (domain 3 and 4).
"""

from __future__ import annotations

import html
import io
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image
from pypdf import PdfReader

from ppid_portal.letters import schemas, words
from ppid_portal.letters.models import Letter
from ppid_portal.reports.printing import Sheets, cell_text, headings

#: Every letter to somebody outside, and every memorandum (domain 4.1, 4.2).
_OFFICIAL = ("Nomor", "Sifat", "Lampiran", "Hal", "Yth.")
_MEMO = ("Nomor", "Yth.", "Dari", "Hal", "Tanggal")
_PARTY = ("Nama", "Alamat", "Nomor telepon/E-mail")
_DECREE = (
    "KEPUTUSAN", "NOMOR", "TENTANG", "Menimbang", "bahwa", "bahwa", "Mengingat",
    "Undang-Undang Nomor 14 Tahun 2008", "MEMUTUSKAN:", "Menetapkan", "KEPUTUSAN", "TENTANG",
    "KESATU", "KEDUA", "KETIGA", "mulai berlaku pada tanggal ditetapkan.",
    "Ditetapkan di Jakarta", "pada tanggal",
)  # fmt: skip
_DIP = (
    "No.", "Informasi dan ringkasan isi", "Kategori", "Unit yang menguasai", "Penanggung jawab",
    "Waktu dan tempat pembuatan", "Format tersedia", "Retensi",
)  # fmt: skip

#: What each kind shows beside its content, from top to bottom.
FORMS: dict[str, tuple[str, ...]] = {
    # SOP 2
    "receipt": (
        "Nomor pendaftaran", *_PARTY, "Informasi yang diminta", "Diterima", "Dihitung sejak",
        "Jawaban paling lambat", "Memantau permohonan", "FORMULIR PERMOHONAN INFORMASI PUBLIK",
        "No. Pendaftaran*", "Nama", "Alamat", "Pekerjaan", "Nomor telepon", "E-mail",
        "Rincian informasi yang dibutuhkan", "Tujuan penggunaan informasi",
        "Cara memperoleh informasi**", "Cara mendapatkan salinan informasi**",
        "Petugas Pelayanan Informasi", "(Penerima Permohonan)", "HAK-HAK PEMOHON INFORMASI",
        "I. ", "II. ", "III. ", "IV. ", "V. ", "VI. ",
    ),
    "incompleteness": (*_OFFICIAL, "hari kerja sejak pemberitahuan ini diterima"),
    "disposition": (
        "LEMBAR DISPOSISI", "Nomor", "Nomor pendaftaran", "Surat dari", "Diterima", "Hal",
        "Sifat / derajat", "paling lambat", "Diteruskan kepada", "Catatan / arahan",
    ),
    "memorandum": ("MEMORANDUM", *_MEMO, "Informasi yang diminta", "paling lambat"),
    "extension": (*_OFFICIAL, "7 (tujuh) hari kerja", "dengan alasan", "Semula", "Menjadi"),
    "written_notification": (
        "PEMBERITAHUAN TERTULIS", "Nomor", "Berdasarkan permintaan informasi pada tanggal",
        "dengan nomor pendaftaran*", *_PARTY, "A. Informasi dapat diberikan",
        "Penguasaan informasi**", "Bentuk fisik yang tersedia**", "Biaya yang dibutuhkan***",
        "Waktu penyediaan", "Penghitaman/pengaburan", "30 (tiga puluh) hari kerja",
    ),
    "refusal_decree": (
        "TENTANG PENOLAKAN PERMOHONAN INFORMASI", "NOMOR", "No. Pendaftaran", "Nama", "Alamat",
        "Pekerjaan", "No. Telp/E-mail", "Rincian informasi yang dibutuhkan",
        "PPID memutuskan bahwa informasi yang dimohon adalah:", "INFORMASI YANG DIKECUALIKAN",
        "Pengecualian informasi didasarkan pada alasan:", "Pasal 17 huruf",
        "menimbulkan konsekuensi sebagai berikut", "Dengan demikian menyatakan bahwa:",
        "PERMOHONAN INFORMASI DITOLAK", "30 (tiga puluh) hari kerja", "Lampiran:",
    ),
    "referral": (*_OFFICIAL, *_PARTY, "Pasal 22 ayat (7) huruf b", "Tembusan:"),
    # SOP 6
    "test_invitation": (
        *_OFFICIAL, "No.", "Informasi", "Hari, tanggal", "Pukul", "Tempat", "Agenda", "Tembusan:",
    ),
    "test_meeting_report": (
        "LAPORAN HASIL RAPAT KOORDINASI", *_MEMO, "A. Informasi yang diuji", "B. Peserta rapat",
        "C. Jalannya rapat",
    ),
    "test_minutes": (
        "BERITA ACARA", "Nomor", "Pada hari ini,", "bertempat di", "dengan hasil sebagai berikut",
        "dibuat dengan sebenarnya", "Tanda tangan", "1. …", "Mengetahui,", "LEMBAR UJI KONSEKUENSI",
        "Dasar hukum", "Akibat bila dibuka", "Akibat bila ditutup", "Kepentingan umum",
        "Hasil dan jangka waktu",
    ),
    "test_memorandum": ("MEMORANDUM", *_MEMO, "Lampiran", "Berita Acara Nomor", "Hasil"),
    "test_decree": (*_DECREE, "Tembusan:", "Lampiran Keputusan", "Dasar hukum"),
    "test_report": ("LAPORAN", *_MEMO, "A. Hasil", "B. Pelaksanaan"),
    # SOP 5 and 1
    "list_order": (*_OFFICIAL, "Disampaikan paling lambat", "Tembusan:"),
    "list_unit_proposal": ("MEMORANDUM", *_MEMO, "Informasi tetap", "Informasi baru"),
    "list_unit_approval": ("MEMORANDUM", *_MEMO, "kami setujui", "Informasi tetap"),
    "list_unit_submission": ("MEMORANDUM", *_MEMO, "disetujui pimpinan", "Informasi tetap"),
    "list_report": ("MEMORANDUM", *_MEMO, "Disampaikan", "Tetap", "Diubah", "Baru", "Keluar"),
    "list_decree": (*_DECREE, "Tembusan:", "Lampiran Keputusan", *_DIP),
    "member_request": (*_OFFICIAL, "Disampaikan paling lambat", "Tembusan:"),
    "list_minutes": (
        "BERITA ACARA", "Nomor", "Pada hari ini,", "kami masing-masing:", "1. Nama", "NIP",
        "Jabatan", "2. Nama", "dibuat dengan sesungguhnya", "Pihak Pertama,", "Pihak Kedua,",
        "Lampiran Berita Acara", *_DIP,
    ),
    # SOP 7 and 8
    "opening_decree": _DECREE,
    "exclusion_report": (
        "LAPORAN PENDOKUMENTASIAN", *_MEMO, "A. Informasi yang menjadi terbuka",
        "B. Jangka waktu yang berakhir", "Informasi yang dikecualikan", "Pasal 17", "Penetapan",
        "Jangka waktu",
    ),
    "documenting_memorandum": ("MEMORANDUM", *_MEMO, "Bentuk", "Nasib akhir", "Jumlah"),
    "documenting_ratified": (
        "DAFTAR INFORMASI PUBLIK", "Nomor", "mengesahkan", "Jumlah", "Tempat simpan",
        "Retensi aktif", "Retensi inaktif", "Nasib akhir",
    ),
    "archive_list": (
        "DAFTAR ARSIP", *_MEMO, "Jumlah", "Tempat simpan", "Retensi aktif", "Nasib akhir",
    ),
    "disposal_minutes": (
        "BERITA ACARA", "Nomor", "Pada hari ini,", "kami masing-masing:", "1. Nama", "NIP",
        "Jabatan", "2. Nama", "dibuat dengan sebenarnya", "Pihak Pertama,", "Pihak Kedua,",
        "Lampiran Berita Acara", "Kode klasifikasi", "Masa simpan", "Berakhir",
    ),
    # SOP 3
    "objection_receipt": (
        "Nomor registrasi keberatan", *_PARTY, "Nomor permohonan", "Alasan keberatan", "Diterima",
        "Tanggapan paling lambat", "PERNYATAAN KEBERATAN ATAS PERMOHONAN INFORMASI",
        "A. INFORMASI PENGAJU KEBERATAN", "Nomor Registrasi Keberatan*",
        "Nomor Pendaftaran Permohonan Informasi", "Tujuan Penggunaan Informasi",
        "Identitas Pemohon", "Nama", "Alamat", "Pekerjaan", "Nomor Telepon/E-mail",
        "Identitas Kuasa Pemohon**", "B. ALASAN PENGAJUAN KEBERATAN***", "a. ", "b. ", "c. ",
        "d. ", "e. ", "f. ", "g. ", "C. KASUS POSISI",
        "D. HARI/TANGGAL TANGGAPAN ATAS KEBERATAN AKAN DIBERIKAN****",
        "Demikian pengajuan keberatan ini saya sampaikan, atas perhatian dan tanggapannya",
        "Mengetahui,", "(Penerima Keberatan)", "* Nomor registrasi", "****** Dalam hal",
    ),
    "objection_incompleteness": (*_OFFICIAL, "hari kerja sejak pemberitahuan ini diterima"),
    "objection_memorandum": (
        "MEMORANDUM", *_MEMO, "Informasi yang diminta", "Alasan keberatan", "Kasus posisi",
        "Kronologi", "Penjelasan PPID", "Usul tanggapan",
    ),
    "objection_reply": (
        *_OFFICIAL, "Pokok keberatan", "Pertimbangan", "Keputusan", "14 (empat belas) hari kerja",
        "Tembusan:",
    ),
    "objection_report": (
        "MEMORANDUM", *_MEMO, "Ketepatan waktu", "Menurut alasan", "Menurut putusan",
        "Pelaksanaan perintah", "DAFTAR KEBERATAN",
    ),
    # Perki 1/2021 Pasal 56
    "annual_report": (
        "LAPORAN LAYANAN INFORMASI PUBLIK", "TAHUN", "Nomor", "Gambaran umum kebijakan",
        "Gambaran umum pelaksanaan", "Sarana dan prasarana", "Sumber daya manusia",
        "Anggaran dan penggunaannya", "Rincian pelayanan", "Permohonan informasi", "Keberatan",
        "Rincian penyelesaian sengketa", "Kendala eksternal", "Kendala internal",
        "Rekomendasi dan rencana tindak lanjut",
    ),
    # SOP 4
    "coordination_letter": (
        *_OFFICIAL, "Nomor sengketa", "Hari, tanggal", "Pukul", "Tempat", "Agenda", "Tembusan:",
    ),
    "hearing_recommendation": (
        "SURAT REKOMENDASI", *_MEMO, "Nomor sengketa", "Posisi hukum", "Dalil", "Risiko",
        "Langkah yang disarankan", "Bukti yang perlu disiapkan",
    ),
    "meeting_memorandum": (
        "MEMORANDUM", *_MEMO, "Nomor sengketa", "Peserta rapat", "Kesimpulan", "Tindak lanjut",
    ),
    "position_paper": (
        *_OFFICIAL, "selanjutnya disebut Pemohon", "selanjutnya disebut Termohon", "Kronologi",
        "Tanggapan Termohon", "Dasar hukum", "Daftar alat bukti", "Permohonan",
    ),
    "power_of_attorney": (
        "SURAT KUASA KHUSUS", "Nomor", "Nama", "NIP", "Jabatan", "Pemberi Kuasa", "Penerima Kuasa",
        "KHUSUS", "berwenang:", "hak substitusi", "Penerima Kuasa,", "meterai",
    ),
    "assignment_letter": (
        "SURAT TUGAS", "Nomor", "Dasar", "MENUGASKAN", "Kepada:", "Untuk", "Waktu",
        "Tempat",
    ),
    "dispute_report": (
        "MEMORANDUM", *_MEMO, "Nomor sengketa", "Pemohon", "Termohon", "Jalannya sidang",
        "Rekomendasi",
    ),
}  # fmt: skip

#: Codes that stand in a context, and the words that are printed for them.
_CODES: dict[str, dict[str, str]] = {
    "reason": schemas.EXTENSION_REASON_LABELS,
    "outcome": schemas.OUTCOME_LABELS,
    "access_method": schemas.ACCESS_LABELS,
    "copy_form": schemas.COPY_FORM_LABELS,
    "copy_forms": {"softcopy": "Softcopy", "hardcopy": "Hardcopy"},
    "delivery": schemas.DELIVERY_LABELS,
    "article": {letter: f"Pasal 17 huruf {letter}" for letter in schemas.ARTICLE_17_LABELS},
    "sort": {"destroy": "musnah", "permanent": "serah"},
}
#: What chooses words or lines and is none itself.
_CHOOSES = frozenset({"kind", "hearing_kind", "grounds", "ground_labels", "recommended_outcome"})
_WHO_ELSE = frozenset(
    {"applicant.occupation", "applicant.phone", "applicant.email", "applicant.identity"}
)
#: How an item was weighed stands in the sheet, which is annexed to minutes and decree.
_WEIGHED = frozenset(
    f"rows.{name}"
    for name in ("law", "other_law", "if_opened", "if_closed", "public_interest", "alternative",
                 "redaction", "letter_label")
)  # fmt: skip
_CASES = frozenset(
    f"dispute.{name}"
    for name in ("dispute_number", "request_number", "objection_number", "hearing_at",
                 "hearing_place", "hearing_label")
)  # fmt: skip
#: What the form of a kind has no place for, though the letter knows it.
_NO_PLACE: dict[str, frozenset[str]] = {
    "incompleteness": _WHO_ELSE,
    "extension": _WHO_ELSE,
    "written_notification": frozenset({"applicant.occupation", "applicant.identity"}),
    "refusal_decree": frozenset({"applicant.identity"}),
    "referral": frozenset({"applicant.occupation", "applicant.identity"}),
    "test_memorandum": _WEIGHED,
    "test_report": _WEIGHED,
    # Where a list is printed whole, it says no address at which the whole of it stands.
    "list_decree": frozenset({"address"}),
    "list_minutes": frozenset({"address"}),
    "list_report": frozenset({"counts.keep"}),
    # A representative is written to at their own address.
    "objection_incompleteness": _WHO_ELSE | {"applicant.address", "applicant.proxy_contact"},
    "objection_reply": _WHO_ELSE,
    # Units answer without knowing who asks.
    "coordination_letter": frozenset({"dispute.petitioner"}),
    "meeting_memorandum": frozenset({"dispute.petitioner"}),
    "position_paper": _CASES,
    "power_of_attorney": _CASES,
    "assignment_letter": _CASES | {"dispute.petitioner"},
}
#: Which of the grounds were chosen: these name them, the form shows all with a tick.
_ONLY_CHOSEN = frozenset({"objection_memorandum", "objection_reply"})


#: So many pages are read and looked at; of more, the first ones and the last.
_MOST = 6


def squeezed(text: str) -> str:
    """Return a text without what a line may break at."""
    return re.sub(r"[\s\u00ad]+", "", text)


def _told(text: str) -> str:
    """Return a text as it is compared: hyphens stand also where a word is broken."""
    return squeezed(text).replace("-", "").casefold()


class Leaf(NamedTuple):
    """One value of a context: the names that lead to it, and what must be read for it."""

    path: str
    words: tuple[str, ...]


def leaves(kind: str, content: dict[str, Any]) -> Iterator[Leaf]:
    """Yield each value that is printed, with the words of which one must be there."""
    for path, value in _walk(_chosen(kind, content), ()):
        name = next((part for part in reversed(path) if part), "")
        dotted = ".".join(part for part in path if part)
        if name in _CHOOSES or dotted in _NO_PLACE.get(kind, ()) or not value:
            continue
        if isinstance(value, bool):
            continue
        yield Leaf(dotted, _forms_of(name, value))


def _chosen(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    if kind == "annual_report":
        return _reported(content)
    if kind not in _ONLY_CHOSEN:
        return content
    return {**content, "ground_rows": [row for row in content["ground_rows"] if row["chosen"]]}


def _reported(content: dict[str, Any]) -> dict[str, Any]:
    """The figures as they are printed: of a table of nothing its title alone, no keys, no marks."""
    written = {name: value for name, value in content.items() if isinstance(value, str | int)}
    chapters = [
        {
            "title": "" if chapter["key"] == "disputes" else chapter["title"],
            "tables": [
                {
                    "title": table["title"],
                    "unit": table["unit"],
                    "note": table["note"],
                    "rows": [{"label": r["label"], "value": r["value"]} for r in table["rows"]],
                    "total": table["total"] if table["summed"] else None,
                }
                if table["total"]
                else {"title": table["title"]}
                for table in chapter["tables"]
            ],
        }
        for chapter in content["chapters"]
    ]
    return {**written, "chapters": chapters}


def _walk(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    match value:
        case dict():
            for name, inner in value.items():
                # A code whose words stand beside it.
                if f"{name}_label" not in value:
                    yield from _walk(inner, (*path, name))
        case list():
            for inner in value:
                yield from _walk(inner, (*path, ""))
        case _:
            yield path, value


def _forms_of(name: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, int):
        return (str(value) if name == "year" else words.thousands(value),)
    if value in _CODES.get(name, {}):
        return (_CODES[name][value],)
    if re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", value):
        return (words.date_long(value), words.date_words(value))
    # The summary of an entry of the list is cut after two hundred letters.
    return (value[:180],)


# -- the file --------------------------------------------------------------------------------------


def faults(letter: Letter, pdf: bytes, folder: Path) -> list[str]:
    """Return what a letter does not show, or shows wrongly; empty when all is well."""
    frame, content = letter.context["frame"], letter.context["letter"]
    file = File.written(pdf, folder / f"{letter.kind}.pdf")
    return [
        *_missing_of_frame(frame, file.pages),
        *_missing_of_content(letter.kind, content, file.words),
        *_out_of_order(FORMS[letter.kind], file),
        *_foreign(file.words),
        *_not_accessible(file, f"{frame['title']} {frame['number']}"),
        *_not_for_keeping(file),
        *_damage(file),
        *_not_on_the_sheet(file, (210, 297)),
    ]


def faults_of_register(sheets: Sheets, pdf: bytes, path: Path) -> list[str]:
    """Return the same of a register: headings, the first lines and the last, and who signs."""
    file = File.written(pdf, path)
    whole = _told(file.words)
    return [
        *(f"“{text}” is not printed" for text in _said(sheets) if _told(text) not in whole),
        *_foreign(file.words),
        *_not_accessible(file, f"{sheets.title}, {sheets.subtitle}"),
        *_damage(file),
        *_not_on_the_sheet(file, (215, 330)),
    ]


def _said(sheets: Sheets) -> Iterator[str]:
    yield from (sheets.title, sheets.subtitle, *sheets.letterhead.lines, *sheets.notes)
    yield from (head.text for head in headings(sheets.columns))
    for row in (*sheets.rows[:3], *sheets.rows[-3:]):
        for cell, column in zip(row, sheets.columns, strict=True):
            yield cell_text(cell, with_day=column.with_day)
    for each in sheets.signatures:
        yield from (each.above, each.position, each.name, each.nip)


@dataclass(frozen=True)
class File:
    """A PDF that was issued: where it is, and its words as a reader of PDF takes them out."""

    path: Path
    reader: PdfReader
    #: Of what goes on alike for many sheets, the first ones and the last.
    pages: dict[int, str]
    words: str

    @classmethod
    def written(cls, pdf: bytes, path: Path) -> File:
        """Write the file and read it back."""
        path.write_bytes(pdf)
        reader = PdfReader(io.BytesIO(pdf))
        pages = {number: reader.pages[number - 1].extract_text() for number in _looked_at(reader)}
        found = " ".join(pages.values())
        if len(pages) < len(reader.pages):
            found = _text(path, "-raw")
        return cls(path, reader, pages, html.unescape(found))


def _looked_at(reader: PdfReader) -> list[int]:
    count = len(reader.pages)
    return list(range(1, count + 1)) if count <= _MOST else [*range(1, _MOST), count]


def _text(path: Path, *how: str) -> str:
    done = subprocess.run(["pdftotext", *how, path, "-"], check=True, capture_output=True)
    return done.stdout.decode()


def _missing_of_frame(frame: dict[str, Any], pages: dict[int, str]) -> Iterator[str]:
    """Letterhead, number, date, signatory, code, and the foot of every page."""
    whole = _told(" ".join(pages.values()))
    signatory = frame["signatory"]
    expected = {
        "letterhead": frame["body"]["lines"][0],
        "address": frame["body"]["address"],
        "number": frame["number"],
        "date": words.date_long(frame["issued_at"]),
        "position": signatory["position"],
        "signatory": signatory["name"],
        "NIP": signatory["nip"],
        "mandate": signatory["mandate"],
        "verification code": frame["verification"]["code"],
        "verification page": frame["verification"]["host"],
    }
    for name, text in expected.items():
        if _told(text) not in whole:
            yield f"{name} “{text}” is not printed"
    for place, page in pages.items():
        foot = f"Nomor {frame['number']} · Kode verifikasi {frame['verification']['code']}"
        for text in (foot, f"Halaman {place} dari {max(pages)}"):
            if _told(text) not in _told(page):
                yield f"page {place} does not say “{text}”"


def _missing_of_content(kind: str, content: dict[str, Any], printed: str) -> Iterator[str]:
    whole = _told(printed)
    for leaf in leaves(kind, content):
        if any(_told(text) in whole for text in leaf.words):
            continue
        # A page may break within a sentence, with the footer between its halves.
        if not all(_told(word) in whole for word in leaf.words[0].split()):
            yield f"{leaf.path} “{leaf.words[0][:60]}” is not printed"


def _out_of_order(form: Sequence[str], file: File) -> Iterator[str]:
    """The labels of a form, each after the one before it: as it is read aloud, and as it is seen.

    On the paper a label may go on in the line below.
    """
    yield from _not_in_turn(form, file.words, "read aloud")
    first = [label.split()[0] for label in form]
    yield from _not_in_turn(first, _text(file.path, "-layout"), "seen")


def _not_in_turn(labels: Sequence[str], text: str, how: str) -> Iterator[str]:
    place = 0
    for label in labels:
        found = _as_label(label).search(text, place)
        if found is None:
            yield f"“{label}” is not where the form has it, as it is {how}"
            return
        place = found.end()


def _as_label(label: str) -> re.Pattern[str]:
    """A label may be broken anywhere, but is no part of a longer word."""
    letters = r"\s*".join(map(re.escape, squeezed(label)))
    begins, ends = (r"\b" if sign.isalnum() else "" for sign in (label[0], label.strip()[-1]))
    return re.compile(begins + letters + ends)


#: Codes, template signs and English dates: nobody is to see them.
_SLIPPED = re.compile(
    r"\b[a-z]+_[a-z_]+\b|\b(?:None|True|False|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
    r"|Sunday|January|February|March|May|June|July|August|October|December)\b"
    r"|\{\{|\}\}|\{%|%\}|\*\*[A-Za-z]|&(?:amp|lt|gt|quot|#\d+);|\.\.(?!\.)|\b0 \(nol\)"
)


def _foreign(printed: str) -> Iterator[str]:
    """What slipped through from the program or from English."""
    for found in sorted(set(_SLIPPED.findall(printed))):
        yield f"“{found}” has no place on paper"


def _not_accessible(file: File, title: str) -> Iterator[str]:
    """Tags, language and title for whoever has the document read aloud (UU 8/2016)."""
    root: Any = file.reader.trailer["/Root"]
    metadata = file.reader.metadata
    claims = {
        "tags": bool(root["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in root,
        "the language": root["/Lang"] == "id-ID",
        "the title": metadata is not None and metadata.title == title,
        "the title in the window": bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
    }
    yield from (f"{name}: missing or wrong" for name, holds in claims.items() if not holds)


def _not_for_keeping(file: File) -> Iterator[str]:
    """A letter claims to be PDF/A-3u, and has bookmarks (Peraturan ANRI 5/2021)."""
    root: Any = file.reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    if not re.search(r"pdfaid:part[^0-9]*3", metadata):
        yield "it is no PDF/A-3"
    if not file.reader.outline:
        yield "it has no bookmarks"


def _damage(file: File) -> Iterator[str]:
    """What is wrong with the structure of the file."""
    done = subprocess.run(["qpdf", "--check", file.path], capture_output=True, text=True)
    if done.returncode:
        yield f"qpdf: {done.stdout}{done.stderr}"


# -- the picture -----------------------------------------------------------------------------------

_RESOLUTION = 36
#: Whatever is printed keeps so far from the edge of the sheet, in millimetres.
_MARGIN = 8


def _not_on_the_sheet(file: File, sheet: tuple[int, int]) -> Iterator[str]:
    """Every page has its size and something on it, and nothing runs over its edge."""
    for place, page in enumerate(file.reader.pages, 1):
        sides = tuple(sorted(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]))
        if sides != sheet:
            yield f"page {place} measures {sides}"
    for place, picture in _pictures(file):
        yield from _looks_wrong(place, picture)


def _pictures(file: File) -> Iterator[tuple[int, Image.Image]]:
    """The pages that are looked at, drawn in as few runs as there are stretches of them."""
    places = sorted(file.pages)
    split = next((n for n in range(1, len(places)) if places[n] > places[n - 1] + 1), len(places))
    for stretch in filter(None, (places[:split], places[split:])):
        drawn = _drawn(file.path, stretch[0], stretch[-1])
        yield from zip(stretch, drawn, strict=True)


def _drawn(path: Path, first: int, last: int) -> Iterator[Image.Image]:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        between = ["-f", str(first), "-l", str(last)]
        command = ["pdftoppm", "-gray", "-r", str(_RESOLUTION), *between, path, f"{folder}/page"]
        subprocess.run(command, check=True, capture_output=True)
        for page in sorted(Path(folder).iterdir()):
            with Image.open(page) as opened:
                yield opened.convert("L")


def _looks_wrong(place: int, picture: Image.Image) -> Iterator[str]:
    ink = picture.point(lambda grey: 255 if grey < 200 else 0)
    box = ink.getbbox()
    if box is None:
        yield f"page {place} is blank"
        return
    margin = _MARGIN / 25.4 * _RESOLUTION
    left, top, right, bottom = box
    inside = (
        left >= margin
        and top >= margin
        and right <= picture.width - margin
        and bottom <= picture.height - margin
    )
    if not inside:
        yield f"page {place} is printed up to its edge: {box} of {picture.size}"
    # The footer alone is no page.
    above = ink.crop((0, 0, picture.width, round(picture.height * 0.9)))
    if above.getbbox() is None:
        yield f"page {place} has nothing above its footer"
