"""What each act of SOP 7 asks of the person who performs it.

``payload`` of every form is exactly what its transition in ``models`` takes by keyword.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.documenting import archive
from dip_app.documenting.archive import FACTS, LONGEST_YEARS, Fate, Form
from dip_app.documenting.models import DocumentingRound, UnitDocuments
from dip_app.models import Category, InformationItem
from ppid_portal.people.models import Unit
from ppid_portal.sop.case_forms import CaseForm, DateInput, Textarea, Ticks, UnitsField

# -- the round -------------------------------------------------------------------------------------


class BeginForm(forms.Form):
    """SOP 7.1: which units are asked, and what they are told."""

    mark_optional = False

    title = forms.CharField(
        label=_l("Judul"),
        max_length=200,
        error_messages={"required": _l("Tuliskan judulnya.")},
    )
    direction = forms.CharField(
        label=_l("Pesan kepada unit"),
        help_text=_l("Misalnya: perhatikan arsip pengadaan tahun 2020. Boleh kosong."),
        max_length=2000,
        required=False,
        widget=Textarea(3),
    )
    units = UnitsField(
        label=_l("Unit yang diminta"),
        help_text=_l("Unit yang mempunyai PPID Pelaksana hari ini."),
        queryset=Unit.objects.none(),
        widget=Ticks,
        error_messages={"required": _l("Pilih paling sedikit satu unit.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["units"]
        field.queryset = units


class RoundForm(CaseForm):
    """Base of the forms of a round: knows the concrete round."""

    case: DocumentingRound


class ReturnUnitForm(RoundForm):
    """SOP 7.1: which list goes back, and why."""

    documents = forms.ModelChoiceField(
        label=_l("Unit"),
        queryset=UnitDocuments.objects.none(),
        empty_label=_l("Pilih unit"),
        error_messages={
            "required": _l("Pilih unitnya."),
            "invalid_choice": _l("Unit ini belum menyampaikan daftarnya. Pilih yang lain."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["documents"]
        field.queryset = self.case.parts().filter(state="submitted")
        field.label_from_instance = lambda part: part.unit.name


class CompileForm(RoundForm):
    """SOP 7.2: what was compiled stands on the page; a note for Ketua PPID may be added."""

    summary = forms.CharField(
        label=_l("Catatan untuk Ketua PPID"),
        help_text=_l("Misalnya: unit yang belum masuk, butir yang tidak ditemukan. Boleh kosong."),
        max_length=4000,
        required=False,
        widget=Textarea(4),
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("summary", self.case.summary)
        self.order_fields(["summary", "checklist"])


class RatifyForm(RoundForm):
    """SOP 7.3: the list stands beside the button; only the checklist is asked."""


class FileForm(RoundForm):
    """SOP 7.4: what was ratified is filed as it is; only the checklist is asked."""


# -- what a unit states ----------------------------------------------------------------------------


class FactsForm(CaseForm):
    """Base of the forms that state what exists, where it is, and how long it is kept."""

    case: UnitDocuments
    mark_optional = False

    form = forms.ChoiceField(
        label=_l("Bentuk yang ada"),
        choices=Form.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
        error_messages={"required": _l("Pilih bentuknya.")},
    )
    classification = forms.CharField(
        label=_l("Kode klasifikasi arsip"),
        help_text=_l("Menurut pola klasifikasi arsip, misalnya KU.01.02. Boleh kosong."),
        max_length=60,
        required=False,
    )
    place = forms.CharField(
        label=_l("Tempat dokumen cetak"),
        help_text=_l("Misalnya: Ruang arsip B, rak 3. Wajib bila ada bentuk cetak."),
        max_length=200,
        required=False,
    )
    container = forms.CharField(
        label=_l("Boks atau map"),
        help_text=_l("Misalnya: boks 7, map 14."),
        max_length=100,
        required=False,
    )
    digital = forms.CharField(
        label=_l("Tempat berkas digital"),
        help_text=_l("Misalnya: portal ini, atau nama aplikasi dan foldernya. Boleh kosong."),
        max_length=300,
        required=False,
    )
    amount = forms.CharField(
        label=_l("Jumlah"),
        help_text=_l("Misalnya: 1 berkas, 3 boks."),
        max_length=60,
        required=False,
    )
    active_years = forms.IntegerField(
        label=_l("Retensi aktif (tahun)"),
        min_value=0,
        max_value=LONGEST_YEARS,
        error_messages={"required": _l("Isi masa aktifnya; 0 bila tidak ada.")},
    )
    inactive_years = forms.IntegerField(
        label=_l("Retensi inaktif (tahun)"),
        min_value=0,
        max_value=LONGEST_YEARS,
        error_messages={"required": _l("Isi masa inaktifnya; 0 bila tidak ada.")},
    )
    fate = forms.ChoiceField(
        label=_l("Nasib akhir menurut jadwal retensi"),
        choices=Fate.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
        error_messages={"required": _l("Pilih nasib akhirnya.")},
    )
    remarks = forms.CharField(
        label=_l("Keterangan"),
        help_text=_l("Wajib bila dokumennya tidak ditemukan: tuliskan sebabnya."),
        max_length=500,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Tell all at once what cannot be true of a record, beside its field."""
        from dip_app.documenting.rules import faults

        cleaned = super().clean() or {}
        if not self.errors:
            for name, sentence in faults(cleaned).items():
                self.add_error(name, sentence)
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Return what was stated, without the end that follows from it."""
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}


class StateItemForm(FactsForm):
    """SOP 7.1: one item, with its own day from which the retention counts."""

    item = forms.ModelChoiceField(
        label=_l("Nomor butir dalam DIP"),
        queryset=InformationItem.objects.none(),
        widget=forms.NumberInput,
        error_messages={
            "required": _l("Isi nomor butirnya."),
            "invalid_choice": _l("Butir ini bukan bagian dari daftar unit Anda."),
        },
    )
    retention_from = forms.DateField(
        label=_l("Retensi dihitung sejak"),
        help_text=_l("Biasanya 1 Januari sesudah tahun pembuatannya."),
        widget=DateInput,
        error_messages={
            "required": _l("Isi tanggal mulai retensi."),
            "invalid": _l("Isi tanggal yang benar, misalnya 2026-01-01."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = archive.items_of(self.case)
        self.order_fields(
            ["item", "form", "classification", "place", "container", "digital", "amount",
             "retention_from", "active_years", "inactive_years", "fate", "remarks"]
        )  # fmt: skip

    def payload(self) -> dict[str, Any]:
        """Return the item and what is stated of it."""
        return {"item": self.cleaned_data["item"], "facts": self.facts()}


class StateItemsForm(FactsForm):
    """SOP 7.1: the same of many items, chosen by what they are, or ticked on the page."""

    ALL, CATEGORY, YEAR, TICKED = "semua", "kategori", "tahun", "dicentang"

    which = forms.ChoiceField(
        label=_l("Untuk butir"),
        choices=(
            (ALL, _l("Semua yang masih kosong")),
            (CATEGORY, _l("Yang masih kosong dari satu kategori")),
            (YEAR, _l("Yang masih kosong dari satu tahun")),
            (TICKED, _l("Yang dicentang di halaman ini, juga yang sudah diisi")),
        ),
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": _l("Pilih butir mana yang diisi.")},
    )
    category = forms.ChoiceField(
        label=_l("Kategori"),
        choices=[("", _l("Pilih kategori")), *Category.choices],
        required=False,
    )
    year = forms.IntegerField(
        label=_l("Tahun pembuatan"), min_value=1945, max_value=2200, required=False
    )
    ticked = forms.ModelMultipleChoiceField(
        queryset=InformationItem.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["ticked"]
        field.queryset = archive.items_of(self.case)
        self.order_fields(["which", "category", "year"])

    def clean(self) -> dict[str, Any]:
        """Ask for what the choice of items needs."""
        cleaned = super().clean()
        which = cleaned.get("which")
        if which == self.CATEGORY and not cleaned.get("category"):
            self.add_error("category", _("Pilih kategorinya."))
        if which == self.YEAR and cleaned.get("year") is None and "year" not in self.errors:
            self.add_error("year", _("Isi tahunnya."))
        if which == self.TICKED and not cleaned.get("ticked"):
            self.add_error("which", _("Centang dahulu butirnya dalam daftar."))
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return the items and what is stated of them all."""
        data = self.cleaned_data
        if data["which"] == self.TICKED:
            keys = [item.pk for item in data["ticked"]]
            return {
                "items": archive.items_of(self.case).filter(pk__in=keys),
                "facts": self.facts(),
                "anew": True,
            }
        items = archive.unrecorded(self.case)
        if data["which"] == self.CATEGORY:
            items = items.filter(category=data["category"])
        elif data["which"] == self.YEAR:
            items = items.filter(made_year=data["year"])
        return {"items": items, "facts": self.facts()}


class SubmitForm(CaseForm):
    """SOP 7.1: what the unit stated stands on its page; a note may be added."""

    case: UnitDocuments

    note = forms.CharField(
        label=_l("Catatan untuk sekretariat"),
        max_length=2000,
        required=False,
        widget=Textarea(3),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["note", "checklist"])
