"""Every state × role × act of an announcement: what the table below allows, and nothing else.

The table is written out here, apart from the program, from UU 14/2008 Pasal 9 and 10.
"""

from __future__ import annotations

from typing import Any

import pytest

from dip_app.announcing.models import Announcement, Duty, State
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.errors import NotNow, NotYours, Refused, SamePerson
from tests.driver_announcements import NEXT_WEEK, TOMORROW, AnnouncementDesk

TIM = {"tim_sekretariat_ppid", "petugas_pelayanan_informasi", "sekretaris_ppid"}
KETUA, SYSTEM = {"ketua_ppid"}, {"sistem"}
BOTH = TIM | KETUA
BEFORE = {"drafting", "approving", "scheduled"}
SHOWN = {"up", "correcting"}

#: act → (states it starts from, roles that may perform it)
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "revise": ({"drafting"}, BOTH),
    "submit": ({"drafting"}, TIM),
    "return_draft": ({"approving"}, KETUA),
    "approve": ({"approving"}, KETUA),
    "publish_at_once": (BEFORE, BOTH),
    "publish": ({"scheduled"}, SYSTEM),
    "cancel": (BEFORE, BOTH),
    "propose_correction": ({"up"}, TIM),
    "approve_correction": ({"correcting"}, KETUA),
    "decline_correction": ({"correcting"}, KETUA),
    "correct_at_once": ({"up"}, BOTH),
    "withdraw": (SHOWN, BOTH),
    "take_down": (SHOWN, SYSTEM),
}
ROLES = {
    "pemohon", "sistem", "tim_sekretariat_ppid", "petugas_pelayanan_informasi",
    "sekretaris_ppid", "ketua_ppid", "atasan_ppid", "ppid_pelaksana", "anggota_ppid",
    "pimpinan_unit_kerja", "unit_kerja", "asdep_hukum", "kip",
}  # fmt: skip
STATES = [state for state in State.values if state != "new"]


def someone(board: AnnouncementDesk, role: str, case: Any) -> Actor:
    """Return somebody in a role who had no part in anything before."""
    if role == "pemohon":
        return Actor.applicant(case.pk if case is not None else None)
    if role == "sistem":
        return Actor.system()
    person = board.office.hukum
    return Actor(
        kind="staff",
        role=role,
        user=person,
        user_id=person.pk,
        unit_id=board.office.unit_a.pk,
        name="Seseorang",
    )


def data_for(board: AnnouncementDesk, act: str, duty: str = Duty.GENERAL) -> dict[str, Any]:
    """Return what an act needs to succeed."""
    data: dict[str, dict[str, Any]] = {
        "revise": {"content": board.content(duty), "unit": board.office.unit_b},
        "return_draft": {"reason": "Sebut tanggalnya."},
        "publish_at_once": {"reason": "Mengancam pejalan kaki."},
        "cancel": {"reason": "Tidak jadi."},
        "propose_correction": {"content": board.content(duty), "reason": "Keliru."},
        "decline_correction": {"reason": "Sudah benar."},
        "correct_at_once": {"content": board.content(duty), "reason": "Keliru."},
        "withdraw": {"reason": "Tidak berlaku lagi."},
    }
    return data.get(act, {})


def test_the_table_names_every_act_of_the_program() -> None:
    """No act exists beside the table, and none is missing from the program."""
    acts = {name for name, each in declarations(Announcement).items() if not each.opening}
    assert acts == set(ALLOWED)


def test_only_the_office_writes_an_announcement(board: AnnouncementDesk) -> None:
    """Atasan, units and the public write none; Ketua PPID, who approves, only a warning."""
    for role in sorted(ROLES):
        for duty in (Duty.GENERAL, Duty.IMMEDIATE):
            ask = {
                "fields": {"title": "Uji", "duty": duty, "unit": board.office.unit_a},
                "opening": "draft",
                "content": board.content(duty),
            }
            actor = someone(board, role, None)
            if role in TIM or (role in KETUA and duty == Duty.IMMEDIATE):
                assert engine.open_case(Announcement, actor, **ask).state == "drafting"
                continue
            with pytest.raises(Refused):
                engine.open_case(Announcement, actor, **ask)


def test_only_the_secretary_announces_what_was_established(board: AnnouncementDesk) -> None:
    """SOP 1.5: the decision is taken elsewhere; Sekretaris PPID announces it."""
    for role in sorted(ROLES):
        ask = {
            "fields": {"title": "DIP", "duty": Duty.GENERAL, "unit": board.office.unit_a},
            "opening": "announce_established",
            "content": board.content(),
            "basis": "Berita Acara 1",
        }
        actor = someone(board, role, None)
        if role == "sekretaris_ppid":
            assert engine.open_case(Announcement, actor, **ask).state == "up"
            continue
        with pytest.raises(NotYours):
            engine.open_case(Announcement, actor, **ask)


