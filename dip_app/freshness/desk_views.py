"""Pages of freshness: units for the office, the items of one unit, one item with its trace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dip_app.freshness import acts, page, rules
from dip_app.freshness.forms import ConfirmForm
from dip_app.models import InformationItem
from ppid_portal.clock import today
from ppid_portal.clock.words import date_long, moment_long
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import Unit

#: The trace of an item on its page.
_TRACE = 20


@never_cache
@require_safe
@login_required
def units(request: HttpRequest) -> HttpResponse:
    """Show how fresh and complete the list of each unit is; a unit sees its own."""
    actors = _actors(request)
    if not actors:
        return render(request, "desk/no_appointment.html", status=403)
    lines = page.unit_lines(actors)
    return render(
        request,
        "dip_app/freshness/units.html",
        {
            "lines": lines,
            "counted": lines[0].counted if lines else "",
            "columns": [label for _name, label in rules.COLUMNS],
            "months": rules.MONTHS,
            "office": page.is_office(actors),
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def items(request: HttpRequest) -> HttpResponse:
    """Show the items of one unit by what is due or missing, and confirm those that are ticked."""
    actors = _actors(request)
    unit = _unit(request, actors)
    which = request.GET.get("lihat", "")
    if which not in dict(page.filters()):
        which = page.OVERDUE
    actor = _acting(actors, unit.pk)
    form: ConfirmForm | None = ConfirmForm(initial={"act": ""}) if actor is not None else None
    ticked = request.POST.getlist("ticked")
    if request.method == "POST":
        if actor is None:
            raise Http404(_("Unit tidak ditemukan."))
        form = ConfirmForm(request.POST)
        if form.is_valid() and _confirmed(request, form, actor, ticked):
            return redirect(f"{reverse('freshness:items')}?unit={unit.pk}&lihat={which}")
    return render(
        request,
        "dip_app/freshness/items.html",
        {
            "unit": unit,
            "page": page.page(unit, which, request.GET),
            "which": which,
            "filters": page.filters(),
            "form": form,
            "ticked": set(ticked),
            "several": page.is_office(actors) or len(page.own_units(actors)) > 1,
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one item: its date, what it lacks, who confirmed it, and the form to confirm it."""
    actors = _actors(request)
    found = InformationItem.objects.public().filter(pk=pk).select_related("unit").first()
    if found is None or not page.may_see(actors, found.unit_id):
        raise Http404(_("Informasi tidak ditemukan."))
    actor = _acting(actors, found.unit_id)
    form: ConfirmForm | None = ConfirmForm() if actor is not None else None
    if request.method == "POST":
        if actor is None:
            raise Http404(_("Informasi tidak ditemukan."))
        form = ConfirmForm(request.POST)
        if form.is_valid() and _confirmed(request, form, actor, [str(pk)]):
            return redirect("freshness:item", pk=pk)
    has_file = found.files.exists()
    return render(
        request,
        "dip_app/freshness/item.html",
        {
            "item": found,
            "line": page.line_of(found, has_file, today()),
            "points": rules.points(found, has_file, today()),
            "form": form,
            "trace": [
                {
                    "at": moment_long(each.at),
                    "act": each.get_act_display(),
                    "by": each.by_name,
                    "due": date_long(each.next_due) if each.next_due else "",
                    "note": each.note,
                }
                for each in found.confirmations.all()[:_TRACE]
            ],
        },
    )


def _confirmed(
    request: HttpRequest, form: ConfirmForm, actor: Actor, ticked: Sequence[str]
) -> bool:
    data: dict[str, Any] = form.cleaned_data
    keys = [int(key) for key in ticked if key.isascii() and key.isdigit() and len(key) < 19]
    try:
        done = acts.confirm(
            keys, actor, data["act"], next_due=data["next_due"], note=data["note"].strip()
        )
    except ValidationError as error:
        form.refuse(error.message_dict)
        return False
    messages.success(
        request,
        ngettext("%(number)d informasi dicatat.", "%(number)d informasi dicatat.", done)
        % {"number": done},
    )
    return True


def _actors(request: HttpRequest) -> list[Actor]:
    actors = actors_of(request.user)
    # The frame of the page names them as well.
    request.actors = actors  # type: ignore[attr-defined]
    return actors


def _acting(actors: Sequence[Actor], unit_id: int) -> Actor | None:
    """Return the reader as who answers for the items of a unit, if they do."""
    return next(
        (each for each in actors if each.role in acts.UNIT_ROLES and each.unit_id == unit_id), None
    )


def _unit(request: HttpRequest, actors: Sequence[Actor]) -> Unit:
    """Return the unit that was asked for, or the reader's own; 404 for any other."""
    key = request.GET.get("unit", "")
    wanted = page.units_of(actors)
    if key:
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            raise Http404(_("Unit tidak ditemukan."))
        wanted = wanted.filter(pk=int(key))
    elif own := page.own_units(actors):
        wanted = wanted.filter(pk__in=own)
    else:
        raise Http404(_("Unit tidak ditemukan."))
    found = wanted.first()
    if found is None:
        raise Http404(_("Unit tidak ditemukan."))
    return found
