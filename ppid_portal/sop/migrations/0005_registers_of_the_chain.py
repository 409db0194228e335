"""How the registers of objections, disputes and obligations write their numbers at first."""

from typing import Any

from django.db import migrations

PATTERNS = [
    ("objection", "Register keberatan", "{number:04d}/PPID-SETNEG/KB/{year}"),
    ("objection_report", "Laporan keberatan", "{number:03d}/PPID-SETNEG/LK/{year}"),
    ("obligation", "Register kewajiban pelaksanaan", "{number:04d}/PPID-SETNEG/KW/{year}"),
    ("dispute", "Register sengketa informasi", "{number:04d}/PPID-SETNEG/SG/{year}"),
    ("letter_in", "Surat masuk PPID", "A-{number}/PPID/{month}/{year}"),
    ("assignment", "Surat tugas PPID", "ST-{number}/PPID/HM.00/{month}/{year}"),
    ("power_of_attorney", "Surat kuasa khusus", "SKK-{number}/PPID/HM.00/{month}/{year}"),
]


def add_patterns(apps: Any, schema_editor: Any) -> None:
    """Give every register of SOP 3 and SOP 4 its first pattern."""
    model = apps.get_model("sop", "NumberPattern")
    for register, name, pattern in PATTERNS:
        model.objects.get_or_create(register=register, defaults={"name": name, "pattern": pattern})


def remove_patterns(apps: Any, schema_editor: Any) -> None:
    """Take the first patterns away again."""
    apps.get_model("sop", "NumberPattern").objects.filter(
        register__in=[register for register, _name, _pattern in PATTERNS]
    ).delete()


class Migration(migrations.Migration):
    """First number patterns of the registers after the request."""

    dependencies = [("sop", "0004_paused_minutes")]

    operations = [migrations.RunPython(add_patterns, remove_patterns)]
