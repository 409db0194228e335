"""The legal days that the guidance pages speak of, from the rules themselves."""

from __future__ import annotations

from dataclasses import dataclass

from ppid_portal.sop.legal_rules import EXTENSION_CAP_DAYS, legal_rules


@dataclass(frozen=True)
class LegalDays:
    """Working days of UU 14/2008 Pasal 22, 36 and 37, and of completing a request."""

    cure: int
    answer: int
    extension: int
    objection: int
    reply: int
    dispute: int


def legal_days() -> LegalDays:
    """Return the limits as the engine counts them, so that page and clock cannot disagree."""
    rules = legal_rules()
    return LegalDays(
        cure=rules["cure"].limit.value,
        answer=rules["written_notification"].limit.value,
        extension=EXTENSION_CAP_DAYS,
        objection=rules["objection_window"].limit.value,
        reply=rules["objection_reply"].limit.value,
        dispute=rules["dispute_window"].limit.value,
    )
