"""What a register is narrowed to: a year, a part of it, and the choices of its own."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long, month_name
from ppid_portal.sop import figures
from ppid_portal.sop.registers import Choice, Reader, Register, Words

YEAR, PERIOD = "tahun", "periode"
_FIRST_YEAR, _LAST_YEAR = 2010, 2200  # UU 14/2008 applies from 2010 on
_PARTS: dict[str, tuple[int, int, Words]] = {
    "s1": (1, 6, _l("Semester I")),
    "s2": (7, 12, _l("Semester II")),
    "tw1": (1, 3, _l("Triwulan I")),
    "tw2": (4, 6, _l("Triwulan II")),
    "tw3": (7, 9, _l("Triwulan III")),
    "tw4": (10, 12, _l("Triwulan IV")),
    **{f"{month:02d}": (month, month, "") for month in range(1, 13)},
}


def periods() -> list[tuple[str, str]]:
    """Return the parts of a year in words."""
    return [(key, str(words) or month_name(first)) for key, (first, _last, words) in _PARTS.items()]


@dataclass(frozen=True)
class Selection:
    """What a register is narrowed to, as it stands in the address; the unknown is ignored.

    A part of a year without a year is that of the present year.
    """

    register: Register
    year: int | None = None
    period: str = ""
    chosen: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, register: Register, query: QueryDict) -> Selection:
        """Read the selection from an address or a form."""
        year, period = None, ""
        if register.first is not None:
            year = _year(query.get(YEAR, ""))
            period = query.get(PERIOD, "")
            period = period if period in _PARTS else ""
            year = today().year if period and year is None else year
        chosen = {}
        for choice in register.choices:
            value = query.get(choice.name, "")
            known = value in {key for key, _label in choice.options()}
            chosen[choice.name] = value if known else choice.default
        return cls(register=register, year=year, period=period, chosen=chosen)

    def values(self) -> dict[str, str]:
        """Return what is set, by the names of the address."""
        values = {YEAR: str(self.year or ""), PERIOD: self.period}
        for choice in self.register.choices:
            value = self.chosen.get(choice.name, choice.default)
            values[choice.name] = "" if value == choice.default else value
        return {name: value for name, value in values.items() if value}

    def url(self, **changes: str) -> str:
        """Return the address of the register under this selection."""
        found = QueryDict(mutable=True)
        found.update({**self.values(), **changes})
        url = reverse("reports:register", args=[self.register.slug])
        return f"{url}?{found.urlencode()}" if found else url

    def span(self) -> tuple[date, date] | None:
        """Return the first and last day of the period; None for all there is."""
        if self.year is None:
            return None
        first, last, _words = _PARTS.get(self.period, (1, 12, ""))
        return (
            date(self.year, first, 1),
            date(self.year, last, monthrange(self.year, last)[1]),
        )

    def narrowed(self, reader: Reader) -> QuerySet[Any]:
        """Return the rows that the selection leaves of those that a reader may see."""
        found = self.register.records(reader)
        span = self.span()
        if span is not None:
            begin, end = figures.span(*span)
            dated = self.register.dated
            found = found.filter(**{f"{dated}__gte": begin, f"{dated}__lt": end})
        for choice in self.register.choices:
            value = self.chosen.get(choice.name, choice.default)
            if value:
                found = choice.narrow(found, value)
        return found

    def years(self) -> list[int]:
        """Return the years that there are lines of, the newest first."""
        if self.register.first is None:
            return []
        first, last = self.register.first(), today().year
        return list(range(last, min(local(first).year if first else last, last) - 1, -1))

    def filters(self) -> list[dict[str, Any]]:
        """Return the fields by which the page lets people narrow the register."""
        found: list[dict[str, Any]] = []
        if self.register.first is not None:
            years = [(str(year), str(year)) for year in self.years()]
            found.append(_field(YEAR, _("Tahun"), years, str(self.year or ""), _("Semua")))
            found.append(_field(PERIOD, _("Periode"), periods(), self.period, _("Setahun penuh")))
        for choice in self.register.choices:
            value = self.chosen.get(choice.name, choice.default)
            every = "" if choice.default else str(choice.every or _("Semua"))
            found.append(_field(choice.name, str(choice.label), choice.options(), value, every))
        return found

    def period_words(self) -> str:
        """Return the period in words: "Tahun 2026", "Triwulan II 2026", "Maret 2026"."""
        if self.register.first is None:
            return _("Keadaan pada {date}").format(date=date_long(today()))
        if self.year is None:
            return _("Sejak awal sampai {date}").format(date=date_long(today()))
        if not self.period:
            return _("Tahun {year}").format(year=self.year)
        return f"{dict(periods())[self.period]} {self.year}"

    def chosen_words(self) -> list[tuple[str, str]]:
        """Return what else it is narrowed to, as label and value."""
        return [
            (str(choice.label), _label(choice, self.chosen.get(choice.name, choice.default)))
            for choice in self.register.choices
            if self.chosen.get(choice.name, choice.default)
        ]

    @property
    def file_name(self) -> str:
        """Return how a file of it is called, without its ending."""
        return "-".join(["register", self.register.slug, *self.values().values()])


def _label(choice: Choice, value: str) -> str:
    return next(str(label) for key, label in choice.options() if key == value)


def _field(name: str, label: str, options: Any, value: str, every: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "every": every,
        "options": [(key, str(words), key == value) for key, words in options],
    }


def _year(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        return None
    return int(text) if _FIRST_YEAR <= int(text) <= _LAST_YEAR else None
