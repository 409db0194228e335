"""The tables behind working time: holidays, service hours, the cut-off, and heartbeats.

Every change to a table that moves dates bumps :class:`CalendarVersion` in the same transaction,
so that each process notices that its calendar is old, and announces itself once per transaction
through :data:`ppid_portal.clock.signals.calendar_changed`.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from ppid_portal.clock import calendar, memo, moments, words
from ppid_portal.clock.hours import DayHours
from ppid_portal.clock.signals import announce

_Row = TypeVar("_Row", bound=models.Model)


class CalendarVersion(models.Model):
    """One row that changes whenever a holiday, a service hour or the cut-off does.

    A random token and not a counter: after a rolled back change a counter would repeat a value
    that some process has already seen with other holidays behind it.
    """

    token = models.CharField(max_length=32)

    class Meta:
        verbose_name = _l("versi kalender")
        verbose_name_plural = _l("versi kalender")

    def __str__(self) -> str:
        return self.token

    @classmethod
    def current(cls) -> str:
        """The token of the tables as this transaction sees them; empty before any change."""
        return cls.objects.filter(pk=1).values_list("token", flat=True).first() or ""

    @classmethod
    def bump(cls) -> None:
        """Mark every calendar built so far as old."""
        token = uuid.uuid4().hex
        if not cls.objects.filter(pk=1).update(token=token):
            cls.objects.create(pk=1, token=token)


def touch(dates: Iterable[datetime.date] | None) -> None:
    """Bump the version and announce the change when the transaction commits.

    Args:
        dates: the days whose meaning changed; None where every day may have changed.
    """
    CalendarVersion.bump()
    memo.end_request()
    announce(dates)


class CalendarQuerySet(models.QuerySet[_Row]):
    """A queryset that cannot change many rows behind the calendar's back.

    Django's ``bulk_update`` goes through :meth:`update`.
    """

    def update(self, **kwargs: Any) -> int:
        """As Django's, and announce the change."""
        with transaction.atomic(using=self.db):
            changed = super().update(**kwargs)
            if changed:
                touch(None)
        return changed

    def bulk_create(self, objs: Iterable[_Row], *args: Any, **kwargs: Any) -> list[_Row]:
        """As Django's, and announce the change."""
        with transaction.atomic(using=self.db):
            created = super().bulk_create(objs, *args, **kwargs)
            touch(None)
        return created


class CalendarTable(models.Model):
    """Base of the tables that move dates."""

    objects = CalendarQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save and mark every calendar as old, in one transaction."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            touch(self.touched_dates())

    def touched_dates(self) -> Iterable[datetime.date] | None:
        """The days that a change of this row moves; None for all of them."""
        return None


