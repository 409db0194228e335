"""Items and decrees for a portal that is being tried out; the texts are invented.

Everything goes through the services, time travelled, so that history and audit look lived-in.
Calling it again adds nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator
from datetime import date, datetime, timedelta
from itertools import product
from typing import NamedTuple

from dip_app import services
from dip_app.models import (
    ArticleLetter,
    Category,
    ClassificationDecree,
    Format,
    InformationItem,
    ItemFile,
)
from ppid_portal.clock import now, today, travel
from ppid_portal.files.services import store
from ppid_portal.people.body import body
from ppid_portal.people.models import Unit

PERIODIC, IMMEDIATE, AVAILABLE = Category.PERIODIC, Category.IMMEDIATE, Category.AVAILABLE
_COUNT = 70
_LICENCE = "Bebas dipakai dengan menyebut sumber."


class _Kind(NamedTuple):
    """A kind of item, one per unit and year; ``{unit}`` and ``{year}`` are filled in.

    There are ``years`` of them, the newest from ``newest`` years ago.
    """

    title: str
    summary: str
    category: Category
    format: Format
    topic: str
    retention: str
    units: str
    years: int = 1
    newest: int = 1


_KINDS = (
    _Kind(
        "Laporan Kinerja {unit} Tahun {year}",
        "Capaian setiap sasaran dan indikator kinerja {unit} tahun {year}, dibandingkan dengan "
        "target perjanjian kinerja, disertai penjelasan atas target yang belum tercapai.",
        PERIODIC, Format.PDF, "Kinerja", "5 tahun", "SETMEN SETPRES SETWAPRES DPUU DHKK DAA", 2,
    ),
    _Kind(
        "Ringkasan Laporan Keuangan Tahun Anggaran {year} (Telah Diaudit)",
        "Laporan realisasi anggaran, neraca, laporan operasional, dan catatan atas laporan "
        "keuangan tahun {year} yang telah diperiksa Badan Pemeriksa Keuangan.",
        PERIODIC, Format.PDF, "Keuangan", "10 tahun", "ROKEU", 3,
    ),
    _Kind(
        "Realisasi Anggaran per Semester Tahun {year}",
        "Pagu dan realisasi belanja pegawai, barang, dan modal menurut satuan kerja, semester "
        "pertama dan kedua tahun {year}, dalam bentuk tabel.",
        PERIODIC, Format.SPREADSHEET, "Keuangan", "5 tahun", "ROKEU", 3,
    ),
    _Kind(
        "Daftar Isian Pelaksanaan Anggaran (DIPA) Tahun {year}",
        "Petikan DIPA beserta revisinya: pagu per program, kegiatan, dan keluaran.",
        PERIODIC, Format.PDF, "Anggaran", "10 tahun", "ROREN", 2,
    ),
    _Kind(
        "Rencana Umum Pengadaan Barang/Jasa Tahun {year}",
        "Paket pekerjaan yang akan dilelang atau dibeli langsung: nama paket, pagu, sumber dana, "
        "cara pemilihan penyedia, dan rencana waktu pelaksanaan.",
        PERIODIC, Format.SPREADSHEET, "Pengadaan", "5 tahun", "ROUM PPKGBK PPKK", 2,
    ),
    _Kind(
        "Laporan Layanan Informasi Publik Tahun {year}",
        "Jumlah permohonan yang diterima, waktu rata-rata penyelesaian, permohonan yang dikabulkan "
        "dan ditolak beserta alasannya, keberatan, dan sengketa sepanjang tahun {year}.",
        PERIODIC, Format.PDF, "Layanan informasi", "5 tahun", "HUMAS", 3,
    ),
    _Kind(
        "Matriks Program dan Kegiatan {unit} Tahun {year}",
        "Nama program dan kegiatan yang sedang berjalan, penanggung jawab, sasaran, jadwal, dan "
        "besaran anggarannya.",
        PERIODIC, Format.SPREADSHEET, "Program", "3 tahun", "SETPRES SETMILPRES DHKK KSP", 1,
    ),
    _Kind(
        "Rekapitulasi LHKPN Pejabat yang Telah Diumumkan Tahun {year}",
        "Nama jabatan wajib lapor dan tautan ke pengumuman laporan harta kekayaan penyelenggara "
        "negara di situs Komisi Pemberantasan Korupsi.",
        PERIODIC, Format.WEB, "Kepegawaian", "5 tahun", "DAA", 2,
    ),
    _Kind(
        "Hasil Survei Kepuasan Masyarakat Semester I Tahun {year}",
        "Nilai per unsur pelayanan, jumlah dan ciri responden, serta rencana tindak lanjut.",
        PERIODIC, Format.PDF, "Layanan informasi", "3 tahun", "HUMAS PPKGBK", 1,
    ),
    _Kind(
        "Prosedur Peringatan Dini dan Evakuasi Gedung {unit}",
        "Langkah penyelamatan diri ketika terjadi kebakaran atau gempa: jalur evakuasi, titik "
        "kumpul, nomor darurat, dan petugas penanggung jawab setiap lantai.",
        IMMEDIATE, Format.PDF, "Keselamatan", "Selama berlaku", "SETMEN PPKGBK PPKK", 1,
    ),
    _Kind(
        "Pengumuman Pengalihan Arus Lalu Lintas Kawasan {unit} Tahun {year}",
        "Jalan yang ditutup, jalur pengganti, dan waktu berlakunya selama acara kenegaraan.",
        IMMEDIATE, Format.WEB, "Keselamatan", "1 tahun", "PPKGBK PPKK", 1,
    ),
    _Kind(
        "Pengumuman Gangguan Layanan Surat-Menyurat Elektronik Tahun {year}",
        "Layanan yang terganggu, sebabnya, cara mengirim surat selama gangguan, dan waktu "
        "pemulihannya.",
        IMMEDIATE, Format.WEB, "Layanan", "1 tahun", "ROUM", 1,
    ),
    _Kind(
        "Perjanjian Kerja Sama Pengelolaan Aset {unit} dengan Pihak Ketiga",
        "Salinan perjanjian pemanfaatan lahan dan bangunan: para pihak, jangka waktu, kontribusi "
        "tetap, dan pembagian keuntungan. Bagian yang memuat data pribadi dihitamkan.",
        AVAILABLE, Format.PDF, "Aset", "10 tahun setelah berakhir", "PPKGBK PPKK", 1,
    ),
    _Kind(
        "Daftar Inventaris Barang Milik Negara {unit} Tahun {year}",
        "Jenis, jumlah, tahun perolehan, dan kondisi tanah, bangunan, kendaraan dinas, dan "
        "peralatan.",
        AVAILABLE, Format.SPREADSHEET, "Aset", "10 tahun", "ROUM SETPRES", 2,
    ),
    _Kind(
        "Standar Operasional Prosedur Pelayanan Informasi Publik",
        "Urutan langkah, pelaksana, persyaratan, dan waktu penyelesaian permohonan informasi, "
        "keberatan, uji konsekuensi, dan penetapan daftar informasi.",
        AVAILABLE, Format.DOCUMENT, "Layanan informasi", "Selama berlaku", "HUMAS", 1,
    ),
    _Kind(
        "Naskah Akademik Rancangan Peraturan Pemerintah tentang {unit}",
        "Latar belakang, kajian, dan pokok-pokok pengaturan yang dibahas bersama kementerian dan "
        "masyarakat.",
        AVAILABLE, Format.DOCUMENT, "Peraturan", "Permanen", "DPUU", 1,
    ),
    _Kind(
        "Daftar Peraturan Presiden yang Diundangkan Tahun {year}",
        "Nomor, tanggal, judul, dan tautan naskah lengkap peraturan presiden tahun {year}.",
        AVAILABLE, Format.SPREADSHEET, "Peraturan", "Permanen", "DPUU ASDEPHUKUM", 2,
    ),
    _Kind(
        "Struktur Organisasi, Tugas, dan Fungsi {unit}",
        "Bagan organisasi, uraian tugas dan fungsi setiap jabatan, serta alamat dan nomor telepon "
        "kantor {unit}.",
        AVAILABLE, Format.PDF, "Profil", "Selama berlaku",
        "SETMEN SETPRES SETWAPRES SETMILPRES WANTIMPRES KSP PPKK", 1,
    ),
    _Kind(
        "Statistik Pegawai {unit} menurut Pendidikan dan Golongan Tahun {year}",
        "Jumlah pegawai negeri dan pegawai dengan perjanjian kerja menurut pendidikan, golongan, "
        "jenis kelamin, dan kelompok umur; tanpa nama.",
        AVAILABLE, Format.SPREADSHEET, "Kepegawaian", "5 tahun", "DAA SETMEN", 2,
    ),
    _Kind(
        "Rekaman Peringatan Hari Kemerdekaan di Istana Tahun {year}",
        "Rekaman gambar dan suara upacara detik-detik proklamasi, dengan teks dan juru bahasa "
        "isyarat.",
        AVAILABLE, Format.MEDIA, "Kegiatan", "Permanen", "SETPRES", 2,
    ),
    _Kind(
        "Agenda Kerja Pimpinan {unit} Bulan Berjalan",
        "Tanggal, tempat, dan pokok acara pimpinan yang terbuka untuk umum.",
        AVAILABLE, Format.WEB, "Kegiatan", "1 tahun", "SETWAPRES DHKK KSP WANTIMPRES", 1,
    ),
    _Kind(
        "Tarif Sewa Fasilitas Olahraga {unit} Tahun {year}",
        "Tarif lapangan, stadion, dan ruang pertemuan menurut jam dan jenis pemakai, berikut tata "
        "cara memesan.",
        AVAILABLE, Format.PDF, "Layanan", "2 tahun setelah diganti", "PPKGBK", 2,
    ),
    _Kind(
        "Risalah Rapat Terbuka Pembahasan Standar Pelayanan {unit}",
        "Pokok pembicaraan dan kesimpulan rapat dengan perwakilan masyarakat pengguna layanan.",
        AVAILABLE, Format.PAPER, "Layanan", "5 tahun", "HUMAS ROUM", 1,
    ),
    _Kind(
        "Rekapitulasi Pengaduan Masyarakat dan Tindak Lanjutnya Tahun {year}",
        "Jumlah dan jenis laporan pelanggaran yang diterima dari masyarakat dan penyelesaiannya.",
        AVAILABLE, Format.SPREADSHEET, "Pengawasan", "5 tahun", "DHKK", 2,
    ),
    _Kind(
        "Rekapitulasi Pemakaian Ruang Rapat {unit} Tahun {year}",
        "Tanggal, ruang, dan acara yang memakai ruang rapat {unit} sepanjang tahun {year}.",
        AVAILABLE, Format.PAPER, "Layanan", "5 tahun", "ROKEU ROUM ROREN", 2, 7,
    ),
)  # fmt: skip

_FORMATS = {
    Format.PDF: "PDF; salinan cetak atas permintaan",
    Format.SPREADSHEET: "CSV; salinan cetak atas permintaan",
    Format.DOCUMENT: "Teks; salinan cetak atas permintaan",
    Format.WEB: "Halaman web",
    Format.MEDIA: "Video dengan teks",
    Format.PAPER: "Cetak, dapat dibaca di ruang layanan PPID",
}


def build_items(count: int = _COUNT) -> list[InformationItem]:
    """Publish up to ``count`` items, spread over units, categories and the last year.

    Needs the units that the people room seeds. Returns those that were new.
    """
    known = set(InformationItem.objects.values_list("title", flat=True))
    made = []
    for moment, kind, unit, year, title in _planned(count):
        if title not in known:
            with travel(moment):
                made.append(_publish(kind, unit, year, title))
    return made


def items_in_time() -> tuple[datetime, Generator[datetime, None, None]]:
    """Return when the first item is published, and what publishes them all.

    It publishes one item at each call and yields the moment of the next one.
    """
    planned = _planned(_COUNT)
    return planned[0][0], _in_turn(planned)


def _in_turn(
    planned: list[tuple[datetime, _Kind, Unit, int, str]],
) -> Generator[datetime, None, None]:
    for place, (_moment, kind, unit, year, title) in enumerate(planned, start=1):
        _publish(kind, unit, year, title)
        if place < len(planned):
            yield planned[place][0]


def _planned(count: int) -> list[tuple[datetime, _Kind, Unit, int, str]]:
    """Return what is published when, oldest first."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    chosen = list(_spread(units, today().year))[:count]
    chosen.sort(key=lambda row: row[2])  # what concerns a later year was published later
    return [
        (now() - timedelta(days=360 * (len(chosen) - place) / len(chosen), hours=3), *row)
        for place, row in enumerate(chosen)
    ]


