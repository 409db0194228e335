"""``manage.py compile_translations``: makes the compiled catalogues that are missing or old."""

from typing import Any

from django.core.management.base import BaseCommand

from ppid_portal.operations.translations import compile_stale


class Command(BaseCommand):
    """Compile stale translations with no tool but Python."""

    help = "Menyusun berkas terjemahan (.mo) yang belum ada atau sudah lama."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile, and name each catalogue that was."""
        for source in compile_stale():
            self.stdout.write(str(source.parent.parent.name))
