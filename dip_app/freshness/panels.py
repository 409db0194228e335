"""What the desk shows of freshness: what is overdue, and where to look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dip_app.freshness import page
from dip_app.freshness.models import Act, UnitFreshness
from ppid_portal.people.actors import Actor

_ALERTS = 20


def attention(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return the units whose items are overdue, as the sweep counted them."""
    if not page.may_look(actors):
        return []
    late = UnitFreshness.objects.filter(overdue__gt=0).select_related("unit")
    office = page.is_office(actors)
    if not office:
        late = late.filter(unit__in=page.own_units(actors))
    rows = list(late.order_by("-overdue", "unit__name")[:_ALERTS])
    if not rows and not office:
        return []
    return [
        {
            "title": _("Informasi lewat tanggal pembaruan"),
            "explain": _("Unitnya memperbarui, atau menyatakan isinya tidak berubah."),
            "empty": _("Tidak ada informasi yang lewat tanggal pembaruannya."),
            "rows": [
                {
                    "url": f"{reverse('freshness:items')}?unit={row.unit_id}",
                    "number": row.unit.code,
                    "text": _("{unit}: {count} informasi").format(
                        unit=row.unit.name, count=row.overdue
                    ),
                    "tone": "late",
                    "date": row.oldest_due,
                }
                for row in rows
            ],
        }
    ]


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Return the page of freshness, for the office and for units."""
    if not page.may_look(actors):
        return []
    return [{"view": "freshness:units", "label": _("Kesegaran daftar")}]


def verbs() -> dict[str, str]:
    """Return words for what is recorded of items."""
    return {f"item_{act.value}": str(act.label) for act in Act}
