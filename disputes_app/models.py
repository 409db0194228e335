"""SOP 4 as a state machine: a dispute before the Commission, from its summons to the last court."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django_fsm import RETURN_VALUE
from simple_history.models import HistoricalRecords

from dip_app.consequence.intake import ask_for_test
from dip_app.consequence.letters import NAMED_AGAIN
from dip_app.consequence.models import Trigger
from disputes_app import letters, notices, rules
from disputes_app.models_evidence import CalendarKey, EvidenceBundle
from disputes_app.records import (
    CommissionPaper,
    Court,
    CourtOutcome,
    CourtStage,
    DisputeUnit,
    Evidence,
    Hearing,
    HearingKind,
    HearingStatus,
    InterimOrder,
    Level,
    Paper,
    PaperKind,
    Side,
    check_paper,
)
from objections_app.models import UNSIGNED, Objection
from ppid_portal.clock import Limit, end_of, local, now
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Unit, User
from ppid_portal.people.roles import SISTEM, Role
from ppid_portal.sop import deadlines, engine, numbers
from ppid_portal.sop.declarations import Act, act, step
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import NEW, Case, CaseDocument, DueEvent, LegalDeadline, Work
from requests_app import obligations
from requests_app.models import InformationRequest, Obligation

PETUGAS = (Role.PETUGAS_PELAYANAN_INFORMASI, Role.TIM_SEKRETARIAT_PPID)
OFFICE = (Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID, Role.PETUGAS_PELAYANAN_INFORMASI)
KETUA = (Role.KETUA_PPID,)
ATASAN = (Role.ATASAN_PPID,)
LEGAL = (Role.ASDEP_HUKUM,)
UNIT = (Role.PPID_PELAKSANA,)
PROCEDURE = "Perki 1/2013"


class State(models.TextChoices):
    """Where a dispute stands."""

    NEW = NEW, _l("Baru")
    SUMMONED = "summoned", _l("Panggilan diterima")
    REGISTERED = "registered", _l("Surat panggilan dicatat")
    VERIFIED = "verified", _l("Koordinasi dengan unit")
    COORDINATED = "coordinated", _l("Menunggu rekomendasi hukum")
    CONSULTED = "consulted", _l("Rapat persiapan")
    PREPARING = "preparing", _l("Menyusun dokumen")
    READY = "ready", _l("Siap menghadiri sidang")
    PRELIMINARY = "preliminary", _l("Pemeriksaan awal")
    TESTIFIED = "testified", _l("Keterangan diberikan")
    MEDIATION = "mediation", _l("Mediasi")
    MEDIATED = "mediated", _l("Hasil mediasi menunggu persetujuan")
    AGREED = "agreed", _l("Kesepakatan mediasi disetujui")
    NOT_AGREED = "not_agreed", _l("Kesepakatan mediasi tidak disetujui")
    ADJUDICATION = "adjudication", _l("Ajudikasi")
    RULED = "ruled", _l("Diputus Komisi Informasi")
    COURT = "court", _l("Di pengadilan")
    COURT_RULED = "court_ruled", _l("Diputus pengadilan")
    CASSATION = "cassation", _l("Kasasi")
    FINAL = "final", _l("Berkekuatan hukum tetap")
    CLOSED = "closed", _l("Selesai")


BEFORE_HEARING: tuple[str, ...] = (
    State.SUMMONED,
    State.REGISTERED,
    State.VERIFIED,
    State.COORDINATED,
    State.CONSULTED,
    State.PREPARING,
    State.READY,
)
PREPARED: tuple[str, ...] = BEFORE_HEARING[2:]
AFTER_FIRST_HEARING: tuple[str, ...] = (
    State.PRELIMINARY,
    State.TESTIFIED,
    State.MEDIATION,
    State.MEDIATED,
    State.AGREED,
    State.NOT_AGREED,
    State.ADJUDICATION,
)
AT_COMMISSION: tuple[str, ...] = (*BEFORE_HEARING, *AFTER_FIRST_HEARING)
AFTER_RULING: tuple[str, ...] = (
    State.RULED,
    State.COURT,
    State.COURT_RULED,
    State.CASSATION,
    State.FINAL,
)
OPEN: tuple[str, ...] = (*AT_COMMISSION, *AFTER_RULING)
#: A session may still have to be recorded when the decision that it brought is on file.
WITH_SESSIONS: tuple[str, ...] = tuple(state for state in OPEN if state != State.FINAL)
#: A suit or cassation of the other side may reach the body when its time is long over.
ENDED: tuple[str, ...] = (State.FINAL, State.CLOSED)


class Outcome(models.TextChoices):
    """How the dispute ended before the Commission (UU 14/2008 Pasal 39, 42 and 46)."""

    AGREEMENT = "agreement", _l("Kesepakatan mediasi")
    GRANTED = "granted", _l("Permohonan dikabulkan seluruhnya")
    PARTLY = "partly", _l("Permohonan dikabulkan sebagian")
    REJECTED = "rejected", _l("Permohonan ditolak; keputusan PPID dikuatkan")
    NOT_ADMISSIBLE = "not_admissible", _l("Permohonan tidak dapat diterima")
    WITHDRAWN = "withdrawn", _l("Dicabut pemohon")


#: What adjudication may end in.
RULINGS: tuple[str, ...] = (
    Outcome.GRANTED,
    Outcome.PARTLY,
    Outcome.REJECTED,
    Outcome.NOT_ADMISSIBLE,
)


class ToAdjudication(models.TextChoices):
    """Why a dispute goes to adjudication (SOP 4.14; UU 14/2008 Pasal 40 and 42)."""

    EXCLUDED = "excluded", _l("Informasi dikecualikan: tanpa mediasi")
    REFUSED = "refused", _l("Salah satu pihak tidak bersedia mediasi")
    FAILED = "failed", _l("Mediasi tidak mencapai kesepakatan")
    LEFT = "left", _l("Salah satu pihak menarik diri dari mediasi")


class Dispute(Case):
    """A dispute before the Information Commission (sengketa informasi), SOP 4.

    The Commission has no account: staff record its acts from its papers, each with the date it
    bears, the date it was sent and the date it was received. What a ruling orders becomes an
    obligation with the time that was ruled.
    """

    register: ClassVar[str] = "dispute"
    sop_key: ClassVar[str] = "dispute"
    kind_label: ClassVar[str | Promise] = _l("Sengketa informasi")

    prior_objection = models.ForeignKey(
        Objection, on_delete=models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    request = models.ForeignKey(
        InformationRequest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="disputes",
    )
    no_prior_objection = models.BooleanField(_l("tanpa keberatan lebih dahulu"), default=False)
    commission = models.CharField(_l("komisi informasi"), max_length=200)
    commission_number = models.CharField(
        _l("nomor register komisi"), max_length=120, blank=True, default=""
    )
    respondents = models.CharField(_l("termohon"), max_length=300)
    panel = models.JSONField(_l("majelis komisioner"), default=list, blank=True)
    registrar = models.CharField(_l("panitera"), max_length=120, blank=True, default="")
    mediator = models.CharField(_l("mediator"), max_length=120, blank=True, default="")
    information = models.TextField(_l("informasi yang disengketakan"))
    grounds = models.JSONField(default=list, blank=True)
    excluded = models.BooleanField(_l("tentang informasi dikecualikan"), default=False)
    incoming_number = models.CharField(max_length=60, blank=True, default="")
    testimony = models.TextField(_l("keterangan"), blank=True, default="")
    mediation_result = models.TextField(_l("hasil mediasi"), blank=True, default="")
    adjudication_reason = models.CharField(
        max_length=10, choices=ToAdjudication, blank=True, default=""
    )
    outcome = models.CharField(
        _l("putusan"), max_length=20, choices=Outcome, blank=True, default=""
    )
    order = models.TextField(_l("amar"), blank=True, default="")
    reported_at = models.DateTimeField(null=True, blank=True)
    report_letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("sengketa informasi")
        verbose_name_plural = _l("sengketa informasi")

    # -- what the portal says of it ------------------------------------------------------------

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(State(self.state).label)

    def state_sentence(self) -> str:
        """Return where the dispute stands, as its petitioner reads it in the chain."""
        return notices.state_sentence(self)

    def search_parts(self) -> list[str]:
        """Return the numbers, the subject and the petitioner's name."""
        name = self.applicant.name if self.applicant is not None else ""
        objection = self.prior_objection.number if self.prior_objection is not None else ""
        request = self.request.number if self.request is not None else ""
        return [
            self.number or "",
            self.commission_number,
            # The same number is written in many ways: "075/IX/KIP-PS/2024", "075 IX KIP PS 2024".
            rules.squeezed(self.commission_number),
            objection or "",
            request or "",
            self.title,
            self.information,
            name,
        ]

    def what_is_asked(self) -> str:
        """Return what the dispute is about, without the person."""
        return self.information

    def facts(self) -> list[tuple[str, str]]:
        """Return the facts of the dispute for the desk; the parties' names are shown apart."""
        found = [
            (_("Komisi Informasi"), self.commission),
            (_("Nomor register komisi"), self.commission_number or "–"),
            (_("Informasi yang disengketakan"), self.information),
            (_("Termohon"), self.respondents),
        ]
        if self.no_prior_objection:
            found.append((_("Keberatan"), _("Tidak ada keberatan sebelum sengketa ini")))
        if self.skips_mediation:
            found.append((_("Mediasi"), _("Tidak ada: tentang informasi yang dikecualikan")))
        if self.incoming_number:
            found.append((_("Nomor surat masuk"), self.incoming_number))
        if self.outcome:
            found.append((_("Putusan"), self.get_outcome_display()))
        if self.order:
            found.append((_("Amar"), self.order))
        return found

    @property
    def skips_mediation(self) -> bool:
        """Tell whether the law leaves no room for mediation (UU Pasal 40; domain case 27)."""
        return self.excluded or "a" in self.grounds

    @property
    def open_interim_order(self) -> InterimOrder | None:
        """Return the interim order that still has to be carried out."""
        return self.interim_orders.filter(done_on__isnull=True).first()

    @property
    def next_hearing(self) -> Hearing | None:
        """Return the session that comes next, or is waiting to be recorded."""
        return self.hearings.filter(status=HearingStatus.SCHEDULED).order_by("at").first()

    # -- work ----------------------------------------------------------------------------------

    def expected_work(self) -> list[Work]:
        """Return the open steps of SOP 4, every scheduled session, and what a panel ordered."""
        return [*self._steps(), *self._sessions(), *self._interim()]

    def _steps(self) -> list[Work]:
        tim, ketua, petugas, legal = (
            Role.TIM_SEKRETARIAT_PPID,
            Role.KETUA_PPID,
            Role.PETUGAS_PELAYANAN_INFORMASI,
            Role.ASDEP_HUKUM,
        )
        steps: dict[str, list[Work]] = {
            State.SUMMONED: [Work("dispute.2", petugas, _l("Catat surat panggilan"))],
            State.REGISTERED: [Work("dispute.3", ketua, _l("Verifikasi panggilan sidang"))],
            State.COORDINATED: [Work("dispute.5", legal, _l("Beri rekomendasi hukum"))],
            State.CONSULTED: [Work("dispute.6", ketua, _l("Rapat koordinasi persiapan sidang"))],
            State.PREPARING: [Work("dispute.7", tim, _l("Susun dokumen dan daftar bukti"))],
            State.PRELIMINARY: [Work("dispute.9", tim, _l("Catat keterangan yang diberikan"))],
            State.TESTIFIED: [Work("dispute.10", tim, _l("Catat mediasi atau ajudikasi"))],
            State.MEDIATION: [Work("dispute.11", tim, _l("Catat keterangan dalam mediasi"))],
            State.MEDIATED: [
                Work("dispute.12", ketua, _l("Setujui atau tolak hasil mediasi"), phase="decide")
            ],
            State.AGREED: [Work("dispute.13", tim, _l("Catat Berita Acara Kesepakatan"))],
            State.NOT_AGREED: [Work("dispute.14", tim, _l("Catat kelanjutan ke ajudikasi"))],
        }
        if self.state == State.VERIFIED:
            waiting = [
                Work(
                    "dispute.4",
                    Role.PPID_PELAKSANA,
                    _l("Berikan dokumen terkait sengketa"),
                    phase="documents",
                    unit_id=row.of_id,
                    since=row.asked_at,
                    limit=Limit(1, "days"),
                )
                for row in self.units.all()
                if row.is_open
            ]
            return [
                Work("dispute.4", tim, _l("Koordinasi dengan PPID Pelaksana")),
                *waiting,
            ]
        if self.state in AFTER_RULING and self.reported_at is None:
            return [Work("dispute.15", tim, _l("Susun laporan hasil sidang"))]
        return steps.get(self.state, [])

    def _sessions(self) -> list[Work]:
        if self.state not in OPEN:
            return []
        return [
            Work(
                "hearing",
                Role.TIM_SEKRETARIAT_PPID,
                _l("Hadiri sidang dan catat hasilnya"),
                phase="attend",
                key=hearing.key,
                due_at=end_of(local(hearing.at).date()),
            )
            for hearing in self.hearings.filter(status=HearingStatus.SCHEDULED)
        ]

    def _interim(self) -> list[Work]:
        order = self.open_interim_order
        if order is None or self.state not in AT_COMMISSION:
            return []
        return [
            Work(
                "interim",
                Role.KETUA_PPID,
                _l("Laksanakan putusan sela: uji konsekuensi ulang"),
                phase="answer",
                key=str(order.pk),
                due_at=end_of(order.due_on),
            )
        ]

    # -- SOP 4.1 to 4.3 ------------------------------------------------------------------------

    @step(
        "dispute",
        "1",
        source=NEW,
        target=State.SUMMONED,
        label=_l("Terima panggilan sidang"),
        roles=PETUGAS,
        opening=True,
    )
    def receive_summons(
        self,
        act: Act,
        *,
        summons: Paper,
        hearing_at: datetime,
        hearing_place: str,
        hearing_kind: str = HearingKind.PRELIMINARY,
        filed_on: date | None = None,
    ) -> None:
        """Record the Commission's summons, which opens the case for the office (KIP's act).

        Links objection and request, whose earlier dates stay as they were. ``filed_on`` is the
        day on which the petitioner went to the Commission, where the papers tell it.
        """
        if filed_on is not None and filed_on > summons.dated_on:
            raise Refused(
                _("Permohonan sengketa didaftarkan sebelum panggilannya. Periksa tanggalnya."),
                "filed_on",
            )
        rules.check_commission_number(self, self.commission_number)
        if self.prior_objection is not None:
            # The objection first, always: two people may key the same summons at once.
            Case.objects.select_for_update().get(pk=self.prior_objection_id)
            # As it is under the lock: a sweep may have let it lapse since it was chosen.
            self.prior_objection = Objection._base_manager.get(pk=self.prior_objection_id)
        paper = self._keep(PaperKind.SUMMONS, summons, act)
        hearing = self._schedule(act, hearing_kind, hearing_at, hearing_place, summons.received_on)
        self.counted_from = summons.received_on
        if filed_on is not None:
            deadlines.start(self, "commission_start", filed_on, at=act.at)
            deadlines.start(self, "commission_finish", filed_on, at=act.at)
        self._continue_objection(filed_on, summons.dated_on, act)
        act.log(
            paper=paper.pk,
            hearing=hearing.pk,
            no_prior_objection=self.no_prior_objection,
            filed_on=filed_on.isoformat() if filed_on else "",
        )
        notices.summoned(self, hearing)

    def _continue_objection(self, filed_on: date | None, called_on: date, act: Act) -> None:
        """End the time to go to the Commission, which by now the sweep may have let pass.

        A summons comes weeks after the petition. Without the day of the petition only a summons
        within that time proves that it was kept.
        """
        objection = self.prior_objection
        if objection is None:
            return
        window = objection.dispute_window
        if window is not None and (filed_on is not None or called_on <= window.due_on):
            deadlines.meet(window, filed_on or called_on, at=act.at)
        if objection.lapsed_on is not None and objection.state in UNSIGNED:
            engine.perform(objection, "take_over", Actor.system(), at=act.at)

    @step(
        "dispute",
        "2",
        source=State.SUMMONED,
        target=State.REGISTERED,
        label=_l("Catat surat panggilan"),
        roles=PETUGAS,
        form="disputes_app.forms.RegisterSummonsForm",
    )
    def register_summons(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Give the summons its number among the letters received, and pass it on."""
        self.incoming_number = numbers.take("letter_in", act.at)
        act.yield_number(_l("Nomor register penerimaan surat"), self.incoming_number)
        act.log(checklist=list(checklist))
        notices.registered(self)

    @step(
        "dispute",
        "3",
        source=State.REGISTERED,
        target=State.VERIFIED,
        label=_l("Verifikasi dan undang rapat"),
        roles=KETUA,
        form="disputes_app.forms.VerifySummonsForm",
    )
    def verify_summons(
        self,
        act: Act,
        *,
        units: Sequence[Unit],
        meeting_at: datetime,
        meeting_place: str,
        agenda: str,
        needs: Sequence[str] = (),
        excluded: bool = False,
        commission_number: str = "",
        panel: Sequence[str] = (),
        registrar: str = "",
        checklist: Sequence[str] = (),
    ) -> None:
        """Compare the summons with what is in dispute, and call the units to the meeting."""
        if not units:
            raise Refused(_("Pilih paling sedikit satu unit yang menguasai informasinya."), "units")
        if meeting_at < act.at:
            raise Refused(_("Waktu rapat tidak boleh sudah lewat."), "meeting_at")
        self.excluded = excluded
        rules.check_commission_number(self, commission_number)
        self.commission_number = commission_number.strip() or self.commission_number
        # Found by this number from now on.
        self.search_text = ""
        self.panel = [name.strip() for name in panel if name.strip()] or self.panel
        self.registrar = registrar.strip() or self.registrar
        for unit in units:
            DisputeUnit.objects.get_or_create(dispute=self, of=unit, defaults={"asked_at": act.at})
        letter = letters.coordination(self, act, units, meeting_at, meeting_place, agenda, needs)
        act.yield_letter(letter.title, letter.number)
        act.log(units=[unit.code for unit in units], excluded=excluded, checklist=list(checklist))
        notices.coordination(self, letter, [unit.pk for unit in units])

    # -- SOP 4.4 to 4.7: preparation -----------------------------------------------------------

    @step(
        "dispute",
        "4",
        source=State.VERIFIED,
        target=None,
        label=_l("Berikan dokumen"),
        roles=UNIT,
        form="disputes_app.forms.GiveDocumentsForm",
        guard=rules.unit_is_waited_for,
        needs_output=False,
    )
    def give_documents(
        self, act: Act, *, answer: str, documents: Sequence[CaseDocument] = ()
    ) -> None:
        """Let a unit bring what it holds on the matter, or say that it holds nothing."""
        if not answer.strip():
            raise Refused(_("Tuliskan keterangan unit Anda."), "answer")
        row = self.units.filter(
            of_id=act.actor.unit_id, answered_at__isnull=True, left_out=False
        ).first()
        if row is None:
            raise NotNow(_("Unit Anda tidak sedang ditunggu dokumennya."))
        for document in documents:
            document.case = self
            document.unit = row.of
            document.save()
            act.yield_document(_l("Dokumen unit"), row.of.code)
        row.answer = answer.strip()
        row.answered_at = act.at
        row.save()
        act.log(unit=row.of.code, documents=len(documents))
        notices.unit_answered(self, row)

    @step(
        "dispute",
        "4",
        source=State.VERIFIED,
        target=State.COORDINATED,
        label=_l("Selesaikan koordinasi"),
        roles=OFFICE,
        form="disputes_app.forms.CoordinateForm",
    )
    def coordinate(
        self,
        act: Act,
        *,
        summary: str,
        documents: Sequence[CaseDocument] = (),
        without_units: bool = False,
        checklist: Sequence[str] = (),
    ) -> None:
        """Close the coordination with the documents of the matter."""
        waiting = [row for row in self.units.select_related("of") if row.is_open]
        if waiting and not without_units:
            raise Refused(
                _("Unit ini belum memberi dokumen: {units}. Tunggu, atau centang lanjut.").format(
                    units=", ".join(row.of.name for row in waiting)
                ),
                "without_units",
            )
        if not summary.strip():
            raise Refused(_("Tuliskan hasil koordinasi."), "summary")
        for row in waiting:
            row.left_out = True
            row.save()
        self._attach(documents)
        self._note(summary, act)
        count = self.documents.exclude(unit=None).count() + len(documents)
        act.yield_document(_l("Dokumen terkait sengketa"), str(count))
        act.log(
            left_out=[row.of.code for row in waiting],
            documents=count,
            checklist=list(checklist),
        )
        notices.recommendation_needed(self)

    @step(
        "dispute",
        "5",
        source=State.COORDINATED,
        target=State.CONSULTED,
        label=_l("Beri rekomendasi"),
        roles=(*LEGAL, *KETUA),
        form="disputes_app.forms.RecommendForm",
    )
    def recommend(
        self,
        act: Act,
        *,
        position: str,
        arguments: Sequence[str] = (),
        risks: Sequence[str] = (),
        recommended_path: str = "",
        evidence_needed: Sequence[str] = (),
        checklist: Sequence[str] = (),
    ) -> None:
        """Give the recommendation of legal affairs for the hearing."""
        if not position.strip():
            raise Refused(_("Tuliskan pendapat hukum."), "position")
        letter = letters.recommendation(
            self, act, position, arguments, risks, recommended_path, evidence_needed
        )
        act.yield_letter(letter.title, letter.number)
        act.log(checklist=list(checklist))
        notices.recommended(self)

    @step(
        "dispute",
        "6",
        source=State.CONSULTED,
        target=State.PREPARING,
        label=_l("Catat hasil rapat koordinasi"),
        roles=KETUA,
        form="disputes_app.forms.HoldMeetingForm",
    )
    def hold_meeting(
        self,
        act: Act,
        *,
        met_at: datetime,
        place: str,
        participants: Sequence[dict[str, str]],
        conclusions: Sequence[str],
        tasks: Sequence[dict[str, Any]] = (),
        checklist: Sequence[str] = (),
    ) -> None:
        """Hold the meeting before the hearing, and set its result down in a memorandum."""
        if met_at > act.at:
            raise Refused(_("Waktu rapat tidak boleh di masa depan."), "met_at")
        if not conclusions:
            raise Refused(_("Tuliskan paling sedikit satu kesimpulan rapat."), "conclusions")
        letter = letters.meeting(self, act, met_at, place, participants, conclusions, tasks)
        act.yield_letter(letter.title, letter.number)
        act.log(participants=len(participants), checklist=list(checklist))

    @step(
        "dispute",
        "7",
        source=State.PREPARING,
        target=State.READY,
        label=_l("Nyatakan berkas sidang siap"),
        roles=OFFICE,
        form="disputes_app.forms.CompileFileForm",
    )
    def compile_file(
        self,
        act: Act,
        *,
        evidence: Sequence[dict[str, Any]],
        documents: Sequence[CaseDocument] = (),
        checklist: Sequence[str] = (),
    ) -> None:
        """Compile the documents and the list of evidence (UU 14/2008 Pasal 45)."""
        if not evidence and not self.evidence.exists():
            raise Refused(_("Isi paling sedikit satu bukti."), "evidence")
        self._attach(documents)
        self._list_evidence(evidence)
        count = self.evidence.count()
        act.yield_document(_l("Dokumen terkait sengketa"), _("{count} bukti").format(count=count))
        act.log(evidence=count, checklist=list(checklist))

    @act(
        "UU 14/2008 Pasal 45",
        source=[*PREPARED, State.PRELIMINARY, State.TESTIFIED, State.MEDIATION, State.ADJUDICATION],
        target=None,
        label=_l("Tambah bukti"),
        roles=(*OFFICE, *LEGAL),
        form="disputes_app.forms.AddEvidenceForm",
    )
    def add_evidence(
        self,
        act: Act,
        *,
        evidence: Sequence[dict[str, Any]],
        documents: Sequence[CaseDocument] = (),
    ) -> None:
        """Add lines to the list of evidence."""
        if not evidence:
            raise Refused(_("Isi paling sedikit satu bukti."), "evidence")
        self._attach(documents)
        self._list_evidence(evidence)
        act.log(evidence=self.evidence.count())

    def _list_evidence(self, rows: Sequence[dict[str, Any]]) -> None:
        taken = set(self.evidence.values_list("mark", flat=True))
        given = [str(row.get("mark") or "").strip() for row in rows]
        for place, mark in enumerate(given):
            if mark and (mark in taken or mark in given[:place]):
                raise Refused(
                    _("Tanda bukti “{mark}” sudah dipakai.").format(mark=mark), "evidence"
                )
        # A line without a mark gets the next one that neither the list nor another line has.
        free = (f"T-{n}" for n in count(len(taken) + 1) if f"T-{n}" not in taken | set(given))
        for row, own in zip(rows, given, strict=True):
            mark = own or next(free)
            Evidence.objects.create(
                dispute=self, mark=mark, title=row["title"].strip(), document=row.get("document")
            )

    @act(
        PROCEDURE,
        source=[*PREPARED, State.PRELIMINARY, State.TESTIFIED, State.MEDIATION, State.ADJUDICATION],
        target=None,
        label=_l("Terbitkan surat kuasa"),
        roles=ATASAN,
        form="disputes_app.forms.PowerOfAttorneyForm",
    )
    def issue_power_of_attorney(
        self, act: Act, *, grantees: Sequence[User], scope: Sequence[str] = ()
    ) -> None:
        """Give those who represent the body their special power of attorney."""
        if not grantees:
            raise Refused(_("Pilih paling sedikit satu penerima kuasa."), "grantees")
        letter = letters.power_of_attorney(self, act, grantees, scope)
        act.yield_letter(letter.title, letter.number)
        act.log(grantees=len(grantees))

    @act(
        PROCEDURE,
        source=[*PREPARED, State.PRELIMINARY, State.TESTIFIED, State.MEDIATION, State.ADJUDICATION],
        target=None,
        label=_l("Terbitkan surat tugas"),
        roles=KETUA,
        form="disputes_app.forms.AssignmentForm",
    )
    def issue_assignment(
        self,
        act: Act,
        *,
        assignees: Sequence[User],
        task: str,
        from_on: date,
        to_on: date,
        place: str = "",
    ) -> None:
        """Send people to the hearing by letter of assignment."""
        if not assignees:
            raise Refused(_("Pilih paling sedikit satu petugas."), "assignees")
        if to_on < from_on:
            raise Refused(_("Tanggal selesai tidak boleh sebelum tanggal mulai."), "to_on")
        letter = letters.assignment(self, act, assignees, task, from_on, to_on, place)
        act.yield_letter(letter.title, letter.number)
        act.log(assignees=len(assignees))

    @act(
        "UU 14/2008 Pasal 45",
        source=[*PREPARED, State.PRELIMINARY, State.TESTIFIED, State.ADJUDICATION],
        target=None,
        label=_l("Terbitkan tanggapan termohon"),
        roles=KETUA,
        form="disputes_app.forms.PositionPaperForm",
    )
    def issue_position_paper(
        self,
        act: Act,
        *,
        stance: str,
        legal_grounds: Sequence[str] = (),
        prayer: Sequence[str] = (),
        closing: bool = False,
    ) -> None:
        """Write to the panel what the body holds, and by which evidence it proves it."""
        if not stance.strip():
            raise Refused(_("Tuliskan pendirian badan publik."), "stance")
        letter = letters.position_paper(self, act, stance, legal_grounds, prayer, closing=closing)
        act.yield_letter(letter.title, letter.number)
        act.log(closing=closing)

    # -- sessions ------------------------------------------------------------------------------

    def _schedule(
        self, act: Act, kind: str, at: datetime, place: str, served_on: date | None
    ) -> Hearing:
        if kind not in HearingKind.values:
            raise Refused(_("Pilih jenis sidang."), "kind")
        if not place.strip():
            raise Refused(_("Isi tempat sidang."), "place")
        if served_on is not None and served_on > local(act.at).date():
            raise Refused(_("Tanggal panggilan diterima tidak boleh di masa depan."), "served_on")
        return Hearing.objects.create(
            dispute=self,
            kind=kind,
            at=at,
            place=place.strip(),
            summons_served_on=served_on,
            changed_at=act.at,
        )

    @act(
        PROCEDURE,
        source=list(AT_COMMISSION),
        target=None,
        label=_l("Jadwalkan sidang"),
        roles=OFFICE,
        form="disputes_app.forms.ScheduleHearingForm",
    )
    def schedule_hearing(
        self,
        act: Act,
        *,
        kind: str,
        hearing_at: datetime,
        place: str,
        summons: Paper | None = None,
        served_on: date | None = None,
    ) -> None:
        """Record a session to which the Commission has called."""
        if summons is not None:
            self._keep(PaperKind.SUMMONS, summons, act)
            served_on = served_on or summons.received_on
        hearing = self._schedule(act, kind, hearing_at, place, served_on)
        act.log(
            hearing=hearing.pk,
            kind=kind,
            at=hearing_at.isoformat(),
            served_late=hearing.served_late,
        )
        notices.hearing_scheduled(self, hearing)

    @act(
        PROCEDURE,
        source=list(AT_COMMISSION),
        target=None,
        label=_l("Tunda sidang"),
        roles=OFFICE,
        form="disputes_app.forms.PostponeHearingForm",
        guard=rules.has_scheduled_hearing,
        needs_reason=True,
    )
    def postpone_hearing(
        self, act: Act, *, hearing: Hearing, hearing_at: datetime | None = None, place: str = ""
    ) -> None:
        """Record that a session was put off, to a new date or to one not yet known."""
        self._own(hearing)
        following = None
        if hearing_at is not None:
            if hearing_at <= hearing.at:
                raise Refused(_("Waktu yang baru harus setelah waktu semula."), "hearing_at")
            following = self._schedule(
                act, hearing.kind, hearing_at, place or hearing.place, hearing.summons_served_on
            )
        self._end(hearing, HearingStatus.POSTPONED, act, outcome=act.reason)
        hearing.postponed_to = following
        hearing.save()
        act.log(hearing=hearing.pk, to=following.pk if following else None)
        notices.hearing_postponed(self, hearing, following)

    @act(
        PROCEDURE,
        source=list(WITH_SESSIONS),
        target=None,
        label=_l("Batalkan jadwal sidang"),
        roles=OFFICE,
        form="disputes_app.forms.CancelHearingForm",
        guard=rules.has_scheduled_hearing,
        needs_reason=True,
    )
    def cancel_hearing(self, act: Act, *, hearing: Hearing) -> None:
        """Record that the Commission called a session off."""
        self._own(hearing)
        self._end(hearing, HearingStatus.CANCELLED, act, outcome=act.reason)
        hearing.save()
        act.log(hearing=hearing.pk)

    @act(
        PROCEDURE,
        source=list(WITH_SESSIONS),
        target=None,
        label=_l("Catat hasil sidang"),
        roles=(*OFFICE, *LEGAL),
        form="disputes_app.forms.RecordHearingForm",
        guard=rules.has_hearing_to_record,
    )
    def record_hearing(
        self,
        act: Act,
        *,
        hearing: Hearing,
        we_attended: bool,
        petitioner_attended: bool | None = None,
        delegates: Sequence[str] = (),
        minutes: str,
        outcome: str = "",
        documents: Sequence[CaseDocument] = (),
    ) -> None:
        """Set down what happened in a session; one that we missed is an alarm (Perki 1/2013 31)."""
        self._own(hearing)
        self._held(
            hearing, act, we_attended, petitioner_attended, delegates, minutes, outcome, documents
        )

    def _held(
        self,
        hearing: Hearing,
        act: Act,
        we_attended: bool,
        petitioner_attended: bool | None,
        delegates: Sequence[str],
        minutes: str,
        outcome: str,
        documents: Sequence[CaseDocument],
    ) -> None:
        if hearing.at > act.at:
            raise Refused(_("Sidang ini belum berlangsung."), "hearing")
        if not minutes.strip():
            raise Refused(_("Tuliskan jalannya sidang."), "minutes")
        self._attach(documents)
        hearing.we_attended = we_attended
        hearing.petitioner_attended = petitioner_attended
        hearing.delegates = [name.strip() for name in delegates if name.strip()]
        hearing.minutes = minutes.strip()
        status = HearingStatus.HELD if we_attended else HearingStatus.MISSED
        self._end(hearing, status, act, outcome=outcome)
        hearing.save()
        act.log(hearing=hearing.pk, kind=hearing.kind, we_attended=we_attended)
        if not we_attended:
            notices.hearing_missed(self, hearing)

    def _own(self, hearing: Hearing) -> None:
        # As it is under the lock of the case: somebody else may have recorded it meanwhile.
        hearing.refresh_from_db()
        if hearing.dispute_id != self.pk or hearing.status != HearingStatus.SCHEDULED:
            raise Refused(_("Pilih sidang yang dijadwalkan pada sengketa ini."), "hearing")

    def _end(self, hearing: Hearing, status: str, act: Act, *, outcome: str) -> None:
        hearing.status = status
        hearing.outcome = outcome.strip()
        hearing.sequence += 1
        hearing.changed_at = act.at

    # -- SOP 4.8 to 4.10 -----------------------------------------------------------------------

    @step(
        "dispute",
        "8",
        source=list(PREPARED),
        target=State.PRELIMINARY,
        label=_l("Catat sidang pemeriksaan awal"),
        roles=(*OFFICE, *LEGAL),
        form="disputes_app.forms.AttendPreliminaryForm",
        guard=rules.has_preliminary,
    )
    def attend_preliminary(
        self,
        act: Act,
        *,
        hearing: Hearing,
        we_attended: bool | None = None,
        petitioner_attended: bool | None = None,
        delegates: Sequence[str] = (),
        minutes: str = "",
        outcome: str = "",
        documents: Sequence[CaseDocument] = (),
        checklist: Sequence[str] = (),
    ) -> None:
        """Record the preliminary hearing; it takes place whether or not we were ready.

        One that was recorded before its summons was verified is taken as it was recorded.
        """
        if hearing.kind != HearingKind.PRELIMINARY:
            raise Refused(_("Pilih sidang pemeriksaan awal."), "hearing")
        unready = self.state != State.READY
        hearing.refresh_from_db()
        if hearing.dispute_id == self.pk and hearing.took_place:
            self._attach(documents)
            act.log(hearing=hearing.pk, kind=hearing.kind, we_attended=hearing.we_attended)
        else:
            self._own(hearing)
            if we_attended is None:
                raise Refused(_("Pilih apakah badan publik hadir."), "we_attended")
            self._held(
                hearing,
                act,
                we_attended,
                petitioner_attended,
                delegates,
                minutes,
                outcome,
                documents,
            )
        started = deadlines.running(self, "commission_start")
        if started is not None:
            deadlines.meet(started, local(hearing.at).date(), at=act.at)
        act.log(prepared=not unready, checklist=list(checklist))

    @step(
        "dispute",
        "9",
        source=State.PRELIMINARY,
        target=State.TESTIFIED,
        label=_l("Catat keterangan"),
        roles=(*OFFICE, *LEGAL),
        form="disputes_app.forms.TestifyForm",
    )
    def testify(
        self,
        act: Act,
        *,
        testimony: str,
        documents: Sequence[CaseDocument] = (),
        checklist: Sequence[str] = (),
    ) -> None:
        """Record what the body said about the information in dispute."""
        if not testimony.strip():
            raise Refused(_("Tuliskan keterangan yang diberikan."), "testimony")
        self._attach(documents)
        self.testimony = testimony.strip()
        act.yield_document(_l("Keterangan"), self.commission_number or self.number or "")
        act.log(documents=len(documents), checklist=list(checklist))

    @step(
        "dispute",
        "10",
        source=State.TESTIFIED,
        target=State.MEDIATION,
        label=_l("Masuk mediasi"),
        roles=OFFICE,
        form="disputes_app.forms.EnterMediationForm",
        guard=rules.may_mediate,
    )
    def enter_mediation(
        self,
        act: Act,
        *,
        ruling: Paper,
        first_meeting_on: date,
        mediator: str = "",
        checklist: Sequence[str] = (),
    ) -> None:
        """Record that the parties agreed to mediate (UU 14/2008 Pasal 40; recorded for KIP)."""
        self._keep(PaperKind.MEDIATION_RULING, ruling, act)
        self.mediator = mediator.strip()
        deadlines.start(self, "mediation", first_meeting_on, at=act.at)
        act.log(first_meeting_on=first_meeting_on.isoformat(), checklist=list(checklist))

    # -- SOP 4.11 to 4.14: mediation -----------------------------------------------------------

    @step(
        "dispute",
        "11",
        source=State.MEDIATION,
        target=State.MEDIATED,
        label=_l("Catat keterangan dan hasil mediasi"),
        roles=(*OFFICE, *LEGAL),
        form="disputes_app.forms.TestifyMediationForm",
    )
    def testify_mediation(
        self,
        act: Act,
        *,
        result: str,
        documents: Sequence[CaseDocument] = (),
        checklist: Sequence[str] = (),
    ) -> None:
        """Record what was said in the mediation and which agreement lies on the table."""
        if not result.strip():
            raise Refused(_("Tuliskan hasil mediasi yang diusulkan."), "result")
        self._attach(documents)
        self.mediation_result = result.strip()
        act.log(documents=len(documents), checklist=list(checklist))
        notices.mediation_decision_needed(self)

    @step(
        "dispute",
        "12",
        source=State.MEDIATED,
        target=State.AGREED,
        label=_l("Setujui hasil mediasi"),
        roles=KETUA,
        form="disputes_app.forms.AcceptAgreementForm",
    )
    def accept_agreement(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Agree with the result of the mediation."""
        act.yield_decision(_l("Hasil mediasi"), _l("disetujui"))
        act.log(checklist=list(checklist))

    @step(
        "dispute",
        "12",
        source=State.MEDIATED,
        target=State.NOT_AGREED,
        label=_l("Tolak hasil mediasi"),
        roles=KETUA,
        form="disputes_app.forms.DeclineAgreementForm",
        needs_reason=True,
    )
    def decline_agreement(self, act: Act, *, checklist: Sequence[str] = ()) -> None:
        """Disagree, with the reason; the dispute goes on to adjudication."""
        act.yield_decision(_l("Hasil mediasi"), _l("tidak disetujui"))
        act.log(checklist=list(checklist))

    @step(
        "dispute",
        "13",
        source=State.AGREED,
        target=RETURN_VALUE(State.FINAL, State.CLOSED),
        label=_l("Catat kesepakatan mediasi"),
        roles=OFFICE,
        form="disputes_app.forms.CloseByAgreementForm",
    )
    def close_by_agreement(
        self,
        act: Act,
        *,
        agreement: Paper,
        decision: Paper | None = None,
        order: str = "",
        days: int | None = None,
        unit: str = "days",
        checklist: Sequence[str] = (),
    ) -> str:
        """Record the agreement and the Commission's decision on it; it is final and binding.

        UU 14/2008 Pasal 39. What the body promised becomes an obligation with its time.
        """
        limit = rules.check_order(order, days, unit)
        paper = self._keep(PaperKind.MEDIATION_AGREEMENT, agreement, act)
        if decision is not None:
            paper = self._keep(PaperKind.MEDIATION_DECISION, decision, act)
        self._meet("mediation", agreement.dated_on, act)
        self._meet("commission_finish", paper.dated_on, act)
        self.outcome = Outcome.AGREEMENT
        self.order = order.strip()
        if limit is not None:
            self._impose("mediation", _("Kesepakatan mediasi"), paper, order, limit, act)
        act.yield_document(_l("Berita Acara Kesepakatan Mediasi"), agreement.number)
        act.log(checklist=list(checklist))
        return self._final(act)

    @step(
        "dispute",
        "14",
        source=[State.TESTIFIED, State.MEDIATION, State.MEDIATED, State.NOT_AGREED],
        target=State.ADJUDICATION,
        label=_l("Lanjutkan ke ajudikasi"),
        roles=OFFICE,
        form="disputes_app.forms.ToAdjudicationForm",
    )
    def to_adjudication(
        self,
        act: Act,
        *,
        why: str,
        note: str = "",
        paper: Paper | None = None,
        checklist: Sequence[str] = (),
    ) -> None:
        """Record that the dispute goes to adjudication, and why (UU 14/2008 Pasal 42)."""
        if why not in ToAdjudication.values:
            raise Refused(_("Pilih mengapa sengketa dilanjutkan ke ajudikasi."), "why")
        if why == ToAdjudication.EXCLUDED and not self.skips_mediation:
            raise Refused(
                _("Sengketa ini tidak tentang informasi yang dikecualikan. Pilih alasan lain."),
                "why",
            )
        if self.state == State.TESTIFIED and why in (ToAdjudication.FAILED, ToAdjudication.LEFT):
            raise Refused(_("Mediasi belum pernah dimulai pada sengketa ini."), "why")
        if paper is not None:
            self._keep(PaperKind.OTHER, paper, act)
        self._meet("mediation", local(act.at).date(), act)
        self.adjudication_reason = why
        if note.strip():
            self._note(note, act)
        act.yield_decision(_l("Lanjut ke ajudikasi"), ToAdjudication(why).label)
        act.log(why=why, checklist=list(checklist))

    # -- adjudication --------------------------------------------------------------------------

    @act(
        "Perki 1/2021 Pasal 49 ayat (1) huruf c",
        source=[State.PRELIMINARY, State.TESTIFIED, State.ADJUDICATION],
        target=None,
        label=_l("Catat putusan sela"),
        roles=OFFICE,
        form="disputes_app.forms.InterimOrderForm",
        guard=rules.no_interim_order,
    )
    def record_interim_order(
        self,
        act: Act,
        *,
        paper: Paper,
        order: str,
        days: int | None,
        unit: str = "days",
        items: Sequence[tuple[str, Unit]] = (),
    ) -> None:
        """Record an order for a new consequence test, and open it (S23, SOP 6).

        ``items`` are what is to be tested and who holds it: the information in dispute with the
        units that were asked for it, unless the order names others.
        """
        limit = rules.check_order(order, days, unit)
        if limit is None:
            raise Refused(_("Tuliskan apa yang diperintahkan."), "order")
        kept = self._keep(PaperKind.INTERIM, paper, act)
        deadline = deadlines.start(self, "interim_order", paper.received_on, at=act.at, limit=limit)
        test = ask_for_test(
            title=f"{NAMED_AGAIN}{self.title}"[:300],
            question=order,
            items=items or self._tested_items(act.actor),
            trigger=Trigger.COMMISSION,
            asked_by=_("Majelis Komisioner {commission}").format(commission=self.commission)[:200],
            actor=act.actor,
            origin=self,
            at=act.at,
        )
        InterimOrder.objects.create(
            dispute=self, paper=kept, order=order.strip(), due_on=deadline.due_on, test=test
        )
        act.log(due_on=deadline.due_on.isoformat(), test=test.number)
        notices.interim_ordered(self, deadline.due_on)

    def _tested_items(self, actor: Actor) -> list[tuple[str, Unit]]:
        """Return the information in dispute, once for every unit that holds it."""
        held = {row.of_id: row.of for row in self.units.select_related("of")}
        if not held and self.request is not None:
            held = {row.unit_id: row.unit for row in self.request.unit_tasks.select_related("unit")}
        if not held and actor.appointment is not None:
            # Nobody else was asked: the office itself finds out who holds it.
            held = {actor.appointment.unit_id: actor.appointment.unit}
        return [(self.title, unit) for unit in held.values()]

    @act(
        "Perki 1/2021 Pasal 49 ayat (1) huruf c",
        source=list(AFTER_FIRST_HEARING),
        target=None,
        label=_l("Sampaikan hasil putusan sela"),
        roles=OFFICE,
        form="disputes_app.forms.AnswerInterimForm",
        guard=rules.has_interim_order,
        main=True,
    )
    def answer_interim_order(
        self,
        act: Act,
        *,
        result: str,
        done_on: date,
        documents: Sequence[CaseDocument] = (),
    ) -> None:
        """Report the result of the new test to the panel: its decree, with what it rests on."""
        standing = self.open_interim_order
        if standing is None:
            raise NotNow(_("Tidak ada putusan sela yang menunggu pelaksanaan."))
        if not result.strip():
            raise Refused(_("Tuliskan hasilnya."), "result")
        if done_on > local(act.at).date():
            raise Refused(_("Tanggal pelaksanaan tidak boleh di masa depan."), "done_on")
        self._attach(documents)
        standing.result = result.strip()
        standing.done_on = done_on
        standing.document = documents[0] if documents else None
        standing.save()
        self._meet("interim_order", done_on, act)
        decree = standing.test.decree if standing.test is not None else None
        act.log(
            done_on=done_on.isoformat(),
            documents=len(documents),
            decree=decree.number if decree is not None else "",
        )

    @act(
        "UU 14/2008 Pasal 46",
        source=State.ADJUDICATION,
        target=State.RULED,
        label=_l("Catat putusan"),
        roles=OFFICE,
        form="disputes_app.forms.RecordRulingForm",
        main=True,
    )
    def record_ruling(
        self,
        act: Act,
        *,
        ruling: Paper,
        outcome: str,
        order: str = "",
        days: int | None = None,
        unit: str = "days",
    ) -> None:
        """Record the Commission's decision as it was ruled and received.

        The time to go to court counts from its receipt (UU 14/2008 Pasal 48 ayat (1)); what it
        orders becomes an obligation with its own date.
        """
        if outcome not in RULINGS:
            raise Refused(_("Pilih putusan."), "outcome")
        limit = rules.check_order(order, days, unit)
        orders = outcome in (Outcome.GRANTED, Outcome.PARTLY)
        if orders and limit is None:
            raise Refused(_("Tuliskan amar putusan: apa yang harus diberikan."), "order")
        if not orders and limit is not None:
            raise Refused(_("Putusan ini tidak memuat perintah kepada badan publik."), "order")
        self.order = order.strip()
        paper = self._ruled(act, ruling, outcome)
        if limit is not None:
            self._impose("ruling", _("Putusan Komisi Informasi"), paper, order, limit, act)

    @act(
        PROCEDURE,
        source=[State.PRELIMINARY, State.TESTIFIED],
        target=State.RULED,
        label=_l("Catat putusan tanpa ajudikasi: tidak dapat diterima"),
        roles=OFFICE,
        form="disputes_app.forms.DismissalForm",
    )
    def record_dismissal(self, act: Act, *, ruling: Paper) -> None:
        """Record that the panel did not admit the petition after the preliminary examination.

        It looks into competence, standing and time first, and whether there was an objection
        (domain case 26). Such a decision is open to the courts like any other.
        """
        self._ruled(act, ruling, Outcome.NOT_ADMISSIBLE)

    def _ruled(self, act: Act, ruling: Paper, outcome: str) -> CommissionPaper:
        paper = self._keep(PaperKind.RULING, ruling, act)
        self.outcome = outcome
        self._meet("commission_finish", ruling.dated_on, act)
        # What the panel asked for on the way to its decision is no longer waited for.
        for rule in ("commission_start", "interim_order"):
            self._cancel(rule, act)
        deadlines.start(self, "court_window", ruling.received_on, at=act.at)
        act.yield_decision(_l("Putusan"), Outcome(outcome).label)
        act.log(outcome=outcome, received_on=ruling.received_on.isoformat())
        notices.ruled(self)
        return paper

    @act(
        PROCEDURE,
        source=list(AT_COMMISSION),
        target=RETURN_VALUE(State.FINAL, State.CLOSED),
        label=_l("Catat pencabutan oleh pemohon"),
        roles=OFFICE,
        form="disputes_app.forms.WithdrawalForm",
        danger=True,
    )
    def record_withdrawal(self, act: Act, *, paper: Paper) -> str:
        """Record that the petitioner took the dispute back before the Commission."""
        self._keep(PaperKind.WITHDRAWAL, paper, act)
        self.outcome = Outcome.WITHDRAWN
        self._end_of_commission(act)
        return self._final(act)

    # -- courts --------------------------------------------------------------------------------

    @act(
        "UU 14/2008 Pasal 47 dan Pasal 48",
        source=[State.RULED, *ENDED],
        target=State.COURT,
        label=_l("Catat gugatan ke pengadilan"),
        roles=OFFICE,
        form="disputes_app.forms.CourtFilingForm",
        guard=rules.may_go_to_court,
    )
    def record_court_filing(
        self,
        act: Act,
        *,
        filed_by: str,
        court: str,
        filed_on: date,
        number: str = "",
        place: str = "",
        paper: Paper | None = None,
    ) -> None:
        """Record who went to court and when; the order waits meanwhile.

        The body hears of a suit of the other side from the court, often when the time for it is
        over and the decision seemed to stand.
        """
        if court not in (Court.PTUN, Court.PN):
            raise Refused(_("Pilih PTUN atau Pengadilan Negeri."), "court")
        self._to_court(act, Level.FIRST, "court_window", filed_by, court, filed_on, number, place)
        if paper is not None:
            self._keep(PaperKind.COURT_FILING, paper, act)

    @act(
        "UU 14/2008 Pasal 49",
        source=State.COURT,
        target=State.COURT_RULED,
        label=_l("Catat putusan pengadilan"),
        roles=OFFICE,
        form="disputes_app.forms.CourtRulingForm",
        main=True,
    )
    def record_court_ruling(
        self,
        act: Act,
        *,
        ruling: Paper,
        outcome: str,
        order: str = "",
        days: int | None = None,
        unit: str = "days",
    ) -> None:
        """Record the court's decision; fourteen days remain for cassation (Pasal 50)."""
        self._court_ruled(act, Level.FIRST, ruling, outcome, order, days, unit)
        deadlines.start(self, "cassation_window", ruling.received_on, at=act.at)
        notices.ruled(self)

    @act(
        "UU 14/2008 Pasal 50",
        source=[State.COURT_RULED, *ENDED],
        target=State.CASSATION,
        label=_l("Catat kasasi"),
        roles=OFFICE,
        form="disputes_app.forms.CassationForm",
        guard=rules.may_go_to_cassation,
    )
    def record_cassation(
        self,
        act: Act,
        *,
        filed_by: str,
        filed_on: date,
        number: str = "",
        paper: Paper | None = None,
    ) -> None:
        """Record that somebody went on to the Supreme Court."""
        self._to_court(
            act,
            Level.CASSATION,
            "cassation_window",
            filed_by,
            Court.MA,
            filed_on,
            number,
            "Jakarta",
        )
        if paper is not None:
            self._keep(PaperKind.COURT_FILING, paper, act)

    @act(
        "UU 14/2008 Pasal 50",
        source=State.CASSATION,
        target=RETURN_VALUE(State.FINAL, State.CLOSED),
        label=_l("Catat putusan kasasi"),
        roles=OFFICE,
        form="disputes_app.forms.CourtRulingForm",
        main=True,
    )
    def record_cassation_ruling(
        self,
        act: Act,
        *,
        ruling: Paper,
        outcome: str,
        order: str = "",
        days: int | None = None,
        unit: str = "days",
    ) -> str:
        """Record the decision of the Supreme Court; nothing ordinary comes after it."""
        self._court_ruled(act, Level.CASSATION, ruling, outcome, order, days, unit)
        notices.ruled(self)
        return self._final(act)

    @act(
        "UU 14/2008 Pasal 48 ayat (1) dan Pasal 50",
        source=[State.RULED, State.COURT_RULED],
        target=RETURN_VALUE(State.FINAL, State.CLOSED),
        label=_l("Berkekuatan hukum tetap"),
        roles=(SISTEM,),
    )
    def become_final(self, act: Act) -> str:
        """Let a decision stand that nobody took further in time."""
        rule = "court_window" if self.state == State.RULED else "cassation_window"
        deadline = deadlines.latest(self, rule)
        if deadline is None or deadline.status != LegalDeadline.Status.BREACHED:
            raise NotNow(_("Waktu untuk mengajukan upaya hukum belum berakhir."))
        return self._final(act)

    def _to_court(
        self,
        act: Act,
        level: str,
        rule: str,
        filed_by: str,
        court: str,
        filed_on: date,
        number: str,
        place: str,
    ) -> None:
        if filed_by not in Side.values:
            raise Refused(_("Pilih siapa yang mengajukan."), "filed_by")
        if filed_on > local(act.at).date():
            raise Refused(_("Tanggal pendaftaran tidak boleh di masa depan."), "filed_on")
        # Each side counts from its own receipt, and may go to court on the reading already.
        ruled_on = self._ruled_on(level)
        if ruled_on is not None and filed_on < ruled_on:
            raise Refused(_("Tanggal pendaftaran tidak boleh sebelum tanggal putusan."), "filed_on")
        window = deadlines.latest(self, rule)
        in_time = None
        if filed_by != Side.PETITIONER:
            in_time = window is None or filed_on <= window.due_on
        if window is not None and (in_time is not None or filed_on <= window.due_on):
            deadlines.meet(window, filed_on, at=act.at)
        CourtStage.objects.create(
            dispute=self,
            level=level,
            court=court,
            place=place.strip(),
            filed_by=filed_by,
            number=number.strip(),
            filed_on=filed_on,
            in_time=in_time,
        )
        self.closed_at = None
        for obligation in self._standing():
            if obligation.state == "open":
                obligations.suspend(obligation, filed_on, at=act.at)
        act.log(level=level, court=court, filed_by=filed_by, in_time=in_time)
        notices.went_to_court(self, level)

    def _ruled_on(self, level: str) -> date | None:
        """Return the date of the decision that goes to a court."""
        kind = PaperKind.RULING if level == Level.FIRST else PaperKind.COURT_RULING
        paper = self.papers.filter(kind=kind).order_by("-pk").first()
        return paper.dated_on if paper is not None else None

    def _court_ruled(
        self,
        act: Act,
        level: str,
        ruling: Paper,
        outcome: str,
        order: str,
        days: int | None,
        unit: str,
    ) -> None:
        if outcome not in CourtOutcome.values:
            raise Refused(_("Pilih putusan pengadilan."), "outcome")
        limit = rules.check_order(order, days, unit)
        replaces = outcome in (CourtOutcome.ANNULLED, CourtOutcome.MODIFIED)
        if limit is not None and not replaces:
            raise Refused(
                _("Putusan yang menguatkan tidak memuat perintah baru; yang lama berlaku lagi."),
                "order",
            )
        paper = self._keep(PaperKind.COURT_RULING, ruling, act)
        stage = self.court_stages.get(level=level)
        stage.decided_on = ruling.dated_on
        stage.received_on = ruling.received_on
        stage.outcome = outcome
        stage.order = order.strip()
        stage.paper = paper
        stage.number = stage.number or ruling.number
        stage.save()
        standing = self._standing()
        if limit is not None:
            # Before the old order goes: the request stays open, it is the same information.
            self._impose("court", _("Putusan pengadilan"), paper, order, limit, act)
        for obligation in standing:
            if replaces:
                engine.perform(
                    obligation,
                    "cancel",
                    Actor.system(),
                    at=act.at,
                    reason=_("Putusan {number}").format(number=ruling.number),
                )
            elif obligation.state == "suspended":
                obligations.resume(obligation, ruling.received_on, at=act.at)
        act.yield_decision(_l("Putusan pengadilan"), CourtOutcome(outcome).label)
        act.log(level=level, outcome=outcome)

    # -- SOP 4.15 ------------------------------------------------------------------------------

    @step(
        "dispute",
        "15",
        source=list(AFTER_RULING),
        target=RETURN_VALUE(
            State.RULED, State.COURT, State.COURT_RULED, State.CASSATION, State.CLOSED
        ),
        label=_l("Sampaikan laporan hasil sidang"),
        roles=OFFICE,
        form="disputes_app.forms.ReportForm",
        guard=rules.is_not_reported,
    )
    def report(
        self,
        act: Act,
        *,
        follow_up: str,
        recommendation: str = "",
        checklist: Sequence[str] = (),
    ) -> str:
        """Report the result to Atasan PPID through Ketua PPID."""
        if not follow_up.strip():
            raise Refused(_("Tuliskan tindak lanjutnya."), "follow_up")
        letter = letters.report(self, act, follow_up, recommendation)
        self.report_letter = letter
        self.reported_at = act.at
        act.yield_letter(letter.title, letter.number)
        act.log(checklist=list(checklist))
        notices.reported(self, letter)
        return self._final(act) if self.state == State.FINAL else self.state

    def _final(self, act: Act) -> str:
        """Return the end state; the file is closed once the report is made as well."""
        self._end_of_commission(act)
        if self.reported_at is None:
            return State.FINAL
        self.closed_at = act.at
        for deadline in self.deadlines.filter(status__in=LegalDeadline.OPEN):
            deadlines.cancel(deadline, at=act.at)
        return State.CLOSED

    def _end_of_commission(self, act: Act) -> None:
        for rule in ("commission_start", "commission_finish", "mediation", "interim_order"):
            self._cancel(rule, act)
        for hearing in self.hearings.filter(status=HearingStatus.SCHEDULED):
            self._end(hearing, HearingStatus.CANCELLED, act, outcome=_("Perkara sudah berakhir."))
            hearing.save()

    # -- papers and orders ---------------------------------------------------------------------

    @act(
        PROCEDURE,
        source=list(OPEN),
        target=None,
        label=_l("Catat surat lain"),
        roles=OFFICE,
        form="disputes_app.forms.RecordPaperForm",
    )
    def record_paper(self, act: Act, *, paper: Paper, kind: str = PaperKind.OTHER) -> None:
        """Keep any other paper of the Commission, the other side or a court."""
        kept = self._keep(kind, paper, act)
        act.log(paper=kept.pk, kind=kind)

    def _keep(self, kind: str, paper: Paper, act: Act) -> CommissionPaper:
        check_paper(paper, local(act.at).date())
        if paper.document is not None:
            self._attach([paper.document])
        return CommissionPaper.objects.create(
            dispute=self,
            kind=kind,
            number=paper.number.strip(),
            dated_on=paper.dated_on,
            sent_on=paper.sent_on,
            received_on=paper.received_on,
            document=paper.document,
            note=paper.note.strip(),
            recorded_at=act.at,
        )

    def _impose(
        self, source: str, by: str, paper: CommissionPaper, order: str, limit: Limit, act: Act
    ) -> Obligation:
        obligation = obligations.impose(
            origin=self,
            request=self.request,
            source=source,
            ordered_by=f"{by} {paper.number}".strip(),
            order=order.strip(),
            ordered_on=paper.dated_on,
            since=paper.received_on,
            limit=limit,
            at=act.at,
        )
        act.log(obligation=obligation.number)
        return obligation

    def _standing(self) -> list[Obligation]:
        if self.request_id is not None:
            # The request first, as whoever answers it does: no two acts wait for each other.
            Case.objects.select_for_update().get(pk=self.request_id)
        return obligations.standing(self)

    def _attach(self, documents: Sequence[CaseDocument]) -> None:
        for document in documents:
            document.case = self
            document.save()

    def _note(self, text: str, act: Act) -> None:
        self.messages.create(
            direction="internal",
            text=text.strip(),
            author=act.actor.user,
            author_name=act.actor.name,
            at=act.at,
        )

    def _meet(self, rule: str, on: date, act: Act) -> None:
        deadline = deadlines.running(self, rule)
        if deadline is not None:
            deadlines.meet(deadline, on, at=act.at)

    def _cancel(self, rule: str, act: Act) -> None:
        deadline = deadlines.running(self, rule)
        if deadline is not None:
            deadlines.cancel(deadline, at=act.at)

    # -- what happens by itself ----------------------------------------------------------------

    def on_redated(self, changes: list[dict[str, str]]) -> None:
        """Move the date of a panel's order, and of the work on it, with its limit."""
        standing = self.open_interim_order
        deadline = deadlines.running(self, "interim_order")
        if standing is None or deadline is None or standing.due_on == deadline.due_on:
            return
        standing.due_on = deadline.due_on
        standing.save(update_fields=["due_on"])
        for item in self.work.filter(step="interim", closed_at__isnull=True):
            engine.set_due(item, given=end_of(deadline.due_on))
            item.save(update_fields=["due_at", "escalate_at"])

    def on_deadline_event(self, event: DueEvent) -> None:
        """Let a decision become final, raise the alarm for a missed session, or remind."""
        deadline = event.deadline
        windows = ("court_window", "cassation_window")
        if event.kind == DueEvent.Kind.BREACH and deadline is not None and deadline.rule in windows:
            if self.state in (State.RULED, State.COURT_RULED):
                engine.perform(self, "become_final", Actor.system(), at=event.created_at)
            return
        item = event.work_item
        if (
            item is not None
            and item.step == "hearing"
            and event.kind == DueEvent.Kind.WORK_LATE
            and item.closed_at is None
        ):
            hearing = self.hearings.filter(pk=item.key.partition("-")[0]).first()
            if hearing is not None:
                notices.hearing_unrecorded(self, hearing)
            return
        notices.staff_reminder(self, event)


def open_hearings(until: datetime) -> models.QuerySet[Hearing]:
    """Return the sessions scheduled from now until a moment, soonest first."""
    return Hearing.objects.filter(
        status=HearingStatus.SCHEDULED, at__gte=now(), at__lte=until
    ).select_related("dispute")


__all__ = [
    "CalendarKey",
    "CommissionPaper",
    "CourtStage",
    "Dispute",
    "DisputeUnit",
    "Evidence",
    "EvidenceBundle",
    "Hearing",
    "InterimOrder",
    "Outcome",
    "State",
    "open_hearings",
]
