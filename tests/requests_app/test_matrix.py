"""Every state × role × act of SOP 2: what the table below allows is possible, all else is not.

The table is written out here, apart from the program, from ``domain.md`` and the SOP: an act
that gains or loses a state or a role must fail here first.
"""

from __future__ import annotations

from typing import Any

import pytest

from ppid_portal.clock import today
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.errors import NotNow, NotYours, Refused, SamePerson
from requests_app.models import Delivery, InformationRequest, State
from tests.conftest import Office, Once
from tests.driver import Desk
from tests.stock import Stock, lay_in

SECRETARIAT = {"tim_sekretariat_ppid", "petugas_pelayanan_informasi"}
KETUA, ATASAN, UNIT = {"ketua_ppid"}, {"atasan_ppid"}, {"ppid_pelaksana"}
APPLICANT, SYSTEM = {"pemohon"}, {"sistem"}
OPEN = {
    "received", "incomplete", "checked", "registered", "in_process", "clarifying",
    "approval", "second_approval", "approved",
}  # fmt: skip
UNDER_ORDER = {"in_process", "clarifying", "approval", "second_approval", "approved"}

#: act → (states it starts from, roles that may perform it)
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "confirm_complete": ({"received"}, SECRETARIAT),
    "return_incomplete": ({"received"}, SECRETARIAT),
    "complete": ({"incomplete"}, APPLICANT | SECRETARIAT),
    "lapse": ({"incomplete", "clarifying"}, SYSTEM),
    "register_request": ({"checked"}, SECRETARIAT),
    "ask_clarification": ({"checked", "registered", "in_process"}, SECRETARIAT),
    "answer_clarification": ({"clarifying"}, APPLICANT | SECRETARIAT),
    "dispose": ({"registered"}, KETUA),
    "add_unit": ({"in_process"}, KETUA | SECRETARIAT),
    "accept_task": ({"in_process"}, UNIT),
    "answer_task": ({"in_process"}, UNIT),
    "reject_task": ({"in_process"}, UNIT),
    "chase_units": ({"in_process"}, SECRETARIAT),
    "submit_draft": ({"in_process"}, SECRETARIAT),
    "submit_refusal": ({"in_process"}, SECRETARIAT),
    "return_draft": ({"approval", "second_approval"}, KETUA | ATASAN),
    "approve_answer": ({"approval"}, KETUA),
    "approve_refusal": ({"approval"}, KETUA),
    "approve_second": ({"second_approval"}, ATASAN),
    "bypass_second": ({"second_approval"}, KETUA),
    "deliver_answer": ({"approved"}, SECRETARIAT),
    "deliver_refusal": ({"approved"}, SECRETARIAT),
    "propose_extension": ({"registered", "in_process"}, SECRETARIAT),
    "approve_extension": ({"registered", "in_process"}, KETUA),
    "reject_extension": ({"registered", "in_process"}, KETUA),
    "cancel_extension": ({"registered", "in_process"}, KETUA),
    "refer": ({"registered", "in_process"}, KETUA),
    "withdraw": (OPEN, APPLICANT | SECRETARIAT),
    "count_from_replacement": ({"answered", "referred"}, SYSTEM),
    "reopen": ({"answered", "referred"}, SYSTEM),
    "take_back": ({"approval", "second_approval", "approved"}, SYSTEM),
    "close_again": (UNDER_ORDER, SYSTEM),
    "stand_still": (UNDER_ORDER, SYSTEM),
    "go_on": (UNDER_ORDER, SYSTEM),
}
ROLES = {
    "pemohon", "sistem", "tim_sekretariat_ppid", "petugas_pelayanan_informasi",
    "sekretaris_ppid", "ketua_ppid", "atasan_ppid", "ppid_pelaksana", "anggota_ppid",
    "pimpinan_unit_kerja", "unit_kerja", "asdep_hukum", "kip",
}  # fmt: skip
STATES = [state for state in State.values if state not in ("new", "lapsed")]


@pytest.fixture(scope="module")
def stock(once: Once, office_once: Office) -> Stock:
    with once("2026-03-09 10:00") as travel:
        return lay_in(Desk(office_once), [("in_state", state) for state in STATES], travel)


@pytest.fixture
def desk(stock: Stock, office: Office, travel: Any) -> Desk:
    travel("2026-03-09 10:00")
    served: Desk = stock.serve(Desk(office), travel)
    return served


