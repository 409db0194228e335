"""How many entries the list has of each kind, kept by the database as the list changes.

A page says how many there are without counting them: at a million entries that is one look at
some rows instead of a pass over all. Changes are only ever added, so that two who change the list
at once do not wait for each other; ``dip_app.search.tally`` adds them up from time to time.
"""

# ruff: noqa: S608 - every name in these statements stands in this file

from django.db import migrations

ITEMS = "dip_app_informationitem"
TALLY = "dip_app_itemtally"
KINDS = "category, unit_id, made_year, format"
# As in the table of items. No foreign key: a unit with entries is protected there.
TABLE = (
    f"CREATE TABLE {TALLY} (category varchar(12) NOT NULL, unit_id bigint NOT NULL, "
    "made_year integer NOT NULL, format varchar(12) NOT NULL, number bigint NOT NULL)"
)
FILL = [
    f"DELETE FROM {TALLY}",
    f"INSERT INTO {TALLY} ({KINDS}, number) SELECT {KINDS}, count(*) FROM {ITEMS} "
    f"WHERE status = 'published' GROUP BY {KINDS}",
]


def _line(row, number):
    return (
        f"INSERT INTO {TALLY} ({KINDS}, number) SELECT {row}.category, {row}.unit_id, "
        f"{row}.made_year, {row}.format, {number} WHERE {row}.status = 'published'"
    )


SQLITE_TRIGGERS = {
    f"{TALLY}_insert": (
        f"CREATE TRIGGER {TALLY}_insert AFTER INSERT ON {ITEMS} BEGIN {_line('new', 1)}; END"
    ),
    f"{TALLY}_delete": (
        f"CREATE TRIGGER {TALLY}_delete AFTER DELETE ON {ITEMS} BEGIN {_line('old', -1)}; END"
    ),
    f"{TALLY}_update": (
        f"CREATE TRIGGER {TALLY}_update AFTER UPDATE OF status, {KINDS} ON {ITEMS} "
        "WHEN (old.status, old.category, old.unit_id, old.made_year, old.format) IS NOT "
        "(new.status, new.category, new.unit_id, new.made_year, new.format) BEGIN "
        f"{_line('old', -1)}; {_line('new', 1)}; END"
    ),
}


def _sum(*parts):
    lines = " UNION ALL ".join(
        f"SELECT {KINDS}, {number} AS number FROM {rows} WHERE status = 'published'"
        for rows, number in parts
    )
    return (
        f"INSERT INTO {TALLY} ({KINDS}, number) SELECT {KINDS}, sum(number) FROM ({lines}) lines "
        f"GROUP BY {KINDS} HAVING sum(number) <> 0;"
    )


def _postgres(event, tables, body):
    name = f"{TALLY}_{event}"
    each = "" if event == "truncate" else "FOR EACH STATEMENT "
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} RETURN NULL; END $$",
        f"CREATE TRIGGER {name} AFTER {event.upper()} ON {ITEMS} {tables}{each}"
        f"EXECUTE FUNCTION {name}()",
    ]


POSTGRES_TRIGGERS = [
    *_postgres("insert", "REFERENCING NEW TABLE AS after ", _sum(("after", 1))),
    *_postgres("delete", "REFERENCING OLD TABLE AS before ", _sum(("before", -1))),
    *_postgres(
        "update",
        "REFERENCING OLD TABLE AS before NEW TABLE AS after ",
        _sum(("before", -1), ("after", 1)),
    ),
    *_postgres("truncate", "", f"DELETE FROM {TALLY};"),
]
POSTGRES_UNDO = [
    f"DROP FUNCTION IF EXISTS {TALLY}_{event}() CASCADE"
    for event in ("insert", "delete", "update", "truncate")
]
SQLITE_UNDO = [f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE_TRIGGERS]


def make(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    triggers = POSTGRES_TRIGGERS if postgres else [*SQLITE_TRIGGERS.values()]
    for statement in (TABLE, *triggers, *FILL):
        schema_editor.execute(statement, None)


def undo(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRES_UNDO if postgres else SQLITE_UNDO:
        schema_editor.execute(statement, None)
    schema_editor.execute(f"DROP TABLE IF EXISTS {TALLY}", None)


class Migration(migrations.Migration):
    dependencies = [("dip_app", "0012_freshness")]

    operations = [migrations.RunPython(make, undo)]
