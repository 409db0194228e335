"""The entry of the public list as part of a step's form: a new one, or one that is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.models import Category, Format, InformationItem, ItemFile
from ppid_portal.clock import today
from ppid_portal.files.models import StoredFile
from ppid_portal.files.services import open_bytes, store
from ppid_portal.people.body import body
from ppid_portal.people.models import Unit
from ppid_portal.sop.case_forms import CaseForm, Ticks, UnitField

#: The columns of the public list (Perki 1/2021 Lampiran II) that an entry needs.
ITEM_FIELDS = (
    "title",
    "summary",
    "category",
    "unit",
    "responsible",
    "made_when",
    "made_year",
    "made_where",
    "format",
    "formats",
    "retention",
    "topic",
)
_YEAR = re.compile(r"\b(19[5-9]\d|20\d\d)\b")
_ITEM = re.compile(r"(?:.*/dip/)?(\d{1,9})(?:/.*)?")


class Releasable(Protocol):
    """A document that may be copied into the list, such as a ``CaseDocument``."""

    @property
    def pk(self) -> Any: ...

    @property
    def label(self) -> str: ...

    @property
    def file(self) -> StoredFile: ...


class ExistingEntryField(forms.CharField):
    """An entry of the list by its address or number; ``None`` when nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=500,
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Find the entry that was named."""
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        found = _ITEM.fullmatch(typed)
        item = InformationItem.objects.filter(pk=int(found[1])).first() if found else None
        if item is None:
            raise forms.ValidationError(
                _("Informasi ini tidak ditemukan dalam DIP. Tempel alamat halamannya.")
            )
        return item


class EntryForm(CaseForm):
    """Base of the forms that enter information in the public list (UU 14/2008 Pasal 11).

    A form says in :meth:`known` what is known of the information, and in :meth:`released` which
    documents of the case may be copied into the list.
    """

    existing = ExistingEntryField(
        label=_l("Sudah ada dalam DIP?"),
        help_text=_l(
            "Tempel alamat atau nomor informasinya, misalnya /dip/120/. Isian di bawah lalu tidak "
            "dipakai. Kosongkan untuk membuat yang baru."
        ),
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields_for_model(InformationItem, fields=ITEM_FIELDS))
        for name in ITEM_FIELDS:
            self.fields[name].label = _sentence(self.fields[name].label)
        self.fields["summary"].widget.attrs["rows"] = 4
        self.fields["unit"] = UnitField(
            label=self.fields["unit"].label,
            queryset=Unit.objects.filter(active=True).order_by("name"),
            empty_label=_l("Pilih unit"),
        )
        self.copied = self.released()
        if self.copied:
            self.fields["files"] = forms.MultipleChoiceField(
                label=_l("Salin dokumen ini ke DIP"),
                help_text=_l(
                    "Dokumen akan dapat diunduh siapa pun. Buka dahulu: jangan centang yang memuat "
                    "data pribadi pemohon."
                ),
                choices=[
                    (str(document.pk), document.label or document.file.original_name)
                    for document in self.copied
                ],
                required=False,
                widget=Ticks(),
            )
        if "checklist" in self.fields:
            self.fields["checklist"] = self.fields.pop("checklist")
        if self.is_bound and self.data.get("existing", "").strip():
            for name in ITEM_FIELDS:
                self.fields[name].required = False
        for name, value in self.known().items():
            self.initial.setdefault(name, value)

    # -- what each form adds -------------------------------------------------------------------

    def known(self) -> dict[str, Any]:
        """Return what the case tells of the information, by field."""
        return {}

    def released(self) -> Sequence[Releasable]:
        """Return the documents that may be copied into the list."""
        return []

    # -- the entry -----------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Apply the rules of the list, so that what is missing stands beside its field."""
        cleaned = super().clean() or {}
        if not self.errors and cleaned.get("existing") is None:
            item = InformationItem(**{name: cleaned[name] for name in ITEM_FIELDS})
            try:
                item.full_clean()
            except forms.ValidationError as error:
                self.add_error(None, error)
        return cleaned

    def entry(self) -> InformationItem:
        """Return the entry; a new one with files is kept as a draft until it is published."""
        data = self.cleaned_data
        item: InformationItem = data["existing"] or InformationItem(
            **{name: data[name] for name in ITEM_FIELDS}
        )
        wanted = set(data.get("files", []))
        chosen = [document for document in self.copied if str(document.pk) in wanted]
        if chosen:
            if item.pk is None:
                item.save()
            self._copy(item, chosen)
        return item

    def _copy(self, item: InformationItem, documents: Sequence[Releasable]) -> None:
        """Store copies: a file belongs to one case, and the list to everybody."""
        first = item.files.count()
        for place, document in enumerate(documents, start=first):
            copy = store(
                open_bytes(document.file),
                purpose="dip",
                actor=self.actor,
                name=document.file.original_name,
                content_type=document.file.content_type,
            )
            ItemFile.objects.create(item=item, file=copy, label=document.label, position=place)


def usual(title: str, summary: str, unit: Unit | None, *, hint: str = "") -> dict[str, Any]:
    """Return the beginning of an entry; the year is the one that ``title`` or ``hint`` names."""
    year = next(iter(_YEAR.findall(f"{title} {hint}")), str(today().year))
    return {
        "title": title[:300],
        "summary": summary[:5000],
        "category": Category.AVAILABLE,
        "unit": unit,
        "responsible": unit.name if unit is not None else body().office_name,
        "made_when": year,
        "made_year": int(year),
        "made_where": body().city,
        "format": Format.PDF,
        "formats": "PDF",
        "retention": "Menurut jadwal retensi arsip",
    }


def _sentence(label: Any) -> str:
    """Return a label of a model as the beginning of a line."""
    text = str(label)
    return text[:1].upper() + text[1:]
