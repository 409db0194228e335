"""Disputes for a portal that is being tried out; they go on from objections of the same year.

One stands at each stage of SOP 4 and of the courts, with sessions in the days to come. The
Commission's papers, people and numbers are invented, like all texts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from disputes_app import reminders
from disputes_app.intake import Summons, open_dispute
from disputes_app.models import Dispute, Outcome, State, ToAdjudication
from disputes_app.records import Court, CourtOutcome, HearingKind, Paper, Side
from objections_app.demo import words
from objections_app.models import Objection
from ppid_portal.clock import local, now, today
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.services import legal_due, work_calendar
from ppid_portal.letters.frame import printed_position, unit_of
from ppid_portal.sop import engine
from ppid_portal.sop.legal_rules import legal_rules
from ppid_portal.sop.models import CaseDocument
from requests_app.demo import Office, Player, Story, after, scanned

ROOM = "Ruang Sidang Utama Komisi Informasi Pusat, Jakarta"
MEETING_ROOM = "Ruang Rapat PPID, lantai 2"
PANEL = (
    "Tirta Adiwangsa (Ketua Majelis)",
    "Melati Kusumaningtyas (Anggota)",
    "Jonas Paliling (Anggota)",
)
REGISTRAR = "Farida Nurcahyani"
MEDIATOR = "Endah Purwaningrum"
_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ORDER_WHOLE = "Memberikan salinan lengkap dokumen tentang {topic} kepada Pemohon."


@dataclass(frozen=True)
class Brief:
    """What the body holds on a matter, and how it proves it."""

    position: str
    argument: str
    risk: str
    path: str
    evidence: tuple[str, ...]
    testimony: str


GIVEN = Brief(
    "Seluruh dokumen tentang {topic} yang dikuasai sudah diberikan; rincian yang diminta dalam "
    "sengketa tidak termasuk dalam permohonan semula.",
    "Permohonan menyebut dokumen yang diberikan, bukan rinciannya; badan publik tidak wajib "
    "membuat olahan baru.",
    "Majelis dapat menilai rincian itu bagian yang tidak terpisahkan dari dokumen yang diminta.",
    "Terbuka untuk mediasi: rincian yang sudah ada dapat diberikan tanpa mengakui kekurangan.",
    (
        "Surat pemberitahuan tertulis beserta tanda terimanya",
        "Dokumen tentang {topic} yang sudah diberikan",
        "Petikan buku register permohonan dan keberatan",
    ),
    "Termohon menerangkan dokumen apa yang dikuasai, sejak kapan, dan bahwa rinciannya tidak "
    "disusun tersendiri.",
)
PRIVATE = Brief(
    "Riwayat kesehatan dan hasil uji perseorangan adalah rahasia pribadi yang sudah diuji "
    "konsekuensinya; penolakan dipertahankan.",
    "Pasal 17 huruf h UU 14/2008 dan Pasal 4 UU 27/2022; tidak ada persetujuan tertulis.",
    "Majelis dapat memerintahkan uji konsekuensi ulang karena rekapitulasi tanpa nama belum "
    "dipertimbangkan.",
    "Tanpa mediasi karena informasi dikecualikan; disiapkan pembuktian untuk ajudikasi.",
    (
        "Surat Keputusan PPID tentang penolakan permohonan",
        "Penetapan klasifikasi beserta lembar uji konsekuensi",
        "Surat tanggapan Atasan PPID atas keberatan",
    ),
    "Termohon menerangkan siapa yang dilindungi oleh pengecualian, jangka waktunya, dan bagaimana "
    "uji konsekuensinya dilakukan.",
)
BLACKED_OUT = Brief(
    "Yang dihitamkan hanya nama orang dan nomor rekening. Nilai dan isi pekerjaan dapat dibaca.",
    "Penghitaman adalah cara yang disediakan undang-undang untuk memberikan bagian yang terbuka.",
    "Nama penanda tangan yang bertindak karena jabatan mungkin dinilai terbuka.",
    "Terbuka untuk mediasi: nama pejabat dapat dibuka, nomor rekening tetap ditutup.",
    (
        "Dokumen yang diberikan dengan bagian yang dihitamkan",
        "Daftar bagian yang dihitamkan beserta alasannya",
        "Surat tanggapan Atasan PPID atas keberatan",
    ),
    "Termohon menerangkan bagian mana yang dihitamkan dan mengapa, halaman demi halaman.",
)
NOT_HELD = Brief(
    "Informasi tidak dikuasai Kementerian Sekretariat Negara; pemohon sudah diberi tahu badan "
    "publik yang menguasainya.",
    "Kewajiban memberikan informasi terbatas pada yang dikuasai (Pasal 7 ayat (1)).",
    "Salinan tembusan surat keputusan mungkin tersimpan di arsip kementerian.",
    "Menelusuri arsip sebelum sidang; bila salinannya ada, diberikan.",
    (
        "Surat pemberitahuan bahwa informasi tidak dikuasai",
        "Berita acara penelusuran arsip",
    ),
    "Termohon menerangkan hasil penelusuran arsip dan badan publik yang menguasai informasi itu.",
)
DIRECT = Brief(
    "Pemohon langsung mengajukan sengketa tanpa keberatan kepada Atasan PPID, sehingga permohonan "
    "sengketa belum waktunya.",
    "Pasal 37 ayat (1): sengketa diajukan bila tanggapan atas keberatan tidak memuaskan.",
    "Majelis dapat menyarankan penyelesaian langsung bila informasinya memang terbuka.",
    "Mengajukan keberatan atas kewenangan pada pemeriksaan awal, sambil menyiapkan dokumennya.",
    (
        "Petikan buku register permohonan dan keberatan",
        "Dokumen yang tersedia tentang {topic}",
    ),
    "Termohon menerangkan bahwa tidak ada permohonan maupun keberatan dalam register.",
)


@dataclass(frozen=True)
class Matter:
    """One dispute: what it goes on from, its dates in working days before the present one.

    ``filed`` is the petition at the Commission, ``summoned`` the receipt of the summons,
    ``hearing`` the preliminary hearing; a negative number lies ahead. ``until`` is where it stops
    before that hearing is attended, ``then`` what follows.
    """

    objection: str
    filed: int
    summoned: int
    hearing: int
    brief: Brief
    until: str = ""
    then: Callable[[Office, Matter, Dispute], Story] | None = None
    units: tuple[int, ...] = (0,)
    who: dict[str, Any] = field(default_factory=dict)
    information: str = ""
    represented: bool = False


def tell(player: Player) -> None:
    """Add the disputes to the year that is played."""
    office = player.office
    for matter in MATTERS:
        if matter.objection:
            name = f"objection {matter.objection}"
            player.follow(name, f"dispute {matter.objection}", partial(_told, office, matter))
        else:
            begin = office.back(matter.summoned, 9, 30)
            player.begin(f"dispute {matter.information}", begin, _told(office, matter, None))

    def remind() -> None:
        # Nobody needs the reminders of sessions that were held long ago.
        if now() > office.back(10):
            reminders.remind()

    player.every_night(remind)


# -- the stories: preparation ----------------------------------------------------------------------


def _told(office: Office, matter: Matter, objection: Objection | None) -> Story:
    yield office.back(matter.summoned, 9, 40)
    if objection is not None:
        # It may have lapsed since its story ended.
        objection.refresh_from_db()
    case = summoned(office, matter, objection)
    case = yield from prepared(office, matter, case)
    if not matter.until:
        case = yield from heard(office, matter, case)
    if matter.then is not None:
        case = yield from matter.then(office, matter, case)
    return case


def summoned(office: Office, matter: Matter, objection: Objection | None) -> Dispute:
    """Record the summons of the Commission: SOP 4.1."""
    filed_on = day(office, matter.filed)
    year, month = filed_on.year, _MONTHS[filed_on.month - 1]
    register = f"{MATTERS.index(matter) * 7 + 11:03d}/{month}/KIP-PS/{year}"
    dated_on = day(office, matter.summoned + 1)
    return open_dispute(
        Summons(
            paper=paper(
                office,
                f"{matter.summoned * 3 + 11}/KIP-PGL/{_MONTHS[dated_on.month - 1]}/{dated_on.year}",
                dated_on,
                "SURAT PANGGILAN SIDANG",
                f"Perkara Nomor {register}. Memanggil Kementerian Sekretariat Negara selaku "
                "Termohon untuk hadir dalam sidang pemeriksaan awal.",
            ),
            objection=objection,
            applicant=matter.who,
            information=matter.information,
            commission_number=register,
            panel=PANEL,
            registrar=REGISTRAR,
            hearing_at=moment(office, matter.hearing, 10),
            hearing_place=ROOM,
            filed_on=filed_on if _is_counted(filed_on) else None,
        ),
        actor=office.as_officer(),
    )


def prepared(office: Office, matter: Matter, case: Dispute) -> Story:
    """Carry a dispute through SOP 4.2 to 4.7, as far as the matter says."""
    for wait, name, who, data in _steps(office, matter, case):
        if case.state == matter.until and name != "give_documents":
            return case
        yield after(*wait)
        case = engine.perform(case, name, who(), **data())
    return case


def _steps(office: Office, matter: Matter, case: Dispute) -> list[Any]:
    """Return the acts: how long each is waited for, its name, who acts, and what it is given."""
    brief, secretariat, ketua = matter.brief, office.as_secretariat, office.as_ketua

    def say(text: str) -> str:
        return words(text, case)

    def verify() -> dict[str, Any]:
        return {
            "units": [office.unit(place) for place in matter.units],
            "meeting_at": local(after(1, 0)).replace(hour=10, minute=0),
            "meeting_place": MEETING_ROOM,
            "agenda": "Persiapan sidang pemeriksaan awal",
            "needs": [say(title) for title in brief.evidence],
            "excluded": "a" in case.grounds,
        }

    def documents() -> dict[str, Any]:
        label = say("Berkas tentang {topic}")
        scan = scanned(label, "Disahkan sesuai dengan aslinya untuk keperluan sidang.")
        document = office.document(scan, "berkas-unit.pdf", label, CaseDocument.Kind.UNIT_ANSWER)
        answer = "Berkas yang kami kuasai terlampir, sudah disahkan sesuai dengan aslinya."
        return {"answer": answer, "documents": [document]}

    def recommend() -> dict[str, Any]:
        return {
            "position": say(brief.position),
            "arguments": [say(brief.argument)],
            "risks": [say(brief.risk)],
            "recommended_path": say(brief.path),
            "evidence_needed": [say(title) for title in brief.evidence],
        }

    def meeting() -> dict[str, Any]:
        present = (ketua(), office.as_legal(), office.as_unit(matter.units[0]))
        session = case.next_hearing
        hearing = local(session.at).date() if session is not None else None
        return {
            "met_at": now() - timedelta(minutes=50),
            "place": MEETING_ROOM,
            "participants": [
                {
                    "name": who.name,
                    "position": printed_position(who).removesuffix(f" {unit_of(who)}"),
                    "unit": unit_of(who),
                }
                for who in present
            ],
            "conclusions": [say(brief.position), say(brief.path)],
            "tasks": [
                {
                    "what": "Menyusun daftar bukti dan tanggapan",
                    "who": "Tim Sekretariat PPID",
                    "by": hearing,
                },
                {"what": "Menghadiri sidang", "who": "Asisten Deputi Hukum", "by": hearing},
            ],
        }

    def evidence() -> dict[str, Any]:
        rows: list[dict[str, Any]] = [{"title": say(title)} for title in brief.evidence]
        # What the unit brought; where somebody is sent to the hearing, the first is scanned too.
        rows[1]["document"] = case.documents.filter(kind=CaseDocument.Kind.UNIT_ANSWER).first()
        documents = []
        if matter.represented:
            scan = scanned("BUKTI T-1", rows[0]["title"])
            documents.append(office.document(scan, "bukti-t-1.pdf", rows[0]["title"]))
            rows[0]["document"] = documents[0]
        return {"evidence": rows, "documents": documents}

    givers: list[Any] = [
        ((0, 2), "give_documents", partial(office.as_unit, place), documents)
        # The last of several is still waited for where the story stops there.
        for place in matter.units[: -1 if matter.until == State.VERIFIED else None]
    ]
    return [
        ((0, 0), "register_summons", office.as_officer, dict),
        ((0, 1), "verify_summons", ketua, verify),
        *givers,
        ((0, 1), "coordinate", secretariat, lambda: {"summary": say(brief.position)}),
        ((0, 1), "recommend", office.as_legal, recommend),
        ((1, 0), "hold_meeting", ketua, meeting),
        ((0, 1), "compile_file", secretariat, evidence),
        *(_sent(office, case) if matter.represented else ()),
    ]


def _sent(office: Office, case: Dispute) -> list[Any]:
    """Return the acts that send people to the hearing: SOP 4.8."""
    people = [office.team.legal, office.team.secretariat]

    def assigned() -> dict[str, Any]:
        hearing = case.next_hearing
        on = local(hearing.at).date() if hearing is not None else today()
        return {
            "assignees": people,
            "task": "Menghadiri sidang pemeriksaan awal dan memberikan keterangan selaku Termohon",
            "from_on": on,
            "to_on": on,
        }

    return [
        (
            (0, 0),
            "issue_power_of_attorney",
            office.as_atasan,
            lambda: {"grantees": people},
        ),
        ((0, 0), "issue_assignment", office.as_ketua, assigned),
    ]


# -- the stories: before the Commission ------------------------------------------------------------


def heard(office: Office, matter: Matter, case: Dispute) -> Story:
    """Attend the preliminary hearing and speak there: SOP 4.8 and 4.9."""
    yield office.back(matter.hearing, 13, 30)
    case = engine.perform(
        case,
        "attend_preliminary",
        office.as_legal(),
        hearing=case.next_hearing,
        we_attended=True,
        petitioner_attended=True,
        delegates=_delegates(office),
        minutes="Majelis memeriksa kewenangan, kedudukan hukum para pihak, dan jangka waktu. Kedua "
        "pihak hadir.",
        outcome="Permohonan sengketa dilanjutkan.",
    )
    yield after(0, 1)
    return engine.perform(
        case, "testify", office.as_secretariat(), testimony=words(matter.brief.testimony, case)
    )


def _mediate(office: Office, case: Dispute, since: int) -> Dispute:
    return engine.perform(
        case,
        "enter_mediation",
        office.as_secretariat(),
        ruling=paper(
            office,
            f"{case.commission_number}/MED",
            today(),
            "PENETAPAN MEDIASI",
            "Para pihak sepakat menempuh mediasi.",
        ),
        first_meeting_on=day(office, since),
        mediator=MEDIATOR,
    )


def _result(office: Office, case: Dispute, result: str) -> Dispute:
    return engine.perform(case, "testify_mediation", office.as_legal(), result=words(result, case))


def _adjudicate(office: Office, case: Dispute, why: str, note: str = "") -> Dispute:
    return engine.perform(case, "to_adjudication", office.as_secretariat(), why=why, note=note)


def _rule(
    office: Office,
    case: Dispute,
    outcome: str,
    *,
    order: str = "",
    days: int | None = None,
    unit: str = "days",
    dated: int | None = None,
    sent: int | None = None,
) -> Dispute:
    """Record a ruling that is received now; it may have been on its way for long."""
    ruling = paper(
        office,
        case.commission_number.replace("KIP-PS", "KIP-PS-A"),
        day(office, dated) if dated is not None else today(),
        "PUTUSAN KOMISI INFORMASI PUSAT",
        words(order, case) or "Menolak permohonan Pemohon untuk seluruhnya.",
        sent_on=day(office, sent) if sent is not None else None,
    )
    return engine.perform(
        case,
        "record_ruling",
        office.as_secretariat(),
        ruling=ruling,
        outcome=outcome,
        order=words(order, case),
        days=days,
        unit=unit,
    )


def _sit(office: Office, case: Dispute, kind: str, at: datetime) -> Dispute:
    """Be called to a session."""
    return engine.perform(
        case,
        "schedule_hearing",
        office.as_secretariat(),
        kind=kind,
        hearing_at=at,
        place=ROOM,
        served_on=today(),
    )


def _sat(office: Office, case: Dispute, minutes: str, outcome: str = "") -> Dispute:
    """Record the session that was held today."""
    return engine.perform(
        case,
        "record_hearing",
        office.as_legal(),
        hearing=case.next_hearing,
        we_attended=True,
        petitioner_attended=True,
        delegates=_delegates(office),
        minutes=minutes,
        outcome=outcome,
    )


def _report(office: Office, case: Dispute, follow_up: str) -> Dispute:
    return engine.perform(
        case,
        "report",
        office.as_secretariat(),
        follow_up=follow_up,
        recommendation="Daftar bukti dan uji konsekuensi disiapkan sejak jawaban pertama.",
    )


# -- the stories: each to its end ------------------------------------------------------------------


def closed_after_cassation(office: Office, matter: Matter, case: Dispute) -> Story:
    """Go through every stage there is: adjudication, PTUN, cassation, report."""
    yield office.back(175)
    case = _adjudicate(office, case, ToAdjudication.EXCLUDED)
    case = engine.perform(
        case,
        "issue_position_paper",
        office.as_ketua(),
        stance=words(matter.brief.position, case),
        legal_grounds=[words(matter.brief.argument, case)],
        prayer=["menolak permohonan Pemohon untuk seluruhnya."],
    )
    case = _sit(office, case, HearingKind.ADJUDICATION, office.back(165, 10))
    yield office.back(165, 14)
    case = _sat(
        office, case, "Pemeriksaan bukti dan keterangan ahli.", "Bukti T-1 s.d. T-3 diterima."
    )
    yield office.back(140)
    case = _rule(office, case, Outcome.REJECTED, dated=143, sent=141)
    yield office.back(130)
    case = _to_court(office, case, Side.PETITIONER, "17/G/KI")
    yield office.back(90)
    case = _court_ruled(office, case, CourtOutcome.UPHELD, "17/G/KI")
    yield after(1, 2)
    case = _to_cassation(office, case, Side.PETITIONER)
    yield office.back(24)
    case = engine.perform(
        case,
        "record_cassation_ruling",
        office.as_secretariat(),
        ruling=_court_paper(office, "101 K/TUN/KI", "Menolak permohonan kasasi."),
        outcome=CourtOutcome.UPHELD,
    )
    yield after(2, 1)
    return _report(office, case, "Penolakan dikuatkan; tidak ada perintah yang dilaksanakan.")


def in_cassation(office: Office, matter: Matter, case: Dispute) -> Story:
    """Lose before the Commission and the PTUN, and go on."""
    yield office.back(133)
    case = _adjudicate(office, case, ToAdjudication.REFUSED, "Pemohon tidak bersedia mediasi.")
    yield office.back(101)
    order = "Memberikan {topic} dengan nama pejabat penanda tangan; nomor rekening tetap ditutup."
    case = _rule(office, case, Outcome.PARTLY, order=order, days=14, dated=104, sent=102)
    yield after(2, 1)
    case = _report(office, case, "Diajukan gugatan ke PTUN mengenai nama penanda tangan.")
    yield office.back(93)
    case = _to_court(office, case, Side.BODY, "31/G/KI")
    yield office.back(48)
    case = _court_ruled(office, case, CourtOutcome.UPHELD, "31/G/KI")
    yield after(1, 2)
    return _to_cassation(office, case, Side.BODY)


def ruled(office: Office, matter: Matter, case: Dispute) -> Story:
    """Decline the mediation, and be ordered to give within "20 hari"; the paper took long."""
    yield office.back(104)
    case = _mediate(office, case, 103)
    yield office.back(98)
    case = _result(office, case, "Termohon memberikan petikan dari arsip bila ditemukan.")
    yield after(0, 1)
    case = engine.perform(
        case,
        "decline_agreement",
        office.as_ketua(),
        reason="Usul mediasi memuat pengakuan yang tidak sesuai dengan hasil penelusuran arsip.",
    )
    yield after(1, 1)
    case = _adjudicate(office, case, ToAdjudication.FAILED)
    yield office.back(6)
    return _rule(
        office,
        case,
        Outcome.GRANTED,
        order=_ORDER_WHOLE,
        days=20,
        unit="calendar_days",
        dated=25,
        sent=23,
    )


def in_court(office: Office, matter: Matter, case: Dispute) -> Story:
    """Go to the PTUN against an order, which waits meanwhile."""
    yield office.back(60)
    case = _adjudicate(office, case, ToAdjudication.REFUSED)
    yield office.back(30)
    case = _rule(office, case, Outcome.GRANTED, order=_ORDER_WHOLE, days=14)
    yield after(1, 2)
    case = _report(office, case, "Diajukan gugatan: rincian yang diperintahkan tidak dikuasai.")
    yield office.back(22)
    return _to_court(office, case, Side.BODY, "58/G/KI")


def court_annulled(office: Office, matter: Matter, case: Dispute) -> Story:
    """See an order annulled; the time for cassation runs."""
    yield office.back(80)
    case = _adjudicate(office, case, ToAdjudication.REFUSED)
    yield office.back(50)
    case = _rule(office, case, Outcome.GRANTED, order=_ORDER_WHOLE, days=10)
    yield after(1, 2)
    case = _report(office, case, "Diajukan gugatan: notula memuat pendapat yang belum final.")
    yield office.back(44)
    case = _to_court(office, case, Side.BODY, "44/G/KI")
    yield office.back(2)
    return _court_ruled(office, case, CourtOutcome.ANNULLED, "44/G/KI")


def agreed_with_promise(office: Office, matter: Matter, case: Dispute) -> Story:
    """Agree in the mediation to open the names of officials within seven working days."""
    result = "Nama pejabat penanda tangan dibuka; nomor rekening tetap dihitamkan."
    yield office.back(22)
    case = _mediate(office, case, 20)
    yield office.back(12)
    case = _result(office, case, result)
    yield after(0, 1)
    case = engine.perform(case, "accept_agreement", office.as_ketua())
    yield office.back(3)
    return engine.perform(
        case,
        "close_by_agreement",
        office.as_secretariat(),
        agreement=paper(
            office,
            f"BA-{case.commission_number}",
            day(office, 4),
            "BERITA ACARA KESEPAKATAN MEDIASI",
            result,
        ),
        order=words("Memberikan {topic} dengan nama pejabat penanda tangan.", case),
        days=7,
    )


def in_mediation(office: Office, matter: Matter, case: Dispute) -> Story:
    """Mediate; the next session is close."""
    yield office.back(2)
    case = _mediate(office, case, 2)
    return _sit(office, case, HearingKind.MEDIATION, office.ahead(3, 13))


def mediated(office: Office, matter: Matter, case: Dispute) -> Story:
    """Have a result that waits for Ketua PPID."""
    yield office.back(10)
    case = _mediate(office, case, 9)
    yield office.back(1, 11)
    return _result(office, case, "Termohon menyerahkan rincian {topic} dalam sepuluh hari kerja.")


def agreed(office: Office, matter: Matter, case: Dispute) -> Story:
    """Accept the result; the Commission's minutes are still to come."""
    yield office.back(10)
    case = _mediate(office, case, 9)
    yield office.back(3, 14)
    case = _result(office, case, "Termohon memberikan salinan lampiran {topic}.")
    yield after(0, 1)
    return engine.perform(case, "accept_agreement", office.as_ketua())


