"""Every state × role × act of SOP 7: what the tables below allow is possible, all else is not.

The tables are written out here, apart from the program, from ``domain.md`` and the SOP: an act
that gains or loses a state or a role must fail here first.
"""

from __future__ import annotations

from typing import Any

import pytest

from dip_app.documenting import archive
from dip_app.documenting.disposal import DisposalProposal, State
from dip_app.documenting.models import DocumentingRound, RoundState, UnitDocuments, UnitState
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.errors import NotNow, NotYours, Refused, SamePerson
from tests.driver_documenting import DocumentingDesk, facts, many

TIM = {"tim_sekretariat_ppid", "petugas_pelayanan_informasi"}
KETUA, UNIT, SYSTEM = {"ketua_ppid"}, {"ppid_pelaksana"}, {"sistem"}

#: act → (states it starts from, roles that may perform it)
Table = dict[str, tuple[set[str], set[str]]]
ROUND: Table = {
    "all_in": ({"collecting"}, SYSTEM),
    "go_on_without": ({"collecting"}, {"ketua_ppid", "tim_sekretariat_ppid"}),
    "return_unit": ({"collecting", "compiling"}, TIM),
    "compile": ({"compiling"}, TIM),
    "ratify": ({"deciding"}, KETUA),
    "return_round": ({"deciding"}, KETUA),
    "file": ({"filing"}, TIM),
    "cancel": ({"collecting", "compiling"}, KETUA),
}
DOCUMENTS: Table = {
    "leave_out": ({"collecting"}, SYSTEM),
    "state_item": ({"collecting"}, UNIT),
    "state_items": ({"collecting"}, UNIT),
    "state_as_before": ({"collecting"}, UNIT),
    "submit": ({"collecting"}, UNIT),
    "send_back": ({"submitted"}, SYSTEM),
    "stop": ({"collecting"}, SYSTEM),
}
DISPOSAL: Table = {
    "strike": ({"deciding", "approved"}, TIM | KETUA),
    "approve": ({"deciding"}, KETUA),
    "decline": ({"deciding"}, KETUA),
    "carry_out": ({"approved"}, TIM),
    "drop": ({"approved"}, KETUA),
}
ROLES = {
    "pemohon", "sistem", "tim_sekretariat_ppid", "petugas_pelayanan_informasi",
    "sekretaris_ppid", "ketua_ppid", "atasan_ppid", "ppid_pelaksana", "anggota_ppid",
    "pimpinan_unit_kerja", "unit_kerja", "asdep_hukum", "kip",
}  # fmt: skip


def states(kind: Any) -> list[str]:
    return [state for state in kind.values if state != "new"]


@pytest.fixture
def desk(office: Any, travel: Any) -> DocumentingDesk:
    return DocumentingDesk(office, travel)


def actor_in(desk: DocumentingDesk, role: str, case: Any) -> Actor:
    """Return somebody in a role who had no part in anything before."""
    if role == "pemohon":
        return Actor.applicant(case.pk if case is not None else None)
    if role == "sistem":
        return Actor.system()
    someone = desk.office.hukum
    return Actor(
        kind="staff",
        role=role,
        user=someone,
        user_id=someone.pk,
        unit_id=desk.office.unit_a.pk,
        name="Seseorang",
    )


def data_for(desk: DocumentingDesk, act: str, case: Any) -> dict[str, Any]:
    """Return what an act needs to succeed."""
    reason = {"reason": "Ada alasannya."}
    match act:
        case "go_on_without":
            return {"units": [desk.office.unit_a], **reason}
        case "return_unit":
            return {"documents": case.parts().first(), **reason}
        case "state_item":
            return {"item": archive.items_of(case).first(), "facts": facts()}
        case "state_items":
            return {"items": archive.unrecorded(case), "facts": many()}
        case "strike":
            return {"line": case.lines.first(), **reason}
        case "carry_out":
            return desk.carried_out()
        case "submit" | "compile" | "ratify" | "file" | "all_in" | "approve" | "state_as_before":
            return {}
        case _:
            return reason


def blocked(case: Any, desk: DocumentingDesk, table: Table) -> None:
    """Try everything that the table does not allow; nothing changes by trying."""
    state = case.state
    for act, (sources, roles) in table.items():
        data = data_for(desk, act, case)
        for role in ROLES:
            if state in sources and role in roles:
                continue
            with pytest.raises((NotNow, NotYours)):
                engine.perform(case, act, actor_in(desk, role, case), **data)
    fresh = type(case).objects.get(pk=case.pk)
    assert (fresh.state, fresh.history.count()) == (state, case.history.count())


def let_past(case: Any, desk: DocumentingDesk, table: Table) -> None:
    """Look that what the table allows is offered to each of its roles, by rule or not."""
    for act, (sources, roles) in table.items():
        for role in roles - SYSTEM if case.state in sources else ():
            found = {m.name: m for m in engine.moves(case, [actor_in(desk, role, case)])}
            assert found[act].actors, (act, role, found[act].why_not)


@pytest.mark.parametrize(
    ("kind", "table"),
    [(DocumentingRound, ROUND), (UnitDocuments, DOCUMENTS), (DisposalProposal, DISPOSAL)],
)
def test_the_tables_name_every_act_of_the_program(kind: Any, table: Table) -> None:
    """No act exists beside the table, and none is missing from the program."""
    acts = {name for name, each in declarations(kind).items() if not each.opening}
    assert acts == set(table)


