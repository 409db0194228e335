"""Rounds over many units: one case for the round, one child case per unit (SOP 1, 5 and 7).

A round is ordered with a date for the units; each unit works in its own case, with its own state
and due time. The round goes on by itself when every unit is in, or without the late ones by a
recorded decision. A kind of round subclasses :class:`UnitRound`, its child :class:`UnitPart`.

The round follows its units in a transaction of its own, after theirs (``follow``; ``sweep`` finds
what was lost): a unit that locked its case and then the round's would wait in a circle with a
decision that does the reverse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import end_of, today
from ppid_portal.mail import telling
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import SISTEM, Role
from ppid_portal.queue import enqueue
from ppid_portal.sop import engine, registry
from ppid_portal.sop.declarations import Act, act
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import Case, Channel, DueEvent

#: The states that every round and every unit's part has, whatever else they have.
COLLECTING = "collecting"
COMPILING = "compiling"
SUBMITTED = "submitted"
LEFT_OUT = "left_out"
#: In a unit's part: it is in, or the round went on without it.
DONE = (SUBMITTED, LEFT_OUT)
DECISION = "Perki 1/2021; keputusan Ketua PPID"


class UnitPart(Case):
    """The part of one unit in a round; ``origin`` is the round, ``unit`` whose it is.

    A kind declares ``round_register`` and its own steps up to the state ``SUBMITTED``, and calls
    :meth:`is_in` in the last of them.
    """

    round_register: ClassVar[str] = ""

    due_on = models.DateField(_l("batas waktu"))
    left_out_reason = models.CharField(
        _l("alasan dilanjutkan tanpa unit ini"), max_length=500, blank=True, default=""
    )

    class Meta:
        abstract = True

    @property
    def round(self) -> Any:
        """The round that it belongs to, as its own kind."""
        found: Any = registry.model_of(self.round_register)._base_manager
        return found.get(pk=self.origin_id)

    @property
    def due_at(self) -> datetime:
        """Until when the unit has to be in: the end of the day that the round's letter set."""
        return end_of(self.due_on)

    @property
    def is_done(self) -> bool:
        """Whether the round no longer waits for it; the twin of ``UnitRound.waiting``."""
        return self.state in DONE

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it is not in."""
        return not self.is_done and self.due_on < today()

    def is_in(self, act: Act) -> None:
        """Close the unit's part; the round follows after this transaction."""
        self.closed_at = act.at
        follow_later(self.origin_id)

    @act(
        DECISION,
        source="+",
        target=LEFT_OUT,
        label=_l("Lanjutkan tanpa unit ini"),
        roles=(SISTEM,),
        guard=lambda case, actor: case.why_not_left_out(),
    )
    def leave_out(self, act: Act) -> None:
        """Close the part of a unit that was late: the round decided to go on without it."""
        self.left_out_reason = act.reason[:500]
        self.closed_at = act.at
        self.when_left_out(act)

    def when_left_out(self, act: Act) -> None:
        """React when the round goes on without the unit; each kind adds what it tells whom."""

    def why_not_left_out(self) -> str | None:
        """Refuse for a unit that is in."""
        return _("Unit ini sudah menyampaikan.") if self.state == SUBMITTED else None

    def what_is_asked(self) -> str:
        """Return what no other case asks: the parts of a round are not each other's likeness."""
        return self.number or self.title

    def on_deadline_event(self, event: DueEvent) -> None:
        """Remind the unit, and tell Ketua PPID when it stays late."""
        telling.remind_staff(self, event)


