"""Public pages of the editions: which there are, what each holds, and what changed since."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dip_app.conditional import conditional
from dip_app.editions.models import EditionEntry, ListChange, ListEdition
from dip_app.models import item_slug
from ppid_portal.clock import local
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter

PAGE = 50
_EDITIONS = 30


@require_safe
def editions(request: HttpRequest) -> HttpResponseBase:
    """Every edition with its decision, newest first."""
    number = _page(request)
    start = (number - 1) * _EDITIONS
    found = list(
        ListEdition.objects.select_related("decree", "minutes").order_by("-pk")[
            start : start + _EDITIONS + 1
        ]
    )
    if number > 1 and not found:
        raise Http404(_("Halaman ini tidak ada."))
    newest = ListEdition.objects.order_by("-pk").values_list("pk", flat=True).first()

    def make() -> HttpResponse:
        return render(
            request,
            "dip_app/editions.html",
            {
                "editions": [
                    {
                        "edition": edition,
                        "decreed": date_long(edition.decreed_on),
                        "decision": _decision(edition.decision),
                        "current": edition.pk == newest,
                    }
                    for edition in found[:_EDITIONS]
                ],
                "previous_url": f"?hal={number - 1}" if number > 1 else "",
                "next_url": f"?hal={number + 1}" if len(found) > _EDITIONS else "",
            },
        )

    frozen_at = max((edition.frozen_at for edition in found), default=None)
    return conditional(request, (newest, number), frozen_at, make)


@require_safe
def edition(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    """One edition as it was decreed, page by page; a page is a slice of its positions."""
    found = _edition(year, number)
    page = _page(request)
    last = max(1, -(-found.entry_count // PAGE))
    if page > last:
        raise Http404(_("Halaman ini tidak ada."))
    first = (page - 1) * PAGE
    later = ListChange.objects.filter(after=found).order_by("-pk").first()

    def make() -> HttpResponse:
        entries = EditionEntry.objects.filter(
            edition=found, position__gt=first, position__lte=first + PAGE
        ).order_by("position")
        return render(
            request,
            "dip_app/edition.html",
            {
                "edition": found,
                "decreed": date_long(found.decreed_on),
                "decisions": [
                    _decision(letter) for letter in (found.decree, found.minutes) if letter
                ],
                "groups": _groups(list(entries)),
                "page": page,
                "last": last,
                "changed_since": later is not None,
                "following": getattr(found, "following", None),
                "previous_url": f"?hal={page - 1}" if page > 1 else "",
                "next_url": f"?hal={page + 1}" if page < last else "",
            },
        )

    parts = (found.pk, page, later.pk if later else 0, found.is_current)
    return conditional(request, parts, later.at if later else found.frozen_at, make)


def _groups(entries: list[EditionEntry]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the entries of a page under their units."""
    groups: list[tuple[str, list[dict[str, Any]]]] = []
    for entry in entries:
        if not groups or groups[-1][0] != entry.unit_name:
            groups.append((entry.unit_name, []))
        groups[-1][1].append(
            {
                "entry": entry,
                "url": reverse("dip_app:item", args=[entry.item_id, item_slug(entry.title)]),
                "category": entry.get_category_display(),
                "made": f"{entry.made_when}, {entry.made_where}",
            }
        )
    return groups


@require_safe
def changes(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    """How an edition differs from the one before it, or what changed since; with each decision."""
    found = _edition(year, number)
    since = request.GET.get("lihat") == "sesudah"
    rows = ListChange.objects.filter(after=found).order_by("-pk") if since else found.changes()
    newest = rows.values_list("pk", flat=True).first()
    before = request.GET.get("sebelum", "")
    if before:
        if not (before.isascii() and before.isdigit() and len(before) < 19):
            raise Http404(_("Halaman ini tidak ada."))
        rows = rows.filter(pk__lt=int(before))
    shown = list(_told(rows)[: PAGE + 1])

    def make() -> HttpResponse:
        lines = [_line(change) for change in shown[:PAGE]]
        query = "lihat=sesudah&" if since else ""
        return render(
            request,
            "dip_app/edition_changes.html",
            {
                "edition": found,
                "since": since,
                "lines": lines,
                "next_url": f"?{query}sebelum={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
            },
        )

    return conditional(
        request, (found.pk, since, newest, before), shown[0].at if shown else found.frozen_at, make
    )


def _told(rows: QuerySet[ListChange]) -> QuerySet[ListChange]:
    decreed = Exists(EditionEntry.objects.filter(item=OuterRef("item_id")))
    return rows.select_related("item__unit", "case__edition").annotate(decreed=decreed)


def _line(change: Any) -> dict[str, Any]:
    """Return a change in words; of what was withdrawn and never decreed only the number is told."""
    item = change.item
    named = item.is_public or change.decreed
    edition = getattr(change.case, "edition", None) if change.case is not None else None
    return {
        "kind": change.get_kind_display(),
        "tone": {"added": "done", "changed": "soon", "removed": "late"}[change.kind],
        "title": item.title if named else _("Informasi nomor {number}").format(number=item.pk),
        "url": item.get_absolute_url() if item.is_public else "",
        "unit": item.unit.name if named else "",
        "day": date_long(local(change.at).date()),
        "basis": change.basis,
        "edition": edition,
    }


def _edition(year: int, number: int) -> ListEdition:
    found: ListEdition = get_object_or_404(
        ListEdition.objects.select_related("decree", "minutes", "previous", "following"),
        year=year,
        number=number,
    )
    return found


def _decision(letter: Letter) -> dict[str, str]:
    return {
        "title": letter.title,
        "number": letter.number,
        "day": date_long(local(letter.issued_at).date()),
        "url": reverse("letters:verify", args=[letter.verification_code]),
    }


def _page(request: HttpRequest) -> int:
    raw = request.GET.get("hal", "1")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 7) or int(raw) < 1:
        raise Http404(_("Halaman ini tidak ada."))
    return int(raw)
