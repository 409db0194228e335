"""How a transition is bound to its step of an SOP or to its article of law.

``@step`` binds to the catalogue, ``@act`` to the law where the SOP is silent. Both make a
django-fsm transition that only the engine can run: it wants an :class:`Act`, and only the
engine makes one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.utils.functional import Promise
from django_fsm import transition

from ppid_portal.people.actors import Actor
from ppid_portal.sop.catalogue import Step
from ppid_portal.sop.catalogue import step as catalogue_step

if TYPE_CHECKING:
    from ppid_portal.sop.models import Case

Guard = Callable[[Any, "Actor | None"], "str | Promise | None"]


@dataclass(frozen=True)
class Output:
    """What a step yielded: a document, a letter, a register number or a decision."""

    kind: str
    label: str | Promise
    reference: str | Promise


@dataclass
class Act:
    """One act while it happens, handed by the engine to the transition.

    ``at`` is the moment of the act (aware). What the transition logs or yields ends in the audit
    entry; it must hold no personal data.
    """

    name: str
    actor: Actor
    at: datetime
    reason: str = ""
    outputs: list[Output] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)

    def yield_document(self, label: str | Promise, reference: str) -> None:
        """Note that a document came out of the step."""
        self.outputs.append(Output("document", label, reference))

    def yield_letter(self, label: str | Promise, number: str) -> None:
        """Note that a numbered letter came out of the step."""
        self.outputs.append(Output("letter", label, number))

    def yield_number(self, label: str | Promise, number: str) -> None:
        """Note that a register number came out of the step."""
        self.outputs.append(Output("number", label, number))

    def yield_decision(self, label: str | Promise, decision: str | Promise) -> None:
        """Note that a decision came out of the step."""
        self.outputs.append(Output("decision", label, decision))

    def log(self, **data: Any) -> None:
        """Add facts to the audit entry of this act."""
        self.data.update(data)


@dataclass(frozen=True)
class Declaration:
    """What is known of a transition beside its states."""

    name: str
    label: str | Promise
    citation: str
    step: Step | None
    roles: tuple[str, ...]
    form: str
    guard: Guard | None
    separate_from: tuple[str, ...]
    opening: bool
    needs_output: bool
    main: bool
    danger: bool
    needs_reason: bool
    sources: tuple[str, ...]

    @property
    def is_step(self) -> bool:
        """Tell whether the act is a step of an SOP."""
        return self.step is not None


def step(
    sop: str,
    no: str,
    *,
    source: str | Sequence[str],
    target: Any,
    label: str | Promise,
    form: str = "ppid_portal.sop.forms.StepForm",
    roles: Sequence[str] | None = None,
    guard: Guard | None = None,
    separate_from: Sequence[str] = (),
    opening: bool = False,
    needs_output: bool = True,
    needs_reason: bool = False,
    danger: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Bind a transition to a step of the catalogue.

    ``roles`` narrows the step's actor and co-actors to those that may do this part of it.
    ``separate_from`` names acts whose performer may not perform this one. ``needs_output`` is
    false for a part of a step that comes before its output. Raises ``KeyError`` for a step that
    the catalogue does not know.
    """
    entry = catalogue_step(sop, no)
    return _declare(
        entry=entry,
        citation=entry.citation,
        source=source,
        target=target,
        label=label,
        form=form,
        roles=tuple(roles) if roles is not None else entry.roles,
        guard=guard,
        separate_from=tuple(separate_from),
        opening=opening,
        needs_output=needs_output and entry.output is not None,
        needs_reason=needs_reason,
        main=True,
        danger=danger,
    )


def act(
    citation: str,
    *,
    source: str | Sequence[str],
    target: Any,
    label: str | Promise,
    roles: Sequence[str],
    form: str = "ppid_portal.sop.forms.StepForm",
    guard: Guard | None = None,
    separate_from: Sequence[str] = (),
    opening: bool = False,
    main: bool = False,
    needs_reason: bool = False,
    danger: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Bind a transition to an article of law, for acts that the SOP does not know.

    ``main`` puts the act beside the next step instead of under the other acts.
    """
    return _declare(
        entry=None,
        citation=citation,
        source=source,
        target=target,
        label=label,
        form=form,
        roles=tuple(roles),
        guard=guard,
        separate_from=tuple(separate_from),
        opening=opening,
        needs_output=False,
        needs_reason=needs_reason,
        main=main,
        danger=danger,
    )


def _declare(
    *, entry: Step | None, source: str | Sequence[str], target: Any, **facts: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    sources = (source,) if isinstance(source, str) else tuple(source)

    def bind(func: Callable[..., Any]) -> Callable[..., Any]:
        # The data come as one mapping: as keywords, a "method" would be taken by the library.
        def guarded(case: Case, act: Act, data: dict[str, Any] | None = None, /) -> Any:
            if not isinstance(act, Act):
                raise TypeError(f"{func.__name__} is performed through the engine only")
            return func(case, act, **(data or {}))

        guarded.__name__ = func.__name__
        guarded.__qualname__ = func.__qualname__
        guarded.__doc__ = func.__doc__
        bound = transition(field="state", source=list(sources), target=target)(guarded)
        bound.declaration = Declaration(name=func.__name__, step=entry, sources=sources, **facts)
        return cast("Callable[..., Any]", bound)

    return bind


def declarations(model: type[Case]) -> dict[str, Declaration]:
    """Return every bound transition of a kind of case, in the order of the class body."""
    cached: dict[str, Declaration] | None = model.__dict__.get("_declarations")
    if cached is None:
        cached = {}
        for base in reversed(model.__mro__):
            for name, value in vars(base).items():
                found = getattr(value, "declaration", None)
                if isinstance(found, Declaration):
                    cached[name] = found
        model._declarations = cached  # type: ignore[attr-defined]
    return cached
