"""The first contents of the calendar: holidays of 2024 to 2027 and Kemensetneg's hours.

``holidays.csv`` was taken from the ``holidays`` package (Indonesia; its ``government`` category
is cuti bersama) and is frozen here, so that an upgrade of the package never rewrites the past;
a test compares the two. 2026 equals the joint decree of three ministers, 2027 is provisional.
Migrations read the file: correct a date in the admin, not here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any, Final, NamedTuple

FILE: Final = Path(__file__).with_name("holidays.csv")

# Domain brief 1.3: Monday to Thursday 09.00–15.00, break 12.00–13.00; Friday, break 11.00–13.00.
SERVICE_HOURS: Final[dict[int, tuple[time, time, time, time]]] = {
    **dict.fromkeys(range(4), (time(9), time(15), time(12), time(13))),
    4: (time(9), time(15), time(11), time(13)),
}


class SeedHoliday(NamedTuple):
    """One line of the file."""

    date: date
    kind: str
    name: str
    source: str
    confirmed: bool


def holidays() -> Iterator[SeedHoliday]:
    """The holidays of the file, by date."""
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield SeedHoliday(
                date.fromisoformat(row["date"]),
                row["kind"],
                row["name"],
                row["source"],
                row["confirmed"] == "yes",
            )


def load(models: Any) -> None:
    """Fill empty tables; what is already there is left as it is.

    Args:
        models: something with ``get_model(app_label, name)``: the apps of a migration.
    """
    holiday, year, service_day, rule, version = (
        models.get_model("clock", name).objects
        for name in ("Holiday", "CalendarYear", "ServiceDay", "WorkingTimeRule", "CalendarVersion")
    )
    years: dict[int, SeedHoliday] = {}
    for row in holidays():
        holiday.get_or_create(date=row.date, defaults=row._asdict())
        years.setdefault(row.date.year, row)
    for number, first in years.items():
        year.get_or_create(
            year=number, defaults={"confirmed": first.confirmed, "source": first.source}
        )
    for weekday, (opens, closes, break_from, break_to) in SERVICE_HOURS.items():
        service_day.get_or_create(
            weekday=weekday,
            defaults={
                "opens": opens,
                "closes": closes,
                "break_from": break_from,
                "break_to": break_to,
            },
        )
    rule.get_or_create(pk=1)
    version.get_or_create(pk=1, defaults={"token": "seed"})


def unload(models: Any) -> None:
    """Remove what :func:`load` brought; years and dates entered by hand stay."""
    rows = list(holidays())
    models.get_model("clock", "Holiday").objects.filter(
        date__in=[row.date for row in rows]
    ).delete()
    models.get_model("clock", "CalendarYear").objects.filter(
        year__in={row.date.year for row in rows}
    ).delete()
    models.get_model("clock", "ServiceDay").objects.filter(weekday__in=list(SERVICE_HOURS)).delete()
    models.get_model("clock", "WorkingTimeRule").objects.all().delete()
    models.get_model("clock", "CalendarVersion").objects.all().delete()
