"""The tricky cases 18 to 25 of the domain brief, each as a rule (UU 14/2008)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from objections_app.models import Objection
from objections_app.windows import window
from ppid_portal.people.actors import Actor
from ppid_portal.sop import deadlines, engine
from ppid_portal.sop.errors import NotNow, NotYours, Refused
from requests_app.models import Obligation
from tests.dip_app.conftest import item_maker
from tests.driver_objections import ORDER, ObjectionDesk, sweep

pytestmark = pytest.mark.django_db
#: A request of Monday, 9 March 2026 is to be answered by Monday, 30 March (domain case 1).
LIMIT = date(2026, 3, 30)


def fresh(case: Any) -> Any:
    return type(case).objects.get(pk=case.pk)


# -- case 18: silence ------------------------------------------------------------------------------


def test_case_18_silence_opens_ground_c_the_day_after_the_limit(
    desk: ObjectionDesk, travel: Any
) -> None:
    """Pasal 35 ayat (1) huruf c, 36 ayat (1): no decision of PPID is needed for it."""
    request = desk.desk.registered()
    travel("2026-03-30 23:59")
    assert window(request).code == "early"
    travel("2026-03-31 00:01")
    found = window(fresh(request))
    assert (found.code, found.opens_on) == ("in_time", date(2026, 3, 31))
    # Thirty working days after 30 March, past Good Friday and May Day.
    assert found.closes_on == date(2026, 5, 13)
    case = desk.filed(request=fresh(request), grounds=["c"])
    assert (case.timing, case.state) == ("in_time", "filed")


@pytest.mark.parametrize("swept", [True, False])
def test_case_18_it_makes_no_difference_whether_a_sweep_has_noticed(
    desk: ObjectionDesk, travel: Any, swept: bool
) -> None:
    request = desk.desk.registered()
    travel("2026-05-13 23:59")
    if swept:
        sweep()
    assert desk.filed(request=fresh(request), grounds=["c"]).timing == "in_time"


def test_case_18_answered_late_it_is_ground_g(desk: ObjectionDesk, travel: Any) -> None:
    """The window then counts from the answer, and the one that silence had opened ends."""
    request = desk.desk.approved("refused")
    travel("2026-04-01 10:00")
    sweep()
    request = desk.do(request, "deliver_refusal", desk.office.petugas)
    found = window(request)
    assert (found.opens_on, found.code) == (date(2026, 4, 1), "in_time")
    assert desk.filed(request=request, grounds=["a", "g"]).timing == "in_time"
    assert request.deadlines.filter(rule="objection_window", status="running").count() == 0


# -- case 19: answered after the objection was filed -----------------------------------------------


def test_case_19_a_late_answer_does_not_end_the_objection(desk: ObjectionDesk, travel: Any) -> None:
    """Atasan PPID must still decide, and may find that both sides agree (Pasal 35 ayat (2))."""
    request = desk.desk.approved("granted")
    travel("2026-03-31 10:00")
    case = desk.deciding(request=fresh(request), grounds=["c"])
    desk.do(request, "deliver_answer", desk.office.petugas)

    assert fresh(case).state == "deciding"
    case = desk.do(
        case,
        "decide",
        desk.office.atasan,
        outcome="settled",
        considerations="Informasinya sudah diberikan, pemohon menerima.",
    )
    assert (case.state, case.order_days) == ("decided", None)


def test_case_19_what_rests_on_an_exclusion_is_not_settled_amicably(desk: ObjectionDesk) -> None:
    """Pasal 35 ayat (2): amicable settlement is for b to g."""
    with pytest.raises(Refused, match="musyawarah"):
        desk.do(
            desk.deciding(),
            "decide",
            desk.office.atasan,
            outcome="settled",
            considerations="Sepakat.",
        )


# -- case 20: too late -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "timing"), [("2026-04-28 23:59", "in_time"), ("2026-04-29 00:01", "late")]
)
def test_case_20_the_thirtieth_day_is_in_time_the_next_is_not(
    desk: ObjectionDesk, travel: Any, day: str, timing: str
) -> None:
    """Pasal 36 ayat (1); in Jakarta's time, whatever UTC says (domain case 3)."""
    request = desk.refused_request()
    window_ends = deadlines.running(request, "objection_window")
    assert window_ends is not None
    assert window_ends.due_on == date(2026, 4, 28)
    travel(day)
    assert desk.filed(request=fresh(request)).timing == timing