def not_agreed(office: Office, matter: Matter, case: Dispute) -> Story:
    """Decline the result."""
    yield office.back(16)
    case = _mediate(office, case, 15)
    yield office.back(2, 13)
    case = _result(office, case, "Termohon mengumumkan {topic} setiap bulan selama dua tahun.")
    yield after(0, 1)
    return engine.perform(
        case,
        "decline_agreement",
        office.as_ketua(),
        reason="Kesanggupan itu melampaui kewajiban mengumumkan berkala dan tidak dianggarkan.",
    )


def in_adjudication(office: Office, matter: Matter, case: Dispute) -> Story:
    """Test the consequences anew, because the panel orders it (Perki 1/2021 Pasal 49)."""
    yield office.back(14)
    case = _adjudicate(office, case, ToAdjudication.EXCLUDED)
    yield office.back(5)
    interim = paper(
        office,
        f"{case.commission_number}/SELA",
        day(office, 6),
        "PUTUSAN SELA",
        "Memerintahkan Termohon melakukan uji konsekuensi ulang.",
    )
    case = engine.perform(
        case,
        "record_interim_order",
        office.as_secretariat(),
        paper=interim,
        order="Menguji ulang konsekuensi membuka hasil uji tanpa nama, dan melaporkan hasilnya.",
        days=10,
    )
    return _sit(office, case, HearingKind.ADJUDICATION, office.ahead(6, 10))


