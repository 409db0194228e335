"""The calendar of excluded information, and its letters before they are issued."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dip_app.exclusions import calendar, letters, register
from dip_app.exclusions.models import (
    OFFICE,
    DocumentationRound,
    ExclusionOpening,
    OpeningState,
    RoundState,
)
from ppid_portal.clock import today
from ppid_portal.letters.kind_settings.services import signing_role
from ppid_portal.letters.previews import show_draft, signatory_of
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.people.roles import Role
from ppid_portal.sop.scope import sees_applicant, visible_cases

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)


@require_safe
@login_required
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Show month by month what ends, until when it is decided, and how its opening stands."""
    actors = _actors(request)
    if not actors:
        return render(request, "desk/no_appointment.html", status=403)
    month = _month(request.GET.get("bulan", ""))
    around = month or today().replace(day=1)
    first = month or today()
    last = calendar.following(around, 1 if month else calendar.MONTHS_AHEAD)
    decrees = calendar.decrees_between(register.in_scope(actors), first, last)
    visible = _visible(request, actors, register.cases_of(decrees))
    rows = calendar.rows_of(decrees, first, last, visible)
    response = render(
        request,
        "dip_app/exclusions/calendar.html",
        {
            "months": calendar.by_month(rows),
            "month": calendar.name_of(month) if month else "",
            "previous": _link(calendar.following(around, -1)),
            "next": _link(calendar.following(around)),
            "ahead": calendar.MONTHS_AHEAD,
            "office": register.is_office(actors),
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@login_required
def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report as it would be sent now, marked as a draft; stores nothing (SOP 8.6)."""
    actors = _actors(request)
    case = None
    if sees_applicant(actors) and pk in _visible(request, actors, {pk}):
        case = DocumentationRound.objects.filter(pk=pk).exclude(state=RoundState.REPORTED).first()
    if case is None:
        raise Http404(_("Berkas tidak ditemukan."))
    role = next((actor.role for actor in actors if actor.role in OFFICE), Role.KETUA_PPID)
    return show_draft(
        request,
        "exclusion_report",
        case=case,
        context=letters.report_context(case),
        signatory=signatory_of(actors, role),
        name="laporan",
        actor=actors[0],
    )


@require_safe
@login_required
def decree_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the decree of an opening as it would be issued now, marked as a draft (SOP 8.4)."""
    actors = _actors(request)
    case = None
    if sees_applicant(actors) and pk in _visible(request, actors, {pk}):
        waiting = (OpeningState.DECIDING, OpeningState.SIGNING)
        case = ExclusionOpening.objects.filter(pk=pk, state__in=waiting).first()
    if case is None:
        raise Http404(_("Berkas tidak ditemukan."))
    return show_draft(
        request,
        case.decree_kind,
        case=case,
        context=letters.opening_decree_context(case),
        signatory=signatory_of(actors, signing_role(case.decree_kind)),
        name="keputusan",
        actor=actors[0],
    )


def _actors(request: HttpRequest) -> list[Actor]:
    actors = actors_of(request.user)
    # The frame of the page names them as well.
    request.actors = actors  # type: ignore[attr-defined]
    return actors


def _visible(request: HttpRequest, actors: list[Actor], cases: set[int]) -> set[int]:
    """Return which of these cases the reader may open."""
    if not cases:
        return set()
    # Whoever has actors is signed in.
    seen = visible_cases(cast("User", request.user), actors)
    return set(seen.filter(pk__in=cases).values_list("pk", flat=True))


def _month(text: str) -> date | None:
    match = _MONTH.fullmatch(text)
    if match is None or not 2010 <= int(match[1]) <= 2200:
        return None
    return date(int(match[1]), int(match[2]), 1)


def _link(month: date) -> dict[str, Any]:
    return {"name": calendar.name_of(month), "url": f"?bulan={month:%Y-%m}"}
