"""The calendar of hearings and deadlines, and the feed that phones subscribe to."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from disputes_app import calendar
from ppid_portal.clock import today
from ppid_portal.clock.words import clock_time, month_name
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.sop.legal_rules import legal_rules
from ppid_portal.sop.models import LegalDeadline
from ppid_portal.sop.scope import visible_cases

#: How far ahead deadlines are listed.
AHEAD = timedelta(days=60)
_NEAR = timedelta(days=3)
_MOST = 300
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Row:
    """One line of the list: a hearing or the last day of a limit."""

    day: date
    time: str
    what: str
    detail: str
    number: str
    subject: str
    url: str
    words: str
    tone: str
    is_hearing: bool


@dataclass(frozen=True)
class Month:
    """The rows of one month under its name."""

    key: str
    name: str
    rows: list[Row]


@require_safe
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """List hearings and the body's own deadlines: from today on, or those of one month."""
    user = request.user
    actors = actors_of(user)
    if not isinstance(user, User) or not actors:
        return render(request, "desk/no_appointment.html", status=403)
    # The frame of the page names them as well.
    request.actors = actors  # type: ignore[attr-defined]
    month = _month(request.GET.get("bulan", ""))
    here = today()
    first, last = (here, None) if month is None else (month, _next(month))
    rows = [*_hearings(user, actors, first, last), *_deadlines(user, actors, first, last, here)]
    rows.sort(key=lambda row: (row.day, row.time, row.number))
    around = month or here.replace(day=1)
    response = render(
        request,
        "disputes_app/desk/calendar.html",
        {
            "months": _by_month(rows),
            "month": _name(month) if month else "",
            "previous": _link(_previous(around)),
            "next": _link(_next(around)),
            "address": calendar.address_of(user),
            "subscribe": re.sub("^https?://", "webcal://", calendar.address_of(user)),
            "days": AHEAD.days,
        },
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def renew(request: HttpRequest) -> HttpResponse:
    """Make the present secret address worthless and show a new one."""
    user = request.user
    actors = actors_of(user)
    if not isinstance(user, User) or not actors:
        return render(request, "desk/no_appointment.html", status=403)
    calendar.renew(actors[0])
    messages.success(
        request, _("Tautan kalender yang baru berlaku. Tautan lama tidak dapat dibuka lagi.")
    )
    return redirect("disputes_calendar:page")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Serve a calendar to whoever holds its address; who asks again hears that nothing changed."""
    owner = calendar.owner_of(token)
    if owner is None:
        raise Http404(_("Kalender tidak ditemukan."))
    content = calendar.feed_of(owner)
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="sidang.ics"'
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=etag, response=response) or response


def _hearings(user: User, actors: list[Actor], first: date, last: date | None) -> list[Row]:
    found = calendar.sittings(
        user, actors, since=_begin(first), until=None if last is None else _begin(last)
    )
    return [
        Row(
            day=timezone.localtime(sitting.at).date(),
            time=clock_time(sitting.at),
            what=sitting.kind,
            detail=sitting.place,
            number=sitting.number,
            subject=sitting.subject,
            url=reverse("desk:case", args=[sitting.case_id]),
            words=sitting.status,
            tone="neutral" if sitting.cancelled else "soon",
            is_hearing=True,
        )
        for sitting in found
    ]


def _deadlines(
    user: User, actors: list[Actor], first: date, last: date | None, here: date
) -> list[Row]:
    """Return the limits that the body must keep in the next weeks."""
    border = here + AHEAD
    running = LegalDeadline.objects.filter(
        status=LegalDeadline.Status.RUNNING,
        rule__in=[key for key, rule in legal_rules().items() if rule.side == "body"],
        case__in=visible_cases(user, actors),
        due_on__gte=first,
        due_on__lte=border if last is None else min(border, last - timedelta(days=1)),
    )
    return [
        Row(
            day=deadline.due_on,
            time="",
            what=deadline.legal_rule.label,
            detail=deadline.legal_rule.basis,
            number=deadline.case.number or "",
            subject=deadline.case.title,
            url=reverse("desk:case", args=[deadline.case_id]),
            words=_("Batas waktu, sementara") if deadline.provisional else _("Batas waktu"),
            tone="soon" if deadline.due_on - here <= _NEAR else "neutral",
            is_hearing=False,
        )
        for deadline in running.select_related("case").order_by("due_on", "id")[:_MOST]
    ]


def _by_month(rows: list[Row]) -> list[Month]:
    found: dict[str, Month] = {}
    for row in rows:
        key = f"{row.day:%Y-%m}"
        found.setdefault(key, Month(key, _name(row.day), [])).rows.append(row)
    return list(found.values())


def _month(text: str) -> date | None:
    match = _MONTH.fullmatch(text)
    # The first and the last years of the calendar have no month before or after them.
    if match is None or not 1900 <= int(match[1]) <= 2200:
        return None
    return date(int(match[1]), int(match[2]), 1)


def _next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _previous(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _name(month: date) -> str:
    return f"{month_name(month.month)} {month.year}"


def _link(month: date) -> dict[str, Any]:
    return {"name": _name(month), "url": f"?bulan={month:%Y-%m}"}


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
