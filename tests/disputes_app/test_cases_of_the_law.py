"""The tricky cases 24, 26 and 27 of the domain brief, as they reach the Commission."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from disputes_app.intake import Summons, open_dispute
from objections_app.models import Objection
from ppid_portal.clock import now
from ppid_portal.sop import deadlines
from ppid_portal.sop.errors import NotNow, Refused
from tests.driver_disputes import DisputeDesk, paper
from tests.driver_objections import sweep


def fresh(case: Any) -> Any:
    return type(case).objects.get(pk=case.pk)


# -- case 24: Atasan PPID is silent ----------------------------------------------------------------


@pytest.fixture
def lapsed(desk: DisputeDesk, travel: Any) -> Objection:
    """Return an objection of 9 March 2026 that nobody replied to by 27 April."""
    objection = desk.objections.receipted()
    limit = objection.deadlines.get(rule="objection_reply")
    travel(f"{limit.due_on + timedelta(days=1)} 00:10")
    sweep()
    found: Objection = fresh(objection)
    assert found.lapsed_on is not None
    return found


def test_case_24_silence_opens_the_way_to_the_commission(
    desk: DisputeDesk, travel: Any, lapsed: Objection
) -> None:
    """Pasal 37 ayat (2): fourteen working days from the day after the limit; kept when used."""
    window = deadlines.latest(lapsed, "dispute_window")
    assert window is not None
    assert window.status == "running"
    case = desk.summoned(objection=lapsed, filed_on=None)
    assert case.no_prior_objection is False
    assert deadlines.latest(lapsed, "dispute_window").status == "met"  # type: ignore[union-attr]
    assert deadlines.latest(lapsed, "dispute_window").due_on == window.due_on  # type: ignore[union-attr]
    assert fresh(lapsed).closed_at is not None, "the Commission has taken it over"


def test_case_24_a_summons_that_comes_when_the_time_is_over_proves_a_petition_in_time(
    desk: DisputeDesk, travel: Any, lapsed: Objection
) -> None:
    """The petitioner filed in time; the Commission wrote weeks later, and the sweep was quicker."""
    window = deadlines.latest(lapsed, "dispute_window")
    assert window is not None
    travel(f"{window.due_on + timedelta(days=21)} 09:00")
    sweep()
    assert deadlines.latest(lapsed, "dispute_window").status == "breached"  # type: ignore[union-attr]
    desk.summoned(objection=fresh(lapsed), filed_on=window.due_on)
    again = deadlines.latest(lapsed, "dispute_window")
    assert again is not None
    assert (again.status, again.due_on) == ("met", window.due_on)


@pytest.mark.parametrize(("days", "status"), [(None, "breached"), (1, "met_late")])
def test_case_24_a_petition_that_came_too_late_is_recorded_all_the_same(
    desk: DisputeDesk, travel: Any, lapsed: Objection, days: int | None, status: str
) -> None:
    """Whether it is admissible the panel decides; without the day of filing nothing is claimed."""
    window = deadlines.latest(lapsed, "dispute_window")
    assert window is not None
    travel(f"{window.due_on + timedelta(days=21)} 09:00")
    sweep()
    filed = window.due_on + timedelta(days=days) if days else None
    case = desk.summoned(objection=fresh(lapsed), filed_on=filed)
    assert case.state == "summoned"
    assert deadlines.latest(lapsed, "dispute_window").status == status  # type: ignore[union-attr]


def test_case_24_a_late_reply_goes_no_further_once_the_commission_has_called(
    desk: DisputeDesk, lapsed: Objection
) -> None:
    """Perki 1/2013 Pasal 13: the objection is what it was when the dispute began."""
    desk.summoned(objection=lapsed, filed_on=None)
    with pytest.raises(NotNow):
        desk.objections.do(
            fresh(lapsed),
            "prepare_material",
            desk.office.petugas,
            explanation="Terlambat.",
            recommended_outcome="upheld",
            recommendation="Terbuka.",
        )


# -- case 26: to the Commission before objecting ---------------------------------------------------


@pytest.fixture
def unheard(desk: DisputeDesk) -> Any:
    """Return a dispute whose petitioner never objected."""
    request = desk.objections.refused_request()
    return open_dispute(
        Summons(
            paper=paper(),
            request=request,
            hearing_at=now() + timedelta(minutes=1),
            hearing_place="Ruang sidang",
        ),
        actor=desk.office.actor(desk.office.petugas),
    )


def test_case_26_a_summons_without_objection_is_recorded_and_flagged(
    desk: DisputeDesk, unheard: Any, client_as: Any
) -> None:
    """Perki 1/2013: the portal keeps what comes, and says what is missing."""
    assert (unheard.no_prior_objection, unheard.prior_objection) == (True, None)
    assert unheard.origin_id == unheard.request_id
    page = client_as(desk.office.ketua).get(f"/meja/berkas/{unheard.pk}/").content.decode()
    assert "Tanpa keberatan lebih dahulu" in page


def test_case_26_the_panel_does_not_admit_it_after_the_preliminary_hearing(
    desk: DisputeDesk, unheard: Any
) -> None:
    """No mediation and no adjudication: the examination of standing and time ends it."""
    case = desk.do(unheard, "register_summons", desk.office.petugas)
    case = desk.do(
        case,
        "verify_summons",
        desk.office.ketua,
        units=[desk.office.unit_a],
        meeting_at=now() + timedelta(days=1),
        meeting_place="Ruang rapat",
        agenda="Sidang",
    )
    desk.pass_time()
    case = desk.do(
        case,
        "attend_preliminary",
        desk.office.petugas,
        hearing=case.next_hearing,
        we_attended=True,
        minutes="Pemohon belum mengajukan keberatan.",
    )
    case = desk.do(case, "record_dismissal", desk.office.petugas, ruling=paper("75/2026"))
    assert (case.state, case.outcome) == ("ruled", "not_admissible")
    assert deadlines.latest(case, "court_window").status == "running"  # type: ignore[union-attr]
    assert not case.followed_by.filter(kind="obligation").exists()


# -- case 27: excluded information -----------------------------------------------------------------


def test_case_27_no_mediation_on_excluded_information(desk: DisputeDesk, client_as: Any) -> None:
    """UU 14/2008 Pasal 40: SOP 4.10 to 4.13 are skipped, and the page says why."""
    case = desk.testified(grounds="a")
    assert case.skips_mediation
    with pytest.raises(NotNow, match="langsung ke ajudikasi"):
        desk.do(
            case,
            "enter_mediation",
            desk.office.petugas,
            ruling=paper(),
            first_meeting_on=date(2026, 3, 9),
        )
    page = client_as(desk.office.petugas).get(f"/meja/berkas/{case.pk}/").content.decode()
    assert "Tidak ada: tentang informasi yang dikecualikan" in page
    with pytest.raises(Refused, match="belum pernah dimulai"):
        desk.do(case, "to_adjudication", desk.office.petugas, why="failed")
    case = desk.do(case, "to_adjudication", desk.office.petugas, why="excluded")
    assert case.state == "adjudication"


def test_case_27_what_verification_finds_excluded_skips_mediation_too(desk: DisputeDesk) -> None:
    """The ground may say "not fulfilled" where the answer was an exclusion."""
    case = desk.testified(grounds="d", excluded=True)
    assert case.skips_mediation
    assert desk.do(case, "to_adjudication", desk.office.petugas, why="excluded").state == (
        "adjudication"
    )


def test_case_27_other_grounds_do_not_skip_it(desk: DisputeDesk) -> None:
    """Pasal 40: on grounds b to g the sides may mediate."""
    case = desk.testified(grounds="d")
    with pytest.raises(Refused, match="tidak tentang informasi yang dikecualikan"):
        desk.do(case, "to_adjudication", desk.office.petugas, why="excluded")


def test_case_27_the_panel_may_order_a_new_consequence_test(desk: DisputeDesk) -> None:
    """Perki 1/2021 Pasal 49 ayat (1) huruf c: with its own date; the case goes on from there."""
    case = desk.adjudication(grounds="a")
    case = desk.do(
        case,
        "record_interim_order",
        desk.office.petugas,
        paper=paper("PS-1/2026"),
        order="Melakukan uji konsekuensi ulang atas dokumen.",
        days=14,
        unit="days",
    )
    assert case.state == "adjudication"
    assert case.open_interim_order.due_on == date(2026, 4, 6)
    with pytest.raises(NotNow, match="belum dilaksanakan"):
        desk.do(
            case,
            "record_interim_order",
            desk.office.petugas,
            paper=paper("PS-2/2026"),
            order="Sekali lagi.",
            days=14,
            unit="days",
        )
    desk.end_test(case)
    case = desk.do(
        case,
        "answer_interim_order",
        desk.office.petugas,
        result="Sebagian dapat dibuka.",
        done_on=date(2026, 3, 9),
    )
    assert case.state == "adjudication"
