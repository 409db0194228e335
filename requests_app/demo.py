"""A year in the life of an office, played through the engine: forty-odd requests in every state.

Each story is a generator that acts and then says when it goes on; it returns its case. The player
keeps all stories in one queue by time, so that register numbers follow the calendar, and runs the
sweeps every night, so that what lapses or is breached does so by itself. The rooms above add
stories that go on where one of these ends.
"""

from __future__ import annotations

import heapq
import itertools
import textwrap
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils.text import slugify

from dip_app.models import ClassificationDecree
from ppid_portal.clock import local, memo, now, today, travel
from ppid_portal.clock.services import work_calendar
from ppid_portal.files.services import store
from ppid_portal.people.actors import Actor, choose
from ppid_portal.people.body import begin_request, end_request
from ppid_portal.people.models import Applicant, Unit, User
from ppid_portal.people.roles import Role
from ppid_portal.sop import engine, sweeps
from ppid_portal.sop.models import CaseDocument, CaseMessage
from requests_app.models import AnswerDraft, DraftPart, InformationRequest

#: Yields the moment at which it goes on, returns the case that it was about.
Story = Generator[datetime, None, Any]

# Subject, what is asked, what for.
TEXTS = (
    (
        "Laporan keuangan tahun lalu",
        "Salinan laporan keuangan tahun lalu yang sudah diaudit: laporan realisasi anggaran, "
        "neraca, dan catatan atas laporan keuangan.",
        "Bahan penulisan skripsi tentang transparansi anggaran.",
    ),
    (
        "Rencana umum pengadaan",
        "Daftar rencana umum pengadaan tahun berjalan beserta nilai pagu tiap paket.",
        "Menyiapkan penawaran sebagai penyedia.",
    ),
    (
        "Kontrak pemeliharaan gedung",
        "Salinan kontrak pemeliharaan gedung kantor dan berita acara serah terimanya.",
        "Pemantauan pengadaan oleh masyarakat.",
    ),
    (
        "Jumlah pegawai menurut golongan",
        "Data jumlah pegawai menurut golongan, jenis kelamin, dan unit kerja dalam tiga tahun "
        "terakhir, bila mungkin dalam bentuk lembar kerja.",
        "Penelitian tesis tentang kesetaraan dalam birokrasi.",
    ),
    (
        "Rancangan peraturan presiden tentang arsip",
        "Naskah rancangan peraturan presiden tentang pengelolaan arsip dan naskah kajiannya.",
        "Memberi masukan sebagai perkumpulan arsiparis.",
    ),
    (
        "Agenda kunjungan pimpinan ke daerah",
        "Daftar kunjungan kerja pimpinan ke daerah selama semester pertama beserta tujuannya.",
        "Liputan media lokal.",
    ),
    (
        "Penerima tanda kehormatan",
        "Daftar penerima tanda kehormatan tahun lalu dan surat keputusan penetapannya.",
        "Penulisan buku sejarah daerah.",
    ),
    (
        "Biaya perjalanan dinas",
        "Rekapitulasi biaya perjalanan dinas luar negeri per unit selama dua tahun terakhir.",
        "Kajian lembaga pemantau anggaran.",
    ),
    (
        "Tata cara magang mahasiswa",
        "Persyaratan, jadwal, dan daya tampung program magang bagi mahasiswa.",
        "Mendaftar magang semester depan.",
    ),
    (
        "Data pribadi calon pejabat",
        "Riwayat kesehatan dan hasil uji kemampuan para calon pejabat pimpinan tinggi.",
        "Ingin mengetahui proses seleksi.",
    ),
    (
        "Notula rapat antarkementerian",
        "Notula rapat koordinasi antarkementerian tentang pemindahan kantor.",
        "Penelitian kebijakan publik.",
    ),
    (
        "Daftar inventaris kendaraan",
        "Daftar kendaraan dinas, tahun perolehan, dan unit yang memakainya.",
        "Tugas kuliah manajemen aset.",
    ),
    (
        "Pengaduan masyarakat yang diterima",
        "Jumlah pengaduan masyarakat yang diterima dan yang selesai ditindaklanjuti per bulan.",
        "Bahan diskusi forum warga.",
    ),
    (
        "Peta jabatan dan kelas jabatan",
        "Peta jabatan seluruh unit beserta kelas jabatan dan jumlah kebutuhan pegawai.",
        "Pembanding untuk analisis jabatan di pemerintah daerah.",
    ),
    (
        "Daftar aset tanah dan bangunan",
        "Daftar tanah dan bangunan milik negara yang dikelola beserta status sertifikatnya.",
        "Penelusuran batas tanah warga yang berdampingan.",
    ),
)
#: Only ever refused: it asks for what Pasal 17 huruf h protects.
PRIVATE = "Data pribadi calon pejabat"
# Name, occupation, kind of applicant.
PEOPLE = (
    ("Siti Rahmawati", "Mahasiswa", "perorangan"),
    ("Agus Setiawan", "Wartawan", "perorangan"),
    ("Perkumpulan Pemantau Anggaran Nusantara", "Lembaga", "badan_hukum"),
    ("Maria Lamoren", "Dosen", "perorangan"),
    ("Kelompok Warga Cempaka Baru", "Warga", "kelompok"),
    ("I Made Wirawan", "Karyawan swasta", "perorangan"),
    ("Yayasan Arsip Merdeka", "Lembaga", "badan_hukum"),
    ("Nur Aisyah Tanjung", "Peneliti", "perorangan"),
    ("Bambang Kusumo", "Pensiunan", "perorangan"),
    ("Yohana Wenda", "Guru", "perorangan"),
)
CHANNELS = ("web", "web", "web", "email", "counter", "web", "letter", "phone", "web", "web")


