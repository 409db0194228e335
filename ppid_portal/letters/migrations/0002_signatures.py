"""How letters are signed, and when their PDFs were last looked at."""

import django.db.models.deletion
from django.db import migrations, models


def looked_at_when_made(apps, schema_editor):
    """Let the nightly look begin with the letters that were issued first."""
    letters = apps.get_model("letters", "Letter").objects.filter(pdf__isnull=False)
    letters.update(checked_at=models.F("rendered_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("letters", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(max_length=64, unique=True, verbose_name="sidik digital"),
                ),
                ("subject", models.CharField(max_length=300, verbose_name="pemilik")),
                ("issuer", models.CharField(max_length=300, verbose_name="penerbit")),
                ("not_before", models.DateTimeField(verbose_name="berlaku sejak")),
                ("not_after", models.DateTimeField(verbose_name="berlaku sampai")),
                ("pem", models.TextField()),
            ],
            options={
                "verbose_name": "sertifikat elektronik",
                "verbose_name_plural": "sertifikat elektronik",
                "ordering": ("-not_before", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="checked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="diperiksa"),
        ),
        migrations.AddField(
            model_name="letter",
            name="damage",
            field=models.CharField(
                blank=True,
                choices=[("changed", "isinya berubah"), ("missing", "berkasnya hilang")],
                default="",
                editable=False,
                max_length=10,
                verbose_name="kerusakan",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="damaged_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="rusak sejak"),
        ),
        migrations.AddField(
            model_name="letter",
            name="prepared",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letter_to_sign",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="signed_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("own", "sertifikat badan publik"),
                    ("bsre", "sertifikat BSrE"),
                    ("elsewhere", "ditandatangani di luar portal"),
                ],
                default="",
                editable=False,
                max_length=10,
                verbose_name="ditandatangani dengan",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="status",
            field=models.CharField(
                choices=[
                    ("queued", "PDF sedang disiapkan"),
                    ("unsigned", "Menunggu tanda tangan"),
                    ("rendered", "Terbit"),
                    ("failed", "PDF belum dapat dibuat"),
                    ("withdrawn", "Ditarik"),
                ],
                default="queued",
                editable=False,
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="certificate",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="letters.certificate",
                verbose_name="sertifikat elektronik",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("pdf__isnull", False)),
                fields=["checked_at", "id"],
                name="letter_to_check",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("damaged_at__isnull", False)),
                fields=["damaged_at"],
                name="letter_damaged",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("status", "unsigned")),
                fields=["issued_at"],
                name="letter_to_sign",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "unsigned"), _negated=True),
                    ("prepared__isnull", False),
                    _connector="OR",
                ),
                name="letter_unsigned_is_prepared",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("certificate__isnull", True), ("signed_by", "")),
                    models.Q(
                        models.Q(("signed_by", ""), _negated=True),
                        ("certificate__isnull", False),
                        ("pdf__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="letter_signed_with_certificate",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("damage", ""), ("damaged_at__isnull", True)),
                    models.Q(
                        models.Q(("damage", ""), _negated=True), ("damaged_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="letter_damaged_since",
            ),
        ),
        migrations.RunPython(looked_at_when_made, migrations.RunPython.noop),
    ]
