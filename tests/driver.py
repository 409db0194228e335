"""Bring a request into any state, through the engine as people do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dip_app.models import ClassificationDecree
from ppid_portal.files.services import store
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Applicant, User
from ppid_portal.sop import engine
from ppid_portal.sop.models import Case, CaseDocument
from requests_app.models import AnswerDraft, DraftPart, InformationRequest, State

#: One grey pixel: an image has no text layer to hide anything under.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def make_applicant(name: str = "Siti Aminah", **facts: Any) -> Applicant:
    """Return a citizen."""
    return Applicant.objects.create(
        **{
            "kind": "perorangan",
            "name": name,
            "nik": "3171234567890001",
            "address": "Jalan Melati 4, Bandung",
            "email": "siti@pemohon.example",
            "phone": "081234567890",
            **facts,
        }
    )


def make_decree(unit: Any, letter: str = "h", **facts: Any) -> ClassificationDecree:
    """Return a decree that sets information as excluded."""
    return ClassificationDecree.objects.create(
        **{
            "number": f"SK-{ClassificationDecree.objects.count() + 1}/2026",
            "date": date(2026, 1, 5),
            "title": "Data pribadi pegawai",
            "letter": letter,
            "legal_basis": f"UU 14/2008 Pasal 17 huruf {letter}",
            "consequence": "Mengungkap rahasia pribadi.",
            "valid_from": date(2026, 1, 5),
            "valid_until": date(2028, 1, 5),
            "unit": unit,
            **facts,
        }
    )


def file_request(
    applicant: Applicant | None = None, actor: Actor | None = None, **facts: Any
) -> InformationRequest:
    """File a request at the present moment and return it."""
    extra = {key: facts.pop(key) for key in ("idempotency_key", "at") if key in facts}
    return engine.open_case(
        InformationRequest,
        actor or Actor.applicant(None, "Siti Aminah"),
        fields={
            "applicant": applicant or make_applicant(),
            "title": "Laporan keuangan 2025",
            "information": "Laporan keuangan kementerian tahun 2025",
            "purpose": "Penelitian",
            "copy_form": "softcopy",
            "delivery": "email",
            **facts,
        },
        **extra,
    )


def make_document(case: Case, kind: str = "unit_answer", content: bytes = PIXEL) -> CaseDocument:
    """Return a stored document of a case."""
    name, content_type = (
        ("dokumen.png", "image/png") if content is PIXEL else ("dokumen.pdf", "application/pdf")
    )
    stored = store(content, purpose="case", name=name, content_type=content_type)
    return CaseDocument.objects.create(
        case=case, file=stored, kind=kind, audience=CaseDocument.Audience.INTERNAL
    )


@dataclass
class Desk:
    """The people of an office at work on requests."""

    office: Any
    made: list[InformationRequest] = field(default_factory=list)

    def do(self, case: Any, name: str, who: User | Actor, **data: Any) -> Any:
        """Perform one act as a person of the office, in the role of today's appointment."""
        actor = who if isinstance(who, Actor) else self.office.actor(who)
        return engine.perform(case, name, actor, **data)

    def registered(self, **facts: Any) -> Any:
        """Return a request in the register."""
        case = file_request(**facts)
        case = self.do(case, "confirm_complete", self.office.petugas)
        return self.do(case, "register_request", self.office.petugas)

    def in_process(self, *, units: bool = True, sensitive: bool = False, **facts: Any) -> Any:
        """Return a request that unit A (and nobody else) works on."""
        case = self.do(file_request(**facts), "confirm_complete", self.office.petugas)
        case = self.do(case, "register_request", self.office.petugas, sensitive=sensitive)
        return self.do(
            case,
            "dispose",
            self.office.ketua,
            direction="Siapkan dokumennya.",
            units=[self.office.unit_a] if units else [],
        )

    def drafted(self, outcome: str = "granted", **facts: Any) -> Any:
        """Return a request in process whose answer is written but not submitted."""
        part_facts = facts.pop("part", {})
        case = self.in_process(units=False, **facts)
        self.draft(case, outcome, **part_facts)
        return case

    def draft(self, case: Any, outcome: str = "granted", **facts: Any) -> AnswerDraft:
        """Write an answer of one part."""
        draft = case.current_draft or AnswerDraft.objects.create(
            request=case, prepared_by=self.office.petugas
        )
        documents = facts.pop("documents", [])
        if outcome in ("refused", "partly") and "basis" not in facts:
            facts = {
                "article": "h",
                "basis": make_decree(self.office.unit_a),
                "consequence": "Mengungkap rahasia pribadi pegawai.",
                **facts,
            }
        if outcome == "partly":
            facts.setdefault("redaction", "Nama pegawai dihitamkan.")
            documents = documents or [make_document(case)]
        if outcome == "not_held":
            facts.setdefault("holder", "Kementerian Keuangan")
        if outcome == "not_documented":
            facts.setdefault("ready_in_days", 5)
        part = DraftPart.objects.create(
            draft=draft,
            position=draft.parts.count() + 1,
            text=case.information,
            outcome=outcome,
            **facts,
        )
        part.documents.set(documents)
        return draft

    def submitted(self, outcome: str = "granted", **facts: Any) -> Any:
        """Return a request whose answer waits for Ketua PPID."""
        case = self.drafted(outcome, **facts)
        act = "submit_refusal" if outcome == "refused" else "submit_draft"
        return self.do(case, act, self.office.petugas)

    def approved(self, outcome: str = "granted", **facts: Any) -> Any:
        """Return a request whose answer is signed and waits to be delivered."""
        act = "approve_refusal" if outcome == "refused" else "approve_answer"
        return self.do(self.submitted(outcome, **facts), act, self.office.ketua)

    def answered(self, outcome: str = "granted", **facts: Any) -> Any:
        """Return an answered request."""
        act = "deliver_refusal" if outcome == "refused" else "deliver_answer"
        return self.do(self.approved(outcome, **facts), act, self.office.petugas)

    def incomplete(self, **facts: Any) -> Any:
        """Return a request that was sent back to be completed."""
        return self.do(
            file_request(**facts),
            "return_incomplete",
            self.office.petugas,
            missing=["Salinan KTP belum ada."],
        )

    def clarifying(self, **facts: Any) -> Any:
        """Return a request whose applicant was asked what is meant."""
        return self.do(
            self.in_process(**facts),
            "ask_clarification",
            self.office.petugas,
            question="Tahun berapa yang dimaksud?",
        )

    def in_state(self, state: str) -> Any:
        """Return a request in any state that a person can bring it to."""
        makers = {
            State.RECEIVED: file_request,
            State.INCOMPLETE: self.incomplete,
            State.CHECKED: lambda: self.do(file_request(), "confirm_complete", self.office.petugas),
            State.REGISTERED: self.registered,
            State.IN_PROCESS: self.in_process,
            State.CLARIFYING: self.clarifying,
            State.APPROVAL: self.submitted,
            State.SECOND_APPROVAL: lambda: self.do(
                self.submitted(sensitive=True), "approve_answer", self.office.ketua
            ),
            State.APPROVED: self.approved,
            State.ANSWERED: self.answered,
            State.REFERRED: lambda: self.do(
                self.registered(), "refer", self.office.ketua, holder="Kementerian Keuangan"
            ),
            State.WITHDRAWN: lambda: self._withdrawn(),
        }
        return makers[State(state)]()

    def _withdrawn(self) -> Any:
        case = file_request()
        return self.do(case, "withdraw", self.office.applicant(case))


def at(text: str) -> datetime:
    """Return a moment in Jakarta: ``at("2026-03-09 10:00")``."""
    from zoneinfo import ZoneInfo

    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Jakarta"))
