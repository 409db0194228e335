"""What each letter of SOP 1 is filled with: one frozen dataclass per letter.

The rules for filling are those of ``ppid_portal.letters.schemas``.

KEYS  key of the kind    dataclass        issued by    numbering series
      member_request     MemberRequest    step 1.1     letter_out
      list_minutes       ListMinutes      step 1.4     minutes
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from dip_app.compiling.letter_schemas import CATEGORY_LABELS, Counts, ListRow, UnitSum
from ppid_portal.letters.schemas import Schema


@dataclass(frozen=True, kw_only=True)
class MemberRequest(Schema):
    """Surat permohonan data informasi publik to all Anggota PPID."""

    kind: ClassVar[str] = "member_request"

    to: list[str]
    campaign_number: str
    year: int
    due_on: date
    instruction: str = ""
    copies_to: list[str] = field(default_factory=lambda: ["Atasan PPID"])


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Somebody who approved, and when."""

    position: str
    name: str
    nip: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MemberTurn:
    """What one Anggota PPID brought, and when; or why it is not in it."""

    unit: str
    counts: Counts
    submitted_on: date | None = None
    excluded: int = 0
    left_out: str = ""


@dataclass(frozen=True, kw_only=True)
class ListMinutes(Schema):
    """Berita Acara persetujuan dan penetapan DIP: Atasan PPID approves, Ketua PPID establishes.

    A list that is too long for an annex on paper is summed up by unit; the whole of it is then
    the edition at ``address``.
    """

    kind: ClassVar[str] = "list_minutes"

    campaign_number: str
    year: int
    body_name: str
    approver: Signer
    establisher_name: str
    establisher_nip: str
    units: list[MemberTurn]
    entries: int
    rows: list[ListRow] = field(default_factory=list)
    sums: list[UnitSum] = field(default_factory=list)
    address: str = ""

    def as_context(self) -> dict[str, Any]:
        context = super().as_context()
        for row in context["rows"]:
            row["category_label"] = CATEGORY_LABELS.get(row["category"], "")
        return context