def actor_in(desk: Desk, role: str, case: Any) -> Actor:
    """Return somebody in a role; units sit in unit A, which works on the case."""
    if role == "pemohon":
        return Actor.applicant(case.pk)
    if role == "sistem":
        return Actor.system()
    return Actor(
        kind="staff",
        role=role,
        user=desk.office.hukum,
        user_id=desk.office.hukum.pk,
        unit_id=desk.office.unit_a.pk,
        name="Seseorang",
    )


def data_for(act: str, desk: Desk) -> dict[str, Any]:
    """Return what an act needs to succeed."""
    return {
        "return_incomplete": {"missing": ["Salinan KTP"]},
        "complete": {"addition": "Ini kelengkapannya."},
        "ask_clarification": {"question": "Tahun berapa?"},
        "answer_clarification": {"answer": "Tahun 2025."},
        "dispose": {"direction": "Siapkan."},
        "add_unit": {"unit": desk.office.unit_b, "direction": "Siapkan."},
        "answer_task": {"answer": "Terlampir."},
        "reject_task": {"ground": "not_held", "reason": "Tidak kami simpan."},
        "return_draft": {"reason": "Perjelas bagian pertama."},
        "bypass_second": {"reason": "Atasan berhalangan."},
        "propose_extension": {"reason_code": "not_held", "detail": "Masih dikumpulkan."},
        "reject_extension": {"reason": "Masih cukup waktu."},
        "cancel_extension": {"reason": "Dokumen sudah ada."},
        "refer": {"holder": "Kementerian Keuangan"},
        "withdraw": {"reason": "Pemohon menelepon."},
        "count_from_replacement": {"delivered_on": today(), "number": "B-2/2026"},
        "reopen": {"order": "0001/PPID-SETNEG/KW/2026"},
        "take_back": {"order": "0001/PPID-SETNEG/KW/2026"},
    }.get(act, {})


def test_the_table_names_every_act_of_the_program() -> None:
    """No act exists beside the table, and none is missing from the program."""
    acts = {n for n, d in declarations(InformationRequest).items() if not d.opening}
    assert acts == set(ALLOWED)


@pytest.mark.any_database
@pytest.mark.parametrize("state", STATES)
def test_it_blocks_every_act_outside_the_table(desk: Desk, state: str) -> None:
    """Neither another state nor another role can perform an act; nothing changes by trying."""
    case = desk.in_state(state)
    for act, (states, roles) in ALLOWED.items():
        for role in ROLES:
            if state in states and role in roles:
                continue
            with pytest.raises((NotNow, NotYours)):
                engine.perform(case, act, actor_in(desk, role, case), **data_for(act, desk))
    fresh = InformationRequest.objects.get(pk=case.pk)
    assert (fresh.state, fresh.history.count()) == (state, case.history.count())


@pytest.mark.any_database
@pytest.mark.parametrize("state", STATES)
def test_it_lets_every_act_of_the_table_past_state_and_role(desk: Desk, state: str) -> None:
    """Where state and role fit, only a rule of the law may still stand in the way."""
    case = desk.in_state(state)
    for act, (states, roles) in ALLOWED.items():
        if state not in states or roles == SYSTEM:
            continue
        for role in roles:
            found = {m.name: m for m in engine.moves(case, [actor_in(desk, role, case)])}
            assert found[act].actors, (act, role, found[act].why_not)


PATHS = [
    ("confirm_complete", "received", "petugas", "checked"),
    ("return_incomplete", "received", "petugas", "incomplete"),
    ("complete", "incomplete", "petugas", "received"),
    ("register_request", "checked", "petugas", "registered"),
    ("ask_clarification", "checked", "petugas", "clarifying"),
    ("ask_clarification", "registered", "petugas", "clarifying"),
    ("ask_clarification", "in_process", "petugas", "clarifying"),
    ("answer_clarification", "clarifying", "petugas", "in_process"),
    ("dispose", "registered", "ketua", "in_process"),
    ("add_unit", "in_process", "ketua", "in_process"),
    ("accept_task", "in_process", "pelaksana_a", "in_process"),
    ("answer_task", "in_process", "pelaksana_a", "in_process"),
    ("reject_task", "in_process", "pelaksana_a", "in_process"),
    ("chase_units", "in_process", "petugas", "in_process"),
    ("return_draft", "approval", "ketua", "in_process"),
    ("return_draft", "second_approval", "atasan", "in_process"),
    ("approve_answer", "approval", "ketua", "approved"),
    ("approve_second", "second_approval", "atasan", "approved"),
    ("bypass_second", "second_approval", "ketua", "approved"),
    ("deliver_answer", "approved", "petugas", "answered"),
    ("propose_extension", "registered", "petugas", "registered"),
    ("propose_extension", "in_process", "petugas", "in_process"),
    ("refer", "registered", "ketua", "referred"),
    ("refer", "in_process", "ketua", "referred"),
    *[("withdraw", state, "petugas", "withdrawn") for state in sorted(OPEN)],
]


