"""What each letter of SOP 3 is filled with: one frozen dataclass per letter.

The rules for filling are those of ``ppid_portal.letters.schemas``: dates are ``date``, moments are
aware ``datetime``, text goes in as a person typed it, and the letter's own number, date,
letterhead and signature come from the frame. The words printed for codes (grounds, outcomes) are
frozen with the letter, so that it never changes with these tables.

KEYS  key of the kind            dataclass                issued by            numbering series
      objection_receipt          ObjectionReceipt         step 3.3             the case's own
      objection_incompleteness   ObjectionIncompleteness  Perki 1/2021 art 39  letter_out
      objection_memorandum       ObjectionMemorandum      step 3.4             memo
      objection_reply            ObjectionReply           step 3.6             letter_out
      objection_report           ObjectionReport          step 3.10            memo
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from ppid_portal.letters.schemas import Party, Schema

ObjectionOutcome = Literal["upheld", "partly", "rejected", "not_admissible", "settled"]

# UU 14/2008 Pasal 35 ayat (1), in the words of the objection form (domain 2.1). Letters and forms
# are Indonesian in every language; pages translate with their own labels.
GROUND_LABELS: dict[str, str] = {
    "a": "Permohonan informasi ditolak",
    "b": "Informasi berkala tidak disediakan",
    "c": "Permintaan informasi tidak ditanggapi",
    "d": "Permintaan informasi ditanggapi tidak sebagaimana yang diminta",
    "e": "Permintaan informasi tidak dipenuhi",
    "f": "Biaya yang dikenakan tidak wajar",
    "g": "Informasi disampaikan melebihi jangka waktu yang ditentukan",
}
OUTCOME_LABELS: dict[str, str] = {
    "upheld": "Dikabulkan seluruhnya",
    "partly": "Dikabulkan sebagian",
    "rejected": "Ditolak",
    "not_admissible": "Tidak dapat diterima",
    "settled": "Diselesaikan secara musyawarah",
}


def _ground_rows(chosen: list[str]) -> list[dict[str, Any]]:
    """All seven grounds in the order of the law, with a mark at those that were chosen."""
    return [
        {"letter": letter, "label": label, "chosen": letter in chosen}
        for letter, label in GROUND_LABELS.items()
    ]


@dataclass(frozen=True, kw_only=True)
class TimelineRow:
    """Something that happened on a day, in one sentence without a person's name."""

    on: date
    text: str


# -- 3.3 ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class ObjectionReceipt(Schema):
    """Tanda bukti penerimaan keberatan, with the form of domain 3.6 behind it.

    ``received_at`` is the moment it reached us; ``counted_from`` is day 0, the day on which it
    was complete and registered (note 5 of the form). ``reply_due_on`` is thirty working days
    later (UU 14/2008 Pasal 36 ayat (2)). ``request_number`` is "" for ground b alone.
    """

    kind: ClassVar[str] = "objection_receipt"

    objection_number: str
    received_at: datetime
    counted_from: date
    reply_due_on: date
    applicant: Party
    information: list[str]
    grounds: list[str]  # letters "a" … "g"
    request_number: str = ""
    purpose: str = ""
    case_position: str = ""
    channel: str = ""  # in words: "situs web", "loket", "surat", …
    due_explanation: str = ""
    provisional: bool = False
    tracking_code: str = ""
    officer_name: str = ""
    attachments: list[str] = field(default_factory=list)

    def as_context(self) -> dict[str, Any]:
        return super().as_context() | {"ground_rows": _ground_rows(self.grounds)}


# -- Perki 1/2021 Pasal 39 ----------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class ObjectionIncompleteness(Schema):
    """Pemberitahuan keberatan belum lengkap, such as a power of attorney without meterai."""

    kind: ClassVar[str] = "objection_incompleteness"

    received_at: datetime
    applicant: Party
    missing: list[str]  # one sentence each
    cure_until: date
    cure_days: int = 3
    objection_number: str = ""  # empty: not registered yet
    note: str = ""


# -- 3.4 ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class ObjectionMemorandum(Schema):
    """Memorandum by which Ketua PPID gives the Atasan PPID what is needed to decide."""

    kind: ClassVar[str] = "objection_memorandum"

    to: list[str]
    objection_number: str
    received_on: date
    information: list[str]
    grounds: list[str]
    reply_due_on: date
    request_number: str = ""
    subject: str = ""
    case_position: str = ""
    explanation: str = ""  # what PPID says about its own decision
    recommended_outcome: ObjectionOutcome | Literal[""] = ""
    recommendation: str = ""
    timeline: list[TimelineRow] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    copies_to: list[str] = field(default_factory=list)

    def as_context(self) -> dict[str, Any]:
        return super().as_context() | {
            "ground_rows": _ground_rows(self.grounds),
            "outcome_label": OUTCOME_LABELS.get(self.recommended_outcome, ""),
        }


# -- 3.6 ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class ObjectionReply(Schema):
    """Tanggapan tertulis Atasan PPID: decision, order to PPID with its time, and the next step.

    ``order_words`` is the time as it was ordered ("7 hari kerja"), ``order_until`` its last day.
    ``late``: the thirty working days ended on ``late_due_on`` before this letter; then the window
    to the Commission has run since that day and this letter opens no second one (Perki 1/2013
    Pasal 13).
    """

    kind: ClassVar[str] = "objection_reply"

    objection_number: str
    received_on: date
    applicant: Party
    grounds: list[str]
    information: list[str]
    outcome: ObjectionOutcome
    considerations: str
    request_number: str = ""
    opening: str = ""
    order: str = ""
    order_until: date | None = None
    order_words: str = ""
    dispute_days: int = 14
    commission_name: str = "Komisi Informasi Pusat"
    late: bool = False
    late_due_on: date | None = None
    attachments: list[str] = field(default_factory=list)
    copies_to: list[str] = field(default_factory=lambda: ["Ketua PPID"])

    def as_context(self) -> dict[str, Any]:
        return super().as_context() | {
            "ground_rows": _ground_rows(self.grounds),
            "outcome_label": OUTCOME_LABELS[self.outcome],
        }


# -- 3.10 ---------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Count:
    """A line of a tally."""

    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """One objection of the period; never a person's name (the report is read widely)."""

    number: str
    received_on: date
    grounds: list[str]
    request_number: str = ""
    outcome: str = ""  # code of the outcome, or words ("Dicabut", "Lewat waktu")
    replied_on: date | None = None
    working_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class ObjectionReport(Schema):
    """Laporan keberatan of a period, to the Atasan PPID: figures, and every case in the annex."""

    kind: ClassVar[str] = "objection_report"

    to: list[str]
    period_label: str  # "Triwulan I Tahun 2026"
    period_from: date
    period_to: date
    received: int
    by_ground: list[Count] = field(default_factory=list)
    by_outcome: list[Count] = field(default_factory=list)
    in_time: int = 0
    late: int = 0
    lapsed_unanswered: int = 0
    pending: int = 0
    withdrawn: int = 0
    median_days: int | None = None
    orders_imposed: int = 0
    orders_done_in_time: int = 0
    orders_late: int = 0
    orders_open: int = 0
    rows: list[ReportRow] = field(default_factory=list)
    notes: str = ""
    copies_to: list[str] = field(default_factory=list)

    def as_context(self) -> dict[str, Any]:
        result = super().as_context()
        for row in result["rows"]:
            row["outcome"] = OUTCOME_LABELS.get(row["outcome"], row["outcome"])
        return result | {"ground_labels": GROUND_LABELS}
