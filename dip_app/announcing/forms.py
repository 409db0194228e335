"""What staff are asked when they write, change, correct or withdraw an announcement."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.announcing.content import WARNING, Content
from dip_app.announcing.files import PURPOSE
from dip_app.announcing.models import Announcement, Duty, Subject, Version
from dip_app.entry_forms import ExistingEntryField
from dip_app.models import Category, InformationItem
from ppid_portal.clock import now
from ppid_portal.files.forms import UploadField
from ppid_portal.files.services import store
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Unit
from ppid_portal.sop.case_forms import CaseForm, MomentField, Textarea, Ticks, UnitField

MOST_ITEMS = 20
_ITEM = re.compile(r"(?:.*/dip/)?(\d{1,9})(?:/.*)?")


class ItemsField(forms.CharField):
    """Entries of the public list, one address or number a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=10_000, widget=Textarea(3), **kwargs)

    def clean(self, value: Any) -> Any:
        """Find every entry that was named; each must be public."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > MOST_ITEMS:
            raise forms.ValidationError(
                _("Sebut paling banyak %(most)s informasi."), params={"most": MOST_ITEMS}
            )
        named = {line: _ITEM.fullmatch(line) for line in lines}
        keys = {line: int(found[1]) for line, found in named.items() if found is not None}
        public = InformationItem.objects.public().in_bulk(list(keys.values()))
        missing = [line for line in lines if keys.get(line) not in public]
        if missing:
            raise forms.ValidationError(
                _("Tidak ditemukan dalam DIP yang terbit: %(lines)s."),
                params={"lines": ", ".join(missing)},
            )
        return tuple(dict.fromkeys(public[keys[line]] for line in lines))


class ContentFields(forms.Form):
    """What an announcement says; of what is urgent also the four things that people must know."""

    title = forms.CharField(
        label=_l("Judul"),
        help_text=_l("Satu baris yang dimengerti siapa pun, tanpa singkatan."),
        max_length=200,
        error_messages={"required": _l("Tulis judul pengumuman.")},
    )
    threat = forms.CharField(
        label=_l("Apa yang mengancam?"),
        max_length=1000,
        widget=Textarea(2),
        error_messages={"required": _l("Tuliskan apa yang mengancam.")},
    )
    place = forms.CharField(
        label=_l("Di mana?"),
        max_length=500,
        widget=Textarea(2),
        error_messages={"required": _l("Tuliskan di mana.")},
    )
    action = forms.CharField(
        label=_l("Apa yang harus dilakukan orang?"),
        help_text=_l("Kalimat pendek, satu tindakan per baris."),
        max_length=2000,
        widget=Textarea(3),
        error_messages={"required": _l("Tuliskan apa yang harus dilakukan orang.")},
    )
    contact = forms.CharField(
        label=_l("Siapa yang dapat dihubungi?"),
        help_text=_l("Nomor telepon dinas atau posko, bukan nomor pribadi."),
        max_length=500,
        widget=Textarea(2),
        error_messages={"required": _l("Tuliskan siapa yang dapat dihubungi.")},
    )
    text = forms.CharField(
        label=_l("Isi"),
        help_text=_l(
            "Bahasa Indonesia yang mudah dipahami (Perki 1/2021 Pasal 24). Baris kosong memulai "
            "paragraf baru. Jangan memuat data pribadi."
        ),
        max_length=20_000,
        widget=Textarea(10),
        error_messages={"required": _l("Tulis isi pengumuman.")},
    )
    subject = forms.ChoiceField(label=_l("Kategori"), choices=Subject.choices)
    items = ItemsField(
        label=_l("Informasi terkait dalam DIP"),
        help_text=_l("Satu alamat atau nomor per baris, misalnya /dip/120/."),
    )
    kept = forms.MultipleChoiceField(
        label=_l("Lampiran yang tetap"), required=False, widget=Ticks()
    )
    attachments = UploadField(label=_l("Lampiran baru"), required=False)
    mark_optional = False

    def prepare(self, *, urgent: bool, version: Version | None) -> None:
        """Ask only what this kind of announcement needs, and show what the version says."""
        if not urgent:
            for name in WARNING:
                del self.fields[name]
        attached = list(version.files.all()) if version is not None else []
        if attached:
            field: Any = self.fields["kept"]
            field.choices = [(str(entry.pk), str(entry)) for entry in attached]
            self.initial.setdefault("kept", [str(entry.pk) for entry in attached])
        else:
            del self.fields["kept"]
        if version is None:
            return
        for name in ("title", "text", "subject", *WARNING):
            self.initial.setdefault(name, getattr(version, name))
        lines = version.items.values_list("pk", flat=True)
        self.initial.setdefault("items", "\n".join(f"/dip/{pk}/" for pk in lines))

    def content(self, actor: Actor) -> Content:
        """Return what was written; attachments are stored in the caller's transaction."""
        data = self.cleaned_data
        return Content(
            title=data["title"],
            text=data["text"],
            subject=data["subject"],
            items=data["items"],
            files=tuple(
                store(upload, purpose=PURPOSE, actor=actor) for upload in data["attachments"] or []
            ),
            kept=tuple(int(key) for key in data.get("kept", ())),
            **{name: data[name] for name in WARNING if name in data},
        )


