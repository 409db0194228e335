"""A case, its open work, its legal deadlines and what was said and filed in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin
from simple_history.models import HistoricalRecords

from ppid_portal.clock import Limit, now
from ppid_portal.files.models import StoredFile
from ppid_portal.language import translated
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Applicant, Unit
from ppid_portal.people.roles import ROLE_LABELS, Role
from ppid_portal.sop import catalogue
from ppid_portal.sop.fields import StateField
from ppid_portal.sop.legal_rules import LegalRule, legal_rules

NEW = "new"


class ProtectedStateMixin(ConcurrentTransitionMixin, models.Model):
    """A protected state that can still be re-read from the database.

    The library's own re-read turns the protection off for the whole process while it runs, and
    for good when it fails. This one sets the state of this one instance aside instead.
    """

    class Meta:
        abstract = True

    def refresh_from_db(
        self, using: str | None = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """Read the row again; the state stays protected for everybody meanwhile.

        With ``fields`` that do not name it the state stays as it is in memory.
        """
        aside = self.__dict__.pop("state", None)
        self.__dict__["_state_aside"] = True
        try:
            models.Model.refresh_from_db(self, using, fields, from_queryset)
        finally:
            del self.__dict__["_state_aside"]
            wanted = fields is None or "state" in fields
            if aside is not None and not (wanted and "state" in self.__dict__):
                self.__dict__["state"] = aside
        if wanted:
            self._update_initial_state()

    def get_deferred_fields(self) -> set[str]:
        """Return what was not read; a state that is set aside was."""
        deferred = super().get_deferred_fields()
        return deferred - {"state"} if "_state_aside" in self.__dict__ else deferred


@dataclass(frozen=True)
class Work:
    """A piece of work that the state of a case calls for; the engine keeps it open.

    ``since`` is the moment from which the norm time counts (aware; the act itself when ``None``).
    ``limit`` takes the place of the catalogue's norm, ``due_at`` that of any norm. ``paused``
    while the applicant's answer is awaited.
    """

    step: str
    role: str
    label: str | Promise
    phase: str = ""
    unit_id: int | None = None
    key: str = ""
    since: datetime | None = None
    limit: Limit | None = None
    due_at: datetime | None = None
    paused: bool = False


class Channel(models.TextChoices):
    """How a request or objection came in (UU 14/2008 Pasal 22 ayat (1))."""

    WEB = "web", _l("Formulir daring")
    COUNTER = "counter", _l("Datang langsung")
    LETTER = "letter", pgettext_lazy("cara masuk", "Surat")
    EMAIL = "email", _l("Surel")
    PHONE = "phone", _l("Telepon")
    FAX = "fax", _l("Faksimile")
    SYSTEM = "system", _l("Dibuka oleh portal")


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases; deleting is left to nobody."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: a register has no holes."""
        raise models.ProtectedError("cases are never deleted", set(self))


