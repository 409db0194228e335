"""What staff are told about a dispute; outside bodies and petitioners are told by letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from disputes_app.records import DisputeUnit, Hearing, at_hour
from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter
from ppid_portal.mail import telling
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.people.roles import Role
from ppid_portal.sop.models import DueEvent

if TYPE_CHECKING:
    from disputes_app.models import Dispute

_TO_STAFF = "\n\nBuka berkas: {{ link }}"
_HEADS = (Role.KETUA_PPID, Role.ATASAN_PPID, Role.TIM_SEKRETARIAT_PPID)

_FOR_STAFF: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "staff_dispute_summoned": (
        "Panggilan sidang: {{ number }}",
        "Komisi Informasi memanggil badan publik: {{ hearing }}.{{ served }}",
        ("hearing", "served"),
    ),
    "staff_dispute_registered": (
        "Menunggu verifikasi: {{ number }}",
        "Surat panggilan sengketa {{ number }} sudah dicatat dan menunggu verifikasi Anda.",
        (),
    ),
    "staff_dispute_coordination": (
        "Undangan rapat koordinasi: {{ number }}",
        "Unit Anda diundang dalam koordinasi sengketa {{ number }}. Unggah dokumen terkait pada "
        "berkasnya.",
        (),
    ),
    "staff_dispute_unit": (
        "{{ unit }} memberi dokumen: {{ number }}",
        "{{ unit }} sudah memberi keterangan untuk sengketa {{ number }}.",
        ("unit",),
    ),
    "staff_dispute_recommend": (
        "Menunggu rekomendasi hukum: {{ number }}",
        "Sengketa {{ number }} menunggu rekomendasi Anda untuk persiapan sidang.",
        (),
    ),
    "staff_dispute_recommended": (
        "Rekomendasi hukum: {{ number }}",
        "Rekomendasi hukum untuk sengketa {{ number }} sudah ada. Adakan rapat koordinasi.",
        (),
    ),
    "staff_dispute_hearing": (
        "{{ what }}: {{ number }}",
        "{{ what }} pada sengketa {{ number }}: {{ hearing }}.{{ served }}",
        ("what", "hearing", "served"),
    ),
    "staff_dispute_missed": (
        "PENTING, sidang terlewat: {{ number }}",
        "Badan publik tidak hadir pada sidang sengketa {{ number }}: {{ hearing }}. Majelis dapat "
        "memeriksa dan memutus tanpa kehadiran termohon. Segera hubungi panitera.",
        ("hearing",),
    ),
    "staff_dispute_unrecorded": (
        "PENTING, hasil sidang belum dicatat: {{ number }}",
        "Sidang sengketa {{ number }} sudah lewat ({{ hearing }}) dan hasilnya belum dicatat. "
        "Catat segera apakah badan publik hadir.",
        ("hearing",),
    ),
    "staff_dispute_mediation": (
        "Hasil mediasi menunggu Anda: {{ number }}",
        "Hasil mediasi sengketa {{ number }} menunggu persetujuan Anda.",
        (),
    ),
    "staff_dispute_interim": (
        "Putusan sela: {{ number }}",
        "Majelis memerintahkan uji konsekuensi ulang pada sengketa {{ number }}, paling lambat "
        "{{ due }}.",
        ("due",),
    ),
    "staff_dispute_ruled": (
        "Putusan: {{ number }}",
        "Sengketa {{ number }} sudah diputus: {{ outcome }}.{{ window }}",
        ("outcome", "window"),
    ),
    "staff_dispute_court": (
        "Perkara di pengadilan: {{ number }}",
        "Sengketa {{ number }} dibawa ke {{ level }}.",
        ("level",),
    ),
    "staff_dispute_reported": (
        "Laporan sengketa: {{ number }}",
        "Laporan hasil sidang sengketa {{ number }} sudah disampaikan kepada Anda.",
        (),
    ),
}


def declare_all() -> None:
    """Declare every notice of a dispute to the mail room; called once at start."""
    for key, (subject, text, variables) in _FOR_STAFF.items():
        declare(
            NoticeKind(
                key=key,
                subject=subject,
                body=text + _TO_STAFF,
                variables=variables,
                audience="staff",
            )
        )


def _session(hearing: Hearing) -> str:
    return f"{hearing.get_kind_display()}, {at_hour(hearing.at)}, {hearing.place}"


def _served(hearing: Hearing) -> str:
    if not hearing.served_late:
        return ""
    return " Panggilan diterima kurang dari tiga hari kerja sebelum sidang."


def _tell(
    case: Dispute, key: str, roles: Iterable[str], variables: dict[str, str], unique: str
) -> None:
    for role in roles:
        telling.tell_role(case, key, role, variables, unique=f"{unique}:{role}")


def _concerned(case: Dispute) -> tuple[Role, ...]:
    """Return the heads, and legal affairs from the time on at which they are called in (4.5).

    Before that they cannot open the file, and a notice would lead them nowhere.
    """
    called = case.work.filter(role=Role.ASDEP_HUKUM).exists()
    return (*_HEADS, Role.ASDEP_HUKUM) if called else _HEADS


def summoned(case: Dispute, hearing: Hearing) -> None:
    """Tell the heads that the Commission has called."""
    variables = {"hearing": _session(hearing), "served": _served(hearing)}
    _tell(case, "staff_dispute_summoned", _HEADS, variables, "")


def registered(case: Dispute) -> None:
    """Tell Ketua PPID that the summons waits for verification."""
    _tell(case, "staff_dispute_registered", (Role.KETUA_PPID,), {}, "")


def coordination(case: Dispute, letter: Letter, units: Iterable[int]) -> None:
    """Call the units to the meeting."""
    for unit in units:
        telling.tell_role(
            case,
            "staff_dispute_coordination",
            Role.PPID_PELAKSANA,
            {},
            unique=f"{letter.pk}:{unit}",
            unit_id=unit,
        )


def unit_answered(case: Dispute, row: DisputeUnit) -> None:
    """Tell the secretariat that a unit brought its documents."""
    roles = (Role.TIM_SEKRETARIAT_PPID,)
    _tell(case, "staff_dispute_unit", roles, {"unit": row.of.name}, str(row.pk))


def recommendation_needed(case: Dispute) -> None:
    """Tell legal affairs that their recommendation is needed."""
    _tell(case, "staff_dispute_recommend", (Role.ASDEP_HUKUM,), {}, "")


def recommended(case: Dispute) -> None:
    """Tell Ketua PPID and the secretariat that the recommendation is there."""
    roles = (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID)
    _tell(case, "staff_dispute_recommended", roles, {}, "")


def hearing_scheduled(case: Dispute, hearing: Hearing) -> None:
    """Tell everybody concerned of a new session."""
    variables = {
        "what": "Sidang dijadwalkan",
        "hearing": _session(hearing),
        "served": _served(hearing),
    }
    _tell(case, "staff_dispute_hearing", _concerned(case), variables, f"scheduled:{hearing.pk}")


def hearing_postponed(case: Dispute, hearing: Hearing, following: Hearing | None) -> None:
    """Tell everybody concerned that a session was put off."""
    words = _session(following) if following is not None else "waktu baru belum diketahui"
    variables = {"what": "Sidang ditunda", "hearing": words, "served": ""}
    _tell(case, "staff_dispute_hearing", _concerned(case), variables, f"postponed:{hearing.pk}")


def hearing_soon(case: Dispute, hearing: Hearing, distance: int, left: int) -> None:
    """Remind everybody concerned, once for each distance of working days.

    ``left`` is how many there are still, which is less after an outage.
    """
    days = (local(hearing.at).date() - today()).days
    what = {0: "Sidang hari ini", 1: "Sidang besok"}.get(days, f"Sidang {left} hari kerja lagi")
    variables = {"what": what, "hearing": _session(hearing), "served": ""}
    unique = f"soon:{hearing.key}:{distance}"
    _tell(case, "staff_dispute_hearing", _concerned(case), variables, unique)


def hearing_missed(case: Dispute, hearing: Hearing) -> None:
    """Raise the alarm: the panel may go on without us (Perki 1/2013 Pasal 31)."""
    _tell(
        case,
        "staff_dispute_missed",
        _concerned(case),
        {"hearing": _session(hearing)},
        f"m:{hearing.pk}",
    )


def hearing_unrecorded(case: Dispute, hearing: Hearing) -> None:
    """Raise the alarm: nobody has said what became of a session."""
    variables = {"hearing": _session(hearing)}
    _tell(case, "staff_dispute_unrecorded", _concerned(case), variables, f"u:{hearing.key}")


def mediation_decision_needed(case: Dispute) -> None:
    """Tell Ketua PPID that a result of the mediation waits."""
    unique = str(case.history.count())
    _tell(case, "staff_dispute_mediation", (Role.KETUA_PPID,), {}, unique)


def interim_ordered(case: Dispute, due_on: date) -> None:
    """Tell the office of the panel's order for a new consequence test."""
    _tell(
        case,
        "staff_dispute_interim",
        _concerned(case),
        {"due": date_long(due_on, with_day=True)},
        str(case.history.count()),
    )


