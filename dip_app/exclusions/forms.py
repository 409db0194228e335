"""What each step of SOP 8 asks of the person who performs it.

``payload`` of every form is exactly what its transition in ``models`` takes by keyword.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.entry_forms import EntryForm, usual
from dip_app.exclusions.letters import period_words
from dip_app.exclusions.models import DocumentationRound, ExclusionOpening
from dip_app.models import ClassificationDecree
from ppid_portal.clock.words import date_long
from ppid_portal.files.forms import UploadField
from ppid_portal.files.models import EXCLUDED, StoredFile
from ppid_portal.files.services import store
from ppid_portal.sop.case_forms import CaseForm, Textarea

# -- the half-yearly round -------------------------------------------------------------------------


class RoundForm(CaseForm):
    """Base of the forms of a documentation round: knows the concrete round."""

    case: DocumentationRound


class CollectForm(RoundForm):
    """SOP 8.1: the list stands on the page; only the checklist is asked."""


class ClassifyForm(RoundForm):
    """SOP 8.2: the list is in order already; only the checklist is asked."""


class StoreForm(RoundForm):
    """SOP 8.5: where the paper of one excluded item is, and its digital copy."""

    decree = forms.ModelChoiceField(
        label=_l("Informasi yang dikecualikan"),
        queryset=ClassificationDecree.objects.none(),
        empty_label=_l("Pilih informasi"),
        error_messages={
            "required": _l("Pilih informasi yang dicatat tempatnya."),
            "invalid_choice": _l("Informasi ini tidak lagi dikecualikan. Pilih yang lain."),
        },
    )
    place = forms.CharField(
        label=_l("Tempat dokumen cetak"),
        help_text=_l("Misalnya: Ruang arsip A, lemari besi 2. Boleh kosong bila hanya digital."),
        max_length=300,
        required=False,
    )
    container = forms.CharField(
        label=_l("Boks atau map"),
        help_text=_l("Misalnya: boks 7, map 14."),
        max_length=100,
        required=False,
    )
    copies = UploadField(label=_l("Salinan digital"), required=False)
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = self.case.standing().select_related("unit")
        unstored = set(self.case.unstored().values_list("pk", flat=True))
        field: Any = self.fields["decree"]
        field.queryset = standing
        field.choices = _grouped(standing, unstored)
        field.help_text = _("{count} informasi belum ada tempatnya; dicatat satu per satu.").format(
            count=len(unstored)
        )
        self.fields["copies"].help_text = _(
            "{kinds} Disimpan terenkripsi; setiap pembukaan dicatat."
        ).format(kinds=self.fields["copies"].help_text)
        self.order_fields(["decree", "place", "container", "copies"])

    def clean(self) -> dict[str, Any]:
        """Ask for a place or a copy, beside the field."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("place", "").strip() and not cleaned.get("copies"):
            self.add_error("place", _("Isi tempat dokumen cetak atau unggah salinan digitalnya."))
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return the place and the copies, stored under a purpose whose every look is recorded."""
        data = self.cleaned_data
        return {
            "decree": data["decree"],
            "place": data["place"],
            "container": data["container"],
            "files": [
                store(upload, purpose=EXCLUDED, actor=self.actor) for upload in data["copies"] or []
            ],
        }


class FinishStoringForm(RoundForm):
    """SOP 8.5: what is stored stands on the page; only the checklist is asked."""


class ReportForm(RoundForm):
    """SOP 8.6: the report is made from the register; a note may be added."""

    notes = forms.CharField(
        label=_l("Catatan dalam laporan"),
        help_text=_l("Dibaca Atasan PPID. Jangan memuat isi informasi yang dikecualikan."),
        max_length=4000,
        required=False,
        widget=Textarea(4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["notes", "checklist"])


# -- the opening -----------------------------------------------------------------------------------


class OpeningForm(CaseForm):
    """Base of the forms of an opening: knows the concrete opening."""

    case: ExclusionOpening


class ProposeForm(OpeningForm):
    """SOP 8.3: the proposal that Atasan PPID reads."""

    proposal = forms.CharField(
        label=_l("Usul kepada Atasan PPID"),
        help_text=_l(
            "Mengapa alasan pengecualiannya tidak ada lagi, dan bagaimana informasinya akan "
            "tersedia. Ubah kalimat ini seperlunya."
        ),
        max_length=4000,
        widget=Textarea(6),
        error_messages={"required": _l("Tuliskan usulnya.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decree = self.case.decree
        self.initial.setdefault(
            "proposal",
            self.case.proposal
            or _(
                "Jangka waktu pengecualian menurut {number} berakhir {end}. Kami mengusulkan agar "
                "“{title}” sejak tanggal itu tersedia bagi publik dan masuk Daftar Informasi "
                "Publik."
            ).format(number=decree.number, end=date_long(self.case.ends_on), title=decree.title),
        )
        self.order_fields(["proposal", "checklist"])


class ApproveForm(OpeningForm):
    """SOP 8.4: the proposal stands beside the button; only the checklist is asked."""


class SignForm(OpeningForm):
    """SOP 8.4: the decree stands beside the button; only the checklist is asked."""


class RenewForm(OpeningForm):
    """UU 14/2008 Pasal 19: the new determination, made by a new test."""

    decree = forms.ModelChoiceField(
        label=_l("Penetapan baru"),
        help_text=_l(
            "Hanya penetapan unit yang sama, dari uji konsekuensi yang baru, yang masih berlaku "
            "pada akhir jangka waktu yang lama."
        ),
        queryset=ClassificationDecree.objects.none(),
        empty_label=_l("Pilih penetapan"),
        error_messages={
            "required": _l("Pilih penetapan baru."),
            "invalid_choice": _l("Penetapan ini tidak dapat menggantikan yang lama. Pilih lagi."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decree"]
        field.queryset = successors(self.case)
        field.label_from_instance = _label


@dataclass(frozen=True)
class Copy:
    """A digital copy of what was excluded, as it may be copied into the public list."""

    pk: UUID
    label: str
    file: StoredFile


class ListForm(EntryForm):
    """UU 14/2008 Pasal 11: what is open now, as an entry of the public list."""

    case: ExclusionOpening

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "files" in self.fields:
            self.fields["files"].help_text = _(
                "Dokumen akan dapat diunduh siapa pun. Buka dahulu: jangan centang yang masih "
                "memuat bagian lain yang dikecualikan."
            )

    def known(self) -> dict[str, Any]:
        """Return what the determination tells; an entry that left the list for it comes back."""
        decree = self.case.decree
        found = usual(decree.title, "", decree.unit)
        if decree.item is not None:
            found["existing"] = decree.item.get_absolute_url()
        return found

    def released(self) -> list[Copy]:
        """Return the digital copies that were kept closed until now (SOP 8.5)."""
        custody = getattr(self.case.decree, "custody", None)
        files = custody.files.all() if custody is not None else ()
        return [Copy(pk=file.pk, label=file.original_name, file=file) for file in files]

    def payload(self) -> dict[str, Any]:
        """Return the entry."""
        return {"item": self.entry()}


def successors(case: ExclusionOpening) -> QuerySet[ClassificationDecree]:
    """Return the determinations that can take the place of the one that ends, newest first."""
    old = case.decree
    return (
        ClassificationDecree.objects.valid_on(case.ends_on)
        .filter(unit=old.unit_id, valid_from__gt=old.valid_from)
        .exclude(pk=old.pk)
        .order_by("-valid_from", "-pk")
    )


def _grouped(standing: QuerySet[ClassificationDecree], unstored: set[int]) -> list[tuple[Any, Any]]:
    """Return what is to be stored first, then what is stored and may have moved."""
    missing = [(each.pk, _label(each)) for each in standing if each.pk in unstored]
    there = [(each.pk, _label(each)) for each in standing if each.pk not in unstored]
    groups: list[tuple[Any, Any]] = [("", _("Pilih informasi"))]
    if missing:
        groups.append((_("Belum ada tempatnya"), missing))
    if there:
        groups.append((_("Sudah tercatat, ubah tempatnya"), there))
    return groups


def _label(decree: ClassificationDecree) -> str:
    return f"{decree.title} ({decree.number}, {period_words(decree)})"
