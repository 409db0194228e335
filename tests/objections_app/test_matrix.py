"""Every state × role × act of SOP 3: what the table below allows is possible, all else is not.

The table is written out here, apart from the program, from ``domain.md`` and the SOP: an act
that gains or loses a state or a role must fail here first.
"""

from __future__ import annotations

from typing import Any

import pytest

from objections_app import report
from objections_app.models import Objection, ObjectionReport, ReportState, State
from ppid_portal.clock import today
from ppid_portal.letters.models import KindSetting
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.errors import NotNow, NotYours, Refused, SamePerson
from tests.conftest import Office, Once
from tests.driver_objections import ObjectionDesk, day_after, sweep
from tests.stock import Stock, lay_in

PETUGAS = {"tim_sekretariat_ppid", "petugas_pelayanan_informasi"}
KETUA, ATASAN, SYSTEM, APPLICANT = {"ketua_ppid"}, {"atasan_ppid"}, {"sistem"}, {"pemohon"}
OFFICE = PETUGAS | KETUA
UNSIGNED = {"filed", "registered", "receipted", "deciding", "decided", "signing"}
UNANSWERED = UNSIGNED | {"signed", "recorded"}

#: act → (states it starts from, roles that may perform it)
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "return_incomplete": ({"filed"}, PETUGAS),
    "complete": ({"incomplete"}, APPLICANT | PETUGAS),
    "cure_ended": ({"incomplete"}, SYSTEM),
    "register_objection": ({"filed"}, PETUGAS),
    "give_receipt": ({"registered"}, PETUGAS),
    "prepare_material": ({"receipted"}, OFFICE),
    "submit_material": ({"receipted"}, KETUA),
    "return_material": ({"deciding"}, ATASAN),
    "decide": ({"deciding"}, ATASAN),
    "compose_reply": ({"decided"}, OFFICE),
    "return_reply": ({"signing"}, ATASAN | KETUA),
    "sign_reply": ({"signing"}, ATASAN | KETUA),
    "record_reply": ({"signed"}, PETUGAS),
    "deliver_reply": ({"recorded"}, PETUGAS),
    "record_receipt": ({"delivered", "archived"}, PETUGAS),
    "count_from_replacement": ({"delivered", "archived"}, SYSTEM),
    "archive": ({"delivered"}, PETUGAS),
    "lapse": (UNANSWERED, SYSTEM),
    "take_over": (UNSIGNED, SYSTEM),
    "withdraw": (UNSIGNED | {"incomplete"}, APPLICANT | PETUGAS),
}
ROLES = {
    "pemohon", "sistem", "tim_sekretariat_ppid", "petugas_pelayanan_informasi",
    "sekretaris_ppid", "ketua_ppid", "atasan_ppid", "ppid_pelaksana", "anggota_ppid",
    "pimpinan_unit_kerja", "unit_kerja", "asdep_hukum", "kip",
}  # fmt: skip
STATES = [state for state in State.values if state not in ("new", "taken_over")]
#: What only the law's dates bring about; tested where those are.
BY_ITSELF = {"cure_ended", "lapse", "take_over", "count_from_replacement"}


@pytest.fixture(scope="module")
def stock(once: Once, office_once: Office) -> Stock:
    with once("2026-03-09 10:00") as travel:
        return lay_in(
            ObjectionDesk(office_once), [(state,) for state in STATES], travel, grounds="b"
        )


@pytest.fixture
def desk(stock: Stock, office: Office, travel: Any) -> ObjectionDesk:
    travel("2026-03-09 10:00")
    served: ObjectionDesk = stock.serve(ObjectionDesk(office), travel)
    return served


def actor_in(desk: ObjectionDesk, role: str, case: Any) -> Actor:
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


