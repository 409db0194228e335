"""What each letter of SOP 5 says; the letters room numbers and prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count
from django.urls import reverse

from dip_app.compiling import letter_schemas as schemas
from dip_app.editions.changes import current_edition
from dip_app.editions.models import Action, Proposal
from dip_app.models import InformationItem
from dip_app.rounds import SUBMITTED
from dip_app.rows import rules as row_rules
from ppid_portal.clock import local
from ppid_portal.letters import services
from ppid_portal.letters.models import Letter
from ppid_portal.people.body import body
from ppid_portal.people.models import Unit
from ppid_portal.sop.declarations import Act

if TYPE_CHECKING:
    from dip_app.compiling.models import ListRound, UnitList
    from dip_app.rows.models import RowsRound

#: So many rows a memorandum shows; the whole list is in the case.
MOST_ROWS = 200
#: So many entries an annex prints; a longer list is summed up, and stands in its edition.
MOST_IN_ANNEX = 1000


def _issue(key: str, case: Any, act: Act, context: Any) -> Letter:
    return services.issue(key, case=case, signatory=act.actor, context=context, at=act.at)


def order(case: ListRound, act: Act, units: Sequence[Unit]) -> Letter:
    """Issue the letter to every PPID Pelaksana (SOP 5.1)."""
    return _issue(
        "list_order",
        case,
        act,
        schemas.ListOrder(
            to=[f"PPID Pelaksana {unit.name}" for unit in units],
            round_number=case.number or "",
            year=case.year,
            due_on=case.units_due_on,
            instruction=case.instruction,
        ),
    )


# -- of a unit -------------------------------------------------------------------------------------


def _of_unit(case: UnitList) -> dict[str, Any]:
    counts = case.counts()
    moved = sum(number for action, number in counts.items() if action != Action.KEEP)
    rows = case.rows().exclude(action=Action.KEEP).order_by("position", "id")[:MOST_ROWS]
    return {
        "list_number": case.number or "",
        "unit": case.own_unit().name,
        "year": case.round.year,
        "counts": schemas.Counts(**counts),
        "rows": [
            schemas.ProposedRow(
                title=row.title, action=row.action, category=row.category, remark=row.remark
            )
            for row in rows
        ],
        "rows_left_out": max(0, moved - MOST_ROWS),
    }


def unit_proposal(case: UnitList, act: Act) -> Letter:
    """Issue the memorandum that asks the head of the unit (SOP 5.5)."""
    context = schemas.UnitProposal(
        to=[f"Pimpinan {case.own_unit().name}"], due_on=case.due_on, **_of_unit(case)
    )
    return _issue("list_unit_proposal", case, act, context)


def unit_approval(case: UnitList, act: Act) -> Letter:
    """Issue the memorandum by which the head approves (SOP 5.6)."""
    context = schemas.UnitApproval(to=[f"PPID Pelaksana {case.own_unit().name}"], **_of_unit(case))
    return _issue("list_unit_approval", case, act, context)


def unit_submission(case: UnitList, act: Act) -> Letter:
    """Issue the memorandum that brings the list to Ketua PPID (SOP 5.7)."""
    return _issue(
        "list_unit_submission",
        case,
        act,
        schemas.UnitSubmission(to=["Ketua PPID"], **_of_unit(case)),
    )


# -- of the round ----------------------------------------------------------------------------------


def turns(case: RowsRound) -> list[schemas.UnitTurn]:
    """Return what each unit of the round brought."""
    counts: dict[int, dict[str, int]] = {}
    rows = Proposal.objects.filter(case__origin_id=case.pk).live().order_by()
    for part, action, number in rows.values_list("case_id", "action").annotate(Count("pk")):
        counts.setdefault(part, {})[action] = number
    return [
        schemas.UnitTurn(
            unit=part.unit.name,
            counts=schemas.Counts(**counts.get(part.pk, {}))
            if part.state == SUBMITTED
            else schemas.Counts(),
            submitted_on=local(part.closed_at).date()
            if part.state == SUBMITTED and part.closed_at
            else None,
            left_out=part.left_out_reason,
        )
        for part in case.parts()
    ]


def report_context(case: ListRound) -> schemas.ListReport:
    """Return what the report to Atasan PPID is filled with."""
    previous = current_edition()
    return schemas.ListReport(
        to=["Atasan PPID"],
        round_number=case.number or "",
        year=case.year,
        units=turns(case),
        counts=schemas.Counts(**row_rules.count_by_action(case)),
        entries=row_rules.size_after(case),
        previous=f"Edisi {previous.number} tahun {previous.year}" if previous else "",
        set_aside=case.rows().exclude(set_aside="").count(),
        notes=case.notes,
    )


def report(case: ListRound, act: Act) -> Letter:
    """Issue the memorandum that asks Atasan PPID for approval (SOP 5.9)."""
    return _issue("list_report", case, act, report_context(case))


def decree_context(case: ListRound) -> schemas.ListDecree:
    """Return what the decree is filled with: the list as it will be."""
    letter = case.report_letter
    if letter is None or case.approved_at is None:
        raise ValueError(f"round {case.pk} is not approved")
    entries = row_rules.size_after(case)
    short = entries <= MOST_IN_ANNEX
    return schemas.ListDecree(
        round_number=case.number or "",
        year=case.year,
        body_name=body().name,
        report_number=letter.number,
        report_on=local(letter.issued_at).date(),
        approved_by=case.approved_by,
        approved_on=local(case.approved_at).date(),
        entries=entries,
        rows=annex(case) if short else [],
        sums=sums(case) if not short else [],
        address=_readable(reverse("dip_app:editions")),
        left_out=[part.unit.name for part in case.parts() if part.state != SUBMITTED],
    )


def decree(case: ListRound, act: Act) -> Letter:
    """Issue the decree that establishes the list (domain 3.14)."""
    return _issue("list_decree", case, act, decree_context(case))


def _after(case: RowsRound) -> tuple[Any, Any]:
    """Return entries that stay as they are, and rows that bring entries, both unordered."""
    touching = case.rows().live().filter(action__in=(Action.CHANGE, Action.REMOVE))
    kept = InformationItem.objects.public().exclude(
        pk__in=touching.filter(item__isnull=False).values("item_id")
    )
    brought = case.rows().live().filter(action__in=(Action.NEW, Action.CHANGE))
    return kept.order_by(), brought.order_by()


def annex(case: RowsRound) -> list[schemas.ListRow]:
    """Return the list as it will be, unit by unit."""
    found = [
        (
            (row.unit.name, row.category, row.title, row.pk),
            schemas.ListRow(
                title=row.title,
                summary=row.summary,
                category=row.category,
                unit=row.unit.name,
                responsible=row.responsible,
                made=f"{row.made_when}, {row.made_where}",
                formats=row.formats,
                retention=row.retention,
            ),
        )
        for entries in _after(case)
        for row in entries.select_related("unit")
    ]
    return [row for _place, row in sorted(found, key=lambda pair: pair[0])]


def sums(case: RowsRound) -> list[schemas.UnitSum]:
    """Return how many entries of each class every unit will have."""
    counts: dict[str, Counter[str]] = {}
    for entries in _after(case):
        grouped = entries.values_list("unit__name", "category").annotate(Count("pk"))
        for unit, category, number in grouped:
            counts.setdefault(unit, Counter())[category] += number
    return [
        schemas.UnitSum(
            unit=unit,
            periodic=found["periodic"],
            immediate=found["immediate"],
            available=found["available"],
        )
        for unit, found in sorted(counts.items())
    ]


def _readable(path: str) -> str:
    """Return an address as a person types it."""
    return f"{urlsplit(settings.PUBLIC_URL).netloc}{path}"
