"""Migrates an empty database once, from which each worker of a run begins with a copy.

``python -m tests.prepare make NAME`` makes it: a file for SQLite, a database for PostgreSQL. The
tests find it by ``PPID_TEST_PREPARED`` and, without it, migrate a database of their own.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

NAMED = "PPID_TEST_PREPARED"
#: The file, also in a run on PostgreSQL: some tests start a portal of their own, on SQLite.
FILE = "PPID_TEST_PREPARED_FILE"


def make(name: str) -> None:
    """Create the database and migrate it.

    Raises:
        Exception: whatever a migration raises; a run that copies it meets the same migration.
    """
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        _execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    connection.settings_dict["NAME"] = name
    call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def copy(connection: Any, to: str) -> bool:
    """Put a copy of the prepared database under a name; say if there was one."""
    prepared = os.environ.get(NAMED)
    if not prepared:
        return False
    if connection.vendor == "postgresql":
        quoted = connection.ops.quote_name
        _execute(f"CREATE DATABASE {quoted(to)} TEMPLATE {quoted(prepared)}")
    else:
        shutil.copyfile(prepared, to)
    return True


def copy_file(to: Path) -> None:
    """Put a copy of the prepared file under a path, where this run has one."""
    if prepared := os.environ.get(FILE):
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(prepared, to)


def drop(name: str) -> None:
    """Remove a prepared database from the server."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.db import connection

    _execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")


def _execute(statement: str) -> None:
    """Run one statement on the server, beside the databases of the tests."""
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    {"make": make, "drop": drop}[sys.argv[1]](sys.argv[2])
