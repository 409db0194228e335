"""The rules of a dispute that are more than a state.

Guards return the reason as a sentence, or ``None``; checks raise :class:`Refused`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from disputes_app.records import Hearing, HearingKind, HearingStatus, Level, at_hour
from ppid_portal.clock import Limit
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import Role
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.search import normalise

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
    """There is an order of the panel that waits, and the test it ordered is decided (SOP 6.5)."""
    order = case.open_interim_order
    if order is None:
        return _("Tidak ada putusan sela yang menunggu pelaksanaan.")
    test = order.test
    if test is not None and test.decree_id is None and test.closed_at is None:
        return _(
            "Uji konsekuensi {number} yang diperintahkan belum ditetapkan. Selesaikan dahulu "
            "sampai keputusannya (SOP 6.5)."
        ).format(number=test.number)
    return None


def no_interim_order(case: Dispute, actor: Actor | None) -> str | None:
    """One interim order after the other."""
    if case.open_interim_order is None:
        return None
    return _("Putusan sela sebelumnya belum dilaksanakan.")


def has_scheduled_hearing(case: Dispute, actor: Actor | None) -> str | None:
    """There is a session to move or to call off."""
    if case.hearings.filter(status=HearingStatus.SCHEDULED).exists():
        return None
    return _("Tidak ada sidang yang dijadwalkan. Catat jadwalnya lebih dahulu.")


def has_hearing_to_record(case: Dispute, actor: Actor | None) -> str | None:
    """There is a session whose time has come."""
    following = case.next_hearing
    if following is None:
        return has_scheduled_hearing(case, actor)
    return None if following.is_past else _still_to_come(following)


def has_preliminary(case: Dispute, actor: Actor | None) -> str | None:
    """The preliminary hearing has taken place, whether or not it is recorded already."""
    sessions = case.hearings.filter(kind=HearingKind.PRELIMINARY).order_by("at")
    following = sessions.filter(status=HearingStatus.SCHEDULED).first()
    if following is not None:
        return None if following.is_past else _still_to_come(following)
    if any(session.took_place for session in sessions):
        return None
    return _("Sidang pemeriksaan awal belum dijadwalkan. Catat jadwalnya lebih dahulu.")


def _still_to_come(hearing: Hearing) -> str:
    return _("{kind} baru berlangsung {when}. Catat sesudahnya.").format(
        kind=hearing.get_kind_display(), when=at_hour(hearing.at)
    )


def may_go_to_court(case: Dispute, actor: Actor | None) -> str | None:
    """A ruling of the Commission goes to court, an agreement or a withdrawal does not."""
    if case.outcome not in ("granted", "partly", "rejected", "not_admissible"):
        return _(
            "Hanya putusan Komisi Informasi yang dapat digugat; kesepakatan mediasi bersifat final "
            "dan mengikat (UU 14/2008 Pasal 39)."
        )
    if case.court_stages.exists():
        return _("Gugatan atas putusan ini sudah tercatat.")
    return None


def may_go_to_cassation(case: Dispute, actor: Actor | None) -> str | None:
    """A decision of a court goes to the Supreme Court, once."""
    levels = {stage.level: stage for stage in case.court_stages.all()}
    if Level.CASSATION in levels:
        return _("Kasasi atas putusan ini sudah tercatat.")
    if Level.FIRST not in levels or not levels[Level.FIRST].outcome:
        return _("Belum ada putusan pengadilan tingkat pertama.")
    return None


def is_not_reported(case: Dispute, actor: Actor | None) -> str | None:
    """The report to Atasan PPID is made once per dispute."""
    if case.reported_at is None:
        return None
    return _("Laporan sengketa ini sudah disampaikan.")


def squeezed(number: str) -> str:
    """Return a register number without its dress: "075/IX/KIP-PS/2026", "075 IX KIP PS 2026"."""
    return "".join(sign for sign in number.casefold() if sign.isalnum())


def check_commission_number(case: Dispute, number: str) -> None:
    """Refuse a second file on one case of the Commission; its papers go into the first.

    Whoever opens a file holds the lock of our own register, so two at once see each other.
    """
    from disputes_app.models import Dispute

    bare = squeezed(number)
    if not bare:
        return
    others = Dispute.objects.filter(search_text__contains=normalise(bare)).exclude(pk=case.pk)
    for ours, place, theirs in others.values_list("number", "commission", "commission_number"):
        if place.casefold() == case.commission.casefold() and squeezed(theirs) == bare:
            raise Refused(
                _(
                    "Sengketa {theirs} sudah tercatat dengan nomor {ours}. Catat suratnya pada "
                    "berkas itu."
                ).format(theirs=theirs, ours=ours),
                "commission_number",
            )


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
