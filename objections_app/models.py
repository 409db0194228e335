"""SOP 3 as a state machine: an objection from its filing to the archive, and its report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from objections_app import letters, notices, rules
from objections_app.windows import Timing, window
from ppid_portal.clock import Limit, end_of, local
from ppid_portal.clock.services import legal_due
from ppid_portal.clock.words import date_long
from ppid_portal.letters.kind_settings.services import SIGNING, signing_role
from ppid_portal.letters.models import Letter
from ppid_portal.letters.replacing import services as replacing
from ppid_portal.mail.deliveries import services as deliveries
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import PEMOHON, SISTEM, Role
from ppid_portal.sop import deadlines, engine
from ppid_portal.sop.declarations import Act, act, step
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import NEW, Case, CaseDocument, DueEvent, LegalDeadline, Work
from requests_app import obligations
from requests_app.models import BESIDE, InformationRequest

PETUGAS = (Role.PETUGAS_PELAYANAN_INFORMASI, Role.TIM_SEKRETARIAT_PPID)
OFFICE = (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID, Role.PETUGAS_PELAYANAN_INFORMASI)
KETUA = (Role.KETUA_PPID,)
ATASAN = (Role.ATASAN_PPID,)
APPLICANT_OR_PETUGAS = (PEMOHON, *PETUGAS)
PREPARING = ("prepare_material", "submit_material")


class State(models.TextChoices):
    """Where an objection stands."""

    NEW = NEW, _l("Baru")
    FILED = "filed", _l("Diajukan")
    INCOMPLETE = "incomplete", _l("Belum lengkap")
    REGISTERED = "registered", _l("Tercatat di register")
    RECEIPTED = "receipted", _l("Tanda bukti diberikan")
    DECIDING = "deciding", _l("Menunggu putusan Atasan PPID")
    DECIDED = "decided", _l("Diputuskan, surat disusun")
    SIGNING = "signing", _l("Menunggu tanda tangan")
    SIGNED = "signed", _l("Ditandatangani")
    RECORDED = "recorded", _l("Tanggapan dicatat, belum disampaikan")
    DELIVERED = "delivered", _l("Tanggapan disampaikan")
    ARCHIVED = "archived", _l("Selesai, diarsipkan")
    TAKEN_OVER = "taken_over", _l("Dilanjutkan ke Komisi Informasi")
    WITHDRAWN = "withdrawn", _l("Dicabut")


#: Until the reply has reached the objector, the thirty days run.
UNANSWERED: tuple[str, ...] = (
    State.FILED,
    State.REGISTERED,
    State.RECEIPTED,
    State.DECIDING,
    State.DECIDED,
    State.SIGNING,
    State.SIGNED,
    State.RECORDED,
)
UNSIGNED: tuple[str, ...] = UNANSWERED[:6]


class Ground(models.TextChoices):
    """The seven grounds of UU 14/2008 Pasal 35 ayat (1)."""

    A = "a", _l("Permohonan ditolak dengan alasan informasi dikecualikan")
    B = "b", _l("Informasi berkala tidak disediakan")
    C = "c", _l("Permohonan tidak ditanggapi")
    D = "d", _l("Permohonan ditanggapi tidak sebagaimana yang diminta")
    E = "e", _l("Permohonan tidak dipenuhi")
    F = "f", _l("Biaya yang dikenakan tidak wajar")
    G = "g", _l("Informasi disampaikan melebihi batas waktu")


class Outcome(models.TextChoices):
    """What Atasan PPID decides (domain 3.8; UU 14/2008 Pasal 35 ayat (2) for settling)."""

    UPHELD = "upheld", _l("Dikabulkan seluruhnya")
    PARTLY = "partly", _l("Dikabulkan sebagian")
    REJECTED = "rejected", _l("Ditolak")
    NOT_ADMISSIBLE = "not_admissible", _l("Tidak dapat diterima")
    SETTLED = "settled", _l("Diselesaikan secara musyawarah")


#: Outcomes with an order to the PPID.
ORDERING: tuple[str, ...] = (Outcome.UPHELD, Outcome.PARTLY)


class Delivery(models.TextChoices):
    """How the reply reaches the objector (SOP 3.8)."""

    EMAIL = "email", _l("Surel")
    POST = "post", _l("Pos tercatat")
    PICKUP = "pickup", _l("Diambil langsung")
    COURIER = "courier", _l("Kurir")


class Objection(Case):
    """An objection to Atasan PPID (keberatan), SOP 3.

    The reply is due within thirty working days after it was received complete (UU 14/2008 Pasal
    36 ayat (2)). When they pass in silence the objection lapses by itself and the fourteen days
    for the Commission begin (Pasal 37 ayat (2)); a later reply is recorded as late.
    """

    register: ClassVar[str] = "objection"
    sop_key: ClassVar[str] = "objection"
    kind_label: ClassVar[str | Promise] = _l("Keberatan")
    applicant_pages: ClassVar[str] = "objections_app"

    request = models.ForeignKey(
        InformationRequest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
    )
    grounds = models.JSONField(_l("alasan keberatan"), default=list)
    information = models.TextField(_l("informasi yang diminta"))
    purpose = models.TextField(_l("tujuan penggunaan"), blank=True, default="")
    case_position = models.TextField(_l("kasus posisi"))
    found_on = models.DateField(null=True, blank=True)
    by_proxy = models.BooleanField(default=False)
    timing = models.CharField(max_length=10, choices=Timing, default=Timing.IN_TIME)
    missing = models.JSONField(default=list, blank=True)
    stays_incomplete = models.BooleanField(default=False)
    explanation = models.TextField(_l("penjelasan PPID"), blank=True, default="")
    recommended_outcome = models.CharField(
        _l("usul putusan"), max_length=20, choices=Outcome, blank=True, default=""
    )
    recommendation = models.TextField(_l("alasan usul"), blank=True, default="")
    memorandum = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    return_reason = models.TextField(blank=True, default="")
    outcome = models.CharField(
        _l("putusan"), max_length=20, choices=Outcome, blank=True, default=""
    )
    considerations = models.TextField(_l("pertimbangan"), blank=True, default="")
    order = models.TextField(_l("perintah kepada PPID"), blank=True, default="")
    order_days = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reply_opening = models.TextField(blank=True, default="")
    reply = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    delivery_method = models.CharField(max_length=10, choices=Delivery, blank=True, default="")
    tracking_number = models.CharField(_l("nomor resi"), max_length=60, blank=True, default="")
    delivered_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    lapsed_on = models.DateField(null=True, blank=True)
    archive_place = models.CharField(_l("tempat arsip"), max_length=200, blank=True, default="")
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("keberatan")
        verbose_name_plural = _l("keberatan")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(order_days__isnull=True)
                | models.Q(order_days__gte=1, order_days__lte=rules.MOST_ORDER_DAYS),
                name="objection_order_within_thirty_days",
            ),
        )

    # -- what the portal says of it ------------------------------------------------------------

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        label = str(State(self.state).label)
        if self.lapsed_on is not None and self.state in UNANSWERED:
            return _("{state}; 30 hari kerja terlewati").format(state=label)
        return label

    def state_sentence(self) -> str:
        """Return where the objection stands, as the applicant reads it."""
        return notices.state_sentence(self)

    def search_parts(self) -> list[str]:
        """Return numbers, subject, texts and the objector's names."""
        applicant = self.applicant
        names = [applicant.name, applicant.proxy_name] if applicant else []
        request = self.request.number if self.request is not None else ""
        return [
            self.number or "",
            request or "",
            self.title,
            self.information,
            self.case_position,
            *names,
        ]

    def what_is_asked(self) -> str:
        """Return what the objection is about, without the person."""
        return f"{self.information}\n{''.join(self.grounds)}"

    @property
    def ground_labels(self) -> list[str]:
        """Return the grounds in words, with their letters."""
        return [f"{letter}. {Ground(letter).label}" for letter in self.grounds]

    def facts(self) -> list[tuple[str, str]]:
        """Return the facts of the objection for the desk."""
        found = [
            (_("Alasan (Pasal 35 ayat (1))"), "\n".join(self.ground_labels)),
            (_("Kasus posisi"), self.case_position),
            (_("Informasi yang diminta"), self.information),
            (_("Tujuan penggunaan"), self.purpose or "–"),
            (_("Jangka waktu pengajuan"), str(Timing(self.timing).label)),
            (_("Masuk melalui"), self.get_channel_display()),
            (_("Diterima pada"), date_long(local(self.received_at).date(), with_day=True)),
        ]
        if self.request is not None:
            found.insert(0, (_("Permohonan"), self.request.number or ""))
        if self.stays_incomplete:
            found.append((_("Kelengkapan"), _("Tidak dilengkapi sampai batas waktunya")))
        if self.outcome:
            found.append((_("Putusan"), self.get_outcome_display()))
        if self.delivered_on:
            how = str(self.get_delivery_method_display())
            if self.tracking_number:
                how = f"{how}, {_('resi')} {self.tracking_number}"
            found.append((_("Disampaikan"), f"{date_long(self.delivered_on)} ({how})"))
        if self.received_on:
            found.append((_("Diterima pemohon"), date_long(self.received_on, with_day=True)))
        if self.archive_place:
            found.append((_("Arsip"), self.archive_place))
        return found

    @property
    def reply_deadline(self) -> LegalDeadline | None:
        """Return the newest thirty-day limit, running or ended."""
        return deadlines.latest(self, "objection_reply")

    @property
    def dispute_window(self) -> LegalDeadline | None:
        """Return the time to go to the Commission, running or ended."""
        cancelled = LegalDeadline.Status.CANCELLED
        return (
            self.deadlines.filter(rule="dispute_window")
            .exclude(status=cancelled)
            .order_by("-id")
            .first()
        )

    @cached_property
    def has_later_stage(self) -> bool:
        """Tell whether a dispute depends on what the objection was."""
        return self.followed_by.exclude(kind__in=(self.register, *BESIDE)).exists()

    def hold(self, name: str) -> str | None:
        """Return why an act would change what a dispute is about, if it would."""
        if name not in _CHANGES_THE_PAST or not self.has_later_stage:
            return None
        return _(
            "Keberatan ini sudah menjadi dasar sengketa di Komisi Informasi, jadi tidak dapat "
            "diubah lagi."
        )

    # -- work ----------------------------------------------------------------------------------

    def expected_work(self) -> list[Work]:
        """Return the open steps of SOP 3 for the present state."""
        petugas, ketua, tim, atasan = (
            Role.PETUGAS_PELAYANAN_INFORMASI,
            Role.KETUA_PPID,
            Role.TIM_SEKRETARIAT_PPID,
            Role.ATASAN_PPID,
        )
        match self.state:
            case State.FILED:
                return [Work("objection.2", petugas, _l("Catat di register keberatan"))]
            case State.INCOMPLETE:
                deadline = deadlines.running(self, "objection_cure")
                return [
                    Work(
                        "objection.1",
                        PEMOHON,
                        _l("Menunggu kelengkapan keberatan"),
                        phase="answer",
                        due_at=end_of(deadline.due_on) if deadline else None,
                    )
                ]
            case State.REGISTERED:
                return [Work("objection.3", petugas, _l("Berikan tanda bukti penerimaan"))]
            case State.RECEIPTED if rules.material_is_ready(self, None) is not None:
                return [Work("objection.4", tim, _l("Susun bahan tanggapan"), phase="prepare")]
            case State.RECEIPTED:
                return [
                    Work("objection.4", ketua, _l("Sampaikan bahan kepada Atasan"), phase="submit")
                ]
            case State.DECIDING:
                return [Work("objection.5", atasan, _l("Putuskan keberatan"), phase="decide")]
            case State.DECIDED:
                return [
                    Work(
                        "objection.6",
                        tim,
                        _l("Susun surat tanggapan"),
                        phase="compose",
                        since=self.decided_at,
                    )
                ]
            case State.SIGNING:
                role = signing_role("objection_reply")
                # SOP 3.6 gives one limit to making the letter, from the decision to the signature.
                return [
                    Work(
                        "objection.6",
                        role,
                        _l("Tandatangani surat tanggapan"),
                        phase=SIGNING,
                        since=self.decided_at,
                    )
                ]
            case State.SIGNED:
                return [Work("objection.7", petugas, _l("Catat tanggapan di register"))]
            case State.RECORDED:
                return [Work("objection.8", petugas, _l("Sampaikan tanggapan"))]
            case State.DELIVERED:
                return [Work("objection.9", petugas, _l("Simpan berkas sebagai arsip"))]
            case _:
                return []

    # -- SOP 3.1 -------------------------------------------------------------------------------

    @step(
        "objection",
        "1",
        source=NEW,
        target=State.FILED,
        label=_l("Ajukan keberatan"),
        roles=APPLICANT_OR_PETUGAS,
        opening=True,
    )
    def file(self, act: Act, *, documents: Sequence[CaseDocument] = ()) -> None:
        """Take the objection in, whenever it comes; outside its time it is decided as such.

        UU 14/2008 Pasal 35 ayat (1) and 36. The thirty days of the reply start.
        """
        rules.check_grounds(list(self.grounds), self.request)
        if self.request is not None:
            # The request first, always: its dates are read, and its time to object ends.
            # As it is under the lock: an answer may have gone out since the form was filled in.
            self.request = InformationRequest.under_lock(self.request.pk)
            rules.check_duplicate(self.request, self.pk)
        came = local(self.received_at).date()
        found = window(self.request, on=came, grounds=self.grounds, found_on=self.found_on)
        self.timing = found.code
        for document in documents:
            document.case = self
            document.save()
        self._start_reply_clock(self.received_at, act.at)
        if self.request is not None and found.is_open:
            running = deadlines.running(self.request, "objection_window")
            if running is not None:
                deadlines.meet(running, came, at=act.at)
        act.yield_number(_l("Nomor keberatan"), self.number or "")
        act.log(grounds=list(self.grounds), timing=self.timing, channel=self.channel)
        notices.filed(self)

    def _start_reply_clock(self, since: datetime | date, at: datetime) -> None:
        deadline = deadlines.start(self, "objection_reply", since, at=at)
        self.counted_from = deadline.counted_from

    @act(
        "Perki 1/2021 Pasal 39",
        source=State.FILED,
        target=State.INCOMPLETE,
        label=_l("Kembalikan untuk dilengkapi"),
        roles=PETUGAS,
        form="objections_app.forms.ReturnIncompleteForm",
        guard=rules.may_return_incomplete,
    )
    def return_incomplete(self, act: Act, *, missing: Sequence[str], note: str = "") -> None:
        """Ask for what is missing, such as meterai on the power of attorney (domain case 22)."""
        if not missing:
            raise Refused(_("Sebutkan apa yang kurang."), "missing")
        self.missing = list(missing)
        self._cancel("objection_reply", act)
        cure = deadlines.start(self, "objection_cure", local(act.at).date(), at=act.at)
        letter = letters.incompleteness(self, act, cure, note)
        act.yield_letter(letter.title, letter.number)
        act.log(missing=len(self.missing), cure_until=cure.due_on.isoformat())
        notices.incomplete(self, letter, cure.due_on)

    @act(
        "Perki 1/2021 Pasal 39",
        source=State.INCOMPLETE,
        target=State.FILED,
        label=_l("Lengkapi keberatan"),
        roles=APPLICANT_OR_PETUGAS,
        form="objections_app.forms.CompleteForm",
        guard=rules.cure_is_open,
        main=True,
    )
    def complete(
        self, act: Act, *, addition: str = "", documents: Sequence[CaseDocument] = ()
    ) -> None:
        """Take what was missing; the objection counts as received on this day."""
        if not addition.strip() and not documents:
            raise Refused(_("Tulis keterangan atau unggah dokumen yang kurang."), "addition")
        if addition.strip():
            self.case_position = f"{self.case_position}\n\n{addition.strip()}"
            self.search_text = ""  # made anew with what was added
        for document in documents:
            document.case = self
            document.save()
        self._meet("objection_cure", act)
        self.missing = []
        self._start_reply_clock(act.at, act.at)
        act.log(counted_from=str(self.counted_from), documents=len(documents))
        notices.completed(self)

    @act(
        "Perki 1/2021 Pasal 39",
        source=State.INCOMPLETE,
        target=State.FILED,
        label=_l("Lanjutkan apa adanya"),
        roles=(SISTEM,),
    )
    def cure_ended(self, act: Act) -> None:
        """Go on with an objection that was not completed: it is decided, never dropped.

        The thirty days count from the end of the time to complete, whenever that is noticed.
        """
        cure = deadlines.latest(self, "objection_cure")
        if cure is None or rules.cure_is_open(self, act.actor) is None:
            raise NotNow(_("Waktu melengkapi belum berakhir."))
        self.stays_incomplete = True
        self._cancel("objection_cure", act)
        self._start_reply_clock(cure.due_on, act.at)
        notices.not_completed(self)

    # -- SOP 3.2, 3.3 --------------------------------------------------------------------------

    @step(
        "objection",
        "2",
        source=State.FILED,
        target=State.REGISTERED,
        label=_l("Catat di register keberatan"),
        roles=PETUGAS,
        form="objections_app.forms.RegisterForm",
    )
    def register_objection(
        self,
        act: Act,
        *,
        title: str = "",
        sensitive: bool = False,
        restricted: bool = False,
        checklist: Sequence[str] = (),
    ) -> None:
        """Enter the objection in the register of objections (domain 3.7)."""
        self.title = title.strip() or self.title
        self.sensitive = sensitive
        self.restricted = restricted
        act.yield_number(_l("Nomor register keberatan"), self.number or "")
        act.log(checklist=list(checklist))

    @step(
        "objection",
        "3",
        source=State.REGISTERED,
        target=State.RECEIPTED,
        label=_l("Tandatangani tanda bukti"),
        roles=PETUGAS,
        form="objections_app.forms.ReceiptForm",
    )
    def give_receipt(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Sign the receipt with the date of the reply, for the objector and for Ketua PPID."""
        letter = letters.receipt(self, act)
        act.yield_letter(letter.title, letter.number)
        act.log(checklist=list(checklist))
        notices.receipted(self, letter)

    # -- SOP 3.4 -------------------------------------------------------------------------------

    # Submitting is declared first: once there is material, that is what Ketua PPID is shown.
    @step(
        "objection",
        "4",
        source=State.RECEIPTED,
        target=State.DECIDING,
        label=_l("Sampaikan bahan kepada Atasan PPID"),
        roles=KETUA,
        form="objections_app.forms.SubmitMaterialForm",
        guard=rules.material_is_ready,
    )
    def submit_material(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Lay the material before Atasan PPID by memorandum."""
        letter = letters.memorandum(self, act)
        self.memorandum = letter
        act.yield_letter(letter.title, letter.number)
        act.log(recommended=self.recommended_outcome, checklist=list(checklist))
        notices.decision_needed(self, Role.ATASAN_PPID)

    @step(
        "objection",
        "4",
        source=State.RECEIPTED,
        target=None,
        label=_l("Simpan bahan tanggapan"),
        roles=OFFICE,
        form="objections_app.forms.PrepareMaterialForm",
        needs_output=False,
    )
    def prepare_material(
        self,
        act: Act,
        *,
        explanation: str,
        recommended_outcome: str,
        recommendation: str,
        documents: Sequence[CaseDocument] = (),
    ) -> None:
        """Write what PPID says about its own decision, and which outcome it suggests."""
        if not explanation.strip():
            raise Refused(_("Tuliskan penjelasan PPID."), "explanation")
        if not recommendation.strip():
            raise Refused(_("Tuliskan alasan usul putusan."), "recommendation")
        rules.check_outcome(self, recommended_outcome)
        for document in documents:
            document.case = self
            document.save()
        self.explanation = explanation.strip()
        self.recommended_outcome = recommended_outcome
        self.recommendation = recommendation.strip()
        act.log(recommended=recommended_outcome, documents=len(documents))
        notices.material_ready(self)

    # -- SOP 3.5 -------------------------------------------------------------------------------

    @act(
        "SOP 3.5",
        source=State.DECIDING,
        target=State.RECEIPTED,
        label=_l("Kembalikan bahan"),
        roles=ATASAN,
        needs_reason=True,
        main=True,
    )
    def return_material(self, act: Act) -> None:
        """Ask for better material, with the reason."""
        self.return_reason = act.reason
        self.recommended_outcome = ""
        notices.material_returned(self, act)

    @step(
        "objection",
        "5",
        source=State.DECIDING,
        target=State.DECIDED,
        label=_l("Putuskan keberatan"),
        roles=ATASAN,
        form="objections_app.forms.DecideForm",
        guard=rules.who_answered_may_not_decide,
        separate_from=PREPARING,
    )
    def decide(
        self,
        act: Act,
        *,
        outcome: str,
        considerations: str,
        order: str = "",
        order_days: int | None = None,
        checklist: Sequence[str] = (),
    ) -> None:
        """Decide the objection: the outcome, its reasons, and the order to PPID with its time.

        UU 14/2008 Pasal 36 ayat (2) and (3). The one who refused may not decide, nor the one
        who prepared the material.
        """
        rules.check_decision(self, outcome, considerations, order, order_days)
        self.outcome = outcome
        self.considerations = considerations.strip()
        self.order = order.strip()
        self.order_days = order_days if outcome in ORDERING else None
        self.decided_by = act.actor.user
        self.decided_at = act.at
        self.return_reason = ""
        act.yield_decision(_l("Putusan atas keberatan"), Outcome(outcome).label)
        act.log(outcome=outcome, order_days=self.order_days, checklist=list(checklist))
        notices.decided(self)

    # -- SOP 3.6 -------------------------------------------------------------------------------

    @step(
        "objection",
        "6",
        source=State.DECIDED,
        target=State.SIGNING,
        label=_l("Ajukan surat tanggapan"),
        roles=OFFICE,
        form="objections_app.forms.ComposeReplyForm",
        needs_output=False,
    )
    def compose_reply(self, act: Act, *, opening: str = "") -> None:
        """Make the reply letter from the decision; what was decided cannot be changed here."""
        self.reply_opening = opening.strip()
        notices.signature_needed(self)

    @act(
        "SOP 3.6",
        source=State.SIGNING,
        target=State.DECIDED,
        label=_l("Kembalikan surat"),
        roles=(*ATASAN, *KETUA),
        needs_reason=True,
        main=True,
    )
    def return_reply(self, act: Act) -> None:
        """Return the letter with the reason."""
        self.return_reason = act.reason
        notices.reply_returned(self, act)

    @step(
        "objection",
        "6",
        source=State.SIGNING,
        target=State.SIGNED,
        label=_l("Tandatangani surat tanggapan"),
        roles=(*ATASAN, *KETUA),
        form="objections_app.forms.SignReplyForm",
        guard=rules.may_sign,
        separate_from=("compose_reply",),
    )
    def sign_reply(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Sign the reply: it gets its number, and what it orders becomes an obligation.

        By law the reply is that of Atasan PPID; the body may set another office (domain 3.8).
        """
        day = local(act.at).date()
        limit = Limit(self.order_days or 0, "days")
        until = legal_due(day, limit).due_on if self.outcome in ORDERING else None
        if self.outcome in ORDERING and self.request_id is not None:
            # The request first, then the number of the letter, as whoever answers it does: no
            # two acts wait for each other.
            Case.objects.select_for_update().get(pk=self.request_id)
        letter = letters.reply(self, act.actor, act.at, until)
        self.reply = letter
        self.return_reason = ""
        act.yield_letter(letter.title, letter.number)
        if self.outcome in ORDERING:
            obligation = obligations.impose(
                origin=self,
                request=self.request,
                source="objection",
                ordered_by=_("Tanggapan Atasan PPID Nomor {number}").format(number=letter.number),
                order=self.order,
                ordered_on=day,
                limit=limit,
                at=act.at,
            )
            act.log(obligation=obligation.number)
        notices.signed(self)

    # -- SOP 3.7, 3.8, 3.9 ---------------------------------------------------------------------

    @step(
        "objection",
        "7",
        source=State.SIGNED,
        target=State.RECORDED,
        label=_l("Catat tanggapan di register"),
        roles=PETUGAS,
        form="objections_app.forms.RecordReplyForm",
    )
    def record_reply(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Enter decision, date and signatory of the reply in the register (domain 3.7 h to j)."""
        if self.reply is None:
            raise NotNow(_("Surat tanggapan belum ditandatangani."))
        act.yield_letter(self.reply.title, self.reply.number)
        act.log(checklist=list(checklist))

    @step(
        "objection",
        "8",
        source=State.RECORDED,
        target=State.DELIVERED,
        label=_l("Sampaikan tanggapan"),
        roles=PETUGAS,
        form="objections_app.forms.DeliverForm",
        guard=rules.may_deliver,
    )
    def deliver_reply(
        self,
        act: Act,
        *,
        method: str,
        delivered_on: date | None = None,
        tracking_number: str = "",
        received_on: date | None = None,
        checklist: Sequence[str] = (),
    ) -> None:
        """Send the reply; the fourteen days for the Commission run from its receipt.

        UU 14/2008 Pasal 37 ayat (2). After the thirty days have lapsed the reply is recorded as
        late and opens no second time (domain case 24).
        """
        today = local(act.at).date()
        day = delivered_on or today
        if self.reply is None:
            raise NotNow(_("Surat tanggapan belum ditandatangani."))
        if method not in Delivery.values:
            raise Refused(_("Pilih cara penyampaian."), "method")
        if day > today:
            raise Refused(_("Tanggal penyampaian tidak boleh di masa depan."), "delivered_on")
        if day < local(self.reply.issued_at).date():
            raise Refused(
                _("Tanggal penyampaian tidak boleh sebelum surat ditandatangani."), "delivered_on"
            )
        if method == Delivery.POST and not tracking_number.strip():
            raise Refused(_("Isi nomor resi pos tercatat."), "tracking_number")
        self._check_received(received_on, day, today)
        self.delivery_method = method
        self.delivered_on = day
        self.tracking_number = tracking_number.strip()
        by_hand = method in (Delivery.EMAIL, Delivery.PICKUP)
        self.received_on = received_on or (day if by_hand else None)
        deadline = self.reply_deadline
        if deadline is not None:
            if day <= deadline.due_on:
                # Given in time and noted later: the limit never passed in silence.
                self.lapsed_on = None
            elif self.lapsed_on is None:
                self._lapse(deadline, act)
            deadlines.meet(deadline, day, at=act.at)
        if self.lapsed_on is None:
            self._open_dispute_window(self.received_on or day, act)
        act.yield_letter(self.reply.title, self.reply.number_words)
        if replacing.in_force([self.reply]):
            deliveries.send(
                self,
                [self.reply],
                method,
                sent_on=day,
                actor=act.actor,
                key=f"objection_reply:{self.reply.pk}",
                tracking_number=self.tracking_number,
            )
        if self.received_on is not None:
            deliveries.arrived_by_itself(self, self.reply, self.received_on)
        act.log(
            delivered_on=day.isoformat(),
            method=method,
            late=self.lapsed_on is not None,
            checklist=list(checklist),
        )
        notices.delivered(self)

    def _check_received(self, received_on: date | None, sent_on: date, today: date) -> None:
        if received_on is None:
            return
        if received_on > today:
            raise Refused(_("Tanggal diterima tidak boleh di masa depan."), "received_on")
        if received_on < sent_on:
            raise Refused(
                _("Tanggal diterima tidak boleh sebelum tanggal penyampaian."), "received_on"
            )

    def _open_dispute_window(self, since: date, act: Act) -> None:
        if self.has_later_stage:
            # The way to the Commission has been taken; there is no time left to count.
            return
        self._cancel("dispute_window", act)
        deadlines.start(self, "dispute_window", since, at=act.at)

    @act(
        "UU 14/2008 Pasal 37 ayat (2)",
        source=[State.DELIVERED, State.ARCHIVED],
        target=None,
        label=_l("Catat tanggal diterima pemohon"),
        roles=PETUGAS,
        form="objections_app.forms.RecordReceiptForm",
    )
    def record_receipt(self, act: Act, *, received_on: date) -> None:
        """Note when the reply reached the objector; the fourteen days count from that day."""
        today = local(act.at).date()
        self._check_received(received_on, self.delivered_on or today, today)
        self.received_on = received_on
        if self.lapsed_on is None:
            self._open_dispute_window(received_on, act)
        if self.reply is not None:
            deliveries.arrived_by_itself(self, self.reply, received_on)
        act.log(received_on=received_on.isoformat())

    @act(
        "UU 14/2008 Pasal 37 ayat (2)",
        source=[State.DELIVERED, State.ARCHIVED],
        target=None,
        label=_l("Hitung waktu sengketa sejak surat pengganti"),
        roles=(SISTEM,),
    )
    def count_from_replacement(self, act: Act, *, delivered_on: date, number: str) -> None:
        """Count the fourteen days for the Commission from the reply in the withdrawn one's place.

        UU 14/2008 Pasal 37 ayat (2) counts them from the receipt of the reply of Atasan PPID; one
        that was withdrawn is none any more, so the later receipt counts, in the objector's
        favour. The thirty days of Pasal 36 ayat (2) ended with the first reply, or have lapsed,
        and are not counted again.
        """
        self.received_on = delivered_on
        self._open_dispute_window(delivered_on, act)
        act.log(
            delivered_on=delivered_on.isoformat(),
            letter=number,
            why="UU 14/2008 Pasal 37 ayat (2)",
        )

    def delivered_again(self, letter_id: int, on: date, actor: Actor) -> str:
        """Count the time for the Commission anew when a reply's replacement was delivered later."""
        window = self.dispute_window
        if (
            self.reply is None
            or self.reply_id != letter_id
            or self.state not in (State.DELIVERED, State.ARCHIVED)
            # A reply after the thirty days opens no second time (domain case 24).
            or self.lapsed_on is not None
            or self.has_later_stage
            or window is None
            or on <= window.counted_from
        ):
            return ""
        engine.perform(
            self,
            "count_from_replacement",
            Actor.system(),
            delivered_on=on,
            number=self.reply.number,
        )
        window = deadlines.running(self, "dispute_window")
        return notices.may_dispute_until(window) if window is not None else ""

    def why_not_sign(self, letter_kind: str, actor: Actor) -> str | None:
        """Whom the objection keeps from signing its reply, it keeps from signing it again."""
        return rules.may_sign(self, actor) if letter_kind == "objection_reply" else None

    def letters_arrived(self, letters: Sequence[Letter], on: date, actor: Actor) -> None:
        """Let the proof that the reply arrived move the fourteen days, as an act of its own."""
        if self.reply_id in {letter.pk for letter in letters} and self.received_on != on:
            engine.perform(self, "record_receipt", actor, received_on=on)

    @step(
        "objection",
        "9",
        source=State.DELIVERED,
        target=State.ARCHIVED,
        label=_l("Simpan sebagai arsip"),
        roles=PETUGAS,
        form="objections_app.forms.ArchiveForm",
    )
    def archive(self, act: Act, *, place: str, checklist: Sequence[str] = ()) -> None:
        """Put the file into the archive and close the case."""
        if not place.strip():
            raise Refused(_("Isi tempat penyimpanan arsip."), "place")
        self.archive_place = place.strip()
        act.yield_number(_l("Nomor register keberatan"), self.number or "")
        act.log(checklist=list(checklist))
        self._close(act, keep=("dispute_window",))

    # -- other ends ----------------------------------------------------------------------------

    @act(
        "UU 14/2008 Pasal 36 ayat (2) dan Pasal 37 ayat (2)",
        source=list(UNANSWERED),
        target=None,
        label=_l("30 hari kerja terlewati"),
        roles=(SISTEM,),
    )
    def lapse(self, act: Act) -> None:
        """Let thirty days of silence open the way to the Commission; a reply may still come."""
        deadline = self.reply_deadline
        if deadline is None or deadline.status != LegalDeadline.Status.BREACHED:
            raise NotNow(_("Batas waktu tanggapan belum lewat."))
        if self.lapsed_on is not None:
            raise NotNow(_("Lewatnya batas waktu sudah dicatat."))
        self._lapse(deadline, act)
        notices.lapsed(self)

    def _lapse(self, deadline: LegalDeadline, act: Act) -> None:
        self.lapsed_on = deadline.due_on
        self._open_dispute_window(deadline.due_on, act)
        act.log(lapsed_on=deadline.due_on.isoformat())

    @act(
        "UU 14/2008 Pasal 37",
        source=list(UNSIGNED),
        target=State.TAKEN_OVER,
        label=_l("Dilanjutkan ke Komisi Informasi"),
        roles=(SISTEM,),
    )
    def take_over(self, act: Act) -> None:
        """Close an objection that lapsed unanswered and is now before the Commission."""
        if self.lapsed_on is None:
            raise NotNow(_("Keberatan ini masih dalam waktu tanggapannya."))
        self._close(act, keep=("dispute_window",))

    @act(
        "UU 14/2008 Pasal 35",
        source=[State.INCOMPLETE, *UNSIGNED],
        target=State.WITHDRAWN,
        label=_l("Cabut keberatan"),
        roles=APPLICANT_OR_PETUGAS,
        form="objections_app.forms.WithdrawForm",
        danger=True,
    )
    def withdraw(self, act: Act) -> None:
        """Withdraw the objection; it stays in the register."""
        if act.actor.role != PEMOHON and not act.reason.strip():
            raise Refused(_("Tulis bagaimana pemohon menyampaikan pencabutannya."), "reason")
        if act.actor.role == PEMOHON and act.reason.strip():
            # What applicants write is kept with their messages; the chain could not forget it.
            self.messages.create(direction="from_applicant", text=act.reason.strip(), at=act.at)
            act.reason = ""
        self._close(act)
        notices.withdrawn(self)

    # -- what happens by itself ----------------------------------------------------------------

    def on_deadline_event(self, event: DueEvent) -> None:
        """Lapse, go on without completion, remind or escalate, as the event asks."""
        deadline = event.deadline
        if event.kind == DueEvent.Kind.BREACH and deadline is not None:
            if deadline.rule == "objection_cure":
                if self.state == State.INCOMPLETE:
                    engine.perform(self, "cure_ended", Actor.system(), at=event.created_at)
                return
            if deadline.rule == "objection_reply" and self.state in UNANSWERED:
                engine.perform(self, "lapse", Actor.system(), at=event.created_at)
                return
        notices.staff_reminder(self, event)

    def on_redated(self, changes: list[dict[str, str]]) -> None:
        """Tell the applicant once of the new dates."""
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
        for deadline in self.deadlines.filter(status__in=LegalDeadline.OPEN):
            if deadline.rule not in keep:
                deadlines.cancel(deadline, at=act.at)


#: Acts that would change what a dispute is about.
_CHANGES_THE_PAST = frozenset({"withdraw", "return_incomplete", "return_material", "return_reply"})


class ReportState(models.TextChoices):
    """How far the report of a period is."""

    NEW = NEW, _l("Baru")
    OPEN = "open", _l("Harus disusun")
    REPORTED = "reported", _l("Disampaikan")


class ObjectionReport(Case):
    """The periodic report on objections to Atasan PPID (SOP 3.10); opened when a period ends."""

    register: ClassVar[str] = "objection_report"
    sop_key: ClassVar[str] = "objection"
    kind_label: ClassVar[str | Promise] = _l("Laporan keberatan")

    period_from = models.DateField(_l("awal periode"))
    period_to = models.DateField(_l("akhir periode"))
    notes = models.TextField(_l("catatan dan rekomendasi"), blank=True, default="")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("laporan keberatan")
        verbose_name_plural = _l("laporan keberatan")
        constraints = (
            models.UniqueConstraint(
                fields=["period_from", "period_to"], name="one_objection_report_per_period"
            ),
        )

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(ReportState(self.state).label)

    def facts(self) -> list[tuple[str, str]]:
        """Return the period for the desk."""
        return [
            (
                _("Periode"),
                f"{date_long(self.period_from)} – {date_long(self.period_to)}",
            )
        ]

    def expected_work(self) -> list[Work]:
        """Return the report that is to be written."""
        if self.state != ReportState.OPEN:
            return []
        return [Work("objection.10", Role.TIM_SEKRETARIAT_PPID, _l("Susun laporan keberatan"))]

    @act(
        "SOP 3.10",
        source=NEW,
        target=ReportState.OPEN,
        label=_l("Buka laporan periode"),
        roles=(SISTEM,),
        opening=True,
    )
    def open_period(self, act: Act) -> None:
        """Open the report of a period that has ended."""
        act.log(period_from=self.period_from.isoformat(), period_to=self.period_to.isoformat())

    @step(
        "objection",
        "10",
        source=ReportState.OPEN,
        target=ReportState.REPORTED,
        label=_l("Susun dan sampaikan laporan"),
        roles=OFFICE,
        form="objections_app.forms.CompileReportForm",
    )
    def compile_report(self, act: Act, *, notes: str = "", checklist: Sequence[str] = ()) -> None:
        """Freeze the figures of the period in a report to Atasan PPID."""
        self.notes = notes.strip()
        letter = letters.report(self, act)
        self.letter = letter
        self.closed_at = act.at
        act.yield_letter(letter.title, letter.number)
        act.log(checklist=list(checklist))

    def on_deadline_event(self, event: DueEvent) -> None:
        """Remind the secretariat."""
        notices.staff_reminder(self, event)
