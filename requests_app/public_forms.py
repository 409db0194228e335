"""The forms that applicants fill in: one page of the request each, and what comes after it."""

from __future__ import annotations

import re
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.files.forms import UploadField
from ppid_portal.people.crypto import digits, phone_digits
from ppid_portal.people.models import ApplicantKind
from ppid_portal.sop.models import CaseDocument
from requests_app.drafts import Draft
from requests_app.models import AccessMethod, CopyForm, Delivery

Kind = CaseDocument.Kind

LONGEST_TEXT = 20_000
FILES_PER_DRAFT = 20
SELF, PROXY, GUARDIAN = "sendiri", "kuasa", "wali"


class Hinted(str):
    """A choice with a hint beneath it."""

    hint: str

    def __new__(cls, label: object, hint: object) -> Hinted:
        made = super().__new__(cls, str(label))
        made.hint = str(hint)
        return made


# -- fields ----------------------------------------------------------------------------------------


def check_nik(value: str) -> str:
    """Return the sixteen digits of a NIK.

    Digits 7 to 12 are the date of birth, 40 added to the day for women. Only what cannot be a
    day or a month is refused: real numbers with odd serials exist.
    """
    number = digits(value)
    if re.search(r"[^\d\s.\-]", value) or len(number) != 16:
        raise ValidationError(
            _("NIK terdiri dari 16 angka. Salin angkanya dari KTP atau Kartu Keluarga.")
        )
    day, month = int(number[6:8]) % 40, int(number[8:10])
    if not 1 <= day <= 31 or not 1 <= month <= 12 or int(number[6:8]) > 71:
        raise ValidationError(
            _("Angka ke-7 sampai ke-10 NIK ini bukan tanggal lahir. Periksa kembali angkanya.")
        )
    return number


class NikField(forms.CharField):
    """A NIK; spaces and dots are forgiven."""

    default_error_messages = {
        "required": _l("Tulis NIK, 16 angka seperti pada KTP."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _l("NIK"))
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={
                    "class": "govuk-input--width-20",
                    "inputmode": "numeric",
                    "autocomplete": "off",
                    "spellcheck": "false",
                }
            ),
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return sixteen digits, or "" where none is needed."""
        text: str = super().clean(value)
        return check_nik(text) if text else ""


class PhoneField(forms.CharField):
    """A telephone number as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"class": "govuk-input--width-20", "type": "tel", "autocomplete": "tel"}
            ),
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the number as it was written; refuses what cannot be dialled."""
        text: str = super().clean(value)
        if text and (re.search(r"[^\d\s+().\-/]", text) or not 6 <= len(phone_digits(text)) <= 15):
            raise ValidationError(
                _("Tulis nomor telepon dengan angka saja, misalnya 0812 3456 7890.")
            )
        return text


class EmailField(forms.EmailField):
    """An e-mail address."""

    default_error_messages = {
        "invalid": _l("Tulis alamat surel yang lengkap, misalnya nama@contoh.id."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _l("Alamat surel (e-mail)"))
        kwargs.setdefault(
            "widget", forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
        )
        super().__init__(**kwargs)


def name_field(label: Any, missing: Any, **kwargs: Any) -> forms.CharField:
    """Return a field for the name of a person, entity or group."""
    attrs = kwargs.pop("attrs", {"autocomplete": "name", "spellcheck": "false"})
    return forms.CharField(
        label=label,
        max_length=200,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": missing},
        **kwargs,
    )


def address_field(**kwargs: Any) -> forms.CharField:
    """Return a field for a postal address."""
    kwargs.setdefault("label", _l("Alamat lengkap"))
    # A validator and not max_length: nobody needs a counter beneath an address.
    return forms.CharField(
        validators=[MaxLengthValidator(500)],
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        **kwargs,
    )


def choice_field(
    label: Any, choices: list[tuple[str, Any]], missing: Any, **kwargs: Any
) -> forms.ChoiceField:
    """Return a field in which one of a few answers is picked."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
        **kwargs,
    )


def uploads(label: str | Promise, hint: str | Promise = "", **kwargs: Any) -> UploadField:
    """Return an upload field whose hint says what to send, then kinds and sizes."""
    field = UploadField(label=label, required=False, most=FILES_PER_DRAFT, **kwargs)
    if hint:
        field.help_text = f"{hint} {field.help_text}"
    return field


