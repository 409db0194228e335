"""What was told to whom, and whether it arrived."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _l
from post_office.models import Email

from ppid_portal.clock import now
from ppid_portal.letters.models import Letter
from ppid_portal.mail.deliveries.models import Delivery
from ppid_portal.mail.notices import LINK
from ppid_portal.people.fields import EncryptedTextField
from ppid_portal.sop.models import Case

__all__ = ["Delivery", "Notice"]


class Notice(models.Model):
    """One notice: the text that was written, and the e-mail that carries it.

    ``dedupe`` makes it exist once, however often its cause is reported. ``body`` holds
    ``LINK`` where the e-mail holds the address of the page.
    """

    class Status(models.TextChoices):
        """Where the e-mail is."""

        WAITING = "waiting", _l("Menunggu dikirim")
        SENT = "sent", _l("Terkirim")
        FAILED = "failed", _l("Tidak tersampaikan")
        NO_ADDRESS = "no_address", _l("Tanpa alamat e-mail")

    class Audience(models.TextChoices):
        """To whom it speaks."""

        APPLICANT = "applicant", _l("Pemohon")
        STAFF = "staff", _l("Petugas")

    case = models.ForeignKey(
        Case, verbose_name=_l("berkas"), on_delete=models.PROTECT, null=True, related_name="notices"
    )
    kind = models.CharField(_l("jenis"), max_length=60)
    audience = models.CharField(_l("untuk"), max_length=10, choices=Audience)
    subject = models.CharField(_l("perihal"), max_length=200)
    body = models.TextField(_l("isi"))
    link = models.CharField(max_length=300, blank=True, default="", editable=False)
    sealed_recipients = EncryptedTextField(blank=True, default="", editable=False)
    dedupe = models.CharField(max_length=200, unique=True, editable=False)
    status = models.CharField(
        _l("status"), max_length=10, choices=Status, default=Status.WAITING, db_index=True
    )
    email = models.OneToOneField(
        Email, on_delete=models.SET_NULL, null=True, related_name="notice", editable=False
    )
    letters = models.ManyToManyField(Letter, related_name="notices", blank=True, editable=False)
    letters_owed = models.BooleanField(default=False, editable=False)
    attempts = models.PositiveIntegerField(_l("percobaan"), default=0, editable=False)
    first_error = models.TextField(_l("galat pertama"), blank=True, default="", editable=False)
    last_error = models.TextField(_l("galat terakhir"), blank=True, default="", editable=False)
    created_at = models.DateTimeField(_l("dibuat"), default=now)
    sent_at = models.DateTimeField(_l("dikirim"), null=True, editable=False)
    failed_at = models.DateTimeField(_l("gagal"), null=True, editable=False)
    # Said by the receiver's mail server, where it says so at all (RFC 3464).
    arrived_at = models.DateTimeField(_l("tiba di kotak surat"), null=True, editable=False)

    class Meta:
        verbose_name = _l("pemberitahuan")
        verbose_name_plural = _l("pemberitahuan")
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(fields=["case", "audience", "created_at"]),
            models.Index(
                fields=["failed_at"], condition=models.Q(status="failed"), name="notice_failed"
            ),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def recipients(self) -> list[str]:
        """Return the addresses it goes to."""
        addresses: list[str] = json.loads(self.sealed_recipients) if self.sealed_recipients else []
        return addresses

    @recipients.setter
    def recipients(self, addresses: list[str]) -> None:
        self.sealed_recipients = json.dumps(addresses)

    @property
    def page_text(self) -> str:
        """Return the text without the paragraphs that only lead to the page it is shown on."""
        paragraphs = self.body.strip().split("\n\n")
        return "\n\n".join(part for part in paragraphs if LINK not in part)

    @property
    def is_undelivered(self) -> bool:
        """Say whether it did not reach anybody by e-mail."""
        return self.status in (self.Status.FAILED, self.Status.NO_ADDRESS)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what an applicant was told stays on record."""
        raise models.ProtectedError("notices are never deleted", {self})
