"""What becomes of records whose retention has ended, as a state machine.

Proposed by the secretariat, approved by Ketua PPID with a Berita Acara, carried out outside of
the portal and recorded here (UU 43/2009 Pasal 51 to 53; PP 28/2012). The portal itself deletes
nothing: not the record, not the item, not its files.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from dip_app.documenting import disposal_letters, holds, notices
from dip_app.documenting.archive import ArchiveRecord, Disposal, Fate, Form
from dip_app.documenting.models import KETUA, OFFICE, TIM
from ppid_portal.clock import Limit, local, today
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import Role
from ppid_portal.sop.declarations import Act, act
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import NEW, Case, DueEvent, Work

LAW = "UU 43/2009 Pasal 51"
#: A proposal holds so many records at most, so that its Berita Acara can list every one.
MOST = 500
#: PP 28/2012: of what is kept so long, Kepala ANRI approves the destruction in writing.
ANRI_YEARS = 10


class Sort(models.TextChoices):
    """What is proposed; what is permanent is handed over and never destroyed."""

    DESTROY = Fate.DESTROY.value, _l("Usul musnah")
    HAND_OVER = Fate.PERMANENT.value, _l("Usul serah (arsip statis)")


class State(models.TextChoices):
    """Where a proposal stands."""

    NEW = NEW, _l("Baru")
    DECIDING = "deciding", _l("Menunggu persetujuan Ketua PPID")
    APPROVED = "approved", _l("Disetujui, menunggu pelaksanaan")
    CARRIED_OUT = "carried_out", _l("Selesai dilaksanakan")
    DECLINED = "declined", _l("Ditolak")
    DROPPED = "dropped", _l("Tidak dilaksanakan")


class DisposalProposal(Case):
    """A proposal to destroy records whose retention has ended, or to hand permanent ones over."""

    register: ClassVar[str] = "archive_disposal"
    sop_key: ClassVar[str] = "documentation"
    kind_label: ClassVar[str | Promise] = _l("Usul penyusutan arsip")

    sort = models.CharField(_l("jenis usul"), max_length=10, choices=Sort)
    note = models.TextField(_l("pertimbangan"), blank=True, default="")
    decision_reason = models.TextField(blank=True, default="")
    minutes = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    anri_letter = models.CharField(
        _l("persetujuan Kepala ANRI"), max_length=200, blank=True, default=""
    )
    done_letter = models.CharField(
        _l("berita acara pelaksanaan"), max_length=200, blank=True, default=""
    )
    done_on = models.DateField(_l("dilaksanakan pada"), null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("usul penyusutan arsip")
        verbose_name_plural = _l("usul penyusutan arsip")

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(State(self.state).label)

    def facts(self) -> list[tuple[str, str]]:
        """Return what is proposed and what became of it, for the desk."""
        found = [
            (_("Jenis usul"), self.get_sort_display()),
            (_("Arsip yang diusulkan"), str(self.standing().count())),
        ]
        for label, value in (
            (_("Pertimbangan"), self.note),
            (_("Alasan keputusan"), self.decision_reason),
            (_("Persetujuan Kepala ANRI"), self.anri_letter),
            (_("Berita acara pelaksanaan"), self.done_letter),
            (_("Dilaksanakan pada"), date_long(self.done_on) if self.done_on else ""),
        ):
            if value:
                found.append((label, value))
        return found

    def what_is_asked(self) -> str:
        """Return what tells it apart: proposals resemble each other and are not the same."""
        return self.number or ""

    def standing(self) -> QuerySet[DisposalLine]:
        """Return the records that are proposed, without those that were struck out."""
        return self.lines.filter(struck_reason="")

    def for_anri(self) -> int:
        """Return how many of them only Kepala ANRI can let be destroyed."""
        if self.sort != Sort.DESTROY:
            return 0
        long = models.F("record__active_years") + models.F("record__inactive_years")
        return self.standing().annotate(years=long).filter(years__gte=ANRI_YEARS).count()

    def expected_work(self) -> list[Work]:
        """Return the open step; the law sets no time, so a working time of the office's own."""
        match self.state:
            case State.DECIDING:
                return [
                    Work(
                        "documentation",
                        Role.KETUA_PPID,
                        _l("Putuskan usul penyusutan"),
                        phase="decide",
                        limit=Limit(5, "days"),
                    )
                ]
            case State.APPROVED:
                return [
                    Work(
                        "documentation",
                        Role.TIM_SEKRETARIAT_PPID,
                        _l("Laksanakan dan catat penyusutan"),
                        phase="carry_out",
                        limit=Limit(20, "days"),
                    )
                ]
            case _:
                return []

    @act(
        LAW,
        source=NEW,
        target=State.DECIDING,
        label=_l("Usulkan penyusutan"),
        roles=TIM,
        opening=True,
    )
    def propose(self, act: Act) -> None:
        """Propose every record of its unit, or of all, whose retention has ended.

        What is part of something that still runs is listed too, struck out with the reason.
        """
        records = list(candidates(self.sort, self.unit)[:MOST])
        why = holds.held(records)
        if len(why) == len(records):
            raise Refused(
                _("Tidak ada arsip yang dapat diusulkan: belum ada yang habis masa simpannya, atau "
                  "semuanya masih dipakai dalam berkas yang berjalan.")
            )  # fmt: skip
        DisposalLine.objects.bulk_create(
            DisposalLine(
                proposal=self,
                record=record,
                position=position,
                struck_reason=why.get(record.pk, ""),
                holds=None if record.pk in why else True,
            )
            for position, record in enumerate(records, start=1)
        )
        act.log(sort=self.sort, records=len(records) - len(why), held=len(why))
        notices.disposal_decision(self)

    @act(
        LAW,
        source=(State.DECIDING, State.APPROVED),
        target=None,
        label=_l("Keluarkan satu arsip dari usul"),
        roles=OFFICE,
        form="dip_app.documenting.disposal_forms.StrikeForm",
        needs_reason=True,
    )
    def strike(self, act: Act, *, line: DisposalLine) -> None:
        """Take one record out of the proposal, with the reason."""
        if line.proposal_id != self.pk or line.struck_reason:
            raise Refused(_("Arsip ini tidak ada dalam usul."), "line")
        if self.standing().count() == 1:
            raise Refused(_("Ini arsip terakhir dalam usul: tolak usulnya saja."), "line")
        line.struck_reason = act.reason[:500]
        line.holds = None
        line.save(update_fields=["struck_reason", "holds"])
        act.log(item=line.record.item_id)

    @act(
        LAW,
        source=State.DECIDING,
        target=State.APPROVED,
        label=_l("Setujui usul"),
        roles=KETUA,
        separate_from=("propose",),
        main=True,
    )
    def approve(self, act: Act) -> None:
        """Approve the proposal; the Berita Acara lists every record."""
        self._refuse_held()
        letter = disposal_letters.minutes(self, act)
        self.minutes = letter
        act.yield_letter(letter.title, letter.number)
        act.log(records=self.standing().count())
        notices.disposal_decided(self, act)

    @act(
        LAW,
        source=State.DECIDING,
        target=State.DECLINED,
        label=_l("Tolak usul"),
        roles=KETUA,
        needs_reason=True,
        main=True,
    )
    def decline(self, act: Act) -> None:
        """Decline the proposal; its records may be proposed again later."""
        self._end(act)
        notices.disposal_decided(self, act)

    @act(
        "UU 43/2009 Pasal 51 dan Pasal 53; PP 28/2012",
        source=State.APPROVED,
        target=State.CARRIED_OUT,
        label=_l("Catat pelaksanaannya"),
        roles=TIM,
        form="dip_app.documenting.disposal_forms.CarryOutForm",
        main=True,
    )
    def carry_out(
        self, act: Act, *, done_on: date, done_letter: str, anri_letter: str = ""
    ) -> None:
        """Record that it was done outside of the portal, by which Berita Acara."""
        if done_on > local(act.at).date():
            raise Refused(_("Tanggal pelaksanaan tidak boleh di masa depan."), "done_on")
        if not done_letter.strip():
            raise Refused(_("Isi nomor dan tanggal berita acaranya."), "done_letter")
        if self.for_anri() and not anri_letter.strip():
            raise Refused(
                _("Isi persetujuan tertulis Kepala ANRI: ada arsip dengan masa simpan 10 tahun "
                  "atau lebih (PP 28/2012)."),
                "anri_letter",
            )  # fmt: skip
        self._refuse_held()
        self.done_on, self.done_letter = done_on, done_letter.strip()
        self.anri_letter = anri_letter.strip()
        done = Disposal.DESTROYED if self.sort == Sort.DESTROY else Disposal.HANDED_OVER
        records = ArchiveRecord.objects.filter(pk__in=self.standing().values("record_id"))
        count = records.update(disposal=done, disposed_on=done_on)
        self.lines.update(holds=None)
        self.closed_at = act.at
        act.log(records=count)

    @act(
        LAW,
        source=State.APPROVED,
        target=State.DROPPED,
        label=_l("Batalkan pelaksanaan"),
        roles=KETUA,
        needs_reason=True,
        danger=True,
    )
    def drop(self, act: Act) -> None:
        """Give an approved proposal up, as when ANRI does not approve."""
        self._end(act)

    def _refuse_held(self) -> None:
        """Look once more, for what began meanwhile."""
        lines = list(self.standing().select_related("record__item"))
        why = holds.held([line.record for line in lines])
        for line in lines:
            if line.record_id in why:
                raise Refused(
                    _("“{title}” {reason}. Keluarkan dahulu dari usul.").format(
                        title=line.record.item.title, reason=why[line.record_id]
                    )
                )

    def _end(self, act: Act) -> None:
        self.decision_reason = act.reason
        self.lines.update(holds=None)
        self.closed_at = act.at

    def on_deadline_event(self, event: DueEvent) -> None:
        """Remind whoever holds the work."""
        notices.staff_reminder(self, event)


