"""The dense form by which an officer keys in an objection that came on paper or in person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from objections_app import rules
from objections_app.intake import ObjectionFiling
from objections_app.public_forms import ground_choices
from ppid_portal.clock import local
from ppid_portal.clock.words import date_long
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import ApplicantKind
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Channel
from requests_app.counter_forms import ArrivalForm
from requests_app.drafts import Draft
from requests_app.models import InformationRequest
from requests_app.public_forms import LONGEST_TEXT

#: Perki 1/2021 Pasal 40: in writing, in person or by e-mail.
CHANNELS = [
    (channel.value, channel.label)
    for channel in (Channel.COUNTER, Channel.LETTER, Channel.EMAIL, Channel.FAX)
]


class NumberForm(forms.Form):
    """The number of the request that is objected to."""

    number = forms.CharField(
        label=_l("Cari permohonan dengan nomor"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _l("Isi nomor permohonan.")},
    )

    found: InformationRequest

    def clean_number(self) -> str:
        """Refuse a number that no request has."""
        self.found = find_request(self.cleaned_data["number"])
        return self.cleaned_data["number"].strip()


def find_request(number: str) -> InformationRequest:
    """Return the request of a typed number, or say that there is none."""
    typed = "".join(number.split()).replace("\x00", "")
    found = (
        InformationRequest.objects.select_related("applicant")
        .filter(number__in={typed, typed.upper()})
        .first()
    )
    if found is None:
        raise ValidationError(_("Tidak ada permohonan dengan nomor ini. Periksa nomornya."))
    return found


class ObjectionCounterForm(ArrivalForm):
    """Everything that an objection needs, in the order of its form (domain 3.6)."""

    LETTER = _l("Surat, surel, atau formulir keberatan")
    WRITTEN_DOWN = (
        _l("Keberatan lisan ini saya tuliskan dan bacakan kembali, atau sudah tertulis"),
        _l("Wajib untuk keberatan yang disampaikan langsung: keberatan diajukan tertulis."),
        _l("Centang: keberatan diajukan tertulis (Perki 1/2021 Pasal 40)."),
    )

    request_number = forms.CharField(
        label=_l("Nomor permohonan"),
        help_text=_l("Boleh kosong hanya bila alasannya huruf b."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    grounds = forms.MultipleChoiceField(
        label=_l("Alasan keberatan (Pasal 35 ayat (1))"),
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _l("Pilih paling sedikit satu alasan.")},
    )
    found_on = forms.DateField(
        label=_l("Alasan huruf b diketahui sejak"),
        help_text=_l("Bila disebutkan, jangka waktu 30 hari kerja dihitung dari tanggal ini."),
        required=False,
        widget=forms.DateInput(
            attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"
        ),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": _l("Isi tanggal yang benar, misalnya 31/12/2026.")},
    )
    case_position = forms.CharField(
        label=_l("Kasus posisi"),
        help_text=_l("Tulis seperti yang disampaikan pengaju keberatan."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _l("Isi kasus posisi.")},
    )
    information = forms.CharField(
        label=_l("Informasi yang diminta"),
        help_text=_l("Kosongkan untuk memakai yang tertulis pada permohonannya."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    purpose = forms.CharField(
        label=_l("Tujuan penggunaan"),
        help_text=_l("Kosongkan untuk memakai yang tertulis pada permohonannya."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    complete = forms.BooleanField(
        label=_l("Sudah lengkap: catat di register dan tandatangani tanda bukti sekarang"),
        help_text=_l(
            "SOP 3.2 dan 3.3 sekaligus. Jangan dicentang bila ada yang kurang, misalnya meterai "
            "pada surat kuasa; kembalikan dari berkasnya."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request: InformationRequest | None = None
        self.fields["channel"].choices = [("", _l("Pilih…")), *CHANNELS]  # type: ignore[attr-defined]
        self.fields["channel"].error_messages["required"] = _l(
            "Pilih lewat mana keberatan ini masuk."
        )
        self.fields["received_on"].error_messages["required"] = _l(
            "Isi tanggal keberatan ini diterima."
        )
        self.fields["received_time"].error_messages["required"] = _l(
            "Isi jam keberatan ini diterima."
        )
        grounds = [(value, str(label)) for value, label in ground_choices()]
        self.fields["grounds"].choices = grounds  # type: ignore[attr-defined]
        for name in ("name", "address"):
            # A request names its applicant; without one the form must.
            self.fields[name].required = False

    @classmethod
    def of_request(cls, actors: list[Actor], request: InformationRequest) -> ObjectionCounterForm:
        """Return an empty form, filled with what is known of a request."""
        form = cls.blank(actors, request.applicant)
        form.initial["request_number"] = request.number
        return form

    def clean_request_number(self) -> str:
        """Find the request; there is none only for ground b."""
        number: str = self.cleaned_data["request_number"].strip()
        if number:
            self.request = find_request(number)
            return self.request.number or ""
        return ""

    def clean(self) -> dict[str, Any]:
        """Check what depends on more than one field."""
        cleaned = super().clean()
        if "request_number" not in cleaned:
            return cleaned
        try:
            rules.check_grounds(cleaned.get("grounds", []), self.request)
        except Refused as refusal:
            if "grounds" not in self.errors:
                self.add_error("grounds", refusal.message)
        if self.request is None:
            self._check_without_request(cleaned)
        else:
            self._check_against_request(self.request, cleaned)
        found_on, received = cleaned.get("found_on"), cleaned.get("received_on")
        if found_on is not None and received is not None and found_on > received:
            self.add_error("found_on", _("Tanggal ini tidak boleh setelah keberatan diterima."))
        return cleaned

    def _check_without_request(self, cleaned: dict[str, Any]) -> None:
        sentences = {
            "name": _("Isi nama pengaju keberatan, badan hukum, atau kelompok."),
            "address": _("Isi alamat pengaju keberatan."),
            "information": _("Isi informasi berkala yang tidak disediakan."),
            "purpose": _("Isi tujuan penggunaan informasi."),
        }
        for name, sentence in sentences.items():
            if name in cleaned and not cleaned[name].strip():
                self.add_error(name, sentence)

    def _check_against_request(self, request: InformationRequest, cleaned: dict[str, Any]) -> None:
        asked_by = request.applicant
        name = _plain(cleaned.get("name", ""))
        if name and asked_by is not None and name != _plain(asked_by.name):
            self.add_error(
                "name",
                _(
                    "Nama ini bukan nama pemohon pada permohonan itu. Periksa nomornya; bila "
                    "diajukan kuasa, isi nama kuasa dan biarkan nama pemohon."
                ),
            )
        moment = cleaned.get("received_at")
        if moment is not None and moment < request.received_at:
            self.add_error(
                "received_on",
                _("Keberatan tidak dapat diterima sebelum permohonannya, yaitu {date}.").format(
                    date=date_long(local(request.received_at).date(), with_day=True)
                ),
            )

    def _check_person(self, cleaned: dict[str, Any]) -> None:
        if self.request is not None and not cleaned.get("name"):
            # The person is that of the request; only what differs was keyed in.
            cleaned["kind"] = ApplicantKind.PERORANGAN
        super()._check_person(cleaned)

    def objection(self, draft: Draft) -> ObjectionFiling:
        """Return what the intake takes."""
        data = self.cleaned_data
        person = {name: data[name] for name in self.APPLICANT}
        if self.request is not None and not data["name"]:
            person = {name: value for name, value in person.items() if value and name != "kind"}
        return ObjectionFiling(
            grounds=data["grounds"],
            case_position=data["case_position"],
            request=self.request,
            applicant=person,
            information=data["information"],
            purpose=data["purpose"],
            by_proxy=bool(data["proxy_name"]),
            found_on=data["found_on"],
            channel=data["channel"],
            received_at=data["received_at"],
            documents=draft.stored_files(),
        )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
