import django.db.models.deletion
from django.db import migrations, models


def forget_others(apps, schema_editor):
    """Forget which cases of other kinds drafts became: the former column cannot name them."""
    drafts = apps.get_model("requests_app", "RequestDraft")
    drafts.objects.filter(sent_as__isnull=False).exclude(sent_as__kind="request").delete()


class Migration(migrations.Migration):

    dependencies = [
        ("requests_app", "0002_unit_days"),
        ("sop", "0005_registers_of_the_chain"),
    ]

    operations = [
        migrations.AlterField(
            model_name="requestdraft",
            name="sent_as",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sop.case",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_others),
    ]
