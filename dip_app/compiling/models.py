"""SOP 5 as state machines: the round that makes and decrees the list, and a unit's part in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django_fsm import RETURN_VALUE
from simple_history.models import HistoricalRecords

from dip_app import approvals
from dip_app.approvals import SIGNATORIES, ApprovedDecree, waits_for_signature
from dip_app.compiling import letters, notices, rules
from dip_app.editions.changes import Basis
from dip_app.editions.freezing import freeze
from dip_app.editions.models import Action, Proposal
from dip_app.editions.publishing import publish_all
from dip_app.rounds import COLLECTING, COMPILING, LEFT_OUT, SUBMITTED
from dip_app.rows import duplicates
from dip_app.rows import rules as row_rules
from dip_app.rows.models import RowsPart, RowsRound
from ppid_portal.clock import end_of, local
from ppid_portal.clock.words import date_long
from ppid_portal.letters.kind_settings.services import SIGNING, signing_role
from ppid_portal.letters.models import Letter
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import SISTEM, Role
from ppid_portal.queue import enqueue
from ppid_portal.sop.declarations import Act, act, step
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import NEW, Work

SOP = "public_information_list"
KETUA = (Role.KETUA_PPID,)
OFFICE = (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID)
ATASAN = (Role.ATASAN_PPID,)
PELAKSANA = (Role.PPID_PELAKSANA,)
PIMPINAN = (Role.PIMPINAN_UNIT_KERJA,)
#: Who may establish the list; which of them does is a setting of the body (domain 3.14).
_HISTORY: dict[str, Any] = {"excluded_fields": ["search_text", "fingerprint", "idempotency_key"]}


class RoundState(models.TextChoices):
    """Where a round stands."""

    NEW = NEW, _l("Baru")
    COLLECTING = COLLECTING, _l("Menunggu usulan unit")
    COMPILING = COMPILING, _l("Ditelaah dan dikompilasi")
    REPORTING = "reporting", _l("Siap diajukan kepada Atasan PPID")
    DECIDING = "deciding", _l("Menunggu persetujuan Atasan PPID")
    ESTABLISHING = "establishing", _l("Disetujui, menunggu Surat Keputusan")
    ESTABLISHED = "established", _l("Ditetapkan, sedang diterbitkan")
    PUBLISHED = "published", _l("Terbit")


class PartState(models.TextChoices):
    """Where a unit's part of a round stands."""

    NEW = NEW, _l("Baru")
    COORDINATING = "coordinating", _l("Koordinasi dengan unit kerja")
    INVENTORYING = "inventorying", _l("Inventarisasi informasi")
    CLASSIFYING = "classifying", _l("Klasifikasi informasi")
    ASKING = "asking", _l("Siap dimintakan persetujuan pimpinan")
    APPROVING = "approving", _l("Menunggu persetujuan pimpinan unit")
    APPROVED = "approved", _l("Disetujui pimpinan, belum disampaikan")
    SUBMITTED = SUBMITTED, _l("Sudah disampaikan")
    LEFT_OUT = LEFT_OUT, _l("Dilanjutkan tanpa unit ini")


#: Where a unit still works on its list.
EDITABLE = [PartState.INVENTORYING, PartState.CLASSIFYING]


