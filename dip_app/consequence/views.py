"""Where staff ask for a test, fill its sheets item by item, and look at its letters beforehand."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dip_app.consequence import forms, grounds, letters
from dip_app.consequence.intake import ask_for_test
from dip_app.consequence.letters import NAMED
from dip_app.consequence.models import OFFICE, UNITS, ConsequenceTest, TestItem
from ppid_portal.clock.errors import ClockError
from ppid_portal.files.services import store
from ppid_portal.letters.kind_settings.services import signing_role
from ppid_portal.letters.previews import show_draft, signatory_of
from ppid_portal.people.actors import Actor, actors_of, candidates
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import UNIT_BOUND, Role
from ppid_portal.sop import engine, registry
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, CaseDocument, WorkItem
from ppid_portal.sop.scope import may_view, sees_applicant, visible_cases

_ADD = "tambah"
_PREFIX = "butir"
#: Kinds of cases that may wait in a test; their own clocks go on.
_ORIGINS = ("request", "dispute")


# -- SOP 6.1 ---------------------------------------------------------------------------------------


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_test(request: HttpRequest) -> HttpResponse:
    """Ask for a test: ahead of requests, for a unit, or out of a request (F63)."""
    actors = actors_of(request.user)
    asking = candidates(actors, (*OFFICE, *UNITS))
    if not asking:
        raise PermissionDenied(
            _("Uji konsekuensi diminta oleh PPID atau unit yang menguasai informasinya.")
        )
    actor = _acting(asking, request)
    origin = _origin(request, actors, actor)
    own = _own_unit(actor)
    triggers = forms.triggers_for([actor], origin.kind if origin is not None else "")
    build_form = partial(forms.OpenForm, triggers=triggers)
    build_items = partial(
        forms.OpenItems,
        prefix=_PREFIX,
        form_kwargs={"units": forms.holding_units(), "own": own},
    )
    if request.method != "POST":
        known, rows = _known(actor, origin)
        form, items = build_form(initial=known), build_items(initial=rows)
    elif request.POST.get("aksi") == _ADD:
        form, items = _one_more(request, build_form, build_items)
    else:
        form = build_form(request.POST, request.FILES)
        items = build_items(request.POST)
        # Both, so that every error is told at once.
        if all([form.is_valid(), items.is_valid()]):
            case = _opened(form, items, actor, origin)
            if case is not None:
                return _asked(request, actors, case)
    return render(
        request,
        "dip_app/desk/new_test.html",
        {
            "form": form,
            "items": items,
            "all_forms": [form, *items.forms] if form.is_bound else [],
            "origin": origin,
            "own": own,
            "asking": asking,
            "actor": actor,
        },
    )


def _acting(asking: list[Actor], request: HttpRequest) -> Actor:
    wanted = request.POST.get("sebagai", "") or request.GET.get("sebagai", "")
    return next((each for each in asking if str(each.appointment_id) == wanted), asking[0])


def _own_unit(actor: Actor) -> Unit | None:
    """Return the unit for whose information alone this person may ask."""
    if actor.role in UNIT_BOUND and actor.appointment is not None:
        return actor.appointment.unit
    return None


def _origin(request: HttpRequest, actors: list[Actor], actor: Actor) -> Case | None:
    """Return the request or dispute out of which the test is asked, if one is named."""
    key = request.GET.get("asal", "")
    if not key:
        return None
    if key.isdigit() and len(key) < 19 and actor.role in OFFICE:
        # Whoever has actors is signed in.
        found = (
            visible_cases(request.user, actors)  # type: ignore[arg-type]
            .filter(pk=int(key), kind__in=_ORIGINS, closed_at__isnull=True)
            .first()
        )
        if found is not None:
            return registry.as_own_kind(found)
    raise Http404(_("Berkas tidak ditemukan."))


def _known(actor: Actor, origin: Case | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what is known before anybody types, for the form and for its rows."""
    known: dict[str, Any] = {"key": uuid.uuid4().hex, "asked_by": actor.unit_name}
    if origin is None:
        return known, [{}]
    number = origin.number or ""
    known |= {
        "asked_by": _("Permohonan {number}").format(number=number)
        if origin.kind == "request"
        else number,
        "title": f"{NAMED}{origin.title}"[:300],
        "question": origin.what_is_asked()[:4000],
    }
    units = WorkItem.objects.filter(case_id=origin.pk, unit__isnull=False).order_by("unit_id")
    rows = [
        {"information": origin.title, "unit": unit}
        for unit in units.values_list("unit_id", flat=True).distinct()
    ]
    return known, rows or [{"information": origin.title}]


def _one_more(request: HttpRequest, build_form: Any, build_items: Any) -> tuple[Any, Any]:
    """Return the forms with one more row; nothing is checked and nothing typed is lost."""
    form, items = build_form(request.POST), build_items(request.POST)
    typed = [{name: each[name].data for name in each.fields} for each in items.forms]
    kept = {name: form[name].data for name in form.fields if name != "documents"}
    return build_form(initial=kept), build_items(initial=[*typed, {}][: forms.MOST_ITEMS])


