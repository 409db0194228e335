"""Bring rounds, units' lists and disposals of SOP 7 into any state, as people do."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from dip_app import rounds
from dip_app.documenting import intake
from dip_app.documenting.disposal import DisposalProposal, State
from dip_app.documenting.models import DocumentingRound, RoundState, UnitDocuments, UnitState
from dip_app.models import InformationItem
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Unit
from ppid_portal.sop import engine
from tests.dip_app.conftest import item_fields

#: Monday; units have until Thursday, 5 March 2026.
BEGUN = "2026-03-02 10:00"
DUE = date(2026, 3, 5)
#: A day on which a silent unit is late.
LATE = "2026-03-06 10:00"


def facts(**changes: Any) -> dict[str, Any]:
    """Return what a unit states of an item."""
    return {
        "form": "both",
        "classification": "KU.03.01",
        "place": "Ruang arsip B, rak 3",
        "container": "boks 7",
        "digital": "portal PPID",
        "amount": "1 map",
        "active_years": 2,
        "inactive_years": 3,
        "fate": "destroy",
        "remarks": "",
        "retention_from": date(2026, 1, 1),
        **changes,
    }


def many(**changes: Any) -> dict[str, Any]:
    """Return what a unit states of many items at once: each has its own day."""
    found = facts(**changes)
    del found["retention_from"]
    return found


class DocumentingDesk:
    """The people of an office at SOP 7; ``travel`` moves the time."""

    def __init__(self, office: Any, travel: Any) -> None:
        self.office = office
        self.travel = travel
        self._numbers = itertools.count()
        self._keys = itertools.count()

    def do(self, case: Any, name: str, who: Any, **data: Any) -> Any:
        """Perform one act as a person of the office."""
        actor = who if isinstance(who, Actor) else self.office.actor(who)
        return engine.perform(case, name, actor, **data)

    def item(self, unit: Unit | None = None, **fields: Any) -> InformationItem:
        """Return a published item of a unit, unit A's unless another is named."""
        number = next(self._numbers)
        title = fields.pop("title", f"Laporan uji nomor {number}")
        return InformationItem.objects.create(
            **item_fields(unit or self.office.unit_a, number, title, fields)
        )

    # -- round ---------------------------------------------------------------------------------

    def collecting(self, *, items: int = 2, who: Any = None) -> DocumentingRound:
        """Return a round over units A and B, each with some items."""
        self.travel(BEGUN)
        for unit in (self.office.unit_a, self.office.unit_b):
            for _number in range(items):
                self.item(unit)
        return self.begun(who)

    def begun(self, who: Any = None) -> DocumentingRound:
        """Return a round over units A and B and whatever they have."""
        return intake.begin_round(
            title="Pendokumentasian informasi publik 2026",
            direction="",
            units=[self.office.unit_a, self.office.unit_b],
            actor=who or self.office.actor(self.office.petugas),
            idempotency_key=f"round:{next(self._keys)}",
        )

    def part(self, case: Any, unit: Unit | None = None) -> UnitDocuments:
        """Return what a unit documents in a round."""
        return UnitDocuments.objects.get(origin_id=case.pk, unit=unit or self.office.unit_a)

    def stated(self, documents: Any, who: Any = None, **changes: Any) -> Any:
        """State the same of everything that is empty."""
        from dip_app.documenting import archive

        return self.do(
            documents,
            "state_items",
            who or self.office.pelaksana_a,
            items=archive.unrecorded(documents),
            facts=many(**changes),
        )

    def hand_in(self, case: Any, *, only_a: bool = False, **changes: Any) -> None:
        """Let the units state everything and hand their lists over."""
        for unit, who in (
            (self.office.unit_a, self.office.pelaksana_a),
            (self.office.unit_b, self.office.pelaksana_b),
        )[: 1 if only_a else 2]:
            documents: Any = self.part(case, unit)
            if documents.missing:
                documents = self.stated(documents, who, **changes)
            self.do(documents, "submit", who)
        rounds.follow(case.pk)

    def compiling(self, **changes: Any) -> Any:
        """Return a round that all units are in."""
        case = self.collecting()
        self.hand_in(case, **changes)
        return DocumentingRound.objects.get(pk=case.pk)

    def deciding(self, **changes: Any) -> Any:
        """Return a round that waits for Ketua PPID."""
        return self.do(self.compiling(**changes), "compile", self.office.petugas)

    def filing(self, **changes: Any) -> Any:
        """Return a ratified round."""
        return self.do(self.deciding(**changes), "ratify", self.office.ketua)

    def filed(self, **changes: Any) -> Any:
        """Return a round whose archive list is definite."""
        return self.do(self.filing(**changes), "file", self.office.petugas)

    def cancelled(self) -> Any:
        """Return a round that Ketua PPID cancelled."""
        return self.do(self.collecting(), "cancel", self.office.ketua, reason="Keliru dibuka.")

    def round_in(self, state: str) -> Any:
        """Return a round in any state."""
        return getattr(self, RoundState(state).value)()

    # -- a unit's list -------------------------------------------------------------------------

    def unit_in(self, state: str) -> Any:
        """Return what unit A documents, in any state."""
        case = self.collecting()
        match UnitState(state):
            case UnitState.SUBMITTED:
                self.hand_in(case, only_a=True)
            case UnitState.LEFT_OUT:
                self.travel(LATE)
                self.do(
                    case,
                    "go_on_without",
                    self.office.ketua,
                    units=[self.office.unit_a],
                    reason="Tidak menjawab.",
                )
            case UnitState.STOPPED:
                self.do(case, "cancel", self.office.ketua, reason="Keliru dibuka.")
        return self.part(case)

    # -- disposal ------------------------------------------------------------------------------

    def ended(self, **changes: Any) -> Any:
        """Return a filed round whose records' retention has ended by the present day."""
        self.travel(BEGUN)
        for unit in (self.office.unit_a, self.office.unit_b):
            for _number in range(2):
                self.item(unit, made_year=2015, made_when="Tahun 2015")
        case = self.begun()
        self.hand_in(case, **changes)
        case = DocumentingRound.objects.get(pk=case.pk)
        for act, who in (("compile", "petugas"), ("ratify", "ketua"), ("file", "petugas")):
            case = self.do(case, act, getattr(self.office, who))
        return case

    def proposed(self, sort: str = "destroy", unit: Unit | None = None) -> DisposalProposal:
        """Return a proposal of all that can be proposed."""
        return intake.propose_disposal(
            sort=sort,
            unit=unit,
            note="",
            actor=self.office.actor(self.office.petugas),
            idempotency_key=f"disposal:{next(self._keys)}",
        )

    def disposal_in(self, state: str) -> Any:
        """Return a proposal in any state."""
        self.ended()
        case: Any = self.proposed()
        ketua, petugas = self.office.ketua, self.office.petugas
        match State(state):
            case State.DECLINED:
                return self.do(case, "decline", ketua, reason="Masih diperlukan.")
            case State.APPROVED | State.CARRIED_OUT | State.DROPPED:
                case = self.do(case, "approve", ketua)
        if state == State.CARRIED_OUT:
            return self.do(case, "carry_out", petugas, **self.carried_out())
        if state == State.DROPPED:
            return self.do(case, "drop", ketua, reason="ANRI tidak menyetujui.")
        return case

    def carried_out(self, **changes: Any) -> dict[str, Any]:
        """Return what is recorded of a destruction."""
        return {
            "done_on": datetime.fromisoformat(BEGUN).date(),
            "done_letter": "BA-1/2026, 2 Maret 2026",
            **changes,
        }
