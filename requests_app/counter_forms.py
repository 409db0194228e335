"""The dense form of the counter: what an officer keys in for an applicant."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import local, now
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Applicant, ApplicantKind
from ppid_portal.sop.models import CaseDocument, Channel
from requests_app.drafts import Draft
from requests_app.intake import Filing
from requests_app.models import AccessMethod, CopyForm, Delivery
from requests_app.public_forms import (
    LONGEST_TEXT,
    EmailField,
    NikField,
    PhoneField,
    accepted,
    address_field,
    check_contact,
    check_delivery,
    name_field,
    uploads,
)

Kind = CaseDocument.Kind

#: Ways in which a request reaches the counter; online requests file themselves.
CHANNELS = [
    (channel.value, channel.label)
    for channel in (Channel.COUNTER, Channel.LETTER, Channel.EMAIL, Channel.PHONE, Channel.FAX)
]
#: UU 14/2008 Pasal 22 ayat (3): an unwritten request is written down by the officer.
UNWRITTEN = frozenset({Channel.COUNTER, Channel.PHONE})
OLDEST = timedelta(days=365)


class LookUpForm(forms.Form):
    """A NIK by which the officer finds what an applicant told before."""

    nik = NikField(label=_l("Cari identitas dengan NIK"))


class ArrivalForm(forms.Form):
    """How something came in, and from whom: what every counter form asks.

    A form adds what is asked for, and turns it all into what its intake takes.
    """

    # Which fields must be filled depends on channel and applicant; marks would mislead.
    mark_optional = False
    UPLOADS = {
        "identity_papers": Kind.IDENTITY,
        "power_papers": Kind.POWER_OF_ATTORNEY,
        "letter": Kind.INCOMING_LETTER,
        "attachments": Kind.ATTACHMENT,
    }
    #: Fields that become those of the applicant.
    APPLICANT = (
        "kind",
        "name",
        "nik",
        "entity_number",
        "contact_name",
        "members",
        "occupation",
        "address",
        "email",
        "phone",
        "proxy_name",
        "proxy_address",
        "proxy_email",
        "proxy_phone",
        "guardian_name",
        "guardian_relation",
        "guardian_nik",
    )

    key = forms.CharField(widget=forms.HiddenInput, max_length=32)
    channel = forms.ChoiceField(
        label=_l("Masuk melalui"),
        choices=[("", _l("Pilih…")), *CHANNELS],
        error_messages={"required": _l("Pilih lewat mana permohonan ini masuk.")},
    )
    received_on = forms.DateField(
        label=_l("Tanggal diterima"),
        widget=forms.DateInput(
            attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"
        ),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={
            "required": _l("Isi tanggal permohonan ini diterima."),
            "invalid": _l("Isi tanggal yang benar, misalnya 31/12/2026."),
        },
    )
    received_time = forms.TimeField(
        label=_l("Pukul"),
        widget=forms.TimeInput(
            attrs={"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"
        ),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={
            "required": _l("Isi jam permohonan ini diterima."),
            "invalid": _l("Isi jam yang benar, misalnya 09:30."),
        },
    )
    kind = forms.ChoiceField(label=_l("Jenis pemohon"), choices=ApplicantKind.choices)
    name = name_field(
        _l("Nama pemohon"),
        _l("Isi nama pemohon, badan hukum, atau kelompok."),
        attrs={"autocomplete": "off"},
    )
    nik = NikField(required=False, label=_l("NIK"))
    entity_number = forms.CharField(label=_l("Nomor SK pengesahan"), required=False, max_length=100)
    contact_name = forms.CharField(
        label=_l("Pengurus atau narahubung"), required=False, max_length=200
    )
    members = forms.IntegerField(
        label=_l("Jumlah anggota"),
        required=False,
        min_value=2,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={
            "invalid": _l("Isi jumlah anggota dengan angka."),
            "min_value": _l("Kelompok beranggota paling sedikit 2 orang."),
            "max_value": _l("Periksa jumlah anggota; angkanya terlalu besar."),
        },
    )
    occupation = forms.CharField(label=_l("Pekerjaan"), required=False, max_length=100)
    email = EmailField(required=False)
    phone = PhoneField(label=_l("Telepon atau faksimile"), required=False)
    address = address_field(error_messages={"required": _l("Isi alamat pemohon (Pasal 22(2)).")})
    proxy_name = forms.CharField(label=_l("Nama kuasa"), required=False, max_length=200)
    proxy_email = EmailField(label=_l("Surel kuasa"), required=False)
    proxy_phone = PhoneField(label=_l("Telepon kuasa"), required=False)
    proxy_address = address_field(label=_l("Alamat kuasa"), required=False)
    guardian_name = forms.CharField(label=_l("Nama wali"), required=False, max_length=200)
    guardian_relation = forms.CharField(label=_l("Hubungan wali"), required=False, max_length=60)
    guardian_nik = NikField(required=False, label=_l("NIK wali"))
    written_down = forms.BooleanField(required=False)
    #: What the officer declares of an unwritten one, for which, and what is said when it is not.
    WRITTEN_DOWN: tuple[str | Promise, str | Promise, str | Promise]
    LETTER: str | Promise

    def __init__(
        self, *args: Any, actors: list[Actor], draft: Draft | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.actors = actors
        self.fields["identity_papers"] = uploads(_l("KTP, paspor, atau akta"))
        self.fields["power_papers"] = uploads(_l("Surat kuasa"))
        self.fields["letter"] = uploads(self.LETTER)
        self.fields["attachments"] = uploads(_l("Lampiran lain"))
        for name in self.UPLOADS:
            # Said once above the four of them.
            self.upload_hint = self.fields[name].help_text
            self.fields[name].help_text = ""
        if len(actors) > 1:
            self.fields["appointment"] = forms.ChoiceField(
                label=_l("Bertindak sebagai"),
                choices=[(str(actor.appointment_id), str(actor.title)) for actor in actors],
            )
        written_down = self.fields["written_down"]
        written_down.label, written_down.help_text, self._not_written_down = (
            str(words) for words in self.WRITTEN_DOWN
        )
        self.order_fields(["key", "appointment"])

    @classmethod
    def blank(cls, actors: list[Actor], applicant: Applicant | None = None) -> Self:
        """Return an empty form under a new key, filled with a known applicant."""
        moment = local(now())
        initial: dict[str, Any] = {
            "key": uuid4().hex,
            "received_on": moment.date(),
            "received_time": moment.time(),
            "kind": ApplicantKind.PERORANGAN,
        }
        if applicant is not None:
            initial |= {name: getattr(applicant, name) for name in cls.APPLICANT}
        return cls(actors=actors, initial=initial)

    def clean_key(self) -> str:
        """Accept only keys as they were given out."""
        key: str = self.cleaned_data["key"]
        if len(key) != 32 or not key.isalnum():
            raise ValidationError(_("Formulir ini rusak. Buka halaman loket sekali lagi."))
        return key

    def clean(self) -> dict[str, Any]:
        """Check what depends on more than one field."""
        cleaned = super().clean() or self.cleaned_data
        self._check_receipt(cleaned)
        self._check_person(cleaned)
        if cleaned.get("channel") in UNWRITTEN and not cleaned.get("written_down"):
            self.add_error("written_down", self._not_written_down)
        return cleaned

    def _check_receipt(self, cleaned: dict[str, Any]) -> None:
        day, time = cleaned.get("received_on"), cleaned.get("received_time")
        if day is None or time is None:
            return
        moment = datetime.combine(day, time, tzinfo=timezone.get_default_timezone())
        present = now()
        if day > local(present).date():
            self.add_error(
                "received_on",
                _("Tanggal diterima tidak boleh di masa depan. Isi hari ini atau sebelumnya."),
            )
        elif moment > present:
            self.add_error(
                "received_time", _("Jam diterima tidak boleh di masa depan. Periksa jamnya.")
            )
        elif day < (local(present) - OLDEST).date():
            self.add_error(
                "received_on",
                _("Tanggal diterima lebih dari satu tahun yang lalu. Periksa tahunnya."),
            )
        else:
            cleaned["received_at"] = moment

    def _check_person(self, cleaned: dict[str, Any]) -> None:
        kind = cleaned.get("kind")
        if kind == ApplicantKind.BADAN_HUKUM and not cleaned.get("contact_name"):
            self.add_error("contact_name", _("Isi nama pengurus yang bertindak."))
        if kind == ApplicantKind.KELOMPOK and not cleaned.get("contact_name"):
            self.add_error("contact_name", _("Isi nama narahubung kelompok."))
        proxy = ("proxy_address", "proxy_email", "proxy_phone")
        if any(cleaned.get(name) for name in proxy) and not cleaned.get("proxy_name"):
            self.add_error("proxy_name", _("Isi nama kuasa, atau kosongkan data kuasa lainnya."))
        guardian = ("guardian_relation", "guardian_nik")
        if any(cleaned.get(name) for name in guardian) and not cleaned.get("guardian_name"):
            self.add_error("guardian_name", _("Isi nama wali, atau kosongkan data wali lainnya."))
        if cleaned.get("guardian_name") and kind != ApplicantKind.PERORANGAN:
            self.add_error("guardian_name", _("Wali hanya untuk pemohon perorangan."))

    def actor(self) -> Actor:
        """Return the officer in the role that was chosen, or the only one there is."""
        chosen = self.cleaned_data.get("appointment")
        return next(
            (actor for actor in self.actors if str(actor.appointment_id) == chosen), self.actors[0]
        )

    def as_typed(self) -> dict[str, Any]:
        """Return what was typed, to show it again without judging it."""
        data = cast("QueryDict", self.data)
        return {
            name: data.getlist(name)
            if isinstance(field, forms.MultipleChoiceField)
            else data.get(name, "")
            for name, field in self.fields.items()
            if name not in self.UPLOADS
        }

    def accepted_files(self) -> list[tuple[str, list[Any]]]:
        """Return the good files per kind, also where others were refused."""
        return [(kind, accepted(self, name)) for name, kind in self.UPLOADS.items()]


class CounterForm(ArrivalForm):
    """Everything that a request needs, in the order in which an officer asks for it."""

    LETTER = _l("Surat, surel, atau faksimile permohonan")
    WRITTEN_DOWN = (
        _l("Saya menuliskan permohonan lisan ini dan membacakannya kembali kepada pemohon"),
        _l("Wajib untuk permohonan yang disampaikan langsung atau lewat telepon."),
        _l("Centang: permohonan lisan dituliskan oleh petugas (UU 14/2008 Pasal 22(3))."),
    )

    information = forms.CharField(
        label=_l("Informasi yang diminta"),
        help_text=_l("Tulis seperti yang disampaikan pemohon."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _l("Isi informasi yang diminta.")},
    )
    purpose = forms.CharField(
        label=_l("Tujuan penggunaan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _l("Isi tujuan penggunaan informasi.")},
    )
    access_method = forms.ChoiceField(
        label=_l("Cara memperoleh"), choices=AccessMethod.choices, initial=AccessMethod.COPY
    )
    copy_form = forms.ChoiceField(
        label=_l("Bentuk salinan"), choices=[("", "–"), *CopyForm.choices], required=False
    )
    delivery = forms.ChoiceField(
        label=_l("Cara mendapatkan salinan"), choices=[("", "–"), *Delivery.choices], required=False
    )

    def clean(self) -> dict[str, Any]:
        """Check that the delivery can carry the copy and reach the applicant."""
        cleaned = super().clean()
        self._check_delivery(cleaned)
        return cleaned

    def _check_delivery(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("access_method") == AccessMethod.VIEW:
            cleaned["copy_form"] = cleaned["delivery"] = ""
            return
        copy_form, delivery = cleaned.get("copy_form", ""), cleaned.get("delivery", "")
        if "copy_form" in cleaned and not copy_form:
            self.add_error("copy_form", _("Pilih bentuk salinan."))
        if "delivery" in cleaned and not delivery:
            self.add_error("delivery", _("Pilih cara mendapatkan salinan."))
        try:
            check_delivery(copy_form, delivery)
        except ValidationError as error:
            self.add_error("delivery", error)
        problem = check_contact(
            delivery,
            cleaned.get("email") or cleaned.get("proxy_email") or "",
            cleaned.get("phone") or cleaned.get("proxy_phone") or "",
        )
        if problem is not None and problem[0] not in self.errors:
            self.add_error(*problem)

    def filing(self, draft: Draft) -> Filing:
        """Return what the intake takes."""
        data = self.cleaned_data
        return Filing(
            applicant={name: data[name] for name in self.APPLICANT},
            information=data["information"],
            purpose=data["purpose"],
            access_method=data["access_method"],
            copy_form=data["copy_form"],
            delivery=data["delivery"],
            channel=data["channel"],
            received_at=data["received_at"],
            documents=draft.stored_files(),
        )
