"""Writing a picture of every document."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ppid_portal.reports import goldens


class Command(BaseCommand):
    """``manage.py goldens FOLDER``: a picture per letter, form and register, and their index."""

    help = "Tulis gambar setiap jenis surat, formulir, dan register ke suatu folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write all of them; what was written before of a kind that is gone is removed."""
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        found = list(goldens.documents())
        try:
            written = {goldens.paint(golden, folder) for golden in found}
        except goldens.NoPainter:
            raise CommandError("Pasang poppler-utils dahulu (perlu pdftoppm).") from None
        for old in set(folder.glob("*.png")) - written:
            old.unlink()
        (folder / "README.md").write_text(goldens.index(found), encoding="utf-8")
        size = sum(path.stat().st_size for path in written)
        self.stdout.write(f"{len(written)} gambar, {size / 1_000_000:.1f} MB, di {folder}")
