"""Who approved a decree before another office signed it: tests, openings and rounds."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_approvers(apps, schema_editor):
    """Take over from the record who approved the rounds that were approved before."""
    entries = apps.get_model("audit", "AuditEntry").objects.filter(verb="approve")
    for case in apps.get_model("dip_app", "ListRound").objects.filter(approved_at__isnull=False):
        newest = entries.filter(stream=f"case:{case.pk}").order_by("-sequence").first()
        if newest is not None and newest.user_id is not None:
            case.approver_id = newest.user_id
            case.save(update_fields=["approver"])


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
        ('dip_app', '0013_list_tally'),
        ('letters', '0005_signatories'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='consequencetest',
            name='approved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='consequencetest',
            name='approved_by',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='consequencetest',
            name='approver',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exclusionopening',
            name='approved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='exclusionopening',
            name='approved_by',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='exclusionopening',
            name='approver',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exclusionopening',
            name='decision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='historicalconsequencetest',
            name='approved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='historicalconsequencetest',
            name='approved_by',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='historicalconsequencetest',
            name='approver',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalexclusionopening',
            name='approved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='historicalexclusionopening',
            name='approved_by',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='historicalexclusionopening',
            name='approver',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalexclusionopening',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='letters.letter'),
        ),
        migrations.AddField(
            model_name='historicallistround',
            name='approver',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='listround',
            name='approver',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(name_approvers, migrations.RunPython.noop),
    ]
