"""The holidays of 2024 to 2027 and the service hours, so that a new portal can count at once."""

from typing import Any

from django.db import migrations

from ppid_portal.clock import seed


def load(apps: Any, schema_editor: Any) -> None:
    """Fill the tables."""
    seed.load(apps)


def unload(apps: Any, schema_editor: Any) -> None:
    """Take the seeded rows away again."""
    seed.unload(apps)


class Migration(migrations.Migration):
    """Seed of working time."""

    dependencies = [("clock", "0001_initial")]

    operations = [migrations.RunPython(load, unload)]
