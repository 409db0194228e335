"""How an office words the blocks of its letters: versions with a day, never changed, never lost."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import now
from ppid_portal.letters.errors import FrozenLetter


class Wording(models.Model):
    """One version of the text of one block of one kind of letter.

    The text in force on a day is that of the newest version whose ``valid_from`` has come;
    ``uses_default`` is a version that goes back to the text of the template. A version that has
    not begun can be cancelled; it stays in the history.
    """

    #: All that may change once a version is written.
    CANCELLING: ClassVar[frozenset[str]] = frozenset(
        {"cancelled_at", "cancelled_by", "cancelled_by_name"}
    )

    kind = models.CharField(_l("jenis surat"), max_length=40)
    block = models.CharField(_l("bagian"), max_length=40)
    version = models.PositiveIntegerField(_l("versi"))
    uses_default = models.BooleanField(_l("naskah bawaan"), default=False)
    text = models.TextField(_l("teks"), blank=True, default="")
    valid_from = models.DateField(_l("berlaku sejak"))
    reason = models.CharField(_l("alasan perubahan"), max_length=200)
    created_at = models.DateTimeField(_l("dibuat"), default=now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Kept beside the account: who worded it is known for as long as the letter is.
    created_by_name = models.CharField(_l("oleh"), max_length=200)
    cancelled_at = models.DateTimeField(_l("dibatalkan"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    cancelled_by_name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _l("naskah surat")
        verbose_name_plural = _l("naskah surat")
        ordering = ("kind", "block", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "block", "version"], name="wording_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(uses_default=True, text="")
                | (models.Q(uses_default=False) & ~models.Q(text="")),
                name="wording_text_or_default",
            ),
        )
        indexes = (models.Index(fields=["kind", "valid_from"], name="wording_in_force"),)

    def __str__(self) -> str:
        return f"{self.kind}.{self.block} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version, or the cancelling of one; anything else is refused."""
        if self.pk and not set(kwargs.get("update_fields") or ["text"]) <= self.CANCELLING:
            raise FrozenLetter(f"wording {self} is written; make a new version")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: letters that used it refer to it."""
        raise FrozenLetter("wordings are never deleted; cancel them, or make a new version")
