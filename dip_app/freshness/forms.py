"""What a unit says of its items, and until when it holds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from dip_app.freshness.models import Act
from ppid_portal.sop.case_forms import DateInput


class ConfirmForm(forms.Form):
    """Whether the items are as they are, were updated, or are only due on another day."""

    mark_optional = False

    act = forms.ChoiceField(
        label=_l("Hasil pemeriksaan"),
        choices=[
            (Act.UNCHANGED, _l("Diperiksa, isinya tidak berubah")),
            (Act.UPDATED, _l("Isinya sudah diperbarui")),
            (Act.SCHEDULED, _l("Hanya mengatur tanggal pembaruan")),
        ],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": _l("Pilih hasil pemeriksaannya.")},
    )
    next_due = forms.DateField(
        label=_l("Pembaruan berikutnya paling lambat"),
        help_text=_l(
            "Kosongkan untuk enam bulan dari hari ini bagi informasi berkala (UU 14/2008 Pasal 9 "
            "ayat (3)), dan tanpa tanggal bagi yang lain."
        ),
        required=False,
        widget=DateInput,
        error_messages={"invalid": _l("Isi tanggal yang benar, misalnya 2026-09-30.")},
    )
    note = forms.CharField(
        label=_l("Catatan"),
        help_text=_l("Hanya dibaca staf. Boleh kosong."),
        max_length=500,
        required=False,
    )

    def refuse(self, errors: dict[str, Any]) -> None:
        """Show why it was refused beside the field, or above the form."""
        for name, sentences in errors.items():
            self.add_error(name if name in self.fields else None, sentences)
