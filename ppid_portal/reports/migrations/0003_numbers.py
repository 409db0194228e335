"""How the yearly report and its register write their numbers at first."""

from typing import Any

from django.db import migrations

PATTERNS = [
    ("annual_report", "Laporan layanan tahunan", "{number:03d}/PPID-SETNEG/LL/{year}"),
    ("report", "Laporan PPID", "LAP-{number}/PPID/HM.00/{month}/{year}"),
]


def add_patterns(apps: Any, schema_editor: Any) -> None:
    """Give both their first pattern."""
    model = apps.get_model("sop", "NumberPattern")
    for register, name, pattern in PATTERNS:
        model.objects.get_or_create(register=register, defaults={"name": name, "pattern": pattern})


def remove_patterns(apps: Any, schema_editor: Any) -> None:
    """Take the first patterns away again."""
    apps.get_model("sop", "NumberPattern").objects.filter(
        register__in=[register for register, _name, _pattern in PATTERNS]
    ).delete()


class Migration(migrations.Migration):
    """First number patterns of the yearly report."""

    dependencies = [("reports", "0002_annual_report"), ("sop", "0007_work_of_legal_affairs")]

    operations = [migrations.RunPython(add_patterns, remove_patterns)]
