"""How a round begins, and how a disposal is proposed: by a member of the secretariat."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dip_app.documenting import rules
from dip_app.documenting.disposal import DisposalProposal, Sort
from dip_app.documenting.models import DocumentingRound
from ppid_portal.clock import now, today
from ppid_portal.clock.words import date_long
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Appointment, Unit
from ppid_portal.people.roles import Role
from ppid_portal.sop import engine
from ppid_portal.sop.errors import NotNow
from ppid_portal.sop.models import Channel


def units_with_pelaksana() -> QuerySet[Unit]:
    """Return the units that have a PPID Pelaksana today: those that can be asked."""
    held = Appointment.objects.valid_on(today()).filter(
        role=Role.PPID_PELAKSANA, user__is_active=True
    )
    return Unit.objects.filter(active=True, pk__in=held.values("unit_id")).order_by("name")


def running_round() -> DocumentingRound | None:
    """Return the round that has not ended yet, if there is one."""
    return DocumentingRound.objects.filter(runs=True).first()


def begin_round(
    *, title: str, direction: str, units: Iterable[Unit], actor: Actor, idempotency_key: str
) -> DocumentingRound:
    """Open a round over these units (SOP 7.1); refuses while another has not ended."""
    running = running_round()
    if running is not None and running.idempotency_key != idempotency_key:
        raise NotNow(
            _("Pendokumentasian {number} belum selesai. Selesaikan atau batalkan dahulu.").format(
                number=running.number
            )
        )
    at = now()
    return engine.open_case(
        DocumentingRound,
        actor,
        fields={
            "title": title.strip(),
            "direction": direction.strip(),
            "units_due_on": rules.units_due_on(at),
            "channel": Channel.SYSTEM,
        },
        at=at,
        idempotency_key=idempotency_key,
        units=list(units),
    )


def propose_disposal(
    *, sort: str, unit: Unit | None, note: str, actor: Actor, idempotency_key: str
) -> DisposalProposal:
    """Propose the records whose retention has ended (UU 43/2009 Pasal 51)."""
    what = str(Sort(sort).label)
    whose = unit.name if unit is not None else _("semua unit")
    return engine.open_case(
        DisposalProposal,
        actor,
        fields={
            "title": f"{what}: {whose}, {date_long(today())}"[:300],
            "sort": sort,
            "unit": unit,
            "note": note.strip(),
            "channel": Channel.SYSTEM,
        },
        idempotency_key=idempotency_key,
    )
