"""Forms for people who come on paper: empty, under the body's letterhead, and fillable on screen.

Each asks what the form on the web asks, under the same names, so that whoever types a form in at
the counter finds every answer. Apps register theirs when they are ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from ppid_portal.clock import now
from ppid_portal.letters import frame
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.letters.render import image_address, render_html, render_pdf
from ppid_portal.letters.typeface import REGULAR, typeface
from ppid_portal.people.body import body

_WEEK = 7 * 24 * 3600


@dataclass(frozen=True)
class PaperForm:
    """A form: ``key`` names it in addresses, ``title`` is printed and Indonesian everywhere.

    ``context`` gives what its template shows beside the letterhead.
    """

    key: str
    title: str
    template: str
    context: Callable[[], dict[str, Any]] = dict


_forms: dict[str, PaperForm] = {}


def register(form: PaperForm) -> PaperForm:
    """Make a form known; the same form again is harmless, another under its key is not.

    Raises:
        ValueError: the key is taken.
    """
    if _forms.setdefault(form.key, form) != form:
        raise ValueError(f"form {form.key!r} is declared twice")
    return form


def forms() -> dict[str, PaperForm]:
    """Return all forms by key, in the order in which they were registered."""
    return dict(_forms)


def html_of(form: PaperForm) -> str:
    """Return a form as HTML, with the body's letterhead of today."""
    around = frame.build(_as_kind(form), None, number="", code="", at=now())
    shown = frame.for_template({"frame": around, "letter": {}})
    # What is typed in later needs every letter, and the whole font is large: a part will do.
    shown["typeface"] = image_address(typeface(REGULAR).latin().file, "font/ttf")
    return render_html(form.template, {**shown, **form.context()})


def pdf_of(form: PaperForm) -> bytes:
    """Return a form as PDF; made anew only when the body changes what is printed on it.

    Raises:
        RenderFailed: the PDF cannot be made.
    """
    key = f"paper-form:{form.key}:{body().updated_at:%Y%m%d%H%M%S%f}"
    found: bytes | None = cache.get(key)
    if found is None:
        found = render_pdf(html_of(form), fillable=True)
        cache.set(key, found, _WEEK)
    return found


def _as_kind(form: PaperForm) -> LetterKind:
    return LetterKind(
        key=form.key,
        title=form.title,
        template=form.template,
        series="",
        signatory_role="",
        audience="applicant",
        steps=(),
    )
