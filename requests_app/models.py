"""SOP 2 as a state machine: a request from its receipt to the answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django_fsm import RETURN_VALUE
from simple_history.models import HistoricalRecords

from dip_app.models import ClassificationDecree
from ppid_portal.clock import Limit, end_of, local, now
from ppid_portal.clock.services import step_due, work_calendar
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter
from ppid_portal.letters.replacing import services as replacing
from ppid_portal.letters.services import withdraw as withdraw_letter
from ppid_portal.mail.deliveries import services as deliveries
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import PEMOHON, SISTEM, Role
from ppid_portal.sop import deadlines, engine
from ppid_portal.sop.declarations import Act, act, step
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import NEW, Case, CaseDocument, DueEvent, LegalDeadline, Work, WorkItem
from requests_app import letters, notices, rules

SECRETARIAT = (Role.TIM_SEKRETARIAT_PPID, Role.PETUGAS_PELAYANAN_INFORMASI)
KETUA = (Role.KETUA_PPID,)
ATASAN = (Role.ATASAN_PPID,)
UNIT = (Role.PPID_PELAKSANA,)
APPLICANT_OR_SECRETARIAT = (PEMOHON, *SECRETARIAT)
DRAFTING = ("save_draft", "submit_draft", "submit_refusal")
APPROVING = ("approve_answer", "approve_refusal")


class State(models.TextChoices):
    """Where a request stands."""

    NEW = NEW, _l("Baru")
    RECEIVED = "received", _l("Diterima")
    INCOMPLETE = "incomplete", _l("Belum lengkap")
    CHECKED = "checked", _l("Lengkap")
    REGISTERED = "registered", _l("Terdaftar")
    IN_PROCESS = "in_process", _l("Sedang dikerjakan")
    CLARIFYING = "clarifying", _l("Menunggu klarifikasi")
    APPROVAL = "approval", _l("Menunggu persetujuan")
    SECOND_APPROVAL = "second_approval", _l("Menunggu persetujuan kedua")
    APPROVED = "approved", _l("Disetujui, belum disampaikan")
    ANSWERED = "answered", _l("Sudah dijawab")
    REFERRED = "referred", _l("Diteruskan ke badan publik lain")
    LAPSED = "lapsed", _l("Tidak dilengkapi")
    WITHDRAWN = "withdrawn", _l("Dicabut")


OPEN_STATES: tuple[str, ...] = (
    State.RECEIVED,
    State.INCOMPLETE,
    State.CHECKED,
    State.REGISTERED,
    State.IN_PROCESS,
    State.CLARIFYING,
    State.APPROVAL,
    State.SECOND_APPROVAL,
    State.APPROVED,
)
#: States in which the secretariat works on an answer that was ordered.
UNDER_ORDER: tuple[str, ...] = OPEN_STATES[4:]


class AccessMethod(models.TextChoices):
    """Cara memperoleh informasi."""

    VIEW = "view", _l("Melihat, membaca, mendengarkan, atau mencatat")
    COPY = "copy", _l("Mendapatkan salinan")


class CopyForm(models.TextChoices):
    """Form of the copy."""

    SOFTCOPY = "softcopy", _l("Salinan digital")
    HARDCOPY = "hardcopy", _l("Salinan cetak")


class Delivery(models.TextChoices):
    """Cara mendapatkan salinan."""

    EMAIL = "email", _l("Surel")
    PICKUP = "pickup", _l("Mengambil langsung")
    POST = "post", _l("Pos")
    COURIER = "courier", _l("Kurir")
    FAX = "fax", _l("Faksimile")


class ExtensionReason(models.TextChoices):
    """The only three reasons for an extension (request form, Hak-hak Pemohon III)."""

    NOT_HELD = "not_held", _l("Informasi belum dikuasai")
    NOT_DOCUMENTED = "not_documented", _l("Informasi belum didokumentasikan")
    UNDECIDED = "undecided", _l("Belum dapat diputuskan apakah informasi dikecualikan")


class Outcome(models.TextChoices):
    """What is decided on one part of a request (UU 14/2008 Pasal 22 ayat (7))."""

    GRANTED = "granted", _l("Diberikan seluruhnya")
    PARTLY = "partly", _l("Diberikan sebagian (ada yang dihitamkan)")
    REFUSED = "refused", _l("Ditolak karena dikecualikan")
    NOT_HELD = "not_held", _l("Tidak dikuasai")
    NOT_DOCUMENTED = "not_documented", _l("Belum didokumentasikan")


class InformationRequest(Case):
    """A request for information (permohonan informasi publik), SOP 2.

    The legal clock starts on receipt, or on completion when the request came incomplete;
    the answer is due within ten working days, once extended by at most seven
    (UU 14/2008 Pasal 22 ayat (7) and (8)).
    """

    register: ClassVar[str] = "request"
    sop_key: ClassVar[str] = "request"
    kind_label: ClassVar[str | Promise] = _l("Permohonan informasi")
    applicant_pages: ClassVar[str] = "requests_app"

    information = models.TextField(_l("informasi yang diminta"))
    purpose = models.TextField(_l("tujuan penggunaan"))
    access_method = models.CharField(
        _l("cara memperoleh"), max_length=10, choices=AccessMethod, default=AccessMethod.COPY
    )
    copy_form = models.CharField(
        _l("bentuk salinan"), max_length=10, choices=CopyForm, blank=True, default=""
    )
    delivery = models.CharField(
        _l("cara mendapatkan salinan"), max_length=10, choices=Delivery, blank=True, default=""
    )
    missing = models.JSONField(default=list, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    resume_state = models.CharField(max_length=20, blank=True, default="")
    clarification = models.TextField(blank=True, default="")
    direction = models.TextField(_l("arahan"), blank=True, default="")
    answering_since = models.DateTimeField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=10, choices=Delivery, blank=True, default="")
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("permohonan informasi")
        verbose_name_plural = _l("permohonan informasi")

    # -- what the portal says of it ------------------------------------------------------------

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(State(self.state).label)

    def state_sentence(self) -> str:
        """Return where the request stands, as the applicant reads it."""
        return notices.state_sentence(self)

    def search_parts(self) -> list[str]:
        """Return number, subject, text and name of the applicant."""
        applicant = self.applicant
        names = [applicant.name, applicant.proxy_name] if applicant else []
        return [self.number or "", self.title, self.information, *names]

    def what_is_asked(self) -> str:
        """Return the text of the request, without the person."""
        return self.information

    def facts(self) -> list[tuple[str, str]]:
        """Return the facts of the request for the desk."""
        return [
            (_("Informasi yang diminta"), self.information),
            (_("Tujuan penggunaan"), self.purpose),
            (_("Cara memperoleh"), self.get_access_method_display()),
            (
                _("Salinan"),
                ", ".join(
                    str(part)
                    for part in (self.get_copy_form_display(), self.get_delivery_display())
                    if part
                ),
            ),
            (_("Masuk melalui"), self.get_channel_display()),
            (_("Diterima pada"), date_long(local(self.received_at).date(), with_day=True)),
            *self._pause_facts(),
        ]

    def _pause_facts(self) -> list[tuple[str, str]]:
        """Return for how many working days the legal clock has stood, if it ever did."""
        deadline = self.notification_deadline
        if deadline is None or not deadline.pauses:
            return []
        days = deadlines.paused_days(deadline)
        words = ngettext("{days} hari kerja", "{days} hari kerja", days).format(days=days)
        if deadline.status == LegalDeadline.Status.PAUSED:
            since = date.fromisoformat(deadline.pauses[-1]["from"])
            words = _("{days}, dan berhenti lagi sejak {date}").format(
                days=words, date=date_long(since)
            )
        return [(_("Hitungan hari berhenti selama"), words)]

    @property
    def notification_deadline(self) -> LegalDeadline | None:
        """Return the newest ten-day limit, running or ended."""
        return deadlines.latest(self, "written_notification")

    @property
    def current_draft(self) -> AnswerDraft | None:
        """Return the newest version of the answer."""
        return self.drafts.order_by("-version").first()

    @property
    def open_extension(self) -> Extension | None:
        """Return the extension that is proposed or in force."""
        return self.extensions.filter(
            status__in=(Extension.Status.PROPOSED, Extension.Status.APPROVED)
        ).first()

    @cached_property
    def has_later_stage(self) -> bool:
        """Tell whether an objection or dispute depends on what the request was."""
        return any(
            kind not in (self.register, *BESIDE) and state != "withdrawn"
            for kind, state in self.followers
        )

    def hold(self, name: str) -> str | None:
        """Return why an act would change what an objection or dispute is about, if it would."""
        if name not in _CHANGES_THE_PAST or not self.has_later_stage:
            return None
        return _(
            "Permohonan ini sudah menjadi dasar keberatan atau sengketa, jadi tidak dapat diubah "
            "lagi. Jawaban yang terlambat tetap dapat disampaikan."
        )

    @cached_property
    def order_in_force(self) -> Obligation | None:
        """Return the order of a higher decision that this request has to carry out, if any."""
        return Obligation.objects.filter(
            request=self, state__in=(ObligationState.OPEN, ObligationState.SUSPENDED)
        ).first()

    @property
    def waits_for_court(self) -> bool:
        """Tell whether it was opened again for an order that a court now examines.

        A request that was still unanswered when the order came is worked on all the same.
        """
        from requests_app import obligations

        if self.state not in UNDER_ORDER or not self.has_followers:
            return False
        states = set(self.obligations.values_list("state", flat=True))
        stands_still = ObligationState.SUSPENDED in states and ObligationState.OPEN not in states
        return stands_still and bool(obligations.reopened_from(self))

    # -- work ----------------------------------------------------------------------------------

    def expected_work(self) -> list[Work]:
        """Return the open steps of SOP 2 for the present state."""
        waiting = self.state == State.CLARIFYING
        state = self.resume_state if waiting else self.state
        paused = waiting or self.waits_for_court
        work = [self._with_pause(item, paused) for item in self._work_in(state)]
        if waiting or self.state == State.INCOMPLETE:
            rule = "clarification" if waiting else "cure"
            deadline = deadlines.running(self, rule)
            label = _l("Menunggu jawaban pemohon") if waiting else _l("Menunggu kelengkapan")
            work.append(
                Work(
                    "request.2",
                    PEMOHON,
                    label,
                    phase="answer",
                    due_at=end_of(deadline.due_on) if deadline else None,
                )
            )
        extension = self.open_extension if state in (State.REGISTERED, State.IN_PROCESS) else None
        if extension is not None and extension.status == Extension.Status.PROPOSED:
            work.append(
                Work("extension", Role.KETUA_PPID, _l("Putuskan usul perpanjangan"), phase="decide")
            )
        return work

    def _work_in(self, state: str) -> list[Work]:
        since = self.answering_since
        secretariat, ketua, atasan = (
            Role.TIM_SEKRETARIAT_PPID,
            Role.KETUA_PPID,
            Role.ATASAN_PPID,
        )
        answer = self._answer_step()
        match state:
            case State.RECEIVED:
                return [Work("request.2", secretariat, _l("Periksa permohonan dan identitas"))]
            case State.CHECKED:
                return [Work("request.3", secretariat, _l("Catat di register"))]
            case State.REGISTERED:
                return [Work("request.4", ketua, _l("Telaah dan disposisi"))]
            case State.IN_PROCESS:
                work = [
                    Work(answer, secretariat, _l("Siapkan jawaban"), phase="draft", since=since)
                ]
                for task in self.unit_tasks.filter(state__in=UnitTask.OPEN):
                    work.append(
                        Work(
                            "unit",
                            Role.PPID_PELAKSANA,
                            _l("Jawab memorandum PPID"),
                            phase="answer",
                            unit_id=task.unit_id,
                            key=str(task.pk),
                            since=task.asked_at,
                            limit=Limit(task.days, "days"),
                        )
                    )
                return work
            case State.APPROVAL:
                return [Work(answer, ketua, _l("Putuskan jawaban"), phase="approve", since=since)]
            case State.SECOND_APPROVAL:
                return [Work(answer, atasan, _l("Persetujuan kedua"), phase="second", since=since)]
            case State.APPROVED:
                return [
                    Work(answer, secretariat, _l("Sampaikan jawaban"), phase="deliver", since=since)
                ]
            case _:
                return []

    def _with_pause(self, work: Work, paused: bool) -> Work:
        return Work(**{**work.__dict__, "paused": paused})

    def _answer_step(self) -> str:
        draft = self.current_draft if self.state in _DECIDED else None
        return "request.5b" if draft is not None and draft.refuses_everything else "request.5a"

    # -- SOP 2.1 -------------------------------------------------------------------------------

    @step(
        "request",
        "1",
        source=NEW,
        target=State.RECEIVED,
        label=_l("Terima permohonan"),
        roles=APPLICANT_OR_SECRETARIAT,
        opening=True,
    )
    def receive(self, act: Act, *, documents: Sequence[CaseDocument] = ()) -> None:
        """Receive the request, give the receipt and start both clocks.

        UU 14/2008 Pasal 22 ayat (4): the number is given at receipt.
        """
        for document in documents:
            document.case = self
            document.save()
        self._start_clocks(self.received_at, act.at)
        letter = letters.receipt(self, act)
        act.yield_document(_l("Permohonan informasi"), self.number or "")
        act.yield_letter(letter.title, letter.number)
        act.log(channel=self.channel, counted_from=str(self.counted_from))
        notices.received(self, letter)

    def _start_clocks(self, since: datetime, at: datetime) -> None:
        deadlines.start(self, "completeness_notice", since, at=at)
        deadline = deadlines.start(self, "written_notification", since, at=at)
        self.counted_from = deadline.counted_from

    # -- SOP 2.2 -------------------------------------------------------------------------------

    @step(
        "request",
        "2",
        source=State.RECEIVED,
        target=State.CHECKED,
        label=_l("Nyatakan lengkap"),
        roles=SECRETARIAT,
        form="requests_app.forms.ConfirmCompleteForm",
    )
    def confirm_complete(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Find the request and the applicant's identity clear and complete."""
        self._meet("completeness_notice", act)
        act.yield_decision(_l("Kelengkapan data"), _l("lengkap"))
        act.log(checklist=list(checklist))

    @step(
        "request",
        "2",
        source=State.RECEIVED,
        target=State.INCOMPLETE,
        label=_l("Kembalikan untuk dilengkapi"),
        roles=SECRETARIAT,
        form="requests_app.forms.ReturnIncompleteForm",
        guard=rules.may_return_incomplete,
    )
    def return_incomplete(self, act: Act, *, missing: Sequence[str], note: str = "") -> None:
        """Tell the applicant what is missing; the ten days start anew on completion."""
        self.missing = list(missing)
        self._meet("completeness_notice", act)
        self._cancel("written_notification", act)
        cure = deadlines.start(self, "cure", local(act.at).date(), at=act.at)
        letter = letters.incompleteness(self, act, cure.due_on, note)
        act.yield_letter(letter.title, letter.number)
        act.log(missing=len(self.missing), cure_until=cure.due_on.isoformat())
        notices.incomplete(self, letter, cure.due_on)

    @act(
        "SOP 2.2",
        source=State.INCOMPLETE,
        target=State.RECEIVED,
        label=_l("Lengkapi permohonan"),
        roles=APPLICANT_OR_SECRETARIAT,
        form="requests_app.forms.CompleteForm",
        guard=rules.cure_is_open,
        main=True,
    )
    def complete(
        self, act: Act, *, addition: str = "", documents: Sequence[CaseDocument] = ()
    ) -> None:
        """Take what was missing; the legal count starts on this day."""
        if not addition.strip() and not documents:
            raise Refused(_("Tulis keterangan atau unggah dokumen yang kurang."), "addition")
        if addition.strip():
            self.information = f"{self.information}\n\n{addition.strip()}"
        for document in documents:
            document.case = self
            document.save()
        self._meet("cure", act)
        self.completed_at = act.at
        self.missing = []
        self._start_clocks(act.at, act.at)
        act.log(counted_from=str(self.counted_from), documents=len(documents))
        notices.completed(self, act)

    @act(
        "Perki 1/2021",
        source=[State.INCOMPLETE, State.CLARIFYING],
        target=State.LAPSED,
        label=_l("Tutup karena tidak dilengkapi"),
        roles=(SISTEM,),
    )
    def lapse(self, act: Act) -> None:
        """Close a request that its applicant did not complete in time (S9)."""
        if rules.cure_is_open(self, act.actor) is None:
            raise NotNow(_("Waktu melengkapi belum berakhir."))
        self._close(act)
        notices.lapsed(self)

    # -- clarification after registration ------------------------------------------------------

    @act(
        "SOP 2.2",
        source=[State.CHECKED, State.REGISTERED, State.IN_PROCESS],
        target=State.CLARIFYING,
        label=_l("Minta klarifikasi"),
        roles=SECRETARIAT,
        form="requests_app.forms.AskClarificationForm",
    )
    def ask_clarification(self, act: Act, *, question: str, stopped_on: date | None = None) -> None:
        """Ask the applicant what they mean; the legal clock stands still meanwhile."""
        deadline = deadlines.running(self, "written_notification")
        if deadline is None:
            raise NotNow(_("Tidak ada batas waktu yang sedang berjalan."))
        if not question.strip():
            raise Refused(_("Tuliskan apa yang perlu dijelaskan pemohon."), "question")
        stop = stopped_on or local(act.at).date()
        deadlines.pause(deadline, stop, at=act.at)
        answer_by = deadlines.start(self, "clarification", local(act.at).date(), at=act.at)
        self.resume_state = self.state
        self.clarification = question.strip()
        act.log(stopped_on=stop.isoformat(), answer_by=answer_by.due_on.isoformat())
        notices.clarification(self, answer_by)

    @act(
        "SOP 2.2",
        source=State.CLARIFYING,
        target=RETURN_VALUE(State.CHECKED, State.REGISTERED, State.IN_PROCESS),
        label=_l("Jawab klarifikasi"),
        roles=APPLICANT_OR_SECRETARIAT,
        form="requests_app.forms.AnswerClarificationForm",
        guard=rules.cure_is_open,
        main=True,
    )
    def answer_clarification(
        self, act: Act, *, answer: str, documents: Sequence[CaseDocument] = ()
    ) -> str:
        """Take the applicant's answer; the clock runs on, later by the paused working days."""
        if not answer.strip():
            raise Refused(_("Tuliskan jawaban Anda."), "answer")
        for document in documents:
            document.case = self
            document.save()
        deadline = deadlines.running(self, "written_notification")
        if deadline is None:
            raise NotNow(_("Tidak ada batas waktu yang sedang berhenti."))
        deadlines.resume(deadline, local(act.at).date(), at=act.at)
        self._give_units_the_pause(act)
        self._meet("clarification", act)
        self.messages.create(
            direction="from_applicant", text=answer.strip(), author=act.actor.user, at=act.at
        )
        act.log(due_on=deadline.due_on.isoformat(), paused=deadlines.paused_days(deadline))
        state, self.resume_state = self.resume_state, ""
        notices.clarified(self, act)
        return state

    def _give_units_the_pause(self, act: Act) -> None:
        """Move what units were given by the time for which their work stood, as the engine does."""
        stopped = dict(
            WorkItem.objects.filter(
                case_id=self.pk, closed_at__isnull=True, paused_at__isnull=False
            ).values_list("key", "paused_at")
        )
        calendar = work_calendar()
        for task in self.unit_tasks.filter(state__in=UnitTask.OPEN):
            since = stopped.get(str(task.pk))
            if since is not None:
                stood = calendar.working_minutes_between(since, act.at)
                task.due_at = calendar.add_working_time(task.due_at, stood).moment
                task.save(update_fields=["due_at"])

    # -- SOP 2.3 -------------------------------------------------------------------------------

    @step(
        "request",
        "3",
        source=State.CHECKED,
        target=State.REGISTERED,
        label=_l("Catat di register"),
        roles=SECRETARIAT,
        form="requests_app.forms.RegisterForm",
    )
    def register_request(
        self,
        act: Act,
        *,
        title: str = "",
        sensitive: bool = False,
        restricted: bool = False,
        checklist: Sequence[str] = (),
    ) -> None:
        """Enter the request in the register under the number it was given at receipt."""
        self.title = title.strip() or self.title
        self.sensitive = sensitive
        self.restricted = restricted
        act.yield_number(_l("Nomor pendaftaran"), self.number or "")
        act.log(sensitive=sensitive, restricted=restricted, checklist=list(checklist))
        notices.registered(self)

    # -- SOP 2.4 -------------------------------------------------------------------------------

    @step(
        "request",
        "4",
        source=State.REGISTERED,
        target=State.IN_PROCESS,
        label=_l("Disposisi"),
        roles=KETUA,
        form="requests_app.forms.DisposeForm",
    )
    def dispose(
        self,
        act: Act,
        *,
        direction: str,
        units: Sequence[Unit] = (),
        unit_days: int = 3,
        instructions: Sequence[str] = (),
        checklist: Sequence[str] = (),
    ) -> None:
        """Direct the request to the units that hold the information, by memorandum."""
        self.direction = direction.strip()
        self.answering_since = act.at
        tasks = [self._task(unit, direction, unit_days, act) for unit in units]
        sheet = letters.disposition(self, act, tasks, instructions)
        act.yield_letter(sheet.title, sheet.number)
        if tasks:
            memo = letters.memorandum(self, act, tasks)
            act.yield_letter(memo.title, memo.number)
        act.log(units=[unit.code for unit in units], checklist=list(checklist))
        notices.assigned(self, tasks)

    @act(
        "SOP 2.4",
        source=State.IN_PROCESS,
        target=None,
        label=_l("Tambah unit"),
        roles=(*KETUA, *SECRETARIAT),
        form="requests_app.forms.AddUnitForm",
    )
    def add_unit(self, act: Act, *, unit: Unit, direction: str, unit_days: int = 3) -> None:
        """Ask one more unit, as when another turned out not to hold the information."""
        if self.unit_tasks.filter(unit=unit, state__in=UnitTask.OPEN).exists():
            raise Refused(_("Unit ini sedang mengerjakan permohonan ini."), "unit")
        task = self._task(unit, direction, unit_days, act)
        memo = letters.memorandum(self, act, [task])
        act.yield_letter(memo.title, memo.number)
        act.log(units=[unit.code])
        notices.assigned(self, [task])

    def _task(self, unit: Unit, direction: str, days: int, act: Act) -> UnitTask:
        if unit not in rules.answering_units(local(act.at).date()):
            raise Refused(
                _("{unit} belum mempunyai PPID Pelaksana. Minta administrator menunjuknya.").format(
                    unit=unit.name
                ),
                "units",
            )
        due = step_due(act.at, Limit(days, "days"))
        return UnitTask.objects.create(
            request=self,
            unit=unit,
            question=direction.strip(),
            days=days,
            due_at=due.moment,
            asked_at=act.at,
        )

    # -- units ---------------------------------------------------------------------------------

    @act(
        "SOP 2.5a",
        source=State.IN_PROCESS,
        target=None,
        label=_l("Terima tugas"),
        roles=UNIT,
        guard=rules.has_unaccepted_task,
        form="requests_app.forms.AcceptTaskForm",
    )
    def accept_task(self, act: Act) -> None:
        """Take the memorandum on for one's unit."""
        task = self.task_of(act.actor)
        task.accept(act)
        task.save()
        act.log(unit=task.unit.code)

    @act(
        "SOP 2.5a",
        source=State.IN_PROCESS,
        target=None,
        label=_l("Jawab dengan dokumen"),
        roles=UNIT,
        form="requests_app.forms.AnswerTaskForm",
        main=True,
    )
    def answer_task(self, act: Act, *, answer: str, documents: Sequence[CaseDocument] = ()) -> None:
        """Give the unit's answer with the documents it holds (Memorandum PPID Pelaksana)."""
        if not answer.strip():
            raise Refused(_("Tuliskan jawaban unit Anda."), "answer")
        task = self.task_of(act.actor)
        for document in documents:
            document.case = self
            document.unit = task.unit
            document.save()
        task.answer_with(act, answer.strip())
        task.save()
        act.log(unit=task.unit.code, documents=len(documents))
        notices.unit_answered(self, task)

    @act(
        "SOP 2.5a",
        source=State.IN_PROCESS,
        target=None,
        label=_l("Tidak dapat memenuhi"),
        roles=UNIT,
        form="requests_app.forms.RejectTaskForm",
        needs_reason=True,
    )
    def reject_task(self, act: Act, *, ground: str, article: str = "", other_law: str = "") -> None:
        """Say why the unit cannot give it; a label such as "rahasia" is no ground.

        UU 14/2008 Pasal 17 and 19: exclusion needs the article's letter and a test, so the unit
        names the letter, and the PPID decides.
        """
        rules.check_unit_ground(ground, article, other_law)
        task = self.task_of(act.actor)
        task.reject(act, ground, article, act.reason)
        task.save()
        act.log(unit=task.unit.code, ground=ground, article=article)
        notices.unit_answered(self, task)

    @act(
        "SOP 2.5a",
        source=State.IN_PROCESS,
        target=None,
        label=_l("Ingatkan unit"),
        roles=SECRETARIAT,
        form="requests_app.forms.ChaseForm",
        guard=rules.has_open_tasks,
    )
    def chase_units(self, act: Act, *, message: str = "") -> None:
        """Remind the units that have not answered."""
        open_tasks = list(self.unit_tasks.filter(state__in=UnitTask.OPEN).select_related("unit"))
        for task in open_tasks:
            task.chased_at = act.at
            task.save()
            notices.chased(self, task, message, act.at)
        act.log(units=[task.unit.code for task in open_tasks])

    def task_of(self, actor: Actor) -> UnitTask:
        """Return the open task of the actor's unit; raises ``NotNow`` when there is none."""
        open_tasks = self.unit_tasks.filter(state__in=UnitTask.OPEN).select_related("unit")
        task = next((t for t in open_tasks if t.unit_id == actor.unit_id), None)
        if task is None:
            raise NotNow(_("Unit Anda tidak punya tugas terbuka pada permohonan ini."))
        return task

    # -- SOP 2.5a and 2.5b: draft --------------------------------------------------------------

    @step(
        "request",
        "5a",
        source=State.IN_PROCESS,
        target=State.APPROVAL,
        label=_l("Ajukan jawaban untuk disetujui"),
        roles=SECRETARIAT,
        form="requests_app.forms.SubmitDraftForm",
        guard=rules.draft_grants_something,
        needs_output=False,
    )
    def submit_draft(self, act: Act, *, without_units: bool = False) -> None:
        """Lay the answer before Ketua PPID; from here on this version is frozen."""
        self._submit(act, without_units)

    @step(
        "request",
        "5b",
        source=State.IN_PROCESS,
        target=State.APPROVAL,
        label=_l("Ajukan penolakan untuk disetujui"),
        roles=SECRETARIAT,
        form="requests_app.forms.SubmitDraftForm",
        guard=rules.draft_refuses_everything,
        needs_output=False,
    )
    def submit_refusal(self, act: Act, *, without_units: bool = False) -> None:
        """Lay the refusal before Ketua PPID, with the test or decree that carries it."""
        self._submit(act, without_units)

    def _submit(self, act: Act, without_units: bool) -> None:
        waiting = self.unit_tasks.filter(state__in=UnitTask.OPEN).select_related("unit")
        if waiting and not without_units:
            raise Refused(
                _(
                    "Unit ini belum menjawab: {units}. Tunggu, ingatkan, atau centang lanjut."
                ).format(units=", ".join(task.unit.name for task in waiting)),
                "without_units",
            )
        for task in waiting:
            task.leave_out(act)
            task.save()
        draft = self.current_draft
        if draft is None:
            raise NotNow(_("Siapkan jawaban lebih dahulu."))
        rules.check_draft(draft, local(act.at).date())
        rules.check_order(self, draft)
        draft.status = AnswerDraft.Status.SUBMITTED
        draft.submitted_by = act.actor.user
        draft.submitted_at = act.at
        draft.save()
        act.log(version=draft.version, outcomes=[part.outcome for part in draft.parts.all()])
        notices.approval_needed(self, Role.KETUA_PPID, draft.version)

    @act(
        "SOP 2.5",
        source=[State.APPROVAL, State.SECOND_APPROVAL],
        target=State.IN_PROCESS,
        label=_l("Kembalikan"),
        roles=(*KETUA, *ATASAN),
        needs_reason=True,
        main=True,
    )
    def return_draft(self, act: Act) -> None:
        """Return the answer with a reason; the version is kept and the next one starts."""
        draft = self._submitted()
        draft.status = AnswerDraft.Status.RETURNED
        draft.return_reason = act.reason
        draft.save()
        following = draft.copy()
        act.log(returned=draft.version, next=following.version)
        notices.draft_returned(self, draft)

    @step(
        "request",
        "5a",
        source=State.APPROVAL,
        target=RETURN_VALUE(State.APPROVED, State.SECOND_APPROVAL),
        label=_l("Setujui dan tandatangani"),
        roles=KETUA,
        guard=rules.draft_grants_something,
        separate_from=DRAFTING,
        needs_output=False,
        form="requests_app.forms.ApproveForm",
    )
    def approve_answer(self, act: Act) -> str:
        """Approve the frozen answer; letters are numbered and signed on the last approval."""
        return self._approve(act)

    @step(
        "request",
        "5b",
        source=State.APPROVAL,
        target=RETURN_VALUE(State.APPROVED, State.SECOND_APPROVAL),
        label=_l("Setujui dan tandatangani penolakan"),
        roles=KETUA,
        guard=rules.draft_refuses_everything,
        separate_from=DRAFTING,
        needs_output=False,
        form="requests_app.forms.ApproveForm",
    )
    def approve_refusal(self, act: Act) -> str:
        """Approve the refusal; the decree is numbered and signed on the last approval."""
        return self._approve(act)

    def _approve(self, act: Act) -> str:
        draft = self._submitted()
        rules.check_draft(draft, local(act.at).date())
        draft.approved_by = act.actor.user
        draft.approved_at = act.at
        draft.save()
        if self.sensitive:
            act.log(version=draft.version, second_approval=True)
            notices.approval_needed(self, Role.ATASAN_PPID, draft.version)
            return State.SECOND_APPROVAL
        self._sign(draft, act)
        return State.APPROVED

    @act(
        "SOP 2.5",
        source=State.SECOND_APPROVAL,
        target=State.APPROVED,
        label=_l("Setujui sebagai pemberi persetujuan kedua"),
        roles=ATASAN,
        separate_from=(*DRAFTING, *APPROVING),
        main=True,
    )
    def approve_second(self, act: Act) -> None:
        """Give the second approval that a sensitive answer needs."""
        self._sign_second(act)

    @act(
        "SOP 2.5",
        source=State.SECOND_APPROVAL,
        target=State.APPROVED,
        label=_l("Lewati persetujuan kedua"),
        roles=KETUA,
        separate_from=DRAFTING,
        needs_reason=True,
        danger=True,
    )
    def bypass_second(self, act: Act) -> None:
        """Go on without the second approval; the reason stays in the history."""
        self._sign_second(act)

    def _sign_second(self, act: Act) -> None:
        draft = self._submitted()
        # Days may lie between the two approvals; a ground may have expired meanwhile (case 28).
        rules.check_draft(draft, local(act.at).date())
        self._sign(draft, act)

    def _sign(self, draft: AnswerDraft, act: Act) -> None:
        signatory = self._signatory(draft, act)
        draft.status = AnswerDraft.Status.APPROVED
        decree = letters.refusal_decree(self, draft, signatory, act.at)
        if decree is not None:
            draft.decree = decree
            act.yield_letter(decree.title, decree.number)
        draft.notification = letters.written_notification(self, draft, signatory, act.at, decree)
        act.yield_letter(draft.notification.title, draft.notification.number)
        draft.save()
        act.log(version=draft.version)
        notices.ready_to_deliver(self, draft.version)

    def _signatory(self, draft: AnswerDraft, act: Act) -> Actor:
        """Return who signs: Ketua PPID who approved, also when a second approval came after."""
        if act.actor.role == Role.KETUA_PPID:
            return act.actor
        return rules.actor_who(self, APPROVING, draft.approved_by)

    def _submitted(self) -> AnswerDraft:
        draft = self.current_draft
        if draft is None or draft.status != AnswerDraft.Status.SUBMITTED:
            raise NotNow(_("Tidak ada jawaban yang menunggu keputusan."))
        return draft

    # -- SOP 2.5a and 2.5b: deliver ------------------------------------------------------------

    @step(
        "request",
        "5a",
        source=State.APPROVED,
        target=State.ANSWERED,
        label=_l("Sampaikan jawaban"),
        roles=SECRETARIAT,
        form="requests_app.forms.DeliverForm",
        guard=rules.may_deliver_answer,
    )
    def deliver_answer(
        self,
        act: Act,
        *,
        delivered_on: date | None = None,
        method: str = Delivery.EMAIL,
        tracking_number: str = "",
        checklist: Sequence[str] = (),
    ) -> None:
        """Deliver the written notification with the documents (UU 14/2008 Pasal 22 ayat (7))."""
        self._deliver(act, delivered_on, method, tracking_number)

    @step(
        "request",
        "5b",
        source=State.APPROVED,
        target=State.ANSWERED,
        label=_l("Sampaikan penolakan"),
        roles=SECRETARIAT,
        form="requests_app.forms.DeliverForm",
        guard=rules.may_deliver_refusal,
    )
    def deliver_refusal(
        self,
        act: Act,
        *,
        delivered_on: date | None = None,
        method: str = Delivery.EMAIL,
        tracking_number: str = "",
        checklist: Sequence[str] = (),
    ) -> None:
        """Deliver the written notification with the refusal decree."""
        self._deliver(act, delivered_on, method, tracking_number)

    def _deliver(
        self, act: Act, delivered_on: date | None, method: str, tracking_number: str
    ) -> None:
        today = local(act.at).date()
        day = delivered_on or today
        draft = self.current_draft
        if draft is None or draft.notification is None:
            raise NotNow(_("Jawaban belum ditandatangani."))
        if day > today:
            raise Refused(_("Tanggal penyampaian tidak boleh di masa depan."), "delivered_on")
        if day < local(draft.notification.issued_at).date():
            raise Refused(
                _("Tanggal penyampaian tidak boleh sebelum surat ditandatangani."), "delivered_on"
            )
        draft.status = AnswerDraft.Status.ISSUED
        draft.save()
        documents = CaseDocument.objects.filter(draft_parts__draft=draft)
        documents.update(released_at=act.at, audience=CaseDocument.Audience.APPLICANT)
        sent = replacing.in_force((draft.notification, draft.decree))
        for letter in sent:
            act.yield_letter(letter.title, letter.number)
        if sent:
            deliveries.send(
                self,
                sent,
                method,
                sent_on=day,
                actor=act.actor,
                key=f"request_answer:{draft.notification.pk}",
                tracking_number=tracking_number,
            )
        else:
            # It was withdrawn, and somebody said why nothing takes its place.
            act.yield_document(_l("Jawaban tanpa surat"), draft.notification.number)
        self._answered(act, day, method)
        notices.answered(self, draft)

    @act(
        "UU 14/2008 Pasal 36 ayat (1)",
        source=[State.ANSWERED, State.REFERRED],
        target=None,
        label=_l("Hitung waktu keberatan sejak surat pengganti"),
        roles=(SISTEM,),
    )
    def count_from_replacement(self, act: Act, *, delivered_on: date, number: str) -> None:
        """Count the time to object from the delivery of the answer in the withdrawn one's place.

        UU 14/2008 Pasal 35 ayat (1) gives the objection against the answer that the applicant
        holds, and Pasal 36 ayat (1) counts its thirty working days from when its reason was
        found. An answer that was withdrawn is none any more: the reason can only be found in the
        one in its place, so the later delivery counts, in the applicant's favour. The ten working
        days of Pasal 22 ayat (7) ended with the first answer and are not counted again.
        """
        self._cancel("objection_window", act)
        deadlines.start(self, "objection_window", delivered_on, at=act.at)
        act.log(
            delivered_on=delivered_on.isoformat(),
            letter=number,
            why="UU 14/2008 Pasal 35 ayat (1) dan Pasal 36 ayat (1)",
        )

    def delivered_again(self, letter_id: int, on: date, actor: Actor) -> str:
        """Count the time to object anew when an answer's replacement was delivered later.

        Not where nothing ran that a later day could move, nor once somebody has objected: then
        the way is taken, and the objection is judged by the answer as it now is.
        """
        letter = self.letters.get(pk=letter_id)
        window = deadlines.latest(self, "objection_window")
        taken = (LegalDeadline.Status.MET, LegalDeadline.Status.MET_LATE)
        if (
            letter.kind not in _ANSWERS
            or self.state not in (State.ANSWERED, State.REFERRED)
            or window is None
            or window.status in (*taken, LegalDeadline.Status.CANCELLED)
            or on <= window.counted_from
        ):
            return ""
        engine.perform(
            self, "count_from_replacement", Actor.system(), delivered_on=on, number=letter.number
        )
        window = deadlines.latest(self, "objection_window")
        return notices.may_object_until(window) if window is not None else ""

    def _answered(self, act: Act, day: date, method: str) -> None:
        if self.answered_on is None or self.order_in_force is None:
            # Under an order the first answer keeps its day; the obligation has the day of this one.
            self.answered_on = day
            self.answered_by = method
        act.log(delivered_on=day.isoformat(), method=method)
        deadline = self.notification_deadline
        answered_before = (LegalDeadline.Status.MET, LegalDeadline.Status.MET_LATE)
        if deadline is not None and deadline.status not in answered_before:
            deadlines.meet(deadline, day, at=act.at)
        if self.order_in_force is not None:
            self._order_carried_out(act, day)
            return
        # UU 14/2008 Pasal 36 ayat (1): thirty working days after the answer is received. A limit
        # that opened earlier, because the body was silent, ends with the answer.
        self._cancel("objection_window", act)
        deadlines.start(self, "objection_window", day, at=act.at)
        self._close(act, keep=("objection_window",))

    def _order_carried_out(self, act: Act, day: date) -> None:
        """End what was ordered; the dates of the first answer stay as they were.

        Whoever ordered it, the way against the new answer is the one that the decision opened,
        but for an order of Atasan PPID: his is followed by an answer of the PPID itself, against
        which UU 14/2008 Pasal 35 ayat (1) huruf d gives a new objection.
        """
        from requests_app import obligations

        ordered = obligations.carried_out(self, day, at=act.at)
        if any(obligation.source == "objection" for obligation in ordered):
            self._cancel("objection_window", act)
            deadlines.start(self, "objection_window", day, at=act.at)
        self._close(act, keep=("objection_window",))

    @act(
        "UU 14/2008 Pasal 36 ayat (2) dan Pasal 46",
        source=[State.ANSWERED, State.REFERRED],
        target=State.IN_PROCESS,
        label=_l("Buka kembali untuk melaksanakan perintah"),
        roles=(SISTEM,),
    )
    def reopen(self, act: Act, *, order: str) -> None:
        """Open the request again, because a decision orders the information to be given."""
        self.closed_at = None
        self.answering_since = act.at
        if self.current_draft is not None:
            self.current_draft.copy()
        act.log(order=order)
        notices.reopened(self)

    @act(
        "UU 14/2008 Pasal 36 ayat (2) dan Pasal 46",
        source=[State.APPROVAL, State.SECOND_APPROVAL, State.APPROVED],
        target=State.IN_PROCESS,
        label=_l("Tarik jawaban yang tidak melaksanakan perintah"),
        roles=(SISTEM,),
    )
    def take_back(self, act: Act, *, order: str) -> None:
        """Take an answer back that gives nothing, before it goes out against what is ordered.

        Its letters keep their numbers and are withdrawn; the next version starts from it.
        """
        draft = self.current_draft
        if draft is None or rules.gives_something(draft):
            raise NotNow(_("Tidak ada jawaban yang bertentangan dengan perintah."))
        reason = f"Didahului perintah {order}"
        for letter in (draft.notification, draft.decree):
            if letter is not None:
                withdraw_letter(letter, actor=act.actor, reason=reason, calls_for_another=False)
        draft.status = AnswerDraft.Status.RETURNED
        draft.return_reason = reason
        draft.save()
        following = draft.copy()
        act.log(order=order, returned=draft.version, next=following.version)
        notices.draft_returned(self, draft)

    @act(
        "UU 14/2008 Pasal 49",
        source=list(UNDER_ORDER),
        target=RETURN_VALUE(State.ANSWERED, State.REFERRED),
        label=_l("Tutup kembali karena perintahnya dibatalkan"),
        roles=(SISTEM,),
    )
    def close_again(self, act: Act) -> str:
        """Let the first answer stand again, because a court annulled the order to give another."""
        from requests_app import obligations

        before = obligations.reopened_from(self)
        if not before:
            raise NotNow(_("Permohonan ini tidak dibuka kembali oleh suatu perintah."))
        for task in self.unit_tasks.filter(state__in=UnitTask.OPEN):
            task.leave_out(act)
            task.save()
        self._close(act, keep=("objection_window",))
        notices.closed_again(self)
        return before

    @act(
        "UU 14/2008 Pasal 47 dan 48",
        source=list(UNDER_ORDER),
        target=None,
        label=_l("Berhenti sampai putusan pengadilan"),
        roles=(SISTEM,),
    )
    def stand_still(self, act: Act) -> None:
        """Let the work on an order wait while a court examines it; nobody is late meanwhile."""
        if not self.waits_for_court:
            raise NotNow(_("Tidak ada perintah yang sedang diperiksa pengadilan."))

    @act(
        "UU 14/2008 Pasal 49",
        source=list(UNDER_ORDER),
        target=None,
        label=_l("Lanjutkan sesudah putusan pengadilan"),
        roles=(SISTEM,),
    )
    def go_on(self, act: Act) -> None:
        """Take the work up again, because the order or another one stands."""
        if self.waits_for_court:
            raise NotNow(_("Perintahnya masih diperiksa pengadilan."))

    # -- extension -----------------------------------------------------------------------------

    @act(
        "UU 14/2008 Pasal 22 ayat (8)",
        source=[State.REGISTERED, State.IN_PROCESS],
        target=None,
        label=_l("Usulkan perpanjangan"),
        roles=SECRETARIAT,
        form="requests_app.forms.ProposeExtensionForm",
        guard=rules.may_extend,
    )
    def propose_extension(self, act: Act, *, reason_code: str, detail: str, days: int = 7) -> None:
        """Propose the one extension, with one of the three reasons."""
        rules.check_extension(self, reason_code, detail, days, local(act.at).date())
        Extension.objects.create(
            request=self,
            reason_code=reason_code,
            detail=detail.strip(),
            days=days,
            proposed_by=act.actor.user,
            proposed_at=act.at,
        )
        act.log(reason_code=reason_code, days=days)
        notices.extension_proposed(self)

    @act(
        "UU 14/2008 Pasal 22 ayat (8)",
        source=[State.REGISTERED, State.IN_PROCESS],
        target=None,
        label=_l("Setujui perpanjangan"),
        roles=KETUA,
        guard=rules.extension_is_proposed,
        separate_from=("propose_extension",),
        main=True,
        form="requests_app.forms.ApproveForm",
    )
    def approve_extension(self, act: Act) -> None:
        """Extend once by up to seven working days and tell the applicant in writing."""
        extension = self._extension(Extension.Status.PROPOSED)
        deadline = deadlines.running(self, "written_notification")
        if deadline is None:
            raise NotNow(_("Batas waktu sudah lewat; perpanjangan tidak mungkin lagi."))
        old = deadline.due_on
        deadlines.extend(deadline, extension.days, at=act.at)
        extension.status = Extension.Status.APPROVED
        extension.decided_by = act.actor.user
        extension.decided_at = act.at
        letter = letters.extension(self, act, extension, old, deadline)
        extension.letter = letter
        extension.save()
        act.yield_letter(letter.title, letter.number)
        act.log(old_due_on=old.isoformat(), new_due_on=deadline.due_on.isoformat())
        notices.extended(self, extension, deadline)

    @act(
        "UU 14/2008 Pasal 22 ayat (8)",
        source=[State.REGISTERED, State.IN_PROCESS],
        target=None,
        label=_l("Tolak usul perpanjangan"),
        roles=KETUA,
        guard=rules.extension_is_proposed,
        needs_reason=True,
    )
    def reject_extension(self, act: Act) -> None:
        """Decline the proposal; the due date stays."""
        extension = self._extension(Extension.Status.PROPOSED)
        extension.status = Extension.Status.REJECTED
        extension.decided_by = act.actor.user
        extension.decided_at = act.at
        extension.save()

    @act(
        "UU 14/2008 Pasal 22 ayat (8)",
        source=[State.REGISTERED, State.IN_PROCESS],
        target=None,
        label=_l("Batalkan perpanjangan"),
        roles=KETUA,
        guard=rules.extension_is_approved,
        needs_reason=True,
        danger=True,
    )
    def cancel_extension(self, act: Act) -> None:
        """Take the extension back: the former date returns, late at once if it has passed (S6)."""
        extension = self._extension(Extension.Status.APPROVED)
        deadline = deadlines.running(self, "written_notification")
        if deadline is None:
            raise NotNow(_("Batas waktu sudah berakhir."))
        deadlines.retract_extension(deadline, at=act.at)
        extension.status = Extension.Status.CANCELLED
        extension.decided_at = act.at
        extension.save()
        act.log(due_on=deadline.due_on.isoformat())
        notices.extension_cancelled(self, extension, deadline)

    def _extension(self, status: str) -> Extension:
        extension = self.extensions.filter(status=status).first()
        if extension is None:
            raise NotNow(_("Tidak ada perpanjangan yang dapat diputuskan."))
        return extension

    # -- other ends ----------------------------------------------------------------------------

    @act(
        "UU 14/2008 Pasal 22 ayat (7) huruf b",
        source=[State.REGISTERED, State.IN_PROCESS],
        target=State.REFERRED,
        label=_l("Teruskan ke badan publik lain"),
        roles=KETUA,
        form="requests_app.forms.ReferForm",
        guard=rules.no_order_stands,
        danger=True,
    )
    def refer(self, act: Act, *, holder: str, holder_address: str = "", note: str = "") -> None:
        """Tell the applicant which body holds the information, and pass the request on."""
        if not holder.strip():
            raise Refused(_("Sebutkan badan publik yang menguasai informasi ini."), "holder")
        referral = letters.referral(self, act, holder.strip(), holder_address.strip(), note.strip())
        notification = letters.referral_notification(self, act, holder.strip())
        act.yield_letter(referral.title, referral.number)
        act.yield_letter(notification.title, notification.number)
        for task in self.unit_tasks.filter(state__in=UnitTask.OPEN):
            task.leave_out(act)
            task.save()
        self._answered(act, local(act.at).date(), self.delivery or Delivery.EMAIL)
        notices.referred(self, holder.strip(), [notification, referral])

    @act(
        "UU 14/2008 Pasal 4",
        source=list(OPEN_STATES),
        target=State.WITHDRAWN,
        label=_l("Cabut permohonan"),
        roles=APPLICANT_OR_SECRETARIAT,
        form="requests_app.forms.WithdrawForm",
        danger=True,
    )
    def withdraw(self, act: Act) -> None:
        """Withdraw the request; it stays in the register and in the yearly figures."""
        if act.actor.role != PEMOHON and not act.reason.strip():
            raise Refused(_("Tulis bagaimana pemohon menyampaikan pencabutannya."), "reason")
        for task in self.unit_tasks.filter(state__in=UnitTask.OPEN):
            task.leave_out(act)
            task.save()
        if act.actor.role == PEMOHON and act.reason.strip():
            # What applicants write is kept with their messages; the chain could not forget it.
            self.messages.create(direction="from_applicant", text=act.reason.strip(), at=act.at)
            act.reason = ""
        self._close(act)
        notices.withdrawn(self)

    # -- what happens by itself ----------------------------------------------------------------

    def on_deadline_event(self, event: DueEvent) -> None:
        """Lapse, open the next remedy, remind or escalate, as the event asks."""
        deadline = event.deadline
        if event.kind == DueEvent.Kind.BREACH and deadline is not None:
            if deadline.rule in ("cure", "clarification"):
                if self.state in (State.INCOMPLETE, State.CLARIFYING):
                    engine.perform(self, "lapse", Actor.system(), at=event.created_at)
                return
            if deadline.rule == "written_notification" and not self.is_closed:
                # UU 14/2008 Pasal 35 ayat (1) huruf c and 36 ayat (1): silence opens the
                # objection on the day after the limit, without anybody's doing.
                window = deadlines.start(
                    self, "objection_window", deadline.due_on, at=event.created_at
                )
                notices.silent(self, deadline, window)
                return
        notices.staff_reminder(self, event)

    def on_work_redated(self, items: list[WorkItem]) -> None:
        """Move the dates that units were given together with their open work (S4)."""
        for item in items:
            if item.step == "unit":
                self.unit_tasks.filter(pk=item.key).update(due_at=item.due_at)

    def on_redated(self, changes: list[dict[str, str]]) -> None:
        """Tell the applicant once of the new date of the answer."""
        notices.redated(self, changes)

    def _meet(self, rule: str, act: Act) -> None:
        deadline = deadlines.running(self, rule)
        if deadline is not None:
            deadlines.meet(deadline, local(act.at).date(), at=act.at)

    def _cancel(self, rule: str, act: Act) -> None:
        deadline = deadlines.running(self, rule)
        if deadline is not None:
            deadlines.cancel(deadline, at=act.at)

    def _close(self, act: Act, keep: Sequence[str] = ()) -> None:
        self.closed_at = act.at
        # A proposal that nobody decided has lost its object.
        self.extensions.filter(status=Extension.Status.PROPOSED).update(
            status=Extension.Status.REJECTED, decided_at=act.at
        )
        for deadline in self.deadlines.filter(status__in=LegalDeadline.OPEN):
            if deadline.rule not in keep:
                deadlines.cancel(deadline, at=act.at)


