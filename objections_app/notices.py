"""What objectors and staff are told about an objection, and when; in Indonesian, without a NIK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ppid_portal.clock import today
from ppid_portal.clock.words import date_long, explain
from ppid_portal.letters.kind_settings.services import signing_role
from ppid_portal.letters.models import Letter
from ppid_portal.letters.replacing import services as replacing
from ppid_portal.mail import telling
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.people.body import body
from ppid_portal.people.roles import Role
from ppid_portal.sop.declarations import Act
from ppid_portal.sop.models import DeadlineChange, DueEvent, LegalDeadline

if TYPE_CHECKING:
    from datetime import date

    from objections_app.models import Objection, ObjectionReport

_HELLO = "Yth. {{ name }},\n\n"
_FOLLOW = (
    "\n\nIkuti keberatan Anda di sini (tautan ini rahasia, jangan dibagikan):\n{{ link }}\n\n"
    "Salam,\nPPID {{ body }}"
)
_TO_STAFF = "\n\nBuka berkas: {{ link }}"

_FOR_APPLICANT: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "objection_filed": (
        "Keberatan {{ number }} kami terima",
        "Keberatan Anda kami terima dengan nomor {{ number }}. Atasan PPID menanggapinya secara "
        "tertulis paling lambat {{ due }} ({{ explanation }}).{{ outside }}",
        ("due", "explanation", "outside"),
    ),
    "objection_incomplete": (
        "Keberatan {{ number }}: kami perlu kelengkapan dari Anda",
        "Keberatan Anda belum lengkap:\n{{ missing }}\n\nMohon lengkapi paling lambat {{ until }}. "
        "Keberatan dihitung diterima pada hari Anda melengkapinya. Bila tidak dilengkapi, "
        "keberatan tetap diputuskan apa adanya.",
        ("missing", "until"),
    ),
    "objection_completed": (
        "Keberatan {{ number }}: kelengkapan Anda kami terima",
        "Terima kasih. Keberatan Anda sekarang lengkap dan ditanggapi paling lambat {{ due }} "
        "({{ explanation }}).",
        ("due", "explanation"),
    ),
    "objection_not_completed": (
        "Keberatan {{ number }} diputuskan apa adanya",
        "Kami tidak menerima kelengkapan sampai batas waktunya. Keberatan Anda tetap diputuskan "
        "Atasan PPID apa adanya, paling lambat {{ due }}.",
        ("due",),
    ),
    "objection_receipted": (
        "Tanda bukti keberatan {{ number }}",
        "Keberatan Anda tercatat dalam register. Tanda bukti penerimaannya terlampir. Tanggapan "
        "Atasan PPID diberikan paling lambat {{ due }}.",
        ("due",),
    ),
    "objection_replied": (
        "Tanggapan atas keberatan {{ number }}",
        "Atasan PPID sudah menanggapi keberatan Anda: {{ outcome }}. Suratnya dapat diunduh pada "
        "halaman keberatan Anda.\n\n{{ next }}",
        ("outcome", "next"),
    ),
    "objection_lapsed": (
        "Keberatan {{ number }}: batas waktu tanggapan sudah lewat",
        "Batas waktu tanggapan, {{ due }}, sudah lewat tanpa tanggapan dari Atasan PPID. Kami "
        "mohon maaf. Anda berhak mengajukan permohonan penyelesaian sengketa informasi kepada "
        "{{ commission }} paling lambat {{ dispute_until }}.",
        ("due", "commission", "dispute_until"),
    ),
    "objection_withdrawn": (
        "Keberatan {{ number }} dicabut",
        "Keberatan Anda sudah dicabut dan tidak kami proses lebih lanjut. Catatannya tetap ada di "
        "register.",
        (),
    ),
    "objection_redated": (
        "Keberatan {{ number }}: tanggal berubah",
        "Kalender hari kerja berubah, dan tanggal keberatan Anda ikut berubah:\n{{ changes }}",
        ("changes",),
    ),
    "objection_message": ("Pesan tentang keberatan {{ number }}", "{{ text }}", ("text",)),
}

_FOR_STAFF: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "staff_new_objection": (
        "Keberatan baru {{ number }}",
        "Keberatan {{ number }} masuk dan menunggu dicatat di register. Tanggapannya paling lambat "
        "{{ due }}.",
        ("due",),
    ),
    "staff_objection_completed": (
        "Keberatan dilengkapi: {{ number }}",
        "Pemohon sudah melengkapi keberatan {{ number }}.",
        (),
    ),
    "staff_objector_wrote": (
        "Pesan dari pemohon: {{ number }}",
        "Pemohon menulis pesan pada keberatan {{ number }}. Bacalah dan balas dari berkasnya.",
        (),
    ),
    "staff_objection_material": (
        "Bahan tanggapan siap: {{ number }}",
        "Bahan tanggapan keberatan {{ number }} sudah disusun dan menunggu Anda sampaikan kepada "
        "Atasan PPID.",
        (),
    ),
    "staff_objection_decision": (
        "Menunggu putusan Anda: {{ number }}",
        "Keberatan {{ number }} menunggu putusan Anda. Tanggapannya harus sampai kepada pemohon "
        "paling lambat {{ due }}.",
        ("due",),
    ),
    "staff_objection_returned": (
        "Dikembalikan: {{ number }}",
        "{{ what }} keberatan {{ number }} dikembalikan: {{ reason }}",
        ("what", "reason"),
    ),
    "staff_objection_decided": (
        "Diputuskan: {{ number }}",
        "Keberatan {{ number }} sudah diputuskan ({{ outcome }}). Susun surat tanggapannya.",
        ("outcome",),
    ),
    "staff_objection_sign": (
        "Menunggu tanda tangan Anda: {{ number }}",
        "Surat tanggapan keberatan {{ number }} menunggu tanda tangan Anda.",
        (),
    ),
    "staff_objection_signed": (
        "Siap dicatat dan disampaikan: {{ number }}",
        "Surat tanggapan keberatan {{ number }} sudah ditandatangani.",
        (),
    ),
    "staff_objection_lapsed": (
        "30 hari kerja terlewati: {{ number }}",
        "Keberatan {{ number }} tidak ditanggapi sampai {{ due }}. Pemohon sekarang dapat membawa "
        "sengketa ke Komisi Informasi. Tanggapan yang terlambat tetap dapat disampaikan.",
        ("due",),
    ),
}

#: The limits whose last day objectors were told, and what each is called there.
_DATES_OF_APPLICANTS = {
    "objection_reply": "Tanggapan Atasan PPID paling lambat",
    "objection_cure": "Anda dapat melengkapi keberatan paling lambat",
    "dispute_window": "Anda dapat mengajukan sengketa paling lambat",
}


def declare_all() -> None:
    """Declare every notice of an objection to the mail room; called once at start."""
    for key, (subject, text, variables) in _FOR_APPLICANT.items():
        declare(
            NoticeKind(
                key=key,
                subject=subject,
                body=_HELLO + text + _FOLLOW,
                variables=("name", *variables),
                audience="applicant",
            )
        )
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


# -- to the objector -------------------------------------------------------------------------------


def filed(case: Objection) -> None:
    """Say that the objection arrived and when it is replied to; tell the office."""
    from objections_app.windows import Timing

    deadline = _reply(case)
    outside = ""
    if case.timing in (Timing.LATE, Timing.EARLY):
        outside = (
            "\n\nKeberatan ini diajukan di luar jangka waktu yang ditetapkan undang-undang. "
            "Keberatan tetap didaftarkan; Atasan PPID memutuskan apakah dapat diterima."
        )
    telling.tell_applicant(
        case,
        "objection_filed",
        {
            "due": _day(deadline.due_on),
            "explanation": explain(deadline.explanation),
            "outside": outside,
        },
    )
    telling.tell_role(
        case,
        "staff_new_objection",
        Role.PETUGAS_PELAYANAN_INFORMASI,
        {"due": _day(deadline.due_on)},
    )
    telling.tell_role(
        case,
        "staff_new_objection",
        Role.TIM_SEKRETARIAT_PPID,
        {"due": _day(deadline.due_on)},
        unique="tim",
    )


def incomplete(case: Objection, letter: Letter, until: date) -> None:
    """Say what is missing and until when it may be added."""
    telling.tell_applicant(
        case,
        "objection_incomplete",
        {"missing": "\n".join(f"- {item}" for item in case.missing), "until": _day(until)},
        letters=[letter],
    )


def completed(case: Objection) -> None:
    """Say that the objection is complete now."""
    deadline = _reply(case)
    telling.tell_applicant(
        case,
        "objection_completed",
        {"due": _day(deadline.due_on), "explanation": explain(deadline.explanation)},
    )
    telling.tell_role(case, "staff_objection_completed", Role.PETUGAS_PELAYANAN_INFORMASI, {})


def not_completed(case: Objection) -> None:
    """Say that the objection is decided as it is."""
    telling.tell_applicant(case, "objection_not_completed", {"due": _day(_reply(case).due_on)})


def receipted(case: Objection, letter: Letter) -> None:
    """Send the signed receipt."""
    telling.tell_applicant(
        case, "objection_receipted", {"due": _day(_reply(case).due_on)}, letters=[letter]
    )


def delivered(case: Objection) -> None:
    """Send the reply, and say what the law leaves open after it."""
    telling.tell_applicant(
        case,
        "objection_replied",
        {"outcome": case.get_outcome_display(), "next": _after_reply(case)},
        letters=replacing.in_force([case.reply]),
    )


def _after_reply(case: Objection) -> str:
    """Return what is open to the objector now; a late reply opens no second time (case 24)."""
    window = case.dispute_window
    if window is None or case.has_later_stage:
        return ""
    until = _day(window.due_on)
    since = ""
    if case.lapsed_on is not None:
        since = (
            f" Waktu itu dihitung sejak batas waktu tanggapan lewat pada {_day(case.lapsed_on)}, "
            f"bukan sejak surat ini."
        )
    if window.due_on < today():
        return f"Waktu untuk mengajukan sengketa informasi berakhir pada {until}.{since}"
    commission = body().commission_name or "Komisi Informasi"
    return (
        f"Bila tidak puas, Anda dapat mengajukan permohonan penyelesaian sengketa informasi "
        f"kepada {commission} paling lambat {until}.{since}"
    )


def may_dispute_until(window: LegalDeadline) -> str:
    """Return until when the Commission may be asked after a reply was replaced."""
    commission = body().commission_name or "Komisi Informasi"
    return (
        f"Bila tidak puas, Anda dapat mengajukan permohonan penyelesaian sengketa informasi "
        f"kepada {commission} paling lambat {_day(window.due_on)}; waktunya dihitung sejak surat "
        f"pengganti ini."
    )


def lapsed(case: Objection) -> None:
    """Say that the thirty days have passed, and until when the Commission may be asked."""
    window = case.dispute_window
    deadline = _reply(case)
    telling.tell_applicant(
        case,
        "objection_lapsed",
        {
            "due": _day(deadline.due_on),
            "commission": body().commission_name or "Komisi Informasi",
            "dispute_until": _day(window.due_on) if window else "",
        },
    )
    for role in (Role.ATASAN_PPID, Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID):
        telling.tell_role(
            case, "staff_objection_lapsed", role, {"due": _day(deadline.due_on)}, unique=role
        )


def withdrawn(case: Objection) -> None:
    """Confirm that the objection is withdrawn."""
    telling.tell_applicant(case, "objection_withdrawn", {})


def redated(case: Objection, changes: list[dict[str, str]]) -> None:
    """Tell the objector once of dates that moved because the calendar changed."""
    from datetime import date as day

    lines = [
        f"- {_DATES_OF_APPLICANTS[change['rule']]}: {_day(day.fromisoformat(change['new']))} "
        f"(semula {_day(day.fromisoformat(change['old']))})"
        for change in changes
        if change["rule"] in _DATES_OF_APPLICANTS
    ]
    if lines:
        last = DeadlineChange.objects.filter(deadline__case_id=case.pk).order_by("-pk")[0].pk
        telling.tell_applicant(
            case, "objection_redated", {"changes": "\n".join(lines)}, unique=str(last)
        )


def message(case: Objection, text: str, unique: str) -> None:
    """Send the objector what staff wrote."""
    telling.tell_applicant(case, "objection_message", {"text": text}, unique=unique)


# -- to the office ---------------------------------------------------------------------------------


def objector_wrote(case: Objection, unique: str) -> None:
    """Tell the secretariat that the objector wrote."""
    telling.tell_role(case, "staff_objector_wrote", Role.TIM_SEKRETARIAT_PPID, {}, unique=unique)


def material_ready(case: Objection) -> None:
    """Tell Ketua PPID that the material is written."""
    unique = str(case.history.count())
    telling.tell_role(case, "staff_objection_material", Role.KETUA_PPID, {}, unique=unique)


def decision_needed(case: Objection, role: str) -> None:
    """Tell Atasan PPID that a decision waits."""
    telling.tell_role(
        case,
        "staff_objection_decision",
        role,
        {"due": _day(_reply(case).due_on)},
        unique=str(case.history.count()),
    )


def material_returned(case: Objection, act: Act) -> None:
    """Tell Ketua PPID and the secretariat why the material came back."""
    for role in (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID):
        telling.tell_role(
            case,
            "staff_objection_returned",
            role,
            {"what": "Bahan tanggapan", "reason": act.reason},
            unique=f"{role}:{case.history.count()}",
        )


def decided(case: Objection) -> None:
    """Tell the secretariat that the letter can be made."""
    telling.tell_role(
        case,
        "staff_objection_decided",
        Role.TIM_SEKRETARIAT_PPID,
        {"outcome": case.get_outcome_display()},
        unique=str(case.history.count()),
    )


def signature_needed(case: Objection) -> None:
    """Tell the signatory that the letter waits."""
    telling.tell_role(
        case,
        "staff_objection_sign",
        signing_role("objection_reply"),
        {},
        unique=str(case.history.count()),
    )


def reply_returned(case: Objection, act: Act) -> None:
    """Tell the secretariat why the letter came back."""
    telling.tell_role(
        case,
        "staff_objection_returned",
        Role.TIM_SEKRETARIAT_PPID,
        {"what": "Surat tanggapan", "reason": act.reason},
        unique=f"reply:{case.history.count()}",
    )


def signed(case: Objection) -> None:
    """Tell the officers that the reply can be recorded and sent."""
    telling.tell_role(case, "staff_objection_signed", Role.PETUGAS_PELAYANAN_INFORMASI, {})
    telling.tell_role(case, "staff_objection_signed", Role.TIM_SEKRETARIAT_PPID, {}, unique="tim")


def staff_reminder(case: Objection | ObjectionReport, event: DueEvent) -> None:
    """Remind whoever holds the work; the reply's own limit reminds Atasan PPID too."""
    telling.remind_staff(case, event)
    deadline = event.deadline
    if (
        deadline is not None
        and deadline.rule == "objection_reply"
        and deadline.status == LegalDeadline.Status.RUNNING
        and event.kind != DueEvent.Kind.BREACH
    ):
        telling.tell_role(
            case,
            "staff_objection_decision",
            Role.ATASAN_PPID,
            {"due": _day(deadline.due_on)},
            unique=f"event:{event.pk}",
        )


