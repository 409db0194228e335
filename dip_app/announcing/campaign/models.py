"""SOP 1 as state machines: the yearly campaign, and the list that one Anggota PPID brings.

SOP 5 makes the list from within the units; here the members of the PPID are asked for theirs,
open and excluded, and the list that Atasan PPID approves and Ketua PPID establishes is announced
(domain 5). What a row is, how rows are compared, and how an edition is kept are the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from dip_app.announcing.campaign import letters, notices, rules
from dip_app.announcing.intake import announce_established
from dip_app.announcing.models import Announcement, Duty
from dip_app.editions.changes import Basis
from dip_app.editions.freezing import freeze
from dip_app.editions.models import Action, ListEdition, Proposal
from dip_app.editions.publishing import publish_all
from dip_app.models import ClassificationDecree
from dip_app.rounds import COLLECTING, COMPILING, LEFT_OUT, SUBMITTED
from dip_app.rows import duplicates
from dip_app.rows import rules as row_rules
from dip_app.rows.models import RowsPart, RowsRound
from ppid_portal.clock import end_of, local, today
from ppid_portal.clock.services import step_due
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import SISTEM, Role
from ppid_portal.sop import catalogue, engine
from ppid_portal.sop.declarations import Act, act, step
from ppid_portal.sop.models import NEW, Work

SOP = "announcement"
SEKRETARIS = (Role.SEKRETARIS_PPID,)
KETUA = (Role.KETUA_PPID,)
ATASAN = (Role.ATASAN_PPID,)
ANGGOTA = (Role.ANGGOTA_PPID,)
MERGING = (*KETUA, *SEKRETARIS)
_HISTORY: dict[str, Any] = {"excluded_fields": ["search_text", "fingerprint", "idempotency_key"]}


class MemberState(models.TextChoices):
    """Where the list of one member stands."""

    NEW = NEW, _l("Baru")
    LISTING = "listing", _l("Menyusun daftar")
    SUBMITTED = SUBMITTED, _l("Sudah disampaikan")
    LEFT_OUT = LEFT_OUT, _l("Dilanjutkan tanpa unit ini")


class CampaignState(models.TextChoices):
    """Where a campaign stands."""

    NEW = NEW, _l("Baru")
    DRAFTING = "drafting", _l("Surat permohonan diperbaiki")
    SIGNING = "signing", _l("Surat permohonan menunggu tanda tangan")
    COLLECTING = COLLECTING, _l("Menunggu daftar Anggota PPID")
    COMPILING = COMPILING, _l("Daftar digabungkan")
    DECIDING = "deciding", _l("Menunggu persetujuan Atasan PPID")
    ESTABLISHING = "establishing", _l("Disetujui, menunggu penetapan Ketua PPID")
    ESTABLISHED = "established", _l("Ditetapkan, belum diumumkan")
    ANNOUNCED = "announced", _l("Diumumkan")


class MemberList(RowsPart):
    """What one Anggota PPID brings: its open list as rows, and what it holds as excluded (1.2)."""

    register: ClassVar[str] = "member_list"
    sop_key: ClassVar[str] = SOP
    kind_label: ClassVar[str | Promise] = _l("Daftar Anggota PPID")
    round_register: ClassVar[str] = "announcement_campaign"
    editable: ClassVar[Collection[str]] = (MemberState.LISTING,)

    excluded_count = models.PositiveIntegerField(_l("informasi dikecualikan"), default=0)
    excluded_note = models.TextField(
        _l("informasi yang menurut unit perlu dikecualikan"), blank=True, default=""
    )
    history = HistoricalRecords(**_HISTORY)

    class Meta:
        verbose_name = _l("daftar Anggota PPID")
        verbose_name_plural = _l("daftar Anggota PPID")

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(MemberState(self.state).label)

    def excluded(self) -> QuerySet[ClassificationDecree]:
        """Return what the unit holds as excluded today: by a determination, not by a word."""
        return (
            ClassificationDecree.objects.valid_on(today())
            .filter(unit=self.unit_id)
            .order_by("title", "pk")
        )

    def facts(self) -> list[tuple[str, str]]:
        """Return unit, date and counts for the desk."""
        counts = self.counts()
        found = [
            (_("Unit"), self.own_unit().name),
            (_("Batas waktu"), date_long(self.due_on, with_day=True)),
            *((str(label), str(counts[value])) for value, label in Action.choices),
        ]
        if self.state == MemberState.SUBMITTED:
            found.append((_("Informasi dikecualikan"), str(self.excluded_count)))
        if self.excluded_note:
            found.append((_("Menurut unit perlu dikecualikan"), self.excluded_note))
        if self.left_out_reason:
            found.append((_("Dilanjutkan tanpa unit ini karena"), self.left_out_reason))
        return found

    def expected_work(self) -> list[Work]:
        """Return the open step; it is due when the letter wants the list."""
        if self.state != MemberState.LISTING:
            return []
        return [
            Work(
                f"{SOP}.2",
                Role.ANGGOTA_PPID,
                _l("Susun dan sampaikan Daftar Informasi Publik"),
                unit_id=self.unit_id,
                due_at=self.due_at,
            )
        ]

    @act(
        "SOP 1.1",
        source=NEW,
        target=MemberState.LISTING,
        label=_l("Terima surat permohonan"),
        roles=(SISTEM,),
        opening=True,
    )
    def receive_request(self, act: Act) -> None:
        """Begin with what the list has of the unit, and with its drafts."""
        self.begin(act)
        notices.asked(self)

    @act(
        "SOP 1.2",
        source=MemberState.LISTING,
        target=None,
        label=_l("Tambah satu informasi"),
        roles=ANGGOTA,
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
        "SOP 1.2",
        source=MemberState.LISTING,
        target=None,
        label=_l("Hapus satu usulan baru"),
        roles=ANGGOTA,
        form="dip_app.compiling.forms.DropForm",
    )
    def drop_row(self, act: Act, *, row: Proposal) -> None:
        """Take a new row away; an entry of the list is removed by proposing so, with a reason."""
        self.take_row_away(act, row)

    @act(
        "SOP 1.2",
        source=MemberState.LISTING,
        target=None,
        label=_l("Unggah daftar unit"),
        roles=ANGGOTA,
        form="dip_app.compiling.forms.TakeInForm",
    )
    def take_in(self, act: Act, *, content: bytes, file_name: str) -> None:
        """Read a list as the unit sent it; no row is lost, what is wrong stops the whole file."""
        self.put_file(act, content, file_name)

    @act(
        "SOP 1.2",
        source=MemberState.LISTING,
        target=None,
        label=_l("Pertahankan semua tanpa perubahan"),
        roles=ANGGOTA,
        form="dip_app.compiling.forms.KeepAllForm",
    )
    def keep_all(self, act: Act) -> None:
        """Bring every entry that the list has of the unit as it stands; new rows stay."""
        self.put_all(act)

    @step(
        SOP,
        "2",
        source=MemberState.LISTING,
        target=MemberState.SUBMITTED,
        label=_l("Sampaikan Daftar Informasi Publik"),
        roles=ANGGOTA,
        form="dip_app.announcing.campaign.forms.SubmitForm",
        guard=row_rules.may_be_proposed,
    )
    def submit(self, act: Act, *, excluded_note: str = "", checklist: Sequence[str] = ()) -> None:
        """Submit the open list and what is held as excluded; the campaign goes on when all are in.

        Only what a consequence test determined is excluded (UU 14/2008 Pasal 19): what the unit
        thinks should be is a note to the PPID, not an exclusion.
        """
        self.excluded_note = excluded_note.strip()
        self.excluded_count = self.excluded().count()
        act.yield_document(_l("Daftar Informasi Publik"), row_rules.in_words(self.counts()))
        act.log(
            **self.counts(),
            excluded=self.excluded_count,
            on_time=local(act.at).date() <= self.due_on,
            checklist=list(checklist),
        )
        self.is_in(act)

    def when_left_out(self, act: Act) -> None:
        """Tell the unit."""
        notices.left_out(self, act)


class Campaign(RowsRound):
    """The announcement campaign of one year: SOP 1.1 and 1.3 to 1.5."""

    register: ClassVar[str] = "announcement_campaign"
    sop_key: ClassVar[str] = SOP
    kind_label: ClassVar[str | Promise] = _l("Kampanye pengumuman DIP")
    part_register: ClassVar[str] = "member_list"

    year = models.PositiveSmallIntegerField(_l("tahun daftar"))
    instruction = models.TextField(_l("arahan dalam surat"), blank=True, default="")
    members = models.ManyToManyField(Unit, related_name="+", verbose_name=_l("Anggota PPID"))
    notes = models.TextField(_l("hasil penggabungan"), blank=True, default="")
    approved_by = models.CharField(max_length=200, blank=True, default="")
    approved_name = models.CharField(max_length=200, blank=True, default="")
    approved_nip = models.CharField(max_length=30, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    request_letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, null=True, related_name="+"
    )
    minutes = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    announced_as = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, null=True, related_name="+"
    )
    history = HistoricalRecords(**_HISTORY)

    class Meta:
        verbose_name = _l("kampanye pengumuman DIP")
        verbose_name_plural = _l("kampanye pengumuman DIP")
        constraints = (models.UniqueConstraint(fields=["year"], name="one_campaign_a_year"),)

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(CampaignState(self.state).label)

    def facts(self) -> list[tuple[str, str]]:
        """Return year, dates and decisions for the desk."""
        found = [
            (_("Tahun daftar"), str(self.year)),
            (_("Anggota PPID yang diminta"), str(self.members.count())),
        ]
        if self.request_letter is not None:
            due = date_long(self.units_due_on, with_day=True)
            found.append((_("Surat permohonan"), self.request_letter.number_words))
            found.append((_("Batas waktu Anggota PPID"), due))
        if self.instruction:
            found.append((_("Arahan dalam surat"), self.instruction))
        if self.notes:
            found.append((_("Hasil penggabungan"), self.notes))
        if self.approved_at is not None:
            on = date_long(local(self.approved_at).date())
            found.append((_("Disetujui"), f"{on}, {self.approved_by}"))
        if self.minutes is not None:
            found.append((_("Berita Acara"), self.minutes.number_words))
        if self.announced_as is not None:
            found.append((_("Pengumuman"), self.announced_as.number or ""))
        return found

    @property
    def own_edition(self) -> ListEdition | None:
        """Return the edition that it established, once it has."""
        return ListEdition.objects.filter(case_id=self.pk).first()

    def expected_work(self) -> list[Work]:
        """Return the open step."""
        sekretaris, ketua, atasan = SEKRETARIS[0], KETUA[0], ATASAN[0]
        match self.state:
            case CampaignState.DRAFTING:
                return [
                    Work(f"{SOP}.1", sekretaris, _l("Perbaiki surat permohonan"), phase="draft")
                ]
            case CampaignState.SIGNING:
                return [
                    Work(f"{SOP}.1", ketua, _l("Tanda tangani surat permohonan"), phase="approve")
                ]
            case CampaignState.COLLECTING:
                return [
                    Work(
                        f"{SOP}.3",
                        sekretaris,
                        _l("Menunggu daftar Anggota PPID"),
                        phase="collect",
                        # The day after the members' own: until then nobody of the office is late.
                        due_at=end_of(self.units_due_on + timedelta(days=1)),
                    )
                ]
            case CampaignState.COMPILING:
                return [Work(f"{SOP}.3", sekretaris, _l("Gabungkan dan periksa daftar"))]
            case CampaignState.DECIDING:
                return [Work(f"{SOP}.4", atasan, _l("Setujui DIP"), phase="decide")]
            case CampaignState.ESTABLISHING:
                return [
                    Work(f"{SOP}.4", ketua, _l("Tetapkan DIP dengan Berita Acara"), phase="second")
                ]
            case CampaignState.ESTABLISHED:
                return [Work(f"{SOP}.5", sekretaris, _l("Umumkan DIP"))]
            case _:
                return []

    # -- SOP 1.1 -------------------------------------------------------------------------------

    @step(
        SOP,
        "1",
        source=NEW,
        target=CampaignState.SIGNING,
        label=_l("Siapkan surat permohonan"),
        roles=SEKRETARIS,
        opening=True,
        needs_output=False,
    )
    def prepare(self, act: Act, *, units: Sequence[Unit]) -> None:
        """Prepare the letter to all Anggota PPID; Ketua PPID signs it."""
        self._ask(units)
        act.log(year=self.year, units=[unit.pk for unit in units])
        notices.signature_needed(self)

    @step(
        SOP,
        "1",
        source=CampaignState.DRAFTING,
        target=CampaignState.SIGNING,
        label=_l("Ajukan lagi surat permohonan"),
        roles=SEKRETARIS,
        form="dip_app.announcing.campaign.forms.PrepareAgainForm",
        needs_output=False,
    )
    def prepare_again(self, act: Act, *, units: Sequence[Unit], instruction: str = "") -> None:
        """Mend the letter that Ketua PPID gave back."""
        self.instruction = instruction.strip()
        self.return_reason = ""
        self._ask(units)
        act.log(units=[unit.pk for unit in units])
        notices.signature_needed(self)

    @act(
        "SOP 1.1",
        source=CampaignState.SIGNING,
        target=CampaignState.DRAFTING,
        label=_l("Kembalikan surat untuk diperbaiki"),
        roles=KETUA,
        needs_reason=True,
        main=True,
    )
    def return_letter(self, act: Act) -> None:
        """Give the letter back with what is to be mended."""
        self.return_reason = act.reason
        notices.letter_returned(self, act)

    @step(
        SOP,
        "1",
        source=CampaignState.SIGNING,
        target=CampaignState.COLLECTING,
        label=_l("Tanda tangani dan kirim"),
        roles=KETUA,
        separate_from=("prepare", "prepare_again"),
    )
    def sign(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Sign the letter and send it: every member has the thirty-one days of SOP 1.2 from now."""
        units = list(self.members.order_by("name"))
        rules.check_members(units)
        limit = engine.limit_of(catalogue.step(SOP, "2"))
        if limit is None:
            raise ValueError("SOP 1.2 has no norm time")
        self.units_due_on = local(step_due(act.at, limit).moment).date()
        letter = letters.request(self, act, units)
        self.request_letter = letter
        act.yield_letter(letter.title, letter.number)
        opened = self.open_parts(act, units, lambda unit: f"{self.title}: {unit.name}")
        act.log(due_on=self.units_due_on.isoformat(), units=opened, checklist=list(checklist))

    def _ask(self, units: Sequence[Unit]) -> None:
        rules.check_members(units)
        self.members.set(units)

    def when_collected(self, act: Act) -> None:
        """Look for duplicates once, and tell who merges."""
        found = duplicates.find(self)
        act.log(lookalikes=found)
        notices.collected(self)

    # -- SOP 1.3 -------------------------------------------------------------------------------

    @act(
        "SOP 1.3",
        source=CampaignState.COMPILING,
        target=None,
        label=_l("Putuskan satu baris"),
        roles=MERGING,
        form="dip_app.compiling.forms.VerifyForm",
    )
    def verify_row(self, act: Act, *, row: Proposal, keep: bool, why: str = "") -> None:
        """Leave a row out of the list with the reason, or take it in as no duplicate."""
        self.settle_row(act, row, keep=keep, why=why)

    @step(
        SOP,
        "3",
        source=CampaignState.COMPILING,
        target=CampaignState.DECIDING,
        label=_l("Nyatakan gabungan selesai dan ajukan"),
        roles=MERGING,
        form="dip_app.announcing.campaign.forms.MergeForm",
        guard=row_rules.is_verified,
    )
    def merge(self, act: Act, *, notes: str = "", checklist: Sequence[str] = ()) -> None:
        """Close the merging of all lists and lay the whole before Atasan PPID."""
        self.notes = notes.strip()
        self.return_reason = ""
        number = row_rules.size_after(self)
        act.yield_document(
            _l("Kumpulan Daftar Informasi Publik"), _("{count} informasi").format(count=number)
        )
        act.log(entries=number, checklist=list(checklist))
        notices.decision_needed(self)

    # -- SOP 1.4 -------------------------------------------------------------------------------

    @step(
        SOP,
        "4",
        source=CampaignState.DECIDING,
        target=CampaignState.ESTABLISHING,
        label=_l("Setujui DIP"),
        roles=ATASAN,
        guard=row_rules.is_verified,
        separate_from=("merge",),
        needs_output=False,
    )
    def approve(self, act: Act) -> None:
        """Approve the list (Pengarah); Ketua PPID establishes it (domain 3.14)."""
        self.approved_by = act.actor.title
        self.approved_name, self.approved_nip = act.actor.name, act.actor.nip
        self.approved_at = act.at
        act.yield_decision(_l("Persetujuan"), _l("DIP disetujui"))
        notices.establishment_needed(self)

    @act(
        "SOP 1.4",
        source=[CampaignState.DECIDING, CampaignState.ESTABLISHING],
        target=CampaignState.COMPILING,
        label=_l("Kembalikan untuk diperiksa lagi"),
        roles=(*ATASAN, *KETUA),
        guard=rules.returned_by_who_decides,
        needs_reason=True,
        main=True,
    )
    def return_list(self, act: Act) -> None:
        """Give the list back with the reason; an approval falls with it."""
        self.return_reason = act.reason
        self.approved_by = self.approved_name = self.approved_nip = ""
        self.approved_at = None
        notices.list_returned(self, act)

    @step(
        SOP,
        "4",
        source=CampaignState.ESTABLISHING,
        target=CampaignState.ESTABLISHED,
        label=_l("Tetapkan DIP dengan Berita Acara"),
        roles=KETUA,
        guard=row_rules.is_verified,
        separate_from=("approve",),
    )
    def establish(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Establish by Berita Acara; the list is brought to it and kept as an edition at once."""
        letter = letters.minutes(self, act)
        self.minutes = letter
        act.yield_letter(letter.title, letter.number)
        found = publish_all(self.rows(), Basis.by(letter), act.actor, act.at)
        edition = freeze(self, decreed_on=local(act.at).date(), at=act.at, minutes=letter)
        act.log(
            added=found.added,
            changed=found.changed,
            removed=found.removed,
            excluded=found.excluded,
            entries=edition.entry_count,
            checklist=list(checklist),
        )
        notices.announcement_needed(self)

    # -- SOP 1.5 -------------------------------------------------------------------------------

    @step(
        SOP,
        "5",
        source=CampaignState.ESTABLISHED,
        target=CampaignState.ANNOUNCED,
        label=_l("Umumkan DIP"),
        roles=SEKRETARIS,
        form="dip_app.announcing.campaign.forms.AnnounceForm",
    )
    def announce(self, act: Act, *, text: str = "", checklist: Sequence[str] = ()) -> None:
        """Announce the list; its address is what the step yields."""
        if self.minutes is None:
            raise ValueError(f"campaign {self.pk} has no minutes")
        made = announce_established(
            letters.announcement(self, text),
            Duty.GENERAL,
            act.actor,
            basis=f"{self.minutes.title} Nomor {self.minutes.number}",
            origin=self,
            at=act.at,
        )
        self.announced_as = made
        self.closed_at = act.at
        act.yield_document(_l("Pengumuman Daftar Informasi Publik"), letters.address_of(made))
        act.log(announcement=made.pk, checklist=list(checklist))
        notices.announced(self)
