"""How a dispute ends: agreement, ruling, withdrawal, the courts, and the report (SOP 4.13-4.15)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes_app.forms.base import (
    DisputeStepForm,
    OrderForm,
    PaperSpec,
    PastDay,
    documents_field,
    text_field,
)
from disputes_app.forms.fields import Choice
from disputes_app.models import RULINGS, Outcome, State, ToAdjudication
from disputes_app.records import Court, CourtOutcome, PaperKind, Side
from ppid_portal.clock import today
from requests_app.public_forms import Hinted

_ORDER = ("order", "days", "unit")
_RULING = PaperSpec("ruling", _l("Surat putusan"), _l("putusan"))


# -- SOP 4.13, 4.14 --------------------------------------------------------------------------------


class CloseByAgreementForm(OrderForm):
    """SOP 4.13: the agreement, the Commission's decision on it, and what the body promised."""

    papers = (
        PaperSpec(
            "agreement",
            _l("Berita Acara Kesepakatan Mediasi"),
            _l("kesepakatan mediasi"),
            numbered=False,
        ),
        PaperSpec(
            "decision",
            _l("Putusan mediasi (bila sudah diterima)"),
            _l("putusan mediasi"),
            prefix="decision_",
            optional=True,
            hint=_l("Bila diisi, jangka waktu pelaksanaan dihitung dari tanggal diterimanya."),
        ),
    )
    order_of_fields = (*papers[0].fields, *papers[1].fields, *_ORDER)

    def build(self) -> None:
        """Call the order what it is here: a promise."""
        self.fields["order"].label = _("Yang disanggupi badan publik")
        self.fields["order"].help_text = _(
            "Menjadi kewajiban dengan batas waktunya. Kosongkan bila tidak ada yang diberikan."
        )
        self.fields["unit"].label = _("Satuannya dalam kesepakatan")
        self.initial.setdefault("order", self.case.mediation_result)


class ToAdjudicationForm(DisputeStepForm):
    """SOP 4.14: why it goes on to adjudication; what the case rules out is not offered."""

    papers = (
        PaperSpec(
            "paper",
            _l("Surat atau penetapan majelis (bila ada)"),
            _l("surat majelis"),
            optional=True,
        ),
    )

    why = forms.ChoiceField(
        label=_l("Mengapa dilanjutkan ke ajudikasi?"),
        widget=Choice(),
        error_messages={"required": _l("Pilih mengapa sengketa dilanjutkan ke ajudikasi.")},
    )
    note = text_field(
        _l("Catatan"), help_text=_l("Tersimpan sebagai catatan internal."), max_length=4000, rows=3
    )
    order_of_fields = ("why", "note")

    def build(self) -> None:
        """Offer the reasons that fit."""
        case = self.case
        before = (ToAdjudication.EXCLUDED, ToAdjudication.REFUSED)
        after = (ToAdjudication.FAILED, ToAdjudication.LEFT)
        found = list(before if case.state == State.TESTIFIED else after)
        if not case.skips_mediation and ToAdjudication.EXCLUDED in found:
            found.remove(ToAdjudication.EXCLUDED)
        self.fields["why"].choices = [(why.value, why.label) for why in found]  # type: ignore[attr-defined]
        if case.skips_mediation and case.state == State.TESTIFIED:
            self.initial.setdefault("why", ToAdjudication.EXCLUDED)


# -- the panel on its way, and its ruling ----------------------------------------------------------


class InterimOrderForm(OrderForm):
    """Perki 1/2021 Pasal 49 ayat (1) huruf c: an order for a new consequence test."""

    papers = (PaperSpec("paper", _l("Putusan sela"), _l("putusan sela"), numbered=False),)
    order_of_fields = (*papers[0].fields, *_ORDER)

    def build(self) -> None:
        """An interim order without an order does not exist."""
        order = self.fields["order"]
        order.label = _("Yang diperintahkan majelis")
        order.help_text = _("Misalnya: melakukan uji konsekuensi ulang atas dokumen …")
        order.required = True
        order.error_messages["required"] = _("Tuliskan apa yang diperintahkan.")


class AnswerInterimForm(DisputeStepForm):
    """The result of the new test, and the day on which the panel got it."""

    result = text_field(
        _l("Hasil uji konsekuensi ulang"),
        _l("Tuliskan hasilnya."),
        help_text=_l("Sebutkan bagian yang dibuka dan yang tetap dikecualikan."),
        rows=6,
    )
    done_on = PastDay(
        label=_l("Disampaikan kepada majelis pada"),
        error_messages={"required": _l("Isi tanggal penyampaiannya.")},
    )
    documents = documents_field(_l("Lembar uji konsekuensi dan surat pengantarnya"))
    order_of_fields = ("result", "done_on", "documents")

    def build(self) -> None:
        """Begin with today, and with what the new test found."""
        self.initial.setdefault("done_on", today())
        standing = self.case.open_interim_order
        if standing is not None:
            self.initial.setdefault("result", standing.suggested_result)


class RecordRulingForm(OrderForm):
    """UU 14/2008 Pasal 46: what the Commission ruled, as it was ruled and received."""

    papers = (_RULING,)
    order_of_fields = (*_RULING.fields, "outcome", *_ORDER)
    ordering: ClassVar[tuple[str, ...]] = (Outcome.GRANTED, Outcome.PARTLY)

    outcome = forms.ChoiceField(
        label=_l("Putusan"),
        choices=[(Outcome(code).value, Outcome(code).label) for code in RULINGS],
        widget=Choice(),
        error_messages={"required": _l("Pilih putusan.")},
    )

    def build(self) -> None:
        """Say when there is an order."""
        self.fields["order"].help_text = _(
            "Salin dari putusan. Hanya bila permohonan dikabulkan, seluruhnya atau sebagian."
        )

    def clean(self) -> dict[str, Any]:
        """A ruling for the petitioner orders something, one against them orders nothing."""
        cleaned = super().clean()
        outcome, order = cleaned.get("outcome"), cleaned.get("order", "").strip()
        if outcome in self.ordering and not order and "order" not in self.errors:
            self.add_error("order", _("Tuliskan amar putusan: apa yang harus diberikan."))
        elif outcome and outcome not in self.ordering and order:
            self.add_error("order", _("Putusan ini tidak memuat perintah kepada badan publik."))
        return cleaned


