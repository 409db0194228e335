"""Bring a dispute into any state, through the engine as people do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from disputes_app.intake import Summons, open_dispute
from disputes_app.models import Dispute, State
from disputes_app.records import Paper
from ppid_portal.clock import now, today
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from tests.driver_objections import ObjectionDesk
from tests.driver_tests import TestDesk


def paper(number: str = "12/KIP/2026", **facts: Any) -> Paper:
    """Return a paper of the Commission that arrived today."""
    return Paper(**{"number": number, "dated_on": today(), "received_on": today(), **facts})


class DisputeDesk:
    """The people of an office at work on disputes; ``objections`` brings what comes before."""

    def __init__(self, office: Any, travel: Any = None) -> None:
        self.office = office
        self.objections = ObjectionDesk(office)
        self.travel = travel

    def do(self, case: Any, name: str, who: Any, **data: Any) -> Any:
        """Perform one act as a person of the office."""
        actor = who if isinstance(who, Actor) else self.office.actor(who)
        return engine.perform(case, name, actor, **data)

    def summoned(self, grounds: str = "d", objection: Any = "new", **facts: Any) -> Dispute:
        """Return a dispute on an objection that was rejected; the session is now."""
        if objection == "new":
            request = self.objections.desk.answered("refused" if "a" in grounds else "granted")
            objection = self.objections.archived(
                "rejected", request=request, grounds=tuple(grounds)
            )
        if objection is None:
            facts.setdefault("applicant", {"name": "Siti Aminah"})
            facts.setdefault("information", "Daftar hak guna usaha")
        return open_dispute(
            Summons(
                **{
                    "paper": paper(),
                    "objection": objection,
                    "hearing_at": now() + timedelta(minutes=1),
                    "hearing_place": "Ruang sidang Komisi Informasi Pusat",
                    "commission_number": f"{75 + Dispute.objects.count():03d}/IX/KIP-PS/2026",
                    "filed_on": today(),
                    **facts,
                }
            ),
            actor=self.office.actor(self.office.petugas),
        )

    def registered(self, **facts: Any) -> Any:
        """Return a dispute whose summons has its number."""
        return self.do(self.summoned(**facts), "register_summons", self.office.petugas)

    def verified(self, **facts: Any) -> Any:
        """Return a dispute for which unit A was called."""
        excluded = facts.pop("excluded", "a" in facts.get("grounds", "d"))
        return self.do(
            self.registered(**facts),
            "verify_summons",
            self.office.ketua,
            units=[self.office.unit_a],
            meeting_at=now() + timedelta(days=1),
            meeting_place="Ruang rapat PPID",
            agenda="Persiapan sidang",
            excluded=excluded,
        )

    def coordinated(self, **facts: Any) -> Any:
        """Return a dispute whose documents are gathered."""
        case = self.do(
            self.verified(**facts), "give_documents", self.office.pelaksana_a, answer="Terlampir."
        )
        return self.do(case, "coordinate", self.office.petugas, summary="Semua unit menjawab.")

    def consulted(self, **facts: Any) -> Any:
        """Return a dispute with the recommendation of legal affairs."""
        return self.do(
            self.coordinated(**facts), "recommend", self.office.hukum, position="Pertahankan."
        )

    def preparing(self, **facts: Any) -> Any:
        """Return a dispute after the meeting."""
        return self.do(
            self.consulted(**facts),
            "hold_meeting",
            self.office.ketua,
            met_at=now(),
            place="Ruang rapat PPID",
            participants=[{"name": "Andi Saputra", "position": "PPID Pelaksana", "unit": "Biro"}],
            conclusions=["Badan publik hadir dengan daftar bukti."],
        )

    def ready(self, **facts: Any) -> Any:
        """Return a dispute that is ready for its hearing."""
        return self.do(
            self.preparing(**facts),
            "compile_file",
            self.office.petugas,
            evidence=[{"title": "Surat tanggapan atas keberatan"}],
        )

    def pass_time(self) -> None:
        """Let the session take place: two minutes pass."""
        if self.travel is None:
            raise AssertionError("this state needs the travel fixture")
        self.travel(now() + timedelta(minutes=2))

    def preliminary(self, **facts: Any) -> Any:
        """Return a dispute after its preliminary hearing."""
        case = self.ready(**facts)
        self.pass_time()
        return self.do(
            case,
            "attend_preliminary",
            self.office.petugas,
            hearing=case.next_hearing,
            we_attended=True,
            petitioner_attended=True,
            minutes="Majelis memeriksa kewenangan dan jangka waktu.",
        )

    def testified(self, **facts: Any) -> Any:
        """Return a dispute in which the body has spoken."""
        return self.do(
            self.preliminary(**facts),
            "testify",
            self.office.petugas,
            testimony="Informasinya tidak dikuasai.",
        )

    def mediation(self, **facts: Any) -> Any:
        """Return a dispute in mediation."""
        return self.do(
            self.testified(**facts),
            "enter_mediation",
            self.office.petugas,
            ruling=paper("13/KIP/2026"),
            first_meeting_on=today(),
            mediator="Mediator Komisi",
        )

    def mediated(self, **facts: Any) -> Any:
        """Return a dispute with a result on the table."""
        return self.do(
            self.mediation(**facts),
            "testify_mediation",
            self.office.petugas,
            result="Badan publik memberikan salinannya.",
        )

    def agreed(self, **facts: Any) -> Any:
        """Return a dispute whose result both accept."""
        return self.do(self.mediated(**facts), "accept_agreement", self.office.ketua)

    def not_agreed(self, **facts: Any) -> Any:
        """Return a dispute whose result we decline."""
        return self.do(
            self.mediated(**facts),
            "decline_agreement",
            self.office.ketua,
            reason="Informasinya dikecualikan.",
        )

    def adjudication(self, **facts: Any) -> Any:
        """Return a dispute in adjudication; one on exclusion comes without mediation."""
        if "a" in facts.get("grounds", "d"):
            case, why = self.testified(**facts), "excluded"
        else:
            case, why = self.testified(**facts), "refused"
        return self.do(case, "to_adjudication", self.office.petugas, why=why)

    def ruled(self, outcome: str = "granted", days: int = 14, **facts: Any) -> Any:
        """Return a dispute with a ruling that was received today."""
        unit = facts.pop("unit", "days")
        ruling = facts.pop("ruling", None)
        case = self.adjudication(**facts)
        orders = outcome in ("granted", "partly")
        return self.do(
            case,
            "record_ruling",
            self.office.petugas,
            ruling=ruling or paper("075/IX/KIP-PS-A/2026"),
            outcome=outcome,
            order="Memberikan salinan dokumen." if orders else "",
            days=days if orders else None,
            unit=unit,
        )

    def court(self, **facts: Any) -> Any:
        """Return a dispute before the administrative court."""
        return self.do(
            self.ruled(**facts),
            "record_court_filing",
            self.office.petugas,
            filed_by="body",
            court="ptun",
            filed_on=today(),
            number="2/G/KI/2026",
            place="Jakarta",
        )

    def court_ruled(self, outcome: str = "upheld", **facts: Any) -> Any:
        """Return a dispute that the court has decided."""
        return self.do(
            self.court(**facts),
            "record_court_ruling",
            self.office.petugas,
            ruling=paper("2/G/KI/2026/PTUN.JKT"),
            outcome=outcome,
        )

    def cassation(self, **facts: Any) -> Any:
        """Return a dispute before the Supreme Court."""
        return self.do(
            self.court_ruled(**facts),
            "record_cassation",
            self.office.petugas,
            filed_by="petitioner",
            filed_on=today(),
        )

    def final(self, **facts: Any) -> Any:
        """Return a dispute whose decision stands and whose report is still to be made."""
        return self.do(
            self.cassation(**facts),
            "record_cassation_ruling",
            self.office.petugas,
            ruling=paper("99 K/TUN/KI/2026"),
            outcome="upheld",
        )

    def closed(self, **facts: Any) -> Any:
        """Return a closed dispute."""
        return self.do(
            self.final(**facts), "report", self.office.petugas, follow_up="Perintah dilaksanakan."
        )

    def end_test(self, case: Any) -> None:
        """Bring the consequence test that an interim order asked for to its decision."""
        TestDesk(self.office).carry_out(case.open_interim_order.test, "partly")

    def in_state(self, state: str) -> Any:
        """Return a dispute in any state."""
        return getattr(self, State(state).value)()
