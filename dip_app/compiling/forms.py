"""What each step of SOP 5 asks of the person who performs it.

``payload`` of every form is exactly what its transition in ``models`` takes by keyword.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.compiling.models import ListRound, UnitList
from dip_app.editions.models import Action, Proposal
from dip_app.models import ENTRY_COLUMNS
from ppid_portal.clock import today
from ppid_portal.people.actors import units_with
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import Role
from ppid_portal.sop.case_forms import CaseForm, DateInput, Textarea, Ticks, UnitsField

#: What a row asks, in the order of the law's form.
ROW_FIELDS = (
    "title",
    "summary",
    "category",
    "responsible",
    "made_when",
    "made_year",
    "made_where",
    "format",
    "formats",
    "retention",
    "topic",
    "link",
)
_LARGEST = 10 * 1024 * 1024


# -- SOP 5.1 ---------------------------------------------------------------------------------------


class OrderForm(forms.Form):
    """SOP 5.1: for which year, until when, and which units."""

    year = forms.IntegerField(
        label=_l("Daftar tahun"),
        min_value=2010,
        max_value=2200,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        error_messages={"required": _l("Isi tahun daftar.")},
    )
    units_due_on = forms.DateField(
        label=_l("Usulan unit paling lambat"),
        widget=DateInput,
        error_messages={
            "required": _l("Isi batas waktu untuk unit."),
            "invalid": _l("Isi tanggal yang benar, misalnya 2026-03-30."),
        },
    )
    units = UnitsField(
        label=_l("Unit yang diminta menyusun daftar"),
        help_text=_l("Unit yang mempunyai PPID Pelaksana dan Pimpinan Unit Kerja."),
        queryset=Unit.objects.none(),
        widget=Ticks(),
        error_messages={"required": _l("Pilih paling sedikit satu unit.")},
    )
    instruction = forms.CharField(
        label=_l("Arahan dalam surat"),
        help_text=_l("Boleh kosong. Dicetak dalam surat kepada semua unit."),
        required=False,
        max_length=2000,
        widget=Textarea(3),
    )
    checklist = forms.MultipleChoiceField(
        label=_l("Kelengkapan yang sudah ada"),
        help_text=_l("Centang setiap kelengkapan yang sudah Anda periksa."),
        widget=Ticks(),
        error_messages={"required": _l("Centang kelengkapan langkah ini lebih dahulu.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    mark_optional = False

    def __init__(self, *args: Any, requires: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = today()
        heads = units_with(Role.PIMPINAN_UNIT_KERJA, day).order_by().values("pk")
        units: Any = self.fields["units"]
        units.queryset = units_with(Role.PPID_PELAKSANA, day).filter(pk__in=heads)
        checklist: Any = self.fields["checklist"]
        checklist.choices = requires
        self.initial.setdefault("year", day.year)
        self.initial.setdefault("units", list(units.queryset))

    def clean_units_due_on(self) -> date:
        """Leave the units time: the day lies after today."""
        day: date = self.cleaned_data["units_due_on"]
        if day <= today():
            raise forms.ValidationError(_("Batas waktu unit harus sesudah hari ini."))
        return day

    def clean_checklist(self) -> list[str]:
        """Refuse an order whose kelengkapan is not complete."""
        ticked: list[str] = self.cleaned_data["checklist"]
        field: Any = self.fields["checklist"]
        missing = [str(label) for value, label in field.choices if value not in ticked]
        if missing:
            raise forms.ValidationError(
                _("Kelengkapan ini belum dicentang: %(missing)s."),
                params={"missing": ", ".join(missing)},
            )
        return ticked


# -- a unit's part ---------------------------------------------------------------------------------


class PartForm(CaseForm):
    """Base of the forms of a unit's part: knows the concrete part."""

    case: UnitList