def accepted(form: forms.Form, name: str) -> list[UploadedFile]:
    """Return the good files of an upload field of a form."""
    return cast("UploadField", form.fields[name]).accepted


# -- pages of a request ----------------------------------------------------------------------------


class Page(forms.Form):
    """One page of the request; knows what was answered on the others.

    ``UPLOADS`` names the upload fields with the kind of document that each holds.
    """

    slug: ClassVar[str] = ""
    #: Short name for the caption and the check page.
    name: ClassVar[str | Promise] = ""
    #: The h1, unless the only question is the heading itself.
    heading: ClassVar[str | Promise] = ""
    lead: ClassVar[str | Promise] = ""
    UPLOADS: ClassVar[dict[str, str]] = {}
    #: Fields that the check page does not repeat.
    NOT_LISTED: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, draft: Draft | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.build()

    def build(self) -> None:
        """Add the fields that depend on earlier answers."""

    def told(self, slug: str, field: str, default: Any = "") -> Any:
        """Return what was answered on another page."""
        if self.draft is None:
            return default
        return self.draft.answers.get(slug, {}).get(field, default)

    def held(self, field: str) -> list[Any]:
        """Return the files that were uploaded through a field earlier."""
        return [] if self.draft is None else self.draft.files_of(self.UPLOADS[field])

    def answers(self) -> dict[str, Any]:
        """Return the cleaned answers as JSON values, without the files."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in self.UPLOADS
        }

    def accepted_files(self) -> list[tuple[str, list[Any]]]:
        """Return the good files per kind, also where others were refused."""
        return [(kind, accepted(self, name)) for name, kind in self._upload_kinds()]

    def _upload_kinds(self) -> list[tuple[str, str]]:
        return [(name, kind) for name, kind in self.UPLOADS.items() if name in self.fields]

    @property
    def is_heading(self) -> bool:
        """Tell whether the only question is the heading of the page."""
        return any(getattr(field, "as_heading", False) for field in self.fields.values())

    @classmethod
    def applies(cls, draft: Draft | None) -> bool:
        """Say whether the page is asked at all, after what was answered so far."""
        return True


def told(draft: Draft | None, slug: str, field: str) -> Any:
    """Return an answer of a draft, "" when there is none."""
    return "" if draft is None else draft.answers.get(slug, {}).get(field, "")


class WhoPage(Page):
    """Who asks, and whether somebody else acts for them (UU 14/2008 Pasal 1 angka 12)."""

    slug = "siapa"
    name = _l("Pemohon")
    heading = _l("Siapa yang meminta informasi?")

    def build(self) -> None:
        """Give the choices their hints in the reader's language."""
        self.fields["kind"] = choice_field(
            _l("Jenis pemohon"),
            [
                (
                    ApplicantKind.PERORANGAN,
                    Hinted(_("Perorangan"), _("Satu orang, warga negara Indonesia.")),
                ),
                (
                    ApplicantKind.BADAN_HUKUM,
                    Hinted(
                        _("Badan hukum Indonesia"),
                        _("Perseroan, yayasan, perkumpulan, partai, dan sejenisnya."),
                    ),
                ),
                (
                    ApplicantKind.KELOMPOK,
                    Hinted(
                        _("Kelompok orang"),
                        _("Beberapa orang dengan satu permohonan dan satu narahubung."),
                    ),
                ),
            ],
            _l("Pilih siapa yang meminta informasi."),
        )
        self.fields["filer"] = choice_field(
            _l("Siapa yang mengisi formulir ini?"),
            [
                (SELF, Hinted(_("Pemohon sendiri"), _("Atau pengurus badan hukum, narahubung."))),
                (
                    PROXY,
                    Hinted(
                        _("Kuasa pemohon"),
                        _("Anda memegang surat kuasa khusus bermeterai dari pemohon."),
                    ),
                ),
                (
                    GUARDIAN,
                    Hinted(
                        _("Orang tua atau wali"),
                        _("Pemohon belum berumur 17 tahun atau belum memiliki KTP."),
                    ),
                ),
            ],
            _l("Pilih siapa yang mengisi formulir ini."),
        )

    def clean(self) -> dict[str, Any]:
        """Only a person can have a guardian."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("filer") == GUARDIAN and cleaned.get("kind") not in (
            None,
            ApplicantKind.PERORANGAN,
        ):
            self.add_error(
                "filer",
                _("Wali hanya untuk pemohon perorangan. Pilih “Pemohon sendiri” atau “Kuasa”."),
            )
        return cleaned


class IdentityPage(Page):
    """The applicant's own data, by the kind of applicant (Perki 1/2021; domain 2.3)."""

    slug = "identitas"
    NOT_LISTED = frozenset({"no_nik"})
    # The NIK or another proof: neither alone is a must, and neither is "not obligatory".
    mark_optional = False
    name = _l("Identitas")
    heading = _l("Identitas pemohon")
    lead = _l(
        "Undang-undang meminta kami mencatat siapa pemohonnya. Identitas Anda tidak ditampilkan "
        "kepada umum dan tidak diketahui unit yang menyiapkan informasinya."
    )

    def build(self) -> None:
        """Ask for what this kind of applicant has."""
        kind = self.told("siapa", "kind", ApplicantKind.PERORANGAN)
        if kind == ApplicantKind.BADAN_HUKUM:
            self.fields["name"] = name_field(
                _l("Nama badan hukum"),
                _l("Tulis nama badan hukum seperti pada aktanya."),
                attrs={"autocomplete": "organization"},
            )
            self.fields["entity_number"] = forms.CharField(
                label=_l("Nomor SK pengesahan badan hukum"),
                help_text=_l("Misalnya AHU-0012345.AH.01.07.TAHUN 2024."),
                max_length=100,
                error_messages={"required": _l("Tulis nomor SK pengesahan badan hukum.")},
            )
            self.fields["contact_name"] = name_field(
                _l("Nama pengurus yang bertindak"),
                _l("Tulis nama pengurus yang bertindak untuk badan hukum."),
            )
            return
        if kind == ApplicantKind.KELOMPOK:
            self.fields["name"] = name_field(
                _l("Nama kelompok"),
                _l("Tulis nama kelompok, atau nama salah satu anggota “dan kawan-kawan”."),
                attrs={"autocomplete": "off"},
            )
            self.fields["members"] = forms.IntegerField(
                label=_l("Jumlah anggota"),
                min_value=2,
                max_value=100_000,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}
                ),
                error_messages={
                    "required": _l("Tulis jumlah anggota kelompok."),
                    "invalid": _l("Tulis jumlah anggota dengan angka."),
                    "min_value": _l("Kelompok beranggota paling sedikit 2 orang."),
                    "max_value": _l("Periksa jumlah anggota; angkanya terlalu besar."),
                },
            )
            self.fields["contact_name"] = name_field(
                _l("Nama narahubung"), _l("Tulis nama anggota yang kami hubungi.")
            )
            self.fields["nik"] = NikField(label=_l("NIK narahubung"))
            return
        minor = self.told("siapa", "filer") == GUARDIAN
        self.fields["name"] = name_field(
            _l("Nama lengkap pemohon"), _l("Tulis nama lengkap seperti pada KTP.")
        )
        self.fields["nik"] = NikField(
            required=False,
            label=_l("NIK pemohon (bila ada)") if minor else _l("NIK pemohon"),
            help_text=_l("16 angka seperti pada KTP atau Kartu Keluarga. Disimpan terenkripsi."),
        )
        if not minor:
            self.fields["no_nik"] = forms.BooleanField(
                required=False,
                label=_l("Saya memakai bukti identitas lain"),
                help_text=_l(
                    "Paspor, SIM, atau bukti kewarganegaraan lain. Anda mengunggah salinannya "
                    "di halaman berikut."
                ),
            )
        self.fields["occupation"] = forms.CharField(
            required=False,
            label=_l("Pekerjaan"),
            help_text=_l("Boleh dikosongkan."),
            max_length=100,
        )

    def clean(self) -> dict[str, Any]:
        """Ask a grown-up person for a NIK, or for another proof instead."""
        cleaned = super().clean() or self.cleaned_data
        asked = "no_nik" in self.fields and "nik" not in self.errors
        if asked and not cleaned.get("nik") and not cleaned.get("no_nik"):
            self.add_error(
                "nik", _("Tulis NIK, atau centang bahwa Anda memakai bukti identitas lain.")
            )
        return cleaned


