"""A filled example of every letter, all persons invented: those of SOP 2 and what apps register.

Used to look at a letter after changing its template (``manage.py letters samples``), by the
benchmark, and by the tests that read every letter back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ppid_portal.letters import kinds, schemas
from ppid_portal.letters.frame import LABELS

_WIB = ZoneInfo("Asia/Jakarta")
RECEIVED = datetime(2026, 3, 9, 10, 0, tzinfo=_WIB)
ISSUED = datetime(2026, 3, 30, 9, 30, tzinfo=_WIB)
NUMBER = "0001/PPID-SETNEG/PI/2026"
ADDRESS = "https://ppid.contoh.go.id/verifikasi/7H2K-9QWD-M4TX-P8RC/"

APPLICANT = schemas.Party(
    name="Rahayu Lestari",
    address="Jl. Melati Raya No. 4, RT 03/RW 07, Kel. Sukamaju, Bandung 40123",
    occupation="Dosen",
    phone="08******4321",
    email="rahayu.lestari@contoh.id",
    identity="NIK 3273************",
)
# As each register would number them in a month.
NUMBERS = {
    "letter_out": "B-42/PPID/HM.00/{month}/2026",
    "memo": "M-17/PPID/HM.00/{month}/2026",
    "disposition": "D-17/PPID/{month}/2026",
    "decree": "3 TAHUN 2026",
    "minutes": "BA-4/PPID/HM.00/{month}/2026",
    "power_of_attorney": "SKK-2/PPID/HM.00/{month}/2026",
    "assignment": "ST-5/PPID/HM.00/{month}/2026",
    "report": "LAP-2/PPID/HM.00/{month}/2026",
}
SIGNATORIES = {
    "tim_sekretariat_ppid": {
        "position": "Tim Sekretariat PPID",
        "name": "Rina Wulandari",
        "nip": "199003122015032001",
        "mandate": "",
    },
    "ketua_ppid": {
        "position": "Plh. Ketua PPID",
        "name": "Dr. Sekar Wulandari, M.A.",
        "nip": "197504122000122001",
        "mandate": "SP-12/2026",
    },
    "atasan_ppid": {
        "position": "Atasan PPID",
        "name": "Ir. Hadi Nugroho, M.M.",
        "nip": "196811051994031002",
        "mandate": "",
    },
    "asdep_hukum": {
        "position": "Asisten Deputi Hukum",
        "name": "Ratna Kusumawardani, S.H., LL.M.",
        "nip": "197209172001122003",
        "mandate": "",
    },
    "ppid_pelaksana": {
        "position": "PPID Pelaksana",
        "name": "Andi Saputra, S.E.",
        "nip": "198803172012121002",
        "mandate": "",
    },
    "pimpinan_unit_kerja": {
        "position": "Pimpinan Unit Kerja",
        "name": "Drs. Tirta Mahendra",
        "nip": "197002081995031001",
        "mandate": "",
    },
    "petugas_pelayanan_informasi": {
        "position": "Petugas Pelayanan Informasi",
        "name": "Bima Prakoso",
        "nip": "199001152015031004",
        "mandate": "",
    },
}
INFORMATION = [
    "Laporan realisasi anggaran Biro Umum tahun anggaran 2025 beserta catatan atas laporan",
    "Dokumen kontrak pengadaan jasa kebersihan gedung tahun 2025",
]
DECREE = schemas.ClassificationBasis(
    number="12/PPID/UK/2025",
    on=date(2025, 11, 3),
    title="Data rekening dan gaji pegawai",
)


Provider = Callable[[], dict[str, schemas.Schema]]
_providers: list[Provider] = []
_issued: dict[str, datetime] = {}


def register(provider: Provider, issued: dict[str, datetime]) -> None:
    """Add the examples of an app.

    ``provider`` gives one filled example per kind of letter, ``issued`` the moments at which the
    portal would have issued them, so that the dates of an example fit each other.
    """
    if provider not in _providers:
        _providers.append(provider)
    _issued.update(issued)


def contexts() -> dict[str, schemas.Schema]:
    """One filled example per kind of letter, of all apps."""
    found = of_sop_2()
    for provider in _providers:
        found |= provider()
    return found


def of_sop_2() -> dict[str, schemas.Schema]:
    """One filled example per kind of letter that this room declares."""
    return {
        "receipt": schemas.Receipt(
            registration_number=NUMBER,
            received_at=RECEIVED,
            counted_from=RECEIVED.date(),
            due_on=date(2026, 3, 30),
            due_explanation="10 hari kerja; 5 hari libur dilewati",
            applicant=APPLICANT,
            information=INFORMATION,
            purpose="Penelitian tentang keterbukaan anggaran kementerian",
            channel="situs web",
            tracking_code="K7QM-3XWD-9RTP",
            attachments=["Salinan KTP"],
            officer_name="Bima Prakoso",
        ),
        "incompleteness": schemas.Incompleteness(
            registration_number=NUMBER,
            received_at=RECEIVED,
            applicant=APPLICANT,
            information=INFORMATION,
            missing=[
                "Salinan kartu identitas tidak terbaca; mohon dikirim ulang dalam bentuk foto "
                "atau pindaian yang jelas.",
                "Periode laporan yang dimaksud pada butir 1 belum jelas; mohon sebutkan semester "
                "atau tahunnya.",
            ],
            cure_until=date(2026, 3, 13),
        ),
        "disposition": schemas.Disposition(
            registration_number=NUMBER,
            received_at=RECEIVED,
            sender="Rahayu Lestari (pemohon informasi)",
            subject="Permohonan laporan realisasi anggaran dan kontrak jasa kebersihan",
            units=[
                schemas.Tick(label="PPID Pelaksana Sekretariat Presiden"),
                schemas.Tick(label="PPID Pelaksana Sekretariat Wakil Presiden"),
                schemas.Tick(label="PPID Pelaksana Biro Keuangan", ticked=True),
                schemas.Tick(label="PPID Pelaksana Biro Umum", ticked=True),
                schemas.Tick(label="PPID Pelaksana Biro Sumber Daya Manusia"),
            ],
            instructions=[
                schemas.Tick(label="Siapkan informasi dan dokumen", ticked=True),
                schemas.Tick(label="Beri pendapat dan dasar hukum"),
                schemas.Tick(label="Koordinasikan dengan unit terkait", ticked=True),
                schemas.Tick(label="Uji konsekuensi"),
                schemas.Tick(label="Untuk diketahui"),
            ],
            note="Sampaikan dokumen final saja. Bagian yang memuat rekening agar ditandai.",
            due_on=date(2026, 3, 30),
        ),
        "memorandum": schemas.Memorandum(
            to=["PPID Pelaksana Biro Keuangan", "PPID Pelaksana Biro Umum"],
            subject="Permintaan informasi dan dokumen untuk menjawab permohonan informasi publik",
            registration_number=NUMBER,
            received_on=RECEIVED.date(),
            information=INFORMATION,
            purpose="Penelitian tentang keterbukaan anggaran kementerian",
            direction="Sampaikan dokumen final; bagian yang memuat rekening agar ditandai.",
            answer_due=datetime(2026, 3, 25, 16, 0, tzinfo=_WIB),
            legal_due_on=date(2026, 3, 30),
            attachments=["Lembar disposisi"],
            copies_to=["Sekretaris PPID"],
        ),
        "extension": schemas.Extension(
            registration_number=NUMBER,
            received_on=RECEIVED.date(),
            applicant=APPLICANT,
            information=INFORMATION,
            reason="not_documented",
            reason_detail="Catatan atas laporan masih dalam penyusunan oleh Biro Keuangan.",
            original_due_on=date(2026, 3, 30),
            new_due_on=date(2026, 4, 9),
        ),
        "written_notification": schemas.WrittenNotification(
            registration_number=NUMBER,
            received_on=RECEIVED.date(),
            applicant=APPLICANT,
            parts=[
                schemas.AnsweredPart(
                    text=INFORMATION[0],
                    outcome="granted",
                    copy_forms=["softcopy"],
                    documents=["Laporan Realisasi Anggaran 2025 (PDF, 48 halaman)"],
                ),
                schemas.AnsweredPart(
                    text=INFORMATION[1],
                    outcome="partly",
                    copy_forms=["softcopy", "hardcopy"],
                    documents=["Kontrak Nomor 27/SPK/2025 (PDF, 31 halaman)"],
                    redaction="Nomor rekening pada halaman 4 dan 29 dihitamkan karena termasuk "
                    "rahasia pribadi.",
                    article="h",
                ),
                schemas.AnsweredPart(
                    text="Rekapitulasi pengaduan tamu negara tahun 2025",
                    outcome="not_documented",
                    ready_in_days=15,
                    explanation="Data pengaduan masih dikumpulkan dari tiga unit.",
                ),
            ],
            costs=schemas.Costs(sheets=31, per_sheet=250, delivery=18_000),
            delivery="post",
        ),
        "refusal_decree": schemas.RefusalDecree(
            registration_number=NUMBER,
            received_on=RECEIVED.date(),
            applicant=APPLICANT,
            parts=[
                schemas.RefusedPart(
                    text="Daftar gaji dan nomor rekening seluruh pegawai Biro Umum tahun 2025",
                    article="h",
                    other_law="Pasal 4 ayat (2) Undang-Undang Nomor 27 Tahun 2022 tentang "
                    "Pelindungan Data Pribadi",
                    consequence="mengungkap keadaan keuangan dan rekening bank orang perseorangan "
                    "serta membuka peluang penyalahgunaan identitas, sedangkan kepentingan umum "
                    "atas penggunaan anggaran telah terpenuhi dengan laporan realisasi anggaran "
                    "yang terbuka.",
                    basis=DECREE,
                )
            ],
            attachments=[
                "Salinan Penetapan Klasifikasi Nomor 12/PPID/UK/2025",
                "Lembar Uji Konsekuensi tanggal 27 Oktober 2025",
            ],
        ),
        "referral": schemas.Referral(
            registration_number=NUMBER,
            received_on=RECEIVED.date(),
            applicant=APPLICANT,
            information=["Daftar penerima beasiswa pemerintah tahun 2025 menurut perguruan tinggi"],
            holder="Kementerian Pendidikan Tinggi, Sains, dan Teknologi",
            holder_address="Jl. Jenderal Sudirman, Senayan, Jakarta 10270",
            purpose="Penelitian",
            attachments=["Salinan formulir permohonan"],
        ),
    }


def example(key: str, *, qr: str = "", draft: bool = False) -> dict[str, Any]:
    """What the template of a kind gets to show its example: letter, frame and labels."""
    kind = kinds.get(key)
    letter = contexts()[key].as_context()
    at = _issued.get(key, ISSUED)
    number = letter.get("registration_number") or letter.get("objection_number") or NUMBER
    if kind.series:
        number = NUMBERS[kind.series].format(month=f"{at:%m}")
    return {
        "frame": frame(
            kind.title, number=number, role=kind.signatory_role, at=at, qr=qr, draft=draft
        ),
        "letter": letter,
        "labels": LABELS,
        "seal": "" if draft else "own",
    }


def frame(
    kind_title: str,
    *,
    number: str,
    role: str = "ketua_ppid",
    at: datetime = ISSUED,
    qr: str = "",
    draft: bool = False,
) -> dict[str, Any]:
    """A letterhead, signature block and verification of an example body."""
    return {
        "title": kind_title,
        "number": number,
        "issued_at": at.isoformat(),
        "draft": draft,
        "tracking_address": "ppid.contoh.go.id/lacak/",
        "verification": {
            "code": "7H2K-9QWD-M4TX-P8RC",
            "host": "ppid.contoh.go.id/verifikasi/",
            "url": ADDRESS,
            "qr": qr,
        },
        "signatory": SIGNATORIES.get(role, SIGNATORIES["ketua_ppid"]),
        "body": {
            "name": "Kementerian Sekretariat Negara",
            "lines": [
                "KEMENTERIAN SEKRETARIAT NEGARA REPUBLIK INDONESIA",
                "PEJABAT PENGELOLA INFORMASI DAN DOKUMENTASI",
            ],
            "address": "Jl. Veteran No. 17–18, Jakarta Pusat 10110",
            "contact": "Telepon (021) 3845627 · ppid@contoh.go.id · ppid.contoh.go.id",
            "city": "Jakarta",
            "logo": "",
            "fee_text": "Tidak dipungut biaya.",
            "form_reference": "Peraturan Komisi Informasi Nomor 1 Tahun 2021",
        },
    }
