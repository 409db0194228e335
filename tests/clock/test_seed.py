"""The holidays that come with the migrations."""

from __future__ import annotations

from collections import Counter
from datetime import date

import holidays
import pytest
from django.apps import apps

from ppid_portal.clock import seed
from ppid_portal.clock.models import (
    CalendarVersion,
    CalendarYear,
    Holiday,
    ServiceDay,
    WorkingTimeRule,
)
from ppid_portal.clock.services import work_calendar
from tests.clock.calendars import HOURS

# Domain brief 1.3, SKB 1497/2025, 2/2025 and 5/2025.
NATIONAL_2026 = {
    1: [1, 16],
    2: [17],
    3: [19, 21, 22],
    4: [3, 5],
    5: [1, 14, 27, 31],
    6: [1, 16],
    8: [17, 25],
    12: [25],
}
COLLECTIVE_LEAVE_2026 = {2: [16], 3: [18, 20, 23, 24], 5: [15, 28], 12: [24]}

# Where the frozen file knows better than the package: date -> (file, package). Empty today; a
# package upgrade that moves a date must be explained here before it is believed.
EXPLAINED: dict[date, tuple[str | None, str | None]] = {}


def of_the_file() -> dict[date, str]:
    return {row.date: row.kind for row in seed.holidays()}


def of_the_package() -> dict[date, str]:
    found: dict[date, str] = {}
    for category, kind in (("government", "collective_leave"), ("public", "national")):
        calendar = holidays.country_holidays(
            "ID", years=range(2024, 2028), categories=(category,), observed=False
        )
        found.update(dict.fromkeys(calendar, kind))
    return found


def test_2026_is_exactly_the_joint_decree() -> None:
    rows = [row for row in seed.holidays() if row.date.year == 2026]
    by_kind: dict[str, dict[int, list[int]]] = {"national": {}, "collective_leave": {}}
    for row in rows:
        by_kind[row.kind].setdefault(row.date.month, []).append(row.date.day)
    assert by_kind == {"national": NATIONAL_2026, "collective_leave": COLLECTIVE_LEAVE_2026}
    assert len(rows) == 17 + 8
    assert all(row.confirmed and "1497 Tahun 2025" in row.source for row in rows)


def test_every_difference_to_the_package_is_explained() -> None:
    ours, theirs = of_the_file(), of_the_package()
    differences = {
        day: (ours.get(day), theirs.get(day))
        for day in ours.keys() | theirs.keys()
        if ours.get(day) != theirs.get(day)
    }
    assert differences == EXPLAINED


def test_every_line_is_whole_and_every_date_stands_once() -> None:
    rows = list(seed.holidays())
    assert [row.date for row in rows] == sorted({row.date for row in rows})
    assert all(row.name and row.source for row in rows)
    assert {row.kind for row in rows} <= set(Holiday.Kind.values)
    assert Counter(row.date.year for row in rows) == {2024: 29, 2025: 28, 2026: 25, 2027: 26}


def test_only_2027_is_provisional() -> None:
    assert {row.date.year for row in seed.holidays() if not row.confirmed} == {2027}
    assert all(not row.confirmed for row in seed.holidays() if row.date.year == 2027)


@pytest.mark.django_db
def test_a_migrated_database_has_it_all() -> None:
    assert set(Holiday.objects.values_list("date", "kind")) == set(of_the_file().items())
    assert dict(CalendarYear.objects.values_list("year", "confirmed")) == {
        2024: True,
        2025: True,
        2026: True,
        2027: False,
    }
    assert {row.weekday: row.hours() for row in ServiceDay.objects.all()} == HOURS
    assert WorkingTimeRule.objects.get().cutoff is None


@pytest.mark.django_db
def test_the_seed_can_be_taken_away_and_laid_again() -> None:
    Holiday.objects.create(date=date(2028, 1, 1), name="Tahun Baru Masehi")
    seed.unload(apps)
    assert list(Holiday.objects.values_list("date", flat=True)) == [date(2028, 1, 1)]
    assert not CalendarYear.objects.exists()
    assert not ServiceDay.objects.exists()
    assert CalendarVersion.current() == ""
    seed.load(apps)
    seed.load(apps)
    assert Holiday.objects.count() == len(of_the_file()) + 1
    assert work_calendar().is_working_day(date(2026, 3, 9))


@pytest.mark.django_db
def test_laying_the_seed_again_keeps_what_the_office_corrected() -> None:
    Holiday.objects.filter(date=date(2026, 12, 24)).update(kind="cancelled")
    seed.load(apps)
    assert Holiday.objects.get(date=date(2026, 12, 24)).kind == "cancelled"
