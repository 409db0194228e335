"""A filled example of every letter of SOP 4, all persons invented."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from disputes_app import letter_schemas as letters
from ppid_portal.letters.samples import NUMBER, SIGNATORIES
from ppid_portal.letters.schemas import Schema

_WIB = ZoneInfo("Asia/Jakarta")
HEARING = datetime(2026, 6, 30, 10, 0, tzinfo=_WIB)
DISPUTE = letters.DisputeFacts(
    dispute_number="0001/PPID-SETNEG/SG/2026",
    commission_number="017/V/KIP-PSI/2026",
    commission="Komisi Informasi Pusat",
    petitioner="Rahayu Lestari",
    respondent="Kementerian Sekretariat Negara",
    subject="daftar gaji dan nomor rekening pegawai Biro Umum tahun 2025",
    request_number=NUMBER,
    objection_number="0001/PPID-SETNEG/KB/2026",
    hearing_kind="preliminary",
    hearing_at=HEARING,
    hearing_place="Ruang Sidang Utama Komisi Informasi Pusat, Jakarta",
)
PEOPLE = [
    letters.Person(
        name="Ratna Kusumawardani, S.H., LL.M.",
        nip="197209172001122003",
        position="Asisten Deputi Hukum",
        unit="Deputi Bidang Hukum dan Perundang-undangan",
    ),
    letters.Person(
        name="Bima Prakoso",
        nip="199001152015031004",
        position="Petugas Pelayanan Informasi",
        unit="Biro Hubungan Masyarakat",
    ),
    letters.Person(
        name="Yusuf Hidayat, S.E.",
        nip="198403222009011007",
        position="Analis Keuangan",
        unit="Biro Keuangan",
    ),
]
ISSUED = {
    "coordination_letter": datetime(2026, 6, 15, 9, 0, tzinfo=_WIB),
    "hearing_recommendation": datetime(2026, 6, 17, 15, 0, tzinfo=_WIB),
    "meeting_memorandum": datetime(2026, 6, 19, 10, 0, tzinfo=_WIB),
    "position_paper": datetime(2026, 6, 24, 11, 0, tzinfo=_WIB),
    "power_of_attorney": datetime(2026, 6, 24, 14, 0, tzinfo=_WIB),
    "assignment_letter": datetime(2026, 6, 26, 9, 0, tzinfo=_WIB),
    "dispute_report": datetime(2026, 9, 14, 9, 0, tzinfo=_WIB),
}


def contexts() -> dict[str, Schema]:
    """One filled example per kind of letter."""
    boss = SIGNATORIES["atasan_ppid"]
    found: list[Schema] = [
        letters.CoordinationLetter(
            dispute=DISPUTE,
            to=["PPID Pelaksana Biro Keuangan", "PPID Pelaksana Biro Umum", "Asisten Deputi Hukum"],
            agenda="Persiapan sidang pemeriksaan awal sengketa informasi publik",
            meeting_at=datetime(2026, 6, 18, 9, 30, tzinfo=_WIB),
            meeting_place="Ruang Rapat PPID, Gedung III lantai 2",
            needs=[
                "Salinan rekapitulasi belanja pegawai Biro Umum tahun 2025",
                "Lembar uji konsekuensi dan penetapan klasifikasi yang menjadi dasar penolakan",
            ],
            copies_to=["Atasan PPID", "Sekretaris PPID"],
        ),
        letters.HearingRecommendation(
            dispute=DISPUTE,
            to=["Ketua PPID"],
            position=(
                "Penolakan atas daftar gaji dan nomor rekening perseorangan berdasar hukum dan "
                "telah diuji konsekuensinya. Bagian yang terbuka telah diberikan sesuai dengan "
                "perintah Atasan PPID."
            ),
            arguments=[
                "Keadaan keuangan dan rekening bank seseorang termasuk rahasia pribadi menurut "
                "Pasal 17 huruf h Undang-Undang Nomor 14 Tahun 2008.",
                "Kepentingan umum atas penggunaan anggaran telah terpenuhi dengan rekapitulasi per "
                "bulan yang telah diberikan pada 20 Mei 2026.",
            ],
            risks=[
                "Majelis dapat memerintahkan pengujian konsekuensi ulang bila lembar uji tidak "
                "menyebut jangka waktu pengecualian.",
            ],
            recommended_path=(
                "Menyampaikan tanggapan tertulis sebelum sidang pemeriksaan awal. Karena sengketa "
                "menyangkut informasi yang dikecualikan, disiapkan pembuktian untuk ajudikasi."
            ),
            evidence_needed=[
                "Surat Keputusan Nomor 3 TAHUN 2026 tentang Penolakan Permohonan Informasi",
                "Lembar uji konsekuensi tanggal 27 Oktober 2025",
                "Bukti penyerahan rekapitulasi belanja pegawai kepada pemohon",
            ],
        ),
        letters.MeetingMemorandum(
            dispute=DISPUTE,
            to=["PPID Pelaksana Biro Keuangan", "PPID Pelaksana Biro Umum", "Asisten Deputi Hukum"],
            met_at=datetime(2026, 6, 18, 9, 30, tzinfo=_WIB),
            place="Ruang Rapat PPID, Gedung III lantai 2",
            participants=[
                letters.Participant(name=one.name, position=one.position, unit=one.unit)
                for one in PEOPLE
            ],
            conclusions=[
                "Penolakan atas daftar gaji dan nomor rekening perseorangan dipertahankan.",
                "Rekapitulasi per bulan yang telah diberikan diajukan sebagai bukti pelaksanaan "
                "tanggapan Atasan PPID.",
            ],
            tasks=[
                letters.Task(
                    what="Menyerahkan salinan rekapitulasi yang disahkan dan tanda terimanya",
                    who="Biro Keuangan",
                    by=date(2026, 6, 22),
                ),
                letters.Task(
                    what="Menyusun tanggapan tertulis Termohon",
                    who="Tim Sekretariat PPID dan Asdep Hukum",
                    by=date(2026, 6, 24),
                ),
            ],
        ),
        letters.PositionPaper(
            dispute=DISPUTE,
            commission_address="Jl. Abdul Muis No. 40, Jakarta Pusat",
            chronology=[
                letters.TimelineRow(
                    on=date(2026, 3, 9),
                    text=f"Permohonan informasi diterima dengan nomor {NUMBER}.",
                ),
                letters.TimelineRow(
                    on=date(2026, 3, 30),
                    text="Permohonan ditolak dengan Surat Keputusan Nomor 3 TAHUN 2026.",
                ),
                letters.TimelineRow(
                    on=date(2026, 4, 1),
                    text="Keberatan diterima dengan nomor 0001/PPID-SETNEG/KB/2026.",
                ),
                letters.TimelineRow(
                    on=date(2026, 5, 11), text="Atasan PPID mengabulkan keberatan untuk sebagian."
                ),
                letters.TimelineRow(
                    on=date(2026, 5, 20),
                    text="Rekapitulasi belanja pegawai per bulan diserahkan kepada Pemohon.",
                ),
            ],
            stance=(
                "Termohon telah memberikan informasi yang terbuka. Yang masih disengketakan, yaitu "
                "gaji dan nomor rekening perseorangan, merupakan rahasia pribadi. Membukanya dapat "
                "mengungkap keadaan keuangan pegawai dan membuka peluang penyalahgunaan identitas."
            ),
            legal_grounds=[
                "Pasal 17 huruf h Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi "
                "Publik",
                "Pasal 4 ayat (2) Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data "
                "Pribadi",
            ],
            evidence=[
                letters.EvidenceRow(mark="T-1", title="Surat Keputusan Nomor 3 TAHUN 2026"),
                letters.EvidenceRow(
                    mark="T-2", title="Lembar uji konsekuensi tanggal 27 Oktober 2025"
                ),
                letters.EvidenceRow(
                    mark="T-3", title="Tanda terima rekapitulasi belanja pegawai, 20 Mei 2026"
                ),
            ],
            prayer=[
                "menolak permohonan Pemohon untuk seluruhnya;",
                "menyatakan daftar gaji dan nomor rekening pegawai perseorangan sebagai informasi "
                "yang dikecualikan.",
            ],
        ),
        letters.PowerOfAttorney(
            dispute=DISPUTE,
            grantor=letters.Person(
                name=boss["name"],
                nip=boss["nip"],
                position=f"{boss['position']} Kementerian Sekretariat Negara",
                unit="Sekretariat Kementerian",
            ),
            grantees=PEOPLE,
            scope=[
                "menghadiri sidang pemeriksaan awal, mediasi, ajudikasi, dan pembacaan putusan;",
                "menyampaikan tanggapan, keterangan, alat bukti, dan kesimpulan;",
                "menyepakati atau tidak menyepakati hasil mediasi setelah mendapat persetujuan "
                "Pemberi Kuasa;",
                "menerima salinan penetapan dan putusan.",
            ],
        ),
        letters.AssignmentLetter(
            dispute=DISPUTE,
            basis=[
                "Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik",
                "Surat panggilan sidang Komisi Informasi Pusat tanggal 10 Juni 2026",
            ],
            assignees=PEOPLE,
            task="Menghadiri sidang pemeriksaan awal dan memberikan keterangan selaku Termohon",
            from_on=HEARING.date(),
            to_on=HEARING.date(),
            place="Komisi Informasi Pusat, Jl. Abdul Muis No. 40, Jakarta Pusat",
            copies_to=["Atasan PPID"],
        ),
        letters.DisputeReport(
            dispute=DISPUTE,
            to=["Atasan PPID"],
            hearings=[
                letters.HearingRow(
                    kind="preliminary",
                    at=HEARING,
                    place="Komisi Informasi Pusat",
                    result="Kedudukan hukum para pihak diterima. Sengketa menyangkut informasi "
                    "yang dikecualikan dan dilanjutkan ke ajudikasi.",
                ),
                letters.HearingRow(
                    kind="adjudication",
                    at=datetime(2026, 7, 28, 13, 0, tzinfo=_WIB),
                    place="Komisi Informasi Pusat",
                    result="Pembuktian; alat bukti T-1 sampai dengan T-3 diterima.",
                ),
                letters.HearingRow(
                    kind="decision",
                    at=datetime(2026, 8, 27, 10, 0, tzinfo=_WIB),
                    place="Komisi Informasi Pusat",
                    result="Putusan dibacakan.",
                ),
            ],
            mediation="Tidak ditempuh, karena sengketa menyangkut informasi yang dikecualikan.",
            ruling=letters.Ruling(
                number="017/V/KIP-PSI-A/2026",
                dated_on=date(2026, 8, 27),
                received_on=date(2026, 9, 7),
                outcome="Mengabulkan permohonan untuk sebagian",
                order="Memberikan daftar gaji menurut golongan tanpa nama dan nomor rekening dalam "
                "14 hari kerja sejak putusan berkekuatan hukum tetap.",
            ),
            obligations=[
                letters.ObligationRow(
                    number="0002/PPID-SETNEG/KW/2026",
                    text="Memberikan daftar gaji menurut golongan tanpa nama dan nomor rekening",
                    due_on=date(2026, 10, 15),
                )
            ],
            court="Batas waktu mengajukan keberatan ke pengadilan adalah 25 September 2026. Belum "
            "ada pihak yang mengajukan.",
            follow_up="Biro Keuangan menyiapkan daftar gaji menurut golongan.",
            recommendation="Putusan diterima dan dilaksanakan; informasi dimasukkan ke dalam "
            "Daftar Informasi Publik.",
        ),
    ]
    return {letter.kind: letter for letter in found}
