"""What is kept of a dispute beside its state: papers, hearings, evidence, units and courts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from dip_app.consequence.models import ConsequenceTest
from dip_app.consequence.panels import findings_of
from ppid_portal.clock import local, now
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.services import work_calendar
from ppid_portal.clock.words import date_long
from ppid_portal.people.models import Unit
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import CaseDocument

#: A summons is served at least so many working days before the hearing (Perki 1/2013).
SUMMONS_DAYS = 3
#: Papers that reach us later than this after they were sent are worth a look.
ODD_DELAY_DAYS = 14


class PaperKind(models.TextChoices):
    """A paper of the Commission, of the other side or of a court."""

    SUMMONS = "summons", _l("Surat panggilan sidang")
    MEDIATION_RULING = "mediation_ruling", _l("Penetapan mediasi")
    MEDIATION_AGREEMENT = "mediation_agreement", _l("Berita Acara Kesepakatan Mediasi")
    MEDIATION_DECISION = "mediation_decision", _l("Putusan mediasi")
    INTERIM = "interim", _l("Putusan sela")
    RULING = "ruling", _l("Putusan ajudikasi")
    WITHDRAWAL = "withdrawal", _l("Penetapan pencabutan")
    COURT_FILING = "court_filing", _l("Pemberitahuan gugatan atau kasasi")
    COURT_RULING = "court_ruling", _l("Putusan pengadilan")
    OTHER = "other", _l("Surat lain")


@dataclass(frozen=True)
class Paper:
    """A paper as it is keyed in: the date on it, the date it was sent, the date it reached us.

    The law counts from receipt; the three dates are kept apart (disputes_real, case B).
    """

    number: str
    dated_on: date
    received_on: date
    sent_on: date | None = None
    document: CaseDocument | None = None
    note: str = ""


class CommissionPaper(models.Model):
    """A paper that an outside body made: the portal keeps it, it does not author it."""

    dispute = models.ForeignKey(
        "disputes_app.Dispute", on_delete=models.PROTECT, related_name="papers"
    )
    kind = models.CharField(_l("jenis"), max_length=20, choices=PaperKind)
    number = models.CharField(_l("nomor surat"), max_length=120, blank=True, default="")
    dated_on = models.DateField(_l("tanggal surat"))
    sent_on = models.DateField(_l("tanggal kirim"), null=True, blank=True)
    received_on = models.DateField(_l("tanggal diterima"))
    document = models.ForeignKey(
        CaseDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_l("catatan"), blank=True, default="")
    recorded_at = models.DateTimeField(default=now)
    history = HistoricalRecords()

    class Meta:
        ordering = ("received_on", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    def oddities(self) -> list[str]:
        """Return what is odd about the three dates, one sentence each, for staff to look into."""
        found = []
        if self.sent_on is not None and self.sent_on < self.dated_on:
            found.append(_("Tanggal kirim mendahului tanggal surat."))
        sent = self.sent_on or self.dated_on
        gap = (self.received_on - sent).days
        if gap > ODD_DELAY_DAYS:
            found.append(
                _("Surat baru diterima {days} hari setelah {what}.").format(
                    days=gap,
                    what=_("tanggal kirim") if self.sent_on else _("tanggal surat"),
                )
            )
        if self.sent_on is not None and (self.sent_on - self.dated_on).days > ODD_DELAY_DAYS:
            found.append(
                _("Surat baru dikirim {days} hari setelah tanggalnya ({date}).").format(
                    days=(self.sent_on - self.dated_on).days, date=date_long(self.dated_on)
                )
            )
        return found


class HearingKind(models.TextChoices):
    """The sessions of Perki 1/2013."""

    PRELIMINARY = "preliminary", _l("Pemeriksaan awal")
    MEDIATION = "mediation", _l("Mediasi")
    ADJUDICATION = "adjudication", _l("Ajudikasi")
    DECISION = "decision", _l("Pembacaan putusan")


class HearingStatus(models.TextChoices):
    """What became of a session."""

    SCHEDULED = "scheduled", _l("Dijadwalkan")
    HELD = "held", _l("Dilaksanakan")
    POSTPONED = "postponed", _l("Ditunda")
    MISSED = "missed", _l("Kita tidak hadir")
    CANCELLED = "cancelled", _l("Dibatalkan")


class Hearing(models.Model):
    """One session before the Commission, from its summons to its minutes."""

    dispute = models.ForeignKey(
        "disputes_app.Dispute", on_delete=models.PROTECT, related_name="hearings"
    )
    kind = models.CharField(_l("jenis sidang"), max_length=15, choices=HearingKind)
    at = models.DateTimeField(_l("waktu sidang"))
    place = models.CharField(_l("tempat"), max_length=300)
    summons_served_on = models.DateField(_l("panggilan diterima"), null=True, blank=True)
    status = models.CharField(max_length=10, choices=HearingStatus, default=HearingStatus.SCHEDULED)
    we_attended = models.BooleanField(_l("badan publik hadir"), null=True)
    petitioner_attended = models.BooleanField(_l("pemohon hadir"), null=True)
    delegates = models.JSONField(_l("yang hadir dari kita"), default=list)
    minutes = models.TextField(_l("jalannya sidang"), blank=True, default="")
    outcome = models.TextField(_l("hasil"), blank=True, default="")
    postponed_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="postponed_from"
    )
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=now)
    history = HistoricalRecords()

    class Meta:
        ordering = ("at", "id")
        indexes = (
            models.Index(
                fields=["at"], condition=Q(status="scheduled"), name="hearing_scheduled_by_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    @property
    def key(self) -> str:
        """Return what identifies the work of attending at this very time."""
        return f"{self.pk}-{int(self.at.timestamp())}"

    @property
    def served_late(self) -> bool:
        """Tell whether the summons left fewer than three working days (Perki 1/2013)."""
        if self.summons_served_on is None:
            return False
        return working_days_left(self.summons_served_on, local(self.at).date()) < SUMMONS_DAYS

    @property
    def is_past(self) -> bool:
        """Tell whether its time has come."""
        return self.at <= now()

    @property
    def took_place(self) -> bool:
        """Tell whether it was held and recorded, with us or without us."""
        return self.status in (HearingStatus.HELD, HearingStatus.MISSED)


class Evidence(models.Model):
    """A line of our list of evidence: "T-1" and what it shows."""

    dispute = models.ForeignKey(
        "disputes_app.Dispute", on_delete=models.PROTECT, related_name="evidence"
    )
    mark = models.CharField(_l("tanda"), max_length=12)
    title = models.CharField(_l("nama bukti"), max_length=300)
    document = models.ForeignKey(
        CaseDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["dispute", "mark"], name="evidence_mark_once"),
        )

    def __str__(self) -> str:
        return self.mark


class InterimOrder(models.Model):
    """An order of the panel in the middle of the case: a new consequence test (domain case 27).

    Perki 1/2021 Pasal 49 ayat (1) huruf c. The test itself is SOP 6; its decree is the answer.
    """

    dispute = models.ForeignKey(
        "disputes_app.Dispute", on_delete=models.PROTECT, related_name="interim_orders"
    )
    paper = models.ForeignKey(CommissionPaper, on_delete=models.PROTECT, related_name="+")
    order = models.TextField(_l("yang diperintahkan"))
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    result = models.TextField(_l("hasil"), blank=True, default="")
    document = models.ForeignKey(
        CaseDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    test = models.OneToOneField(
        ConsequenceTest,
        verbose_name=_l("uji konsekuensi"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interim_order",
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.due_on}"

    @property
    def suggested_result(self) -> str:
        """Return what the decree of the test says, as a beginning of the answer to the panel."""
        test = self.test
        if test is None or test.decree is None or test.decided_on is None:
            return ""
        found = "\n".join(f"- {line}" for line in findings_of(test))
        return (
            f"Uji konsekuensi nomor {test.number} ditetapkan dengan Keputusan nomor "
            f"{test.decree.number} pada {date_long(test.decided_on)}:\n{found}"
        )


class Level(models.TextChoices):
    """The stages after the Commission."""

    FIRST = "first", _l("Pengadilan tingkat pertama")
    CASSATION = "cassation", _l("Kasasi")


class Court(models.TextChoices):
    """Which court: of a state body's decision the PTUN, else the PN (UU 14/2008 Pasal 47)."""

    PTUN = "ptun", _l("Pengadilan Tata Usaha Negara")
    PN = "pn", _l("Pengadilan Negeri")
    MA = "ma", _l("Mahkamah Agung")