#: Cases that follow from another without being a later stage of it: what was ordered, and the
#: consequence test in which it waits.
BESIDE = ("obligation", "consequence_test")
#: Acts that would change what an objection or a dispute is about.
_CHANGES_THE_PAST = frozenset(
    {
        "return_incomplete",
        "ask_clarification",
        "propose_extension",
        "approve_extension",
        "cancel_extension",
        "withdraw",
    }
)
#: The letters that are the answer itself.
_ANSWERS = frozenset({"written_notification", "refusal_decree"})
_DECIDED = (State.APPROVAL, State.SECOND_APPROVAL, State.APPROVED)


class UnitTask(models.Model):
    """What one unit is asked for, with its own due time (Memorandum PPID Pelaksana)."""

    class TaskState(models.TextChoices):
        """How far the unit is."""

        ASKED = "asked", _l("Diminta")
        ACCEPTED = "accepted", _l("Diterima unit")
        ANSWERED = "answered", _l("Dijawab")
        REJECTED = "rejected", _l("Tidak dapat memenuhi")
        LEFT_OUT = "left_out", _l("Tidak ditunggu")

    class Ground(models.TextChoices):
        """Why a unit cannot give the information."""

        NOT_HELD = "not_held", _l("Tidak dikuasai unit ini")
        NOT_DOCUMENTED = "not_documented", _l("Belum didokumentasikan")
        EXCLUDED = "excluded", _l("Dikecualikan menurut Pasal 17")

    OPEN: ClassVar[tuple[str, ...]] = (TaskState.ASKED, TaskState.ACCEPTED)

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="unit_tasks"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="request_tasks")
    question = models.TextField()
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.ASKED)
    asked_at = models.DateTimeField(default=now)
    days = models.PositiveSmallIntegerField(default=3)
    due_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    chased_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.TextField(blank=True, default="")
    ground = models.CharField(max_length=20, choices=Ground, blank=True, default="")
    article = models.CharField(max_length=1, blank=True, default="")

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["request", "unit"],
                condition=Q(state__in=("asked", "accepted")),
                name="unit_asked_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state}"

    def accept(self, act: Act) -> None:
        """Note that the unit works on it."""
        self.state = self.TaskState.ACCEPTED
        self.accepted_at = act.at

    def answer_with(self, act: Act, answer: str) -> None:
        """Note the unit's answer."""
        self._end(act, self.TaskState.ANSWERED)
        self.answer = answer

    def reject(self, act: Act, ground: str, article: str, reason: str) -> None:
        """Note why the unit cannot give it."""
        self._end(act, self.TaskState.REJECTED)
        self.ground, self.article, self.answer = ground, article, reason

    def leave_out(self, act: Act) -> None:
        """Note that the answer went on without this unit."""
        self.state = self.TaskState.LEFT_OUT
        self.ended_at = act.at

    def _end(self, act: Act, state: str) -> None:
        self.state = state
        self.ended_at = act.at
        self.answered_by = act.actor.user


