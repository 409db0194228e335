"""Every state × role × act of SOP 1: what the tables below allow is possible, all else is not.

The tables are written out here, apart from the program, from the SOP and ``domain.md`` 3.14.
"""

from __future__ import annotations

from typing import Any

import pytest

from dip_app.announcing.campaign.models import Campaign, CampaignState, MemberList, MemberState
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.errors import NotNow, NotYours, SamePerson
from tests.driver_campaign import CampaignDesk
from tests.driver_list import ROW

SEKRETARIS, KETUA, ATASAN = {"sekretaris_ppid"}, {"ketua_ppid"}, {"atasan_ppid"}
ANGGOTA, SYSTEM = {"anggota_ppid"}, {"sistem"}

#: act → (states it starts from, roles that may perform it)
CAMPAIGN: dict[str, tuple[set[str], set[str]]] = {
    "prepare_again": ({"drafting"}, SEKRETARIS),
    "return_letter": ({"signing"}, KETUA),
    "sign": ({"signing"}, KETUA),
    "all_in": ({"collecting"}, SYSTEM),
    "go_on_without": ({"collecting"}, KETUA | {"tim_sekretariat_ppid"}),
    "verify_row": ({"compiling"}, KETUA | SEKRETARIS),
    "merge": ({"compiling"}, KETUA | SEKRETARIS),
    "approve": ({"deciding"}, ATASAN),
    "return_list": ({"deciding", "establishing"}, ATASAN | KETUA),
    "establish": ({"establishing"}, KETUA),
    "announce": ({"established"}, SEKRETARIS),
}
MEMBER: dict[str, tuple[set[str], set[str]]] = {
    "write_row": ({"listing"}, ANGGOTA),
    "drop_row": ({"listing"}, ANGGOTA),
    "take_in": ({"listing"}, ANGGOTA),
    "keep_all": ({"listing"}, ANGGOTA),
    "submit": ({"listing"}, ANGGOTA),
    "leave_out": ({"listing", "submitted"}, SYSTEM),
}
ROLES = {
    "pemohon", "sistem", "tim_sekretariat_ppid", "petugas_pelayanan_informasi",
    "sekretaris_ppid", "ketua_ppid", "atasan_ppid", "ppid_pelaksana", "anggota_ppid",
    "pimpinan_unit_kerja", "unit_kerja", "asdep_hukum", "kip",
}  # fmt: skip
CAMPAIGN_STATES = [state for state in CampaignState.values if state != "new"]
MEMBER_STATES = [state for state in MemberState.values if state != "new"]


@pytest.fixture
def desk(office: Any, travel: Any) -> CampaignDesk:
    return CampaignDesk(office, travel)


def someone(desk: CampaignDesk, role: str, case: Any) -> Actor:
    """Return somebody in a role who had no part in anything before."""
    if role == "pemohon":
        return Actor.applicant(case.pk if case is not None else None)
    if role == "sistem":
        return Actor.system()
    person = desk.office.hukum
    return Actor(
        kind="staff",
        role=role,
        user=person,
        user_id=person.pk,
        unit_id=desk.unit_a.pk,
        name="Seseorang",
    )


def data_for(desk: CampaignDesk, act: str, case: Any) -> dict[str, Any]:
    """Return what an act needs to succeed."""
    row = case.rows().first()
    data: dict[str, dict[str, Any]] = {
        "prepare_again": {"units": desk.units},
        "return_letter": {"reason": "Ubah arahan."},
        "go_on_without": {"units": [desk.unit_a], "reason": "Tidak menjawab."},
        "verify_row": {"row": row, "keep": False, "why": "Sudah ada."},
        "return_list": {"reason": "Periksa lagi."},
        "write_row": {"values": ROW},
        "drop_row": {"row": row},
        "take_in": {"content": b"", "file_name": "daftar.csv"},
        "leave_out": {"reason": "Tidak menjawab."},
    }
    return data.get(act, {})


def test_the_tables_name_every_act_of_the_program() -> None:
    """No act exists beside the tables, and none is missing from the program."""
    for model, table in ((Campaign, CAMPAIGN), (MemberList, MEMBER)):
        acts = {name for name, each in declarations(model).items() if not each.opening}
        assert acts == set(table)


def test_only_the_secretary_begins_a_campaign(desk: CampaignDesk) -> None:
    """SOP 1.1: Sekretaris PPID prepares, Ketua PPID signs."""
    desk.travel("2026-03-02 09:00")
    for year, role in enumerate(sorted(ROLES), start=2026):
        ask = {
            "fields": {"title": "DIP", "year": year, "units_due_on": "2026-04-22"},
            "units": desk.units,
        }
        actor = someone(desk, role, None)
        if role in SEKRETARIS:
            assert engine.open_case(Campaign, actor, **ask).state == "signing"
            continue
        with pytest.raises(NotYours):
            engine.open_case(Campaign, actor, **ask)