def data_for(act: str) -> dict[str, Any]:
    """Return what an act needs to succeed."""
    return {
        "return_incomplete": {"missing": ["Meterai pada surat kuasa."]},
        "complete": {"addition": "Ini kelengkapannya."},
        "prepare_material": {
            "explanation": "Permohonan ditolak.",
            "recommended_outcome": "upheld",
            "recommendation": "Informasinya terbuka.",
        },
        "return_material": {"reason": "Sertakan penetapannya."},
        "decide": {
            "outcome": "upheld",
            "considerations": "Informasinya terbuka.",
            "order": "Berikan.",
            "order_days": 7,
        },
        "return_reply": {"reason": "Perbaiki pembukanya."},
        "deliver_reply": {"method": "email"},
        "record_receipt": {"received_on": None},
        "count_from_replacement": {"delivered_on": today(), "number": "B-2/2026"},
        "archive": {"place": "Rak 3"},
        "withdraw": {"reason": "Pemohon menelepon."},
    }.get(act, {})


def test_the_table_names_every_act_of_the_program() -> None:
    """No act exists beside the table, and none is missing from the program."""
    acts = {n for n, d in declarations(Objection).items() if not d.opening}
    assert acts == set(ALLOWED)


@pytest.mark.any_database
@pytest.mark.parametrize("state", STATES)
def test_it_blocks_every_act_outside_the_table(desk: ObjectionDesk, state: str) -> None:
    """Neither another state nor another role can perform an act; nothing changes by trying."""
    case = desk.in_state(state, grounds="b")
    for act, (states, roles) in ALLOWED.items():
        for role in ROLES:
            if state in states and role in roles:
                continue
            with pytest.raises((NotNow, NotYours)):
                engine.perform(case, act, actor_in(desk, role, case), **data_for(act))
    fresh = Objection.objects.get(pk=case.pk)
    assert (fresh.state, fresh.history.count()) == (state, case.history.count())


@pytest.mark.any_database
@pytest.mark.parametrize("state", STATES)
def test_it_lets_every_act_of_the_table_past_state_and_role(
    desk: ObjectionDesk, state: str
) -> None:
    """Where state and role fit, only a rule of the law may still stand in the way."""
    case = desk.in_state(state, grounds="b")
    for act, (states, roles) in ALLOWED.items():
        if state not in states or act in BY_ITSELF:
            continue
        for role in roles:
            found = {m.name: m for m in engine.moves(case, [actor_in(desk, role, case)])}
            assert found[act].actors, (act, role, found[act].why_not)


PATHS = [
    ("return_incomplete", "filed", "petugas", "incomplete"),
    ("complete", "incomplete", "petugas", "filed"),
    ("register_objection", "filed", "petugas", "registered"),
    ("give_receipt", "registered", "petugas", "receipted"),
    ("prepare_material", "receipted", "petugas", "receipted"),
    ("prepare_material", "receipted", "ketua", "receipted"),
    ("return_material", "deciding", "atasan", "receipted"),
    ("decide", "deciding", "atasan", "decided"),
    ("compose_reply", "decided", "petugas", "signing"),
    ("compose_reply", "decided", "ketua", "signing"),
    ("return_reply", "signing", "atasan", "decided"),
    ("sign_reply", "signing", "atasan", "signed"),
    ("record_reply", "signed", "petugas", "recorded"),
    ("deliver_reply", "recorded", "petugas", "delivered"),
    ("archive", "delivered", "petugas", "archived"),
    *[("withdraw", state, "petugas", "withdrawn") for state in sorted(UNSIGNED | {"incomplete"})],
]


@pytest.mark.parametrize(("act", "start", "who", "end"), PATHS)
def test_it_moves_as_the_table_says(
    desk: ObjectionDesk, act: str, start: str, who: str, end: str
) -> None:
    """Each allowed act, performed for real, ends in its state and in the audit."""
    case = desk.in_state(start, grounds="b")
    moved = desk.do(case, act, getattr(desk.office, who), **data_for(act))
    assert moved.state == end
    assert Objection.objects.get(pk=case.pk).state == end


