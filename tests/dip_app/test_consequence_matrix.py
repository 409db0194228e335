"""Every state × role × act of SOP 6: what the table below allows is possible, all else is not.

The table is written out here, apart from the program, from the SOP and ``domain.md`` 3.11 to 3.13.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dip_app.consequence.models import ConsequenceTest, State
from ppid_portal.clock import now
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.errors import NotNow, NotYours, SamePerson
from tests.driver_tests import TestDesk

TIM = {"tim_sekretariat_ppid", "petugas_pelayanan_informasi"}
KETUA, ATASAN, PELAKSANA = {"ketua_ppid"}, {"atasan_ppid"}, {"ppid_pelaksana"}
OFFICE = TIM | KETUA

#: act → (states it starts from, roles that may perform it)
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "study": ({"received"}, KETUA),
    "give_view": ({"studied"}, PELAKSANA),
    "hold_meeting": ({"studied"}, OFFICE),
    "weigh": ({"met"}, OFFICE),
    "submit": ({"met"}, KETUA),
    "return_test": ({"deciding", "signing"}, ATASAN | KETUA),
    "decide": ({"deciding"}, ATASAN),
    "sign_decree": ({"signing"}, ATASAN | KETUA),
    "enter_list": ({"decided"}, OFFICE),
    "report": ({"decided", "listed"}, OFFICE),
    "cancel": ({"received", "studied", "met"}, KETUA),
}
OPENING = OFFICE | {"ppid_pelaksana", "unit_kerja", "sistem"}
ROLES = {
    "pemohon", "sistem", "tim_sekretariat_ppid", "petugas_pelayanan_informasi",
    "sekretaris_ppid", "ketua_ppid", "atasan_ppid", "ppid_pelaksana", "anggota_ppid",
    "pimpinan_unit_kerja", "unit_kerja", "asdep_hukum", "kip",
}  # fmt: skip
STATES = [state for state in State.values if state != "new"]


@pytest.fixture
def desk(office: Any) -> TestDesk:
    return TestDesk(office)


def actor_in(desk: TestDesk, role: str, case: Any) -> Actor:
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


def data_for(desk: TestDesk, act: str, case: Any) -> dict[str, Any]:
    """Return what an act needs to succeed."""
    item = case.items.first()
    data: dict[str, dict[str, Any]] = {
        "study": {
            "units": [desk.office.unit_a],
            "meeting_at": now() + timedelta(hours=1),
            "meeting_place": "Ruang rapat",
            "agenda": "Uji",
        },
        "give_view": {"text": "Memuat data pribadi."},
        "hold_meeting": {
            "met_at": now(),
            "place": "Ruang rapat",
            "participants": [{"name": "Andi"}, {"name": "Rina"}],
            "summary": "Dibahas.",
        },
        "weigh": {
            "item": item,
            "findings": {
                "outcome": "open",
                "if_opened": "Tidak ada.",
                "if_closed": "Publik tidak tahu.",
                "public_interest": "Membuka lebih besar.",
            },
        },
        "return_test": {"reason": "Lengkapi akibatnya."},
        "enter_list": {"item": item, "entry": desk.entry()},
        "cancel": {"reason": "Permohonan dicabut."},
    }
    return data.get(act, {})


def test_the_table_names_every_act_of_the_program() -> None:
    """No act exists beside the table, and none is missing from the program."""
    acts = {name for name, each in declarations(ConsequenceTest).items() if not each.opening}
    assert acts == set(ALLOWED)


def test_only_the_office_and_the_units_ask_for_a_test(desk: TestDesk) -> None:
    """SOP 6.1: the public asks by a request, never for a test; the panel by its order."""
    for role in ROLES:
        ask = {"actor": actor_in(desk, role, None)}
        if role in OPENING:
            assert desk.received(**ask).state == "received"
            continue
        with pytest.raises(NotYours):
            desk.received(**ask)


@pytest.mark.any_database
@pytest.mark.parametrize("state", STATES)
def test_it_blocks_every_act_outside_the_table(desk: TestDesk, state: str) -> None:
    """Neither another state nor another role can perform an act; nothing changes by trying."""
    case = desk.in_state(state)
    for act, (states, roles) in ALLOWED.items():
        data = data_for(desk, act, case)
        for role in ROLES:
            if state in states and role in roles:
                continue
            with pytest.raises((NotNow, NotYours)):
                engine.perform(case, act, actor_in(desk, role, case), **data)
    fresh = ConsequenceTest.objects.get(pk=case.pk)
    assert (fresh.state, fresh.history.count()) == (state, case.history.count())


@pytest.mark.any_database
@pytest.mark.parametrize("state", STATES)
def test_it_lets_every_act_of_the_table_past_state_and_role(desk: TestDesk, state: str) -> None:
    """Where state and role fit, only a rule of the law may still stand in the way."""
    case = desk.in_state(state)
    for act, (states, roles) in ALLOWED.items():
        for role in roles if state in states else ():
            found = {m.name: m for m in engine.moves(case, [actor_in(desk, role, case)])}
            assert found[act].actors, (act, role, found[act].why_not)


PATHS = [
    ("study", "received", "ketua", "studied"),
    ("give_view", "studied", "pelaksana_a", "studied"),
    ("hold_meeting", "studied", "petugas", "met"),
    ("hold_meeting", "studied", "ketua", "met"),
    ("weigh", "met", "petugas", "met"),
    ("submit", "weighed", "ketua", "deciding"),
    ("return_test", "deciding", "atasan", "met"),
    ("return_test", "signing", "ketua", "met"),
    ("decide", "deciding", "atasan", "decided"),
    ("sign_decree", "signing", "ketua", "decided"),
    ("report", "decided", "petugas", "reported"),
    ("report", "listed", "ketua", "reported"),
    ("cancel", "received", "ketua", "cancelled"),
    ("cancel", "studied", "ketua", "cancelled"),
    ("cancel", "met", "ketua", "cancelled"),
]


@pytest.mark.parametrize(("act", "start", "who", "end"), PATHS)
def test_it_moves_as_the_table_says(
    desk: TestDesk, act: str, start: str, who: str, end: str
) -> None:
    """Each allowed act, performed for real, ends in its state."""
    case = desk.weighed() if start == "weighed" else desk.in_state(start)
    moved = desk.do(case, act, getattr(desk.office, who), **data_for(desk, act, case))
    assert moved.state == end
    assert ConsequenceTest.objects.get(pk=case.pk).state == end


def test_a_unit_outside_of_the_test_says_nothing(desk: TestDesk) -> None:
    """Only the units that were called have a view to give, and each gives one."""
    case = desk.studied()
    with pytest.raises(NotYours):
        desk.do(case, "give_view", desk.office.pelaksana_b, text="Saya juga.")
    case = desk.do(case, "give_view", desk.office.pelaksana_a, text="Memuat data pribadi.")
    with pytest.raises((NotNow, NotYours)):
        desk.do(case, "give_view", desk.office.pelaksana_a, text="Sekali lagi.")


def test_who_weighed_or_submitted_may_not_decide(desk: TestDesk) -> None:
    """SOP 6.5: whoever proposed it does not establish it, whatever the appointment of the day."""
    case = desk.deciding()
    for user in (desk.office.petugas, desk.office.ketua):
        as_atasan = Actor(
            kind="staff", role="atasan_ppid", user=user, user_id=user.pk, name=user.name
        )
        with pytest.raises(SamePerson):
            desk.do(case, "decide", as_atasan)


@pytest.mark.parametrize(
    ("state", "whose", "other"),
    [("deciding", "atasan", "ketua"), ("signing", "ketua", "atasan")],
)
def test_only_whom_it_waits_for_returns_it(
    desk: TestDesk, state: str, whose: str, other: str
) -> None:
    """SOP 6.5: Atasan PPID before the approval, the signatory of the decree after it."""
    case = desk.in_state(state)
    with pytest.raises(NotNow):
        desk.do(case, "return_test", getattr(desk.office, other), reason="Periksa lagi.")
    moved = desk.do(case, "return_test", getattr(desk.office, whose), reason="Periksa lagi.")
    assert moved.state == "met"


def test_only_the_office_that_the_body_has_set_signs(desk: TestDesk) -> None:
    """Domain 3.13: the signatory is a setting; whoever else holds a role does not sign."""
    case = desk.signing()
    with pytest.raises(NotNow, match="ditandatangani oleh Ketua PPID"):
        desk.do(case, "sign_decree", desk.office.atasan)
    assert desk.do(case, "sign_decree", desk.office.ketua).state == "decided"


def test_who_sat_in_the_meeting_may_not_decide(desk: TestDesk) -> None:
    """A participant has signed the minutes that are decided on."""
    case = desk.deciding()
    case.participants.filter(position=1).update(user=desk.office.atasan)
    with pytest.raises(NotNow, match="ikut dalam rapat"):
        desk.do(case, "decide", desk.office.atasan)
