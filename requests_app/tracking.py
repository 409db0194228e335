"""What an applicant sees of the own case: where it stands, what was done, what can be done.

It serves every kind of case that was shown here with :func:`show`; the app of a later stage shows
its own and adds to the remedies of an earlier one, so that this module need not know it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import Limit, today
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.services import legal_due
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.mail.models import Notice
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import PEMOHON, SISTEM, label
from ppid_portal.sop import chain, engine, registry
from ppid_portal.sop.access import check_code
from ppid_portal.sop.deadlines import change_words
from ppid_portal.sop.documents import is_applicant_of
from ppid_portal.sop.legal_rules import legal_rules
from ppid_portal.sop.models import Case, CaseDocument, CaseMessage, DeadlineChange, LegalDeadline
from requests_app.models import AnswerDraft, InformationRequest, State

CaseT = TypeVar("CaseT", bound=Case)

#: The public part of the timeline: acts in words an applicant understands. What is missing here
#: (drafts, returns, internal approvals) is the office's own work.
PUBLIC_ACTS: dict[str, str | Promise] = {
    "receive": _l("Permohonan diterima dan diberi nomor"),
    "confirm_complete": _l("Permohonan dinyatakan lengkap"),
    "return_incomplete": _l("Kami meminta Anda melengkapi permohonan"),
    "complete": _l("Permohonan dilengkapi"),
    "lapse": _l("Ditutup karena tidak dilengkapi sampai batas waktunya"),
    "ask_clarification": _l("Kami meminta penjelasan dari Anda; hitungan hari berhenti"),
    "answer_clarification": _l("Penjelasan Anda diterima; hitungan hari berjalan lagi"),
    "register_request": _l("Permohonan dicatat di register"),
    "dispose": _l("Diteruskan kepada unit yang menguasai informasi"),
    "add_unit": _l("Diteruskan juga kepada unit lain"),
    "approve_extension": _l("Batas waktu jawaban diperpanjang"),
    "cancel_extension": _l("Perpanjangan dibatalkan; batas waktu semula berlaku lagi"),
    "refer": _l("Diteruskan kepada badan publik lain yang menguasai informasi"),
    "deliver_answer": _l("Jawaban disampaikan"),
    "deliver_refusal": _l("Jawaban disampaikan"),
    "count_from_replacement": _l("Waktu keberatan dihitung sejak surat pengganti disampaikan"),
    "withdraw": _l("Permohonan dicabut"),
    "reopen": _l("Dibuka kembali untuk melaksanakan perintah"),
    "stand_still": _l("Menunggu putusan pengadilan atas perintah itu"),
    "go_on": _l("Dilanjutkan sesudah putusan pengadilan"),
    "close_again": _l("Ditutup kembali karena perintahnya dibatalkan pengadilan"),
    "message": _l("Anda menulis pesan"),
}


@dataclass(frozen=True)
class Shown:
    """What the pages of applicants show of one kind of case.

    ``acts`` are the acts of its timeline in an applicant's words; ``told`` the limits whose moved
    dates applicants hear of; ``held_back`` names letters that are signed but not yet delivered.
    """

    acts: Mapping[str, str | Promise]
    told: Collection[str] = ()
    held_back: Callable[[Case], Collection[int]] = lambda case: ()


_shown: dict[str, Shown] = {}


def show(model: type[Case], shown: Shown) -> None:
    """Say what applicants see of a kind of case; its app calls this once at start."""
    _shown[model.register] = shown


# -- finding ---------------------------------------------------------------------------------------


def own_case(request: HttpRequest, public_id: Any, model: type[CaseT]) -> CaseT:
    """Return the case of this applicant; anybody else hears that there is no such page (S18)."""
    case = (
        model._base_manager.select_related("applicant", "origin")
        .filter(public_id=public_id)
        .first()
    )
    if case is None or not is_applicant_of(request, case):
        raise Http404
    return case


def find_by_code(number: str, code: str) -> Case | None:
    """Return the case of a number if the code is its; upper and lower case are the same."""
    case = find_by_number(number)
    return case if case is not None and check_code(case, code) else None


def find_by_number(number: str) -> Case | None:
    """Return the case of a typed number, of any kind that has pages for applicants."""
    typed = "".join(number.split()).replace("\x00", "")
    kinds = [key for key, model in registry.kinds().items() if model.applicant_pages]
    return (
        Case.objects.select_related("applicant")
        .filter(number__in={typed, typed.upper()}, kind__in=kinds)
        .first()
    )


# -- timeline --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One line of the public timeline."""

    title: str
    at: datetime
    who: str = ""
    text: str = ""
    tone: str = ""


