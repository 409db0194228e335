"""Meja kerja: four numbers and one list of open work; taking work on and giving it back."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ppid_portal.audit.services import record
from ppid_portal.desk import panels, worklist
from ppid_portal.desk.going_back import back_url
from ppid_portal.desk.members import Member, desk_page
from ppid_portal.sop import registry
from ppid_portal.sop.models import WorkItem


@require_safe
@desk_page
def home(request: HttpRequest, member: Member) -> HttpResponse:
    """Show the open work that the filters leave, soonest due first."""
    filters = worklist.Filters.read(request.GET)
    whose = worklist.whose_labels()
    if not member.unit_ids:
        del whose["unit"]
    return render(
        request,
        "desk/home.html",
        {
            "filters": filters,
            "tallies": worklist.tallies(member, filters),
            "page": worklist.page(member, filters, request.GET),
            "alarms": [alarm for alarm in panels.alarms(member.actors) if alarm.rows],
            "here": request.get_full_path(),
            "whose": whose,
            "when": worklist.when_labels(),
            "kinds": {key: model.kind_label for key, model in registry.kinds().items()},
            "units": worklist.unit_choices(member),
            "sees_applicant": member.sees_applicant,
        },
    )


@require_POST
@desk_page
def take(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Take a piece of work on, also from a colleague who is away; the chain says so (F28)."""
    with transaction.atomic():
        item = _locked(member, pk)
        actor = member.may_take(item)
        if actor is None:
            messages.error(request, _("Pekerjaan ini milik {role}.").format(role=item.role_label))
            return redirect(back_url(request))
        if item.assigned_to_id != member.user.pk:
            before = item.assigned_to_id
            item.assigned_to = member.user
            item.save(update_fields=["assigned_to"])
            record(
                "take_on",
                stream=item.case.stream,
                subject=item.case.number or str(item.case.public_id),
                actor=actor,
                data={"step": item.step, "from_user": before},
            )
    messages.success(
        request,
        _("Anda mengambil “{step}” pada {number}.").format(
            step=item.title, number=item.case.number
        ),
    )
    return redirect(back_url(request))


@require_POST
@desk_page
def release(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Give a piece of work back to the queue of its role."""
    with transaction.atomic():
        item = _locked(member, pk)
        actor = member.may_take(item)
        if actor is None or item.assigned_to_id != member.user.pk:
            messages.error(request, _("Pekerjaan ini tidak sedang Anda pegang."))
            return redirect(back_url(request))
        item.assigned_to = None
        item.save(update_fields=["assigned_to"])
        record(
            "release",
            stream=item.case.stream,
            subject=item.case.number or str(item.case.public_id),
            actor=actor,
            data={"step": item.step},
        )
    messages.success(request, _("Pekerjaan dikembalikan ke antrean."))
    return redirect(back_url(request))


def _locked(member: Member, pk: int) -> WorkItem:
    item = (
        member.open_work()
        .select_for_update(of=("self",))
        .select_related("case")
        .filter(pk=pk)
        .first()
    )
    if item is None:
        raise Http404(_("Pekerjaan ini sudah selesai atau bukan untuk Anda."))
    return item
