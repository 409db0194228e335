"""Where a round is ordered, units write their rows, and the office reviews them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dip_app.compiling import forms, letters, panels
from dip_app.compiling.models import KETUA, SOP, ListRound, RoundState
from dip_app.editions.models import Action, Proposal
from dip_app.models import ENTRY_COLUMNS
from dip_app.rounds import UnitPart, UnitRound
from dip_app.rows import rules as row_rules
from ppid_portal.clock.errors import ClockError
from ppid_portal.clock.words import date_long
from ppid_portal.letters.kind_settings.services import signing_role
from ppid_portal.letters.previews import show_draft, signatory_of
from ppid_portal.people.actors import Actor, actors_of, candidates
from ppid_portal.people.roles import Role
from ppid_portal.sop import catalogue, engine, registry
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, Channel
from ppid_portal.sop.scope import sees_applicant, visible_cases

PAGE = 50


# -- the rounds ------------------------------------------------------------------------------------


@require_safe
@login_required
def rounds(request: HttpRequest) -> HttpResponse:
    """Show the rounds, newest first, for the office."""
    actors = _office(request)
    visible = visible_cases(request.user, actors)  # type: ignore[arg-type]
    found = (
        ListRound.objects.filter(pk__in=visible.values("pk"))
        .select_related("decree")
        .order_by("-opened_at", "-pk")
    )
    rows, page = _slice(found, request)
    return render(
        request,
        "dip_app/compiling/rounds.html",
        {
            "rounds": [
                {
                    "url": reverse("desk:case", args=[case.pk]),
                    "number": case.number,
                    "title": case.title,
                    "state": case.state_label,
                    "tone": "done" if case.state == RoundState.PUBLISHED else "waiting",
                    "due": date_long(case.units_due_on),
                    "decree": case.decree.number if case.decree is not None else "",
                }
                for case in rows
            ],
            "may_order": any(actor.role in KETUA for actor in actors),
            **page,
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    """Order a round: SOP 5.1, by Ketua PPID."""
    ordering = candidates(actors_of(request.user), KETUA)
    if not ordering:
        raise PermissionDenied(_("Penyusunan DIP diperintahkan oleh Ketua PPID."))
    step = catalogue.step(SOP, "1")
    posted = request.method == "POST"
    form = forms.OrderForm(
        request.POST if posted else None,
        requires=[(item, step.word(item)) for item in step.requires],
        initial={"key": uuid.uuid4().hex},
    )
    if posted and form.is_valid():
        case = _ordered(form, ordering[0])
        if case is not None:
            messages.success(
                request,
                _("Surat sudah dikirim kepada {count} unit dengan nomor {number}.").format(
                    count=len(form.cleaned_data["units"]), number=case.number
                ),
            )
            return redirect("desk:case", pk=case.pk)
    return render(request, "dip_app/compiling/new_round.html", {"form": form})


def _ordered(form: forms.OrderForm, actor: Actor) -> ListRound | None:
    """Open the round; a refusal stands beside its field."""
    data = form.cleaned_data
    try:
        return engine.open_case(
            ListRound,
            actor,
            fields={
                "title": title_of(data["year"]),
                "year": data["year"],
                "units_due_on": data["units_due_on"],
                "instruction": data["instruction"].strip(),
                "channel": Channel.SYSTEM,
            },
            idempotency_key=f"list-round:{actor.user_id}:{data['key']}",
            units=list(data["units"]),
            checklist=data["checklist"],
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    except ClockError as error:
        form.add_error(None, str(error))
    return None


def title_of(year: int) -> str:
    """Return what a round of a year is called, in records and letters."""
    return f"Daftar Informasi Publik tahun {year}"


# -- the rows of a unit ----------------------------------------------------------------------------


@never_cache
@login_required
@require_safe
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit's rows, page by page, to the unit and to the office."""
    actors = actors_of(request.user)
    case = _part(request, actors, pk)
    chosen = request.GET.get("usul", "")
    found = case.rows().select_related("item").order_by("position", "id")
    if chosen in Action.values:
        found = found.filter(action=chosen)
    elif chosen == "kurang":
        found = found.incomplete()
    shown, page = _slice(found, request)
    counts = case.counts()
    lacking = case.rows().incomplete().count()
    move = _move(case, actors, "write_row")
    return render(
        request,
        "dip_app/compiling/rows.html",
        {
            "case": case,
            "lines": [_line(row) for row in shown],
            "counts": [("", _("Semua"), sum(counts.values()))]
            + [(value, str(Action(value).label), counts[value]) for value in Action.values]
            + ([("kurang", _("Belum lengkap"), lacking)] if lacking or chosen == "kurang" else []),
            "chosen": chosen,
            "writes": move is not None and move.allowed,
            "due": date_long(case.due_on, with_day=True),
            **page,
        },
    )


