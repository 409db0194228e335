"""What is reported of the public list and of excluded information (Perki 1/2021 Pasal 56)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.models import Category, ClassificationDecree, InformationItem
from ppid_portal.sop.figures import Chapter, Row, Table, span, tally


def tables(first: date, last: date) -> Sequence[Table]:
    """Count what the list holds and what was added in a period; nothing of what is excluded."""
    begin, end = span(first, last)
    held = InformationItem.objects.public().values_list("category").annotate(Count("pk"))
    added = (
        InformationItem.objects.filter(published_at__gte=begin, published_at__lt=end)
        .values_list("category")
        .annotate(Count("pk"))
    )
    return [
        Table(
            key="list",
            title=_("Informasi dalam Daftar Informasi Publik"),
            rows=tally(Category.choices, dict(held)),
            unit=_("Informasi"),
            summed=True,
            moves=True,
            note=_("Keadaan pada saat angka dihitung."),
        ),
        Table(
            key="added",
            title=_("Ditambahkan ke daftar"),
            rows=tally(Category.choices, dict(added)),
            unit=_("Informasi"),
            summed=True,
            moves=True,
        ),
        Table(
            key="excluded",
            title=_("Informasi yang dikecualikan"),
            rows=(
                Row(
                    "valid",
                    _("Penetapan yang berlaku"),
                    ClassificationDecree.objects.valid_on().count(),
                ),
            ),
            unit=_("Penetapan"),
            moves=True,
        ),
    ]


CHAPTERS = (Chapter("list", _l("Informasi yang diumumkan dan yang dikecualikan"), 5, tables),)
