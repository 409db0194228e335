"""Which cases a person may see: one rule, as a queryset and as its twin for one object."""

from __future__ import annotations

from collections.abc import Collection

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
#: Roles outside of the office that act for the whole body where a case calls them in: legal
#: affairs, in the disputes of SOP 4.
CALLED_IN = frozenset(Role) - OFFICE_ROLES - UNIT_BOUND


def visible_cases(user: User, actors: list[Actor] | None = None) -> QuerySet[Case]:
    """Return the cases that a person may see under today's appointments.

    The office sees every case, but one marked restricted only when it is a head's, or its
    person opened it, took work of it on, or did a step of it; a unit sees the cases that it has
    or had work in, and so does a role that is called in; everybody else sees none. Who holds
    several appointments sees what any of them shows.
    """
    today = actors_of(user) if actors is None else actors
    roles = {actor.role for actor in today}
    if roles & RESTRICTED_ROLES:
        return Case.objects.all()
    units = {actor.unit_id for actor in today if actor.role in UNIT_BOUND and actor.unit_id}
    called = sorted(roles & CALLED_IN)
    work = Q()
    if units:
        work |= Q(unit_id__in=units)
    if called:
        work |= Q(role__in=called)
    if roles & OFFICE_ROLES:
        work |= Q(closed_by=user) | Q(assigned_to=user)
    if not work:
        return Case.objects.none()
    has_work = Q(Exists(WorkItem.objects.filter(work, case=OuterRef("pk"))))
    if roles & OFFICE_ROLES:
        return Case.objects.filter(Q(restricted=False) | Q(opened_by=user) | has_work)
    return Case.objects.filter(has_work)


def may_view(user: User, case: Case, actors: list[Actor] | None = None) -> bool:
    """Tell whether a person may see one case; the same rule as :func:`visible_cases`."""
    return visible_cases(user, actors).filter(pk=case.pk).exists()


def is_called_in(case: Case, actors: list[Actor]) -> bool:
    """Tell whether one of the person's roles outside of the office has or had work in a case."""
    return called_in([case.pk], actors).exists()


def called_in(cases: Collection[int], actors: list[Actor]) -> QuerySet[WorkItem]:
    """Return the work by which a person's roles outside of the office were called to some cases."""
    return called_to(actors).filter(case_id__in=cases)


def called_to(actors: list[Actor]) -> QuerySet[WorkItem]:
    """Return the work by which a person's roles outside of the office were called to any case."""
    called = {actor.role for actor in actors} & CALLED_IN
    return WorkItem.objects.filter(role__in=called) if called else WorkItem.objects.none()


def sees_applicant(actors: list[Actor]) -> bool:
    """Tell whether a person may see who the applicant is.

    Units answer without knowing, and legal affairs advise without knowing.
    """
    return bool({actor.role for actor in actors} & OFFICE_ROLES)
