"""What each letter of SOP 2 is filled with: one frozen dataclass per letter.

How to issue a letter::

    from ppid_portal.letters import schemas, services

    services.issue(
        "extension",                       # key of the kind, see KEYS below
        case=case,
        signatory=act.actor,               # people.actors.Actor
        context=schemas.Extension(
            registration_number=case.number,
            received_on=case.counted_from,
            applicant=schemas.Party(name="Siti Aminah", address="Jl. Melati 4, Bandung"),
            information=["Laporan keuangan tahun 2025"],
            reason="not_documented",
            reason_detail="Laporan masih disusun oleh unit.",
            original_due_on=date(2026, 3, 30),
            new_due_on=date(2026, 4, 8),
        ),                                 # or .as_context(): a plain dict of JSON values
    )

``services.preview(key, case=…, context=…)`` takes the same object and gives a PDF marked DRAF.

Rules for everybody who fills a letter
- A date is a ``datetime.date``; a moment is an aware ``datetime``; both become ISO text in the
  frozen JSON, and the templates write them as "5 Juni 2026".
- Money is whole rupiah (``int``). A number of days is working days (hari kerja).
- Text that a person typed goes in as it is; templates escape it. Never pass HTML.
- The letter's own number, date, place, signature block, letterhead and verification code are
  NOT part of these: ``services.issue`` adds them ("frame").
- A NIK is passed only masked (``Applicant.masked_nik``).

KEYS  key of the kind        dataclass                issued by        numbering series
      receipt                Receipt                  step 2.3         the case's own number
      incompleteness         Incompleteness           step 2.2         letter_out
      disposition            Disposition              step 2.4         disposition
      memorandum             Memorandum               step 2.4         memo
      extension              Extension                UU 14/2008 22(8) letter_out
      written_notification   WrittenNotification      step 2.5a, 2.5b  letter_out
      refusal_decree         RefusalDecree            step 2.5b        decree
      referral               Referral                 UU 14/2008 22(7)b letter_out
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Literal

AccessMethod = Literal["view", "copy"]
CopyForm = Literal["softcopy", "hardcopy"]
Delivery = Literal["pickup", "courier", "post", "fax", "email"]
Outcome = Literal["granted", "partly", "not_held", "not_documented", "refused", "referred"]
ExtensionReason = Literal["not_held", "not_documented", "undecided"]

# Words printed for the codes above; the forms of requests_app may use the same.
ACCESS_LABELS: dict[str, str] = {
    "view": "Melihat, membaca, mendengarkan, atau mencatat",
    "copy": "Mendapatkan salinan informasi",
}
COPY_FORM_LABELS: dict[str, str] = {
    "softcopy": "Salinan digital (softcopy)",
    "hardcopy": "Salinan tercetak (hardcopy)",
}
DELIVERY_LABELS: dict[str, str] = {
    "pickup": "Mengambil langsung",
    "courier": "Kurir",
    "post": "Pos",
    "fax": "Faksimile",
    "email": "E-mail",
}
OUTCOME_LABELS: dict[str, str] = {
    "granted": "Diberikan seluruhnya",
    "partly": "Diberikan sebagian",
    "not_held": "Tidak kami kuasai",
    "not_documented": "Belum didokumentasikan",
    "refused": "Ditolak (dikecualikan)",
    "referred": "Diteruskan ke badan publik lain",
}
# UU 14/2008 Pasal 22 ayat (8): the three reasons for which the ten days may be extended once.
EXTENSION_REASON_LABELS: dict[str, str] = {
    "not_held": "Informasi yang diminta belum kami kuasai",
    "not_documented": "Informasi yang diminta belum didokumentasikan",
    "undecided": (
        "Belum dapat diputuskan apakah informasi yang diminta termasuk informasi yang dikecualikan"
    ),
}
# UU 14/2008 Pasal 17, the sense of each letter in one line.
ARTICLE_17_LABELS: dict[str, str] = {
    "a": "dapat menghambat proses penegakan hukum",
    "b": (
        "dapat mengganggu kepentingan perlindungan hak atas kekayaan intelektual dan perlindungan "
        "dari persaingan usaha tidak sehat"
    ),
    "c": "dapat membahayakan pertahanan dan keamanan negara",
    "d": "dapat mengungkapkan kekayaan alam Indonesia",
    "e": "dapat merugikan ketahanan ekonomi nasional",
    "f": "dapat merugikan kepentingan hubungan luar negeri",
    "g": (
        "dapat mengungkapkan isi akta otentik yang bersifat pribadi dan kemauan terakhir ataupun "
        "wasiat seseorang"
    ),
    "h": "dapat mengungkap rahasia pribadi",
    "i": (
        "memorandum atau surat-surat antar-Badan Publik atau intra-Badan Publik yang menurut "
        "sifatnya dirahasiakan"
    ),
    "j": "informasi yang tidak boleh diungkapkan berdasarkan undang-undang",
}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        # A lazy translation or a TextChoices member becomes plain text here.
        return str(value) if isinstance(value, str) else value
    return str(value)


class Schema:
    """Base of all letter contexts: gives the plain dict of JSON values that is frozen."""

    kind: ClassVar[str]

    def as_context(self) -> dict[str, Any]:
        """The fields as JSON values: dates and moments in ISO form, tuples as lists."""
        result: dict[str, Any] = _plain(dataclasses.asdict(self))  # type: ignore[call-overload]
        return result


@dataclass(frozen=True, kw_only=True)
class Party:
    """The applicant as printed on a letter.

    ``identity`` is one printable line such as "NIK 3201**********01" (masked) or
    "SK Kemenkumham AHU-0012.AH.01.04 Tahun 2020".
    """

    name: str
    address: str = ""
    occupation: str = ""
    phone: str = ""
    email: str = ""
    kind: str = "perorangan"  # perorangan | badan_hukum | kelompok
    identity: str = ""
    proxy_name: str = ""
    proxy_address: str = ""
    proxy_contact: str = ""


# -- 2.3 ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Receipt(Schema):
    """Tanda bukti permohonan with the request form and the page of rights (domain 3.1, 3.2).

    ``received_at`` is the moment it reached us; ``counted_from`` is day 0 (domain 1.3), shown
    beside it when it differs. ``due_explanation`` is ``clock.words.explain(...)``.
    ``tracking_code`` is the applicant's short code; leave it empty where staff print a copy.
    """

    kind: ClassVar[str] = "receipt"

    registration_number: str
    received_at: datetime
    counted_from: date
    due_on: date
    applicant: Party
    information: list[str]
    purpose: str
    channel: str  # in words: "Situs web", "Loket", "Surat", …
    access_method: AccessMethod = "copy"
    copy_form: CopyForm | Literal[""] = "softcopy"
    delivery: Delivery | Literal[""] = "email"
    due_explanation: str = ""
    provisional: bool = False
    officer_name: str = ""
    tracking_code: str = ""
    attachments: list[str] = field(default_factory=list)  # file names handed in


# -- 2.2 ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Incompleteness(Schema):
    """Pemberitahuan permohonan belum lengkap; the clock stands still until the answer."""

    kind: ClassVar[str] = "incompleteness"

    received_at: datetime
    applicant: Party
    information: list[str]
    missing: list[str]  # one sentence each: what is missing or unclear
    cure_until: date
    cure_days: int = 3
    registration_number: str = ""  # empty: not registered yet
    note: str = ""


# -- 2.4 ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Tick:
    """A tick box of the disposition sheet."""

    label: str
    ticked: bool = False


@dataclass(frozen=True, kw_only=True)
class Disposition(Schema):
    """Lembar disposisi Ketua PPID, for the office; units read the memorandum instead."""

    kind: ClassVar[str] = "disposition"

    registration_number: str
    received_at: datetime
    sender: str  # surat dari
    subject: str  # hal
    units: list[Tick]
    due_on: date
    instructions: list[Tick] = field(default_factory=list)
    note: str = ""
    nature: str = "Biasa"  # sifat
    urgency: str = "Segera"
    agenda_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Memorandum(Schema):
    """Memorandum permohonan informasi from Ketua PPID to the units concerned (internal)."""

    kind: ClassVar[str] = "memorandum"

    to: list[str]  # printable names of office: "PPID Pelaksana Biro Keuangan"
    subject: str
    registration_number: str
    received_on: date
    information: list[str]
    answer_due: datetime | date
    legal_due_on: date
    direction: str = ""  # arahan Ketua PPID
    purpose: str = ""
    copies_to: list[str] = field(default_factory=list)  # tembusan
    attachments: list[str] = field(default_factory=list)


# -- law: extension -----------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Extension(Schema):
    """Pemberitahuan perpanjangan waktu, once, seven working days (UU 14/2008 Pasal 22(8))."""

    kind: ClassVar[str] = "extension"

    registration_number: str
    received_on: date
    applicant: Party
    information: list[str]
    reason: ExtensionReason
    original_due_on: date
    new_due_on: date
    reason_detail: str = ""
    days: int = 7
    provisional: bool = False


# -- 2.5a, 2.5b ---------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Costs:
    """Cost lines of the notification form, whole rupiah; all zero prints "tidak dipungut biaya"."""

    sheets: int = 0
    per_sheet: int = 0
    delivery: int = 0
    other: int = 0
    how_to_pay: str = ""

    @property
    def copying(self) -> int:
        return self.sheets * self.per_sheet

    @property
    def total(self) -> int:
        return self.copying + self.delivery + self.other


@dataclass(frozen=True, kw_only=True)
class AnsweredPart:
    """One part of the request and what was decided about it.

    ``holder`` names the other public body (not_held, referred). ``redaction`` says what is
    blacked out and why (partly; article 17 letter in the text or in ``article``).
    ``ready_in_days``: not_documented, working days until it is provided.
    ``documents``: titles of what is handed over.
    """

    text: str
    outcome: Outcome
    holder: str = ""
    copy_forms: list[CopyForm] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    redaction: str = ""
    article: str = ""  # "h"
    explanation: str = ""
    ready_in_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class WrittenNotification(Schema):
    """Pemberitahuan tertulis, form A and B (domain 3.4), one row per part of the request."""

    kind: ClassVar[str] = "written_notification"

    registration_number: str
    received_on: date
    applicant: Party
    parts: list[AnsweredPart]
    costs: Costs = field(default_factory=Costs)
    provided_in_days: int = 0  # 0: with this letter
    delivery: Delivery | Literal[""] = "email"
    decree_number: str = ""  # the refusal decree that goes with it, if any
    objection_days: int = 30
    note: str = ""
    attachments: list[str] = field(default_factory=list)

    def as_context(self) -> dict[str, Any]:
        result = super().as_context()
        result["costs"] |= {"copying": self.costs.copying, "total": self.costs.total}
        return result


@dataclass(frozen=True, kw_only=True)
class ClassificationBasis:
    """The recorded decree or consequence test a refusal rests on (domain 8, case 15)."""

    number: str
    on: date
    title: str


@dataclass(frozen=True, kw_only=True)
class RefusedPart:
    """A part refused by exclusion: article 17 letter, other law (needed for j), consequence."""

    text: str
    article: str  # "a" … "j"
    consequence: str
    basis: ClassificationBasis
    other_law: str = ""  # "Pasal 34 UU 8/1997 tentang Dokumen Perusahaan"


@dataclass(frozen=True, kw_only=True)
class RefusalDecree(Schema):
    """Surat Keputusan PPID tentang Penolakan Permohonan Informasi (domain 3.5)."""

    kind: ClassVar[str] = "refusal_decree"

    registration_number: str
    received_on: date
    applicant: Party
    parts: list[RefusedPart]
    whole: bool = True  # False: other parts of the request are granted
    objection_days: int = 30
    attachments: list[str] = field(default_factory=list)


# -- law: referral ------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Referral(Schema):
    """Letter passing the request on to the public body that holds it (UU 14/2008 22(7)b).

    Addressed to the other body; the applicant gets a copy (tembusan) and is told by
    ``WrittenNotification`` with outcome ``referred``.
    """

    kind: ClassVar[str] = "referral"

    registration_number: str
    received_on: date
    applicant: Party
    information: list[str]
    holder: str
    holder_address: str = ""
    purpose: str = ""
    reason: str = ""
    attachments: list[str] = field(default_factory=list)
