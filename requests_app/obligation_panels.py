"""What the desk shows of an obligation beside what it shows of every case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ppid_portal.people.actors import Actor
from ppid_portal.sop import registry
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import sees_applicant
from requests_app.models import InformationRequest
from requests_app.obligation_models import Obligation, ObligationState


def sections(case: Obligation) -> list[dict[str, Any]]:
    """Return where the order comes from, what it asks, and by when."""
    return [
        {
            "title": _("Perintah yang harus dilaksanakan"),
            "template": "requests_app/desk/_obligation.html",
            "context": _context(case),
        }
    ]


def standing(case: InformationRequest, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return the orders that a request has to carry out, for its own page."""
    if not case.has_followers:
        # Who orders something was asked first; most requests end without that.
        return []
    found = Obligation.objects.filter(
        request=case, state__in=(ObligationState.OPEN, ObligationState.SUSPENDED)
    )
    is_office = sees_applicant(list(actors))
    return [
        {
            "title": _("Ada perintah untuk memberikan informasi"),
            "template": "requests_app/desk/_obligation.html",
            "context": {
                **_context(obligation),
                "request": None,
                # Units help to carry it out; the cases themselves are the office's.
                "origin": _origin(obligation) if is_office else None,
                "own_url": _url(obligation) if is_office else "",
            },
        }
        for obligation in found.select_related("origin").order_by("pk")
    ]


def first_thing(case: Obligation) -> dict[str, Any] | None:
    """Return the request whose answer carries the order out, while it stands."""
    request = case.request
    if request is None or request.is_closed or case.state != ObligationState.OPEN:
        return None
    return {
        "title": _("Laksanakan lewat permohonan {number}").format(number=request.number),
        "text": _("Siapkan dan sampaikan jawabannya di sana; berkas ini mengikuti sendiri."),
        "url": _url(request),
        "link": _("Buka permohonan"),
    }


def _context(case: Obligation) -> dict[str, Any]:
    request = case.request
    return {
        "obligation": case,
        "deadline": case.execution_deadline,
        "origin": _origin(case),
        "request": _link(request) if request is not None else None,
        "item": case.item,
    }


def _origin(case: Obligation) -> dict[str, str] | None:
    return _link(case.origin) if case.origin is not None else None


def _link(case: Case) -> dict[str, str]:
    kind = registry.kinds().get(case.kind)
    return {
        "label": f"{kind.kind_label if kind else case.kind} {case.number or ''}".strip(),
        "url": _url(case),
    }


def _url(case: Case) -> str:
    return reverse("desk:case", args=[case.pk])
