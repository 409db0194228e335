"""The registers that the apps declare."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from ppid_portal.people.actors import Actor
from ppid_portal.sop.registers import Register

MODULE = "registers"


def registers() -> dict[str, Register]:
    """Return every register by its name in the address, in the order of the installed apps.

    Raises:
        ValueError: two registers have the same name.
    """
    found: dict[str, Register] = {}
    for config in apps.get_app_configs():
        if config.module is None or not module_has_submodule(config.module, MODULE):
            continue
        module = import_module(f"{config.name}.{MODULE}")
        for register in getattr(module, "REGISTERS", ()):
            if found.setdefault(register.slug, register) is not register:
                raise ValueError(f"register {register.slug!r} is declared twice")
    return found


def registers_for(actors: Sequence[Actor]) -> list[Register]:
    """Return the registers that these people keep or use."""
    return [register for register in registers().values() if register.may_look(actors)]
