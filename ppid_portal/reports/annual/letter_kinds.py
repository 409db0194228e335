"""The document of the yearly report, and a filled example of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ppid_portal.letters import samples
from ppid_portal.letters.kinds import LetterKind, register
from ppid_portal.letters.schemas import Schema
from ppid_portal.people.roles import Role
from ppid_portal.reports.annual.schemas import AnnualReport

KIND = LetterKind(
    key="annual_report",
    title="Laporan Layanan Informasi Publik",
    template="reports/annual/report.html",
    series="report",
    signatory_role=Role.KETUA_PPID,
    audience="internal",
    steps=("Perki 1/2021 Pasal 56",),
)
_WIB = ZoneInfo("Asia/Jakarta")
ISSUED = datetime(2026, 3, 16, 10, 0, tzinfo=_WIB)


def register_all() -> None:
    """Register the kind with its example."""
    register(KIND)
    samples.register(contexts, {KIND.key: ISSUED})


def contexts() -> dict[str, Schema]:
    """Return the example: a year of a small office."""
    return {
        KIND.key: AnnualReport(
            year=2025,
            policy=(
                "Pelayanan informasi publik dilaksanakan menurut Undang-Undang Nomor 14 Tahun "
                "2008 dan Peraturan Komisi Informasi Nomor 1 Tahun 2021, dengan delapan prosedur "
                "operasional standar PPID."
            ),
            facilities="Satu meja layanan, satu ruang baca, dan portal PPID yang dapat dipakai "
            "dengan pembaca layar.",
            staff="Enam petugas, dua di antaranya bersertifikat pelayanan informasi publik.",
            budget="Anggaran Rp 240.000.000, digunakan Rp 221.500.000.",
            external="Pemohon sering belum melampirkan bukti identitas.",
            internal="Sebagian unit baru menyampaikan dokumen pada hari terakhir.",
            recommendations="Pengingat kepada unit dikirim sejak hari pertama; pelatihan "
            "pengklasifikasian bagi PPID Pelaksana pada triwulan II.",
            frozen_at=datetime(2026, 3, 12, 15, 0, tzinfo=_WIB),
            chapters=_CHAPTERS,
        )
    }


def _table(key: str, title: str, unit: str, rows: dict[str, int | None], **more: Any) -> Any:
    values = [
        {"key": str(place), "label": label, "value": value}
        for place, (label, value) in enumerate(rows.items())
    ]
    total = sum(value or 0 for value in rows.values())
    blank = {"summed": False, "moves": False, "note": ""}
    return {"key": key, "title": title, "unit": unit, "rows": values, "total": total} | blank | more


_CHAPTERS: list[dict[str, Any]] = [
    {
        "key": "requests",
        "title": "Permohonan informasi",
        "tables": [
            _table(
                "result",
                "Menurut hasil",
                "Permohonan",
                {
                    "Diberikan seluruhnya": 41,
                    "Diberikan sebagian (ada yang dihitamkan)": 6,
                    "Ditolak karena dikecualikan": 3,
                    "Tidak dikuasai": 4,
                    "Dicabut": 1,
                },
                summed=True,
            ),
            _table(
                "punctuality",
                "Ketepatan waktu (10 hari kerja, dapat diperpanjang 7 hari kerja)",
                "Permohonan",
                {"Dijawab dalam jangka waktu": 52, "Dijawab terlambat": 2},
            ),
            _table(
                "time",
                "Waktu yang diperlukan",
                "Hari kerja",
                {"Nilai tengah seluruh permohonan": 6, "Nilai tengah: Tidak dikuasai": None},
            ),
        ],
    },
    {
        "key": "objections",
        "title": "Keberatan",
        "tables": [
            _table(
                "outcome",
                "Menurut putusan Atasan PPID",
                "Keberatan",
                {"Dikabulkan seluruhnya": 1, "Ditolak": 2},
                summed=True,
            )
        ],
    },
    {
        "key": "disputes",
        "title": "Sengketa informasi publik",
        "tables": [
            _table(
                "outcome",
                "Sengketa di Komisi Informasi",
                "Sengketa",
                {"Kesepakatan mediasi": 1, "Masih diproses": 0},
                summed=True,
            ),
            _table("first", "Pengadilan tingkat pertama", "Perkara", {"Menguatkan putusan": 0}),
        ],
    },
]
