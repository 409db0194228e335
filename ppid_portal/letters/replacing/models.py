"""What a withdrawn letter still asks of the office."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import now
from ppid_portal.people.fields import EncryptedTextField
from ppid_portal.people.models import Appointment


class Replacement(models.Model):
    """The letter that a withdrawn one calls for, from the withdrawal until it is issued or waived.

    There is one row per withdrawn letter, so there can be one replacement of it. Should that be
    withdrawn too, it has a row of its own.
    """

    class Status(models.TextChoices):
        """How far it is."""

        DUE = "due", _l("Harus disusun")
        DRAFT = "draft", _l("Konsep")
        REVIEW = "review", _l("Menunggu tanda tangan")
        SECOND = "second", _l("Menunggu persetujuan kedua")
        ISSUED = "issued", _l("Terbit")
        WAIVED = "waived", _l("Tidak perlu")

    #: Something is still to be done, by whoever prepares or by whoever signs.
    PREPARING: ClassVar[tuple[str, ...]] = (Status.DUE, Status.DRAFT)
    DECIDING: ClassVar[tuple[str, ...]] = (Status.REVIEW, Status.SECOND)
    OPEN: ClassVar[tuple[str, ...]] = (*PREPARING, *DECIDING)

    letter = models.OneToOneField(
        "letters.Letter", on_delete=models.PROTECT, related_name="replacement"
    )
    new = models.OneToOneField(
        "letters.Letter", on_delete=models.PROTECT, null=True, related_name="replaces"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DUE)
    sealed_content = EncryptedTextField(blank=True, default="", editable=False)
    drafters = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    # Who approved first, where a second approval is needed: the letter is signed in that office.
    approved_as = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, related_name="+"
    )
    return_reason = models.CharField(max_length=300, blank=True, default="")
    waived_reason = models.CharField(max_length=300, blank=True, default="")
    #: How somebody still has to send it: as the letter before it was sent on paper.
    to_send = models.CharField(max_length=10, blank=True, default="")
    created_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _l("surat pengganti")
        verbose_name_plural = _l("surat pengganti")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="issued", new__isnull=False)
                | (~models.Q(status="issued") & models.Q(new__isnull=True)),
                name="replacement_issued_is_a_letter",
            ),
            models.CheckConstraint(
                condition=(models.Q(status="waived") & ~models.Q(waived_reason=""))
                | (~models.Q(status="waived") & models.Q(waived_reason="")),
                name="replacement_waived_for_a_reason",
            ),
        )
        indexes = (
            models.Index(
                fields=["created_at"],
                condition=models.Q(status__in=("due", "draft", "review", "second")),
                name="replacement_open",
            ),
            models.Index(
                fields=["created_at"],
                condition=~models.Q(to_send=""),
                name="replacement_to_send",
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter_id} → {self.new_id or self.status}"

    @property
    def is_open(self) -> bool:
        """Say whether neither a letter nor a reason has ended it."""
        return self.status in self.OPEN

    @property
    def content(self) -> dict[str, Any] | None:
        """Return what the draft says, ``None`` before there is one."""
        if not self.sealed_content:
            return None
        content: dict[str, Any] = json.loads(self.sealed_content)
        return content

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what became of a withdrawn letter stays on record."""
        raise models.ProtectedError("replacements are never deleted", {self})