def _opened(form: Any, items: Any, actor: Actor, origin: Case | None) -> ConsequenceTest | None:
    """Open the test; a refusal stands above the form, and leaves no file behind."""
    data = form.cleaned_data
    try:
        with transaction.atomic():
            return ask_for_test(
                title=data["title"],
                question=data["question"],
                items=items.pairs(),
                trigger=data["trigger"],
                asked_by=data["asked_by"],
                actor=actor,
                origin=origin,
                documents=[
                    CaseDocument(
                        kind=CaseDocument.Kind.INCOMING_LETTER,
                        audience=CaseDocument.Audience.INTERNAL,
                        file=store(upload, purpose="test", actor=actor),
                        unit=_own_unit(actor),
                        added_by=actor.user,
                    )
                    for upload in data["documents"] or []
                ],
                idempotency_key=f"test:{actor.user_id}:{data['key']}",
            )
    except Refused as refusal:
        form.add_error(None, refusal.message)
    except ClockError as error:
        form.add_error(None, str(error))
    return None


def _asked(request: HttpRequest, actors: list[Actor], case: ConsequenceTest) -> HttpResponse:
    messages.success(
        request,
        _("Permintaan uji konsekuensi diterima dengan nomor {number}.").format(number=case.number),
    )
    # A unit sees the test once it is called to it.
    if may_view(request.user, case, actors):  # type: ignore[arg-type]
        return redirect("desk:case", pk=case.pk)
    return redirect("desk:home")


# -- SOP 6.4 ---------------------------------------------------------------------------------------


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def weigh(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Fill the sheet of one item, with the words of the law beside it."""
    actors = actors_of(request.user)
    case = _opened_test(request, actors, pk)
    item = case.items.select_related("unit", "entry").filter(position=position).first()
    if item is None:
        raise Http404(_("Butir tidak ditemukan."))
    move = next((move for move in engine.moves(case, actors) if move.name == "weigh"), None)
    if move is None or not move.allowed:
        messages.warning(
            request,
            move.why_not if move else _("Lembar uji hanya diisi sesudah rapat, sebelum diajukan."),
        )
        return redirect("desk:case", pk=pk)
    actor = _acting(list(move.actors), request)
    posted = request.method == "POST"
    form = forms.WeighForm(
        request.POST if posted else None,
        case=case,
        actor=actor,
        declaration=move.declaration,
        item=item,
    )
    if posted and form.is_valid():
        try:
            engine.perform(case, "weigh", actor, **form.payload())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _weighed(request, case, item)
    return render(
        request,
        "dip_app/desk/weigh.html",
        {
            "case": case,
            "item": item,
            "form": form,
            "number": case.items.count(),
            "views": case.views.exclude(text="").select_related("unit"),
            "laws": grounds.law_texts(),
        },
    )


def _weighed(request: HttpRequest, case: ConsequenceTest, item: TestItem) -> HttpResponse:
    messages.success(
        request, _("Lembar uji butir {number} tersimpan.").format(number=item.position)
    )
    following = case.items.filter(outcome="").order_by("position").first()
    if following is not None:
        return redirect("dip_desk:weigh", pk=case.pk, position=following.position)
    return redirect("desk:case", pk=case.pk)


def _opened_test(request: HttpRequest, actors: list[Actor], pk: int) -> ConsequenceTest:
    """Return a test for somebody of the office who may see it; 404 for everybody else."""
    if sees_applicant(actors):
        visible = visible_cases(request.user, actors).filter(pk=pk)  # type: ignore[arg-type]
        found = ConsequenceTest.objects.filter(pk__in=visible.values("pk")).first()
        if found is not None:
            return found
    raise Http404(_("Berkas tidak ditemukan."))


# -- letters ---------------------------------------------------------------------------------------


@require_safe
@login_required
def preview(request: HttpRequest, pk: int, letter: str) -> HttpResponse:
    """Show the minutes or the decree as they would be issued now, marked as a draft."""
    actors = actors_of(request.user)
    case = _opened_test(request, actors, pk)
    context: Any
    role: str
    if letter == "berita-acara" and case.met_at is not None:
        kind, context, role = "test_minutes", letters.minutes_context(case), Role.KETUA_PPID
    elif letter == "keputusan" and case.minutes is not None:
        kind, context, role = (
            case.decree_kind,
            letters.decree_context(case),
            signing_role(case.decree_kind),
        )
    else:
        raise Http404(_("Belum ada yang dapat dimuat dalam surat ini."))
    return show_draft(
        request,
        kind,
        case=case,
        context=context,
        signatory=signatory_of(actors, role),
        name=letter,
        actor=actors[0],
    )
