"""Taking in what a mail server reports about an e-mail that came back."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from ppid_portal.mail.bounces import LARGEST, Result, receive

SAYS = {
    Result.NO_REPORT: "Bukan laporan pengiriman; tidak ada yang diubah.",
    Result.UNKNOWN: "Laporan tentang surel yang tidak dikenal atau sudah dikirim ulang.",
    Result.WAITING: "Server penerima masih mencoba; belum gagal.",
    Result.BOUNCED: "Surel ditandai tidak tersampaikan, dan sekretariat diberi tahu.",
    Result.ARRIVED: "Surel ditandai tiba di kotak surat penerima.",
}


class Command(BaseCommand):
    """``manage.py bounce [FILE]``: read one message, from standard input when no file is named.

    Made for a pipe of the mail server (``ppid-bounce: "|…/manage.py bounce"``) or of a program
    that fetches the mailbox. What is no report ends well too, or the pipe would send a report
    about it in turn; a database that is down ends with an error, and the message is kept.
    """

    help = "Catat laporan surel yang kembali (RFC 3464) dari masukan standar atau berkas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", nargs="?", type=Path, help="berkas pesan; tanpa ini: masukan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the message, and say what was done about it."""
        file: Path | None = options["file"]
        content = file.read_bytes() if file is not None else sys.stdin.buffer.read(LARGEST)
        self.stdout.write(SAYS[receive(content)])
