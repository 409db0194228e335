"""The figures of the periodic report on objections (SOP 3.10), counted from the register."""

from __future__ import annotations

from collections import Counter
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from objections_app import letter_schemas as schemas
from ppid_portal.clock import local, today
from ppid_portal.clock.calendar import WorkCalendar
from ppid_portal.clock.services import work_calendar
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.figures import span
from ppid_portal.sop.models import Case, Channel, LegalDeadline
from requests_app.models import Obligation, ObligationState

if TYPE_CHECKING:
    from objections_app.models import Objection, ObjectionReport

Status = LegalDeadline.Status


def context(report: ObjectionReport) -> schemas.ObjectionReport:
    """Return the report of a period: what came in, how it was decided, how long it took."""
    return counted(report.period_from, report.period_to, notes=report.notes)


def counted(first: date, last: date, *, notes: str = "") -> schemas.ObjectionReport:
    """Count a period, both days included, as it is reported."""
    found = list(received_in(first, last))
    calendar = work_calendar()
    rows = [_row(case, calendar) for case in found]
    days = [row.working_days for row in rows if row.working_days is not None]
    by_ground = Counter(ground for case in found for ground in case.grounds)
    by_outcome = Counter(case.outcome for case in found if case.outcome)
    limits = {
        row.case_id: row.status
        for row in LegalDeadline.objects.filter(
            rule="objection_reply", case_id__in=[case.pk for case in found]
        ).order_by("id")
    }
    replied = [case for case in found if case.delivered_on is not None]
    orders = list(
        Obligation.objects.filter(origin_id__in=[case.pk for case in found]).prefetch_related(
            "deadlines"
        )
    )
    return schemas.ObjectionReport(
        to=["Atasan PPID"],
        period_label=label_of(first, last),
        period_from=first,
        period_to=last,
        received=len(found),
        by_ground=[
            schemas.Count(label=f"{letter}. {label}", count=by_ground[letter])
            for letter, label in schemas.GROUND_LABELS.items()
        ],
        by_outcome=[
            schemas.Count(label=label, count=by_outcome[code])
            for code, label in schemas.OUTCOME_LABELS.items()
        ],
        in_time=sum(limits.get(case.pk) == Status.MET for case in replied),
        late=sum(limits.get(case.pk) == Status.MET_LATE for case in replied),
        lapsed_unanswered=sum(
            case.lapsed_on is not None and case.delivered_on is None and case.state != "withdrawn"
            for case in found
        ),
        pending=sum(
            case.closed_at is None and case.delivered_on is None and case.lapsed_on is None
            for case in found
        ),
        withdrawn=sum(case.state == "withdrawn" for case in found),
        median_days=round(median(days)) if days else None,
        orders_imposed=len(orders),
        orders_done_in_time=sum(_limit(order) == Status.MET for order in orders),
        orders_late=sum(_limit(order) == Status.MET_LATE for order in orders),
        orders_open=sum(
            order.state in (ObligationState.OPEN, ObligationState.SUSPENDED) for order in orders
        ),
        rows=rows,
        notes=notes,
    )


def received_in(first: date, last: date) -> QuerySet[Objection]:
    """Return the objections that were received from ``first`` to ``last``, both days included."""
    from objections_app.models import Objection

    begin, end = span(first, last)
    return (
        Objection.objects.filter(received_at__gte=begin, received_at__lt=end)
        .select_related("request")
        .order_by("received_at", "pk")
    )


def _row(case: Objection, calendar: WorkCalendar) -> schemas.ReportRow:
    received = local(case.received_at).date()
    days = None
    if case.delivered_on is not None and case.counted_from is not None:
        days = max(0, calendar.working_days_between(case.counted_from, case.delivered_on))
    outcome = str(case.outcome)
    if case.state == "withdrawn":
        outcome = "Dicabut"
    elif not outcome and case.lapsed_on is not None:
        outcome = "Lewat waktu"
    return schemas.ReportRow(
        number=case.number or "",
        received_on=received,
        grounds=list(case.grounds),
        request_number=(case.request.number or "") if case.request is not None else "",
        outcome=outcome,
        replied_on=case.delivered_on,
        working_days=days,
    )


def _limit(order: Obligation) -> str:
    limits = [row for row in order.deadlines.all() if row.rule == "order_execution"]
    return limits[-1].status if limits else ""


def label_of(first: date, last: date) -> str:
    """Return what a period is called: "Semester I Tahun 2026"."""
    half = "I" if first.month == 1 else "II"
    return f"Semester {half} Tahun {last.year}"


def last_half_year(day: date) -> tuple[date, date]:
    """Return first and last day of the half year that ended before a day."""
    if day.month > 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year - 1, 7, 1), date(day.year - 1, 12, 31)


def open_due(day: date | None = None) -> ObjectionReport | None:
    """Open the report of the half year that ended last, once; ``None`` when there is none to make.

    A portal that held no case yet in that half year owes no report on it.
    """
    from objections_app.models import ObjectionReport

    first, last = last_half_year(day or today())
    if ObjectionReport.objects.filter(period_from=first, period_to=last).exists():
        return None
    _begin, end = span(first, last)
    if not Case.objects.filter(Q(received_at__lt=end), kind="request").exists():
        return None
    return engine.open_case(
        ObjectionReport,
        Actor.system(),
        fields={
            "title": f"Laporan keberatan {label_of(first, last)}",
            "period_from": first,
            "period_to": last,
            "channel": Channel.SYSTEM,
        },
        idempotency_key=f"objection-report:{first.isoformat()}",
    )
