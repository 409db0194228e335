"""What the public information list holds, and the recorded decrees that keep information out."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from dip_app.importing.models import ImportBatch, ImportedItem  # noqa: F401 - Django looks here
from ppid_portal.clock import now, today
from ppid_portal.files.models import StoredFile
from ppid_portal.people.models import Unit

Day = date
"""A date, where a class has a field of that name."""


class Category(models.TextChoices):
    """How an item must be made known (UU 14/2008 Pasal 9, 10 and 11)."""

    PERIODIC = "periodic", _l("Berkala")
    IMMEDIATE = "immediate", _l("Serta-merta")
    AVAILABLE = "available", _l("Setiap saat")


class Format(models.TextChoices):
    """The main form in which an item can be had; one per item, so that it can be a filter."""

    PDF = "pdf", _l("PDF")
    SPREADSHEET = "spreadsheet", _l("Tabel atau data")
    DOCUMENT = "document", _l("Dokumen teks")
    WEB = "web", _l("Halaman web")
    MEDIA = "media", _l("Gambar, suara, atau video")
    PAPER = "paper", _l("Cetak")


class Status(models.TextChoices):
    """Where an item stands; only published ones are public."""

    DRAFT = "draft", _l("Konsep")
    PUBLISHED = "published", _l("Terbit")
    WITHDRAWN = "withdrawn", _l("Ditarik")


class ItemQuerySet(models.QuerySet["InformationItem"]):
    """Items by what may be done with them."""

    def public(self) -> ItemQuerySet:
        """Those anybody may see; ``InformationItem.is_public`` says the same of one."""
        return self.filter(status=Status.PUBLISHED)

    def newest_first(self) -> ItemQuerySet:
        """In the order of the public list."""
        return self.order_by("-published_at", "-id")


class EntryFields(models.Model):
    """What the form of the list asks of each entry (Perki 1/2021 Lampiran II), beside its unit.

    An item of the list has these columns, and so have what a unit proposes for it and what an
    edition keeps of it.
    """

    title = models.CharField(_l("judul"), max_length=300)
    summary = models.TextField(_l("ringkasan isi informasi"), max_length=5000)
    category = models.CharField(_l("kategori"), max_length=12, choices=Category)
    responsible = models.CharField(
        _l("penanggung jawab pembuatan atau penerbitan"),
        max_length=200,
        help_text=_l("Jabatan atau unit, bukan nama orang."),
    )
    made_when = models.CharField(
        _l("waktu pembuatan"), max_length=100, help_text=_l("Misalnya: Maret 2026.")
    )
    made_year = models.PositiveSmallIntegerField(
        _l("tahun"), validators=[MinValueValidator(1945), MaxValueValidator(2200)]
    )
    made_where = models.CharField(_l("tempat pembuatan"), max_length=100)
    format = models.CharField(_l("bentuk utama"), max_length=12, choices=Format)
    formats = models.CharField(
        _l("format yang tersedia"),
        max_length=200,
        help_text=_l("Misalnya: PDF dan salinan cetak."),
    )
    retention = models.CharField(
        _l("jangka waktu penyimpanan"),
        max_length=200,
        help_text=_l("Menurut jadwal retensi arsip, misalnya: 5 tahun."),
    )
    topic = models.CharField(_l("topik"), max_length=100, blank=True)
    licence = models.CharField(
        _l("ketentuan pemakaian"),
        max_length=200,
        blank=True,
        help_text=_l("Misalnya: bebas dipakai dengan menyebut sumber."),
    )
    language = models.CharField(
        _l("bahasa"),
        max_length=5,
        default="id",
        choices=[("id", _l("Bahasa Indonesia")), ("en", _l("Bahasa Inggris"))],
    )
    link = models.URLField(_l("tautan"), max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


ENTRY_COLUMNS = tuple(field.name for field in EntryFields._meta.local_fields)
"""The names of those columns."""


class InformationItem(EntryFields):
    """One entry of the public information list (DIP), as Perki 1/2021 Lampiran II lists it.

    Its address ``/dip/<id>/<slug>/`` is permanent: an item is withdrawn, never deleted. The
    columns title, summary, topic and responsible are searched; on PostgreSQL a generated column
    is made of them, so a migration that changes their type must drop and make it again.
    """

    unit = models.ForeignKey(
        Unit,
        verbose_name=_l("unit yang menguasai informasi"),
        on_delete=models.PROTECT,
        related_name="information_items",
    )
    status = models.CharField(
        _l("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_l("diterbitkan"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_l("dibuat"), default=now, editable=False)
    changed_at = models.DateTimeField(_l("diubah"), default=now, editable=False)
    #: When it was last published, updated, or confirmed as unchanged (``dip_app.freshness``).
    refreshed_at = models.DateTimeField(_l("diperbarui"), null=True, editable=False)
    next_update_due = models.DateField(
        _l("diperbarui paling lambat"), null=True, blank=True, editable=False
    )
    #: Points of completeness that do not depend on the day; empty until they are counted.
    completeness = models.PositiveSmallIntegerField(null=True, editable=False)

    # The trace of freshness is kept by itself (``freshness.models.Confirmation``).
    history = HistoricalRecords(excluded_fields=["refreshed_at", "next_update_due", "completeness"])
    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _l("informasi publik")
        verbose_name_plural = _l("daftar informasi publik")
        ordering = ("-published_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="dip_item_published_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "withdrawn"]),
                name="dip_item_known_status",
            ),
            models.CheckConstraint(
                condition=Q(category__in=["periodic", "immediate", "available"]),
                name="dip_item_known_category",
            ),
        ]
        # The list is read newest first, whole or by one filter; each has its own index, so
        # that no page walks past rows it does not show.
        indexes = [
            models.Index("status", F("published_at").desc(), F("id").desc(), name="dip_item_new"),
            models.Index(
                "status",
                "category",
                F("published_at").desc(),
                F("id").desc(),
                name="dip_item_category",
            ),
            models.Index(
                "status", "unit", F("published_at").desc(), F("id").desc(), name="dip_item_unit"
            ),
            models.Index(
                "status",
                "made_year",
                F("published_at").desc(),
                F("id").desc(),
                name="dip_item_year",
            ),
            models.Index(
                "status", "format", F("published_at").desc(), F("id").desc(), name="dip_item_format"
            ),
            models.Index(F("changed_at").desc(), name="dip_item_changed"),
            # Counting the list by its filters reads this small index and not the table.
            models.Index(
                fields=("status", "category", "unit", "made_year", "format"), name="dip_item_kinds"
            ),
            # Freshness: what a unit has to update, what is due on a day, and what the sweep has
            # to look at; the last two are empty most of the time.
            models.Index(
                fields=("unit", "next_update_due", "id", "completeness"),
                condition=Q(status="published"),
                name="dip_item_due",
            ),
            models.Index(
                fields=("next_update_due", "unit"),
                condition=Q(status="published", next_update_due__isnull=False),
                name="dip_item_due_on",
            ),
            models.Index(
                fields=("unit", "completeness", "id"),
                condition=Q(status="published"),
                name="dip_item_points",
            ),
            models.Index(
                fields=("changed_at",),
                condition=Q(status="published")
                & (Q(refreshed_at__isnull=True) | Q(refreshed_at__lt=F("published_at"))),
                name="dip_item_undated",
            ),
            models.Index(
                fields=("unit",),
                condition=Q(status="published", completeness__isnull=True),
                name="dip_item_uncounted",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store, and note the moment of change, from which pages know whether they are stale."""
        self.changed_at = now()
        self.completeness = None
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "changed_at", "completeness"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("dip_app:item", args=[self.pk, self.slug])

    @property
    def _history_date(self) -> datetime:
        """When simple-history dates the row; it must follow the project's clock."""
        return now()

    @property
    def slug(self) -> str:
        """The readable end of the address; it follows the title, the number before it stays."""
        return item_slug(self.title)

    @property
    def is_public(self) -> bool:
        """Whether anybody may see it; the twin of ``ItemQuerySet.public``."""
        return self.status == Status.PUBLISHED


