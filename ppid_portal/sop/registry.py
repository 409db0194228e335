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


def built_sops() -> set[str]:
    """Return the keys of the SOPs that a registered kind of case carries."""
    return {model.sop_key for model in _models.values() if model.sop_key}
