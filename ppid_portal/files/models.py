"""What was uploaded: a row per file, the content encrypted beside it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import now

IDENTITY = "identity"
"""Purpose of identity documents; every look at one is recorded (UU 27/2022)."""
EVIDENCE = "evidence"
"""Purpose of evidence files for the Commission: whole cases in one file, recorded likewise."""
EXCLUDED = "excluded"
"""Purpose of copies of excluded information (SOP 8.5); every look at one is recorded."""


class StoredFile(models.Model):
    """One accepted file.

    ``path`` is random and relative to MEDIA_ROOT; ``sha256`` and ``size`` are those of the plain
    content, which is stored encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    original_name = models.CharField(_l("nama berkas"), max_length=200)
    content_type = models.CharField(_l("jenis berkas"), max_length=120)
    size = models.PositiveBigIntegerField(_l("ukuran (bita)"))
    sha256 = models.CharField(max_length=64, db_index=True)
    purpose = models.CharField(_l("keperluan"), max_length=40)
    encrypted = models.BooleanField(_l("terenkripsi"), default=True)
    path = models.CharField(max_length=100, unique=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_l("diunggah oleh"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_l("diunggah"), default=now)

    class Meta:
        verbose_name = _l("berkas")
        verbose_name_plural = _l("berkas")
        ordering = ("uploaded_at", "id")

    def __str__(self) -> str:
        return _("Berkas %(number)s") % {"number": self.pk}

    @property
    def extension(self) -> str:
        """Return the ending of the name in capitals, as pages show it: "PDF"."""
        return self.original_name.rpartition(".")[2].upper()

    @property
    def is_identity(self) -> bool:
        """Say whether it proves who somebody is."""
        return self.purpose == IDENTITY

    @property
    def is_recorded(self) -> bool:
        """Say whether every look at it is put on record."""
        return self.purpose in (IDENTITY, EVIDENCE, EXCLUDED)
