"""Each person's hearings as a calendar that phones and mail programs subscribe to (RFC 5545).

The address is secret and says nothing: it follows from the person's key, a version that can be
raised, and the server's secret. Whoever holds it learns when which hearing is, never who asks.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import STATUS, Alarm, Calendar, Event, Timezone

from disputes_app.models_evidence import CalendarKey
from disputes_app.records import Hearing, HearingKind, HearingStatus
from ppid_portal.audit.services import record
from ppid_portal.clock import local, now
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.body import body
from ppid_portal.people.models import User
from ppid_portal.sop.scope import visible_cases

#: Hearings older than this are in the case, not in the calendar.
KEPT = timedelta(days=180)
MOST = 500
#: The Commission names when a hearing begins and never when it ends.
USUAL_LENGTH = timedelta(hours=2)
REFRESH = timedelta(hours=1)
_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True)
class Sitting:
    """A hearing as calendars and lists show it; nothing in it names a party.

    ``number`` is the Commission's register number (ours while it has none), ``revision`` grows
    with every change, ``changed_at`` is when the last one was (aware).
    """

    key: str
    at: datetime
    kind: str
    number: str
    place: str
    subject: str
    status: str
    cancelled: bool
    revision: int
    changed_at: datetime
    case_id: int


def sittings(
    user: User, actors: list[Actor], *, since: datetime, until: datetime | None = None
) -> list[Sitting]:
    """Return the hearings of the cases that a person may see, by their time."""
    found = Hearing.objects.filter(
        at__gte=since, dispute__in=visible_cases(user, actors)
    ).select_related("dispute")
    if until is not None:
        found = found.filter(at__lt=until)
    return [_sitting(hearing) for hearing in found.order_by("at", "pk")[:MOST]]


def _sitting(hearing: Hearing) -> Sitting:
    dispute = hearing.dispute
    off = (HearingStatus.CANCELLED, HearingStatus.POSTPONED)
    return Sitting(
        key=f"sidang-{hearing.pk}",
        at=hearing.at,
        kind=str(HearingKind(hearing.kind).label),
        number=dispute.commission_number or dispute.number or "",
        place=hearing.place,
        subject=dispute.title,
        status=str(HearingStatus(hearing.status).label),
        cancelled=hearing.status in off,
        revision=hearing.sequence,
        changed_at=hearing.changed_at,
        case_id=dispute.pk,
    )


# -- the secret address ----------------------------------------------------------------------------


def token_of(user: User) -> str:
    """Return the secret part of a person's calendar address, as it is in force."""
    return f"{user.pk}-{_secret(user.pk, _version(user.pk))}"


def address_of(user: User) -> str:
    """Return the full secret address of a person's calendar."""
    return f"{settings.PUBLIC_URL}{reverse('disputes_calendar:feed', args=[token_of(user)])}"


def owner_of(token: str) -> User | None:
    """Return whose calendar an address opens; None for an old, wrong or closed one."""
    key, _dash, secret = token.partition("-")
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        return None
    user = User.objects.filter(pk=int(key), is_active=True).first()
    # Compared also when there is nobody: an answer must not tell by its time who has an account.
    right = _secret(int(key), _version(int(key)))
    same = hmac.compare_digest(right.encode(), secret.encode(errors="surrogatepass"))
    return user if same else None


def renew(actor: Actor) -> None:
    """Make a person's calendar address worthless; the next one is new."""
    if actor.user is None:
        raise ValueError("only a member of staff has a calendar")
    with transaction.atomic():
        key, created = CalendarKey.objects.select_for_update().get_or_create(
            user=actor.user, defaults={"version": 2, "renewed_at": now()}
        )
        if not created:
            key.version += 1
            key.renewed_at = now()
            key.save(update_fields=["version", "renewed_at"])
        record(
            "renew_calendar_link",
            stream="people",
            subject=f"user:{actor.user.pk}",
            actor=actor,
        )


def _version(user_id: int) -> int:
    found = CalendarKey.objects.filter(user_id=user_id).values_list("version", flat=True).first()
    return found or 1


def _secret(user_id: int, version: int) -> str:
    digest = hmac.digest(
        settings.SECRET_KEY.encode(), f"calendar:{user_id}:{version}".encode(), sha256
    )
    number = int.from_bytes(digest, "big")
    return "".join(_SIGNS[(number >> (5 * i)) & 31] for i in range(32))


# -- the feed --------------------------------------------------------------------------------------


def feed_of(user: User) -> bytes:
    """Return the calendar of a person: the hearings of the cases that they may see today."""
    with translation.override("id"):
        return feed(sittings(user, actors_of(user), since=now() - KEPT))


def feed(found: Iterable[Sitting]) -> bytes:
    """Return hearings as an iCalendar file; the same hearings give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Portal PPID//Kalender sidang//ID")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = _("Sidang sengketa informasi {body}").format(body=body().short_name or body().name)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{int(REFRESH.total_seconds())}S")
    zone = Timezone.from_tzid(settings.TIME_ZONE)
    zone.pop("COMMENT", None)
    calendar.add_component(zone)
    for sitting in found:
        calendar.add_component(_event(sitting))
    return calendar.to_ical()


def _event(sitting: Sitting) -> Event:
    start = local(sitting.at)
    event = Event()
    event.add("uid", f"{sitting.key}@{urlsplit(settings.PUBLIC_URL).hostname or 'ppid'}")
    # Without the moment of reading in it, an unchanged calendar stays byte for byte the same.
    event.add("dtstamp", sitting.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", sitting.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", sitting.revision)
    event.add("dtstart", start)
    event.add("dtend", start + USUAL_LENGTH)
    event.add("summary", _line(f"{sitting.kind} {sitting.number}"))
    if sitting.place:
        event.add("location", _line(sitting.place))
    event.add("description", f"{_line(sitting.subject)}\n{sitting.status}")
    event.add("url", f"{settings.PUBLIC_URL}{reverse('desk:case', args=[sitting.case_id])}")
    event.add("status", STATUS.CANCELLED if sitting.cancelled else STATUS.CONFIRMED)
    event.add("class", "CONFIDENTIAL")
    if not sitting.cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _line(_("Besok: {hearing}").format(hearing=sitting.kind)))
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
    return event


def _line(text: str) -> str:
    return " ".join(text.split())
