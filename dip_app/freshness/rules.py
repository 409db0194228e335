"""When an item is due, and how its completeness is counted: one rule, in Python and in SQL.

UU 14/2008 Pasal 9 ayat (3): periodic information is made known at least every six months.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Trim
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.models import Category, InformationItem, ItemFile

#: UU 14/2008 Pasal 9 ayat (3).
MONTHS = 6
#: A unit is asked so many days before an item is due, and its head told so many days after.
SOON_DAYS = 14
ESCALATE_DAYS = 14

#: The columns of the form (Perki 1/2021 Lampiran II) that count, with what they are called.
COLUMNS: tuple[tuple[str, str | Promise], ...] = (
    ("summary", _l("ringkasan isi informasi")),
    ("responsible", _l("penanggung jawab pembuatan atau penerbitan")),
    ("made_when", _l("waktu pembuatan")),
    ("made_where", _l("tempat pembuatan")),
    ("formats", _l("bentuk informasi yang tersedia")),
    ("retention", _l("jangka waktu penyimpanan")),
    ("topic", _l("topik")),
)
#: Those columns, and one point for a file or a link.
MOST_STORED = len(COLUMNS) + 1
#: One more point for being up to date, which depends on the day and is never stored.
MOST = MOST_STORED + 1


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later; the last of the month where there is none."""
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_due(category: str, refreshed_on: date) -> date | None:
    """Return until when an item is to be updated by default; only periodic ones are (Pasal 9)."""
    return months_after(refreshed_on, MONTHS) if category == Category.PERIODIC else None


def why_not_due(item: InformationItem, day: date | None, today: date) -> str | None:
    """Say why an item cannot be due on a day that somebody sets."""
    if day is None:
        if item.category != Category.PERIODIC:
            return None
        return _("Informasi berkala wajib mempunyai tanggal pembaruan (UU 14/2008 Pasal 9).")
    if day <= today:
        return _("Isi tanggal sesudah hari ini.")
    latest = months_after(today, MONTHS)
    if item.category == Category.PERIODIC and day > latest:
        return _(
            "Informasi berkala diumumkan paling lambat setiap enam bulan (UU 14/2008 Pasal 9 "
            "ayat (3)): paling lambat %(day)s."
        ) % {"day": f"{latest:%d-%m-%Y}"}
    if day.year > today.year + 10:
        return _("Tanggal ini terlalu jauh. Periksa tahunnya.")
    return None


@dataclass(frozen=True)
class Point:
    """One thing that counts, and whether it is there."""

    label: str
    there: bool


def points(item: InformationItem, has_file: bool, today: date) -> list[Point]:
    """Return everything that counts for the completeness of an item."""
    found = [Point(str(label), bool(getattr(item, name).strip())) for name, label in COLUMNS]
    found.append(Point(_("berkas atau tautan"), has_file or bool(item.link.strip())))
    found.append(Point(_("tidak lewat tanggal pembaruan"), not is_overdue(item, today)))
    return found


def is_overdue(item: InformationItem, today: date) -> bool:
    """Tell whether an item should have been updated before today; the twin of ``overdue``."""
    return item.next_update_due is not None and item.next_update_due < today


def overdue(today: date) -> Q:
    """Return the condition of items that should have been updated before today."""
    return Q(next_update_due__lt=today)


def score(there: int, of: int = MOST) -> int:
    """Return a share as whole percent, rounded down: only what is complete is 100."""
    return 100 * there // of if of else 0


def stored_points() -> Any:
    """Return, as an expression over items, the points that do not depend on the day.

    The twin of the first of :func:`points`, which a test holds together.
    """
    one, none = Value(1), Value(0)
    total: Any = none
    for name, _label in COLUMNS:
        total = total + Case(When(~Q(**{f"trimmed_{name}": ""}), then=one), default=none)
    files = ItemFile.objects.filter(item=OuterRef("pk"))
    copy = Case(When(Q(Exists(files)) | ~Q(trimmed_link=""), then=one), default=none)
    return total + copy


def trimmed() -> dict[str, Any]:
    """Return the annotations that :func:`stored_points` looks at."""
    names = [name for name, _label in COLUMNS] + ["link"]
    return {f"trimmed_{name}": Trim(F(name), output_field=CharField()) for name in names}


def count_points() -> Any:
    """Return the number of stored points, as a whole expression."""
    return Case(default=stored_points(), output_field=IntegerField())
