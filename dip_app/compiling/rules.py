"""The rules of making the list that are more than a state and not those of every list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dip_app import approvals
from dip_app.rows.rules import is_verified
from ppid_portal.people.actors import Actor, units_with
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import Role
from ppid_portal.sop.errors import Refused

if TYPE_CHECKING:
    from dip_app.compiling.models import ListRound


# -- SOP 5.1 ---------------------------------------------------------------------------------------


def check_order(case: ListRound, units: Sequence[Unit], day: date) -> None:
    """Refuse an order without units, without time, or to a unit that could not answer it."""
    if not units:
        raise Refused(_("Pilih paling sedikit satu unit."), "units")
    if case.units_due_on <= day:
        raise Refused(_("Batas waktu unit harus sesudah hari ini."), "units_due_on")
    heads = set(units_with(Role.PIMPINAN_UNIT_KERJA, day).values_list("pk", flat=True))
    doers = set(units_with(Role.PPID_PELAKSANA, day).values_list("pk", flat=True))
    lacking = [unit.name for unit in units if unit.pk not in heads or unit.pk not in doers]
    if lacking:
        raise Refused(
            _(
                "Unit ini belum mempunyai PPID Pelaksana dan Pimpinan Unit Kerja: {units}. "
                "Tetapkan penugasannya lebih dahulu."
            ).format(units=", ".join(lacking)),
            "units",
        )


# -- the round -------------------------------------------------------------------------------------


def is_the_one_who_decides(case: ListRound, actor: Actor | None) -> str | None:
    """Atasan PPID returns what waits for approval, the signatory what waits for the decree."""
    from dip_app.compiling.models import RoundState

    return approvals.waits_for(case, actor, deciding=RoundState.DECIDING)


def may_establish(case: ListRound, actor: Actor | None) -> str | None:
    """The signatory that the body has set establishes what Atasan PPID approved (domain 3.14)."""
    return approvals.may_sign(case, actor) or is_verified(case, actor)
