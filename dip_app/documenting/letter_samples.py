"""A filled example of every letter of SOP 7, all facts invented."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dip_app.documenting import letter_schemas as letters
from ppid_portal.letters.schemas import Schema

_WIB = ZoneInfo("Asia/Jakarta")
NUMBER = "001/PPID-SETNEG/DOK/2026"
MEMO = "214/PPID/HM.00/03/2026"
RATIFIED = "BA-7/PPID/HM.00/03/2026"
RECAP = [
    letters.RecapRow(
        unit="Biro Keuangan", items=2, paper=1, digital=0, both=1, missing=0,
        destroy=1, permanent=1, review=0,
    ),
    letters.RecapRow(
        unit="Biro Umum", items=2, paper=0, digital=1, both=0, missing=1,
        destroy=1, permanent=0, review=1,
    ),
]  # fmt: skip
ROWS = [
    letters.ArchiveRow(
        number=101,
        title="Ringkasan Laporan Keuangan Tahun Anggaran 2024 (Telah Diaudit)",
        unit="Biro Keuangan",
        made="Tahun 2024",
        form="Cetak dan digital",
        amount="2 boks",
        classification="KU.03.01",
        location="Ruang arsip B, rak 3, boks 7; portal PPID",
        active="2 tahun, sampai 1 Januari 2027",
        inactive="8 tahun, sampai 1 Januari 2035",
        fate="Permanen",
    ),
    letters.ArchiveRow(
        number=117,
        title="Realisasi Anggaran per Semester Tahun 2025",
        unit="Biro Keuangan",
        made="Tahun 2025",
        form="Cetak",
        amount="1 map",
        classification="KU.03.02",
        location="Ruang arsip B, rak 3, map 14",
        active="1 tahun, sampai 1 Januari 2027",
        inactive="4 tahun, sampai 1 Januari 2031",
        fate="Musnah",
    ),
    letters.ArchiveRow(
        number=140,
        title="Rencana Umum Pengadaan Barang/Jasa Tahun 2025",
        unit="Biro Umum",
        made="Januari 2025",
        form="Digital",
        amount="1 berkas",
        classification="PL.01.01",
        location="portal PPID",
        active="2 tahun, sampai 1 Januari 2028",
        inactive="3 tahun, sampai 1 Januari 2031",
        fate="Musnah",
    ),
    letters.ArchiveRow(
        number=152,
        title="Daftar Inventaris Barang Milik Negara Tahun 2021",
        unit="Biro Umum",
        made="Tahun 2021",
        form="Tidak ditemukan",
        amount="",
        classification="PL.02.04",
        location="",
        active="2 tahun, sampai 1 Januari 2024",
        inactive="8 tahun, sampai 1 Januari 2032",
        fate="Dinilai kembali",
        remarks="Diduga tercampur saat pindah ruang tahun 2023; masih dicari.",
    ),
]
LEFT_OUT = [
    letters.LeftOutRow(
        unit="Biro Perencanaan",
        reason="Belum menyampaikan meski sudah diingatkan dua kali; menyusul pada putaran berikut.",
    )
]
ISSUED = {
    "documenting_memorandum": datetime(2026, 3, 12, 9, 30, tzinfo=_WIB),
    "documenting_ratified": datetime(2026, 3, 12, 13, 15, tzinfo=_WIB),
    "archive_list": datetime(2026, 3, 13, 9, 0, tzinfo=_WIB),
    "disposal_minutes": datetime(2026, 4, 14, 10, 0, tzinfo=_WIB),
}


def contexts() -> dict[str, Schema]:
    """Return one filled example per kind of letter."""
    return {
        "documenting_memorandum": letters.DocumentingMemorandum(
            to=["Ketua PPID"],
            round_number=NUMBER,
            opened_on=date(2026, 3, 5),
            recap=RECAP,
            left_out=LEFT_OUT,
            notes="Satu butir Biro Umum belum ditemukan dan masih dicari.",
        ),
        "documenting_ratified": letters.RatifiedList(
            round_number=NUMBER,
            memorandum_number=MEMO,
            memorandum_on=date(2026, 3, 12),
            body_name="Kementerian Sekretariat Negara",
            recap=RECAP,
            rows=ROWS,
            left_out=LEFT_OUT,
            copies_to=["Atasan PPID", "PPID Pelaksana"],
        ),
        "archive_list": letters.ArchiveList(
            to=["Ketua PPID"],
            round_number=NUMBER,
            ratified_number=RATIFIED,
            ratified_on=date(2026, 3, 12),
            filed=4,
            recap=RECAP,
            rows=ROWS,
            copies_to=["PPID Pelaksana"],
        ),
        "disposal_minutes": letters.DisposalMinutes(
            proposal_number="001/PPID-SETNEG/PA/2026",
            sort="destroy",
            proposed_on=date(2026, 4, 10),
            proposed_by=letters.Proposer(
                name="Rina Wulandari",
                nip="199003122015032001",
                position="Tim Sekretariat PPID",
            ),
            rows=[
                letters.DisposalRow(
                    number=31,
                    title="Realisasi Anggaran per Semester Tahun 2014",
                    unit="Biro Keuangan",
                    made="Tahun 2014",
                    amount="1 map",
                    classification="KU.03.02",
                    location="Ruang arsip B, rak 1, map 3",
                    retention="10 tahun",
                    ended_on=date(2025, 1, 1),
                ),
                letters.DisposalRow(
                    number=44,
                    title="Rencana Umum Pengadaan Barang/Jasa Tahun 2019",
                    unit="Biro Umum",
                    made="Januari 2019",
                    amount="1 berkas",
                    classification="PL.01.01",
                    location="Ruang arsip A, rak 2, boks 4",
                    retention="5 tahun",
                    ended_on=date(2025, 1, 1),
                ),
            ],
            needs_anri=1,
            struck=[
                letters.LeftOutRow(
                    unit="Perjanjian Kerja Sama Pengelolaan Aset Tahun 2012",
                    reason="disebut dalam 0042/PPID-SETNEG/PI/2026 yang belum selesai",
                )
            ],
        ),
    }
