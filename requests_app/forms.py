"""What each step of SOP 2 and each act of the law asks of the person who performs it.

``payload`` of every form is exactly what its transition in ``models`` takes by keyword; the
engine gets ``reason`` and ``checklist`` by the same way. Files are stored when the payload is
taken, in the caller's transaction: when the engine refuses, they are gone again.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.models import ArticleLetter
from ppid_portal.clock import today
from ppid_portal.files.forms import UploadField
from ppid_portal.people.models import Unit
from ppid_portal.sop.case_forms import (
    CaseForm,
    DateInput,
    PastDayField,
    Textarea,
    Ticks,
    UnitField,
    UnitsField,
    not_in_future,
)
from ppid_portal.sop.models import CaseDocument
from requests_app import reading
from requests_app.letters import INSTRUCTIONS
from requests_app.models import Delivery, ExtensionReason, InformationRequest, UnitTask
from requests_app.rules import answering_units

#: Taken from here too by the apps above.
__all__ = [
    "CaseForm",
    "DateInput",
    "PastDayField",
    "Textarea",
    "Ticks",
    "UnitField",
    "UnitsField",
    "not_in_future",
]

#: Working days that a unit gets unless Ketua PPID says otherwise, and at most.
USUAL_UNIT_DAYS = 3
MOST_UNIT_DAYS = 10

#: What is most often missing; the clerk ticks and adds words of their own.
USUALLY_MISSING: tuple[tuple[str, Any], ...] = (
    (
        "Salinan KTP atau identitas lain yang masih berlaku",
        _l("Salinan KTP atau identitas lain yang masih berlaku"),
    ),
    ("Salinan identitas yang terbaca jelas", _l("Salinan identitas yang terbaca jelas")),
    (
        "Surat kuasa beserta identitas pemberi dan penerima kuasa",
        _l("Surat kuasa beserta identitas pemberi dan penerima kuasa"),
    ),
    (
        "Akta pendirian dan pengesahan badan hukum",
        _l("Akta pendirian dan pengesahan badan hukum"),
    ),
    ("Rincian informasi yang diminta", _l("Rincian informasi yang diminta")),
    ("Tujuan penggunaan informasi", _l("Tujuan penggunaan informasi")),
    (
        "Alamat atau kontak yang dapat dihubungi",
        _l("Alamat atau kontak yang dapat dihubungi"),
    ),
)


class RequestStepForm(CaseForm):
    """Base of the forms here: knows the concrete request."""

    case: InformationRequest


# -- SOP 2.2, 2.3 ----------------------------------------------------------------------------------


class ConfirmCompleteForm(RequestStepForm):
    """SOP 2.2: the request and the identity are clear; only the checklist is asked."""


class ReturnIncompleteForm(CaseForm):
    """SOP 2.2: what is missing, in the words that the applicant reads."""

    usual = forms.MultipleChoiceField(
        label=_l("Yang kurang"),
        help_text=_l("Centang yang sesuai. Kalimat ini dibaca pemohon."),
        choices=USUALLY_MISSING,
        required=False,
        widget=Ticks(),
    )
    other = forms.CharField(
        label=_l("Kekurangan lain"),
        help_text=_l("Satu kekurangan per baris."),
        required=False,
        max_length=2000,
        widget=Textarea(3),
    )
    note = forms.CharField(
        label=_l("Penjelasan tambahan untuk pemohon"),
        required=False,
        max_length=2000,
        widget=Textarea(3),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # To return a request one need not have what is missing from it.
        self.fields.pop("checklist", None)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one thing: without it the applicant cannot complete anything."""
        cleaned = super().clean() or {}
        if not self._missing(cleaned) and not self.errors:
            self.add_error("usual", _("Centang atau tulis paling sedikit satu kekurangan."))
        return cleaned

    @staticmethod
    def _missing(cleaned: dict[str, Any]) -> list[str]:
        typed = [line.strip() for line in cleaned.get("other", "").splitlines()]
        return [*cleaned.get("usual", []), *(line for line in typed if line)]

    def payload(self) -> dict[str, Any]:
        """Return what is missing, one sentence each, and the note."""
        return {"missing": self._missing(self.cleaned_data), "note": self.cleaned_data["note"]}


