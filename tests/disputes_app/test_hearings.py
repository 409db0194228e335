"""Sessions: missed ones, unrecorded ones, moved ones, and those that come near."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from disputes_app import desk_panels, reminders
from disputes_app.records import Hearing
from ppid_portal.clock import now
from ppid_portal.people.actors import actors_of
from ppid_portal.sop import sweeps
from ppid_portal.sop.errors import NotNow, Refused
from tests.driver import at
from tests.driver_disputes import DisputeDesk, paper

pytestmark = pytest.mark.any_database

PRELIMINARY = at("2026-03-16 10:00")
MISSED, UNRECORDED, SOON = (
    "staff_dispute_missed",
    "staff_dispute_unrecorded",
    "staff_dispute_hearing",
)


@pytest.fixture
def case(desk: DisputeDesk) -> Any:
    """Return a dispute whose first session is on Monday, 16 March 2026, 10.00."""
    return desk.summoned(objection=None, hearing_at=PRELIMINARY)


def sweep(desk: DisputeDesk, moment: str) -> None:
    """Let the clock of the portal run at a moment."""
    desk.travel(moment)
    sweeps.find_due()
    sweeps.handle_events()


def notices(case: Any, kind: str) -> list[Any]:
    return list(case.notices.filter(kind=kind))


def to(found: list[Any]) -> set[str]:
    return {address for notice in found for address in notice.recipients}


def alerts(user: Any) -> dict[str, list[str]]:
    """Return what a person's page of what needs attention says of disputes."""
    actors = actors_of(user)
    return {
        alert["title"]: [row["text"] for row in alert["rows"]]
        for alert in (*desk_panels.alarms(actors), *desk_panels.attention(actors))
    }


HIGH = "Sidang yang terlewat atau belum dicatat"
NEAR = "Sidang dalam tiga hari kerja"


# -- nobody said what became of it -----------------------------------------------------------------


@pytest.mark.every_database
def test_a_session_that_nobody_recorded_is_an_alarm_the_next_day(
    desk: DisputeDesk, case: Any, client_as: Any
) -> None:
    """The panel may go on without us (Perki 1/2013 Pasal 31): silence is the worst of it."""
    sweep(desk, "2026-03-16 23:00")
    assert not notices(case, UNRECORDED)
    assert alerts(desk.office.petugas)[HIGH] == []
    sweep(desk, "2026-03-17 00:10")
    told = notices(case, UNRECORDED)
    assert {desk.office.ketua.email, desk.office.atasan.email} <= to(told)
    assert "PENTING" in told[0].subject
    assert alerts(desk.office.ketua)[HIGH] == ["Pemeriksaan awal: hasilnya belum dicatat."]
    page = client_as(desk.office.petugas).get("/meja/").content.decode()
    assert f"{HIGH}: 1." in page, "in red on the first page"


@pytest.mark.every_database
def test_the_alarm_is_raised_once_however_long_nobody_looks(desk: DisputeDesk, case: Any) -> None:
    for moment in ("2026-03-17 00:10", "2026-03-17 06:00", "2026-04-10 06:00"):
        sweep(desk, moment)
    keys = [notice.dedupe for notice in notices(case, UNRECORDED)]
    assert len(keys) == len(set(keys)) == 3


def test_the_case_page_asks_for_it_before_anything_else(
    desk: DisputeDesk, case: Any, client_as: Any
) -> None:
    """One thing to do next: the session that is over."""
    desk.travel("2026-03-16 11:00")
    page = client_as(desk.office.petugas).get(f"/meja/berkas/{case.pk}/").content.decode()
    assert "Catat hasil sidang: Pemeriksaan awal" in page
    assert page.index("tindakan=record_hearing") < page.index("Catat surat panggilan")
    answer = client_as(desk.office.petugas).get(f"/meja/berkas/{case.pk}/?tindakan=record_hearing")
    assert "Catat hasil sidang: Pemeriksaan awal" not in answer.content.decode(), "it is there"


# -- we were not there -----------------------------------------------------------------------------


def miss(desk: DisputeDesk, case: Any) -> Any:
    """Record that nobody of ours came."""
    desk.travel("2026-03-16 14:00")
    return desk.do(
        case,
        "record_hearing",
        desk.office.petugas,
        hearing=case.next_hearing,
        we_attended=False,
        petitioner_attended=True,
        minutes="Panggilan terselip.",
    )


def test_a_missed_session_is_told_to_the_heads_at_once(desk: DisputeDesk, case: Any) -> None:
    """A high-severity alert (domain 3.15)."""
    case = miss(desk, case)
    told = notices(case, MISSED)
    assert {desk.office.ketua.email, desk.office.atasan.email} <= to(told)
    assert case.hearings.get().status == "missed"