class ProxyPage(Page):
    """Who acts for the applicant by power of attorney (Perki 1/2021)."""

    slug = "kuasa"
    name = _l("Kuasa")
    heading = _l("Data kuasa pemohon")
    lead = _l(
        "Anda bertindak dengan surat kuasa khusus. Surat itu harus bermeterai dan Anda unggah di "
        "halaman berikut bersama KTP Anda."
    )

    proxy_name = name_field(_l("Nama lengkap kuasa"), _l("Tulis nama lengkap kuasa."))
    proxy_address = address_field(
        label=_l("Alamat kuasa"), error_messages={"required": _l("Tulis alamat kuasa.")}
    )
    proxy_email = EmailField(label=_l("Alamat surel kuasa"), required=False)
    proxy_phone = PhoneField(label=_l("Nomor telepon kuasa"), required=False)

    def clean(self) -> dict[str, Any]:
        """One way to reach the proxy is enough, and needed."""
        cleaned = super().clean() or self.cleaned_data
        if not (
            {"proxy_email", "proxy_phone"} & self.errors.keys()
            or cleaned.get("proxy_email")
            or cleaned.get("proxy_phone")
        ):
            self.add_error("proxy_email", _("Tulis alamat surel atau nomor telepon kuasa."))
        return cleaned

    @classmethod
    def applies(cls, draft: Draft | None) -> bool:
        """Asked only when a proxy files."""
        return bool(told(draft, "siapa", "filer") == PROXY)