# -- words -----------------------------------------------------------------------------------------


def state_sentence(case: Objection) -> str:
    """Return where the objection stands, as the objector reads it."""
    deadline = case.reply_deadline
    due = date_long(deadline.due_on, with_day=True) if deadline is not None else ""
    if case.state == "withdrawn":
        return _("Keberatan ini dicabut.")
    if case.state == "incomplete":
        return _("Kami perlu kelengkapan dari Anda sebelum keberatan ini dapat ditanggapi.")
    if case.state in ("delivered", "archived"):
        date = date_long(case.delivered_on, with_day=True) if case.delivered_on else ""
        outcome = case.get_outcome_display()
        if case.reply is not None and case.reply.withdrawn_words:
            return _(
                "Sudah ditanggapi pada {date}: {outcome}. Suratnya {withdrawn}; bila ada "
                "penggantinya, kami memberi tahu Anda."
            ).format(date=date, outcome=outcome, withdrawn=case.reply.withdrawn_words)
        return _("Sudah ditanggapi pada {date}: {outcome}. Unduh suratnya di bawah.").format(
            date=date, outcome=outcome
        )
    if case.lapsed_on is not None:
        return _silence(case, due)
    if case.state in ("filed", "registered"):
        return _("Diterima. Kami mencatat keberatan Anda; tanggapan paling lambat {date}.").format(
            date=due
        )
    return _("Sedang diperiksa Atasan PPID. Tanggapan paling lambat {date}.").format(date=due)


def _silence(case: Objection, due: str) -> str:
    """Return what thirty days of silence left open, as it stands today."""
    window = case.dispute_window
    if case.has_later_stage or window is None:
        return _(
            "Batas waktu tanggapan lewat pada {due} tanpa tanggapan. Perkaranya sudah ada di "
            "Komisi Informasi."
        ).format(due=due)
    until = date_long(window.due_on, with_day=True)
    if window.due_on < today():
        return _(
            "Batas waktu tanggapan lewat pada {due} tanpa tanggapan. Waktu untuk mengajukan "
            "sengketa ke Komisi Informasi berakhir pada {until}."
        ).format(due=due, until=until)
    return _(
        "Batas waktu tanggapan lewat pada {due} tanpa tanggapan. Anda dapat mengajukan "
        "sengketa ke Komisi Informasi sampai {until}."
    ).format(due=due, until=until)


def _reply(case: Objection) -> LegalDeadline:
    deadline = case.reply_deadline
    if deadline is None:
        raise ValueError(f"objection {case.pk} has no limit for its reply")
    return deadline


def _day(day: date) -> str:
    return date_long(day, with_day=True)