class Side(models.TextChoices):
    """Who went to court."""

    BODY = "body", _l("Badan publik")
    PETITIONER = "petitioner", _l("Pemohon")
    BOTH = "both", _l("Keduanya")


class CourtOutcome(models.TextChoices):
    """What a court does with the decision before it (UU 14/2008 Pasal 49)."""

    UPHELD = "upheld", _l("Menguatkan putusan")
    ANNULLED = "annulled", _l("Membatalkan putusan")
    MODIFIED = "modified", _l("Mengubah putusan")
    NOT_ADMISSIBLE = "not_admissible", _l("Gugatan tidak dapat diterima")


class CourtStage(models.Model):
    """One stage in court: number, dates, outcome."""

    dispute = models.ForeignKey(
        "disputes_app.Dispute", on_delete=models.PROTECT, related_name="court_stages"
    )
    level = models.CharField(max_length=10, choices=Level)
    court = models.CharField(_l("pengadilan"), max_length=5, choices=Court)
    place = models.CharField(_l("tempat pengadilan"), max_length=120, blank=True, default="")
    filed_by = models.CharField(_l("diajukan oleh"), max_length=12, choices=Side)
    number = models.CharField(_l("nomor perkara"), max_length=120, blank=True, default="")
    filed_on = models.DateField(_l("tanggal pendaftaran"))
    in_time = models.BooleanField(null=True)
    decided_on = models.DateField(_l("tanggal putusan"), null=True, blank=True)
    received_on = models.DateField(_l("putusan diterima"), null=True, blank=True)
    outcome = models.CharField(max_length=15, choices=CourtOutcome, blank=True, default="")
    order = models.TextField(blank=True, default="")
    paper = models.ForeignKey(
        CommissionPaper, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["dispute", "level"], name="court_level_once"),
        )

    def __str__(self) -> str:
        return f"{self.level} {self.number}"