def test_case_20_too_late_is_registered_decided_and_never_dropped(
    desk: ObjectionDesk, travel: Any
) -> None:
    request = desk.refused_request()
    travel("2026-04-29 09:00")
    case = desk.deciding(request=fresh(request))
    assert case.number, "it stands in the register like every other"
    for outcome in ("upheld", "partly", "rejected", "settled"):
        with pytest.raises(Refused, match="tidak dapat diterima"):
            desk.do(
                case,
                "decide",
                desk.office.atasan,
                outcome=outcome,
                considerations="x",
                order="Berikan.",
                order_days=7,
            )
    with pytest.raises(Refused, match="alasan"):
        desk.do(case, "decide", desk.office.atasan, outcome="not_admissible", considerations=" ")
    case = desk.do(
        case,
        "decide",
        desk.office.atasan,
        outcome="not_admissible",
        considerations="Diterima sesudah hari kerja ke-30.",
    )
    case = desk.do(case, "compose_reply", desk.office.petugas)
    case = desk.do(case, "sign_reply", desk.office.atasan)
    assert case.reply.kind == "objection_reply"
    assert not Obligation.objects.exists()


def test_case_20_too_early_is_registered_and_decided_as_well(desk: ObjectionDesk) -> None:
    """Before the answer and before its limit there is nothing to object to yet."""
    case = desk.filed(request=desk.desk.registered(), grounds=["c"])
    assert case.timing == "early"


# -- case 21: without a request --------------------------------------------------------------------


def test_case_21_ground_b_needs_no_request(desk: ObjectionDesk) -> None:
    """Pasal 35 ayat (1) huruf b; the request number in the register stays empty."""
    case = desk.filed(grounds=["b"])
    assert (case.request, case.origin, case.timing) == (None, None, "no_window")
    assert case.number == "0001/PPID-SETNEG/KB/2026"
    assert deadlines.latest(case, "objection_reply") is not None


@pytest.mark.parametrize("grounds", [["a"], ["c"], ["b", "c"], ["g"]])
def test_case_21_every_other_ground_needs_one(desk: ObjectionDesk, grounds: list[str]) -> None:
    from objections_app.intake import ObjectionFiling, file_objection

    filing = ObjectionFiling(
        grounds=grounds,
        case_position="Tidak dijawab.",
        applicant={"kind": "perorangan", "name": "Siti"},
        information="Laporan.",
    )
    with pytest.raises(Refused, match="nomor permohonan"):
        file_objection(filing)
    assert not Objection.objects.exists()


@pytest.mark.parametrize("grounds", [[], ["h"], ["ab"]])
def test_case_21_there_are_seven_grounds_and_one_must_be_chosen(
    desk: ObjectionDesk, grounds: list[str]
) -> None:
    with pytest.raises(Refused, match="alasan"):
        desk.filed(request=desk.refused_request(), grounds=grounds)


# -- case 22: a lawyer without meterai -------------------------------------------------------------


def test_case_22_it_counts_from_the_day_on_which_it_is_complete(
    desk: ObjectionDesk, travel: Any
) -> None:
    """Perki 1/2021 Pasal 39 ayat (4): the thirty days start anew on completion."""
    case = desk.incomplete(by_proxy=True)
    assert deadlines.running(case, "objection_reply") is None
    cure = deadlines.running(case, "objection_cure")
    assert cure is not None
    assert cure.due_on == date(2026, 3, 12)
    assert case.letters.get().kind == "objection_incompleteness"

    travel("2026-03-12 14:30")
    case = desk.do(case, "complete", Actor.applicant(case.pk), addition="Meterai sudah ada.")

    assert (case.state, case.counted_from) == ("filed", date(2026, 3, 12))
    reply = deadlines.running(case, "objection_reply")
    assert reply is not None
    assert reply.due_on == date(2026, 5, 4)


