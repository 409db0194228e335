"""What the forms of a dispute have in common: papers of the Commission, moments, orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes_app import rules
from disputes_app.forms.fields import Choice, DayField, DayInput, HourField
from disputes_app.models import Dispute
from disputes_app.records import Paper, check_paper
from ppid_portal.clock import local, now
from ppid_portal.files.forms import UploadField
from ppid_portal.files.services import store
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import CaseDocument
from requests_app.forms import CaseForm, PastDayField, Textarea

PURPOSE = "dispute"
DATES = _l(
    "Tanggal surat: yang tertulis. Tanggal kirim: cap pos atau surel, bila diketahui. Tanggal "
    "diterima: hari sampainya di kantor; jangka waktu dihitung dari sini."
)


@dataclass(frozen=True)
class PaperSpec:
    """A paper that a form asks for.

    ``name`` is the keyword of the transition, ``noun`` what the paper is called within a
    sentence. ``prefix`` tells the fields of a second paper apart.
    """

    name: str
    legend: Any
    noun: Any
    prefix: str = ""
    optional: bool = False
    numbered: bool = True
    hint: Any = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of its fields in order."""
        parts = ("number", "dated_on", "sent_on", "received_on", "file")
        return tuple(f"{self.prefix}{part}" for part in parts)


@dataclass(frozen=True)
class MomentSpec:
    """A day and an hour that a transition takes as one aware moment."""

    name: str
    label: Any
    optional: bool = False
    hint: Any = ""

    @property
    def fields(self) -> tuple[str, str]:
        """Return the names of its two fields."""
        return (f"{self.name}_day", f"{self.name}_time")


@dataclass(eq=False)
class Group:
    """Fields that stand together, under a legend where they have one."""

    legend: str = ""
    hint: str = ""
    fields: list[BoundField] = field(default_factory=list)


