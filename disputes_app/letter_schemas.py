"""What each letter of SOP 4 is filled with: one frozen dataclass per letter.

All share ``DisputeFacts`` in the field ``dispute``. The rules for filling are those of
``ppid_portal.letters.schemas``. The words printed for codes (kinds of hearing, states) are frozen
with the letter.

KEYS  key of the kind          dataclass              issued by    numbering series
      coordination_letter      CoordinationLetter     step 4.3     letter_out
      hearing_recommendation   HearingRecommendation  step 4.5     memo
      meeting_memorandum       MeetingMemorandum      step 4.6     memo
      position_paper           PositionPaper          step 4.7     letter_out
      power_of_attorney        PowerOfAttorney        step 4.8     power_of_attorney
      assignment_letter        AssignmentLetter       step 4.8     assignment
      dispute_report           DisputeReport          step 4.15    memo
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from ppid_portal.letters.schemas import Schema

# The sessions of Perki 1/2013, in words.
HEARING_LABELS: dict[str, str] = {
    "preliminary": "Pemeriksaan awal",
    "mediation": "Mediasi",
    "adjudication": "Ajudikasi",
    "decision": "Pembacaan putusan",
}
OBLIGATION_LABELS: dict[str, str] = {
    "open": "Belum dilaksanakan",
    "delivered": "Sudah dilaksanakan",
    "closed": "Selesai",
    "suspended": "Ditangguhkan",
    "cancelled": "Batal",
}


@dataclass(frozen=True, kw_only=True)
class DisputeFacts:
    """The dispute that a letter is about.

    ``dispute_number`` is our own file number, ``commission_number`` that of the Commission's
    register. ``petitioner`` is printed only on letters that no unit reads.
    """

    dispute_number: str
    petitioner: str
    respondent: str
    subject: str
    commission_number: str = ""
    commission: str = "Komisi Informasi Pusat"
    request_number: str = ""
    objection_number: str = ""
    hearing_kind: str = ""  # preliminary | mediation | adjudication | decision
    hearing_at: datetime | None = None
    hearing_place: str = ""


class _DisputeLetter(Schema):
    """Adds the words for the kind of the next hearing."""

    def as_context(self) -> dict[str, Any]:
        result = super().as_context()
        code = result["dispute"]["hearing_kind"]
        result["dispute"]["hearing_label"] = HEARING_LABELS.get(code, code)
        return result


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody of the ministry who represents it."""

    name: str
    nip: str = ""
    position: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class TimelineRow:
    """Something that happened on a day, in one sentence."""

    on: date
    text: str


# -- 4.3 ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class CoordinationLetter(_DisputeLetter):
    """Surat rapat koordinasi to the units concerned and legal affairs; names no petitioner."""

    kind: ClassVar[str] = "coordination_letter"

    dispute: DisputeFacts
    to: list[str]
    agenda: str
    meeting_at: datetime
    meeting_place: str
    needs: list[str] = field(default_factory=list)  # documents to bring
    copies_to: list[str] = field(default_factory=list)


# -- 4.5 ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class HearingRecommendation(_DisputeLetter):
    """Surat rekomendasi of legal affairs on how to go into the hearing."""

    kind: ClassVar[str] = "hearing_recommendation"

    dispute: DisputeFacts
    to: list[str]
    position: str
    arguments: list[str] = field(default_factory=list)
    risks: list[str] = field(default_factory=list)
    recommended_path: str = ""
    evidence_needed: list[str] = field(default_factory=list)


# -- 4.6 ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Participant:
    """Somebody who took part in the meeting."""

    name: str
    position: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What was agreed to be done; ``by`` is its last day."""

    what: str
    who: str
    by: date | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingMemorandum(_DisputeLetter):
    """Memorandum hasil rapat koordinasi; names no petitioner, because units read it."""

    kind: ClassVar[str] = "meeting_memorandum"

    dispute: DisputeFacts
    to: list[str]
    met_at: datetime
    place: str
    participants: list[Participant] = field(default_factory=list)
    conclusions: list[str] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)


# -- 4.7 ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class EvidenceRow:
    """A line of the list of evidence: mark "T-1" and title."""

    mark: str
    title: str


@dataclass(frozen=True, kw_only=True)
class PositionPaper(_DisputeLetter):
    """Tanggapan (or Kesimpulan) Termohon, addressed to the panel of the Commission.

    UU 14/2008 Pasal 45: the public body has to prove its reasons, hence the list of evidence.
    """

    kind: ClassVar[str] = "position_paper"

    dispute: DisputeFacts
    chronology: list[TimelineRow]
    stance: str
    legal_grounds: list[str] = field(default_factory=list)
    evidence: list[EvidenceRow] = field(default_factory=list)
    prayer: list[str] = field(default_factory=list)
    heading: str = "Tanggapan Termohon"  # or "Kesimpulan Termohon"
    commission_address: str = ""


# -- 4.8 ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class PowerOfAttorney(_DisputeLetter):
    """Surat kuasa khusus to represent the ministry in this one dispute."""

    kind: ClassVar[str] = "power_of_attorney"

    dispute: DisputeFacts
    grantor: Person
    grantees: list[Person]
    scope: list[str]
    substitution: bool = False


@dataclass(frozen=True, kw_only=True)
class AssignmentLetter(_DisputeLetter):
    """Surat tugas for those who attend the hearing."""

    kind: ClassVar[str] = "assignment_letter"

    dispute: DisputeFacts
    assignees: list[Person]
    task: str
    from_on: date
    to_on: date
    place: str
    basis: list[str] = field(default_factory=list)
    copies_to: list[str] = field(default_factory=list)


# -- 4.15 ---------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class HearingRow:
    """One session: what it was, when and where, and what came out."""

    kind: str  # code of a hearing, or words
    at: datetime
    place: str = ""
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """The Commission's decision; ``outcome`` is in words."""

    number: str
    dated_on: date
    outcome: str
    received_on: date | None = None
    order: str = ""


@dataclass(frozen=True, kw_only=True)
class ObligationRow:
    """What the ministry has to do because of the agreement or ruling, and how far it is."""

    number: str
    text: str
    due_on: date | None = None
    state: str = "open"  # code of the state of an obligation, or words


@dataclass(frozen=True, kw_only=True)
class DisputeReport(_DisputeLetter):
    """Laporan hasil sidang, to the Atasan PPID."""

    kind: ClassVar[str] = "dispute_report"

    dispute: DisputeFacts
    to: list[str]
    hearings: list[HearingRow] = field(default_factory=list)
    mediation: str = ""
    ruling: Ruling | None = None
    obligations: list[ObligationRow] = field(default_factory=list)
    court: str = ""
    follow_up: str = ""
    recommendation: str = ""
    attachments: list[str] = field(default_factory=list)
    copies_to: list[str] = field(default_factory=list)

    def as_context(self) -> dict[str, Any]:
        result = super().as_context()
        for row in result["hearings"]:
            row["kind"] = HEARING_LABELS.get(row["kind"], row["kind"])
        for row in result["obligations"]:
            row["state"] = OBLIGATION_LABELS.get(row["state"], row["state"])
        return result