def test_case_22_on_the_fourth_day_it_goes_on_as_it_is(desk: ObjectionDesk, travel: Any) -> None:
    """It is decided, never dropped; Atasan PPID judges what is missing."""
    case = desk.incomplete(by_proxy=True)
    travel("2026-03-13 09:00")
    with pytest.raises(NotNow, match="sudah berakhir"):
        desk.do(case, "complete", Actor.applicant(case.pk), addition="Meterai.")
    sweep()
    case = fresh(case)
    assert (case.state, case.stays_incomplete) == ("filed", True)


# -- case 23: who decides --------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ketua", "petugas", "sekretaris", "hukum"])
def test_case_23_only_atasan_decides(desk: ObjectionDesk, who: str) -> None:
    """Pasal 35 ayat (1), Perki 1/2021 Pasal 39 ayat (2): never Ketua PPID."""
    case = desk.deciding(grounds="b")
    with pytest.raises(NotYours, match="Atasan PPID"):
        desk.do(case, "decide", getattr(desk.office, who), order_days=7, **ORDER)
    assert fresh(case).outcome == ""


# -- case 24: Atasan is silent; in full in test_lapse.py -------------------------------------------


def test_case_24_silence_of_atasan_opens_the_fourteen_days(
    desk: ObjectionDesk, travel: Any
) -> None:
    """Perki 1/2013 Pasal 13: they start on the working day after the thirtieth."""
    travel("2026-02-27 10:00")
    case = desk.filed(grounds="b")
    travel("2026-04-21 00:05")
    sweep()
    case = fresh(case)
    assert case.dispute_window.due_on == date(2026, 5, 11)
    counted = [d["date"] for d in case.dispute_window.explanation["days"] if d["counted"]]
    assert (counted[0], len(counted)) == ("2026-04-21", 14)


# -- case 25: upheld -------------------------------------------------------------------------------


def test_case_25_an_order_with_a_date_opens_the_request_and_ends_in_the_public_list(
    desk: ObjectionDesk,
) -> None:
    """Domain 3.8; UU 14/2008 Pasal 11 ayat (2)."""
    case = desk.signed("upheld")
    (obligation,) = Obligation.objects.all()
    assert obligation.origin_id == case.pk
    assert (obligation.order, obligation.limit_value) == ("Berikan salinannya.", 7)
    assert obligation.execution_deadline is not None
    assert obligation.execution_deadline.due_on == date(2026, 3, 25)
    letter = case.reply.context["letter"]
    assert (letter["order_until"], letter["order_words"]) == ("2026-03-25", "7 hari kerja")
    request = fresh(case.request)
    assert (request.state, request.is_closed) == ("in_process", False)

    request.current_draft.parts.all().delete()
    desk.desk.draft(request, "granted")
    for act, who in (
        ("submit_draft", desk.office.petugas),
        ("approve_answer", desk.office.ketua),
        ("deliver_answer", desk.office.petugas),
    ):
        request = desk.do(request, act, who)
    obligation = fresh(obligation)
    assert obligation.state == "delivered"
    item = item_maker(desk.office.unit_a)(status="draft", published_at=None)
    obligation = engine.perform(
        obligation, "list_information", desk.office.actor(desk.office.petugas), item=item
    )
    assert (obligation.state, obligation.item.is_public) == ("closed", True)


@pytest.mark.parametrize("outcome", ["rejected", "not_admissible"])
def test_case_25_without_upholding_nothing_is_ordered(desk: ObjectionDesk, outcome: str) -> None:
    case = desk.delivered(outcome)
    assert not Obligation.objects.exists()
    assert fresh(case.request).state == "answered"
