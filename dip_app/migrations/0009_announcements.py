"""Announcements, their versions, and the proof of when each was up; how their register counts."""

from typing import Any

import django.db.models.deletion
import ppid_portal.clock.moments
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

REGISTER = "announcement"


def add_pattern(apps: Any, schema_editor: Any) -> None:
    """Give the register of announcements its first pattern."""
    apps.get_model("sop", "NumberPattern").objects.get_or_create(
        register=REGISTER,
        defaults={"name": "Register pengumuman", "pattern": "{number:04d}/PPID-SETNEG/PM/{year}"},
    )


def remove_pattern(apps: Any, schema_editor: Any) -> None:
    """Take the first pattern away again."""
    apps.get_model("sop", "NumberPattern").objects.filter(register=REGISTER).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("dip_app", '0008_compiling'),
        ("files", "0001_initial"),
        ("people", "0003_objection_signatory"),
        ("sop", "0007_work_of_legal_affairs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
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
                    "duty",
                    models.CharField(
                        choices=[
                            ("periodic", "Berkala"),
                            ("immediate", "Serta-merta"),
                            ("general", "Umum"),
                        ],
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="dijadwalkan tayang"),
                ),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="berakhir")),
                (
                    "up_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="tayang sejak"),
                ),
                (
                    "down_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="tayang sampai"),
                ),
                ("return_reason", models.TextField(blank=True, default="", editable=False)),
                ("withdrawn_because", models.TextField(blank=True, default="", editable=False)),
                (
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="dip_app.informationitem",
                        verbose_name="informasi berkala yang diperbarui",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengumuman",
                "verbose_name_plural": "pengumuman",
            },
            bases=("sop.case",),
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="versi")),
                ("title", models.CharField(max_length=200, verbose_name="judul")),
                ("text", models.TextField(max_length=20000, verbose_name="isi")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("service", "Layanan informasi"),
                            ("performance", "Program dan kinerja"),
                            ("finance", "Anggaran dan keuangan"),
                            ("procurement", "Pengadaan barang dan jasa"),
                            ("staff", "Kepegawaian"),
                            ("regulation", "Peraturan dan keputusan"),
                            ("safety", "Keselamatan dan ketertiban"),
                            ("other", "Lainnya"),
                        ],
                        max_length=12,
                        verbose_name="kategori",
                    ),
                ),
                (
                    "threat",
                    models.TextField(blank=True, default="", verbose_name="apa yang mengancam"),
                ),
                ("place", models.TextField(blank=True, default="", verbose_name="di mana")),
                (
                    "action",
                    models.TextField(
                        blank=True, default="", verbose_name="apa yang harus dilakukan"
                    ),
                ),
                (
                    "contact",
                    models.TextField(blank=True, default="", verbose_name="siapa yang dihubungi"),
                ),
                (
                    "note",
                    models.TextField(blank=True, default="", verbose_name="apa yang dikoreksi"),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=ppid_portal.clock.moments.now, editable=False),
                ),
                ("shown_at", models.DateTimeField(editable=False, null=True)),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="dip_app.announcement",
                    ),
                ),
                (
                    "items",
                    models.ManyToManyField(
                        blank=True, related_name="announced_in", to="dip_app.informationitem"
                    ),
                ),
            ],
            options={
                "verbose_name": "versi pengumuman",
                "verbose_name_plural": "versi pengumuman",
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="HistoricalAnnouncement",
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
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("periodic", "Berkala"),
                            ("immediate", "Serta-merta"),
                            ("general", "Umum"),
                        ],
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="dijadwalkan tayang"),
                ),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="berakhir")),
                (
                    "up_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="tayang sejak"),
                ),
                (
                    "down_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="tayang sampai"),
                ),
                ("return_reason", models.TextField(blank=True, default="", editable=False)),
                ("withdrawn_because", models.TextField(blank=True, default="", editable=False)),
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
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dip_app.informationitem",
                        verbose_name="informasi berkala yang diperbarui",
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
                (
                    "current",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dip_app.version",
                    ),
                ),
                (
                    "pending",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dip_app.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical pengumuman",
                "verbose_name_plural": "historical pengumuman",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("up_at", models.DateTimeField()),
                ("down_at", models.DateTimeField(null=True)),
                ("sha256", models.CharField(max_length=64)),
                ("basis", models.TextField()),
                ("down_basis", models.TextField(blank=True, default="")),
                (
                    "announcement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appearances",
                        to="dip_app.announcement",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appearances",
                        to="dip_app.informationitem",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appearances",
                        to="dip_app.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "bukti tayang",
                "verbose_name_plural": "bukti tayang",
                "ordering": ("up_at", "id"),
            },
        ),
        migrations.AddField(
            model_name="announcement",
            name="current",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="dip_app.version",
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="pending",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="dip_app.version",
            ),
        ),
        migrations.CreateModel(
            name="VersionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="keterangan"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announced_in",
                        to="files.storedfile",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="dip_app.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "lampiran pengumuman",
                "verbose_name_plural": "lampiran pengumuman",
                "ordering": ("position", "id"),
            },
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["-shown_at"], name="announcement_last_shown"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                fields=("announcement", "number"), name="announcement_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("announcement__isnull", False),
                        ("item__isnull", True),
                        ("version__isnull", False),
                    ),
                    models.Q(
                        ("announcement__isnull", True),
                        ("item__isnull", False),
                        ("version__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="appearance_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("down_at__isnull", True), ("down_at__gte", models.F("up_at")), _connector="OR"
                ),
                name="appearance_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("down_at__isnull", True)),
                fields=("announcement",),
                name="announcement_up_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("down_at__isnull", True)), fields=("item",), name="item_up_once"
            ),
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(
                models.OrderBy(models.F("up_at"), descending=True),
                models.OrderBy(models.F("case_ptr"), descending=True),
                condition=models.Q(("down_at__isnull", True), ("up_at__isnull", False)),
                name="announcement_shown",
            ),
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(
                models.F("duty"),
                models.OrderBy(models.F("up_at"), descending=True),
                models.OrderBy(models.F("case_ptr"), descending=True),
                condition=models.Q(("down_at__isnull", True), ("up_at__isnull", False)),
                name="announcement_shown_of_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(fields=["-down_at"], name="announcement_went_down"),
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(fields=["renews", "-up_at"], name="announcement_renewals"),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True),
                    ("publish_at__isnull", True),
                    ("ends_at__gt", models.F("publish_at")),
                    _connector="OR",
                ),
                name="announcement_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("down_at__isnull", True), ("up_at__isnull", False), _connector="OR"
                ),
                name="announcement_was_up",
            ),
        ),
        migrations.RunPython(add_pattern, remove_pattern),
    ]
