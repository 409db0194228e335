"""Evidence files that were asked for, and the key of each person's calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import now
from ppid_portal.files.models import StoredFile
from ppid_portal.people.models import Appointment
from ppid_portal.sop.models import Case


class EvidenceBundle(models.Model):
    """One evidence file: what was asked to go into it, and the PDF and ZIP that came of it.

    It is made once, in the background; a newer state of the cases needs a new one.
    """

    class Status(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", _l("Sedang disusun")
        READY = "ready", _l("Siap diunduh")
        FAILED = "failed", _l("Gagal disusun")

    case = models.ForeignKey(
        Case, verbose_name=_l("berkas"), on_delete=models.PROTECT, related_name="evidence_bundles"
    )
    stages = models.JSONField(default=list, help_text="keys of the cases that it takes in")
    identity = models.BooleanField(_l("dengan bukti identitas"), default=False)
    identity_reason = models.CharField(max_length=300, blank=True, default="")
    internal = models.BooleanField(_l("dengan surat internal"), default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_l("diminta"), default=now)
    status = models.CharField(
        _l("status"), max_length=10, choices=Status, default=Status.QUEUED, editable=False
    )
    attempts = models.PositiveIntegerField(default=0, editable=False)
    next_try_at = models.DateTimeField(null=True, editable=False)
    error = models.TextField(_l("galat"), blank=True, default="", editable=False)
    pdf = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    archive = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    pages = models.PositiveIntegerField(default=0, editable=False)
    pieces = models.PositiveIntegerField(default=0, editable=False)
    only_in_archive = models.PositiveIntegerField(default=0, editable=False)
    absent = models.PositiveIntegerField(default=0, editable=False)
    withheld = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(_l("selesai"), null=True, editable=False)

    class Meta:
        verbose_name = _l("berkas bukti")
        verbose_name_plural = _l("berkas bukti")
        ordering = ("-requested_at", "-id")
        indexes = (
            models.Index(
                fields=["next_try_at"], condition=Q(status="queued"), name="evidence_waiting"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(status="ready")
                | Q(pdf__isnull=False, archive__isnull=False, made_at__isnull=False),
                name="evidence_ready_has_files",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.status}"


class CalendarKey(models.Model):
    """Which version of the secret calendar address of a person is in force.

    Without a row it is the first. Raising it makes every earlier address worthless.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key"
    )
    version = models.PositiveIntegerField(default=1)
    renewed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _l("alamat kalender")
        verbose_name_plural = _l("alamat kalender")

    def __str__(self) -> str:
        return f"{self.user_id} v{self.version}"