def withdrawn(office: Office, matter: Matter, case: Dispute) -> Story:
    """See the petitioner take it back before the hearing."""
    yield after(3, 1)
    case = engine.perform(
        case,
        "record_withdrawal",
        office.as_secretariat(),
        paper=paper(
            office,
            f"{case.commission_number}/PEN",
            today(),
            "PENETAPAN PENCABUTAN",
            "Pemohon mencabut permohonan karena dokumennya sudah diterima.",
        ),
    )
    yield after(1, 1)
    return _report(office, case, "Tidak ada tindak lanjut; dokumen sudah diterima pemohon.")


def missed(office: Office, matter: Matter, case: Dispute) -> Story:
    """Miss the preliminary hearing, which raises the alarm (Perki 1/2013 Pasal 31)."""
    yield office.back(matter.hearing, 15)
    return engine.perform(
        case,
        "attend_preliminary",
        office.as_secretariat(),
        hearing=case.next_hearing,
        we_attended=False,
        petitioner_attended=True,
        minutes="Tidak ada wakil badan publik yang hadir karena surat tugas terlambat terbit. "
        "Keterangan diperoleh dari panitera.",
        outcome="Majelis menunda sidang; jadwal berikutnya belum diketahui.",
    )


# -- courts ----------------------------------------------------------------------------------------


