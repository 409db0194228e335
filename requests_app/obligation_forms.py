"""What carrying out an order asks of the secretariat: its proof, and its place in the list."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.models import Category, Format, InformationItem, ItemFile
from ppid_portal.clock import today
from ppid_portal.files.forms import UploadField
from ppid_portal.files.services import open_bytes, store
from ppid_portal.people.body import body
from ppid_portal.people.models import Unit
from ppid_portal.sop.models import CaseDocument
from requests_app.forms import CaseForm, PastDayField, Textarea, Ticks, UnitField
from requests_app.obligation_models import Obligation

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


class ObligationForm(CaseForm):
    """Base of the forms here: knows the concrete obligation."""

    case: Obligation


class DeliverForm(ObligationForm):
    """How an order without a request behind it was carried out."""

    delivered_on = PastDayField(
        label=_l("Dilaksanakan pada"),
        error_messages={"required": _l("Isi tanggal pelaksanaannya.")},
    )
    note = forms.CharField(
        label=_l("Bagaimana perintah ini dilaksanakan?"),
        help_text=_l("Tersimpan sebagai catatan internal."),
        max_length=2000,
        required=False,
        widget=Textarea(3),
    )
    documents = UploadField(label=_l("Bukti atau dokumen yang diberikan"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("delivered_on", today())

    def payload(self) -> dict[str, Any]:
        """Return day, note and the proof, which is for the office."""
        return {
            "delivered_on": self.cleaned_data["delivered_on"],
            "note": self.cleaned_data["note"],
            "documents": self.store_documents(
                "documents",
                kind=CaseDocument.Kind.ANSWER,
                audience=CaseDocument.Audience.INTERNAL,
                purpose="answer",
            ),
        }


class ListInformationForm(ObligationForm):
    """UU 14/2008 Pasal 11 ayat (2): the entry of the public list, new or one that is there."""

    existing = forms.CharField(
        label=_l("Sudah ada dalam DIP?"),
        help_text=_l(
            "Tempel alamat atau nomor informasinya, misalnya /dip/120/. Isian di bawah lalu tidak "
            "dipakai. Kosongkan untuk membuat yang baru."
        ),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
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
        self.released = self._released()
        if self.released:
            self.fields["files"] = forms.MultipleChoiceField(
                label=_l("Salin dokumen ini ke DIP"),
                help_text=_l(
                    "Dokumen akan dapat diunduh siapa pun. Buka dahulu: jangan centang yang memuat "
                    "data pribadi pemohon."
                ),
                choices=[
                    (str(document.pk), document.label or document.file.original_name)
                    for document in self.released
                ],
                required=False,
                widget=Ticks(),
            )
        if self.is_bound and self.data.get("existing", "").strip():
            for name in ITEM_FIELDS:
                self.fields[name].required = False
        for name, value in self._known().items():
            self.initial.setdefault(name, value)

    def _known(self) -> dict[str, Any]:
        """Return what the request and the order tell of the information."""
        case, request = self.case, self.case.request
        asked = request.information if request is not None else case.title
        task = request.unit_tasks.order_by("pk").first() if request is not None else None
        unit = task.unit if task is not None else None
        year = next(iter(_YEAR.findall(f"{case.title} {asked}")), str(today().year))
        return {
            "title": case.title,
            "summary": asked[:5000],
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

    def _released(self) -> list[CaseDocument]:
        """Return what was given to carry the order out."""
        found = list(self.case.documents.select_related("file").order_by("pk"))
        if self.case.request is not None:
            given = self.case.request.documents.filter(
                kind__in=(CaseDocument.Kind.ANSWER, CaseDocument.Kind.UNIT_ANSWER),
                released_at__isnull=False,
            )
            found += list(given.select_related("file").order_by("pk"))
        return found

    def clean_existing(self) -> InformationItem | None:
        """Find the entry that was named."""
        typed = self.cleaned_data["existing"].strip()
        if not typed:
            return None
        found = _ITEM.fullmatch(typed)
        item = InformationItem.objects.filter(pk=int(found[1])).first() if found else None
        if item is None:
            raise forms.ValidationError(
                _("Informasi ini tidak ditemukan dalam DIP. Tempel alamat halamannya.")
            )
        return item

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

    def payload(self) -> dict[str, Any]:
        """Return the entry; a new one is kept as a draft, with its files, until it is published."""
        data = self.cleaned_data
        item: InformationItem = data["existing"] or InformationItem(
            **{name: data[name] for name in ITEM_FIELDS}
        )
        wanted = set(data.get("files", []))
        chosen = [document for document in self.released if str(document.pk) in wanted]
        if chosen:
            if item.pk is None:
                item.save()
            self._copy(item, chosen)
        return {"item": item}

    def _copy(self, item: InformationItem, documents: list[CaseDocument]) -> None:
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


def _sentence(label: Any) -> str:
    """Return a label of a model as the beginning of a line."""
    text = str(label)
    return text[:1].upper() + text[1:]
