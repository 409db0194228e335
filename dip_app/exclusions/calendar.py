"""When excluded information ends, and until when its opening is decided: month by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dip_app.exclusions import register, rules
from dip_app.exclusions.models import UNDECIDED, WAITING, ExclusionOpening, OpeningState
from dip_app.models import ClassificationDecree
from ppid_portal.clock import today
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.words import month_name

#: How far ahead the calendar looks when no month is chosen.
MONTHS_AHEAD = 12
#: A decision falls at most so long before its end: thirty working days and any run of holidays.
_BEFORE = timedelta(days=90)
_MOST = 500


@dataclass(frozen=True)
class Row:
    """One date of one excluded item."""

    day: date
    what: str
    title: str
    decree: str
    unit: str
    note: str
    tone: str
    url: str


@dataclass(frozen=True)
class Month:
    """The rows of one month under its name."""

    key: str
    name: str
    rows: list[Row]


def decrees_between(
    found: QuerySet[ClassificationDecree], first: date, last: date
) -> list[ClassificationDecree]:
    """Return what ends, or has to be decided, in a period; ``last`` is the day after it."""
    ending = register.ends_until(last + _BEFORE) & ~register.ends_until(first - timedelta(days=1))
    near = found.filter(ending | Q(opening__state__in=WAITING))
    return list(register.by_end(near.select_related("unit", "opening"))[:_MOST])


def rows_of(
    decrees: Iterable[ClassificationDecree], first: date, last: date, visible: set[int]
) -> list[Row]:
    """Return the dates that fall in a period; what is overdue and undecided is always there."""
    rows = []
    for decree in decrees:
        opening: ExclusionOpening | None = getattr(decree, "opening", None)
        end = decree.last_end
        if end is None:
            continue
        url = ""
        if opening is not None and opening.pk in visible:
            url = reverse("desk:case", args=[opening.pk])
        decide, problem = _decide(decree)
        undecided = opening is None or opening.state in UNDECIDED
        if decide is not None and undecided and end > today():
            # The start of the calendar must not hide what should have been decided before it.
            late = decide < today()
            if first <= decide < last or (late and first <= today() < last):
                rows.append(_row(decree, decide, url, *_deciding(opening, late)))
        if first <= end < last:
            rows.append(_row(decree, end, url, *_ending(opening, end, problem)))
    return sorted(rows, key=lambda row: (row.day, row.title))


def _row(decree: ClassificationDecree, day: date, url: str, what: str, note: str, tone: str) -> Row:
    return Row(
        day=day,
        what=what,
        title=decree.title,
        decree=decree.number,
        unit=decree.unit.name,
        note=note,
        tone=tone,
        url=url,
    )


def _decide(decree: ClassificationDecree) -> tuple[date | None, str]:
    """Return until when it is decided, or why that cannot be counted: no date is guessed."""
    opening = getattr(decree, "opening", None)
    if opening is not None:
        return opening.decide_by, ""
    try:
        return rules.decide_by(decree), ""
    except NoHolidayTable as missing:
        return None, _(
            "Batas keputusan belum dapat dihitung: hari libur {year} belum diisi"
        ).format(year=missing.year)


def _deciding(opening: ExclusionOpening | None, late: bool) -> tuple[str, str, str]:
    what = _("Pembukaan diputuskan paling lambat")
    if late:
        return what, _("Terlewat, belum diputuskan"), "late"
    if opening is None:
        return what, _("Usul dimulai dengan sendirinya"), "neutral"
    return what, opening.state_label, "waiting"


def _ending(opening: ExclusionOpening | None, end: date, problem: str) -> tuple[str, str, str]:
    what = _("Jangka waktu berakhir")
    if opening is not None and opening.state == OpeningState.RENEWED:
        return what, opening.state_label, "neutral"
    if opening is not None and opening.state == OpeningState.OPENED:
        listed = opening.item_id is not None
        return (
            what,
            _("Terbuka, dalam DIP") if listed else _("Terbuka, belum dalam DIP"),
            ("done" if listed else "late"),
        )
    if end <= today():
        return what, _("Terbuka"), "done"
    if opening is not None:
        return what, opening.state_label, "soon"
    return what, problem, "late" if problem else ""


def by_month(rows: Iterable[Row]) -> list[Month]:
    """Return the rows under the names of their months."""
    found: dict[str, Month] = {}
    for row in rows:
        key = f"{row.day:%Y-%m}"
        found.setdefault(key, Month(key, name_of(row.day), [])).rows.append(row)
    return list(found.values())


def name_of(month: date) -> str:
    """Return a month in words."""
    return f"{month_name(month.month)} {month.year}"


def following(month: date, count: int = 1) -> date:
    """Return the first day of a month so many months later, or earlier."""
    position = month.year * 12 + month.month - 1 + count
    return date(position // 12, position % 12 + 1, 1)
