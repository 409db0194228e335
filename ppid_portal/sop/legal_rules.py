"""The limits that the law sets, read once from ``legal_rules.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

from ppid_portal.clock import Limit

#: UU 14/2008 Pasal 22 ayat (8): at most seven working days, once.
EXTENSION_CAP_DAYS = 7


@dataclass(frozen=True)
class LegalRule:
    """A limit of the law: how long, by which article, and who must keep it."""

    key: str
    label_id: str
    label_en: str
    limit: Limit
    basis: str
    side: str
    warn: int
    #: A way that is open for so long, such as to a court, and no duty.
    right: bool = False

    @property
    def is_duty(self) -> bool:
        """Tell whether the body is late when this limit passes."""
        return self.side == "body" and not self.right

    @property
    def label(self) -> str:
        """Return the name of the limit in the active language."""
        return self.label_en if (get_language() or "id").startswith("en") else self.label_id


@cache
def legal_rules() -> dict[str, LegalRule]:
    """Return every rule of the legal clock by key."""
    path = Path(__file__).with_name("legal_rules.yaml")
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        key: LegalRule(
            key=key,
            label_id=row["id"],
            label_en=row["en"],
            limit=Limit(row["limit"]["value"], row["limit"]["unit"]),
            basis=row["basis"],
            side=row["side"],
            warn=row["warn"],
            right=row.get("right", False),
        )
        for key, row in rows.items()
    }
