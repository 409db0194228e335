"""Performing an act from a page: which act, as whom, with what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from ppid_portal.clock.errors import ClockError
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.engine import Move
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.forms import StepForm
from ppid_portal.sop.models import Case

_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "tindakan", "sebagai", "next", "checklist"})


@dataclass
class Ask:
    """The form of one act, ready to be shown, and as whom it would be performed."""

    move: Move
    actor: Actor
    form: StepForm

    @property
    def several(self) -> bool:
        """Tell whether the person must say in which role."""
        return len(self.move.actors) > 1

    @property
    def step(self) -> Any:
        """Return the step of the catalogue, if the act is one."""
        return self.move.declaration.step


@dataclass
class Outcome:
    """What became of a posted act: the case as it then is, or the form with its errors."""

    case: Case | None = None
    ask: Ask | None = None
    refusal: str = ""
    typed: Sequence[str] = ()


def ask(case: Case, move: Move, *, data: Any = None, files: Any = None) -> Ask:
    """Build the form of an act that these people may perform."""
    actor = _chosen(move, data)
    form = move.form_class()(data, files, case=case, actor=actor, declaration=move.declaration)
    return Ask(move, actor, form)


def perform(case: Case, moves: Sequence[Move], request: HttpRequest) -> Outcome:
    """Perform the posted act, or say why not without losing a word of what was typed.

    Files are stored and the act is performed in one transaction: a refusal leaves nothing.
    """
    name = request.POST.get("tindakan", "")
    move = next((found for found in moves if found.name == name), None)
    if move is None or not move.allowed:
        sentence = move.why_not if move else _gone()
        return Outcome(refusal=sentence, typed=typed(request.POST))
    asked = ask(case, move, data=request.POST, files=request.FILES)
    if not asked.form.is_valid():
        return Outcome(ask=asked)
    try:
        with transaction.atomic():
            done = engine.perform(case, name, asked.actor, **asked.form.payload())
    except Refused as refusal:
        asked.form.refuse(refusal)
        return Outcome(ask=asked)
    except ClockError as error:
        # A date that cannot be counted says itself what to do; what was typed stays.
        asked.form.add_error(None, str(error))
        return Outcome(ask=asked)
    return Outcome(case=done)


def typed(posted: QueryDict) -> list[str]:
    """Return the texts of a form that can no longer be shown as a form."""
    return [
        text
        for name, values in posted.lists()
        if name not in _NOT_TYPED
        for text in values
        if len(text.strip()) > 3
    ]


def _gone() -> str:
    return _("Tindakan ini tidak dapat dilakukan lagi: berkas berubah sejak halaman ini dibuka.")


def _chosen(move: Move, data: Any) -> Actor:
    wanted = data.get("sebagai", "") if data else ""
    for actor in move.actors:
        if str(actor.appointment_id) == wanted:
            return actor
    return move.actors[0]
