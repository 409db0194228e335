"""A letter before it is issued, as staff look at it: a PDF marked as a draft, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ppid_portal.audit.services import record_view
from ppid_portal.letters import services
from ppid_portal.letters.errors import RenderFailed
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Appointment
from ppid_portal.sop.models import Case


def show_draft(
    request: HttpRequest,
    kind: str,
    *,
    case: Case,
    context: Any,
    signatory: Actor | None,
    name: str,
    actor: Actor,
    replaces: Letter | None = None,
) -> HttpResponse:
    """Return a letter of a case as a PDF marked as a draft.

    A look at a letter of a case that names an applicant is recorded (UU 27/2022).
    """
    if case.applicant_id is not None:
        record_view(actor, f"case:{case.pk}", "applicant")
    try:
        pdf = services.preview(
            kind, context=context, case=case, signatory=signatory, replaces=replaces
        )
    except RenderFailed:
        messages.error(
            request, _("Pratinjau belum dapat dibuat. Coba lagi; suratnya sendiri tidak hilang.")
        )
        return redirect("desk:case", pk=case.pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="konsep-{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def signatory_of(actors: Sequence[Actor], role: str) -> Actor | None:
    """Return who would sign in a role: the reader, if they hold it, else today's holder."""
    for actor in actors:
        if actor.role == role:
            return actor
    held = (
        Appointment.objects.valid_on()
        .filter(role=role)
        .select_related("user", "unit", "acting_for__user")
        .order_by("kind", "pk")
        .first()
    )
    return Actor.of(held) if held is not None else None
