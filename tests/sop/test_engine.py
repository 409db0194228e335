"""The one gateway: an act happens whole, once, by whom it belongs to, and leaves its trace."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, models, transaction
from django_fsm import ConcurrentTransition

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import Limit
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import Appointment
from ppid_portal.sop import catalogue, engine
from ppid_portal.sop.declarations import Act
from ppid_portal.sop.errors import MissingOutput, NotNow, NotYours, Refused
from ppid_portal.sop.models import Case, NumberSeries, StepLimit, WorkItem
from requests_app import letters
from requests_app.models import InformationRequest, State
from tests.driver import Desk, at, file_request, make_applicant

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    """Count everything that is stored."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


# -- opening ---------------------------------------------------------------------------------------


def test_opening_numbers_registers_and_begins_the_history(desk: Desk) -> None:
    case = file_request()
    assert case.number == "0001/PPID-SETNEG/PI/2026"
    assert (case.kind, case.state) == ("request", "received")
    assert case.opened_at == at("2026-03-09 10:00")
    assert InformationRequest.history.filter(id=case.pk).count() == 1
    (entry,) = AuditEntry.objects.filter(stream=case.stream)
    assert (entry.verb, entry.from_state, entry.to_state) == ("receive", "new", "received")


def test_one_key_opens_one_case(desk: Desk) -> None:
    applicant = make_applicant()
    first = file_request(applicant, idempotency_key="abc")
    before = rows()
    again = file_request(applicant, idempotency_key="abc", information="Yang lain")
    assert again.pk == first.pk
    assert again.information == first.information
    assert rows() == before
    assert file_request(applicant, idempotency_key="abd").pk != first.pk


@pytest.mark.django_db(transaction=True)
def test_one_key_sent_at_the_same_moment_opens_one_case(desk: Desk) -> None:
    applicant = make_applicant()

    def send(_number: int) -> int:
        try:
            return file_request(applicant, idempotency_key="abc").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, range(4)))) == 1
    assert Case.objects.count() == 1
    assert NumberSeries.objects.get(register="request").last == 1


def test_an_opening_that_fails_leaves_nothing_and_gives_its_number_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    applicant = make_applicant()
    file_request(applicant)
    before = rows()
    with monkeypatch.context() as patch:
        patch.setattr(letters, "receipt", lambda *_: (_ for _ in ()).throw(RuntimeError("rusak")))
        with pytest.raises(RuntimeError):
            file_request(applicant)
    assert rows() == before
    assert file_request(applicant).number == "0002/PPID-SETNEG/PI/2026"


def test_only_whose_act_it_is_may_open(desk: Desk) -> None:
    with pytest.raises(NotYours):
        file_request(actor=desk.office.actor(desk.office.ketua))
    assert not Case.objects.exists()


# -- performing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "who", "data", "error"),
    [
        ("dispose", "ketua", {"direction": "x"}, NotNow),
        ("confirm_complete", "ketua", {}, NotYours),
        ("fly", "petugas", {}, NotNow),
        ("withdraw", "petugas", {}, Refused),
    ],
)
def test_what_is_refused_leaves_nothing(
    desk: Desk, act: str, who: str, data: Any, error: type[Refused]
) -> None:
    case = file_request()
    before = rows()
    with pytest.raises(error) as refusal:
        desk.do(case, act, getattr(desk.office, who), **data)
    assert refusal.value.message.endswith(".")
    assert rows() == before
    case.refresh_from_db()
    assert case.state == "received"


