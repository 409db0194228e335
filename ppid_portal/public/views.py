"""The front page and the guidance pages."""

from __future__ import annotations

import logging

from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dip_app.announcing import views as announcing
from dip_app.models import InformationItem
from ppid_portal.letters import paper_forms
from ppid_portal.letters.errors import RenderFailed
from ppid_portal.people.body import body
from ppid_portal.people.models.body import logo_type
from ppid_portal.public import performance, theme
from ppid_portal.public.limits import legal_days
from ppid_portal.sop import catalogue

log = logging.getLogger(__name__)

LATEST_ITEMS = 5
LATEST_ANNOUNCEMENTS = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the three doors, what was published last, and how the service works."""
    latest = InformationItem.objects.public().newest_first().select_related("unit")
    return render(
        request,
        "public/home.html",
        {
            "latest": latest[:LATEST_ITEMS],
            "announcements": announcing.latest(LATEST_ANNOUNCEMENTS),
            "days": legal_days(),
            "performance": performance.this_year(),
        },
    )


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """Explain the way of a request, its legal days, and the steps inside the office (SOP 2)."""
    return render(
        request,
        "public/how.html",
        {"days": legal_days(), "sop": catalogue.sops()["request"]},
    )


@require_safe
def objection(request: HttpRequest) -> HttpResponse:
    """Explain how to object (UU 14/2008 Pasal 35 and 36)."""
    return render(request, "public/objection.html", {"days": legal_days()})


@require_safe
def dispute(request: HttpRequest) -> HttpResponse:
    """Explain how to go to the Information Commission (UU 14/2008 Pasal 37 and 38)."""
    return render(request, "public/dispute.html", {"days": legal_days()})


@require_safe
def charter(request: HttpRequest) -> HttpResponse:
    """Show the service charter (Perki 1/2021 Pasal 47 and 48)."""
    return render(request, "public/charter.html", {"days": legal_days()})


@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    """Say what information costs."""
    return render(request, "public/fees.html")


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Say who the PPID is, what it does and by which law."""
    return render(request, "public/profile.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the site can be used by everybody, and whom to tell when it cannot."""
    return render(request, "public/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say which personal data is kept, why and for how long (UU 27/2022)."""
    return render(request, "public/privacy.html", {"days": legal_days()})


@require_safe
@cache_control(public=True, max_age=31_536_000)
def stylesheet(request: HttpRequest) -> HttpResponse:
    """Serve the body's colours; the address carries their version."""
    the_body = body()
    return HttpResponse(
        theme.stylesheet(the_body.brand_colour, the_body.accent_colour),
        content_type="text/css; charset=utf-8",
    )


@require_safe
@cache_control(public=True, max_age=3600)
def logo(request: HttpRequest) -> HttpResponse:
    """Serve the body's logo, a PNG or JPG of at most 512 KB."""
    file = body().logo
    if not file:
        raise Http404
    try:
        with file.open("rb") as stream:
            content = stream.read()
    except (FileNotFoundError, SuspiciousFileOperation) as error:
        raise Http404 from error
    kind = logo_type(content[:16])
    if kind is None:
        raise Http404
    return HttpResponse(content, content_type=kind)


@require_safe
@cache_control(public=True, max_age=3600)
def paper_form(request: HttpRequest, key: str) -> HttpResponse:
    """Serve an empty form for people who come on paper."""
    form = paper_forms.forms().get(key)
    if form is None:
        raise Http404
    try:
        content = paper_forms.pdf_of(form)
    except RenderFailed as error:
        log.exception("The form %s could not be made", key)
        raise Http404 from error
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="formulir-{key}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
