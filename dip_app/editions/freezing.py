"""Making an edition: the list as it stands, kept for good by a bounded number of statements."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, F, Max, Window
from django.db.models.functions import RowNumber

from dip_app.editions import sql
from dip_app.editions.changes import current_edition
from dip_app.editions.models import ChangeKind, EditionEntry, ListChange, ListEdition
from dip_app.models import ENTRY_COLUMNS, InformationItem
from ppid_portal.letters.models import Letter
from ppid_portal.sop.models import Case

#: The order of an edition: unit by unit, as the form of the list groups them.
ORDER = ("unit__name", "unit_id", "category", "title", "id")


def freeze(
    case: Case,
    *,
    decreed_on: date,
    at: datetime,
    decree: Letter | None = None,
    minutes: Letter | None = None,
) -> ListEdition:
    """Keep the whole public list as the edition that a case established; once per case.

    ``decree`` (SK) or ``minutes`` (Berita Acara), or both, are the decision. What the edition
    brings must have been published before, in the same transaction.
    """
    with transaction.atomic():
        previous = current_edition(lock=True)
        if (made := ListEdition.objects.filter(case_id=case.pk).first()) is not None:
            return made
        year = decreed_on.year
        last = ListEdition.objects.filter(year=year).aggregate(last=Max("number"))["last"]
        public = InformationItem.objects.public()
        since = ListChange.objects.filter(after=previous) if previous else ListChange.objects.all()
        counts = dict(since.order_by().values_list("kind").annotate(Count("pk")))
        edition = ListEdition(
            year=year,
            number=(last or 0) + 1,
            decreed_on=decreed_on,
            frozen_at=at,
            case_id=case.pk,
            decree=decree,
            minutes=minutes,
            previous=previous,
            # Counted once, here, so that no page has to.
            entry_count=public.count(),
            added=counts.get(ChangeKind.ADDED, 0),
            changed=counts.get(ChangeKind.CHANGED, 0),
            removed=counts.get(ChangeKind.REMOVED, 0),
        )
        edition.save(force_insert=True)
        order = [F(name).asc() for name in ORDER]
        sql.copy(
            EditionEntry,
            public.order_by(),
            {
                **sql.own(*ENTRY_COLUMNS),
                "edition": sql.constant(EditionEntry, "edition", edition),
                "position": Window(RowNumber(), order_by=order),
                "item": F("pk"),
                "unit": F("unit_id"),
                "unit_name": F("unit__name"),
            },
        )
    return edition