@dataclass(frozen=True)
class Team:
    """Who plays: the accounts of the demonstration."""

    secretariat: User
    second: User
    officer: User
    ketua: User
    atasan: User
    legal: User
    units: tuple[tuple[Unit, User], ...]


class Office:
    """The acts of the demonstration office, each at the moment travelled to."""

    def __init__(self, team: Team, day: date) -> None:
        """Open the office; ``day`` is the one on which the demonstration is made."""
        self.team = team
        self.day = day
        self._counter = itertools.count()
        self._actors: dict[tuple[int, str], Actor] = {}

    # -- when ------------------------------------------------------------------------------

    def back(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment of the working day so many before the present one."""
        return at_clock(work_calendar().subtract_working_days(self.day, days), hour, minute)

    def ahead(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment of the working day so many after the present one."""
        return at_clock(work_calendar().nth_working_day(self.day, days), hour, minute)

    # -- filing ----------------------------------------------------------------------------

    def file(self, *titles: str) -> InformationRequest:
        """File the next request of the lists, by web or over the counter.

        A story whose answer fits only some requests names their titles.
        """
        index = next(self._counter)
        texts = [text for text in TEXTS if (text[0] in titles if titles else text[0] != PRIVATE)]
        title, information, purpose = texts[index % len(texts)]
        channel = CHANNELS[index % len(CHANNELS)]
        keyed = channel != "web"
        actor = self.as_secretariat() if keyed else Actor.applicant(None)
        return engine.open_case(
            InformationRequest,
            actor,
            fields={
                "applicant": self._applicant(index),
                "title": title,
                "information": information,
                "purpose": purpose,
                "channel": channel,
                "received_at": now(),
                "access_method": "copy",
                "copy_form": "hardcopy" if channel == "letter" else "softcopy",
                "delivery": "post" if channel == "letter" else "email",
            },
        )

    def _applicant(self, index: int) -> Applicant:
        name, occupation, kind = PEOPLE[index % len(PEOPLE)]
        return Applicant.objects.create(
            kind=kind,
            name=name,
            nik=f"3171{(index * 37) % 90 + 10:02d}120885{index:04d}"
            if kind == "perorangan"
            else "",
            entity_number="AHU-0012345.AH.01.07" if kind == "badan_hukum" else "",
            contact_name="Rudi Hartono" if kind != "perorangan" else "",
            members=7 if kind == "kelompok" else None,
            address=f"Jalan Contoh Nomor {index + 1}, Jakarta",
            occupation=occupation,
            email=f"pemohon{index + 1}@contoh.example",
            phone=f"0812{index:08d}",
        )

    # -- who -------------------------------------------------------------------------------

    def as_secretariat(self, *, second: bool = False) -> Actor:
        """Return a member of the secretariat."""
        return self._actor(
            self.team.second if second else self.team.secretariat, Role.TIM_SEKRETARIAT_PPID
        )

    def as_officer(self) -> Actor:
        """Return the officer of the information desk."""
        return self._actor(self.team.officer, Role.PETUGAS_PELAYANAN_INFORMASI)

    def as_ketua(self) -> Actor:
        """Return Ketua PPID."""
        return self._actor(self.team.ketua, Role.KETUA_PPID)

    def as_atasan(self) -> Actor:
        """Return Atasan PPID."""
        return self._actor(self.team.atasan, Role.ATASAN_PPID)

    def as_legal(self) -> Actor:
        """Return legal affairs."""
        return self._actor(self.team.legal, Role.ASDEP_HUKUM)

    def as_unit(self, place: int) -> Actor:
        """Return PPID Pelaksana of a unit."""
        return self._actor(self.team.units[place][1], Role.PPID_PELAKSANA)

    def _actor(self, user: User, role: str) -> Actor:
        """Return somebody in a role; nobody's appointment changes within the year."""
        key = (user.pk, role)
        if key not in self._actors:
            actor = choose(user, [role])
            if actor is None:
                raise LookupError(f"{user.pk} has no appointment as {role}")
            self._actors[key] = actor
        return self._actors[key]

    def unit(self, place: int) -> Unit:
        """Return a unit that takes part."""
        return self.team.units[place][0]

    # -- steps -----------------------------------------------------------------------------

    def register(self, case: InformationRequest, *, sensitive: bool = False) -> InformationRequest:
        """Check and register: SOP 2.2 and 2.3."""
        case = engine.perform(case, "confirm_complete", self.as_secretariat())
        return engine.perform(case, "register_request", self.as_secretariat(), sensitive=sensitive)

    def dispose(self, case: InformationRequest, *places: int) -> InformationRequest:
        """Direct to units: SOP 2.4."""
        return engine.perform(
            case,
            "dispose",
            self.as_ketua(),
            direction="Mohon disiapkan dokumennya; beri tahu bila ada bagian yang dikecualikan.",
            units=[self.unit(place) for place in places],
            instructions=["Sediakan dokumen yang diminta"],
        )

    def unit_answers(self, case: InformationRequest, place: int) -> InformationRequest:
        """Let a unit answer with a document."""
        unit = self.unit(place)
        name = f"{slugify(case.title)}-{unit.code.lower()}.pdf"
        scan = scanned(case.title.upper(), case.information, unit.name)
        document = self.document(
            scan, name, f"{case.title} ({unit.name})", CaseDocument.Kind.UNIT_ANSWER
        )
        return engine.perform(
            case,
            "answer_task",
            self.as_unit(place),
            answer="Dokumen yang diminta kami lampirkan. Tidak ada bagian yang dikecualikan.",
            documents=[document],
        )

    def draft(self, case: InformationRequest, outcome: str, **facts: object) -> None:
        """Write the answer of one part."""
        draft = case.current_draft or AnswerDraft.objects.create(
            request=case, prepared_by=self.team.secretariat, prepared_at=now()
        )
        draft.parts.all().delete()
        part = DraftPart.objects.create(
            draft=draft, position=1, text=case.information, outcome=outcome, **facts
        )
        if outcome == "granted":
            part.documents.set(case.documents.filter(kind=CaseDocument.Kind.UNIT_ANSWER))

    def submit(self, case: InformationRequest, *, refusal: bool = False) -> InformationRequest:
        """Lay the answer before Ketua PPID."""
        act = "submit_refusal" if refusal else "submit_draft"
        return engine.perform(case, act, self.as_secretariat(), without_units=True)

    def approve(self, case: InformationRequest, *, refusal: bool = False) -> InformationRequest:
        """Approve and sign."""
        act = "approve_refusal" if refusal else "approve_answer"
        return engine.perform(case, act, self.as_ketua())

    def deliver(self, case: InformationRequest, *, refusal: bool = False) -> InformationRequest:
        """Deliver the answer."""
        act = "deliver_refusal" if refusal else "deliver_answer"
        return engine.perform(case, act, self.as_secretariat(second=True))

    def refusal_facts(self) -> dict[str, object]:
        """Return what a refusal by Pasal 17 needs, from a decree that is valid now."""
        decree = ClassificationDecree.objects.valid_on(today()).filter(letter="h").first()
        if decree is None:
            raise LookupError("the demonstration has no valid decree for letter h")
        return {
            "article": "h",
            "basis": decree,
            "consequence": "Membuka riwayat kesehatan dan hasil uji akan mengungkap rahasia "
            "pribadi para calon pejabat.",
        }

    def redacted(self, case: InformationRequest) -> CaseDocument:
        """Return a document whose blacked-out text is a picture."""
        content = _black_page()
        stored = store(content, purpose="answer", name="dihitamkan.png", content_type="image/png")
        return CaseDocument.objects.create(
            case=case,
            file=stored,
            kind=CaseDocument.Kind.ANSWER,
            audience=CaseDocument.Audience.INTERNAL,
            added_at=now(),
        )

    def document(
        self,
        content: bytes,
        name: str,
        label: str = "",
        kind: str = CaseDocument.Kind.OTHER,
    ) -> CaseDocument:
        """Return a PDF for the office as an act takes it: stored, in no case yet."""
        return CaseDocument(
            file=store(content, purpose="case", name=name, content_type="application/pdf"),
            added_by=self.team.secretariat,
            kind=kind,
            audience=CaseDocument.Audience.INTERNAL,
            label=label,
            added_at=now(),
        )


# -- the stories -----------------------------------------------------------------------------------


def granted(office: Office, days: int = 5, units: tuple[int, ...] = (0,)) -> Story:
    """Answer with documents after some working days."""
    case = office.file()
    yield after(0, 1)
    case = office.dispose(office.register(case), *units)
    for place in units:
        yield after(1 + place, 2)
        case = office.unit_answers(case, place)
    yield after(max(0, days - 2 - len(units)), 1)
    office.draft(case, "granted")
    case = office.submit(case)
    yield after(0, 2)
    case = office.approve(case)
    yield after(1, 1)
    return office.deliver(case)


def refused(office: Office) -> Story:
    """Refuse by Pasal 17 letter h with its decree."""
    case = office.file(PRIVATE)
    yield after(0, 2)
    case = office.dispose(office.register(case))
    yield after(3, 1)
    office.draft(case, "refused", **office.refusal_facts())
    case = office.submit(case, refusal=True)
    yield after(1, 1)
    case = office.approve(case, refusal=True)
    yield after(0, 3)
    return office.deliver(case, refusal=True)


def partly(office: Office) -> Story:
    """Give the document with personal data blacked out; returned once, then approved."""
    case = office.file("Kontrak pemeliharaan gedung", "Biaya perjalanan dinas")
    yield after(0, 1)
    case = office.dispose(office.register(case), 1)
    yield after(2, 1)
    case = office.unit_answers(case, 1)
    yield after(1, 1)
    facts = office.refusal_facts() | {
        "consequence": "Nama dan nomor rekening adalah rahasia pribadi.",
        "redaction": "Nama dan nomor rekening dihitamkan.",
    }
    office.draft(case, "partly", **facts)
    draft = case.current_draft
    if draft is not None:
        draft.parts.get().documents.set([office.redacted(case)])
    case = office.submit(case)
    yield after(0, 3)
    case = engine.perform(
        case, "return_draft", office.as_ketua(), reason="Sebutkan juga halaman yang dihitamkan."
    )
    yield after(1, 1)
    draft = case.current_draft
    if draft is not None:
        part = draft.parts.get()
        part.redaction = "Nama dan nomor rekening pada halaman 2 dan 3 dihitamkan."
        part.save()
    case = office.submit(case)
    yield after(0, 2)
    case = office.approve(case)
    yield after(0, 2)
    return office.deliver(case)


def simple(office: Office, outcome: str, **facts: object) -> Story:
    """Answer without documents: not held, or not documented yet."""
    case = office.file()
    yield after(0, 2)
    case = office.dispose(office.register(case))
    yield after(2, 1)
    office.draft(case, outcome, **facts)
    case = office.submit(case)
    yield after(1, 1)
    case = office.approve(case)
    yield after(0, 1)
    return office.deliver(case)


def extended(office: Office, *, answer: bool = True) -> Story:
    """Extend once, and answer inside the seventeen days."""
    case = office.file()
    yield after(0, 1)
    case = office.dispose(office.register(case), 2)
    yield after(6, 1)
    case = engine.perform(
        case,
        "propose_extension",
        office.as_secretariat(),
        reason_code="not_documented",
        detail="Dokumen masih disatukan dari beberapa unit.",
        days=7,
    )
    yield after(0, 2)
    case = engine.perform(case, "approve_extension", office.as_ketua())
    if not answer:
        return case
    yield after(4, 1)
    case = office.unit_answers(case, 2)
    yield after(2, 1)
    office.draft(case, "granted")
    case = office.submit(case)
    yield after(1, 1)
    case = office.approve(case)
    yield after(0, 1)
    return office.deliver(case)


def late(office: Office, *, answer: bool = True) -> Story:
    """Miss the ten days; the objection opens by itself, and the answer comes late."""
    case = office.file()
    yield after(1, 1)
    case = office.dispose(office.register(case), 0, 1)
    yield after(4, 1)
    case = office.unit_answers(case, 0)
    yield after(1, 2)
    case = engine.perform(
        case, "chase_units", office.as_secretariat(), message="Mohon segera dijawab."
    )
    if not answer:
        return case
    yield after(8, 1)
    case = office.unit_answers(case, 1)
    office.draft(case, "granted")
    case = office.submit(case)
    yield after(0, 2)
    case = office.approve(case)
    yield after(0, 1)
    return office.deliver(case)


def incomplete(office: Office, *, completes: bool) -> Story:
    """Send back for completion; the applicant completes it, or leaves it to the nightly sweep."""
    case = office.file()
    yield after(0, 2)
    case = engine.perform(
        case,
        "return_incomplete",
        office.as_secretariat(),
        missing=["Salinan KTP belum dilampirkan.", "Tahun laporan belum disebutkan."],
    )
    if completes:
        yield after(2, 1)
        case = engine.perform(
            case, "complete", Actor.applicant(case.pk), addition="Yang dimaksud tahun 2025."
        )
        yield after(1, 1)
        case = office.dispose(office.register(case), 0)
        yield after(2, 1)
        case = office.unit_answers(case, 0)
        yield after(1, 1)
        office.draft(case, "granted")
        case = office.submit(case)
        yield after(0, 2)
        case = office.approve(case)
        yield after(0, 1)
        case = office.deliver(case)
    return case


def clarified(office: Office, *, answers: bool) -> Story:
    """Ask what is meant; the clock stands still until the answer."""
    case = office.file()
    yield after(0, 1)
    case = office.dispose(office.register(case), 1)
    yield after(1, 2)
    case = engine.perform(
        case,
        "ask_clarification",
        office.as_secretariat(),
        question="Apakah yang dimaksud seluruh unit, atau kantor pusat saja?",
    )
    if not answers:
        return case
    yield after(2, 1)
    case = engine.perform(
        case, "answer_clarification", Actor.applicant(case.pk), answer="Kantor pusat saja."
    )
    yield after(1, 1)
    case = office.unit_answers(case, 1)
    yield after(1, 1)
    office.draft(case, "granted")
    case = office.submit(case)
    yield after(0, 2)
    case = office.approve(case)
    yield after(0, 1)
    return office.deliver(case)


def withdrawn(office: Office) -> Story:
    """Let the applicant withdraw."""
    case = office.file()
    yield after(0, 1)
    case = office.register(case)
    yield after(1, 1)
    return engine.perform(
        case, "withdraw", Actor.applicant(case.pk), reason="Informasi sudah saya temukan."
    )


def referred(office: Office) -> Story:
    """Pass the request on to the body that holds the information."""
    case = office.file()
    yield after(0, 1)
    case = office.register(case)
    yield after(1, 1)
    return engine.perform(
        case,
        "refer",
        office.as_ketua(),
        holder="Arsip Nasional Republik Indonesia",
        holder_address="Jalan Ampera Raya Nomor 7, Jakarta Selatan",
        note="Dokumen sudah diserahkan sebagai arsip statis.",
    )


def stops(office: Office, where: str) -> Story:
    """Bring a request as far as one state and leave it there."""
    case = office.file()
    if where == "received":
        return case
    yield after(0, 1)
    if where == "checked":
        return engine.perform(case, "confirm_complete", office.as_secretariat())
    case = office.register(case, sensitive=where == "second_approval")
    if where == "registered":
        return case
    yield after(0, 1)
    case = office.dispose(case, 0, 1)
    case = _note(case, "Unit pertama berjanji menjawab besok.", office.as_secretariat())
    if where == "in_process":
        return case
    yield after(1, 1)
    case = office.unit_answers(case, 0)
    case = office.unit_answers(case, 1)
    office.draft(case, "granted")
    if where == "drafted":
        return case
    case = office.submit(case)
    if where == "approval":
        return case
    yield after(0, 1)
    # A sensitive answer waits for the second approval now; any other to be delivered.
    return office.approve(case)


def reply_from_applicant(office: Office) -> Story:
    """Exchange messages with the applicant while the request is worked on."""
    case = office.file()
    yield after(0, 1)
    case = office.dispose(office.register(case), 2)
    yield after(1, 0)
    CaseMessage.objects.create(
        case=case,
        direction=CaseMessage.Direction.FROM_APPLICANT,
        text="Apakah salinannya dapat dikirim dalam bentuk lembar kerja?",
        at=now(),
    )
    yield after(0, 2)
    case = engine.perform(
        case, "reject_task", office.as_unit(2), ground="not_held", reason="Tidak kami simpan."
    )
    yield after(0, 1)
    return engine.perform(
        case, "add_unit", office.as_ketua(), unit=office.unit(0), direction="Mohon disiapkan."
    )


@dataclass(frozen=True)
class Scene:
    """A story, its name for those that go on from it, and how many working days ago it begins."""

    name: str
    ago: int
    begin: Callable[[], Story]


def year_of_stories(office: Office) -> list[Scene]:
    """Return the stories of the requests; each is named after what happens and when it began."""
    told: list[tuple[str, int, Callable[[], Story]]] = []
    for ago in (238, 221, 204, 187, 171, 158, 143, 127, 112, 96, 81, 66, 52, 38):
        days, units = 3 + ago % 6, (ago % 3,)
        told.append(("granted", ago, partial(granted, office, days=days, units=units)))
    told += [
        ("refused", 230, partial(refused, office)),
        ("refused", 165, partial(refused, office)),
        ("refused", 60, partial(refused, office)),
        ("refused", 25, partial(refused, office)),
        ("partly", 200, partial(partly, office)),
        ("partly", 90, partial(partly, office)),
        ("partly", 20, partial(partly, office)),
        ("simple", 180, partial(simple, office, "not_held", holder="Kementerian Dalam Negeri")),
        ("simple", 70, partial(simple, office, "not_held", holder="Badan Kepegawaian Negara")),
        ("simple", 135, partial(simple, office, "not_documented", ready_in_days=14)),
        ("extended", 150, partial(extended, office)),
        ("extended", 45, partial(extended, office)),
        ("extended", 9, partial(extended, office, answer=False)),
        ("late", 104, partial(late, office)),
        ("late", 31, partial(late, office)),
        ("late", 14, partial(late, office, answer=False)),
        ("incomplete", 118, partial(incomplete, office, completes=True)),
        ("incomplete", 7, partial(incomplete, office, completes=True)),
        ("incomplete", 75, partial(incomplete, office, completes=False)),
        ("incomplete", 33, partial(incomplete, office, completes=False)),
        ("incomplete", 2, partial(incomplete, office, completes=False)),
        ("clarified", 55, partial(clarified, office, answers=True)),
        ("clarified", 28, partial(clarified, office, answers=True)),
        ("clarified", 3, partial(clarified, office, answers=False)),
        ("withdrawn", 85, partial(withdrawn, office)),
        ("withdrawn", 12, partial(withdrawn, office)),
        ("referred", 48, partial(referred, office)),
        ("reply_from_applicant", 5, partial(reply_from_applicant, office)),
        ("stops", 9, partial(stops, office, "in_process")),
        ("stops", 6, partial(stops, office, "drafted")),
        ("stops", 5, partial(stops, office, "approval")),
        ("stops", 4, partial(stops, office, "approval")),
        ("stops", 6, partial(stops, office, "second_approval")),
        ("stops", 7, partial(stops, office, "approved")),
        ("stops", 4, partial(stops, office, "in_process")),
        ("stops", 3, partial(stops, office, "registered")),
        ("stops", 2, partial(stops, office, "registered")),
        ("stops", 2, partial(stops, office, "checked")),
        ("stops", 4, partial(stops, office, "received")),
        ("stops", 1, partial(stops, office, "received")),
        ("stops", 1, partial(stops, office, "received")),
    ]
    return [Scene(f"{name} {ago}", ago, begin) for name, ago, begin in told]


# -- the player ------------------------------------------------------------------------------------


class Player:
    """All stories of the year in one queue by time.

    Rooms above hang their own stories onto those that are told here; the requests know nothing
    of them.
    """

    def __init__(self, team: Team) -> None:
        self.end = now()
        self.office = Office(team, local(self.end).date())
        self._order = itertools.count()
        self._queue: list[tuple[datetime, int, str, Story]] = []
        self._names: set[str] = set()
        self._then: dict[str, list[tuple[str, Callable[[Any], Story]]]] = {}
        self._nightly: list[Callable[[], object]] = []
        for scene in year_of_stories(self.office):
            moment = self.office.back(scene.ago, 9, (scene.ago * 7) % 50)
            self.begin(scene.name, moment, scene.begin())

    def begin(self, name: str, moment: datetime, story: Story) -> None:
        """Let a story of its own begin at a moment; the name may come more than once."""
        self._names.add(name)
        self._push(moment, name, story)

    def follow(self, name: str, then: str, story: Callable[[Any], Story]) -> None:
        """Let ``story`` go on with the case of the story ``name`` when that has ended.

        It is called ``then`` for those that follow it in turn.

        Raises:
            LookupError: no story has that name.
        """
        if name not in self._names:
            raise LookupError(f"no story is called {name!r}")
        self._names.add(then)
        self._then.setdefault(name, []).append((then, story))

    def every_night(self, task: Callable[[], object]) -> None:
        """Run what beat would wake, in each night of the year, after what falls due."""
        self._nightly.append(task)

    def play(self) -> None:
        """Play up to the present moment."""
        first = self._queue[0][0]
        self._push(first, "", self._nights(local(first).date()))
        # Neither holidays nor the public body change within the year.
        begin_request()
        try:
            with memo.one_look():
                while self._queue and self._queue[0][0] <= self.end:
                    self._step(*heapq.heappop(self._queue))
        finally:
            end_request()

    def _step(self, moment: datetime, _place: int, name: str, story: Story) -> None:
        with travel(moment):
            try:
                following = next(story)
            except StopIteration as ended:
                for then, begin in self._then.get(name, ()):
                    self._push(moment, then, begin(ended.value))
                return
        # Nobody goes back in time, however the holidays lie.
        self._push(max(moment, following), name, story)

    def _push(self, moment: datetime, name: str, story: Story) -> None:
        heapq.heappush(self._queue, (moment, next(self._order), name, story))

    def _nights(self, day: date) -> Story:
        while True:
            if sweeps.find_due():
                sweeps.handle_events()
            for task in self._nightly:
                task()
            day += timedelta(days=1)
            yield at_clock(day, 0, 5)


def after(days: int, hours: int) -> datetime:
    """Return the moment so many working days and hours of service from now."""
    calendar = work_calendar()
    start = now()
    if days:
        day = calendar.add_working_days(calendar.day_zero(start), days).due
        if not isinstance(day, datetime):
            start = at_clock(day, 9, 20)
    return calendar.add_working_time(start, hours * 55 + 7).moment


def at_clock(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a time of a day where the body is."""
    return datetime.combine(day, time(hour, minute), tzinfo=local(now()).tzinfo)


def _note(case: InformationRequest, text: str, actor: Actor) -> InformationRequest:
    CaseMessage.objects.create(
        case=case,
        direction=CaseMessage.Direction.INTERNAL,
        text=text,
        author=actor.user,
        author_name=actor.name,
        at=now(),
    )
    return case


def _black_page() -> bytes:
    """Return a small picture of a page with a blacked-out line."""
    from io import BytesIO

    from PIL import Image, ImageDraw

    page = Image.new("L", (420, 594), 255)
    draw = ImageDraw.Draw(page)
    for line in range(12):
        top = 60 + line * 36
        draw.rectangle((50, top, 370, top + 8), fill=170)
    draw.rectangle((50, 204, 250, 218), fill=0)
    out = BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def scanned(*lines: str) -> bytes:
    """Return a paper as the scanner of the office gives it: a page that is a picture."""
    from io import BytesIO

    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (827, 1169), 250)
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(17)
    top = 110
    for line in lines:
        for row in textwrap.wrap(line, 72) or [""]:
            draw.text((90, top), row, fill=35, font=font)
            top += 27
        top += 10
    out = BytesIO()
    page.save(out, "PDF", resolution=100)
    return out.getvalue()
