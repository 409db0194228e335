"""The form field for uploads, in the markup of a GOV.UK file upload."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _l

from ppid_portal.files.checks import Refusal, help_text, sort
from ppid_portal.files.kinds import BY_ENDING

_lazy_help = lazy(help_text, str)
MOST_FILES = 20


class UploadInput(forms.FileInput):
    """A file input that names the accepted endings to the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, multiple: bool = False) -> None:
        self.allow_multiple_selected = multiple
        super().__init__(
            {
                "accept": ",".join(f".{ending}" for ending in BY_ENDING),
                **({"multiple": True} if multiple else {}),
                **(attrs or {}),
            }
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """Return all files that were chosen under this name."""
        if hasattr(files, "getlist"):
            return [file for file in files.getlist(name) if file]
        found = files.get(name) if files else None
        return list(found) if isinstance(found, (list, tuple)) else [found] if found else []


class UploadField(forms.Field):
    """One or several files, checked one by one.

    Cleans to a list of ``UploadedFile`` (``multiple``) or to one of them or None. When some are
    refused the field has one error per refused file, and the good ones are in ``accepted``, so
    that a page can keep them: ``form.fields["documents"].accepted``. A form instance has its own
    copy of the field.
    """

    widget = UploadInput
    default_error_messages = {
        "required": _l("Pilih berkas yang akan dilampirkan."),
        "too_many": _l("Lampirkan paling banyak %(most)s berkas sekaligus."),
    }

    def __init__(self, *, multiple: bool = True, most: int = MOST_FILES, **kwargs: Any) -> None:
        self.multiple = multiple
        self.most = most if multiple else 1
        self.accepted: list[UploadedFile] = []
        self.refused: list[Refusal] = []
        kwargs.setdefault("help_text", _lazy_help())
        kwargs.setdefault("widget", UploadInput(multiple=multiple))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Return what was accepted; raises ValidationError with one sentence per refused file."""
        uploads: list[UploadedFile] = list(value or [])
        self.accepted, self.refused = [], []
        if not uploads:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return [] if self.multiple else None
        if len(uploads) > self.most:
            raise ValidationError(
                self.error_messages["too_many"], code="too_many", params={"most": self.most}
            )
        result = sort(uploads)
        self.accepted, self.refused = result.accepted, result.refused
        if self.refused:
            raise ValidationError(
                [ValidationError(str(refusal), code="refused") for refusal in self.refused]
            )
        return self.accepted if self.multiple else self.accepted[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether anything was chosen."""
        return bool(data)
