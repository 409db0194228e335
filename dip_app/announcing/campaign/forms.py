"""What each step of SOP 1 asks of the person who performs it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.announcing.campaign import letters
from dip_app.announcing.campaign.models import Campaign, MemberList
from ppid_portal.clock import today
from ppid_portal.people.actors import units_with
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import Role
from ppid_portal.sop.case_forms import CaseForm, Textarea, Ticks, UnitsField


class LetterFields(forms.Form):
    """Whom the letter asks, and what it says beside the law."""

    units = UnitsField(
        label=_l("Anggota PPID yang diminta"),
        help_text=_l("Unit yang mempunyai Anggota PPID hari ini."),
        queryset=Unit.objects.none(),
        widget=Ticks(),
        error_messages={"required": _l("Pilih paling sedikit satu unit.")},
    )
    instruction = forms.CharField(
        label=_l("Arahan dalam surat"),
        help_text=_l("Boleh kosong. Dicetak dalam surat kepada semua Anggota PPID."),
        required=False,
        max_length=2000,
        widget=Textarea(3),
    )
    mark_optional = False

    def offer_members(self) -> None:
        """Offer the units that have an Anggota PPID today."""
        field: Any = self.fields["units"]
        field.queryset = units_with(Role.ANGGOTA_PPID, today())


class OpenForm(LetterFields):
    """SOP 1.1: for which year, and to whom; ``key`` makes of a form sent twice one case."""

    year = forms.IntegerField(
        label=_l("Daftar tahun"),
        min_value=2010,
        max_value=2200,
        error_messages={"required": _l("Isi tahun daftar.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_members()
        units: Any = self.fields["units"]
        self.initial.setdefault("year", today().year)
        self.initial.setdefault("units", list(units.queryset))
        self.order_fields(["year", "units", "instruction"])

    def clean(self) -> dict[str, Any]:
        """Refuse a second campaign of a year, unless it is this very form sent again."""
        cleaned = super().clean() or {}
        year, key = cleaned.get("year"), cleaned.get("key", "")
        other = Campaign.objects.filter(year=year).exclude(idempotency_key__endswith=f":{key}")
        if year is not None and other.exists():
            self.add_error("year", _("Kampanye tahun ini sudah ada."))
        return cleaned


class PrepareAgainForm(LetterFields, CaseForm):
    """SOP 1.1: mend the letter that was given back."""

    case: Campaign

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_members()
        self.initial.setdefault("units", list(self.case.members.all()))
        self.initial.setdefault("instruction", self.case.instruction)
        self.order_fields(["units", "instruction"])

    def payload(self) -> dict[str, Any]:
        """Return units and instruction."""
        data = self.cleaned_data
        return {"units": list(data["units"]), "instruction": data["instruction"]}


class SubmitForm(CaseForm):
    """SOP 1.2: the open list has a page of its own, the excluded one stands on this page."""

    case: MemberList
    excluded_note = forms.CharField(
        label=_l("Adakah informasi lain yang menurut unit perlu dikecualikan?"),
        help_text=_l(
            "Sebut judul dan alasannya, tanpa isinya. Hanya uji konsekuensi yang dapat "
            "mengecualikannya (UU 14/2008 Pasal 19); sampai saat itu informasinya terbuka."
        ),
        required=False,
        max_length=4000,
        widget=Textarea(3),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["excluded_note", "checklist"])


class MergeForm(CaseForm):
    """SOP 1.3: the rows have a page of their own; a note for Atasan PPID may be added."""

    notes = forms.CharField(
        label=_l("Hasil penggabungan"),
        help_text=_l("Dibaca Atasan PPID. Boleh kosong."),
        required=False,
        max_length=4000,
        widget=Textarea(4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("notes", self.case.notes)  # type: ignore[attr-defined]
        self.order_fields(["notes", "checklist"])


class AnnounceForm(CaseForm):
    """SOP 1.5: what the public reads; the address of the list is added by the portal."""

    case: Campaign
    text = forms.CharField(
        label=_l("Isi pengumuman"),
        help_text=_l("Alamat daftarnya ditambahkan sendiri. Ubah kalimat ini seperlunya."),
        max_length=10_000,
        widget=Textarea(6),
        error_messages={"required": _l("Tulis isi pengumuman.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("text", letters.announcement_text(self.case))
        self.order_fields(["text", "checklist"])
