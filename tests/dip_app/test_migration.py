"""The search index on a database whose administrator gives the portal little."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError

migration = import_module("dip_app.migrations.0002_search")


class Closed:
    """A database that lets nobody add an extension."""

    connection = SimpleNamespace(
        vendor="postgresql", settings_dict={"USER": "ppid", "NAME": "portal"}
    )

    def execute(self, statement: str, params: object) -> None:
        raise ProgrammingError('permission denied to create extension "pg_trgm"')


def test_a_missing_right_is_said_with_what_to_do() -> None:
    """Pg_trgm is trusted from PostgreSQL 13 on, yet needs CREATE on the database."""
    with pytest.raises(ImproperlyConfigured) as refused:
        migration.make(None, Closed())
    sentence = str(refused.value)
    assert "CREATE EXTENSION pg_trgm" in sentence
    assert "portal" in sentence
    assert "ppid" in sentence