class FrameFields(forms.Form):
    """Whose it is and when it is shown."""

    renews = ExistingEntryField(
        label=_l("Informasi berkala yang diperbarui"),
        help_text=_l(
            "Alamat atau nomornya dalam DIP, misalnya /dip/120/. Enam bulan sesudah tayang, "
            "pembaruan berikutnya diingatkan (UU 14/2008 Pasal 9)."
        ),
    )
    unit = UnitField(
        label=_l("Unit yang mengumumkan"),
        queryset=Unit.objects.none(),
        empty_label=_l("Pilih unit"),
        error_messages={"required": _l("Pilih unit yang mengumumkan.")},
    )
    publish_at = MomentField(
        label=_l("Tayang pada"),
        help_text=_l("Kosongkan untuk tayang begitu disetujui."),
        required=False,
    )
    ends_at = MomentField(
        label=_l("Berakhir pada"),
        help_text=_l("Kosongkan bila tayang sampai ditarik."),
        required=False,
    )

    def prepare_frame(self, duty: str, case: Announcement | None) -> None:
        """Ask only what this kind of announcement needs, and show what is known."""
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.filter(active=True).order_by("name")
        if duty != Duty.PERIODIC:
            del self.fields["renews"]
        if duty == Duty.IMMEDIATE:
            del self.fields["publish_at"]
        if case is None:
            return
        self.initial.setdefault("unit", case.unit_id)
        self.initial.setdefault("publish_at", case.publish_at)
        self.initial.setdefault("ends_at", case.ends_at)
        if case.renews_id is not None:
            self.initial.setdefault("renews", f"/dip/{case.renews_id}/")

    def clean_renews(self) -> Any:
        """Refuse what is not periodic information of the list."""
        item = self.cleaned_data["renews"]
        if item is None:
            raise forms.ValidationError(_("Pilih informasi berkala dalam DIP yang diperbarui."))
        if item.category != Category.PERIODIC or not item.is_public:
            raise forms.ValidationError(
                _("Pilih informasi yang terbit dalam DIP dengan kategori berkala.")
            )
        return item

    def clean_ends_at(self) -> Any:
        """Refuse an end that has been, or that comes before the start."""
        ends_at = self.cleaned_data["ends_at"]
        if ends_at is None:
            return None
        if ends_at <= now():
            raise forms.ValidationError(_("Waktu berakhir sudah lewat."))
        start = self.cleaned_data.get("publish_at")
        if start is not None and ends_at <= start:
            raise forms.ValidationError(_("Waktu berakhir harus sesudah waktu tayang."))
        return ends_at

    def frame(self) -> dict[str, Any]:
        """Return unit, item and times."""
        data = self.cleaned_data
        return {name: data.get(name) for name in ("unit", "renews", "publish_at", "ends_at")}


class NewForm(ContentFields, FrameFields):
    """A new announcement; ``key`` makes of a form sent twice one case."""

    reason = forms.CharField(
        label=_l("Mengapa tidak boleh ditunda?"),
        help_text=_l(
            "Hanya untuk “Umumkan seketika”. Sebut apa yang mengancam hidup orang banyak atau "
            "ketertiban umum (UU 14/2008 Pasal 10). Dicatat."
        ),
        max_length=2000,
        required=False,
        widget=Textarea(2),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, duty: str, at_once: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(urgent=duty == Duty.IMMEDIATE, version=None)
        self.prepare_frame(duty, None)
        self.order_fields(
            ["title", *WARNING, "text", "subject", "renews", "unit", "items", "attachments"]
        )
        if duty == Duty.IMMEDIATE:
            self.initial.setdefault("subject", Subject.SAFETY)
            self.fields["reason"].required = at_once
            self.fields["reason"].error_messages["required"] = _(
                "Tuliskan mengapa pengumuman ini tidak boleh ditunda."
            )
        else:
            del self.fields["reason"]


class ReviseForm(ContentFields, FrameFields, CaseForm):
    """Change a draft."""

    case: Announcement

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(urgent=self.case.is_urgent, version=self.case.pending)
        self.prepare_frame(self.case.duty, self.case)
        self.order_fields(
            ["title", *WARNING, "text", "subject", "renews", "unit", "items", "kept", "attachments"]
        )

    def payload(self) -> dict[str, Any]:
        """Return content, unit and times."""
        return {"content": self.content(self.actor), **self.frame()}


class CorrectForm(ContentFields, CaseForm):
    """Write a new version of what is up; the old one is kept."""

    case: Announcement

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(urgent=self.case.is_urgent, version=self.case.current)
        self.fields["reason"].label = _("Apa yang dikoreksi, dan mengapa")
        self.fields["reason"].help_text = _("Dibaca publik di bawah pengumuman.")
        self.order_fields(["reason"])

    def payload(self) -> dict[str, Any]:
        """Return content and reason."""
        return {"content": self.content(self.actor), "reason": self.cleaned_data["reason"]}


class AtOnceForm(CaseForm):
    """UU 14/2008 Pasal 10: why this may not wait."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Mengapa tidak boleh ditunda?")
        self.fields["reason"].help_text = _(
            "Sebut apa yang mengancam hidup orang banyak atau ketertiban umum (UU 14/2008 "
            "Pasal 10). Dicatat, dan Ketua serta Atasan PPID diberi tahu."
        )


class WithdrawForm(CaseForm):
    """Why something is taken down; its address goes on to say so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Alasan penarikan")
        self.fields["reason"].help_text = _(
            "Dibaca publik di alamat pengumuman ini. Jangan memuat data pribadi."
        )
