"""Orders of higher decisions as cases of their own."""

import django.db.models.deletion
import ppid_portal.clock.moments
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dip_app", "0002_search"),
        ("people", "0002_seed"),
        ("requests_app", "0003_draft_of_any_case"),
        ("sop", "0006_calendar_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalObligation",
            fields=[
                (
                    "case_ptr",
                    models.ForeignKey(
                        auto_created=True,
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        parent_link=True,
                        related_name="+",
                        to="sop.case",
                    ),
                ),
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("kind", models.CharField(editable=False, max_length=40)),
                (
                    "number",
                    models.CharField(db_index=True, editable=False, max_length=60, null=True),
                ),
                (
                    "state",
                    models.CharField(default="new", editable=False, max_length=40),
                ),
                ("title", models.CharField(max_length=300, verbose_name="pokok")),
                ("sensitive", models.BooleanField(default=False, verbose_name="sensitif")),
                ("restricted", models.BooleanField(default=False, verbose_name="terbatas")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Formulir daring"),
                            ("counter", "Datang langsung"),
                            ("letter", "Surat"),
                            ("email", "Surel"),
                            ("phone", "Telepon"),
                            ("fax", "Faksimile"),
                            ("system", "Dibuka oleh portal"),
                        ],
                        default="web",
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField(default=ppid_portal.clock.moments.now)),
                ("counted_from", models.DateField(blank=True, null=True)),
                (
                    "opened_at",
                    models.DateTimeField(default=ppid_portal.clock.moments.now, editable=False),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("first_viewed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("link_version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("objection", "Tanggapan Atasan PPID atas keberatan"),
                            ("mediation", "Kesepakatan mediasi"),
                            ("ruling", "Putusan Komisi Informasi"),
                            ("court", "Putusan pengadilan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ordered_by", models.CharField(max_length=200, verbose_name="putusan atau surat")),
                ("order", models.TextField(verbose_name="yang diperintahkan")),
                ("ordered_on", models.DateField()),
                ("limit_value", models.PositiveIntegerField()),
                ("limit_unit", models.CharField(max_length=15)),
                ("delivered_on", models.DateField(blank=True, null=True)),
                ("off_list_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.applicant",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dip_app.informationitem",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="sop.case",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="requests_app.informationrequest",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical kewajiban pelaksanaan",
                "verbose_name_plural": "historical kewajiban pelaksanaan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "case_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="sop.case",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("objection", "Tanggapan Atasan PPID atas keberatan"),
                            ("mediation", "Kesepakatan mediasi"),
                            ("ruling", "Putusan Komisi Informasi"),
                            ("court", "Putusan pengadilan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ordered_by", models.CharField(max_length=200, verbose_name="putusan atau surat")),
                ("order", models.TextField(verbose_name="yang diperintahkan")),
                ("ordered_on", models.DateField()),
                ("limit_value", models.PositiveIntegerField()),
                ("limit_unit", models.CharField(max_length=15)),
                ("delivered_on", models.DateField(blank=True, null=True)),
                ("off_list_reason", models.TextField(blank=True, default="")),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dip_app.informationitem",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="requests_app.informationrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "kewajiban pelaksanaan",
                "verbose_name_plural": "kewajiban pelaksanaan",
            },
            bases=("sop.case",),
        ),
    ]
