"""The index of the public list: FTS5 with triggers on SQLite, tsvector and trigrams on PostgreSQL."""

# ruff: noqa: S608 - every name in these statements stands in this file

from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, migrations

TABLE = "dip_app_informationitem"
INDEX = "dip_app_itemsearch"
COLUMNS = "title, summary, topic, responsible"


def _values(row):
    columns = [f"{row}.{name}" for name in COLUMNS.split(", ")]
    return f"{', '.join(columns)}, ppid_stems({' || char(10) || '.join(columns)})"


# Without content of its own: the table is asked for rowids only, and later changes to the table
# of items, which SQLite makes by copying it, meet no view that would stand in their way.
SQLITE_TABLES = [
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5("
    f"{COLUMNS}, stems, content='', tokenize='unicode61 remove_diacritics 2')",
    f"CREATE VIRTUAL TABLE dip_app_itemwords USING fts5vocab('{INDEX}', 'col')",
]
SQLITE_TRIGGERS = {
    f"{INDEX}_insert": (
        f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} "
        "WHEN new.status = 'published' BEGIN "
        f"INSERT INTO {INDEX}(rowid, {COLUMNS}, stems) VALUES (new.id, {_values('new')}); END"
    ),
    f"{INDEX}_delete": (
        f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} "
        "WHEN old.status = 'published' BEGIN "
        f"INSERT INTO {INDEX}({INDEX}, rowid, {COLUMNS}, stems) "
        f"VALUES ('delete', old.id, {_values('old')}); END"
    ),
    f"{INDEX}_update": (
        f"CREATE TRIGGER {INDEX}_update AFTER UPDATE OF id, status, {COLUMNS} ON {TABLE} BEGIN "
        f"INSERT INTO {INDEX}({INDEX}, rowid, {COLUMNS}, stems) "
        f"SELECT 'delete', old.id, {_values('old')} WHERE old.status = 'published'; "
        f"INSERT INTO {INDEX}(rowid, {COLUMNS}, stems) "
        f"SELECT new.id, {_values('new')} WHERE new.status = 'published'; END"
    ),
}
SQLITE_FILL = [
    f"INSERT INTO {INDEX}({INDEX}) VALUES ('delete-all')",
    f"INSERT INTO {INDEX}(rowid, {COLUMNS}, stems) "
    f"SELECT i.id, {_values('i')} FROM {TABLE} i WHERE i.status = 'published'",
]
SQLITE_UNDO = [
    *(f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE_TRIGGERS),
    "DROP TABLE IF EXISTS dip_app_itemwords",
    f"DROP TABLE IF EXISTS {INDEX}",
]

# PostgreSQL's parser reads "dan/atau" as a file, "14/2008" as a path and "<b>" as nothing; with
# every sign turned into a space it reads words, as the search text is read.
SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def _plain(expression):
    quoted = SIGNS.replace("\\", "\\\\").replace("'", "\\'")
    return f"translate({expression}, E'{quoted}', repeat(' ', {len(SIGNS)}))"


def _vector(expression, weight):
    return " || ".join(
        f"setweight(to_tsvector('pg_catalog.{config}', {_plain(expression)}), '{weight}')"
        for config in ("indonesian", "simple")
    )


_REST = "summary || ' ' || topic || ' ' || responsible"
POSTGRES = [
    f"ALTER TABLE {TABLE} ADD COLUMN search_vector tsvector "
    f"GENERATED ALWAYS AS ({_vector('title', 'A')} || {_vector(_REST, 'B')}) STORED",
    f"CREATE INDEX dip_item_search ON {TABLE} USING gin (search_vector) "
    "WITH (fastupdate = off) WHERE status = 'published'",
    f"CREATE INDEX dip_item_title_trigrams ON {TABLE} USING gin (title gin_trgm_ops) "
    "WITH (fastupdate = off) WHERE status = 'published'",
]
# The extension stays: it may serve others in the same database.
POSTGRES_UNDO = [
    "DROP INDEX IF EXISTS dip_item_title_trigrams",
    "DROP INDEX IF EXISTS dip_item_search",
    f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS search_vector",
]


def add_trigrams(schema_editor):
    """Add pg_trgm, which a role that owns nothing else may do from PostgreSQL 13 on."""
    try:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm", None)
    except ProgrammingError as error:
        settings = schema_editor.connection.settings_dict
        raise ImproperlyConfigured(
            "Pencarian memerlukan ekstensi pg_trgm, dan pengguna basis data "
            f"“{settings['USER']}” tidak boleh memasangnya. Sebagai pengelola PostgreSQL jalankan "
            f"CREATE EXTENSION pg_trgm; pada basis data “{settings['NAME']}”, lalu ulangi migrate."
        ) from error


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        add_trigrams(schema_editor)
        statements = POSTGRES
    else:
        statements = [*SQLITE_TABLES, *SQLITE_TRIGGERS.values(), *SQLITE_FILL]
    for statement in statements:
        schema_editor.execute(statement, None)


def undo(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRES_UNDO if vendor == "postgresql" else SQLITE_UNDO:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("dip_app", "0001_initial")]

    operations = [migrations.RunPython(make, undo)]
