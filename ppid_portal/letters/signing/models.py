"""The certificates that letters were signed with; the public part only, never a key."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _l


class Certificate(models.Model):
    """One certificate under a letter, kept so that the letter can be checked for ever.

    A certificate ends after some years and its file may be gone by then; what was signed with it
    while it was valid stays signed.
    """

    fingerprint = models.CharField(_l("sidik digital"), max_length=64, unique=True)
    subject = models.CharField(_l("pemilik"), max_length=300)
    issuer = models.CharField(_l("penerbit"), max_length=300)
    not_before = models.DateTimeField(_l("berlaku sejak"))
    not_after = models.DateTimeField(_l("berlaku sampai"))
    pem = models.TextField()

    class Meta:
        verbose_name = _l("sertifikat elektronik")
        verbose_name_plural = _l("sertifikat elektronik")
        ordering = ("-not_before", "-pk")

    def __str__(self) -> str:
        return self.subject
