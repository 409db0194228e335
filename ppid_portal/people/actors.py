"""Whoever performs an act, in the role and by the mandate in which it is performed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import QuerySet

from ppid_portal.clock import today
from ppid_portal.people import roles as role_names
from ppid_portal.people.models import Appointment, Unit, User


@dataclass(frozen=True)
class Actor:
    """One person in one role; a person with three appointments is three actors.

    ``mandate`` is "" or the right to act for another: "Plh. Ketua PPID (SP-12/2026)".
    ``case_id`` is set for an applicant, who may act on that case only.
    """

    kind: Literal["staff", "applicant", "system"]
    role: str
    user: User | None = None
    user_id: int | None = None
    appointment: Appointment | None = None
    unit_id: int | None = None
    name: str = ""
    mandate: str = ""
    case_id: int | None = None

    @classmethod
    def system(cls) -> Actor:
        """Return the portal itself: sweeps, lapses, renderings."""
        return cls(kind="system", role=role_names.SISTEM)

    @classmethod
    def applicant(cls, case_id: int | None, name: str = "") -> Actor:
        """Return the applicant of one case (None while the case does not exist yet)."""
        return cls(kind="applicant", role=role_names.PEMOHON, case_id=case_id, name=name)

    @classmethod
    def of(cls, appointment: Appointment) -> Actor:
        """Return the holder of an appointment, in that appointment's role."""
        user = appointment.user
        return cls(
            kind="staff",
            role=appointment.role,
            user=user,
            user_id=user.pk,
            appointment=appointment,
            unit_id=appointment.unit_id,
            name=user.name,
            mandate=appointment.mandate,
        )

    @classmethod
    def account(cls, user: User) -> Actor:
        """Return a member of staff without any appointment, for the record of what was read."""
        return cls(kind="staff", role="", user=user, user_id=user.pk, name=user.name)

    @property
    def appointment_id(self) -> int | None:
        """Return the key of the appointment, None for applicant and system."""
        return self.appointment.pk if self.appointment is not None else None

    @property
    def nip(self) -> str:
        """Return the civil servant's number, "" when there is none."""
        return self.user.nip if self.user is not None else ""

    @property
    def role_label(self) -> str:
        """Return the role in the reader's language, without Plh. or Plt."""
        return role_names.label(self.role)

    @property
    def title(self) -> str:
        """Return the role as it is signed: "Plh. Ketua PPID"."""
        return self.appointment.title if self.appointment is not None else self.role_label

    @property
    def unit_name(self) -> str:
        """Return the unit of the appointment, "" without one."""
        return str(self.appointment.unit) if self.appointment is not None else ""

    def __str__(self) -> str:
        if self.kind != "staff":
            return self.role_label
        return f"{self.name} ({self.title})" if self.role else self.name


def actors_of(user: Any, on: date | None = None) -> list[Actor]:
    """Return every role in which ``user`` may act on a day of the body's zone, today by default.

    One query; none for somebody who is not logged in or whose account is closed. Definitive
    appointments come first.
    """
    if not isinstance(user, User):
        # request.user is a lazy wrapper: isinstance sees through it, AnonymousUser is refused.
        return []
    if not user.is_active:
        return []
    appointments = (
        Appointment.objects.valid_on(on or today())
        .filter(user=user)
        .select_related("unit", "acting_for__user")
        .order_by("kind", "valid_from", "pk")
    )
    actors = []
    for appointment in appointments:
        appointment.user = user
        actors.append(Actor.of(appointment))
    return actors


def candidates(
    actors: Iterable[Actor],
    roles: Iterable[str],
    *,
    appointment_id: int | None = None,
    unit_id: int | None = None,
) -> list[Actor]:
    """Return those of ``actors`` who hold one of ``roles``, in the order of ``roles``.

    ``unit_id`` narrows roles that are bound to their unit; Ketua PPID and the secretariat act
    for every unit. ``appointment_id`` names the appointment that the person chose.
    """
    order = {role: place for place, role in enumerate(roles)}
    fitting = [
        actor
        for actor in actors
        if actor.role in order
        and (appointment_id is None or actor.appointment_id == appointment_id)
        and (unit_id is None or actor.role not in role_names.UNIT_BOUND or actor.unit_id == unit_id)
    ]
    return sorted(fitting, key=lambda actor: order[actor.role])


def choose(
    user: Any,
    roles: Iterable[str],
    appointment_id: int | None = None,
    unit_id: int | None = None,
    on: date | None = None,
) -> Actor | None:
    """Return ``user`` in the first fitting role, or None when no appointment fits that day."""
    fitting = candidates(actors_of(user, on), roles, appointment_id=appointment_id, unit_id=unit_id)
    return fitting[0] if fitting else None


def units_with(role: str, on: date) -> QuerySet[Unit]:
    """Return the active units in which somebody holds a role on a day, by name."""
    holders = Appointment.objects.valid_on(on).filter(role=role)
    return Unit.objects.filter(active=True, pk__in=holders.values("unit_id")).order_by("name")
