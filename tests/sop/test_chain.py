"""The chain request → objection → obligation → dispute: read, protected and counted as one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from ppid_portal.clock import Limit, now
from ppid_portal.people.models import Unit
from ppid_portal.sop import chain, deadlines, registry
from ppid_portal.sop.access import case_path
from ppid_portal.sop.models import Case, LegalDeadline
from requests_app.models import InformationRequest
from requests_app.obligation_models import Obligation
from requests_app.obligations import impose
from tests.driver import Desk, file_request, make_applicant, make_decree

pytestmark = pytest.mark.django_db


def order(origin: Case, request: Any = None, limit: Limit | None = None) -> Obligation:
    """Return the obligation that a decision of ``origin`` imposes."""
    return impose(
        origin=origin,
        request=request,
        source="ruling",
        ordered_by="Putusan 075/IX/KIP-PS/2024",
        order="Memberikan dokumen.",
        ordered_on=date(2026, 3, 9),
        limit=limit or Limit(20, "calendar_days"),
        at=now(),
    )


def bare(model: type[Case], **facts: Any) -> Case:
    """Return a stored case of any kind, with nothing but what its tables demand."""
    count = Case.objects.count()
    for each in model._meta.concrete_fields:
        if each.null and each.unique:
            facts.setdefault(each.name, None)  # of a kind of which only one may run
        if each.null or each.primary_key or each.has_default() or each.name in facts:
            continue
        match each:
            case models.DateTimeField():
                facts[each.name] = now()
            case models.DateField():
                facts[each.name] = date(2026, 3, 9) + timedelta(days=count)
            case models.IntegerField():
                facts[each.name] = count + 1
            case models.ForeignKey():
                facts[each.name] = make_decree(Unit.objects.first())
    made = model(**{"title": "Tahap", **facts})
    made.save()
    return made


@pytest.fixture
def linked(desk: Desk, travel: Any) -> dict[str, Any]:
    """A request, two stages that follow from it, and an order that follows from the second."""
    request = desk.answered()
    travel("2026-03-10 10:00")
    first = file_request(request.applicant, origin=request)
    travel("2026-03-11 10:00")
    second = file_request(request.applicant, origin=request)
    travel("2026-03-12 10:00")
    return {"request": request, "first": first, "second": second, "order": order(second)}


def keys(cases: Any) -> list[int]:
    return [case.pk for case in cases]


# -- reading it --------------------------------------------------------------------------------


def test_any_stage_leads_to_the_same_chain(linked: dict[str, Any]) -> None:
    """From the request on, stage by stage, what came first first."""
    whole = keys(linked.values())
    for case in linked.values():
        assert keys(chain.stages(case)) == whole
        assert keys(chain.stages(Case.objects.get(pk=case.pk))) == whole


def test_every_stage_comes_as_its_own_kind(linked: dict[str, Any]) -> None:
    kinds = [type(case) for case in chain.stages(linked["first"])]
    assert kinds == [InformationRequest, InformationRequest, InformationRequest, Obligation]


def test_no_kind_of_case_costs_a_query_of_its_own(django_assert_num_queries: Any) -> None:
    """Request, obligation, objection, dispute and what will come: one after the other."""
    made: list[Case] = []
    for model in registry.kinds().values():
        made.append(bare(model, origin=made[-1] if made else None))
    with django_assert_num_queries(2):
        found = chain.stages(made[-1])
    assert [(type(case), case.pk) for case in found] == [(type(case), case.pk) for case in made]
    assert chain.roots_of(keys(made)) == dict.fromkeys(keys(made), made[0].pk)


def test_a_case_that_nothing_follows_is_a_chain_of_one(desk: Desk) -> None:
    case = file_request()
    assert chain.stages(case) == [case]
    assert chain.root_of(case) == case


def test_another_chain_is_another_chain(linked: dict[str, Any]) -> None:
    other = file_request(make_applicant("Budi"))
    assert other.pk not in chain.tree(linked["request"])


def test_it_takes_two_queries_however_long_it_is(
    linked: dict[str, Any], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        chain.stages(linked["order"])
    for _each in range(5):
        file_request(origin=linked["second"])
    with django_assert_num_queries(2):
        assert len(chain.stages(linked["order"])) == 9


def test_it_is_read_up_to_a_bound() -> None:
    root = Case.objects.create(title="Awal")
    Case.objects.bulk_create(
        Case(title="Turunan", origin=root, kind="") for _each in range(chain.MOST + 5)
    )
    assert len(chain.tree(root)) == chain.MOST


def test_even_a_circle_ends() -> None:
    """No act makes one; a mistaken import would, and no page may hang on it."""
    one = Case.objects.create(title="Satu")
    other = Case.objects.create(title="Dua", origin=one)
    Case.objects.filter(pk=one.pk).update(origin=other)
    assert set(chain.tree(one)) == {one.pk, other.pk}
    assert set(chain.roots_of([one.pk])) == {one.pk}


# -- counting it -------------------------------------------------------------------------------


def test_figures_count_a_chain_once(linked: dict[str, Any], django_assert_num_queries: Any) -> None:
    other = file_request(make_applicant("Budi"))
    for case in linked.values():
        assert chain.root_of(case) == linked["request"]
        assert isinstance(chain.root_of(case), InformationRequest)
    with django_assert_num_queries(1):
        roots = chain.roots_of([*keys(linked.values()), other.pk])
    assert roots == {
        **dict.fromkeys(keys(linked.values()), linked["request"].pk),
        other.pk: other.pk,
    }
    assert len(set(roots.values())) == 2
    assert chain.roots_of([]) == {}


# -- what the applicant sees -------------------------------------------------------------------


def test_the_applicant_sees_their_own_stages_in_their_own_words(linked: dict[str, Any]) -> None:
    shown = chain.public_stages(linked["second"])
    assert [stage.case.pk for stage in shown] == keys(linked.values())
    assert [stage.is_here for stage in shown] == [False, False, True, False]
    first, last = shown[0], shown[-1]
    assert first.sentence == linked["request"].state_sentence()
    assert (first.kind, first.number) == ("Permohonan informasi", linked["request"].number)
    assert first.opened_on == date(2026, 3, 9)
    assert first.path == case_path(linked["request"])
    assert last.path == ""
    assert (last.opened_on, last.closed_on) == (date(2026, 3, 12), None)


def test_a_stage_of_somebody_else_is_not_shown(linked: dict[str, Any]) -> None:
    """Another petitioner may dispute the same information (UU 27/2022)."""
    stranger = file_request(make_applicant("Budi"), origin=linked["request"])
    nobodys = order(linked["request"])
    Case.objects.filter(pk=nobodys.pk).update(applicant=None)
    shown = [stage.case.pk for stage in chain.public_stages(linked["request"])]
    assert shown == keys(linked.values())
    assert [stage.case for stage in chain.public_stages(stranger)] == [stranger]
    assert [stage.case.pk for stage in chain.public_stages(Case.objects.get(pk=nobodys.pk))] == [
        nobodys.pk
    ]


def test_the_applicant_knows_their_own_limits_and_those_of_an_answer(desk: Desk) -> None:
    """Not the office's own notices, nor its time to go to court (UU 14/2008 Pasal 48)."""
    case = desk.answered()
    for rule in ("court_window", "interim_order", "commission_start", "order_execution"):
        deadlines.start(case, rule, date(2026, 3, 9), at=now())
    cancelled = deadlines.start(case, "objection_reply", date(2026, 3, 9), at=now())
    deadlines.cancel(cancelled, at=now())
    (stage,) = chain.public_stages(case)
    assert [(each.deadline.rule, each.is_own, each.status) for each in stage.dates] == [
        ("written_notification", False, "Terpenuhi"),
        ("objection_window", True, ""),
        ("order_execution", False, ""),
    ]
    assert stage.dates[1].explanation["days"]


