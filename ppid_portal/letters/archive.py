"""Looking after the PDFs that were issued: each must stay, byte for byte, what it was."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from ppid_portal.clock import now
from ppid_portal.files.services import Changed, Missing, open_bytes
from ppid_portal.letters.models import Letter
from ppid_portal.people.crypto import Undecipherable

log = logging.getLogger(__name__)

#: So many are looked at each night, those first that nobody has looked at for longest.
SAMPLE = 500
_BATCH = 200


@dataclass(frozen=True)
class Checked:
    """One letter whose PDF was read again; ``damage`` is "" when it is as it was issued."""

    letter: Letter
    damage: str


def check_all() -> Iterator[Checked]:
    """Read every issued PDF again and note what is found, one after the other."""
    issued = _issued().order_by("pk")
    for letter in issued.iterator(chunk_size=_BATCH):
        yield _check(letter)


def check_sample() -> dict[str, int]:
    """Read a night's share again; returns how many were looked at and how many are damaged.

    So no letter is left out for good, however many there are.
    """
    sample = list(_issued().order_by("checked_at", "pk")[:SAMPLE])
    found = [_check(letter).damage for letter in sample]
    return {"checked": len(found), "damaged": sum(1 for damage in found if damage)}


def damaged() -> QuerySet[Letter]:
    """Letters whose PDF is not as it was issued, the latest finding last."""
    return Letter.objects.filter(damaged_at__isnull=False).order_by("damaged_at", "pk")


def _issued() -> QuerySet[Letter]:
    return Letter.objects.filter(pdf__isnull=False).select_related("pdf").defer("sealed_context")


def _check(letter: Letter) -> Checked:
    damage = _damage(letter)
    at = now()
    since = (letter.damaged_at or at) if damage else None
    Letter.objects.filter(pk=letter.pk).update(checked_at=at, damage=damage, damaged_at=since)
    if damage:
        log.error("The PDF of letter %s is %s", letter.pk, damage)
    return Checked(letter, damage)


def _damage(letter: Letter) -> str:
    if letter.pdf is None or letter.pdf.sha256 != letter.sha256:
        return Letter.Damage.CHANGED
    try:
        open_bytes(letter.pdf)
    except (Changed, Undecipherable):
        return Letter.Damage.CHANGED
    except (Missing, OSError):
        return Letter.Damage.MISSING
    return ""
