"""What the forms of every kind of case share: fields, inputs, and the storing of uploads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long
from ppid_portal.files.services import store
from ppid_portal.sop.forms import StepForm
from ppid_portal.sop.models import CaseDocument


class Textarea(forms.Textarea):
    """A text area that does not fill the whole desk."""

    def __init__(self, rows: int = 4) -> None:
        super().__init__(attrs={"rows": rows})


class Ticks(forms.CheckboxSelectMultiple):
    """Small boxes: a clerk ticks many of them, with a mouse."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "govuk-checkboxes--small"})


class DateInput(forms.DateInput):
    """The browser's own date field, which wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def not_in_future(day: date) -> None:
    """Refuse a day that has not come: nothing can have happened then (S21)."""
    if day > today():
        raise forms.ValidationError(
            _("Tanggal ini tidak boleh di masa depan. Hari ini %(today)s."),
            params={"today": date_long(today())},
        )


class PastDayField(forms.DateField):
    """A day on which something happened, at the latest today."""

    widget = DateInput
    default_validators = [not_in_future]
    default_error_messages = {
        "required": _l("Isi tanggalnya."),
        "invalid": _l("Isi tanggal yang benar, misalnya 2026-03-30."),
    }


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a day and a time, which wants ISO whatever the language."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A moment in the body's zone."""

    widget = MomentInput
    default_error_messages = {
        "required": _l("Isi tanggal dan jamnya."),
        "invalid": _l("Isi tanggal dan jam yang benar, misalnya 2026-03-30 09:00."),
    }

    def prepare_value(self, value: Any) -> Any:
        """Show a moment by the clock on the wall of the body."""
        return local(value).replace(tzinfo=None) if isinstance(value, datetime) else value


class UnitsField(forms.ModelMultipleChoiceField):
    """Units by their full name: a short name alone is not known to everybody."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name of the unit."""
        return str(obj.name)


class UnitField(forms.ModelChoiceField):
    """One unit by its full name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name of the unit."""
        return str(obj.name)


class CaseForm(StepForm):
    """Base of the forms of every kind of case: knows how to store uploads."""

    def store_documents(
        self, name: str, *, kind: str, audience: str, purpose: str
    ) -> list[CaseDocument]:
        """Store what was uploaded under a field; the transition attaches it to the case."""
        uploads: list[UploadedFile] = self.cleaned_data.get(name) or []
        return [
            CaseDocument(
                kind=kind,
                audience=audience,
                file=store(upload, purpose=purpose, actor=self.actor),
                added_by=self.actor.user,
            )
            for upload in uploads
        ]