def test_it_stays_red_until_the_next_session_is_known(
    desk: DisputeDesk, case: Any, client_as: Any
) -> None:
    case = miss(desk, case)
    assert alerts(desk.office.ketua)[HIGH] == ["Pemeriksaan awal: badan publik tidak hadir."]
    desk.travel("2026-03-17 08:00")
    assert alerts(desk.office.ketua)[HIGH] == ["Pemeriksaan awal: badan publik tidak hadir."]
    page = client_as(desk.office.ketua).get(f"/meja/berkas/{case.pk}/").content.decode()
    assert "is-missed" in page
    assert "Badan publik tidak hadir" in page
    desk.do(
        case,
        "schedule_hearing",
        desk.office.petugas,
        kind="preliminary",
        hearing_at=at("2026-03-30 10:00"),
        place="Ruang sidang",
    )
    assert alerts(desk.office.ketua)[HIGH] == []


def test_the_preliminary_hearing_may_go_on_without_us(desk: DisputeDesk) -> None:
    """Perki 1/2013 Pasal 31: absence stops nothing; step 4.8 is done, and the alarm rings."""
    case = desk.ready(objection=None)
    desk.pass_time()
    case = desk.do(
        case,
        "attend_preliminary",
        desk.office.petugas,
        hearing=case.next_hearing,
        we_attended=False,
        minutes="Majelis memeriksa tanpa termohon.",
    )
    assert case.state == "preliminary"
    assert notices(case, MISSED)


# -- moved and called off --------------------------------------------------------------------------


@pytest.mark.every_database
def test_a_postponed_session_is_no_alarm_and_the_new_one_is_remembered(
    desk: DisputeDesk, case: Any
) -> None:
    case = desk.do(
        case,
        "postpone_hearing",
        desk.office.petugas,
        hearing=case.next_hearing,
        hearing_at=at("2026-03-30 13:00"),
        reason="Majelis berhalangan.",
    )
    first, second = case.hearings.order_by("at")
    assert (first.status, first.postponed_to, first.outcome) == (
        "postponed",
        second,
        "Majelis berhalangan.",
    )
    assert second.place == first.place
    sweep(desk, "2026-03-17 00:10")
    assert not notices(case, UNRECORDED)
    assert case.next_hearing == second
    work = case.work.get(step="hearing", closed_at__isnull=True)
    assert work.key == second.key


def test_a_session_put_off_without_a_date_leaves_nothing_to_record(
    desk: DisputeDesk, case: Any
) -> None:
    case = desk.do(
        case,
        "postpone_hearing",
        desk.office.petugas,
        hearing=case.next_hearing,
        reason="Jadwal menyusul.",
    )
    assert case.next_hearing is None
    assert not case.work.filter(step="hearing", closed_at__isnull=True).exists()
    desk.travel("2026-03-16 11:00")
    with pytest.raises(NotNow, match="Tidak ada sidang yang dijadwalkan"):
        desk.do(
            case,
            "record_hearing",
            desk.office.petugas,
            hearing=Hearing.objects.get(),
            we_attended=True,
            minutes="x",
        )


def test_a_session_is_recorded_once(desk: DisputeDesk, case: Any) -> None:
    """Two people at the same form: the second hears that the first was quicker."""
    hearing = case.next_hearing
    following = desk.do(
        case,
        "schedule_hearing",
        desk.office.petugas,
        kind="mediation",
        hearing_at=at("2026-03-16 11:00"),
        place="Ruang mediasi",
    )
    case = miss(desk, following)
    with pytest.raises(Refused, match="Pilih sidang yang dijadwalkan"):
        desk.do(
            case,
            "record_hearing",
            desk.office.petugas,
            hearing=hearing,
            we_attended=True,
            minutes="Sekali lagi.",
        )


def test_the_reading_of_a_ruling_is_recorded_also_after_the_ruling(desk: DisputeDesk) -> None:
    """The paper came before somebody wrote the minutes; neither blocks the other."""
    case = desk.adjudication(objection=None)
    case = desk.do(
        case,
        "schedule_hearing",
        desk.office.petugas,
        kind="decision",
        hearing_at=now() + timedelta(minutes=1),
        place="Ruang sidang",
    )
    desk.pass_time()
    case = desk.do(case, "record_ruling", desk.office.petugas, ruling=paper(), outcome="rejected")
    assert case.work.filter(step="hearing", closed_at__isnull=True).exists()
    case = desk.do(
        case,
        "record_hearing",
        desk.office.hukum,
        hearing=case.next_hearing,
        we_attended=True,
        minutes="Putusan dibacakan.",
    )
    assert not case.work.filter(step="hearing", closed_at__isnull=True).exists()


# -- those that come near --------------------------------------------------------------------------


