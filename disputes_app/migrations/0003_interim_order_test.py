"""The consequence test that an interim order calls for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dip_app', '0005_tested_entry'),
        ('disputes_app', '0002_evidence_and_calendar'),
    ]

    operations = [
        migrations.AddField(
            model_name='interimorder',
            name='test',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interim_order', to='dip_app.consequencetest', verbose_name='uji konsekuensi'),
        ),
    ]