class Holiday(CalendarTable):
    """One date without service, or one that was cancelled and counts as a working day again."""

    class Kind(models.TextChoices):
        NATIONAL = calendar.NATIONAL, _l("Libur nasional")
        COLLECTIVE_LEAVE = calendar.COLLECTIVE_LEAVE, _l("Cuti bersama")
        LOCAL = calendar.LOCAL, _l("Libur setempat")
        CANCELLED = calendar.CANCELLED, _l("Dibatalkan (tetap hari kerja)")

    date = models.DateField(
        _l("tanggal"),
        unique=True,
        error_messages={
            "unique": _l("Tanggal ini sudah ada di daftar hari libur. Ubah baris yang ada.")
        },
    )
    kind = models.CharField(_l("jenis"), max_length=20, choices=Kind, default=Kind.NATIONAL)
    name = models.CharField(_l("nama"), max_length=120)
    source = models.CharField(
        _l("dasar"),
        max_length=200,
        blank=True,
        help_text=_l("Keputusan yang menetapkannya, misalnya nomor SKB 3 Menteri atau Keppres."),
    )
    confirmed = models.BooleanField(
        _l("sudah ditetapkan"),
        default=True,
        help_text=_l(
            "Kosongkan selama masih perkiraan; tanggal yang melewatinya ditandai sementara."
        ),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _l("hari libur")
        verbose_name_plural = _l("hari libur")
        ordering = ["date"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Moving a holiday changes two days: the one it leaves and the one it comes to.
        self._was = None if "date" in self.get_deferred_fields() else self.date

    def __str__(self) -> str:
        return f"{words.date_long(self.date)}: {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and remember the date for the next change."""
        super().save(*args, **kwargs)
        self._was = self.date

    def touched_dates(self) -> Iterable[datetime.date] | None:
        """The date of this row, and the date it had when it was read."""
        return {day for day in (self.date, self._was) if day}


class CalendarYear(CalendarTable):
    """A year whose holiday table has been entered; without this row nothing is counted in it."""

    year = models.PositiveSmallIntegerField(
        _l("tahun"), unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2200)]
    )
    confirmed = models.BooleanField(
        _l("sudah ditetapkan"),
        default=False,
        help_text=_l(
            "Centang setelah hari libur dan cuti bersama tahun ini diperiksa dengan SKB 3 Menteri. "
            "Selama belum dicentang, tanggal di tahun ini ditandai sementara."
        ),
    )
    source = models.CharField(_l("dasar"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _l("tahun kalender")
        verbose_name_plural = _l("tahun kalender")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class ServiceDay(CalendarTable):
    """Service hours of one weekday; a weekday without a row has no service."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _l("Senin")
        TUESDAY = 1, _l("Selasa")
        WEDNESDAY = 2, _l("Rabu")
        THURSDAY = 3, _l("Kamis")
        FRIDAY = 4, _l("Jumat")
        SATURDAY = 5, _l("Sabtu")
        SUNDAY = 6, _l("Minggu")

    weekday = models.PositiveSmallIntegerField(_l("hari"), choices=Weekday, unique=True)
    opens = models.TimeField(_l("buka"))
    closes = models.TimeField(_l("tutup"))
    break_from = models.TimeField(_l("istirahat mulai"), null=True, blank=True)
    break_to = models.TimeField(_l("istirahat selesai"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _l("jam layanan")
        verbose_name_plural = _l("jam layanan")
        ordering = ["weekday"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")), name="service_day_opens_first"
            ),
            models.CheckConstraint(
                condition=models.Q(break_from__isnull=True, break_to__isnull=True)
                | models.Q(
                    # Without these, a break with one end would compare to NULL and pass.
                    break_from__isnull=False,
                    break_to__isnull=False,
                    break_from__gt=models.F("opens"),
                    break_to__gt=models.F("break_from"),
                    break_to__lt=models.F("closes"),
                ),
                name="service_day_break_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"

    def clean(self) -> None:
        """Refuse hours that do not follow each other, beside the field that is wrong."""
        if None in (self.opens, self.closes):
            return  # said beside those fields already
        if self.closes <= self.opens:
            raise ValidationError({"closes": _("Jam tutup harus sesudah jam buka.")})
        if (self.break_from is None) != (self.break_to is None):
            missing = "break_to" if self.break_to is None else "break_from"
            raise ValidationError(
                {missing: _("Isi jam mulai dan jam selesai istirahat, atau kosongkan keduanya.")}
            )
        if (
            self.break_from is not None
            and self.break_to is not None
            and not self.opens < self.break_from < self.break_to < self.closes
        ):
            raise ValidationError(
                {"break_to": _("Istirahat harus berada di antara jam buka dan jam tutup.")}
            )

    def hours(self) -> DayHours:
        """The hours as the pure calendar wants them."""
        return DayHours(self.opens, self.closes, self.break_from, self.break_to)


class WorkingTimeRule(CalendarTable):
    """The one row of rules that the law leaves to the body.

    The time zone is the setting ``TIME_ZONE``, one place for counting and for showing.
    """

    cutoff = models.TimeField(
        _l("batas jam penerimaan"),
        null=True,
        blank=True,
        help_text=_l(
            "Yang masuk sesudah jam ini dihitung diterima pada hari kerja berikutnya. Kosongkan "
            "untuk memakai jam tutup layanan hari itu; isi 23.59 agar hari itu selalu dihitung."
        ),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _l("aturan waktu kerja")
        verbose_name_plural = _l("aturan waktu kerja")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="working_time_rule_is_one")
        ]

    def __str__(self) -> str:
        return _("Aturan waktu kerja")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save as the only row there is."""
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def load(cls) -> WorkingTimeRule:
        """The rule in force; an unsaved default where none was saved."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class Heartbeat(models.Model):
    """When a recurring task last ran to its end, and whether it had been silent too long."""

    name = models.CharField(_l("nama"), max_length=60, unique=True)
    first_at = models.DateTimeField(_l("pertama"), default=moments.now)
    last_at = models.DateTimeField(_l("terakhir"), default=moments.now)
    detail = models.JSONField(_l("rincian"), default=dict, blank=True)
    gap_from = models.DateTimeField(_l("terputus sejak"), null=True, blank=True)
    gap_noted = models.DateTimeField(_l("terputus sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _l("denyut tugas berkala")
        verbose_name_plural = _l("denyut tugas berkala")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
