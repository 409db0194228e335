"""What a unit's proposals begin with: its entries of the list, its drafts, or a file it sends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Window
from django.db.models.functions import RowNumber

from dip_app.editions import sql
from dip_app.editions.models import Action, Proposal
from dip_app.importing.applying import judge
from dip_app.importing.rows import KEEP, Checked, Decisions, Row, Setting
from dip_app.models import ENTRY_COLUMNS, InformationItem, Status
from ppid_portal.clock import today
from ppid_portal.people.models import Unit
from ppid_portal.sop.models import Case

#: What an import takes as it comes: a list whose rows repeat entries says something of them.
_AS_SENT = Decisions(in_list=KEEP)


def prefill(case: Case, unit: Unit) -> int:
    """Propose a unit's published entries as they are and its drafts as new; return how many.

    Entries that the case has already are left alone, so it may be done again at any time.
    """
    with transaction.atomic():
        return _copy(case, unit, Status.PUBLISHED, Action.KEEP) + _copy(
            case, unit, Status.DRAFT, Action.NEW
        )


def _copy(case: Case, unit: Unit, status: Status, action: Action) -> int:
    there = Proposal.objects.filter(case_id=case.pk, item=OuterRef("pk"))
    items = InformationItem.objects.filter(~Exists(there), status=status, unit=unit).order_by()
    order = [F(name).asc() for name in ("category", "title", "id")]
    return sql.copy(
        Proposal,
        items,
        {
            **sql.own(*ENTRY_COLUMNS),
            "case": sql.constant(Proposal, "case", case),
            "position": Window(RowNumber(), order_by=order) + last_position(case),
            "action": sql.constant(Proposal, "action", action.value),
            "item": F("pk"),
            "unit": F("unit_id"),
            "remark": sql.constant(Proposal, "remark", ""),
            "set_aside": sql.constant(Proposal, "set_aside", ""),
        },
    )


def last_position(case: Case) -> int:
    """Return the position of the last proposal of a case, 0 before the first."""
    found = Proposal.objects.filter(case_id=case.pk).aggregate(last=Max("position"))
    return int(found["last"] or 0)


@dataclass
class TakenIn:
    """What a file brought: proposals that came and that changed, and rows that could not."""

    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: list[Row] = field(default_factory=list)
    skipped: list[Row] = field(default_factory=list)


def take_in(case: Case, unit: Unit, content: bytes, name: str) -> TakenIn:
    """Read a list as a unit sent it (XLSX or CSV) and make proposals of its rows.

    A row about an entry of the list changes what is proposed for that entry; any other is new.
    No row is lost: what is wrong with it, or why it is no entry, comes back. Raises Unreadable.
    """
    setting = Setting(
        unit=unit,
        units=list(Unit.objects.filter(active=True)),
        year=today().year,
        own=frozenset({unit.pk}),
    )
    checked: Checked = judge(content, name, setting, decisions=_AS_SENT).checked
    with transaction.atomic():
        found = TakenIn(rejected=list(checked.rejected), skipped=list(checked.skipped))
        wanted = [row.known.pk for row in checked.accepted if row.known is not None]
        items = InformationItem.objects.in_bulk(wanted)
        there = {
            proposal.item_id: proposal
            for proposal in Proposal.objects.filter(case_id=case.pk, item__in=wanted)
        }
        place = last_position(case)
        fresh: list[Proposal] = []
        known: list[Proposal] = []
        for row in checked.accepted:
            item = items.get(row.known.pk) if row.known is not None else None
            proposal = there.get(item.pk) if item is not None else None
            if proposal is None:
                place += 1
                proposal = _new(case, unit, place, item)
                fresh.append(proposal)
            else:
                known.append(proposal)
            _fill(proposal, row, item)
            found.new += proposal.action == Action.NEW
            found.changed += proposal.action == Action.CHANGE
            found.same += proposal.action == Action.KEEP
        Proposal.objects.bulk_create(fresh, batch_size=1000)
        Proposal.objects.bulk_update(known, [*ENTRY_COLUMNS, "action"], batch_size=200)
    return found


def _new(case: Case, unit: Unit, place: int, item: InformationItem | None) -> Proposal:
    own: dict[str, Any] = (
        {} if item is None else {name: getattr(item, name) for name in ENTRY_COLUMNS}
    )
    return Proposal(case_id=case.pk, unit=unit, position=place, item=item, **own)


def _fill(proposal: Proposal, row: Row, item: InformationItem | None) -> None:
    """Put what a row states over a proposal, all that it says over a new one."""
    names = row.stated & set(ENTRY_COLUMNS) if item is not None else row.values.keys()
    for name in names:
        if name in ENTRY_COLUMNS:
            setattr(proposal, name, row.values[name])
    proposal.action = settled(proposal)


def settled(proposal: Proposal) -> Action:
    """Return what a proposal is by what it says: a draft or no entry yet is new."""
    if proposal.item is None or proposal.item.status != Status.PUBLISHED:
        return Action.NEW
    return Action.CHANGE if proposal.changed() else Action.KEEP