def _blocks(desk: CampaignDesk, case: Any, table: Any) -> None:
    for act, (states, roles) in table.items():
        data = data_for(desk, act, case)
        for role in ROLES:
            if case.state in states and role in roles:
                continue
            with pytest.raises((NotNow, NotYours)):
                engine.perform(case, act, someone(desk, role, case), **data)
    fresh = type(case).objects.get(pk=case.pk)
    assert (fresh.state, fresh.history.count()) == (case.state, case.history.count())


def _lets(desk: CampaignDesk, case: Any, table: Any) -> None:
    for act, (states, roles) in table.items():
        for role in roles - SYSTEM if case.state in states else ():
            found = {m.name: m for m in engine.moves(case, [someone(desk, role, case)])}
            assert found[act].actors, (act, role, found[act].why_not)


@pytest.mark.parametrize("state", CAMPAIGN_STATES)
def test_a_campaign_blocks_every_act_outside_the_table(desk: CampaignDesk, state: str) -> None:
    """Neither another state nor another role can perform an act; nothing changes by trying."""
    case = desk.campaign_in(state)
    assert case.state == state
    _blocks(desk, case, CAMPAIGN)
    _lets(desk, case, CAMPAIGN)


@pytest.mark.parametrize("state", MEMBER_STATES)
def test_a_member_blocks_every_act_outside_the_table(desk: CampaignDesk, state: str) -> None:
    case = desk.member_in(state)
    assert case.state == state
    _blocks(desk, case, MEMBER)
    _lets(desk, case, MEMBER)


PATHS = [
    ("prepare_again", "drafting", "sekretaris", "signing"),
    ("return_letter", "signing", "ketua", "drafting"),
    ("sign", "signing", "ketua", "collecting"),
    ("verify_row", "compiling", "sekretaris", "compiling"),
    ("merge", "compiling", "sekretaris", "deciding"),
    ("merge", "compiling", "ketua", "deciding"),
    ("approve", "deciding", "atasan", "establishing"),
    ("return_list", "deciding", "atasan", "compiling"),
    ("return_list", "establishing", "ketua", "compiling"),
    ("establish", "establishing", "ketua", "established"),
    ("announce", "established", "sekretaris", "announced"),
]


@pytest.mark.parametrize(("act", "start", "who", "end"), PATHS)
def test_it_moves_as_the_table_says(
    desk: CampaignDesk, act: str, start: str, who: str, end: str
) -> None:
    """Each allowed act, performed for real, ends in its state."""
    case = desk.campaign_in(start)
    desk.do(case, act, getattr(desk.office, who), **data_for(desk, act, case))
    assert Campaign.objects.get(pk=case.pk).state == end


def test_who_prepared_the_letter_may_not_sign_it(desk: CampaignDesk) -> None:
    """SOP 1.1: drafter and signer are two people, whatever the appointment of the day."""
    case = desk.signing()
    person = desk.office.sekretaris
    as_ketua = Actor(
        kind="staff", role="ketua_ppid", user=person, user_id=person.pk, name=person.name
    )
    with pytest.raises(SamePerson):
        desk.do(case, "sign", as_ketua)


@pytest.mark.parametrize(("act", "state", "done"), [("approve", "deciding", "merge")])
def test_who_merged_may_not_approve(desk: CampaignDesk, act: str, state: str, done: str) -> None:
    """SOP 1.4: Pengarah approves what others brought."""
    case = desk.campaign_in(state)
    person = desk.office.sekretaris
    as_atasan = Actor(
        kind="staff", role="atasan_ppid", user=person, user_id=person.pk, name=person.name
    )
    with pytest.raises(SamePerson):
        desk.do(case, act, as_atasan)


def test_who_approved_may_not_establish(desk: CampaignDesk) -> None:
    """Two signatures are two people."""
    person = desk.office.atasan
    as_ketua = Actor(
        kind="staff", role="ketua_ppid", user=person, user_id=person.pk, name=person.name
    )
    with pytest.raises(SamePerson):
        desk.do(desk.establishing(), "establish", as_ketua)


def test_a_member_writes_only_in_the_list_of_the_own_unit(desk: CampaignDesk) -> None:
    part = desk.part(desk.collecting())
    with pytest.raises(NotYours):
        desk.do(part, "write_row", desk.members[desk.unit_b], values=ROW)
