"""Asking for a consequence test: from a request, a unit, ahead of requests, or by order (F63)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dip_app.consequence.models import ConsequenceTest
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Unit
from ppid_portal.sop import engine
from ppid_portal.sop.models import Case, CaseDocument, Channel


def ask_for_test(
    *,
    title: str,
    question: str,
    items: Sequence[tuple[str, Unit]],
    trigger: str,
    asked_by: str,
    actor: Actor,
    origin: Case | None = None,
    documents: Sequence[CaseDocument] = (),
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> ConsequenceTest:
    """Open a test and return it (SOP 6.1; Perki 1/2021 Pasal 49 ayat (1)).

    ``items`` are pairs of an information and the unit that holds it. ``origin`` is the request or
    dispute that waits in the test; its own clocks go on.

    Raises:
        Refused: no item is named.
    """
    fields: dict[str, Any] = {
        "title": title.strip(),
        "question": question.strip(),
        "trigger": trigger,
        "asked_by": asked_by.strip(),
        "origin_id": origin.pk if origin is not None else None,
        "unit": items[0][1] if items else None,
        "channel": Channel.SYSTEM if actor.kind == "system" else Channel.COUNTER,
        "restricted": origin.restricted if origin is not None else False,
    }
    if at is not None:
        fields["received_at"] = at
    return engine.open_case(
        ConsequenceTest,
        actor,
        fields=fields,
        at=at,
        idempotency_key=idempotency_key,
        items=items,
        documents=documents,
    )