class Case(ProtectedStateMixin):
    """One case of one SOP: what it is about, where it stands and where it came from.

    Each kind is a child table with its own transitions. ``received_at`` is when it reached the
    body (aware); ``counted_from`` is day zero of the legal count in the body's zone.
    """

    register: ClassVar[str] = ""
    sop_key: ClassVar[str] = ""
    kind_label: ClassVar[str | Promise] = ""
    #: URL namespace of the applicant's pages, with the routes ``case`` and ``track_link``.
    applicant_pages: ClassVar[str] = ""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40, editable=False)
    number = models.CharField(max_length=60, unique=True, null=True, editable=False)
    state = StateField(default=NEW, protected=True, max_length=40, db_index=False, editable=False)
    title = models.CharField(_l("pokok"), max_length=300)
    origin = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    applicant = models.ForeignKey(
        Applicant, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    sensitive = models.BooleanField(_l("sensitif"), default=False)
    restricted = models.BooleanField(_l("terbatas"), default=False)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    received_at = models.DateTimeField(default=now)
    counted_from = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(default=now, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_viewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    search_text = models.TextField(default="", editable=False)
    fingerprint = models.CharField(max_length=64, default="", editable=False)
    idempotency_key = models.CharField(max_length=64, null=True, unique=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at",)
        indexes = (
            models.Index(fields=["kind", "state"]),
            models.Index(fields=["kind", "-opened_at", "-id"]),
            models.Index(
                fields=["opened_at"],
                condition=Q(first_viewed_at__isnull=True, closed_at__isnull=True),
                name="case_unopened",
            ),
            models.Index(fields=["fingerprint"]),
        )

    def __str__(self) -> str:
        return f"{self.number or self.public_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the row; the kind is always that of the class."""
        self.kind = self.register
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: a case stays in its register, whatever became of it."""
        raise models.ProtectedError("cases are never deleted", {self})

    @classmethod
    def under_lock(cls, pk: int) -> Self:
        """Lock a case until the transaction ends, and return it as it is then.

        The row that all kinds have in common is locked, alone and before anything else is read:
        a join would lock the row of the kind first, and two acts could wait in a circle.
        """
        Case.objects.select_for_update().values_list("pk").get(pk=pk)
        return cls._base_manager.get(pk=pk)

    def concrete(self) -> Case:
        """Return the case as its own kind."""
        from ppid_portal.sop import registry

        model = registry.model_of(self.kind)
        if isinstance(self, model):
            return self
        return model._base_manager.get(pk=self.pk)

    @property
    def stream(self) -> str:
        """Return the name of the case's chain of audit entries."""
        return f"case:{self.pk}"

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing more is expected."""
        return self.closed_at is not None

    @cached_property
    def has_followers(self) -> bool:
        """Tell whether a later stage names this case as its origin."""
        return self.followed_by.exists()

    @cached_property
    def followers(self) -> list[tuple[str, str]]:
        """Return kind and state of every case that names this one as its origin."""
        return list(self.followed_by.values_list("kind", "state")) if self.has_followers else []

    # -- what each kind says of itself ---------------------------------------------------------

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return self.state

    def state_sentence(self) -> str:
        """Return where the case stands, as the applicant reads it."""
        return self.state_label

    def facts(self) -> list[tuple[str, str]]:
        """Return the facts of the case for the desk, as label and value."""
        return []

    def search_parts(self) -> list[str]:
        """Return the texts by which staff may find the case."""
        return [self.number or "", self.title]

    def what_is_asked(self) -> str:
        """Return the text by which a similar case is recognised; nothing about the person."""
        return self.title

    def expected_work(self) -> list[Work]:
        """Return the work that the present state calls for."""
        return []

    def hold(self, name: str) -> str | None:
        """Return why a later stage that depends on this case keeps act ``name`` from it.

        ``None`` when nothing does. Asked for everybody but the portal itself, so that earlier
        stages stay as they were when the later one began.
        """
        return None

    def why_not_sign(self, letter_kind: str, actor: Actor) -> str | None:
        """Return why somebody may not sign a letter of this case in the place of a withdrawn one.

        Asked beside the role and the separation that hold for every letter.
        """
        return None

    def delivered_again(self, letter_id: int, on: date, actor: Actor) -> str:
        """React to a letter that reached the applicant anew, replaced after its first delivery.

        Returns what it means for the applicant, as their notice says it; "" for nothing. A limit
        that the first delivery met stays met.
        """
        return ""

    def on_deadline_event(self, event: DueEvent) -> None:
        """React to a deadline or a piece of work that is near, late or breached."""

    def on_work_redated(self, items: list[WorkItem]) -> None:
        """React to due times of open work that moved because the calendar changed."""

    def on_redated(self, changes: list[dict[str, str]]) -> None:
        """React to due dates that moved because the calendar changed."""


class WorkItem(models.Model):
    """An open step of a case: whose it is and by when the SOP wants it done (the SOP clock)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="work")
    step = models.CharField(max_length=60)
    phase = models.CharField(max_length=40, blank=True, default="")
    key = models.CharField(max_length=40, blank=True, default="")
    label = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="work"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="work"
    )
    opened_at = models.DateTimeField()
    norm_value = models.PositiveIntegerField(null=True)
    norm_unit = models.CharField(max_length=20, blank=True, default="")
    counted_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    explanation = models.JSONField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_minutes = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_by_name = models.CharField(max_length=200, blank=True, default="")
    closed_by_act = models.CharField(max_length=60, blank=True, default="")
    spent_minutes = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("opened_at", "id")
        indexes = (
            models.Index(
                fields=["role", "unit", "due_at", "id"],
                condition=Q(closed_at__isnull=True),
                name="work_open_by_role",
            ),
            models.Index(
                fields=["due_at"], condition=Q(closed_at__isnull=True), name="work_open_by_due"
            ),
            models.Index(
                fields=["escalate_at"],
                condition=Q(closed_at__isnull=True),
                name="work_open_by_escalation",
            ),
            models.Index(fields=["unit", "case"], name="work_of_unit"),
            # Legal affairs see the few cases that they were called to, among all others.
            models.Index(
                fields=["case"],
                condition=Q(role=Role.ASDEP_HUKUM.value),
                name="work_of_legal_affairs",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                "case",
                "step",
                "phase",
                "role",
                # No unit is one value here: SQLite would take every NULL for another.
                Coalesce("unit_id", Value(0)),
                "key",
                condition=Q(closed_at__isnull=True),
                name="work_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.phase}".strip()

    @property
    def title(self) -> str:
        """Return what is to be done, in the reader's language; ``label`` is kept Indonesian."""
        return translated(self.label)

    @property
    def role_label(self) -> str:
        """Return the role in words."""
        return str(ROLE_LABELS.get(self.role, self.role))

    @property
    def catalogue_step(self) -> catalogue.Step | None:
        """Return the step of the catalogue, or ``None`` for an act of the law."""
        sop, _, no = self.step.partition(".")
        return catalogue.step(sop, no) if no else None


class LegalDeadline(models.Model):
    """A limit of the law that runs on a case (the legal clock).

    ``due_on`` always follows from ``counted_from``, the limit, the extension and the pauses by
    the calendar, so it can be computed again whenever the calendar changes, and taking an
    extension back gives exactly the former date.
    """

    class Status(models.TextChoices):
        """Whether the limit runs, and how it ended."""

        RUNNING = "running", _l("Berjalan")
        PAUSED = "paused", _l("Berhenti sementara")
        MET = "met", _l("Terpenuhi")
        MET_LATE = "met_late", _l("Terpenuhi terlambat")
        BREACHED = "breached", _l("Terlewati")
        CANCELLED = "cancelled", _l("Tidak berlaku lagi")

    OPEN: ClassVar[tuple[str, ...]] = (Status.RUNNING, Status.PAUSED)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    rule = models.CharField(max_length=40)
    counted_from = models.DateField()
    limit_value = models.PositiveIntegerField()
    limit_unit = models.CharField(max_length=20, default="days")
    extended_days = models.PositiveIntegerField(default=0)
    pauses = models.JSONField(default=list)
    due_on = models.DateField()
    original_due_on = models.DateField()
    warn_on = models.DateField()
    provisional = models.BooleanField(default=False)
    explanation = models.JSONField()
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    started_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "id")
        indexes = (
            models.Index(
                fields=["due_on"], condition=Q(status="running"), name="deadline_running_by_due"
            ),
            models.Index(
                fields=["warn_on"], condition=Q(status="running"), name="deadline_running_by_warn"
            ),
            models.Index(fields=["case", "rule"]),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case", "rule"],
                condition=Q(status__in=("running", "paused")),
                name="deadline_runs_once",
            ),
            models.CheckConstraint(
                condition=Q(extended_days__lte=7), name="deadline_extended_seven_days_at_most"
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on:%Y-%m-%d}"

    @property
    def legal_rule(self) -> LegalRule:
        """Return the rule with its words and its article."""
        return legal_rules()[self.rule]


class DeadlineChange(models.Model):
    """An old and a new due date, and why it moved."""

    deadline = models.ForeignKey(LegalDeadline, on_delete=models.PROTECT, related_name="changes")
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.old_due_on:%Y-%m-%d} → {self.new_due_on:%Y-%m-%d}"


class DueEvent(models.Model):
    """Something near, due, late or breached, to be handled exactly once.

    A sweep inserts what is new in one statement; the row is the outbox, and ``handled_at`` says
    that its notices exist. The due date belongs to the key: a date that moved is a new event.
    """

    class Kind(models.TextChoices):
        """What happened."""

        WARNING = "warning", _l("Mendekati batas")
        LAST_DAY = "last_day", _l("Hari terakhir")
        BREACH = "breach", _l("Batas terlewati")
        WORK_LATE = "work_late", _l("Langkah terlambat")
        ESCALATION = "escalation", _l("Diteruskan kepada atasan")

    kind = models.CharField(max_length=20, choices=Kind)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="due_events")
    deadline = models.ForeignKey(
        LegalDeadline, on_delete=models.PROTECT, null=True, related_name="due_events"
    )
    work_item = models.ForeignKey(
        WorkItem, on_delete=models.PROTECT, null=True, related_name="due_events"
    )
    due_on = models.DateField()
    created_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["deadline", "kind", "due_on"],
                condition=Q(deadline__isnull=False),
                name="due_event_once_per_deadline",
            ),
            models.UniqueConstraint(
                fields=["work_item", "kind", "due_on"],
                condition=Q(work_item__isnull=False),
                name="due_event_once_per_work",
            ),
        )
        indexes = (
            models.Index(
                fields=["id"], condition=Q(handled_at__isnull=True), name="due_event_unhandled"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on:%Y-%m-%d}"


class CaseDocument(models.Model):
    """A file in a case: whose eyes it is for, and what it is."""

    class Audience(models.TextChoices):
        """Who may see a document."""

        INTERNAL = "internal", _l("Internal")
        APPLICANT = "applicant", _l("Pemohon")
        IDENTITY = "identity", _l("Identitas pemohon")
        CONFIDENTIAL = "confidential", _l("Rahasia")

    class Kind(models.TextChoices):
        """What a document is."""

        IDENTITY = "identity", _l("Bukti identitas")
        LEGAL_ENTITY = "legal_entity", _l("Pengesahan badan hukum")
        POWER_OF_ATTORNEY = "power_of_attorney", _l("Surat kuasa")
        ATTACHMENT = "attachment", _l("Lampiran permohonan")
        UNIT_ANSWER = "unit_answer", _l("Dokumen dari unit")
        ANSWER = "answer", _l("Dokumen untuk pemohon")
        INCOMING_LETTER = "incoming_letter", _l("Surat masuk")
        OTHER = "other", _l("Dokumen lain")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="in_case")
    kind = models.CharField(max_length=20, choices=Kind)
    audience = models.CharField(max_length=12, choices=Audience)
    label = models.CharField(max_length=200, blank=True, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class CaseMessage(models.Model):
    """Something said in a case: to or from the applicant, or a note among staff."""

    class Direction(models.TextChoices):
        """From whom to whom."""

        TO_APPLICANT = "to_applicant", _l("Kepada pemohon")
        FROM_APPLICANT = "from_applicant", _l("Dari pemohon")
        INTERNAL = "internal", _l("Catatan internal")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=15, choices=Direction)
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    author_name = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.direction} {self.pk}"