def test_a_transition_that_fails_halfway_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letters, numbers, deadlines, tasks: all or nothing."""
    case = desk.registered()
    before = rows()
    monkeypatch.setattr(letters, "memorandum", lambda *_: (_ for _ in ()).throw(RuntimeError))
    with pytest.raises(RuntimeError):
        desk.do(
            case, "dispose", desk.office.ketua, direction="Siapkan.", units=[desk.office.unit_a]
        )
    assert rows() == before


def test_the_audit_entry_says_everything(desk: Desk, travel: Any) -> None:
    case = desk.registered()
    travel("2026-03-10 11:00")
    desk.do(case, "dispose", desk.office.ketua, direction="Siapkan.", units=[desk.office.unit_a])
    entry = AuditEntry.objects.filter(stream=case.stream).order_by("-sequence")[0]
    assert entry.verb == "dispose"
    assert (entry.user_id, entry.name) == (desk.office.ketua.pk, "Dewi Anggraini")
    assert (entry.role, entry.mandate) == ("ketua_ppid", "")
    assert entry.at == at("2026-03-10 11:00")
    assert (entry.from_state, entry.to_state) == ("registered", "in_process")
    assert entry.subject == case.number
    assert entry.data["citation"] == "SOP 2.4"
    assert entry.data["units"] == ["uji-a"]
    assert [output[0] for output in entry.data["outputs"]] == ["letter", "letter"]


def test_a_step_that_yields_nothing_does_not_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step whose output is a document, number or decision is not complete without it."""
    case = desk.in_state(State.CHECKED)
    before = rows()
    with monkeypatch.context() as patch:
        patch.setattr(Act, "yield_number", lambda *_: None)
        with pytest.raises(MissingOutput, match=r"SOP 2\.3"):
            desk.do(case, "register_request", desk.office.petugas)
    assert rows() == before
    assert desk.do(case, "register_request", desk.office.petugas).state == "registered"


def test_each_act_is_one_version_with_its_own_person_and_reason(desk: Desk) -> None:
    case = desk.registered()
    history = list(InformationRequest.history.filter(id=case.pk).order_by("history_id"))
    assert [row.history_change_reason for row in history] == ["SOP 2.1", "SOP 2.2", "SOP 2.3"]
    assert [row.history_user_id for row in history] == [
        None,
        desk.office.petugas.pk,
        desk.office.petugas.pk,
    ]


def test_who_and_why_do_not_stick_to_the_next_save(desk: Desk) -> None:
    """The library keeps them on the instance; a save by a task is nobody's act."""
    case = desk.registered()
    case.save()
    last = InformationRequest.history.filter(id=case.pk).order_by("-history_id")[0]
    assert last.history_user_id is None
    assert last.history_change_reason is None


def test_the_history_holds_no_search_text_and_no_key(desk: Desk) -> None:
    names = {field.name for field in InformationRequest.history.model._meta.get_fields()}
    assert not names & {"search_text", "fingerprint", "idempotency_key"}


def test_what_somebody_changed_in_memory_is_not_saved_along(desk: Desk) -> None:
    case = file_request()
    case.title = "Diubah di tempat lain"
    after = desk.do(case, "confirm_complete", desk.office.petugas)
    assert after.title == "Laporan keuangan 2025"
    assert case.state == "received", "the given instance is not touched"


def test_a_case_may_be_given_as_its_base(desk: Desk) -> None:
    """The sweeps know a case only as a case."""
    case = Case.objects.get(pk=file_request().pk)
    after: Any = desk.do(case, "confirm_complete", desk.office.petugas)
    assert isinstance(after, InformationRequest)
    assert after.state == "checked"


def test_only_the_engine_runs_a_transition(desk: Desk) -> None:
    case: Any = file_request()
    with pytest.raises(TypeError, match="through the engine only"):
        case.confirm_complete(desk.office.actor(desk.office.petugas))
    assert case.state == "received"


def test_whoever_acts_has_opened_the_case(desk: Desk, travel: Any) -> None:
    """S16: the report of unopened cases must not name one that is being worked on."""
    case = file_request()
    assert case.first_viewed_at is None
    travel("2026-03-09 11:00")
    after = desk.do(case, "confirm_complete", desk.office.petugas)
    assert after.first_viewed_at == at("2026-03-09 11:00")