def timeline(case: Case) -> list[Entry]:
    """Return what happened in public words, newest first; of staff only the role is named."""
    shown = _shown[case.kind]
    entries = [
        Entry(
            title=str(shown.acts[entry.verb]),
            at=entry.at,
            who=_("Anda") if entry.role == PEMOHON else _role(entry.role),
            text=_consequence(entry),
        )
        for entry in AuditEntry.objects.filter(
            stream=case.stream, verb__in=list(shown.acts)
        ).order_by("sequence")
    ]
    for change in (
        DeadlineChange.objects.filter(deadline__case=case, deadline__rule__in=shown.told)
        .select_related("deadline")
        .order_by("at")
    ):
        entries.append(
            Entry(
                title=_("Batas waktu berubah menjadi %(date)s")
                % {"date": date_long(change.new_due_on, with_day=True)},
                at=change.at,
                text=_("%(reason)s. Semula %(date)s.")
                % {
                    "reason": change_words(change.reason).rstrip("."),
                    "date": date_long(change.old_due_on, with_day=True),
                },
                tone="act",
            )
        )
    # Acts of the same moment stay in their order, so the list is turned round, not sorted so.
    entries.sort(key=lambda entry: entry.at)
    return entries[::-1]


def _role(role: str) -> str:
    return "" if role == SISTEM else label(role)


def _consequence(entry: AuditEntry) -> str:
    until = entry.data.get("cure_until") or entry.data.get("answer_by")
    if until:
        return _("Kami menunggu Anda sampai %(date)s.") % {
            "date": date_long(date.fromisoformat(until), with_day=True)
        }
    if day := entry.data.get("delivered_on"):
        return _("Disampaikan pada %(date)s.") % {
            "date": date_long(date.fromisoformat(day), with_day=True)
        }
    return ""


# -- letters and documents -------------------------------------------------------------------------


def visible_letters(case: Case) -> list[Letter]:
    """Return the letters that the applicant may have now, newest first.

    An answer that is signed but not yet delivered is none of them: it takes effect, and the days
    of the next remedy start, when it is delivered.
    """
    letters = Letter.objects.filter(case_id=case.pk, audience=Letter.Audience.APPLICANT)
    held_back = set(_shown[case.kind].held_back(case))
    found = []
    # Newest first, so what is held back comes before the withdrawn letter in whose place it is.
    for letter in letters.select_related("pdf", "replacement__new", "replaces__letter"):
        following: Replacement | None = getattr(letter, "replacement", None)
        if letter.pk in held_back or (following is not None and following.new_id in held_back):
            held_back.add(letter.pk)
        else:
            found.append(letter)
    return found


def letter_rows(case: Case) -> list[dict[str, Any]]:
    """Return the letters as ``components/document_row.html`` shows them."""
    rows = []
    pages = registry.model_of(case.kind).applicant_pages
    for letter in visible_letters(case):
        row: dict[str, Any] = {
            "label": f"{letter.title} – {letter.number}",
            "at": letter.issued_at,
            "code": letter.verification_code,
        }
        if letter.is_ready and letter.pdf is not None:
            row |= {
                "url": reverse(f"{pages}:letter", args=[case.public_id, letter.public_id]),
                "kind": letter.pdf.content_type,
                "size": letter.pdf.size,
            }
        elif letter.status == Letter.Status.WITHDRAWN:
            row["note"] = _("{withdrawn}, tidak berlaku lagi").format(
                withdrawn=capfirst(letter.withdrawn_words)
            )
        else:
            row["note"] = _("sedang disiapkan; muat ulang halaman ini beberapa menit lagi")
        row["note"] = "; ".join(filter(None, (row.get("note", ""), letter.replacing_words)))
        rows.append(row)
    return rows


