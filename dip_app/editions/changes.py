"""On what decision the list changed: every entry that comes, changes or goes names its ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dip_app.editions.models import ChangeKind, ListChange, ListEdition
from dip_app.models import InformationItem
from ppid_portal.letters.models import Letter
from ppid_portal.sop.models import Case


@dataclass(frozen=True)
class Basis:
    """A decision on which the list changes; ``words`` are public and Indonesian, as in records.

    ``case`` and ``letter`` lead to it where it was taken in this portal.
    """

    words: str
    case: Case | None = None
    letter: Letter | None = None

    @classmethod
    def by(cls, letter: Letter) -> Basis:
        """Return a letter as the ground."""
        return cls(f"{letter.title} Nomor {letter.number}"[:300], letter.case, letter)


#: Somebody of the office published or withdrew one entry by hand.
SINGLE = Basis("Penerbitan tersendiri oleh kantor PPID")
SINGLE_WITHDRAWAL = Basis("Penarikan tersendiri oleh kantor PPID")
SINGLE_AMENDMENT = Basis("Pembetulan tersendiri oleh kantor PPID")


def current_edition(*, lock: bool = False) -> ListEdition | None:
    """Return the edition in force, None before the first.

    With ``lock`` nobody else changes the list or makes an edition until the transaction ends, so
    that every change lies clearly before an edition or after it.
    """
    newest = ListEdition.objects.order_by("-pk")
    if lock:
        list(newest.select_for_update(of=("self",)).values_list("pk")[:1])
    return newest.first()


def note(item: InformationItem, kind: ChangeKind, basis: Basis, at: datetime) -> ListChange:
    """Write down a change of the list, in the transaction that makes it."""
    change = ListChange(
        item=item,
        kind=kind,
        at=at,
        basis=basis.words,
        case_id=basis.case.pk if basis.case is not None else None,
        letter=basis.letter,
        after=current_edition(lock=True),
    )
    change.save(force_insert=True)
    return change
