"""What each step of SOP 6 asks of the person who performs it.

``payload`` of every form is exactly what its transition in ``models`` takes by keyword.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.consequence import rules
from dip_app.consequence.grounds import law_text
from dip_app.consequence.models import (
    OFFICE,
    ConsequenceTest,
    ItemOutcome,
    TestItem,
    Trigger,
)
from dip_app.entry_forms import EntryForm, ExistingEntryField, usual
from dip_app.models import ArticleLetter
from ppid_portal.clock import now, today
from ppid_portal.files.forms import UploadField
from ppid_portal.people.actors import Actor, units_with
from ppid_portal.people.models import Appointment, Unit
from ppid_portal.people.roles import UNIT_BOUND, Role
from ppid_portal.sop.case_forms import (
    CaseForm,
    DateInput,
    MomentField,
    Textarea,
    Ticks,
    UnitField,
    UnitsField,
)
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import CaseDocument

MOST_ITEMS = 30
MOST_PARTICIPANTS = 60
#: Whoever sits in the meeting; Atasan PPID decides on what it finds, and is not offered.
_IN_MEETINGS = (*OFFICE, Role.SEKRETARIS_PPID, Role.ASDEP_HUKUM)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class TestForm(CaseForm):
    """Base of the forms here: knows the concrete test."""

    #: Its name begins like a test's; the test runner is told that it is none.
    __test__ = False

    case: ConsequenceTest

    def items(self) -> list[TestItem]:
        """Return the items of the test with their units."""
        return list(self.case.items.select_related("unit", "entry"))


# -- SOP 6.1 ---------------------------------------------------------------------------------------


class OpenForm(forms.Form):
    """SOP 6.1: what is to be tested, and who asks for it."""

    trigger = forms.ChoiceField(
        label=_l("Uji ini diminta karena"),
        widget=forms.RadioSelect,
        choices=Trigger.choices,
        error_messages={"required": _l("Pilih mengapa uji ini diminta.")},
    )
    asked_by = forms.CharField(
        label=_l("Diminta oleh"),
        help_text=_l("Unit, jabatan, atau komisi. Jangan menulis nama pemohon informasi."),
        max_length=200,
        error_messages={"required": _l("Tuliskan siapa yang meminta uji ini.")},
    )
    title = forms.CharField(
        label=_l("Pokok uji dalam register"),
        help_text=_l("Satu baris yang dikenali semua petugas."),
        max_length=300,
        error_messages={"required": _l("Tulis pokok uji dalam satu baris.")},
    )
    question = forms.CharField(
        label=_l("Apa yang perlu diuji?"),
        help_text=_l(
            "Informasi apa, dan mengapa mungkin harus dikecualikan. Dibaca unit yang diundang: "
            "jangan memuat nama atau alamat pemohon."
        ),
        max_length=4000,
        widget=Textarea(4),
        error_messages={"required": _l("Tuliskan apa yang perlu diuji.")},
    )
    documents = UploadField(
        label=_l("Surat permohonan atau dokumen pendukung"),
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    mark_optional = False

    def __init__(self, *args: Any, triggers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["trigger"]
        field.choices = [(code, Trigger(code).label) for code in triggers]
        if len(triggers) == 1:
            self.initial.setdefault("trigger", triggers[0])


class OpenItemForm(forms.Form):
    """One piece of information to be tested, and the unit that holds it."""

    information = forms.CharField(
        label=_l("Informasi"),
        help_text=_l("Sebutkan setepat mungkin: dokumen apa, tentang apa, tahun berapa."),
        max_length=300,
        required=False,
    )
    unit = UnitField(
        label=_l("Unit yang menguasai"),
        queryset=Unit.objects.none(),
        empty_label=_l("Pilih unit"),
        required=False,
    )
    mark_optional = False

    def __init__(self, *args: Any, units: Any, own: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One form for all: an empty row is no error, half a row is.
        self.mark_optional = False
        self.own = own
        if own is not None:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the other half of a row."""
        cleaned = super().clean() or {}
        if self.own is not None:
            return cleaned
        named, unit = cleaned.get("information", "").strip(), cleaned.get("unit")
        if named and unit is None and "unit" not in self.errors:
            self.add_error("unit", _("Pilih unit yang menguasai informasi ini."))
        elif unit is not None and not named and "information" not in self.errors:
            self.add_error("information", _("Tuliskan informasi yang dikuasai unit ini."))
        return cleaned

    def pair(self) -> tuple[str, Unit] | None:
        """Return the information and its unit, ``None`` for an empty row."""
        named = self.cleaned_data.get("information", "").strip()
        unit = self.own or self.cleaned_data.get("unit")
        return (named, unit) if named and unit is not None else None