# -- two at once -----------------------------------------------------------------------------------


def test_a_stale_instance_cannot_overtake(desk: Desk) -> None:
    """The mixin compares the state on saving: the row has moved on meanwhile."""
    case = file_request()
    stale: Any = InformationRequest.objects.get(pk=case.pk)
    desk.do(case, "confirm_complete", desk.office.petugas)
    act = Act("confirm_complete", desk.office.actor(desk.office.petugas), at("2026-03-09 10:00"))
    stale.confirm_complete(act)
    with pytest.raises(ConcurrentTransition), transaction.atomic():
        stale.save()
    assert InformationRequest.objects.get(pk=case.pk).state == "checked"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_acts_and_the_other_hears_why_not(desk: Desk) -> None:
    case = file_request()
    people = [desk.office.petugas, desk.office.petugas_2]
    actors = [desk.office.actor(person) for person in people]

    def act(actor: Actor) -> str:
        try:
            return engine.perform(case, "confirm_complete", actor).state
        except NotNow as refusal:
            return refusal.message
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(act, actors), key=len)
    assert results[0] == "checked"
    assert "Lengkap" in results[1]
    assert AuditEntry.objects.filter(verb="confirm_complete").count() == 1


# -- the refresh trap ------------------------------------------------------------------------------


def protected(case: Any) -> bool:
    try:
        case.state = State.ANSWERED
    except AttributeError:
        return True
    return False


def test_reading_again_works_and_keeps_the_protection(desk: Desk) -> None:
    case = file_request()
    desk.do(case, "confirm_complete", desk.office.petugas)
    case.refresh_from_db()
    assert case.state == "checked"
    assert protected(case)
    assert not case.get_deferred_fields()


def test_reading_some_fields_again_leaves_the_state_alone(
    desk: Desk, django_assert_num_queries: Any
) -> None:
    case = file_request()
    InformationRequest.objects.filter(pk=case.pk).update(title="Pokok baru")
    desk.do(case, "confirm_complete", desk.office.petugas)
    case.refresh_from_db(fields=["title"])
    assert (case.title, case.state) == ("Pokok baru", "received")
    assert protected(case)
    with pytest.raises(ConcurrentTransition), transaction.atomic():
        case.save()
    case.refresh_from_db(fields=["state"])
    assert case.state == "checked"
    with django_assert_num_queries(1):
        case.refresh_from_db()
    case.save()


def test_a_row_read_in_parts_completes_itself(desk: Desk) -> None:
    case = InformationRequest.objects.only("title").get(pk=file_request().pk)
    assert case.state == "received"
    case.refresh_from_db()
    assert case.state == "received"
    assert protected(case)


def test_a_reading_that_fails_leaves_the_protection_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the library's own way it would be off for the whole process, for good."""
    case, other = file_request(), file_request()
    with monkeypatch.context() as patch:
        patch.setattr(
            models.Model, "refresh_from_db", lambda *_, **__: (_ for _ in ()).throw(OSError)
        )
        with pytest.raises(OSError):  # noqa: PT011
            case.refresh_from_db()
    assert case.state == "received"
    assert protected(case)
    assert protected(other)
    assert protected(InformationRequest(title="x"))


