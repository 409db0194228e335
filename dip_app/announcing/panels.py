"""What the desk shows of an announcement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dip_app.announcing import rules, shown
from dip_app.announcing.models import BEFORE, Announcement, Duty, State
from ppid_portal.clock import today
from ppid_portal.clock.words import moment_long
from ppid_portal.people.actors import Actor
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import OFFICE_ROLES, sees_applicant

_TEMPLATES = "dip_app/announcing/desk/"
_ALERTS = 20


def sections(case: Case, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return what is shown or waits to be, and the proof of when it was up."""
    if not isinstance(case, Announcement):
        return []
    found = []
    if case.return_reason and case.state == State.DRAFTING:
        found.append(_section(_("Dikembalikan"), "_returned.html", {"reason": case.return_reason}))
    if case.pending is not None:
        title = _("Konsep") if case.state in BEFORE else _("Koreksi yang menunggu")
        found.append(_section(title, "_version.html", _version(case, case.pending)))
    if case.current is not None:
        title = _("Yang tayang") if case.is_shown else _("Yang pernah tayang")
        context = {**_version(case, case.current), "public": case.get_absolute_url()}
        found.append(_section(title, "_version.html", context))
        rows = shown.periods(case.appearances.select_related("version").order_by("pk"), named=True)
        proof = {"rows": rows, "url": reverse("announcing:proof", args=[case.pk])}
        found.append(_section(_("Bukti tayang"), "_proof.html", proof))
    return found


def first_thing(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return what happens by itself, or where the public reads it: nobody has to do anything."""
    if not isinstance(case, Announcement):
        return None
    if case.state == State.SCHEDULED and case.publish_at is not None:
        return {
            "title": _("Tayang sendiri {moment}").format(
                moment=moment_long(case.publish_at, with_day=True)
            ),
            "text": _("Sampai saat itu Ketua PPID dapat membatalkannya."),
            "url": reverse("announcing_desk:preview", args=[case.pk]),
            "link": _("Pratinjau seperti dibaca publik"),
            "whole": not case.is_urgent,
        }
    if case.state == State.UP:
        until = (
            _("Turun sendiri {moment}.").format(moment=moment_long(case.ends_at, with_day=True))
            if case.ends_at is not None
            else _("Tayang sampai ditarik.")
        )
        return {
            "title": _("Sedang dibaca publik"),
            "text": until,
            "url": case.get_absolute_url(),
            "link": _("Buka halaman publiknya"),
        }
    return None


def decision(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the draft or the correction that waits for Ketua PPID."""
    if not isinstance(case, Announcement) or case.pending is None:
        return None
    correcting = case.state == State.CORRECTING
    if not correcting and case.state != State.APPROVING:
        return None
    return {
        "title": _("Koreksi pengumuman") if correcting else _("Pengumuman"),
        "template": f"{_TEMPLATES}_decision.html",
        "context": {
            "version": _version(case, case.pending),
            "current": _version(case, case.current) if case.current is not None else None,
            "note": case.pending.note,
            "facts": case.facts(),
        },
        "approve": "approve_correction" if correcting else "approve",
        "refuse": "decline_correction" if correcting else "return_draft",
        "previews": [],
    }


def _version(case: Announcement, version: Any) -> dict[str, Any]:
    return {
        "article": shown.article(case, version),
        "number": version.number,
        "preview": reverse("announcing_desk:preview", args=[case.pk])
        if version.pk == case.pending_id
        else "",
    }


def _section(title: str, template: str, context: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "template": f"{_TEMPLATES}{template}", "context": context}


# -- the menu and what needs attention -------------------------------------------------------------


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Return the list of announcements, for the office."""
    if any(actor.role in OFFICE_ROLES for actor in actors):
        return [{"view": "announcing_desk:index", "label": _("Pengumuman")}]
    return []


def attention(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return periodic information that was not announced again within six months."""
    if not sees_applicant(list(actors)):
        return []
    return [
        {
            "title": _("Pengumuman berkala yang lewat enam bulan"),
            "explain": _(
                "Informasi berkala diumumkan paling sedikit sekali dalam enam bulan "
                "(UU 14/2008 Pasal 9). Buat pengumuman baru untuk butir daftarnya."
            ),
            "empty": _("Semua informasi berkala yang diumumkan masih baru."),
            "rows": [
                {
                    "url": reverse("desk:case", args=[case.pk]),
                    "number": case.number,
                    "text": case.renews.title if case.renews is not None else case.title,
                    "tone": "late",
                    "date": rules.next_due(case.up_at),
                }
                for case in overdue()
                if case.up_at is not None
            ],
        }
    ]


def overdue() -> list[Announcement]:
    """Return the last announcement of each item that is due again, longest overdue first.

    An item that left the list, or whose announcement was withdrawn, is nobody's duty any more.
    """
    border = timezone.make_aware(
        datetime.combine(rules.months_after(today(), -rules.PERIODIC_MONTHS), time.min),
        timezone.get_default_timezone(),
    )
    announced = Announcement.objects.filter(duty=Duty.PERIODIC, up_at__isnull=False).exclude(
        state=State.WITHDRAWN
    )
    later = announced.filter(renews=OuterRef("renews"), up_at__gt=OuterRef("up_at"))
    return list(
        announced.filter(up_at__lt=border, renews__status="published")
        .exclude(Exists(later))
        .select_related("renews")
        .order_by("up_at", "pk")[: _ALERTS + 1]
    )
