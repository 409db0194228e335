"""What an administrator fills in to word a block of a letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import today
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter
from ppid_portal.letters.wording import services
from ppid_portal.letters.wording.blocks import Block
from ppid_portal.sop.case_forms import DateInput, Textarea

#: The invented letter of ``letters.samples``.
EXAMPLE = "contoh"


def letter_choices(letters: Sequence[Letter]) -> list[tuple[str, str]]:
    """Return the letters that a preview can be filled from, the invented one first."""
    return [
        (EXAMPLE, _("Contoh dengan nama rekaan")),
        *((str(each.pk), f"{each.number}, {date_long(each.issued_at)}") for each in letters),
    ]


class PreviewForm(forms.Form):
    """From which letter a preview takes its facts."""

    surat = forms.ChoiceField(
        label=_l("Pratinjau dengan data"),
        help_text=_l("Surat yang sudah terbit tidak berubah; hanya datanya yang dipakai."),
        error_messages={"invalid_choice": _l("Surat ini tidak ada dalam daftar. Pilih yang lain.")},
    )

    def __init__(self, *args: Any, letters: Sequence[Letter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letters = {str(each.pk): each for each in letters}
        chosen: Any = self.fields["surat"]
        chosen.choices = letter_choices(letters)

    def letter(self) -> Letter | None:
        """Return the letter that was chosen; ``None`` is the invented one."""
        return self.letters.get(self.cleaned_data["surat"])


class WordingForm(PreviewForm):
    """The text of one block, from when it holds, and why."""

    text = forms.CharField(
        label=_l("Teks"),
        widget=Textarea(rows=10),
        max_length=6000,
        strip=False,
        error_messages={"required": _l("Tuliskan teksnya, atau kembalikan ke naskah bawaan.")},
    )
    valid_from = forms.DateField(
        label=_l("Berlaku sejak"),
        help_text=_l("Surat yang terbit pada hari itu dan sesudahnya memakai teks ini."),
        widget=DateInput(),
        error_messages={
            "required": _l("Isi tanggalnya."),
            "invalid": _l("Isi tanggal yang benar, misalnya 2026-03-30."),
        },
    )
    reason = forms.CharField(
        label=_l("Alasan perubahan"),
        help_text=_l("Misalnya nomor nota dinas atau peraturan yang mendasarinya."),
        max_length=200,
        error_messages={"required": _l("Tuliskan alasan perubahannya.")},
    )
    # The newest version when the page was opened: who saves over another's change is told.
    seen = forms.IntegerField(widget=forms.HiddenInput())

    field_order = ("text", "valid_from", "reason", "surat", "seen")

    def __init__(
        self, *args: Any, kind: str, block: Block, newest: int, previewing: bool = False, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.kind, self.block, self.newest = kind, block, newest
        self.initial.setdefault("valid_from", today())
        self.initial.setdefault("seen", newest)
        if previewing:
            for name in ("valid_from", "reason"):
                self.fields[name].required = False

    def clean_text(self) -> str:
        """Refuse a text that could not be printed, or that leaves out what the law wants."""
        text: str = self.cleaned_data["text"]
        if wrong := services.problems(self.kind, self.block, text):
            raise forms.ValidationError(wrong)
        return text

    def clean_valid_from(self) -> date | None:
        """Refuse a day whose letters are issued already."""
        day: date | None = self.cleaned_data["valid_from"]
        if day is not None and day < today():
            raise forms.ValidationError(
                _("Naskah berlaku paling awal hari ini, {day}.").format(day=date_long(today()))
            )
        return day

    def clean_seen(self) -> int:
        """Refuse to save over a version that was written in the meantime."""
        seen: int = self.cleaned_data["seen"]
        if seen != self.newest:
            raise forms.ValidationError(
                _("Bagian ini baru saja diubah orang lain. Periksa versi terakhir di bawah.")
            )
        return seen


class DefaultForm(forms.Form):
    """Going back to the text of the template: from when, and why."""

    prefix = "bawaan"
    valid_from = WordingForm.base_fields["valid_from"]
    reason = WordingForm.base_fields["reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", today())

    def clean_valid_from(self) -> date:
        """Refuse a day whose letters are issued already."""
        day: date = self.cleaned_data["valid_from"]
        if day < today():
            raise forms.ValidationError(
                _("Naskah berlaku paling awal hari ini, {day}.").format(day=date_long(today()))
            )
        return day
