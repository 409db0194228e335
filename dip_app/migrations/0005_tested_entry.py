"""The entry of the public list that a test is about."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dip_app", "0004_consequence_test"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicaltestitem",
            name="entry",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="dip_app.informationitem",
                verbose_name="butir DIP yang diuji",
            ),
        ),
        migrations.AddField(
            model_name="testitem",
            name="entry",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tests",
                to="dip_app.informationitem",
                verbose_name="butir DIP yang diuji",
            ),
        ),
    ]
