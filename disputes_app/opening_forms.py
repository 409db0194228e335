"""The form by which staff key in a summons of the Commission, which opens the dispute (SOP 4.1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disputes_app import matching
from disputes_app.forms.base import PastDay, moment_of
from disputes_app.forms.fields import DayField, HourField, LinesField
from disputes_app.forms.sessions import check_far
from disputes_app.intake import Summons
from disputes_app.models import Dispute
from disputes_app.records import HearingKind, Paper, check_paper
from objections_app.models import Objection
from objections_app.models import State as ObjectionState
from objections_app.public_forms import ground_choices
from ppid_portal.clock import local, today
from ppid_portal.clock.services import work_calendar
from ppid_portal.clock.words import date_long
from ppid_portal.people.actors import Actor
from ppid_portal.people.body import body
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import CaseDocument, Channel
from requests_app.counter_forms import ArrivalForm
from requests_app.forms import Textarea
from requests_app.models import InformationRequest
from requests_app.public_forms import LONGEST_TEXT

Origin = Objection | InformationRequest

#: How a summons reaches the office.
CHANNELS = [
    (channel.value, channel.label)
    for channel in (Channel.LETTER, Channel.EMAIL, Channel.COUNTER, Channel.FAX)
]
_NOT_ASKED = (
    "nik",
    "entity_number",
    "contact_name",
    "members",
    "occupation",
    "email",
    "phone",
    "proxy_email",
    "proxy_phone",
    "proxy_address",
    "guardian_name",
    "guardian_relation",
    "guardian_nik",
    "identity_papers",
    "power_papers",
    "written_down",
)


def find_origin(number: str) -> Origin:
    """Return the objection or request of a typed number, or say that there is none."""
    typed = "".join(number.split()).replace("\x00", "")
    wanted = {typed, typed.upper()}
    kinds: tuple[type[Origin], ...] = (Objection, InformationRequest)
    for model in kinds:
        found: Any = (
            model._base_manager.select_related("applicant").filter(number__in=wanted).first()
        )
        if isinstance(found, model):
            return found
    raise ValidationError(_("Tidak ada keberatan atau permohonan dengan nomor ini."))


def objections_of(request: InformationRequest) -> list[Objection]:
    """Return the objections to a request that were not withdrawn, the oldest first."""
    standing = Objection._base_manager.exclude(state=ObjectionState.WITHDRAWN)
    return list(standing.filter(request=request).order_by("pk"))


def resolve(origin: Origin) -> Origin:
    """Return the objection where a request has exactly one; refuse where it has several."""
    if not isinstance(origin, InformationRequest):
        return origin
    found = objections_of(origin)
    if len(found) > 1:
        raise ValidationError(
            _("Permohonan ini mempunyai beberapa keberatan: {numbers}. Isi nomornya.").format(
                numbers=", ".join(each.number or "" for each in found)
            )
        )
    return found[0] if found else origin


class OriginForm(forms.Form):
    """The number of the objection or request that the dispute is about."""

    number = forms.CharField(
        label=_l("Cari keberatan atau permohonan dengan nomor"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _l("Isi nomor keberatan atau permohonan.")},
    )

    found: Origin

    def clean_number(self) -> str:
        """Refuse a number that nothing of ours has."""
        self.found = resolve(find_origin(self.cleaned_data["number"]))
        return self.cleaned_data["number"].strip()


class SummonsForm(ArrivalForm):
    """Everything that a summons says, in the order in which it stands there."""

    LETTER = _l("Surat panggilan")
    WRITTEN_DOWN = ("", "", "")
    UPLOADS = {
        "letter": CaseDocument.Kind.INCOMING_LETTER,
        "attachments": CaseDocument.Kind.OTHER,
    }

    origin_number = forms.CharField(
        label=_l("Nomor keberatan atau permohonan"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    without_objection = forms.BooleanField(
        label=_l("Tidak ada keberatan pada kami sebelum sengketa ini"),
        help_text=_l("Berkas ditandai “tanpa keberatan lebih dahulu”."),
        required=False,
    )
    summons_number = forms.CharField(
        label=_l("Nomor surat panggilan"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _l("Isi nomor surat panggilan.")},
    )
    dated_on = PastDay(
        label=_l("Tanggal surat"),
        help_text=_l("Yang tertulis pada suratnya."),
        error_messages={"required": _l("Isi tanggal surat panggilan.")},
    )
    sent_on = PastDay(
        label=_l("Tanggal kirim"),
        help_text=_l("Menurut cap pos atau surel, bila diketahui."),
        required=False,
    )
    commission = forms.CharField(
        label=_l("Komisi Informasi"),
        max_length=200,
        error_messages={"required": _l("Isi Komisi Informasi yang memanggil.")},
    )
    commission_number = forms.CharField(
        label=_l("Nomor register sengketa"),
        help_text=_l("Misalnya: 075/IX/KIP-PS/2026."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    another = forms.BooleanField(
        label=_l("Ini perkara lain: tetap buka berkas baru"), required=False
    )
    filed_on = PastDay(
        label=_l("Sengketa didaftarkan pemohon pada"),
        help_text=_l("Bila tertulis dalam panggilan. Batas 14 dan 100 hari kerja mulai dari sini."),
        required=False,
    )
    respondents = forms.CharField(
        label=_l("Termohon"),
        max_length=300,
        error_messages={"required": _l("Isi termohon seperti dalam panggilan.")},
    )
    panel = LinesField(
        label=_l("Majelis komisioner"),
        help_text=_l("Satu nama per baris, ketua majelis lebih dahulu."),
        required=False,
        rows=3,
    )
    registrar = forms.CharField(label=_l("Panitera"), max_length=120, required=False)
    grounds = forms.MultipleChoiceField(
        label=_l("Alasan (Pasal 35 ayat (1))"),
        help_text=_l("Kosongkan untuk memakai alasan keberatannya."),
        choices=(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    information = forms.CharField(
        label=_l("Informasi yang disengketakan"),
        help_text=_l("Kosongkan untuk memakai yang tertulis pada keberatan atau permohonannya."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=Textarea(3),
    )
    hearing_kind = forms.ChoiceField(
        label=_l("Jenis sidang"), choices=HearingKind.choices, initial=HearingKind.PRELIMINARY
    )
    hearing_day = DayField(
        label=_l("Tanggal sidang"), error_messages={"required": _l("Isi tanggal sidang.")}
    )
    hearing_time = HourField(error_messages={"required": _l("Isi jam sidang.")})
    hearing_place = forms.CharField(
        label=_l("Tempat sidang"),
        max_length=300,
        error_messages={"required": _l("Isi tempat sidang.")},
    )
    register_now = forms.BooleanField(
        label=_l("Beri nomor surat masuk sekarang (SOP 4.2)"),
        help_text=_l("Panggilan langsung diteruskan kepada Ketua PPID untuk diverifikasi."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.origin: Origin | None = None
        self.similar: list[Dispute] = []
        for name in _NOT_ASKED:
            del self.fields[name]
        channel: Any = self.fields["channel"]
        channel.label = _l("Panggilan diterima lewat")
        channel.choices = [("", _l("Pilih…")), *CHANNELS]
        channel.error_messages["required"] = _l("Pilih lewat mana panggilan ini diterima.")
        received = self.fields["received_on"]
        received.help_text = _l("Hari sampainya di kantor; jangka waktu dihitung dari sini.")
        received.error_messages["required"] = _l("Isi tanggal panggilan ini diterima.")
        self.fields["received_time"].error_messages["required"] = _l(
            "Isi jam panggilan ini diterima."
        )
        grounds = [(value, str(label)) for value, label in ground_choices()]
        self.fields["grounds"].choices = grounds  # type: ignore[attr-defined]
        self.fields["kind"].label = _l("Jenis pemohon sengketa")
        self.fields["name"].label = _l("Nama pemohon sengketa")
        for name in ("name", "address"):
            # An objection or request names its applicant; without one the form must.
            self.fields[name].required = False
        self.initial.setdefault("commission", body().commission_name or "Komisi Informasi Pusat")
        self.initial.setdefault("respondents", body().name)

    @classmethod
    def of_origin(cls, actors: list[Actor], origin: Origin) -> SummonsForm:
        """Return an empty form, filled with what is known of an objection or request."""
        form = cls.blank(actors, origin.applicant)
        form.initial["origin_number"] = origin.number
        form.initial["without_objection"] = not isinstance(origin, Objection)
        form.initial["information"] = origin.information
        if isinstance(origin, Objection):
            form.initial["grounds"] = list(origin.grounds)
        return form

    # -- what was keyed in ---------------------------------------------------------------------

    def clean_origin_number(self) -> str:
        """Find what the dispute is about."""
        number: str = self.cleaned_data["origin_number"].strip()
        if number:
            self.origin = resolve(find_origin(number))
            return self.origin.number or ""
        return ""

    def clean(self) -> dict[str, Any]:
        """Check what depends on more than one field."""
        cleaned = super().clean()
        self._check_origin(cleaned)
        self._check_summons(cleaned)
        self._check_hearing(cleaned)
        self._check_similar(cleaned)
        return cleaned

    def _check_origin(self, cleaned: dict[str, Any]) -> None:
        if "origin_number" not in cleaned:
            return
        alone = cleaned.get("without_objection", False)
        if isinstance(self.origin, Objection):
            if alone:
                self.add_error(
                    "without_objection",
                    _("Ada keberatan nomor {number}. Hapus centang ini.").format(
                        number=self.origin.number
                    ),
                )
        elif not alone:
            self.add_error(
                "without_objection",
                _("Permohonan ini belum pernah dikeberatani. Centang bila memang tanpa keberatan.")
                if self.origin is not None
                else _("Isi nomor keberatan atau permohonannya, atau centang bila tidak ada."),
            )
        if self.origin is None:
            self._check_without_origin(cleaned)
        elif self.origin.applicant is not None:
            name = _plain(cleaned.get("name", ""))
            if name and name != _plain(self.origin.applicant.name):
                self.add_error(
                    "name",
                    _(
                        "Nama ini bukan nama pemohon pada {number}. Periksa nomornya; bila "
                        "diwakili kuasa, biarkan nama pemohonnya."
                    ).format(number=self.origin.number),
                )

    def _check_without_origin(self, cleaned: dict[str, Any]) -> None:
        for name, sentence in (
            ("name", _("Isi nama pemohon sengketa seperti dalam panggilan.")),
            ("information", _("Isi informasi yang disengketakan seperti dalam panggilan.")),
        ):
            if name in cleaned and not cleaned[name].strip():
                self.add_error(name, sentence)

    def _check_summons(self, cleaned: dict[str, Any]) -> None:
        if all(cleaned.get(name) for name in ("dated_on", "received_on")):
            try:
                check_paper(self._paper(), today())
            except Refused as refusal:
                self.add_error(refusal.field or None, refusal.message)
        filed, dated = cleaned.get("filed_on"), cleaned.get("dated_on")
        if filed is not None and dated is not None and filed > dated:
            self.add_error(
                "filed_on",
                _("Permohonan sengketa didaftarkan sebelum panggilannya. Periksa tanggalnya."),
            )
        self._check_year("filed_on", cleaned)
        origin, came = self.origin, cleaned.get("received_on")
        if origin is not None and came is not None and came < local(origin.received_at).date():
            self.add_error(
                "received_on",
                _("Panggilan tidak dapat diterima sebelum {number} masuk, yaitu {date}.").format(
                    number=origin.number,
                    date=date_long(local(origin.received_at).date(), with_day=True),
                ),
            )

    def _check_hearing(self, cleaned: dict[str, Any]) -> None:
        check_far(self, "hearing_day")
        day, dated = cleaned.get("hearing_day"), cleaned.get("dated_on")
        if day is not None and dated is not None and day < dated:
            self.add_error(
                "hearing_day", _("Sidang tidak dapat diadakan sebelum tanggal panggilannya.")
            )
        self._check_year("hearing_day", cleaned)

    def _check_year(self, name: str, cleaned: dict[str, Any]) -> None:
        """Refuse a day from which no working day can be counted, beside its field."""
        day = cleaned.get(name)
        if day is not None and name not in self.errors and day.year not in work_calendar().years:
            self.add_error(
                name,
                _("Daftar hari libur tahun {year} belum ada. Minta admin melengkapinya.").format(
                    year=day.year
                ),
            )

    def _check_similar(self, cleaned: dict[str, Any]) -> None:
        number = cleaned.get("commission_number", "").strip()
        self.similar = matching.alike(number) if number else []
        if self.similar and not cleaned.get("another"):
            self.add_error(
                "commission_number",
                _("Sengketa dengan nomor seperti ini sudah tercatat: {numbers}.").format(
                    numbers=", ".join(each.number or "" for each in self.similar[:5])
                ),
            )

    def _check_person(self, cleaned: dict[str, Any]) -> None:
        """Ask for no more than a summons tells of the petitioner."""

    # -- what the intake takes -----------------------------------------------------------------

    def _paper(self, document: CaseDocument | None = None) -> Paper:
        data = self.cleaned_data
        return Paper(
            number=data.get("summons_number", ""),
            dated_on=data["dated_on"],
            sent_on=data.get("sent_on"),
            received_on=data["received_on"],
            document=document,
        )

    def summons(self, document: CaseDocument | None) -> Summons:
        """Return what the intake takes; ``document`` is the file of the summons."""
        data = self.cleaned_data
        origin = self.origin
        objection = origin if isinstance(origin, Objection) else None
        return Summons(
            paper=self._paper(document),
            hearing_at=moment_of(data["hearing_day"], data["hearing_time"]),
            hearing_place=data["hearing_place"],
            hearing_kind=data["hearing_kind"],
            objection=objection,
            request=origin if isinstance(origin, InformationRequest) else None,
            applicant={
                name: data[name]
                for name in ("kind", "name", "address", "proxy_name")
                if data.get(name)
            },
            information=data["information"],
            grounds=data["grounds"],
            commission=data["commission"],
            commission_number=data["commission_number"],
            respondents=data["respondents"],
            panel=data["panel"],
            registrar=data["registrar"],
            filed_on=data["filed_on"],
            received_at=data["received_at"],
            channel=data["channel"],
        )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
