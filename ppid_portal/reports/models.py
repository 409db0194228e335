"""How the body prints its registers."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from ppid_portal.people.roles import Role
from ppid_portal.reports.annual.models import AnnualReport, FigureChange

__all__ = ["AnnualReport", "FigureChange", "RegisterPrint"]


class RegisterPrint(models.Model):
    """The paper of a register and who signs it, where the body wants it otherwise.

    Without a row a register is printed on F4 and signed as its SOP says.
    """

    class Size(models.TextChoices):
        """Formats of paper, across."""

        F4 = "f4", _l("F4 (folio), 330 × 215 mm")
        A4 = "a4", _l("A4, 297 × 210 mm")

    register = models.SlugField(
        _l("register"),
        max_length=40,
        unique=True,
        help_text=_l("Nama register di alamat halamannya, misalnya: permohonan."),
    )
    paper = models.CharField(_l("kertas"), max_length=2, choices=Size, default=Size.F4)
    signatory_role = models.CharField(
        _l("yang mengetahui"), max_length=40, choices=Role, blank=True, default=""
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _l("cetakan register")
        verbose_name_plural = _l("cetakan register")
        ordering = ("register",)

    def __str__(self) -> str:
        return self.register

    def clean(self) -> None:
        """Refuse a register that there is not."""
        from ppid_portal.sop.registers import registers

        known = registers()
        if self.register not in known:
            raise ValidationError(
                {"register": _("Register yang ada: {names}.").format(names=", ".join(known))}
            )
