"""Finding items of the public list: one way to ask, two databases that answer.

``search`` gives a page of the list, newest first, ``suggest`` the published items that resemble
a description somebody is writing. A search that fails raises the database's error: "nothing
found" is said only when nothing was found.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import connection
from django.db.models import Max
from django.urls import reverse
from django.utils.safestring import SafeString

from dip_app.models import Category, Format, InformationItem, item_slug
from dip_app.search import sql
from dip_app.search.highlight import excerpt, highlight
from dip_app.search.memory import remembered
from dip_app.search.postgres import Postgres
from dip_app.search.query import Query, Term, parse
from dip_app.search.spelling import closest, correctable
from dip_app.search.sql import COUNT_CAP, Backend, Filters, Place, Slice, Tally
from dip_app.search.sqlite import Sqlite
from dip_app.search.tally import all_tally
from dip_app.search.words import REQUEST_WORDS, STOP_WORDS, stem, words
from ppid_portal.people.models import Unit

__all__ = [
    "Count",
    "Filters",
    "Hit",
    "Place",
    "SearchPage",
    "backend",
    "count",
    "list_version",
    "search",
    "suggest",
    "whole_list",
]

PAGE_SIZE = 25
_SUGGEST_CHARACTERS = 2000
_SUGGEST_WORDS = 8
_SUGGEST_PAIRS = 4
_SUGGEST_SAMPLE = 300
_SUGGEST_LOOKED_AT = 40


@dataclass(frozen=True)
class Hit:
    """One item as a list shows it; ``title`` and ``summary`` are safe HTML with marks.

    The year is a text, so that no template writes it as a number: 2.026.
    """

    id: int
    url: str
    title: SafeString
    summary: SafeString
    unit: str
    category: str
    year: str
    format: str


@dataclass(frozen=True)
class Count:
    """How many there are: exactly ``number``, or more than that."""

    number: int
    exact: bool


@dataclass(frozen=True)
class SearchPage:
    """A page of the list.

    ``after`` leads to older items, ``before`` to newer ones; empty when there are none.
    ``corrected`` is the text that was searched instead when a word was misspelt; ``understood``
    is False when the text held no word at all. ``facets`` counts the items by kind as far as
    counting went.
    """

    hits: list[Hit]
    count: Count
    facets: Tally
    before: str
    after: str
    corrected: str
    understood: bool


def backend() -> Backend:
    """The search of the database in use."""
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def list_version() -> tuple[datetime | None, int]:
    """Changes whenever an item is added or changed; one look at an index."""
    found = InformationItem.objects.aggregate(changed=Max("changed_at"), last=Max("id"))
    return found["changed"], found["last"] or 0


def search(
    query: str = "",
    *,
    category: str | None = None,
    unit: Unit | int | None = None,
    year: int | None = None,
    format: str | None = None,
    after: str = "",
    before: str = "",
    limit: int = PAGE_SIZE,
    version: tuple[datetime | None, int] | None = None,
) -> SearchPage:
    """A page of published items that hold all words of ``query``, newest first.

    ``after`` and ``before`` are the marks of an earlier page. ``version`` saves a query when the
    caller has it. A misspelt word is replaced by the closest one that exists, if nothing is
    found without. Raises ValueError for an unknown category or format or a broken mark.
    """
    filters = Filters(category, unit.pk if isinstance(unit, Unit) else unit, year, format)
    place = Place.read(after or before) if after or before else None
    part = Slice(filters, place, bool(before and not after), limit + 1)
    version = version or list_version()
    question = parse(query)
    if query.strip() and not question.terms:
        nothing = Tally((), complete=True)
        return SearchPage([], Count(0, exact=True), nothing, "", "", "", understood=False)
    engine = backend()
    corrected = ""
    ids = _ids(engine, question, part)
    if not ids and question.terms and not place:
        better = _corrected(engine, question, version)
        if better is not None and (found := _ids(engine, better, part)):
            question, corrected, ids = better, better.text, found
    facets, count = _counts(engine, question, filters, version)
    more = len(ids) > limit
    ids = ids[:limit]
    if part.towards_newer:
        ids.reverse()
    hits, places = _hits(ids, question.stems)
    newer = bool(place) and (more if part.towards_newer else True)
    older = more or part.towards_newer
    return SearchPage(
        hits=hits,
        count=count,
        facets=facets,
        before=str(places[0]) if places and newer else "",
        after=str(places[-1]) if places and older else "",
        corrected=corrected,
        understood=True,
    )


def whole_list(version: object) -> Tally:
    """The published list by kind, added up once per version of the list."""
    return remembered(("tally", ""), version, all_tally)


def count(question: Query, filters: Filters, version: object) -> Count:
    """How many published items satisfy both, as far as counting goes; kept per version."""
    return _counts(backend(), question, filters, version)[1]


def _ids(engine: Backend, question: Query, part: Slice) -> list[int]:
    return engine.ids(question, part) if question.terms else sql.all_published(part)


def _counts(
    engine: Backend, question: Query, filters: Filters, version: object
) -> tuple[Tally, Count]:
    if not question.terms:
        facets = whole_list(version)
        return facets, Count(facets.count(filters), exact=True)
    facets = remembered(("tally", question.key), version, lambda: engine.tally(question))
    if facets.complete:
        return facets, Count(facets.count(filters), exact=True)
    if not filters:
        return facets, Count(COUNT_CAP, exact=False)
    number = remembered(
        ("count", question.key, filters), version, lambda: engine.count(question, filters)
    )
    return facets, Count(min(number, COUNT_CAP), exact=False)


def _hits(ids: list[int], stems: frozenset[str]) -> tuple[list[Hit], list[Place]]:
    found = {
        row[0]: row
        for row in InformationItem.objects.filter(pk__in=ids).values_list(
            "id",
            "title",
            "summary",
            "unit__name",
            "category",
            "made_year",
            "format",
            "published_at",
        )
    }
    categories = {value: str(label) for value, label in Category.choices}
    formats = {value: str(label) for value, label in Format.choices}
    address = reverse("dip_app:list")
    hits, places = [], []
    for pk in ids:
        _pk, title, summary, unit, category, year, form, published_at = found[pk]
        hits.append(
            Hit(
                id=pk,
                url=f"{address}{pk}/{item_slug(title)}/",
                title=highlight(title, stems),
                summary=highlight(excerpt(summary, stems), stems),
                unit=unit,
                category=categories[category],
                year=str(year),
                format=formats[form],
            )
        )
        if published_at is not None:
            places.append(Place(published_at, pk))
    return hits, places


# -- spelling ----------------------------------------------------------------------------------


def _corrected(engine: Backend, question: Query, version: object) -> Query | None:
    """The query with words that no item holds replaced by the closest that one does."""
    singles = sorted({word for term in question.wanted for word in term.words})
    found = engine.samples([Query(word, (Term((word,)),)) for word in singles], 1)
    corrections = {}
    for word, sample in zip(singles, found, strict=True):
        if sample.ids or not correctable(word):
            continue
        for candidates in engine.near_words(word, version):
            if better := closest(word, candidates):
                corrections[word] = better
                break
    return question.replacing(corrections) if corrections else None


# -- suggestions -------------------------------------------------------------------------------


def suggest(text: str, limit: int = 5) -> list[Hit]:
    """Published items that resemble a description, the closest first; [] if none is close.

    Each meaningful word brings a bounded sample of items, and so do words that stand side by
    side; rare words weigh more than common ones. At most four statements, whatever the length.
    """
    stems, ordered = _meaningful(text[:_SUGGEST_CHARACTERS])
    if not ordered:
        return []
    chosen = ordered[:_SUGGEST_WORDS]
    pairs = list(pairwise(chosen))[:_SUGGEST_PAIRS]
    queries = [Query(word, (Term((word,)),)) for word in chosen]
    queries += [Query(" ".join(pair), tuple(Term((word,)) for word in pair)) for pair in pairs]
    samples = backend().samples(queries, _SUGGEST_SAMPLE)
    weights = {stem(word): _worth(sample) for word, sample in zip(chosen, samples, strict=False)}
    scores: dict[int, float] = {}
    for sample in samples:
        worth = _worth(sample)
        for pk in sample.ids:
            scores[pk] = scores.get(pk, 0) + worth
    likely = sorted(scores, key=lambda pk: (-scores[pk], -pk))[:_SUGGEST_LOOKED_AT]
    best = _rescored(likely, weights, strict=len(stems) > 2)
    return _hits(best[:limit], stems)[0]


def _worth(sample: sql.Sample) -> float:
    return 1 / math.log2(4 + sample.number)


def _meaningful(text: str) -> tuple[frozenset[str], list[str]]:
    """The stems that carry a description, and its words: long and early ones first."""
    seen: dict[str, str] = {}
    for word in words(text):
        if word in STOP_WORDS or word in REQUEST_WORDS or len(word) < 3 or len(word) > 60:
            continue
        seen.setdefault(stem(word), word)
    if all(word.isdigit() for word in seen.values()):
        return frozenset(), []  # a year alone resembles everything
    return frozenset(seen), list(seen.values())


def _rescored(ids: Iterable[int], weights: dict[str, float], *, strict: bool) -> list[int]:
    """Ids by how well title and summary fit; with ``strict`` one shared word is not enough."""
    scored = []
    for pk, title, summary in InformationItem.objects.filter(pk__in=list(ids)).values_list(
        "id", "title", "summary"
    ):
        in_title = {stem(word) for word in words(title)} & weights.keys()
        in_summary = ({stem(word) for word in words(summary)} & weights.keys()) - in_title
        if len(in_title | in_summary) < (2 if strict else 1) or not in_title:
            continue
        score = sum(weights[each] for each in in_title)
        score += sum(weights[each] for each in in_summary) / 3
        scored.append((-score, -pk, pk))
    return [pk for _score, _newest, pk in sorted(scored)]
