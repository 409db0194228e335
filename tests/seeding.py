"""What the migrations store, stored again after a test that really commits has emptied it."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from ppid_portal.clock import seed as calendar
from ppid_portal.people import seed as people
from ppid_portal.people.models import PublicBody, Unit
from ppid_portal.sop.models import NumberPattern


def restore() -> None:
    """Fill the reference tables where they are empty; leaves what is there as it is."""
    calendar.load(apps)
    people.load(Unit, PublicBody)
    patterns = import_module("ppid_portal.sop.migrations.0002_numbers_and_search").PATTERNS
    for register, name, pattern in patterns:
        NumberPattern.objects.get_or_create(
            register=register, defaults={"name": name, "pattern": pattern}
        )