class GuardianPage(Page):
    """Who acts for a minor (UU 27/2022 Pasal 25: a child's data, through parent or guardian)."""

    slug = "wali"
    name = _l("Orang tua atau wali")
    heading = _l("Data orang tua atau wali")

    guardian_name = name_field(
        _l("Nama lengkap orang tua atau wali"), _l("Tulis nama lengkap orang tua atau wali.")
    )
    guardian_relation = forms.CharField(
        label=_l("Hubungan dengan pemohon"),
        help_text=_l("Misalnya ibu, ayah, kakek, atau wali menurut penetapan pengadilan."),
        max_length=60,
        error_messages={"required": _l("Tulis hubungan Anda dengan pemohon.")},
    )
    guardian_nik = NikField(label=_l("NIK orang tua atau wali"))

    @classmethod
    def applies(cls, draft: Draft | None) -> bool:
        """Asked only when a guardian files."""
        return bool(told(draft, "siapa", "filer") == GUARDIAN)


class DocumentsPage(Page):
    """Proof of who asks; what is missing can still be handed in later (SOP 2.2)."""

    slug = "dokumen"
    name = _l("Dokumen identitas")
    heading = _l("Unggah bukti identitas")
    lead = _l(
        "Tanpa bukti ini permohonan tetap diterima dan diberi nomor, tetapi kami akan memintanya "
        "lebih dahulu. Berkas disimpan terenkripsi dan setiap pembukaannya dicatat."
    )
    UPLOADS = {
        "legal_entity": Kind.LEGAL_ENTITY,
        "power_of_attorney": Kind.POWER_OF_ATTORNEY,
        "identity": Kind.IDENTITY,
    }

    def build(self) -> None:
        """Ask for the papers that this applicant needs (domain 2.3)."""
        kind = self.told("siapa", "kind", ApplicantKind.PERORANGAN)
        filer = self.told("siapa", "filer", SELF)
        if kind == ApplicantKind.BADAN_HUKUM:
            self.fields["legal_entity"] = uploads(
                _l("Akta pendirian dan SK pengesahan badan hukum")
            )
        if filer == PROXY:
            self.fields["power_of_attorney"] = uploads(
                _l("Surat kuasa khusus"),
                _l("Harus bermeterai, ditandatangani pemberi dan penerima kuasa."),
            )
        elif kind == ApplicantKind.KELOMPOK:
            self.fields["power_of_attorney"] = uploads(
                _l("Surat kuasa dari anggota kelompok"),
                _l("Harus bermeterai, ditandatangani seluruh anggota."),
            )
        labels = {
            ApplicantKind.BADAN_HUKUM: _l("KTP pengurus yang bertindak"),
            ApplicantKind.KELOMPOK: _l("KTP seluruh anggota"),
        }
        label: Any = labels.get(ApplicantKind(kind), _l("KTP pemohon"))
        if self._other_proof:
            label = _l("Bukti identitas lain (paspor, SIM, atau bukti kewarganegaraan)")
        if filer == PROXY:
            label = _("{identity} dan KTP kuasa").format(identity=label)
        elif filer == GUARDIAN:
            label = _l("KTP orang tua atau wali dan Kartu Keluarga")
        self.fields["identity"] = uploads(label)

    @property
    def _other_proof(self) -> bool:
        return bool(self.told("identitas", "no_nik", False))

    def clean(self) -> dict[str, Any]:
        """Without a NIK the other proof itself is needed."""
        cleaned = super().clean() or self.cleaned_data
        given = self.held("identity") or cleaned.get("identity") or "identity" in self.errors
        if self._other_proof and not given:
            self.add_error(
                "identity",
                _("Unggah salinan bukti identitas lain, karena Anda tidak menuliskan NIK."),
            )
        return cleaned

    def missing(self) -> list[str]:
        """Return the papers that were not uploaded, in words."""
        return [
            str(self.fields[name].label)
            for name, _kind in self._upload_kinds()
            if not self.held(name)
        ]


