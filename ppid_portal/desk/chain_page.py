"""The page of a chain: every stage from the request to the court, with every clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from ppid_portal.clock import local
from ppid_portal.desk import documents, panels
from ppid_portal.desk.clocks import Deadline, in_words
from ppid_portal.desk.members import Member
from ppid_portal.desk.words import DueWords, TimeWords
from ppid_portal.sop import chain as chains
from ppid_portal.sop import registry
from ppid_portal.sop.models import Case, LegalDeadline, WorkItem

#: Sorts what has no date behind all that has one.
_NEVER = date.max


@dataclass(frozen=True)
class Job:
    """A piece of open work of a stage, in words."""

    title: str
    whose: str
    due: DueWords
    due_on: date | None


@dataclass(frozen=True)
class Row:
    """What happened in a stage outside of the portal, as its app tells it."""

    title: str
    text: str
    dates: list[tuple[str, Any]]


@dataclass
class Stage:
    """One stage; of a case that the reader may not see only its place in the chain is told."""

    key: str
    #: The stage it follows from, in words and by key, where that is not plain from the order.
    after: str = ""
    after_key: str = ""
    case: Case | None = None
    kind: str = ""
    number: str = ""
    url: str = ""
    here: bool = False
    received_on: date | None = None
    closed_on: date | None = None
    deadlines: list[Deadline] = field(default_factory=list)
    work: list[Job] = field(default_factory=list)
    letters: int = 0
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Running:
    """A date that somebody has to keep, of whatever stage."""

    date: date | None
    words: str
    tone: str
    what: str
    whose: str
    stage: Stage


def gather(member: Member, here: Case) -> dict[str, Any]:
    """Read the chain of a case that the reader may see, in a fixed number of queries.

    What an app tells of its stages (``panels.chain_rows``) comes on top of it.
    """
    order = chains.tree(here)
    rows = member.cases().filter(pk__in=list(order))
    rows = rows.select_related(*registry.child_links().values())
    cases = {row.pk: registry.as_own_kind(row) for row in rows}
    words = TimeWords()
    deadlines = _deadlines(cases, words)
    work = _work(cases, words)
    letters = _letters(member, cases)
    stages: dict[int, Stage] = {}
    for pk in _shown(order, cases):
        case = cases.get(pk)
        if case is None:
            stages[pk] = Stage(key=f"berkas-{pk}")
            continue
        stages[pk] = Stage(
            key=f"berkas-{pk}",
            case=case,
            kind=str(case.kind_label),
            number=case.number or "",
            url=reverse("desk:case", args=[pk]),
            here=pk == here.pk,
            received_on=local(case.received_at).date(),
            closed_on=local(case.closed_at).date() if case.closed_at else None,
            deadlines=deadlines.get(pk, []),
            work=work.get(pk, []),
            letters=letters[pk],
            rows=[
                Row(row["title"], row.get("text", ""), list(row.get("dates", [])))
                for row in panels.chain_rows(case)
            ],
        )
    _link_up(stages, order)
    return {
        "case": here,
        "stages": list(stages.values()),
        "running": _running(stages.values()),
        "title": _title(stages.values()),
    }


def _shown(order: dict[int, int | None], cases: dict[int, Case]) -> list[int]:
    """Return the stages to show: those in scope, and the hidden ones that lead to one of them."""
    shown = set(cases)
    for pk in cases:
        before = order.get(pk)
        while before is not None and before in order and before not in shown:
            shown.add(before)
            before = order[before]
    return [pk for pk in order if pk in shown]


def _link_up(stages: dict[int, Stage], order: dict[int, int | None]) -> None:
    """Say where a stage comes from when it does not follow from the one shown just before it."""
    previous = None
    for pk, stage in stages.items():
        origin = order[pk]
        if origin is not None and origin in stages and origin != previous:
            stage.after = f"{stages[origin].kind} {stages[origin].number}".strip()
            stage.after_key = stages[origin].key
        previous = pk


def _title(stages: Iterable[Stage]) -> str:
    return next((stage.case.title for stage in stages if stage.case is not None), "")


def _deadlines(cases: Iterable[int], words: TimeWords) -> dict[int, list[Deadline]]:
    found: dict[int, list[Deadline]] = {}
    for deadline in LegalDeadline.objects.filter(case_id__in=list(cases)).order_by("id"):
        found.setdefault(deadline.case_id, []).append(in_words(deadline, words))
    return found


def _work(cases: Iterable[int], words: TimeWords) -> dict[int, list[Job]]:
    found: dict[int, list[Job]] = {}
    open_work = WorkItem.objects.filter(case_id__in=list(cases), closed_at__isnull=True)
    for item in open_work.select_related("unit").order_by("due_at", "id"):
        whose = f"{item.role_label}, {item.unit}" if item.unit else item.role_label
        due = words.due(item.due_at, paused=item.paused_at is not None)
        due_on = local(item.due_at).date() if item.due_at and item.paused_at is None else None
        found.setdefault(item.case_id, []).append(Job(item.title, whose, due, due_on))
    return found


def _letters(member: Member, cases: Iterable[int]) -> Counter[int]:
    counted = documents.letters_in_scope(member, list(cases)).order_by().values("case_id")
    return Counter({row["case_id"]: row["n"] for row in counted.annotate(n=Count("pk"))})


def _legal(deadline: Deadline) -> str:
    return _("batas undang-undang: {whose}").format(whose=deadline.whose)


def _running(stages: Iterable[Stage]) -> list[Running]:
    """Return every date that still runs, the nearest first."""
    found = []
    for stage in stages:
        found += [
            Running(each.due_on, each.state, each.tone, each.label, _legal(each), stage)
            for each in stage.deadlines
            if each.is_open
        ]
        found += [
            Running(job.due_on, job.due.words, job.due.tone, job.title, job.whose, stage)
            for job in stage.work
        ]
    return sorted(found, key=lambda each: each.date or _NEVER)
