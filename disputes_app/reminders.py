"""Sessions that come near: each is told once, however long the worker stood still."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from disputes_app import notices
from disputes_app.models import open_hearings
from disputes_app.records import working_days_left
from ppid_portal.clock import local, now, today

#: Told so many working days before, the nearest distance only.
DISTANCES = (1, 3)


def remind() -> int:
    """Tell of every session that is one or three working days away; return how many were near.

    A notice is written once per session, time and distance; a session that is already nearer is
    told at its own distance only.
    """
    near = 0
    for hearing in open_hearings(now() + timedelta(days=14)):
        left = working_days_left(today(), local(hearing.at).date())
        distance = next((days for days in DISTANCES if left <= days), None)
        if distance is None:
            continue
        near += 1
        with transaction.atomic():
            notices.hearing_soon(hearing.dispute, hearing, distance, left)
    return near
