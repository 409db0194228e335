"""One row per kind of letter for which the body has set something."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from ppid_portal.letters import kinds
from ppid_portal.letters.wording.blocks import prints_copies

_CODE = RegexValidator(r"^[0-9A-Za-z.\-]+$", _l("Tulis kode tanpa spasi, misalnya HM.00 atau 480."))
MOST_COPIES = 12


class KindSetting(models.Model):
    """What a body sets for one kind of letter; what is empty is as everywhere."""

    kind = models.CharField(_l("jenis surat"), max_length=40, unique=True)
    classification = models.CharField(
        _l("kode klasifikasi arsip"),
        max_length=20,
        blank=True,
        default="",
        validators=[_CODE],
        help_text=_l("Kosongkan untuk memakai kode klasifikasi badan publik."),
    )
    copies = models.TextField(
        _l("tembusan tetap"),
        blank=True,
        default="",
        help_text=_l("Satu jabatan per baris. Dicetak sesudah tembusan yang ditentukan berkasnya."),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _l("pengaturan jenis surat")
        verbose_name_plural = _l("pengaturan jenis surat")
        ordering = ("kind",)

    def __str__(self) -> str:
        found = next((kind.title for kind in kinds.kinds() if kind.key == self.kind), self.kind)
        return str(found)

    def clean(self) -> None:
        """Refuse a kind that nobody issues, and a list of copies that no letter has room for."""
        errors: dict[str, str] = {}
        known = {kind.key: kind for kind in kinds.kinds()}
        if self.kind not in known:
            errors["kind"] = _("Pilih jenis surat dari daftar.")
        elif self.classification and not known[self.kind].series:
            errors["classification"] = _(
                "Surat ini memakai nomor berkasnya, yang tidak memuat kode klasifikasi."
            )
        lines = self.copies_to
        if lines and self.kind in known and not prints_copies(self.kind):
            errors["copies"] = _("Surat jenis ini tidak mempunyai tempat untuk tembusan.")
        elif len(lines) > MOST_COPIES:
            errors["copies"] = _("Paling banyak {most} tembusan.").format(most=MOST_COPIES)
        elif any(line.casefold().startswith("tembusan") for line in lines):
            errors["copies"] = _("Tulis jabatannya saja; judul “Tembusan” dicetak sendiri.")
        elif any("laporan" in line.casefold() for line in lines):
            # PermenPANRB 80/2012: no "sebagai laporan" behind a copy.
            errors["copies"] = _("Tulis jabatannya saja, tanpa kata “sebagai laporan”.")
        if errors:
            raise ValidationError(errors)

    @property
    def copies_to(self) -> list[str]:
        """Return who gets a copy of every letter of the kind."""
        return [line.strip() for line in self.copies.splitlines() if line.strip()]
