"""Search on PostgreSQL: a generated tsvector under a GIN index, trigrams for misspelt words.

A search ordered by date has a trap: for a rare or absent word the planner walks the whole date
index, some thousand times slower than asking the word index first; and for a common word the
word index first is as slow. So the newest items are probed first, a fixed number of them, and
when they do not fill the page the word index answers, inside a MATERIALIZED CTE that the
planner cannot turn round. A CTE is read lazily: a LIMIT outside bounds the rows fetched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from django.db import OperationalError, connection, transaction

from dip_app.search.memory import remembered
from dip_app.search.query import Query, Term
from dip_app.search.sql import (
    COUNT_CAP,
    TABLE,
    Filters,
    Place,
    Sample,
    Slice,
    Tally,
    filter_conditions,
    rows,
    tally_of,
)
from dip_app.search.words import stem, words

PROBE = 2000
_SCANNED_FOR_COUNT = 5 * COUNT_CAP
# So many of the probed items make a word common: one in a hundred.
_COMMON_IN_PROBE = 20
_VOCABULARY_TITLES = 5000
_NEAR_TITLES = 300
_CANCELED = "57014"

_HITS = (
    "WITH hits AS MATERIALIZED (SELECT id, published_at, category, unit_id, made_year, format "  # noqa: S608
    f"FROM {TABLE} WHERE status = 'published' AND search_vector @@ %s::tsquery) "
)


def tsquery(query: Query) -> str:
    """The query in PostgreSQL's own notation.

    Words hold nothing but letters and digits, so quoting them is enough. Each is looked for as
    written (`simple`) and by its stem (`indonesian`): the stemmer alone is uneven.
    """
    wanted = " & ".join(_condition(term) for term in query.wanted)
    unwanted = "".join(f" & !{_condition(term)}" for term in query.terms if term.excluded)
    return wanted + unwanted


def _condition(term: Term) -> str:
    if term.is_phrase:
        return "(" + " <-> ".join(f"'{word}'" for word in term.words) + ")"
    forms = dict.fromkeys((term.words[0], stem(term.words[0])))
    return "(" + " | ".join(f"'{form}'" for form in forms) + ")"


class Postgres:
    """See ``sql.Backend``."""

    def ids(self, query: Query, part: Slice) -> list[int]:
        conditions, params = part.conditions()
        text = tsquery(query)
        probe = (
            f"SELECT id FROM (SELECT id, published_at, search_vector FROM {TABLE} "  # noqa: S608
            f"WHERE status = 'published'{conditions} ORDER BY {part.order} LIMIT {PROBE}) newest "
            f"WHERE search_vector @@ %s::tsquery ORDER BY {part.order} LIMIT %s"
        )
        found = rows(probe, [*params, text, part.limit])
        if len(found) < part.limit:
            by_word = (
                f"{_HITS} SELECT id FROM hits WHERE true{conditions} "  # noqa: S608
                f"ORDER BY {part.order} LIMIT %s"
            )
            found = rows(by_word, [text, *params, part.limit])
        return [row[0] for row in found]

    def tally(self, query: Query) -> Tally:
        sql = (
            f"{_HITS} SELECT category, unit_id, made_year, format, count(*) "  # noqa: S608
            f"FROM (SELECT * FROM hits LIMIT {COUNT_CAP + 1}) bounded GROUP BY 1, 2, 3, 4"
        )
        return tally_of(rows(sql, [tsquery(query)]), cap=COUNT_CAP)

    def count(self, query: Query, filters: Filters) -> int:
        conditions, params = filter_conditions(filters)
        sql = (
            f"{_HITS} SELECT count(*) FROM (SELECT 1 FROM "  # noqa: S608
            f"(SELECT * FROM hits LIMIT {_SCANNED_FOR_COUNT}) scanned "
            f"WHERE true{conditions} LIMIT {COUNT_CAP + 1}) bounded"
        )
        return int(rows(sql, [tsquery(query), *params])[0][0])

    def samples(self, queries: list[Query], limit: int) -> list[Sample]:
        if not queries:
            return []
        texts = [tsquery(query) for query in queries]
        # Common words show in the newest items, and asking the word index for them is slow;
        # rare ones do not, and asking is fast.
        columns = ", ".join("search_vector @@ %s::tsquery" for _text in texts)
        newest = rows(
            f"SELECT id, {columns} FROM (SELECT id, search_vector FROM {TABLE} "  # noqa: S608
            f"WHERE status = 'published' ORDER BY published_at DESC, id DESC LIMIT {PROBE}) newest",
            list(texts),
        )
        seen = [tuple(row[0] for row in newest if row[n + 1]) for n in range(len(texts))]
        if len(newest) < PROBE:
            return [Sample(ids[:limit], len(ids)) for ids in seen]
        asked = [n for n, ids in enumerate(seen) if len(ids) < _COMMON_IN_PROBE]
        samples = [Sample(ids[:limit], 2 * limit) for ids in seen]
        for n, ids in zip(asked, self._by_word([texts[n] for n in asked], limit), strict=True):
            samples[n] = Sample(ids, len(ids))
        return samples

    def _by_word(self, texts: list[str], limit: int) -> list[tuple[int, ...]]:
        if not texts:
            return []
        heads = ", ".join(
            f"h{n} AS MATERIALIZED (SELECT id FROM {TABLE} "  # noqa: S608
            "WHERE status = 'published' AND search_vector @@ %s::tsquery)"
            for n in range(len(texts))
        )
        parts = " UNION ALL ".join(
            f"(SELECT {n}, id FROM h{n} LIMIT {limit:d})"  # noqa: S608
            for n in range(len(texts))
        )
        found: list[list[int]] = [[] for _text in texts]
        for n, pk in rows(f"WITH {heads} {parts}", list(texts)):
            found[n].append(pk)
        return [tuple(ids) for ids in found]

    def places(self, query: Query, limit: int) -> list[Place]:
        sql = f"{_HITS} SELECT published_at, id FROM hits LIMIT {limit:d}"  # noqa: S608
        return [Place(*row) for row in rows(sql, [tsquery(query)])]

    def walk(self, query: Query, part: Slice) -> list[tuple[Place, bool]]:
        conditions, params = part.conditions()
        sql = (
            "SELECT published_at, id, search_vector @@ %s::tsquery "  # noqa: S608
            f"FROM (SELECT id, published_at, search_vector FROM {TABLE} "
            f"WHERE status = 'published'{conditions} ORDER BY {part.order} LIMIT %s) walked "
            f"ORDER BY {part.order}"
        )
        found = rows(sql, [tsquery(query), *params, part.limit])
        return [(Place(*row[:2]), bool(row[2])) for row in found]

    def near_words(self, word: str, version: object) -> Iterator[Mapping[str, int]]:
        yield remembered("vocabulary", version, _vocabulary)
        yield _resembling(word)


def _vocabulary() -> Counter[str]:
    """The words of the newest titles: nearly every word in use, at a fixed cost."""
    sql = (
        f"SELECT title FROM {TABLE} WHERE status = 'published' "  # noqa: S608
        f"ORDER BY published_at DESC, id DESC LIMIT {_VOCABULARY_TITLES}"
    )
    return Counter(each for (title,) in rows(sql, []) for each in words(title))


def _resembling(word: str) -> Counter[str]:
    """The words of titles, of any age, that share trigrams with ``word``.

    Comparing is slow where a word resembles many titles a little, so it may take a quarter of a
    second and no more; then there is no correction, and the search stays what it was.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 250")
            cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = 0.5")
            cursor.execute(
                f"WITH near AS MATERIALIZED (SELECT title FROM {TABLE} "  # noqa: S608
                "WHERE status = 'published' AND title %%> %s) "
                f"SELECT title FROM near LIMIT {_NEAR_TITLES}",
                [word],
            )
            found = cursor.fetchall()
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != _CANCELED:
            raise
        return Counter()
    return Counter(each for (title,) in found for each in words(title))