def _line(row: Proposal) -> dict[str, Any]:
    """Return one row as the tables show it."""
    missing = [str(Proposal._meta.get_field(name).verbose_name) for name in row.missing]  # type: ignore[union-attr]
    return {
        "row": row,
        "action": str(Action(row.action).label),
        "tone": _TONES[Action(row.action)],
        "category": row.get_category_display() if row.category else "–",
        "made": ", ".join(part for part in (row.made_when, row.made_where) if part),
        "missing": ", ".join(missing),
        "changes": _changes(row),
    }


_TONES = {
    Action.KEEP: "neutral",
    Action.CHANGE: "soon",
    Action.NEW: "done",
    Action.REMOVE: "late",
}


def _changes(row: Proposal) -> list[tuple[str, str, str]]:
    """Return what a changed row says otherwise than the list: column, before, after."""
    if row.action != Action.CHANGE or row.item is None:
        return []
    return [
        (
            str(Proposal._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            _said(row.item, name),
            _said(row, name),
        )
        for name in row.changed()
    ]


def _said(entry: Any, name: str) -> str:
    shown = getattr(entry, f"get_{name}_display", None)
    return str(shown() if shown is not None else getattr(entry, name)) or "–"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, pk: int, row_id: int | None = None) -> HttpResponse:
    """Write one row: a new one, or one that is there (SOP 5.3, 5.4)."""
    actors = actors_of(request.user)
    case = _part(request, actors, pk)
    found = None
    if row_id is not None:
        found = case.rows().select_related("item").filter(pk=row_id).first()
        if found is None:
            raise Http404(_("Baris tidak ditemukan."))
    move = _move(case, actors, "write_row")
    if move is None or not move.allowed:
        messages.warning(
            request,
            move.why_not if move else _("Usulan ini tidak dapat diubah lagi."),
        )
        return redirect("list_desk:rows", pk=pk)
    actor = move.actors[0]
    posted = request.method == "POST"
    form = forms.RowForm(
        request.POST if posted else None,
        case=case,
        actor=actor,
        declaration=move.declaration,
        row=found,
    )
    if posted and form.is_valid():
        try:
            engine.perform(case, "write_row", actor, **form.payload())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("“{title}” tersimpan.").format(title=form.cleaned_data["title"])
            )
            return redirect("list_desk:rows", pk=pk)
    return render(
        request,
        "dip_app/compiling/row.html",
        {
            "case": case,
            "row": found,
            "form": form,
            "columns": ENTRY_COLUMNS,
            "changes": _changes(found) if found is not None else [],
            "may_drop": found is not None and found.action == Action.NEW,
        },
    )


# -- SOP 5.8 ---------------------------------------------------------------------------------------