class DisputeUnit(models.Model):
    """A unit that holds what the dispute is about, and what it brought (SOP 4.4)."""

    dispute = models.ForeignKey(
        "disputes_app.Dispute", on_delete=models.PROTECT, related_name="units"
    )
    # Not `unit`: that is the related name of a case's own unit.
    of = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="dispute_tasks")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    left_out = models.BooleanField(default=False)
    answer = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["dispute", "of"], name="dispute_unit_once"),)

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.of_id}"

    @property
    def is_open(self) -> bool:
        """Tell whether the unit is waited for."""
        return self.answered_at is None and not self.left_out


def check_paper(paper: Paper, on: date) -> None:
    """Refuse a paper from the future, or one received before it was written.

    What is merely odd is kept and shown (``CommissionPaper.oddities``).
    """
    if paper.received_on > on:
        raise Refused(_("Tanggal diterima tidak boleh di masa depan."), "received_on")
    if paper.received_on < paper.dated_on:
        raise Refused(
            _("Tanggal diterima tidak boleh sebelum tanggal surat. Periksa kembali keduanya."),
            "received_on",
        )
    if paper.sent_on is not None and paper.sent_on > paper.received_on:
        raise Refused(_("Tanggal kirim tidak boleh setelah tanggal diterima."), "sent_on")


def working_days_left(since: date, until: date) -> int:
    """Return the working days from one day to another; of a year without table, all of its days.

    The Commission sets its sessions whether or not our table of that year is there; one in
    January is recorded and reminded of in December all the same.
    """
    try:
        return work_calendar().working_days_between(since, until)
    except NoHolidayTable:
        return (until - since).days


def at_hour(moment: datetime) -> str:
    """Return day and hour of a session as people say it."""
    here = local(moment)
    return f"{date_long(here.date(), with_day=True)} pukul {here:%H.%M}"
