"""The legal clock of a case: start, pause, resume, extend, end.

Every function works on rows of a case that the engine has locked. Dates are days in the body's
time zone; ``at`` is an aware moment.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ppid_portal.clock import Due, Limit, local
from ppid_portal.clock.due import Unit
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.services import legal_due, work_calendar
from ppid_portal.language import translated
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.legal_rules import EXTENSION_CAP_DAYS, legal_rules
from ppid_portal.sop.models import Case, DeadlineChange, LegalDeadline

Status = LegalDeadline.Status

_EXTENDED = re.compile(r"Diperpanjang ([0-9]+) hari kerja")


def start(
    case: Case,
    rule: str,
    since: datetime | date,
    *,
    at: datetime,
    limit: Limit | None = None,
) -> LegalDeadline:
    """Start a limit of the law.

    ``since`` is the moment of receipt, to which the day-zero rule applies, or a day that already
    is day zero. ``limit`` replaces the rule's own, as when a decree or a ruling sets one: "20
    hari" is ``Limit(20, "calendar_days")``, which runs from the very day of receipt.
    """
    length = limit or legal_rules()[rule].limit
    due = legal_due(since, length)
    due_on = _day(due)
    return LegalDeadline.objects.create(
        case=case,
        rule=rule,
        counted_from=due.counted_from,
        limit_value=length.value,
        limit_unit=length.unit,
        due_on=due_on,
        original_due_on=due_on,
        warn_on=_warn_on(rule, due_on, length.unit),
        provisional=due.provisional,
        explanation=due.as_json(),
        started_at=at,
    )


def running(case: Case, rule: str) -> LegalDeadline | None:
    """Return the deadline of a rule that runs or pauses on a case, if there is one."""
    return case.deadlines.filter(rule=rule, status__in=LegalDeadline.OPEN).first()


def latest(case: Case, rule: str) -> LegalDeadline | None:
    """Return the newest deadline of a rule on a case, whatever its status."""
    return case.deadlines.filter(rule=rule).order_by("-id").first()


def pause(deadline: LegalDeadline, stop: date, *, at: datetime) -> None:
    """Stop the clock from ``stop`` on.

    A request that came after hours may be worked on before its day zero; its clock then stands
    from day zero. Raises ``Refused`` for a day in the future, before the receipt, before the last
    restart, or when the clock already stands or has ended; a limit that has passed has ended,
    whether or not a sweep has seen it.
    """
    if deadline.status == Status.PAUSED:
        raise Refused(_("Hitungan hari sudah berhenti sejak permintaan klarifikasi sebelumnya."))
    if deadline.status != Status.RUNNING or local(at).date() > deadline.due_on:
        raise Refused(_("Batas waktu ini sudah berakhir; hitungannya tidak dapat dihentikan."))
    if stop > local(at).date():
        raise Refused(
            _("Tanggal berhenti tidak boleh di masa depan. Isi hari ini atau sebelumnya."),
            "stopped_on",
        )
    if stop < min(deadline.counted_from, local(deadline.started_at).date()):
        raise Refused(_("Tanggal berhenti tidak boleh sebelum permohonan diterima."), "stopped_on")
    if deadline.pauses and stop < date.fromisoformat(deadline.pauses[-1]["to"]):
        raise Refused(
            _("Tanggal berhenti tidak boleh sebelum hitungan terakhir kali dilanjutkan."),
            "stopped_on",
        )
    first = max(stop, deadline.counted_from)
    deadline.pauses = [*deadline.pauses, {"from": first.isoformat(), "to": None}]
    deadline.status = Status.PAUSED
    deadline.save(update_fields=["pauses", "status"])


def suspend(deadline: LegalDeadline, since: date, *, at: datetime) -> bool:
    """Stop the clock from the day on which a matter went to court, and tell whether it stands.

    The body may hear of the suit when the limit has passed meanwhile; a limit that still ran on
    that day was not missed. Unlike :func:`pause` this is no choice of the body's.
    """
    if deadline.status not in (Status.RUNNING, Status.BREACHED) or since > deadline.due_on:
        return False
    first = max(since, deadline.counted_from)
    if deadline.pauses:
        first = max(first, date.fromisoformat(deadline.pauses[-1]["to"]))
    deadline.pauses = [*deadline.pauses, {"from": first.isoformat(), "to": None}]
    deadline.status = Status.PAUSED
    deadline.ended_at = None
    deadline.save(update_fields=["pauses", "status", "ended_at"])
    return True


def resume(deadline: LegalDeadline, restart: date, *, at: datetime) -> None:
    """Let the clock run on; the due date moves by exactly the paused days.

    Working days for a limit in working days, days of the calendar for one in calendar days.
    """
    if deadline.status != Status.PAUSED:
        raise Refused(_("Hitungan hari tidak sedang berhenti."))
    stopped = date.fromisoformat(deadline.pauses[-1]["from"])
    deadline.pauses = [
        *deadline.pauses[:-1],
        {**deadline.pauses[-1], "to": max(restart, stopped).isoformat()},
    ]
    deadline.status = Status.RUNNING
    recompute(deadline, reason=gettext_noop("Hitungan dilanjutkan setelah klarifikasi"), at=at)


def extend(deadline: LegalDeadline, days: int, *, at: datetime) -> None:
    """Extend once, by at most seven working days, before the limit ends.

    UU 14/2008 Pasal 22 ayat (8). Raises ``Refused`` for anything else; the law knows no
    extension of a limit that a ruling set in days of the calendar, or in months.
    """
    if deadline.limit_unit != "days":
        raise Refused(_("Hanya batas waktu dalam hari kerja yang dapat diperpanjang."))
    if deadline.extended_days:
        raise Refused(_("Batas waktu hanya dapat diperpanjang satu kali."))
    if not 1 <= days <= EXTENSION_CAP_DAYS:
        raise Refused(
            _("Perpanjangan paling lama {days} hari kerja.").format(days=EXTENSION_CAP_DAYS),
            "days",
        )
    if deadline.status != Status.RUNNING or local(at).date() > deadline.due_on:
        raise Refused(
            _("Perpanjangan harus diberitahukan sebelum batas waktu berakhir; batas sudah lewat.")
        )
    deadline.extended_days = days
    recompute(deadline, reason=f"Diperpanjang {days} hari kerja", at=at)


def retract_extension(deadline: LegalDeadline, *, at: datetime) -> None:
    """Take an extension back; the former date returns exactly."""
    if not deadline.extended_days:
        raise Refused(_("Tidak ada perpanjangan yang dapat dibatalkan."))
    deadline.extended_days = 0
    recompute(deadline, reason=gettext_noop("Perpanjangan dibatalkan"), at=at)


def meet(deadline: LegalDeadline, on: date, *, at: datetime) -> None:
    """End a limit because what it asks for was done on ``on``."""
    if deadline.status == Status.CANCELLED:
        return
    late = on > deadline.due_on
    deadline.status = Status.MET_LATE if late else Status.MET
    deadline.ended_at = at
    deadline.save(update_fields=["status", "ended_at"])


def cancel(deadline: LegalDeadline, *, at: datetime) -> None:
    """End a limit that no longer means anything, as when the applicant withdraws."""
    if deadline.status in LegalDeadline.OPEN:
        deadline.status = Status.CANCELLED
        deadline.ended_at = at
        deadline.save(update_fields=["status", "ended_at"])


def recompute(deadline: LegalDeadline, *, reason: str, at: datetime) -> bool:
    """Work the due date out again; write old and new when it moved, and tell whether it did."""
    unit = cast("Unit", deadline.limit_unit)
    length = deadline.limit_value
    if unit in ("days", "calendar_days"):
        length += deadline.extended_days + paused_days(deadline)
    due = legal_due(deadline.counted_from, Limit(length, unit))
    old, new = deadline.due_on, _day(due)
    deadline.due_on = new
    deadline.warn_on = _warn_on(deadline.rule, new, unit)
    deadline.provisional = due.provisional
    # Counted from day zero, but it came when it came.
    deadline.explanation = {**due.as_json(), "received": deadline.explanation["received"]}
    deadline.save()
    if old == new:
        return False
    DeadlineChange.objects.create(
        deadline=deadline, old_due_on=old, new_due_on=new, reason=reason, at=at
    )
    return True


def paused_days(deadline: LegalDeadline) -> int:
    """Return for how many days the clock has stood in finished pauses, in the limit's own days."""
    stood = [
        (date.fromisoformat(pause["from"]), date.fromisoformat(pause["to"]))
        for pause in deadline.pauses
        if pause["to"]
    ]
    if not stood:
        return 0
    if deadline.limit_unit == "calendar_days":
        return sum((end - begin).days for begin, end in stood)
    calendar = work_calendar()
    return sum(calendar.working_days_between(begin, end) for begin, end in stood)


