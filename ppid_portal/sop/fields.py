"""The field that holds where a case stands."""

from __future__ import annotations

from typing import Any

from django_fsm import FSMField


class StateField(FSMField):  # type: ignore[misc]
    """A state that only transitions change; in migrations it is the text that the table holds.

    Each machine listens to every model that is made, to find its transitions. Migrations make
    thousands of models and perform no act: with machines among them, migrating an empty database
    takes half as long again.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return what a migration writes down."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", args, kwargs