class Extension(models.Model):
    """The one extension of a request (UU 14/2008 Pasal 22 ayat (8))."""

    class Status(models.TextChoices):
        """What became of the proposal."""

        PROPOSED = "proposed", _l("Diusulkan")
        APPROVED = "approved", _l("Disetujui")
        REJECTED = "rejected", _l("Ditolak")
        CANCELLED = "cancelled", _l("Dibatalkan")

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="extensions"
    )
    reason_code = models.CharField(max_length=20, choices=ExtensionReason)
    detail = models.TextField()
    days = models.PositiveIntegerField(default=7)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(status__in=("proposed", "approved")),
                name="one_extension_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=7), name="extension_of_seven_days_at_most"
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.status}"


class AnswerDraft(models.Model):
    """One version of the answer: frozen once submitted, kept when returned."""

    class Status(models.TextChoices):
        """How far a version got."""

        DRAFT = "draft", _l("Konsep")
        SUBMITTED = "submitted", _l("Menunggu persetujuan")
        RETURNED = "returned", _l("Dikembalikan")
        APPROVED = "approved", _l("Disetujui")
        ISSUED = "issued", _l("Disampaikan")

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="drafts")
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    note = models.TextField(blank=True, default="")
    cost_sheets = models.PositiveIntegerField(default=0)
    cost_per_sheet = models.PositiveIntegerField(default=0)
    cost_delivery = models.PositiveIntegerField(default=0)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    prepared_at = models.DateTimeField(default=now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True, default="")
    notification = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    decree = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=["request", "version"], name="draft_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} v{self.version} {self.status}"

    @property
    def refuses_everything(self) -> bool:
        """Tell whether every part is refused by exclusion (SOP 2.5b instead of 2.5a)."""
        outcomes = [part.outcome for part in self.parts.all()]
        return bool(outcomes) and all(outcome == Outcome.REFUSED for outcome in outcomes)

    def copy(self) -> AnswerDraft:
        """Start the next version with the same content."""
        following = AnswerDraft.objects.create(
            request=self.request,
            version=self.version + 1,
            note=self.note,
            cost_sheets=self.cost_sheets,
            cost_per_sheet=self.cost_per_sheet,
            cost_delivery=self.cost_delivery,
            prepared_by=self.prepared_by,
        )
        for part in self.parts.all():
            documents = list(part.documents.all())
            part.pk = None
            part._state.adding = True
            part.draft = following
            part.save()
            part.documents.set(documents)
        return following


