"""Telling whether two register numbers of a Commission mean the same case.

They are written in many ways, with and without zeros and points, and digits are swapped: a page
cites 057/XII/KIP-PS-M-A/2015 as 507/XII/… (disputes_real, case C). So this only ever warns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from disputes_app.models import Dispute

_PARTS = re.compile(r"[0-9]+|[A-Z]+", re.ASCII)
_ROMAN = re.compile(r"[IVX]+", re.ASCII)
#: Far more disputes than a public body ever has.
_MOST = 5000


@dataclass(frozen=True)
class _Number:
    running: str
    month: str
    year: str
    whole: str


def _read(number: str) -> _Number:
    parts = _PARTS.findall(number.upper())
    digits = [part for part in parts if part.isdigit()]
    years = [part for part in digits[1:] if len(part) == 4]
    months = [part for part in parts if _ROMAN.fullmatch(part)]
    return _Number(
        running=digits[0] if digits else "",
        month=months[0] if months else "",
        year=years[-1] if years else "",
        whole="".join(part.lstrip("0") or "0" for part in parts),
    )


def same(one: str, other: str) -> bool:
    """Tell whether two numbers may be those of one case."""
    a, b = _read(one), _read(other)
    if not a.whole or not b.whole:
        return False
    if a.whole == b.whole:
        return True
    if not a.running or not b.running or not a.year or a.year != b.year:
        return False
    if a.month and b.month and a.month != b.month:
        return False
    return a.running.lstrip("0") == b.running.lstrip("0") or sorted(a.running) == sorted(b.running)


def alike(number: str) -> list[Dispute]:
    """Return the disputes whose number at the Commission may be this one, the newest first."""
    known = Dispute.objects.exclude(commission_number="").order_by("-pk")
    keys = [
        pk
        for pk, theirs in known.values_list("pk", "commission_number")[:_MOST]
        if same(number, theirs)
    ]
    return list(Dispute.objects.filter(pk__in=keys).order_by("-pk"))