def ruled(case: Dispute) -> None:
    """Tell the office of a decision, and of the time that is left against it."""
    from ppid_portal.sop import deadlines

    rules = ("court_window", "cassation_window")
    window = next((d for rule in rules if (d := deadlines.running(case, rule))), None)
    words = ""
    if window is not None:
        until = date_long(window.due_on, with_day=True)
        words = f" Upaya hukum berikutnya dapat diajukan sampai {until}."
    last = case.court_stages.exclude(outcome="").order_by("-pk").first()
    outcome = last.get_outcome_display() if last is not None else case.get_outcome_display()
    _tell(
        case,
        "staff_dispute_ruled",
        _concerned(case),
        {"outcome": str(outcome), "window": words},
        str(case.history.count()),
    )


def went_to_court(case: Dispute, level: str) -> None:
    """Tell the office that somebody went to court."""
    words = "kasasi" if level == "cassation" else "pengadilan"
    _tell(case, "staff_dispute_court", _concerned(case), {"level": words}, level)


def reported(case: Dispute, letter: Letter) -> None:
    """Tell Atasan PPID that the report is there."""
    _tell(case, "staff_dispute_reported", (Role.ATASAN_PPID,), {}, str(letter.pk))


def staff_reminder(case: Dispute, event: DueEvent) -> None:
    """Remind whoever holds the work; limits near their end go to Ketua PPID as well."""
    telling.remind_staff(case, event)


def state_sentence(case: Dispute) -> str:
    """Return where the dispute stands, in the words of the public chain."""
    name = case.commission
    match case.state:
        case "closed" | "final":
            return _("Selesai: {outcome}.").format(outcome=case.get_outcome_display())
        case "ruled":
            return _("{commission} sudah memutus: {outcome}.").format(
                commission=name, outcome=case.get_outcome_display()
            )
        case "court" | "court_ruled" | "cassation":
            return _("Perkaranya ada di pengadilan.")
        case "mediation" | "mediated" | "agreed" | "not_agreed":
            return _("Dalam mediasi di {commission}.").format(commission=name)
        case "adjudication":
            return _("Dalam sidang ajudikasi di {commission}.").format(commission=name)
        case _:
            return _("Diperiksa {commission}.").format(commission=name)
