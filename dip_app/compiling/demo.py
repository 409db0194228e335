"""Rounds of the list for a portal that is being tried out; what they list is invented.

Everything goes through the engine, time travelled: one round of this year from order to decree,
and one that still waits for a late unit.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from dip_app import rounds
from dip_app.compiling import sweeps
from dip_app.compiling.models import SOP, ListRound, UnitList
from dip_app.compiling.views import title_of
from dip_app.editions.models import Action
from dip_app.playing import Stage, actor_of, do
from ppid_portal.clock import today
from ppid_portal.people.models import Unit, User
from ppid_portal.people.roles import Role
from ppid_portal.sop import catalogue, engine
from ppid_portal.sop.models import Channel

#: Working days before today on which the finished round was ordered and decreed.
_ORDERED, _DECREED = 46, 30
#: The same of the running round, and how many days ago its units were due.
_RUNNING, _DUE = 14, 2


class _Kind(NamedTuple):
    """What a unit holds every year."""

    title: str
    about: str
    category: str
    form: str
    retention: str


_CATEGORIES = {"P": "Berkala", "A": "Setiap saat", "I": "Serta-merta"}
#: Title, what it is about, category, form and retention of what each unit holds every year.
_HELD = """
Perjanjian Kinerja | sasaran, indikator, dan target | P | PDF | 5 tahun
Rencana Aksi Perjanjian Kinerja | langkah dan jadwalnya | P | PDF | 5 tahun
Laporan Capaian Kinerja Triwulan I | capaian tiga bulan pertama | P | PDF | 5 tahun
Laporan Capaian Kinerja Triwulan II | capaian tiga bulan kedua | P | PDF | 5 tahun
Laporan Capaian Kinerja Triwulan III | capaian tiga bulan ketiga | P | PDF | 5 tahun
Laporan Capaian Kinerja Triwulan IV | capaian tiga bulan terakhir | P | PDF | 5 tahun
Rencana Kerja Tahunan | kegiatan, sasaran, dan anggaran | P | PDF | 5 tahun
Rincian Kertas Kerja Anggaran | pagu menurut keluaran | P | Tabel | 10 tahun
Realisasi Fisik dan Keuangan Bulanan | kemajuan tiap paket | P | Tabel | 5 tahun
Jadwal Kegiatan | kegiatan yang terbuka untuk umum | P | Halaman web | 1 tahun
Laporan Pengelolaan Pengaduan | jumlah, jenis, dan tindak lanjut | P | PDF | 5 tahun
Hasil Survei Kepuasan Pengguna Layanan | nilai tiap unsur | P | PDF | 3 tahun
Laporan Penyelenggaraan Rapat Koordinasi | pokok bahasan dan simpulan | A | PDF | 5 tahun
Daftar Perjanjian Kerja Sama | para pihak, obyek, dan masa berlaku | A | Tabel | 10 tahun
Daftar Kontrak Pengadaan | paket, nilai, dan penyedia | A | Tabel | 10 tahun
Kerangka Acuan Kerja Kegiatan | maksud, keluaran, dan waktu | A | PDF | 5 tahun
Peta Proses Bisnis | alur kerja antarbagian | A | PDF | Selama berlaku
Peta Jabatan | jabatan dan jumlah pemangkunya, tanpa nama | A | PDF | Selama berlaku
Analisis Beban Kerja | beban tiap jabatan | A | Tabel | 5 tahun
Rekapitulasi Pegawai menurut Jabatan | jumlah, tanpa nama | A | Tabel | 5 tahun
Rekapitulasi Pelatihan Pegawai | jenis dan lama pelatihan | A | Tabel | 5 tahun
Daftar Aset Unit | jenis, jumlah, dan kondisi | A | Tabel | 10 tahun
Laporan Pemeliharaan Sarana | pekerjaan dan biayanya | A | PDF | 5 tahun
Kumpulan Prosedur Kerja | langkah, pelaksana, dan waktu | A | Dokumen | Selama berlaku
Standar Pelayanan | syarat, waktu, dan biaya | A | PDF | Selama berlaku
Daftar Peraturan dan Keputusan Unit | nomor, tanggal, dan judul | A | Tabel | Permanen
Laporan Tindak Lanjut Pemeriksaan | rekomendasi dan statusnya | A | PDF | 10 tahun
Laporan Penerapan Manajemen Risiko | risiko dan penanganannya | A | PDF | 5 tahun
Laporan Zona Integritas | kemajuan tiap area perubahan | A | PDF | 5 tahun
Risalah Konsultasi Publik | masukan dan tanggapan | A | PDF | 5 tahun
Bahan Paparan Sosialisasi | bahan yang disampaikan kepada umum | A | PDF | 2 tahun
Galeri Kegiatan | gambar kegiatan terbuka | A | Foto | 5 tahun
Prosedur Keadaan Darurat | jalur evakuasi dan nomor darurat | I | PDF | Selama berlaku
Pengumuman Gangguan Layanan | layanan, sebab, dan pemulihannya | I | Halaman web | 1 tahun
"""
_KINDS = tuple(_Kind(*line.split(" | ")) for line in _HELD.strip().splitlines())
_YEARS = 3
#: What the running round brings beside what is kept.
_FRESH = _KINDS[:4]


@dataclass(frozen=True, kw_only=True)
class Cast(Stage):
    """Who makes the list: the office, and per unit its PPID Pelaksana and its head."""

    secretariat: User
    ketua: User
    atasan: User
    units: Sequence[tuple[Unit, User, User]]


#: What is played: it yields the moment of what comes next, and does it when it is called then.
Story = Generator[datetime, None, ListRound]


def rounds_of(cast: Cast) -> list[tuple[str, datetime, Story]]:
    """Return each round by name, with the moment at which it begins."""
    return [
        ("list", cast.at(_ORDERED, 9), finished_round(cast)),
        ("list again", cast.at(_RUNNING, 9), running_round(cast)),
    ]


def finished_round(cast: Cast) -> Story:
    """Play a round of this year from the order to the public list."""
    case = _order(cast, cast.back(_DECREED + 6))
    for place, part in enumerate(case.parts()):
        doer, _head = _of(cast, part.unit)
        yield cast.at(_ORDERED - 2, 9 + place)
        part = do(part, "coordinate", doer, coordination=_COORDINATION)
        do(part, "take_in", doer, content=_sheet(part.unit, today().year), file_name="d.csv")
    for place, part in enumerate(case.parts()):
        yield from _to_the_end(cast, part, _ORDERED - 5 - place)
    yield cast.at(_DECREED + 5, 9)
    rounds.follow(case.pk)
    case = ListRound.objects.get(pk=case.pk)
    yield cast.at(_DECREED + 3, 10)
    case = do(case, "compile", cast.secretariat, notes=_NOTES)
    yield cast.at(_DECREED + 2, 9)
    case = do(case, "report", cast.ketua)
    yield cast.at(_DECREED + 1, 14)
    case = do(case, "approve", cast.atasan)
    yield cast.at(_DECREED, 10)
    case = do(case, "establish", cast.ketua)
    sweeps.publish(case.pk)
    return ListRound.objects.get(pk=case.pk)


def running_round(cast: Cast) -> Story:
    """Play a round that waits for its last unit, which is late."""
    case = _order(cast, cast.back(_DUE))
    parts = list(case.parts())
    for place, part in enumerate(parts):
        doer, _head = _of(cast, part.unit)
        yield cast.at(_RUNNING - 1, 9 + place)
        part = do(part, "coordinate", doer, coordination=_COORDINATION)
        _new_rows(part, doer)
    for place, part in enumerate(case.parts()):
        if place == len(parts) - 1:
            break  # it is still collecting, after its day
        doer, _head = _of(cast, part.unit)
        yield cast.at(_RUNNING - 2, 13)
        _change_one(part, doer)
        yield from _to_the_end(cast, part, _RUNNING - 4 - place)
    return case


_COORDINATION = (
    "Setiap bagian menyampaikan daftar informasinya dalam dua hari; bagian tata usaha memeriksa "
    "retensinya."
)
_NOTES = "Tidak ada baris kembar. Kategori dan retensi sudah seragam."


def _order(cast: Cast, due: date) -> ListRound:
    year = today().year
    return engine.open_case(
        ListRound,
        actor_of(cast.ketua, (Role.KETUA_PPID,)),
        fields={
            "title": title_of(year),
            "year": year,
            "units_due_on": due,
            "instruction": "Dahulukan informasi yang banyak diminta pemohon.",
            "channel": Channel.SYSTEM,
        },
        units=[unit for unit, _doer, _head in cast.units],
        checklist=list(catalogue.step(SOP, "1").requires),
    )


def _to_the_end(cast: Cast, part: UnitList, back: int) -> Generator[datetime, None, None]:
    doer, head = _of(cast, part.own_unit())
    yield cast.at(back + 1, 11)
    part = do(part, "inventory", doer)
    part = do(part, "classify", doer)
    part = do(part, "ask_approval", doer)
    yield cast.at(back, 10)
    part = do(part, "approve_unit", head)
    do(part, "submit", doer)


def _new_rows(part: UnitList, doer: User) -> None:
    year = today().year
    for kind in _FRESH:
        do(
            part,
            "write_row",
            doer,
            values={
                "title": _title(kind, part.own_unit(), year),
                "summary": _summary(kind, part.own_unit(), year),
                "category": "periodic",
                "responsible": f"Kepala {part.own_unit().name}",
                "made_when": f"Tahun {year}",
                "made_year": year,
                "made_where": "Jakarta",
                "format": "pdf",
                "formats": "PDF; salinan cetak atas permintaan",
                "retention": kind.retention,
            },
        )


def _change_one(part: UnitList, doer: User) -> None:
    row = part.rows().filter(action=Action.KEEP).order_by("position").first()
    if row is None:
        return
    do(
        part,
        "write_row",
        doer,
        row=row,
        values={"retention": "15 tahun"},
        remark="Disesuaikan dengan jadwal retensi arsip yang baru.",
    )


def _sheet(unit: Unit, this_year: int) -> bytes:
    """Return the list that a unit sends, as CSV."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(
        [
            "No", "Judul Informasi", "Ringkasan Isi Informasi", "Kategori",
            "Penanggung Jawab", "Waktu Pembuatan", "Tempat Pembuatan",
            "Format Tersedia", "Jangka Waktu Penyimpanan",
        ]
    )  # fmt: skip
    for number, (kind, year) in enumerate(_rows(this_year), start=1):
        writer.writerow(
            [
                number, _title(kind, unit, year), _summary(kind, unit, year),
                _CATEGORIES[kind.category], f"Kepala {unit.name}", str(year), "Jakarta",
                kind.form, kind.retention,
            ]
        )  # fmt: skip
    return table.getvalue().encode()


def _rows(this_year: int) -> Iterator[tuple[_Kind, int]]:
    for kind in _KINDS:
        for back in range(1, _YEARS + 1):
            yield kind, this_year - back


def _summary(kind: _Kind, unit: Unit, year: int) -> str:
    return f"{kind.title} tahun {year} yang disusun {unit.name}: memuat {kind.about}."


def _title(kind: _Kind, unit: Unit, year: int) -> str:
    return f"{kind.title} {unit.name} Tahun {year}"


# -- people -------------------------------------------------------------------------------


def _of(cast: Cast, unit: Unit) -> tuple[User, User]:
    return next((doer, head) for each, doer, head in cast.units if each == unit)
