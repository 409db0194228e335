"""The letters of SOP 8 and an example of each, all facts invented."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dip_app.exclusions import letter_schemas as letters
from ppid_portal.letters import samples
from ppid_portal.letters.kinds import LetterKind, register
from ppid_portal.letters.schemas import Schema

DECREE = LetterKind(
    key="opening_decree",
    title="Keputusan tentang Pembukaan Informasi yang Dikecualikan",
    template="dip_app/letters/opening_decree.html",
    series="decree",
    signatory_role="atasan_ppid",
    # SOP 8.4: Atasan PPID; SOP 8.3 and PP 61/2010: PPID, with the approval of Atasan PPID.
    signatories=("atasan_ppid", "ketua_ppid"),
    audience="internal",
    steps=("excluded_documentation.4",),
    for_units=True,
)
REPORT = LetterKind(
    key="exclusion_report",
    title="Laporan Pendokumentasian Informasi yang Dikecualikan",
    template="dip_app/letters/exclusion_report.html",
    series="memo",
    signatory_role="ketua_ppid",
    audience="internal",
    steps=("excluded_documentation.6",),
)
_ROWS = [
    letters.ExclusionRow(
        title="Denah ruang pengamanan gedung utama",
        letter="c",
        decree="1 TAHUN 2025",
        valid_from=date(2025, 2, 3),
        period="sampai 3 Februari 2030",
        unit="Biro Umum",
        place="Lemari besi 2, map 14",
    ),
    letters.ExclusionRow(
        title="Hasil uji kompetensi pejabat pimpinan tinggi tahun 2025",
        letter="h",
        decree="3 TAHUN 2026",
        valid_from=date(2026, 4, 9),
        period="sampai 1 Oktober 2026",
        unit="Biro Kepegawaian",
        place="Ruang arsip A, boks 7",
    ),
]


def contexts() -> dict[str, Schema]:
    """Return one filled example per kind of letter."""
    return {
        DECREE.key: letters.OpeningDecree(
            opening_number="001/PPID-SETNEG/BK/2026",
            title="Rincian penawaran peserta tender pemeliharaan gedung tahun 2025",
            unit="Biro Umum",
            letter="b",
            decree_number="2 TAHUN 2026",
            decree_on=date(2026, 1, 12),
            open_from=date(2026, 10, 1),
            body_name="Kementerian Sekretariat Negara",
            copies_to=["Ketua PPID"],
        ),
        REPORT.key: letters.ExclusionReport(
            to=["Atasan PPID"],
            round_number="001/PPID-SETNEG/DIK/2026",
            period_from=date(2026, 1, 1),
            period_to=date(2026, 6, 30),
            rows=_ROWS,
            opened=[
                letters.OpenedRow(
                    title="Rencana kunjungan kerja semester pertama",
                    opened_on=date(2026, 6, 30),
                    how="Jangka waktu berakhir tanpa keputusan",
                )
            ],
            ending=_ROWS[1:],
            notes="Seluruh dokumen sudah dicatat tempat penyimpanannya.",
        ),
    }


def register_all() -> None:
    """Register the kinds and their examples."""
    register(DECREE)
    register(REPORT)
    zone = ZoneInfo("Asia/Jakarta")
    samples.register(
        contexts,
        {
            DECREE.key: datetime(2026, 8, 10, 10, 0, tzinfo=zone),
            REPORT.key: datetime(2026, 7, 6, 10, 0, tzinfo=zone),
        },
    )
