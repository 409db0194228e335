"""Bring an objection into any state, through the engine as people do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from objections_app.intake import ObjectionFiling, file_objection
from objections_app.models import Objection, State
from ppid_portal.clock import end_of, now
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine, sweeps
from tests.driver import Desk

ORDER = {"outcome": "upheld", "considerations": "Informasinya terbuka.", "order": "Berikan."}


class ObjectionDesk:
    """The people of an office at work on objections; ``desk`` brings the requests."""

    def __init__(self, office: Any) -> None:
        self.office = office
        self.desk = Desk(office)

    def do(self, case: Any, name: str, who: Any, **data: Any) -> Any:
        """Perform one act as a person of the office."""
        actor = who if isinstance(who, Actor) else self.office.actor(who)
        return engine.perform(case, name, actor, **data)

    def refused_request(self) -> Any:
        """Return a request that was refused and delivered today."""
        return self.desk.answered("refused")

    def filed(
        self, request: Any = None, grounds: Sequence[str] = ("a",), **facts: Any
    ) -> Objection:
        """Return an objection to a request, by default to one that was refused today."""
        extra = {key: facts.pop(key) for key in ("actor", "idempotency_key", "at") if key in facts}
        if request is None and set(grounds) != {"b"}:
            request = self.refused_request()
        if request is None:
            facts.setdefault("applicant", {"kind": "perorangan", "name": "Siti Aminah"})
            facts.setdefault("information", "Laporan kinerja tahun 2025")
        return file_objection(
            ObjectionFiling(
                grounds=grounds,
                case_position=facts.pop("case_position", "Alasan penolakannya tidak jelas."),
                request=request,
                **facts,
            ),
            **extra,
        )

    def incomplete(self, **facts: Any) -> Any:
        """Return an objection that was sent back to be completed."""
        return self.do(
            self.filed(**facts),
            "return_incomplete",
            self.office.petugas,
            missing=["Meterai pada surat kuasa."],
        )

    def registered(self, **facts: Any) -> Any:
        """Return an objection in the register."""
        return self.do(self.filed(**facts), "register_objection", self.office.petugas)

    def receipted(self, **facts: Any) -> Any:
        """Return an objection whose receipt is signed."""
        return self.do(self.registered(**facts), "give_receipt", self.office.petugas)

    def prepared(self, **facts: Any) -> Any:
        """Return an objection with material that waits to be submitted."""
        case = self.receipted(**facts)
        wanted = "not_admissible" if case.timing in ("late", "early") else "upheld"
        return self.do(
            case,
            "prepare_material",
            self.office.petugas,
            explanation="Permohonan ditolak karena dikira dikecualikan.",
            recommended_outcome=wanted,
            recommendation="Uji konsekuensinya tidak mencakup informasi ini.",
        )

    def deciding(self, **facts: Any) -> Any:
        """Return an objection that waits for Atasan PPID."""
        return self.do(self.prepared(**facts), "submit_material", self.office.ketua)

    def decided(self, outcome: str = "upheld", days: int = 7, **facts: Any) -> Any:
        """Return a decided objection."""
        ordering = outcome in ("upheld", "partly")
        return self.do(
            self.deciding(**facts),
            "decide",
            self.office.atasan,
            outcome=outcome,
            considerations="Pertimbangannya demikian.",
            order="Berikan salinannya." if ordering else "",
            order_days=days if ordering else None,
        )

    def signing(self, outcome: str = "upheld", **facts: Any) -> Any:
        """Return an objection whose reply waits for its signature."""
        return self.do(self.decided(outcome, **facts), "compose_reply", self.office.petugas)

    def signed(self, outcome: str = "upheld", **facts: Any) -> Any:
        """Return an objection whose reply is signed."""
        return self.do(self.signing(outcome, **facts), "sign_reply", self.office.atasan)

    def recorded(self, outcome: str = "upheld", **facts: Any) -> Any:
        """Return an objection whose reply is recorded."""
        return self.do(self.signed(outcome, **facts), "record_reply", self.office.petugas)

    def delivered(self, outcome: str = "upheld", method: str = "email", **facts: Any) -> Any:
        """Return an objection that was replied to."""
        return self.do(
            self.recorded(outcome, **facts),
            "deliver_reply",
            self.office.petugas,
            method=method,
            tracking_number="RR123456789ID" if method == "post" else "",
        )

    def archived(self, outcome: str = "upheld", **facts: Any) -> Any:
        """Return an objection in the archive."""
        return self.do(
            self.delivered(outcome, **facts), "archive", self.office.petugas, place="Rak 3"
        )

    def withdrawn(self, **facts: Any) -> Any:
        """Return an objection that its applicant withdrew."""
        case = self.filed(**facts)
        return self.do(case, "withdraw", self.office.applicant(case))

    def in_state(self, state: str, **facts: Any) -> Any:
        """Return an objection in any state that a person can bring it to.

        One on ground b alone (``grounds="b"``) needs no request, which makes it quickly.
        """
        return {
            State.FILED: self.filed,
            State.INCOMPLETE: self.incomplete,
            State.REGISTERED: self.registered,
            State.RECEIPTED: self.receipted,
            State.DECIDING: self.deciding,
            State.DECIDED: self.decided,
            State.SIGNING: self.signing,
            State.SIGNED: self.signed,
            State.RECORDED: self.recorded,
            State.DELIVERED: self.delivered,
            State.ARCHIVED: self.archived,
            State.WITHDRAWN: self.withdrawn,
        }[State(state)](**facts)


def sweep() -> None:
    """Let what is due happen, as the worker does every five minutes."""
    sweeps.find_due()
    sweeps.handle_events()


def day_after(case: Any, rule: str) -> datetime:
    """Return the first moment after a limit of a case."""
    from datetime import timedelta

    from ppid_portal.sop import deadlines

    deadline = deadlines.latest(case, rule)
    return end_of(deadline.due_on) + timedelta(hours=8) if deadline else now()
