"""An import of a list: what was uploaded, how it was read, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import now
from ppid_portal.files.models import StoredFile
from ppid_portal.people.models import Unit


class ImportBatch(models.Model):
    """One list as a unit sent it, from its upload to its import and perhaps its undoing.

    What the people decided about it is kept apart from the file, which never changes:
    ``mapping`` says what each column is (``mapping.Mapping``), ``decisions`` holds corrections,
    rows set aside and what becomes of duplicates (``checking.Decisions``). Reading the file anew
    with both always gives the same rows.
    """

    class Status(models.TextChoices):
        """Where it stands."""

        PREPARED = "prepared", _l("Sedang diperiksa")
        APPLIED = "applied", _l("Sudah diimpor")
        UNDONE = "undone", _l("Impor dibatalkan")
        DISCARDED = "discarded", _l("Dibuang sebelum diimpor")

    unit = models.ForeignKey(
        Unit,
        verbose_name=_l("unit"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_l("Unit yang menguasai informasi pada baris yang tidak menyebut unit."),
    )
    whole_body = models.BooleanField(
        _l("oleh kantor PPID"),
        default=False,
        help_text=_l("Barisnya boleh milik unit mana pun; hanya kantor PPID yang melihatnya."),
    )
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_l("berkas"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dip_imports",
    )
    mapping = models.JSONField(_l("arti kolom"), default=dict)
    decisions = models.JSONField(_l("keputusan per baris"), default=dict)
    status = models.CharField(
        _l("status"), max_length=12, choices=Status, default=Status.PREPARED, db_index=True
    )
    rows = models.PositiveIntegerField(_l("baris"), default=0)
    accepted = models.PositiveIntegerField(_l("diterima"), default=0)
    rejected = models.PositiveIntegerField(_l("ditolak"), default=0)
    skipped = models.PositiveIntegerField(_l("dilewati"), default=0)
    created = models.PositiveIntegerField(_l("konsep baru"), default=0)
    updated = models.PositiveIntegerField(_l("konsep diperbarui"), default=0)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_l("diunggah oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    prepared_at = models.DateTimeField(_l("diunggah"), default=now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_l("diimpor oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    applied_at = models.DateTimeField(_l("diimpor"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_l("dibatalkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(_l("dibatalkan"), null=True, blank=True)

    class Meta:
        verbose_name = _l("impor daftar")
        verbose_name_plural = _l("impor daftar")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["prepared", "discarded"]) | Q(applied_at__isnull=False),
                name="dip_import_applied_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="undone") | Q(undone_at__isnull=False),
                name="dip_import_undone_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return _("Impor %(number)s") % {"number": self.pk}

    @property
    def is_open(self) -> bool:
        """Whether it can still be corrected, imported or thrown away."""
        return self.status == self.Status.PREPARED


class ImportedItem(models.Model):
    """An item that an import made or changed, and from which row."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(
        "dip_app.InformationItem", on_delete=models.CASCADE, related_name="imports"
    )
    row = models.PositiveIntegerField(_l("baris"))
    created = models.BooleanField(_l("baru"), default=True)
    before = models.JSONField(
        _l("isi sebelumnya"), default=dict, help_text=_l("Isian yang diganti, bila bukan baru.")
    )

    class Meta:
        verbose_name = _l("informasi yang diimpor")
        verbose_name_plural = _l("informasi yang diimpor")
        ordering = ("row",)
        constraints = [
            models.UniqueConstraint(fields=("batch", "item"), name="dip_import_item_once"),
        ]

    def __str__(self) -> str:
        return _("Baris %(number)s") % {"number": self.row}
