"""SOP 7: rounds, the archive list and disposals, and how their registers write numbers at first."""

from typing import Any

import django.core.validators
import django.db.models.deletion
import ppid_portal.clock.moments
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


PATTERNS = [
    (
        "documenting_round",
        "Pendokumentasian informasi publik",
        "{number:03d}/PPID-SETNEG/DOK/{year}",
    ),
    ("unit_documents", "Dokumentasi unit", "{number:04d}/PPID-SETNEG/DOKU/{year}"),
    ("archive_disposal", "Usul penyusutan arsip", "{number:03d}/PPID-SETNEG/PA/{year}"),
]


def add_patterns(apps: Any, schema_editor: Any) -> None:
    """Give the registers of SOP 7 their first patterns."""
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
        ("dip_app", "0010_campaign"),
        ("letters", "0001_initial"),
        ("people", "0003_objection_signatory"),
        ("sop", "0007_work_of_legal_affairs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitDocuments",
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
                ("due_on", models.DateField(verbose_name="batas waktu")),
                (
                    "left_out_reason",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=500,
                        verbose_name="alasan dilanjutkan tanpa unit ini",
                    ),
                ),
                (
                    "expected",
                    models.PositiveIntegerField(default=0, verbose_name="butir dalam DIP"),
                ),
                (
                    "recorded",
                    models.PositiveIntegerField(default=0, verbose_name="butir yang diisi"),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="catatan unit")),
                ("return_reason", models.TextField(blank=True, default="")),
                ("asked_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "dokumentasi unit",
                "verbose_name_plural": "dokumentasi unit",
            },
            bases=("sop.case",),
        ),
        migrations.CreateModel(
            name="DisposalProposal",
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
                    "sort",
                    models.CharField(
                        choices=[
                            ("destroy", "Usul musnah"),
                            ("permanent", "Usul serah (arsip statis)"),
                        ],
                        max_length=10,
                        verbose_name="jenis usul",
                    ),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="pertimbangan")),
                ("decision_reason", models.TextField(blank=True, default="")),
                (
                    "anri_letter",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="persetujuan Kepala ANRI",
                    ),
                ),
                (
                    "done_letter",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="berita acara pelaksanaan",
                    ),
                ),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="dilaksanakan pada"),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="letters.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "usul penyusutan arsip",
                "verbose_name_plural": "usul penyusutan arsip",
            },
            bases=("sop.case",),
        ),
        migrations.CreateModel(
            name="DocumentingRound",
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
                ("units_due_on", models.DateField(verbose_name="batas waktu unit")),
                ("runs", models.BooleanField(default=True, editable=False, null=True, unique=True)),
                (
                    "direction",
                    models.TextField(blank=True, default="", verbose_name="pesan kepada unit"),
                ),
                (
                    "summary",
                    models.TextField(blank=True, default="", verbose_name="catatan kompilasi"),
                ),
                ("return_reason", models.TextField(blank=True, default="")),
                ("ratified_on", models.DateField(blank=True, null=True)),
                ("filed", models.PositiveIntegerField(default=0)),
                (
                    "archive_list",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="letters.letter",
                    ),
                ),
                (
                    "memorandum",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="letters.letter",
                    ),
                ),
                (
                    "ratified",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="letters.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "pendokumentasian informasi publik",
                "verbose_name_plural": "pendokumentasian informasi publik",
            },
            bases=("sop.case",),
        ),
        migrations.CreateModel(
            name="ArchiveRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("paper", "Cetak"),
                            ("digital", "Digital"),
                            ("both", "Cetak dan digital"),
                            ("missing", "Tidak ditemukan"),
                        ],
                        max_length=8,
                        verbose_name="bentuk",
                    ),
                ),
                (
                    "classification",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="kode klasifikasi arsip"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="tempat dokumen cetak"
                    ),
                ),
                (
                    "container",
                    models.CharField(
                        blank=True, default="", max_length=100, verbose_name="boks atau map"
                    ),
                ),
                (
                    "digital",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="tempat berkas digital"
                    ),
                ),
                (
                    "amount",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="jumlah"),
                ),
                ("retention_from", models.DateField(verbose_name="retensi dihitung sejak")),
                (
                    "active_years",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="retensi aktif (tahun)",
                    ),
                ),
                (
                    "inactive_years",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="retensi inaktif (tahun)",
                    ),
                ),
                (
                    "retention_end",
                    models.DateField(editable=False, verbose_name="retensi berakhir"),
                ),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("destroy", "Musnah"),
                            ("permanent", "Permanen"),
                            ("review", "Dinilai kembali"),
                        ],
                        max_length=10,
                        verbose_name="nasib akhir",
                    ),
                ),
                (
                    "remarks",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="keterangan"
                    ),
                ),
                ("filed_at", models.DateTimeField()),
                (
                    "disposal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("destroyed", "Dimusnahkan"),
                            ("handed_over", "Diserahkan sebagai arsip statis"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("disposed_on", models.DateField(blank=True, null=True)),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archive_record",
                        to="dip_app.informationitem",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archive_records",
                        to="people.unit",
                    ),
                ),
                (
                    "filed_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="dip_app.documentinground",
                    ),
                ),
            ],
            options={
                "verbose_name": "arsip informasi publik",
                "verbose_name_plural": "daftar arsip informasi publik",
                "ordering": ("retention_end", "id"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalDisposalProposal",
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
                    "sort",
                    models.CharField(
                        choices=[
                            ("destroy", "Usul musnah"),
                            ("permanent", "Usul serah (arsip statis)"),
                        ],
                        max_length=10,
                        verbose_name="jenis usul",
                    ),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="pertimbangan")),
                ("decision_reason", models.TextField(blank=True, default="")),
                (
                    "anri_letter",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="persetujuan Kepala ANRI",
                    ),
                ),
                (
                    "done_letter",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="berita acara pelaksanaan",
                    ),
                ),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="dilaksanakan pada"),
                ),
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
                    "minutes",
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
                "verbose_name": "historical usul penyusutan arsip",
                "verbose_name_plural": "historical usul penyusutan arsip",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDocumentingRound",
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
                ("units_due_on", models.DateField(verbose_name="batas waktu unit")),
                (
                    "runs",
                    models.BooleanField(db_index=True, default=True, editable=False, null=True),
                ),
                (
                    "direction",
                    models.TextField(blank=True, default="", verbose_name="pesan kepada unit"),
                ),
                (
                    "summary",
                    models.TextField(blank=True, default="", verbose_name="catatan kompilasi"),
                ),
                ("return_reason", models.TextField(blank=True, default="")),
                ("ratified_on", models.DateField(blank=True, null=True)),
                ("filed", models.PositiveIntegerField(default=0)),
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
                    "archive_list",
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "memorandum",
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
                    "ratified",
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
                "verbose_name": "historical pendokumentasian informasi publik",
                "verbose_name_plural": "historical pendokumentasian informasi publik",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUnitDocuments",
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
                ("due_on", models.DateField(verbose_name="batas waktu")),
                (
                    "left_out_reason",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=500,
                        verbose_name="alasan dilanjutkan tanpa unit ini",
                    ),
                ),
                (
                    "expected",
                    models.PositiveIntegerField(default=0, verbose_name="butir dalam DIP"),
                ),
                (
                    "recorded",
                    models.PositiveIntegerField(default=0, verbose_name="butir yang diisi"),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="catatan unit")),
                ("return_reason", models.TextField(blank=True, default="")),
                ("asked_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
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
                "verbose_name": "historical dokumentasi unit",
                "verbose_name_plural": "historical dokumentasi unit",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ArchiveEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("paper", "Cetak"),
                            ("digital", "Digital"),
                            ("both", "Cetak dan digital"),
                            ("missing", "Tidak ditemukan"),
                        ],
                        max_length=8,
                        verbose_name="bentuk",
                    ),
                ),
                (
                    "classification",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="kode klasifikasi arsip"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="tempat dokumen cetak"
                    ),
                ),
                (
                    "container",
                    models.CharField(
                        blank=True, default="", max_length=100, verbose_name="boks atau map"
                    ),
                ),
                (
                    "digital",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="tempat berkas digital"
                    ),
                ),
                (
                    "amount",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="jumlah"),
                ),
                ("retention_from", models.DateField(verbose_name="retensi dihitung sejak")),
                (
                    "active_years",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="retensi aktif (tahun)",
                    ),
                ),
                (
                    "inactive_years",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="retensi inaktif (tahun)",
                    ),
                ),
                (
                    "retention_end",
                    models.DateField(editable=False, verbose_name="retensi berakhir"),
                ),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("destroy", "Musnah"),
                            ("permanent", "Permanen"),
                            ("review", "Dinilai kembali"),
                        ],
                        max_length=10,
                        verbose_name="nasib akhir",
                    ),
                ),
                (
                    "remarks",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="keterangan"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archive_entries",
                        to="dip_app.informationitem",
                    ),
                ),
                (
                    "documents",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="dip_app.unitdocuments",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="DisposalLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("struck_reason", models.CharField(blank=True, default="", max_length=500)),
                ("holds", models.BooleanField(default=True, null=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_in",
                        to="dip_app.archiverecord",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="dip_app.disposalproposal",
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proposal", "record"), name="disposal_line_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("holds", True)),
                        fields=("record",),
                        name="disposal_record_proposed_once",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="archiverecord",
            index=models.Index(fields=["unit", "retention_end", "id"], name="archive_by_unit"),
        ),
        migrations.AddIndex(
            model_name="archiverecord",
            index=models.Index(fields=["retention_end", "id"], name="archive_by_end"),
        ),
        migrations.AddIndex(
            model_name="archiverecord",
            index=models.Index(
                condition=models.Q(("disposed_on__isnull", True)),
                fields=["fate", "retention_end", "id"],
                name="archive_by_fate",
            ),
        ),
        migrations.AddConstraint(
            model_name="archiverecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("disposal", ""), ("disposed_on__isnull", True)),
                    models.Q(
                        models.Q(("disposal", ""), _negated=True), ("disposed_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="archive_disposed_with_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="archiveentry",
            constraint=models.UniqueConstraint(
                fields=("documents", "item"), name="archive_entry_once"
            ),
        ),
        migrations.RunPython(add_patterns, remove_patterns),
    ]