class UnitList(RowsPart):
    """What one unit proposes for the list: SOP 5.2 to 5.7."""

    register: ClassVar[str] = "unit_list"
    sop_key: ClassVar[str] = SOP
    kind_label: ClassVar[str | Promise] = _l("Usulan daftar unit")
    round_register: ClassVar[str] = "list_round"
    editable: ClassVar[Collection[str]] = EDITABLE

    coordination = models.TextField(_l("hasil koordinasi"), blank=True, default="")
    return_reason = models.TextField(blank=True, default="")
    asked_by = models.CharField(max_length=200, blank=True, default="")
    history = HistoricalRecords(**_HISTORY)

    class Meta:
        verbose_name = _l("usulan daftar unit")
        verbose_name_plural = _l("usulan daftar unit")

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(PartState(self.state).label)

    @property
    def returned_because(self) -> str:
        """Return why the head of the unit gave the rows back, while they are being mended."""
        return self.return_reason if self.state == PartState.CLASSIFYING else ""

    def facts(self) -> list[tuple[str, str]]:
        """Return unit, date and counts for the desk."""
        counts = self.counts()
        found = [
            (_("Unit"), self.own_unit().name),
            (_("Batas waktu"), date_long(self.due_on, with_day=True)),
            *((str(label), str(counts[value])) for value, label in Action.choices),
        ]
        # The letter hangs on the round, which a unit does not see.
        ordered = self.round
        order = Letter.objects.filter(case_id=ordered.pk, kind="list_order").first()
        if order is not None:
            found.insert(1, (_("Surat Ketua PPID"), order.number))
        if ordered.instruction:
            found.insert(2, (_("Arahan kepada unit"), ordered.instruction))
        if self.coordination:
            found.append((_("Hasil koordinasi"), self.coordination))
        if self.left_out_reason:
            found.append((_("Dilanjutkan tanpa unit ini karena"), self.left_out_reason))
        return found

    def when_left_out(self, act: Act) -> None:
        """Tell the unit."""
        notices.left_out(self, act)

    def expected_work(self) -> list[Work]:
        """Return the open step; each is due when the round's letter wants the unit's list."""
        steps: dict[str, tuple[str, Role, Any, str]] = {
            PartState.COORDINATING: ("2", PELAKSANA[0], _l("Koordinasi dengan unit kerja"), ""),
            PartState.INVENTORYING: ("3", PELAKSANA[0], _l("Inventarisasi informasi"), ""),
            PartState.CLASSIFYING: ("4", PELAKSANA[0], _l("Klasifikasi informasi"), ""),
            PartState.ASKING: ("5", PELAKSANA[0], _l("Minta persetujuan pimpinan"), ""),
            PartState.APPROVING: ("6", PIMPINAN[0], _l("Setujui usulan daftar"), "head"),
            PartState.APPROVED: ("7", PELAKSANA[0], _l("Sampaikan kepada Ketua PPID"), ""),
        }
        found = steps.get(self.state)
        if found is None:
            return []
        no, role, label, phase = found
        return [
            Work(f"{SOP}.{no}", role, label, phase=phase, unit_id=self.unit_id, due_at=self.due_at)
        ]

    # -- SOP 5.2, 5.3 --------------------------------------------------------------------------

    @act(
        "SOP 5.1",
        source=NEW,
        target=PartState.COORDINATING,
        label=_l("Terima perintah"),
        roles=(SISTEM,),
        opening=True,
    )
    def receive_order(self, act: Act) -> None:
        """Begin with what the list has of the unit, and with its drafts."""
        self.begin(act)
        notices.ordered(self)

    @step(
        SOP,
        "2",
        source=PartState.COORDINATING,
        target=PartState.INVENTORYING,
        label=_l("Catat hasil koordinasi"),
        roles=PELAKSANA,
        form="dip_app.compiling.forms.CoordinateForm",
    )
    def coordinate(self, act: Act, *, coordination: str, checklist: Sequence[str] = ()) -> None:
        """Record with whom of the unit it was settled who brings what."""
        if not coordination.strip():
            raise Refused(_("Tuliskan hasil koordinasinya."), "coordination")
        self.coordination = coordination.strip()
        act.yield_document(_l("Catatan koordinasi"), self.own_unit().name)
        act.log(checklist=list(checklist))

    @act(
        "SOP 5.3",
        source=EDITABLE,
        target=None,
        label=_l("Tambah satu informasi"),
        roles=PELAKSANA,
        form="dip_app.compiling.forms.RowForm",
    )
    def write_row(
        self,
        act: Act,
        *,
        values: dict[str, Any],
        remove: bool = False,
        remark: str = "",
        row: Proposal | None = None,
    ) -> None:
        """Add a row or change one; what it is follows from what it says."""
        self.put_row(act, values, row, remove=remove, remark=remark)

    @act(
        "SOP 5.3",
        source=EDITABLE,
        target=None,
        label=_l("Hapus satu usulan baru"),
        roles=PELAKSANA,
        form="dip_app.compiling.forms.DropForm",
    )
    def drop_row(self, act: Act, *, row: Proposal) -> None:
        """Take a new row away; an entry of the list is removed by proposing so, with a reason."""
        self.take_row_away(act, row)

    @act(
        "SOP 5.3",
        source=EDITABLE,
        target=None,
        label=_l("Unggah daftar unit"),
        roles=PELAKSANA,
        form="dip_app.compiling.forms.TakeInForm",
    )
    def take_in(self, act: Act, *, content: bytes, file_name: str) -> None:
        """Read a list as the unit sent it; no row is lost, what is wrong stops the whole file."""
        self.put_file(act, content, file_name)

    @act(
        "SOP 5.3",
        source=EDITABLE,
        target=None,
        label=_l("Pertahankan semua tanpa perubahan"),
        roles=PELAKSANA,
        form="dip_app.compiling.forms.KeepAllForm",
    )
    def keep_all(self, act: Act) -> None:
        """Propose every entry that the list has of the unit as it stands; new rows stay."""
        self.put_all(act)

    @step(
        SOP,
        "3",
        source=PartState.INVENTORYING,
        target=PartState.CLASSIFYING,
        label=_l("Nyatakan inventarisasi selesai"),
        roles=PELAKSANA,
        form="dip_app.compiling.forms.InventoryForm",
        guard=row_rules.has_rows,
    )
    def inventory(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Say that everything the unit holds stands in its list."""
        number = sum(self.counts().values())
        act.yield_document(_l("Inventaris informasi"), _("{count} baris").format(count=number))
        act.log(rows=number, checklist=list(checklist))

    # -- SOP 5.4 to 5.7 ------------------------------------------------------------------------

    @step(
        SOP,
        "4",
        source=PartState.CLASSIFYING,
        target=PartState.ASKING,
        label=_l("Nyatakan klasifikasi selesai"),
        roles=PELAKSANA,
        form="dip_app.compiling.forms.ClassifyForm",
        guard=row_rules.may_be_proposed,
    )
    def classify(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Say that every row has its class, and none is excluded (UU 14/2008 Pasal 9 to 11)."""
        counts = self.counts()
        act.yield_document(_l("Usulan DIP"), row_rules.in_words(counts))
        act.log(**counts, checklist=list(checklist))

    @act(
        "SOP 5.4",
        source=PartState.ASKING,
        target=PartState.CLASSIFYING,
        label=_l("Perbaiki lagi sebelum diajukan"),
        roles=PELAKSANA,
    )
    def reopen(self, act: Act) -> None:
        """Go back to the rows before anybody else was asked."""

    @step(
        SOP,
        "5",
        source=PartState.ASKING,
        target=PartState.APPROVING,
        label=_l("Minta persetujuan pimpinan unit"),
        roles=PELAKSANA,
        form="dip_app.compiling.forms.AskForm",
        guard=row_rules.may_be_proposed,
    )
    def ask_approval(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Lay the unit's list before its head."""
        letter = letters.unit_proposal(self, act)
        self.asked_by = act.actor.title
        self.return_reason = ""
        act.yield_letter(letter.title, letter.number)
        act.log(checklist=list(checklist))
        notices.head_asked(self)

    @step(
        SOP,
        "6",
        source=PartState.APPROVING,
        target=PartState.APPROVED,
        label=_l("Setujui usulan daftar"),
        roles=PIMPINAN,
        form="dip_app.compiling.forms.HeadForm",
        guard=row_rules.may_be_proposed,
        separate_from=("ask_approval",),
    )
    def approve_unit(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Approve what the unit proposes, as its head; not who asked for it."""
        letter = letters.unit_approval(self, act)
        act.yield_letter(letter.title, letter.number)
        act.log(checklist=list(checklist))
        notices.head_approved(self)

    @act(
        "SOP 5.6",
        source=PartState.APPROVING,
        target=PartState.CLASSIFYING,
        label=_l("Kembalikan kepada PPID Pelaksana"),
        roles=PIMPINAN,
        needs_reason=True,
        main=True,
    )
    def return_unit(self, act: Act) -> None:
        """Give it back with the reason; nothing of it is lost."""
        self.return_reason = act.reason
        notices.head_returned(self, act)

    @step(
        SOP,
        "7",
        source=PartState.APPROVED,
        target=PartState.SUBMITTED,
        label=_l("Sampaikan kepada Ketua PPID"),
        roles=PELAKSANA,
        form="dip_app.compiling.forms.SubmitForm",
        guard=row_rules.may_be_proposed,
    )
    def submit(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Submit the approved list; the round goes on when no other unit is awaited."""
        letter = letters.unit_submission(self, act)
        act.yield_letter(letter.title, letter.number)
        act.log(on_time=local(act.at).date() <= self.due_on, checklist=list(checklist))
        self.is_in(act)


class ListRound(ApprovedDecree, RowsRound):
    """A round that makes the list anew and decrees it: SOP 5.1 and 5.8 to 5.10."""

    register: ClassVar[str] = "list_round"
    sop_key: ClassVar[str] = SOP
    kind_label: ClassVar[str | Promise] = _l("Penyusunan DIP")
    part_register: ClassVar[str] = "unit_list"
    decree_kind: ClassVar[str] = "list_decree"

    year = models.PositiveSmallIntegerField(_l("tahun daftar"))
    instruction = models.TextField(_l("arahan kepada unit"), blank=True, default="")
    notes = models.TextField(_l("hasil telaah"), blank=True, default="")
    report_letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    decree = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    history = HistoricalRecords(**_HISTORY)

    class Meta:
        verbose_name = _l("penyusunan DIP")
        verbose_name_plural = _l("penyusunan DIP")

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(RoundState(self.state).label)

    def facts(self) -> list[tuple[str, str]]:
        """Return year, dates and decisions for the desk."""
        found = [
            (_("Tahun daftar"), str(self.year)),
            (_("Batas waktu unit"), date_long(self.units_due_on, with_day=True)),
        ]
        if self.instruction:
            found.append((_("Arahan kepada unit"), self.instruction))
        if self.notes:
            found.append((_("Hasil telaah"), self.notes))
        found += self.approval_fact()
        if self.decree is not None:
            signed = f"{self.decree.number_words}, {self.decree.signatory_words}"
            found.append((_("Surat Keputusan"), signed))
        return found

    def expected_work(self) -> list[Work]:
        """Return the open step."""
        tim, ketua, atasan = Role.TIM_SEKRETARIAT_PPID, Role.KETUA_PPID, Role.ATASAN_PPID
        match self.state:
            case RoundState.COLLECTING:
                return [
                    Work(
                        f"{SOP}.8",
                        tim,
                        _l("Menunggu usulan unit"),
                        phase="collect",
                        # The day after the units' own: until then nobody of the office is late.
                        due_at=end_of(self.units_due_on + timedelta(days=1)),
                    )
                ]
            case RoundState.COMPILING:
                return [Work(f"{SOP}.8", tim, _l("Telaah dan kompilasi usulan"))]
            case RoundState.REPORTING:
                return [Work(f"{SOP}.9", ketua, _l("Ajukan kepada Atasan PPID"), phase="report")]
            case RoundState.DECIDING:
                return [Work(f"{SOP}.9", atasan, _l("Setujui DIP"), phase="decide")]
            case RoundState.ESTABLISHING:
                return [
                    Work(
                        f"{SOP}.9",
                        signing_role(self.decree_kind),
                        _l("Tetapkan DIP"),
                        phase=SIGNING,
                        since=approvals.began(self, f"{SOP}.9"),
                    )
                ]
            case RoundState.ESTABLISHED:
                return [Work(f"{SOP}.10", tim, _l("Menunggu portal menerbitkan daftar"))]
            case _:
                return []

    # -- SOP 5.1 -------------------------------------------------------------------------------

    @step(
        SOP,
        "1",
        source=NEW,
        target=RoundState.COLLECTING,
        label=_l("Perintahkan penyusunan DIP"),
        roles=KETUA,
        opening=True,
    )
    def order(self, act: Act, *, units: Sequence[Unit], checklist: Sequence[str] = ()) -> None:
        """Order every PPID Pelaksana to make its list until a day (Surat Ketua PPID Utama)."""
        rules.check_order(self, units, local(act.at).date())
        letter = letters.order(self, act, units)
        act.yield_letter(letter.title, letter.number)
        opened = self.open_parts(act, units, lambda unit: f"{self.title}: {unit.name}")
        act.log(
            year=self.year,
            due_on=self.units_due_on.isoformat(),
            units=opened,
            checklist=list(checklist),
        )

    def when_collected(self, act: Act) -> None:
        """Look for duplicates once, and tell who compiles."""
        found = duplicates.find(self)
        act.log(lookalikes=found)
        notices.collected(self)

    # -- SOP 5.8 -------------------------------------------------------------------------------

    @act(
        "SOP 5.8",
        source=RoundState.COMPILING,
        target=None,
        label=_l("Putuskan satu baris"),
        roles=OFFICE,
        form="dip_app.compiling.forms.VerifyForm",
    )
    def verify_row(self, act: Act, *, row: Proposal, keep: bool, why: str = "") -> None:
        """Leave a row out of the list with the reason, or take it in as no duplicate."""
        self.settle_row(act, row, keep=keep, why=why)

    @step(
        SOP,
        "8",
        source=RoundState.COMPILING,
        target=RoundState.REPORTING,
        label=_l("Nyatakan kompilasi selesai"),
        roles=OFFICE,
        form="dip_app.compiling.forms.CompileForm",
        guard=row_rules.is_verified,
    )
    def compile(self, act: Act, *, notes: str = "", checklist: Sequence[str] = ()) -> None:
        """Close review, compilation and verification of all units' lists."""
        self.notes = notes.strip()
        number = row_rules.size_after(self)
        act.yield_document(_l("DIP"), _("{count} informasi").format(count=number))
        act.log(entries=number, checklist=list(checklist))
        notices.compiled(self)

    # -- SOP 5.9 -------------------------------------------------------------------------------

    @step(
        SOP,
        "9",
        source=RoundState.REPORTING,
        target=RoundState.DECIDING,
        label=_l("Ajukan kepada Atasan PPID"),
        roles=KETUA,
        form="dip_app.compiling.forms.ReportForm",
        guard=row_rules.is_verified,
    )
    def report(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Report to Atasan PPID and ask that the list be approved and established."""
        letter = letters.report(self, act)
        self.report_letter = letter
        self.return_reason = ""
        act.yield_letter(letter.title, letter.number)
        act.log(checklist=list(checklist))
        notices.decision_needed(self)

    @act(
        "SOP 5.8",
        source=RoundState.REPORTING,
        target=RoundState.COMPILING,
        label=_l("Telaah lagi"),
        roles=OFFICE,
        needs_reason=True,
    )
    def recompile(self, act: Act) -> None:
        """Go back to review before Atasan PPID was asked."""

    @step(
        SOP,
        "9",
        source=RoundState.DECIDING,
        target=RETURN_VALUE(RoundState.ESTABLISHING, RoundState.ESTABLISHED),
        label=_l("Setujui DIP"),
        roles=ATASAN,
        form="dip_app.compiling.forms.ApproveForm",
        guard=row_rules.is_verified,
        separate_from=("compile", "report"),
    )
    def approve(self, act: Act, *, checklist: Sequence[str] = ()) -> str:
        """Approve the list (Pengarah); who establishes it is a setting (domain 3.14)."""
        self.note_approval(act)
        act.yield_decision(_l("Persetujuan"), _l("DIP disetujui"))
        act.log(checklist=list(checklist))
        if waits_for_signature(self.decree_kind):
            notices.signature_needed(self)
            return RoundState.ESTABLISHING
        self._decree(act)
        return RoundState.ESTABLISHED

    @act(
        "SOP 5.9",
        source=[RoundState.DECIDING, RoundState.ESTABLISHING],
        target=RoundState.COMPILING,
        label=_l("Kembalikan untuk ditelaah lagi"),
        roles=SIGNATORIES,
        guard=rules.is_the_one_who_decides,
        needs_reason=True,
        main=True,
    )
    def return_list(self, act: Act) -> None:
        """Give the list back with the reason; an approval falls with it."""
        self.return_reason = act.reason
        self.drop_approval()
        notices.returned(self, act)

    @step(
        SOP,
        "9",
        source=RoundState.ESTABLISHING,
        target=RoundState.ESTABLISHED,
        label=_l("Tetapkan DIP dengan Surat Keputusan"),
        roles=SIGNATORIES,
        form="dip_app.compiling.forms.EstablishForm",
        guard=rules.may_establish,
    )
    def establish(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Establish the approved list by decree; the portal publishes it right after."""
        self._decree(act)
        act.log(checklist=list(checklist))

    def _decree(self, act: Act) -> None:
        letter = letters.decree(self, act)
        self.decree = letter
        act.yield_letter(letter.title, letter.number)
        enqueue("dip.publish_list", self.pk)

    # -- SOP 5.10 ------------------------------------------------------------------------------

    @step(
        SOP,
        "10",
        source=RoundState.ESTABLISHED,
        target=RoundState.PUBLISHED,
        label=_l("Terbitkan DIP"),
        roles=(SISTEM,),
    )
    def publish(self, act: Act) -> None:
        """Publish by the decree, not by hand: bring the list to it and freeze the edition."""
        if self.decree is None:
            raise ValueError(f"round {self.pk} has no decree")
        found = publish_all(self.rows(), Basis.by(self.decree), act.actor, act.at)
        edition = freeze(
            self,
            decreed_on=local(self.decree.issued_at).date(),
            at=act.at,
            decree=self.decree,
        )
        self.closed_at = act.at
        act.yield_document(_l("Daftar Informasi Publik"), str(edition))
        act.log(
            added=found.added,
            changed=found.changed,
            removed=found.removed,
            excluded=found.excluded,
            entries=edition.entry_count,
        )
        notices.published(self, edition)


class Lookalike(models.Model):
    """A row of a round that says the same, or nearly, as another row or an entry of the list."""

    row = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="lookalikes")
    other_row = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, null=True, related_name="looked_like_by"
    )
    other_item = models.ForeignKey(
        "dip_app.InformationItem", on_delete=models.CASCADE, null=True, related_name="+"
    )
    exact = models.BooleanField(_l("sama persis"))
    cleared = models.BooleanField(_l("sudah diperiksa, bukan kembar"), default=False)

    class Meta:
        verbose_name = _l("kembar")
        verbose_name_plural = _l("kembar")
        ordering = ("-exact", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(other_row__isnull=False, other_item__isnull=True)
                | models.Q(other_row__isnull=True, other_item__isnull=False),
                name="lookalike_of_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.row_id} ~ {self.other_row_id or self.other_item_id}"
