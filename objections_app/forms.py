"""What each step of SOP 3 and each act of the law asks of the person who performs it.

As in ``requests_app.forms``: ``payload`` of every form is exactly what its transition in
``models`` takes by keyword.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from objections_app import material, rules
from objections_app.models import ORDERING, Delivery, Objection, ObjectionReport, Outcome
from objections_app.windows import Timing
from ppid_portal.clock import today
from ppid_portal.files.forms import UploadField
from ppid_portal.sop.case_forms import CaseForm, PastDayField, Textarea, Ticks
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.legal_rules import legal_rules
from ppid_portal.sop.models import CaseDocument
from requests_app import forms as request_forms
from requests_app.public_forms import Hinted

#: What is most often missing; the clerk ticks and adds words of their own.
USUALLY_MISSING: tuple[tuple[str, Any], ...] = (
    (
        "Surat kuasa khusus dengan meterai",
        _l("Surat kuasa khusus dengan meterai"),
    ),
    (
        "Identitas pemberi dan penerima kuasa",
        _l("Identitas pemberi dan penerima kuasa"),
    ),
    (
        "Salinan KTP atau identitas lain yang masih berlaku",
        _l("Salinan KTP atau identitas lain yang masih berlaku"),
    ),
    (
        "Kasus posisi: apa yang diminta, apa jawabannya, dan apa yang Anda keberatan",
        _l("Kasus posisi: apa yang diminta, apa jawabannya, dan apa yang Anda keberatan"),
    ),
    (
        "Alamat atau kontak yang dapat dihubungi",
        _l("Alamat atau kontak yang dapat dihubungi"),
    ),
)

#: What SOP 3.8 lists as at hand is the way that was chosen, not both at once.
_MEANS = {Delivery.EMAIL: "Email", Delivery.POST: "Pos tercatat"}


def _returned(case: Objection) -> str:
    """Return why the work came back; hints are markup, and this is what somebody typed."""
    return format_html(_("Dikembalikan: {reason}"), reason=case.return_reason)


class ObjectionStepForm(CaseForm):
    """Base of the forms here: knows the concrete objection."""

    case: Objection

    def outcome_choices(self) -> list[tuple[str, str]]:
        """Return the outcomes that the law leaves open, each with what it means."""
        means = {
            Outcome.UPHELD: _("PPID harus memberikan seluruh informasi yang diminta."),
            Outcome.PARTLY: _("PPID harus memberikan sebagian; sisanya tetap tidak diberikan."),
            Outcome.REJECTED: _("Jawaban PPID tetap berlaku."),
            Outcome.NOT_ADMISSIBLE: _(
                "Isinya tidak diperiksa: di luar jangka waktu, tidak berhak, atau tidak lengkap."
            ),
            Outcome.SETTLED: _("Pemohon dan PPID sudah sepakat (Pasal 35 ayat (2))."),
        }
        return [
            (code, Hinted(Outcome(code).label, means[Outcome(code)]))
            for code in material.outcomes(self.case)
        ]

    def only_one_outcome(self) -> bool:
        """Tell whether the objection came outside its time, which decides it."""
        return self.case.timing in (Timing.LATE, Timing.EARLY)


# -- SOP 3.1 ---------------------------------------------------------------------------------------


class ReturnIncompleteForm(request_forms.ReturnIncompleteForm):
    """Perki 1/2021 Pasal 39: what is missing, in the words that the objector reads."""

    usual = forms.MultipleChoiceField(
        label=_l("Yang kurang"),
        help_text=_l("Centang yang sesuai. Kalimat ini dibaca pemohon."),
        choices=USUALLY_MISSING,
        required=False,
        widget=Ticks(),
    )


class CompleteForm(request_forms.CompleteForm):
    """What the objector brought to complete the objection, most often the power of attorney."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", CaseDocument.Kind.POWER_OF_ATTORNEY)


class WithdrawForm(request_forms.WithdrawForm):
    """How the objector told the office that they withdraw."""