class InformationPage(Page):
    """What is asked."""

    slug = "informasi"
    name = _l("Informasi yang diminta")
    UPLOADS = {"attachments": Kind.ATTACHMENT}

    information = forms.CharField(
        label=_l("Informasi apa yang Anda minta?"),
        help_text=_l(
            "Sebutkan sejelas mungkin: nama dokumen atau datanya, tahun, dan unit bila Anda tahu. "
            "Satu permohonan boleh memuat beberapa hal; beri nomor."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _l("Tulis informasi yang Anda minta."),
            "max_length": _l(
                "Terlalu panjang: paling banyak %(limit_value)d karakter, Anda menulis "
                "%(show_value)d. Pindahkan rinciannya ke lampiran."
            ),
        },
    )

    def build(self) -> None:
        """The question is the heading; published items are suggested while it is answered."""
        self.fields["information"].as_heading = True  # type: ignore[attr-defined]
        self.fields["information"].widget.attrs |= {
            "hx-post": reverse("requests_app:suggestions"),
            "hx-trigger": "input changed delay:600ms, typed-early",
            "hx-params": "information,csrfmiddlewaretoken",
            "hx-target": "#saran",
            "hx-sync": "this:replace",
        }
        self.fields["attachments"] = uploads(
            _l("Lampiran"), _l("Bila ada dokumen yang memperjelas permintaan Anda.")
        )


class PurposePage(Page):
    """What for (UU 14/2008 Pasal 4 ayat (3): a request states its reason)."""

    slug = "tujuan"
    name = _l("Tujuan")

    purpose = forms.CharField(
        label=_l("Untuk apa informasi itu Anda gunakan?"),
        help_text=_l(
            "Undang-undang meminta alasan permohonan. Tulis dengan singkat, misalnya penelitian, "
            "pengawasan masyarakat, atau keperluan pribadi."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _l("Tulis untuk apa informasi itu Anda gunakan.")},
    )

    def build(self) -> None:
        """The question is the heading of the page."""
        self.fields["purpose"].as_heading = True  # type: ignore[attr-defined]


class AccessPage(Page):
    """Cara memperoleh informasi."""

    slug = "cara"
    name = _l("Cara memperoleh")

    def build(self) -> None:
        """Give the choices their hints in the reader's language."""
        field = choice_field(
            _l("Bagaimana Anda ingin memperoleh informasi itu?"),
            [
                (
                    AccessMethod.COPY,
                    Hinted(_("Mendapatkan salinan"), _("Salinan digital atau cetak.")),
                ),
                (
                    AccessMethod.VIEW,
                    Hinted(
                        _("Melihat, membaca, mendengarkan, atau mencatat"),
                        _("Di tempat layanan kami, pada jam layanan."),
                    ),
                ),
            ],
            _l("Pilih cara memperoleh informasi."),
        )
        field.as_heading = True  # type: ignore[attr-defined]
        self.fields["access_method"] = field


#: Which forms of a copy each way of delivery can carry.
CARRIES = {
    Delivery.EMAIL: {CopyForm.SOFTCOPY},
    Delivery.PICKUP: {CopyForm.SOFTCOPY, CopyForm.HARDCOPY},
    Delivery.POST: {CopyForm.SOFTCOPY, CopyForm.HARDCOPY},
    Delivery.COURIER: {CopyForm.SOFTCOPY, CopyForm.HARDCOPY},
    Delivery.FAX: {CopyForm.HARDCOPY},
}


