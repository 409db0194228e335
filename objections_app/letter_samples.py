"""A filled example of every letter of SOP 3, all persons invented."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from objections_app import letter_schemas as letters
from ppid_portal.letters.samples import APPLICANT, NUMBER
from ppid_portal.letters.schemas import Schema

_WIB = ZoneInfo("Asia/Jakarta")
OBJECTION = "0001/PPID-SETNEG/KB/2026"
RECEIVED = datetime(2026, 4, 1, 10, 20, tzinfo=_WIB)
DUE = date(2026, 5, 19)
INFORMATION = [
    "Daftar gaji dan nomor rekening seluruh pegawai Biro Umum tahun 2025",
    "Rekapitulasi belanja pegawai Biro Umum per bulan tahun 2025",
]
CASE_POSITION = (
    "Permohonan kami ditolak seluruhnya dengan surat keputusan tanggal 30 Maret 2026 karena memuat "
    "rahasia pribadi. Kami tidak memerlukan nama dan nomor rekening pegawai. Rekapitulasi belanja "
    "pegawai per bulan tidak menyebut perseorangan dan seharusnya dapat diberikan.\n\n"
    "Kami meminta agar bagian yang terbuka diberikan dengan menghitamkan bagian yang dikecualikan."
)
ISSUED = {
    "objection_receipt": datetime(2026, 4, 1, 10, 45, tzinfo=_WIB),
    "objection_incompleteness": datetime(2026, 4, 1, 14, 0, tzinfo=_WIB),
    "objection_memorandum": datetime(2026, 4, 20, 9, 15, tzinfo=_WIB),
    "objection_reply": datetime(2026, 5, 11, 13, 30, tzinfo=_WIB),
    "objection_report": datetime(2026, 7, 6, 9, 0, tzinfo=_WIB),
}


def contexts() -> dict[str, Schema]:
    """One filled example per kind of letter."""
    found: list[Schema] = [
        letters.ObjectionReceipt(
            objection_number=OBJECTION,
            request_number=NUMBER,
            received_at=RECEIVED,
            counted_from=RECEIVED.date(),
            reply_due_on=DUE,
            due_explanation="30 hari kerja; 4 hari libur dilewati",
            applicant=APPLICANT,
            purpose="Penelitian tentang keterbukaan anggaran kementerian",
            information=INFORMATION,
            grounds=["a", "e"],
            case_position=CASE_POSITION,
            channel="situs web",
            tracking_code="M4TX-8RKD-2HQW",
            officer_name="Bima Prakoso",
            attachments=["Salinan surat keputusan penolakan"],
        ),
        letters.ObjectionIncompleteness(
            objection_number="",
            received_at=RECEIVED,
            applicant=APPLICANT,
            missing=[
                "Surat kuasa khusus belum dibubuhi meterai; mohon disampaikan surat kuasa yang "
                "telah bermeterai dan ditandatangani pemberi kuasa.",
                "Kasus posisi belum menyebut bagian informasi yang menurut Saudara belum dipenuhi.",
            ],
            cure_until=date(2026, 4, 7),
        ),
        letters.ObjectionMemorandum(
            to=["Atasan PPID"],
            objection_number=OBJECTION,
            request_number=NUMBER,
            received_on=RECEIVED.date(),
            subject="Bahan tanggapan atas keberatan mengenai belanja pegawai Biro Umum",
            information=INFORMATION,
            grounds=["a", "e"],
            case_position=CASE_POSITION,
            explanation=(
                "Daftar gaji dan nomor rekening perseorangan termasuk rahasia pribadi menurut "
                "Pasal 17 huruf h dan telah diuji konsekuensinya. Rekapitulasi per bulan tidak "
                "memuat data perseorangan dan belum diperiksa tersendiri pada waktu permohonan "
                "ditolak."
            ),
            recommended_outcome="partly",
            recommendation=(
                "Rekapitulasi belanja pegawai per bulan diberikan dalam 7 hari kerja; penolakan "
                "atas daftar gaji dan nomor rekening dipertahankan."
            ),
            reply_due_on=DUE,
            timeline=[
                letters.TimelineRow(on=date(2026, 3, 9), text="Permohonan informasi diterima."),
                letters.TimelineRow(
                    on=date(2026, 3, 30),
                    text="Permohonan ditolak dengan Surat Keputusan Nomor 3 TAHUN 2026.",
                ),
                letters.TimelineRow(on=RECEIVED.date(), text="Keberatan diterima dan dicatat."),
            ],
            attachments=[
                "Pernyataan keberatan beserta lampirannya",
                "Surat Keputusan Nomor 3 TAHUN 2026 dan lembar uji konsekuensi",
            ],
        ),
        letters.ObjectionReply(
            objection_number=OBJECTION,
            request_number=NUMBER,
            received_on=RECEIVED.date(),
            applicant=APPLICANT,
            grounds=["a", "e"],
            information=INFORMATION,
            outcome="partly",
            considerations=(
                "Daftar gaji dan nomor rekening pegawai perseorangan merupakan rahasia pribadi "
                "sebagaimana dimaksud dalam Pasal 17 huruf h Undang-Undang Nomor 14 Tahun 2008. "
                "Pengujian konsekuensi telah dilakukan pada 27 Oktober 2025 dan masih berlaku, "
                "sehingga penolakan atas bagian ini dipertahankan.\n\n"
                "Rekapitulasi belanja pegawai per bulan tidak memuat data perseorangan. Penolakan "
                "atas bagian ini tidak beralasan, karena informasi yang dikecualikan dapat "
                "dihitamkan dan bagian lainnya wajib diberikan."
            ),
            order=(
                "Memberikan kepada pemohon rekapitulasi belanja pegawai Biro Umum per bulan tahun "
                "2025 dalam bentuk salinan digital, tanpa biaya."
            ),
            order_until=date(2026, 5, 22),
            order_words="7 hari kerja",
        ),
        letters.ObjectionReport(
            to=["Atasan PPID"],
            period_label="Triwulan II Tahun 2026",
            period_from=date(2026, 4, 1),
            period_to=date(2026, 6, 30),
            received=6,
            by_ground=[
                letters.Count(label=label, count=count)
                for label, count in zip(
                    letters.GROUND_LABELS.values(), (2, 1, 2, 1, 1, 0, 1), strict=True
                )
            ],
            by_outcome=[
                letters.Count(label="Dikabulkan seluruhnya", count=1),
                letters.Count(label="Dikabulkan sebagian", count=1),
                letters.Count(label="Ditolak", count=1),
                letters.Count(label="Tidak dapat diterima", count=1),
            ],
            in_time=3,
            late=1,
            lapsed_unanswered=0,
            pending=1,
            withdrawn=1,
            median_days=21,
            orders_imposed=2,
            orders_done_in_time=1,
            orders_open=1,
            rows=[
                letters.ReportRow(
                    number=OBJECTION,
                    received_on=RECEIVED.date(),
                    request_number=NUMBER,
                    grounds=["a", "e"],
                    outcome="partly",
                    replied_on=date(2026, 5, 11),
                    working_days=25,
                ),
                letters.ReportRow(
                    number="0002/PPID-SETNEG/KB/2026",
                    received_on=date(2026, 4, 13),
                    grounds=["b"],
                    outcome="upheld",
                    replied_on=date(2026, 5, 4),
                    working_days=14,
                ),
                letters.ReportRow(
                    number="0003/PPID-SETNEG/KB/2026",
                    received_on=date(2026, 4, 15),
                    request_number="0002/PPID-SETNEG/PI/2026",
                    grounds=["c", "g"],
                    outcome="rejected",
                    replied_on=date(2026, 6, 10),
                    working_days=34,
                ),
                letters.ReportRow(
                    number="0004/PPID-SETNEG/KB/2026",
                    received_on=date(2026, 5, 5),
                    request_number="0003/PPID-SETNEG/PI/2026",
                    grounds=["a"],
                    outcome="not_admissible",
                    replied_on=date(2026, 5, 29),
                    working_days=14,
                ),
                letters.ReportRow(
                    number="0005/PPID-SETNEG/KB/2026",
                    received_on=date(2026, 6, 8),
                    request_number="0006/PPID-SETNEG/PI/2026",
                    grounds=["d"],
                    outcome="Dicabut",
                ),
                letters.ReportRow(
                    number="0006/PPID-SETNEG/KB/2026",
                    received_on=date(2026, 6, 25),
                    request_number="0009/PPID-SETNEG/PI/2026",
                    grounds=["c"],
                    outcome="Dalam proses",
                ),
            ],
            notes=(
                "Satu tanggapan terlambat karena penunjukan pelaksana harian Atasan PPID baru "
                "terbit setelah jangka waktu berakhir. Penunjukan berikutnya disiapkan sebelum "
                "pejabat berhalangan."
            ),
        ),
    ]
    return {letter.kind: letter for letter in found}
