"""Everything that a case page shows, gathered in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock.words import moment_long
from ppid_portal.desk import documents, panels
from ppid_portal.desk.acting import Ask, Outcome, ask
from ppid_portal.desk.clocks import Deadline, in_words
from ppid_portal.desk.forms import MessageForm
from ppid_portal.desk.members import Member
from ppid_portal.desk.timeline import MOST, Entry, Person, chain_of, people, timeline
from ppid_portal.desk.words import DueWords, TimeWords
from ppid_portal.mail.deliveries.models import Delivery
from ppid_portal.mail.deliveries.services import outstanding
from ppid_portal.mail.models import Notice
from ppid_portal.mail.services import undelivered
from ppid_portal.sop import chain as chains
from ppid_portal.sop import engine, registry
from ppid_portal.sop.engine import Move
from ppid_portal.sop.models import Case, CaseMessage, LegalDeadline, WorkItem

#: Phases of work that are a decision and nothing else.
DECIDING = ("approve", "second", "decide")
_MOST_SIMILAR = 5
_MOST_BESIDE = 20


@dataclass(frozen=True)
class Said:
    """A message or note."""

    who: str
    at: str
    text: str
    style: str


@dataclass
class CasePage:
    """The context of ``desk/case.html``."""

    case: Case
    member: Member
    moves: list[Move]
    work: list[WorkItem]
    audit: list[AuditEntry]
    words: TimeWords
    asked: Ask | None
    chosen: str
    refusal: str
    typed: list[str]
    #: Whether the form was asked for by name, or comes back with errors.
    wanted: bool = False
    message_forms: dict[str, MessageForm] = field(default_factory=dict)

    @property
    def next_moves(self) -> list[Move]:
        """Return what the SOP wants next, as far as it is this reader's."""
        return [move for move in self.moves if move.is_next]

    @property
    def other_moves(self) -> list[Move]:
        """Return the reader's acts that are not next, possible or not."""
        return [move for move in self.moves if not move.is_next and self._is_mine(move)]

    @property
    def moves_of_others(self) -> list[Move]:
        """Return the acts that belong to other roles."""
        return [move for move in self.moves if not self._is_mine(move)]

    def _is_mine(self, move: Move) -> bool:
        return any(actor.role in move.declaration.roles for actor in self.member.actors)

    @cached_property
    def first_thing(self) -> dict[str, Any] | None:
        """Return the page on which the next step is worked, if it has one."""
        for item, due in self.open_work:
            if item.phase in DECIDING and self.member.may_take(item) is not None:
                return {
                    "title": item.title,
                    "text": f"{due.words} ({due.date})" if due.date else due.words,
                    "url": reverse("desk:approval", args=[self.case.pk]),
                    "link": _("Baca dan putuskan"),
                    "whole": True,
                }
        found = panels.first_thing(self.case, self.member.actors)
        if found is not None and self.asked is not None:
            # Its form stands on this very page: nothing leads to it any more.
            return found if found.get("act") != self.asked.move.name else None
        return found

    @property
    def shown(self) -> Ask | None:
        """Return the form to show; a decision is taken on its own page, with its reasons."""
        whole = self.first_thing is not None and self.first_thing.get("whole")
        return None if whole and not self.wanted else self.asked

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Return what the case's app adds."""
        return panels.sections(self.case, self.member.actors)

    @property
    def open_work(self) -> list[tuple[WorkItem, DueWords]]:
        """Return the open work with its due time in words."""
        return [
            (item, self.words.due(item.due_at, paused=item.paused_at is not None))
            for item in self.work
            if item.closed_at is None
        ]


def gather(
    case: Case, member: Member, *, chosen: str = "", outcome: Outcome | None = None
) -> CasePage:
    """Read what the page needs of a case that the reader may see.

    ``chosen`` names the act whose form is wanted; ``outcome`` is that of a failed POST.
    """
    work = list(
        WorkItem.objects.filter(case_id=case.pk)
        .select_related("unit", "assigned_to")
        .order_by("id")
    )
    open_work = [item for item in work if item.closed_at is None]
    chain = chain_of(case)
    # Of a longer history only the newest part is read; who did what is then asked for apart.
    whole = chain if len(chain) < MOST else None
    moves = engine.moves(case, member.actors, open_work=open_work, chain=whole)
    asked = outcome.ask if outcome else None
    if asked is None:
        asked = _ask(case, moves, chosen)
    return CasePage(
        case=case,
        member=member,
        moves=moves,
        work=work,
        audit=chain,
        words=TimeWords(),
        asked=asked,
        chosen=asked.move.name if asked else chosen,
        refusal=outcome.refusal if outcome else "",
        wanted=bool(chosen or (outcome and outcome.ask)),
        typed=list(outcome.typed) if outcome else [],
    )


def _ask(case: Case, moves: list[Move], chosen: str) -> Ask | None:
    for move in moves:
        if move.name == chosen and move.allowed:
            return ask(case, move)
    for move in moves:
        if move.is_next:
            return ask(case, move)
    return None


