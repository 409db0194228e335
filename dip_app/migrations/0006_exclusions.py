"""SOP 8: rounds, openings and custody, and how their registers write numbers at first."""

from typing import Any

import django.db.models.deletion
import ppid_portal.clock.moments
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


PATTERNS = [
    (
        "exclusion_round",
        "Dokumentasi informasi dikecualikan",
        "{number:03d}/PPID-SETNEG/DIK/{year}",
    ),
    ("exclusion_opening", "Pembukaan informasi dikecualikan", "{number:04d}/PPID-SETNEG/BK/{year}"),
]


def add_patterns(apps: Any, schema_editor: Any) -> None:
    """Give the registers of SOP 8 their first patterns."""
    model = apps.get_model("sop", "NumberPattern")
    for register, name, pattern in PATTERNS:
        model.objects.get_or_create(register=register, defaults={"name": name, "pattern": pattern})


def remove_patterns(apps: Any, schema_editor: Any) -> None:
    """Take the first patterns away again."""
    apps.get_model("sop", "NumberPattern").objects.filter(
        register__in=[register for register, _name, _pattern in PATTERNS]
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("dip_app", "0005_tested_entry"),
        ("files", "0001_initial"),
        ("letters", "0001_initial"),
        ("people", "0003_objection_signatory"),
        ("sop", "0007_work_of_legal_affairs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Custody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="tempat dokumen cetak"
                    ),
                ),
                (
                    "container",
                    models.CharField(
                        blank=True, default="", max_length=100, verbose_name="boks atau map"
                    ),
                ),
                ("stored_at", models.DateTimeField(default=ppid_portal.clock.moments.now)),
                (
                    "decree",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custody",
                        to="dip_app.classificationdecree",
                    ),
                ),
                (
                    "files",
                    models.ManyToManyField(
                        blank=True, related_name="custody_of", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "penyimpanan informasi dikecualikan",
                "verbose_name_plural": "penyimpanan informasi dikecualikan",
            },
        ),
        migrations.CreateModel(
            name="ExclusionOpening",
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
                ("ends_on", models.DateField(verbose_name="akhir jangka waktu")),
                ("decide_by", models.DateField(verbose_name="diputuskan paling lambat")),
                ("proposal", models.TextField(blank=True, default="", verbose_name="usul")),
                ("return_reason", models.TextField(blank=True, default="")),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decision", "Keputusan"),
                            ("law", "Jangka waktu berakhir tanpa keputusan"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True)),
                (
                    "decree",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opening",
                        to="dip_app.classificationdecree",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "pembukaan informasi dikecualikan",
                "verbose_name_plural": "pembukaan informasi dikecualikan",
            },
            bases=("sop.case",),
        ),
        migrations.CreateModel(
            name="HistoricalCustody",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="tempat dokumen cetak"
                    ),
                ),
                (
                    "container",
                    models.CharField(
                        blank=True, default="", max_length=100, verbose_name="boks atau map"
                    ),
                ),
                ("stored_at", models.DateTimeField(default=ppid_portal.clock.moments.now)),
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
                    "decree",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dip_app.classificationdecree",
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
            ],
            options={
                "verbose_name": "historical penyimpanan informasi dikecualikan",
                "verbose_name_plural": "historical penyimpanan informasi dikecualikan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCustody_files",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "custody",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dip_app.custody",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="dip_app.historicalcustody",
                    ),
                ),
                (
                    "storedfile",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalCustody_files",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDocumentationRound",
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
                    models.CharField(
                        default="new", editable=False, max_length=40
                    ),
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
                ("period_from", models.DateField(verbose_name="awal periode")),
                ("period_to", models.DateField(verbose_name="akhir periode")),
                ("collected", models.PositiveIntegerField(default=0)),
                ("notes", models.TextField(blank=True, default="", verbose_name="catatan")),
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
                    "report_letter",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="letters.letter",
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
                "verbose_name": "historical pendokumentasian informasi dikecualikan",
                "verbose_name_plural": "historical pendokumentasian informasi dikecualikan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalExclusionOpening",
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
                    models.CharField(
                        default="new", editable=False, max_length=40
                    ),
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
                ("ends_on", models.DateField(verbose_name="akhir jangka waktu")),
                ("decide_by", models.DateField(verbose_name="diputuskan paling lambat")),
                ("proposal", models.TextField(blank=True, default="", verbose_name="usul")),
                ("return_reason", models.TextField(blank=True, default="")),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decision", "Keputusan"),
                            ("law", "Jangka waktu berakhir tanpa keputusan"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True)),
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
                    "decree",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dip_app.classificationdecree",
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
                "verbose_name": "historical pembukaan informasi dikecualikan",
                "verbose_name_plural": "historical pembukaan informasi dikecualikan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="DocumentationRound",
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
                ("period_from", models.DateField(verbose_name="awal periode")),
                ("period_to", models.DateField(verbose_name="akhir periode")),
                ("collected", models.PositiveIntegerField(default=0)),
                ("notes", models.TextField(blank=True, default="", verbose_name="catatan")),
                (
                    "report_letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="letters.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "pendokumentasian informasi dikecualikan",
                "verbose_name_plural": "pendokumentasian informasi dikecualikan",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period_from", "period_to"), name="one_exclusion_round_per_period"
                    )
                ],
            },
            bases=("sop.case",),
        ),
        migrations.RunPython(add_patterns, remove_patterns),
    ]
