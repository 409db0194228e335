"""Pages of SOP 7: beginning a round, stating what exists, the archive list, proposing disposal."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dip_app.documenting import (
    archive,
    disposal,
    disposal_forms,
    disposal_letters,
    forms,
    intake,
    letters,
    records,
    stating,
)
from dip_app.documenting.archive import Fate
from dip_app.documenting.disposal import DisposalProposal
from dip_app.documenting.models import OFFICE, TIM, DocumentingRound, RoundState, UnitDocuments
from ppid_portal.audit.services import record_view
from ppid_portal.clock import today
from ppid_portal.clock.errors import ClockError
from ppid_portal.letters.previews import show_draft, signatory_of
from ppid_portal.people.actors import Actor, actors_of, candidates
from ppid_portal.people.models import User
from ppid_portal.people.roles import Role
from ppid_portal.sop import engine
from ppid_portal.sop.engine import Move
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import sees_applicant, visible_cases

SUBJECT = "register:archive"
#: So many candidates are shown before they are proposed; the proposal lists them all.
_SHOWN = 20


# -- SOP 7.1: beginning ----------------------------------------------------------------------------


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a round over the units that have a PPID Pelaksana."""
    actor = _secretariat(request)
    units = intake.units_with_pelaksana()
    if request.method == "POST":
        form = forms.BeginForm(request.POST, units=units)
        if form.is_valid():
            data = form.cleaned_data
            try:
                case = intake.begin_round(
                    title=data["title"],
                    direction=data["direction"],
                    units=data["units"],
                    actor=actor,
                    idempotency_key=f"documenting:{actor.user_id}:{data['key']}",
                )
            except Refused as refusal:
                form.add_error(None, refusal.message)
            except ClockError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request,
                    _("Pendokumentasian {number} dimulai; unit sudah diberi tahu.").format(
                        number=case.number
                    ),
                )
                return redirect("desk:case", pk=case.pk)
    else:
        title = _("Pendokumentasian informasi publik {year}").format(year=today().year)
        initial = {
            "title": title,
            "units": [unit.pk for unit in units],
            "key": uuid.uuid4().hex,
        }
        form = forms.BeginForm(units=units, initial=initial)
    return render(
        request,
        "dip_app/documenting/begin.html",
        {"form": form, "running": intake.running_round(), "units": units},
    )


# -- SOP 7.1: stating ------------------------------------------------------------------------------


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit's list page by page, and state the same of many items at once."""
    actors = _actors(request)
    case = _documents(request, actors, pk)
    moves = {move.name: move for move in engine.moves(case, actors) if move.allowed}
    which = request.GET.get("isi", "")
    if which not in dict(stating.filters()):
        which = stating.EMPTY if "state_items" in moves and case.missing else stating.ALL
    bulk: forms.StateItemsForm | None = None
    if request.method == "POST":
        name = request.POST.get("tindakan", "")
        if name not in ("state_items", "state_as_before") or name not in moves:
            messages.warning(
                request, _("Daftar ini tidak sedang diisi oleh unit Anda. Tidak ada yang berubah.")
            )
            return redirect("documenting:items", pk=pk)
        done, bulk = _stated(request, case, moves[name])
        if done is not None:
            messages.success(
                request,
                _("{number} butir terisi; {missing} butir masih kosong.").format(
                    number=done.recorded - case.recorded or done.recorded, missing=done.missing
                ),
            )
            return redirect("documenting:items", pk=pk)
    elif "state_items" in moves:
        bulk = _form(forms.StateItemsForm, case, moves["state_items"])
    return render(
        request,
        "dip_app/documenting/items.html",
        {
            "case": case,
            "page": stating.page(case, which, request.GET),
            "which": which,
            "filters": stating.filters(),
            "bulk": bulk,
            "ticked": set(request.POST.getlist("ticked")),
            "may_state": "state_items" in moves,
            "may_submit": "submit" in moves,
            "before": "state_as_before" in moves and case.missing > 0,
        },
    )


def _stated(
    request: HttpRequest, case: UnitDocuments, move: Move
) -> tuple[UnitDocuments | None, forms.StateItemsForm | None]:
    """State many items; return the case as it then is, or the form with its errors."""
    actor = move.actors[0]
    if move.name == "state_as_before":
        try:
            return engine.perform(case, move.name, actor), None
        except Refused as refusal:
            messages.warning(request, refusal.message)
            return None, None
    form = _form(forms.StateItemsForm, case, move, request.POST)
    if form.is_valid():
        try:
            return engine.perform(case, move.name, actor, **form.payload()), form
        except Refused as refusal:
            form.refuse(refusal)
    return None, form


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    """State what exists of one item."""
    actors = _actors(request)
    case = _documents(request, actors, pk)
    found = archive.items_of(case).filter(pk=item_id).first()
    if found is None:
        raise Http404(_("Butir tidak ditemukan."))
    move = next(
        (each for each in engine.moves(case, actors) if each.name == "state_item" and each.allowed),
        None,
    )
    if move is None:
        messages.warning(request, _("Daftar ini tidak sedang diisi oleh unit Anda."))
        return redirect("documenting:items", pk=pk)
    if request.method == "POST":
        form = _form(forms.StateItemForm, case, move, {**request.POST.dict(), "item": item_id})
        if form.is_valid():
            try:
                done = engine.perform(case, "state_item", move.actors[0], **form.payload())
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("“{title}” tersimpan.").format(title=found.title))
                following = stating.following(done) if done.missing else None
                if following is not None and request.POST.get("lalu") == "berikutnya":
                    return redirect("documenting:item", pk=pk, item_id=following.pk)
                return redirect("documenting:items", pk=pk)
    else:
        form = _form(forms.StateItemForm, case, move, initial=stating.known_of(case, found))
    form.fields["item"].widget = form.fields["item"].hidden_widget()
    return render(
        request,
        "dip_app/documenting/item.html",
        {"case": case, "item": found, "form": form, "missing": case.missing},
    )


