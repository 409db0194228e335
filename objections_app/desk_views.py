"""The letters of an objection before they are sent."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objections_app import letters, material, report
from objections_app.models import (
    ORDERING,
    PETUGAS,
    Objection,
    ObjectionReport,
    State,
)
from ppid_portal.clock import Limit, now, today
from ppid_portal.clock.services import legal_due
from ppid_portal.letters.kind_settings.services import signing_role
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.people.roles import Role
from ppid_portal.sop import registry
from ppid_portal.sop.legal_rules import legal_rules
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import sees_applicant, visible_cases
from requests_app.desk_views import show_draft, signatory_of

_KINDS = (Objection.register, ObjectionReport.register)


@require_safe
@login_required
def preview(request: HttpRequest, pk: int, letter: str) -> HttpResponse:
    """Show a letter as it would be issued now, marked as a draft; stores nothing."""
    actors = actors_of(request.user)
    case = _opened(request.user, actors, pk)
    found = _letter(case, letter, _officer(actors))
    if found is None:
        raise Http404(_("Belum ada yang dapat dimuat dalam surat ini."))
    kind, context, role = found
    return show_draft(
        request,
        kind,
        case=case,
        context=context,
        signatory=signatory_of(actors, role),
        name=letter,
        actor=actors[0],
    )


def _opened(user: Any, actors: list[Actor], pk: int) -> Case:
    """Return the case for somebody of the office who may see it; 404 for everybody else."""
    if isinstance(user, User) and sees_applicant(actors):
        found = visible_cases(user, actors).filter(pk=pk, kind__in=_KINDS).first()
        if found is not None:
            return registry.as_own_kind(found)
    raise Http404(_("Berkas tidak ditemukan."))


def _officer(actors: list[Actor]) -> str:
    """Return the role in which the secretariat would sign: the reader's, if it is one of them."""
    return next((actor.role for actor in actors if actor.role in PETUGAS), PETUGAS[0])


def _letter(case: Case, name: str, officer: str) -> tuple[str, Any, str] | None:
    """Return kind, content and signing role of a letter, where there is enough to fill it."""
    if isinstance(case, ObjectionReport):
        if name == "laporan":
            return "objection_report", report.context(case), officer
        return None
    if not isinstance(case, Objection) or case.reply_deadline is None:
        return None
    if name == "tanda-bukti":
        return "objection_receipt", letters.receipt_context(case), officer
    if name == "memorandum" and case.recommended_outcome:
        return "objection_memorandum", letters.memorandum_context(case), Role.KETUA_PPID
    if name == "tanggapan" and (case.outcome or case.recommended_outcome):
        shown = case if case.outcome else _as_recommended(case)
        return (
            "objection_reply",
            letters.reply_context(shown, now(), _until(shown)),
            signing_role("objection_reply"),
        )
    return None


def _as_recommended(case: Objection) -> Objection:
    """Return what the objection would be if Atasan PPID decided as PPID suggests; never saved."""
    shown = copy(case)
    shown.outcome = case.recommended_outcome
    shown.considerations = case.recommendation
    if case.state == State.DECIDING and case.recommended_outcome in ORDERING:
        shown.order = material.suggested_order(case)
        shown.order_days = legal_rules()["order_execution"].limit.value
    return shown


def _until(case: Objection) -> date | None:
    if case.outcome not in ORDERING or not case.order_days:
        return None
    return legal_due(today(), Limit(case.order_days, "days")).due_on
