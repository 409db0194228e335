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
from ppid_portal.people.roles import label

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
    signatory_role = models.CharField(
        _l("penanda tangan"),
        max_length=40,
        blank=True,
        default="",
        help_text=_l(
            "Hanya surat yang penanda tangannya berbeda menurut peraturan dan menurut SOP dapat "
            "dipilih. Bila penanda tangan bukan pejabat yang memutuskan, putusannya dicatat lebih "
            "dahulu sebagai persetujuan, lalu suratnya menunggu di antrean persetujuan penanda "
            "tangan; nomornya baru diambil saat ditandatangani. Surat yang sedang menunggu tanda "
            "tangan ikut berpindah."
        ),
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
        """Refuse what a kind has no room for: a code, copies, or somebody who may not sign it."""
        errors: dict[str, str] = {}
        kind = {each.key: each for each in kinds.kinds()}.get(self.kind)
        if kind is None:
            errors["kind"] = _("Pilih jenis surat dari daftar.")
        if kind is not None and self.classification and not kind.series:
            errors["classification"] = _(
                "Surat ini memakai nomor berkasnya, yang tidak memuat kode klasifikasi."
            )
        if kind is not None and self.signatory_role not in ("", *kind.signatories):
            errors["signatory_role"] = _("Penanda tangan surat jenis ini: {roles}.").format(
                roles=", ".join(label(role) for role in kind.signatories)
            )
        lines = self.copies_to
        if lines and kind is not None and not prints_copies(kind.key):
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
