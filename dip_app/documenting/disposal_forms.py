"""What the acts of a disposal ask of the person who performs them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from dip_app.documenting.disposal import DisposalLine, DisposalProposal, Sort
from ppid_portal.people.models import Unit
from ppid_portal.sop.case_forms import CaseForm, PastDayField, Textarea, UnitField


class ProposeForm(forms.Form):
    """UU 43/2009 Pasal 51: what is proposed, and of which unit."""

    mark_optional = False

    sort = forms.ChoiceField(
        label=_l("Jenis usul"),
        choices=Sort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Pilih jenis usulnya.")},
    )
    unit = UnitField(
        label=_l("Unit"),
        queryset=Unit.objects.filter(active=True).order_by("name"),
        empty_label=_l("Semua unit"),
        required=False,
    )
    note = forms.CharField(
        label=_l("Pertimbangan"),
        help_text=_l("Dibaca Ketua PPID. Boleh kosong."),
        max_length=2000,
        required=False,
        widget=Textarea(3),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=32)


class DisposalForm(CaseForm):
    """Base of the forms of a proposal: knows the concrete one."""

    case: DisposalProposal


class StrikeForm(DisposalForm):
    """Which record leaves the proposal; the reason is asked by the act."""

    line = forms.ModelChoiceField(
        label=_l("Arsip"),
        queryset=DisposalLine.objects.none(),
        empty_label=_l("Pilih arsip"),
        error_messages={
            "required": _l("Pilih arsipnya."),
            "invalid_choice": _l("Arsip ini tidak ada dalam usul. Pilih yang lain."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["line"]
        field.queryset = self.case.standing().select_related("record__item")
        field.label_from_instance = lambda line: f"{line.position}. {line.record.item.title}"


class CarryOutForm(DisposalForm):
    """What was done outside of the portal, and by which papers."""

    mark_optional = False

    done_on = PastDayField(label=_l("Dilaksanakan pada"))
    done_letter = forms.CharField(
        label=_l("Nomor dan tanggal berita acara pelaksanaan"),
        max_length=200,
        error_messages={"required": _l("Isi nomor dan tanggal berita acaranya.")},
    )
    anri_letter = forms.CharField(
        label=_l("Nomor dan tanggal persetujuan Kepala ANRI"),
        help_text=_l("Wajib bila ada arsip yang masa simpannya 10 tahun atau lebih."),
        max_length=200,
        required=False,
    )
