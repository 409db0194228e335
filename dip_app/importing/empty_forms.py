"""The empty lists that units fill: of public information and of what they want excluded.

The first has the columns of the law's form (domain 3.9) under headings that the import knows, so
what a unit fills in is read back without a question. The second (domain 3.10) goes with a request
for a consequence test; nothing is excluded by importing a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ppid_portal.clock import now
from ppid_portal.spreadsheets.xlsx import xlsx_stream


@dataclass(frozen=True)
class EmptyList:
    """A workbook with headings only."""

    key: str
    title: str
    columns: tuple[tuple[str, int], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings in their order."""
        return tuple(heading for heading, _width in self.columns)

    def workbook(self) -> Iterator[bytes]:
        """Yield the file."""
        widths = [width for _heading, width in self.columns]
        return xlsx_stream(self.headings, widths, (), sheet_name=self.title, made=now())


PUBLIC = EmptyList(
    key="dip",
    title="Daftar Informasi Publik",
    columns=(
        ("No", 6),
        ("Judul Informasi", 44),
        ("Ringkasan Isi Informasi", 60),
        ("Kategori (Berkala, Serta-merta, Setiap saat)", 24),
        ("Pejabat/Unit/Satuan Kerja yang Menguasai Informasi", 34),
        ("Penanggung Jawab Pembuatan atau Penerbitan Informasi", 34),
        ("Waktu Pembuatan Informasi", 20),
        ("Tempat Pembuatan Informasi", 20),
        ("Format (Bentuk) Informasi yang Tersedia", 24),
        ("Jangka Waktu Penyimpanan atau Retensi Arsip", 24),
        ("Topik", 24),
        ("Tautan", 40),
    ),
)
EXCLUDED = EmptyList(
    key="dik",
    title="Usulan Dikecualikan",
    columns=(
        ("No", 6),
        ("Informasi yang Dikecualikan", 44),
        ("Dasar Hukum Pengecualian", 40),
        ("Konsekuensi bagi Publik bila Dibuka", 50),
        ("Konsekuensi bagi Publik bila Ditutup", 50),
        ("Jangka Waktu", 24),
        ("Unit yang Menguasai", 34),
    ),
)
EMPTY_LISTS = {each.key: each for each in (PUBLIC, EXCLUDED)}
