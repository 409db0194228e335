"""Opens the report of a year that has ended, and follows the figures of those that are out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import override

from ppid_portal.clock import local, now, today
from ppid_portal.people.actors import Actor
from ppid_portal.reports.annual.models import AnnualReport, FigureChange, ReportState
from ppid_portal.sop import engine, figures
from ppid_portal.sop.models import Case, Channel

#: Years after which nothing is looked for any more: the next reports have gone over it.
FOLLOWED_YEARS = 2


def open_due(day: date | None = None) -> AnnualReport | None:
    """Open the report of last year, once; None when there is none to make.

    A portal that held no request yet in that year owes no report on it.
    """
    year = (day or today()).year - 1
    if AnnualReport.objects.filter(year=year).exists():
        return None
    _begin, end = figures.span(date(year, 1, 1), date(year, 12, 31))
    if not Case.objects.filter(kind="request", received_at__lt=end).exists():
        return None
    return engine.open_case(
        AnnualReport,
        Actor.system(),
        fields={
            "title": f"Laporan layanan informasi publik tahun {year}",
            "year": year,
            "channel": Channel.SYSTEM,
        },
        idempotency_key=f"annual-report:{year}",
    )


def follow() -> int:
    """Note every figure of an issued report that its year has otherwise now; return how many."""
    oldest = local(now()).year - FOLLOWED_YEARS
    issued = AnnualReport.objects.filter(
        state__in=(ReportState.ISSUED, ReportState.CLOSED), year__gte=oldest
    )
    return sum(_follow(report.pk) for report in issued)


@transaction.atomic
def _follow(pk: int) -> int:
    report = AnnualReport.under_lock(pk)
    known: dict[str, int | None] = {key: value for key, _label, value in _rows(report.figures)}
    known |= {change.key: change.found for change in report.changes.all()}
    with override("id"):
        counted = figures.count(report.first_day, report.last_day)
    changes = [
        FigureChange(
            report=report, key=key, label=label, was=known.get(key), found=value, noticed_at=now()
        )
        for key, label, value in _rows(counted)
        if known.get(key) != value
    ]
    FigureChange.objects.bulk_create(changes)
    return len(changes)


def _rows(chapters: list[dict[str, Any]] | None) -> Iterator[tuple[str, str, int | None]]:
    """Yield key, words and value of every figure that stands once its year is over."""
    for chapter in chapters or ():
        for table in chapter["tables"]:
            if table["moves"]:
                continue
            for row in table["rows"]:
                yield (
                    f"{chapter['key']}.{table['key']}.{row['key']}",
                    f"{chapter['title']}, {table['title']}: {row['label']}",
                    row["value"],
                )
