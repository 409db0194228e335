"""When a trusted authority says that a letter was signed, and which one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("letters", "0005_signatories"),
        ("sop", "0007_work_of_legal_affairs"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="stamped_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="cap waktu"),
        ),
        migrations.AddField(
            model_name="letter",
            name="stamped_by",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=300,
                verbose_name="dicap waktu oleh",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(stamped_at__isnull=True, stamped_by="")
                | (
                    ~models.Q(stamped_by="")
                    & models.Q(stamped_at__isnull=False)
                    & ~models.Q(signed_by="")
                ),
                name="letter_stamped_by_somebody",
            ),
        ),
    ]