class BaseOpenItems(forms.BaseFormSet):  # type: ignore[type-arg]
    """The pieces of information of a new test; at least one is named."""

    def pairs(self) -> list[tuple[str, Unit]]:
        """Return what was named, in order."""
        found = [form.pair() for form in self.forms]
        return [pair for pair in found if pair is not None]

    def clean(self) -> None:
        """Refuse a test of nothing, beside the first row."""
        if any(self.errors) or self.pairs():
            return
        self.forms[0].add_error(
            "information", _("Isi paling sedikit satu informasi yang akan diuji.")
        )


OpenItems = forms.formset_factory(
    OpenItemForm,
    formset=BaseOpenItems,
    extra=0,
    min_num=1,
    max_num=MOST_ITEMS,
    validate_max=True,
    absolute_max=MOST_ITEMS + 1,
)


def holding_units() -> Any:
    """Return the units that may hold information."""
    return Unit.objects.filter(active=True).order_by("name")


# -- SOP 6.2 ---------------------------------------------------------------------------------------


class StudyForm(TestForm):
    """SOP 6.2: who is called to the meeting, when, and with which documents."""

    units = UnitsField(
        label=_l("Unit yang diundang"),
        help_text=_l("Setiap unit diminta memberi pendapat dan dokumennya sebelum rapat."),
        queryset=Unit.objects.none(),
        widget=Ticks(),
        error_messages={
            "required": _l("Pilih paling sedikit satu unit yang menguasai informasinya.")
        },
    )
    meeting_at = MomentField(label=_l("Waktu rapat"))
    meeting_place = forms.CharField(
        label=_l("Tempat rapat"),
        max_length=300,
        error_messages={"required": _l("Isi tempat rapat.")},
    )
    agenda = forms.CharField(
        label=_l("Acara"),
        max_length=2000,
        widget=Textarea(3),
        error_messages={"required": _l("Tuliskan acara rapat.")},
    )
    needs = forms.CharField(
        label=_l("Yang harus disiapkan unit"),
        help_text=_l("Satu dokumen per baris."),
        required=False,
        max_length=4000,
        widget=Textarea(3),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = units_with(Role.PPID_PELAKSANA, today())
        self.fields["units"].queryset = found  # type: ignore[attr-defined]
        holding = {item.unit_id for item in self.items()}
        self.initial.setdefault("units", [unit.pk for unit in found if unit.pk in holding])
        self.initial.setdefault("agenda", f"Pengujian tentang konsekuensi: {self.case.title}")

    def clean_meeting_at(self) -> Any:
        """Refuse a meeting that would have been already."""
        meeting_at = self.cleaned_data["meeting_at"]
        if meeting_at < now():
            raise forms.ValidationError(_("Waktu rapat tidak boleh sudah lewat."))
        return meeting_at

    def payload(self) -> dict[str, Any]:
        """Return units, meeting, needs and checklist."""
        data = self.cleaned_data
        return {**data, "units": list(data["units"]), "needs": lines_of(data["needs"])}


class GiveViewForm(TestForm):
    """SOP 6.2: what a unit thinks of opening its information, and its documents."""

    text = forms.CharField(
        label=_l("Pendapat unit"),
        help_text=_l(
            "Apa akibatnya bila dibuka, apa bila tetap ditutup, dan bagian mana yang dapat dibuka. "
            "Cap “rahasia” saja bukan alasan (UU 14/2008 Pasal 17 dan 19)."
        ),
        max_length=10_000,
        widget=Textarea(6),
        error_messages={"required": _l("Tuliskan pendapat unit Anda.")},
    )
    documents = UploadField(label=_l("Dokumen yang akan diuji"), required=False)

    def payload(self) -> dict[str, Any]:
        """Return the view; its documents are for the office and the unit."""
        return {
            "text": self.cleaned_data["text"],
            "documents": self.store_documents(
                "documents",
                kind=CaseDocument.Kind.UNIT_ANSWER,
                audience=CaseDocument.Audience.INTERNAL,
                purpose="test",
            ),
        }


# -- SOP 6.3 ---------------------------------------------------------------------------------------


class HoldMeetingForm(TestForm):
    """SOP 6.3: when the meeting was, who took part, and what was said."""

    met_at = MomentField(label=_l("Waktu rapat"))
    place = forms.CharField(
        label=_l("Tempat rapat"),
        max_length=300,
        error_messages={"required": _l("Isi tempat rapat.")},
    )
    staff = forms.MultipleChoiceField(
        label=_l("Peserta dari PPID dan unit"),
        help_text=_l("Peserta menandatangani Berita Acara dan tidak dapat menetapkan hasilnya."),
        required=False,
        widget=Ticks(),
    )
    others = forms.CharField(
        label=_l("Peserta lain"),
        help_text=_l("Satu orang per baris: nama; jabatan; unit."),
        required=False,
        max_length=10_000,
        widget=Textarea(3),
    )
    summary = forms.CharField(
        label=_l("Jalannya rapat"),
        max_length=10_000,
        widget=Textarea(6),
        error_messages={"required": _l("Tuliskan jalannya rapat.")},
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = {item.unit_id for item in self.items()}
        units |= set(self.case.views.values_list("unit_id", flat=True))
        offered = (
            Appointment.objects.valid_on(today())
            .filter(Q(role__in=_IN_MEETINGS) | Q(role__in=UNIT_BOUND, unit__in=units))
            .select_related("user", "unit")
            .order_by("unit__name", "user__name", "pk")
        )
        self._offered = {str(held.pk): held for held in offered}
        self.fields["staff"].choices = [  # type: ignore[attr-defined]
            (key, f"{held.user.name} ({held.title}, {held.unit})")
            for key, held in self._offered.items()
        ]
        if "checklist" in self.fields:
            self.fields["checklist"] = self.fields.pop("checklist")

    def clean_met_at(self) -> Any:
        """Refuse a meeting that has not been."""
        met_at = self.cleaned_data["met_at"]
        if met_at > now():
            raise forms.ValidationError(_("Waktu rapat tidak boleh di masa depan."))
        return met_at

    def clean_others(self) -> list[list[str]]:
        """Take each line apart, and refuse one that is longer than a name and an office."""
        rows = [
            [part.strip() for part in line.split(";")]
            for line in lines_of(self.cleaned_data["others"])
        ]
        for row in rows:
            if len(row) > 3 or not row[0] or any(len(part) > 200 for part in row):
                raise forms.ValidationError(
                    _("Tulis satu orang per baris: nama; jabatan; unit. Periksa “%(line)s”."),
                    params={"line": "; ".join(row)[:80]},
                )
        return rows

    def clean(self) -> dict[str, Any]:
        """Ask for the two people without whom there is no meeting."""
        cleaned = super().clean() or {}
        if "others" in cleaned and "staff" in cleaned:
            present = len(cleaned["staff"]) + len(cleaned["others"])
            if present < 2:
                self.add_error("staff", _("Isi paling sedikit dua peserta rapat."))
            elif present > MOST_PARTICIPANTS:
                self.add_error("others", _("Peserta rapat terlalu banyak. Periksa daftarnya."))
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return the meeting; whoever has an account is named by it, however they were entered."""
        data = self.cleaned_data
        found: dict[int, dict[str, Any]] = {}
        for key in data["staff"]:
            held = self._offered[key]
            found.setdefault(
                held.user_id,
                {
                    "name": held.user.name,
                    "office": str(held.title),
                    "unit_name": held.unit.name,
                    "user": held.user,
                },
            )
        people = list(found.values())
        for row in data["others"]:
            name, office, unit = (*row, "", "")[:3]
            user = _user_named(name)
            if user is None or user.pk not in found:
                people.append({"name": name, "office": office, "unit_name": unit, "user": user})
        return {
            "met_at": data["met_at"],
            "place": data["place"],
            "participants": people,
            "summary": data["summary"],
            **({"checklist": data["checklist"]} if "checklist" in data else {}),
        }


def _user_named(name: str) -> Any:
    """Return who holds an appointment under this name today, if that is one person."""
    held = Appointment.objects.valid_on(today()).filter(user__name__iexact=name)
    users = {each.user_id: each.user for each in held.select_related("user")}
    return next(iter(users.values())) if len(users) == 1 else None


# -- SOP 6.4 ---------------------------------------------------------------------------------------

#: What a finding is made of, as the columns of ``TestItem`` are called.
FINDINGS = (
    "outcome",
    "letter",
    "other_law",
    "law",
    "if_opened",
    "if_closed",
    "public_interest",
    "alternative",
    "redaction",
    "valid_until",
    "end_event",
)
#: What only an exclusion has a place for.
_OF_EXCLUSION = ("letter", "other_law", "law", "valid_until", "end_event")


def _text(label: Any, *, help_text: Any = "", rows: int = 3, most: int = 4000) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=most,
        widget=Textarea(rows),
    )


class WeighForm(TestForm):
    """SOP 6.4: the sheet of one item (lembar uji konsekuensi, domain 3.11).

    With ``item`` the sheet is that item's and filled with what was found so far; without it the
    person chooses. Which fields are wanted depends on the outcome; what counts is
    ``rules.check_item``.
    """

    item = forms.ChoiceField(
        label=_l("Butir"), error_messages={"required": _l("Pilih butir yang ditimbang.")}
    )
    if_opened = _text(
        _l("Akibat bila dibuka"),
        help_text=_l("Kerugian yang nyata bagi kepentingan yang dilindungi (Pasal 19)."),
    )
    if_closed = _text(
        _l("Akibat bila tetap ditutup"),
        help_text=_l("Apa yang terlindungi, dan apa yang hilang bagi publik."),
    )
    public_interest = _text(
        _l("Kepentingan umum"),
        help_text=_l("Kepentingan mana yang lebih besar: membuka atau menutup (Pasal 2 ayat (4))?"),
    )
    alternative = _text(
        _l("Jalan lain"),
        help_text=_l("Misalnya: dibuka setelah dihitamkan, dibuka sebagai ringkasan."),
        most=2000,
    )
    outcome = forms.ChoiceField(
        label=_l("Hasil untuk butir ini"),
        choices=ItemOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Pilih hasil untuk butir ini.")},
    )
    letter = forms.ChoiceField(
        label=_l("Huruf Pasal 17 UU 14/2008"),
        help_text=_l("Hanya bila dikecualikan atau terbuka sebagian."),
        choices=[("", _l("Pilih huruf")), *ArticleLetter.choices],
        required=False,
    )
    other_law = forms.CharField(
        label=_l("Undang-undang lain dan pasalnya"),
        help_text=_l("Wajib untuk huruf j, misalnya: UU 43/2009 Pasal 44 ayat (1)."),
        max_length=300,
        required=False,
    )
    law = _text(
        _l("Dasar hukum dan pasalnya"),
        help_text=_l("Kosongkan untuk memakai bunyi Pasal 17 menurut huruf yang dipilih."),
        most=2000,
    )
    redaction = _text(
        _l("Bagian yang dihitamkan"),
        help_text=_l("Wajib bila terbuka sebagian."),
        rows=2,
        most=2000,
    )
    valid_until = forms.DateField(
        label=_l("Dikecualikan sampai"),
        help_text=_l("Sejak tanggal ini informasi terbuka. Huruf a paling lama 30 tahun."),
        required=False,
        widget=DateInput(),
        error_messages={"invalid": _l("Isi tanggal yang benar, misalnya 2030-12-31.")},
    )
    end_event = forms.CharField(
        label=_l("Atau sampai peristiwa ini"),
        help_text=_l(
            "Misalnya: putusan pengadilan berkekuatan hukum tetap. Huruf a sampai f tidak boleh "
            "permanen (Pasal 20)."
        ),
        max_length=300,
        required=False,
    )
    existing = ExistingEntryField(
        label=_l("Sudah ada dalam DIP?"),
        help_text=_l(
            "Tempel alamat atau nomor informasinya. Butir yang dikecualikan ditarik dari DIP saat "
            "hasil uji ditetapkan."
        ),
    )
    mark_optional = False

    def __init__(self, *args: Any, item: TestItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = {str(each.pk): each for each in self.items()}
        self.chosen = item
        if item is not None:
            del self.fields["item"]
            self.initial = {**_sheet(item), **self.initial}
            return
        field: Any = self.fields["item"]
        field.choices = [
            ("", _("Pilih butir")),
            *((key, _item_label(each)) for key, each in self._items.items()),
        ]
        unweighed = [key for key, each in self._items.items() if not each.outcome]
        if unweighed:
            self.initial.setdefault("item", unweighed[0])
        else:
            field.help_text = _(
                "Semua butir sudah ditimbang. Untuk mengubah satu butir, pilih “Ubah lembar uji” "
                "pada butir itu agar isinya dimuat."
            )

    def clean(self) -> dict[str, Any]:
        """Apply the law to the item, so that what is missing stands beside its field."""
        cleaned = super().clean() or {}
        item = self.chosen or self._items.get(cleaned.get("item", ""))
        if self.errors or item is None:
            return cleaned
        if cleaned["outcome"] != ItemOutcome.OPEN and not cleaned["law"].strip():
            cleaned["law"] = law_text(cleaned["letter"], cleaned["other_law"])
        found = copy(item)
        for name, value in self._findings(cleaned).items():
            setattr(found, name, value)
        try:
            rules.check_item(found, today())
        except Refused as refusal:
            self.refuse(refusal)
        return cleaned

    def _findings(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        found = {name: cleaned[name] for name in FINDINGS}
        if cleaned["outcome"] == ItemOutcome.OPEN:
            # A letter that was chosen is refused and not dropped: it may be what was meant.
            for name in _OF_EXCLUSION[1:]:
                found[name] = None if name == "valid_until" else ""
        if cleaned["outcome"] != ItemOutcome.PARTLY:
            found["redaction"] = ""
        return {**found, "entry": cleaned["existing"]}

    def payload(self) -> dict[str, Any]:
        """Return the item and everything that was found for it."""
        item = self.chosen or self._items[self.cleaned_data["item"]]
        return {"item": item, "findings": self._findings(self.cleaned_data)}


def _sheet(item: TestItem) -> dict[str, Any]:
    entry = item.entry
    return {
        **{name: getattr(item, name) for name in FINDINGS},
        "existing": entry.get_absolute_url() if entry is not None else "",
    }


def _item_label(item: TestItem) -> str:
    found = item.get_outcome_display() if item.outcome else _("belum ditimbang")
    return f"{item.position}. {item.information} ({found})"


class SubmitForm(TestForm):
    """SOP 6.4: memorandum and minutes are made from the sheets; only the checklist is asked."""


# -- SOP 6.5 ---------------------------------------------------------------------------------------


class DecideForm(TestForm):
    """SOP 6.5: what is decided stands beside the button; only the checklist is asked."""


class SignForm(TestForm):
    """SOP 6.5: the decree stands beside the button; only the checklist is asked."""


# -- SOP 6.6, 6.7 ----------------------------------------------------------------------------------


class EnterListForm(EntryForm):
    """SOP 6.6: the entry of the public list for one item that was found open."""

    case: ConsequenceTest

    item = forms.ChoiceField(
        label=_l("Butir yang dimasukkan ke DIP"),
        error_messages={"required": _l("Pilih butir yang dimasukkan ke DIP.")},
    )
    field_order = ("item", "existing")

    def __init__(self, *args: Any, case: ConsequenceTest, **kwargs: Any) -> None:
        waiting = case.items.select_related("unit", "entry").filter(
            outcome__in=(ItemOutcome.OPEN, ItemOutcome.PARTLY), listed__isnull=True
        )
        self._waiting = {str(item.pk): item for item in waiting}
        super().__init__(*args, case=case, **kwargs)
        field: Any = self.fields["item"]
        field.choices = [(key, _item_label(item)) for key, item in self._waiting.items()]
        if len(self._waiting) > 1:
            field.help_text = _("Isian di bawah dimuat dari butir pertama; sesuaikan bila perlu.")

    def known(self) -> dict[str, Any]:
        """Return what the test tells of the first item that waits."""
        item = next(iter(self._waiting.values()), None)
        if item is None:
            return {}
        if item.outcome == ItemOutcome.PARTLY:
            # Under its own title the whole information is excluded; what enters is a part of it.
            title = f"{item.information[:270]} (versi yang dihitamkan)"
            return usual(title, f"{item.information}. {item.redaction}".strip(), item.unit)
        found = item.in_list
        return {
            **usual(item.information, item.information, item.unit),
            **({"existing": found.get_absolute_url()} if found is not None else {}),
        }

    def payload(self) -> dict[str, Any]:
        """Return the item and its entry, with the checklist."""
        return {
            "item": self._waiting[self.cleaned_data["item"]],
            "entry": self.entry(),
            **(
                {"checklist": self.cleaned_data["checklist"]}
                if "checklist" in self.cleaned_data
                else {}
            ),
        }


class ReportForm(TestForm):
    """SOP 6.7: the report is made from the test; a note may be added."""

    notes = forms.CharField(
        label=_l("Catatan untuk laporan"),
        help_text=_l("Misalnya: kendala, atau tindak lanjut yang diperlukan."),
        required=False,
        max_length=4000,
        widget=Textarea(4),
    )


def triggers_for(actors: Iterable[Actor], origin_kind: str = "") -> list[str]:
    """Return for what somebody may ask a test: units for their own information only."""
    if origin_kind == "dispute":
        return [Trigger.COMMISSION]
    if origin_kind:
        return [Trigger.REQUEST]
    if any(actor.role in OFFICE for actor in actors):
        return [Trigger.UNIT, Trigger.AHEAD, Trigger.REQUEST, Trigger.COMMISSION]
    return [Trigger.UNIT]