def item_slug(title: str) -> str:
    """A title as the readable part of an address, never empty."""
    return slugify(title)[:80].strip("-") or "informasi"


class ItemFile(models.Model):
    """A file that belongs to an item of the list."""

    item = models.ForeignKey(InformationItem, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(
        StoredFile, verbose_name=_l("berkas"), on_delete=models.PROTECT, related_name="dip_files"
    )
    label = models.CharField(_l("keterangan"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_l("urutan"), default=0)

    class Meta:
        verbose_name = _l("berkas informasi")
        verbose_name_plural = _l("berkas informasi")
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=("item", "file"), name="dip_itemfile_once"),
        ]

    def __str__(self) -> str:
        return self.label or self.file.original_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store; the completeness of the item is counted anew."""
        super().save(*args, **kwargs)
        InformationItem.objects.filter(pk=self.item_id).update(completeness=None)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take the file off; the completeness of the item is counted anew."""
        InformationItem.objects.filter(pk=self.item_id).update(completeness=None)
        return super().delete(*args, **kwargs)


class ArticleLetter(models.TextChoices):
    """The exclusions of UU 14/2008 Pasal 17."""

    A = "a", _l("a. menghambat proses penegakan hukum")
    B = "b", _l("b. hak atas kekayaan intelektual dan persaingan usaha tidak sehat")
    C = "c", _l("c. membahayakan pertahanan dan keamanan negara")
    D = "d", _l("d. mengungkapkan kekayaan alam Indonesia")
    E = "e", _l("e. merugikan ketahanan ekonomi nasional")
    F = "f", _l("f. merugikan kepentingan hubungan luar negeri")
    G = "g", _l("g. akta otentik yang bersifat pribadi dan wasiat")
    H = "h", _l("h. rahasia pribadi")
    I = "i", _l("i. memorandum atau surat yang dirahasiakan")  # noqa: E741 - the law's letter
    J = "j", _l("j. tidak boleh diungkapkan berdasarkan undang-undang")


