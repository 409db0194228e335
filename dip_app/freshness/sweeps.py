"""What happens to freshness by itself: dates and counts are kept, units are reminded once."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef
from django.urls import reverse

from dip_app.freshness import notices, rules
from dip_app.freshness.models import FreshnessReminder
from dip_app.models import InformationItem
from ppid_portal.clock import now, today
from ppid_portal.people.models import Unit

Kind = FreshnessReminder.Kind


def find_reminders() -> int:
    """Note, per unit and due date, what it has to be told; return how many are new.

    The key holds unit, date and kind, so after an outage of any length each is noted once; a
    date that moved is a new one. What is overdue is not announced as being due soon any more.
    """
    day, at = today(), now()
    found = 0
    for kind, first, last in (
        (Kind.SOON, day, day + timedelta(days=rules.SOON_DAYS)),
        (Kind.OVERDUE, None, day - timedelta(days=1)),
        (Kind.ESCALATED, None, day - timedelta(days=rules.ESCALATE_DAYS)),
    ):
        known = FreshnessReminder.objects.filter(
            kind=kind, unit=OuterRef("unit_id"), due_on=OuterRef("next_update_due")
        )
        items = InformationItem.objects.public().filter(next_update_due__lte=last)
        if first is not None:
            items = items.filter(next_update_due__gte=first)
        rows = (
            items.filter(~Exists(known))
            .order_by()
            .values_list("unit_id", "next_update_due")
            .annotate(number=Count("pk"))
        )
        found += len(
            FreshnessReminder.objects.bulk_create(
                [
                    FreshnessReminder(
                        unit_id=unit, due_on=due, kind=kind, items=number, created_at=at
                    )
                    for unit, due, number in rows
                    if due is not None
                ],
                ignore_conflicts=True,
            )
        )
    return found


def tell_units() -> int:
    """Write one notice for all that a unit has to be told of one kind; return how many.

    Each in its own transaction: one that fails stays for the next run and holds nobody up.
    """
    untold = FreshnessReminder.objects.filter(told_at__isnull=True)
    told = 0
    for unit, kind in list(untold.order_by().values_list("unit", "kind").distinct()):
        told += _tell(unit, kind)
    return told


def _tell(unit_id: int, kind: str) -> int:
    with transaction.atomic():
        unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
        rows = list(
            FreshnessReminder.objects.filter(unit=unit, kind=kind, told_at__isnull=True).order_by(
                "due_on", "pk"
            )
        )
        # Whatever was confirmed since it was noted needs no reminder.
        due = [row.due_on for row in rows]
        still = InformationItem.objects.public().filter(unit=unit, next_update_due__in=due)
        found = still.aggregate(count=Count("pk"), first=Min("next_update_due"))
        count, first = found["count"], found["first"]
        if count:
            link = f"{settings.PUBLIC_URL}{reverse('freshness:items')}?unit={unit.pk}"
            notices.tell(kind, unit, count, first, link, max(row.pk for row in rows))
        FreshnessReminder.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now())
        return int(bool(count))
