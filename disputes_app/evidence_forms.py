"""What goes into an evidence file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock.words import date_long
from ppid_portal.sop.models import Case


class EvidenceForm(forms.Form):
    """Which stages, and whether identity papers and internal letters go with them."""

    stages = forms.TypedMultipleChoiceField(
        label=_l("Tahap yang dimuat"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _l("Pilih sedikitnya satu tahap.")},
    )
    internal = forms.BooleanField(
        label=_l("Sertakan surat kerja internal"),
        required=False,
        help_text=_l(
            "Disposisi, memorandum, dan rekomendasi. Pihak lawan ikut membacanya; tanpa centang "
            "hanya surat kepada pemohon dan surat untuk Komisi Informasi yang dimuat."
        ),
    )
    identity = forms.BooleanField(
        label=_l("Sertakan bukti identitas pemohon"),
        required=False,
        help_text=_l("Hanya bila diminta majelis. Alasannya dicatat."),
    )
    identity_reason = forms.CharField(
        label=_l("Alasan menyertakan bukti identitas"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mark_optional = False

    def __init__(self, *args: Any, stages: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(stage.pk, _stage(stage)) for stage in stages]
        field = self.fields["stages"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = [pk for pk, _label in choices]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where it is needed."""
        data = super().clean() or {}
        if data.get("identity") and not data.get("identity_reason", "").strip():
            self.add_error("identity_reason", _("Tuliskan alasan menyertakan bukti identitas."))
        return data


def _stage(stage: Case) -> str:
    return _("{kind} {number}, diterima {date}").format(
        kind=stage.kind_label, number=stage.number or "", date=date_long(stage.received_at)
    )
