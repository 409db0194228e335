"""What keeps a record from being proposed for disposal, although its retention has ended.

Nothing that is part of a running request, objection, dispute, test or exclusion may be destroyed
or handed over (UU 14/2008 Pasal 53; UU 43/2009 Pasal 51): whoever waits for it would lose it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from dip_app.consequence.models import TestItem
from dip_app.documenting.archive import ArchiveRecord
from dip_app.models import ClassificationDecree
from ppid_portal.clock import today
from ppid_portal.sop import registry
from ppid_portal.sop.models import Case
from ppid_portal.sop.search import normalise

#: A shorter title stands by chance in the words of any request.
_SHORTEST = 12


def held(records: Sequence[ArchiveRecord]) -> dict[int, str]:
    """Return, by the key of a record, why it may not be proposed; nothing for those that may.

    The records come with their items. A fixed number of queries.
    """
    found = _in_running_cases(records)
    found.update(_in_tests(records))
    found.update(_excluded(records))
    return found


def _excluded(records: Sequence[ArchiveRecord]) -> dict[int, str]:
    """Excluded today or from a later day: by the item itself, or its title in its unit."""
    decrees = ClassificationDecree.objects.filter(
        Q(item__in=[record.item_id for record in records])
        | Q(
            unit__in={record.unit_id for record in records},
            title__in=[record.item.title for record in records],
        )
    )
    found: dict[int, str] = {}
    for decree in decrees:
        if decree.last_end is not None and decree.last_end <= today():
            continue
        for record in records:
            same = record.unit_id == decree.unit_id and record.item.title == decree.title
            if record.item_id == decree.item_id or same:
                found[record.pk] = _("dikecualikan menurut {number}").format(number=decree.number)
    return found


def _in_tests(records: Sequence[ArchiveRecord]) -> dict[int, str]:
    items = {record.item_id: record.pk for record in records}
    tests = TestItem.objects.filter(test__closed_at__isnull=True).filter(
        Q(entry__in=items) | Q(listed__in=items)
    )
    found: dict[int, str] = {}
    for entry, listed, number in tests.values_list("entry_id", "listed_id", "test__number"):
        for item in (entry, listed):
            if item in items:
                found[items[item]] = _("sedang diuji dalam {number}").format(number=number)
    return found


def _in_running_cases(records: Sequence[ArchiveRecord]) -> dict[int, str]:
    """Named by its title in a request, an objection, an order or a dispute that is not over."""
    wanted = {
        record.pk: title
        for record in records
        if len(title := normalise(record.item.title)) >= _SHORTEST
    }
    running = Case.objects.filter(closed_at__isnull=True, kind__in=_kinds_of_applicants())
    found: dict[int, str] = {}
    texts = running.order_by().values_list("number", "search_text").iterator(chunk_size=500)
    for number, text in texts:
        for pk, title in wanted.items():
            if pk not in found and title in text:
                found[pk] = _("disebut dalam {number} yang belum selesai").format(number=number)
    return found


def _kinds_of_applicants() -> Iterable[str]:
    """Return the kinds of cases that somebody outside waits for: all but those of the list."""
    return [kind for kind, model in registry.kinds().items() if model._meta.app_label != "dip_app"]
