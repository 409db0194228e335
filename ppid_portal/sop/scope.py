"""Which cases a person may see: one rule, as a queryset and as its twin for one object."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.people.roles import UNIT_BOUND, Role
from ppid_portal.sop.models import Case, WorkItem

#: Roles of the PPID office itself, which handle every case.
OFFICE_ROLES = frozenset(
    {
        Role.TIM_SEKRETARIAT_PPID,
        Role.PETUGAS_PELAYANAN_INFORMASI,
        Role.SEKRETARIS_PPID,
        Role.KETUA_PPID,
        Role.ATASAN_PPID,
    }
)
#: Roles that also see a case marked restricted.
RESTRICTED_ROLES = frozenset({Role.KETUA_PPID, Role.ATASAN_PPID})


def visible_cases(user: User, actors: list[Actor] | None = None) -> QuerySet[Case]:
    """Return the cases that a person may see under today's appointments.

    The office sees every case, but one marked restricted only when it is a head's, or its
    person opened it, took work of it on, or did a step of it; a unit sees the cases that it has
    or had work in; everybody else sees none.
    """
    today = actors_of(user) if actors is None else actors
    roles = {actor.role for actor in today}
    if roles & RESTRICTED_ROLES:
        return Case.objects.all()
    if roles & OFFICE_ROLES:
        own_work = WorkItem.objects.filter(
            Q(closed_by=user) | Q(assigned_to=user), case=OuterRef("pk")
        )
        return Case.objects.filter(Q(restricted=False) | Q(opened_by=user) | Exists(own_work))
    units = {actor.unit_id for actor in today if actor.role in UNIT_BOUND and actor.unit_id}
    if not units:
        return Case.objects.none()
    return Case.objects.filter(
        Exists(WorkItem.objects.filter(case=OuterRef("pk"), unit_id__in=units))
    )


def may_view(user: User, case: Case, actors: list[Actor] | None = None) -> bool:
    """Tell whether a person may see one case; the same rule as :func:`visible_cases`."""
    return visible_cases(user, actors).filter(pk=case.pk).exists()


def sees_applicant(actors: list[Actor]) -> bool:
    """Tell whether a person may see who the applicant is; units answer without knowing."""
    return bool({actor.role for actor in actors} & OFFICE_ROLES)
