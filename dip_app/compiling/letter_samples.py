"""A filled example of every letter of SOP 5, all facts invented."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dip_app.compiling import letter_schemas as letters
from ppid_portal.letters.schemas import Schema

_WIB = ZoneInfo("Asia/Jakarta")
ROUND = "001/PPID-SETNEG/DIP/2026"
LIST = "0003/PPID-SETNEG/UD/2026"
UNIT = "Biro Keuangan"
DUE = date(2026, 6, 12)
ISSUED = {
    "list_order": datetime(2026, 5, 18, 9, 0, tzinfo=_WIB),
    "list_unit_proposal": datetime(2026, 6, 8, 9, 0, tzinfo=_WIB),
    "list_unit_approval": datetime(2026, 6, 9, 14, 0, tzinfo=_WIB),
    "list_unit_submission": datetime(2026, 6, 10, 9, 0, tzinfo=_WIB),
    "list_report": datetime(2026, 6, 18, 9, 0, tzinfo=_WIB),
    "list_decree": datetime(2026, 6, 22, 10, 0, tzinfo=_WIB),
}
COUNTS = letters.Counts(keep=21, change=2, new=3, remove=1)
MOVED = [
    letters.ProposedRow(
        title="Laporan Realisasi Anggaran Semester I Tahun 2026", action="new", category="periodic"
    ),
    letters.ProposedRow(
        title="Rincian Belanja Perjalanan Dinas Tahun 2025", action="new", category="available"
    ),
    letters.ProposedRow(
        title="Catatan atas Laporan Keuangan Tahun 2025", action="new", category="periodic"
    ),
    letters.ProposedRow(
        title="Ringkasan Laporan Keuangan Tahun 2025 (Telah Diaudit)",
        action="change",
        category="periodic",
        remark="Naskah yang telah diperiksa menggantikan naskah sementara.",
    ),
    letters.ProposedRow(
        title="Prosedur Pembayaran Tagihan Pihak Ketiga", action="change", category="available"
    ),
    letters.ProposedRow(
        title="Laporan Keuangan Tahun 2014",
        action="remove",
        category="available",
        remark="Masa simpan berakhir; arsip diserahkan kepada lembaga kearsipan.",
    ),
]
_TITLES = (
    ("Laporan Kinerja Tahun {year}", "periodic", "5 tahun"),
    ("Laporan Realisasi Anggaran Tahun {year}", "periodic", "10 tahun"),
    ("Rencana Kerja dan Anggaran Tahun {year}", "periodic", "5 tahun"),
    ("Daftar Aset dan Inventaris Tahun {year}", "available", "10 tahun"),
    ("Prosedur Evakuasi Keadaan Darurat Tahun {year}", "immediate", "Selama berlaku"),
)
_UNITS = ("Biro Keuangan", "Biro Perencanaan", "Biro Umum")
ROWS = [
    letters.ListRow(
        title=title.format(year=year),
        summary=f"Isi dan rincian {title.format(year=year).lower()}, disusun {unit} untuk umum.",
        category=category,
        unit=unit,
        responsible=f"Kepala {unit}",
        made=f"Januari {year + 1}, Jakarta",
        formats="PDF; salinan cetak atas permintaan",
        retention=retention,
    )
    for unit in _UNITS
    for title, category, retention in _TITLES
    for year in (2024, 2025)
]


def contexts() -> dict[str, Schema]:
    """Return one example of each."""
    of_unit = {"list_number": LIST, "unit": UNIT, "year": 2026, "counts": COUNTS, "rows": MOVED}
    return {
        "list_order": letters.ListOrder(
            to=[f"PPID Pelaksana {unit}" for unit in (*_UNITS, "Sekretariat Presiden")],
            round_number=ROUND,
            year=2026,
            due_on=DUE,
            instruction="Dahulukan informasi yang banyak diminta pemohon selama setahun terakhir.",
        ),
        "list_unit_proposal": letters.UnitProposal(
            to=[f"Pimpinan {UNIT}"],
            due_on=DUE,
            **of_unit,  # type: ignore[arg-type]
        ),
        "list_unit_approval": letters.UnitApproval(
            to=[f"PPID Pelaksana {UNIT}"],
            **of_unit,  # type: ignore[arg-type]
        ),
        "list_unit_submission": letters.UnitSubmission(
            to=["Ketua PPID"],
            **of_unit,  # type: ignore[arg-type]
        ),
        "list_report": letters.ListReport(
            to=["Atasan PPID"],
            round_number=ROUND,
            year=2026,
            units=[
                letters.UnitTurn(unit=UNIT, counts=COUNTS, submitted_on=date(2026, 6, 10)),
                letters.UnitTurn(
                    unit="Biro Umum",
                    counts=letters.Counts(keep=40, new=6),
                    submitted_on=date(2026, 6, 12),
                ),
                letters.UnitTurn(
                    unit="Sekretariat Presiden",
                    counts=letters.Counts(),
                    left_out="Batas waktu lewat empat hari kerja; unit sedang pindah gedung.",
                ),
            ],
            counts=letters.Counts(keep=61, change=2, new=9, remove=1),
            entries=312,
            previous="Edisi 1 tahun 2025",
            set_aside=2,
            notes="Dua baris kembar antara Biro Umum dan Biro Keuangan telah diselesaikan.",
        ),
        "list_decree": letters.ListDecree(
            round_number=ROUND,
            year=2026,
            body_name="Kementerian Sekretariat Negara",
            report_number="M-17/PPID/HM.00/06/2026",
            report_on=date(2026, 6, 18),
            approved_by="Atasan PPID",
            approved_on=date(2026, 6, 19),
            entries=len(ROWS),
            rows=ROWS,
            address="ppid.contoh.go.id/dip/edisi/",
            left_out=["Sekretariat Presiden"],
        ),
    }