def test_it_submits_material_once_there_is_some(desk: ObjectionDesk) -> None:
    """SOP 3.4: Ketua PPID lays it before Atasan PPID, by memorandum."""
    with pytest.raises(NotNow, match="Susun bahan"):
        desk.do(desk.receipted(grounds="b"), "submit_material", desk.office.ketua)
    case = desk.do(desk.prepared(grounds="b"), "submit_material", desk.office.ketua)
    assert case.state == "deciding"
    assert case.memorandum.kind == "objection_memorandum"


@pytest.mark.parametrize("state", ["delivered", "archived"])
def test_it_records_when_the_reply_arrived(desk: ObjectionDesk, travel: Any, state: str) -> None:
    """UU 14/2008 Pasal 37 ayat (2): the fourteen days count from the receipt."""
    case = desk.in_state(state, grounds="b")
    moment = travel("2026-03-12 10:00")
    case = desk.do(case, "record_receipt", desk.office.petugas, received_on=moment.date())
    assert case.state == state
    assert case.dispute_window.counted_from == moment.date()


def test_only_the_law_lets_an_objection_lapse(desk: ObjectionDesk, travel: Any) -> None:
    """Pasal 36 ayat (2): not a day before the thirty have passed, in no state of the work."""
    for state in sorted(UNANSWERED):
        with pytest.raises(NotNow, match="belum lewat"):
            engine.perform(desk.in_state(state, grounds="b"), "lapse", Actor.system())


def test_only_what_has_lapsed_is_taken_over(desk: ObjectionDesk, travel: Any) -> None:
    """Pasal 37: the Commission takes an unanswered objection over once the thirty days passed."""
    case = desk.registered(grounds="b")
    with pytest.raises(NotNow, match="masih dalam waktu"):
        engine.perform(case, "take_over", Actor.system())
    travel(day_after(case, "objection_reply"))
    sweep()
    assert engine.perform(case, "take_over", Actor.system()).state == "taken_over"
    for act, (states, roles) in ALLOWED.items():
        assert "taken_over" not in states
        with pytest.raises((NotNow, NotYours)):
            engine.perform(case, act, actor_in(desk, sorted(roles)[0], case), **data_for(act))


# -- the rules that are more than state and role ---------------------------------------------------


def test_it_returns_an_objection_only_once(desk: ObjectionDesk) -> None:
    """Domain case 22: afterwards Atasan PPID judges what is missing."""
    case = desk.do(desk.incomplete(grounds="b"), "complete", desk.office.petugas, addition="Ini.")
    with pytest.raises(NotNow, match="sudah pernah dikembalikan"):
        desk.do(case, "return_incomplete", desk.office.petugas, missing=["Lagi"])


def test_it_returns_no_objection_whose_thirty_days_have_passed(
    desk: ObjectionDesk, travel: Any
) -> None:
    """Or a body that was silent could start its thirty days once more."""
    case = desk.filed(grounds="b")
    travel(day_after(case, "objection_reply"))
    with pytest.raises(NotNow, match="sudah lewat"):
        desk.do(case, "return_incomplete", desk.office.petugas, missing=["Meterai"])


def test_who_prepared_the_material_does_not_decide(desk: ObjectionDesk) -> None:
    """Nor who submitted it, whatever the appointment of the day."""
    case = desk.deciding(grounds="b")
    for user in (desk.office.petugas, desk.office.ketua):
        as_atasan = Actor(
            kind="staff", role="atasan_ppid", user=user, user_id=user.pk, name=user.name
        )
        with pytest.raises(SamePerson):
            desk.do(case, "decide", as_atasan, **data_for("decide"))


def test_who_wrote_the_letter_does_not_sign_it(desk: ObjectionDesk) -> None:
    case = desk.signing(grounds="b")
    user = desk.office.petugas
    as_atasan = Actor(kind="staff", role="atasan_ppid", user=user, user_id=user.pk, name=user.name)
    with pytest.raises(SamePerson):
        desk.do(case, "sign_reply", as_atasan)


