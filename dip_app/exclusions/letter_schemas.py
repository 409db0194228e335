"""What the letters of SOP 8 are filled with.

KEYS  key of the kind   dataclass         issued by   numbering series
      opening_decree    OpeningDecree     step 8.4    decree
      exclusion_report  ExclusionReport   step 8.6    memo
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from ppid_portal.letters.schemas import Schema


@dataclass(frozen=True, kw_only=True)
class ExclusionRow:
    """One excluded item: title, ground and period, never the content (domain 3.10)."""

    title: str
    letter: str
    decree: str
    valid_from: date
    period: str  # in words: "sampai 31 Desember 2030", or the event
    unit: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenedRow:
    """One item that became open in the period."""

    title: str
    opened_on: date
    how: str
    listed: bool = False


@dataclass(frozen=True, kw_only=True)
class ExclusionReport(Schema):
    """Laporan pendokumentasian informasi yang dikecualikan, every six months (SOP 8.6)."""

    kind: ClassVar[str] = "exclusion_report"

    to: list[str]
    round_number: str
    period_from: date
    period_to: date
    rows: list[ExclusionRow]
    opened: list[OpenedRow] = field(default_factory=list)
    ending: list[ExclusionRow] = field(default_factory=list)  # end within the next half year
    notes: str = ""
    copies_to: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class OpeningDecree(Schema):
    """Surat Keputusan by which excluded information becomes public at its end (SOP 8.3, 8.4)."""

    kind: ClassVar[str] = "opening_decree"

    opening_number: str
    title: str
    unit: str
    letter: str  # of Pasal 17 UU 14/2008
    decree_number: str
    decree_on: date
    open_from: date
    body_name: str = ""
    #: Where another office signs than the one that approved.
    approved_by: str = ""
    approved_on: date | None = None
    copies_to: list[str] = field(default_factory=list)
