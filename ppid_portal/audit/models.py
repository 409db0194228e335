"""The append-only record: one hash chain per stream, and the head of each chain."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import now

GENESIS = "0" * 64
"""What the first entry of every stream names as its predecessor."""


class AppendOnly(Exception):
    """Somebody tried to change or delete what was recorded."""


class AuditStream(models.Model):
    """The head of one chain; its row is locked while an entry is added.

    It also remembers how long the chain is, so that a truncated tail shows.
    """

    name = models.CharField(max_length=100, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        verbose_name = _l("rantai audit")
        verbose_name_plural = _l("rantai audit")

    def __str__(self) -> str:
        return self.name


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Refuses what would change history."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: entries are never changed."""
        raise AppendOnly("Audit entries are never changed.")

    def delete(self) -> NoReturn:
        """Refuse: entries are never deleted."""
        raise AppendOnly("Audit entries are never deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: entries are never changed."""
        raise AppendOnly("Audit entries are never changed.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: an entry without its place in the chain is worthless."""
        raise AppendOnly("Audit entries are added by audit.services.record only.")


class AuditEntry(models.Model):
    """One act: who, in which role and mandate, when, on what, from and to which state, why.

    ``user_id`` and ``name`` are copies and not a foreign key: the entry outlives the account.
    An applicant's name is never copied here (UU 27/2022: the chain could not forget it).
    """

    stream = models.CharField(_l("rantai"), max_length=100)
    sequence = models.PositiveBigIntegerField(_l("urutan"))
    at = models.DateTimeField(_l("waktu"), default=now)
    user_id = models.BigIntegerField(_l("nomor pengguna"), null=True, blank=True)
    name = models.CharField(_l("nama"), max_length=200, blank=True)
    role = models.CharField(_l("peran"), max_length=50, blank=True)
    mandate = models.CharField(_l("mandat"), max_length=200, blank=True)
    verb = models.CharField(_l("tindakan"), max_length=100)
    subject = models.CharField(_l("objek"), max_length=200, db_index=True)
    from_state = models.CharField(_l("dari status"), max_length=100, blank=True)
    to_state = models.CharField(_l("ke status"), max_length=100, blank=True)
    reason = models.TextField(_l("alasan"), blank=True)
    data = models.JSONField(_l("data"), default=dict, blank=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _l("catatan audit")
        verbose_name_plural = _l("catatan audit")
        ordering = ("stream", "sequence")
        constraints = [
            models.UniqueConstraint(
                fields=("stream", "sequence"), name="audit_one_entry_per_place"
            ),
        ]
        indexes = [models.Index(fields=("at",), name="audit_at")]

    def __str__(self) -> str:
        return f"{self.stream} #{self.sequence} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new entry; refuse to store an existing one again."""
        if not self._state.adding:
            raise AppendOnly("Audit entries are never changed.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: entries are never deleted."""
        raise AppendOnly("Audit entries are never deleted.")
