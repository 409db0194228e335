"""Keeping dates, points and summaries: by sets, found through small indexes, never by a scan.

Lists are published by the thousand (decrees, imports) and by hand; whatever brought an item, the
next run finds it, because the moment at which it was refreshed lies before its publication.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.db.models import Case, Count, F, Max, Min, Q, Sum, Value, When
from django.db.models.functions import TruncDate

from dip_app.freshness import rules
from dip_app.freshness.models import UnitFreshness
from dip_app.models import Category, InformationItem
from ppid_portal.clock import local, now, today


def date_the_undated() -> set[int]:
    """Give items that were published or changed by decree since their date; return whose they are.

    One statement per day of publication: the arithmetic of months is the calendar's, not the
    database's.
    """
    stale = InformationItem.objects.public().filter(
        Q(refreshed_at__isnull=True) | Q(refreshed_at__lt=F("published_at"))
    )
    zone = local(now()).tzinfo
    units: set[int] = set()
    days = stale.order_by().values_list(TruncDate("changed_at", tzinfo=zone), flat=True).distinct()
    for day in list(days):
        begin = datetime.combine(day, time(), tzinfo=zone)
        of_day = stale.filter(changed_at__gte=begin, changed_at__lt=begin + timedelta(days=1))
        units |= set(of_day.order_by().values_list("unit_id", flat=True).distinct())
        of_day.update(
            refreshed_at=F("changed_at"),
            next_update_due=Case(
                When(category=Category.PERIODIC, then=Value(rules.months_after(day, rules.MONTHS))),
                default=F("next_update_due"),
            ),
        )
    return units


def count_the_uncounted() -> set[int]:
    """Count the points of items that changed since they were counted; return whose they are."""
    uncounted = InformationItem.objects.public().filter(completeness__isnull=True)
    units = set(uncounted.order_by().values_list("unit_id", flat=True).distinct())
    if units:
        rows = uncounted.order_by().annotate(**rules.trimmed())
        rows.update(completeness=rules.count_points())
    return units


def summarise(units: Collection[int] | None = None) -> int:
    """Count the lists of some units, or of all, for the page; return how many units."""
    at, day = now(), today()
    items = InformationItem.objects.public()
    if units is not None:
        items = items.filter(unit__in=units)
    rows = {
        row["unit_id"]: row
        for row in items.order_by()
        .values("unit_id")
        .annotate(
            n_items=Count("pk"),
            n_points=Sum("completeness", default=0),
            n_overdue=Count("pk", filter=rules.overdue(day)),
            n_incomplete=Count("pk", filter=Q(completeness__lt=rules.MOST_STORED)),
            first_due=Min("next_update_due"),
        )
    }
    known = UnitFreshness.objects.all()
    gone = known.exclude(unit__in=rows) if units is None else known.filter(unit__in=units)
    gone.exclude(unit__in=rows).update(
        items=0, points=0, overdue=0, incomplete=0, oldest_due=None, counted_on=day, counted_at=at
    )
    UnitFreshness.objects.bulk_create(
        [
            UnitFreshness(
                unit_id=unit,
                items=row["n_items"],
                points=row["n_points"],
                overdue=row["n_overdue"],
                incomplete=row["n_incomplete"],
                oldest_due=row["first_due"],
                counted_on=day,
                counted_at=at,
            )
            for unit, row in rows.items()
        ],
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=[
            "items", "points", "overdue", "incomplete", "oldest_due", "counted_on", "counted_at",
        ],
    )  # fmt: skip
    return len(rows)


def keep() -> int:
    """Bring everything up to date; return how many units were counted anew.

    What becomes overdue does so at midnight, so the first run of a day counts every unit.
    """
    touched = date_the_undated() | count_the_uncounted()
    last = UnitFreshness.objects.aggregate(day=Max("counted_on"))["day"]
    if last != today():
        return summarise()
    return summarise(touched) if touched else 0
