"""The kinds of cases that the portal knows; each app registers its own at start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ppid_portal.sop.models import Case

_models: dict[str, type[Case]] = {}


def register(model: type[Case]) -> None:
    """Make a kind of case known to the desk, the sweeps and the commands."""
    if not model.register:
        raise ValueError(f"{model.__name__} names no register")
    _models[model.register] = model


def model_of(kind: str) -> type[Case]:
    """Return the model of a kind; raises ``KeyError`` for one that no app registered."""
    return _models[kind]


def kinds() -> dict[str, type[Case]]:
    """Return all kinds, in the order of registration."""
    return dict(_models)


def child_links() -> dict[str, str]:
    """Return, per kind, the name under which a row of ``Case`` leads to its own row."""
    from ppid_portal.sop.models import Case

    found = {}
    for kind, model in _models.items():
        link = model._meta.get_ancestor_link(Case)
        if link is not None and link.model is model:
            found[kind] = str(link.remote_field.get_accessor_name())
    return found


def as_own_kind(case: Case) -> Case:
    """Return a case as its own kind, without a query if it was read with :func:`child_links`."""
    own: Case | None = getattr(case, child_links().get(case.kind, ""), None)
    return case.concrete() if own is None else own


def built_sops() -> set[str]:
    """Return the keys of the SOPs that a registered kind of case carries."""
    return {model.sop_key for model in _models.values() if model.sop_key}
