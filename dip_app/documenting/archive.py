"""The archive list: what a unit says of each item in a round, and the list that becomes definite.

All writing is set-based: a unit may hold tens of thousands of items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _l

from dip_app.editions import sql
from dip_app.models import InformationItem, years_after
from ppid_portal.people.models import Unit

if TYPE_CHECKING:
    from datetime import datetime

    from dip_app.documenting.models import DocumentingRound, UnitDocuments

LONGEST_YEARS = 100


class Form(models.TextChoices):
    """In which form an item is held."""

    PAPER = "paper", _l("Cetak")
    DIGITAL = "digital", _l("Digital")
    BOTH = "both", _l("Cetak dan digital")
    MISSING = "missing", _l("Tidak ditemukan")


class Fate(models.TextChoices):
    """What becomes of it when its retention ends (UU 43/2009 Pasal 1 angka 22: jadwal retensi)."""

    DESTROY = "destroy", _l("Musnah")
    PERMANENT = "permanent", _l("Permanen")
    REVIEW = "review", _l("Dinilai kembali")


class ArchiveFacts(models.Model):
    """What is known of an item as a record of the archive.

    The retention is that of the body's schedule (jadwal retensi arsip): so many years active,
    then so many inactive, counted from ``retention_from``; ``retention_end`` follows from them.
    """

    form = models.CharField(_l("bentuk"), max_length=8, choices=Form)
    classification = models.CharField(
        _l("kode klasifikasi arsip"), max_length=60, blank=True, default=""
    )
    place = models.CharField(_l("tempat dokumen cetak"), max_length=200, blank=True, default="")
    container = models.CharField(_l("boks atau map"), max_length=100, blank=True, default="")
    digital = models.CharField(_l("tempat berkas digital"), max_length=300, blank=True, default="")
    amount = models.CharField(_l("jumlah"), max_length=60, blank=True, default="")
    retention_from = models.DateField(_l("retensi dihitung sejak"))
    active_years = models.PositiveSmallIntegerField(
        _l("retensi aktif (tahun)"), validators=[MaxValueValidator(LONGEST_YEARS)]
    )
    inactive_years = models.PositiveSmallIntegerField(
        _l("retensi inaktif (tahun)"), validators=[MaxValueValidator(LONGEST_YEARS)]
    )
    retention_end = models.DateField(_l("retensi berakhir"), editable=False)
    fate = models.CharField(_l("nasib akhir"), max_length=10, choices=Fate)
    remarks = models.CharField(_l("keterangan"), max_length=500, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def retention_years(self) -> int:
        """Return for how many years it is kept in all."""
        return self.active_years + self.inactive_years

    @property
    def active_until(self) -> date:
        """Return the day on which the active years end."""
        return years_after(self.retention_from, self.active_years)

    @property
    def location(self) -> str:
        """Return where it is kept, paper before digital."""
        paper = ", ".join(filter(None, (self.place, self.container)))
        return "; ".join(filter(None, (paper, self.digital)))


class ArchiveEntry(ArchiveFacts):
    """What a unit states of one item in one round; frozen when the round is ratified."""

    documents = models.ForeignKey(
        "dip_app.UnitDocuments", on_delete=models.PROTECT, related_name="entries"
    )
    item = models.ForeignKey(
        InformationItem, on_delete=models.PROTECT, related_name="archive_entries"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["documents", "item"], name="archive_entry_once"),
        )

    def __str__(self) -> str:
        return f"{self.documents_id}: {self.item_id}"


class Disposal(models.TextChoices):
    """What was done with a record whose retention had ended."""

    DESTROYED = "destroyed", _l("Dimusnahkan")
    HANDED_OVER = "handed_over", _l("Diserahkan sebagai arsip statis")


class ArchiveRecord(ArchiveFacts):
    """One line of the archive list (daftar arsip), definite since a round filed it (SOP 7.4).

    What the portal shows of the item does not depend on it: a record that was destroyed or
    handed over takes nothing from the public list.
    """

    item = models.OneToOneField(
        InformationItem, on_delete=models.PROTECT, related_name="archive_record"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="archive_records")
    filed_in = models.ForeignKey(
        "dip_app.DocumentingRound", on_delete=models.PROTECT, related_name="records"
    )
    filed_at = models.DateTimeField()
    disposal = models.CharField(max_length=12, choices=Disposal, blank=True, default="")
    disposed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _l("arsip informasi publik")
        verbose_name_plural = _l("daftar arsip informasi publik")
        ordering = ("retention_end", "id")
        indexes = (
            models.Index(fields=["unit", "retention_end", "id"], name="archive_by_unit"),
            models.Index(fields=["retention_end", "id"], name="archive_by_end"),
            models.Index(
                fields=["fate", "retention_end", "id"],
                condition=Q(disposed_on__isnull=True),
                name="archive_by_fate",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(disposal="", disposed_on__isnull=True)
                | (~Q(disposal="") & Q(disposed_on__isnull=False)),
                name="archive_disposed_with_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id}"


#: The columns of what is known of an item, as an entry and a record both have them.
FACTS: tuple[str, ...] = tuple(field.name for field in ArchiveFacts._meta.local_fields)


# -- what a unit has to state ----------------------------------------------------------------------


def items_of(documents: UnitDocuments) -> QuerySet[InformationItem]:
    """Return the items of the public list that a unit has to document, newest first.

    Those that were public when the round began; what was published since is the next round's,
    and what was destroyed or handed over is documented for good.
    """
    return (
        InformationItem.objects.public()
        .filter(unit=documents.unit, published_at__lt=documents.opened_at)
        .exclude(archive_record__disposed_on__isnull=False)
        .newest_first()
    )


def unrecorded(documents: UnitDocuments) -> QuerySet[InformationItem]:
    """Return the items of which the unit has not stated anything in this round."""
    entries = ArchiveEntry.objects.filter(documents=documents, item=OuterRef("pk"))
    return items_of(documents).filter(~Exists(entries))


def as_before(documents: UnitDocuments, at: datetime) -> int:
    """State of every item that the archive list knows and this round does not: as it was there.

    Returns how many. One statement, however many items.
    """
    known = unrecorded(documents).filter(archive_record__isnull=False).order_by()
    before = {name: F(f"archive_record__{name}") for name in FACTS}
    return sql.copy(ArchiveEntry, known, {**_whose(documents, at), **before})


def state_many(
    documents: UnitDocuments, items: QuerySet[InformationItem], facts: dict[str, Any], at: datetime
) -> int:
    """State the same of many items that have no entry in this round yet; returns how many.

    ``facts`` hold everything but the dates: for each item the retention counts from the day
    after the year in which it was made. One statement per year of making.
    """
    entries = ArchiveEntry.objects.filter(documents=documents, item=OuterRef("pk"))
    items = items.order_by().filter(~Exists(entries))
    stated = 0
    for year in list(items.values_list("made_year", flat=True).distinct()):
        begin = date(year + 1, 1, 1)
        full = {**facts, **dates(begin, facts["active_years"], facts["inactive_years"])}
        stated += sql.copy(
            ArchiveEntry,
            items.filter(made_year=year),
            {**_whose(documents, at), **{name: _constant(name, full[name]) for name in FACTS}},
        )
    return stated


def state_one(
    documents: UnitDocuments, item: InformationItem, facts: dict[str, Any], at: datetime
) -> bool:
    """State what is known of one item, instead of what was stated before; tell if it is new."""
    full = {
        **facts,
        **dates(facts["retention_from"], facts["active_years"], facts["inactive_years"]),
    }
    _entry, made = ArchiveEntry.objects.update_or_create(
        documents=documents, item=item, defaults={**full, "recorded_at": at}
    )
    return made


def dates(begin: date, active_years: int, inactive_years: int) -> dict[str, date]:
    """Return both ends of a retention."""
    return {
        "retention_from": begin,
        "retention_end": years_after(begin, active_years + inactive_years),
    }


def counted_from(item: InformationItem) -> date:
    """Return from when the retention of an item counts unless the unit says otherwise."""
    return date(item.made_year + 1, 1, 1)


# -- filing ----------------------------------------------------------------------------------------


def file_all(case: DocumentingRound, at: datetime) -> int:
    """Make what the units of a ratified round stated the definite archive list (SOP 7.4).

    Returns how many records. One statement: what is new is added, what was there is renewed.
    """
    from dip_app.documenting.models import UnitState

    entries = (
        ArchiveEntry.objects.filter(
            documents__origin_id=case.pk, documents__state=UnitState.SUBMITTED
        )
        .order_by()
        .values_list(
            "item_id",
            "documents__unit_id",
            Value(case.pk),
            Value(at, output_field=models.DateTimeField()),
            Value(""),
            *FACTS,
        )
    )
    columns = ["item_id", "unit_id", "filed_in_id", "filed_at", "disposal", *FACTS]
    quoted = connection.ops.quote_name
    renewed = ", ".join(f"{quoted(c)} = excluded.{quoted(c)}" for c in columns[1:])
    select, parameters = entries.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(ArchiveRecord._meta.db_table)} "
            f"({', '.join(quoted(c) for c in columns)}) {select} "
            f"ON CONFLICT (item_id) DO UPDATE SET {renewed}",
            parameters,
        )
        return int(cursor.rowcount)


@dataclass(frozen=True)
class Recap:
    """What one unit states in a round, counted."""

    unit: str
    items: int
    paper: int
    digital: int
    both: int
    missing: int
    destroy: int
    permanent: int
    review: int


def recap(cases: Sequence[UnitDocuments]) -> list[Recap]:
    """Count, per unit, what was stated: one statement for all of them."""
    rows = ArchiveEntry.objects.filter(documents__in=[case.pk for case in cases])
    counted = {
        row.pop("documents_id"): row
        for row in rows.order_by()
        .values("documents_id")
        .annotate(
            n_items=models.Count("pk"),
            **{f"n_{each}": models.Count("pk", filter=Q(form=each)) for each in Form.values},
            **{f"n_{each}": models.Count("pk", filter=Q(fate=each)) for each in Fate.values},
        )
    }
    return [
        Recap(
            unit=case.unit.name if case.unit is not None else "",
            **{
                name: counted.get(case.pk, {}).get(f"n_{name}", 0)
                for name in ("items", *Form.values, *Fate.values)
            },
        )
        for case in cases
    ]


# -- statements ------------------------------------------------------------------------------------


def _whose(documents: UnitDocuments, at: datetime) -> dict[str, Any]:
    """Return the columns of an entry beside its facts, over items."""
    return {
        "documents": Value(documents.pk, models.BigIntegerField()),
        "item": F("pk"),
        "recorded_at": Value(at, models.DateTimeField()),
    }


def _constant(name: str, value: Any) -> Value:
    """Return a fact as a constant of the type of its column."""
    kind: Any = type(ArchiveFacts._meta.get_field(name))
    return Value(value, output_field=kind(max_length=500) if kind is models.CharField else kind())
