"""Public pages of announcements, of what is urgent, and of the proof that something was up."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dip_app.announcing import public, shown, urgent
from dip_app.announcing.models import Announcement, Duty, State
from dip_app.conditional import conditional
from dip_app.models import InformationItem, Status, item_slug
from ppid_portal.clock.words import moment_long

_URGENT = 20


@require_safe
def announcements(request: HttpRequest) -> HttpResponseBase:
    """What is announced now, newest first, without page numbers."""
    filters = public.Filters.read(request.GET)
    changed, mark = public.version()

    def make() -> HttpResponse:
        try:
            page = public.page(filters, request.GET)
        except ValueError as error:
            raise Http404("broken mark of a page") from error
        return render(
            request,
            "dip_app/announcing/list.html",
            {
                "page": page,
                "rows": [_row(case) for case in page.rows],
                "filters": filters,
                "kinds": public.kind_links(filters),
                "years": public.year_links(filters),
            },
        )

    return conditional(request, ("announcements", mark), changed, make)


@require_safe
def one(request: HttpRequest, pk: int, slug: str = "") -> HttpResponseBase:
    """One announcement.

    The number makes the address permanent. What is down answers 410, says since when and why,
    and shows nothing of what it said; what was never up is not there.
    """
    case = get_object_or_404(
        Announcement.objects.select_related("current", "unit").filter(up_at__isnull=False), pk=pk
    )
    if not case.is_shown:
        return render(request, "dip_app/announcing/down.html", _down(case), status=410)
    version = case.current
    if version is None:
        raise Http404("nothing is shown")
    if slug != item_slug(case.title):
        return redirect(case, permanent=False)

    def make() -> HttpResponse:
        return render(
            request,
            "dip_app/announcing/one.html",
            {
                "case": case,
                "address": settings.PUBLIC_URL.rstrip("/") + case.get_absolute_url(),
                "article": shown.article(case, version),
                "corrections": shown.corrections(case),
            },
        )

    unit = case.unit.name if case.unit is not None else ""
    items = list(version.items.public().order_by("pk").values_list("pk", "title"))
    return conditional(request, (version.pk, case.ends_at, unit, items), version.shown_at, make)


@require_safe
def urgent_page(request: HttpRequest) -> HttpResponseBase:
    """What threatens lives or public order now (UU 14/2008 Pasal 10)."""
    changed, mark = public.version()

    def make() -> HttpResponse:
        found = public.shown().filter(duty=Duty.IMMEDIATE).select_related("current", "unit")
        return render(
            request,
            "dip_app/announcing/urgent.html",
            {
                "articles": [
                    {**shown.article(case, case.current), "url": case.get_absolute_url()}
                    for case in found.prefetch_related("current__files__file")[:_URGENT]
                    if case.current is not None
                ]
            },
        )

    return conditional(request, ("urgent", mark), changed, make)


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement, to be printed, of when an announcement was up and on what ground.

    Of a withdrawn one the titles are not repeated: they may be why it was withdrawn.
    """
    case = get_object_or_404(Announcement.objects.filter(up_at__isnull=False), pk=pk)
    named = case.state != State.WITHDRAWN
    found = case.appearances.select_related("version").order_by("pk")
    return render(
        request,
        "dip_app/announcing/proof.html",
        {
            "number": case.number,
            "heading": case.title if named else _("Pengumuman {n}").format(n=case.number),
            "address": settings.PUBLIC_URL.rstrip("/")
            + reverse("announcing:number", args=[case.pk]),
            "rows": shown.periods(found, named=named),
            "back": case.get_absolute_url() if named else "",
            "is_item": False,
        },
    )


@require_safe
def item_proof(request: HttpRequest, item_id: int) -> HttpResponse:
    """The same statement of an item of the public list."""
    item = get_object_or_404(InformationItem.objects.exclude(status=Status.DRAFT), pk=item_id)
    found = item.appearances.order_by("pk")
    return render(
        request,
        "dip_app/announcing/proof.html",
        {
            "number": str(item.pk),
            "heading": item.title if item.is_public else _("Informasi nomor {n}").format(n=item.pk),
            "address": settings.PUBLIC_URL.rstrip("/")
            + reverse("dip_app:item_number", args=[item.pk]),
            "rows": shown.periods(found, named=item.is_public),
            "back": item.get_absolute_url() if item.is_public else "",
            "is_item": True,
        },
    )


def banner(request: HttpRequest | None) -> tuple[urgent.UrgentNotice, ...]:
    """Return what the banner of a page shows."""
    return urgent.active(request)


def latest(most: int) -> list[dict[str, object]]:
    """Return the newest announcements for the front page, in one query."""
    return [_row(case) for case in public.shown().select_related("current", "unit")[:most]]


def _row(case: Announcement) -> dict[str, object]:
    version = case.current
    return {
        "title": case.title,
        "url": case.get_absolute_url(),
        "kind": case.get_duty_display(),
        "urgent": case.is_urgent,
        "unit": case.unit.name if case.unit is not None else "",
        "summary": version.paragraphs[0] if version is not None and version.paragraphs else "",
        "at": moment_long(case.up_at) if case.up_at is not None else "",
    }


def _down(case: Announcement) -> dict[str, object]:
    withdrawn = case.state == State.WITHDRAWN
    return {
        "number": case.number,
        "title": "" if withdrawn else case.title,
        "withdrawn": withdrawn,
        "reason": case.withdrawn_because,
        "up": moment_long(case.up_at, with_day=True) if case.up_at is not None else "",
        "down": moment_long(case.down_at, with_day=True) if case.down_at is not None else "",
        "proof": reverse("announcing:proof", args=[case.pk]),
    }
