"""Imposing what a decision orders, and ending it when it is carried out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import Limit
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.models import Case, Channel
from requests_app import rules
from requests_app.models import UNDER_ORDER, InformationRequest
from requests_app.obligation_models import Obligation, ObligationState

#: States of a request that an order opens again; in any other it is being answered anyhow.
_ANSWERED = ("answered", "referred")
#: States in which an answer is on its way; one that gives nothing is taken back.
_ON_ITS_WAY = ("approval", "second_approval", "approved")


def impose(
    *,
    origin: Case,
    request: InformationRequest | None,
    source: str,
    ordered_by: str,
    order: str,
    ordered_on: date,
    limit: Limit,
    at: datetime,
    since: date | None = None,
) -> Obligation:
    """Open the obligation that follows from a decision, and the request that it is about.

    ``origin`` is the objection or dispute that was decided. ``limit`` is the one ordered, and
    counts from ``since``, the day of receipt (``ordered_on`` by default), in the body's zone.
    UU 14/2008 Pasal 36 ayat (2) and 46; works in the transaction of the deciding act.
    """
    if request is not None:
        # Somebody may be delivering its answer at this very moment.
        request = type(request).under_lock(request.pk)
    waited = request is not None and request.waits_for_court
    fields: dict[str, Any] = {
        "origin_id": origin.pk,
        "request": request,
        "title": origin.title,
        "applicant_id": origin.applicant_id,
        "source": source,
        "ordered_by": ordered_by,
        "order": order,
        "ordered_on": ordered_on,
        "limit_value": limit.value,
        "limit_unit": limit.unit,
        "channel": Channel.SYSTEM,
        "received_at": at,
        "restricted": origin.restricted,
    }
    obligation = engine.open_case(
        Obligation, Actor.system(), fields=fields, at=at, limit=limit, since=since or ordered_on
    )
    if request is not None:
        _make_room(request, obligation, at)
        if waited:
            engine.perform(request, "go_on", Actor.system(), at=at)
    return obligation


def _make_room(request: InformationRequest, obligation: Obligation, at: datetime) -> None:
    """Let the secretariat write the answer that is ordered."""
    order = obligation.number or obligation.ordered_by
    if request.state in _ANSWERED:
        engine.perform(request, "reopen", Actor.system(), at=at, order=order)
    elif request.state in _ON_ITS_WAY:
        draft = request.current_draft
        if draft is not None and not rules.gives_something(draft):
            engine.perform(request, "take_back", Actor.system(), at=at, order=order)


def carried_out(request: InformationRequest, day: date, *, at: datetime) -> list[Obligation]:
    """Note that the answer which a request now gave carries out what was ordered."""
    standing = Obligation.objects.filter(
        request=request, state__in=(ObligationState.OPEN, ObligationState.SUSPENDED)
    )
    return [
        engine.perform(
            obligation,
            "deliver",
            Actor.system(),
            at=at,
            delivered_on=max(day, obligation.ordered_on),
        )
        for obligation in list(standing)
    ]


def annulled(obligation: Obligation, *, at: datetime) -> None:
    """Close the request again that an order had opened, unless another order still stands."""
    request = obligation.request
    if request is None or request.state not in UNDER_ORDER:
        return
    others = request.obligations.filter(
        state__in=(ObligationState.OPEN, ObligationState.SUSPENDED)
    ).exclude(pk=obligation.pk)
    if reopened_from(request) and not others.exists():
        engine.perform(request, "close_again", Actor.system(), at=at)


def suspend(obligation: Obligation, since: date, *, at: datetime) -> None:
    """Let an order wait for a court from the day of the suit, and the work on it with it."""
    engine.perform(obligation, "suspend", Actor.system(), at=at, since=since)
    request = obligation.request
    if request is not None and request.waits_for_court:
        engine.perform(request, "stand_still", Actor.system(), at=at)


def resume(obligation: Obligation, since: date, *, at: datetime) -> None:
    """Let an order stand again after a court upheld it, and the work on it go on."""
    request = obligation.request
    waited = request is not None and request.waits_for_court
    engine.perform(obligation, "resume", Actor.system(), at=at, since=since)
    if request is not None and waited:
        engine.perform(request, "go_on", Actor.system(), at=at)


def reopened_from(request: InformationRequest) -> str:
    """Return the state in which an order found the request, "" if none ever opened it again."""
    entries = AuditEntry.objects.filter(stream=request.stream, verb="reopen")
    last = entries.order_by("-sequence").first()
    return last.from_state if last is not None else ""


def standing(origin: Case) -> list[Obligation]:
    """Return the obligations of a decision that still ask for something.

    One that was delivered still asks for its entry in the public list.
    """
    return list(
        Obligation.objects.filter(
            origin_id=origin.pk,
            state__in=(
                ObligationState.OPEN,
                ObligationState.SUSPENDED,
                ObligationState.DELIVERED,
            ),
        )
    )
