"""What each letter of SOP 5 is filled with: one frozen dataclass per letter.

The rules for filling are those of ``ppid_portal.letters.schemas``.

KEYS  key of the kind        dataclass          issued by    numbering series
      list_order             ListOrder          step 5.1     letter_out
      list_unit_proposal     UnitProposal       step 5.5     memo
      list_unit_approval     UnitApproval       step 5.6     memo
      list_unit_submission   UnitSubmission     step 5.7     memo
      list_report            ListReport         step 5.9     memo
      list_decree            ListDecree         step 5.9     decree
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from ppid_portal.letters.schemas import Schema

ACTION_LABELS: dict[str, str] = {
    "keep": "Tetap",
    "change": "Diubah",
    "new": "Baru",
    "remove": "Dikeluarkan",
}
CATEGORY_LABELS: dict[str, str] = {
    "periodic": "Berkala",
    "immediate": "Serta-merta",
    "available": "Setiap saat",
}


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many entries stay, change, come and go."""

    keep: int = 0
    change: int = 0
    new: int = 0
    remove: int = 0


@dataclass(frozen=True, kw_only=True)
class ProposedRow:
    """One entry that would come, change or go."""

    title: str
    action: str  # keep | change | new | remove
    category: str  # periodic | immediate | available
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One entry of the list, in the columns of the law's form (domain 3.9)."""

    title: str
    summary: str
    category: str
    unit: str
    responsible: str
    made: str  # time and place
    formats: str
    retention: str


@dataclass(frozen=True, kw_only=True)
class UnitSum:
    """How many entries of each class a unit has in the list."""

    unit: str
    periodic: int = 0
    immediate: int = 0
    available: int = 0


@dataclass(frozen=True, kw_only=True)
class ListOrder(Schema):
    """Surat Ketua PPID to every PPID Pelaksana."""

    kind: ClassVar[str] = "list_order"

    to: list[str]
    round_number: str
    year: int
    due_on: date
    instruction: str = ""
    copies_to: list[str] = field(default_factory=lambda: ["Atasan PPID"])


@dataclass(frozen=True, kw_only=True)
class _OfUnit(Schema):
    list_number: str
    unit: str
    year: int
    counts: Counts
    rows: list[ProposedRow]  # what comes, changes or goes; the first of many
    rows_left_out: int = 0

    def as_context(self) -> dict[str, Any]:
        context = super().as_context()
        for row in context["rows"]:
            row["action_label"] = ACTION_LABELS[row["action"]]
            row["category_label"] = CATEGORY_LABELS.get(row["category"], "")
        return context


@dataclass(frozen=True, kw_only=True)
class UnitProposal(_OfUnit):
    """Memorandum usulan DIP to the head of the unit."""

    kind: ClassVar[str] = "list_unit_proposal"

    to: list[str]
    due_on: date


@dataclass(frozen=True, kw_only=True)
class UnitApproval(_OfUnit):
    """Memorandum persetujuan of the head of the unit."""

    kind: ClassVar[str] = "list_unit_approval"

    to: list[str]


@dataclass(frozen=True, kw_only=True)
class UnitSubmission(_OfUnit):
    """Memorandum usulan DIP to Ketua PPID."""

    kind: ClassVar[str] = "list_unit_submission"

    to: list[str]


@dataclass(frozen=True, kw_only=True)
class UnitTurn:
    """What one unit of the round brought, and when; or why it is not in it."""

    unit: str
    counts: Counts
    submitted_on: date | None = None
    left_out: str = ""


@dataclass(frozen=True, kw_only=True)
class ListReport(Schema):
    """Memorandum by which Ketua PPID reports and asks Atasan PPID for approval."""

    kind: ClassVar[str] = "list_report"

    to: list[str]
    round_number: str
    year: int
    units: list[UnitTurn]
    counts: Counts
    entries: int  # after the decree
    previous: str = ""  # the edition in force
    set_aside: int = 0
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class ListDecree(Schema):
    """Keputusan penetapan DIP (domain 3.14, 4.2); the list is its annex.

    A list that is too long for an annex on paper is summed up by unit; the whole of it is then
    the edition at ``address``.
    """

    kind: ClassVar[str] = "list_decree"

    round_number: str
    year: int
    body_name: str
    report_number: str
    report_on: date
    approved_by: str
    approved_on: date
    entries: int
    rows: list[ListRow] = field(default_factory=list)
    sums: list[UnitSum] = field(default_factory=list)
    address: str = ""
    left_out: list[str] = field(default_factory=list)  # units whose entries stay as they are
    copies_to: list[str] = field(default_factory=lambda: ["PPID Pelaksana"])

    def as_context(self) -> dict[str, Any]:
        context = super().as_context()
        for row in context["rows"]:
            row["category_label"] = CATEGORY_LABELS.get(row["category"], "")
        return context