class PastDay(PastDayField):
    """A day on which something happened, as wide as a date."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DayInput(), **kwargs)


class DisputeStepForm(CaseForm):
    """Base of the forms here.

    ``papers`` and ``moments`` name what becomes one argument of the transition out of several
    fields; ``order_of_fields`` says where they stand.
    """

    template_name_div = "disputes_app/desk/_form.html"
    case: Dispute
    papers: ClassVar[tuple[PaperSpec, ...]] = ()
    moments: ClassVar[tuple[MomentSpec, ...]] = ()
    order_of_fields: ClassVar[tuple[str, ...]] = ()
    #: What the uploaded documents of this step are.
    document_kind: ClassVar[str] = CaseDocument.Kind.OTHER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for paper in self.papers:
            self._add_paper(paper)
        for moment in self.moments:
            self._add_moment(moment)
        self.build()
        self.order_fields(self.order_of_fields or None)

    def build(self) -> None:
        """Fit the fields to the case."""

    # -- papers --------------------------------------------------------------------------------

    def _add_paper(self, spec: PaperSpec) -> None:
        number, dated, sent, received, file = spec.fields
        noun = str(spec.noun)
        needed = not spec.optional
        self.fields[number] = forms.CharField(
            label=_l("Nomor surat"),
            max_length=120,
            required=needed and spec.numbered,
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            error_messages={"required": _("Isi nomor {paper}.").format(paper=noun)},
        )
        self.fields[dated] = PastDay(
            label=_l("Tanggal surat"),
            required=needed,
            error_messages={"required": _("Isi tanggal {paper}.").format(paper=noun)},
        )
        self.fields[sent] = PastDay(
            label=_l("Tanggal kirim"),
            required=False,
        )
        self.fields[received] = PastDay(
            label=_l("Tanggal diterima"),
            required=needed,
            error_messages={
                "required": _("Isi tanggal {paper} diterima di kantor.").format(paper=noun)
            },
        )
        self.fields[file] = UploadField(
            label=_("Berkas {paper}").format(paper=noun), multiple=False, required=False
        )

    def _check_paper(self, spec: PaperSpec) -> None:
        _number, dated, sent, received, _file = spec.fields
        cleaned = self.cleaned_data
        if spec.optional and not self._is_given(spec):
            return
        noun = str(spec.noun)
        for name, missing in (
            (dated, _("Isi tanggal {paper}.")),
            (received, _("Isi tanggal {paper} diterima di kantor.")),
        ):
            if name in cleaned and cleaned[name] is None:
                self.add_error(name, missing.format(paper=noun))
        if any(name not in cleaned or name in self.errors for name in (dated, sent, received)):
            return
        try:
            check_paper(self._paper(spec), local(now()).date())
        except Refused as refusal:
            self.add_error(f"{spec.prefix}{refusal.field}", refusal.message)

    def _is_given(self, spec: PaperSpec) -> bool:
        *typed, file = spec.fields
        said = any(self.data.get(self.add_prefix(name), "").strip() for name in typed)
        return said or bool(self.cleaned_data.get(file))

    def _paper(self, spec: PaperSpec, document: CaseDocument | None = None) -> Paper:
        number, dated, sent, received, _file = spec.fields
        cleaned = self.cleaned_data
        return Paper(
            number=cleaned.get(number, ""),
            dated_on=cleaned[dated],
            sent_on=cleaned.get(sent),
            received_on=cleaned[received],
            document=document,
        )

    def paper(self, spec: PaperSpec) -> Paper | None:
        """Return what was keyed in of a paper, its file stored; None without an optional one."""
        if spec.optional and not self._is_given(spec):
            return None
        upload: UploadedFile | None = self.cleaned_data.get(spec.fields[-1])
        document = None
        if upload is not None:
            document = self._document(upload, CaseDocument.Kind.INCOMING_LETTER)
        return self._paper(spec, document)

    # -- moments -------------------------------------------------------------------------------

    def _add_moment(self, spec: MomentSpec) -> None:
        day, hour = spec.fields
        self.fields[day] = DayField(
            label=spec.label, help_text=spec.hint, required=not spec.optional
        )
        self.fields[hour] = HourField(required=not spec.optional)

    def _check_moment(self, spec: MomentSpec) -> None:
        day, hour = spec.fields
        cleaned = self.cleaned_data
        if not spec.optional or day not in cleaned or hour not in cleaned:
            return
        if cleaned[day] is not None and cleaned[hour] is None:
            self.add_error(hour, _("Isi jamnya."))
        if cleaned[day] is None and cleaned[hour] is not None:
            self.add_error(day, _("Isi tanggalnya."))

    def moment(self, spec: MomentSpec) -> datetime | None:
        """Return day and hour as one moment in the body's zone."""
        day, hour = (self.cleaned_data.get(name) for name in spec.fields)
        if day is None or hour is None:
            return None
        return moment_of(day, hour)

    # -- the whole form ------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Check what depends on more than one field."""
        cleaned = super().clean() or self.cleaned_data
        for paper in self.papers:
            self._check_paper(paper)
        for moment in self.moments:
            self._check_moment(moment)
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return what the transition takes: papers and moments whole, files stored."""
        several: tuple[PaperSpec | MomentSpec, ...] = (*self.papers, *self.moments)
        parts = {name for spec in several for name in spec.fields}
        data = {
            name: list(value) if isinstance(value, QuerySet) else value
            for name, value in self.cleaned_data.items()
            if name not in parts
        }
        if "documents" in self.fields:
            data["documents"] = self.stored_documents()
        data |= {spec.name: self.paper(spec) for spec in self.papers}
        data |= {spec.name: self.moment(spec) for spec in self.moments}
        return data

    def stored_documents(self) -> list[CaseDocument]:
        """Store what was uploaded with this step, for the office and legal affairs."""
        uploads: Sequence[UploadedFile] = self.cleaned_data.get("documents") or []
        return [self._document(upload, self.document_kind) for upload in uploads]

    def _document(self, upload: UploadedFile, kind: str) -> CaseDocument:
        return CaseDocument(
            kind=kind,
            audience=CaseDocument.Audience.INTERNAL,
            file=store(upload, purpose=PURPOSE, actor=self.actor),
            added_by=self.actor.user,
        )

    def refuse(self, refusal: Refused) -> None:
        """Show the engine's refusal beside the field that it belongs to, or above the form."""
        name = refusal.field
        for moment in self.moments:
            if name == moment.name:
                name = moment.fields[0]
        self.add_error(name if name in self.fields else None, refusal.message)

    @property
    def groups(self) -> list[Group]:
        """Return the visible fields in order, those that belong together as one group."""
        together: dict[str, Group] = {}
        for paper in self.papers:
            group = Group(str(paper.legend), f"{DATES} {paper.hint}".strip())
            together |= dict.fromkeys(paper.fields, group)
        for moment in self.moments:
            group = Group()
            together |= dict.fromkeys(moment.fields, group)
        found: list[Group] = []
        for bound in self.visible_fields():
            group = together.get(bound.name) or Group()
            group.fields.append(bound)
            if group not in found:
                found.append(group)
        return found