def status_words(deadline: LegalDeadline) -> str:
    """Return how a limit ended or that it stands still, in the active language; "" while it runs.

    Only the body can be late, and only with its duty: a time that the applicant or the Commission
    let pass, or within which the body could have gone to court, has simply ended.
    """
    if deadline.status == Status.RUNNING:
        return ""
    if not deadline.legal_rule.is_duty and deadline.status == Status.BREACHED:
        return _("sudah berakhir")
    return str(deadline.get_status_display())


def change_words(reason: str) -> str:
    """Return why a due date moved, stored in Indonesian, in the active language."""
    if match := _EXTENDED.fullmatch(reason):
        return _("Diperpanjang {days} hari kerja").format(days=match[1])
    return translated(reason)


def describe(deadline: LegalDeadline) -> dict[str, Any]:
    """Return what the audit says of a deadline."""
    return {"rule": deadline.rule, "due_on": deadline.due_on.isoformat()}


def _day(due: Due) -> date:
    return due.due.date() if isinstance(due.due, datetime) else due.due


def _warn_on(rule: str, due_on: date, unit: str) -> date:
    days = legal_rules()[rule].warn
    try:
        # Working days also before the end of a calendar count: on others nobody reads a reminder.
        return work_calendar().subtract_working_days(due_on, days)
    except NoHolidayTable:
        if unit != "calendar_days":
            raise
        # The date itself needs no table, so the reminder does not stand in its way.
        return due_on - timedelta(days=days)
