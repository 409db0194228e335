"""The report of last year, for a portal that is being tried out: written, approved, and out."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta

from ppid_portal.clock import local, now, today
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.people.roles import Role
from ppid_portal.reports.annual import following, letter_kinds
from ppid_portal.reports.annual.models import SECTIONS, AnnualReport
from ppid_portal.sop import engine

#: What is played: it yields the moment of what comes next, and does it when it is called then.
Story = Generator[datetime, None, AnnualReport | None]


def stories(secretariat: User, ketua: User, end: datetime) -> list[tuple[str, datetime, Story]]:
    """Return the story by name, with the moment at which it begins.

    ``end`` is the moment (aware) at which the demonstration is made: before the tenth of March
    the report is still quite new.
    """
    end = local(end)
    march = end.replace(month=3, day=10, hour=10, minute=0, second=0, microsecond=0)
    return [("annual report", min(march, end - timedelta(minutes=30)), _told(secretariat, ketua))]


def _told(secretariat: User, ketua: User) -> Story:
    case = following.open_due() or AnnualReport.objects.filter(year=today().year - 1).first()
    if case is None:
        return None
    example = letter_kinds.contexts()[letter_kinds.KIND.key]
    texts = {name: getattr(example, name) for name in SECTIONS}
    engine.perform(case, "write", _as(secretariat, Role.TIM_SEKRETARIAT_PPID), **texts)
    engine.perform(case, "submit", _as(secretariat, Role.TIM_SEKRETARIAT_PPID))
    yield now() + timedelta(minutes=10)
    engine.perform(case, "issue", _as(ketua, Role.KETUA_PPID))
    yield now() + timedelta(minutes=10)
    return engine.perform(
        case,
        "record_copy",
        _as(secretariat, Role.TIM_SEKRETARIAT_PPID),
        copied_on=today(),
        copied_by="surel ke Komisi Informasi Pusat",
    )


def _as(user: User, role: str) -> Actor:
    return next(actor for actor in actors_of(user) if actor.role == role)
