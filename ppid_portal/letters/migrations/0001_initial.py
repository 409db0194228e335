"""Issued letters."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import ppid_portal.clock.moments
import ppid_portal.letters.models
import ppid_portal.people.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("sop", "0003_calendar_mark"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=40, verbose_name="jenis")),
                ("series", models.CharField(blank=True, default="", max_length=40)),
                ("number", models.CharField(max_length=80, verbose_name="nomor")),
                ("title", models.CharField(max_length=200, verbose_name="judul")),
                ("sealed_context", ppid_portal.people.fields.EncryptedTextField(editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "PDF sedang disiapkan"),
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
                (
                    "audience",
                    models.CharField(
                        choices=[("applicant", "Pemohon"), ("internal", "Internal")],
                        max_length=10,
                        verbose_name="untuk",
                    ),
                ),
                (
                    "verification_code",
                    models.CharField(
                        default=ppid_portal.letters.models.new_code,
                        editable=False,
                        max_length=19,
                        unique=True,
                        verbose_name="kode verifikasi",
                    ),
                ),
                (
                    "signatory_name",
                    models.CharField(blank=True, max_length=200, verbose_name="penanda tangan"),
                ),
                ("signatory_position", models.CharField(max_length=200, verbose_name="jabatan")),
                ("signatory_role", models.CharField(max_length=40)),
                ("signatory_mandate", models.CharField(blank=True, default="", max_length=200)),
                ("signatory_nip", models.CharField(blank=True, default="", max_length=30)),
                (
                    "issued_at",
                    models.DateTimeField(
                        default=ppid_portal.clock.moments.now, verbose_name="diterbitkan"
                    ),
                ),
                (
                    "sha256",
                    models.CharField(
                        blank=True, db_index=True, default="", editable=False, max_length=64
                    ),
                ),
                ("rendered_at", models.DateTimeField(editable=False, null=True)),
                (
                    "attempts",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="percobaan"
                    ),
                ),
                (
                    "error",
                    models.TextField(
                        blank=True, default="", editable=False, verbose_name="galat pertama"
                    ),
                ),
                (
                    "last_error",
                    models.TextField(
                        blank=True, default="", editable=False, verbose_name="galat terakhir"
                    ),
                ),
                ("next_try_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, default="", editable=False, max_length=300),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="sop.case",
                        verbose_name="berkas",
                    ),
                ),
                (
                    "pdf",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "surat",
                "verbose_name_plural": "surat",
                "ordering": ("-issued_at", "-id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ("queued", "failed"))),
                        fields=["next_try_at"],
                        name="letter_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("series", ""), _negated=True),
                        fields=("series", "number"),
                        name="letter_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("pdf__isnull", True), ("rendered_at__isnull", True), ("sha256", "")
                            ),
                            models.Q(
                                ("pdf__isnull", False),
                                ("rendered_at__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="letter_pdf_with_hash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "rendered"), _negated=True),
                            ("pdf__isnull", False),
                            _connector="OR",
                        ),
                        name="letter_rendered_has_pdf",
                    ),
                ],
            },
        ),
    ]