# -- SOP 3.2, 3.3 ----------------------------------------------------------------------------------


class RegisterForm(ObjectionStepForm):
    """SOP 3.2: how the objection stands in the register of objections."""

    title = forms.CharField(
        label=_l("Pokok keberatan dalam register"),
        help_text=_l("Satu baris yang dikenali semua petugas. Jangan memuat nama pemohon."),
        max_length=300,
        error_messages={"required": _l("Tulis pokok keberatan dalam satu baris.")},
    )
    sensitive = forms.BooleanField(
        label=_l("Sensitif: perlu kehati-hatian lebih"),
        required=False,
    )
    restricted = forms.BooleanField(
        label=_l("Terbatas: hanya Ketua PPID, Atasan PPID, dan pencatat yang melihat berkas ini"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "sensitive", "restricted"):
            self.initial.setdefault(name, getattr(self.case, name))


class ReceiptForm(ObjectionStepForm):
    """SOP 3.3: the receipt is made from the case; only the checklist is asked."""


# -- SOP 3.4 ---------------------------------------------------------------------------------------


class PrepareMaterialForm(ObjectionStepForm):
    """SOP 3.4: what PPID says about its own decision, and which outcome it suggests."""

    explanation = forms.CharField(
        label=_l("Penjelasan PPID"),
        help_text=_l(
            "Apa yang diminta, apa jawabannya, dan mengapa. Dimuat awal dari catatan permohonan; "
            "lengkapi sebelum disimpan."
        ),
        max_length=10_000,
        widget=Textarea(8),
        error_messages={"required": _l("Tuliskan penjelasan PPID.")},
    )
    recommended_outcome = forms.ChoiceField(
        label=_l("Usul putusan"),
        widget=forms.RadioSelect,
        error_messages={"required": _l("Pilih putusan yang diusulkan.")},
    )
    recommendation = forms.CharField(
        label=_l("Alasan usul"),
        help_text=_l(
            "Menjadi konsep pertimbangan yang dapat diubah Atasan PPID. Tulis untuk dibaca pemohon."
        ),
        max_length=10_000,
        widget=Textarea(6),
        error_messages={"required": _l("Tuliskan alasan usul putusan.")},
    )
    documents = UploadField(label=_l("Dokumen pendukung"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = self.case
        choices = self.outcome_choices()
        self.fields["recommended_outcome"].choices = choices  # type: ignore[attr-defined]
        self.fields["recommended_outcome"].help_text = (
            _("Keberatan di luar jangka waktu hanya dapat diputus “tidak dapat diterima”.")
            if self.only_one_outcome()
            else ""
        )
        if case.return_reason:
            self.fields["explanation"].help_text = _returned(case)
        if not self.is_bound:
            self.initial.setdefault(
                "explanation", case.explanation or material.suggested_explanation(case)
            )
            self.initial.setdefault(
                "recommendation", case.recommendation or material.suggested_recommendation(case)
            )
            only = choices[0][0] if len(choices) == 1 else ""
            self.initial.setdefault("recommended_outcome", case.recommended_outcome or only)

    def payload(self) -> dict[str, Any]:
        """Return the material; its documents are for the office only."""
        data = self.cleaned_data
        return {
            "explanation": data["explanation"],
            "recommended_outcome": data["recommended_outcome"],
            "recommendation": data["recommendation"],
            "documents": self.store_documents(
                "documents",
                kind=CaseDocument.Kind.OTHER,
                audience=CaseDocument.Audience.INTERNAL,
                purpose="objection",
            ),
        }


class SubmitMaterialForm(ObjectionStepForm):
    """SOP 3.4: the material stands beside the button; only the checklist is asked."""


# -- SOP 3.5 ---------------------------------------------------------------------------------------


class DecideForm(ObjectionStepForm):
    """SOP 3.5: the decision of Atasan PPID, filled with what PPID suggests.

    Without JavaScript and on an old browser every field is there, each with its hint; what the
    outcome does not need is folded away by the style sheet. What counts is
    ``rules.check_decision``.
    """

    outcome = forms.ChoiceField(
        label=_l("Putusan Anda"),
        widget=forms.RadioSelect,
        error_messages={"required": _l("Pilih putusan atas keberatan.")},
    )
    considerations = forms.CharField(
        label=_l("Pertimbangan"),
        help_text=_l("Dimuat dari usul PPID; ubah seperlunya. Dibaca pemohon di dalam surat."),
        max_length=10_000,
        widget=Textarea(7),
        error_messages={
            "required": _l(
                "Tuliskan alasan putusan; alasan tertulis wajib ada (Pasal 36 ayat (3))."
            )
        },
    )
    order = forms.CharField(
        label=_l("Perintah kepada PPID"),
        help_text=_l("Hanya bila dikabulkan: apa yang harus diberikan kepada pemohon."),
        max_length=4000,
        required=False,
        widget=Textarea(4),
    )
    order_days = forms.IntegerField(
        label=_l("Dilaksanakan dalam (hari kerja)"),
        help_text=_l("Hanya bila dikabulkan. Dihitung sejak surat tanggapan ditandatangani."),
        required=False,
        min_value=1,
        max_value=rules.MOST_ORDER_DAYS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "min_value": _l("Beri PPID paling sedikit satu hari kerja."),
            "max_value": _l("Beri PPID paling lama 30 hari kerja."),
            "invalid": _l("Isi jumlah hari kerja dengan angka."),
        },
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = self.case
        choices = self.outcome_choices()
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        if case.recommended_outcome:
            self.fields["outcome"].help_text = _("PPID mengusulkan: {outcome}.").format(
                outcome=Outcome(case.recommended_outcome).label
            )
        self._suggested_order = material.suggested_order(case)
        if not any(code in ORDERING for code, _label in choices):
            del self.fields["order"], self.fields["order_days"]
        self.initial.setdefault("outcome", case.recommended_outcome)
        self.initial.setdefault("considerations", case.recommendation)
        self.initial.setdefault("order", self._suggested_order)
        self.initial.setdefault("order_days", legal_rules()["order_execution"].limit.value)

    def clean(self) -> dict[str, Any]:
        """Apply the rules of a decision, so that what is missing stands beside its field."""
        cleaned = super().clean() or {}
        outcome, order = cleaned.get("outcome", ""), cleaned.get("order", "").strip()
        if outcome not in ORDERING and order == self._suggested_order:
            # The portal's own suggestion, which nobody touched, belongs to upholding only.
            cleaned["order"] = order = ""
        suggested, reasons = self.case.recommendation.strip(), cleaned.get("considerations", "")
        if suggested and outcome != self.case.recommended_outcome and reasons.strip() == suggested:
            self.add_error(
                "considerations",
                _(
                    "Ini masih alasan PPID untuk usul yang lain. Tuliskan pertimbangan bagi "
                    "putusan Anda."
                ),
            )
        if not self.errors:
            try:
                rules.check_decision(
                    self.case,
                    outcome,
                    cleaned["considerations"],
                    order,
                    cleaned.get("order_days"),
                )
            except Refused as refusal:
                self.refuse(refusal)
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return the decision; an order and its days only where there is something to order."""
        data = self.cleaned_data
        ordering = data["outcome"] in ORDERING
        return {
            "outcome": data["outcome"],
            "considerations": data["considerations"],
            "order": data.get("order", ""),
            "order_days": data.get("order_days") if ordering else None,
            "checklist": data.get("checklist", []),
        }


# -- SOP 3.6, 3.7 ----------------------------------------------------------------------------------


class ComposeReplyForm(ObjectionStepForm):
    """SOP 3.6: the letter is made from the decision; only its beginning may be written anew."""

    opening = forms.CharField(
        label=_l("Pembuka surat"),
        help_text=_l(
            "Kosongkan untuk kalimat baku, yang menyebut nomor dan tanggal keberatan. Putusan, "
            "pertimbangan, dan perintah dimuat dari putusan Atasan PPID dan tidak diubah di sini."
        ),
        max_length=4000,
        required=False,
        widget=Textarea(5),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.return_reason:
            self.fields["opening"].help_text = _returned(self.case)
        self.initial.setdefault("opening", self.case.reply_opening)


class SignReplyForm(ObjectionStepForm):
    """SOP 3.6: what is signed stands beside the button; only the checklist is asked."""


class RecordReplyForm(ObjectionStepForm):
    """SOP 3.7: decision, date and signatory are in the register already; only the checklist."""


# -- SOP 3.8, 3.9 ----------------------------------------------------------------------------------


class DeliverForm(ObjectionStepForm):
    """SOP 3.8: how and when the reply was sent, and when it arrived."""

    method = forms.ChoiceField(
        label=_l("Disampaikan melalui"),
        help_text=_l("Bila pemohon mempunyai alamat surel, suratnya selalu juga dikirim ke sana."),
        choices=Delivery.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Pilih cara penyampaian.")},
    )
    delivered_on = PastDayField(
        label=_l("Disampaikan pada"), error_messages={"required": _l("Isi tanggal penyampaian.")}
    )
    tracking_number = forms.CharField(
        label=_l("Nomor resi"),
        help_text=_l("Wajib untuk pos tercatat, misalnya RR123456789ID."),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    received_on = PastDayField(
        label=_l("Diterima pemohon pada"),
        help_text=_l(
            "Kosongkan bila belum diketahui, lalu catat setelah tanda terima kembali. Jangka waktu "
            "14 hari kerja untuk mengajukan sengketa dihitung dari tanggal ini."
        ),
        required=False,
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("checklist", None)
        self.initial.setdefault("delivered_on", today())
        self.initial.setdefault("method", Delivery.EMAIL if self._address() else Delivery.POST)

    def _address(self) -> str:
        applicant = self.case.applicant
        return (applicant.proxy_email or applicant.email) if applicant is not None else ""

    def clean(self) -> dict[str, Any]:
        """Refuse e-mail to nobody, and registered post that nobody can trace."""
        cleaned = super().clean() or {}
        method = cleaned.get("method")
        if method == Delivery.EMAIL and not self._address():
            self.add_error("method", _("Pemohon tidak memberikan alamat surel. Pilih cara lain."))
        if method == Delivery.POST and not cleaned.get("tracking_number", "").strip():
            self.add_error("tracking_number", _("Isi nomor resi pos tercatat."))
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return the delivery; the means that was used is what SOP 3.8 asks to be at hand."""
        means = _MEANS.get(Delivery(self.cleaned_data["method"]))
        return {**self.cleaned_data, "checklist": [means] if means else []}


class RecordReceiptForm(ObjectionStepForm):
    """UU 14/2008 Pasal 37 ayat (2): when the reply arrived."""

    received_on = PastDayField(
        label=_l("Diterima pemohon pada"),
        help_text=_l(
            "Menurut tanda terima pos atau kurir. Jangka waktu sengketa dihitung ulang dari "
            "tanggal ini."
        ),
        error_messages={"required": _l("Isi tanggal surat diterima pemohon.")},
    )


class ArchiveForm(ObjectionStepForm):
    """SOP 3.9: where the file is kept."""

    place = forms.CharField(
        label=_l("Tempat penyimpanan arsip"),
        help_text=_l("Misalnya: Lemari 2, rak 3, map keberatan 2026."),
        max_length=200,
        error_messages={"required": _l("Isi tempat penyimpanan arsip.")},
    )


# -- SOP 3.10 --------------------------------------------------------------------------------------


class CompileReportForm(CaseForm):
    """SOP 3.10: the figures come from the register; the secretariat adds what it makes of them."""

    case: ObjectionReport

    notes = forms.CharField(
        label=_l("Catatan dan rekomendasi"),
        help_text=_l("Kendala, penyebab keterlambatan, dan usul perbaikan. Tanpa nama orang."),
        required=False,
        max_length=10_000,
        widget=Textarea(6),
    )
