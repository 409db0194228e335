"""A year in the life of an office, played through the engine: forty-odd requests in every state.

Each story is a generator that acts and then says when it goes on. The player keeps all stories in
one queue by time, so that register numbers follow the calendar, and runs the sweeps every
night, so that what lapses or is breached does so by itself.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.text import slugify

from dip_app.models import ClassificationDecree
from ppid_portal.clock import local, now, today, travel
from ppid_portal.clock.services import work_calendar
from ppid_portal.files.services import store
from ppid_portal.letters.render import render_pdf
from ppid_portal.people.actors import Actor, choose
from ppid_portal.people.models import Applicant, Unit, User
from ppid_portal.people.roles import Role
from ppid_portal.sop import engine, sweeps
from ppid_portal.sop.models import CaseDocument, CaseMessage
from requests_app.models import AnswerDraft, DraftPart, InformationRequest

Story = Iterator[datetime]

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
    ketua: User
    atasan: User
    units: tuple[tuple[Unit, User], ...]


class Office:
    """The acts of the demonstration office, each at the moment travelled to."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self._counter = itertools.count()

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
        return _actor(
            self.team.second if second else self.team.secretariat, Role.TIM_SEKRETARIAT_PPID
        )

    def as_ketua(self) -> Actor:
        """Return Ketua PPID."""
        return _actor(self.team.ketua, Role.KETUA_PPID)

    def as_atasan(self) -> Actor:
        """Return Atasan PPID."""
        return _actor(self.team.atasan, Role.ATASAN_PPID)

    def as_unit(self, place: int) -> Actor:
        """Return PPID Pelaksana of a unit."""
        return _actor(self.team.units[place][1], Role.PPID_PELAKSANA)

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
        document = self._document(case, name, f"{case.title}: {unit.name}", case.information)
        document.kind = CaseDocument.Kind.UNIT_ANSWER
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

    def _document(self, case: InformationRequest, name: str, title: str, text: str) -> CaseDocument:
        html = f"<html lang=id><title>{title}</title><h1>{title}</h1><p>{text}</p>"
        stored = store(
            render_pdf(html), purpose="answer", name=name, content_type="application/pdf"
        )
        return CaseDocument(
            case=case,
            file=stored,
            kind=CaseDocument.Kind.UNIT_ANSWER,
            audience=CaseDocument.Audience.INTERNAL,
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
    office.deliver(case)


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
    office.deliver(case, refusal=True)


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
    office.deliver(case)


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
    office.deliver(case)


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
        return
    yield after(4, 1)
    case = office.unit_answers(case, 2)
    yield after(2, 1)
    office.draft(case, "granted")
    case = office.submit(case)
    yield after(1, 1)
    case = office.approve(case)
    yield after(0, 1)
    office.deliver(case)


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
        return
    yield after(8, 1)
    case = office.unit_answers(case, 1)
    office.draft(case, "granted")
    case = office.submit(case)
    yield after(0, 2)
    case = office.approve(case)
    yield after(0, 1)
    office.deliver(case)


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
        office.deliver(case)


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
        return
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
    office.deliver(case)


def withdrawn(office: Office) -> Story:
    """Let the applicant withdraw."""
    case = office.file()
    yield after(0, 1)
    case = office.register(case)
    yield after(1, 1)
    engine.perform(
        case, "withdraw", Actor.applicant(case.pk), reason="Informasi sudah saya temukan."
    )


def referred(office: Office) -> Story:
    """Pass the request on to the body that holds the information."""
    case = office.file()
    yield after(0, 1)
    case = office.register(case)
    yield after(1, 1)
    engine.perform(
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
        return
    yield after(0, 1)
    if where == "checked":
        engine.perform(case, "confirm_complete", office.as_secretariat())
        return
    case = office.register(case, sensitive=where == "second_approval")
    if where == "registered":
        return
    yield after(0, 1)
    case = office.dispose(case, 0, 1)
    case = _note(case, "Unit pertama berjanji menjawab besok.", office.as_secretariat())
    if where == "in_process":
        return
    yield after(1, 1)
    case = office.unit_answers(case, 0)
    case = office.unit_answers(case, 1)
    office.draft(case, "granted")
    if where == "drafted":
        return
    case = office.submit(case)
    if where == "approval":
        return
    yield after(0, 1)
    case = office.approve(case)
    # A sensitive answer waits for the second approval now; any other to be delivered.


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
    engine.perform(
        case, "add_unit", office.as_ketua(), unit=office.unit(0), direction="Mohon disiapkan."
    )


def year_of_stories(office: Office) -> list[tuple[int, Callable[[], Story]]]:
    """Return the stories with how many working days ago each begins."""
    past: list[tuple[int, Callable[[], Story]]] = []
    for ago in (238, 221, 204, 187, 171, 158, 143, 127, 112, 96, 81, 66, 52, 38):
        past.append((ago, lambda ago=ago: granted(office, days=3 + ago % 6, units=(ago % 3,))))  # type: ignore[misc]
    past += [
        (230, lambda: refused(office)),
        (165, lambda: refused(office)),
        (60, lambda: refused(office)),
        (25, lambda: refused(office)),
        (200, lambda: partly(office)),
        (90, lambda: partly(office)),
        (20, lambda: partly(office)),
        (180, lambda: simple(office, "not_held", holder="Kementerian Dalam Negeri")),
        (70, lambda: simple(office, "not_held", holder="Badan Kepegawaian Negara")),
        (135, lambda: simple(office, "not_documented", ready_in_days=14)),
        (150, lambda: extended(office)),
        (45, lambda: extended(office)),
        (9, lambda: extended(office, answer=False)),
        (104, lambda: late(office)),
        (31, lambda: late(office)),
        (14, lambda: late(office, answer=False)),
        (118, lambda: incomplete(office, completes=True)),
        (7, lambda: incomplete(office, completes=True)),
        (75, lambda: incomplete(office, completes=False)),
        (33, lambda: incomplete(office, completes=False)),
        (2, lambda: incomplete(office, completes=False)),
        (55, lambda: clarified(office, answers=True)),
        (28, lambda: clarified(office, answers=True)),
        (3, lambda: clarified(office, answers=False)),
        (85, lambda: withdrawn(office)),
        (12, lambda: withdrawn(office)),
        (48, lambda: referred(office)),
        (5, lambda: reply_from_applicant(office)),
        (9, lambda: stops(office, "in_process")),
        (6, lambda: stops(office, "drafted")),
        (5, lambda: stops(office, "approval")),
        (4, lambda: stops(office, "approval")),
        (6, lambda: stops(office, "second_approval")),
        (7, lambda: stops(office, "approved")),
        (4, lambda: stops(office, "in_process")),
        (3, lambda: stops(office, "registered")),
        (2, lambda: stops(office, "registered")),
        (2, lambda: stops(office, "checked")),
        (4, lambda: stops(office, "received")),
        (1, lambda: stops(office, "received")),
        (1, lambda: stops(office, "received")),
    ]
    return past


# -- the player ------------------------------------------------------------------------------------


def play(team: Team) -> int:
    """Play the year up to the present moment and return how many requests it made."""
    end = now()
    office = Office(team)
    calendar = work_calendar()
    order = itertools.count()
    queue: list[tuple[datetime, int, Story]] = []
    for ago, begin in year_of_stories(office):
        day = calendar.subtract_working_days(today(), ago)
        heapq.heappush(queue, (_at(day, 9, (ago * 7) % 50), next(order), begin()))
    heapq.heappush(queue, (queue[0][0], next(order), _nights(end)))
    before = InformationRequest.objects.count()
    while queue and queue[0][0] <= end:
        moment, _place, story = heapq.heappop(queue)
        with travel(moment):
            following = next(story, None)
        if following is not None:
            heapq.heappush(queue, (following, next(order), story))
    return InformationRequest.objects.count() - before


def _nights(end: datetime) -> Story:
    while True:
        sweeps.find_due()
        sweeps.handle_events()
        tomorrow = local(now()).date() + timedelta(days=1)
        yield _at(tomorrow, 0, 5)


def after(days: int, hours: int) -> datetime:
    """Return the moment so many working days and hours of service from now."""
    calendar = work_calendar()
    start = now()
    if days:
        day = calendar.add_working_days(calendar.day_zero(start), days).due
        if not isinstance(day, datetime):
            start = _at(day, 9, 20)
    return calendar.add_working_time(start, hours * 55 + 7).moment


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=local(now()).tzinfo)


def _actor(user: User, role: str) -> Actor:
    actor = choose(user, [role])
    if actor is None:
        raise LookupError(f"{user.pk} has no appointment as {role}")
    return actor


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