def _to_court(office: Office, case: Dispute, side: str, number: str) -> Dispute:
    return engine.perform(
        case,
        "record_court_filing",
        office.as_secretariat(),
        filed_by=side,
        court=Court.PTUN,
        filed_on=today(),
        number=f"{number}/{today().year}/PTUN.JKT",
        place="Jakarta",
    )


def _court_ruled(office: Office, case: Dispute, outcome: str, number: str) -> Dispute:
    text = f"Menyatakan putusan Komisi Informasi: {CourtOutcome(outcome).label.lower()}."
    return engine.perform(
        case,
        "record_court_ruling",
        office.as_secretariat(),
        ruling=_court_paper(office, number, text),
        outcome=outcome,
    )


def _to_cassation(office: Office, case: Dispute, side: str) -> Dispute:
    return engine.perform(
        case,
        "record_cassation",
        office.as_secretariat(),
        filed_by=side,
        filed_on=today(),
    )


def _court_paper(office: Office, number: str, text: str) -> Paper:
    dated_on = work_calendar().subtract_working_days(today(), 4)
    return paper(office, f"{number}/{dated_on.year}", dated_on, "PUTUSAN PENGADILAN", text)


# -- papers and days -------------------------------------------------------------------------------


def paper(
    office: Office,
    number: str,
    dated_on: date,
    heading: str,
    text: str,
    *,
    sent_on: date | None = None,
) -> Paper:
    """Return a paper of the Commission or a court that is received now, with its scan."""
    scan = scanned(heading, f"Nomor {number}", text)
    name = f"{heading.lower().replace(' ', '-')}.pdf"
    return Paper(
        number=number,
        dated_on=dated_on,
        sent_on=sent_on or dated_on,
        received_on=today(),
        document=office.document(
            scan, name, heading.capitalize(), CaseDocument.Kind.INCOMING_LETTER
        ),
    )


