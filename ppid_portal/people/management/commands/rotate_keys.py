"""``manage.py rotate_keys``: after a new key was put first in FIELD_ENCRYPTION_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ppid_portal.people.rotation import rotate_all


class Command(BaseCommand):
    """Re-encrypt everything with the newest key."""

    help = (
        "Re-encrypt everything with the first key of FIELD_ENCRYPTION_KEYS; "
        "afterwards the other keys can be removed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate and say how much."""
        for name, count in rotate_all().items():
            self.stdout.write(f"{name}: {count}")
