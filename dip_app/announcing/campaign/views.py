"""Where a campaign is begun, its register, and its letters before they are issued."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dip_app.announcing.campaign import forms, letters
from dip_app.announcing.campaign.intake import expected_due, open_campaign
from dip_app.announcing.campaign.models import (
    KETUA,
    SEKRETARIS,
    Campaign,
    CampaignState,
)
from ppid_portal.clock.errors import ClockError
from ppid_portal.letters.previews import show_draft, signatory_of
from ppid_portal.people.actors import Actor, actors_of, candidates
from ppid_portal.people.models import User
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.scope import OFFICE_ROLES, visible_cases

_MOST = 50


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the campaigns, newest first: there is one a year."""
    actors = _office(request)
    visible = visible_cases(cast("User", request.user), actors)
    found = (
        Campaign.objects.filter(pk__in=visible.values("pk"))
        .select_related("minutes", "announced_as")
        .order_by("-year", "-pk")[:_MOST]
    )
    return render(
        request,
        "dip_app/announcing/campaign/index.html",
        {
            "rows": [
                {
                    "url": reverse("desk:case", args=[case.pk]),
                    "number": case.number,
                    "title": case.title,
                    "state": case.state_label,
                    "tone": "done" if case.state == CampaignState.ANNOUNCED else "waiting",
                    "minutes": case.minutes.number if case.minutes is not None else "",
                    "public": case.announced_as.get_absolute_url() if case.announced_as else "",
                }
                for case in found
            ],
            "may_open": bool(candidates(actors, SEKRETARIS)),
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Prepare the letter to all Anggota PPID: SOP 1.1, by Sekretaris PPID."""
    preparing = candidates(_office(request), SEKRETARIS)
    if not preparing:
        raise PermissionDenied(_("Surat permohonan disiapkan oleh Sekretaris PPID."))
    posted = request.method == "POST"
    form = forms.OpenForm(request.POST if posted else None, initial={"key": uuid.uuid4().hex})
    if posted and form.is_valid():
        case = _prepared(form, preparing[0])
        if case is not None:
            messages.success(
                request,
                _("Surat permohonan {number} menunggu tanda tangan Ketua PPID.").format(
                    number=case.number
                ),
            )
            return redirect("desk:case", pk=case.pk)
    return render(request, "dip_app/announcing/campaign/new.html", {"form": form})


def _prepared(form: forms.OpenForm, actor: Actor) -> Campaign | None:
    """Open the campaign; a refusal stands beside its field."""
    data = form.cleaned_data
    try:
        return open_campaign(
            year=data["year"],
            units=list(data["units"]),
            instruction=data["instruction"],
            actor=actor,
            idempotency_key=f"campaign:{actor.user_id}:{data['key']}",
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    except ClockError as error:
        form.add_error(None, str(error))
    return None


@require_safe
@login_required
def preview(request: HttpRequest, pk: int, letter: str) -> HttpResponse:
    """Show the request or the Berita Acara as it would be issued now, marked as a draft."""
    actors = _office(request)
    visible = visible_cases(cast("User", request.user), actors).filter(pk=pk)
    case = Campaign.objects.filter(pk__in=visible.values("pk")).first()
    if case is None:
        raise Http404(_("Berkas tidak ditemukan."))
    signatory = signatory_of(actors, KETUA[0])
    context: Any
    if letter == "permohonan" and case.request_letter_id is None:
        case.units_due_on = expected_due()
        kind, context = (
            "member_request",
            letters.request_context(case, list(case.members.order_by("name"))),
        )
    elif letter == "berita-acara" and case.state == CampaignState.ESTABLISHING:
        kind = "list_minutes"
        context = letters.minutes_context(
            case, signatory.name if signatory else "", signatory.nip if signatory else ""
        )
    else:
        raise Http404(_("Belum ada yang dapat dimuat dalam surat ini."))
    return show_draft(
        request,
        kind,
        case=case,
        context=context,
        signatory=signatory,
        name=letter,
        actor=actors[0],
    )


def _office(request: HttpRequest) -> list[Actor]:
    """Return the actors of somebody of the office; 404 for everybody else."""
    actors = actors_of(request.user)
    request.actors = actors  # type: ignore[attr-defined]
    if not any(actor.role in OFFICE_ROLES for actor in actors):
        raise Http404(_("Halaman tidak ditemukan."))
    return actors
