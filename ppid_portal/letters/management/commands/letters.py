"""Looking after letters from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ppid_portal.letters import catalogue, kinds, samples, services
from ppid_portal.letters.errors import UnknownKind
from ppid_portal.letters.models import Letter
from ppid_portal.letters.render import qr_image, render_html, render_pdf
from ppid_portal.letters.signing import commands as signing


class Command(BaseCommand):
    """``manage.py letters kinds | failed | render [NUMBER …] | samples FOLDER [KIND …]``.

    ``kinds --check`` ends with an error when an output of an SOP is no document. Also
    ``certificate [--check | --replace]``, ``withdraw`` and ``verify``: see
    ``letters.signing.commands``.
    """

    help = "Jenis surat, surat yang PDF-nya belum jadi, dan contoh setiap surat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the subcommands."""
        commands = parser.add_subparsers(dest="what", required=True)
        listed = commands.add_parser(
            "kinds", help="setiap dokumen SOP: jenis, langkah, templat, penanda tangan, seri nomor"
        )
        listed.add_argument("--json", action="store_true", help="untuk program lain")
        listed.add_argument(
            "--check", action="store_true", help="gagal bila suatu keluaran SOP bukan dokumen"
        )
        commands.add_parser("failed", help="surat yang PDF-nya belum dapat dibuat, dengan sebabnya")
        again = commands.add_parser("render", help="buat PDF yang belum ada sekarang juga")
        again.add_argument("number", nargs="*", help="nomor surat; tanpa nomor: semuanya")
        shown = commands.add_parser("samples", help="tulis contoh setiap surat sebagai PDF")
        shown.add_argument("folder", type=Path)
        shown.add_argument("kind", nargs="*", help="jenis surat; tanpa jenis: semuanya")
        signing.add_to(commands)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        match options["what"]:
            case "kinds":
                self._kinds(as_json=options["json"], check=options["check"])
            case "failed":
                self._failed()
            case "render":
                self._render(options["number"])
            case "samples":
                self._samples(options["folder"], options["kind"])
            case "certificate":
                signing.certificate(options, self.stdout)
            case "withdraw":
                signing.withdraw(options, self.stdout)
            case "verify":
                signing.verify(self.stdout)

    def _kinds(self, *, as_json: bool, check: bool) -> None:
        rows = catalogue.rows()
        if as_json:
            found = [row.as_dict() for row in rows]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            for row in rows:
                parts = (row.key, row.title, row.kind, row.step or row.citation,
                         row.template, self._signatory(row), row.series)  # fmt: skip
                self.stdout.write("\t".join(part or "-" for part in parts))
        faults = catalogue.faults() if check else []
        if faults:
            raise CommandError("\n".join(faults))

    def _signatory(self, row: catalogue.Row) -> str:
        """Return who signs, and whom the body could choose instead."""
        others = [role for role in row.signatories if role != row.signatory]
        return f"{row.signatory} (atau {', '.join(others)})" if others else row.signatory

    def _failed(self) -> None:
        waiting = services.failed()
        for letter in waiting:
            self.stdout.write(f"{letter.number}\t{letter.attempts}\t{letter.error}")
        self.stdout.write(f"{len(waiting)} surat belum dapat dibuat.")

    def _render(self, numbers: list[str]) -> None:
        waiting = Letter.objects.filter(status__in=("queued", "failed")).order_by("pk")
        if numbers:
            waiting = waiting.filter(number__in=numbers)
        left = [letter for letter in waiting if not services.render(letter.pk).is_ready]
        if left:
            raise CommandError(
                f"{len(left)} surat belum dapat dibuat. Sebabnya: manage.py letters failed"
            )
        self.stdout.write("Semua surat yang diminta sudah terbit.")

    def _samples(self, folder: Path, wanted: list[str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for key in wanted or samples.contexts():
            try:
                kind = kinds.get(key)
            except UnknownKind:
                raise CommandError(f"{key}: jenis surat ini tidak ada.") from None
            content = samples.example(key, qr=qr_image(samples.ADDRESS))
            path = folder / f"{key.replace('_', '-')}.pdf"
            path.write_bytes(render_pdf(render_html(kind.template, content)))
            self.stdout.write(str(path))
