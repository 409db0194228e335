"""SOP 8 as state machines: the half-yearly round, and the opening of one exclusion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django_fsm import RETURN_VALUE
from simple_history.models import HistoricalRecords

from dip_app import approvals, services
from dip_app.approvals import SIGNATORIES, ApprovedDecree, waits_for_signature
from dip_app.editions.changes import Basis
from dip_app.exclusions import letters, notices, rules
from dip_app.models import ClassificationDecree, InformationItem
from ppid_portal.clock import end_of, local, now, today
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.words import date_long
from ppid_portal.files.models import StoredFile
from ppid_portal.letters.kind_settings.services import SIGNING, signing_role
from ppid_portal.letters.models import Letter
from ppid_portal.people.roles import SISTEM, Role
from ppid_portal.sop.declarations import Act, act, step
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import NEW, Case, DueEvent, Work

OFFICE = (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID, Role.PETUGAS_PELAYANAN_INFORMASI)
ATASAN = (Role.ATASAN_PPID,)
ENDING = "PP 61/2010; UU 14/2008 Pasal 20"


class Custody(models.Model):
    """Where the copies of an excluded item are kept: on paper by place, digital encrypted (8.5)."""

    decree = models.OneToOneField(
        ClassificationDecree, on_delete=models.PROTECT, related_name="custody"
    )
    place = models.CharField(_l("tempat dokumen cetak"), max_length=300, blank=True, default="")
    container = models.CharField(_l("boks atau map"), max_length=100, blank=True, default="")
    files = models.ManyToManyField(StoredFile, blank=True, related_name="custody_of")
    stored_at = models.DateTimeField(default=now)
    history = HistoricalRecords(m2m_fields=[files])

    class Meta:
        verbose_name = _l("penyimpanan informasi dikecualikan")
        verbose_name_plural = _l("penyimpanan informasi dikecualikan")

    def __str__(self) -> str:
        return f"{self.decree_id} {self.place}"


class RoundState(models.TextChoices):
    """Where a documentation round stands."""

    NEW = NEW, _l("Baru")
    COLLECTING = "collecting", _l("Mengumpulkan")
    CLASSIFYING = "classifying", _l("Mengurutkan menurut jangka waktu")
    STORING = "storing", _l("Menyimpan dokumen")
    REPORTING = "reporting", _l("Menyusun laporan")
    REPORTED = "reported", _l("Selesai, dilaporkan")


class DocumentationRound(Case):
    """The half-yearly documentation of excluded information, SOP 8.1, 8.2, 8.5 and 8.6.

    Opened by itself when a half year ends; the report to Atasan PPID is due within the next
    (SOP 8.6: six months).
    """

    register: ClassVar[str] = "exclusion_round"
    sop_key: ClassVar[str] = "excluded_documentation"
    kind_label: ClassVar[str | Promise] = _l("Pendokumentasian informasi dikecualikan")

    period_from = models.DateField(_l("awal periode"))
    period_to = models.DateField(_l("akhir periode"))
    collected = models.PositiveIntegerField(default=0)
    notes = models.TextField(_l("catatan"), blank=True, default="")
    report_letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("pendokumentasian informasi dikecualikan")
        verbose_name_plural = _l("pendokumentasian informasi dikecualikan")
        constraints = (
            models.UniqueConstraint(
                fields=["period_from", "period_to"], name="one_exclusion_round_per_period"
            ),
        )

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(RoundState(self.state).label)

    def facts(self) -> list[tuple[str, str]]:
        """Return the period and the counts for the desk."""
        return [
            (_("Periode"), f"{date_long(self.period_from)} – {date_long(self.period_to)}"),
            (_("Informasi dikecualikan yang berlaku"), str(self.standing().count())),
            (_("Belum ada tempat penyimpanannya"), str(self.unstored().count())),
        ]

    def standing(self) -> QuerySet[ClassificationDecree]:
        """Return the exclusions that are in force, by the order of their end (SOP 8.2)."""
        return ClassificationDecree.objects.valid_on(today()).order_by(
            models.F("valid_until").asc(nulls_last=True), "title"
        )

    def unstored(self) -> QuerySet[ClassificationDecree]:
        """Return the exclusions in force of which no place is recorded."""
        return self.standing().filter(
            models.Q(custody__isnull=True)
            | models.Q(custody__place="", custody__files__isnull=True)
        )

    def expected_work(self) -> list[Work]:
        """Return the open step."""
        tim = Role.TIM_SEKRETARIAT_PPID
        steps = {
            RoundState.COLLECTING: Work(
                "excluded_documentation.1", tim, _l("Kumpulkan informasi dikecualikan")
            ),
            RoundState.CLASSIFYING: Work(
                "excluded_documentation.2", tim, _l("Urutkan menurut jangka waktu")
            ),
            RoundState.STORING: Work(
                "excluded_documentation.5", tim, _l("Catat tempat penyimpanan")
            ),
            RoundState.REPORTING: Work(
                "excluded_documentation.6",
                tim,
                _l("Susun laporan kepada Atasan PPID"),
                since=self.opened_at,
            ),
        }
        found = steps.get(RoundState(self.state))
        return [found] if found is not None else []

    @act(
        "SOP 8.1",
        source=NEW,
        target=RoundState.COLLECTING,
        label=_l("Buka periode"),
        roles=(SISTEM,),
        opening=True,
    )
    def open_period(self, act: Act) -> None:
        """Open the round of a half year that has ended."""
        act.log(period_from=self.period_from.isoformat(), period_to=self.period_to.isoformat())
        notices.round_opened(self)

    @step(
        "excluded_documentation",
        "1",
        source=RoundState.COLLECTING,
        target=RoundState.CLASSIFYING,
        label=_l("Nyatakan terkumpul"),
        roles=OFFICE,
        form="dip_app.exclusions.forms.CollectForm",
    )
    def collect(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Collect what units hold as excluded; every determination in force is in the list."""
        self.collected = self.standing().count()
        act.yield_document(
            _l("Daftar Informasi Publik yang Dikecualikan"),
            _("{count} informasi").format(count=self.collected),
        )
        act.log(collected=self.collected, checklist=list(checklist))

    @step(
        "excluded_documentation",
        "2",
        source=RoundState.CLASSIFYING,
        target=RoundState.STORING,
        label=_l("Tetapkan urutan jangka waktu"),
        roles=OFFICE,
        form="dip_app.exclusions.forms.ClassifyForm",
    )
    def classify(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Order the list by the end of each exclusion, as the archive keeps it."""
        first = self.standing().first()
        act.yield_document(
            _l("Daftar Informasi Publik yang Dikecualikan"),
            _("{count} informasi, urut jangka waktu").format(count=self.standing().count()),
        )
        act.log(first_end=str(first.last_end) if first else "", checklist=list(checklist))

    @step(
        "excluded_documentation",
        "5",
        source=RoundState.STORING,
        target=None,
        label=_l("Catat tempat penyimpanan"),
        roles=OFFICE,
        form="dip_app.exclusions.forms.StoreForm",
        needs_output=False,
    )
    def store(
        self,
        act: Act,
        *,
        decree: ClassificationDecree,
        place: str = "",
        container: str = "",
        files: Sequence[StoredFile] = (),
    ) -> None:
        """Record where the hard copy is and keep the soft copy encrypted."""
        if not place.strip() and not files:
            raise Refused(_("Isi tempat dokumen cetak atau unggah salinan digitalnya."), "place")
        custody, _made = Custody.objects.get_or_create(decree=decree)
        custody.place = place.strip() or custody.place
        custody.container = container.strip() or custody.container
        custody.stored_at = act.at
        custody.save()
        custody.files.add(*files)
        act.log(decree=decree.pk, files=len(files))

    @step(
        "excluded_documentation",
        "5",
        source=RoundState.STORING,
        target=RoundState.REPORTING,
        label=_l("Nyatakan semua tersimpan"),
        roles=OFFICE,
        form="dip_app.exclusions.forms.FinishStoringForm",
        guard=rules.everything_is_stored,
    )
    def finish_storing(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Close the archive list of the round (Daftar Arsip Informasi Publik)."""
        act.yield_document(
            _l("Daftar Arsip Informasi Publik"),
            _("{count} informasi").format(count=self.standing().count()),
        )
        act.log(checklist=list(checklist))

    @step(
        "excluded_documentation",
        "6",
        source=RoundState.REPORTING,
        target=RoundState.REPORTED,
        label=_l("Sampaikan laporan"),
        roles=OFFICE,
        form="dip_app.exclusions.forms.ReportForm",
    )
    def report(self, act: Act, *, notes: str = "", checklist: Sequence[str] = ()) -> None:
        """Report to Atasan PPID: what is excluded, what ends next, what was opened."""
        self.notes = notes.strip()
        letter = letters.report(self, act)
        self.report_letter = letter
        self.closed_at = act.at
        act.yield_letter(letter.title, letter.number)
        act.log(checklist=list(checklist))

    def on_deadline_event(self, event: DueEvent) -> None:
        """Remind the secretariat."""
        notices.staff_reminder(self, event)


class OpeningState(models.TextChoices):
    """Where the opening of an exclusion stands."""

    NEW = NEW, _l("Baru")
    PREPARING = "preparing", _l("Usul pembukaan disusun")
    DECIDING = "deciding", _l("Menunggu persetujuan Atasan PPID")
    SIGNING = "signing", _l("Disetujui, menunggu tanda tangan")
    APPROVED = "approved", _l("Ditetapkan dibuka pada akhir jangka waktu")
    RENEWING = "renewing", _l("Diuji kembali, belum dibuka")
    OPENED = "opened", _l("Terbuka")
    RENEWED = "renewed", _l("Dikecualikan kembali dengan penetapan baru")


#: Where an opening stands as long as its information is not open.
WAITING = [
    OpeningState.PREPARING,
    OpeningState.DECIDING,
    OpeningState.SIGNING,
    OpeningState.APPROVED,
    OpeningState.RENEWING,
]
#: As long as its opening is not established, it opens at the end by the law alone.
UNDECIDED = (OpeningState.PREPARING, OpeningState.DECIDING, OpeningState.SIGNING)


class EndedBy(models.TextChoices):
    """Why the information is open."""

    DECISION = "decision", _l("Keputusan")
    LAW = "law", _l("Jangka waktu berakhir tanpa keputusan")


class ExclusionOpening(ApprovedDecree, Case):
    """The opening of one excluded item at the end of its period, SOP 8.3 and 8.4.

    Starts by itself early enough that the decision falls thirty working days before the end: with
    the approval of Atasan PPID it is established by decree that the information is open (PP
    61/2010). Undecided at the end, or decided and not signed, it is open by law (domain case 28).
    """

    register: ClassVar[str] = "exclusion_opening"
    sop_key: ClassVar[str] = "excluded_documentation"
    kind_label: ClassVar[str | Promise] = _l("Pembukaan informasi dikecualikan")
    decree_kind: ClassVar[str] = "opening_decree"

    decree = models.OneToOneField(
        ClassificationDecree, on_delete=models.PROTECT, related_name="opening"
    )
    ends_on = models.DateField(_l("akhir jangka waktu"))
    decide_by = models.DateField(_l("diputuskan paling lambat"))
    proposal = models.TextField(_l("usul"), blank=True, default="")
    return_reason = models.TextField(blank=True, default="")
    #: The decree of this case; ``decree`` is the determination that it ends.
    decision = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    ended_by = models.CharField(max_length=10, choices=EndedBy, blank=True, default="")
    opened_on = models.DateField(null=True, blank=True)
    item = models.ForeignKey(
        InformationItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("pembukaan informasi dikecualikan")
        verbose_name_plural = _l("pembukaan informasi dikecualikan")

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(OpeningState(self.state).label)

    def facts(self) -> list[tuple[str, str]]:
        """Return the exclusion and its dates for the desk."""
        found = [
            (_("Informasi"), self.decree.title),
            (_("Penetapan"), f"{self.decree.number}, huruf {self.decree.letter}"),
            (_("Jangka waktu berakhir"), date_long(self.ends_on, with_day=True)),
            (_("Diputuskan paling lambat"), date_long(self.decide_by, with_day=True)),
            *self.approval_fact(),
        ]
        if self.decision is not None:
            signed = f"{self.decision.number_words}, {self.decision.signatory_words}"
            found.append((_("Keputusan pembukaan"), signed))
        if self.opened_on is not None:
            how = self.get_ended_by_display()
            found.append((_("Terbuka sejak"), f"{date_long(self.opened_on)} ({how})"))
        if self.item is not None:
            found.append((_("Dalam DIP"), self.item.title))
        return found

    def signed_decree(self) -> Letter | None:
        """Return the decree of the opening, once it is signed."""
        return self.decision

    def search_parts(self) -> list[str]:
        """Return the numbers and the subject."""
        return [self.number or "", self.title, self.decree.number]

    def expected_work(self) -> list[Work]:
        """Return the open step; its time is the law's, counted back from the end."""
        match self.state:
            case OpeningState.PREPARING:
                return [
                    Work(
                        "excluded_documentation.3",
                        Role.TIM_SEKRETARIAT_PPID,
                        _l("Usulkan pembukaan"),
                        due_at=end_of(self.decide_by),
                    )
                ]
            case OpeningState.DECIDING:
                return [
                    Work(
                        "excluded_documentation.4",
                        Role.ATASAN_PPID,
                        _l("Putuskan pembukaan"),
                        phase="decide",
                        due_at=end_of(self.decide_by),
                    )
                ]
            case OpeningState.SIGNING:
                return [
                    Work(
                        "excluded_documentation.4",
                        signing_role(self.decree_kind),
                        _l("Tandatangani keputusan pembukaan"),
                        phase=SIGNING,
                        since=approvals.began(self, "excluded_documentation.4"),
                        due_at=end_of(self.decide_by),
                    )
                ]
            case OpeningState.RENEWING:
                return [
                    Work(
                        "excluded_documentation.3",
                        Role.TIM_SEKRETARIAT_PPID,
                        _l("Selesaikan uji konsekuensi ulang"),
                        phase="renew",
                        due_at=end_of(self.ends_on),
                    )
                ]
            case OpeningState.OPENED if self.item_id is None:
                return [
                    Work(
                        "excluded_documentation.3",
                        Role.TIM_SEKRETARIAT_PPID,
                        _l("Masukkan informasi yang terbuka ke DIP"),
                        phase="list",
                    )
                ]
            case _:
                return []

    @act(
        "SOP 8.3",
        source=NEW,
        target=OpeningState.PREPARING,
        label=_l("Mulai usul pembukaan"),
        roles=(SISTEM,),
        opening=True,
    )
    def start(self, act: Act) -> None:
        """Start because the end comes near."""
        act.log(ends_on=self.ends_on.isoformat(), decide_by=self.decide_by.isoformat())
        notices.end_comes_near(self)

    @step(
        "excluded_documentation",
        "3",
        source=OpeningState.PREPARING,
        target=OpeningState.DECIDING,
        label=_l("Usulkan pembukaan"),
        roles=OFFICE,
        form="dip_app.exclusions.forms.ProposeForm",
    )
    def propose(self, act: Act, *, proposal: str, checklist: Sequence[str] = ()) -> None:
        """Propose that the information becomes available when its period ends."""
        if not proposal.strip():
            raise Refused(_("Tuliskan usulnya."), "proposal")
        self.proposal = proposal.strip()
        self.return_reason = ""
        act.yield_document(_l("Informasi yang wajib tersedia dan diumumkan"), self.decree.number)
        act.log(checklist=list(checklist))
        notices.decision_needed(self)

    @step(
        "excluded_documentation",
        "4",
        source=OpeningState.DECIDING,
        target=RETURN_VALUE(OpeningState.SIGNING, OpeningState.APPROVED),
        label=_l("Setujui pembukaan"),
        roles=ATASAN,
        form="dip_app.exclusions.forms.ApproveForm",
        separate_from=("propose",),
    )
    def approve(self, act: Act, *, checklist: Sequence[str] = ()) -> str:
        """Approve the opening at the end of the period; whoever the body has set signs it.

        SOP 8.3 and PP 61/2010: PPID opens it, with the approval of Atasan PPID.
        """
        self.note_approval(act)
        self.return_reason = ""
        act.yield_decision(_l("Persetujuan"), _l("dibuka pada akhir jangka waktu"))
        act.log(checklist=list(checklist))
        if waits_for_signature(self.decree_kind):
            notices.signature_needed(self)
            return OpeningState.SIGNING
        self._establish(act)
        return OpeningState.APPROVED

    @step(
        "excluded_documentation",
        "4",
        source=OpeningState.SIGNING,
        target=OpeningState.APPROVED,
        label=_l("Tandatangani keputusan pembukaan"),
        roles=SIGNATORIES,
        form="dip_app.exclusions.forms.SignForm",
        guard=approvals.may_sign,
    )
    def sign_decree(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Establish by decree what Atasan PPID approved; the number is taken only now."""
        self._establish(act)
        act.log(checklist=list(checklist))

    def _establish(self, act: Act) -> None:
        letter = letters.opening_decree(self, act)
        self.decision = letter
        act.yield_letter(letter.title, letter.number)
        act.log(in_time=local(act.at).date() <= self.decide_by)

    @act(
        "SOP 8.4",
        source=OpeningState.SIGNING,
        target=OpeningState.PREPARING,
        label=_l("Kembalikan usul"),
        roles=SIGNATORIES,
        guard=rules.is_the_one_who_decides,
        needs_reason=True,
        main=True,
    )
    def return_proposal(self, act: Act) -> None:
        """Return what was approved before it is signed, with the reason; the approval falls."""
        self.return_reason = act.reason
        self.drop_approval()
        notices.returned(self, act)

    @act(
        "SOP 8.4; UU 14/2008 Pasal 19",
        source=OpeningState.DECIDING,
        target=OpeningState.RENEWING,
        label=_l("Minta uji konsekuensi ulang"),
        roles=ATASAN,
        needs_reason=True,
        main=True,
    )
    def decline(self, act: Act) -> None:
        """Keep it closed only by a new test: without one it opens at the end all the same."""
        self.return_reason = act.reason
        notices.renewal_needed(self, act)

    @act(
        "UU 14/2008 Pasal 19 dan Pasal 20",
        source=OpeningState.RENEWING,
        target=OpeningState.RENEWED,
        label=_l("Catat penetapan baru"),
        roles=OFFICE,
        form="dip_app.exclusions.forms.RenewForm",
        main=True,
    )
    def renew(self, act: Act, *, decree: ClassificationDecree) -> None:
        """Name the new determination, by a new test, that takes the place of the old one."""
        if decree.pk == self.decree_id or not decree.valid_on(self.ends_on):
            raise Refused(
                _("Pilih penetapan baru yang berlaku pada akhir jangka waktu yang lama."), "decree"
            )
        self.closed_at = act.at
        act.log(decree=decree.pk)

    @act(
        ENDING,
        source=WAITING,
        target=None,
        label=_l("Akhir jangka waktu berubah"),
        roles=(SISTEM,),
    )
    def move_end(self, act: Act) -> None:
        """Follow the determination: its event came first, or its date was corrected."""
        end = self.decree.last_end
        if end is None:
            raise NotNow(_("Penetapannya tidak mempunyai tanggal berakhir."))
        before, self.ends_on = self.ends_on, end
        try:
            self.decide_by = rules.decide_by(self.decree) or end
        except NoHolidayTable:
            self.decide_by = local(act.at).date()
        act.log(before=before.isoformat(), ends_on=end.isoformat())

    @act(
        ENDING,
        source=WAITING,
        target=OpeningState.OPENED,
        label=_l("Terbuka"),
        roles=(SISTEM,),
    )
    def open_up(self, act: Act) -> None:
        """Let the information be open from its end date on, decided or not (domain case 28)."""
        day = local(act.at).date()
        if day < self.ends_on or self.decree.valid_on(day):
            raise NotNow(_("Jangka waktunya belum berakhir."))
        withdrawn = self.decision is not None and self.decision.withdrawn_at is not None
        approved = self.state == OpeningState.APPROVED and not withdrawn
        self.ended_by = EndedBy.DECISION if approved else EndedBy.LAW
        self.opened_on = self.ends_on
        act.log(ended_by=self.ended_by, opened_on=self.opened_on.isoformat())
        notices.opened(self)

    @act(
        "UU 14/2008 Pasal 11",
        source=OpeningState.OPENED,
        target=None,
        label=_l("Terbitkan dalam DIP"),
        roles=OFFICE,
        form="dip_app.exclusions.forms.ListForm",
        guard=rules.is_not_listed,
        main=True,
    )
    def list_item(self, act: Act, *, item: InformationItem) -> None:
        """Enter what is open now in the public list."""
        if item.pk is None:
            item.save()
        try:
            self.item = (
                item if item.is_public else services.publish(item, act.actor, basis=self.basis())
            )
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        self.closed_at = act.at
        act.log(item=item.pk)

    def basis(self) -> Basis:
        """Return the ground on which the list changes: the decree, else the end by law."""
        if self.decision is not None and self.ended_by == EndedBy.DECISION:
            return Basis.by(self.decision)
        return Basis(
            f"Berakhirnya pengecualian menurut penetapan Nomor {self.decree.number}", case=self
        )

    def on_deadline_event(self, event: DueEvent) -> None:
        """Remind whoever holds the work."""
        notices.staff_reminder(self, event)


def half_year_before(day: date) -> tuple[date, date]:
    """Return first and last day of the half year that ended before a day."""
    if day.month > 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year - 1, 7, 1), date(day.year - 1, 12, 31)
