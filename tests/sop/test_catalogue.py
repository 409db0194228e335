"""The eight SOPs as data: complete, with actors that people can hold."""

from __future__ import annotations

import dataclasses

import pytest
from django.utils import translation

from ppid_portal.clock import Limit
from ppid_portal.people.roles import KIP, PEMOHON, SISTEM, Role, expand
from ppid_portal.sop import catalogue

#: Leaf steps per SOP, in the order of SOP 01/2018.
COUNTS = {
    "announcement": 5,
    "request": 6,
    "objection": 10,
    "dispute": 15,
    "public_information_list": 10,
    "consequence_test": 7,
    "documentation": 4,
    "excluded_documentation": 6,
}


def test_it_holds_sixty_three_leaf_steps() -> None:
    assert {key: len(sop.steps) for key, sop in catalogue.sops().items()} == COUNTS
    assert [sop.number for sop in catalogue.sops().values()] == list(range(1, 9))
    assert len(catalogue.steps()) == 63


def test_every_key_and_citation_is_used_once() -> None:
    assert len({step.key for step in catalogue.steps()}) == 63
    assert len({step.citation for step in catalogue.steps()}) == 63


@pytest.mark.parametrize("step", catalogue.steps(), ids=lambda step: step.key)
def test_each_step_says_who_what_and_how_long(step: catalogue.Step) -> None:
    known = {role.value for role in Role} | {PEMOHON, KIP, SISTEM}
    for key in (step.actor, *step.co_actors):
        assert set(expand(key)) <= known
        assert key in catalogue.role_names()
    assert step.roles
    assert len(set(step.roles)) == len(step.roles)
    assert step.text_id
    assert step.text_en
    assert step.text_id != step.text_en
    assert isinstance(step.requires, tuple)
    if step.limit is not None:
        assert step.limit.value > 0


def test_only_the_commissions_own_act_has_no_time() -> None:
    """SOP 4.1 is blank in the document; a time is never invented."""
    assert [step.citation for step in catalogue.steps() if step.limit is None] == ["SOP 4.1"]


def test_the_times_of_the_request_are_those_of_the_document() -> None:
    limits = {step.no: step.limit for step in catalogue.sops()["request"].steps}
    assert limits["5a"] == Limit(6, "days")
    assert limits["5b"] == Limit(1, "hours")
    assert set(limits) == {"1", "2", "3", "4", "5a", "5b"}


def test_the_branches_of_step_five_name_their_conditions() -> None:
    granted, refused = catalogue.step("request", "5a"), catalogue.step("request", "5b")
    assert granted.condition_id
    assert refused.condition_id
    assert granted.condition_id != refused.condition_id


def test_it_cannot_be_changed_while_the_portal_runs() -> None:
    step = catalogue.step("request", "2")
    with pytest.raises(dataclasses.FrozenInstanceError):
        step.no = "9"  # type: ignore[misc]


@pytest.mark.parametrize(("sop", "no"), [("request", "6"), ("request", "5"), ("gratifikasi", "1")])
def test_it_does_not_know_what_is_not_in_the_document(sop: str, no: str) -> None:
    with pytest.raises(KeyError):
        catalogue.step(sop, no)


def test_it_speaks_the_readers_language() -> None:
    step, sop = catalogue.step("request", "3"), catalogue.sops()["request"]
    with translation.override("en"):
        assert (step.text, sop.title) == (step.text_en, sop.title_en)
    with translation.override("id"):
        assert (step.text, sop.title) == (step.text_id, sop.title_id)


def test_the_secretariat_and_the_information_officers_do_the_same_work() -> None:
    """SOP 2 calls "Tim Sekretariat" who SOP 3 and 4 call "Petugas Pelayanan Informasi"."""
    roles = catalogue.step("request", "2").roles
    assert {"tim_sekretariat_ppid", "petugas_pelayanan_informasi"} <= set(roles)
