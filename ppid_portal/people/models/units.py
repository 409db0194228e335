"""Units of the public body, and who holds which role there from when to when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from ppid_portal.audit import services as audit
from ppid_portal.clock import now, today
from ppid_portal.people.models.users import User
from ppid_portal.people.roles import ONE_HOLDER, Role


class UnitKind(models.TextChoices):
    """What a unit is in the organisation."""

    BODY = "body", _l("Badan publik")
    ORGANISATION = "organisation", _l("Satuan organisasi")
    DEPUTY = "deputy", _l("Deputi")
    BUREAU = "bureau", _l("Biro / Asisten Deputi")
    SERVICE = "service", _l("Badan layanan umum")


class Unit(models.Model):
    """A part of the public body that holds information and answers for it."""

    code = models.SlugField(
        _l("kode"), max_length=20, unique=True, help_text=_l("Dipakai dalam penomoran.")
    )
    name = models.CharField(_l("nama"), max_length=200)
    short_name = models.CharField(_l("nama singkat"), max_length=60, blank=True)
    kind = models.CharField(_l("jenis"), max_length=20, choices=UnitKind)
    parent = models.ForeignKey(
        "self",
        verbose_name=_l("bagian dari"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    active = models.BooleanField(_l("aktif"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _l("unit")
        verbose_name_plural = _l("unit")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="people_unit_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class AppointmentKind(models.TextChoices):
    """In one's own right, or acting for somebody."""

    DEFINITIVE = "definitive", _l("Definitif")
    PLH = "plh", _l("Pelaksana Harian (Plh.)")
    PLT = "plt", _l("Pelaksana Tugas (Plt.)")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments by date."""

    def valid_on(self, day: date | None = None) -> AppointmentQuerySet:
        """Return those in force on ``day`` (in the body's zone; today by default)."""
        day = day or today()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )


class Appointment(models.Model):
    """A person holds a role in a unit, from one day to another, both included.

    Plh. (while the holder is away) names whom it stands in for, its end and its decree; Plt.
    (while the post is vacant) names its decree. Every change is written to the audit stream
    "people", with ``changed_by`` (set on the instance before saving) as the actor.
    """

    user = models.ForeignKey(
        User, verbose_name=_l("pengguna"), on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField(_l("peran"), max_length=40, choices=Role)
    unit = models.ForeignKey(
        Unit, verbose_name=_l("unit"), on_delete=models.PROTECT, related_name="appointments"
    )
    kind = models.CharField(
        _l("jenis"),
        max_length=12,
        choices=AppointmentKind,
        default=AppointmentKind.DEFINITIVE,
    )
    acting_for = models.ForeignKey(
        "self",
        verbose_name=_l("menggantikan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stand_ins",
        help_text=_l("Penunjukan pejabat yang digantikan; wajib untuk Plh."),
    )
    decree = models.CharField(
        _l("nomor surat perintah atau keputusan"),
        max_length=100,
        blank=True,
        help_text=_l("Wajib untuk Plh. dan Plt.; dicantumkan dalam surat."),
    )
    valid_from = models.DateField(_l("berlaku sejak"), default=today)
    valid_until = models.DateField(
        _l("berlaku sampai"), null=True, blank=True, help_text=_l("Hari terakhir; wajib untuk Plh.")
    )
    created_at = models.DateTimeField(default=now, editable=False)

    history = HistoricalRecords()
    objects = AppointmentQuerySet.as_manager()

    changed_by: audit.Acting | None = None

    class Meta:
        verbose_name = _l("penunjukan")
        verbose_name_plural = _l("penunjukan")
        ordering = ("user", "role", "valid_from")
        indexes = [
            models.Index(fields=("user", "valid_from"), name="people_appt_user"),
            models.Index(fields=("role", "unit", "valid_from"), name="people_appt_role"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="people_appt_ends_after_start",
                violation_error_message=_l("Hari terakhir mendahului hari pertama."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="definitive") | Q(acting_for__isnull=True),
                name="people_appt_definitive_for_itself",
                violation_error_message=_l("Pejabat definitif tidak menggantikan siapa pun."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="plh") | (Q(valid_until__isnull=False) & ~Q(decree="")),
                name="people_appt_plh_end_and_decree",
                violation_error_message=_l(
                    "Plh. memerlukan hari terakhir dan nomor surat perintah."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind="plt") | ~Q(decree=""),
                name="people_appt_plt_decree",
                violation_error_message=_l("Plt. memerlukan nomor surat perintah."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Check, store and record in one transaction; raises ValidationError."""
        self.full_clean()
        with transaction.atomic():
            verb = "appoint" if self._state.adding else "change_appointment"
            super().save(*args, **kwargs)
            self._record(verb)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove one entered by mistake, and record it; to end one set ``valid_until``."""
        with transaction.atomic():
            self._record("remove_appointment")
            return super().delete(*args, **kwargs)

    @property
    def title(self) -> str:
        """Return the role as it is signed: "Ketua PPID", "Plh. Ketua PPID"."""
        prefix = {"plh": "Plh. ", "plt": "Plt. "}.get(self.kind, "")
        return f"{prefix}{self.get_role_display()}"

    @property
    def mandate(self) -> str:
        """Return by which right somebody acts for another; "" for a definitive holder."""
        if self.kind == AppointmentKind.DEFINITIVE:
            return ""
        return f"{self.title} ({self.decree})"

    def is_valid_on(self, day: date) -> bool:
        """Say whether it is in force on ``day``; the first and the last day count."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def clean(self) -> None:
        """Refuse what cannot be: see the class. Raises ValidationError beside the field."""
        super().clean()
        errors: dict[str, str] = {}
        if self.kind == AppointmentKind.PLH:
            if self.acting_for is None:
                errors["acting_for"] = _("Pilih pejabat yang digantikan oleh Plh. ini.")
            if self.valid_until is None:
                errors["valid_until"] = _("Isi hari terakhir: Plh. selalu berbatas waktu.")
        if self.kind != AppointmentKind.DEFINITIVE and not self.decree:
            errors["decree"] = _("Isi nomor surat perintah: surat harus menyebutkannya.")
        errors |= self._stand_in_errors()
        if errors:
            raise ValidationError(errors)
        if self.user_id and self.unit_id and self.valid_from:
            self._refuse_overlap()

    def _stand_in_errors(self) -> dict[str, str]:
        held = self.acting_for
        if held is None:
            return {}
        if held.kind != AppointmentKind.DEFINITIVE:
            return {"acting_for": _("Pilih pejabat definitif, bukan Plh. atau Plt.")}
        if held.user_id == self.user_id:
            return {"acting_for": _("Seseorang tidak dapat menggantikan dirinya sendiri.")}
        if held.role != self.role or held.unit_id != self.unit_id:
            return {"acting_for": _("Peran dan unit harus sama dengan pejabat yang digantikan.")}
        return {}

    def _refuse_overlap(self) -> None:
        others = Appointment.objects.exclude(pk=self.pk).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=self.valid_from), role=self.role
        )
        if self.valid_until is not None:
            others = others.filter(valid_from__lte=self.valid_until)
        if others.filter(user=self.user, unit=self.unit).exists():
            raise ValidationError(
                _(
                    "Orang ini sudah memegang peran yang sama di unit ini pada masa itu. "
                    "Akhiri dahulu penunjukan yang lama."
                )
            )
        definitive = self.kind == AppointmentKind.DEFINITIVE
        if definitive and self.role in ONE_HOLDER:
            holder = others.filter(kind=AppointmentKind.DEFINITIVE, unit=self.unit).first()
            if holder is not None:
                raise ValidationError(
                    _(
                        "Peran ini sudah dipegang orang lain pada masa itu. Akhiri dahulu "
                        "penunjukan yang lama, atau catat sebagai Plh. atau Plt."
                    )
                )

    def _record(self, verb: str) -> None:
        audit.record(
            verb,
            stream="people",
            subject=f"appointment:{self.pk}",
            actor=self.changed_by,
            data={
                "user": self.user_id,
                "role": self.role,
                "unit": self.unit_id,
                "kind": self.kind,
                "acting_for": self.acting_for_id,
                "decree": self.decree,
                "from": self.valid_from,
                "until": self.valid_until,
            },
        )
