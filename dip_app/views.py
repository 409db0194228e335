"""The public list: search, one item, and suggestions while somebody describes a request."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dip_app.conditional import conditional
from dip_app.editions import history
from dip_app.editions.models import ListChange
from dip_app.facets import NAMES, address, facets, read_filters, unit_names
from dip_app.freshness.page import public_words
from dip_app.models import InformationItem, Status
from dip_app.opendata.linked import embedded
from dip_app.opendata.links import list_downloads
from dip_app.search import list_version, search, suggest, whole_list
from ppid_portal.clock.words import date_long
from ppid_portal.people.body import body

_SHORTEST_DESCRIPTION = 8


@require_safe
def item_list(request: HttpRequest) -> HttpResponseBase:
    """The published list, searched and filtered; newest first, without page numbers."""
    version = list_version()
    query = request.GET.get("q", "").strip()
    units = unit_names()
    filters = read_filters(request.GET, units)

    def make() -> HttpResponse:
        try:
            page = search(
                query,
                category=filters.category,
                unit=filters.unit,
                year=filters.year,
                format=filters.format,
                after=request.GET.get("sesudah", ""),
                before=request.GET.get("sebelum", ""),
                version=version,
            )
        except ValueError as error:
            raise Http404("broken mark of a page") from error
        listed = whole_list(version)
        groups = facets(request.GET, filters, page.facets, listed, units)
        return render(
            request,
            "dip_app/list.html",
            {
                "query": query,
                "page": page,
                "facets": groups,
                "filtered": bool(filters),
                "list_is_empty": not listed.rows,
                "kept": [
                    (parameter, request.GET[parameter])
                    for parameter, _label in NAMES.values()
                    if request.GET.get(parameter)
                ],
                "without_filters": address(request.GET, **{p: "" for p, _l in NAMES.values()}),
                "without_query": address(request.GET, q=""),
                "newer_url": address(request.GET, sebelum=page.before) if page.before else "",
                "older_url": address(request.GET, sesudah=page.after) if page.after else "",
                "suggestions": suggest(query) if query and not page.hits else [],
                "downloads": list_downloads(page.corrected or query, request.GET),
                "narrowed": bool(query or filters),
            },
        )

    return conditional(request, (version, units), version[0], make)


@require_safe
def item(request: HttpRequest, item_id: int, slug: str = "") -> HttpResponseBase:
    """All that the list states of one item (Perki 1/2021 Lampiran II), and its files.

    The number makes the address permanent: another slug leads to the right one, and a withdrawn
    item answers 410 with what to do instead.
    """
    found = get_object_or_404(
        InformationItem.objects.select_related("unit").exclude(status=Status.DRAFT), pk=item_id
    )
    if not found.is_public:
        return render(request, "dip_app/withdrawn.html", status=410)
    if slug != found.slug:
        return redirect(found, permanent=False)
    files = list(found.files.select_related("file"))
    ground = history.ground(found)

    def make() -> HttpResponse:
        published = date_long(localtime(found.published_at).date())
        since, due, late = public_words(found)
        return render(
            request,
            "dip_app/item.html",
            {
                "item": found,
                "address": settings.PUBLIC_URL.rstrip("/") + found.get_absolute_url(),
                "published": published,
                "refreshed": since,
                "due": due,
                "late": late,
                "changed": date_long(localtime(found.changed_at).date()),
                "facts": _facts(found, published, ground),
                "structured": embedded(found, body()),
                "versions": history.versions(found),
                "documents": [
                    {
                        "label": entry.label or entry.file.original_name,
                        "url": reverse("files:download", args=[entry.file_id]),
                        "kind": entry.file.content_type,
                        "size": entry.file.size,
                    }
                    for entry in files
                ],
            },
        )

    # A confirmation is seen by everybody, though nothing else of the item has changed.
    changed = max(found.changed_at, found.refreshed_at or found.changed_at)
    parts = (
        changed,
        (found.refreshed_at, found.next_update_due),
        found.unit.name,
        [(entry.pk, entry.label) for entry in files],
        ground.pk if ground is not None else 0,
    )
    return conditional(request, parts, changed, make)


def _facts(
    item: InformationItem, published: str, ground: ListChange | None
) -> list[tuple[str, object]]:
    """The columns of the list as the law names them."""
    return [
        (_("Ringkasan isi informasi"), item.summary),
        (_("Unit yang menguasai informasi"), item.unit.name),
        (_("Penanggung jawab pembuatan atau penerbitan"), item.responsible),
        (
            _("Waktu dan tempat pembuatan"),
            _("%(when)s, di %(where)s") % {"when": item.made_when, "where": item.made_where},
        ),
        (_("Bentuk informasi yang tersedia"), item.formats),
        (_("Jangka waktu penyimpanan"), item.retention),
        (_("Kategori"), item.get_category_display()),
        *([(_("Topik"), item.topic)] if item.topic else []),
        (_("Bahasa"), item.get_language_display()),
        *([(_("Ketentuan pemakaian"), item.licence)] if item.licence else []),
        (_("Diterbitkan"), published),
        *([(_("Dasar"), _basis(ground))] if ground is not None else []),
        (_("Nomor dalam daftar"), str(item.pk)),
    ]


def _basis(ground: ListChange) -> str:
    """The decision on which the item stands in the list, with the edition where one brought it."""
    edition = getattr(ground.case, "edition", None) if ground.case is not None else None
    if edition is None:
        return ground.basis
    return format_html(
        '{} (<a class="govuk-link" href="{}">{}</a>)',
        ground.basis,
        edition.get_absolute_url(),
        edition,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest) -> HttpResponse:
    """Published items that resemble the description in ``q``, as a fragment of a page.

    A form sends it by POST, because a description may name people and an address is logged.
    Nothing is changed or kept.
    """
    text = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    found = suggest(text) if len(text) >= _SHORTEST_DESCRIPTION else []
    response = render(request, "dip_app/_suggestions.html", {"suggestions": found})
    response["Cache-Control"] = "no-store"
    return response
