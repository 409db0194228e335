"""Every state × role × act of SOP 4: what the table below allows is possible, all else is not.

The table is written out here, apart from the program, from ``domain.md`` and the SOP: an act
that gains or loses a state or a role must fail here first.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from disputes_app.models import Dispute, State
from ppid_portal.clock import now, today
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.errors import NotNow, NotYours, Refused
from tests.driver_disputes import DisputeDesk, paper
from tests.walking import in_state, undone, walk

PETUGAS = {"tim_sekretariat_ppid", "petugas_pelayanan_informasi"}
KETUA, ATASAN, UNIT = {"ketua_ppid"}, {"atasan_ppid"}, {"ppid_pelaksana"}
LEGAL, SYSTEM = {"asdep_hukum"}, {"sistem"}
OFFICE = PETUGAS | KETUA

PREPARED = {"verified", "coordinated", "consulted", "preparing", "ready"}
BEFORE = {"summoned", "registered"} | PREPARED
HEARD = {"preliminary", "testified"}
MEDIATION = {"mediation", "mediated", "agreed", "not_agreed"}
COMMISSION = BEFORE | HEARD | MEDIATION | {"adjudication"}
COURTS = {"court", "court_ruled", "cassation"}
DRAFTING = PREPARED | HEARD | {"mediation", "adjudication"}

#: act → (states it starts from, roles that may perform it)
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "register_summons": ({"summoned"}, PETUGAS),
    "verify_summons": ({"registered"}, KETUA),
    "give_documents": ({"verified"}, UNIT),
    "coordinate": ({"verified"}, OFFICE),
    "recommend": ({"coordinated"}, LEGAL | KETUA),
    "hold_meeting": ({"consulted"}, KETUA),
    "compile_file": ({"preparing"}, OFFICE),
    "add_evidence": (DRAFTING, OFFICE | LEGAL),
    "issue_power_of_attorney": (DRAFTING, ATASAN),
    "issue_assignment": (DRAFTING, KETUA),
    "issue_position_paper": (DRAFTING - {"mediation"}, KETUA),
    "schedule_hearing": (COMMISSION, OFFICE),
    "postpone_hearing": (COMMISSION, OFFICE),
    "cancel_hearing": (COMMISSION | {"ruled"} | COURTS, OFFICE),
    "record_hearing": (COMMISSION | {"ruled"} | COURTS, OFFICE | LEGAL),
    "attend_preliminary": (PREPARED, OFFICE | LEGAL),
    "testify": ({"preliminary"}, OFFICE | LEGAL),
    "enter_mediation": ({"testified"}, OFFICE),
    "testify_mediation": ({"mediation"}, OFFICE | LEGAL),
    "accept_agreement": ({"mediated"}, KETUA),
    "decline_agreement": ({"mediated"}, KETUA),
    "close_by_agreement": ({"agreed"}, OFFICE),
    "to_adjudication": ({"testified", "mediation", "mediated", "not_agreed"}, OFFICE),
    "record_interim_order": (HEARD | {"adjudication"}, OFFICE),
    "answer_interim_order": (HEARD | MEDIATION | {"adjudication"}, OFFICE),
    "record_ruling": ({"adjudication"}, OFFICE),
    "record_dismissal": (HEARD, OFFICE),
    "record_withdrawal": (COMMISSION, OFFICE),
    "record_court_filing": ({"ruled", "final", "closed"}, OFFICE),
    "record_court_ruling": ({"court"}, OFFICE),
    "record_cassation": ({"court_ruled", "final", "closed"}, OFFICE),
    "record_cassation_ruling": ({"cassation"}, OFFICE),
    "become_final": ({"ruled", "court_ruled"}, SYSTEM),
    "report": ({"ruled", "final"} | COURTS, OFFICE),
    "record_paper": (COMMISSION | {"ruled", "final"} | COURTS, OFFICE),
}
ROLES = {
    "pemohon", "sistem", "tim_sekretariat_ppid", "petugas_pelayanan_informasi",
    "sekretaris_ppid", "ketua_ppid", "atasan_ppid", "ppid_pelaksana", "anggota_ppid",
    "pimpinan_unit_kerja", "unit_kerja", "asdep_hukum", "kip",
}  # fmt: skip
STATES = [state for state in State.values if state != "new"]


def actor_in(desk: DisputeDesk, role: str, case: Any) -> Actor:
    """Return somebody in a role; units sit in unit A, which was called."""
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


def data_for(act: str, desk: DisputeDesk, case: Any = None) -> dict[str, Any]:
    """Return what an act needs to succeed."""
    hearing = case.hearings.order_by("-at").first() if case is not None else None
    session = {
        "hearing": hearing,
        "we_attended": True,
        "petitioner_attended": None,
        "minutes": "Majelis memeriksa para pihak.",
    }
    ruling = {"ruling": paper("99/KIP/2026")}
    order = {"order": "Memberikan salinan.", "days": 10, "unit": "days"}
    return {
        "verify_summons": {
            "units": [desk.office.unit_a],
            "meeting_at": now() + timedelta(days=1),
            "meeting_place": "Ruang rapat",
            "agenda": "Persiapan sidang",
        },
        "give_documents": {"answer": "Terlampir."},
        "coordinate": {"summary": "Selesai.", "without_units": True},
        "recommend": {"position": "Pertahankan."},
        "hold_meeting": {
            "met_at": now(),
            "place": "Ruang rapat",
            "participants": [{"name": "Andi"}],
            "conclusions": ["Hadir."],
        },
        "compile_file": {"evidence": [{"title": "Surat tanggapan"}]},
        "add_evidence": {"evidence": [{"title": "Surat lain"}]},
        "issue_power_of_attorney": {"grantees": [desk.office.hukum]},
        "issue_assignment": {
            "assignees": [desk.office.hukum],
            "task": "Menghadiri sidang",
            "from_on": today(),
            "to_on": today(),
        },
        "issue_position_paper": {"stance": "Informasinya dikecualikan."},
        "schedule_hearing": {
            "kind": "adjudication",
            "hearing_at": now() + timedelta(days=7),
            "place": "Ruang sidang",
        },
        "postpone_hearing": {"hearing": hearing, "reason": "Majelis berhalangan."},
        "cancel_hearing": {"hearing": hearing, "reason": "Dibatalkan majelis."},
        "record_hearing": session,
        "attend_preliminary": session,
        "testify": {"testimony": "Tidak dikuasai."},
        "enter_mediation": {**ruling, "first_meeting_on": today()},
        "testify_mediation": {"result": "Memberikan salinan."},
        "decline_agreement": {"reason": "Dikecualikan."},
        "close_by_agreement": {"agreement": paper("14/KIP/2026")},
        "to_adjudication": {"why": "refused"},
        "record_interim_order": {"paper": paper("15/KIP/2026"), **order},
        "answer_interim_order": {"result": "Sebagian dibuka.", "done_on": today()},
        "record_ruling": {**ruling, "outcome": "rejected"},
        "record_dismissal": ruling,
        "record_withdrawal": {"paper": paper("16/KIP/2026")},
        "record_court_filing": {"filed_by": "body", "court": "ptun", "filed_on": today()},
        "record_court_ruling": {**ruling, "outcome": "upheld"},
        "record_cassation": {"filed_by": "body", "filed_on": today()},
        "record_cassation_ruling": {**ruling, "outcome": "upheld"},
        "report": {"follow_up": "Dilaksanakan."},
        "record_paper": {"paper": paper("17/KIP/2026")},
    }.get(act, {})


def test_the_table_names_every_act_of_the_program() -> None:
    """No act exists beside the table, and none is missing from the program."""
    acts = {n for n, d in declarations(Dispute).items() if not d.opening}
    assert acts == set(ALLOWED)


#: Where a state does not follow the one before it.
FORKS = {"not_agreed": "mediated", "adjudication": "testified"}


def only_the_table_is_possible(desk: DisputeDesk, state: str, case: Any) -> None:
    before = (case.state, case.history.count())
    for role in ROLES:
        found = {move.name: move for move in engine.moves(case, [actor_in(desk, role, case)])}
        open_to = {act for act, move in found.items() if move.actors}
        table = {a for a, (states, roles) in ALLOWED.items() if state in states and role in roles}
        assert open_to == table - {"become_final"}, role
    for act, (states, roles) in ALLOWED.items():
        # The state is looked at before the role: one role speaks for all.
        wrong = NotNow if state not in states else NotYours
        role = min(roles) if state not in states else min(ROLES - roles)
        with pytest.raises(wrong):
            engine.perform(case, act, actor_in(desk, role, case), **data_for(act, desk, case))
    fresh = Dispute.objects.get(pk=case.pk)
    assert (fresh.state, fresh.history.count()) == before


@pytest.mark.any_database
def test_only_the_table_is_possible(desk: DisputeDesk) -> None:
    """In each state, for every role exactly the acts of the table are open; others are refused."""
    seen = []
    for state, case in walk(desk, Dispute, STATES, FORKS):
        with in_state(state):
            only_the_table_is_possible(desk, state, case)
        seen.append(state)
    assert seen == STATES


#: start, act, who, end; several from one state, each undone before the next.
PATHS: dict[str, list[tuple[str, str, str]]] = {
    "summoned": [
        ("register_summons", "petugas", "registered"),
        ("schedule_hearing", "petugas", "summoned"),
        ("postpone_hearing", "petugas", "summoned"),
        ("cancel_hearing", "petugas", "summoned"),
        ("record_withdrawal", "petugas", "final"),
        ("record_paper", "petugas", "summoned"),
    ],
    "registered": [
        ("verify_summons", "ketua", "verified"),
        ("record_withdrawal", "ketua", "final"),
    ],
    "verified": [
        ("give_documents", "pelaksana_a", "verified"),
        ("coordinate", "petugas", "coordinated"),
        ("add_evidence", "hukum", "verified"),
        ("issue_power_of_attorney", "atasan", "verified"),
        ("issue_assignment", "ketua", "verified"),
        ("issue_position_paper", "ketua", "verified"),
    ],
    "coordinated": [("recommend", "hukum", "consulted"), ("recommend", "ketua", "consulted")],
    "consulted": [("hold_meeting", "ketua", "preparing")],
    "preparing": [("compile_file", "petugas", "ready")],
    "preliminary": [
        ("testify", "hukum", "testified"),
        ("record_interim_order", "petugas", "preliminary"),
        ("record_dismissal", "petugas", "ruled"),
    ],
    "testified": [
        ("enter_mediation", "petugas", "mediation"),
        ("to_adjudication", "petugas", "adjudication"),
        ("record_dismissal", "ketua", "ruled"),
    ],
    "mediation": [("testify_mediation", "petugas", "mediated")],
    "mediated": [
        ("accept_agreement", "ketua", "agreed"),
        ("decline_agreement", "ketua", "not_agreed"),
    ],
    "agreed": [("close_by_agreement", "petugas", "final")],
    "not_agreed": [("record_withdrawal", "petugas", "final")],
    "adjudication": [
        ("record_ruling", "petugas", "ruled"),
        ("record_interim_order", "petugas", "adjudication"),
    ],
    "ruled": [
        ("record_court_filing", "petugas", "court"),
        ("report", "petugas", "ruled"),
        ("record_paper", "petugas", "ruled"),
    ],
    "court": [("record_court_ruling", "petugas", "court_ruled"), ("report", "ketua", "court")],
    "court_ruled": [
        ("record_cassation", "petugas", "cassation"),
        ("report", "petugas", "court_ruled"),
    ],
    "cassation": [
        ("record_cassation_ruling", "petugas", "final"),
        ("report", "petugas", "cassation"),
    ],
    "final": [("report", "petugas", "closed")],
}


def test_it_moves_as_the_table_says(desk: DisputeDesk) -> None:
    """Each allowed act, performed for real, ends in its state and in the audit."""
    left = dict(PATHS)
    for state, case in walk(desk, Dispute, STATES, FORKS):
        for act, who, end in left.pop(state, []):
            assert act in ALLOWED
            with in_state(state), undone():
                data = data_for(act, desk, case)
                moved = desk.do(case, act, getattr(desk.office, who), **data)
                assert (act, moved.state) == (act, end)
                assert Dispute.objects.get(pk=case.pk).state == end
    assert left == {}


def test_the_preliminary_hearing_takes_place_ready_or_not(desk: DisputeDesk) -> None:
    """SOP 4.8: what the Commission scheduled happens, also while the office still prepares."""
    until = STATES[: STATES.index("ready") + 1]
    waiting = ["verified", "coordinated", "consulted", "preparing", "ready"]
    seen = []
    for state, case in walk(desk, Dispute, until):
        if state not in waiting:
            continue
        present = now()
        with in_state(state), undone():
            desk.pass_time()
            data = data_for("attend_preliminary", desk, case)
            moved = desk.do(case, "attend_preliminary", desk.office.hukum, **data)
            assert moved.state == "preliminary"
        desk.travel(present)
        seen.append(state)
    assert seen == waiting


def test_nobody_records_a_session_that_has_not_begun(desk: DisputeDesk) -> None:
    """The guard says when it is; nothing is set down beforehand."""
    case = desk.in_state("ready")
    for act in ("attend_preliminary", "record_hearing"):
        with pytest.raises(NotNow, match=r"baru berlangsung Senin, 9 Maret 2026 pukul 10\.01"):
            desk.do(case, act, desk.office.petugas, **data_for(act, desk, case))


def test_a_unit_acts_only_where_it_was_called(desk: DisputeDesk) -> None:
    """Unit B has no work in a dispute for which unit A was called."""
    case = desk.in_state("verified")
    with pytest.raises(NotYours):
        desk.do(case, "give_documents", desk.office.pelaksana_b, answer="Terlampir.")
    case = desk.do(case, "give_documents", desk.office.pelaksana_a, answer="Terlampir.")
    with pytest.raises((NotNow, NotYours)):
        desk.do(case, "give_documents", desk.office.pelaksana_a, answer="Sekali lagi.")


def test_a_ruling_that_nobody_took_to_court_becomes_final_by_the_portal_alone(
    desk: DisputeDesk,
) -> None:
    """Nobody declares a decision final, not even the portal before its time."""
    case = desk.in_state("ruled")
    with pytest.raises(NotYours):
        desk.do(case, "become_final", desk.office.ketua)
    with pytest.raises(NotNow, match="belum berakhir"):
        engine.perform(case, "become_final", Actor.system())


def test_the_report_is_made_once(desk: DisputeDesk) -> None:
    """SOP 4.15: one report to Atasan PPID per dispute."""
    case = desk.do(desk.in_state("ruled"), "report", desk.office.petugas, follow_up="Banding.")
    with pytest.raises(NotNow, match="sudah disampaikan"):
        desk.do(case, "report", desk.office.petugas, follow_up="Lagi.")


def test_an_agreement_is_not_taken_to_court(desk: DisputeDesk) -> None:
    """UU 14/2008 Pasal 39: an agreement is final and binding."""
    case = desk.do(
        desk.in_state("agreed"), "close_by_agreement", desk.office.petugas, agreement=paper()
    )
    for act in ("record_court_filing", "record_cassation"):
        with pytest.raises(NotNow):
            desk.do(case, act, desk.office.petugas, **data_for(act, desk, case))


def test_a_refusal_is_a_sentence(desk: DisputeDesk) -> None:
    """What cannot be done is refused with a sentence that says what to do (invariant 10)."""
    case = desk.in_state("summoned")
    with pytest.raises(Refused) as refusal:
        desk.do(case, "testify", desk.office.petugas, testimony="x")
    assert "Muat ulang halaman" in refusal.value.message
