"""What an app adds to the desk for its own cases, without the desk knowing the app.

An app may have a module ``desk_panels`` with any of these functions; each takes the concrete case
and the actors of the reader (``people.actors.Actor``), and returns plain data:

``sections(case, actors)``
    a list of ``{"title", "template", "context"}``, shown beneath the next step.
``first_thing(case, actors)``
    ``{"title", "text", "url", "link"}`` or None: work of the next step that has a page of its own.
``decision(case, actors)``
    None, or what waits for a decision: ``{"title", "template", "context", "approve", "refuse",
    "previews"}``; ``approve`` and ``refuse`` name transitions, ``previews`` are
    ``{"label", "url"}``, optionally with ``"html_url"``.
``chain_rows(case)``
    what happened in this stage outside of the portal, such as hearings and the stages of a court,
    for the page of the whole chain: a list of ``{"title", "text", "dates"}``, ``dates`` being
    pairs of a label and a date (or an aware moment), in the order in which they are to be read.
    Asked once for every stage that the reader may see.
``verbs()``
    words for entries of the audit chain that are not transitions.
``on_message(case, message)``
    tell the applicant of a message (``sop.models.CaseMessage``), in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from ppid_portal.people.actors import Actor
from ppid_portal.sop.models import Case

MODULE = "desk_panels"


def sections(case: Case, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return the sections that the case's app adds to the case page."""
    return _call(case, "sections", case, actors) or []


def first_thing(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the page on which the next step's work is done, if it has one."""
    return _call(case, "first_thing", case, actors)  # type: ignore[no-any-return]


def decision(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return what waits for a decision on this case."""
    return _call(case, "decision", case, actors)  # type: ignore[no-any-return]


def chain_rows(case: Case) -> list[dict[str, Any]]:
    """Return what the app tells of a stage on the page of its chain."""
    return _call(case, "chain_rows", case) or []


def verbs(case: Case) -> dict[str, str]:
    """Return the app's own words for audit entries."""
    return _call(case, "verbs") or {}


def on_message(case: Case, message: Any) -> None:
    """Let the app tell the applicant of a message: the case's own hook first, else the module's."""
    hook = getattr(case, "on_message", None)
    if callable(hook):
        hook(message)
    else:
        _call(case, "on_message", case, message)


def _call(case: Case, name: str, *args: Any) -> Any:
    function = getattr(_module(case), name, None)
    return function(*args) if function is not None else None


def _module(case: Case) -> ModuleType | None:
    config = apps.get_containing_app_config(type(case).__module__)
    if config is None or config.module is None or not module_has_submodule(config.module, MODULE):
        return None
    return import_module(f"{config.name}.{MODULE}")
