"""An announcement as a state machine, its versions, and the record of when each was up."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import override
from django_fsm import RETURN_VALUE
from simple_history.models import HistoricalRecords

from dip_app.announcing import appearances, notices, rules, urgent, versions
from dip_app.announcing.content import Content, check
from dip_app.models import InformationItem, item_slug
from ppid_portal.audit.models import AppendOnly
from ppid_portal.clock import now
from ppid_portal.clock.words import moment_long
from ppid_portal.files.models import StoredFile
from ppid_portal.people.roles import SISTEM, Role
from ppid_portal.sop.declarations import Act, act
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import NEW, Case, DueEvent, Work

SECRETARIAT = (
    Role.TIM_SEKRETARIAT_PPID,
    Role.PETUGAS_PELAYANAN_INFORMASI,
    Role.SEKRETARIS_PPID,
)
KETUA = (Role.KETUA_PPID,)
ISSUERS = (*SECRETARIAT, *KETUA)
PERIODIC_LAW = "UU 14/2008 Pasal 9"
URGENT_LAW = "UU 14/2008 Pasal 10"
BOTH_LAWS = "UU 14/2008 Pasal 9 dan Pasal 10; Perki 1/2021 Pasal 24"


class Duty(models.TextChoices):
    """Under which duty something is announced."""

    PERIODIC = "periodic", _l("Berkala")
    IMMEDIATE = "immediate", _l("Serta-merta")
    GENERAL = "general", _l("Umum")


class Subject(models.TextChoices):
    """What an announcement is about."""

    SERVICE = "service", _l("Layanan informasi")
    PERFORMANCE = "performance", _l("Program dan kinerja")
    FINANCE = "finance", _l("Anggaran dan keuangan")
    PROCUREMENT = "procurement", _l("Pengadaan barang dan jasa")
    STAFF = "staff", _l("Kepegawaian")
    REGULATION = "regulation", _l("Peraturan dan keputusan")
    SAFETY = "safety", _l("Keselamatan dan ketertiban")
    OTHER = "other", _l("Lainnya")


class State(models.TextChoices):
    """Where an announcement stands."""

    NEW = NEW, _l("Baru")
    DRAFTING = "drafting", _l("Konsep disusun")
    APPROVING = "approving", _l("Menunggu persetujuan Ketua PPID")
    SCHEDULED = "scheduled", _l("Terjadwal")
    UP = "up", _l("Tayang")
    CORRECTING = "correcting", _l("Tayang, koreksi menunggu persetujuan")
    ENDED = "ended", _l("Selesai tayang")
    WITHDRAWN = "withdrawn", _l("Ditarik")
    CANCELLED = "cancelled", _l("Dibatalkan sebelum tayang")
    LAPSED = "lapsed", _l("Terlewat, tidak pernah tayang")


#: Shown to the public.
SHOWN = (State.UP, State.CORRECTING)
#: Not yet shown.
BEFORE = (State.DRAFTING, State.APPROVING, State.SCHEDULED)


class Announcement(Case):
    """One announcement: berkala, serta-merta, or another (UU 14/2008 Pasal 9 and 10).

    Drafted by the secretariat and approved by Ketua PPID; what threatens lives or public order
    is published at once by either. ``current`` is what the public reads, ``pending`` what waits.
    """

    register: ClassVar[str] = "announcement"
    sop_key: ClassVar[str] = ""
    kind_label: ClassVar[str | Promise] = _l("Pengumuman")

    duty = models.CharField(_l("jenis"), max_length=10, choices=Duty)
    renews = models.ForeignKey(
        InformationItem,
        verbose_name=_l("informasi berkala yang diperbarui"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
    )
    publish_at = models.DateTimeField(_l("dijadwalkan tayang"), null=True, blank=True)
    ends_at = models.DateTimeField(_l("berakhir"), null=True, blank=True)
    up_at = models.DateTimeField(_l("tayang sejak"), null=True, editable=False)
    down_at = models.DateTimeField(_l("tayang sampai"), null=True, editable=False)
    current = models.ForeignKey(
        "Version", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    pending = models.ForeignKey(
        "Version", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    return_reason = models.TextField(blank=True, default="", editable=False)
    withdrawn_because = models.TextField(blank=True, default="", editable=False)
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("pengumuman")
        verbose_name_plural = _l("pengumuman")
        indexes = (
            # The public list: newest first, whole or of one kind, without what is down.
            models.Index(
                F("up_at").desc(),
                F("case_ptr").desc(),
                condition=Q(up_at__isnull=False, down_at__isnull=True),
                name="announcement_shown",
            ),
            models.Index(
                "duty",
                F("up_at").desc(),
                F("case_ptr").desc(),
                condition=Q(up_at__isnull=False, down_at__isnull=True),
                name="announcement_shown_of_kind",
            ),
            models.Index(fields=["-down_at"], name="announcement_went_down"),
            models.Index(fields=["renews", "-up_at"], name="announcement_renewals"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(publish_at__isnull=True)
                | Q(ends_at__gt=F("publish_at")),
                name="announcement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(down_at__isnull=True) | Q(up_at__isnull=False),
                name="announcement_was_up",
            ),
        )

    @property
    def is_urgent(self) -> bool:
        """Tell whether lives or public order are threatened (UU 14/2008 Pasal 10)."""
        return self.duty == Duty.IMMEDIATE

    @property
    def is_shown(self) -> bool:
        """Tell whether anybody may read it; the twin of ``public.shown``."""
        return self.up_at is not None and self.down_at is None

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(State(self.state).label)

    def get_absolute_url(self) -> str:
        """Return the permanent address; the number makes it so, the slug follows the title."""
        return reverse("announcing:one", args=[self.pk, item_slug(self.title)])

    def facts(self) -> list[tuple[str, str]]:
        """Return kind, unit and times for the desk."""
        found = [(_("Jenis"), self.get_duty_display())]
        if self.unit is not None:
            found.append((_("Unit"), self.unit.name))
        if self.renews is not None:
            found.append((_("Memperbarui"), self.renews.title))
        times = (
            (_("Dijadwalkan tayang"), self.publish_at),
            (_("Berakhir"), self.ends_at),
            (_("Tayang sejak"), self.up_at),
            (_("Tayang sampai"), self.down_at),
        )
        found += [(label, moment_long(at, with_day=True)) for label, at in times if at is not None]
        if self.withdrawn_because:
            found.append((_("Alasan penarikan"), self.withdrawn_because))
        return found

    def what_is_asked(self) -> str:
        """Return the title with the number: none is like another, nobody asked for any."""
        return f"{self.title} {self.number}"

    def expected_work(self) -> list[Work]:
        """Return whose turn it is; what is urgent is due the moment it exists."""
        due = self.opened_at if self.is_urgent else self.publish_at
        match self.state:
            case State.DRAFTING:
                return [
                    Work(
                        "announcement_text",
                        Role.TIM_SEKRETARIAT_PPID,
                        _l("Selesaikan konsep pengumuman"),
                        phase="draft",
                        due_at=due,
                    )
                ]
            case State.APPROVING | State.CORRECTING:
                return [
                    Work(
                        "announcement_text",
                        Role.KETUA_PPID,
                        _l("Setujui pengumuman")
                        if self.state == State.APPROVING
                        else _l("Setujui koreksi pengumuman"),
                        phase="approve",
                        due_at=due,
                    )
                ]
            case _:
                return []

    # -- before it is shown --------------------------------------------------------------------

    @act(
        BOTH_LAWS,
        source=NEW,
        target=State.DRAFTING,
        label=_l("Buat konsep"),
        roles=ISSUERS,
        opening=True,
    )
    def draft(self, act: Act, *, content: Content) -> None:
        """Write the first draft; Ketua PPID, who approves the others, only of what is urgent."""
        if act.actor.role == Role.KETUA_PPID and not self.is_urgent:
            raise Refused(_("Pengumuman ini disusun sekretariat, lalu disetujui Ketua PPID."))
        self._check_frame()
        check(content, urgent=self.is_urgent)
        self.pending = versions.add(self, content, act)
        act.log(duty=self.duty, version=1)

    @act(
        "SOP 1.5",
        source=NEW,
        target=State.UP,
        label=_l("Umumkan yang sudah ditetapkan"),
        roles=(Role.SEKRETARIS_PPID,),
        opening=True,
    )
    def announce_established(self, act: Act, *, content: Content, basis: str) -> None:
        """Announce what Atasan PPID approved and Ketua PPID established: the decision is there."""
        check(content, urgent=False)
        self.pending = versions.add(self, content, act)
        self._go_up(act, basis)

    @act(
        BOTH_LAWS,
        source=State.DRAFTING,
        target=None,
        label=_l("Ubah konsep"),
        roles=ISSUERS,
        form="dip_app.announcing.forms.ReviseForm",
    )
    def revise(
        self,
        act: Act,
        *,
        content: Content,
        unit: Any,
        renews: InformationItem | None = None,
        publish_at: datetime | None = None,
        ends_at: datetime | None = None,
    ) -> None:
        """Change the draft; nothing of it was shown."""
        self.unit, self.renews, self.publish_at, self.ends_at = unit, renews, publish_at, ends_at
        self._check_frame()
        check(content, urgent=self.is_urgent)
        versions.rewrite(self._pending(), content)
        self.title = content.title.strip()

    @act(
        BOTH_LAWS,
        source=State.DRAFTING,
        target=State.APPROVING,
        label=_l("Ajukan kepada Ketua PPID"),
        roles=SECRETARIAT,
        main=True,
    )
    def submit(self, act: Act) -> None:
        """Lay the draft before Ketua PPID."""
        self.return_reason = ""
        notices.approval_needed(self)

    @act(
        BOTH_LAWS,
        source=State.APPROVING,
        target=State.DRAFTING,
        label=_l("Kembalikan untuk diperbaiki"),
        roles=KETUA,
        needs_reason=True,
        main=True,
    )
    def return_draft(self, act: Act) -> None:
        """Give it back with what is to be mended."""
        self.return_reason = act.reason
        notices.returned(self, act)

    @act(
        BOTH_LAWS,
        source=State.APPROVING,
        target=RETURN_VALUE(State.SCHEDULED, State.UP),
        label=_l("Setujui"),
        roles=KETUA,
        separate_from=("draft", "revise", "submit"),
        main=True,
    )
    def approve(self, act: Act) -> State:
        """Approve: it goes up now, or at the moment it is planned for."""
        if self.ends_at is not None and self.ends_at <= act.at:
            raise Refused(_("Waktu berakhirnya sudah lewat. Kembalikan untuk diperbaiki."))
        if self.publish_at is not None and self.publish_at > act.at:
            act.log(publish_at=self.publish_at)
            return State.SCHEDULED
        self._go_up(act, f"Disetujui {_title_of(act)}")
        return State.UP

    @act(
        URGENT_LAW,
        source=BEFORE,
        target=State.UP,
        label=_l("Umumkan seketika"),
        roles=ISSUERS,
        guard=rules.is_urgent,
        form="dip_app.announcing.forms.AtOnceForm",
        needs_reason=True,
        main=True,
        danger=True,
    )
    def publish_at_once(self, act: Act) -> None:
        """Publish without approval or delay what threatens lives or public order."""
        self._go_up(act, f"Serta-merta, Pasal 10 UU 14/2008, oleh {_title_of(act)}: {act.reason}")
        notices.published_at_once(self, act)

    @act(
        BOTH_LAWS,
        source=State.SCHEDULED,
        target=RETURN_VALUE(State.UP, State.LAPSED),
        label=_l("Tayang menurut jadwal"),
        roles=(SISTEM,),
    )
    def publish(self, act: Act) -> State:
        """Go up at the planned moment; what ended while the portal was down never goes up."""
        rules.is_due(self.publish_at, act.at)
        if self.ends_at is not None and self.ends_at <= act.at:
            self.closed_at = act.at
            notices.lapsed(self)
            return State.LAPSED
        self._go_up(act, "Disetujui Ketua PPID, tayang menurut jadwal")
        return State.UP

    @act(
        BOTH_LAWS,
        source=BEFORE,
        target=State.CANCELLED,
        label=_l("Batalkan pengumuman"),
        roles=ISSUERS,
        guard=rules.scheduled_is_ketuas,
        needs_reason=True,
        danger=True,
    )
    def cancel(self, act: Act) -> None:
        """Give it up before anybody read it."""
        self.closed_at = act.at

    # -- while it is shown ---------------------------------------------------------------------

    @act(
        BOTH_LAWS,
        source=State.UP,
        target=State.CORRECTING,
        label=_l("Usulkan koreksi"),
        roles=SECRETARIAT,
        form="dip_app.announcing.forms.CorrectForm",
        needs_reason=True,
    )
    def propose_correction(self, act: Act, *, content: Content) -> None:
        """Write a new version; the public reads the old one until it is approved."""
        check(content, urgent=self.is_urgent)
        self.pending = versions.add(self, content, act)
        act.log(version=self.pending.number)
        notices.approval_needed(self)

    @act(
        BOTH_LAWS,
        source=State.CORRECTING,
        target=State.UP,
        label=_l("Setujui koreksi"),
        roles=KETUA,
        separate_from=("propose_correction",),
        main=True,
    )
    def approve_correction(self, act: Act) -> None:
        """Show the new version in the place of the old one, which is kept."""
        self._replace(act, f"Koreksi disetujui {_title_of(act)}")

    @act(
        BOTH_LAWS,
        source=State.CORRECTING,
        target=State.UP,
        label=_l("Tolak koreksi"),
        roles=KETUA,
        needs_reason=True,
        main=True,
    )
    def decline_correction(self, act: Act) -> None:
        """Leave what is shown as it is."""
        self.pending = None
        notices.returned(self, act)

    @act(
        URGENT_LAW,
        source=State.UP,
        target=None,
        label=_l("Koreksi seketika"),
        roles=ISSUERS,
        guard=rules.is_urgent,
        form="dip_app.announcing.forms.CorrectForm",
        needs_reason=True,
    )
    def correct_at_once(self, act: Act, *, content: Content) -> None:
        """Correct a warning without delay: a wrong one endangers as much as none."""
        check(content, urgent=True)
        self.pending = versions.add(self, content, act)
        self._replace(act, f"Koreksi serta-merta oleh {_title_of(act)}: {act.reason}")

    @act(
        BOTH_LAWS,
        source=SHOWN,
        target=State.WITHDRAWN,
        label=_l("Tarik pengumuman"),
        roles=ISSUERS,
        guard=rules.withdrawn_by_ketua_unless_urgent,
        form="dip_app.announcing.forms.WithdrawForm",
        needs_reason=True,
        danger=True,
    )
    def withdraw(self, act: Act) -> None:
        """Take it down with a reason that its address goes on to tell."""
        self.withdrawn_because = act.reason
        self._go_down(act, f"Ditarik: {act.reason}")

    @act(
        BOTH_LAWS,
        source=SHOWN,
        target=State.ENDED,
        label=_l("Selesai tayang"),
        roles=(SISTEM,),
    )
    def take_down(self, act: Act) -> None:
        """Take it down at its end."""
        rules.is_due(self.ends_at, act.at)
        self._go_down(act, "Berakhir menurut jadwal")

    def on_deadline_event(self, event: DueEvent) -> None:
        """Remind whoever holds the work."""
        notices.staff_reminder(self, event)

    # -- what the acts share -------------------------------------------------------------------

    def _pending(self) -> Version:
        if self.pending is None:
            raise ValueError(f"announcement {self.pk} has no draft")
        return self.pending

    def _check_frame(self) -> None:
        """Refuse times that cannot be, and a periodic announcement of nothing."""
        rules.check_times(self.publish_at, self.ends_at, urgent=self.is_urgent)
        rules.check_renewal(self)

    def _go_up(self, act: Act, basis: str) -> None:
        self.current, self.pending = self._pending(), None
        self.up_at, self.title = act.at, self.current.title
        self._shown(act, basis)
        notices.went_up(self)

    def _replace(self, act: Act, basis: str) -> None:
        number = self._pending().number
        appearances.close(self, act.at, f"Diganti versi {number}")
        self.current, self.pending = self._pending(), None
        self.title = self.current.title
        self._shown(act, basis)

    def _shown(self, act: Act, basis: str) -> None:
        assert self.current is not None  # noqa: S101 - set by both callers
        versions.freeze(self.current, act.at)
        proof = appearances.show(self, act.at, basis)
        act.log(version=self.current.number, appearance=proof.pk, sha256=proof.sha256)
        urgent.forget()

    def _go_down(self, act: Act, basis: str) -> None:
        self.pending, self.down_at, self.closed_at = None, act.at, act.at
        proof = appearances.close(self, act.at, basis)
        act.log(appearance=proof.pk, sha256=proof.sha256)
        urgent.forget()


def _title_of(act: Act) -> str:
    """Return in which office somebody acts; what is kept is Indonesian, whoever reads the page."""
    with override("id"):
        return str(act.actor.title)


class Version(models.Model):
    """What an announcement says, once; what was shown is never changed."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_l("versi"))
    title = models.CharField(_l("judul"), max_length=200)
    text = models.TextField(_l("isi"), max_length=20_000)
    subject = models.CharField(_l("kategori"), max_length=12, choices=Subject)
    threat = models.TextField(_l("apa yang mengancam"), blank=True, default="")
    place = models.TextField(_l("di mana"), blank=True, default="")
    action = models.TextField(_l("apa yang harus dilakukan"), blank=True, default="")
    contact = models.TextField(_l("siapa yang dihubungi"), blank=True, default="")
    items = models.ManyToManyField(InformationItem, blank=True, related_name="announced_in")
    note = models.TextField(_l("apa yang dikoreksi"), blank=True, default="")
    made_at = models.DateTimeField(default=now, editable=False)
    shown_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _l("versi pengumuman")
        verbose_name_plural = _l("versi pengumuman")
        ordering = ("number",)
        indexes = (models.Index(fields=["-shown_at"], name="announcement_last_shown"),)
        constraints = (
            models.UniqueConstraint(
                fields=["announcement", "number"], name="announcement_version_once"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store; refuse to change what was shown."""
        if not self._state.adding and Version.objects.filter(pk=self.pk, shown_at__isnull=False):
            raise AppendOnly("A version that was shown is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: versions are kept."""
        raise AppendOnly("Versions of an announcement are never deleted.")

    @property
    def paragraphs(self) -> list[str]:
        """Return the text as paragraphs: an empty line begins a new one."""
        found = "\n".join(line.strip() for line in self.text.splitlines()).split("\n\n")
        return [part.strip() for part in found if part.strip()]


class VersionFile(models.Model):
    """An attachment of a version; public when and only while that version is shown."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="announced_in")
    label = models.CharField(_l("keterangan"), max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _l("lampiran pengumuman")
        verbose_name_plural = _l("lampiran pengumuman")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.label or self.file.original_name


class AppearanceQuerySet(models.QuerySet["Appearance"]):
    """Refuses what would change history."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: what was up, and when, is never changed."""
        raise AppendOnly("Appearances are never changed.")

    def delete(self) -> NoReturn:
        """Refuse: appearances are never deleted."""
        raise AppendOnly("Appearances are never deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: what was up, and when, is never changed."""
        raise AppendOnly("Appearances are never changed.")


class Appearance(models.Model):
    """Proof of when something was up: an announcement's version, or an item of the list.

    ``sha256`` is that of the content as it was shown (``content.fingerprint``); the audit entry
    of the act that showed it names it too. A row is added when something goes up, and gets its
    end when it goes down; nothing else ever changes.
    """

    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, null=True, related_name="appearances"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, related_name="appearances"
    )
    item = models.ForeignKey(
        InformationItem, on_delete=models.PROTECT, null=True, related_name="appearances"
    )
    title = models.CharField(max_length=300)
    up_at = models.DateTimeField()
    down_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64)
    basis = models.TextField()
    down_basis = models.TextField(blank=True, default="")

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _l("bukti tayang")
        verbose_name_plural = _l("bukti tayang")
        ordering = ("up_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(announcement__isnull=False, version__isnull=False, item__isnull=True)
                | Q(announcement__isnull=True, version__isnull=True, item__isnull=False),
                name="appearance_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(down_at__isnull=True) | Q(down_at__gte=F("up_at")),
                name="appearance_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["announcement"],
                condition=Q(down_at__isnull=True),
                name="announcement_up_once",
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(down_at__isnull=True), name="item_up_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.up_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new row; refuse to store an existing one again."""
        if not self._state.adding:
            raise AppendOnly("Appearances are never changed.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: appearances are never deleted."""
        raise AppendOnly("Appearances are never deleted.")
