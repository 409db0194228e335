"""The rules of announcements that are more than a state."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ppid_portal.clock import local
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import Role
from ppid_portal.sop.errors import NotNow, Refused

if TYPE_CHECKING:
    from dip_app.announcing.models import Announcement

#: UU 14/2008 Pasal 9 ayat (3): at least once in so many months.
PERIODIC_MONTHS = 6


def is_urgent(case: Announcement, actor: Actor | None) -> str | None:
    """UU 14/2008 Pasal 10: only what threatens lives or public order goes without approval."""
    if case.is_urgent:
        return None
    return _("Hanya informasi serta-merta yang diumumkan tanpa persetujuan Ketua PPID.")


def scheduled_is_ketuas(case: Announcement, actor: Actor | None) -> str | None:
    """What Ketua PPID has approved is cancelled by Ketua PPID."""
    if case.state != "scheduled" or (actor is not None and actor.role == Role.KETUA_PPID):
        return None
    return _("Pengumuman ini sudah disetujui. Hanya Ketua PPID yang dapat membatalkannya.")


def withdrawn_by_ketua_unless_urgent(case: Announcement, actor: Actor | None) -> str | None:
    """What Ketua PPID approved is withdrawn by Ketua PPID; a false warning by whoever sees it."""
    if case.is_urgent or (actor is not None and actor.role == Role.KETUA_PPID):
        return None
    return _("Pengumuman ini ditarik oleh Ketua PPID, yang menyetujuinya.")


def check_times(publish_at: datetime | None, ends_at: datetime | None, *, urgent: bool) -> None:
    """Refuse an end before the start, and a plan for what allows no delay."""
    if urgent and publish_at is not None:
        raise Refused(
            _("Informasi serta-merta diumumkan seketika dan tidak dijadwalkan (Pasal 10)."),
            "publish_at",
        )
    if publish_at is not None and ends_at is not None and ends_at <= publish_at:
        raise Refused(_("Waktu berakhir harus sesudah waktu tayang."), "ends_at")


def check_renewal(case: Announcement) -> None:
    """UU 14/2008 Pasal 9: what is announced periodically is periodic information of the list."""
    item = case.renews
    if case.duty != "periodic":
        if item is not None:
            raise Refused(_("Hanya pengumuman berkala yang memperbarui butir daftar."), "renews")
        return
    if item is None:
        raise Refused(_("Pilih informasi berkala dalam DIP yang diperbarui."), "renews")
    if item.category != "periodic" or not item.is_public:
        raise Refused(_("Pilih informasi yang terbit dalam DIP dengan kategori berkala."), "renews")


def is_due(planned: datetime | None, at: datetime) -> None:
    """Refuse to go up or down before the moment that was decided."""
    if planned is None or planned > at:
        raise NotNow(_("Waktunya belum tiba."))


def next_due(up_at: datetime) -> date:
    """Return by when a periodic announcement is renewed (UU 14/2008 Pasal 9 ayat (3))."""
    return months_after(local(up_at).date(), PERIODIC_MONTHS)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
