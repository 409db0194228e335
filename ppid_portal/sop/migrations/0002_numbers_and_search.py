"""How the registers write their numbers at first, and the index behind the staff's search."""

from typing import Any

from django.db import migrations

PATTERNS = [
    ("request", "Register permohonan informasi", "{number:04d}/PPID-SETNEG/PI/{year}"),
    ("letter_out", "Surat keluar PPID", "B-{number}/PPID/HM.00/{month}/{year}"),
    ("decree", "Surat Keputusan PPID", "{number} TAHUN {year}"),
    ("memo", "Memorandum PPID", "M-{number}/PPID/HM.00/{month}/{year}"),
    ("disposition", "Lembar disposisi", "D-{number}/PPID/{month}/{year}"),
]


def add_patterns(apps: Any, schema_editor: Any) -> None:
    """Give every register of SOP 2 its first pattern."""
    model = apps.get_model("sop", "NumberPattern")
    for register, name, pattern in PATTERNS:
        model.objects.get_or_create(register=register, defaults={"name": name, "pattern": pattern})


def remove_patterns(apps: Any, schema_editor: Any) -> None:
    """Take the first patterns away again."""
    apps.get_model("sop", "NumberPattern").objects.filter(
        register__in=[register for register, _name, _pattern in PATTERNS]
    ).delete()


def add_search_index(apps: Any, schema_editor: Any) -> None:
    """Let PostgreSQL find words inside the text of cases; SQLite reads its few rows."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX sop_case_search ON sop_case USING gin (search_text gin_trgm_ops)"
        )


def remove_search_index(apps: Any, schema_editor: Any) -> None:
    """Drop the index; the extension may serve others and stays."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX sop_case_search")


class Migration(migrations.Migration):
    """First number patterns and the search index."""

    dependencies = [("sop", "0001_initial")]

    operations = [
        migrations.RunPython(add_patterns, remove_patterns),
        migrations.RunPython(add_search_index, remove_search_index),
    ]
