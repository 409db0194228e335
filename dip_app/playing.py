"""How the demonstration acts: by people, in their roles, on working days, through the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ppid_portal.clock import end_of, local
from ppid_portal.clock.services import work_calendar
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The working days before the day on which the demonstration is made."""

    day: date

    def back(self, days: int) -> date:
        """Return the working day so many before that one."""
        return work_calendar().subtract_working_days(self.day, days)

    def at(self, days: int, hour: int) -> datetime:
        """Return an hour of that day, in the body's zone."""
        return local(end_of(self.back(days))).replace(hour=hour, minute=0, second=0, microsecond=0)


def actor_of(user: User, roles: Sequence[str]) -> Actor:
    """Return somebody in the first of their appointments that is one of ``roles``."""
    return next(actor for actor in actors_of(user) if actor.role in roles)


def do(case: Any, name: str, user: User, **data: Any) -> Any:
    """Perform an act of a case, everything that the step asks for ticked; return the case."""
    declaration = declarations(type(case))[name]
    if declaration.step is not None and declaration.needs_output:
        data.setdefault("checklist", list(declaration.step.requires))
    return engine.perform(case, name, actor_of(user, declaration.roles), **data)
