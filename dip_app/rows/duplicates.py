"""Rows of a round that say the same as another row, or as an entry that the list has (SOP 5.8).

Looked for once, when all units are in: what a page shows of it is read, not computed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dip_app.editions.models import Action
from dip_app.importing.values import plain
from dip_app.models import InformationItem
from dip_app.search.words import stem, words

if TYPE_CHECKING:
    from dip_app.compiling.models import Lookalike
    from dip_app.rows.models import RowsRound

#: So much of the words of two titles agrees when they are nearly the same.
NEAR = 0.75
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"})


@dataclass(frozen=True)
class _Entry:
    """A title of one unit and year, as it is compared."""

    pk: int
    unit: int
    key: tuple[str, int, int]
    stems: frozenset[str]
    numbers: frozenset[str]

    @property
    def titled(self) -> tuple[str, int]:
        """Title and year, whosever it is."""
        return self.key[0], self.key[2]


def _entry(pk: int, title: str, unit: int, year: int) -> _Entry:
    found = frozenset(stem(word) for word in words(title))
    # "Semester I 2025" and "Semester II 2025" are two things, however alike they read.
    numbers = frozenset(w for w in words(title) if w.isdigit() or w.lower() in _ROMAN)
    return _Entry(pk, unit, (plain(title), unit, year), found, numbers)


def find(case: RowsRound) -> int:
    """Keep which new or changed rows look like another row or an entry; return how many."""
    from dip_app.compiling.models import Lookalike

    Lookalike.objects.filter(row__in=case.rows().values("pk")).delete()
    rows = case.rows().live().filter(action__in=(Action.NEW, Action.CHANGE)).order_by("pk")
    columns = ("pk", "title", "unit_id", "made_year")
    mine = [_entry(*row) for row in rows.values_list(*columns)]
    if not mine:
        return 0
    own = dict(rows.values_list("pk", "item_id"))
    index = _Index(mine)
    found: list[Lookalike] = []
    for entry in mine:
        for other, exact in index.like(entry):
            if other.pk < entry.pk:  # each pair once, at the later row
                found.append(Lookalike(row_id=entry.pk, other_row_id=other.pk, exact=exact))
    changing = {item for item in own.values() if item is not None}
    listed = InformationItem.objects.public().filter(unit_id__in={e.unit for e in mine})
    for values in listed.values_list(*columns).iterator(chunk_size=5000):
        if values[0] in changing:
            continue  # the round brings it in another form; that row was compared
        for row, exact in index.like(_entry(*values)):
            if own[row.pk] != values[0]:
                found.append(Lookalike(row_id=row.pk, other_item_id=values[0], exact=exact))
    Lookalike.objects.bulk_create(found, batch_size=1000)
    return len(found)


class _Index:
    """Entries by their words, so that each is compared with those only that share some."""

    def __init__(self, entries: list[_Entry]) -> None:
        self._entries = entries
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(entries):
            for each in entry.stems:
                self._by_stem[each].append(place)

    def like(self, wanted: _Entry) -> Iterator[tuple[_Entry, bool]]:
        """Yield every entry that is the same as ``wanted`` (True) or nearly so (False).

        Of two units only the same title of the same year is told, and as nearly the same: each
        may hold its own, and most titles differ by the unit that they name.
        """
        shared: Counter[int] = Counter()
        for each in wanted.stems:
            shared.update(self._by_stem.get(each, ()))
        for place, number in shared.items():
            entry = self._entries[place]
            if entry.key == wanted.key:
                yield entry, True
            elif entry.unit != wanted.unit:
                if entry.titled == wanted.titled:
                    yield entry, False
            elif entry.numbers == wanted.numbers:
                together = len(entry.stems) + len(wanted.stems) - number
                if number / together >= NEAR:
                    yield entry, False
