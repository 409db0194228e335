"""A filled example of every letter of SOP 6, all persons invented."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dip_app.consequence import letter_schemas as letters
from ppid_portal.letters.schemas import Schema

_WIB = ZoneInfo("Asia/Jakarta")
MET = datetime(2026, 4, 7, 9, 0, tzinfo=_WIB)
NUMBER = "0001/PPID-SETNEG/UK/2026"
SUBJECT = "Hasil uji kompetensi dan daftar gaji pegawai"
ASKED_BY = "Biro Kepegawaian"
ROWS = [
    letters.TestRow(
        position=1,
        information="Hasil uji kompetensi pejabat pimpinan tinggi tahun 2025",
        unit="Biro Kepegawaian",
        outcome="excluded",
        letter="h",
        law="Pasal 17 huruf h angka 4 Undang-Undang Nomor 14 Tahun 2008",
        if_opened="Mengungkap penilaian atas kemampuan seseorang yang bersifat pribadi.",
        if_closed="Rahasia pribadi terjaga; hasil akhir seleksi tetap diumumkan.",
        public_interest="Kepentingan umum terpenuhi dengan pengumuman peringkat akhir.",
        period="sampai 7 April 2031",
    ),
    letters.TestRow(
        position=2,
        information="Daftar gaji dan tunjangan menurut jabatan tahun 2025",
        unit="Biro Keuangan",
        outcome="partly",
        letter="h",
        law="Pasal 17 huruf h angka 3 Undang-Undang Nomor 14 Tahun 2008",
        if_opened="Nomor rekening pegawai terungkap dan dapat disalahgunakan.",
        if_closed="Masyarakat tidak dapat menilai pemakaian anggaran.",
        public_interest="Pengawasan anggaran lebih besar daripada kepentingan menutup seluruhnya.",
        alternative="Menghitamkan nama dan nomor rekening.",
        redaction="nama dan nomor rekening pegawai",
        period="Persetujuan tertulis pegawai yang bersangkutan",
    ),
    letters.TestRow(
        position=3,
        information="Kerangka acuan kerja pengadaan aplikasi tahun 2025",
        unit="Biro Umum",
        outcome="open",
        if_opened="Tidak ada akibat yang merugikan.",
        if_closed="Menghambat pengawasan pengadaan.",
        public_interest="Dokumen pengadaan wajib tersedia setiap saat.",
    ),
]
PEOPLE = [
    letters.Participant(name="Andi Saputra, S.E.", position="PPID Pelaksana", unit="Biro Keuangan"),
    letters.Participant(name="Lestari Putri", position="PPID Pelaksana", unit="Biro Umum"),
    letters.Participant(
        name="Ratna Kusumawardani, S.H., LL.M.",
        position="Asisten Deputi Hukum",
        unit="Deputi Bidang Hukum",
    ),
    letters.Participant(
        name="Bima Prakoso", position="Petugas Pelayanan Informasi", unit="Biro Humas"
    ),
]
ISSUED = {
    "test_invitation": datetime(2026, 4, 1, 9, 0, tzinfo=_WIB),
    "test_meeting_report": datetime(2026, 4, 7, 14, 0, tzinfo=_WIB),
    "test_minutes": datetime(2026, 4, 8, 10, 0, tzinfo=_WIB),
    "test_memorandum": datetime(2026, 4, 8, 10, 5, tzinfo=_WIB),
    "test_decree": datetime(2026, 4, 9, 11, 0, tzinfo=_WIB),
    "test_report": datetime(2026, 4, 13, 10, 0, tzinfo=_WIB),
}
MINUTES = "BA-4/PPID/HM.00/04/2026"


def contexts() -> dict[str, Schema]:
    """Return one filled example per kind of letter."""
    return {
        "test_invitation": letters.TestInvitation(
            test_number=NUMBER,
            subject=SUBJECT,
            to=["PPID Pelaksana Biro Keuangan", "PPID Pelaksana Biro Umum"],
            agenda="Uji konsekuensi atas tiga informasi",
            meeting_at=MET,
            meeting_place="Ruang rapat PPID, lantai 2",
            rows=ROWS,
            needs=["Dokumen yang diuji", "Peraturan yang menjadi dasar kerahasiaannya"],
            copies_to=["Atasan PPID"],
        ),
        "test_meeting_report": letters.TestMeetingReport(
            test_number=NUMBER,
            subject=SUBJECT,
            to=["Ketua PPID"],
            met_at=MET,
            place="Ruang rapat PPID, lantai 2",
            participants=PEOPLE,
            summary="Rapat membahas informasi butir demi butir beserta dasar hukum dan akibatnya.",
            rows=ROWS,
        ),
        "test_minutes": letters.TestMinutes(
            test_number=NUMBER,
            subject=SUBJECT,
            asked_by=ASKED_BY,
            met_at=MET,
            place="Ruang rapat PPID, lantai 2",
            participants=PEOPLE,
            rows=ROWS,
        ),
        "test_memorandum": letters.TestMemorandum(
            to=["Atasan PPID"],
            test_number=NUMBER,
            subject=SUBJECT,
            asked_by=ASKED_BY,
            minutes_number=MINUTES,
            rows=ROWS,
        ),
        "test_decree": letters.TestDecree(
            test_number=NUMBER,
            subject=SUBJECT,
            minutes_number=MINUTES,
            minutes_on=date(2026, 4, 8),
            rows=ROWS,
            body_name="Kementerian Sekretariat Negara",
        ),
        "test_report": letters.TestReport(
            to=["Atasan PPID"],
            test_number=NUMBER,
            subject=SUBJECT,
            asked_by=ASKED_BY,
            received_on=date(2026, 3, 30),
            decided_on=date(2026, 4, 9),
            decree_number="3 TAHUN 2026",
            rows=ROWS,
            listed=["Kerangka acuan kerja pengadaan aplikasi tahun 2025"],
            notes="Butir 2 diberikan kepada pemohon setelah dihitamkan.",
        ),
    }
