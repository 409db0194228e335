"""Store the ministry's units and the public body, so that a migrated database is usable."""

from django.db import migrations

from ppid_portal.people import seed


def load(apps, schema_editor):
    seed.load(apps.get_model("people", "Unit"), apps.get_model("people", "PublicBody"))


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