class UnitRound(Case):
    """A round over many units: its children, the date they have, and going on without some.

    A kind declares ``part_register`` (its child's) and its own steps: the order opens the
    children (:meth:`open_parts`) and leads to ``COLLECTING``; from there the round comes to
    ``COMPILING`` by itself (``all_in``).
    """

    part_register: ClassVar[str] = ""

    units_due_on = models.DateField(_l("batas waktu unit"))

    class Meta:
        abstract = True

    @classmethod
    def part_model(cls) -> type[Any]:
        """Return the kind of its children."""
        return registry.model_of(cls.part_register)

    def parts(self) -> QuerySet[Any]:
        """Return the units' parts, by the name of the unit."""
        found: QuerySet[Any] = (
            self.part_model()
            .objects.filter(origin_id=self.pk)
            .select_related("unit")
            .order_by("unit__name", "pk")
        )
        return found

    def waiting(self) -> QuerySet[Any]:
        """Return the parts of units that are not in yet."""
        return self.parts().exclude(state__in=DONE)

    def open_parts(self, act: Act, units: Iterable[Unit], title: Callable[[Unit], str]) -> int:
        """Open a part for each unit; called in the transaction of the order.

        The key holds the round, so that an order that is repeated opens none twice.
        """
        count = 0
        for unit in units:
            engine.open_case(
                self.part_model(),
                Actor.system(),
                fields={
                    "title": title(unit)[:300],
                    "origin_id": self.pk,
                    "unit": unit,
                    "due_on": self.units_due_on,
                    "channel": Channel.SYSTEM,
                    "received_at": act.at,
                },
                at=act.at,
                idempotency_key=f"part:{self.pk}:{unit.pk}",
            )
            count += 1
        return count

    @act(
        DECISION,
        source=COLLECTING,
        target=COMPILING,
        label=_l("Semua unit sudah menyampaikan"),
        roles=(SISTEM,),
    )
    def all_in(self, act: Act) -> None:
        """Go on: no unit is awaited any more."""
        if self.waiting().exists():
            raise NotNow(_("Masih ada unit yang belum menyampaikan."))
        self.when_collected(act)

    @act(
        DECISION,
        source=COLLECTING,
        target=None,
        label=_l("Lanjutkan tanpa unit yang terlambat"),
        roles=(Role.KETUA_PPID, Role.TIM_SEKRETARIAT_PPID),
        form="dip_app.round_forms.GoOnForm",
        guard=lambda case, actor: case.why_not_go_on(),
        needs_reason=True,
        danger=True,
    )
    def go_on_without(self, act: Act, *, units: Sequence[Unit]) -> None:
        """Decide, with the reason, that the round does not wait for these late units."""
        late = [part for part in self.waiting() if part.unit in units]
        if not late:
            raise Refused(_("Pilih unit yang terlambat."), "units")
        for part in late:
            engine.perform(part, "leave_out", Actor.system(), reason=act.reason, at=act.at)
        names = ", ".join(part.unit.name for part in late)
        act.yield_decision(_l("Dilanjutkan tanpa"), names)
        act.log(units=[part.unit_id for part in late])
        follow_later(self.pk)

    def why_not_go_on(self) -> str | None:
        """Say why nobody can be left out: the day of the letter has not passed, or all are in."""
        if today() <= self.units_due_on:
            return _("Batas waktu unit belum lewat.")
        return None if self.waiting().exists() else _("Tidak ada unit yang terlambat.")

    def when_collected(self, act: Act) -> None:
        """React when nobody is awaited any more; each kind adds what it tells whom."""

    def what_is_asked(self) -> str:
        """Return what no other case asks: the round of another year is not the same."""
        return self.number or self.title

    def on_deadline_event(self, event: DueEvent) -> None:
        """Remind whoever holds the work."""
        telling.remind_staff(self, event)


def follow_later(round_id: int | None) -> None:
    """Let a round look at its units when this transaction is committed."""
    enqueue("dip.follow_round", round_id)


def follow(round_id: int) -> bool:
    """Let a round go on when it awaits no unit any more; return whether it did.

    May be called any number of times.
    """
    case = Case.objects.get(pk=round_id).concrete()
    if not isinstance(case, UnitRound) or case.state != COLLECTING or case.waiting().exists():
        return False
    try:
        engine.perform(case, "all_in", Actor.system())
    except NotNow:
        return False  # somebody else was quicker
    return True


def sweep() -> int:
    """Find rounds that could go on and did not, because the queue was down; return how many."""
    kinds = cast(
        "list[type[UnitRound]]",
        [model for model in registry.kinds().values() if issubclass(model, UnitRound)],
    )
    done = 0
    for model in kinds:
        awaited = (
            model.part_model().objects.filter(origin_id=OuterRef("pk")).exclude(state__in=DONE)
        )
        ready = model._base_manager.filter(~Exists(awaited), state=COLLECTING)
        done += sum(follow(pk) for pk in list(ready.values_list("pk", flat=True)))
    return done