def moment(office: Office, days: int, hour: int) -> datetime:
    """Return an hour of the working day so many before the present one, or after, if negative."""
    return office.back(days, hour) if days > 0 else office.ahead(-days, hour)


def day(office: Office, days: int) -> date:
    """Return the working day so many before the present one."""
    return office.back(days).date()


def _is_counted(filed_on: date) -> bool:
    """Tell whether the Commission's hundred days can be counted; the next table may not be there.

    The papers then do not tell when the petition was filed.
    """
    try:
        legal_due(filed_on, legal_rules()["commission_finish"].limit)
    except NoHolidayTable:
        return False
    return True


def _delegates(office: Office) -> list[str]:
    return [office.team.legal.name, office.team.secretariat.name]


MATTERS = (
    Matter("refused 230", 208, 190, 180, PRIVATE, then=closed_after_cassation, represented=True),
    Matter("partly 200", 172, 152, 142, BLACKED_OUT, then=in_cassation),
    Matter("simple 180", 128, 120, 110, NOT_HELD, then=ruled),
    Matter("extended 150", 86, 76, 66, GIVEN, then=in_court),
    Matter("granted 158", 100, 92, 84, GIVEN, then=court_annulled),
    Matter("granted 143", 80, 40, 22, GIVEN, then=not_agreed),
    Matter("late 104", 72, 14, 2, GIVEN),
    Matter("granted 96", 70, 16, 4, GIVEN, then=in_mediation),
    Matter("partly 90", 62, 42, 30, BLACKED_OUT, then=agreed_with_promise),
    Matter("refused 60", 36, 26, 16, PRIVATE, then=in_adjudication, represented=True),
    Matter("simple 135", 98, 30, 18, GIVEN, then=mediated),
    Matter("incomplete 118", 78, 26, 16, GIVEN, then=agreed),
    Matter("granted 66", 34, 9, -1, GIVEN, until=State.READY, represented=True),
    Matter("granted 127", 86, 5, -5, GIVEN, until=State.PREPARING),
    Matter("simple 70", 8, 3, -8, NOT_HELD, until=State.VERIFIED, units=(1, 0)),
    Matter("granted 112", 54, 1, -9, GIVEN, until=State.SUMMONED),
    Matter(
        "",
        66,
        50,
        42,
        DIRECT,
        until=State.VERIFIED,
        then=withdrawn,
        who={
            "name": "Anindya Prameswari",
            "address": "Jalan Contoh Nomor 52, Semarang",
            "email": "anindya@contoh.example",
        },
        information="Daftar arsip pidato kenegaraan yang sudah dialihmediakan.",
    ),
    Matter(
        "",
        12,
        1,
        -7,
        DIRECT,
        until=State.REGISTERED,
        who={
            "name": "Hasan Basri Lubis",
            "address": "Jalan Contoh Nomor 15, Medan",
            "email": "hasan@contoh.example",
        },
        information="Daftar penerima hibah kendaraan operasional tahun lalu.",
    ),
    Matter(
        "",
        30,
        3,
        -6,
        DIRECT,
        until=State.COORDINATED,
        who={
            "kind": "badan_hukum",
            "name": "Perhimpunan Bantuan Hukum Nelayan",
            "address": "Jalan Contoh Nomor 3, Cirebon",
            "entity_number": "AHU-0054321.AH.01.07",
            "contact_name": "Sulastri Wibawa",
            "email": "nelayan@contoh.example",
        },
        information="Naskah akademik rancangan peraturan tentang pengelolaan gedung bersejarah.",
    ),
    Matter(
        "",
        24,
        4,
        -3,
        DIRECT,
        until=State.CONSULTED,
        who={
            "name": "Theresia Manullang",
            "address": "Jalan Contoh Nomor 27, Kupang",
            "email": "theresia@contoh.example",
        },
        information="Daftar barang cinderamata kenegaraan yang diserahkan kepada negara.",
    ),
    Matter(
        "",
        20,
        8,
        2,
        DIRECT,
        until=State.VERIFIED,
        then=missed,
        who={
            "name": "Iwan Kurniadi",
            "address": "Jalan Contoh Nomor 88, Palembang",
            "email": "iwan@contoh.example",
        },
        information="Rincian biaya penyelenggaraan upacara tahun lalu.",
    ),
)
