"""SOP 7 as state machines: a round over all units, and what each unit documents in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from dip_app import rounds
from dip_app.documenting import archive, letters, notices, rules
from dip_app.documenting.archive import (  # noqa: F401 - Django looks here
    ArchiveEntry,
    ArchiveRecord,
)
from dip_app.models import InformationItem
from dip_app.rounds import UnitPart, UnitRound
from ppid_portal.clock import local
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import SISTEM, Role
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import Act, act, step
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import NEW, DueEvent, Work

OFFICE = (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID, Role.PETUGAS_PELAYANAN_INFORMASI)
TIM = (Role.TIM_SEKRETARIAT_PPID, Role.PETUGAS_PELAYANAN_INFORMASI)
KETUA = (Role.KETUA_PPID,)
UNIT = (Role.PPID_PELAKSANA,)
LAW = "Perki 1/2021; UU 43/2009"


class RoundState(models.TextChoices):
    """Where a round stands."""

    NEW = NEW, _l("Baru")
    COLLECTING = rounds.COLLECTING, _l("Mengumpulkan dari unit")
    COMPILING = rounds.COMPILING, _l("Menyusun dan mengompilasi")
    DECIDING = "deciding", _l("Menunggu pengesahan Ketua PPID")
    FILING = "filing", _l("Disahkan, daftar arsip disusun")
    FILED = "filed", _l("Selesai, daftar arsip berlaku")
    CANCELLED = "cancelled", _l("Dibatalkan")


class UnitState(models.TextChoices):
    """Where the documentation of one unit stands."""

    NEW = NEW, _l("Baru")
    COLLECTING = "collecting", _l("Diisi oleh unit")
    SUBMITTED = rounds.SUBMITTED, _l("Disampaikan")
    LEFT_OUT = rounds.LEFT_OUT, _l("Dilanjutkan tanpa unit ini")
    STOPPED = "stopped", _l("Dihentikan")


class DocumentingRound(UnitRound):
    """A round of documenting public information, SOP 7: collected, compiled, ratified, filed.

    The SOP names no period, so the secretariat opens it deliberately; one at a time.
    """

    register: ClassVar[str] = "documenting_round"
    part_register: ClassVar[str] = "unit_documents"
    sop_key: ClassVar[str] = "documentation"
    kind_label: ClassVar[str | Promise] = _l("Pendokumentasian informasi publik")

    #: One round at a time; ``None`` when it has ended, so that the database keeps it so.
    runs = models.BooleanField(null=True, default=True, unique=True, editable=False)
    direction = models.TextField(_l("pesan kepada unit"), blank=True, default="")
    summary = models.TextField(_l("catatan kompilasi"), blank=True, default="")
    return_reason = models.TextField(blank=True, default="")
    memorandum = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    ratified = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    archive_list = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    ratified_on = models.DateField(null=True, blank=True)
    filed = models.PositiveIntegerField(default=0)
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("pendokumentasian informasi publik")
        verbose_name_plural = _l("pendokumentasian informasi publik")

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(RoundState(self.state).label)

    def facts(self) -> list[tuple[str, str]]:
        """Return the dates and the counts for the desk."""
        found = [
            (_("Dibuka"), date_long(local(self.opened_at).date(), with_day=True)),
            (_("Batas waktu unit"), date_long(self.units_due_on, with_day=True)),
        ]
        if self.direction:
            found.append((_("Pesan kepada unit"), self.direction))
        if self.summary:
            found.append((_("Catatan kompilasi"), self.summary))
        if self.ratified_on is not None:
            found.append((_("Disahkan pada"), date_long(self.ratified_on, with_day=True)))
        if self.state == RoundState.FILED:
            found.append((_("Butir dalam daftar arsip"), str(self.filed)))
        return found

    def what_is_asked(self) -> str:
        """Return what tells it apart: rounds resemble each other and are not the same."""
        return self.number or ""

    def expected_work(self) -> list[Work]:
        """Return the open step; while units collect, the secretariat watches them."""
        tim, ketua = Role.TIM_SEKRETARIAT_PPID, Role.KETUA_PPID
        steps = {
            RoundState.COLLECTING: Work(
                "documentation.1", tim, _l("Kumpulkan dari PPID Pelaksana"), since=self.opened_at
            ),
            RoundState.COMPILING: Work("documentation.2", tim, _l("Susun dan kompilasi")),
            RoundState.DECIDING: Work(
                "documentation.3", ketua, _l("Sahkan daftar"), phase="decide"
            ),
            RoundState.FILING: Work("documentation.4", tim, _l("Dokumentasikan yang disahkan")),
        }
        found = steps.get(RoundState(self.state))
        return [found] if found is not None else []

    # -- SOP 7.1 -------------------------------------------------------------------------------

    @step(
        "documentation",
        "1",
        source=NEW,
        target=RoundState.COLLECTING,
        label=_l("Mulai pendokumentasian"),
        roles=TIM,
        opening=True,
        needs_output=False,
    )
    def begin(self, act: Act, *, units: Sequence[Unit]) -> None:
        """Ask every PPID Pelaksana for what its unit holds, each in a case of its own."""
        if not units:
            raise Refused(_("Pilih paling sedikit satu unit."), "units")
        self.open_parts(act, units, lambda unit: f"{self.title}: {unit.name}")
        act.log(units=[unit.code for unit in units])

    @step(
        "documentation",
        "1",
        source=(RoundState.COLLECTING, RoundState.COMPILING),
        target=RoundState.COLLECTING,
        label=_l("Kembalikan kepada unit"),
        roles=TIM,
        form="dip_app.documenting.forms.ReturnUnitForm",
        guard=rules.somebody_submitted,
        needs_output=False,
        needs_reason=True,
    )
    def return_unit(self, act: Act, *, documents: UnitDocuments) -> None:
        """Give a unit its list back to be mended; its three working days begin anew."""
        if documents.origin_id != self.pk:
            raise NotNow(_("Unit ini bukan bagian dari pendokumentasian ini."))
        engine.perform(documents, "send_back", Actor.system(), reason=act.reason, at=act.at)
        act.log(unit=documents.unit_id)

    def when_collected(self, act: Act) -> None:
        """Tell the secretariat that it can compile (SOP 7.2)."""
        notices.all_in(self, act)

    # -- SOP 7.2, 7.3 --------------------------------------------------------------------------

    @step(
        "documentation",
        "2",
        source=RoundState.COMPILING,
        target=RoundState.DECIDING,
        label=_l("Sampaikan kompilasi kepada Ketua PPID"),
        roles=TIM,
        form="dip_app.documenting.forms.CompileForm",
        guard=rules.something_is_in,
    )
    def compile(self, act: Act, *, summary: str = "", checklist: Sequence[str] = ()) -> None:
        """Compile what all units stated, and lay it before Ketua PPID by memorandum."""
        self.summary = summary.strip()
        letter = letters.memorandum(self, act)
        self.memorandum = letter
        act.yield_letter(letter.title, letter.number)
        act.log(checklist=list(checklist))
        notices.decision_needed(self, act)

    @step(
        "documentation",
        "3",
        source=RoundState.DECIDING,
        target=RoundState.FILING,
        label=_l("Setujui dan sahkan"),
        roles=KETUA,
        form="dip_app.documenting.forms.RatifyForm",
        separate_from=("compile",),
    )
    def ratify(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Approve and ratify all that is listed."""
        self.ratified_on = local(act.at).date()
        letter = letters.ratified(self, act)
        self.ratified = letter
        act.yield_letter(letter.title, letter.number)
        act.log(checklist=list(checklist))
        notices.ratified(self)

    @act(
        "SOP 7.3",
        source=RoundState.DECIDING,
        target=RoundState.COMPILING,
        label=_l("Kembalikan"),
        roles=KETUA,
        needs_reason=True,
        main=True,
    )
    def return_round(self, act: Act) -> None:
        """Return the compilation with what has to be mended."""
        self.return_reason = act.reason
        notices.returned(self, act)

    # -- SOP 7.4 -------------------------------------------------------------------------------

    @step(
        "documentation",
        "4",
        source=RoundState.FILING,
        target=RoundState.FILED,
        label=_l("Dokumentasikan dan terbitkan daftar arsip"),
        roles=TIM,
        form="dip_app.documenting.forms.FileForm",
    )
    def file(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """File what was ratified: from now on it is the archive list of the body."""
        self.filed = archive.file_all(self, act.at)
        self.runs = None
        self.closed_at = act.at
        letter = letters.archive_list(self, act)
        self.archive_list = letter
        act.yield_letter(letter.title, letter.number)
        act.log(filed=self.filed, checklist=list(checklist))

    @act(
        "SOP 7.3",
        source=(RoundState.COLLECTING, RoundState.COMPILING),
        target=RoundState.CANCELLED,
        label=_l("Batalkan pendokumentasian"),
        roles=KETUA,
        needs_reason=True,
        danger=True,
    )
    def cancel(self, act: Act) -> None:
        """End a round that was begun by mistake; the archive list stays as it was."""
        for each in self.waiting():
            engine.perform(each, "stop", Actor.system(), reason=act.reason, at=act.at)
        self.runs = None
        self.closed_at = act.at


class UnitDocuments(UnitPart):
    """What one unit documents in a round: item by item, what exists, where, and for how long."""

    register: ClassVar[str] = "unit_documents"
    round_register: ClassVar[str] = "documenting_round"
    sop_key: ClassVar[str] = "documentation"
    kind_label: ClassVar[str | Promise] = _l("Dokumentasi unit")

    expected = models.PositiveIntegerField(_l("butir dalam DIP"), default=0)
    recorded = models.PositiveIntegerField(_l("butir yang diisi"), default=0)
    note = models.TextField(_l("catatan unit"), blank=True, default="")
    return_reason = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("dokumentasi unit")
        verbose_name_plural = _l("dokumentasi unit")

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(UnitState(self.state).label)

    def what_is_asked(self) -> str:
        """Return what tells it apart: the same list is asked for again and again."""
        return self.number or ""

    @property
    def missing(self) -> int:
        """Return of how many items nothing is stated yet."""
        return max(0, self.expected - self.recorded)

    def facts(self) -> list[tuple[str, str]]:
        """Return the unit and the counts for the desk."""
        found = [
            (_("Unit"), self.unit.name if self.unit is not None else ""),
            (_("Butir dalam DIP"), str(self.expected)),
            (_("Sudah diisi"), str(self.recorded)),
        ]
        if self.return_reason:
            found.append((_("Alasan pengembalian"), self.return_reason))
        if self.note:
            found.append((_("Catatan unit"), self.note))
        return found

    def expected_work(self) -> list[Work]:
        """Return the work of the unit; its days count from when it was asked."""
        if self.state != UnitState.COLLECTING:
            return []
        return [
            Work(
                "documentation.1",
                Role.PPID_PELAKSANA,
                _l("Isi keterangan arsip setiap butir"),
                phase="unit",
                unit_id=self.unit_id,
                since=self.asked_at,
                due_at=self.due_at,
            )
        ]

    @act(
        "SOP 7.1",
        source=NEW,
        target=UnitState.COLLECTING,
        label=_l("Minta unit mendokumentasikan"),
        roles=(SISTEM,),
        opening=True,
    )
    def ask(self, act: Act) -> None:
        """Ask the unit for every item that it has on the public list now."""
        self.asked_at = act.at
        self.expected = archive.items_of(self).count()
        act.log(expected=self.expected)
        notices.unit_asked(self)

    @act(
        "SOP 7.1",
        source=UnitState.COLLECTING,
        target=None,
        label=_l("Isi satu butir"),
        roles=UNIT,
        form="dip_app.documenting.forms.StateItemForm",
    )
    def state_item(self, act: Act, *, item: InformationItem, facts: dict[str, Any]) -> None:
        """State what exists of one item, and how long it is kept."""
        if not archive.items_of(self).filter(pk=item.pk).exists():
            raise Refused(_("Butir ini bukan bagian dari daftar unit Anda."), "item")
        rules.check_facts(facts)
        self.recorded += archive.state_one(self, item, facts, act.at)
        act.log(item=item.pk)

    @act(
        "SOP 7.1",
        source=UnitState.COLLECTING,
        target=None,
        label=_l("Isi banyak butir sekaligus"),
        roles=UNIT,
        form="dip_app.documenting.forms.StateItemsForm",
    )
    def state_items(
        self,
        act: Act,
        *,
        items: QuerySet[InformationItem],
        facts: dict[str, Any],
        anew: bool = False,
    ) -> None:
        """State the same of many items: of those that are empty, or ``anew`` of all of them."""
        rules.check_facts(facts)
        if anew:
            self.entries.filter(item__in=items.order_by().values("pk")).delete()
        done = archive.state_many(self, items, facts, act.at)
        if not done:
            raise Refused(_("Tidak ada butir kosong dalam pilihan ini."), "which")
        self.recorded = self.entries.count()
        act.log(items=done)

    @act(
        "SOP 7.1",
        source=UnitState.COLLECTING,
        target=None,
        label=_l("Isi sama seperti daftar arsip terakhir"),
        roles=UNIT,
    )
    def state_as_before(self, act: Act) -> None:
        """State of everything that is still empty what the archive list says of it."""
        done = archive.as_before(self, act.at)
        if not done:
            raise Refused(_("Tidak ada butir kosong yang sudah tercatat dalam daftar arsip."))
        self.recorded = self.entries.count()
        act.log(items=done)

    @step(
        "documentation",
        "1",
        source=UnitState.COLLECTING,
        target=UnitState.SUBMITTED,
        label=_l("Sampaikan kepada PPID"),
        roles=UNIT,
        form="dip_app.documenting.forms.SubmitForm",
        guard=rules.everything_is_stated,
    )
    def submit(self, act: Act, *, note: str = "", checklist: Sequence[str] = ()) -> None:
        """Hand the list over to the secretariat."""
        self.note = note.strip()
        self.submitted_at = act.at
        self.is_in(act)
        act.yield_document(
            _l("Usulan Daftar Informasi Publik"),
            _("{count} butir").format(count=self.recorded),
        )
        act.log(recorded=self.recorded, checklist=list(checklist))

    @act(
        "SOP 7.1",
        source=UnitState.SUBMITTED,
        target=UnitState.COLLECTING,
        label=_l("Kembali kepada unit"),
        roles=(SISTEM,),
        needs_reason=True,
    )
    def send_back(self, act: Act) -> None:
        """Let the unit mend its list, by an act of the round."""
        self.return_reason = act.reason
        self.asked_at = act.at
        self.due_on = rules.units_due_on(act.at)
        self.submitted_at = None
        self.closed_at = None
        notices.unit_returned(self, act)

    def when_left_out(self, act: Act) -> None:
        """Tell the unit and its head."""
        notices.unit_left_out(self, act)

    def why_not_left_out(self) -> str | None:
        """Refuse for a unit that is in, or whose own days have not passed yet."""
        return super().why_not_left_out() or rules.why_not_late(self)

    @act(
        "SOP 7.3",
        source=UnitState.COLLECTING,
        target=UnitState.STOPPED,
        label=_l("Hentikan"),
        roles=(SISTEM,),
        needs_reason=True,
    )
    def stop(self, act: Act) -> None:
        """End with the round that was cancelled."""
        self.closed_at = act.at

    def on_deadline_event(self, event: DueEvent) -> None:
        """Remind the unit; once its lateness is escalated, its head too."""
        super().on_deadline_event(event)
        if event.kind == DueEvent.Kind.ESCALATION:
            notices.head_told(self, event)
