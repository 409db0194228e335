"""Who signs which letter is a setting of each kind of letter now (``letters``)."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_letterhead'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='historicalpublicbody',
            name='list_signatory',
        ),
        migrations.RemoveField(
            model_name='historicalpublicbody',
            name='objection_signatory',
        ),
        migrations.RemoveField(
            model_name='publicbody',
            name='list_signatory',
        ),
        migrations.RemoveField(
            model_name='publicbody',
            name='objection_signatory',
        ),
    ]
