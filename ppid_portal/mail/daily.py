"""The supervisors' report of the morning: what lies unopened, late, undelivered or silent (S16).

It names cases by number only; who asked, and what, is read on the desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ppid_portal.clock import heartbeat, now, today
from ppid_portal.clock.models import Heartbeat
from ppid_portal.clock.words import date_long, moment_long
from ppid_portal.letters import archive
from ppid_portal.letters import services as letters
from ppid_portal.letters.signing import certificates
from ppid_portal.mail import services
from ppid_portal.mail.deliveries.services import outstanding
from ppid_portal.mail.models import Notice
from ppid_portal.mail.standard import DAILY_REPORT
from ppid_portal.people.models import Appointment
from ppid_portal.people.roles import PEMOHON, Role
from ppid_portal.people.roles import label as role_label
from ppid_portal.sop import sweeps
from ppid_portal.sop.legal_rules import legal_rules
from ppid_portal.sop.models import Case, LegalDeadline, WorkItem

NAME = "daily"
SUPERVISORS = (Role.KETUA_PPID, Role.ATASAN_PPID)
#: Longest list; what is beyond is only counted.
MOST = 20


def send() -> Notice:
    """Write today's report to Ketua and Atasan PPID; the same day's report when it exists."""
    dedupe = f"{DAILY_REPORT.key}:{today().isoformat()}"
    with transaction.atomic():
        earlier = Notice.objects.filter(dedupe=dedupe).first()
        if earlier is not None:
            return earlier
        return services.notify(
            None, DAILY_REPORT.key, to=_supervisors(), variables=report(), dedupe=dedupe
        )


def report() -> dict[str, Any]:
    """Return what the report says now, as the variables of its notice."""
    with translation.override("id"):
        found: dict[str, Any] = {
            "unopened": _unopened(),
            "breached": _breached(),
            "late": _late(),
            "undelivered": _undelivered(),
            "genuine": _genuine(),
            "background": [*_silent(), *_gaps()],
        }
        return {
            **found,
            "quiet": not any(found.values()),
            "paused": LegalDeadline.objects.filter(status=LegalDeadline.Status.PAUSED).count(),
            "day": date_long(today(), with_day=True),
            "link": f"{settings.PUBLIC_URL}{reverse('desk:attention')}",
        }


def _supervisors() -> list[str]:
    holders = Appointment.objects.valid_on(today()).filter(
        role__in=SUPERVISORS, user__is_active=True
    )
    return sorted(set(holders.values_list("user__email", flat=True)))


def _unopened() -> list[str]:
    rows = Case.objects.filter(pk__in=sweeps.unopened()).order_by("opened_at", "pk")
    return _cut(
        _("{number}, masuk {date}").format(number=number or "-", date=date_long(opened_at))
        for number, opened_at in rows.values_list("number", "opened_at")
    )


def _breached() -> list[str]:
    rows = (
        LegalDeadline.objects.filter(
            status=LegalDeadline.Status.BREACHED, case__closed_at__isnull=True
        )
        .order_by("due_on", "pk")
        .values_list("case__number", "rule", "due_on")
    )
    rules = legal_rules()
    return _cut(
        _("{number}: {limit}, batas {date}").format(
            number=number or "-", limit=rules[rule].label, date=date_long(due_on)
        )
        for number, rule, due_on in rows
        if rules[rule].side == "body"
    )


def _late() -> list[str]:
    rows = (
        WorkItem.objects.filter(closed_at__isnull=True, paused_at__isnull=True, due_at__lt=now())
        .exclude(role=PEMOHON)
        .values("role")
        .annotate(number=Count("pk"))
        .order_by("role")
    )
    return [
        ngettext("{role}: {n} langkah", "{role}: {n} langkah", row["number"]).format(
            role=role_label(row["role"]), n=row["number"]
        )
        for row in rows
    ]


def _undelivered() -> list[str]:
    lines = []
    notices, pdfs = services.failed().count(), letters.failed().count()
    returned = outstanding().count()
    if notices:
        lines.append(
            ngettext(
                "{n} pemberitahuan tidak tersampaikan",
                "{n} pemberitahuan tidak tersampaikan",
                notices,
            ).format(n=notices)
        )
    if returned:
        lines.append(
            ngettext("{n} surat kembali", "{n} surat kembali", returned).format(n=returned)
        )
    if pdfs:
        lines.append(
            ngettext(
                "{n} surat belum dapat dijadikan PDF", "{n} surat belum dapat dijadikan PDF", pdfs
            ).format(n=pdfs)
        )
    return lines


def _genuine() -> list[str]:
    """Letters that are no longer what was issued, and what will soon sign no more."""
    lines = _cut(
        _("PDF surat {number}: {damage}").format(
            number=letter.number, damage=letter.get_damage_display()
        )
        for letter in archive.damaged().defer("sealed_context")[: MOST + 1]
    )
    standing = certificates.standing()
    if not standing.usable or standing.ending:
        lines.append(standing.words[:1].upper() + standing.words[1:])
    return lines


def _silent() -> list[str]:
    """Tasks that should have been heard by now; this one is just running."""
    return [
        _("{task} tidak berjalan sejak {moment}").format(
            task=_task(missed.name), moment=moment_long(missed.last_at)
        )
        if missed.last_at
        else _("{task} belum pernah berjalan").format(task=_task(missed.name))
        for missed in heartbeat.missed()
        if missed.name != NAME
    ]


def _gaps() -> list[str]:
    """Outages that ended since the last report: nothing was lost, but somebody must know."""
    rows = Heartbeat.objects.filter(gap_noted__gt=_last_report()).order_by("name")
    return [
        _("{task} sempat berhenti dari {since} sampai {until}; yang tertunda sudah dikejar").format(
            task=_task(row.name),
            since=moment_long(row.gap_from),
            until=moment_long(row.gap_noted),
        )
        for row in rows
        if row.gap_from and row.gap_noted
    ]


def _last_report() -> datetime:
    last = (
        Notice.objects.filter(kind=DAILY_REPORT.key)
        .order_by("-created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    return last or now() - timedelta(days=7)


def _task(name: str) -> str:
    return {
        "deadlines": _("Penghitung batas waktu"),
        "mail": _("Pengirim surel"),
        "letters": _("Pembuat surat"),
        "archive": _("Pemeriksa PDF surat"),
        "files": _("Pembersihan berkas"),
        NAME: _("Laporan harian"),
    }.get(name, name)


def _cut(lines: Iterable[str]) -> list[str]:
    everything = list(lines)
    rest = len(everything) - MOST
    if rest <= 0:
        return everything
    return [*everything[:MOST], _("dan {n} lainnya").format(n=rest)]
