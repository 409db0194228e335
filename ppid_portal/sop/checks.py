"""Checks at start-up: every step of a built SOP has its transition, and the reverse."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.checks import CheckMessage, Error

from ppid_portal.sop import catalogue, registry
from ppid_portal.sop.declarations import declarations


def bindings() -> dict[str, list[str]]:
    """Return the bound transitions by step key, as ``Model.method``."""
    found: dict[str, list[str]] = defaultdict(list)
    for model in registry.kinds().values():
        for name, declaration in declarations(model).items():
            if declaration.step is not None:
                found[declaration.step.key].append(f"{model.__name__}.{name}")
    return dict(found)


def unbound_steps() -> list[catalogue.Step]:
    """Return the steps of built SOPs that no transition is bound to."""
    bound = bindings()
    built = registry.built_sops()
    return [s for s in catalogue.steps() if s.sop in built and s.key not in bound]


def unbound_transitions() -> list[str]:
    """Return the transitions of registered kinds that name neither a step nor an article."""
    found = []
    for model in registry.kinds().values():
        known = declarations(model)
        field: Any = model._meta.get_field("state")
        for transition in field.get_all_transitions(model):
            if transition.name not in known:
                found.append(f"{model.__name__}.{transition.name}")
    return sorted(set(found))


def check_bindings(**kwargs: Any) -> list[CheckMessage]:
    """Fail the start of a portal whose SOP table and models disagree."""
    messages: list[CheckMessage] = [
        Error(
            f"Step {step.citation} has no transition.",
            hint="Bind a transition with @step, or mend catalogue.yaml.",
            id="sop.E001",
        )
        for step in unbound_steps()
    ]
    messages += [
        Error(
            f"Transition {name} names no step of an SOP and no article of law.",
            hint="Declare it with @step or @act.",
            id="sop.E002",
        )
        for name in unbound_transitions()
    ]
    return messages