class NumberPattern(models.Model):
    """How a register writes its numbers; data of the body, not code.

    Fields that a pattern may use: ``{number}`` (or ``{number:04d}``), ``{year}``, ``{month}``
    (two digits), ``{roman}`` (month), ``{unit}`` and ``{classification}`` (code of the archive).
    """

    register = models.CharField(max_length=40, unique=True)
    name = models.CharField(_l("nama register"), max_length=120)
    pattern = models.CharField(_l("pola nomor"), max_length=120)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _l("pola nomor")
        verbose_name_plural = _l("pola nomor")
        ordering = ("register",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a pattern that cannot make distinct numbers."""
        from ppid_portal.sop.numbers import check_pattern

        check_pattern(self.pattern)


class NumberSeries(models.Model):
    """The last number given per register, unit and year."""

    register = models.CharField(max_length=40)
    unit_code = models.CharField(max_length=40, blank=True, default="")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["register", "unit_code", "year"], name="series_once_per_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.unit_code} {self.year}: {self.last}"


class StepLimit(models.Model):
    """A norm time that the body has set for a step in place of the SOP's own."""

    class TimeUnit(models.TextChoices):
        """Units of a norm time."""

        MINUTES = "minutes", _l("menit")
        HOURS = "hours", _l("jam")
        DAYS = "days", _l("hari kerja")
        MONTHS = "months", _l("bulan")

    #: About a year, in each unit.
    LONGEST: ClassVar[dict[str, int]] = {
        TimeUnit.MINUTES: 75_000,
        TimeUnit.HOURS: 1_250,
        TimeUnit.DAYS: 250,
        TimeUnit.MONTHS: 12,
    }

    sop = models.CharField(max_length=40)
    no = models.CharField(_l("langkah"), max_length=4)
    value = models.PositiveIntegerField(_l("lama"))
    unit = models.CharField(_l("satuan"), max_length=10, choices=TimeUnit)
    reason = models.CharField(_l("alasan"), max_length=300)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _l("norma waktu langkah")
        verbose_name_plural = _l("norma waktu langkah")
        constraints = (models.UniqueConstraint(fields=["sop", "no"], name="limit_once_per_step"),)

    def __str__(self) -> str:
        return f"{self.sop}.{self.no}: {self.value} {self.unit}"

    def clean(self) -> None:
        """Refuse a step that the catalogue does not have, and a time that no step takes.

        A norm that ends beyond the holiday tables would stop every act that opens the step.
        """
        from django.core.exceptions import ValidationError

        try:
            catalogue.step(self.sop, self.no)
        except KeyError:
            raise ValidationError(
                {"no": _l("Langkah ini tidak ada di dalam SOP. Periksa SOP dan nomornya.")}
            ) from None
        if self.value is not None and self.value > self.LONGEST.get(self.unit, 0):
            raise ValidationError(
                {"value": _l("Norma ini lebih lama dari setahun. Periksa angka dan satuannya.")}
            )


class CalendarMark(models.Model):
    """The calendar by which open due dates were last computed; one row."""

    version = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return self.version
