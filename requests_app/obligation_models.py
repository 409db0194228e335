"""What a decision orders the PPID to do: a case of its own, with its own date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import override
from simple_history.models import HistoricalRecords

from dip_app.editions.changes import Basis
from dip_app.models import InformationItem
from ppid_portal.clock import Limit, end_of, local
from ppid_portal.clock.words import date_long
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import SISTEM, Role
from ppid_portal.sop import deadlines
from ppid_portal.sop.declarations import Act, act
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import NEW, Case, CaseDocument, DueEvent, LegalDeadline, Work

SECRETARIAT = (Role.TIM_SEKRETARIAT_PPID, Role.PETUGAS_PELAYANAN_INFORMASI)
ORDER = "UU 14/2008 Pasal 36 ayat (2) dan Pasal 46"
LISTING = "UU 14/2008 Pasal 11 ayat (2)"
RULE = "order_execution"


class Source(models.TextChoices):
    """Who ordered it."""

    OBJECTION = "objection", _l("Tanggapan Atasan PPID atas keberatan")
    MEDIATION = "mediation", _l("Kesepakatan mediasi")
    RULING = "ruling", _l("Putusan Komisi Informasi")
    COURT = "court", _l("Putusan pengadilan")


class ObligationState(models.TextChoices):
    """How far an order is carried out."""

    NEW = NEW, _l("Baru")
    OPEN = "open", _l("Harus dilaksanakan")
    SUSPENDED = "suspended", _l("Ditangguhkan selama perkara di pengadilan")
    DELIVERED = "delivered", _l("Dilaksanakan, belum masuk DIP")
    CLOSED = "closed", _l("Selesai")
    CANCELLED = "cancelled", _l("Dibatalkan putusan yang lebih tinggi")


def no_request_behind_it(case: Obligation, actor: Actor | None) -> str | None:
    """Where a request stands behind the order, its answer is what carries it out."""
    if case.request is None or (actor is not None and actor.kind == "system"):
        return None
    if case.request.is_closed:
        # Withdrawn or lapsed before the order came: there is no answer that could carry it out.
        return None
    return _(
        "Perintah ini dilaksanakan lewat permohonan {number}: siapkan jawabannya di sana, lalu "
        "sampaikan. Berkas ini mengikuti dengan sendirinya."
    ).format(number=case.request.number)


class Obligation(Case):
    """An order to give information, by Atasan PPID, the Commission or a court (F69).

    Its limit is the one ordered: working days, or calendar days where the ruling says "hari".
    Information declared open by objection or dispute is public for everybody
    (UU 14/2008 Pasal 11 ayat (2)), so the case ends when it stands in the public list or a
    reason is recorded why it does not.
    """

    register: ClassVar[str] = "obligation"
    sop_key: ClassVar[str] = ""
    kind_label: ClassVar[str | Promise] = _l("Kewajiban pelaksanaan")

    request = models.ForeignKey(
        "requests_app.InformationRequest",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
    )
    source = models.CharField(max_length=10, choices=Source)
    ordered_by = models.CharField(_l("putusan atau surat"), max_length=200)
    order = models.TextField(_l("yang diperintahkan"))
    ordered_on = models.DateField()
    limit_value = models.PositiveIntegerField()
    limit_unit = models.CharField(max_length=15)
    delivered_on = models.DateField(null=True, blank=True)
    item = models.ForeignKey(
        InformationItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    off_list_reason = models.TextField(blank=True, default="")
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("kewajiban pelaksanaan")
        verbose_name_plural = _l("kewajiban pelaksanaan")

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(ObligationState(self.state).label)

    def state_sentence(self) -> str:
        """Return how far the order is carried out, as the applicant reads it."""
        deadline = self.execution_deadline
        due = date_long(deadline.due_on, with_day=True) if deadline else ""
        match self.state:
            case ObligationState.OPEN:
                return _("PPID harus melaksanakannya paling lambat {date}.").format(date=due)
            case ObligationState.SUSPENDED:
                return _("Pelaksanaannya menunggu putusan pengadilan.")
            case ObligationState.CANCELLED:
                return _("Perintah ini dibatalkan oleh putusan yang lebih tinggi.")
            case _:
                return _("Sudah dilaksanakan pada {date}.").format(
                    date=date_long(self.delivered_on, with_day=True) if self.delivered_on else ""
                )

    def facts(self) -> list[tuple[str, str]]:
        """Return the facts of the order for the desk."""
        found = [
            (_("Diperintahkan oleh"), f"{self.get_source_display()}: {self.ordered_by}"),
            (_("Yang diperintahkan"), self.order),
            (_("Tanggal putusan"), date_long(self.ordered_on, with_day=True)),
        ]
        if self.request is not None:
            found.append((_("Permohonan"), self.request.number or ""))
        if self.delivered_on:
            found.append((_("Dilaksanakan pada"), date_long(self.delivered_on, with_day=True)))
        if self.item is not None:
            found.append((_("Dalam DIP"), self.item.title))
        if self.off_list_reason:
            found.append((_("Tidak masuk DIP karena"), self.off_list_reason))
        return found

    def search_parts(self) -> list[str]:
        """Return the numbers, the subject and the order; nobody's name."""
        request = self.request.number if self.request is not None else ""
        return [self.number or "", self.title, self.order, self.ordered_by, request or ""]

    def what_is_asked(self) -> str:
        """Return the text of the order."""
        return self.order

    @property
    def execution_deadline(self) -> LegalDeadline | None:
        """Return the date by which it must be carried out, running or ended."""
        return deadlines.latest(self, RULE)

    @property
    def is_open(self) -> bool:
        """Tell whether the order still has to be carried out."""
        return self.state in (ObligationState.OPEN, ObligationState.SUSPENDED)

    def expected_work(self) -> list[Work]:
        """Return the open work: carry it out, then enter it in the public list."""
        if self.state == ObligationState.OPEN:
            deadline = self.execution_deadline
            return [
                Work(
                    "obligation",
                    Role.TIM_SEKRETARIAT_PPID,
                    _l("Laksanakan perintah"),
                    phase="execute",
                    due_at=end_of(deadline.due_on) if deadline else None,
                )
            ]
        if self.state == ObligationState.DELIVERED:
            return [
                Work(
                    "obligation",
                    Role.TIM_SEKRETARIAT_PPID,
                    _l("Masukkan informasi ke DIP"),
                    phase="list",
                    limit=Limit(3, "days"),
                )
            ]
        return []

    # -- its life ------------------------------------------------------------------------------

    @act(
        ORDER,
        source=NEW,
        target=ObligationState.OPEN,
        label=_l("Catat perintah"),
        roles=(SISTEM,),
        opening=True,
    )
    def impose(self, act: Act, *, limit: Limit, since: date) -> None:
        """Open the obligation; its days count from the day on which the order was received."""
        deadline = deadlines.start(self, RULE, since, at=act.at, limit=limit)
        self.counted_from = deadline.counted_from
        act.log(source=self.source, due_on=deadline.due_on.isoformat(), unit=limit.unit)

    @act(
        ORDER,
        source=[ObligationState.OPEN, ObligationState.SUSPENDED],
        target=ObligationState.DELIVERED,
        label=_l("Nyatakan sudah dilaksanakan"),
        roles=(*SECRETARIAT, SISTEM),
        form="requests_app.obligation_forms.DeliverForm",
        guard=no_request_behind_it,
        main=True,
    )
    def deliver(
        self,
        act: Act,
        *,
        delivered_on: date,
        note: str = "",
        documents: Sequence[CaseDocument] = (),
    ) -> None:
        """Note that the order was carried out; the proof is attached."""
        if delivered_on > local(act.at).date():
            raise Refused(_("Tanggal pelaksanaan tidak boleh di masa depan."), "delivered_on")
        if delivered_on < self.ordered_on:
            raise Refused(
                _("Tanggal pelaksanaan tidak boleh sebelum tanggal putusan."), "delivered_on"
            )
        for document in documents:
            document.case = self
            document.save()
        self.delivered_on = delivered_on
        deadline = deadlines.latest(self, RULE)
        if deadline is not None:
            deadlines.meet(deadline, delivered_on, at=act.at)
        if note.strip():
            self.messages.create(
                direction="internal",
                text=note.strip(),
                author=act.actor.user,
                author_name=act.actor.name,
                at=act.at,
            )
        act.log(delivered_on=delivered_on.isoformat(), documents=len(documents))

    @act(
        "UU 14/2008 Pasal 47 dan 48",
        source=ObligationState.OPEN,
        target=ObligationState.SUSPENDED,
        label=_l("Tangguhkan"),
        roles=(SISTEM,),
    )
    def suspend(self, act: Act, *, since: date | None = None) -> None:
        """Let the order wait while a court decides on it, from the day of the suit."""
        deadline = deadlines.latest(self, RULE)
        if deadline is not None:
            stands = deadlines.suspend(deadline, since or local(act.at).date(), at=act.at)
            act.log(clock_stands=stands)

    @act(
        "UU 14/2008 Pasal 49",
        source=ObligationState.SUSPENDED,
        target=ObligationState.OPEN,
        label=_l("Lanjutkan pelaksanaan"),
        roles=(SISTEM,),
    )
    def resume(self, act: Act, *, since: date | None = None) -> None:
        """Let the order stand again after a court upheld it, from the day of its decision."""
        deadline = deadlines.running(self, RULE)
        if deadline is not None and deadline.status == LegalDeadline.Status.PAUSED:
            deadlines.resume(deadline, since or local(act.at).date(), at=act.at)

    @act(
        "UU 14/2008 Pasal 49",
        source=[ObligationState.OPEN, ObligationState.SUSPENDED, ObligationState.DELIVERED],
        target=ObligationState.CANCELLED,
        label=_l("Batalkan"),
        roles=(SISTEM,),
        needs_reason=True,
    )
    def cancel(self, act: Act) -> None:
        """End an order that a higher decision annulled, and what it had opened.

        What was given already stays given; nothing orders any more that it be published.
        """
        from requests_app import obligations

        deadline = deadlines.running(self, RULE)
        if deadline is not None:
            deadlines.cancel(deadline, at=act.at)
        self.closed_at = act.at
        obligations.annulled(self, at=act.at)

    @act(
        LISTING,
        source=ObligationState.DELIVERED,
        target=ObligationState.CLOSED,
        label=_l("Terbitkan dalam DIP"),
        roles=SECRETARIAT,
        form="requests_app.obligation_forms.ListInformationForm",
        main=True,
    )
    def list_information(self, act: Act, *, item: InformationItem) -> None:
        """Enter the information in the public list; it is open for everybody from now on."""
        from django.core.exceptions import ValidationError

        from dip_app import services

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
        """Return who ordered it as the ground on which the list changes; nobody's name."""
        with override("id"):
            return Basis(str(Source(self.source).label), case=self)

    @act(
        LISTING,
        source=ObligationState.DELIVERED,
        target=ObligationState.CLOSED,
        label=_l("Tidak dimasukkan ke DIP"),
        roles=(Role.KETUA_PPID,),
        needs_reason=True,
    )
    def keep_off_list(self, act: Act) -> None:
        """Close without an entry, with the reason: as when it is the applicant's own data."""
        self.off_list_reason = act.reason
        self.closed_at = act.at

    def on_deadline_event(self, event: DueEvent) -> None:
        """Remind the office; an order not carried out in time goes to Atasan PPID as well."""
        from requests_app import notices

        notices.obligation_due(self, event)