@pytest.mark.parametrize(
    ("rule", "status", "words"),
    [
        ("written_notification", "running", ""),
        ("written_notification", "paused", "Berhenti sementara"),
        ("written_notification", "breached", "Terlewati"),
        ("objection_window", "breached", "sudah berakhir"),
        ("commission_finish", "breached", "sudah berakhir"),
        ("court_window", "breached", "sudah berakhir"),
        ("objection_window", "met", "Terpenuhi"),
    ],
)
def test_only_the_body_is_late_with_its_duty(rule: str, status: str, words: str) -> None:
    deadline = LegalDeadline(rule=rule, status=status)
    assert deadlines.status_words(deadline) == words


# -- deleting ----------------------------------------------------------------------------------


@transaction.atomic
def delete_by_hand(case: Case) -> None:
    """Delete a row as somebody at the database would."""
    Case.objects.filter(pk=case.pk)._raw_delete(using="default")
    connection.check_constraints()


KINDS = tuple(registry.kinds())


@pytest.mark.parametrize(
    ("kind", "follower"),
    # Each kind once as the earlier stage and once as the later one, beside another and itself.
    [*zip(KINDS, KINDS[1:] + KINDS[:1], strict=True), *zip(KINDS, KINDS, strict=True)],
)
def test_a_linked_case_of_no_kind_is_ever_deleted(kind: str, follower: str) -> None:
    """Neither the earlier stage nor the later one, by no way that Python or SQL offers."""
    model = registry.model_of(kind)
    origin = bare(model)
    later = bare(registry.model_of(follower), origin=origin)
    for case in (origin, later):
        with pytest.raises(models.ProtectedError):
            case.delete()
        with pytest.raises(models.ProtectedError):
            type(case)._default_manager.filter(pk=case.pk).delete()
        with pytest.raises(models.ProtectedError):
            Case.objects.filter(pk=case.pk).delete()
    with pytest.raises(models.ProtectedError):
        models.QuerySet(model=model).filter(pk=origin.pk).delete()
    with pytest.raises(IntegrityError):
        delete_by_hand(origin)
    assert chain.tree(later) == {origin.pk: None, later.pk: origin.pk}
