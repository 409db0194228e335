"""What the acts on a yearly report ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.reports.annual.models import SECTIONS, AnnualReport, label_of
from ppid_portal.sop.case_forms import CaseForm, PastDayField, Textarea

_HINTS: dict[str, Any] = {
    "policy": _l("Dasar hukum, SOP, dan kebijakan layanan yang berlaku pada tahun ini."),
    "facilities": _l("Meja layanan, portal, dan sarana bagi penyandang disabilitas."),
    "staff": _l("Jumlah dan kualifikasi petugas, serta pelatihannya. Tanpa nama orang."),
    "budget": _l("Anggaran layanan informasi dan yang sudah digunakan, dalam rupiah."),
    "external": _l("Kendala dari luar badan publik. Tulis “Tidak ada” bila tidak ada."),
    "internal": _l("Kendala dari dalam badan publik. Tulis “Tidak ada” bila tidak ada."),
    "recommendations": _l("Usul perbaikan, siapa yang mengerjakan, dan kapan."),
}


class WriteForm(CaseForm):
    """The parts that no register can fill; each may be left for later."""

    case: AnnualReport

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SECTIONS:
            self.fields[name] = forms.CharField(
                label=label_of(name).capitalize(),
                help_text=_HINTS[name],
                initial=getattr(self.case, name),
                required=False,
                max_length=20_000,
                widget=Textarea(5),
            )
        if self.case.return_reason:
            first = self.fields[SECTIONS[0]]
            first.help_text = format_html(
                "{} {}",
                _("Dikembalikan: {reason}").format(reason=self.case.return_reason),
                first.help_text,
            )


class CopyForm(CaseForm):
    """When and how the Information Commission was given its copy (Pasal 56)."""

    copied_on = PastDayField(label=_l("Tanggal disampaikan"))
    copied_by = forms.CharField(
        label=_l("Cara dan bukti penyampaian"),
        help_text=_l("Misalnya: surel ke Komisi Informasi Pusat, atau pos tercatat dan nomornya."),
        max_length=200,
        error_messages={"required": _l("Tuliskan cara penyampaiannya.")},
    )