def check_delivery(copy_form: str, delivery: str) -> None:
    """Refuse a way of delivery that cannot carry the form of the copy."""
    if delivery and copy_form and copy_form not in CARRIES[Delivery(delivery)]:
        if delivery == Delivery.FAX:
            raise ValidationError(
                _("Faksimile hanya untuk salinan cetak. Pilih salinan cetak, atau cara lain.")
            )
        raise ValidationError(
            _("Surel hanya untuk salinan digital. Pilih salinan digital, atau cara lain.")
        )


class CopyPage(Page):
    """Form of the copy, and cara mendapatkan salinan."""

    slug = "salinan"
    name = _l("Salinan")
    heading = _l("Salinan seperti apa, dan dikirim ke mana?")

    def build(self) -> None:
        """Give the choices their hints in the reader's language."""
        self.fields["copy_form"] = choice_field(
            _l("Bentuk salinan"),
            [
                (CopyForm.SOFTCOPY, Hinted(_("Salinan digital"), _("Berkas seperti PDF."))),
                (CopyForm.HARDCOPY, Hinted(_("Salinan cetak"), _("Di atas kertas."))),
            ],
            _l("Pilih bentuk salinan."),
        )
        self.fields["delivery"] = choice_field(
            _l("Cara mendapatkan salinan"),
            [
                (
                    Delivery.EMAIL,
                    Hinted(_("Surel"), _("Juga dapat diunduh dari halaman permohonan Anda.")),
                ),
                (Delivery.PICKUP, Hinted(_("Mengambil langsung"), _("Pada jam layanan."))),
                (Delivery.POST, _("Pos")),
                (Delivery.COURIER, _("Kurir")),
                (Delivery.FAX, _("Faksimile")),
            ],
            _l("Pilih cara mendapatkan salinan."),
        )

    def clean(self) -> dict[str, Any]:
        """Paper does not travel by e-mail."""
        cleaned = super().clean() or self.cleaned_data
        try:
            check_delivery(cleaned.get("copy_form", ""), cleaned.get("delivery", ""))
        except ValidationError as error:
            self.add_error("delivery", error)
        return cleaned

    @classmethod
    def applies(cls, draft: Draft | None) -> bool:
        """Asked unless the applicant only wants to look; so the number of steps stays the same."""
        return bool(told(draft, "cara", "access_method") != AccessMethod.VIEW)


def check_contact(delivery: str, email: str, phone: str) -> tuple[str, str] | None:
    """Return field and sentence when what was given cannot serve the chosen delivery.

    The address is always there (UU 14/2008 Pasal 22 ayat (2)), so post and courier need no more.
    """
    if delivery == Delivery.EMAIL and not email:
        return "email", _("Anda memilih surel. Tulis alamat surel, atau ubah cara pengirimannya.")
    if delivery == Delivery.FAX and not phone:
        return "phone", _("Anda memilih faksimile. Tulis nomor faksimilenya.")
    return None


class ContactPage(Page):
    """Where the applicant is reached."""

    slug = "kontak"
    name = _l("Kontak")
    heading = _l("Ke mana kami mengirim jawaban?")
    lead = _l(
        "Nomor dan tautan permohonan dikirim lewat surel. Tanpa surel, Anda mengikutinya dengan "
        "nomor dan kode yang tampil setelah permohonan terkirim."
    )

    email = EmailField(required=False)
    phone = PhoneField(label=_l("Nomor telepon"), required=False)
    address = address_field(
        help_text=_l(
            "Wajib dicatat menurut UU 14/2008 Pasal 22 ayat (2): jalan, kota, dan kode pos."
        ),
        error_messages={"required": _l("Tulis alamat lengkap Anda.")},
    )

    def build(self) -> None:
        """Say which answer the chosen delivery needs."""
        delivery = self._delivery
        if delivery == Delivery.EMAIL and not self._proxy("proxy_email"):
            self.fields["email"].required = True
            self.fields["email"].error_messages["required"] = check_contact(delivery, "", "")[1]  # type: ignore[index]
        if delivery == Delivery.FAX:
            self.fields["phone"].label = _l("Nomor telepon atau faksimile")

    @property
    def _delivery(self) -> str:
        if self.told("cara", "access_method") == AccessMethod.VIEW:
            return ""
        return str(self.told("salinan", "delivery"))

    def _proxy(self, field: str) -> str:
        if self.told("siapa", "filer") != PROXY:
            return ""
        return str(self.told("kuasa", field))

    def clean(self) -> dict[str, Any]:
        """One contact must work with the chosen delivery."""
        cleaned = super().clean() or self.cleaned_data
        email = cleaned.get("email") or self._proxy("proxy_email")
        phone = cleaned.get("phone") or self._proxy("proxy_phone")
        problem = check_contact(self._delivery, email, phone)
        if problem is not None and problem[0] not in self.errors:
            self.add_error(*problem)
        return cleaned


