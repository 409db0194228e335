"""Who sits at the desk: a signed-in person with the roles that hold today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ppid_portal.mail.deliveries.services import outstanding
from ppid_portal.mail.models import Notice
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.people.roles import UNIT_BOUND, with_same_work
from ppid_portal.sop import registry
from ppid_portal.sop.models import Case, WorkItem
from ppid_portal.sop.scope import OFFICE_ROLES, sees_applicant, visible_cases

P = ParamSpec("P")

_undelivered = Notice.objects.filter(
    case_id=OuterRef("pk"),
    audience=Notice.Audience.APPLICANT,
    status__in=(Notice.Status.FAILED, Notice.Status.NO_ADDRESS),
).order_by()
_returned = outstanding().filter(case_id=OuterRef("pk")).order_by()
_followers = Case.objects.filter(origin=OuterRef("pk")).order_by()


@dataclass(frozen=True)
class Member:
    """A member of staff at the desk, under every appointment that is in force today."""

    user: User
    actors: list[Actor]

    @cached_property
    def is_office(self) -> bool:
        """Tell whether the person belongs to the PPID office and not only to a unit."""
        return bool({actor.role for actor in self.actors} & OFFICE_ROLES)

    @cached_property
    def sees_applicant(self) -> bool:
        """Tell whether the person may see who the applicants are."""
        return sees_applicant(self.actors)

    @cached_property
    def body_roles(self) -> tuple[str, ...]:
        """Return the roles that act for the whole body, with those that do the same work."""
        return with_same_work(
            tuple(actor.role for actor in self.actors if actor.role not in UNIT_BOUND)
        )

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """Return the units for which the person answers."""
        return frozenset(
            actor.unit_id
            for actor in self.actors
            if actor.role in UNIT_BOUND and actor.unit_id is not None
        )

    def cases(self) -> QuerySet[Case]:
        """Return the cases that the person may see."""
        return visible_cases(self.user, self.actors)

    def case_or_404(self, pk: int) -> Case:
        """Return one case as its own kind, in one query.

        Anybody who may not see it hears that it is not there.
        """
        found = (
            self.cases()
            .filter(pk=pk)
            .select_related("applicant", "unit", "origin", *registry.child_links().values())
            .annotate(
                has_undelivered=Exists(_undelivered),
                has_returned=Exists(_returned),
                is_followed=Exists(_followers),
            )
            .first()
        )
        if found is None:
            raise Http404(_("Berkas tidak ditemukan."))
        concrete = registry.as_own_kind(found)
        for name in ("applicant", "unit", "origin", "has_undelivered", "has_returned"):
            setattr(concrete, name, getattr(found, name))
        concrete.has_followers = found.is_followed
        return concrete

    def open_work(self) -> QuerySet[WorkItem]:
        """Return the open work in cases that the person may see.

        By a correlated look-up and not by ``case__in``: SQLite would first copy every case.
        """
        visible = self.cases().filter(pk=OuterRef("case_id")).order_by()
        return WorkItem.objects.filter(Exists(visible), closed_at__isnull=True)

    def own_roles(self) -> Q:
        """Return the condition under which open work belongs to the person's roles."""
        own = Q(role__in=self.body_roles)
        for actor in self.actors:
            if actor.role in UNIT_BOUND and actor.unit_id is not None:
                own |= Q(role=actor.role, unit_id=actor.unit_id)
        return own

    def waiting_for_me(self) -> Q:
        """Return the condition of work of the person's roles that nobody else has taken on."""
        free = Q(assigned_to__isnull=True) | Q(assigned_to=self.user)
        return self.own_roles() & free

    def may_take(self, item: WorkItem) -> Actor | None:
        """Return the actor as whom the person may take work on; the twin of ``own_roles``."""
        for actor in self.actors:
            if actor.role in UNIT_BOUND:
                if item.role == actor.role and item.unit_id == actor.unit_id:
                    return actor
            elif item.role in with_same_work((actor.role,)):
                return actor
        return None

    def record_actor(self) -> Actor:
        """Return the actor under whom a look at personal data is recorded."""
        office = [actor for actor in self.actors if actor.role in OFFICE_ROLES]
        return (office or self.actors)[0]


def desk_page(
    view: Callable[Concatenate[HttpRequest, Member, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open a page of the desk to signed-in people who hold an appointment today.

    Others with an account get a page that says what is missing; visitors go to log in.
    """

    @login_required
    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user: Any = request.user
        actors = actors_of(user)
        if not actors:
            return render(request, "desk/no_appointment.html", status=403)
        request.actors = actors  # type: ignore[attr-defined]
        response = view(request, Member(user, actors), *args, **kwargs)
        # Pages with personal data stay out of the caches of shared machines.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return opened