NEVER_PERMANENT = frozenset("abcdef")
LONGEST_YEARS_A = 30
_PERMANENT = re.compile(
    r"\b(permanen\w*|selama-?\s*lama\w*|selamanya|seterusnya|abadi|tanpa\s+(batas|akhir)\w*|"
    r"tidak\s+(ter)?batas\w*|tak\s+(ter)?batas\w*|tidak\s+ada\s+batas\w*)\b",
    re.IGNORECASE,
)


class DecreeQuerySet(models.QuerySet["ClassificationDecree"]):
    """Decrees by date."""

    def valid_on(self, day: date | None = None) -> DecreeQuerySet:
        """Those on whose ground information may be refused on ``day`` (body's zone; today).

        The twin of ``ClassificationDecree.valid_on``.
        """
        day = day or today()
        return self.barring(day).filter(valid_from__lte=day)

    def barring(self, day: date | None = None) -> DecreeQuerySet:
        """Those that keep their information off the public list on ``day``, or from a later day.

        The twin of ``ClassificationDecree.bars``.
        """
        day = day or today()
        return (
            self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
            .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
            .exclude(letter="a", valid_from__lte=years_after(day, -LONGEST_YEARS_A))
        )


class ClassificationDecree(models.Model):
    """A decree that sets information as excluded, recorded until SOP 6 makes such decrees here.

    A refusal by Pasal 17 must name one that is valid that day (UU 14/2008 Pasal 19; Perki
    1/2021 Pasal 22). Letters a to f are never permanent (UU 14/2008 Pasal 20), letter a lasts at
    most thirty years (PP 61/2010 Pasal 5), letter j names the other law and its article.
    Every save checks these rules and raises ValidationError with the field.
    """

    number = models.CharField(_l("nomor surat penetapan"), max_length=100)
    date = models.DateField(_l("tanggal surat penetapan"))
    title = models.CharField(_l("informasi yang dikecualikan"), max_length=300)
    letter = models.CharField(_l("huruf Pasal 17 UU 14/2008"), max_length=1, choices=ArticleLetter)
    other_law = models.CharField(
        _l("undang-undang lain dan pasalnya"),
        max_length=300,
        blank=True,
        help_text=_l("Wajib untuk huruf j, misalnya: UU 43/2009 Pasal 44 ayat (1)."),
    )
    legal_basis = models.TextField(_l("dasar hukum pengecualian"), max_length=2000)
    consequence = models.TextField(_l("akibat bila informasi dibuka"), max_length=4000)
    valid_from = models.DateField(_l("berlaku sejak"))
    valid_until = models.DateField(
        _l("tanggal berakhir"),
        null=True,
        blank=True,
        help_text=_l("Sejak tanggal ini informasi terbuka."),
    )
    end_event = models.CharField(
        _l("peristiwa yang mengakhiri"),
        max_length=300,
        blank=True,
        help_text=_l("Misalnya: putusan pengadilan berkekuatan hukum tetap."),
    )
    ended_on = models.DateField(
        _l("peristiwa terjadi pada"),
        null=True,
        blank=True,
        help_text=_l("Isi bila peristiwa itu sudah terjadi; sejak tanggal ini informasi terbuka."),
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_l("unit yang menguasai informasi"),
        on_delete=models.PROTECT,
        related_name="classification_decrees",
    )
    item = models.ForeignKey(
        InformationItem,
        verbose_name=_l("butir daftar yang dikecualikan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decrees",
        help_text=_l("Bila ada: butir ini ditarik dari daftar publik selama penetapan berlaku."),
    )
    recorded_by = models.ForeignKey(
        "people.User",
        verbose_name=_l("dicatat oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_l("dicatat pada"), default=now, editable=False)

    history = HistoricalRecords()
    objects = DecreeQuerySet.as_manager()

    class Meta:
        verbose_name = _l("penetapan klasifikasi")
        verbose_name_plural = _l("penetapan klasifikasi")
        ordering = ("-date", "number", "title")
        indexes = [models.Index(fields=("valid_from", "valid_until"), name="dip_decree_period")]
        constraints = [
            models.UniqueConstraint(
                fields=("number", "title"),
                name="dip_decree_once",
                violation_error_message=_l("Informasi ini sudah dicatat dengan nomor yang sama."),
            ),
            models.CheckConstraint(
                condition=Q(letter__in=list("abcdefghij")), name="dip_decree_known_letter"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="dip_decree_ends_after_start",
                violation_error_message=_l("Tanggal berakhir harus sesudah tanggal mulai."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=False) | ~Q(end_event=""),
                name="dip_decree_has_end",
                violation_error_message=_l("Isi tanggal berakhir atau peristiwa yang mengakhiri."),
            ),
            models.CheckConstraint(
                condition=~Q(letter="j") | ~Q(other_law=""),
                name="dip_decree_j_names_law",
                violation_error_message=_l("Huruf j wajib menyebut undang-undang lain."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(number)s – %(title)s (huruf %(letter)s)") % {
            "number": self.number,
            "title": self.title,
            "letter": self.letter,
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Check the rules and store; raises ValidationError in Indonesian."""
        self.full_clean()
        super().save(*args, **kwargs)

    @property
    def _history_date(self) -> datetime:
        return now()

    @property
    def last_end(self) -> Day | None:
        """The date from which the information is open at the latest; None if an event decides.

        For letter a the law ends it after thirty years, whatever the event.
        """
        ends = [day for day in (self.valid_until, self.ended_on) if day is not None]
        if self.letter == ArticleLetter.A:
            ends.append(years_after(self.valid_from, LONGEST_YEARS_A))
        return min(ends, default=None)

    def valid_on(self, day: Day) -> bool:
        """Whether information may be refused on this ground on ``day``.

        On the date it ends the information is open, even when nobody has decided so.
        """
        end = self.last_end
        return self.valid_from <= day and (end is None or day < end)

    def bars(self, day: Day) -> bool:
        """Whether it keeps its information off the public list on ``day``, or from a later day."""
        return self.last_end is None or self.last_end > day

    def clean(self) -> None:
        """Refuse what the law does not allow, beside the field; see the class."""
        super().clean()
        if errors := {**self._ground_errors(), **self._period_errors()}:
            raise ValidationError(errors)

    def _ground_errors(self) -> dict[str, str]:
        errors: dict[str, str] = {}
        if self.letter == ArticleLetter.J and not _names_article(self.other_law):
            errors["other_law"] = _(
                "Huruf j wajib menyebut undang-undang lain beserta pasalnya, "
                "misalnya: UU 43/2009 Pasal 44 ayat (1)."
            )
        elif self.letter == ArticleLetter.J and _is_kip_law(self.other_law):
            errors["other_law"] = _(
                "Sebut undang-undang lain: UU 14/2008 sendiri bukan dasar untuk huruf j."
            )
        if self.date and self.date > today():
            errors["date"] = _("Tanggal surat penetapan belum tiba. Periksa tanggalnya.")
        return errors

    def _period_errors(self) -> dict[str, str]:
        errors: dict[str, str] = {}
        start, end = self.valid_from, self.valid_until
        if start and end and end <= start:
            errors["valid_until"] = _("Tanggal berakhir harus sesudah tanggal mulai berlaku.")
        elif end is None and not self.end_event.strip():
            errors["valid_until"] = _(
                "Isi tanggal berakhir, atau peristiwa yang mengakhiri pengecualian."
            )
        if self.letter in NEVER_PERMANENT and _PERMANENT.search(self.end_event):
            errors["end_event"] = _(
                "Pengecualian menurut huruf a sampai f tidak boleh permanen (UU 14/2008 Pasal 20). "
                "Isi tanggal berakhir atau peristiwa yang pasti mengakhirinya."
            )
        if (
            self.letter == ArticleLetter.A
            and start
            and end
            and end > years_after(start, LONGEST_YEARS_A)
        ):
            errors["valid_until"] = _(
                "Pengecualian menurut huruf a paling lama 30 tahun (PP 61/2010 Pasal 5): "
                "paling lambat berakhir %(day)s."
            ) % {"day": f"{years_after(start, LONGEST_YEARS_A):%d-%m-%Y}"}
        if self.ended_on and start and self.ended_on < start:
            errors["ended_on"] = _("Peristiwa yang mengakhiri tidak dapat mendahului masa berlaku.")
        if self.ended_on and not self.end_event.strip():
            errors["end_event"] = _("Tulis peristiwa yang mengakhiri pengecualian.")
        return errors


def years_after(day: date, years: int) -> date:
    """The same day ``years`` later, or earlier if negative.

    29 February without a counterpart becomes 1 March going forward and 28 February going back,
    so that counting from either end agrees on whether the years have passed.
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1) if years > 0 else date(day.year + years, 2, 28)


def _names_article(text: str) -> bool:
    law = re.search(r"\b(UU|Undang-?\s*undang)\b", text, re.IGNORECASE)
    return bool(law and re.search(r"\b(Pasal|Ps\.?)\s*\d+", text, re.IGNORECASE))


def _is_kip_law(text: str) -> bool:
    laws = re.findall(
        r"\b(?:UU|Undang-?\s*undang)\b\D{0,20}(\d+)\s*(?:/|tahun)\s*(\d{4})", text, re.IGNORECASE
    )
    return bool(laws) and all(law == ("14", "2008") for law in laws)


import dip_app.announcing.campaign.models  # noqa: E402 - Django looks here
import dip_app.announcing.models  # noqa: E402 - Django looks here
import dip_app.compiling.models  # noqa: E402 - Django looks here
import dip_app.consequence.models  # noqa: E402 - Django looks here
import dip_app.documenting.disposal  # noqa: E402 - Django looks here
import dip_app.editions.models  # noqa: E402 - Django looks here
import dip_app.exclusions.models  # noqa: E402 - Django looks here
import dip_app.freshness.models  # noqa: E402, F401 - Django looks here
