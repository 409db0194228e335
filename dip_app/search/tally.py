"""How many published items there are of each kind, without counting them.

The database writes a line whenever the list changes (migration 0013): what came, what went. The
lines are added up here, and folded together by a sweep so that they stay few.
"""

from __future__ import annotations

from django.db import connection, transaction

from dip_app.search.sql import Tally, rows, tally_of

TABLE = "dip_app_itemtally"
KINDS = "category, unit_id, made_year, format"


def all_tally() -> Tally:
    """The whole published list by kind; its work grows with the kinds, not with the items."""
    statement = (
        f"SELECT {KINDS}, sum(number) FROM {TABLE} "  # noqa: S608
        f"GROUP BY {KINDS} HAVING sum(number) <> 0"
    )
    return tally_of(rows(statement, []), cap=None)


def fold() -> int:
    """Put together the lines of each kind; return how many lines were saved.

    Lines that others write meanwhile are left alone, and of two who fold at once each takes
    other lines: nothing is counted twice and nobody waits for a visitor or a clerk.
    """
    several = f"SELECT {KINDS} FROM {TABLE} GROUP BY {KINDS} HAVING count(*) > 1"  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"WITH gone AS (DELETE FROM {TABLE} WHERE ctid IN (SELECT ctid FROM {TABLE} "  # noqa: S608
                f"WHERE ({KINDS}) IN ({several}) FOR UPDATE SKIP LOCKED) "
                f"RETURNING {KINDS}, number), "
                f"kept AS (INSERT INTO {TABLE} ({KINDS}, number) SELECT {KINDS}, sum(number) "
                f"FROM gone GROUP BY {KINDS} HAVING sum(number) <> 0 RETURNING 1) "
                "SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept)"
            )
            return int(cursor.fetchone()[0])
        # SQLite has one writer, and that is this transaction from its beginning.
        cursor.execute(
            f"SELECT {KINDS}, sum(number), count(*) FROM {TABLE} GROUP BY {KINDS} "  # noqa: S608
            "HAVING count(*) > 1"
        )
        found = cursor.fetchall()
        for *kind, total, _lines in found:
            cursor.execute(
                f"DELETE FROM {TABLE} WHERE ({KINDS}) = (%s, %s, %s, %s)",  # noqa: S608
                kind,
            )
            if total:
                cursor.execute(
                    f"INSERT INTO {TABLE} ({KINDS}, number) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608
                    [*kind, total],
                )
        return sum(lines - bool(total) for *_kind, total, lines in found)
