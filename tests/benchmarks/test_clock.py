"""How fast due dates are, against the ``holidays`` package (goal: 200 times; no timed asserts).

One interleaved run, so that a busy machine slows all of them alike; medians of nine rounds.
"""

from __future__ import annotations

import statistics
import timeit
from collections.abc import Callable
from datetime import date, timedelta

import holidays
import pytest

from tests.clock.calendars import at, ministry

ROUNDS = 9
GOAL = 200

pytestmark = pytest.mark.bench


def interleaved(contestants: dict[str, tuple[Callable[[], object], int]]) -> dict[str, float]:
    """Nanoseconds per call, each the median of its rounds, run in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, (call, number) in contestants.items():
            seconds[name].append(timeit.timeit(call, number=number) / number)
    return {name: statistics.median(rounds) * 1e9 for name, rounds in seconds.items()}


@pytest.mark.parametrize("n", [10, 30, 100])
def test_working_days_against_the_package(n: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints the ratio for the limits of the law: 10, 30 and 100 working days."""
    calendar = ministry()
    package = holidays.country_holidays(
        "ID", years=range(2024, 2028), categories=("public", "government")
    )
    start = date(2026, 3, 9)
    received = at("2026-03-09 10:00")

    def naive() -> date:
        found, left = start, n
        while left:
            found += timedelta(days=1)
            left -= found.weekday() < 5 and found not in package
        return found

    assert calendar.nth_working_day(start, n) == package.get_nth_working_day(start, n) == naive()
    took = interleaved(
        {
            "holidays.get_nth_working_day": (lambda: package.get_nth_working_day(start, n), 300),
            "day by day over the package": (naive, 300),
            "nth_working_day": (lambda: calendar.nth_working_day(start, n), 50_000),
            "add_working_days, a Due": (lambda: calendar.add_working_days(start, n), 20_000),
            "from the moment of receipt": (
                lambda: calendar.add_working_days(
                    calendar.day_zero(received), n, received=received
                ),
                5_000,
            ),
            "with the whole explanation": (
                lambda: calendar.add_working_days(start, n).as_json(),
                500,
            ),
        }
    )
    base = took["holidays.get_nth_working_day"]
    with capsys.disabled():
        print(f"\n{n} working days (goal for nth_working_day: {GOAL}x)")
        for name, nanoseconds in took.items():
            print(f"  {name:<30} {nanoseconds:>12,.0f} ns {base / nanoseconds:>9.1f}x")


def test_working_time_and_building(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints what minutes cost, and building the table once."""
    calendar = ministry()
    start, end = at("2026-03-09 10:00"), at("2026-05-04 11:00")
    took = interleaved(
        {
            "add_working_time": (lambda: calendar.add_working_time(start, 900), 5_000),
            "working_minutes_between": (
                lambda: calendar.working_minutes_between(start, end),
                5_000,
            ),
            "building four years": (ministry, 3),
        }
    )
    with capsys.disabled():
        print()
        for name, nanoseconds in took.items():
            print(f"  {name:<30} {nanoseconds:>12,.0f} ns")
