"""The Berita Acara of a disposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from dip_app.documenting import letter_schemas as schemas
from ppid_portal.clock import local
from ppid_portal.letters import services
from ppid_portal.letters.models import Letter
from ppid_portal.sop.declarations import Act

if TYPE_CHECKING:
    from dip_app.documenting.disposal import DisposalLine, DisposalProposal


def _row(line: DisposalLine) -> schemas.DisposalRow:
    record = line.record
    return schemas.DisposalRow(
        number=record.item_id,
        title=record.item.title,
        unit=record.unit.name,
        made=record.item.made_when,
        amount=record.amount,
        classification=record.classification,
        location=record.location,
        retention=f"{record.retention_years} tahun",
        ended_on=record.retention_end,
    )


def minutes_context(case: DisposalProposal) -> schemas.DisposalMinutes:
    """Return what the Berita Acara says: every record, and what was struck out, and why."""
    with override("id"):
        lines = list(case.lines.select_related("record__item", "record__unit"))
        return schemas.DisposalMinutes(
            proposal_number=case.number or "",
            sort="destroy" if case.sort == "destroy" else "permanent",
            proposed_on=local(case.opened_at).date(),
            proposed_by=case.opened_by.name if case.opened_by is not None else "",
            rows=[_row(line) for line in lines if not line.struck_reason],
            needs_anri=case.for_anri(),
            struck=[
                schemas.LeftOutRow(unit=line.record.item.title, reason=line.struck_reason)
                for line in lines
                if line.struck_reason
            ],
        )


def minutes(case: DisposalProposal, act: Act) -> Letter:
    """Issue the Berita Acara of the approved proposal."""
    return services.issue(
        "disposal_minutes",
        case=case,
        signatory=act.actor,
        context=minutes_context(case),
        at=act.at,
    )
