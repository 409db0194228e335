"""What is kept of freshness: who confirmed what, a summary per unit, and what units were told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _l

from dip_app.models import InformationItem
from ppid_portal.people.models import Unit


class Act(models.TextChoices):
    """What a unit said of an item."""

    UNCHANGED = "unchanged", _l("Diperiksa, tidak berubah")
    UPDATED = "updated", _l("Diperbarui")
    SCHEDULED = "scheduled", _l("Tanggal pembaruan diatur")


class Confirmation(models.Model):
    """What somebody of a unit said of an item, and until when it holds; never changed."""

    item = models.ForeignKey(
        InformationItem, on_delete=models.PROTECT, related_name="confirmations"
    )
    act = models.CharField(max_length=10, choices=Act)
    note = models.CharField(max_length=500, blank=True, default="")
    next_due = models.DateField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["item", "-at"], name="confirmation_of_item"),)

    def __str__(self) -> str:
        return f"{self.item_id}: {self.act}"


class UnitFreshness(models.Model):
    """How fresh and complete the list of one unit is; counted by the sweep, never by a page."""

    unit = models.OneToOneField(
        Unit, on_delete=models.PROTECT, primary_key=True, related_name="freshness"
    )
    items = models.PositiveIntegerField(default=0)
    points = models.PositiveBigIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    incomplete = models.PositiveIntegerField(default=0)
    oldest_due = models.DateField(null=True)
    counted_on = models.DateField()
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ("unit__name",)

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.overdue}/{self.items}"

    @property
    def score(self) -> int:
        """Return the completeness of the unit's list in percent."""
        from dip_app.freshness import rules

        return rules.score(self.points + self.items - self.overdue, self.items * rules.MOST)


class FreshnessReminder(models.Model):
    """That a unit was, or is to be, told of the items that are due on one day; once each."""

    class Kind(models.TextChoices):
        """What is told to whom."""

        SOON = "soon", _l("Segera jatuh tempo")
        OVERDUE = "overdue", _l("Lewat tanggal pembaruan")
        ESCALATED = "escalated", _l("Diteruskan kepada pimpinan unit")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    items = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "due_on", "kind"], name="freshness_reminder_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["unit", "kind"],
                condition=models.Q(told_at__isnull=True),
                name="freshness_untold",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.due_on:%Y-%m-%d}"