@pytest.mark.parametrize("state", STATES)
def test_it_blocks_every_act_outside_the_table(board: AnnouncementDesk, state: str) -> None:
    """Neither another state nor another role can perform an act; nothing changes by trying."""
    case = board.in_state(state)
    for act, (states, roles) in ALLOWED.items():
        data = data_for(board, act)
        for role in ROLES:
            if state in states and role in roles:
                continue
            with pytest.raises((NotNow, NotYours)):
                engine.perform(case, act, someone(board, role, case), **data)
    fresh = Announcement.objects.get(pk=case.pk)
    assert (fresh.state, fresh.history.count()) == (state, case.history.count())


@pytest.mark.parametrize("state", STATES)
def test_it_lets_every_act_of_the_table_past_state_and_role(
    board: AnnouncementDesk, state: str
) -> None:
    """Where state and role fit, only a rule of the law may still stand in the way."""
    case = board.in_state(state)
    for act, (states, roles) in ALLOWED.items():
        for role in roles - SYSTEM if state in states else ():
            found = {m.name: m for m in engine.moves(case, [someone(board, role, case)])}
            assert found[act].actors, (act, role, found[act].why_not)


GENERAL, URGENT = Duty.GENERAL, Duty.IMMEDIATE
PATHS = [
    ("revise", "drafting", GENERAL, "petugas", "drafting"),
    ("submit", "drafting", GENERAL, "sekretaris", "approving"),
    ("return_draft", "approving", GENERAL, "ketua", "drafting"),
    ("approve", "approving", GENERAL, "ketua", "up"),
    ("publish_at_once", "drafting", URGENT, "petugas", "up"),
    ("publish_at_once", "approving", URGENT, "ketua", "up"),
    ("cancel", "drafting", GENERAL, "petugas", "cancelled"),
    ("cancel", "scheduled", GENERAL, "ketua", "cancelled"),
    ("propose_correction", "up", GENERAL, "petugas", "correcting"),
    ("approve_correction", "correcting", GENERAL, "ketua", "up"),
    ("decline_correction", "correcting", GENERAL, "ketua", "up"),
    ("correct_at_once", "up", URGENT, "petugas", "up"),
    ("withdraw", "up", GENERAL, "ketua", "withdrawn"),
    ("withdraw", "up", URGENT, "petugas", "withdrawn"),
    ("withdraw", "correcting", GENERAL, "ketua", "withdrawn"),
]


@pytest.mark.parametrize(("act", "start", "duty", "who", "end"), PATHS)
def test_it_moves_as_the_table_says(
    board: AnnouncementDesk, act: str, start: str, duty: str, who: str, end: str
) -> None:
    """Each allowed act, performed for real, ends in its state."""
    case = board.in_state(start, duty)
    board.do(case, act, getattr(board.office, who), **data_for(board, act, duty))
    assert Announcement.objects.get(pk=case.pk).state == end


def test_approved_for_later_it_waits_for_its_moment(board: AnnouncementDesk) -> None:
    case = board.approved(publish_at=TOMORROW, ends_at=NEXT_WEEK)
    assert (case.state, case.is_shown) == ("scheduled", False)


@pytest.mark.parametrize("act", ["publish_at_once", "correct_at_once"])
def test_only_what_is_urgent_goes_without_approval(board: AnnouncementDesk, act: str) -> None:
    """UU 14/2008 Pasal 10: lives or public order; everything else is approved first."""
    case = board.in_state("drafting" if act == "publish_at_once" else "up")
    for who in (board.office.petugas, board.office.ketua):
        with pytest.raises(NotNow, match="Hanya informasi serta-merta"):
            board.do(case, act, who, **data_for(board, act))


def test_who_wrote_it_may_not_approve_it(board: AnnouncementDesk) -> None:
    """Drafter and approver are two people, whatever the appointment of the day."""
    case = board.submitted()
    as_ketua = Actor(
        kind="staff",
        role="ketua_ppid",
        user=board.office.petugas,
        user_id=board.office.petugas.pk,
        name="Rina",
    )
    with pytest.raises(SamePerson):
        board.do(case, "approve", as_ketua)


def test_who_wrote_a_correction_may_not_approve_it(board: AnnouncementDesk) -> None:
    case = board.in_state("correcting")
    as_ketua = Actor(
        kind="staff",
        role="ketua_ppid",
        user=board.office.petugas,
        user_id=board.office.petugas.pk,
        name="Rina",
    )
    with pytest.raises(SamePerson):
        board.do(case, "approve_correction", as_ketua)


def test_what_ketua_approved_only_ketua_takes_back(board: AnnouncementDesk) -> None:
    """The secretariat neither cancels what is scheduled nor withdraws what is up."""
    for state, act in (("scheduled", "cancel"), ("up", "withdraw")):
        case = board.in_state(state)
        with pytest.raises(NotNow, match="Ketua PPID"):
            board.do(case, act, board.office.petugas, reason="Keliru.")