def _spread(units: dict[str, Unit], this_year: int) -> Iterator[tuple[_Kind, Unit, int, str]]:
    """One of each kind first, then the next unit or year of each, as far as there are any."""
    rows = [
        list(product([kind], kind.units.split(), range(kind.newest, kind.newest + kind.years)))
        for kind in _KINDS
    ]
    seen: set[str] = set()
    for turn in range(max(len(row) for row in rows)):
        for row in rows:
            if turn >= len(row):
                continue
            kind, code, back = row[turn]
            if (unit := units.get(code)) is None:
                continue
            title = kind.title.format(unit=unit.name, year=this_year - back)
            if title not in seen:
                seen.add(title)
                yield kind, unit, this_year - back, title


def _publish(kind: _Kind, unit: Unit, year: int, title: str) -> InformationItem:
    item = InformationItem.objects.create(
        title=title,
        summary=kind.summary.format(unit=unit.name, year=year),
        category=kind.category,
        unit=unit,
        responsible=f"Pimpinan {unit.name}",
        made_when=f"Tahun {year}",
        made_year=year,
        made_where="Jakarta",
        format=kind.format,
        formats=_FORMATS[kind.format],
        retention=kind.retention,
        topic=kind.topic,
        licence=_LICENCE,
        link=body().website if kind.format in (Format.WEB, Format.MEDIA) else "",
    )
    content, ending, content_type = _content(item)
    if content:
        file = store(
            content.encode(), purpose="dip", name=f"{item.slug}.{ending}", content_type=content_type
        )
        ItemFile.objects.create(item=item, file=file, label=title)
    return services.publish(item, None)


