"""What staff fill in for a letter in the place of a withdrawn one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from ppid_portal.letters.replacing.content import Text


class DraftForm(forms.Form):
    """The texts of the letter that may be written again."""

    mark_optional = False

    def __init__(self, *args: Any, texts: Sequence[Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._paths: dict[str, str] = {}
        for place, text in enumerate(texts):
            name = f"isi_{place}"
            self._paths[name] = text.path
            self.fields[name] = forms.CharField(
                label=text.label,
                help_text=_l("Satu baris untuk setiap butir.") if text.is_list else "",
                required=False,
                max_length=10_000,
                initial=text.value,
                widget=forms.Textarea(attrs={"rows": min(8, 2 + len(text.value) // 80)}),
            )

    @property
    def written(self) -> dict[str, str]:
        """Return what was typed, by its place in the letter."""
        return {path: self.cleaned_data[name] for name, path in self._paths.items()}


class SendBackForm(forms.Form):
    """Return a draft to whoever prepares it."""

    reason = forms.CharField(
        label=_l("Alasan pengembalian"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _l("Tuliskan alasannya.")},
    )


class WaiveForm(forms.Form):
    """Say why no letter takes the place of a withdrawn one."""

    reason = forms.CharField(
        label=_l("Mengapa surat pengganti tidak diperlukan"),
        help_text=_l(
            "Hanya dibaca kantor PPID, dan tercatat untuk selamanya. Jangan menulis nama atau NIK "
            "pemohon."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _l("Tuliskan mengapa surat pengganti tidak diperlukan.")},
    )
