"""``manage.py audit verify``: is the record what was written?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ppid_portal.audit.models import AuditEntry, AuditStream
from ppid_portal.audit.services import verify


class Command(BaseCommand):
    """Verify the hash chains of the audit record."""

    help = "Verify the hash chains of the audit record; fails when an entry does not fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the verb, an optional stream and the form of the answer."""
        parser.add_argument("verb", choices=["verify", "heads"])
        parser.add_argument("--stream", help="only this stream")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the faults, or the heads to keep elsewhere; exit with 1 on any fault."""
        if options["verb"] == "heads":
            self._heads(options["stream"])
            return
        faults = verify(options["stream"])
        entries = AuditEntry.objects.all()
        if options["stream"]:
            entries = entries.filter(stream=options["stream"])
        count = entries.count()
        if options["json"]:
            answer = {
                "ok": not faults,
                "entries": count,
                "faults": [asdict(fault) for fault in faults],
            }
            self.stdout.write(json.dumps(answer, indent=2))
        else:
            for fault in faults:
                self.stdout.write(f"{fault.stream} #{fault.sequence}: {fault.reason}")
            if not faults:
                self.stdout.write(f"{count} entries, all in place.")
        if faults:
            raise CommandError(f"{len(faults)} faults in the audit record.", returncode=1)

    def _heads(self, stream: str | None) -> None:
        heads = AuditStream.objects.order_by("name")
        if stream:
            heads = heads.filter(name=stream)
        for head in heads:
            self.stdout.write(f"{head.name}\t{head.length}\t{head.hash}")
