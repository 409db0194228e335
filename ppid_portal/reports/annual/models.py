"""The yearly report as a state machine, and what moved after its figures were frozen."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import override
from simple_history.models import HistoricalRecords

from ppid_portal.clock import Limit, end_of, local
from ppid_portal.clock.words import date_long
from ppid_portal.letters import services as letters
from ppid_portal.letters.models import Letter
from ppid_portal.mail import telling
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import SISTEM, Role
from ppid_portal.reports.annual.schemas import AnnualReport as Content
from ppid_portal.sop import deadlines, figures
from ppid_portal.sop.declarations import Act, act
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import NEW, Case, DueEvent, LegalDeadline, Work

LAW = "Perki 1/2021 Pasal 56"
RULE = "annual_report"
OFFICE = (Role.TIM_SEKRETARIAT_PPID,)
KETUA = (Role.KETUA_PPID,)

#: What the office writes itself, in the order of the regulation (domain 3.16).
SECTIONS: tuple[str, ...] = (
    "policy",
    "facilities",
    "staff",
    "budget",
    "external",
    "internal",
    "recommendations",
)


class ReportState(models.TextChoices):
    """How far the report of a year is."""

    NEW = NEW, _l("Baru")
    COMPILING = "compiling", _l("Sedang disusun")
    SUBMITTED = "submitted", _l("Menunggu pengesahan")
    ISSUED = "issued", _l("Terbit")
    CLOSED = "closed", _l("Terbit, salinan disampaikan")


def label_of(section: str) -> str:
    """Return what a part that the office writes is called."""
    field = AnnualReport._meta.get_field(section)
    assert isinstance(field, models.Field)  # noqa: S101 - a name of SECTIONS
    return str(field.verbose_name)


def _not_complete(case: AnnualReport, actor: Actor | None) -> str | None:
    """Perki 1/2021 Pasal 56: the report has all of its parts; "tidak ada" is an answer too."""
    missing = [label_of(name) for name in SECTIONS if not getattr(case, name).strip()]
    if not missing:
        return None
    return _("Belum diisi: {parts}.").format(parts="; ".join(missing))


class AnnualReport(Case):
    """Laporan layanan informasi publik of a year, due three months after it (Pasal 56).

    ``figures`` are frozen when the report is submitted, from what the apps count; an issued
    report never changes. What moves in its year afterwards is kept as :class:`FigureChange`.
    """

    register: ClassVar[str] = "annual_report"
    kind_label: ClassVar[str | Promise] = _l("Laporan layanan informasi publik")

    year = models.PositiveSmallIntegerField(_l("tahun"), unique=True)
    policy = models.TextField(_l("gambaran umum kebijakan"), blank=True, default="")
    facilities = models.TextField(_l("sarana dan prasarana"), blank=True, default="")
    staff = models.TextField(_l("sumber daya manusia"), blank=True, default="")
    budget = models.TextField(_l("anggaran dan penggunaannya"), blank=True, default="")
    external = models.TextField(_l("kendala eksternal"), blank=True, default="")
    internal = models.TextField(_l("kendala internal"), blank=True, default="")
    recommendations = models.TextField(
        _l("rekomendasi dan rencana tindak lanjut"), blank=True, default=""
    )
    figures = models.JSONField(null=True, editable=False)
    frozen_at = models.DateTimeField(null=True, editable=False)
    return_reason = models.TextField(blank=True, default="")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    copied_on = models.DateField(_l("disampaikan ke Komisi Informasi"), null=True, blank=True)
    copied_by = models.CharField(_l("cara penyampaian"), max_length=200, blank=True, default="")
    history = HistoricalRecords(excluded_fields=["search_text", "fingerprint", "idempotency_key"])

    class Meta:
        verbose_name = _l("laporan layanan informasi publik")
        verbose_name_plural = _l("laporan layanan informasi publik")
        ordering = ("-year",)

    @property
    def first_day(self) -> date:
        """Return the first day of the year that is reported."""
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        """Return its last day."""
        return date(self.year, 12, 31)

    @property
    def is_issued(self) -> bool:
        """Tell whether the report is out: from then on its figures stand."""
        return self.state in (ReportState.ISSUED, ReportState.CLOSED)

    @property
    def deadline(self) -> LegalDeadline | None:
        """Return the date by which it must be out, running or ended."""
        return deadlines.latest(self, RULE)

    @property
    def state_label(self) -> str:
        """Return the state in words for staff."""
        return str(ReportState(self.state).label)

    def facts(self) -> list[tuple[str, str]]:
        """Return the year, and what became of the copy for the Commission."""
        found = [(_("Tahun yang dilaporkan"), str(self.year))]
        if self.copied_on is not None:
            found.append(
                (
                    _("Salinan ke Komisi Informasi"),
                    f"{date_long(self.copied_on)}, {self.copied_by}",
                )
            )
        return found

    def counted(self) -> list[dict[str, Any]]:
        """Return the figures: those frozen, or as the registers give them now."""
        if self.figures is not None:
            return list(self.figures)
        with override("id"):
            return figures.count(self.first_day, self.last_day)

    def content(self) -> Content:
        """Return what the document of the report is filled with."""
        return Content(
            year=self.year,
            frozen_at=self.frozen_at,
            chapters=self.counted(),
            **{name: getattr(self, name) for name in SECTIONS},
        )

    def expected_work(self) -> list[Work]:
        """Return who is to write it, to approve it, and to send the copy."""
        deadline = self.deadline
        due = end_of(deadline.due_on) if deadline is not None else None
        if self.state == ReportState.COMPILING:
            return [Work("annual_report", OFFICE[0], _l("Susun laporan tahunan"), due_at=due)]
        if self.state == ReportState.SUBMITTED:
            return [
                Work(
                    "annual_report",
                    KETUA[0],
                    _l("Sahkan laporan tahunan"),
                    phase="approve",
                    due_at=due,
                )
            ]
        if self.state == ReportState.ISSUED:
            return [
                Work(
                    "annual_report",
                    OFFICE[0],
                    _l("Sampaikan salinan ke Komisi Informasi"),
                    phase="copy",
                    limit=Limit(3, "days"),
                )
            ]
        return []

    # -- its life ------------------------------------------------------------------------------

    @act(
        LAW,
        source=NEW,
        target=ReportState.COMPILING,
        label=_l("Buka laporan tahunan"),
        roles=(SISTEM,),
        opening=True,
    )
    def open_year(self, act: Act) -> None:
        """Open the report of a year that has ended; it is due three months after that."""
        deadlines.start(self, RULE, self.last_day, at=act.at)
        act.log(year=self.year)

    @act(
        LAW,
        source=ReportState.COMPILING,
        target=ReportState.COMPILING,
        label=_l("Tulis bagian laporan"),
        roles=OFFICE,
        form="ppid_portal.reports.annual.forms.WriteForm",
        main=True,
    )
    def write(self, act: Act, **texts: str) -> None:
        """Keep what the office says; half a report may be kept and gone on with tomorrow."""
        for name in SECTIONS:
            setattr(self, name, texts[name].strip())
        act.log(written=[name for name in SECTIONS if getattr(self, name)])

    @act(
        LAW,
        source=ReportState.COMPILING,
        target=ReportState.SUBMITTED,
        label=_l("Kunci angka dan ajukan kepada Ketua PPID"),
        roles=OFFICE,
        guard=_not_complete,
        main=True,
    )
    def submit(self, act: Act) -> None:
        """Freeze the figures, and ask Ketua PPID to approve the report."""
        with override("id"):
            self.figures = figures.count(self.first_day, self.last_day)
        self.frozen_at = act.at
        self.return_reason = ""
        act.log(frozen_at=act.at.isoformat())

    @act(
        LAW,
        source=ReportState.SUBMITTED,
        target=ReportState.COMPILING,
        label=_l("Kembalikan laporan"),
        roles=KETUA,
        needs_reason=True,
    )
    def send_back(self, act: Act) -> None:
        """Give it back; the figures are counted anew when it is submitted again."""
        self.figures, self.frozen_at = None, None
        self.return_reason = act.reason

    @act(
        LAW,
        source=ReportState.SUBMITTED,
        target=ReportState.ISSUED,
        label=_l("Sahkan dan terbitkan"),
        roles=KETUA,
        separate_from=("submit",),
        main=True,
    )
    def issue(self, act: Act) -> None:
        """Sign the report; it is public, and its figures stand."""
        letter = letters.issue(
            "annual_report", case=self, signatory=act.actor, context=self.content(), at=act.at
        )
        self.letter = letter
        deadline = deadlines.running(self, RULE)
        if deadline is not None:
            deadlines.meet(deadline, local(letter.issued_at).date(), at=act.at)
        act.yield_letter(letter.title, letter.number)

    @act(
        LAW,
        source=ReportState.ISSUED,
        target=ReportState.CLOSED,
        label=_l("Catat penyampaian salinan"),
        roles=OFFICE,
        form="ppid_portal.reports.annual.forms.CopyForm",
        main=True,
    )
    def record_copy(self, act: Act, *, copied_on: date, copied_by: str) -> None:
        """Note when and how the Information Commission was given its copy."""
        if self.letter is not None and copied_on < local(self.letter.issued_at).date():
            raise Refused(_("Salinan tidak dapat disampaikan sebelum laporan terbit."), "copied_on")
        self.copied_on, self.copied_by = copied_on, copied_by.strip()
        self.closed_at = act.at
        act.log(copied_on=copied_on.isoformat())

    def on_deadline_event(self, event: DueEvent) -> None:
        """Remind whoever holds the work."""
        telling.remind_staff(self, event)


class FigureChange(models.Model):
    """A figure of an issued report that its year has otherwise since; kept, never altered (S24)."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="changes")
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=400)
    was = models.IntegerField(null=True)
    found = models.IntegerField(null=True)
    noticed_at = models.DateTimeField()

    class Meta:
        verbose_name = _l("perubahan angka laporan")
        verbose_name_plural = _l("perubahan angka laporan")
        ordering = ("noticed_at", "id")

    def __str__(self) -> str:
        return f"{self.label}: {self.was} → {self.found}"
