"""One sending of letters on paper; what goes by e-mail is a ``Notice``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import now
from ppid_portal.letters.models import Letter
from ppid_portal.people.fields import EncryptedTextField
from ppid_portal.sop.models import Case, CaseDocument


class Method(models.TextChoices):
    """How letters travel on paper."""

    POST = "post", _l("Pos tercatat")
    COURIER = "courier", _l("Kurir")
    PICKUP = "pickup", _l("Diambil langsung")
    FAX = "fax", _l("Faksimile")


class Delivery(models.Model):
    """Letters of a case on their way to the applicant, and what became of them.

    A sending that came back stays as it is, with its reason; the next one names it as the one
    it repeats, and from then on it is no longer outstanding.
    """

    class Status(models.TextChoices):
        """Where the letters are."""

        READY = "ready", _l("Menunggu diambil")
        SENT = "sent", _l("Dikirim, belum ada bukti terima")
        ARRIVED = "arrived", _l("Diterima")
        FAILED = "failed", _l("Tidak sampai")

    case = models.ForeignKey(
        Case, verbose_name=_l("berkas"), on_delete=models.PROTECT, related_name="deliveries"
    )
    letters = models.ManyToManyField(Letter, related_name="deliveries", verbose_name=_l("surat"))
    method = models.CharField(_l("cara"), max_length=10, choices=Method)
    status = models.CharField(_l("status"), max_length=10, choices=Status)
    carrier = models.CharField(_l("pengantar"), max_length=80, blank=True, default="")
    tracking_number = models.CharField(_l("nomor resi"), max_length=60, blank=True, default="")
    sealed_address = EncryptedTextField(blank=True, default="", editable=False)
    sent_on = models.DateField(_l("dikirim"))
    arrived_on = models.DateField(_l("diterima"), null=True)
    sealed_receiver = EncryptedTextField(blank=True, default="", editable=False)
    proof = models.OneToOneField(
        CaseDocument,
        verbose_name=_l("bukti terima"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    error = models.CharField(_l("sebab tidak sampai"), max_length=300, blank=True, default="")
    failed_on = models.DateField(_l("kembali"), null=True)
    repeats = models.OneToOneField(
        "self",
        verbose_name=_l("mengulang"),
        on_delete=models.PROTECT,
        null=True,
        related_name="repeated_by",
    )
    #: What caused it; the same cause sends once.
    key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(_l("dicatat"), default=now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_by_name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _l("pengiriman surat")
        verbose_name_plural = _l("pengiriman surat")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="arrived", arrived_on__isnull=False)
                | (~models.Q(status="arrived") & models.Q(arrived_on__isnull=True)),
                name="delivery_arrived_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(status="failed", failed_on__isnull=False)
                | (~models.Q(status="failed") & models.Q(failed_on__isnull=True, error="")),
                name="delivery_failed_for_a_reason",
            ),
        )
        indexes = (
            models.Index(
                fields=["failed_on"], condition=models.Q(status="failed"), name="delivery_failed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.tracking_number}".strip()

    @property
    def is_open(self) -> bool:
        """Tell whether nobody knows yet whether it arrived."""
        return self.status in (self.Status.READY, self.Status.SENT)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: how a letter was sent is evidence."""
        raise models.ProtectedError("deliveries are never deleted", {self})
