"""Every state × role × act of SOP 8: what the tables below allow is possible, all else is not.

The tables are written out here, apart from the program, from ``domain.md`` and the SOP: an act
that gains or loses a state or a role must fail here first.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dip_app.exclusions.models import DocumentationRound, ExclusionOpening, OpeningState, RoundState
from dip_app.models import InformationItem
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.errors import NotNow, NotYours, Refused, SamePerson
from tests.dip_app.conftest import item_fields
from tests.driver import make_decree
from tests.driver_exclusions import ExclusionDesk

OFFICE = {"ketua_ppid", "tim_sekretariat_ppid", "petugas_pelayanan_informasi"}
ATASAN, KETUA, SYSTEM = {"atasan_ppid"}, {"ketua_ppid"}, {"sistem"}
CLOSED = {"preparing", "deciding", "signing", "approved", "renewing"}

#: act → (states it starts from, roles that may perform it)
ROUND: dict[str, tuple[set[str], set[str]]] = {
    "collect": ({"collecting"}, OFFICE),
    "classify": ({"classifying"}, OFFICE),
    "store": ({"storing"}, OFFICE),
    "finish_storing": ({"storing"}, OFFICE),
    "report": ({"reporting"}, OFFICE),
}
OPENING: dict[str, tuple[set[str], set[str]]] = {
    "propose": ({"preparing"}, OFFICE),
    "approve": ({"deciding"}, ATASAN),
    "decline": ({"deciding"}, ATASAN),
    "sign_decree": ({"signing"}, ATASAN | KETUA),
    "return_proposal": ({"signing"}, ATASAN | KETUA),
    "renew": ({"renewing"}, OFFICE),
    "move_end": (CLOSED, SYSTEM),
    "open_up": (CLOSED, SYSTEM),
    "list_item": ({"opened"}, OFFICE),
}
ROLES = {
    "pemohon", "sistem", "tim_sekretariat_ppid", "petugas_pelayanan_informasi",
    "sekretaris_ppid", "ketua_ppid", "atasan_ppid", "ppid_pelaksana", "anggota_ppid",
    "pimpinan_unit_kerja", "unit_kerja", "asdep_hukum", "kip",
}  # fmt: skip
ROUND_STATES = [state for state in RoundState.values if state != "new"]
OPENING_STATES = [state for state in OpeningState.values if state != "new"]
#: What only the dates bring about; tested where those are.
BY_ITSELF = {"open_up", "move_end"}


def actor_in(desk: ExclusionDesk, role: str, case: Any) -> Actor:
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
        unit_id=desk.office.unit_a.pk,
        name="Seseorang",
    )


def data_for(act: str, case: Any) -> dict[str, Any]:
    """Return what an act needs to succeed."""
    match act:
        case "store":
            return {"decree": case.standing().first(), "place": "Lemari 2"}
        case "propose":
            return {"proposal": "Dibuka seluruhnya."}
        case "decline" | "return_proposal":
            return {"reason": "Masih berbahaya."}
        case "renew":
            return {"decree": case.decree}
        case "list_item":
            return {"item": InformationItem(title="Belum disimpan")}
        case _:
            return {}


def blocked(case: Any, desk: ExclusionDesk, table: dict[str, tuple[set[str], set[str]]]) -> None:
    """Try everything that the table does not allow; nothing changes by trying."""
    state = case.state
    for act, (states, roles) in table.items():
        for role in ROLES:
            if state in states and role in roles:
                continue
            with pytest.raises((NotNow, NotYours)):
                engine.perform(case, act, actor_in(desk, role, case), **data_for(act, case))
    fresh = type(case).objects.get(pk=case.pk)
    assert (fresh.state, fresh.history.count()) == (state, case.history.count())


def let_past(case: Any, desk: ExclusionDesk, table: dict[str, tuple[set[str], set[str]]]) -> None:
    """Look that what the table allows is offered to each of its roles."""
    for act, (states, roles) in table.items():
        if case.state not in states or act in BY_ITSELF:
            continue
        for role in roles:
            found = {m.name: m for m in engine.moves(case, [actor_in(desk, role, case)])}
            assert found[act].actors, (act, role, found[act].why_not)


@pytest.mark.parametrize(
    ("kind", "table"), [(DocumentationRound, ROUND), (ExclusionOpening, OPENING)]
)
def test_the_tables_name_every_act_of_the_program(kind: Any, table: Any) -> None:
    """No act exists beside the table, and none is missing from the program."""
    acts = {n for n, d in declarations(kind).items() if not d.opening}
    assert acts == set(table)


@pytest.mark.any_database
@pytest.mark.parametrize("state", ROUND_STATES)
def test_a_round_blocks_every_act_outside_the_table(shelf: ExclusionDesk, state: str) -> None:
    """Neither another state nor another role can perform an act."""
    case = shelf.round_in(state)
    blocked(case, shelf, ROUND)
    let_past(case, shelf, ROUND)


@pytest.mark.any_database
@pytest.mark.parametrize("state", OPENING_STATES)
def test_an_opening_blocks_every_act_outside_the_table(shelf: ExclusionDesk, state: str) -> None:
    """Neither another state nor another role can perform an act."""
    case = shelf.opening_in(state)
    blocked(case, shelf, OPENING)
    let_past(case, shelf, OPENING)


@pytest.mark.parametrize(
    ("act", "start", "who", "end"),
    [
        ("collect", "collecting", "petugas", "classifying"),
        ("collect", "collecting", "ketua", "classifying"),
        ("classify", "classifying", "petugas", "storing"),
        ("store", "storing", "petugas", "storing"),
        ("report", "reporting", "petugas", "reported"),
        ("report", "reporting", "ketua", "reported"),
    ],
)
def test_a_round_moves_as_the_table_says(
    shelf: ExclusionDesk, act: str, start: str, who: str, end: str
) -> None:
    """SOP 8.1, 8.2, 8.5, 8.6: each allowed act, performed for real, ends in its state."""
    case = shelf.round_in(start)
    moved = shelf.do(case, act, getattr(shelf.office, who), **data_for(act, case))
    assert moved.state == end
    assert DocumentationRound.objects.get(pk=case.pk).state == end


@pytest.mark.parametrize(
    ("act", "start", "who", "end"),
    [
        ("propose", "preparing", "petugas", "deciding"),
        ("propose", "preparing", "ketua", "deciding"),
        ("approve", "deciding", "atasan", "approved"),
        ("decline", "deciding", "atasan", "renewing"),
        ("sign_decree", "signing", "ketua", "approved"),
        ("return_proposal", "signing", "ketua", "preparing"),
    ],
)
def test_an_opening_moves_as_the_table_says(
    shelf: ExclusionDesk, act: str, start: str, who: str, end: str
) -> None:
    """SOP 8.3, 8.4: each allowed act, performed for real, ends in its state."""
    case = shelf.opening_in(start)
    moved = shelf.do(case, act, getattr(shelf.office, who), **data_for(act, case))
    assert moved.state == end
    assert ExclusionOpening.objects.get(pk=case.pk).state == end


def test_nobody_opens_a_round_or_an_opening_by_hand(shelf: ExclusionDesk) -> None:
    """Both come by themselves, by the dates of the determinations."""
    for kind in (DocumentationRound, ExclusionOpening):
        with pytest.raises(NotYours):
            engine.open_case(kind, shelf.office.actor(shelf.office.ketua), fields={"title": "x"})


# -- the rules that are more than state and role ---------------------------------------------------


def test_storing_ends_when_the_place_of_everything_is_known(shelf: ExclusionDesk) -> None:
    """SOP 8.5: of every excluded item it is known where its copies are."""
    case = shelf.storing()
    with pytest.raises(NotNow, match="Tempat penyimpanan 1 informasi belum diisi"):
        shelf.do(case, "finish_storing", shelf.office.petugas)
    shelf.do(case, "store", shelf.office.petugas, decree=case.unstored().get(), place="Lemari 2")
    assert shelf.do(case, "finish_storing", shelf.office.petugas).state == "reporting"


def test_who_proposes_does_not_approve(shelf: ExclusionDesk) -> None:
    """SOP 8.3, 8.4: whatever the appointment of the day, two persons open excluded information."""
    case = shelf.deciding()
    user = shelf.office.petugas
    as_atasan = Actor(kind="staff", role="atasan_ppid", user=user, user_id=user.pk, name=user.name)
    with pytest.raises(SamePerson):
        shelf.do(case, "approve", as_atasan)


@pytest.mark.parametrize("act", ["sign_decree", "return_proposal"])
def test_only_the_office_that_the_body_has_set_signs_or_returns(
    shelf: ExclusionDesk, act: str
) -> None:
    """SOP 8.4: the signatory of the decree is a setting; Atasan PPID has approved and waits."""
    case = shelf.signing()
    with pytest.raises(NotNow, match="ditandatangani oleh Ketua PPID"):
        shelf.do(case, act, shelf.office.atasan, **data_for(act, case))
    shelf.do(case, act, shelf.office.ketua, **data_for(act, case))


def test_only_a_new_determination_that_holds_at_the_end_renews(shelf: ExclusionDesk) -> None:
    """UU 14/2008 Pasal 19 and 20: never the old one again, nor one that ends with it."""
    case = shelf.renewing()
    short = make_decree(
        shelf.office.unit_a, title="Penetapan singkat", valid_until=date(2026, 12, 31)
    )
    for decree in (case.decree, short):
        with pytest.raises(Refused) as refusal:
            shelf.do(case, "renew", shelf.office.petugas, decree=decree)
        assert refusal.value.field == "decree"
    assert shelf.renewed().state == "renewed"


def test_what_is_open_enters_the_list_once(shelf: ExclusionDesk) -> None:
    """UU 14/2008 Pasal 11: the entry is public, and a second is refused."""
    case = shelf.opened()

    def fields(title: str) -> dict[str, Any]:
        draft = {"status": "draft", "published_at": None}
        return item_fields(shelf.office.unit_a, 1, title, draft)

    case = shelf.do(
        case, "list_item", shelf.office.petugas, item=InformationItem(**fields("Data pegawai"))
    )
    assert case.item.is_public
    assert case.closed_at is not None
    with pytest.raises(NotNow, match="sudah masuk DIP"):
        shelf.do(
            case, "list_item", shelf.office.petugas, item=InformationItem(**fields("Data lain"))
        )


def test_a_state_cannot_be_set_by_hand(shelf: ExclusionDesk) -> None:
    case = shelf.preparing()
    with pytest.raises(AttributeError):
        case.state = OpeningState.OPENED
    with pytest.raises(TypeError):
        case.propose("not an act")
