"""Search on PostgreSQL: a generated tsvector under a GIN index, trigrams for misspelt words.

A search ordered by date has a trap: for a rare or absent word the planner walks the whole date
index, some thousand times slower than asking the word index first; and for a common word the
word index first is as slow. So the newest items are probed first, a fixed number of them, and
when they do not fill the page the word index answers, inside a MATERIALIZED CTE that the
planner cannot turn round. A CTE is read lazily: a LIMIT outside bounds the rows fetched.
"""

from __future__ import annotations

from collections import Counter

from django.db import connection, transaction

from dip_app.search.query import Query, Term
from dip_app.search.sql import (
    COUNT_CAP,
    TABLE,
    Filters,
    Slice,
    Tally,
    filter_conditions,
    rows,
    tally_of,
)
from dip_app.search.words import stem, words

PROBE = 2000
_SCANNED_FOR_COUNT = 5 * COUNT_CAP
_NEAR_TITLES = 1000
_NEAREST_TITLES = 100

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
    word = term.words[0]
    return f"('{word}' | '{stem(word)}')"


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

    def samples(self, queries: list[Query], limit: int) -> list[list[int]]:
        if not queries:
            return []
        heads = ", ".join(
            f"h{n} AS MATERIALIZED (SELECT id FROM {TABLE} "  # noqa: S608
            "WHERE status = 'published' AND search_vector @@ %s::tsquery)"
            for n in range(len(queries))
        )
        parts = " UNION ALL ".join(
            f"(SELECT {n}, id FROM h{n} LIMIT {limit:d})"  # noqa: S608
            for n in range(len(queries))
        )
        result: list[list[int]] = [[] for _query in queries]
        for number, pk in rows(f"WITH {heads} {parts}", [tsquery(query) for query in queries]):
            result[number].append(pk)
        return result

    def near_words(self, word: str) -> dict[str, int]:
        # Swapping two letters costs a word of eight most of its trigrams, hence a threshold far
        # below the usual 0.6; the edit distance decides afterwards.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = 0.3")
            cursor.execute(
                f"WITH near AS MATERIALIZED (SELECT title FROM {TABLE} "  # noqa: S608
                "WHERE status = 'published' AND title %%> %s) "
                f"SELECT title FROM (SELECT title FROM near LIMIT {_NEAR_TITLES}) resembling "
                f"ORDER BY word_similarity(%s, title) DESC LIMIT {_NEAREST_TITLES}",
                [word, word],
            )
            return Counter(each for (title,) in cursor.fetchall() for each in words(title))
