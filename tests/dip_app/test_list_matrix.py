"""Every state × role × act of SOP 5: what the tables below allow is possible, all else is not.

The tables are written out here, apart from the program, from ``domain.md`` and the SOP: an act
that gains or loses a state or a role must fail here first.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from dip_app.compiling.models import ListRound, PartState, RoundState, UnitList
from dip_app.editions.models import Proposal
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.errors import NotNow, NotYours
from tests.conftest import Office, Once
from tests.driver_list import ROW, START, ListDesk
from tests.stock import Stock, lay_in

KETUA, OFFICE = {"ketua_ppid"}, {"ketua_ppid", "tim_sekretariat_ppid"}
ATASAN, SYSTEM = {"atasan_ppid"}, {"sistem"}
DOER, HEAD = {"ppid_pelaksana"}, {"pimpinan_unit_kerja"}
EDITABLE = {"inventorying", "classifying"}

#: act → (states it starts from, roles that may perform it)
ROUND: dict[str, tuple[set[str], set[str]]] = {
    "all_in": ({"collecting"}, SYSTEM),
    "go_on_without": ({"collecting"}, OFFICE),
    "verify_row": ({"compiling"}, OFFICE),
    "compile": ({"compiling"}, OFFICE),
    "recompile": ({"reporting"}, OFFICE),
    "report": ({"reporting"}, KETUA),
    "approve": ({"deciding"}, ATASAN),
    "return_list": ({"deciding", "establishing"}, KETUA | ATASAN),
    "establish": ({"establishing"}, KETUA | ATASAN),
    "publish": ({"established"}, SYSTEM),
}
PART: dict[str, tuple[set[str], set[str]]] = {
    "coordinate": ({"coordinating"}, DOER),
    "write_row": (EDITABLE, DOER),
    "drop_row": (EDITABLE, DOER),
    "take_in": (EDITABLE, DOER),
    "keep_all": (EDITABLE, DOER),
    "inventory": ({"inventorying"}, DOER),
    "classify": ({"classifying"}, DOER),
    "reopen": ({"asking"}, DOER),
    "ask_approval": ({"asking"}, DOER),
    "approve_unit": ({"approving"}, HEAD),
    "return_unit": ({"approving"}, HEAD),
    "submit": ({"approved"}, DOER),
    "leave_out": (
        {"coordinating", *EDITABLE, "asking", "approving", "approved"},
        SYSTEM,
    ),
}
ROLES = {
    "pemohon", "sistem", "tim_sekretariat_ppid", "petugas_pelayanan_informasi",
    "sekretaris_ppid", "ketua_ppid", "atasan_ppid", "ppid_pelaksana", "anggota_ppid",
    "pimpinan_unit_kerja", "unit_kerja", "asdep_hukum", "kip",
}  # fmt: skip
ROUND_STATES = [state for state in RoundState.values if state != "new"]
PART_STATES = [state for state in PartState.values if state != "new"]


@pytest.fixture(scope="module")
def made(once: Once, office_once: Office) -> tuple[ListDesk, Stock]:
    with once(START) as travel:
        desk = ListDesk(office_once, travel)
        # What is published would stand in the list when the next round collects.
        left_out = {"compiling", "established", "published"}
        states = [state for state in (*ROUND_STATES, *PART_STATES) if state not in left_out]
        return desk, lay_in(deepcopy(desk), [(state,) for state in states], travel)


@pytest.fixture
def desk(made: tuple[ListDesk, Stock], db: None, travel: Any) -> ListDesk:
    travel(START)
    desk, stock = deepcopy(made[0]), made[1]
    desk.travel = travel
    served: ListDesk = stock.serve(desk, travel)
    return served


def actor_in(desk: ListDesk, role: str, case: Any) -> Actor:
    """Return somebody in a role who had no part in anything before."""
    if role == "pemohon":
        return Actor.applicant(case.pk)
    if role == "sistem":
        return Actor.system()
    someone = desk.office.hukum
    return Actor(
        kind="staff",
        role=role,
        user=someone,
        user_id=someone.pk,
        unit_id=desk.unit_a.pk,
        name="Seseorang",
    )


def data_for(act: str, case: Any) -> dict[str, Any]:
    """Return what an act needs to succeed."""
    match act:
        case "go_on_without":
            return {"units": [], "reason": "Lambat."}
        case "verify_row":
            return {"row": Proposal(), "keep": True}
        case "return_list" | "recompile" | "return_unit":
            return {"reason": "Periksa lagi."}
        case "coordinate":
            return {"coordination": "Semua bagian."}
        case "write_row":
            return {"values": ROW}
        case "drop_row":
            return {"row": case.rows().first()}
        case "take_in":
            return {"content": b"", "file_name": "a.csv"}
        case _:
            return {}


def blocked(case: Any, desk: ListDesk, table: dict[str, tuple[set[str], set[str]]]) -> None:
    """Try everything that the table does not allow; nothing changes by trying."""
    state, rows = case.state, Proposal.objects.count()
    for act, (states, roles) in table.items():
        for role in ROLES:
            if state in states and role in roles:
                continue
            with pytest.raises((NotNow, NotYours)):
                engine.perform(case, act, actor_in(desk, role, case), **data_for(act, case))
    fresh = type(case).objects.get(pk=case.pk)
    assert (fresh.state, fresh.history.count()) == (state, case.history.count())
    assert Proposal.objects.count() == rows


def let_past(case: Any, desk: ListDesk, table: dict[str, tuple[set[str], set[str]]]) -> None:
    """Look that what the table allows is offered to each of its roles."""
    for act, (states, roles) in table.items():
        if case.state not in states or roles == SYSTEM:
            continue
        for role in roles:
            found = {m.name: m for m in engine.moves(case, [actor_in(desk, role, case)])}
            assert found[act].actors, (act, role, found[act].why_not)


@pytest.mark.parametrize(("kind", "table"), [(ListRound, ROUND), (UnitList, PART)])
def test_the_tables_name_every_act_of_the_program(kind: Any, table: Any) -> None:
    """No act exists beside the table, and none is missing from the program."""
    assert {n for n, d in declarations(kind).items() if not d.opening} == set(table)


@pytest.mark.parametrize("state", ROUND_STATES)
def test_a_round_blocks_every_act_outside_the_table(desk: ListDesk, state: str) -> None:
    """Neither another state nor another role can perform an act."""
    case = desk.compiling([desk.unit_a]) if state == "compiling" else getattr(desk, state)()
    assert case.state == state
    blocked(case, desk, ROUND)
    let_past(case, desk, ROUND)


@pytest.mark.parametrize("state", PART_STATES)
def test_a_part_blocks_every_act_outside_the_table(desk: ListDesk, state: str) -> None:
    """Neither another state nor another role can perform an act."""
    case = getattr(desk, state)()
    assert case.state == state
    blocked(case, desk, PART)
    let_past(case, desk, PART)


@pytest.mark.parametrize(
    ("act", "start", "who", "end"),
    [
        ("compile", "compiling", "petugas", "reporting"),
        ("compile", "compiling", "ketua", "reporting"),
        ("recompile", "reporting", "petugas", "compiling"),
        ("report", "reporting", "ketua", "deciding"),
        ("approve", "deciding", "atasan", "establishing"),
        ("return_list", "deciding", "atasan", "compiling"),
        ("return_list", "establishing", "ketua", "compiling"),
        ("establish", "establishing", "ketua", "established"),
    ],
)
def test_a_round_moves_as_the_table_says(
    desk: ListDesk, act: str, start: str, who: str, end: str
) -> None:
    """SOP 5.8, 5.9: each allowed act, performed for real, ends in its state."""
    case = desk.compiling([desk.unit_a]) if start == "compiling" else getattr(desk, start)()
    moved = desk.do(case, act, getattr(desk.office, who), **data_for(act, case))
    assert moved.state == end
    assert ListRound.objects.get(pk=case.pk).state == end


@pytest.mark.parametrize(
    ("act", "start", "who", "end"),
    [
        ("coordinate", "coordinating", "pelaksana_a", "inventorying"),
        ("write_row", "inventorying", "pelaksana_a", "inventorying"),
        ("write_row", "classifying", "pelaksana_a", "classifying"),
        ("drop_row", "inventorying", "pelaksana_a", "inventorying"),
        ("keep_all", "classifying", "pelaksana_a", "classifying"),
        ("inventory", "inventorying", "pelaksana_a", "classifying"),
        ("classify", "classifying", "pelaksana_a", "asking"),
        ("reopen", "asking", "pelaksana_a", "classifying"),
        ("ask_approval", "asking", "pelaksana_a", "approving"),
        ("approve_unit", "approving", "pimpinan_a", "approved"),
        ("return_unit", "approving", "pimpinan_a", "classifying"),
        ("submit", "approved", "pelaksana_a", "submitted"),
    ],
)
def test_a_part_moves_as_the_table_says(
    desk: ListDesk, act: str, start: str, who: str, end: str
) -> None:
    """SOP 5.2 to 5.7: each allowed act, performed for real, ends in its state."""
    case = getattr(desk, start)()
    moved = desk.do(case, act, getattr(desk.office, who), **data_for(act, case))
    assert moved.state == end
    assert UnitList.objects.get(pk=case.pk).state == end


@pytest.mark.parametrize(
    "who", ["petugas", "atasan", "pelaksana_a", "pimpinan_a", "hukum", "sekretaris"]
)
def test_only_ketua_orders_a_round(desk: ListDesk, who: str) -> None:
    """SOP 5.1 is a letter of Ketua PPID Utama."""
    with pytest.raises(NotYours):
        engine.open_case(
            ListRound,
            desk.office.actor(getattr(desk.office, who)),
            fields={"title": "x", "year": 2026, "units_due_on": "2026-12-01"},
            units=desk.units,
        )


def test_nobody_opens_a_part_by_hand(desk: ListDesk) -> None:
    """A unit's part comes with the order."""
    with pytest.raises(NotYours):
        engine.open_case(
            UnitList,
            desk.office.actor(desk.office.pelaksana_a),
            fields={"title": "x", "unit": desk.unit_a, "due_on": "2026-12-01"},
        )
