"""Persetujuan: what waits for a decision of mine, and one page to decide it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ppid_portal.desk import acting, panels
from ppid_portal.desk.case_page import DECIDING
from ppid_portal.desk.members import Member, desk_page
from ppid_portal.desk.timeline import chain_of, people
from ppid_portal.desk.views.case import done, note_view
from ppid_portal.desk.words import TimeWords
from ppid_portal.language import translated
from ppid_portal.sop import engine
from ppid_portal.sop.engine import Move
from ppid_portal.sop.models import LegalDeadline

#: Nobody decides more than this in one sitting; the rest follows when these are gone.
MOST = 50


@dataclass(frozen=True)
class Card:
    """One decision that waits."""

    url: str
    number: str
    title: str
    label: str
    due: str
    due_date: str
    tone: str
    legal: str
    legal_tone: str
    sensitive: bool


@require_safe
@desk_page
def queue(request: HttpRequest, member: Member) -> HttpResponse:
    """Show the decisions that wait for the reader's roles, soonest due first."""
    words = TimeWords()
    found = (
        member.open_work()
        .filter(member.own_roles(), phase__in=DECIDING)
        .order_by("due_at", "id")
        .values_list(
            "case_id", "case__number", "case__title", "case__sensitive", "label", "due_at"
        )[: MOST + 1]
    )
    rows = list(found)
    limits = _legal_limits([row[0] for row in rows])
    cards = []
    for case_id, number, title, sensitive, label, due_at in rows[:MOST]:
        due = words.due(due_at)
        limit = limits.get(case_id)
        legal = words.due_on(limit) if limit else None
        cards.append(
            Card(
                url=reverse("desk:approval", args=[case_id]),
                number=number or "",
                title=title,
                label=translated(label),
                due=due.words,
                due_date=due.date,
                tone=due.tone,
                legal=f"{legal.words} ({legal.date})" if legal else "",
                legal_tone=legal.tone if legal else "",
                sensitive=sensitive,
            )
        )
    return render(
        request, "desk/approvals.html", {"cards": cards, "more": len(rows) > MOST, "most": MOST}
    )


def _legal_limits(cases: list[int]) -> dict[int, Any]:
    """Return the soonest limit of the law that binds the body, per case."""
    running = LegalDeadline.objects.filter(
        case_id__in=cases, status=LegalDeadline.Status.RUNNING
    ).order_by("-due_on")
    return {
        deadline.case_id: deadline.due_on
        for deadline in running
        if deadline.legal_rule.side == "body"
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def approval(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Show one decision with its reasons and its letter, and take it: approve or return."""
    case = member.case_or_404(pk)
    if not member.sees_applicant:
        raise Http404(_("Berkas tidak ditemukan."))
    moves = engine.moves(case, member.actors)
    outcome = None
    if request.method == "POST":
        outcome = acting.perform(case, moves, request)
        if outcome.case is not None:
            messages.success(request, done(outcome.case, case))
            return redirect("desk:approvals")
    decision = panels.decision(case, member.actors)
    if decision is None:
        messages.info(
            request,
            _("Tidak ada yang menunggu keputusan pada berkas {number}.").format(number=case.number),
        )
        return redirect("desk:case", pk=pk)
    note_view(member, case)
    approve = _move(moves, decision["approve"])
    refuse = _move(moves, decision["refuse"])
    failed = outcome.ask if outcome else None
    context = {
        "case": case,
        "decision": decision,
        "approve": _asked(case, approve, failed),
        "refuse": _asked(case, refuse, failed),
        "approve_why_not": "" if approve and approve.allowed else _why_not(approve),
        "failed_form": failed.form if failed else None,
        "refusal": outcome.refusal if outcome else "",
        "typed": outcome.typed if outcome else [],
        "prepared": _prepared(case),
        "deadlines": _running(case, TimeWords()),
    }
    status = 409 if outcome and outcome.refusal else 200
    return render(request, "desk/approval.html", context, status=status)


def _move(moves: list[Move], names: Any) -> Move | None:
    """Return the first allowed of some acts, else the first that the state leaves room for."""
    wanted = (names,) if isinstance(names, str) else tuple(names)
    found = [move for move in moves if move.name in wanted]
    return next((move for move in found if move.allowed), found[0] if found else None)


def _asked(case: Any, move: Move | None, failed: acting.Ask | None) -> acting.Ask | None:
    if move is None or not move.allowed:
        return None
    if failed is not None and failed.move.name == move.name:
        return failed
    return acting.ask(case, move)


def _why_not(move: Move | None) -> str:
    return move.why_not if move else _("Keputusan ini tidak dapat diambil pada status sekarang.")


def _prepared(case: Any) -> list[dict[str, str]]:
    """Return who prepared what is decided, the latest first, so that separation can be seen."""
    return [{"name": who.name, "role": who.role} for who in people(chain_of(case))[:3]]


def _running(case: Any, words: TimeWords) -> list[dict[str, Any]]:
    running = LegalDeadline.objects.filter(case_id=case.pk, status=LegalDeadline.Status.RUNNING)
    return [
        {
            "label": deadline.legal_rule.label,
            "due_on": deadline.due_on,
            "words": words.due_on(deadline.due_on),
            "explanation": deadline.explanation,
            "provisional": deadline.provisional,
        }
        for deadline in running
    ]
