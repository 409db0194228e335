"""Thirty working days of silence: the objection lapses by itself (S22, domain case 24).

UU 14/2008 Pasal 36 ayat (2) and 37 ayat (2); Perki 1/2013 Pasal 13.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from objections_app.models import Objection
from ppid_portal.audit.models import AuditEntry
from ppid_portal.mail.deliveries import services as deliveries
from ppid_portal.mail.models import Notice
from ppid_portal.sop import deadlines
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import DueEvent
from tests.driver_objections import ObjectionDesk, day_after, sweep

pytestmark = pytest.mark.django_db
PERSON = {"kind": "perorangan", "name": "Siti Aminah", "email": "siti@pemohon.example"}
REPLY_DUE, WINDOW_ENDS = date(2026, 4, 20), date(2026, 5, 11)


@pytest.fixture
def filed(desk: ObjectionDesk, travel: Any) -> Objection:
    """Return an objection that was received on Friday, 27 February 2026."""
    travel("2026-02-27 10:00")
    return desk.filed(grounds="b", applicant=PERSON)


def fresh(case: Any) -> Any:
    return Objection.objects.get(pk=case.pk)


def verbs(case: Any, verb: str) -> int:
    return AuditEntry.objects.filter(stream=case.stream, verb=verb).count()


def test_it_is_due_thirty_working_days_after_receipt(filed: Objection) -> None:
    """Past Nyepi, Lebaran and Good Friday, with their days of collective leave."""
    assert deadlines.latest(filed, "objection_reply").due_on == REPLY_DUE


def test_the_last_day_is_still_in_time(filed: Objection, travel: Any) -> None:
    travel("2026-04-20 23:59")
    sweep()
    case = fresh(filed)
    assert (case.lapsed_on, case.dispute_window) == (None, None)


@pytest.mark.parametrize("moment", ["2026-04-21 00:05", "2026-05-08 07:00"])
def test_it_lapses_by_itself_and_opens_the_way_to_the_commission(
    filed: Objection, travel: Any, moment: str
) -> None:
    """The window counts from the day on which the thirty ended, whenever a sweep notices."""
    travel(moment)
    sweep()
    case = fresh(filed)
    assert case.lapsed_on == REPLY_DUE
    assert case.dispute_window.due_on == WINDOW_ENDS
    assert case.state == "filed", "a late reply may still come"
    assert case.reply_deadline.status == "breached"


def test_the_objector_is_told_of_the_last_day_to_go_to_the_commission(
    filed: Objection, travel: Any
) -> None:
    travel("2026-04-21 00:05")
    sweep()
    notice = Notice.objects.get(case_id=filed.pk, kind="objection_lapsed")
    assert "Senin, 20 April 2026" in notice.body
    assert "Senin, 11 Mei 2026" in notice.body
    assert Notice.objects.filter(case_id=filed.pk, kind="staff_objection_lapsed").count() == 3


def test_after_an_outage_it_happens_exactly_once(filed: Objection, travel: Any) -> None:
    """S10: the worker was down for a month and then ran three times, twice at one moment."""
    for moment in ("2026-05-20 09:00", "2026-05-20 09:00", "2026-05-20 09:05"):
        travel(moment)
        sweep()
    case = fresh(filed)
    assert verbs(case, "lapse") == 1
    assert case.deadlines.filter(rule="dispute_window").count() == 1
    assert case.dispute_window.due_on == WINDOW_ENDS
    assert Notice.objects.filter(case_id=case.pk, kind="objection_lapsed").count() == 1
    assert not DueEvent.objects.filter(case_id=case.pk, handled_at__isnull=True).exists()


def test_a_late_reply_is_recorded_as_late_and_opens_no_second_window(
    desk: ObjectionDesk, filed: Objection, travel: Any
) -> None:
    """Domain case 24, last clause; the letter says so itself."""
    travel("2026-04-21 09:00")
    sweep()
    travel("2026-04-24 10:00")
    case = fresh(filed)
    for act, who, data in (
        ("register_objection", "petugas", {}),
        ("give_receipt", "petugas", {}),
        (
            "prepare_material",
            "petugas",
            {
                "explanation": "Ditolak.",
                "recommended_outcome": "rejected",
                "recommendation": "Tetap dikecualikan.",
            },
        ),
        ("submit_material", "ketua", {}),
        ("decide", "atasan", {"outcome": "rejected", "considerations": "Tetap dikecualikan."}),
        ("compose_reply", "petugas", {}),
        ("sign_reply", "atasan", {}),
        ("record_reply", "petugas", {}),
        ("deliver_reply", "petugas", {"method": "email"}),
    ):
        case = desk.do(case, act, getattr(desk.office, who), **data)

    assert case.reply_deadline.status == "met_late"
    assert case.lapsed_on == REPLY_DUE
    assert case.deadlines.filter(rule="dispute_window").count() == 1
    assert case.dispute_window.due_on == WINDOW_ENDS
    assert "Surat ini tidak membuka jangka waktu yang baru" in _words(case.reply)
    case = desk.do(case, "record_receipt", desk.office.petugas, received_on=date(2026, 4, 24))
    assert case.dispute_window.due_on == WINDOW_ENDS


def _words(letter: Any) -> str:
    from ppid_portal.letters import frame, kinds
    from ppid_portal.letters.render import render_html

    html = render_html(kinds.get(letter.kind).template, frame.for_template(letter.context))
    return " ".join(html.split())


def test_a_reply_that_is_late_before_any_sweep_is_late_all_the_same(
    desk: ObjectionDesk, travel: Any
) -> None:
    travel("2026-02-27 10:00")
    case = desk.recorded("rejected", grounds="b", applicant=PERSON)
    travel("2026-04-22 10:00")
    case = desk.do(case, "deliver_reply", desk.office.petugas, method="email")
    assert (case.lapsed_on, case.dispute_window.due_on) == (REPLY_DUE, WINDOW_ENDS)
    sweep()
    assert verbs(case, "lapse") == 0, "there is nothing left to lapse"


def test_a_reply_in_time_that_is_noted_late_was_never_late(
    desk: ObjectionDesk, travel: Any
) -> None:
    """Handed over on the last day, keyed in when the sweep had already counted it as silence."""
    travel("2026-02-27 10:00")
    case = desk.recorded("rejected", grounds="b", applicant=PERSON)
    travel("2026-04-21 07:00")
    sweep()
    assert fresh(case).lapsed_on == REPLY_DUE
    case = desk.do(
        case, "deliver_reply", desk.office.petugas, method="pickup", delivered_on=REPLY_DUE
    )
    assert case.lapsed_on is None
    assert case.reply_deadline.status == "met"
    assert case.dispute_window.counted_from == REPLY_DUE


def test_the_fourteen_days_count_from_the_receipt_of_the_post(
    desk: ObjectionDesk, travel: Any
) -> None:
    """UU 14/2008 Pasal 37 ayat (2); the three dates of a letter are three fields."""
    case = desk.recorded("rejected", grounds="b", applicant=PERSON)
    case = desk.do(
        case,
        "deliver_reply",
        desk.office.petugas,
        method="post",
        tracking_number="RR123456789ID",
    )
    assert (case.delivered_on, case.received_on) == (date(2026, 3, 9), None)
    assert case.dispute_window.counted_from == date(2026, 3, 9)
    travel("2026-03-16 10:00")
    case = desk.do(case, "record_receipt", desk.office.petugas, received_on=date(2026, 3, 13))
    assert case.dispute_window.counted_from == date(2026, 3, 13)
    assert case.deadlines.filter(rule="dispute_window", status="running").count() == 1


def test_the_proof_of_the_post_moves_the_fourteen_days_by_itself(
    desk: ObjectionDesk, travel: Any
) -> None:
    """Whoever keys in the receipt of the post need not think of the second date."""
    case = desk.recorded("rejected", grounds="b", applicant=PERSON)
    case = desk.do(
        case, "deliver_reply", desk.office.petugas, method="post", tracking_number="RR1ID"
    )
    delivery = case.deliveries.get()
    assert (delivery.status, delivery.tracking_number) == ("sent", "RR1ID")
    assert list(delivery.letters.all()) == [case.reply]
    travel("2026-03-16 10:00")
    officer = desk.office.actor(desk.office.petugas)
    deliveries.arrive(delivery, on=date(2026, 3, 13), actor=officer)
    case = fresh(case)
    assert case.received_on == date(2026, 3, 13)
    assert case.dispute_window.counted_from == date(2026, 3, 13)
    assert verbs(case, "record_receipt") == 1, "an act of its own, through the engine"


def test_the_date_of_receipt_is_also_that_of_the_delivery(desk: ObjectionDesk, travel: Any) -> None:
    """The other way round: what is noted on the case is not asked again."""
    case = desk.recorded("rejected", grounds="b", applicant=PERSON)
    case = desk.do(
        case, "deliver_reply", desk.office.petugas, method="post", tracking_number="RR1ID"
    )
    travel("2026-03-16 10:00")
    case = desk.do(case, "record_receipt", desk.office.petugas, received_on=date(2026, 3, 13))
    delivery = case.deliveries.get()
    assert (delivery.status, delivery.arrived_on) == ("arrived", date(2026, 3, 13))


def test_who_may_not_record_the_receipt_may_not_move_the_fourteen_days(
    desk: ObjectionDesk, travel: Any
) -> None:
    case = desk.recorded("rejected", grounds="b", applicant=PERSON)
    case = desk.do(
        case, "deliver_reply", desk.office.petugas, method="post", tracking_number="RR1ID"
    )
    travel("2026-03-16 10:00")
    head = desk.office.actor(desk.office.ketua)
    with pytest.raises(Refused):
        deliveries.arrive(case.deliveries.get(), on=date(2026, 3, 13), actor=head)
    assert case.deliveries.get().status == "sent", "nothing of it is kept"


def test_what_was_never_completed_is_due_from_the_end_of_the_time_to_complete(
    desk: ObjectionDesk, travel: Any
) -> None:
    """Perki 1/2021 Pasal 39: decided as it is; an outage moves no date."""
    case = desk.incomplete(grounds="b")
    ended = deadlines.latest(case, "objection_cure").due_on
    travel("2026-03-30 09:00")
    sweep()
    case = fresh(case)
    assert (case.state, case.stays_incomplete) == ("filed", True)
    assert case.counted_from == ended == date(2026, 3, 12)
    sweep()
    assert verbs(case, "cure_ended") == 1


def test_a_withdrawn_objection_does_not_lapse(desk: ObjectionDesk, travel: Any) -> None:
    case = desk.withdrawn(grounds="b")
    travel(day_after(case, "objection_reply"))
    sweep()
    assert fresh(case).lapsed_on is None
    assert fresh(case).dispute_window is None
