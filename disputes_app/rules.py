"""The rules of a dispute that are more than a state.

Guards return the reason as a sentence, or ``None``; checks raise :class:`Refused`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ppid_portal.clock import Limit
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import Role
from ppid_portal.sop.errors import Refused

if TYPE_CHECKING:
    from disputes_app.models import Dispute

MOST_DAYS = 365
UNITS_OF_TIME = ("days", "calendar_days")


def may_mediate(case: Dispute, actor: Actor | None) -> str | None:
    """No mediation on excluded information (UU 14/2008 Pasal 40; domain case 27)."""
    if case.skips_mediation:
        return _(
            "Sengketa ini tentang penolakan karena informasi dikecualikan (huruf a), jadi tidak "
            "melalui mediasi dan langsung ke ajudikasi."
        )
    return None


def unit_is_waited_for(case: Dispute, actor: Actor | None) -> str | None:
    """The actor's unit was asked and has not answered."""
    waiting = {row.of_id for row in case.units.all() if row.is_open}
    if actor is None or actor.role != Role.PPID_PELAKSANA or actor.unit_id in waiting:
        return None
    return _("Unit Anda tidak sedang ditunggu dokumennya untuk sengketa ini.")


def has_interim_order(case: Dispute, actor: Actor | None) -> str | None:
    """There is an order of the panel that waits."""
    if case.open_interim_order is not None:
        return None
    return _("Tidak ada putusan sela yang menunggu pelaksanaan.")


def no_interim_order(case: Dispute, actor: Actor | None) -> str | None:
    """One interim order after the other."""
    if case.open_interim_order is None:
        return None
    return _("Putusan sela sebelumnya belum dilaksanakan.")


def has_scheduled_hearing(case: Dispute, actor: Actor | None) -> str | None:
    """There is a session to record or to move."""
    if case.hearings.filter(status="scheduled").exists():
        return None
    return _("Tidak ada sidang yang dijadwalkan. Catat jadwalnya lebih dahulu.")


def has_preliminary(case: Dispute, actor: Actor | None) -> str | None:
    """The preliminary hearing is scheduled."""
    if case.hearings.filter(status="scheduled", kind="preliminary").exists():
        return None
    return _("Sidang pemeriksaan awal belum dijadwalkan. Catat jadwalnya lebih dahulu.")


def is_not_reported(case: Dispute, actor: Actor | None) -> str | None:
    """The report to Atasan PPID is made once per dispute."""
    if case.reported_at is None:
        return None
    return _("Laporan sengketa ini sudah disampaikan.")


def check_order(order: str, days: int | None, unit: str) -> Limit | None:
    """Return the time that was ordered, or ``None`` when nothing was.

    "20 hari" in a ruling is not "20 hari kerja": the unit is taken as it was ruled.
    """
    if not order.strip():
        if days is not None:
            raise Refused(_("Tuliskan apa yang diperintahkan."), "order")
        return None
    if days is None or not 1 <= days <= MOST_DAYS:
        raise Refused(_("Isi jangka waktu pelaksanaan seperti dalam putusan."), "days")
    if unit not in UNITS_OF_TIME:
        raise Refused(_("Pilih “hari kerja” atau “hari” seperti dalam putusan."), "unit")
    return Limit(days, unit)  # type: ignore[arg-type]
