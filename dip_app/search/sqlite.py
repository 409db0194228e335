"""Search on SQLite: an FTS5 table over the published items, kept by triggers.

SQLite has no Indonesian stemmer, so the index has a column of stems, made by the function
``ppid_stems`` which every connection of this project carries (``register``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

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
    moment,
    rows,
    tally_of,
)
from dip_app.search.tally import TABLE as TALLY
from dip_app.search.words import stem, words

INDEX = "dip_app_itemsearch"
VOCABULARY = "dip_app_itemwords"
PROBE = 1000
_RARE = 3000
_NEAR_WORDS = 20_000


def ppid_stems(text: str | None) -> str:
    """Stems of the words of a text that differ from the word itself."""
    stems = {(word, stem(word)) for word in words(text or "")}
    return " ".join(sorted({root for word, root in stems if word != root}))


def register(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Give a new SQLite connection the function that the triggers of the index call."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("ppid_stems", 1, ppid_stems, deterministic=True)


def match(query: Query) -> str:
    """The query in FTS5's notation; words hold only letters and digits and are quoted."""
    wanted = " AND ".join(_condition(term) for term in query.wanted)
    unwanted = "".join(f" NOT {_condition(term)}" for term in query.terms if term.excluded)
    return f"({wanted}){unwanted}"


def _condition(term: Term) -> str:
    if term.is_phrase:
        return f'({{title summary topic responsible}} : "{" ".join(term.words)}")'
    forms = dict.fromkeys((term.words[0], stem(term.words[0])))
    return "(" + " OR ".join(f'"{form}"' for form in forms) + ")"


class Sqlite:
    """See ``sql.Backend``."""

    def ids(self, query: Query, part: Slice) -> list[int]:
        conditions, params = part.conditions()
        text = match(query)
        if self._is_common(text):
            probe = (
                f"SELECT id FROM (SELECT id, published_at FROM {TABLE} "  # noqa: S608
                f"WHERE status = 'published'{conditions} ORDER BY {part.order} LIMIT {PROBE}) n "
                f"WHERE EXISTS (SELECT 1 FROM {INDEX} WHERE {INDEX} MATCH %s AND rowid = n.id) "
                f"ORDER BY {part.order} LIMIT %s"
            )
            found = rows(probe, [*params, text, part.limit])
            if len(found) == part.limit:
                return [row[0] for row in found]
        # The unary plus keeps SQLite from walking the date index and asking word by word.
        by_word = (
            f"SELECT id FROM {TABLE} WHERE +status = 'published'{conditions} "  # noqa: S608
            f"AND id IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s) "
            f"ORDER BY {part.order} LIMIT %s"
        )
        return [row[0] for row in rows(by_word, [*params, text, part.limit])]

    def _is_common(self, text: str) -> bool:
        sql = (
            f"SELECT count(*) FROM (SELECT 1 FROM {INDEX} "  # noqa: S608
            f"WHERE {INDEX} MATCH %s LIMIT {_RARE + 1})"
        )
        return bool(rows(sql, [text])[0][0] > _RARE)

    def tally(self, query: Query) -> Tally:
        sql = (
            "SELECT category, unit_id, made_year, format, count(*) "  # noqa: S608
            f"FROM {TABLE} WHERE id IN "
            f"(SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s LIMIT {COUNT_CAP + 1}) "
            "GROUP BY 1, 2, 3, 4"
        )
        return tally_of(rows(sql, [match(query)]), cap=COUNT_CAP)

    def count(self, query: Query, filters: Filters) -> int:
        conditions, params = filter_conditions(filters)
        sql = (
            f"SELECT count(*) FROM (SELECT 1 FROM {TABLE} WHERE id IN "  # noqa: S608
            f"(SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s LIMIT {5 * COUNT_CAP}) "
            f"{conditions} LIMIT {COUNT_CAP + 1})"
        )
        return int(rows(sql, [match(query), *params])[0][0])

    def samples(self, queries: list[Query], limit: int) -> list[Sample]:
        if not queries:
            return []
        parts = " UNION ALL ".join(
            f"SELECT * FROM (SELECT {n}, rowid FROM {INDEX} "  # noqa: S608
            f"WHERE {INDEX} MATCH %s ORDER BY rowid DESC LIMIT {limit:d})"
            for n in range(len(queries))
        )
        found: list[list[int]] = [[] for _query in queries]
        for number, pk in rows(parts, [match(query) for query in queries]):
            found[number].append(pk)
        return [Sample(tuple(ids), len(ids)) for ids in found]

    def places(self, query: Query, limit: int) -> list[Place]:
        sql = (
            f"SELECT published_at, id FROM {TABLE} WHERE id IN "  # noqa: S608
            f"(SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s LIMIT {limit:d})"
        )
        return [Place(moment(at), pk) for at, pk in rows(sql, [match(query)])]

    def walk(self, query: Query, part: Slice) -> list[tuple[Place, bool]]:
        conditions, params = part.conditions()
        sql = (
            "SELECT published_at, id, "  # noqa: S608
            f"EXISTS (SELECT 1 FROM {INDEX} WHERE {INDEX} MATCH %s AND rowid = walked.id) "
            f"FROM (SELECT id, published_at FROM {TABLE} "
            f"WHERE status = 'published'{conditions} ORDER BY {part.order} LIMIT %s) walked "
            f"ORDER BY {part.order}"
        )
        found = rows(sql, [match(query), *params, part.limit])
        return [(Place(moment(at), pk), bool(hit)) for at, pk, hit in found]

    def near_words(self, word: str, version: object) -> Iterator[Mapping[str, int]]:
        # First letters are seldom mistyped; the range keeps the look at the vocabulary short.
        first = word[:1]
        sql = (
            f"SELECT term, doc FROM {VOCABULARY} WHERE col = 'title' "  # noqa: S608
            f"AND term >= %s AND term < %s LIMIT {_NEAR_WORDS}"
        )
        yield dict(rows(sql, [first, chr(ord(first) + 1)]))


def mend(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Put triggers of the list back, and fill what they keep anew, when a migration lost them.

    SQLite changes a table by copying it, and its triggers go with the old one. Runs after every
    ``migrate``; does nothing on PostgreSQL, without what they keep, or with them in place.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    index = import_module("dip_app.migrations.0002_search")
    tally = import_module("dip_app.migrations.0013_list_tally")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master")
        present = {name for (name,) in cursor.fetchall()}
        for kept, triggers, fill in (
            (INDEX, index.SQLITE_TRIGGERS, index.SQLITE_FILL),
            (TALLY, tally.SQLITE_TRIGGERS, tally.FILL),
        ):
            missing = [made for name, made in triggers.items() if name not in present]
            if kept in present and missing:
                for statement in [*missing, *fill]:
                    cursor.execute(statement)
