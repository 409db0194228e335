"""The Berita Acara of a disposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from dip_app.documenting import letter_schemas as schemas
from ppid_portal.clock import local
from ppid_portal.letters import services
from ppid_portal.letters.frame import printed_position
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import actors_of, candidates
from ppid_portal.people.roles import Role
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


def _proposer(case: DisposalProposal) -> schemas.Proposer:
    """Return who opened the proposal, in the appointment held that day."""
    user = case.opened_by
    on = local(case.opened_at).date()
    held = candidates(actors_of(user, on), (Role.TIM_SEKRETARIAT_PPID,))
    return schemas.Proposer(
        name=user.name if user is not None else "",
        nip=user.nip if user is not None else "",
        position=printed_position(held[0]) if held else str(Role.TIM_SEKRETARIAT_PPID.label),
    )


def minutes_context(case: DisposalProposal) -> schemas.DisposalMinutes:
    """Return what the Berita Acara says: every record, and what was struck out, and why."""
    with override("id"):
        lines = list(case.lines.select_related("record__item", "record__unit"))
        return schemas.DisposalMinutes(
            proposal_number=case.number or "",
            sort="destroy" if case.sort == "destroy" else "permanent",
            proposed_on=local(case.opened_at).date(),
            proposed_by=_proposer(case),
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