def test_each_session_is_told_three_days_and_one_day_before(desk: DisputeDesk, case: Any) -> None:
    """Working days: the Monday session is told on Wednesday and on Friday."""
    reminders.remind()
    assert not notices(case, SOON)
    desk.travel("2026-03-11 08:00")
    reminders.remind()
    reminders.remind()
    assert {notice.subject for notice in notices(case, SOON)} == {
        f"Sidang 3 hari kerja lagi: {case.number}"
    }
    desk.travel("2026-03-13 08:00")
    reminders.remind()
    reminders.remind()
    subjects = [notice.subject for notice in notices(case, SOON)]
    assert sorted(set(subjects)) == [
        f"Sidang 1 hari kerja lagi: {case.number}",
        f"Sidang 3 hari kerja lagi: {case.number}",
    ]
    assert len(subjects) == 6, "each head twice"


def test_after_an_outage_each_session_is_told_exactly_once(desk: DisputeDesk, case: Any) -> None:
    """S10: what is missed is made good once, at the distance of the day, in the right words."""
    desk.travel("2026-03-16 07:00")
    for _run in range(3):
        reminders.remind()
    subjects = [notice.subject for notice in notices(case, SOON)]
    assert subjects == [f"Sidang hari ini: {case.number}"] * 3
    assert len(to(notices(case, SOON))) == len(subjects) + 1, "the secretariat are two"


def test_a_session_in_two_days_is_not_said_to_be_in_three(desk: DisputeDesk, case: Any) -> None:
    desk.travel("2026-03-12 08:00")
    reminders.remind()
    assert {notice.subject for notice in notices(case, SOON)} == {
        f"Sidang 2 hari kerja lagi: {case.number}"
    }


def test_the_eve_is_called_tomorrow(desk: DisputeDesk) -> None:
    case = desk.summoned(objection=None, hearing_at=at("2026-03-10 10:00"))
    reminders.remind()
    assert {notice.subject for notice in notices(case, SOON)} == {f"Sidang besok: {case.number}"}


def test_a_session_that_moved_is_told_anew(desk: DisputeDesk, case: Any) -> None:
    desk.travel("2026-03-13 08:00")
    reminders.remind()
    before = len(notices(case, SOON))
    case = desk.do(
        case,
        "postpone_hearing",
        desk.office.petugas,
        hearing=case.next_hearing,
        hearing_at=at("2026-03-17 10:00"),
        reason="Majelis berhalangan.",
    )
    moved = len(notices(case, SOON)) - before
    assert moved == 3, "each head hears that it was put off"
    desk.travel("2026-03-16 08:00")
    reminders.remind()
    assert len(notices(case, SOON)) == before + moved + 3


# -- what needs attention --------------------------------------------------------------------------


def test_the_next_three_working_days_are_listed(desk: DisputeDesk, case: Any) -> None:
    """From Wednesday on the Monday session is near; a summons that came late is said with it."""
    assert alerts(desk.office.petugas)[NEAR] == []
    desk.travel("2026-03-11 08:00")
    (text,) = alerts(desk.office.petugas)[NEAR]
    assert text == "Pemeriksaan awal, Ruang sidang Komisi Informasi Pusat."
    desk.summoned(objection=None, hearing_at=at("2026-03-12 10:00"))
    late = alerts(desk.office.ketua)[NEAR][0]
    assert "kurang dari tiga hari kerja" in late


@pytest.mark.parametrize(
    ("served", "late"), [("2026-03-11", False), ("2026-03-12", True), ("2026-03-16", True)]
)
def test_a_summons_is_served_three_working_days_before(
    desk: DisputeDesk, served: str, late: bool
) -> None:
    """Perki 1/2013: Wednesday for Monday is in time, Thursday is not."""
    hearing = Hearing(at=PRELIMINARY, summons_served_on=at(f"{served} 00:00").date())
    assert hearing.served_late is late


def test_units_see_the_sessions_of_their_own_disputes_and_no_alarm(desk: DisputeDesk) -> None:
    case = desk.verified(objection=None, hearing_at=at("2026-03-12 10:00"))
    assert list(alerts(desk.office.pelaksana_a)) == [NEAR]
    assert alerts(desk.office.pelaksana_b) == {}
    assert alerts(desk.office.outsider) == {}
    assert case.number


def test_legal_affairs_see_alarms_from_when_they_are_called_in(desk: DisputeDesk) -> None:
    """SOP 4.5: before that the file is not theirs."""
    desk.verified(objection=None)
    case = desk.coordinated(objection=None)
    desk.travel("2026-03-10 08:00")
    assert len(alerts(desk.office.ketua)[HIGH]) == 2
    assert len(alerts(desk.office.hukum)[HIGH]) == 1
    assert case.state == "coordinated"


@pytest.mark.every_database
def test_the_alerts_cost_a_fixed_number_of_queries(
    desk: DisputeDesk, django_assert_num_queries: Any
) -> None:
    """The desk asks on every opening."""
    for _time in range(3):
        desk.summoned(objection=None)
    desk.travel("2026-03-10 08:00")
    actors = actors_of(desk.office.petugas)
    desk_panels.attention(actors)
    with django_assert_num_queries(1):
        desk_panels.alarms(actors)
    with django_assert_num_queries(3):
        desk_panels.attention(actors)