@pytest.mark.parametrize(("act", "start", "who", "end"), PATHS)
def test_it_moves_as_the_table_says(desk: Desk, act: str, start: str, who: str, end: str) -> None:
    """Each allowed act, performed for real, ends in its state and in the audit."""
    case = desk.in_state(start)
    moved = desk.do(case, act, getattr(desk.office, who), **data_for(act, desk))
    assert moved.state == end
    assert InformationRequest.objects.get(pk=case.pk).state == end


@pytest.mark.parametrize(
    ("act", "outcome", "who"),
    [
        ("submit_draft", "granted", "petugas"),
        ("submit_draft", "partly", "petugas"),
        ("submit_draft", "not_held", "petugas"),
        ("submit_draft", "not_documented", "petugas"),
        ("submit_refusal", "refused", "petugas"),
    ],
)
def test_it_submits_each_outcome_by_its_own_step(
    desk: Desk, act: str, outcome: str, who: str
) -> None:
    """SOP 2.5a answers, SOP 2.5b refuses; neither does the other's work."""
    case = desk.drafted(outcome)
    other = "submit_refusal" if act == "submit_draft" else "submit_draft"
    with pytest.raises(NotNow):
        desk.do(case, other, getattr(desk.office, who))
    assert desk.do(case, act, getattr(desk.office, who)).state == "approval"


def test_it_refuses_and_delivers_a_refusal_by_step_5b(desk: Desk) -> None:
    """SOP 2.5b: notification and decree, signed by Ketua PPID."""
    case = desk.answered("refused")
    assert case.state == "answered"
    kinds = set(case.letters.values_list("kind", flat=True))
    assert {"written_notification", "refusal_decree"} <= kinds


def test_it_decides_an_extension_only_once_proposed(desk: Desk) -> None:
    """UU 14/2008 Pasal 22(8): proposal by the secretariat, decision by Ketua PPID."""
    case = desk.in_state("registered")
    for act in ("approve_extension", "reject_extension", "cancel_extension"):
        with pytest.raises(NotNow):
            desk.do(case, act, desk.office.ketua, reason="x")
    case = desk.do(
        case, "propose_extension", desk.office.petugas, **data_for("propose_extension", desk)
    )
    case = desk.do(case, "approve_extension", desk.office.ketua)
    with pytest.raises(NotNow):
        desk.do(case, "approve_extension", desk.office.ketua)
    case = desk.do(case, "cancel_extension", desk.office.ketua, reason="Sudah ada.")
    assert case.open_extension is None


def test_it_keeps_drafter_and_approver_apart(desk: Desk) -> None:
    """Whoever drafted does not approve, whatever the appointment of the day."""
    case = desk.submitted()
    drafter = Actor(
        kind="staff",
        role="ketua_ppid",
        user=desk.office.petugas,
        user_id=desk.office.petugas.pk,
        name="Rina",
    )
    with pytest.raises(SamePerson):
        engine.perform(case, "approve_answer", drafter)


def test_a_unit_acts_only_on_its_own_task(desk: Desk) -> None:
    """Unit B has no work in a case that was sent to unit A."""
    case = desk.in_process()
    with pytest.raises(NotYours):
        desk.do(case, "answer_task", desk.office.pelaksana_b, answer="Terlampir.")


def test_an_applicant_acts_only_on_their_own_case(desk: Desk) -> None:
    """The link of one case opens no other."""
    mine, other = desk.in_state("received"), desk.in_state("received")
    with pytest.raises(NotYours):
        engine.perform(other, "withdraw", Actor.applicant(mine.pk))


def test_a_state_cannot_be_set_by_hand(desk: Desk) -> None:
    """The field is protected, and the transitions want an act that only the engine makes."""
    case = desk.in_state("received")
    with pytest.raises(AttributeError):
        case.state = State.ANSWERED
    with pytest.raises(TypeError):
        case.confirm_complete("not an act")


def test_delivery_offers_the_ways_of_the_form() -> None:
    """The ways to receive a copy are those of the request form (domain 2.4)."""
    assert set(Delivery.values) == {"email", "pickup", "post", "courier", "fax"}


def test_a_refusal_is_a_sentence(desk: Desk) -> None:
    """What cannot be done is refused with a sentence that says what to do (invariant 10)."""
    case = desk.in_state("received")
    with pytest.raises(Refused) as refusal:
        desk.do(case, "dispose", desk.office.ketua, direction="x")
    assert "Muat ulang halaman" in refusal.value.message
