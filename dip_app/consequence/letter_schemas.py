"""What each letter of SOP 6 is filled with: one frozen dataclass per letter.

The rules for filling are those of ``ppid_portal.letters.schemas``.

KEYS  key of the kind      dataclass           issued by    numbering series
      test_invitation      TestInvitation      step 6.2     letter_out
      test_meeting_report  TestMeetingReport   step 6.3     memo
      test_minutes         TestMinutes         step 6.4     minutes
      test_memorandum      TestMemorandum      step 6.4     memo
      test_decree          TestDecree          step 6.5     decree
      test_report          TestReport          step 6.7     memo
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from ppid_portal.letters.schemas import ARTICLE_17_LABELS, Schema

OUTCOME_LABELS: dict[str, str] = {
    "excluded": "Dikecualikan",
    "open": "Terbuka",
    "partly": "Terbuka sebagian (setelah dihitamkan)",
}


@dataclass(frozen=True, kw_only=True)
class TestRow:
    """One item of the test as its tables print it (domain 3.11)."""

    __test__: ClassVar[bool] = False

    position: int
    information: str
    unit: str
    outcome: str = ""  # excluded | open | partly, "" while not weighed
    letter: str = ""
    law: str = ""
    other_law: str = ""
    if_opened: str = ""
    if_closed: str = ""
    public_interest: str = ""
    alternative: str = ""
    redaction: str = ""
    period: str = ""  # in words: "sampai 31 Desember 2030", or the event


@dataclass(frozen=True, kw_only=True)
class Participant:
    """Somebody who took part in the meeting."""

    name: str
    position: str = ""
    unit: str = ""


def _worded(context: dict[str, Any]) -> dict[str, Any]:
    for row in context.get("rows", []):
        row["outcome_label"] = OUTCOME_LABELS.get(row["outcome"], "")
        row["letter_label"] = ARTICLE_17_LABELS.get(row["letter"], "")
    return context


class _TestLetter(Schema):
    __test__: ClassVar[bool] = False

    def as_context(self) -> dict[str, Any]:
        return _worded(super().as_context())


@dataclass(frozen=True, kw_only=True)
class TestInvitation(_TestLetter):
    """Surat rapat koordinasi to the units that hold the information."""

    kind: ClassVar[str] = "test_invitation"

    test_number: str
    subject: str
    to: list[str]
    agenda: str
    meeting_at: datetime
    meeting_place: str
    rows: list[TestRow] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    copies_to: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class TestMeetingReport(_TestLetter):
    """Laporan hasil rapat koordinasi."""

    kind: ClassVar[str] = "test_meeting_report"

    test_number: str
    subject: str
    to: list[str]
    met_at: datetime
    place: str
    participants: list[Participant]
    summary: str
    rows: list[TestRow] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class TestMinutes(_TestLetter):
    """Berita Acara Uji Konsekuensi, signed by all present (domain 3.12)."""

    kind: ClassVar[str] = "test_minutes"

    test_number: str
    subject: str
    asked_by: str
    met_at: datetime
    place: str
    participants: list[Participant]
    rows: list[TestRow]
    knowing: str = "Atasan PPID"  # Mengetahui


@dataclass(frozen=True, kw_only=True)
class TestMemorandum(_TestLetter):
    """Memorandum by which Ketua PPID lays minutes and findings before Atasan PPID."""

    kind: ClassVar[str] = "test_memorandum"

    to: list[str]
    test_number: str
    subject: str
    asked_by: str
    minutes_number: str
    rows: list[TestRow]


@dataclass(frozen=True, kw_only=True)
class TestDecree(_TestLetter):
    """Surat Keputusan on the classification of the tested information (domain 3.13, 4.2)."""

    kind: ClassVar[str] = "test_decree"

    test_number: str
    subject: str
    minutes_number: str
    minutes_on: date
    rows: list[TestRow]
    body_name: str = ""
    #: Where another office signs than the one that approved.
    approved_by: str = ""
    approved_on: date | None = None
    copies_to: list[str] = field(default_factory=lambda: ["Ketua PPID"])


@dataclass(frozen=True, kw_only=True)
class TestReport(_TestLetter):
    """Laporan hasil pengujian konsekuensi."""

    kind: ClassVar[str] = "test_report"

    to: list[str]
    test_number: str
    subject: str
    asked_by: str
    received_on: date
    decided_on: date
    decree_number: str
    rows: list[TestRow]
    listed: list[str] = field(default_factory=list)  # titles in the public list
    notes: str = ""