def test_only_the_office_that_the_body_has_set_signs(desk: ObjectionDesk) -> None:
    """Domain 3.8: by law Atasan PPID; another office only where the body says so."""
    case = desk.signing()
    with pytest.raises(NotNow, match="Atasan PPID"):
        desk.do(case, "sign_reply", desk.office.ketua)
    KindSetting.objects.create(kind="objection_reply", signatory_role="ketua_ppid")
    with pytest.raises(NotNow, match="Ketua PPID"):
        desk.do(case, "sign_reply", desk.office.atasan)
    case = desk.do(case, "sign_reply", desk.office.ketua)
    assert case.reply.signatory_name == "Dewi Anggraini"
    assert case.decided_by == desk.office.atasan, "the decision stays that of Atasan PPID"


def test_who_decided_does_not_sign_in_another_office(desk: ObjectionDesk) -> None:
    """Domain 7.2: where the law asks for two offices, two people act."""
    KindSetting.objects.create(kind="objection_reply", signatory_role="ketua_ppid")
    case = desk.signing()
    user = desk.office.atasan
    as_ketua = Actor(kind="staff", role="ketua_ppid", user=user, user_id=user.pk, name=user.name)
    with pytest.raises(NotNow, match="Anda sendiri yang menyetujuinya"):
        desk.do(case, "sign_reply", as_ketua)


def test_an_objector_acts_only_on_their_own_objection(desk: ObjectionDesk) -> None:
    mine, other = desk.filed(grounds="b"), desk.filed(grounds="b")
    with pytest.raises(NotYours):
        engine.perform(other, "withdraw", Actor.applicant(mine.pk))


def test_a_state_cannot_be_set_by_hand(desk: ObjectionDesk) -> None:
    case = desk.filed(grounds="b")
    with pytest.raises(AttributeError):
        case.state = State.DELIVERED
    with pytest.raises(TypeError):
        case.register_objection("not an act")


def test_a_refusal_is_a_sentence(desk: ObjectionDesk) -> None:
    case = desk.filed(grounds="b")
    with pytest.raises(Refused) as refusal:
        desk.do(case, "decide", desk.office.atasan, **data_for("decide"))
    assert "Muat ulang halaman" in refusal.value.message


# -- SOP 3.10 --------------------------------------------------------------------------------------

REPORT_ROLES = {"compile_report": OFFICE}


@pytest.fixture
def due_report(desk: ObjectionDesk, travel: Any) -> ObjectionReport:
    """Return the report of the half year in which there was an objection."""
    desk.desk.registered()
    travel("2026-07-01 08:00")
    made = report.open_due()
    assert made is not None
    return made


def test_the_report_is_compiled_by_the_office_alone(
    desk: ObjectionDesk, due_report: ObjectionReport
) -> None:
    acts = {n for n, d in declarations(ObjectionReport).items() if not d.opening}
    assert acts == set(REPORT_ROLES)
    for role in ROLES - OFFICE:
        with pytest.raises(NotYours):
            engine.perform(due_report, "compile_report", actor_in(desk, role, due_report))
    for role in OFFICE:
        found = engine.moves(due_report, [actor_in(desk, role, due_report)])
        assert [move.allowed for move in found] == [True]
    done = desk.do(due_report, "compile_report", desk.office.petugas)
    assert done.state == ReportState.REPORTED
    for role in ROLES:
        with pytest.raises((NotNow, NotYours)):
            engine.perform(done, "compile_report", actor_in(desk, role, done))


def test_nobody_opens_a_report_by_hand(desk: ObjectionDesk) -> None:
    with pytest.raises(NotYours):
        engine.open_case(
            ObjectionReport, desk.office.actor(desk.office.petugas), fields={"title": "x"}
        )