def _content(item: InformationItem) -> tuple[str, str, str]:
    if item.format == Format.SPREADSHEET:
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(["no", "uraian", "tahun", "jumlah"])
        for number in range(1, 13):
            writer.writerow([number, f"{item.topic} {number}", item.made_year, number * 125])
        return table.getvalue(), "csv", "text/csv"
    if item.format == Format.DOCUMENT:
        return f"{item.title}\n\n{item.summary}\n", "txt", "text/plain"
    return "", "", ""


def build_decrees() -> list[ClassificationDecree]:
    """Record a few decrees of exclusion: some with a date, some with an event, one expired.

    Returns those that were new.
    """
    units = {unit.code: unit for unit in Unit.objects.all()}
    day = today()

    def years(number: int) -> date:
        return day + timedelta(days=365 * number)

    made = []
    for fields in (
        {
            "number": f"SK-04/PPID/{day.year - 1}",
            "title": "Rencana pengamanan Presiden dan tamu negara",
            "letter": ArticleLetter.C,
            "legal_basis": "UU 14/2008 Pasal 17 huruf c; UU 34/2004 tentang Tentara Nasional "
            "Indonesia.",
            "consequence": "Membuka susunan dan jalur pengamanan memudahkan gangguan terhadap "
            "keselamatan Presiden dan tamu negara.",
            "valid_from": years(-1),
            "valid_until": years(9),
            "unit": "SETMILPRES",
        },
        {
            "number": f"SK-05/PPID/{day.year - 1}",
            "title": "Riwayat kesehatan dan data keluarga pegawai",
            "letter": ArticleLetter.H,
            "legal_basis": "UU 14/2008 Pasal 17 huruf h; UU 27/2022 Pasal 4.",
            "consequence": "Mengungkap rahasia pribadi pegawai dan keluarganya.",
            "valid_from": years(-1),
            "end_event": "persetujuan tertulis dari orang yang bersangkutan",
            "unit": "DAA",
        },
        {
            "number": f"SK-06/PPID/{day.year - 1}",
            "title": "Arsip statis yang tertutup menurut undang-undang kearsipan",
            "letter": ArticleLetter.J,
            "other_law": "UU 43/2009 tentang Kearsipan Pasal 44 ayat (1)",
            "legal_basis": "UU 14/2008 Pasal 17 huruf j; UU 43/2009 Pasal 44 ayat (1).",
            "consequence": "Melanggar kewajiban menutup arsip yang ditetapkan undang-undang.",
            "valid_from": years(-1),
            "valid_until": years(15),
            "unit": "SETMEN",
        },
        {
            "number": f"SK-02/PPID/{day.year}",
            "title": "Berkas pemeriksaan pelanggaran disiplin yang sedang berjalan",
            "letter": ArticleLetter.A,
            "legal_basis": "UU 14/2008 Pasal 17 huruf a angka 1; PP 94/2021.",
            "consequence": "Menghambat pemeriksaan dan membahayakan pelapor serta saksi.",
            "valid_from": day - timedelta(days=120),
            "valid_until": years(2),
            "end_event": "putusan atas pelanggaran disiplin itu",
            "unit": "DAA",
        },
        {
            "number": f"SK-03/PPID/{day.year}",
            "title": "Memorandum antarpejabat tentang rancangan kebijakan yang belum ditetapkan",
            "letter": ArticleLetter.I,
            "legal_basis": "UU 14/2008 Pasal 17 huruf i.",
            "consequence": "Mengganggu proses penyusunan kebijakan yang sedang berlangsung.",
            "valid_from": day - timedelta(days=90),
            "end_event": "penetapan kebijakan yang bersangkutan",
            "unit": "DPUU",
        },
        {
            "number": f"SK-01/PPID/{day.year - 4}",
            "title": "Harga perkiraan rinci pembangunan gedung arsip",
            "letter": ArticleLetter.B,
            "legal_basis": "UU 14/2008 Pasal 17 huruf b.",
            "consequence": "Mengganggu persaingan usaha yang sehat selama pemilihan penyedia.",
            "valid_from": years(-4),
            "valid_until": years(-1),
            "unit": "ROUM",
        },
    ):
        unit = units.get(str(fields.pop("unit")))
        if unit is None or ClassificationDecree.objects.filter(
            number=fields["number"], title=fields["title"]
        ):
            continue
        decree = ClassificationDecree(unit=unit, **fields)
        decree.date = decree.valid_from
        made.append(services.record_decree(decree, None))
    return made
