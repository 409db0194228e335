"""The chain request → objection → obligation → dispute: cases that lead from one to the next.

A case names the one that it follows from (``Case.origin``); together they are a tree with one
root. It is read whole in two queries, however many stages it has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from ppid_portal.clock import local
from ppid_portal.people.models import Applicant
from ppid_portal.sop import access, deadlines, registry
from ppid_portal.sop.models import Case, LegalDeadline

#: More stages than any dispute has; a chain that is longer is read up to here.
MOST = 100
#: More stages one after the other than the law knows.
_DEEPEST = 20
#: Keys in one query; databases allow so many and no more.
_AT_ONCE = 500

# Both databases know it; the depth ends a walk in a circle, which no act can make.
_TREE = """
    WITH RECURSIVE up (id, origin_id, depth) AS (
        SELECT c.id, c.origin_id, 0 FROM sop_case c WHERE c.id = %s
        UNION ALL
        SELECT c.id, c.origin_id, up.depth + 1
        FROM sop_case c JOIN up ON c.id = up.origin_id WHERE up.depth < %s
    ), down (id, origin_id, opened_at, depth) AS (
        SELECT c.id, c.origin_id, c.opened_at, 0 FROM sop_case c
        WHERE c.id = (SELECT id FROM up ORDER BY depth DESC LIMIT 1)
        UNION ALL
        SELECT c.id, c.origin_id, c.opened_at, down.depth + 1
        FROM sop_case c JOIN down ON c.origin_id = down.id WHERE down.depth < %s
    )
    SELECT id, origin_id FROM down ORDER BY depth, opened_at, id LIMIT %s
"""
_ROOTS = """
    WITH RECURSIVE up (start, id, origin_id, depth) AS (
        SELECT c.id, c.id, c.origin_id, 0 FROM sop_case c WHERE c.id IN ({places})
        UNION ALL
        SELECT up.start, c.id, c.origin_id, up.depth + 1
        FROM sop_case c JOIN up ON c.id = up.origin_id WHERE up.depth < %s
    )
    SELECT start, id FROM up ORDER BY depth
"""

#: Limits of the body whose date the applicant may know: those of an answer to them.
REPLIES = frozenset({"written_notification", "objection_reply", "order_execution"})


def tree(case: Case) -> dict[int, int | None]:
    """Return the keys of a case's whole chain, each with that of the case it follows from.

    The root comes first, then what followed from it, stage by stage in the order of time; one
    query, and at most :data:`MOST` stages.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TREE, [case.pk, _DEEPEST, _DEEPEST, MOST])
        return dict(cursor.fetchall())


def stages(case: Case) -> list[Case]:
    """Return the whole chain of a case, each stage as its own kind, in the order of :func:`tree`.

    Any case of a chain gives the same list. Scope is not asked here: whoever shows it to a person
    leaves out what that person may not see.
    """
    order = tree(case)
    found = {
        row.pk: registry.as_own_kind(row)
        for row in Case.objects.filter(pk__in=list(order)).select_related(
            *registry.child_links().values()
        )
    }
    return [found[pk] for pk in order if pk in found]


def root_of(case: Case) -> Case:
    """Return the case with which a chain began, as its own kind; figures count by it, once."""
    root = roots_of([case.pk])[case.pk]
    return case.concrete() if root == case.pk else Case.objects.get(pk=root).concrete()


def roots_of(cases: Iterable[int]) -> dict[int, int]:
    """Return, for keys of cases, the key of the case with which each one's chain began."""
    found: dict[int, int] = {}
    keys = list(cases)
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(_ROOTS.format(places=", ".join(["%s"] * len(some))), [*some, _DEEPEST])
            # The last one that is found for a case is the furthest away.
            found.update(cursor.fetchall())
    return found


# -- what the applicant sees -----------------------------------------------------------------------


@dataclass(frozen=True)
class PublicDate:
    """A limit that the applicant may know, with what ``components/date_explained.html`` takes."""

    label: str
    basis: str
    due_on: date
    explanation: Any
    provisional: bool
    #: How it ended, or that it stands still; "" while it runs.
    status: str
    #: Whether the applicant, and not the body, has to keep it.
    is_own: bool
    deadline: LegalDeadline


@dataclass(frozen=True)
class PublicStage:
    """A stage of the chain as its applicant reads it."""

    case: Case
    kind: str
    number: str
    sentence: str
    opened_on: date
    closed_on: date | None
    #: Whether this is the case from which the chain was asked for.
    is_here: bool
    #: The applicant's page, for a browser that has opened the case; "" where there is none.
    path: str
    dates: list[PublicDate] = field(default_factory=list)


def stages_of_applicant(case: Case) -> list[Case]:
    """Return the stages of a chain that the case's own applicant brought.

    Each case keeps its own row of the person, so it is the person that is compared.
    """
    found = stages(case)
    if len(found) == 1:
        return found
    people = Applicant.objects.in_bulk([each.applicant_id for each in found if each.applicant_id])
    person = people.get(case.applicant_id or 0)
    return [
        stage
        for stage in found
        if stage.pk == case.pk
        or (
            person is not None
            and stage.applicant_id is not None
            and people[stage.applicant_id].is_same_person(person)
        )
    ]


def public_stages(case: Case) -> list[PublicStage]:
    """Return the stages of a chain that belong to the case's applicant, in their own words.

    A stage of somebody else is left out, and so is every limit that is not the applicant's own
    or that of an answer to them (:data:`REPLIES`).
    """
    own = stages_of_applicant(case)
    dates = _public_dates(own)
    return [
        PublicStage(
            case=stage,
            kind=str(stage.kind_label),
            number=stage.number or "",
            sentence=stage.state_sentence(),
            opened_on=local(stage.received_at).date(),
            closed_on=local(stage.closed_at).date() if stage.closed_at else None,
            is_here=stage.pk == case.pk,
            path=access.case_path(stage) if stage.applicant_pages else "",
            dates=dates.get(stage.pk, []),
        )
        for stage in own
    ]


def _public_dates(cases: list[Case]) -> dict[int, list[PublicDate]]:
    found: dict[int, list[PublicDate]] = {}
    rows = LegalDeadline.objects.filter(case_id__in=[case.pk for case in cases])
    for deadline in rows.exclude(status=LegalDeadline.Status.CANCELLED).order_by("id"):
        rule = deadline.legal_rule
        if rule.side != "applicant" and deadline.rule not in REPLIES:
            continue
        found.setdefault(deadline.case_id, []).append(
            PublicDate(
                label=rule.label,
                basis=rule.basis,
                due_on=deadline.due_on,
                explanation=deadline.explanation,
                provisional=deadline.provisional,
                status=deadlines.status_words(deadline),
                is_own=rule.side == "applicant",
                deadline=deadline,
            )
        )
    return found