class DraftPart(models.Model):
    """One part of the request and what is decided on it."""

    draft = models.ForeignKey(AnswerDraft, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField(default=1)
    text = models.TextField()
    outcome = models.CharField(max_length=20, choices=Outcome)
    explanation = models.TextField(blank=True, default="")
    article = models.CharField(max_length=1, blank=True, default="")
    other_law = models.CharField(max_length=300, blank=True, default="")
    consequence = models.TextField(blank=True, default="")
    basis = models.ForeignKey(
        ClassificationDecree, on_delete=models.PROTECT, null=True, blank=True, related_name="uses"
    )
    redaction = models.TextField(blank=True, default="")
    holder = models.CharField(max_length=200, blank=True, default="")
    ready_in_days = models.PositiveIntegerField(null=True, blank=True)
    documents = models.ManyToManyField(CaseDocument, blank=True, related_name="draft_parts")

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.draft_id}.{self.position} {self.outcome}"

    def history_line(self) -> dict[str, Any]:
        """Return what differs between versions, for the comparison that approvers see."""
        return {
            "outcome": self.outcome,
            "article": self.article,
            "explanation": self.explanation,
            "redaction": self.redaction,
            "holder": self.holder,
        }


class RequestDraft(models.Model):
    """What a citizen is still writing; kept encrypted until it is sent or expires."""

    key = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    sent_as = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def expires_at(self) -> datetime:
        """Return when an unsent draft is forgotten (30 days after the last change)."""
        return self.updated_at + timedelta(days=30)


from requests_app.obligation_models import Obligation, ObligationState  # noqa: E402
