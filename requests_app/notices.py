"""What applicants and staff are told about a request, and when; in Indonesian, without a NIK.

Each notice is written once, in the transaction of the act that causes it, and shown on the
applicant's page as well as sent by e-mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from ppid_portal.clock import local
from ppid_portal.clock.words import date_long, explain
from ppid_portal.letters.models import Letter
from ppid_portal.letters.replacing import services as replacing
from ppid_portal.mail import telling
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.people.roles import Role
from ppid_portal.sop.declarations import Act
from ppid_portal.sop.models import Case, DeadlineChange, DueEvent, LegalDeadline

if TYPE_CHECKING:
    from requests_app.models import (
        AnswerDraft,
        Extension,
        InformationRequest,
        Obligation,
        UnitTask,
    )

_HELLO = "Yth. {{ name }},\n\n"
_FOLLOW = (
    "\n\nIkuti permohonan Anda di sini (tautan ini rahasia, jangan dibagikan):\n{{ link }}\n\n"
    "Salam,\nPPID {{ body }}"
)
_TO_STAFF = "\n\nBuka berkas: {{ link }}"

_FOR_APPLICANT: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "request_received": (
        "Permohonan {{ number }} kami terima",
        "Permohonan informasi Anda kami terima pada {{ received }} dengan nomor {{ number }}. "
        "{{ rule }} Kami memeriksa kelengkapannya lebih dahulu.\n\n"
        "Jawaban paling lambat {{ due }} ({{ explanation }}). Tanda bukti permohonan terlampir.",
        ("received", "due", "explanation", "rule"),
    ),
    "request_incomplete": (
        "Permohonan {{ number }}: kami perlu kelengkapan dari Anda",
        "Permohonan Anda belum dapat kami proses karena masih ada yang kurang:\n{{ missing }}\n\n"
        "Mohon lengkapi paling lambat {{ until }}. Hitungan hari dimulai pada hari Anda "
        "melengkapinya. Bila sampai tanggal itu belum lengkap, permohonan ditutup dan Anda "
        "dapat mengajukan yang baru.",
        ("missing", "until"),
    ),
    "request_completed": (
        "Permohonan {{ number }}: kelengkapan Anda kami terima",
        "Terima kasih, kelengkapan permohonan Anda kami terima. Jawaban paling lambat {{ due }} "
        "({{ explanation }}).",
        ("due", "explanation"),
    ),
    "request_registered": (
        "Permohonan {{ number }} sudah terdaftar",
        "Permohonan Anda lengkap dan terdaftar dengan nomor {{ number }}. Jawaban paling lambat "
        "{{ due }} ({{ explanation }}).",
        ("due", "explanation"),
    ),
    "request_clarification": (
        "Permohonan {{ number }}: mohon penjelasan",
        "Agar dapat menjawab dengan tepat, kami perlu penjelasan dari Anda:\n\n{{ question }}\n\n"
        "Mohon jawab paling lambat {{ until }}. Hitungan hari berhenti sampai Anda menjawab.",
        ("question", "until"),
    ),
    "request_clarified": (
        "Permohonan {{ number }}: penjelasan Anda kami terima",
        "Terima kasih atas penjelasan Anda. Hitungan hari berjalan lagi; jawaban paling lambat "
        "{{ due }} ({{ explanation }}).",
        ("due", "explanation"),
    ),
    "request_extended": (
        "Permohonan {{ number }}: waktu jawaban diperpanjang",
        "Kami memerlukan waktu tambahan untuk permohonan Anda. Alasannya: {{ reason }}. "
        "Jawaban paling lambat {{ due }}. Perpanjangan hanya dilakukan satu kali.",
        ("reason", "due"),
    ),
    "request_extension_cancelled": (
        "Permohonan {{ number }}: perpanjangan dibatalkan",
        "Perpanjangan waktu untuk permohonan Anda dibatalkan. Jawaban kembali paling lambat "
        "{{ due }}.",
        ("due",),
    ),
    "request_answered": (
        "Jawaban atas permohonan {{ number }}",
        "Permohonan Anda sudah kami jawab. Surat pemberitahuan dan dokumennya dapat diunduh pada "
        "halaman permohonan Anda.\n\nBila tidak puas, Anda dapat mengajukan keberatan kepada "
        "Atasan PPID paling lambat {{ objection_until }}.",
        ("objection_until",),
    ),
    "request_referred": (
        "Permohonan {{ number }} kami teruskan",
        "Informasi yang Anda minta dikuasai oleh {{ holder }}. Kami meneruskan permohonan Anda "
        "kepada badan publik tersebut; suratnya terlampir.",
        ("holder",),
    ),
    "request_silent": (
        "Permohonan {{ number }}: batas waktu jawaban sudah lewat",
        "Batas waktu jawaban, {{ due }}, sudah lewat tanpa jawaban dari kami. Kami mohon maaf. "
        "Anda berhak mengajukan keberatan kepada Atasan PPID paling lambat {{ objection_until }}. "
        "Permohonan Anda tetap kami kerjakan.",
        ("due", "objection_until"),
    ),
    "request_lapsed": (
        "Permohonan {{ number }} ditutup karena tidak dilengkapi",
        "Kami tidak menerima kelengkapan sampai batas waktunya, jadi permohonan Anda ditutup. "
        "Anda dapat mengirim permohonan baru kapan saja; isian yang lama dapat dipakai lagi dari "
        "halaman permohonan Anda.",
        (),
    ),
    "request_withdrawn": (
        "Permohonan {{ number }} dicabut",
        "Permohonan Anda sudah dicabut dan tidak kami proses lebih lanjut. Catatannya tetap ada "
        "di register.",
        (),
    ),
    "request_redated": (
        "Permohonan {{ number }}: tanggal berubah",
        "Kalender hari kerja berubah, dan tanggal permohonan Anda ikut berubah:\n{{ changes }}",
        ("changes",),
    ),
    "request_reopened": (
        "Permohonan {{ number }} kami buka kembali",
        "Ada keputusan yang memerintahkan kami memberikan informasi yang Anda minta. Permohonan "
        "{{ number }} kami buka kembali untuk melaksanakannya; jawabannya akan kami sampaikan.",
        (),
    ),
    "request_closed_again": (
        "Permohonan {{ number }} kami tutup kembali",
        "Pengadilan membatalkan perintah untuk memberikan informasi yang Anda minta. Permohonan "
        "{{ number }} kami tutup kembali; jawaban kami yang semula berlaku.",
        (),
    ),
    "request_message": (
        "Pesan tentang permohonan {{ number }}",
        "{{ text }}",
        ("text",),
    ),
}

_FOR_STAFF: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "staff_new_request": (
        "Permohonan baru {{ number }}",
        "Permohonan {{ number }} masuk dan menunggu pemeriksaan kelengkapan.",
        (),
    ),
    "staff_applicant_replied": (
        "Pemohon menjawab: {{ number }}",
        "Pemohon sudah melengkapi atau menjawab klarifikasi pada permohonan {{ number }}.",
        (),
    ),
    "staff_applicant_wrote": (
        "Pesan dari pemohon: {{ number }}",
        "Pemohon menulis pesan pada berkas {{ number }}. Bacalah dan balas dari berkasnya.",
        (),
    ),
    "staff_disposition_needed": (
        "Menunggu disposisi: {{ number }}",
        "Permohonan {{ number }} sudah terdaftar dan menunggu disposisi Anda.",
        (),
    ),
    "staff_task": (
        "Memorandum PPID: {{ number }}",
        "Unit Anda diminta menjawab permohonan {{ number }} paling lambat {{ due }}.\n\n"
        "{{ question }}",
        ("due", "question"),
    ),
    "staff_chase": (
        "Mengingatkan: {{ number }}",
        "Jawaban unit Anda untuk permohonan {{ number }} ditunggu paling lambat {{ due }}. "
        "{{ message }}",
        ("due", "message"),
    ),
    "staff_unit_answered": (
        "{{ unit }} menjawab: {{ number }}",
        "{{ unit }} sudah menjawab memorandum untuk permohonan {{ number }}.",
        ("unit",),
    ),
    "staff_approval_needed": (
        "Menunggu persetujuan: {{ number }}",
        "Jawaban permohonan {{ number }} (versi {{ version }}) menunggu keputusan Anda.",
        ("version",),
    ),
    "staff_returned": (
        "Dikembalikan: {{ number }}",
        "Jawaban permohonan {{ number }} (versi {{ version }}) dikembalikan: {{ reason }}",
        ("version", "reason"),
    ),
    "staff_ready": (
        "Siap disampaikan: {{ number }}",
        "Jawaban permohonan {{ number }} sudah ditandatangani. Sampaikan kepada pemohon.",
        (),
    ),
    "staff_reopened": (
        "Dibuka kembali: {{ number }}",
        "Permohonan {{ number }} dibuka kembali karena ada perintah memberikan informasinya. "
        "Siapkan jawaban yang baru.",
        (),
    ),
    "staff_order_breached": (
        "Perintah belum dilaksanakan: {{ number }}",
        "Batas {{ due }} untuk melaksanakan {{ order }} sudah lewat (berkas {{ number }}).",
        ("due", "order"),
    ),
    "staff_extension_proposed": (
        "Usul perpanjangan: {{ number }}",
        "Ada usul perpanjangan waktu untuk permohonan {{ number }} yang menunggu keputusan Anda.",
        (),
    ),
}


#: The limits whose last day applicants were told, and what each is called there.
_DATES_OF_APPLICANTS = {
    "written_notification": "Jawaban kami paling lambat",
    "cure": "Anda dapat melengkapi permohonan paling lambat",
    "clarification": "Anda dapat menjawab pertanyaan kami paling lambat",
    "objection_window": "Anda dapat mengajukan keberatan paling lambat",
}


def declare_all() -> None:
    """Declare every notice of a request to the mail room; called once at start."""
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


# -- to the applicant ------------------------------------------------------------------------------


def received(case: InformationRequest, letter: Letter) -> None:
    """Say that the request arrived, by which rule it is counted, and when the answer is due."""
    deadline = _deadline(case)
    arrived = local(case.received_at)
    rule = ""
    if deadline.counted_from != arrived.date():
        rule = (
            "Karena tiba di luar jam layanan atau pada hari libur, permohonan dihitung diterima "
            f"pada {_day(deadline.counted_from)}."
        )
    telling.tell_applicant(
        case,
        "request_received",
        {
            "received": f"{_day(arrived)} pukul {arrived:%H.%M}",
            "due": _day(deadline.due_on),
            "explanation": _explain(deadline),
            "rule": rule,
        },
        letters=[letter],
    )
    telling.tell_role(case, "staff_new_request", Role.TIM_SEKRETARIAT_PPID, {})


def incomplete(case: InformationRequest, letter: Letter, until: object) -> None:
    """Say what is missing and until when it can be given."""
    missing = "\n".join(f"- {item}" for item in case.missing)
    telling.tell_applicant(
        case,
        "request_incomplete",
        {"missing": missing, "until": _day(until)},
        letters=[letter],
    )


def completed(case: InformationRequest, act: Act) -> None:
    """Say that the request is complete now and when the answer is due."""
    deadline = _deadline(case)
    telling.tell_applicant(case, "request_completed", _due(deadline), unique=act.at.isoformat())
    telling.tell_role(
        case,
        "staff_applicant_replied",
        Role.TIM_SEKRETARIAT_PPID,
        {},
        unique=act.at.isoformat(),
    )


def registered(case: InformationRequest) -> None:
    """Say that the request is in the register, and tell Ketua PPID."""
    telling.tell_applicant(case, "request_registered", _due(_deadline(case)))
    telling.tell_role(case, "staff_disposition_needed", Role.KETUA_PPID, {})


def clarification(case: InformationRequest, answer_by: LegalDeadline) -> None:
    """Ask for an explanation."""
    telling.tell_applicant(
        case,
        "request_clarification",
        {"question": case.clarification, "until": _day(answer_by.due_on)},
        unique=str(answer_by.pk),
    )


def clarified(case: InformationRequest, act: Act) -> None:
    """Say that the clock runs again."""
    unique = act.at.isoformat()
    telling.tell_applicant(case, "request_clarified", _due(_deadline(case)), unique=unique)
    telling.tell_role(case, "staff_applicant_replied", Role.TIM_SEKRETARIAT_PPID, {}, unique=unique)


def extended(case: InformationRequest, extension: Extension, deadline: LegalDeadline) -> None:
    """Say why the answer takes longer and until when."""
    with override("id"):
        reason = f"{extension.get_reason_code_display()}. {extension.detail}".rstrip(". ")
    telling.tell_applicant(
        case,
        "request_extended",
        {"reason": reason, "due": _day(deadline.due_on)},
        # One that was taken back may be followed by another; each is told.
        unique=str(extension.pk),
        letters=[extension.letter] if extension.letter else [],
    )


def extension_cancelled(
    case: InformationRequest, extension: Extension, deadline: LegalDeadline
) -> None:
    """Say that the former date holds again."""
    telling.tell_applicant(
        case,
        "request_extension_cancelled",
        {"due": _day(deadline.due_on)},
        unique=str(extension.pk),
    )


def answered(case: InformationRequest, draft: AnswerDraft) -> None:
    """Say that the answer is there and until when one may object."""
    window = case.deadlines.filter(rule="objection_window").order_by("-id").first()
    letters = replacing.in_force((draft.notification, draft.decree))
    telling.tell_applicant(
        case,
        "request_answered",
        {"objection_until": _day(window.due_on) if window else ""},
        letters=letters,
    )


def may_object_until(window: LegalDeadline) -> str:
    """Return until when one may object to an answer in the place of a withdrawn one."""
    return (
        "Bila tidak puas, Anda dapat mengajukan keberatan paling lambat "
        f"{_day(window.due_on)}; waktunya dihitung sejak surat pengganti ini."
    )


def referred(case: InformationRequest, holder: str, letters: Sequence[Letter]) -> None:
    """Say which body holds the information."""
    telling.tell_applicant(case, "request_referred", {"holder": holder}, letters=letters)


def silent(case: InformationRequest, deadline: LegalDeadline, window: LegalDeadline) -> None:
    """Say that the limit has passed and that an objection is open; alarm the superior."""
    telling.tell_applicant(
        case,
        "request_silent",
        {"due": _day(deadline.due_on), "objection_until": _day(window.due_on)},
        unique=deadline.due_on.isoformat(),
    )
    for role in (Role.KETUA_PPID, Role.ATASAN_PPID, Role.TIM_SEKRETARIAT_PPID):
        telling.tell_role(
            case,
            "staff_reminder",
            role,
            {
                "what": "Batas waktu undang-undang terlewati",
                "step": "pemberitahuan tertulis",
                "due": _day(deadline.due_on),
            },
            unique=f"breach:{deadline.pk}:{role}",
        )


def lapsed(case: InformationRequest) -> None:
    """Say that the request was closed because it was not completed."""
    telling.tell_applicant(case, "request_lapsed", {})


def withdrawn(case: InformationRequest) -> None:
    """Confirm the withdrawal."""
    telling.tell_applicant(case, "request_withdrawn", {})


def redated(case: InformationRequest, changes: Sequence[dict[str, str]]) -> None:
    """Tell of every new date that the applicant was given before, in one notice."""
    lines = [
        f"- {_DATES_OF_APPLICANTS[change['rule']]} {_iso_day(change['new'])} "
        f"(sebelumnya {_iso_day(change['old'])})."
        for change in changes
        if change["rule"] in _DATES_OF_APPLICANTS
    ]
    if lines:
        last = DeadlineChange.objects.filter(deadline__case_id=case.pk).order_by("-pk")[0].pk
        telling.tell_applicant(
            case, "request_redated", {"changes": "\n".join(lines)}, unique=str(last)
        )


def message(case: InformationRequest, text: str, unique: str) -> None:
    """Send the applicant a message that staff wrote."""
    telling.tell_applicant(case, "request_message", {"text": text}, unique=unique)


# -- to staff --------------------------------------------------------------------------------------


def applicant_wrote(case: Case, unique: str) -> None:
    """Say that the applicant wrote a message."""
    telling.tell_role(case, "staff_applicant_wrote", Role.TIM_SEKRETARIAT_PPID, {}, unique=unique)


def assigned(case: InformationRequest, tasks: Sequence[UnitTask]) -> None:
    """Tell the units what they are asked for."""
    for task in tasks:
        telling.tell_role(
            case,
            "staff_task",
            Role.PPID_PELAKSANA,
            {"due": _moment(task.due_at), "question": task.question},
            unique=str(task.pk),
            unit_id=task.unit_id,
        )


def chased(case: InformationRequest, task: UnitTask, text: str, at: datetime) -> None:
    """Remind a unit."""
    telling.tell_role(
        case,
        "staff_chase",
        Role.PPID_PELAKSANA,
        {"due": _moment(task.due_at), "message": text},
        unique=f"{task.pk}:{at.isoformat()}",
        unit_id=task.unit_id,
    )


def unit_answered(case: InformationRequest, task: UnitTask) -> None:
    """Tell the secretariat that a unit has answered."""
    telling.tell_role(
        case,
        "staff_unit_answered",
        Role.TIM_SEKRETARIAT_PPID,
        {"unit": task.unit.name},
        unique=str(task.pk),
    )


def approval_needed(case: InformationRequest, role: str, version: int) -> None:
    """Tell who decides that an answer waits."""
    telling.tell_role(
        case, "staff_approval_needed", role, {"version": version}, unique=f"{role}:{version}"
    )


def draft_returned(case: InformationRequest, draft: AnswerDraft) -> None:
    """Tell the secretariat why the answer came back."""
    telling.tell_role(
        case,
        "staff_returned",
        Role.TIM_SEKRETARIAT_PPID,
        {"version": draft.version, "reason": draft.return_reason},
        unique=str(draft.version),
    )


def ready_to_deliver(case: InformationRequest, version: int) -> None:
    """Tell the secretariat that the letters are signed."""
    telling.tell_role(case, "staff_ready", Role.TIM_SEKRETARIAT_PPID, {}, unique=str(version))


def extension_proposed(case: InformationRequest) -> None:
    """Tell Ketua PPID that an extension waits for a decision."""
    unique = str(case.extensions.count())
    telling.tell_role(case, "staff_extension_proposed", Role.KETUA_PPID, {}, unique=unique)


def reopened(case: InformationRequest) -> None:
    """Tell applicant and secretariat that a decision opened the request again."""
    unique = str(case.obligations.count())
    telling.tell_applicant(case, "request_reopened", {}, unique=unique)
    telling.tell_role(case, "staff_reopened", Role.TIM_SEKRETARIAT_PPID, {}, unique=unique)


def closed_again(case: InformationRequest) -> None:
    """Tell the applicant that the order to give the information was annulled."""
    unique = str(case.obligations.count())
    telling.tell_applicant(case, "request_closed_again", {}, unique=unique)


def obligation_due(case: Obligation, event: DueEvent) -> None:
    """Remind the office of an order; a breach goes to Ketua PPID and Atasan PPID too."""
    telling.remind_staff(case, event)
    if event.kind == DueEvent.Kind.BREACH and event.deadline is not None:
        for role in (Role.KETUA_PPID, Role.ATASAN_PPID):
            telling.tell_role(
                case,
                "staff_order_breached",
                role,
                {"due": _day(event.deadline.due_on), "order": case.ordered_by},
                unique=f"event:{event.pk}:{role}",
            )


def staff_reminder(case: InformationRequest, event: DueEvent) -> None:
    """Remind whoever holds the work, or tell the superior when it is late."""
    telling.remind_staff(case, event)


# -- how -------------------------------------------------------------------------------------------


def _deadline(case: InformationRequest) -> LegalDeadline:
    deadline = case.notification_deadline
    if deadline is None:
        raise ValueError(f"request {case.pk} has no legal deadline")
    return deadline


def _due(deadline: LegalDeadline) -> dict[str, object]:
    return {"due": _day(deadline.due_on), "explanation": _explain(deadline)}


def _explain(deadline: LegalDeadline) -> str:
    with override("id"):
        return explain(deadline.explanation)


def _day(day: object) -> str:
    with override("id"):
        return date_long(day, with_day=True)  # type: ignore[arg-type]


def _iso_day(text: str) -> str:
    return _day(datetime.fromisoformat(text).date())


def _moment(moment: datetime) -> str:
    there = local(moment)
    return f"{_day(there)} pukul {there:%H.%M}"


# -- where it stands -------------------------------------------------------------------------------


def state_sentence(case: InformationRequest) -> str:
    """Return where a request stands as its applicant reads it."""
    running = {
        d.rule: d for d in case.deadlines.filter(status__in=(*LegalDeadline.OPEN, "breached"))
    }
    answer = running.get("written_notification")
    due = date_long(answer.due_on, with_day=True) if answer else ""
    late = answer is not None and answer.status == LegalDeadline.Status.BREACHED
    if answer is not None and late and not case.is_closed:
        window = running.get("objection_window")
        if window is None or window.status == LegalDeadline.Status.BREACHED:
            # Used already, or over.
            return _("Batas waktu lewat tanpa jawaban. Permohonan Anda tetap kami kerjakan.")
        until = date_long(window.due_on, with_day=True)
        return _(
            "Batas waktu lewat tanpa jawaban. Anda dapat mengajukan keberatan sampai {until}. "
            "Permohonan Anda tetap kami kerjakan."
        ).format(until=until)
    match case.state:
        case "received":
            return _("Diterima. Kami memeriksa kelengkapan.")
        case "incomplete" | "clarifying":
            rule = "cure" if case.state == "incomplete" else "clarification"
            by = date_long(running[rule].due_on, with_day=True) if rule in running else ""
            return _(
                "Kami perlu keterangan dari Anda paling lambat {by}. Hitungan hari berhenti "
                "sampai Anda menjawab."
            ).format(by=by)
        case "checked" | "registered":
            return _("Terdaftar dengan nomor {number}. Jawaban paling lambat {due}.").format(
                number=case.number, due=due
            )
        case "in_process" | "approval" | "second_approval" | "approved":
            if case.waits_for_court:
                return _(
                    "Dibuka kembali untuk melaksanakan perintah, yang sekarang diperiksa "
                    "pengadilan. Pelaksanaannya menunggu putusan itu."
                )
            if answer is None and case.order_in_force is not None:
                limit = case.order_in_force.execution_deadline
                return _(
                    "Dibuka kembali untuk melaksanakan perintah. Informasinya diberikan paling "
                    "lambat {due}."
                ).format(due=date_long(limit.due_on, with_day=True) if limit else "")
            if answer is not None and answer.extended_days:
                return _("Diperpanjang satu kali. Jawaban paling lambat {due}.").format(due=due)
            return _("Sedang dikerjakan. Jawaban paling lambat {due}.").format(due=due)
        case "answered":
            day = date_long(case.answered_on, with_day=True) if case.answered_on else ""
            answers = case.letters.filter(kind="written_notification").defer("sealed_context")
            newest = answers.order_by("-pk").first()
            if newest is not None and newest.withdrawn_words:
                return _(
                    "Sudah dijawab pada {day}. Surat jawabannya {withdrawn}; bila ada "
                    "penggantinya, kami memberi tahu Anda."
                ).format(day=day, withdrawn=newest.withdrawn_words)
            return _("Sudah dijawab pada {day}. Unduh jawaban di bawah.").format(day=day)
        case "referred":
            return _("Diteruskan kepada badan publik yang menguasai informasi ini.")
        case "lapsed":
            return _("Ditutup karena tidak dilengkapi sampai batas waktunya.")
        case "withdrawn":
            return _("Dicabut atas permintaan Anda.")
        case _:
            return case.state_label