class DisposalLine(models.Model):
    """One record in a proposal; struck out with a reason, or proposed."""

    proposal = models.ForeignKey(DisposalProposal, on_delete=models.PROTECT, related_name="lines")
    record = models.ForeignKey(ArchiveRecord, on_delete=models.PROTECT, related_name="proposed_in")
    position = models.PositiveSmallIntegerField()
    struck_reason = models.CharField(max_length=500, blank=True, default="")
    #: True as long as the proposal is open and the line stands; a record is held by one at most.
    holds = models.BooleanField(null=True, default=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["proposal", "record"], name="disposal_line_once"),
            models.UniqueConstraint(
                fields=["record"], condition=Q(holds=True), name="disposal_record_proposed_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.record_id}"


def candidates(sort: str, unit: Unit | None = None) -> QuerySet[ArchiveRecord]:
    """Return the records whose retention has ended and whose fate is this, oldest end first.

    Not those that are proposed already, nor those that nobody has found.
    """
    found = (
        ArchiveRecord.objects.filter(fate=sort, retention_end__lte=today(), disposed_on=None)
        .exclude(form=Form.MISSING)
        .exclude(proposed_in__holds=True)
        .select_related("item", "unit")
        .order_by("retention_end", "pk")
    )
    return found.filter(unit=unit) if unit is not None else found
