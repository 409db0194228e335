"""The desk's own small forms; what a step asks is the step's form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _l

from ppid_portal.files.checks import why_not
from ppid_portal.sop.models import CaseMessage


class MessageForm(forms.Form):
    """Something said in a case, to the applicant or among staff; two forms on one page."""

    text = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, direction: str, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{direction}_%s"
        super().__init__(*args, **kwargs)
        self.direction = direction
        field = self.fields["text"]
        if direction == CaseMessage.Direction.TO_APPLICANT:
            field.label = _l("Pesan kepada pemohon")
            field.help_text = _l("Dibaca pemohon di halaman lacak dan dikirim lewat surel.")
            field.error_messages["required"] = _l("Tulis pesan untuk pemohon.")
        else:
            field.label = _l("Catatan internal")
            field.help_text = _l("Hanya dibaca petugas. Jangan menulis nama atau NIK pemohon.")
            field.error_messages["required"] = _l("Tulis catatannya.")


class ResendForm(forms.Form):
    """Send a notice again, to the same or to a corrected address."""

    to = forms.EmailField(
        label=_l("Alamat surel yang benar"),
        help_text=_l("Kosongkan untuk mengirim ke alamat yang sama."),
        required=False,
        error_messages={"invalid": _l("Tulis alamat surel yang lengkap: nama@contoh.id.")},
    )


class WithdrawLetterForm(forms.Form):
    """Withdraw a letter: why, and that it is meant."""

    reason = forms.CharField(
        label=_l("Alasan penarikan"),
        help_text=_l(
            "Hanya dibaca kantor PPID, dan tercatat untuk selamanya. Jangan menulis nama atau NIK "
            "pemohon."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _l("Tuliskan alasan penarikan surat.")},
    )
    sure = forms.BooleanField(
        label=_l("Ya, tarik surat ini. Penarikan tidak dapat dibatalkan."),
        error_messages={"required": _l("Centang bahwa Anda yakin menarik surat ini.")},
    )


class SignedLetterForm(forms.Form):
    """Hand in a letter that was signed outside of the portal."""

    berkas = forms.FileField(
        label=_l("Berkas PDF yang sudah ditandatangani"),
        help_text=_l("Unggah berkas yang sama dengan yang Anda unduh, ditambah tanda tangan."),
        error_messages={
            "required": _l("Pilih berkas PDF yang sudah ditandatangani."),
            "empty": _l("Berkas ini kosong (0 bita). Pilih berkas yang berisi."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_berkas(self) -> UploadedFile:
        """Refuse what is no PDF or too large."""
        upload: UploadedFile = self.cleaned_data["berkas"]
        if reason := why_not(upload):
            raise forms.ValidationError(reason)
        return upload
