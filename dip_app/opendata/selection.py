"""Which items are wanted, and reading them in pieces at any size of the list.

A download does not hold a cursor or a transaction while a slow line takes it: each piece begins
where the last one ended. What is published meanwhile stands before the first piece and is not in
the download; what is withdrawn meanwhile is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max
from django.http import QueryDict

from dip_app.facets import CATEGORY_WORDS, FORMAT_WORDS, NAMES, UnitName, read_filters
from dip_app.models import ItemFile
from dip_app.opendata.records import Record, by_ids, select
from dip_app.search import Filters, Place, backend, list_version
from dip_app.search.query import Query, parse
from dip_app.search.sql import Slice, filter_conditions

CHUNK = 1000
"""Items read at once; also what SQLite takes as parameters of one statement."""
FEW = 20_000
"""So many found places are kept in memory; a word of more items is looked for along the list."""

Version = tuple[datetime | None, int, int]


@dataclass(frozen=True)
class Selection:
    """The whole list, or what a search and filters leave of it."""

    filters: Filters
    question: Query
    asked: bool
    address: str

    @classmethod
    def read(cls, query: QueryDict, units: list[UnitName]) -> Selection:
        """The selection in an address; raises Http404 for a value that no page linked to."""
        filters = read_filters(query, units)
        text = query.get("q", "").strip()
        question = parse(text)
        codes = {unit.id: unit.code for unit in units}
        words: dict[str, Mapping[Any, str]] = {
            "category": {value.value: word for word, value in CATEGORY_WORDS.items()},
            "unit": codes,
            "year": {filters.year: str(filters.year)},
            "format": {value.value: word for word, value in FORMAT_WORDS.items()},
        }
        chosen = {
            parameter: words[name][getattr(filters, name)]
            for name, (parameter, _label) in NAMES.items()
            if getattr(filters, name) is not None
        }
        if question.text:
            chosen = {"q": question.text, **chosen}
        return cls(filters, question, bool(text), urlencode(chosen))

    def __bool__(self) -> bool:
        """Whether it is less than the whole list."""
        return self.asked or bool(self.filters)

    @property
    def is_empty(self) -> bool:
        """Whether something was asked for that holds no word, which finds nothing."""
        return self.asked and not self.question.terms

    def suffix(self) -> str:
        """What follows an address to mean this selection."""
        return f"?{self.address}" if self.address else ""

    def page(self, place: Place | None, limit: int) -> tuple[list[Record], bool]:
        """So many items beyond a place, newest first, and whether more follow."""
        if self.is_empty:
            return [], False
        part = Slice(self.filters, place, False, limit + 1)
        if self.question.terms:
            ids = backend().ids(self.question, part)
            return by_ids(ids[:limit]), len(ids) > limit
        found = _of(part)
        return found[:limit], len(found) > limit

    def chunks(self, size: int = CHUNK, few: int = FEW) -> Iterator[list[Record]]:
        """All items, newest first, in pieces; memory does not grow with their number."""
        if self.is_empty:
            return
        if not self.question.terms:
            yield from self._listed(size)
            return
        places = backend().places(self.question, few + 1)
        if len(places) <= few:
            yield from self._found(places, size)
        else:
            yield from self._along(size)

    def _listed(self, size: int) -> Iterator[list[Record]]:
        part = Slice(self.filters, None, False, size)
        while found := _of(part):
            yield found
            if len(found) < size:
                return
            part = replace(part, place=Place(found[-1].published_at, found[-1].id))

    def _found(self, places: list[Place], size: int) -> Iterator[list[Record]]:
        """A word of few items: the word index said which, once."""
        places.sort(reverse=True)
        where, params = filter_conditions(self.filters)
        for start in range(0, len(places), size):
            ids = [place.id for place in places[start : start + size]]
            if found := by_ids(ids, where, params):
                yield found

    def _along(self, size: int) -> Iterator[list[Record]]:
        """A word of many: asking the word index for each piece would cost more with each."""
        part = Slice(self.filters, None, False, size)
        while walked := backend().walk(self.question, part):
            if found := by_ids([place.id for place, satisfies in walked if satisfies]):
                yield found
            if len(walked) < size:
                return
            part = replace(part, place=walked[-1][0])


def _of(part: Slice) -> list[Record]:
    where, params = part.conditions()
    return select(f"{where} ORDER BY {part.order} LIMIT %s", [*params, part.limit])


def version() -> Version:
    """Changes whenever an item or a file of one is added or changed; a look at three indexes."""
    changed, last = list_version()
    return changed, last, ItemFile.objects.aggregate(last=Max("id"))["last"] or 0
