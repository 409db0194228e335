"""What an app adds to the desk for its own cases, without the desk knowing the app.

An app may have a module ``desk_panels`` with any of these functions; each takes the concrete case
and the actors of the reader (``people.actors.Actor``) where named, and returns plain data:

``sections(case, actors)``
    a list of ``{"title", "template", "context"}``, shown beneath the next step.
``first_thing(case, actors)``
    ``{"title", "text", "url", "link"}`` or None: work of the next step that has a page of its own,
    or an act that goes before it, then with ``"act"``, the name of its transition. With
    ``"whole": True`` the next step's own form is not shown beneath it.
``decision(case, actors)``
    None, or what waits for a decision: ``{"title", "template", "context", "approve", "refuse",
    "previews"}``; ``approve`` and ``refuse`` name transitions, ``previews`` are
    ``{"label", "url"}``, optionally with ``"html_url"``.
``chain_rows(case)``
    what happened in this stage outside of the portal, such as hearings and the stages of a court,
    for the page of the whole chain: a list of ``{"title", "text", "dates"}``, ``dates`` being
    pairs of a label and a date (or an aware moment), in the order in which they are to be read.
    Asked once for every stage that the reader may see.
``attention(actors)``
    what of this app's cases nobody would look for and somebody must see, as a list of
    ``{"title", "empty", "rows"}``, optionally with ``"explain"`` (what to do about it). ``empty``
    is said when there are no rows. Each row is ``{"url", "number", "text", "tone", "date"}``;
    ``date`` (a date, an aware moment or None) is written in ``tone`` (late, soon, waiting,
    neutral). Only cases in the readers' scope (``sop.scope.visible_cases``), in a fixed number of
    queries.
``alarms(actors)``
    the same, of what does harm if it waits until tomorrow, such as a hearing that was missed: it
    stands above everything else that needs attention, and the start page of the desk counts it in
    red. Asked of every app whenever somebody opens the desk, and so apart from the rest.
``navigation(actors)``
    pages of the app for the menu of the desk, such as a register: a list of ``{"view", "label"}``,
    ``view`` being the name of an address without arguments; with ``"daily": True`` for what is used
    all day long, which stands in the first row. Asked on every page, without a query.
``rests_on(case, letter)``
    what goes on as if a letter of the case stood, should it be withdrawn: a list of sentences.
``verbs()``
    words for entries of the audit chain that are not transitions.
``on_message(case, message)``
    tell the applicant of a message (``sop.models.CaseMessage``), in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import AppConfig, apps
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


def rests_on(case: Case, letter: Any) -> list[str]:
    """Return what in the app of a case rests on one of its letters, in sentences."""
    return _call(case, "rests_on", case, letter) or []


def verbs(case: Case) -> dict[str, str]:
    """Return the app's own words for audit entries."""
    return _call(case, "verbs") or {}


@dataclass(frozen=True)
class Alert:
    """What an app says needs attention; one section of the page."""

    key: str
    title: str
    explain: str
    empty: str
    rows: list[dict[str, Any]]


def attention(actors: Sequence[Actor]) -> list[Alert]:
    """Return what the apps say needs attention, without their alarms."""
    return _alerts("attention", "perhatian", actors)


def alarms(actors: Sequence[Actor]) -> list[Alert]:
    """Return what the apps say does harm if it waits until tomorrow."""
    return _alerts("alarms", "genting", actors)


def _alerts(name: str, anchor: str, actors: Sequence[Actor]) -> list[Alert]:
    found = []
    for config in apps.get_app_configs():
        hook = getattr(_module_of(config), name, None)
        for place, alert in enumerate(hook(actors) if hook is not None else ()):
            found.append(
                Alert(
                    key=f"{config.label}-{anchor}-{place + 1}",
                    title=alert["title"],
                    explain=alert.get("explain", ""),
                    empty=alert["empty"],
                    rows=list(alert["rows"]),
                )
            )
    return found


def navigation(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return what the apps add to the menu, in the order of the installed apps."""
    found: list[dict[str, Any]] = []
    for config in apps.get_app_configs():
        hook = getattr(_module_of(config), "navigation", None)
        found += hook(actors) if hook is not None else []
    return found


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
    return _module_of(apps.get_containing_app_config(type(case).__module__))


def _module_of(config: AppConfig | None) -> ModuleType | None:
    if config is None or config.module is None or not module_has_submodule(config.module, MODULE):
        return None
    return import_module(f"{config.name}.{MODULE}")