@pytest.mark.parametrize("state", states(RoundState))
def test_a_round_blocks_every_act_outside_the_table(desk: DocumentingDesk, state: str) -> None:
    """Neither another state nor another role can perform an act."""
    case = desk.round_in(state)
    blocked(case, desk, ROUND)
    let_past(case, desk, {k: v for k, v in ROUND.items() if k != "go_on_without"})


@pytest.mark.parametrize("state", states(UnitState))
def test_a_unit_blocks_every_act_outside_the_table(desk: DocumentingDesk, state: str) -> None:
    """Neither another state nor another role can perform an act."""
    case = desk.unit_in(state)
    blocked(case, desk, DOCUMENTS)
    let_past(case, desk, {k: v for k, v in DOCUMENTS.items() if k != "submit"})


@pytest.mark.parametrize("state", states(State))
def test_a_disposal_blocks_every_act_outside_the_table(desk: DocumentingDesk, state: str) -> None:
    """Neither another state nor another role can perform an act."""
    case = desk.disposal_in(state)
    blocked(case, desk, DISPOSAL)
    let_past(case, desk, DISPOSAL)


@pytest.mark.parametrize(
    ("act", "start", "who", "end"),
    [
        ("return_unit", "compiling", "petugas", "collecting"),
        ("compile", "compiling", "petugas", "deciding"),
        ("ratify", "deciding", "ketua", "filing"),
        ("return_round", "deciding", "ketua", "compiling"),
        ("file", "filing", "petugas", "filed"),
        ("cancel", "collecting", "ketua", "cancelled"),
        ("cancel", "compiling", "ketua", "cancelled"),
    ],
)
def test_a_round_moves_as_the_table_says(
    desk: DocumentingDesk, act: str, start: str, who: str, end: str
) -> None:
    """SOP 7.1 to 7.4: each allowed act, performed for real, ends in its state."""
    case = desk.round_in(start)
    desk.do(case, act, getattr(desk.office, who), **data_for(desk, act, case))
    assert DocumentingRound.objects.get(pk=case.pk).state == end


@pytest.mark.parametrize(
    ("act", "start", "who", "end"),
    [
        ("strike", "deciding", "ketua", "deciding"),
        ("strike", "approved", "petugas", "approved"),
        ("approve", "deciding", "ketua", "approved"),
        ("decline", "deciding", "ketua", "declined"),
        ("carry_out", "approved", "petugas", "carried_out"),
        ("drop", "approved", "ketua", "dropped"),
    ],
)
def test_a_disposal_moves_as_the_table_says(
    desk: DocumentingDesk, act: str, start: str, who: str, end: str
) -> None:
    """UU 43/2009 Pasal 51: each allowed act, performed for real, ends in its state."""
    case = desk.disposal_in(start)
    desk.do(case, act, getattr(desk.office, who), **data_for(desk, act, case))
    assert DisposalProposal.objects.get(pk=case.pk).state == end


def test_only_the_secretariat_begins_a_round(desk: DocumentingDesk) -> None:
    """SOP 7.1: the actor is Tim Sekretariat PPID, or who does the same work."""
    for role in ROLES - TIM:
        with pytest.raises(NotYours):
            desk.begun(actor_in(desk, role, None))
    assert DocumentingRound.objects.count() == 0
    assert desk.begun(actor_in(desk, "petugas_pelayanan_informasi", None)).state == "collecting"


def test_a_unit_acts_on_its_own_list_only(desk: DocumentingDesk) -> None:
    """PPID Pelaksana of unit B states nothing of unit A's items."""
    case = desk.collecting()
    documents = desk.part(case)
    with pytest.raises(NotYours):
        desk.stated(documents, desk.office.pelaksana_b)
    assert documents.entries.count() == 0


def test_who_compiles_does_not_ratify(desk: DocumentingDesk) -> None:
    """SOP 7.2, 7.3: whatever the appointment of the day, two persons make the list valid."""
    case = desk.deciding()
    user = desk.office.petugas
    as_ketua = Actor(kind="staff", role="ketua_ppid", user=user, user_id=user.pk, name=user.name)
    with pytest.raises(SamePerson):
        desk.do(case, "ratify", as_ketua)


def test_who_proposes_a_disposal_does_not_approve_it(desk: DocumentingDesk) -> None:
    """UU 43/2009 Pasal 51: nothing is destroyed by one person's word."""
    case = desk.disposal_in("deciding")
    user = desk.office.petugas
    as_ketua = Actor(kind="staff", role="ketua_ppid", user=user, user_id=user.pk, name=user.name)
    with pytest.raises(SamePerson):
        desk.do(case, "approve", as_ketua)


@pytest.mark.parametrize("act", ["return_round", "cancel"])
def test_a_return_and_an_end_need_a_reason(desk: DocumentingDesk, act: str) -> None:
    case = desk.deciding() if act == "return_round" else desk.collecting()
    with pytest.raises(Refused) as refusal:
        desk.do(case, act, desk.office.ketua)
    assert refusal.value.field == "reason"