class CoordinateForm(PartForm):
    """SOP 5.2: what was settled with the work units."""

    coordination = forms.CharField(
        label=_l("Hasil koordinasi"),
        help_text=_l("Unit kerja mana yang menyampaikan apa, dan sampai kapan. Tanpa nama orang."),
        max_length=4000,
        widget=Textarea(4),
        error_messages={"required": _l("Tuliskan hasil koordinasinya.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["coordination", "checklist"])


class InventoryForm(PartForm):
    """SOP 5.3: the rows have a page of their own; only the checklist is asked."""


class ClassifyForm(PartForm):
    """SOP 5.4: every row carries its class; only the checklist is asked."""


class AskForm(PartForm):
    """SOP 5.5: the memorandum is made from the rows; only the checklist is asked."""


class HeadForm(PartForm):
    """SOP 5.6: the rows stand on the page; only the checklist is asked."""


class SubmitForm(PartForm):
    """SOP 5.7: the memorandum is made from the rows; only the checklist is asked."""


class KeepAllForm(PartForm):
    """Nothing is asked: changes and removals of published entries are taken back."""


class LinkField(forms.URLField):
    """An address that is typed without its scheme is one of https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class RowForm(PartForm):
    """One row of the unit's list, in the columns of the law's form (domain 3.9).

    With ``row`` it is that row's; without it a new one.
    """

    remove = forms.BooleanField(
        label=_l("Keluarkan dari daftar"),
        help_text=_l("Informasi ini tidak lagi dimuat. Tulis alasannya dalam catatan."),
        required=False,
    )
    mark_optional = False

    def __init__(self, *args: Any, row: Proposal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields.update(
            fields_for_model(
                Proposal,
                fields=[*ROW_FIELDS, "remark"],
                field_classes={"link": LinkField},
            )
        )
        for name in (*ROW_FIELDS, "remark"):
            label = str(self.fields[name].label)
            self.fields[name].label = label[:1].upper() + label[1:]
        self.fields["summary"].widget.attrs["rows"] = 4
        self.fields["remark"].help_text = _("Mengapa diubah atau dikeluarkan.")
        self.fields["remark"].required = False
        if row is None or row.item_id is None or row.action == Action.NEW:
            del self.fields["remove"]
        if row is not None:
            for name in (*ROW_FIELDS, "remark"):
                self.initial.setdefault(name, getattr(row, name))
            self.initial.setdefault("remove", row.action == Action.REMOVE)
        else:
            self.initial.setdefault("made_year", today().year)
            self.initial.setdefault("responsible", _("Kepala {unit}").format(unit=self._unit()))
        self.order_fields([*ROW_FIELDS, "remove", "remark"])

    def _unit(self) -> str:
        return self.case.own_unit().name

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a removal beside the remark."""
        cleaned = super().clean() or {}
        if cleaned.get("remove") and not cleaned.get("remark", "").strip():
            self.add_error("remark", _("Tulis alasan informasi ini dikeluarkan dari daftar."))
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return the row as the act takes it."""
        data = self.cleaned_data
        return {
            "row": self.row,
            "values": {name: data[name] for name in ROW_FIELDS if name in ENTRY_COLUMNS},
            "remove": bool(data.get("remove")),
            "remark": data["remark"],
        }


class RowNumberField(forms.IntegerField):
    """A row of the unit's list by the number that its table shows."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_l("Nomor baris"),
            min_value=1,
            error_messages={"required": _l("Isi nomor barisnya.")},
            **kwargs,
        )


class DropForm(PartForm):
    """Which new row goes."""

    row = RowNumberField(help_text=_l("Nomor pada tabel usulan. Hanya usulan baru."))

    def clean_row(self) -> Proposal:
        """Find the row in the unit's own list."""
        found = self.case.rows().filter(position=self.cleaned_data["row"]).first()
        if found is None:
            raise forms.ValidationError(_("Baris ini tidak ada dalam usulan."))
        if found.action != Action.NEW:
            raise forms.ValidationError(
                _("Hanya usulan baru yang dapat dihapus. Ubah barisnya, lalu keluarkan.")
            )
        return found


class TakeInForm(PartForm):
    """A list as the unit keeps it: XLSX or CSV."""

    file = forms.FileField(
        label=_l("Daftar unit (XLSX atau CSV)"),
        help_text=_l(
            "Baris tentang informasi yang sudah terbit mengubah usulannya; baris lain menjadi "
            "usulan baru. Bila ada baris yang salah, tidak ada yang dimasukkan."
        ),
        max_length=200,
        error_messages={
            "required": _l("Pilih berkasnya."),
            "empty": _l("Berkas ini kosong."),
        },
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be a list of one unit."""
        found = self.cleaned_data["file"]
        if found.size > _LARGEST:
            raise forms.ValidationError(_("Berkas lebih besar dari 10 MB. Bagi menjadi dua."))
        return found

    def payload(self) -> dict[str, Any]:
        """Return the content; the file itself is not kept, its rows are."""
        found = self.cleaned_data["file"]
        return {"content": found.read(), "file_name": found.name}


# -- the round -------------------------------------------------------------------------------------


class RoundForm(CaseForm):
    """Base of the forms of a round: knows the concrete round."""

    case: ListRound


class VerifyForm(RoundForm):
    """SOP 5.8: one row goes into the list or not, and why not.

    With ``row`` it is that row's; without it the person names it by its register and number.
    """

    keep = forms.TypedChoiceField(
        label=_l("Putusan atas baris ini"),
        choices=[
            ("ya", _l("Masukkan: sudah diperiksa, bukan kembar")),
            ("tidak", _l("Jangan dimasukkan")),
        ],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
        error_messages={"required": _l("Pilih apakah baris ini masuk daftar.")},
    )
    why = forms.CharField(
        label=_l("Alasan tidak dimasukkan"),
        help_text=_l("Wajib bila tidak dimasukkan. Dibaca unit yang mengusulkan."),
        max_length=300,
        required=False,
    )
    mark_optional = False

    def __init__(self, *args: Any, row: Proposal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        if row is None:
            self.fields["row"] = forms.IntegerField(
                label=_l("Kode baris"),
                help_text=_l("Tercantum pada halaman telaah."),
                min_value=1,
                error_messages={"required": _l("Isi kode barisnya.")},
            )
        elif row.set_aside:
            self.initial.setdefault("why", row.set_aside)
        self.order_fields(["row", "keep", "why"])

    def clean(self) -> dict[str, Any]:
        """Ask for the reason beside its field, and find the row that was named."""
        cleaned = super().clean() or {}
        if cleaned.get("keep") is False and not cleaned.get("why", "").strip():
            self.add_error("why", _("Tulis alasan baris ini tidak dimasukkan."))
        if "row" in cleaned:
            self.row = self.case.rows().filter(pk=cleaned["row"]).first()
            if self.row is None:
                self.add_error("row", _("Baris ini tidak ada dalam putaran ini."))
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return the row and what was decided."""
        return {
            "row": self.row,
            "keep": self.cleaned_data["keep"],
            "why": self.cleaned_data["why"],
        }


class CompileForm(RoundForm):
    """SOP 5.8: what the review found, as the report tells Atasan PPID."""

    notes = forms.CharField(
        label=_l("Hasil telaah"),
        help_text=_l("Boleh kosong. Dimuat dalam laporan kepada Atasan PPID."),
        max_length=4000,
        required=False,
        widget=Textarea(4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("notes", self.case.notes)
        self.order_fields(["notes", "checklist"])


class ReportForm(RoundForm):
    """SOP 5.9: the memorandum is made from the round; only the checklist is asked."""


class ApproveForm(RoundForm):
    """SOP 5.9: report and list stand beside the button; only the checklist is asked."""


class EstablishForm(RoundForm):
    """SOP 5.9: the approved list stands beside the button; only the checklist is asked."""
