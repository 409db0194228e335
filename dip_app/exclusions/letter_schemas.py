"""What the letter of SOP 8 is filled with: the half-yearly report on excluded information."""

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