def test_while_one_thread_reads_another_cannot_write_the_state(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, other = file_request(), file_request()
    real: Callable[..., None] = models.Model.refresh_from_db
    seen: list[bool] = []

    def slow(self: Any, *args: Any, **kwargs: Any) -> None:
        thread = threading.Thread(target=lambda: seen.append(protected(other)))
        thread.start()
        thread.join()
        real(self, *args, **kwargs)

    monkeypatch.setattr(models.Model, "refresh_from_db", slow)
    case.refresh_from_db()
    assert seen == [True]


# -- work ------------------------------------------------------------------------------------------


def open_work(case: Case) -> set[tuple[str, str, str]]:
    items = WorkItem.objects.filter(case_id=case.pk, closed_at__isnull=True)
    return set(items.values_list("step", "phase", "role"))


def test_work_follows_the_state(desk: Desk) -> None:
    case = file_request()
    assert open_work(case) == {("request.2", "", "tim_sekretariat_ppid")}
    case = desk.do(case, "confirm_complete", desk.office.petugas)
    assert open_work(case) == {("request.3", "", "tim_sekretariat_ppid")}
    case = desk.do(case, "register_request", desk.office.petugas)
    assert open_work(case) == {("request.4", "", "ketua_ppid")}
    case = desk.do(
        case, "dispose", desk.office.ketua, direction="Siapkan.", units=[desk.office.unit_a]
    )
    assert open_work(case) == {
        ("request.5a", "draft", "tim_sekretariat_ppid"),
        ("unit", "answer", "ppid_pelaksana"),
    }
    desk.do(case, "withdraw", desk.office.applicant(case))
    assert open_work(case) == set()


def test_work_counts_its_norm_inside_service_hours(desk: Desk, travel: Any) -> None:
    """SOP 2.2 is fifteen minutes; at 14.55 five of them are left, the rest is next morning."""
    travel("2026-03-09 14:55")
    item = WorkItem.objects.get(case=file_request())
    norm = catalogue.step("request", "2").limit
    assert norm is not None
    assert (item.norm_value, item.norm_unit) == (norm.value, norm.unit)
    assert item.due_at == at("2026-03-10 09:10")
    assert item.escalate_at is not None
    assert item.escalate_at > item.due_at


def test_closed_work_keeps_who_and_how_long(desk: Desk, travel: Any) -> None:
    """From 14.00 to 10.30 the next day: one hour, and an hour and a half, of service time."""
    travel("2026-03-09 14:00")
    case = file_request()
    travel("2026-03-10 10:30")
    desk.do(case, "confirm_complete", desk.office.petugas_2)
    item = WorkItem.objects.get(case=case, step="request.2")
    assert item.spent_minutes == 150
    assert item.closed_by == desk.office.petugas_2
    assert (item.closed_by_name, item.closed_by_act) == ("Bayu Pratama", "confirm_complete")


def test_work_that_goes_on_is_the_same_work(desk: Desk) -> None:
    """An act that leaves the state leaves the clock of the work alone."""
    case = desk.registered()
    before = WorkItem.objects.get(case=case, step="request.4", closed_at__isnull=True)
    desk.do(
        case, "propose_extension", desk.office.petugas, reason_code="not_held", detail="Dicari."
    )
    after = WorkItem.objects.get(case=case, step="request.4", closed_at__isnull=True)
    assert (after.pk, after.due_at) == (before.pk, before.due_at)


def test_work_stands_still_while_the_applicant_is_awaited(desk: Desk, travel: Any) -> None:
    case = desk.in_process(units=False)
    item = WorkItem.objects.get(case=case, phase="draft")
    due = item.due_at
    assert due is not None
    travel("2026-03-10 10:00")
    case = desk.do(case, "ask_clarification", desk.office.petugas, question="Tahun berapa?")
    item.refresh_from_db()
    assert item.paused_at == at("2026-03-10 10:00")
    assert item.closed_at is None
    travel("2026-03-11 11:00")
    case = desk.do(case, "answer_clarification", desk.office.applicant(case), answer="2025")
    item.refresh_from_db()
    assert item.paused_at is None
    # 10.00 to 15.00 without the break, and 9.00 to 11.00 on the next day.
    assert item.paused_minutes == 4 * 60 + 2 * 60
    assert item.due_at is not None
    assert item.due_at > due


def test_the_bodys_own_norm_is_used_for_what_opens_from_now_on(desk: Desk) -> None:
    before = WorkItem.objects.get(case=file_request(), closed_at__isnull=True)
    limit = StepLimit.objects.create(
        sop="request", no="2", value=2, unit="hours", reason="Banyak permohonan."
    )
    after = WorkItem.objects.get(case=file_request(), closed_at__isnull=True)
    assert (after.norm_value, after.norm_unit) == (2, "hours")
    before.refresh_from_db()
    assert (before.norm_value, before.norm_unit) == (15, "minutes"), "what runs keeps its norm"
    assert engine.limit_of(catalogue.step("request", "2")) == Limit(2, "hours")
    limit.value = 3
    limit.save()
    assert list(limit.history.values_list("value", flat=True)) == [3, 2]


def test_a_norm_for_a_step_that_does_not_exist_is_refused(db: None) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        StepLimit(sop="request", no="9", value=1, unit="days", reason="x").clean()


# -- what a page may offer -------------------------------------------------------------------------


def test_moves_tell_what_is_possible_and_why_the_rest_is_not(desk: Desk) -> None:
    case = file_request()
    found = {m.name: m for m in engine.moves(case, [desk.office.actor(desk.office.petugas)])}
    assert found["confirm_complete"].allowed
    assert found["confirm_complete"].is_next
    assert found["withdraw"].allowed
    assert not found["withdraw"].is_next
    assert "dispose" not in found, "what the state leaves no room for is not named"
    assert "receive" not in found
    others = {m.name: m for m in engine.moves(case, [desk.office.actor(desk.office.ketua)])}
    assert not others["confirm_complete"].allowed
    assert "Tim Sekretariat PPID" in others["confirm_complete"].why_not


def test_moves_and_performing_agree(desk: Desk) -> None:
    """What is offered without data to fill in can be done; what is not offered cannot."""
    case = desk.registered()
    for user in (desk.office.petugas, desk.office.ketua, desk.office.pelaksana_a):
        for move in engine.moves(case, actors_of(user)):
            if not move.allowed:
                with pytest.raises(Refused):
                    engine.perform(case, move.name, desk.office.actor(user), reason="x")


def test_who_stands_in_for_two_units_is_offered_the_one_that_is_left(desk: Desk) -> None:
    """The first unit has accepted; the act is still open for the second."""
    user = desk.office.pelaksana_a
    Appointment.objects.create(
        user=user,
        role="ppid_pelaksana",
        unit=desk.office.unit_b,
        kind="plt",
        decree="SP-3/2026",
        valid_from=date(2026, 3, 1),
    )
    case = desk.registered()
    units = [desk.office.unit_a, desk.office.unit_b]
    case = desk.do(case, "dispose", desk.office.ketua, direction="Siapkan.", units=units)
    first, second = actors_of(user)
    case = engine.perform(case, "accept_task", first)
    move = next(m for m in engine.moves(case, actors_of(user)) if m.name == "accept_task")
    assert move.allowed
    assert move.actors == (second,)
    case = engine.perform(case, "accept_task", second)
    move = next(m for m in engine.moves(case, actors_of(user)) if m.name == "accept_task")
    assert not move.allowed


def test_an_act_costs_a_fixed_number_of_queries(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    case = file_request()
    for _number in range(5):
        file_request()
    with django_assert_max_num_queries(25):
        desk.do(case, "confirm_complete", desk.office.petugas)


def test_a_backdated_receipt_does_not_make_negative_time(desk: Desk) -> None:
    """A letter of last week, keyed in today and checked at once."""
    week_ago = at("2026-03-09 10:00") - timedelta(days=7)
    case = file_request(
        actor=desk.office.actor(desk.office.petugas), channel="letter", received_at=week_ago
    )
    desk.do(case, "confirm_complete", desk.office.petugas)
    spent = WorkItem.objects.filter(case=case, closed_at__isnull=False)
    assert all(item.spent_minutes is not None and item.spent_minutes >= 0 for item in spent)
    assert case.counted_from == date(2026, 3, 2)
