"""The form of a step: what the SOP asks to be at hand, and what the act itself needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from ppid_portal.people.actors import Actor
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case


class StepForm(forms.Form):
    """Base of every step's form.

    Shows the step's kelengkapan as a checklist that must be complete, and asks for a reason
    where the act demands one. ``payload`` is what the engine is given.
    """

    def __init__(
        self, *args: Any, case: Case, actor: Actor, declaration: Any, **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", f"id_{declaration.name}_%s")
        super().__init__(*args, **kwargs)
        self.case = case
        self.actor = actor
        self.declaration = declaration
        step = declaration.step
        if step is not None and step.requires and declaration.needs_output:
            self.fields["checklist"] = forms.MultipleChoiceField(
                label=_l("Kelengkapan yang sudah ada"),
                choices=[(item, step.word(item)) for item in step.requires],
                widget=forms.CheckboxSelectMultiple,
                help_text=_l("Centang setiap kelengkapan yang sudah Anda periksa."),
                error_messages={"required": _l("Centang kelengkapan langkah ini lebih dahulu.")},
            )
        if declaration.needs_reason:
            self.fields["reason"] = forms.CharField(
                label=_l("Alasan"),
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=2000,
                error_messages={"required": _l("Tuliskan alasannya.")},
            )

    def clean_checklist(self) -> list[str]:
        """Refuse a step whose kelengkapan is not complete."""
        ticked: list[str] = self.cleaned_data["checklist"]
        step = self.declaration.step
        missing = [step.word(item) for item in step.requires if item not in ticked]
        if missing:
            raise forms.ValidationError(
                _l("Kelengkapan ini belum dicentang: %(missing)s."),
                params={"missing": ", ".join(missing)},
            )
        return ticked

    def payload(self) -> dict[str, Any]:
        """Return the arguments of the act for ``engine.perform``."""
        return dict(self.cleaned_data)

    def refuse(self, refusal: Refused) -> None:
        """Show the engine's refusal beside the field that it belongs to, or above the form."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, refusal.message)
