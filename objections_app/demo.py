"""Objections for a portal that is being tried out; they go on from requests of the same year.

Every outcome and every stage is there: in the archive with the order carried out and the
information in the list, on every desk of SOP 3 today, lapsed in silence, replied to late.
All texts are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from dip_app.models import Category, Format, InformationItem
from objections_app import report
from objections_app.intake import ObjectionFiling, file_objection
from objections_app.models import (
    Delivery,
    Objection,
    ObjectionReport,
    Outcome,
    ReportState,
    State,
)
from ppid_portal.clock import local, now, today
from ppid_portal.clock.services import work_calendar
from ppid_portal.files.models import IDENTITY, StoredFile
from ppid_portal.files.services import store
from ppid_portal.people.actors import Actor
from ppid_portal.people.body import body
from ppid_portal.sop import engine
from ppid_portal.sop.models import Case, CaseDocument, Channel
from requests_app.demo import Office, Player, Story, after, at_clock, scanned
from requests_app.models import InformationRequest, Obligation, ObligationState

UPHELD, PARTLY, REJECTED = Outcome.UPHELD, Outcome.PARTLY, Outcome.REJECTED
NOT_ADMISSIBLE, SETTLED = Outcome.NOT_ADMISSIBLE, Outcome.SETTLED
PLACE = "Ruang Arsip PPID, rak 3, boks {year}"


@dataclass(frozen=True)
class Reply:
    """What PPID explains and suggests, and what Atasan PPID decides; an order has its days."""

    outcome: str
    explanation: str
    recommendation: str
    considerations: str
    order: str = ""
    days: int | None = None


@dataclass(frozen=True)
class Plot:
    """One objection: the story of the request it goes on from, when it is filed, how far it comes.

    ``{topic}`` in the texts is the subject of the request. Without a request (ground b) ``who``
    objects, on ``information``. ``until`` is a state, or the act that nobody performed yet.
    """

    request: str
    filed: int
    grounds: str
    says: str
    reply: Reply | None = None
    until: str = State.ARCHIVED
    channel: str = Channel.WEB
    by_post: bool = False
    prepared_after: int = 3
    who: dict[str, Any] = field(default_factory=dict)
    information: str = ""

    @property
    def name(self) -> str:
        """Return by what name stories of a later stage go on from it."""
        return f"objection {self.request}"


#: Replies that fit any subject.
WHOLE = Reply(
    REJECTED,
    "Seluruh dokumen tentang {topic} yang kami kuasai sudah diberikan. Tidak ada bagian yang "
    "ditahan; rincian yang diminta sekarang tidak termasuk dalam permohonan semula.",
    "Jawaban sudah sesuai dengan permohonan. Rincian tambahan dapat diminta lewat permohonan baru.",
    "Dokumen yang diberikan memuat seluruh informasi yang diminta. Badan publik tidak wajib "
    "membuat olahan baru yang tidak dikuasainya.",
)
EXCLUDED = Reply(
    REJECTED,
    "Riwayat kesehatan dan hasil uji melekat pada orang. Uji konsekuensinya sudah dilakukan dan "
    "ditetapkan; tidak ada persetujuan tertulis dari para calon.",
    "Penolakan berdasar Pasal 17 huruf h dan penetapan yang masih berlaku. Diusulkan dikuatkan.",
    "Rahasia pribadi hanya dapat dibuka dengan persetujuan tertulis atau karena jabatan publik "
    "(Pasal 18 ayat (2)). Para calon belum menduduki jabatan, dan persetujuan itu tidak ada.",
)
BLACKED_OUT = Reply(
    REJECTED,
    "Yang dihitamkan hanya nama orang dan nomor rekening pada dua halaman. Nilai, jangka waktu, "
    "dan isi pekerjaan dapat dibaca seluruhnya.",
    "Penghitaman terbatas pada data pribadi. Diusulkan jawaban dikuatkan.",
    "Penghitaman dilakukan terhadap data pribadi saja dan alasannya disebutkan pada surat jawaban. "
    "Kepentingan pemohon untuk menilai pengadaan tetap terpenuhi.",
)
AGGREGATE = Reply(
    PARTLY,
    "Penolakan mencakup seluruh dokumen, padahal rekapitulasi tanpa nama tidak mengungkap rahasia "
    "pribadi siapa pun.",
    "Rekapitulasi hasil uji tanpa nama dapat diberikan; riwayat kesehatan tetap dikecualikan.",
    "Pengecualian tidak boleh lebih luas daripada yang diuji. Rekapitulasi tanpa nama terbuka, "
    "sedangkan riwayat kesehatan setiap orang tetap rahasia.",
    order="Memberikan rekapitulasi hasil uji kemampuan tanpa nama dan tanpa riwayat kesehatan.",
    days=10,
)
MISSING_PAGES = Reply(
    UPHELD,
    "Setelah diperiksa, lampiran dokumen tentang {topic} memang tertinggal ketika dikirim.",
    "Keberatan beralasan. Diusulkan dikabulkan dan lampirannya diberikan.",
    "Permohonan meminta dokumen beserta lampirannya. Jawaban tanpa lampiran tidak sebagaimana yang "
    "diminta, dan tidak ada alasan pengecualian atasnya.",
    order="Memberikan lampiran lengkap dokumen tentang {topic} kepada pemohon tanpa biaya.",
    days=10,
)
MADE_PUBLIC = Reply(
    UPHELD,
    "Laporan itu sudah selesai, tetapi belum dimuat di situs karena tabelnya masih diperbaiki.",
    "Informasi berkala wajib diumumkan paling kurang sekali setiap enam bulan. Diusulkan "
    "dikabulkan.",
    "Kewajiban mengumumkan (Pasal 9) tidak bergantung pada permohonan. Laporan harus tersedia.",
    order="Memuat laporan layanan informasi tahun lalu di situs dan mengirim tautannya.",
    days=10,
)
ALREADY_THERE = Reply(
    REJECTED,
    "Ringkasan itu sudah dimuat dalam Daftar Informasi Publik sebelum keberatan diajukan.",
    "Kewajiban mengumumkan sudah dipenuhi; tautannya diberikan dalam surat tanggapan.",
    "Informasi yang dimaksud sudah tersedia dan dapat diunduh siapa pun.",
)
AGREED = Reply(
    SETTLED,
    "Jawaban melewati sepuluh hari kerja karena satu unit terlambat. Dokumennya kini sudah "
    "diserahkan, dan pemohon menyatakan cukup.",
    "Pemohon bersedia menyelesaikan secara musyawarah setelah dokumen diterima.",
    "Pemohon dan PPID bersepakat: dokumen sudah diterima, dan PPID menyampaikan permintaan maaf "
    "tertulis atas keterlambatan.",
)
TOO_LATE = Reply(
    NOT_ADMISSIBLE,
    "Keberatan diajukan setelah tiga puluh hari kerja sejak jawaban diterima pemohon.",
    "Jangka waktu Pasal 36 ayat (1) terlewati. Diusulkan tidak dapat diterima.",
    "Jangka waktu mengajukan keberatan sudah berakhir dan tidak dapat diperpanjang. Pemohon dapat "
    "mengajukan permohonan baru.",
)
NOT_YET = Reply(
    REJECTED,
    "{Topic} masih disusun bersama unit lain dan baru berlaku setelah ditetapkan. Bagian yang "
    "sudah ada diberikan seluruhnya.",
    "Informasi yang diminta belum ada dalam bentuk yang diminta. Diusulkan ditolak.",
    "Badan publik tidak dapat memberikan dokumen yang belum ada. Setelah ditetapkan, dokumen itu "
    "wajib diumumkan.",
)
NOT_OURS = Reply(
    REJECTED,
    "Informasi tentang {topic} disusun dan disimpan oleh badan publik lain yang disebut dalam "
    "jawaban.",
    "PPID sudah menyebutkan badan publik yang menguasai. Diusulkan ditolak.",
    "Badan publik wajib memberikan informasi yang dikuasainya. Informasi ini tidak dikuasai, dan "
    "pemohon sudah diberi tahu siapa yang menguasainya.",
)

SAYS_MORE = (
    "Dokumen tentang {topic} yang saya terima hanya ringkasan. Saya meminta salinan lengkap, bukan "
    "ringkasan, sebagaimana tertulis dalam permohonan."
)
SAYS_LATER = (
    "Jawaban menjanjikan {topic} dalam empat belas hari kerja, tetapi yang saya terima kemudian "
    "hanya kerangkanya."
)
SAYS_OPEN = (
    "Penolakan tidak menjelaskan bahaya apa yang timbul. Masyarakat berhak mengetahui bagaimana "
    "pejabat dipilih, sedikitnya hasil ujinya."
)
SAYS_BLACK = (
    "Bagian yang dihitamkan terlalu banyak sehingga nilai dan pelaksana pekerjaan tidak dapat "
    "dinilai. Kontrak yang dibiayai APBN seharusnya terbuka."
)

PLOTS = (
    # -- ended: each outcome, with what came of it ---------------------------------------------
    Plot("refused 230", 220, "a", SAYS_OPEN, EXCLUDED),
    Plot("partly 200", 188, "d", SAYS_BLACK, BLACKED_OUT, channel=Channel.COUNTER, by_post=True),
    Plot(
        "granted 187",
        172,
        "de",
        "Yang saya terima hanya halaman depan {topic}. Lampirannya, yang saya sebut dalam "
        "permohonan, tidak ada.",
        MISSING_PAGES,
    ),
    Plot(
        "late 104",
        87,
        "cg",
        "Sampai sepuluh hari kerja tidak ada jawaban apa pun. Dokumen {topic} baru datang setelah "
        "saya menelepon dua kali.",
        AGREED,
        channel=Channel.LETTER,
    ),
    Plot(
        "granted 112",
        70,
        "d",
        "Saya baru sempat memeriksa berkasnya. Ternyata beberapa paket dalam {topic} tidak memuat "
        "pagu.",
        TOO_LATE,
        by_post=True,
    ),
    Plot("partly 90", 76, "d", SAYS_BLACK, BLACKED_OUT),
    Plot("granted 96", 84, "d", SAYS_MORE, WHOLE, channel=Channel.EMAIL),
    Plot("refused 60", 50, "a", SAYS_OPEN, EXCLUDED),
    Plot("simple 135", 110, "d", SAYS_LATER, NOT_YET),
    Plot("granted 127", 100, "d", SAYS_MORE, WHOLE),
    Plot("incomplete 118", 90, "d", SAYS_MORE, WHOLE, channel=Channel.COUNTER),
    Plot("granted 66", 45, "d", SAYS_MORE, WHOLE, channel=Channel.EMAIL),
    Plot(
        "granted 204",
        190,
        "f",
        "Biaya penggandaan dan pengiriman yang disebut petugas tidak wajar untuk dokumen setebal "
        "itu.",
        until=State.WITHDRAWN,
    ),
    # -- nobody replied in thirty days -----------------------------------------------------------
    Plot(
        "simple 180",
        168,
        "e",
        "Jawaban menyebut informasi tidak dikuasai, padahal surat keputusan tentang {topic} "
        "ditandatangani di kementerian ini.",
        until=State.RECEIPTED,
        channel=Channel.LETTER,
    ),
    Plot("extended 150", 128, "d", SAYS_MORE, WHOLE, prepared_after=33),
    Plot("granted 158", 140, "d", SAYS_MORE, until=State.RECEIPTED),
    Plot("granted 143", 120, "d", SAYS_MORE, until=State.RECEIPTED),
    Plot(
        "referred 48",
        42,
        "e",
        "Permohonan diteruskan ke instansi lain tanpa memeriksa arsip sendiri. Sertifikat gedung "
        "kementerian tentu disimpan di kementerian.",
        until=State.RECEIPTED,
        channel=Channel.PHONE,
    ),
    # -- orders to be carried out ----------------------------------------------------------------
    Plot("refused 25", 17, "a", SAYS_OPEN, AGGREGATE, channel=Channel.EMAIL, prepared_after=9),
    Plot("granted 81", 48, "d", SAYS_MORE, MISSING_PAGES, prepared_after=25),
    Plot(
        "",
        14,
        "b",
        "Laporan layanan informasi tahun lalu tidak ada di situs sampai hari ini, padahal "
        "informasi itu wajib diumumkan secara berkala.",
        MADE_PUBLIC,
        until=State.DELIVERED,
        prepared_after=6,
        who={
            "kind": "perorangan",
            "name": "Dimas Aryasatya",
            "nik": "3273101503940007",
            "address": "Jalan Contoh Nomor 71, Bandung",
            "occupation": "Peneliti",
            "email": "dimas@contoh.example",
            "phone": "081300000071",
        },
        information="Laporan layanan informasi publik tahun lalu beserta rekapitulasinya.",
    ),
    # -- on the desks of today -------------------------------------------------------------------
    Plot(
        "late 14",
        1,
        "c",
        "Sampai hari ini belum ada jawaban atas permohonan saya tentang {topic}, dan tidak ada "
        "pemberitahuan perpanjangan.",
        until=State.REGISTERED,
    ),
    Plot("granted 38", 4, "d", SAYS_MORE, WHOLE, "submit_material", channel=Channel.EMAIL),
    Plot(
        "late 31",
        9,
        "g",
        "Jawaban diterima lama setelah batas waktu. Saya minta sebab keterlambatannya dijelaskan.",
        AGREED,
        until=State.DECIDED,
        prepared_after=7,
    ),
    Plot("clarified 55", 22, "d", SAYS_MORE, MISSING_PAGES, State.SIGNING, prepared_after=20),
    Plot("extended 45", 24, "d", SAYS_MORE, WHOLE, State.SIGNED, prepared_after=22),
    Plot(
        "",
        6,
        "b",
        "Ringkasan laporan keuangan tahun lalu tidak saya temukan di situs.",
        ALREADY_THERE,
        until=State.RECORDED,
        prepared_after=5,
        channel=Channel.COUNTER,
        who={
            "kind": "perorangan",
            "name": "Ni Luh Kartini",
            "nik": "5171025204880003",
            "address": "Jalan Contoh Nomor 9, Denpasar",
            "occupation": "Wiraswasta",
            "phone": "081300000072",
        },
        information="Ringkasan laporan keuangan tahun lalu yang sudah diaudit.",
    ),
    Plot(
        "simple 70",
        38,
        "e",
        "PPID menyebut badan lain, tetapi {topic} jelas diurus oleh biro kementerian ini.",
        NOT_OURS,
        until=State.DELIVERED,
        by_post=True,
        prepared_after=26,
    ),
)
#: By somebody else, with a power of attorney that first lacks its duty stamp.
BY_PROXY = (
    Plot(
        "granted 52",
        18,
        "d",
        SAYS_MORE,
        WHOLE,
        until=State.DECIDING,
        channel=Channel.LETTER,
        prepared_after=15,
    ),
    Plot("clarified 28", 2, "d", SAYS_MORE, until=State.INCOMPLETE, channel=Channel.COUNTER),
)
FILED_TODAY = Plot("partly 20", 0, "d", SAYS_BLACK, until=State.FILED)
#: Requests whose order is carried out, and how many days the unit takes for it.
CARRIED_OUT = {"granted 187": 2, "refused 25": 4}


def tell(player: Player) -> None:
    """Add the objections, their orders and reports to the year that is played."""
    office = player.office
    for plot in PLOTS:
        if plot.request:
            player.follow(plot.request, plot.name, partial(_told, office, plot))
        else:
            player.begin(plot.name, office.back(plot.filed, 9, 10), objected(office, plot))
    for plot in BY_PROXY:
        player.follow(plot.request, plot.name, partial(_by_proxy, office, plot))
    player.follow(FILED_TODAY.request, FILED_TODAY.name, partial(_filed_today, office, player.end))
    player.every_night(_half_year_ended)
    for year, month in {(office.day.year - back, month) for back in (0, 1) for month in (1, 7)}:
        moment = at_clock(work_calendar().nth_working_day(date(year, month, 1), 7), 14)
        if office.back(230) < moment:
            player.begin("report", moment, _reported(office))


# -- the stories -----------------------------------------------------------------------------------


def _told(office: Office, plot: Plot, request: InformationRequest) -> Story:
    yield office.back(plot.filed, 9, plot.filed % 50)
    case = yield from objected(office, plot, request)
    days = CARRIED_OUT.get(plot.request)
    if days is not None:
        yield from carried_out(office, request, days)
        if case.outcome == UPHELD:
            yield after(1, 2)
            listed(office, case)
    return case


def objected(office: Office, plot: Plot, request: InformationRequest | None = None) -> Story:
    """File an objection and handle it as far as the plot says."""
    case = filed(office, plot, request)
    if plot.until == State.WITHDRAWN:
        yield after(2, 1)
        reason = "Petugas sudah menjelaskan rincian biayanya."
        return engine.perform(case, "withdraw", Actor.applicant(case.pk), reason=reason)
    return (yield from handled(office, plot, case))


def _filed_today(office: Office, end: datetime, request: InformationRequest) -> Story:
    """File one shortly before the demonstration is made, at whatever hour that is."""
    yield end - timedelta(minutes=25)
    return filed(office, FILED_TODAY, request)


def _by_proxy(office: Office, plot: Plot, request: InformationRequest) -> Story:
    """File with a power of attorney without duty stamp (domain case 22)."""
    yield office.back(plot.filed, 9, 5)
    case = filed(office, plot, request, proxy=True)
    yield after(0, 0)
    case = engine.perform(
        case,
        "return_incomplete",
        office.as_officer(),
        missing=["Meterai pada surat kuasa.", "Salinan KTP penerima kuasa."],
    )
    if plot.until == State.INCOMPLETE:
        return case
    yield after(2, 1)
    stored = _power_of_attorney("Bermeterai Rp10.000,00.")
    document = CaseDocument(
        file=stored,
        kind=CaseDocument.Kind.POWER_OF_ATTORNEY,
        audience=CaseDocument.Audience.IDENTITY,
        added_at=now(),
    )
    case = engine.perform(
        case,
        "complete",
        Actor.applicant(case.pk),
        addition="Surat kuasa bermeterai kami lampirkan.",
        documents=[document],
    )
    return (yield from handled(office, plot, case))


def filed(
    office: Office, plot: Plot, request: InformationRequest | None = None, *, proxy: bool = False
) -> Objection:
    """File the objection of a plot: SOP 3.1."""
    person = dict(plot.who)
    documents = []
    if proxy:
        person |= {
            "proxy_name": "Raymond Hutauruk, S.H.",
            "proxy_address": "Kantor Hukum Hutauruk, Jalan Contoh Nomor 40, Jakarta",
            "proxy_email": "kuasa@contoh.example",
        }
        kind = str(CaseDocument.Kind.POWER_OF_ATTORNEY)
        documents = [(kind, _power_of_attorney("Tanpa meterai."))]
    return file_objection(
        ObjectionFiling(
            grounds=tuple(plot.grounds),
            case_position=words(plot.says, request),
            request=request,
            applicant=person,
            information=plot.information,
            purpose="" if request else "Pemantauan keterbukaan informasi.",
            by_proxy=proxy,
            channel=plot.channel,
            documents=documents,
        ),
        actor=None if plot.channel == Channel.WEB else office.as_officer(),
    )


def handled(office: Office, plot: Plot, case: Objection) -> Story:
    """Carry an objection through SOP 3.2 to 3.9, as far as the plot says."""
    for wait, name, who, data in _steps(office, plot, case):
        if plot.until == name or (plot.until == case.state and name != "record_receipt"):
            return case
        yield after(*wait)
        if name == "record_receipt":
            data = {"received_on": today()}
        case = engine.perform(case, name, who(), **data)
    return case


def _steps(
    office: Office, plot: Plot, case: Objection
) -> list[tuple[tuple[int, int], str, Callable[[], Actor], dict[str, Any]]]:
    """Return the acts: how long each is waited for, its name, who acts, and what it is given."""
    officer, atasan, secretariat = office.as_officer, office.as_atasan, office.as_secretariat
    begun: list[Any] = [
        ((0, 0), "register_objection", officer, {}),
        ((0, 0), "give_receipt", officer, {}),
    ]
    reply = plot.reply
    if reply is None:
        return begun
    material = {
        "explanation": words(reply.explanation, case),
        "recommended_outcome": reply.outcome,
        "recommendation": words(reply.recommendation, case),
    }
    decision = {
        "outcome": reply.outcome,
        "considerations": words(reply.considerations, case),
        "order": words(reply.order, case),
        "order_days": reply.days,
    }
    sent = {"method": str(Delivery.EMAIL)}
    if plot.by_post:
        sent = {"method": str(Delivery.POST), "tracking_number": f"RR{case.pk:09d}ID"}
    year = local(case.received_at).year
    return [
        *begun,
        ((plot.prepared_after, 1), "prepare_material", secretariat, material),
        ((0, 0), "submit_material", office.as_ketua, {}),
        ((0, 1), "decide", atasan, decision),
        ((0, 1), "compose_reply", secretariat, {}),
        ((0, 0), "sign_reply", atasan, {}),
        ((0, 0), "record_reply", officer, {}),
        ((0, 0), "deliver_reply", officer, sent),
        *([((3, 1), "record_receipt", officer, {})] if plot.by_post else []),
        ((0, 1), "archive", officer, {"place": PLACE.format(year=year)}),
    ]


def carried_out(office: Office, request: InformationRequest, days: int) -> Story:
    """Give what a decision orders: the reopened request is answered once more."""
    yield after(1, 1)
    case = engine.perform(
        request,
        "add_unit",
        office.as_ketua(),
        unit=office.unit(0),
        direction="Ada perintah untuk memberikan informasi ini. Mohon disiapkan sesuai perintah.",
    )
    yield after(days, 1)
    case = office.unit_answers(case, 0)
    refused = case.drafts.filter(parts__article="h").exists()
    if refused:
        office.draft(
            case,
            "partly",
            **office.refusal_facts()
            | {"redaction": "Nama dan riwayat kesehatan dihitamkan pada seluruh halaman."},
        )
        draft = case.current_draft
        if draft is not None:
            draft.parts.get().documents.set([office.redacted(case)])
    else:
        office.draft(case, "granted")
    case = office.submit(case)
    yield after(0, 0)
    case = office.approve(case)
    yield after(0, 0)
    return office.deliver(case)


def listed(office: Office, objection: Objection) -> None:
    """Enter what an objection opened in the public list (UU 14/2008 Pasal 11 ayat (2))."""
    obligation = Obligation.objects.get(origin_id=objection.pk, state=ObligationState.DELIVERED)
    unit, year = office.unit(0), local(objection.received_at).year
    item = InformationItem(
        title=f"{objection.title} Tahun {year}",
        summary=objection.information,
        category=Category.AVAILABLE,
        unit=unit,
        responsible=unit.name,
        made_when=f"Tahun {year}",
        made_year=year,
        made_where=body().city,
        format=Format.PDF,
        formats="PDF",
        retention="Menurut jadwal retensi arsip",
        topic="Layanan informasi",
    )
    engine.perform(obligation, "list_information", office.as_secretariat(), item=item)


def _half_year_ended() -> None:
    """Open the report that is due, which can only be in the first night of a half year."""
    if today().month in (1, 7) and today().day == 1:
        report.open_due()


def _reported(office: Office) -> Story:
    """Compile the report of the half year that ended: SOP 3.10."""
    yield now()
    case = ObjectionReport.objects.filter(state=ReportState.OPEN).first()
    if case is None:
        return None
    notes = "Bahan dari unit kadang terlambat; unit diingatkan setiap pekan."
    return engine.perform(case, "compile_report", office.as_secretariat(), notes=notes)


def words(text: str, about: Case | None) -> str:
    """Fill the subject of a case into a text, as it stands inside a sentence."""
    topic = about.title if about is not None else ""
    return text.format(topic=topic[:1].lower() + topic[1:], Topic=topic)


def _power_of_attorney(stamp: str) -> StoredFile:
    content = scanned(
        "SURAT KUASA",
        "Yang bertanda tangan di bawah ini memberi kuasa untuk mengajukan keberatan atas layanan "
        "informasi publik dan menerima tanggapannya.",
        stamp,
    )
    return store(content, purpose=IDENTITY, name="surat-kuasa.pdf", content_type="application/pdf")
