"""Who asks: a person, a legal entity or a group, perhaps through somebody else."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import now
from ppid_portal.people.crypto import digits, phone_digits
from ppid_portal.people.fields import BlindIndexField, EncryptedTextField

_DOT = "•"


class ApplicantKind(models.TextChoices):
    """The applicants whom UU 14/2008 Pasal 1 angka 12 knows."""

    PERORANGAN = "perorangan", _l("Perorangan")
    BADAN_HUKUM = "badan_hukum", _l("Badan hukum")
    KELOMPOK = "kelompok", _l("Kelompok orang")


class Applicant(models.Model):
    """The person behind a request, stored apart from it and without any history.

    NIK and telephone numbers are encrypted (UU 27/2022); they are found by blind index, shown
    masked, and read whole only where reading is recorded (``audit.services.record_view``).
    Neither ``str()`` nor ``repr()`` says who it is, so no log line can.
    """

    kind = models.CharField(_l("jenis pemohon"), max_length=20, choices=ApplicantKind)
    name = models.CharField(_l("nama"), max_length=200)
    nik = EncryptedTextField(_l("NIK"), blank=True, default="")
    nik_index = BlindIndexField(source="nik", purpose="nik")
    entity_number = models.CharField(_l("nomor pengesahan badan hukum"), max_length=100, blank=True)
    contact_name = models.CharField(
        _l("nama pengurus atau narahubung"),
        max_length=200,
        blank=True,
        help_text=_l("Yang bertindak untuk badan hukum atau kelompok."),
    )
    members = models.PositiveIntegerField(_l("jumlah anggota kelompok"), null=True, blank=True)
    address = models.TextField(_l("alamat"), blank=True)
    occupation = models.CharField(_l("pekerjaan"), max_length=100, blank=True)
    email = models.EmailField(_l("alamat surel"), blank=True)
    phone = EncryptedTextField(_l("nomor telepon"), blank=True, default="")
    phone_index = BlindIndexField(source="phone", purpose="phone")

    proxy_name = models.CharField(_l("nama kuasa"), max_length=200, blank=True)
    proxy_address = models.TextField(_l("alamat kuasa"), blank=True)
    proxy_phone = EncryptedTextField(_l("nomor telepon kuasa"), blank=True, default="")
    proxy_email = models.EmailField(_l("alamat surel kuasa"), blank=True)

    guardian_name = models.CharField(_l("nama wali"), max_length=200, blank=True)
    guardian_relation = models.CharField(_l("hubungan wali"), max_length=60, blank=True)
    guardian_nik = EncryptedTextField(_l("NIK wali"), blank=True, default="")

    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _l("pemohon")
        verbose_name_plural = _l("pemohon")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="people_applicant_named"),
            models.CheckConstraint(
                condition=Q(kind__in=ApplicantKind.values), name="people_applicant_kind"
            ),
            models.CheckConstraint(
                condition=~Q(proxy_name="") | (Q(proxy_address="") & Q(proxy_email="")),
                name="people_applicant_proxy_named",
            ),
            models.CheckConstraint(
                condition=~Q(guardian_name="") | Q(guardian_relation=""),
                name="people_applicant_guardian_named",
            ),
        ]

    def __str__(self) -> str:
        return _("Pemohon %(number)s") % {"number": self.pk} if self.pk else _("Pemohon baru")

    def __repr__(self) -> str:
        return f"<Applicant {self.pk}>"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the applicant; a changed NIK or number takes its index with it."""
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {
                *fields,
                *(f"{name}_index" for name in ("nik", "phone") if name in fields),
            }
        super().save(*args, **kwargs)

    @property
    def masked_nik(self) -> str:
        """Return the NIK with its middle hidden: "3171••••••••0001"."""
        return mask(digits(self.nik or ""), 4, 4)

    @property
    def masked_phone(self) -> str:
        """Return the telephone number with its middle hidden: "0812•••••678"."""
        return mask(phone_digits(self.phone or ""), 4, 3)

    @property
    def masked_email(self) -> str:
        """Return the address with the person hidden: "s••••@example.org"."""
        person, at, host = self.email.partition("@")
        return f"{person[:1]}{_DOT * 4}@{host}" if at else ""

    @property
    def represented(self) -> bool:
        """Say whether somebody with a power of attorney asks for the applicant."""
        return bool(self.proxy_name)

    def is_same_person(self, other: Applicant) -> bool:
        """Tell whether two rows name the same person; each case keeps a row of its own.

        What may change between two stages, such as an address or a proxy, is not compared.
        """
        return self.pk == other.pk or all(
            getattr(self, name) == getattr(other, name)
            for name in ("kind", "name", "nik_index", "entity_number")
        )


def mask(value: str, first: int, last: int) -> str:
    """Return ``value`` with all but its ``first`` and ``last`` characters hidden.

    What is too short to hide anything is hidden whole.
    """
    hidden = len(value) - first - last
    if hidden < 3:
        return _DOT * len(value)
    return f"{value[:first]}{_DOT * hidden}{value[-last:]}"
