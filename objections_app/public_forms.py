"""The pages on which somebody writes an objection, and the forms of its page.

What is asked about a person is asked with the pages of a request, in the words of an objection.
Of an objection to an answered request most of it is known, and only who files it is asked.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from objections_app.models import Ground
from requests_app.drafts import Draft
from requests_app.models import InformationRequest
from requests_app.public_forms import (
    LONGEST_TEXT,
    PROXY,
    SELF,
    CompleteRequestForm,
    ContactPage,
    DocumentsPage,
    GuardianPage,
    Hinted,
    IdentityPage,
    Kind,
    Page,
    ProxyPage,
    SendForm,
    WhoPage,
    WithdrawRequestForm,
    choice_field,
    told,
    uploads,
)

OF_REQUEST, PERIODIC = "permohonan", "berkala"


def request_of(draft: Draft | None) -> InformationRequest | None:
    """Return the request to whose handling a draft objects, if there is one."""
    if draft is None or draft.origin_id is None:
        return None
    return InformationRequest.objects.select_related("applicant").filter(pk=draft.origin_id).first()


def has_request(draft: Draft | None) -> bool:
    """Tell whether a draft objects to the handling of a request."""
    return draft is not None and draft.origin_id is not None


class AboutPage(Page):
    """Which request, or none: ground b needs no request (UU 14/2008 Pasal 35 ayat (1) huruf b).

    The code is checked once, when the page is sent, and never kept.
    """

    slug = "tentang"
    NOT_LISTED = frozenset({"code"})
    # Number and code are needed for one of the two answers only.
    mark_optional = False
    name = _l("Pokok keberatan")
    heading = _l("Keberatan Anda tentang apa?")
    #: The request that was opened by number and code, or by this browser before.
    found: InformationRequest | None = None

    number = forms.CharField(
        label=_l("Nomor permohonan"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_l("Kode permohonan"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def build(self) -> None:
        """Ask for a code only where this browser has not opened the request yet."""
        self.fields["about"] = choice_field(
            _l("Keberatan ini tentang"),
            [
                (
                    OF_REQUEST,
                    Hinted(
                        _("Permohonan informasi yang sudah diajukan"),
                        _("Siapkan nomor dan kode dari tanda bukti permohonan itu."),
                    ),
                ),
                (
                    PERIODIC,
                    Hinted(
                        _("Informasi berkala yang tidak disediakan (alasan huruf b)"),
                        _(
                            "Tanpa nomor permohonan: informasi yang wajib kami umumkan secara "
                            "berkala, misalnya laporan keuangan, tetapi tidak Anda temukan."
                        ),
                    ),
                ),
            ],
            _l("Pilih tentang apa keberatan Anda."),
        )
        self.fields["number"].help_text = _("Kosongkan bila keberatan Anda tanpa permohonan.")
        if has_request(self.draft):
            self.fields["code"].help_text = _(
                "Permohonan ini sudah terbuka; kodenya tidak perlu ditulis lagi."
            )
        else:
            self.fields["code"].help_text = _(
                "12 huruf dan angka dari tanda bukti Anda, misalnya K7QM-3XWD-9RTP."
            )
        self.order_fields(["about", "number", "code"])

    def clean(self) -> dict[str, Any]:
        """An objection to a request needs its number."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("about") == OF_REQUEST and not cleaned.get("number"):
            self.add_error("number", _("Tulis nomor permohonan dari tanda bukti Anda."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Return what is kept: never the code."""
        of_request = self.cleaned_data["about"] == OF_REQUEST
        number = self.cleaned_data["number"] if of_request else ""
        return {"about": self.cleaned_data["about"], "number": number}


class WhoObjectsPage(WhoPage):
    """Who objects, and whether somebody else acts for them (Perki 1/2021 Pasal 39 ayat (4))."""

    name = _l("Pengaju keberatan")
    heading = _l("Siapa yang mengajukan keberatan?")

    def build(self) -> None:
        """Of an answered request the applicant is known: only who files is asked."""
        if not has_request(self.draft):
            super().build()
            self.fields["kind"].label = _l("Jenis pengaju keberatan")
            return
        field = choice_field(
            _l("Siapa yang mengajukan keberatan?"),
            [
                (
                    SELF,
                    Hinted(
                        _("Pemohon sendiri"),
                        _("Atau pengurus, narahubung, orang tua, atau wali yang sudah tercatat."),
                    ),
                ),
                (
                    PROXY,
                    Hinted(
                        _("Kuasa pemohon"),
                        _("Anda memegang surat kuasa khusus bermeterai dari pemohon."),
                    ),
                ),
            ],
            _l("Pilih siapa yang mengajukan keberatan."),
        )
        field.as_heading = True  # type: ignore[attr-defined]
        self.fields["filer"] = field


class _OnlyWithoutRequest(Page):
    """A page about what is known already where the objection is to a request."""

    @classmethod
    def applies(cls, draft: Draft | None) -> bool:
        """Asked only of somebody who did not ask for the information before."""
        return not has_request(draft) and super().applies(draft)


class ObjectorPage(_OnlyWithoutRequest, IdentityPage):
    """The objector's own data."""

    heading = _l("Identitas pengaju keberatan")


class ObjectorsGuardianPage(_OnlyWithoutRequest, GuardianPage):
    """Who acts for a minor."""


class PapersPage(DocumentsPage):
    """Proof of who objects; what is missing can still be handed in later (domain case 22)."""

    lead = _l(
        "Tanpa bukti ini keberatan tetap diterima dan diberi nomor, tetapi kami akan memintanya "
        "lebih dahulu. Berkas disimpan terenkripsi dan setiap pembukaannya dicatat."
    )

    def build(self) -> None:
        """Ask a proxy for power of attorney and identity; of others only what is not known."""
        if has_request(self.draft):
            self.fields["power_of_attorney"] = uploads(
                _l("Surat kuasa khusus"),
                _l("Harus bermeterai, ditandatangani pemberi dan penerima kuasa."),
            )
            self.fields["identity"] = uploads(_l("KTP kuasa"))
        else:
            super().build()
        if "power_of_attorney" in self.fields:
            self.fields["stamped"] = forms.BooleanField(
                required=False,
                label=_l("Surat kuasa itu bermeterai"),
                help_text=_l("Tanpa meterai, kami akan meminta Anda melengkapinya lebih dahulu."),
            )

    def missing(self) -> list[str]:
        """Return what was not uploaded or not declared, in words."""
        found = super().missing()
        papers = "power_of_attorney" in self.fields and self.held("power_of_attorney")
        if papers and not self.told(self.slug, "stamped", False):
            found.append(_("Meterai pada surat kuasa (belum Anda nyatakan)"))
        return found

    @classmethod
    def applies(cls, draft: Draft | None) -> bool:
        """Asked unless the applicant of the request objects, whose papers are known."""
        return not has_request(draft) or told(draft, "siapa", "filer") == PROXY


#: What each ground means in the words of somebody who is no lawyer.
_IN_PLAIN_WORDS: dict[str, str | Promise] = {
    Ground.A: _l(
        "Kami menolak seluruhnya atau sebagian dan menyebut Pasal 17 UU 14/2008, misalnya karena "
        "rahasia pribadi."
    ),
    Ground.B: _l(
        "Informasi yang wajib diumumkan secara berkala, misalnya laporan keuangan, tidak ada di "
        "situs atau tempat layanan kami."
    ),
    Ground.C: _l("Batas waktu jawaban sudah lewat dan Anda belum menerima jawaban."),
    Ground.D: _l("Anda menerima jawaban, tetapi isinya lain atau kurang dari yang Anda minta."),
    Ground.E: _l(
        "Kami menjawab, tetapi informasinya tidak Anda terima, misalnya karena dinyatakan tidak "
        "dikuasai."
    ),
    Ground.F: _l("Biaya salinan atau pengirimannya menurut Anda terlalu tinggi."),
    Ground.G: _l("Jawaban atau informasinya datang setelah batas waktu yang kami sebutkan."),
}


def ground_choices() -> list[tuple[str, Hinted]]:
    """Return the seven grounds with their letters, each explained."""
    return [
        (ground.value, Hinted(f"{ground.value}. {ground.label}", _IN_PLAIN_WORDS[ground]))
        for ground in Ground
    ]


class GroundsPage(Page):
    """The grounds, one or several (UU 14/2008 Pasal 35 ayat (1))."""

    slug = "alasan"
    name = _l("Alasan keberatan")

    def build(self) -> None:
        """Give the choices their hints in the reader's language."""
        field = forms.MultipleChoiceField(
            label=_l("Apa alasan keberatan Anda?"),
            help_text=_l("Pilih satu atau beberapa (UU 14/2008 Pasal 35 ayat (1))."),
            choices=ground_choices(),
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _l("Pilih paling sedikit satu alasan."),
                "invalid_choice": _l("Pilih alasan dari daftar ini."),
            },
        )
        field.as_heading = True  # type: ignore[attr-defined]
        self.fields["grounds"] = field

    @classmethod
    def applies(cls, draft: Draft | None) -> bool:
        """Without a request there is only one ground (huruf b)."""
        return has_request(draft)


class MissingInformationPage(_OnlyWithoutRequest):
    """Which periodic information is not provided."""

    slug = "informasi"
    name = _l("Informasi yang tidak disediakan")

    information = forms.CharField(
        label=_l("Informasi berkala apa yang tidak disediakan?"),
        help_text=_l(
            "Sebutkan nama laporan atau datanya, tahunnya, dan unit bila Anda tahu. Informasi "
            "berkala diumumkan paling sedikit setiap enam bulan (UU 14/2008 Pasal 9)."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _l("Tulis informasi yang tidak disediakan.")},
    )

    def build(self) -> None:
        """The question is the heading of the page."""
        self.fields["information"].as_heading = True  # type: ignore[attr-defined]


class PositionPage(Page):
    """Kasus posisi: what happened, in the objector's own words (domain 3.6 C)."""

    slug = "kasus-posisi"
    name = _l("Kasus posisi")
    UPLOADS = {"attachments": Kind.ATTACHMENT}

    case_position = forms.CharField(
        label=_l("Apa yang terjadi, dan mengapa Anda keberatan?"),
        help_text=_l(
            "Ini kasus posisi keberatan Anda. Tulis dengan kata-kata sendiri: apa yang Anda minta, "
            "apa jawaban kami, dan apa yang seharusnya menurut Anda."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _l("Tulis apa yang terjadi.")},
    )

    def build(self) -> None:
        """The question is the heading of the page."""
        self.fields["case_position"].as_heading = True  # type: ignore[attr-defined]
        self.fields["attachments"] = uploads(
            _l("Lampiran"),
            _l("Surat jawaban kami tidak perlu dilampirkan; kami sudah memilikinya."),
        )


class UsePage(_OnlyWithoutRequest):
    """What the information is for (domain 3.6 A), where no request has told it."""

    slug = "tujuan"
    name = _l("Tujuan")

    purpose = forms.CharField(
        label=_l("Untuk apa informasi itu Anda gunakan?"),
        help_text=_l("Tulis dengan singkat, misalnya penelitian atau pengawasan masyarakat."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _l("Tulis untuk apa informasi itu Anda gunakan.")},
    )

    def build(self) -> None:
        """The question is the heading of the page."""
        self.fields["purpose"].as_heading = True  # type: ignore[attr-defined]


class ReplyToPage(_OnlyWithoutRequest, ContactPage):
    """Where the objector is reached."""

    heading = _l("Ke mana kami mengirim tanggapan?")
    lead = _l(
        "Nomor dan tautan keberatan dikirim lewat surel. Tanpa surel, Anda mengikutinya dengan "
        "nomor dan kode yang tampil setelah keberatan terkirim."
    )


class SendObjectionForm(SendForm):
    """The last button."""

    not_sent = _l("Keberatan belum terkirim. Tekan “Kirim keberatan” sekali lagi.")


PAGES: tuple[type[Page], ...] = (
    AboutPage,
    WhoObjectsPage,
    ObjectorPage,
    ProxyPage,
    ObjectorsGuardianPage,
    PapersPage,
    GroundsPage,
    MissingInformationPage,
    PositionPage,
    UsePage,
    ReplyToPage,
)


# -- after sending ---------------------------------------------------------------------------------


class CompleteObjectionForm(CompleteRequestForm):
    """What was missing (Perki 1/2021 Pasal 39)."""

    def build(self) -> None:
        """Take papers and attachments apart: papers are only for the office's eyes."""
        self.fields["papers"] = uploads(_l("Surat kuasa bermeterai, KTP, atau akta"))
        self.fields["attachments"] = uploads(_l("Dokumen lain yang mendukung keberatan"))


class WithdrawObjectionForm(WithdrawRequestForm):
    """A last question before an objection is withdrawn."""

    sure = forms.BooleanField(
        label=_l("Ya, cabut keberatan ini"),
        error_messages={"required": _l("Centang untuk menyatakan bahwa Anda mencabutnya.")},
    )