class CompleteForm(CaseForm):
    """What the applicant brought to complete the request."""

    addition = forms.CharField(
        label=_l("Keterangan tambahan dari pemohon"),
        help_text=_l("Tulis apa adanya seperti yang disampaikan pemohon."),
        required=False,
        max_length=10_000,
        widget=Textarea(5),
    )
    documents = UploadField(label=_l("Dokumen yang dilengkapi"), required=False)
    kind = forms.ChoiceField(
        label=_l("Jenis dokumen"),
        choices=(
            (CaseDocument.Kind.IDENTITY, CaseDocument.Kind.IDENTITY.label),
            (CaseDocument.Kind.LEGAL_ENTITY, CaseDocument.Kind.LEGAL_ENTITY.label),
            (CaseDocument.Kind.POWER_OF_ATTORNEY, CaseDocument.Kind.POWER_OF_ATTORNEY.label),
            (CaseDocument.Kind.ATTACHMENT, CaseDocument.Kind.ATTACHMENT.label),
        ),
        initial=CaseDocument.Kind.IDENTITY,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words or a document."""
        cleaned = super().clean() or {}
        given = cleaned.get("addition", "").strip() or cleaned.get("documents")
        if not given and not self.errors:
            self.add_error("addition", _("Tulis keterangan atau unggah dokumen yang kurang."))
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return the addition and the documents; papers of identity only the office sees."""
        kind = self.cleaned_data["kind"]
        plain = kind == CaseDocument.Kind.ATTACHMENT
        return {
            "addition": self.cleaned_data["addition"],
            "documents": self.store_documents(
                "documents",
                kind=kind,
                audience=(
                    CaseDocument.Audience.APPLICANT if plain else CaseDocument.Audience.IDENTITY
                ),
                purpose="attachment" if plain else "identity",
            ),
        }


class AskClarificationForm(RequestStepForm):
    """What the applicant should make clear; the legal clock stands still meanwhile."""

    question = forms.CharField(
        label=_l("Apa yang perlu dijelaskan pemohon?"),
        help_text=_l(
            "Tulis pertanyaan yang dapat dijawab pemohon. Hitungan hari berhenti sampai dijawab."
        ),
        max_length=2000,
        widget=Textarea(4),
        error_messages={"required": _l("Tuliskan apa yang perlu dijelaskan pemohon.")},
    )
    stopped_on = forms.DateField(
        label=_l("Hitungan hari berhenti sejak"),
        help_text=_l("Biasanya hari ini. Lebih awal bila pemohon sudah ditanya lewat telepon."),
        widget=DateInput(),
        error_messages={
            "required": _l("Isi sejak tanggal berapa hitungan hari berhenti."),
            "invalid": _l("Isi tanggal yang benar, misalnya 2026-03-30."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("stopped_on", today())


class AnswerClarificationForm(RequestStepForm):
    """The applicant's answer, written down by the office when it came by telephone or letter."""

    answer = forms.CharField(
        label=_l("Jawaban pemohon"),
        help_text=_l("Tulis apa adanya seperti yang disampaikan pemohon."),
        max_length=10_000,
        widget=Textarea(5),
        error_messages={"required": _l("Tuliskan jawaban pemohon.")},
    )
    documents = UploadField(label=_l("Dokumen dari pemohon"), required=False)

    def payload(self) -> dict[str, Any]:
        """Return the answer and the documents that came with it."""
        return {
            "answer": self.cleaned_data["answer"],
            "documents": self.store_documents(
                "documents",
                kind=CaseDocument.Kind.ATTACHMENT,
                audience=CaseDocument.Audience.APPLICANT,
                purpose="attachment",
            ),
        }


class RegisterForm(RequestStepForm):
    """SOP 2.3: how the request stands in the register."""

    title = forms.CharField(
        label=_l("Pokok permohonan dalam register"),
        help_text=_l("Satu baris yang dikenali semua petugas. Jangan memuat nama pemohon."),
        max_length=300,
        error_messages={"required": _l("Tulis pokok permohonan dalam satu baris.")},
    )
    sensitive = forms.BooleanField(
        label=_l("Sensitif: jawaban memerlukan persetujuan kedua oleh Atasan PPID"),
        required=False,
    )
    restricted = forms.BooleanField(
        label=_l("Terbatas: hanya Ketua PPID, Atasan PPID, dan pencatat yang melihat berkas ini"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("title", self.case.title)
        self.initial.setdefault("sensitive", self.case.sensitive)
        self.initial.setdefault("restricted", self.case.restricted)


# -- SOP 2.4 ---------------------------------------------------------------------------------------


def _unit_days() -> forms.IntegerField:
    return forms.IntegerField(
        label=_l("Unit menjawab dalam (hari kerja)"),
        min_value=1,
        max_value=MOST_UNIT_DAYS,
        initial=USUAL_UNIT_DAYS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "required": _l("Isi jumlah hari kerja untuk unit."),
            "min_value": _l("Beri unit paling sedikit satu hari kerja."),
            "max_value": _l("Jawaban kepada pemohon jatuh tempo dalam 10 hari kerja."),
        },
    )


class DisposeForm(RequestStepForm):
    """SOP 2.4: to whom, with what direction, and by when."""

    units = UnitsField(
        label=_l("Unit yang diminta menjawab"),
        help_text=_l(
            "Setiap unit mendapat memorandum. Kosongkan bila sekretariat dapat menjawab sendiri."
        ),
        queryset=Unit.objects.none(),
        required=False,
        widget=Ticks(),
    )
    direction = forms.CharField(
        label=_l("Arahan"),
        help_text=_l("Apa yang harus disiapkan unit. Jangan menyebut nama pemohon."),
        max_length=4000,
        widget=Textarea(4),
        error_messages={"required": _l("Tuliskan arahan Anda.")},
    )
    unit_days = _unit_days()
    instructions = forms.MultipleChoiceField(
        label=_l("Petunjuk pada lembar disposisi"),
        choices=[(text, _l(text)) for text in INSTRUCTIONS],
        required=False,
        widget=Ticks(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = answering_units(today())  # type: ignore[attr-defined]

    def payload(self) -> dict[str, Any]:
        """Return units, direction, days, instructions and checklist."""
        return {**self.cleaned_data, "units": list(self.cleaned_data["units"])}


class AddUnitForm(RequestStepForm):
    """One more unit to ask."""

    unit = UnitField(
        label=_l("Unit"),
        queryset=Unit.objects.none(),
        empty_label=_l("Pilih unit"),
        error_messages={"required": _l("Pilih unit yang diminta menjawab.")},
    )
    direction = forms.CharField(
        label=_l("Yang diminta dari unit"),
        max_length=4000,
        widget=Textarea(4),
        error_messages={"required": _l("Tuliskan apa yang diminta dari unit ini.")},
    )
    unit_days = _unit_days()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = answering_units(today())  # type: ignore[attr-defined]
        self.initial.setdefault("direction", self.case.direction)


# -- units -----------------------------------------------------------------------------------------


class AcceptTaskForm(RequestStepForm):
    """The unit takes the memorandum on; nothing more is asked."""


class AnswerTaskForm(RequestStepForm):
    """The unit's answer and the documents that it holds."""

    answer = forms.CharField(
        label=_l("Jawaban unit kepada PPID"),
        help_text=_l(
            "Sebutkan dokumen yang diberikan, dan bagian mana yang menurut unit perlu dihitamkan."
        ),
        max_length=10_000,
        widget=Textarea(6),
        error_messages={"required": _l("Tuliskan jawaban unit Anda.")},
    )
    documents = UploadField(label=_l("Dokumen untuk PPID"), required=False)

    def payload(self) -> dict[str, Any]:
        """Return answer and documents; nothing reaches the applicant from here."""
        return {
            "answer": self.cleaned_data["answer"],
            "documents": self.store_documents(
                "documents",
                kind=CaseDocument.Kind.UNIT_ANSWER,
                audience=CaseDocument.Audience.INTERNAL,
                purpose="unit_answer",
            ),
        }


class RejectTaskForm(RequestStepForm):
    """Why the unit cannot give it: one of three grounds, and its words."""

    ground = forms.ChoiceField(
        label=_l("Mengapa unit tidak dapat memenuhi?"),
        help_text=_l("Cap “rahasia” saja bukan alasan menurut UU 14/2008."),
        choices=UnitTask.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Pilih salah satu alasan.")},
    )
    article = forms.ChoiceField(
        label=_l("Huruf Pasal 17 UU 14/2008"),
        help_text=_l("Hanya bila informasi dikecualikan. PPID yang memutuskan."),
        choices=[("", _l("Tidak berlaku")), *ArticleLetter.choices],
        required=False,
    )
    other_law = forms.CharField(
        label=_l("Undang-undang lain dan pasalnya"),
        help_text=_l("Wajib untuk huruf j, misalnya: UU 43/2009 Pasal 44 ayat (1)."),
        max_length=300,
        required=False,
    )


class ChaseForm(RequestStepForm):
    """A reminder to the units that have not answered."""

    message = forms.CharField(
        label=_l("Pesan untuk unit"),
        required=False,
        max_length=2000,
        widget=Textarea(3),
    )


# -- the answer ------------------------------------------------------------------------------------


class SubmitDraftForm(RequestStepForm):
    """Lay the answer before Ketua PPID; units that are still silent must be let go by name."""

    without_units = forms.BooleanField(
        label=_l("Lanjut tanpa menunggu unit yang belum menjawab"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = [
            task.unit.name for task in reading.tasks(self.case) if task.state in UnitTask.OPEN
        ]
        if waiting:
            self.fields["without_units"].help_text = _("Belum menjawab: {units}.").format(
                units=", ".join(waiting)
            )
        else:
            del self.fields["without_units"]


class ApproveForm(RequestStepForm):
    """An approval asks nothing more: what is approved stands beside the button."""


class DeliverForm(RequestStepForm):
    """SOP 2.5a, 2.5b: when and how the answer was handed over."""

    delivered_on = PastDayField(
        label=_l("Disampaikan pada"), error_messages={"required": _l("Isi tanggal penyampaian.")}
    )
    method = forms.ChoiceField(
        label=_l("Disampaikan melalui"),
        choices=Delivery.choices,
        error_messages={"required": _l("Pilih cara penyampaian.")},
    )
    tracking_number = forms.CharField(
        label=_l("Nomor resi"),
        help_text=_l("Bila dikirim dengan pos tercatat atau kurir, misalnya RR123456789ID."),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("delivered_on", today())
        self.initial.setdefault("method", self.case.delivery or Delivery.EMAIL)


# -- acts of the law -------------------------------------------------------------------------------


class ProposeExtensionForm(RequestStepForm):
    """UU 14/2008 Pasal 22 ayat (8): one of three reasons, its words, at most seven days."""

    reason_code = forms.ChoiceField(
        label=_l("Alasan perpanjangan"),
        help_text=_l("Hanya tiga alasan ini yang diakui, dan hanya satu kali."),
        choices=ExtensionReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Pilih salah satu dari tiga alasan perpanjangan.")},
    )
    detail = forms.CharField(
        label=_l("Penjelasan alasan"),
        help_text=_l("Dibaca pemohon di dalam surat perpanjangan."),
        max_length=2000,
        widget=Textarea(4),
        error_messages={"required": _l("Jelaskan alasan perpanjangan; alasan tertulis wajib ada.")},
    )
    days = forms.IntegerField(
        label=_l("Lama perpanjangan (hari kerja)"),
        min_value=1,
        max_value=7,
        initial=7,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "required": _l("Isi lama perpanjangan."),
            "min_value": _l("Perpanjangan paling sedikit satu hari kerja."),
            "max_value": _l("Perpanjangan paling lama 7 hari kerja."),
        },
    )


class ReferForm(RequestStepForm):
    """UU 14/2008 Pasal 22 ayat (7) huruf b: which body holds it."""

    holder = forms.CharField(
        label=_l("Badan publik yang menguasai informasi"),
        max_length=200,
        error_messages={"required": _l("Sebutkan badan publik yang menguasai informasi ini.")},
    )
    holder_address = forms.CharField(
        label=_l("Alamat badan publik itu"), max_length=500, required=False, widget=Textarea(2)
    )
    note = forms.CharField(
        label=_l("Penjelasan dalam surat penerusan"),
        max_length=2000,
        required=False,
        widget=Textarea(3),
    )


class WithdrawForm(CaseForm):
    """How the applicant told the office that they withdraw."""

    reason = forms.CharField(
        label=_l("Bagaimana pemohon menyampaikan pencabutannya?"),
        help_text=_l("Misalnya: datang ke loket dengan surat tertanggal 5 Juni 2026."),
        max_length=2000,
        widget=Textarea(3),
        error_messages={"required": _l("Tulis bagaimana pemohon menyampaikan pencabutannya.")},
    )
