"""The filters of the public list as data: they drive the links, the counts and the query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l

from dip_app.models import Category, Format
from dip_app.search.sql import Filters, Tally
from ppid_portal.people.models import Unit

CATEGORY_WORDS = {
    "berkala": Category.PERIODIC,
    "serta-merta": Category.IMMEDIATE,
    "setiap-saat": Category.AVAILABLE,
}
FORMAT_WORDS = {
    "pdf": Format.PDF,
    "tabel": Format.SPREADSHEET,
    "teks": Format.DOCUMENT,
    "web": Format.WEB,
    "media": Format.MEDIA,
    "cetak": Format.PAPER,
}
NAMES = {
    "category": ("kategori", _l("Kategori")),
    "unit": ("unit", _l("Unit")),
    "year": ("tahun", _l("Tahun")),
    "format": ("format", _l("Bentuk")),
}
PLACES = ("sesudah", "sebelum")


@dataclass(frozen=True)
class Option:
    """One filter link; following a chosen one takes the filter off. ``count`` may be unknown."""

    label: str
    url: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A group of filter links."""

    name: str
    label: str | Promise
    options: list[Option]
    chosen: bool


@dataclass(frozen=True)
class UnitName:
    """What the list needs to know of a unit."""

    id: int
    code: str
    name: str


def unit_names() -> list[UnitName]:
    """All units, by name; one query."""
    return [
        UnitName(*row) for row in Unit.objects.order_by("name").values_list("id", "code", "name")
    ]


def read_filters(query: QueryDict, units: list[UnitName]) -> Filters:
    """The filters in an address; raises Http404 for a value that no page ever linked to."""
    category, form = query.get("kategori", ""), query.get("format", "")
    code, year = query.get("unit", ""), query.get("tahun", "")
    codes = {unit.code: unit.id for unit in units}
    if (
        (category and category not in CATEGORY_WORDS)
        or (form and form not in FORMAT_WORDS)
        or (code and code not in codes)
        or (year and not (year.isascii() and year.isdigit() and len(year) == 4))
    ):
        raise Http404("unknown filter")
    return Filters(
        category=CATEGORY_WORDS[category].value if category else None,
        unit=codes[code] if code else None,
        year=int(year) if year else None,
        format=FORMAT_WORDS[form].value if form else None,
    )


def address(query: QueryDict, **changes: str) -> str:
    """The address of the list with something changed; "" takes it away. Starts at page one."""
    changed = query.copy()
    for place in PLACES:
        changed.pop(place, None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    for name in [name for name, value in changed.items() if not value]:
        del changed[name]
    return f"?{changed.urlencode()}" if changed else "?"


def facets(
    query: QueryDict, filters: Filters, tally: Tally, listed: Tally, units: list[UnitName]
) -> list[Facet]:
    """The groups of filter links for a page.

    ``tally`` counts what was searched; when counting was cut off, the choices come from the
    whole list (``listed``) and bear no numbers: a link never promises what was not counted.
    """
    counted = tally if tally.complete else listed
    words: dict[str, Mapping[str | int, tuple[str, str]]] = {
        "category": {
            value.value: (word, str(value.label)) for word, value in CATEGORY_WORDS.items()
        },
        "unit": {unit.id: (unit.code, unit.name) for unit in units},
        "format": {value.value: (word, str(value.label)) for word, value in FORMAT_WORDS.items()},
    }
    groups = []
    for position, (name, (parameter, label)) in enumerate(NAMES.items()):
        others = filters.without(name)
        numbers: Counter[str | int] = Counter()
        for key, number in counted.rows:
            if others.admits(key):
                numbers[key[position]] += number
        chosen = getattr(filters, name)
        if chosen is not None:
            numbers[chosen] += 0
        if name == "year":
            order: list[str | int] = sorted(numbers, reverse=True)
            known: Mapping[str | int, tuple[str, str]] = {
                year: (str(year), str(year)) for year in order
            }
        else:
            known = words[name]
            order = [value for value in known if value in numbers]
        options = [
            Option(
                label=known[value][1],
                url=address(query, **{parameter: "" if value == chosen else known[value][0]}),
                count=numbers[value] if tally.complete else None,
                chosen=value == chosen,
            )
            for value in order
        ]
        if len(options) > 1 or chosen is not None:
            groups.append(Facet(parameter, label, options, chosen is not None))
    return groups
