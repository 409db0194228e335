"""To whom a notice of a case goes: its applicant, or whoever holds a role today.

Each notice is written once, in the transaction of the act that causes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import override

from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.mail.services import notify
from ppid_portal.people.models import Appointment
from ppid_portal.people.roles import KIP, PEMOHON, Role
from ppid_portal.sop.models import Case, DueEvent, LegalDeadline

REMINDER = NoticeKind(
    key="staff_reminder",
    subject="{{ what }}: {{ number }}",
    body="{{ what }} pada berkas {{ number }}: {{ step }}, batas {{ due }}."
    "\n\nBuka berkas: {{ link }}",
    variables=("what", "step", "due"),
    audience="staff",
)


def declare_all() -> None:
    """Declare the notice of this module; called once at start."""
    declare(REMINDER)


def tell_applicant(
    case: Case,
    key: str,
    variables: Mapping[str, Any],
    *,
    unique: str = "",
    letters: Sequence[Letter] = (),
) -> None:
    """Write to the applicant of a case, or to the one who acts for them.

    ``unique`` tells causes of the same notice apart; the same cause is told once.
    """
    applicant = case.applicant
    if applicant is None:
        return
    addresses = [a for a in (applicant.proxy_email or applicant.email,) if a]
    notify(
        case,
        key,
        to=addresses,
        variables={"name": applicant.proxy_name or applicant.name, **variables},
        dedupe=f"{key}:{case.pk}:{unique}",
        letters=list(letters),
    )


def tell_role(
    case: Case,
    key: str,
    role: str,
    variables: Mapping[str, Any],
    *,
    unique: str = "",
    unit_id: int | None = None,
) -> None:
    """Write to everybody who holds a role today, in one unit where ``unit_id`` is given."""
    notify(
        case,
        key,
        to=addresses_of(role, unit_id),
        variables=variables,
        dedupe=f"{key}:{case.pk}:{unique}",
    )


def addresses_of(role: str, unit_id: int | None = None) -> list[str]:
    """Return the addresses of everybody who holds a role today, in one unit where it is given."""
    holders = Appointment.objects.valid_on(today()).filter(role=role, user__is_active=True)
    if unit_id is not None:
        holders = holders.filter(unit_id=unit_id)
    return sorted(set(holders.values_list("user__email", flat=True)))


def remind_staff(case: Case, event: DueEvent) -> None:
    """Remind whoever holds the work, or tell the superior when it is late."""
    with override("id"):
        what = str(DueEvent.Kind(event.kind).label)
        if event.deadline is not None:
            if event.deadline.legal_rule.side != "body" or _is_stale(event, event.deadline):
                return
            step, role, unit_id = event.deadline.legal_rule.label, Role.TIM_SEKRETARIAT_PPID, None
            due = date_long(event.deadline.due_on, with_day=True)
        elif event.work_item is not None:
            item = event.work_item
            if item.closed_at is not None or item.due_at is None or item.role in (PEMOHON, KIP):
                return
            step, role, unit_id = item.label, Role(item.role), item.unit_id
            due = _moment(item.due_at)
            if event.kind == DueEvent.Kind.ESCALATION:
                role, unit_id = superior_of(role), None
        else:
            return
    tell_role(
        case,
        REMINDER.key,
        role,
        {"what": what, "step": step, "due": due},
        unique=f"event:{event.pk}",
        unit_id=unit_id,
    )


def superior_of(role: str) -> Role:
    """Return who is told when the holder of a role is late."""
    return Role.ATASAN_PPID if role in (Role.KETUA_PPID, Role.ATASAN_PPID) else Role.KETUA_PPID


def _is_stale(event: DueEvent, deadline: LegalDeadline) -> bool:
    """Tell whether a limit was met, stopped or moved between the event and its handling."""
    if event.kind == DueEvent.Kind.BREACH:
        return False
    return deadline.status != LegalDeadline.Status.RUNNING or deadline.due_on != event.due_on


def _moment(moment: datetime) -> str:
    here = local(moment)
    return f"{date_long(here.date(), with_day=True)} pukul {here:%H.%M}"
