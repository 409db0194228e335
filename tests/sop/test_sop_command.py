"""``manage.py sop``: the table, as JSON, checked and drawn."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ppid_portal.sop import catalogue, checks, registry
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.models import StepLimit
from requests_app.models import InformationRequest

pytestmark = pytest.mark.django_db


def sop(*words: str) -> str:
    out = StringIO()
    call_command("sop", *words, stdout=out, no_color=True)
    return out.getvalue()


def rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(sop("--json"))
    return found


def test_json_lists_every_leaf_step_in_one_shape() -> None:
    found = rows()
    assert len(found) == 63
    for row in found:
        assert list(row) == ["sop", "no", "actor", "limit", "requires", "output", "transitions"]
        assert isinstance(row["requires"], list)
        assert isinstance(row["transitions"], list)
        if row["limit"] is not None:
            assert set(row["limit"]) == {"value", "unit"}
            assert row["limit"]["unit"] in ("minutes", "hours", "days", "months")
    assert sum(row["limit"] is None for row in found) == 1


def test_every_step_of_the_request_is_bound() -> None:
    bound = {row["no"]: row["transitions"] for row in rows() if row["sop"] == "request"}
    assert bound["1"] == ["InformationRequest.receive"]
    assert bound["4"] == ["InformationRequest.dispose"]
    assert "InformationRequest.deliver_answer" in bound["5a"]
    assert "InformationRequest.deliver_refusal" in bound["5b"]
    assert all(bound.values())


@pytest.mark.parametrize(("key", "steps"), [("objection", 10), ("dispute", 15)])
def test_every_step_of_the_chain_is_bound(key: str, steps: int) -> None:
    bound = [row["transitions"] for row in rows() if row["sop"] == key]
    assert len(bound) == steps
    assert all(bound)


@pytest.fixture
def only_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the portal know SOP 2 and no other."""
    monkeypatch.setattr(registry, "_models", {InformationRequest.register: InformationRequest})


@pytest.mark.usefixtures("only_requests")
def test_steps_of_sops_that_are_not_built_are_listed_and_not_hidden() -> None:
    assert [row["transitions"] for row in rows() if row["sop"] == "announcement"] == [[]] * 5
    text = sop("--check")
    assert "SOP 2 request: dibangun, 6 langkah" in text
    assert "SOP 1 announcement: belum dibangun, 5 langkah" in text
    assert len([line for line in text.splitlines() if line.startswith("SOP ")]) == 8


@pytest.mark.usefixtures("only_requests")
def test_the_table_shows_norm_actor_and_transition() -> None:
    text = sop()
    for number in range(1, 9):
        assert f"SOP {number}. " in text
    line = next(line for line in text.splitlines() if "InformationRequest.register_request" in line)
    assert "tim_sekretariat_ppid" in line
    assert "menit" in line
    assert text.count("belum dibangun") == 63 - 6


def test_the_bodys_own_norm_is_shown_in_place_of_the_sops() -> None:
    StepLimit.objects.create(sop="request", no="4", value=2, unit="hours", reason="Rapat pagi.")
    row = next(row for row in rows() if (row["sop"], row["no"]) == ("request", "4"))
    assert row["limit"] == {"value": 2, "unit": "hours"}


def test_check_fails_on_a_step_without_transition(monkeypatch: pytest.MonkeyPatch) -> None:
    orphan = catalogue.step("request", "3")
    monkeypatch.setattr(checks, "unbound_steps", lambda: [orphan])
    with pytest.raises(CommandError, match=r"SOP 2\.3"):
        sop("--check")


def test_a_step_whose_transition_is_taken_away_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.unbound_steps() == []
    left = {k: d for k, d in declarations(InformationRequest).items() if k != "dispose"}
    monkeypatch.setattr(InformationRequest, "_declarations", left)
    assert [step.key for step in checks.unbound_steps()] == ["request.4"]
    assert checks.unbound_transitions() == ["InformationRequest.dispose"]
    assert [message.id for message in checks.check_bindings()] == ["sop.E001", "sop.E002"]
    with pytest.raises(CommandError, match="names no step"):
        sop("--check")


def test_mermaid_draws_the_states_of_a_built_sop() -> None:
    text = sop("--mermaid", "request")
    lines = [line.strip() for line in text.splitlines()]
    assert lines[0] == "stateDiagram-v2"
    assert "[*] --> received: SOP 2.1 receive" in lines
    assert "registered --> in_process: SOP 2.4 dispose" in lines
    # A transition that returns where it leads has an arrow to each place.
    assert "approval --> approved: SOP 2.5a approve_answer" in lines
    assert "approval --> second_approval: SOP 2.5a approve_answer" in lines
    assert len(lines) == len(set(lines))


@pytest.mark.usefixtures("only_requests")
def test_mermaid_draws_the_steps_of_one_that_is_not_built() -> None:
    text = sop("--mermaid", "announcement")
    assert text.startswith("flowchart TD")
    assert text.count("-->") == 4


def test_mermaid_refuses_what_is_no_sop() -> None:
    with pytest.raises(CommandError, match="tidak dikenal"):
        sop("--mermaid", "gratifikasi")
