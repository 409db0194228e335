"""SOP 6 as a state machine: a consequence test from the request for it to its report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django_fsm import RETURN_VALUE
from simple_history.models import HistoricalRecords

from dip_app import approvals, services
from dip_app.approvals import SIGNATORIES, ApprovedDecree, waits_for_signature
from dip_app.consequence import letters, notices, rules
from dip_app.editions.changes import Basis
from dip_app.models import ArticleLetter, ClassificationDecree, InformationItem
from ppid_portal.clock import Limit, local
from ppid_portal.clock.words import date_long
from ppid_portal.letters.kind_settings.services import SIGNING, signing_role
from ppid_portal.letters.models import Letter
from ppid_portal.people.models import Unit, User
from ppid_portal.people.roles import SISTEM, Role
from ppid_portal.sop.declarations import Act, act, step
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import NEW, Case, CaseDocument, DueEvent, Work

OFFICE = (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID, Role.PETUGAS_PELAYANAN_INFORMASI)
KETUA = (Role.KETUA_PPID,)
ATASAN = (Role.ATASAN_PPID,)
UNITS = (Role.PPID_PELAKSANA, Role.UNIT_KERJA)
LAW = "UU 14/2008 Pasal 19; Perki 1/2021 Pasal 49"


class State(models.TextChoices):
    """Where a test stands."""

    NEW = NEW, _l("Baru")
    RECEIVED = "received", _l("Diterima, menunggu kajian")
    STUDIED = "studied", _l("Dikaji, rapat diundang")
    MET = "met", _l("Rapat selesai, lembar uji diisi")
    DECIDING = "deciding", _l("Menunggu keputusan Atasan PPID")
    SIGNING = "signing", _l("Disetujui, menunggu tanda tangan")
    DECIDED = "decided", _l("Ditetapkan")
    LISTED = "listed", _l("Butir terbuka masuk DIP")
    REPORTED = "reported", _l("Selesai, dilaporkan")
    CANCELLED = "cancelled", _l("Dibatalkan")


class Trigger(models.TextChoices):
    """What a test was made for (Perki 1/2021 Pasal 49 ayat (1); F63)."""

    REQUEST = "request", _l("Permohonan informasi")
    UNIT = "unit", _l("Usul unit kerja")
    AHEAD = "ahead", _l("Sebelum ada permohonan")
    COMMISSION = "commission", _l("Perintah Majelis Komisioner")


class ItemOutcome(models.TextChoices):
    """What is found for one item."""

    EXCLUDED = "excluded", _l("Dikecualikan")
    OPEN = "open", _l("Terbuka")
    PARTLY = "partly", _l("Sebagian: terbuka setelah dihitamkan")


class ConsequenceTest(ApprovedDecree, Case):
    """A consequence test (uji konsekuensi), SOP 6.

    A record and not a text box: per item the law and its article, what follows if it is opened
    and if it stays closed, the public interest, the period or event, and the alternatives
    (UU 14/2008 Pasal 19; Perki 1/2021 Pasal 49 ayat (2)). The request or dispute that waits in it
    keeps its own clocks.
    """

    register: ClassVar[str] = "consequence_test"
    sop_key: ClassVar[str] = "consequence_test"
    kind_label: ClassVar[str | Promise] = _l("Uji konsekuensi")
    decree_kind: ClassVar[str] = "test_decree"

    trigger = models.CharField(_l("asal uji"), max_length=12, choices=Trigger)
    asked_by = models.CharField(_l("diminta oleh"), max_length=200)
    question = models.TextField(_l("yang diminta untuk diuji"))
    met_at = models.DateTimeField(null=True, blank=True)
    met_in = models.CharField(_l("tempat rapat"), max_length=300, blank=True, default="")
    summary = models.TextField(_l("jalannya rapat"), blank=True, default="")
    return_reason = models.TextField(blank=True, default="")
    minutes = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    decree = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("uji konsekuensi")
        verbose_name_plural = _l("uji konsekuensi")

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(State(self.state).label)

    def facts(self) -> list[tuple[str, str]]:
        """Return the facts of the test for the desk."""
        found = [
            (_("Asal uji"), self.get_trigger_display()),
            (_("Diminta oleh"), self.asked_by),
            (_("Yang diminta untuk diuji"), self.question),
        ]
        if self.met_at is not None:
            when = date_long(local(self.met_at).date(), with_day=True)
            found.append((_("Rapat uji"), f"{when}, {self.met_in}"))
        if self.summary:
            found.append((_("Jalannya rapat"), self.summary))
        found += self.approval_fact()
        if self.decree is not None and self.decided_on is not None:
            on = date_long(self.decided_on, with_day=True)
            found.append((_("Ditetapkan"), f"{on}, {self.decree.signatory_words}"))
        return found

    def search_parts(self) -> list[str]:
        """Return number, subject and every item."""
        items = list(self.items.values_list("information", flat=True)) if self.pk else []
        return [self.number or "", self.title, self.question, *items]

    def what_is_asked(self) -> str:
        """Return what is to be tested."""
        return self.question

    # -- work ----------------------------------------------------------------------------------

    def expected_work(self) -> list[Work]:
        """Return the open steps of SOP 6 for the present state."""
        tim, ketua, atasan = (
            Role.TIM_SEKRETARIAT_PPID,
            Role.KETUA_PPID,
            Role.ATASAN_PPID,
        )
        match self.state:
            case State.RECEIVED:
                return [Work("consequence_test.2", ketua, _l("Kaji dan undang rapat"))]
            case State.STUDIED:
                return [
                    Work("consequence_test.3", tim, _l("Rapat uji konsekuensi")),
                    *(
                        Work(
                            "consequence_test.2",
                            view.role,
                            _l("Beri pendapat dan dokumen"),
                            phase="view",
                            unit_id=view.unit_id,
                            since=view.asked_at,
                            limit=Limit(1, "days"),
                        )
                        for view in self.views.filter(given_at__isnull=True)
                    ),
                ]
            case State.MET:
                return [
                    Work("consequence_test.4", tim, _l("Lengkapi lembar uji"), phase="weigh"),
                    Work("consequence_test.4", ketua, _l("Sampaikan Berita Acara"), phase="submit"),
                ]
            case State.DECIDING:
                return [
                    Work("consequence_test.5", atasan, _l("Putuskan hasil uji"), phase="decide")
                ]
            case State.SIGNING:
                return [
                    Work(
                        "consequence_test.5",
                        signing_role(self.decree_kind),
                        _l("Tandatangani Surat Keputusan"),
                        phase=SIGNING,
                        since=approvals.began(self, "consequence_test.5"),
                    )
                ]
            case State.DECIDED if rules.has_open_items(self, None) is None:
                return [Work("consequence_test.6", tim, _l("Masukkan ke DIP"))]
            case State.DECIDED | State.LISTED:
                return [Work("consequence_test.7", tim, _l("Susun laporan uji"))]
            case _:
                return []

    # -- SOP 6.1, 6.2 --------------------------------------------------------------------------

    @step(
        "consequence_test",
        "1",
        source=NEW,
        target=State.RECEIVED,
        label=_l("Terima permintaan uji"),
        roles=(*OFFICE, *UNITS, SISTEM),
        opening=True,
    )
    def receive(
        self,
        act: Act,
        *,
        items: Sequence[tuple[str, Unit]],
        documents: Sequence[CaseDocument] = (),
    ) -> None:
        """Register the request for a test: which information, and which unit holds it."""
        if not items:
            raise Refused(_("Isi paling sedikit satu informasi yang akan diuji."), "items")
        for position, (information, unit) in enumerate(items, start=1):
            TestItem.objects.create(
                test=self, position=position, information=information.strip(), unit=unit
            )
        for document in documents:
            document.case = self
            document.save()
        act.yield_number(_l("Nomor register surat"), self.number or "")
        act.log(trigger=self.trigger, items=len(items))
        notices.received(self)

    @step(
        "consequence_test",
        "2",
        source=State.RECEIVED,
        target=State.STUDIED,
        label=_l("Kaji dan undang rapat"),
        roles=KETUA,
        form="dip_app.consequence.forms.StudyForm",
    )
    def study(
        self,
        act: Act,
        *,
        units: Sequence[Unit],
        meeting_at: datetime,
        meeting_place: str,
        agenda: str,
        needs: Sequence[str] = (),
        checklist: Sequence[str] = (),
    ) -> None:
        """Study the information with the units that hold it, and call them to the meeting."""
        if not units:
            raise Refused(_("Pilih paling sedikit satu unit yang menguasai informasinya."), "units")
        if meeting_at < act.at:
            raise Refused(_("Waktu rapat tidak boleh sudah lewat."), "meeting_at")
        for unit in units:
            UnitView.objects.get_or_create(
                test=self, unit=unit, defaults={"asked_at": act.at, "role": Role.PPID_PELAKSANA}
            )
        letter = letters.invitation(self, act, units, meeting_at, meeting_place, agenda, needs)
        act.yield_letter(letter.title, letter.number)
        act.log(units=[unit.code for unit in units], checklist=list(checklist))
        notices.invited(self, letter, [unit.pk for unit in units])

    @step(
        "consequence_test",
        "2",
        source=State.STUDIED,
        target=None,
        label=_l("Beri pendapat unit"),
        roles=(Role.PPID_PELAKSANA,),
        form="dip_app.consequence.forms.GiveViewForm",
        guard=rules.unit_is_waited_for,
        needs_output=False,
    )
    def give_view(self, act: Act, *, text: str, documents: Sequence[CaseDocument] = ()) -> None:
        """Let a unit say what it thinks of opening its information, with its documents."""
        if not text.strip():
            raise Refused(_("Tuliskan pendapat unit Anda."), "text")
        waiting = self.views.filter(given_at__isnull=True).select_related("unit")
        view = next((each for each in waiting if each.unit_id == act.actor.unit_id), None)
        if view is None:
            raise NotNow(_("Unit Anda tidak sedang ditunggu pendapatnya untuk uji ini."))
        for document in documents:
            document.case = self
            document.unit = view.unit
            document.save()
        view.text = text.strip()
        view.given_at = act.at
        view.given_by = act.actor.user
        view.save()
        act.log(unit=view.unit.code, documents=len(documents))

    # -- SOP 6.3, 6.4 --------------------------------------------------------------------------

    @step(
        "consequence_test",
        "3",
        source=State.STUDIED,
        target=State.MET,
        label=_l("Catat rapat uji"),
        roles=OFFICE,
        form="dip_app.consequence.forms.HoldMeetingForm",
    )
    def hold_meeting(
        self,
        act: Act,
        *,
        met_at: datetime,
        place: str,
        participants: Sequence[dict[str, Any]],
        summary: str,
        checklist: Sequence[str] = (),
    ) -> None:
        """Hold the meeting: who took part, and what was said; a report comes out of it."""
        if met_at > act.at:
            raise Refused(_("Waktu rapat tidak boleh di masa depan."), "met_at")
        if len(participants) < 2:
            raise Refused(_("Isi paling sedikit dua peserta rapat."), "participants")
        if not summary.strip():
            raise Refused(_("Tuliskan jalannya rapat."), "summary")
        self.met_at = met_at
        self.met_in = place.strip()
        self.summary = summary.strip()
        self.participants.all().delete()
        for position, row in enumerate(participants, start=1):
            Participant.objects.create(test=self, position=position, **row)
        letter = letters.meeting_report(self, act)
        act.yield_letter(letter.title, letter.number)
        act.log(participants=len(participants), checklist=list(checklist))

    @step(
        "consequence_test",
        "4",
        source=State.MET,
        target=State.DECIDING,
        label=_l("Sampaikan Berita Acara kepada Atasan PPID"),
        roles=KETUA,
        form="dip_app.consequence.forms.SubmitForm",
        guard=rules.every_item_is_weighed,
    )
    def submit(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Lay memorandum and minutes, signed by all present, before Atasan PPID."""
        for item in self.items.all():
            rules.check_item(item, local(act.at).date())
        self.minutes = letters.minutes(self, act)
        memorandum = letters.memorandum(self, act)
        act.yield_letter(self.minutes.title, self.minutes.number)
        act.yield_letter(memorandum.title, memorandum.number)
        act.log(checklist=list(checklist))
        notices.decision_needed(self)

    @step(
        "consequence_test",
        "4",
        source=State.MET,
        target=None,
        label=_l("Isi lembar uji"),
        roles=OFFICE,
        form="dip_app.consequence.forms.WeighForm",
        needs_output=False,
    )
    def weigh(self, act: Act, *, item: TestItem, findings: dict[str, Any]) -> None:
        """Write what was found for one item (lembar uji konsekuensi, domain 3.11)."""
        if item.test_id != self.pk:
            raise Refused(_("Butir ini bukan bagian dari uji ini."), "item")
        for name, value in findings.items():
            setattr(item, name, value)
        rules.check_item(item, local(act.at).date())
        item.save()
        act.log(item=item.position, outcome=item.outcome, letter=item.letter)

    # -- SOP 6.5 -------------------------------------------------------------------------------

    @act(
        "SOP 6.5",
        source=[State.DECIDING, State.SIGNING],
        target=State.MET,
        label=_l("Kembalikan lembar uji"),
        roles=SIGNATORIES,
        guard=rules.is_the_one_who_decides,
        needs_reason=True,
        main=True,
    )
    def return_test(self, act: Act) -> None:
        """Return the findings with the reason; they are weighed again, an approval falls."""
        self.return_reason = act.reason
        self.drop_approval()
        notices.returned(self, act)

    @step(
        "consequence_test",
        "5",
        source=State.DECIDING,
        target=RETURN_VALUE(State.SIGNING, State.DECIDED),
        label=_l("Putuskan hasil uji"),
        roles=ATASAN,
        form="dip_app.consequence.forms.DecideForm",
        guard=rules.who_weighed_may_not_decide,
        separate_from=("weigh", "submit"),
    )
    def decide(self, act: Act, *, checklist: Sequence[str] = ()) -> str:
        """Approve the result; whoever the body has set signs its decree (domain 3.13).

        SOP 6.5 gives the decree to Atasan PPID, Perki 1/2017 Pasal 4 ayat (3) to PPID with the
        approval of the head of the public body.
        """
        self._check_items(act)
        self.note_approval(act)
        self.return_reason = ""
        act.log(outcomes=[item.outcome for item in self.items.all()], checklist=list(checklist))
        if waits_for_signature(self.decree_kind):
            act.yield_decision(_l("Persetujuan"), _l("hasil uji disetujui"))
            notices.signature_needed(self)
            return State.SIGNING
        self._establish(act)
        return State.DECIDED

    @step(
        "consequence_test",
        "5",
        source=State.SIGNING,
        target=State.DECIDED,
        label=_l("Tandatangani Surat Keputusan"),
        roles=SIGNATORIES,
        form="dip_app.consequence.forms.SignForm",
        guard=rules.may_sign,
    )
    def sign_decree(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Establish by decree what Atasan PPID approved; the number is taken only now."""
        self._check_items(act)
        self._establish(act)
        act.log(checklist=list(checklist))

    def _check_items(self, act: Act) -> None:
        for item in self.items.all():
            rules.check_item(item, local(act.at).date())

    def _establish(self, act: Act) -> None:
        """Establish the result by decree: what is excluded, for how long, and what is open.

        UU 14/2008 Pasal 19; each excluded item becomes a recorded determination that a refusal
        may rest on until its period or event ends.
        """
        day = local(act.at).date()
        letter = letters.decree(self, act)
        self.decree = letter
        self.decided_on = day
        act.yield_letter(letter.title, letter.number)
        for item in self.items.exclude(outcome=ItemOutcome.OPEN):
            determination = item.as_decree(number=letter.number, on=day)
            # What the list shows in full leaves it; the part that is open enters it anew (6.6).
            determination.item = item.in_list
            try:
                item.determination = services.record_decree(
                    determination, act.actor, basis=self.basis()
                )
            except ValidationError as error:
                raise Refused(" ".join(error.messages)) from error
            item.save()
        notices.decided(self)

    def basis(self) -> Basis | None:
        """Return the decree as the ground on which the list changes."""
        return Basis.by(self.decree) if self.decree is not None else None

    # -- SOP 6.6, 6.7 --------------------------------------------------------------------------

    @step(
        "consequence_test",
        "6",
        source=State.DECIDED,
        target=RETURN_VALUE(State.DECIDED, State.LISTED),
        label=_l("Masukkan ke DIP"),
        roles=OFFICE,
        form="dip_app.consequence.forms.EnterListForm",
        guard=rules.has_open_items,
    )
    def enter_list(
        self,
        act: Act,
        *,
        item: TestItem,
        entry: InformationItem,
        checklist: Sequence[str] = (),
    ) -> str:
        """Publish what was found open, one item after the other, in the public list."""
        if item.test_id != self.pk or item.outcome == ItemOutcome.EXCLUDED:
            raise Refused(_("Pilih butir uji ini yang terbuka."), "item")
        if entry.pk is None:
            entry.save()
        try:
            item.listed = (
                entry if entry.is_public else services.publish(entry, act.actor, basis=self.basis())
            )
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        item.save()
        act.yield_document(_l("Daftar Informasi Publik"), entry.title)
        act.log(item=item.position, entry=entry.pk, checklist=list(checklist))
        left = rules.has_open_items(self, None) is None
        return State.DECIDED if left else State.LISTED

    @step(
        "consequence_test",
        "7",
        source=[State.DECIDED, State.LISTED],
        target=State.REPORTED,
        label=_l("Sampaikan laporan uji"),
        roles=OFFICE,
        form="dip_app.consequence.forms.ReportForm",
        guard=rules.all_open_items_are_listed,
    )
    def report(self, act: Act, *, notes: str = "", checklist: Sequence[str] = ()) -> None:
        """Report the result; the test is closed."""
        letter = letters.report(self, act, notes)
        self.closed_at = act.at
        act.yield_letter(letter.title, letter.number)
        act.log(checklist=list(checklist))

    @act(
        LAW,
        source=[State.RECEIVED, State.STUDIED, State.MET],
        target=State.CANCELLED,
        label=_l("Batalkan uji"),
        roles=KETUA,
        needs_reason=True,
        danger=True,
    )
    def cancel(self, act: Act) -> None:
        """Stop a test that has lost its object, as when the request is withdrawn."""
        self.closed_at = act.at

    def on_deadline_event(self, event: DueEvent) -> None:
        """Remind whoever holds the work."""
        notices.staff_reminder(self, event)


class TestItem(models.Model):
    """One piece of information in a test: what was weighed, and what was found."""

    #: Its name begins like a test's; the test runner is told that it is none.
    __test__ = False

    test = models.ForeignKey(ConsequenceTest, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(default=1)
    information = models.CharField(_l("informasi"), max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(
        _l("hasil"), max_length=10, choices=ItemOutcome, blank=True, default=""
    )
    letter = models.CharField(
        _l("huruf Pasal 17"), max_length=1, choices=ArticleLetter, blank=True, default=""
    )
    other_law = models.CharField(_l("undang-undang lain"), max_length=300, blank=True, default="")
    law = models.TextField(_l("dasar hukum"), blank=True, default="", max_length=2000)
    if_opened = models.TextField(_l("akibat bila dibuka"), blank=True, default="", max_length=4000)
    if_closed = models.TextField(_l("akibat bila ditutup"), blank=True, default="", max_length=4000)
    public_interest = models.TextField(
        _l("kepentingan umum"), blank=True, default="", max_length=4000
    )
    alternative = models.TextField(_l("jalan lain"), blank=True, default="", max_length=2000)
    redaction = models.TextField(_l("yang dihitamkan"), blank=True, default="", max_length=2000)
    valid_until = models.DateField(_l("dikecualikan sampai"), null=True, blank=True)
    end_event = models.CharField(
        _l("peristiwa yang mengakhiri"), max_length=300, blank=True, default=""
    )
    entry = models.ForeignKey(
        InformationItem,
        verbose_name=_l("butir DIP yang diuji"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tests",
    )
    determination = models.OneToOneField(
        ClassificationDecree, on_delete=models.PROTECT, null=True, related_name="tested_in"
    )
    listed = models.ForeignKey(
        InformationItem, on_delete=models.PROTECT, null=True, related_name="tested_in"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=["test", "position"], name="test_item_position_once"),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.information}"

    @property
    def period_words(self) -> str:
        """Return for how long the item is excluded."""
        if self.outcome == ItemOutcome.OPEN:
            return ""
        if self.valid_until is not None:
            return _("sampai {date}").format(date=date_long(self.valid_until))
        return self.end_event

    @property
    def in_list(self) -> InformationItem | None:
        """Return the entry of the public list that this information is, named or by its title."""
        if self.entry is not None:
            return self.entry
        same = InformationItem.objects.public().filter(unit=self.unit_id)
        return same.filter(title__iexact=self.information).first()

    def as_decree(self, *, number: str, on: date) -> ClassificationDecree:
        """Return the determination that follows from the item, not stored yet."""
        return ClassificationDecree(
            number=number,
            date=on,
            title=self.information,
            letter=self.letter,
            other_law=self.other_law,
            legal_basis=self.law or f"UU 14/2008 Pasal 17 huruf {self.letter}",
            consequence=self.if_opened,
            valid_from=on,
            valid_until=self.valid_until,
            end_event=self.end_event,
            unit=self.unit,
        )


class Participant(models.Model):
    """Somebody who took part in the meeting and signs its minutes (domain 3.12)."""

    test = models.ForeignKey(ConsequenceTest, on_delete=models.CASCADE, related_name="participants")
    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_l("nama"), max_length=200)
    office = models.CharField(_l("jabatan"), max_length=200, blank=True, default="")
    unit_name = models.CharField(_l("unit"), max_length=200, blank=True, default="")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name


class UnitView(models.Model):
    """What a unit thinks of opening its information (SOP 6.2)."""

    test = models.ForeignKey(ConsequenceTest, on_delete=models.PROTECT, related_name="views")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    text = models.TextField(blank=True, default="")
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["test", "unit"], name="one_view_per_unit"),)

    def __str__(self) -> str:
        return f"{self.test_id} {self.unit_id}"
