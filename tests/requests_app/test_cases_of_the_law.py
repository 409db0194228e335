"""The tricky cases 1 to 18 of the domain brief, each as a rule (UU 14/2008)."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from weasyprint import HTML

from ppid_portal.people.actors import Actor
from ppid_portal.sop import deadlines, engine, sweeps
from ppid_portal.sop.errors import NotNow, Refused
from requests_app.models import DraftPart
from tests.driver import PIXEL, Desk, file_request, make_decree, make_document


def due(case: Any, rule: str = "written_notification") -> date:
    """Return when a limit of a case ends."""
    found = deadlines.latest(case, rule)
    assert found is not None
    return found.due_on


def test_case_01_collective_leave_is_not_counted(desk: Desk) -> None:
    """Pasal 22(7): ten working days from 9 March 2026 end on 30 March, past Nyepi and Lebaran."""
    case = file_request()
    deadline = deadlines.latest(case, "written_notification")
    assert deadline is not None
    assert deadline.due_on == date(2026, 3, 30)
    skipped = {d["date"]: d["reason"] for d in deadline.explanation["days"] if not d["counted"]}
    assert "cuti bersama" in skipped["2026-03-18"]


def test_case_02_after_hours_counts_from_the_next_working_day(desk: Desk, travel: Any) -> None:
    """A request of Friday 17.00 has its number at once and counts from Monday (Pasal 22(5))."""
    travel("2026-06-05 17:00")
    case = file_request()
    assert case.number
    assert case.counted_from == date(2026, 6, 8)
    assert due(case) == date(2026, 6, 23)


def test_case_03_the_last_minute_in_jakarta_is_in_time(desk: Desk, travel: Any) -> None:
    """23.59 WIB on the last day to complete is in time, though UTC has another hour."""
    case = desk.incomplete()
    travel(f"{due(case, 'cure')} 23:59")
    assert desk.do(case, "complete", Actor.applicant(case.pk), addition="Ini KTP.").state == (
        "received"
    )


def test_case_04_the_ten_days_start_on_completion(desk: Desk, travel: Any) -> None:
    """An incomplete request counts from the day on which it became complete."""
    case = desk.incomplete()
    travel("2026-03-11 10:00")
    case = desk.do(case, "complete", Actor.applicant(case.pk), addition="Ini KTP.")
    assert case.counted_from == date(2026, 3, 11)
    assert due(case) == date(2026, 4, 1)


@pytest.mark.parametrize(("day", "in_time"), [("2026-03-12", True), ("2026-03-13", False)])
def test_case_05_the_third_day_is_in_time_the_fourth_is_not(
    desk: Desk, travel: Any, day: str, in_time: bool
) -> None:
    """Three working days to complete; on the fourth the request is closed."""
    case = desk.incomplete()
    travel(f"{day} 09:00")
    if in_time:
        assert desk.do(case, "complete", Actor.applicant(case.pk), addition="KTP").state == (
            "received"
        )
        return
    with pytest.raises(NotNow, match="berakhir"):
        desk.do(case, "complete", Actor.applicant(case.pk), addition="KTP")
    sweeps.find_due()
    sweeps.handle_events()
    case.refresh_from_db()
    assert case.state == "lapsed"
    assert not case.deadlines.filter(rule="objection_window").exists()


def test_case_06_a_forgotten_notice_leaves_the_request_overdue(desk: Desk, travel: Any) -> None:
    """Without notice in three days the request counts from its first day, and is late after ten."""
    case = file_request()
    travel("2026-03-13 09:00")
    with pytest.raises(NotNow, match="3 hari kerja"):
        desk.do(case, "return_incomplete", desk.office.petugas, missing=["KTP"])
    travel("2026-03-31 09:00")
    sweeps.find_due()
    sweeps.handle_events()
    assert case.deadlines.get(rule="written_notification").status == "breached"
    assert case.deadlines.get(rule="objection_window").status == "running"


def extend(desk: Desk, case: Any, **facts: Any) -> Any:
    """Propose and approve an extension."""
    data = {"reason_code": "not_documented", "detail": "Masih disusun.", "days": 7, **facts}
    case = desk.do(case, "propose_extension", desk.office.petugas, **data)
    return desk.do(case, "approve_extension", desk.office.ketua)


def test_case_07_no_extension_on_the_eleventh_day(desk: Desk, travel: Any) -> None:
    """Pasal 22(8): an extension is notified within the ten days."""
    case = desk.registered()
    travel("2026-03-31 09:00")
    with pytest.raises(Refused, match="sudah lewat"):
        extend(desk, case)


def test_case_07_a_proposal_in_time_cannot_be_approved_too_late(desk: Desk, travel: Any) -> None:
    """What counts is the notice, not the proposal."""
    case = desk.registered()
    case = desk.do(
        case, "propose_extension", desk.office.petugas, reason_code="not_held", detail="x"
    )
    travel("2026-03-31 09:00")
    with pytest.raises(Refused):
        desk.do(case, "approve_extension", desk.office.ketua)
    assert due(case) == date(2026, 3, 30)


def test_case_08_no_second_extension(desk: Desk) -> None:
    """1 × 7 working days: once only."""
    case = extend(desk, desk.registered())
    with pytest.raises(Refused, match="satu kali"):
        extend(desk, case)


@pytest.mark.parametrize(
    "facts", [{"detail": " "}, {"reason_code": "busy"}, {"reason_code": ""}, {"days": 8}]
)
def test_case_09_no_extension_without_reason_or_too_long(desk: Desk, facts: Any) -> None:
    """One of the three reasons, in writing, and at most seven working days."""
    with pytest.raises(Refused):
        extend(desk, desk.registered(), **facts)


def test_case_10_seventeen_days_count_from_receipt(desk: Desk, travel: Any) -> None:
    """An extension notified on day 9 leads to day 17 from receipt, not to day 9 + 7."""
    case = desk.registered()
    travel("2026-03-27 09:00")
    case = extend(desk, case)
    assert due(case) == date(2026, 4, 9)
    travel("2026-04-01 09:00")
    case = desk.do(case, "dispose", desk.office.ketua, direction="Siapkan.")
    desk.draft(case)
    case = desk.do(case, "submit_draft", desk.office.petugas)
    case = desk.do(case, "approve_answer", desk.office.ketua)
    case = desk.do(case, "deliver_answer", desk.office.petugas)
    assert case.deadlines.get(rule="written_notification").status == "met"


def test_case_11_a_part_is_blacked_out_and_the_rest_given(desk: Desk) -> None:
    """Pasal 22(7)e: what is excluded is blacked out, with reason; the rest is given."""
    case = desk.answered("partly")
    assert case.state == "answered"
    letter = case.letters.get(kind="written_notification")
    assert not case.letters.filter(kind="refusal_decree").exists()
    assert letter.context["letter"]["parts"][0]["redaction"] == "Nama pegawai dihitamkan."


def test_case_12_a_text_layer_under_the_black_is_refused(desk: Desk) -> None:
    """A redacted PDF must be flattened; text behind the boxes gives it all away."""
    case = desk.in_process(units=False)
    pdf = BytesIO()
    HTML(string="<p>Rahasia yang masih terbaca</p>").write_pdf(pdf)
    desk.draft(case, "partly", documents=[make_document(case, content=pdf.getvalue())])
    with pytest.raises(Refused, match="masih memuat teks"):
        desk.do(case, "submit_draft", desk.office.petugas)


def test_case_12_an_image_hides_what_is_black(desk: Desk) -> None:
    """The flattened copy goes through."""
    case = desk.in_process(units=False)
    desk.draft(case, "partly", documents=[make_document(case, content=PIXEL)])
    assert desk.do(case, "submit_draft", desk.office.petugas).state == "approval"


def test_case_13_another_body_holds_it(desk: Desk) -> None:
    """Pasal 22(7)b: the notification names the body; it is no refusal and has no decree."""
    case = desk.answered("not_held")
    letter = case.letters.get(kind="written_notification")
    assert letter.context["letter"]["parts"][0]["holder"] == "Kementerian Keuangan"
    assert not case.letters.filter(kind="refusal_decree").exists()


def test_case_14_not_documented_states_the_days(desk: Desk) -> None:
    """Form B with a number of working days; no test, no decree."""
    with pytest.raises(Refused, match="berapa hari kerja"):
        desk.submitted("not_documented", part={"ready_in_days": None})
    case = desk.answered("not_documented")
    assert not case.letters.filter(kind="refusal_decree").exists()


def test_case_15_no_refusal_without_test_or_decree(desk: Desk) -> None:
    """Pasal 19: without a valid determination on file the decree cannot be issued."""
    with pytest.raises(Refused, match="uji konsekuensi"):
        desk.submitted("refused", part={"article": "h", "consequence": "x", "basis": None})


def test_case_16_letter_j_names_the_other_law(desk: Desk) -> None:
    """Pasal 17 j needs the other law and its article."""
    decree = make_decree(desk.office.unit_a, "j", other_law="UU 8/1997 Pasal 34")
    facts = {"article": "j", "consequence": "x", "basis": decree}
    with pytest.raises(Refused, match="undang-undang lain"):
        desk.submitted("refused", part=facts)
    assert desk.submitted("refused", part={**facts, "other_law": "UU 8/1997 Pasal 34"}).state == (
        "approval"
    )
    with pytest.raises(ValidationError):
        make_decree(desk.office.unit_a, "j")


def test_case_17_a_label_is_no_ground(desk: Desk) -> None:
    """A contract that the unit calls "rahasia" is open unless Pasal 17 and a test say no."""
    case = desk.in_process()
    unit = desk.office.pelaksana_a
    with pytest.raises(Refused, match="bukan alasan"):
        desk.do(case, "reject_task", unit, ground="rahasia", reason="Dokumen rahasia.")
    with pytest.raises(Refused, match="huruf Pasal 17"):
        desk.do(case, "reject_task", unit, ground="excluded", reason="Dokumen rahasia.")


def test_case_18_silence_opens_the_objection_by_itself(desk: Desk, travel: Any) -> None:
    """Pasal 35(1)c, 36(1): thirty working days from the lapse; nobody has to decide anything."""
    case = desk.in_process()
    travel("2026-03-30 23:59")
    sweeps.find_due()
    sweeps.handle_events()
    assert not case.deadlines.filter(rule="objection_window").exists()
    travel("2026-03-31 00:01")
    sweeps.find_due()
    sweeps.handle_events()
    window = case.deadlines.get(rule="objection_window")
    assert window.counted_from == date(2026, 3, 30)
    assert window.due_on == date(2026, 5, 13)
    assert "keberatan" in case.state_sentence()


def test_case_18_a_late_answer_restarts_the_window_from_the_answer(desk: Desk, travel: Any) -> None:
    """Pasal 35(1)g: answered late is a ground of its own, counted from the answer."""
    case = desk.approved()
    travel("2026-03-31 09:00")
    sweeps.find_due()
    sweeps.handle_events()
    case = desk.do(case, "deliver_answer", desk.office.petugas)
    statuses = list(
        case.deadlines.filter(rule="objection_window").values_list("status", "counted_from")
    )
    assert sorted(statuses) == [
        ("cancelled", date(2026, 3, 30)),
        ("running", date(2026, 3, 31)),
    ]


def test_case_28_no_refusal_on_an_expired_ground(desk: Desk) -> None:
    """On the day an exclusion ends its information is open, decided or not (PP 61/2010)."""
    expired = make_decree(
        desk.office.unit_a, valid_from=date(2025, 1, 1), valid_until=date(2026, 3, 9)
    )
    with pytest.raises(Refused, match="tidak berlaku lagi"):
        desk.submitted("refused", part={"article": "h", "consequence": "x", "basis": expired})


def test_a_decree_carries_only_its_own_letter(desk: Desk) -> None:
    """A determination for letter h is none for letter c."""
    decree = make_decree(desk.office.unit_a, "h")
    with pytest.raises(Refused, match="huruf h"):
        desk.submitted("refused", part={"article": "c", "consequence": "x", "basis": decree})


@pytest.mark.parametrize("outcome", ["granted", "not_held", "not_documented"])
def test_the_two_families_of_refusal_stay_apart(desk: Desk, outcome: str) -> None:
    """S21: "not held" with an exemption is refused, and so is a grant with one."""
    with pytest.raises(Refused, match="hanya untuk bagian yang ditolak"):
        desk.submitted(outcome, part={"article": "h"})


def test_case_32_only_open_cases_are_redated(desk: Desk) -> None:
    """A later holiday moves open dates; a group request has one register number (case 34)."""
    closed, running = desk.answered(), desk.registered()
    assert closed.number != running.number
    from ppid_portal.clock.models import Holiday
    from ppid_portal.sop.redate import redate_open

    before = due(closed), due(running)
    Holiday.objects.create(date=date(2026, 3, 25), kind="national", name="Libur susulan")
    redate_open()
    assert due(closed) == before[0]
    assert due(running) == date(2026, 3, 31)


def test_case_33_identical_requests_are_each_registered(desk: Desk) -> None:
    """Nothing is auto-closed; forty equal requests have forty numbers."""
    numbers = {file_request().number for _ in range(5)}
    assert len(numbers) == 5


def test_case_35_a_withdrawn_request_stays_in_the_register(desk: Desk) -> None:
    """Withdrawn is a state, not a deletion."""
    case = desk.in_state("withdrawn")
    assert case.number
    with pytest.raises(Exception, match="never deleted"):
        case.delete()


def test_case_36_a_person_with_two_roles_chooses_one(desk: Desk) -> None:
    """Two appointments are two actors; each does only what its role may."""
    from ppid_portal.people.actors import actors_of
    from ppid_portal.people.models import Appointment

    user = desk.office.petugas
    Appointment.objects.create(
        user=user, role="ppid_pelaksana", unit=desk.office.unit_b, valid_from=date(2026, 1, 1)
    )
    case = desk.in_process()
    fitting = {m.name: {a.role for a in m.actors} for m in engine.moves(case, actors_of(user))}
    assert fitting["submit_draft"] == {"tim_sekretariat_ppid"}
    assert fitting["answer_task"] == set()


def test_parts_keep_their_order(desk: Desk) -> None:
    """A request of several parts is answered part by part."""
    case = desk.in_process(units=False)
    desk.draft(case, "granted")
    desk.draft(case, "not_held")
    case = desk.do(case, "submit_draft", desk.office.petugas)
    assert list(DraftPart.objects.values_list("position", "outcome")) == [
        (1, "granted"),
        (2, "not_held"),
    ]


def test_it_asks_only_units_that_somebody_answers_for(desk: Desk) -> None:
    """A memorandum to a unit without PPID Pelaksana would wait for ever."""
    from ppid_portal.people.models import Unit

    nobody = Unit.objects.create(code="uji-c", name="Biro Tanpa Pelaksana", kind="bureau")
    case = desk.registered()
    with pytest.raises(Refused, match="belum mempunyai PPID Pelaksana"):
        desk.do(case, "dispose", desk.office.ketua, direction="Siapkan.", units=[nobody])


def test_a_units_own_date_moves_with_a_holiday(desk: Desk) -> None:
    """S4: every open due date moves, also the one that a unit was given, and moves back."""
    from ppid_portal.clock.models import Holiday
    from ppid_portal.sop.redate import redate_open

    case = desk.in_process()
    task, item = case.unit_tasks.get(), case.work.get(step="unit")
    assert task.due_at == item.due_at
    before = task.due_at
    holiday = Holiday.objects.create(date=date(2026, 3, 11), kind="national", name="Libur susulan")
    redate_open()
    task.refresh_from_db()
    item.refresh_from_db()
    assert task.due_at == item.due_at == before + timedelta(days=1)
    holiday.delete()
    redate_open()
    task.refresh_from_db()
    assert task.due_at == before