def moment_of(day: Any, hour: time) -> datetime:
    """Return a day and an hour of the body's zone as an aware moment."""
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())


def documents_field(label: Any = "") -> UploadField:
    """Return the field for whatever belongs to a step."""
    return UploadField(label=label or _l("Dokumen pendukung"), required=False)


def text_field(label: Any, missing: Any = "", **kwargs: Any) -> forms.CharField:
    """Return a text area; without words for its absence it may stay empty."""
    rows = kwargs.pop("rows", 4)
    return forms.CharField(
        label=label,
        max_length=kwargs.pop("max_length", 10_000),
        required=bool(missing),
        widget=Textarea(rows),
        error_messages={"required": missing} if missing else {},
        **kwargs,
    )


class OrderForm(DisputeStepForm):
    """What a decision orders, and within which time, in the very unit that was ruled.

    "20 hari" ends on the twentieth day of the calendar, "20 hari kerja" weeks later; nothing is
    chosen beforehand.
    """

    order = text_field(
        _l("Amar: apa yang diperintahkan kepada badan publik"),
        help_text=_l("Kosongkan bila tidak ada perintah."),
    )
    days = forms.IntegerField(
        label=_l("Jangka waktu pelaksanaan"),
        help_text=_l("Angkanya saja, seperti dalam putusan."),
        required=False,
        min_value=1,
        max_value=rules.MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "invalid": _l("Isi jangka waktunya dengan angka."),
            "min_value": _l("Jangka waktu paling sedikit satu hari."),
            "max_value": _l("Jangka waktu paling lama 365 hari. Periksa angkanya."),
        },
    )
    unit = forms.ChoiceField(
        label=_l("Satuannya dalam putusan"),
        help_text=_l(
            "“Hari” dihitung menurut kalender dan dapat berakhir pada hari libur; “hari kerja” "
            "melewati hari libur. Pilih yang tertulis."
        ),
        choices=(("days", _l("hari kerja")), ("calendar_days", _l("hari"))),
        required=False,
        widget=Choice(),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for all of an order or nothing of it."""
        cleaned = super().clean()
        if {"order", "days", "unit"} & self.errors.keys():
            return cleaned
        order, days, unit = cleaned["order"].strip(), cleaned["days"], cleaned["unit"]
        if not order and (days is not None or unit) and "outcome" not in self.errors:
            self.add_error("order", _("Tuliskan apa yang diperintahkan."))
        if order and days is None:
            self.add_error("days", _("Isi jangka waktu pelaksanaan seperti dalam putusan."))
        if order and not unit:
            self.add_error("unit", _("Pilih “hari kerja” atau “hari” seperti dalam putusan."))
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return the order; its unit only where there is one."""
        data = super().payload()
        if not data["unit"]:
            del data["unit"]
        return data
