"""Who sees which case: the list and the single case agree, for everybody and every case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppid_portal.clock import now
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import Appointment
from ppid_portal.people.roles import UNIT_BOUND, Role
from ppid_portal.sop.models import Case, WorkItem
from ppid_portal.sop.scope import (
    OFFICE_ROLES,
    is_called_in,
    may_view,
    sees_applicant,
    visible_cases,
)
from requests_app.models import InformationRequest
from tests.conftest import Office, Once
from tests.driver import Desk, file_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cases_once")]

HEADS = {"ketua_ppid", "atasan_ppid"}


def call_in(case: Any, **facts: Any) -> WorkItem:
    """Give legal affairs work in a case, as SOP 4 does."""
    return WorkItem.objects.create(
        case_id=case.pk,
        step="dispute.6",
        label="Beri pertimbangan hukum",
        role="asdep_hukum",
        opened_at=now(),
        counted_since=now(),
        **facts,
    )


@pytest.fixture(scope="module")
def cases_once(once: Once, office_once: Office) -> dict[str, int]:
    """One case of each sort that the rule tells apart."""
    with once("2026-03-09 10:00"):
        return {name: case.pk for name, case in made(Desk(office_once)).items()}


@pytest.fixture
def cases(cases_once: dict[str, int]) -> dict[str, Any]:
    return {name: InformationRequest.objects.get(pk=pk) for name, pk in cases_once.items()}


def made(desk: Desk) -> dict[str, Any]:
    restricted = desk.in_process()
    Case.objects.filter(pk=restricted.pk).update(restricted=True)
    untouched = file_request()
    Case.objects.filter(pk=untouched.pk).update(restricted=True)
    found = {
        "plain": file_request(),
        "unit_a": desk.in_process(),
        "restricted_unit_a": restricted,
        "restricted": untouched,
        "closed": desk.answered(),
        "legal": file_request(),
        "restricted_legal": file_request(),
    }
    call_in(found["legal"], closed_at=now())
    call_in(found["restricted_legal"])
    Case.objects.filter(pk=found["restricted_legal"].pk).update(restricted=True)
    return found


@pytest.fixture
def person(desk: Desk) -> Any:
    """Give somebody new a role in unit A or B, as of today: ``person("unit_kerja", "unit_a")``."""

    def make(role: str, unit: str = "unit_a") -> Any:
        user = desk.office.outsider
        Appointment.objects.filter(user=user).delete()
        Appointment.objects.bulk_create(
            [
                Appointment(
                    user=user,
                    role=role,
                    unit=getattr(desk.office, unit),
                    valid_from=date(2026, 1, 1),
                )
            ]
        )
        return user

    return make


def seen(user: Any, cases: dict[str, Any]) -> set[str]:
    """Return what a person sees; the list and the single case must say the same."""
    listed = set(visible_cases(user).values_list("pk", flat=True))
    one_by_one = {case.pk for case in cases.values() if may_view(user, case)}
    assert listed == one_by_one
    return {name for name, case in cases.items() if case.pk in listed}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("unit", ["unit_a", "unit_b"])
def test_list_and_case_agree_for_every_role(
    cases: dict[str, Any], person: Any, role: str, unit: str
) -> None:
    found = seen(person(role, unit), cases)
    if role in HEADS:
        assert found == set(cases)
    elif role in OFFICE_ROLES:
        assert found == {"plain", "unit_a", "closed", "legal"}
    elif role == "asdep_hukum":
        assert found == {"legal", "restricted_legal"}
    elif role in UNIT_BOUND and unit == "unit_a":
        assert found == {"unit_a", "restricted_unit_a"}
    else:
        assert found == set()


def test_nobody_without_an_appointment_sees_anything(cases: dict[str, Any], office: Any) -> None:
    assert seen(office.outsider, cases) == set()


def test_an_appointment_that_has_ended_shows_nothing(cases: dict[str, Any], person: Any) -> None:
    user = person("ketua_ppid")
    Appointment.objects.filter(user=user).update(valid_until=date(2026, 3, 8))
    assert seen(user, cases) == set()


def test_a_closed_account_sees_nothing(cases: dict[str, Any], person: Any) -> None:
    user = person("ketua_ppid")
    user.is_active = False
    user.save()
    assert seen(user, cases) == set()


def test_two_appointments_see_what_either_sees(cases: dict[str, Any], person: Any) -> None:
    user = person("unit_kerja", "unit_b")
    assert seen(user, cases) == set()
    Appointment.objects.bulk_create(
        [
            Appointment(
                user=user,
                role="tim_sekretariat_ppid",
                unit=Appointment.objects.get(user=user).unit,
                valid_from=date(2026, 1, 1),
            )
        ]
    )
    assert seen(user, cases) == {"plain", "unit_a", "closed", "legal"}


def give(user: Any, role: str, unit: Any) -> None:
    """Give somebody one more role, as of today."""
    Appointment.objects.bulk_create(
        [Appointment(user=user, role=role, unit=unit, valid_from=date(2026, 1, 1))]
    )


def test_appointments_add_up_and_take_nothing_away(
    cases: dict[str, Any], person: Any, desk: Desk
) -> None:
    """A head of legal affairs may head a unit too, and sit in the secretariat."""
    user = person("asdep_hukum", "unit_b")
    give(user, "ppid_pelaksana", desk.office.unit_a)
    own = {"legal", "restricted_legal", "unit_a", "restricted_unit_a"}
    assert seen(user, cases) == own
    give(user, "tim_sekretariat_ppid", desk.office.unit_a)
    assert seen(user, cases) == own | {"plain", "closed"}


def test_legal_affairs_see_what_they_are_and_were_called_to(desk: Desk) -> None:
    """SOP 4: consulted on a dispute; on anything else they have no business."""
    case = file_request()
    assert not may_view(desk.office.hukum, case)
    item = call_in(case)
    assert may_view(desk.office.hukum, case)
    item.closed_at = now()
    item.save()
    assert may_view(desk.office.hukum, case)


def test_being_called_in_is_a_matter_of_the_single_case(cases: dict[str, Any], desk: Desk) -> None:
    """Who heads a unit as well is a unit in the cases of the unit."""
    give(desk.office.hukum, "ppid_pelaksana", desk.office.unit_a)
    actors = actors_of(desk.office.hukum)
    assert is_called_in(cases["legal"], actors)
    assert not is_called_in(cases["unit_a"], actors)
    assert not is_called_in(cases["legal"], actors_of(desk.office.petugas))


def test_whoever_works_on_a_restricted_case_keeps_seeing_it(
    desk: Desk, cases: dict[str, Any]
) -> None:
    """It was marked while the officer worked on it; a colleague does not come in."""
    assert "restricted_unit_a" in seen(desk.office.petugas, cases)
    assert "restricted_unit_a" not in seen(desk.office.petugas_2, cases)


def test_a_unit_keeps_seeing_what_it_once_answered(desk: Desk) -> None:
    case = desk.in_process()
    desk.do(case, "answer_task", desk.office.pelaksana_a, answer="Ada.")
    assert may_view(desk.office.pelaksana_a, case)
    assert not may_view(desk.office.pelaksana_b, case)


def test_only_the_office_knows_who_asks(desk: Desk) -> None:
    office = desk.office
    for user in (office.petugas, office.sekretaris, office.ketua, office.atasan):
        assert sees_applicant([office.actor(user)])
    for user in (office.pelaksana_a, office.pimpinan_a, office.hukum):
        assert not sees_applicant([office.actor(user)])
    assert not sees_applicant([])


def test_the_list_costs_one_query_beside_that_of_the_appointments(
    cases: dict[str, Any], office: Any, django_assert_num_queries: Any
) -> None:
    for user in (office.petugas, office.ketua, office.pelaksana_a, office.hukum):
        with django_assert_num_queries(2):
            list(visible_cases(user).values_list("pk"))
