"""What the letters of SOP 7 are filled with.

A list in an annex is printed item by item up to ``MOST`` lines; a longer one is printed as its
recapitulation by unit, and its lines stand in the archive list of the portal, which a round's
ratification freezes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from ppid_portal.letters.schemas import Schema

MOST = 500


@dataclass(frozen=True, kw_only=True)
class ArchiveRow:
    """One record of the archive list."""

    number: int  # of the item in the public list
    title: str
    unit: str
    made: str
    form: str
    amount: str
    classification: str
    location: str
    active: str  # "2 tahun, sampai 1 Januari 2028"
    inactive: str
    fate: str
    remarks: str = ""


@dataclass(frozen=True, kw_only=True)
class RecapRow:
    """What one unit stated, counted."""

    unit: str
    items: int
    paper: int
    digital: int
    both: int
    missing: int
    destroy: int
    permanent: int
    review: int


@dataclass(frozen=True, kw_only=True)
class LeftOutRow:
    """A unit without which the round went on, and why."""

    unit: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DocumentingMemorandum(Schema):
    """Memorandum mengenai Daftar Informasi Publik (SOP 7.2)."""

    kind: ClassVar[str] = "documenting_memorandum"

    to: list[str]
    round_number: str
    opened_on: date
    recap: list[RecapRow]
    left_out: list[LeftOutRow] = field(default_factory=list)
    notes: str = ""
    attachments: list[str] = field(default_factory=list)
    copies_to: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RatifiedList(Schema):
    """Daftar Informasi Publik yang telah disahkan (SOP 7.3)."""

    kind: ClassVar[str] = "documenting_ratified"

    round_number: str
    memorandum_number: str
    memorandum_on: date
    body_name: str
    recap: list[RecapRow]
    rows: list[ArchiveRow]  # empty when there are more than ``MOST``
    left_out: list[LeftOutRow] = field(default_factory=list)
    copies_to: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ArchiveList(Schema):
    """Daftar Arsip Informasi Publik (SOP 7.4; UU 43/2009 Pasal 1 angka 20)."""

    kind: ClassVar[str] = "archive_list"

    to: list[str]
    round_number: str
    ratified_number: str
    ratified_on: date
    filed: int
    recap: list[RecapRow]
    rows: list[ArchiveRow]
    copies_to: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DisposalRow:
    """One record that is proposed for disposal."""

    number: int
    title: str
    unit: str
    made: str
    amount: str
    classification: str
    location: str
    retention: str
    ended_on: date


@dataclass(frozen=True, kw_only=True)
class Proposer:
    """Who proposed a disposal, in which office."""

    name: str
    nip: str
    position: str


@dataclass(frozen=True, kw_only=True)
class DisposalMinutes(Schema):
    """Berita Acara usul musnah, or usul serah of permanent records (UU 43/2009 Pasal 51).

    Who proposes and who approves, whose signature is the letter's own.
    """

    kind: ClassVar[str] = "disposal_minutes"

    proposal_number: str
    sort: Literal["destroy", "permanent"]
    proposed_on: date
    proposed_by: Proposer
    rows: list[DisposalRow]
    needs_anri: int = 0  # records kept ten years or longer
    struck: list[LeftOutRow] = field(default_factory=list)
    copies_to: list[str] = field(default_factory=list)
