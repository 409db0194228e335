"""Every state × role × act of an obligation: the table is written apart from the program."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppid_portal.clock import Limit, now
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.errors import NotNow, NotYours
from requests_app import obligations
from requests_app.models import Obligation, ObligationState
from tests.dip_app.conftest import item_maker
from tests.driver_objections import ObjectionDesk

pytestmark = pytest.mark.django_db
SECRETARIAT = {"tim_sekretariat_ppid", "petugas_pelayanan_informasi"}
KETUA, SYSTEM = {"ketua_ppid"}, {"sistem"}

#: act → (states it starts from, roles that may perform it)
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "deliver": ({"open", "suspended"}, SECRETARIAT | SYSTEM),
    "suspend": ({"open"}, SYSTEM),
    "resume": ({"suspended"}, SYSTEM),
    "cancel": ({"open", "suspended", "delivered"}, SYSTEM),
    "list_information": ({"delivered"}, SECRETARIAT),
    "keep_off_list": ({"delivered"}, KETUA),
}
ROLES = {
    "pemohon", "sistem", "tim_sekretariat_ppid", "petugas_pelayanan_informasi",
    "sekretaris_ppid", "ketua_ppid", "atasan_ppid", "ppid_pelaksana", "anggota_ppid",
    "pimpinan_unit_kerja", "unit_kerja", "asdep_hukum", "kip",
}  # fmt: skip
STATES = [state for state in ObligationState.values if state != "new"]
#: What brings an obligation into each state from the open one.
WAYS: dict[str, list[str]] = {
    "open": [],
    "suspended": ["suspend"],
    "delivered": ["deliver"],
    "closed": ["deliver", "keep_off_list"],
    "cancelled": ["cancel"],
}


@pytest.fixture
def desk(office: Any, travel: Any) -> ObjectionDesk:
    """Return the office at work on Monday, 9 March 2026."""
    travel("2026-03-09 10:00")
    return ObjectionDesk(office)


def actor_in(desk: ObjectionDesk, role: str, case: Any) -> Actor:
    if role == "pemohon":
        return Actor.applicant(case.pk)
    if role == "sistem":
        return Actor.system()
    someone = desk.office.hukum
    unit = desk.office.unit_a.pk
    return Actor(kind="staff", role=role, user=someone, user_id=someone.pk, unit_id=unit)


def data_for(act: str, desk: ObjectionDesk) -> dict[str, Any]:
    return {
        "deliver": {"delivered_on": date(2026, 3, 9)},
        "cancel": {"reason": "Putusan dibatalkan pengadilan."},
        "keep_off_list": {"reason": "Data pribadi pemohon sendiri."},
    }.get(act, {})


def in_state(desk: ObjectionDesk, state: str) -> Any:
    """Return an obligation without a request, in any state."""
    case = obligations.impose(
        origin=desk.filed(grounds="b"),
        request=None,
        source="objection",
        ordered_by="Tanggapan Atasan PPID",
        order="Umumkan laporannya.",
        ordered_on=date(2026, 3, 9),
        limit=Limit(7, "days"),
        at=now(),
    )
    for act in WAYS[state]:
        roles = ALLOWED[act][1]
        actor = actor_in(desk, sorted(roles)[0], case)
        case = engine.perform(case, act, actor, **data_for(act, desk))
    assert case.state == state
    return case


def test_the_table_names_every_act_of_the_program() -> None:
    acts = {n for n, d in declarations(Obligation).items() if not d.opening}
    assert acts == set(ALLOWED)


@pytest.mark.any_database
@pytest.mark.parametrize("state", STATES)
def test_what_the_table_allows_is_possible_and_all_else_is_not(
    desk: ObjectionDesk, state: str
) -> None:
    case = in_state(desk, state)
    for act, (states, roles) in ALLOWED.items():
        for role in ROLES:
            actor = actor_in(desk, role, case)
            if state in states and role in roles:
                if role != "sistem":
                    found = {move.name: move for move in engine.moves(case, [actor])}
                    assert found[act].allowed, (act, role, found[act].why_not)
                continue
            with pytest.raises((NotNow, NotYours)):
                engine.perform(case, act, actor, **data_for(act, desk))
    fresh = Obligation.objects.get(pk=case.pk)
    assert (fresh.state, fresh.history.count()) == (state, case.history.count())


@pytest.mark.parametrize(
    ("act", "start", "end"),
    [
        ("deliver", "open", "delivered"),
        ("deliver", "suspended", "delivered"),
        ("suspend", "open", "suspended"),
        ("resume", "suspended", "open"),
        ("cancel", "open", "cancelled"),
        ("cancel", "suspended", "cancelled"),
        ("cancel", "delivered", "cancelled"),
        ("list_information", "delivered", "closed"),
        ("keep_off_list", "delivered", "closed"),
    ],
)
def test_it_moves_as_the_table_says(desk: ObjectionDesk, act: str, start: str, end: str) -> None:
    case = in_state(desk, start)
    data = data_for(act, desk)
    if act == "list_information":
        data = {"item": item_maker(desk.office.unit_a)()}
    role = sorted(ALLOWED[act][1])[0]
    moved = engine.perform(case, act, actor_in(desk, role, case), **data)
    assert moved.state == end
    assert moved.is_closed == (end in ("closed", "cancelled"))


def test_nobody_imposes_by_hand(desk: ObjectionDesk) -> None:
    with pytest.raises(NotYours):
        engine.open_case(
            Obligation,
            desk.office.actor(desk.office.ketua),
            fields={"title": "x"},
            limit=Limit(1, "days"),
            since=date(2026, 3, 9),
        )
