"""What a withdrawn letter calls for; those withdrawn before and not written anew call for it too."""

import django.db.models.deletion
import ppid_portal.clock.moments
import ppid_portal.people.fields
from django.conf import settings
from django.db import migrations, models


def ask_for_what_is_missing(apps, schema_editor):
    """Let every withdrawn letter without a later one of its kind in its case call for another."""
    letters = apps.get_model("letters", "Letter").objects
    later = letters.filter(
        case_id=models.OuterRef("case_id"),
        kind=models.OuterRef("kind"),
        pk__gt=models.OuterRef("pk"),
    )
    replacements = apps.get_model("letters", "Replacement").objects
    for letter in letters.filter(~models.Exists(later), withdrawn_at__isnull=False):
        replacements.create(letter=letter, created_at=letter.withdrawn_at)


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0006_time_stamps"),
        ("people", "0006_signatories_per_letter"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Replacement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("due", "Harus disusun"),
                            ("draft", "Konsep"),
                            ("review", "Menunggu tanda tangan"),
                            ("second", "Menunggu persetujuan kedua"),
                            ("issued", "Terbit"),
                            ("waived", "Tidak perlu"),
                        ],
                        default="due",
                        max_length=10,
                    ),
                ),
                (
                    "sealed_content",
                    ppid_portal.people.fields.EncryptedTextField(
                        blank=True, default="", editable=False
                    ),
                ),
                ("return_reason", models.CharField(blank=True, default="", max_length=300)),
                ("waived_reason", models.CharField(blank=True, default="", max_length=300)),
                ("to_send", models.CharField(blank=True, default="", max_length=10)),
                ("created_at", models.DateTimeField(default=ppid_portal.clock.moments.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "approved_as",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.appointment",
                    ),
                ),
                ("drafters", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="letters.letter",
                    ),
                ),
                (
                    "new",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="letters.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "surat pengganti",
                "verbose_name_plural": "surat pengganti",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ("due", "draft", "review", "second"))),
                        fields=["created_at"],
                        name="replacement_open",
                    ),
                    models.Index(
                        fields=["created_at"],
                        condition=~models.Q(to_send=""),
                        name="replacement_to_send",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("new__isnull", False), ("status", "issued")),
                            models.Q(
                                models.Q(("status", "issued"), _negated=True), ("new__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="replacement_issued_is_a_letter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "waived"), models.Q(("waived_reason", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("status", "waived"), _negated=True), ("waived_reason", "")
                            ),
                            _connector="OR",
                        ),
                        name="replacement_waived_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunPython(ask_for_what_is_missing, migrations.RunPython.noop),
    ]
