"""Putting what was decreed on the list: whole sets at once, every entry with its ground.

What ``dip_app.services`` does with one item is done here with all proposals of a round. The
number of statements follows the thousands of new entries, never the single ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, Max, OuterRef, Value
from django.db.models import When as If

from dip_app.announcing import appearances
from dip_app.editions import sql
from dip_app.editions.changes import Basis, current_edition
from dip_app.editions.models import Action, ChangeKind, ListChange, Proposal, ProposalQuerySet
from dip_app.models import ENTRY_COLUMNS, InformationItem, Status
from dip_app.services import STREAM
from ppid_portal.audit import services as audit

_AT_ONCE = 1000
_EXCLUDED = "Dikecualikan pada hari penerbitan."


@dataclass(frozen=True)
class Published:
    """How many entries came, changed and went, and how many an exclusion kept out."""

    added: int
    changed: int
    removed: int
    excluded: int


def publish_all(
    proposals: ProposalQuerySet, basis: Basis, actor: audit.Acting | None, at: datetime
) -> Published:
    """Bring the list to what these proposals say, on the decision ``basis``.

    What is excluded by the day of publication stays out, whatever the decree lists (UU 14/2008
    Pasal 17): its row keeps the reason. An entry that was withdrawn since it was proposed stays
    so, by its own later decision.
    """
    with transaction.atomic():
        current = current_edition(lock=True)
        excluded = proposals.excluded().update(set_aside=_EXCLUDED)
        live = proposals.live()
        _make_items(live.filter(action=Action.NEW, item__isnull=True), at)
        public = Exists(InformationItem.objects.public().filter(pk=OuterRef("item_id")))
        sets = {
            ChangeKind.ADDED: live.filter(~public, action=Action.NEW),
            ChangeKind.CHANGED: live.filter(public, action=Action.CHANGE),
            ChangeKind.REMOVED: live.filter(public, action=Action.REMOVE),
        }
        mark = ListChange.objects.aggregate(last=Max("pk"))["last"] or 0
        columns = {
            name: sql.constant(ListChange, name, value)
            for name, value in {
                "at": at,
                "basis": basis.words,
                "case": basis.case,
                "letter": basis.letter,
                "after": current,
            }.items()
        }
        for kind, chosen in sets.items():
            sql.copy(
                ListChange,
                chosen.order_by(),
                {
                    "item": F("item_id"),
                    "kind": sql.constant(ListChange, "kind", kind.value),
                    **columns,
                },
            )
        # Its freshness begins anew; the sweep dates and counts what has no date.
        anew = {"changed_at": at, "refreshed_at": None, "completeness": None}
        shown = {"status": Status.PUBLISHED, "published_at": at, **anew}
        gone = {"status": Status.WITHDRAWN, "changed_at": at}
        _overwrite(sets[ChangeKind.CHANGED], ENTRY_COLUMNS, anew)
        _overwrite(sets[ChangeKind.REMOVED], (), gone)
        _overwrite(sets[ChangeKind.ADDED], ENTRY_COLUMNS, shown)
        made = ListChange.objects.filter(pk__gt=mark, at=at)
        _add_history(made, basis, actor, at)
        appearances.follow_changes(made)
        counts = dict(made.order_by().values_list("kind").annotate(Count("pk")))
        found = Published(
            added=counts.get(ChangeKind.ADDED, 0),
            changed=counts.get(ChangeKind.CHANGED, 0),
            removed=counts.get(ChangeKind.REMOVED, 0),
            excluded=excluded,
        )
        audit.record(
            "publish_list",
            stream=STREAM,
            subject=f"case:{basis.case.pk}" if basis.case is not None else "list",
            actor=actor,
            reason=basis.words,
            data={"added": found.added, "changed": found.changed, "removed": found.removed},
            at=at,
        )
    return found


def _make_items(proposals: models.QuerySet[Proposal], at: datetime) -> None:
    """Make a draft for every new entry, so that it has its permanent address."""
    rows = list(proposals)
    items = InformationItem.objects.bulk_create(
        [
            InformationItem(
                **{name: getattr(row, name) for name in ENTRY_COLUMNS},
                unit_id=row.unit_id,
                created_at=at,
                changed_at=at,
            )
            for row in rows
        ],
        batch_size=_AT_ONCE,
    )
    for row, item in zip(rows, items, strict=True):
        row.item = item
    Proposal.objects.bulk_update(rows, ["item"], batch_size=_AT_ONCE)


def _overwrite(
    proposals: models.QuerySet[Proposal], columns: tuple[str, ...], constants: dict[str, Any]
) -> None:
    sql.overwrite(InformationItem, proposals, by="item", columns=columns, constants=constants)


def _add_history(
    made: models.QuerySet[ListChange], basis: Basis, actor: audit.Acting | None, at: datetime
) -> None:
    """Add a version of every entry that changed, as simple-history would one by one."""
    history = InformationItem.history.model
    sql.copy(
        history,
        InformationItem.objects.filter(pk__in=made.values("item_id")).order_by(),
        {
            **{field.name: F(field.attname) for field in history.tracked_fields},
            "history_date": sql.constant(history, "history_date", at),
            "history_type": Choose(If(created_at=at, then=Value("+")), default=Value("~")),
            "history_change_reason": sql.constant(
                history, "history_change_reason", basis.words[:100]
            ),
            "history_user": sql.constant(
                history, "history_user", actor.user_id if actor is not None else None
            ),
        },
    )
