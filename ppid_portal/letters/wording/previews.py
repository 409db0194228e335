"""A letter with a wording that nobody has decided yet: marked as a draft, never stored."""

from __future__ import annotations

from typing import Any

from ppid_portal.clock import now
from ppid_portal.letters import frame, kinds, samples
from ppid_portal.letters.kind_settings.services import signing_role
from ppid_portal.letters.models import Letter
from ppid_portal.letters.previews import signatory_of
from ppid_portal.letters.render import render_html
from ppid_portal.letters.wording.blocks import Block, examples


def html_of(kind_key: str, letter: Letter | None, changed: dict[str, str]) -> str:
    """Return a letter of a kind as HTML, with today's wording and the ``changed`` blocks.

    It is filled with what an issued letter says, or with the invented example.
    """
    kind = kinds.get(kind_key)
    context = _context(kind_key, letter)
    if changed:
        held: dict[str, Any] = context["frame"]["wording"].get("texts", {})
        context["frame"]["wording"] = {"kind": kind_key, "texts": {**held, **changed}}
    return render_html(kind.template, frame.for_template(context))


def fields_with_examples(kind_key: str, block: Block) -> dict[str, str]:
    """Return what each field of a block prints in the invented letter."""
    context = frame.for_template(_context(kind_key, None))
    return examples(kind_key, block, context)


def _context(kind_key: str, letter: Letter | None) -> dict[str, Any]:
    kind = kinds.get(kind_key)
    filled = (
        letter.context["letter"]
        if letter is not None
        else samples.contexts()[kind_key].as_context()
    )
    signatory = signatory_of([], signing_role(kind_key))
    around = frame.build(kind, signatory, number="", code="", at=now())
    return {"frame": around, "letter": filled}