def document_rows(case: Case) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what was given to the applicant, and what the applicant sent."""
    given: list[dict[str, Any]] = []
    sent: list[dict[str, Any]] = []
    documents = case.documents.filter(
        audience__in=(CaseDocument.Audience.APPLICANT, CaseDocument.Audience.IDENTITY)
    ).select_related("file")
    for document in documents:
        row = {
            "label": document.label or document.file.original_name,
            "url": reverse("files:download", args=[document.file_id]),
            "kind": document.file.content_type,
            "size": document.file.size,
            "at": document.released_at or document.added_at,
        }
        if document.released_at is not None:
            given.append(row)
        elif document.kind != CaseDocument.Kind.ANSWER:
            sent.append(row)
    return given, sent


def messages(case: Case) -> list[CaseMessage]:
    """Return what was said between applicant and office, oldest first; notes of staff never."""
    return list(
        case.messages.exclude(direction=CaseMessage.Direction.INTERNAL).order_by("at", "id")
    )


def notices(case: Case) -> list[Notice]:
    """Return what the applicant was told by e-mail, newest first."""
    return list(
        Notice.objects.filter(case_id=case.pk, audience="applicant").order_by("-created_at", "-id")
    )


# -- dates -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Remedy:
    """One remedy of the law: whether it is open, and when it opens and ends.

    ``guide`` is the page that explains it. ``start_url`` begins it (by POST) under ``start``.
    """

    key: str
    title: str
    text: str
    guide: str
    guide_words: str
    open: bool = False
    explanation: dict[str, Any] | None = None
    ends_on: date | None = None
    start_url: str = ""
    start: str = ""


#: What later stages know of the remedies against a case: each takes them as the law draws them
#: up and returns them as they are for this case.
_later: list[Callable[[Any, list[Remedy]], list[Remedy]]] = []


def know_more(of_later_stage: Callable[[Any, list[Remedy]], list[Remedy]]) -> None:
    """Let the app of a later stage say what became of the remedies of earlier ones.

    The function is asked for cases of every kind with pages, the stages before its own among them.
    """
    _later.append(of_later_stage)


def as_known(case: Case, remedies: list[Remedy]) -> list[Remedy]:
    """Return the remedies of a case as they are with everything that later stages know."""
    for later in _later:
        remedies = later(case, remedies)
    return remedies


@dataclass(frozen=True)
class Dates:
    """The legal dates of a case as its page shows them."""

    main_label: str = ""
    main: LegalDeadline | None = None
    remedies: list[Remedy] = field(default_factory=list)

    @property
    def startable(self) -> Remedy | None:
        """Return the remedy that can be begun from here now."""
        return next((remedy for remedy in self.remedies if remedy.start_url), None)


def dates(case: InformationRequest) -> Dates:
    """Return the date that matters now, and which remedy opens when.

    UU 14/2008 Pasal 36 ayat (1) and 37 ayat (2).
    """
    rows = list(LegalDeadline.objects.filter(case=case).order_by("id"))
    latest = {row.rule: row for row in rows if row.status != LegalDeadline.Status.CANCELLED}
    return Dates(*_main(case, latest), remedies=as_known(case, _remedies(case, latest)))


def _main(
    case: InformationRequest, latest: dict[str, LegalDeadline]
) -> tuple[str, LegalDeadline | None]:
    if case.state == State.INCOMPLETE and "cure" in latest:
        return _("Lengkapi paling lambat"), latest["cure"]
    if case.state == State.CLARIFYING and "clarification" in latest:
        return _("Jawab paling lambat"), latest["clarification"]
    if not case.is_closed and case.order_in_force is not None:
        # Opened again by a decision, whose time counts now.
        return _("Informasi diberikan paling lambat"), case.order_in_force.execution_deadline
    answer = latest.get("written_notification")
    if case.is_closed or answer is None:
        return "", None
    if answer.status == LegalDeadline.Status.BREACHED:
        return _("Jawaban seharusnya paling lambat"), answer
    return _("Jawaban paling lambat"), answer


def _remedies(case: InformationRequest, latest: dict[str, LegalDeadline]) -> list[Remedy]:
    if case.state in (State.LAPSED, State.WITHDRAWN):
        return []
    return [_objection(latest), dispute_remedy(None)]


def _objection(latest: dict[str, LegalDeadline]) -> Remedy:
    window = latest.get("objection_window")
    answer = latest.get("written_notification")
    days = legal_rules()["objection_window"].limit.value
    if window is not None:
        return objection_remedy(*_open_until(window))
    if answer is not None and answer.status == LegalDeadline.Status.PAUSED:
        return objection_remedy(
            _(
                "Terbuka setelah jawaban Anda terima, selama %(days)d hari kerja. Tanggalnya "
                "dihitung setelah Anda menjawab pertanyaan kami."
            )
            % {"days": days},
        )
    if answer is not None:
        return _projected(days, answer)
    return objection_remedy(
        _(
            "Terbuka setelah jawaban Anda terima, selama %(days)d hari kerja. Tanggalnya "
            "dihitung setelah permohonan lengkap."
        )
        % {"days": days},
    )


def objection_remedy(text: str, window: LegalDeadline | None = None) -> Remedy:
    """Return the objection as a remedy, open while ``window`` is given."""
    return Remedy(
        key="objection",
        title=_("Keberatan: minta atasan PPID meninjau ulang"),
        text=text,
        guide=reverse("public:objection"),
        guide_words=_("Cara mengajukan keberatan"),
        **_while(window),
    )


def dispute_remedy(window: LegalDeadline | None) -> Remedy:
    """Return the dispute as a remedy (UU 14/2008 Pasal 37 ayat (2)); ``window`` once it opened."""
    if window is None:
        text, running = (
            _(
                "Terbuka setelah keberatan Anda ditanggapi, atau tidak ditanggapi sampai batas "
                "waktunya: selama %(days)d hari kerja."
            )
            % {"days": legal_rules()["dispute_window"].limit.value},
            None,
        )
    else:
        text, running = _open_until(window)
    return Remedy(
        key="dispute",
        title=_("Sengketa informasi di Komisi Informasi"),
        text=text,
        guide=reverse("public:dispute"),
        guide_words=_("Cara mengajukan sengketa"),
        **_while(running),
    )


def _open_until(window: LegalDeadline) -> tuple[str, LegalDeadline | None]:
    last = {"date": date_long(window.due_on, with_day=True)}
    if today() <= window.due_on:
        return _("Terbuka sekarang, sampai %(date)s.") % last, window
    return _("Waktu mengajukannya berakhir pada %(date)s.") % last, None


def _while(window: LegalDeadline | None) -> dict[str, Any]:
    if window is None:
        return {}
    return {"open": True, "explanation": window.explanation, "ends_on": window.due_on}


def _projected(days: int, answer: LegalDeadline) -> Remedy:
    """Say when silence would open the objection: on the day after the limit."""
    try:
        window = legal_due(answer.due_on, Limit(days, "days"))
    except NoHolidayTable:
        window = None
    opens = date_long(answer.due_on + timedelta(days=1), with_day=True)
    if window is None:
        return objection_remedy(
            _("Terbuka setelah jawaban Anda terima, atau mulai %(opens)s bila belum dijawab.")
            % {"opens": opens},
        )
    remedy = objection_remedy(
        _(
            "Terbuka setelah jawaban Anda terima, selama %(days)d hari kerja. Bila belum dijawab: "
            "mulai %(opens)s sampai %(ends)s."
        )
        % {"days": days, "opens": opens, "ends": date_long(window.due_on, with_day=True)},
    )
    return replace(remedy, explanation=window.as_json(), ends_on=window.due_on)


# -- the chain -------------------------------------------------------------------------------------


#: What the limits of a chain are called where the applicant reads them.
_LIMITS: dict[str, str | Promise] = {
    "written_notification": _l("Jawaban paling lambat"),
    "objection_window": _l("Keberatan dapat diajukan sampai"),
    "objection_reply": _l("Tanggapan Atasan PPID paling lambat"),
    "dispute_window": _l("Sengketa dapat diajukan sampai"),
    "order_execution": _l("Perintah dilaksanakan paling lambat"),
}


@dataclass(frozen=True)
class Stage:
    """One stage of the way from request to dispute; ``url`` where this browser may open it.

    ``dates`` are label, day and how the limit ended.
    """

    public: chain.PublicStage
    url: str
    dates: list[tuple[str, date, str]]


def stages(request: HttpRequest, case: Case) -> list[Stage]:
    """Return the stages of the case's chain as its applicant reads them, none while it is one."""
    # Most cases stand alone; then one look is enough.
    found = chain.public_stages(case) if len(chain.tree(case)) > 1 else []
    if len(found) == 1:
        return []
    return [
        Stage(
            stage,
            "" if stage.is_here or not is_applicant_of(request, stage.case) else stage.path,
            [
                (str(_LIMITS[each.deadline.rule]), each.due_on, _how_it_ended(each))
                for each in stage.dates
                if each.deadline.rule in _LIMITS
            ],
        )
        for stage in found
    ]


