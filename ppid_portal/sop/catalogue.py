"""The eight SOPs as frozen data, read once from ``catalogue.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from ppid_portal.clock import Limit
from ppid_portal.people.roles import expand, with_same_work


@dataclass(frozen=True)
class Step:
    """One leaf step of an SOP: who, what is needed, how long, what comes out.

    ``limit`` counts working days, or minutes and hours inside service hours; ``None`` where the
    SOP sets no time. ``actor`` and ``co_actors`` are keys of the role table; ``roles`` are the
    appointments that may act.
    """

    sop: str
    sop_number: int
    no: str
    text_id: str
    text_en: str
    actor: str
    co_actors: tuple[str, ...]
    requires: tuple[str, ...]
    limit: Limit | None
    output: str | None
    named: bool
    condition_id: str = ""
    condition_en: str = ""

    @property
    def key(self) -> str:
        """Return the step's key over all SOPs, such as ``request.5a``."""
        return f"{self.sop}.{self.no}"

    @property
    def citation(self) -> str:
        """Return how people cite the step, such as ``SOP 2.5a``."""
        return f"SOP {self.sop_number}.{self.no}"

    @property
    def text(self) -> str:
        """Return the activity in the active language."""
        return self.text_en if (get_language() or "id").startswith("en") else self.text_id

    @property
    def result(self) -> str:
        """Return what comes out, in the active language; "" for nothing on paper."""
        return self.word(self.output) if self.output else ""

    @staticmethod
    def word(term: str) -> str:
        """Return a requirement or an output in the active language."""
        return _terms()[term] if (get_language() or "id").startswith("en") else term

    @property
    def roles(self) -> tuple[str, ...]:
        """Return every role that may perform the step: the actor and the co-actors."""
        found: list[str] = []
        for key in (self.actor, *self.co_actors):
            found.extend(role for role in expand(key) if role not in found)
        return with_same_work(tuple(found))


@dataclass(frozen=True)
class Sop:
    """One SOP and its leaf steps in order."""

    key: str
    number: int
    title_id: str
    title_en: str
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        """Return the title in the active language."""
        return self.title_en if (get_language() or "id").startswith("en") else self.title_id


@dataclass(frozen=True)
class RoleName:
    """What a role of the SOP document is called."""

    label_id: str
    label_en: str


@cache
def _document() -> dict[str, Any]:
    path = Path(__file__).with_name("catalogue.yaml")
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


@cache
def _terms() -> dict[str, str]:
    terms: dict[str, str] = _document()["terms"]
    return terms


@cache
def role_names() -> dict[str, RoleName]:
    """Return the names of the roles as the SOP document writes them."""
    return {key: RoleName(row["id"], row["en"]) for key, row in _document()["roles"].items()}


@cache
def sops() -> dict[str, Sop]:
    """Return the eight SOPs by key, in the order of the document."""
    found: dict[str, Sop] = {}
    for row in _document()["sops"]:
        steps: list[Step] = []
        for entry in row["steps"]:
            for leaf in entry.get("branches", [entry]):
                steps.append(_step(row, leaf))
        found[row["key"]] = Sop(row["key"], row["number"], row["id"], row["en"], tuple(steps))
    return found


def steps() -> tuple[Step, ...]:
    """Return all leaf steps of all SOPs in order."""
    return tuple(step for sop in sops().values() for step in sop.steps)


@cache
def step(sop: str, no: str) -> Step:
    """Return one leaf step.

    Raises ``KeyError`` when the SOP or the step does not exist.
    """
    for candidate in sops()[sop].steps:
        if candidate.no == no:
            return candidate
    raise KeyError(f"{sop}.{no}")


def _step(sop: dict[str, Any], row: dict[str, Any]) -> Step:
    limit = row["limit"]
    condition = row.get("condition", {})
    return Step(
        sop=sop["key"],
        sop_number=sop["number"],
        no=row["no"],
        text_id=row["id"],
        text_en=row["en"],
        actor=row["actor"],
        co_actors=tuple(row.get("co_actors", ())),
        requires=tuple(row["requires"]),
        limit=Limit(limit["value"], limit["unit"]) if limit else None,
        output=row["output"],
        named=row["named"],
        condition_id=condition.get("id", ""),
        condition_en=condition.get("en", ""),
    )