def _form(kind: type[Any], case: UnitDocuments, move: Move, data: Any = None, **kwargs: Any) -> Any:
    return kind(data, case=case, actor=move.actors[0], declaration=move.declaration, **kwargs)


# -- the archive list ------------------------------------------------------------------------------


@require_safe
@login_required
def archive_list(request: HttpRequest) -> HttpResponse:
    """Show what is kept, where and until when (SOP 7.4)."""
    actors = _actors(request)
    if not actors:
        return render(request, "desk/no_appointment.html", status=403)
    filters = records.Filters.read(request.GET)
    found = records.narrowed(records.in_scope(actors), filters)
    page = records.page(found, filters, request.GET)
    response = render(
        request,
        "dip_app/documenting/archive.html",
        {
            "page": page,
            "lines": list(records.lines(page.records)),
            "filters": filters,
            "states": records.states(),
            "fates": Fate.choices,
            "units": records.units_of(actors),
            "may_propose": bool(candidates(actors, TIM)),
            "may_begin": bool(candidates(actors, TIM)),
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def archive_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the archive list as CSV; a POST, since every download is recorded."""
    actors = _actors(request)
    if not records.may_look(actors):
        raise Http404(_("Daftar arsip tidak ditemukan."))
    filters = records.Filters.read(request.POST)
    record_view(actors[0], SUBJECT, "archive_csv")
    found = records.narrowed(records.in_scope(actors), filters)
    response = StreamingHttpResponse(records.as_csv(found), content_type="text/csv; charset=utf-8")
    name = "-".join(["daftar-arsip", *filters.values().values()])
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# -- disposal --------------------------------------------------------------------------------------


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose what becomes of records whose retention has ended."""
    actor = _secretariat(request)
    if request.method == "POST":
        form = disposal_forms.ProposeForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            try:
                case = intake.propose_disposal(
                    sort=data["sort"],
                    unit=data["unit"],
                    note=data["note"],
                    actor=actor,
                    idempotency_key=f"disposal:{actor.user_id}:{data['key']}",
                )
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(
                    request,
                    _("Usul {number} disampaikan kepada Ketua PPID.").format(number=case.number),
                )
                return redirect("desk:case", pk=case.pk)
    else:
        form = disposal_forms.ProposeForm(initial={"key": uuid.uuid4().hex})
    return render(
        request,
        "dip_app/documenting/propose.html",
        {
            "form": form,
            "groups": [_ended(sort) for sort in disposal.Sort],
            "most": disposal.MOST,
        },
    )


def _ended(sort: disposal.Sort) -> dict[str, Any]:
    """Return the first records that could be proposed."""
    found = list(disposal.candidates(sort)[: _SHOWN + 1])
    return {
        "title": sort.label,
        "lines": list(records.lines(found[:_SHOWN])),
        "more": len(found) > _SHOWN,
    }


# -- letters ---------------------------------------------------------------------------------------


@require_safe
@login_required
def preview(request: HttpRequest, pk: int, letter: str) -> HttpResponse:
    """Show a letter as it would be issued now, marked as a draft; stores nothing."""
    actors = _actors(request)
    case = _office_case(request, actors, pk)
    kind, context, role = _draft(case, letter)
    if kind == "documenting_memorandum":
        role = next((actor.role for actor in actors if actor.role in OFFICE), role)
    return show_draft(
        request,
        kind,
        case=case,
        context=context,
        signatory=signatory_of(actors, role),
        name=letter,
        actor=actors[0],
    )


def _draft(case: Case, letter: str) -> tuple[str, Any, str]:
    if isinstance(case, DocumentingRound):
        if letter == "memorandum" and case.state == RoundState.COMPILING:
            context: Any = letters.memorandum_context(case)
            return "documenting_memorandum", context, Role.TIM_SEKRETARIAT_PPID
        if letter == "pengesahan" and case.state == RoundState.DECIDING:
            return "documenting_ratified", letters.ratified_context(case), Role.KETUA_PPID
    if isinstance(case, DisposalProposal) and letter == "berita-acara" and not case.is_closed:
        return "disposal_minutes", disposal_letters.minutes_context(case), Role.KETUA_PPID
    raise Http404(_("Belum ada yang dapat dimuat dalam surat ini."))


# -- who -------------------------------------------------------------------------------------------


def _actors(request: HttpRequest) -> list[Actor]:
    actors = actors_of(request.user)
    # The frame of the page names them as well.
    request.actors = actors  # type: ignore[attr-defined]
    return actors


def _secretariat(request: HttpRequest) -> Actor:
    """Return the reader as a member of the secretariat; 403 for everybody else."""
    found = candidates(_actors(request), TIM)
    if not found:
        raise PermissionDenied(_("Halaman ini untuk Tim Sekretariat PPID."))
    return found[0]


def _documents(request: HttpRequest, actors: list[Actor], pk: int) -> UnitDocuments:
    """Return what a unit documents, for whoever may see it; 404 for everybody else."""
    # Whoever has actors is signed in.
    visible = visible_cases(cast("User", request.user), actors).filter(pk=pk)
    found = UnitDocuments.objects.filter(pk__in=visible.values("pk")).select_related("unit").first()
    if found is None:
        raise Http404(_("Berkas tidak ditemukan."))
    return found


def _office_case(request: HttpRequest, actors: list[Actor], pk: int) -> Case:
    if sees_applicant(actors):
        found = visible_cases(cast("User", request.user), actors).filter(pk=pk).first()
        if found is not None:
            return found.concrete()
    raise Http404(_("Berkas tidak ditemukan."))