class SendForm(forms.Form):
    """The last button; its one field is for programs that fill in everything."""

    not_sent: ClassVar[str | Promise] = _l(
        "Permohonan belum terkirim. Tekan “Kirim permohonan” sekali lagi."
    )

    website = forms.CharField(required=False, max_length=200)

    def clean_website(self) -> str:
        """Ask to send again: a person whose browser filled it in loses nothing."""
        if self.cleaned_data["website"]:
            raise ValidationError(str(self.not_sent))
        return ""


PAGES: tuple[type[Page], ...] = (
    WhoPage,
    IdentityPage,
    ProxyPage,
    GuardianPage,
    DocumentsPage,
    InformationPage,
    PurposePage,
    AccessPage,
    CopyPage,
    ContactPage,
)


# -- after sending ---------------------------------------------------------------------------------


class OpenForm(forms.Form):
    """Number and code: the applicant's key to the own case."""

    number = forms.CharField(
        label=_l("Nomor pendaftaran"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _l("Tulis nomor permohonan atau keberatan Anda.")},
    )
    code = forms.CharField(
        label=_l("Kode"),
        help_text=_l("12 huruf dan angka dari tanda bukti Anda, misalnya K7QM-3XWD-9RTP."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": _l("Tulis kode dari tanda bukti Anda.")},
    )


class SendCodeForm(forms.Form):
    """Number and e-mail address, to get the code once more."""

    number = forms.CharField(
        label=_l("Nomor pendaftaran"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _l("Tulis nomor permohonan atau keberatan Anda.")},
    )
    email = EmailField(
        label=_l("Alamat surel yang Anda tulis di permohonan atau keberatan"),
        error_messages={"required": _l("Tulis alamat surel Anda.")},
    )


class WithFiles(Page):
    """A form of the tracking page that takes files; refused ones leave the good ones held."""

    mark_optional = True


class CompleteRequestForm(WithFiles):
    """What was missing (SOP 2.2)."""

    UPLOADS = {"papers": Kind.IDENTITY, "attachments": Kind.ATTACHMENT}

    addition = forms.CharField(
        label=_l("Keterangan tambahan"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def build(self) -> None:
        """Take papers and attachments apart: papers are only for the office's eyes."""
        self.fields["papers"] = uploads(_l("KTP, surat kuasa, atau akta"))
        self.fields["attachments"] = uploads(_l("Dokumen lain yang memperjelas permintaan"))

    def clean(self) -> dict[str, Any]:
        """Something must be given."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (
            cleaned.get("addition")
            or cleaned.get("papers")
            or cleaned.get("attachments")
            or (self.draft is not None and self.draft.files)
        ):
            self.add_error("addition", _("Tulis keterangan atau unggah dokumen yang kurang."))
        return cleaned


class AnswerQuestionForm(WithFiles):
    """The answer to a clarification."""

    UPLOADS = {"attachments": Kind.ATTACHMENT}

    answer = forms.CharField(
        label=_l("Jawaban Anda"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _l("Tulis jawaban Anda.")},
    )

    def build(self) -> None:
        """Files are welcome beside the answer."""
        self.fields["attachments"] = uploads(_l("Lampiran"))


class MessageForm(forms.Form):
    """A message to the office."""

    text = forms.CharField(
        label=_l("Pesan Anda"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _l("Tulis pesan Anda lebih dahulu.")},
    )


class WithdrawRequestForm(forms.Form):
    """A last question before a request is withdrawn."""

    reason = forms.CharField(
        label=_l("Alasan pencabutan"),
        help_text=_l("Boleh dikosongkan. Alasan membantu kami memperbaiki layanan."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label=_l("Ya, cabut permohonan ini"),
        error_messages={"required": _l("Centang untuk menyatakan bahwa Anda mencabutnya.")},
    )