def context(page: CasePage) -> dict[str, Any]:
    """Return the page as its template takes it."""
    case, member = page.case, page.member
    chain = page.audit
    linked, similar = _beside(case, member)
    wanted = next((move for move in page.moves if move.name == page.chosen), None)
    asked = page.shown
    main = asked is not None and asked.move.is_next
    deadlines = _deadlines(case, page.words)
    letters = documents.letters_of(member, case)
    return {
        "page": page,
        "case": case,
        "facts": case.facts(),
        "applicant": case.applicant if member.sees_applicant else None,
        "chain": linked,
        "similar": similar,
        "timeline": timeline(case, chain, page.work, page.words, in_detail=member.sees_applicant),
        "people": people(chain),
        "deadlines": deadlines,
        "deadline_now": _deadline_now(deadlines),
        "documents": documents.documents_of(member, case),
        "letters": letters,
        "to_replace": [letter for letter in letters if letter.replacement_due],
        "said": _said(case, member),
        "undelivered": _undelivered(case) if member.sees_applicant else [],
        "returned": _returned(case) if member.sees_applicant else [],
        "first_thing": page.first_thing,
        "sections": page.sections,
        "asked": asked,
        "asked_is_next": main,
        "choices": page.next_moves if len(page.next_moves) > 1 else [],
        "others": page.other_moves,
        "not_mine": page.moves_of_others,
        "not_possible": wanted.why_not if wanted and not wanted.allowed else "",
        "message_form": page.message_forms.get("to_applicant")
        or MessageForm(direction=CaseMessage.Direction.TO_APPLICANT),
        "note_form": page.message_forms.get("internal")
        or MessageForm(direction=CaseMessage.Direction.INTERNAL),
        "may_write_applicant": may_write_applicant(member, case),
    }


def may_write_applicant(member: Member, case: Case) -> bool:
    """Tell whether the reader may write to the applicant, who needs a page to read it on."""
    return member.sees_applicant and case.applicant_id is not None and bool(case.applicant_pages)


def _beside(case: Case, member: Member) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the chain request → objection → dispute, and cases that ask the same, both in scope.

    What is similar is what ``sop.search.similar`` finds; read here together with the chain.
    """
    alone = case.origin_id is None and not case.has_followers
    order = [case.pk] if alone else list(chains.tree(case))
    linked = Q(pk__in=order)
    alike = Q(kind=case.kind, fingerprint=case.fingerprint)
    found = (
        member.cases()
        .filter(linked | alike)
        .exclude(pk=case.pk)
        .annotate(in_chain=Choice(When(linked, then=Value(0)), default=Value(1)))
        .order_by("in_chain", "-opened_at")
        .values_list("pk", "kind", "number", "title", "fingerprint")[:_MOST_BESIDE]
    )
    stages = {case.pk: {**_link(case.pk, case.kind, case.number), "here": True}}
    similar: list[dict[str, Any]] = []
    for pk, kind, number, title, mark in found:
        if pk in order:
            stages[pk] = _link(pk, kind, number)
        elif kind == case.kind and mark == case.fingerprint and len(similar) < _MOST_SIMILAR:
            similar.append(
                {"url": reverse("desk:case", args=[pk]), "number": number, "title": title}
            )
    chain = [stages[pk] for pk in order if pk in stages]
    return chain if len(chain) > 1 else [], similar


def _undelivered(case: Case) -> list[Notice]:
    return list(undelivered(case)) if getattr(case, "has_undelivered", True) else []


def _returned(case: Case) -> list[Delivery]:
    if not getattr(case, "has_returned", True):
        return []
    return list(outstanding().filter(case_id=case.pk))


def _link(pk: int, kind: str, number: str | None) -> dict[str, Any]:
    model = registry.kinds().get(kind)
    return {
        "label": f"{model.kind_label if model else kind} {number or ''}".strip(),
        "url": reverse("desk:case", args=[pk]),
        "here": False,
    }


def _deadlines(case: Case, words: TimeWords) -> list[Deadline]:
    found = LegalDeadline.objects.filter(case_id=case.pk).order_by("-id")
    return [
        in_words(deadline, words)
        for deadline in found
        if deadline.status != LegalDeadline.Status.CANCELLED
    ]


def _deadline_now(deadlines: list[Deadline]) -> Deadline | None:
    """Return the limit that matters now: the newest that runs, or the last one of the two sides.

    What the Commission let pass is history, and no word about where a case stands.
    """
    running = (deadline for deadline in deadlines if deadline.is_open)
    ours = (deadline for deadline in deadlines if not deadline.of_outside_body)
    return next(running, None) or next(ours, None)


def _said(case: Case, member: Member) -> dict[str, list[Said]]:
    """Return messages and notes apart; units read notes only, since messages name people."""
    direction = CaseMessage.Direction
    messages = CaseMessage.objects.filter(case_id=case.pk).order_by("at", "id")
    if not member.sees_applicant:
        messages = messages.filter(direction=direction.INTERNAL)
    styles = {direction.TO_APPLICANT: "ours", direction.FROM_APPLICANT: "", "internal": "note"}
    said: dict[str, list[Said]] = {"messages": [], "notes": []}
    for message in messages:
        internal = message.direction == direction.INTERNAL
        who = message.author_name or _("Petugas")
        if message.direction == direction.FROM_APPLICANT:
            who = _("Pemohon")
        elif not internal:
            who = _("{name} kepada pemohon").format(name=who)
        said["notes" if internal else "messages"].append(
            Said(
                who=who,
                at=moment_long(message.at, with_day=True),
                text=message.text,
                style=styles[message.direction],
            )
        )
    return said


__all__ = ["CasePage", "Entry", "Person", "context", "gather"]
