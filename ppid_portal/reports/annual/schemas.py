"""What the yearly report says (Perki 1/2021 Pasal 56; domain 3.16)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from ppid_portal.letters.schemas import Schema


@dataclass(frozen=True, kw_only=True)
class AnnualReport(Schema):
    """Laporan layanan informasi publik of a year.

    ``chapters`` are what ``sop.figures.count`` gave when the figures were frozen, ``frozen_at``
    that moment (aware; None in a draft).
    """

    kind: ClassVar[str] = "annual_report"

    year: int
    policy: str = ""
    facilities: str = ""
    staff: str = ""
    budget: str = ""
    external: str = ""
    internal: str = ""
    recommendations: str = ""
    frozen_at: datetime | None = None
    chapters: list[dict[str, Any]] = field(default_factory=list)

    def as_context(self) -> dict[str, Any]:
        """Return it as JSON values, the chapter of disputes apart: it is a part of its own."""
        found = super().as_context()
        return found | {
            "services": [each for each in found["chapters"] if each["key"] != "disputes"],
            "disputes": [each for each in found["chapters"] if each["key"] == "disputes"],
        }
