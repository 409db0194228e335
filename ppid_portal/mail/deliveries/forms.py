"""What staff fill in about letters on paper: how they left, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import today
from ppid_portal.clock.words import date_long
from ppid_portal.files.forms import UploadField
from ppid_portal.letters.models import Letter
from ppid_portal.mail.deliveries.models import Method
from ppid_portal.sop.case_forms import PastDayField


class SendForm(forms.Form):
    """Which letters leave, how, and when."""

    letters = forms.MultipleChoiceField(
        label=_l("Surat yang dikirim"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        error_messages={"required": _l("Pilih surat yang dikirim.")},
    )
    method = forms.ChoiceField(
        label=_l("Cara penyampaian"),
        choices=Method.choices,
        error_messages={"required": _l("Pilih cara penyampaian.")},
    )
    sent_on = PastDayField(
        label=_l("Dikirim atau disiapkan pada"),
        error_messages={"required": _l("Isi tanggal pengiriman.")},
    )
    carrier = forms.CharField(
        label=_l("Pengantar"),
        help_text=_l("Misalnya Pos Indonesia, atau nama petugas yang mengantar."),
        required=False,
        max_length=80,
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
    address = forms.CharField(
        label=_l("Alamat pengiriman"),
        help_text=_l("Kosongkan untuk memakai alamat pada berkas."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mark_optional = False

    def __init__(self, *args: Any, letters: Sequence[Letter], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_kirim_%s")
        super().__init__(*args, **kwargs)
        self.known = {str(letter.pk): letter for letter in letters}
        chosen: Any = self.fields["letters"]
        chosen.choices = [
            (key, f"{letter.title} {letter.number}, {date_long(letter.issued_at)}")
            for key, letter in self.known.items()
        ]
        self.initial.setdefault("sent_on", today())
        self.initial.setdefault("method", Method.POST)

    def clean(self) -> dict[str, Any]:
        """Refuse registered post that nobody can trace."""
        cleaned = super().clean() or {}
        if cleaned.get("method") == Method.POST and not cleaned.get("tracking_number", "").strip():
            self.add_error("tracking_number", _("Isi nomor resi pos tercatat."))
        return cleaned

    def chosen(self) -> list[Letter]:
        """Return the letters that were ticked."""
        return [self.known[key] for key in self.cleaned_data["letters"]]


class ArriveForm(forms.Form):
    """When letters arrived, into whose hands, and the proof."""

    arrived_on = PastDayField(
        label=_l("Diterima pada"), error_messages={"required": _l("Isi tanggal diterima.")}
    )
    receiver = forms.CharField(
        label=_l("Diterima oleh"),
        help_text=_l("Nama penerima menurut tanda terima."),
        required=False,
        max_length=200,
    )
    proof = UploadField(label=_l("Bukti terima"), multiple=False, required=False)

    def __init__(self, *args: Any, pk: int, needs_proof: bool, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_terima_{pk}_%s"
        super().__init__(*args, **kwargs)
        self.initial.setdefault("arrived_on", today())
        proof: Any = self.fields["proof"]
        if needs_proof:
            proof.required = True
            proof.error_messages["required"] = _l("Unggah tanda terima yang sudah ditandatangani.")


class FailForm(forms.Form):
    """Why letters did not arrive."""

    failed_on = PastDayField(
        label=_l("Kembali atau dinyatakan gagal pada"),
        error_messages={"required": _l("Isi tanggalnya.")},
    )
    reason = forms.CharField(
        label=_l("Sebab"),
        help_text=_l("Misalnya alamat tidak dikenal, ditolak, atau tidak diambil."),
        max_length=300,
        error_messages={"required": _l("Tuliskan sebabnya, misalnya alamat tidak dikenal.")},
    )

    def __init__(self, *args: Any, pk: int, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_gagal_{pk}_%s"
        super().__init__(*args, **kwargs)
        self.initial.setdefault("failed_on", today())