def _how_it_ended(limit: chain.PublicDate) -> str:
    if limit.is_own and limit.deadline.status == LegalDeadline.Status.MET:
        return _("sudah Anda ajukan")
    return limit.status.lower()


def opened_with(case: Case) -> list[Case]:
    """Return the cases that open to whoever proves to be the applicant of one of them.

    These are the stages of its chain that the same applicant brought.
    """
    return [stage for stage in chain.stages_of_applicant(case) if stage.applicant_pages]


# -- acts ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Options:
    """What the applicant can do now."""

    complete: bool
    answer: bool
    withdraw: bool
    resend: bool
    too_late: str = ""

    def allows(self, act: str) -> bool:
        """Tell whether an act of the engine is open to the applicant."""
        return {
            "complete": self.complete,
            "answer_clarification": self.answer,
            "withdraw": self.withdraw,
        }.get(act, False)


def options(case: InformationRequest) -> Options:
    """Return what the applicant can do now, as the engine would allow it."""
    moves = {move.name: move for move in engine.moves(case, [Actor.applicant(case.pk)])}

    def allowed(name: str) -> bool:
        return name in moves and moves[name].allowed

    waiting = moves.get("complete") or moves.get("answer_clarification")
    late = waiting is not None and not waiting.allowed
    return Options(
        complete=allowed("complete"),
        answer=allowed("answer_clarification"),
        withdraw=allowed("withdraw"),
        resend=case.state == State.LAPSED or late,
        too_late=waiting.why_not if waiting is not None and late else "",
    )


# -- the request -----------------------------------------------------------------------------------


def _answer_not_delivered(case: Case) -> set[int]:
    """Return the notification and the decree of an answer that is not delivered yet."""
    waiting = AnswerDraft.objects.filter(request_id=case.pk).exclude(
        status=AnswerDraft.Status.ISSUED
    )
    return {pk for pair in waiting.values_list("notification_id", "decree_id") for pk in pair if pk}


show(
    InformationRequest,
    Shown(
        acts=PUBLIC_ACTS,
        told=("written_notification", "cure"),
        held_back=_answer_not_delivered,
    ),
)
