"""Notices and where their e-mails are."""

import django.db.models.deletion
from django.db import migrations, models

import ppid_portal.clock.moments
import ppid_portal.people.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("letters", "0001_initial"),
        ("post_office", "0014_alter_email_recipient_delivery_status_and_more"),
        ("sop", "0003_calendar_mark"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="jenis")),
                (
                    "audience",
                    models.CharField(
                        choices=[("applicant", "Pemohon"), ("staff", "Petugas")],
                        max_length=10,
                        verbose_name="untuk",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="perihal")),
                ("body", models.TextField(verbose_name="isi")),
                ("link", models.CharField(blank=True, default="", editable=False, max_length=300)),
                (
                    "sealed_recipients",
                    ppid_portal.people.fields.EncryptedTextField(
                        blank=True, default="", editable=False
                    ),
                ),
                ("dedupe", models.CharField(editable=False, max_length=200, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Menunggu dikirim"),
                            ("sent", "Terkirim"),
                            ("failed", "Tidak tersampaikan"),
                            ("no_address", "Tanpa alamat e-mail"),
                        ],
                        db_index=True,
                        default="waiting",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("letters_owed", models.BooleanField(default=False, editable=False)),
                (
                    "attempts",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="percobaan"
                    ),
                ),
                (
                    "first_error",
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
                (
                    "created_at",
                    models.DateTimeField(
                        default=ppid_portal.clock.moments.now, verbose_name="dibuat"
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="dikirim"),
                ),
                (
                    "failed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="gagal"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="sop.case",
                        verbose_name="berkas",
                    ),
                ),
                (
                    "email",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notice",
                        to="post_office.email",
                    ),
                ),
                (
                    "letters",
                    models.ManyToManyField(
                        blank=True, editable=False, related_name="notices", to="letters.letter"
                    ),
                ),
            ],
            options={
                "verbose_name": "pemberitahuan",
                "verbose_name_plural": "pemberitahuan",
                "ordering": ("-created_at", "-id"),
                "indexes": [
                    models.Index(
                        fields=["case", "audience", "created_at"],
                        name="mail_notice_case_id_4b6692_idx",
                    ),
                    models.Index(
                        condition=models.Q(("status", "failed")),
                        fields=["failed_at"],
                        name="notice_failed",
                    ),
                ],
            },
        ),
    ]
