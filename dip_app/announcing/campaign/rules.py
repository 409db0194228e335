"""The rules of the campaign that are more than a state and not those of every list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ppid_portal.clock import today
from ppid_portal.people.actors import Actor, units_with
from ppid_portal.people.models import Unit
from ppid_portal.people.roles import Role
from ppid_portal.sop.errors import Refused

if TYPE_CHECKING:
    from dip_app.announcing.campaign.models import Campaign


def check_members(units: Sequence[Unit]) -> None:
    """Refuse a letter to nobody, and one to a unit in which nobody could answer it."""
    if not units:
        raise Refused(_("Pilih paling sedikit satu unit."), "units")
    members = set(units_with(Role.ANGGOTA_PPID, today()).values_list("pk", flat=True))
    lacking = [unit.name for unit in units if unit.pk not in members]
    if lacking:
        raise Refused(
            _(
                "Unit ini belum mempunyai Anggota PPID: {units}. Tetapkan penugasannya lebih "
                "dahulu."
            ).format(units=", ".join(lacking)),
            "units",
        )


def returned_by_who_decides(case: Campaign, actor: Actor | None) -> str | None:
    """Atasan PPID returns what waits for approval, Ketua PPID what waits to be established."""
    wanted = Role.ATASAN_PPID if case.state == "deciding" else Role.KETUA_PPID
    if actor is None or actor.role == wanted:
        return None
    return _("Daftar ini menunggu {role}.").format(role=str(Role(wanted).label))