class DismissalForm(DisputeStepForm):
    """Perki 1/2013: the panel does not admit the petition after the preliminary examination."""

    papers = (_RULING,)


class WithdrawalForm(DisputeStepForm):
    """The paper by which the petition was taken back."""

    papers = (
        PaperSpec(
            "paper",
            _l("Surat atau penetapan pencabutan"),
            _l("surat pencabutan"),
            numbered=False,
        ),
    )


# -- courts ----------------------------------------------------------------------------------------


class CassationForm(DisputeStepForm):
    """UU 14/2008 Pasal 50: who went on to the Supreme Court, and when."""

    papers = (
        PaperSpec(
            "paper",
            _l("Surat pemberitahuan (bila ada)"),
            _l("surat pemberitahuan"),
            prefix="paper_",
            optional=True,
        ),
    )
    order_of_fields: ClassVar[tuple[str, ...]] = ("filed_by", "filed_on", "number")

    filed_by = forms.ChoiceField(
        label=_l("Diajukan oleh"),
        choices=Side.choices,
        widget=Choice(),
        error_messages={"required": _l("Pilih siapa yang mengajukan.")},
    )
    filed_on = PastDay(
        label=_l("Didaftarkan pada"),
        error_messages={"required": _l("Isi tanggal pendaftaran.")},
    )
    number = forms.CharField(
        label=_l("Nomor perkara"),
        help_text=_l("Kosongkan bila belum diketahui; dilengkapi saat putusannya dicatat."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CourtFilingForm(CassationForm):
    """UU 14/2008 Pasal 47 and 48: who went to which court, and when."""

    order_of_fields = ("filed_by", "court", "place", "filed_on", "number")

    court = forms.ChoiceField(
        label=_l("Pengadilan"),
        choices=[(court.value, court.label) for court in (Court.PTUN, Court.PN)],
        widget=Choice(),
        help_text=_l("PTUN bila termohon badan publik negara, selain itu Pengadilan Negeri."),
        error_messages={"required": _l("Pilih PTUN atau Pengadilan Negeri.")},
    )
    place = forms.CharField(
        label=_l("Tempat pengadilan"),
        help_text=_l("Misalnya: Jakarta."),
        max_length=120,
        required=False,
    )


class CourtRulingForm(OrderForm):
    """UU 14/2008 Pasal 49: what the court did with the decision before it."""

    papers = (_RULING,)
    order_of_fields = (*_RULING.fields, "outcome", *_ORDER)
    replacing: ClassVar[tuple[str, ...]] = (CourtOutcome.ANNULLED, CourtOutcome.MODIFIED)

    outcome = forms.ChoiceField(
        label=_l("Putusan pengadilan"),
        choices=CourtOutcome.choices,
        widget=Choice(),
        error_messages={"required": _l("Pilih putusan pengadilan.")},
    )

    def build(self) -> None:
        """Say what each outcome does to the order that stands."""
        means = {
            CourtOutcome.UPHELD: _("Perintah putusan sebelumnya berlaku lagi."),
            CourtOutcome.ANNULLED: _("Perintah putusan sebelumnya berakhir."),
            CourtOutcome.MODIFIED: _("Perintah sebelumnya berakhir dan diganti yang baru."),
            CourtOutcome.NOT_ADMISSIBLE: _("Perintah putusan sebelumnya berlaku lagi."),
        }
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (code.value, Hinted(code.label, hint)) for code, hint in means.items()
        ]
        self.fields["order"].help_text = _(
            "Hanya bila putusan dibatalkan atau diubah dan memuat perintah baru."
        )

    def clean(self) -> dict[str, Any]:
        """A decision that is upheld stands with its own order."""
        cleaned = super().clean()
        outcome, order = cleaned.get("outcome"), cleaned.get("order", "").strip()
        if outcome and outcome not in self.replacing and order:
            self.add_error(
                "order",
                _("Putusan yang menguatkan tidak memuat perintah baru; yang lama berlaku lagi."),
            )
        return cleaned


# -- SOP 4.15 and other papers ---------------------------------------------------------------------


class ReportForm(DisputeStepForm):
    """SOP 4.15: what follows from the result; the rest of the report comes from the file."""

    follow_up = text_field(
        _l("Tindak lanjut"),
        _l("Tuliskan tindak lanjutnya."),
        help_text=_l(
            "Sidang, putusan, kewajiban, dan perkara di pengadilan dimuat otomatis dalam laporan."
        ),
        rows=5,
    )
    recommendation = text_field(_l("Saran"), max_length=4000, rows=3)


class RecordPaperForm(DisputeStepForm):
    """Any other paper of the Commission, the other side or a court."""

    papers = (PaperSpec("paper", _l("Surat"), _l("surat"), numbered=False),)
    order_of_fields = ("kind",)

    kind = forms.ChoiceField(
        label=_l("Jenis surat"),
        help_text=_l("Hanya menyimpan suratnya; putusan dicatat lewat tindakannya sendiri."),
        choices=PaperKind.choices,
        initial=PaperKind.OTHER,
    )