@never_cache
@login_required
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the units propose together: duplicates first, then each kind of change."""
    actors = _office(request)
    case = _round(request, actors, pk)
    tabs = {
        "kembar": (_("Sama persis"), row_rules.repeated(case)),
        "mirip": (_("Mirip"), _alike(case)),
        "baru": (Action.NEW.label, case.rows().live().filter(action=Action.NEW)),
        "diubah": (Action.CHANGE.label, case.rows().live().filter(action=Action.CHANGE)),
        "keluar": (Action.REMOVE.label, case.rows().live().filter(action=Action.REMOVE)),
        "disisihkan": (_("Tidak dimasukkan"), case.rows().exclude(set_aside="")),
    }
    chosen = request.GET.get("lihat", "")
    if chosen not in tabs:
        chosen = "kembar" if tabs["kembar"][1].exists() else "baru"
    found = (
        tabs[chosen][1]
        .select_related("item", "unit")
        .prefetch_related("lookalikes__other_row__unit", "lookalikes__other_item__unit")
        .order_by("unit__name", "position", "id")
    )
    shown, page = _slice(found, request)
    move = _move(case, actors, "verify_row")
    return render(
        request,
        "dip_app/compiling/review.html",
        {
            "case": case,
            "tabs": [(key, label) for key, (label, _rows) in tabs.items()],
            "chosen": chosen,
            "lines": [{**_line(each), "like": _like(each)} for each in shown],
            "review": panels.review_context(case),
            "decides": move is not None and move.allowed,
            **page,
        },
    )


def _alike(case: ListRound) -> Any:
    near = case.rows().in_list().filter(lookalikes__exact=False, lookalikes__cleared=False)
    return near.distinct()


def _like(found: Proposal) -> list[dict[str, Any]]:
    """Return what a row looks like, another row or an entry of the list."""
    rows: list[dict[str, Any]] = []
    for each in found.lookalikes.all():
        other = each.other_row or each.other_item
        if other is None:
            continue
        rows.append(
            {
                "title": other.title,
                "unit": other.unit.name,
                "exact": each.exact,
                "cleared": each.cleared,
                "url": each.other_item.get_absolute_url() if each.other_item else "",
                "aside": bool(each.other_row and each.other_row.set_aside),
            }
        )
    return rows


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_row(request: HttpRequest, pk: int, row_id: int) -> HttpResponse:
    """Decide about one row: it goes into the list, or it does not and why (SOP 5.8)."""
    actors = _office(request)
    case = _round(request, actors, pk)
    found = case.rows().select_related("item", "unit").filter(pk=row_id).first()
    if found is None:
        raise Http404(_("Baris tidak ditemukan."))
    move = _move(case, actors, "verify_row")
    if move is None or not move.allowed:
        messages.warning(request, move.why_not if move else _("Daftar ini tidak sedang ditelaah."))
        return redirect("desk:case", pk=pk)
    posted = request.method == "POST"
    form = forms.VerifyForm(
        request.POST if posted else None,
        case=case,
        actor=move.actors[0],
        declaration=move.declaration,
        row=found,
    )
    if posted and form.is_valid():
        try:
            engine.perform(case, "verify_row", move.actors[0], **form.payload())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Putusan atas “{title}” tersimpan.").format(title=found.title)
            )
            return redirect("list_desk:review", pk=pk)
    return render(
        request,
        "dip_app/compiling/review_row.html",
        {
            "case": case,
            "row": found,
            "line": _line(found),
            "facts": [
                (str(Proposal._meta.get_field(n).verbose_name).capitalize(), _said(found, n))  # type: ignore[union-attr]
                for n in forms.ROW_FIELDS
                if getattr(found, n)
            ],
            "like": _like(found),
            "form": form,
        },
    )


@require_safe
@login_required
def preview(request: HttpRequest, pk: int, letter: str) -> HttpResponse:
    """Show the report or the decree as it would be issued now, marked as a draft."""
    actors = _office(request)
    case = _round(request, actors, pk)
    context: Any
    role: str
    if not isinstance(case, ListRound):
        raise Http404(_("Surat ini bukan surat putaran penyusunan."))
    if letter == "laporan" and case.state in (RoundState.REPORTING, RoundState.DECIDING):
        kind, context, role = "list_report", letters.report_context(case), Role.KETUA_PPID
    elif letter == "keputusan" and case.state == RoundState.ESTABLISHING:
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


# -- what all share --------------------------------------------------------------------------------


def _office(request: HttpRequest) -> list[Actor]:
    """Return the actors of somebody of the office; 404 for everybody else."""
    actors = actors_of(request.user)
    if not sees_applicant(actors):
        raise Http404(_("Halaman tidak ditemukan."))
    return actors


def _part(request: HttpRequest, actors: list[Actor], pk: int) -> Any:
    """Return a part whose unit writes rows: of SOP 5, or of another round that asks for them."""
    return _with_rows(request, actors, pk, UnitPart)


def _round(request: HttpRequest, actors: list[Actor], pk: int) -> Any:
    """Return a round whose rows are looked through, likewise."""
    return _with_rows(request, actors, pk, UnitRound)


def _with_rows(request: HttpRequest, actors: list[Actor], pk: int, kind: type[Case]) -> Any:
    seen = visible_cases(request.user, actors).filter(pk=pk).first()  # type: ignore[arg-type]
    found = registry.as_own_kind(seen) if seen is not None else None
    if not isinstance(found, kind) or not hasattr(found, "rows"):
        raise Http404(_("Berkas tidak ditemukan."))
    return found


def _move(case: Case, actors: list[Actor], name: str) -> engine.Move | None:
    return next((move for move in engine.moves(case, actors) if move.name == name), None)


def _slice(found: Any, request: HttpRequest) -> tuple[list[Any], dict[str, str]]:
    """Return one page of rows and where the pages beside it are; nothing is counted."""
    raw = request.GET.get("hal", "1")
    number = min(int(raw), 10_000) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1
    number = max(number, 1)
    start = (number - 1) * PAGE
    rows = list(found[start : start + PAGE + 1])

    def url(to: int) -> str:
        query = request.GET.copy()
        query["hal"] = str(to)
        return f"?{query.urlencode()}"

    return rows[:PAGE], {
        "previous_url": url(number - 1) if number > 1 else "",
        "next_url": url(number + 1) if len(rows) > PAGE else "",
    }
