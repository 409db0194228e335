"""What the verification pages ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.letters import verification
from ppid_portal.letters.models import Letter, read_code


class CodeForm(forms.Form):
    """The code printed on a letter."""

    kode = forms.CharField(
        label=_l("Kode verifikasi"),
        help_text=_l("Ada di bagian bawah surat, misalnya 7H2K-9QWD-M4TX-P8RC."),
        max_length=60,
        error_messages={"required": _l("Tuliskan kode yang tercantum pada surat.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_kode(self) -> str:
        """Return the code in its normal form."""
        code = read_code(self.cleaned_data["kode"])
        if not code:
            raise forms.ValidationError(
                _("Kode terdiri atas 16 huruf dan angka. Periksa kembali penulisannya.")
            )
        return code


class CompareForm(forms.Form):
    """A PDF to compare with what was issued; it is read, never kept."""

    berkas = forms.FileField(
        label=_l("Berkas PDF surat"),
        help_text=_l("Berkas hanya dibandingkan, tidak kami simpan."),
        error_messages={
            "required": _l("Pilih berkas PDF yang akan dibandingkan."),
            "empty": _l("Berkas ini kosong (0 bita). Pilih berkas yang berisi."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_berkas(self) -> UploadedFile:
        """Refuse what is too large to be a letter."""
        upload: UploadedFile = self.cleaned_data["berkas"]
        if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("Berkas lebih besar dari %(limit)s, jadi bukan surat dari portal ini.")
                % {"limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}
            )
        return upload

    def compared(self, asked: Letter | None = None) -> verification.Comparison:
        """Return what the valid upload is."""
        upload: Any = self.cleaned_data["berkas"]
        return verification.compare(upload.chunks(), asked)
