"""Bring rounds and openings of SOP 8 into any state, as people and sweeps do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dip_app.exclusions.models import DocumentationRound, ExclusionOpening, OpeningState, RoundState
from dip_app.exclusions.sweeps import open_ended, open_round, start_openings
from dip_app.models import ClassificationDecree
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from tests.driver import make_decree
from tests.driver_tests import signed_by

#: Ends on a Thursday; decided by Tuesday 17 November 2026 (domain 1.3).
END = date(2026, 12, 31)
#: A day on which its opening has started.
NEAR = "2026-11-02 10:00"
#: The day on which it ends.
THE_END = "2026-12-31 08:00"


class ExclusionDesk:
    """The people of an office at excluded information; ``travel`` moves the time."""

    def __init__(self, office: Any, travel: Any) -> None:
        self.office = office
        self.travel = travel

    def do(self, case: Any, name: str, who: Any, **data: Any) -> Any:
        """Perform one act as a person of the office."""
        actor = who if isinstance(who, Actor) else self.office.actor(who)
        return engine.perform(case, name, actor, **data)

    def decree(self, **facts: Any) -> ClassificationDecree:
        """Return a determination that ends at the end of 2026."""
        return make_decree(self.office.unit_a, valid_until=END, **facts)

    # -- opening -------------------------------------------------------------------------------

    def preparing(self) -> ExclusionOpening:
        """Return an opening that has started by itself."""
        decree = self.decree()
        self.travel(NEAR)
        start_openings()
        return ExclusionOpening.objects.get(decree=decree)

    def deciding(self) -> Any:
        """Return an opening that waits for Atasan PPID."""
        return self.do(
            self.preparing(), "propose", self.office.petugas, proposal="Dibuka seluruhnya."
        )

    def approved(self) -> Any:
        """Return an approved opening."""
        return self.do(self.deciding(), "approve", self.office.atasan)

    def signing(self) -> Any:
        """Return an opening that Atasan PPID approved and Ketua PPID is to sign."""
        signed_by("opening_decree", "ketua_ppid")
        return self.approved()

    def renewing(self) -> Any:
        """Return an opening that Atasan PPID declined."""
        return self.do(self.deciding(), "decline", self.office.atasan, reason="Masih berbahaya.")

    def renewed(self) -> Any:
        """Return an opening that a new determination replaced."""
        case = self.renewing()
        new = make_decree(
            self.office.unit_a,
            title="Data pribadi pegawai, penetapan baru",
            date=date(2026, 11, 2),
            valid_from=date(2026, 11, 2),
            valid_until=date(2028, 1, 5),
        )
        return self.do(case, "renew", self.office.petugas, decree=new)

    def opened(self) -> Any:
        """Return an opening whose end has come."""
        case = self.approved()
        self.travel(THE_END)
        open_ended()
        return ExclusionOpening.objects.get(pk=case.pk)

    def opening_in(self, state: str) -> Any:
        """Return an opening in any state."""
        return getattr(self, OpeningState(state).value)()

    # -- round ---------------------------------------------------------------------------------

    def collecting(self) -> DocumentationRound:
        """Return the round that opened by itself after the first half year."""
        self.decree(recorded_at=datetime.fromisoformat("2026-03-02T10:00:00+07:00"))
        self.travel("2026-07-01 08:00")
        found = open_round()
        if found is None:
            raise AssertionError("no round was due")
        return found

    def classifying(self) -> Any:
        """Return a round whose list is collected."""
        return self.do(self.collecting(), "collect", self.office.petugas)

    def storing(self) -> Any:
        """Return a round whose list is in order."""
        return self.do(self.classifying(), "classify", self.office.petugas)

    def reporting(self) -> Any:
        """Return a round whose copies are all stored."""
        case = self.storing()
        for decree in case.unstored():
            case = self.do(case, "store", self.office.petugas, decree=decree, place="Lemari 2")
        return self.do(case, "finish_storing", self.office.petugas)

    def reported(self) -> Any:
        """Return a reported round."""
        return self.do(self.reporting(), "report", self.office.petugas)

    def round_in(self, state: str) -> Any:
        """Return a round in any state."""
        return getattr(self, RoundState(state).value)()
