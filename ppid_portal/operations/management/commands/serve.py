"""``manage.py serve``: the whole portal for evaluation, under one supervisor."""

from __future__ import annotations

import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ppid_portal.operations import translations
from ppid_portal.sop.models import Case

SUPERVISOR = Path(__file__).resolve().parents[2] / "supervisor.py"


class Command(BaseCommand):
    """Prepare the database and run web and worker with beat until Ctrl-C."""

    help = "Menyiapkan basis data lalu menjalankan web dan pekerja latar sampai Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Address, and what to leave out."""
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--no-demo", action="store_true", help="jangan isi data contoh")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a taken port, prepare, say where the portal is, and become the supervisor."""
        host, port = options["host"], options["port"]
        refuse_taken_port(host, port)
        self.stdout.write(_("Menyiapkan basis data …"))
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        translations.compile_stale()
        # Served from the source folders; the web process only wants to see this one.
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        demo = "demo" in get_commands() and not options["no_demo"]
        if demo and not Case.objects.exists():
            self.stdout.write(_("Mengisi data contoh; ini hanya sekali dan perlu sebentar …"))
            call_command("demo")
        self.stdout.write("")
        self.stdout.write(_("Portal: %(address)s") % {"address": f"http://localhost:{port}/"})
        if demo:
            call_command("demo", logins=True)
        self.stdout.write(_("Berhenti: Ctrl-C"))
        self.stdout.write("")
        self.stdout.flush()
        sys.stderr.flush()
        os.environ.setdefault("PUBLIC_URL", f"http://localhost:{port}")
        # Threads share the memory they gave back, instead of each keeping some for itself.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        # This process has done its work; the supervisor that takes its place is a small one.
        command = [sys.executable, str(SUPERVISOR)]
        for name, words in programs(host, port).items():
            command += ["--name", name, "--", *words]
        os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, no shell


def refuse_taken_port(host: str, port: int) -> None:
    """Raise CommandError with a way out when something else listens on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                _(
                    "Porta %(port)s tidak dapat dipakai (%(why)s). "
                    "Pilih yang lain: make run PORT=%(other)s"
                )
                % {"port": port, "why": error.strerror, "other": port + 1}
            ) from error


def programs(host: str, port: int) -> dict[str, list[str]]:
    """Return the commands of the evaluation: a web process with threads, a worker with beat."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    python = [sys.executable, "-m"]
    return {
        "web": [
            *python, "gunicorn", "ppid_portal.wsgi:application",
            "--bind", address,
            "--worker-class", "gthread", "--workers", "1", "--threads", "4",
            "--timeout", "60", "--graceful-timeout", "10",
            "--no-control-socket", "--log-level", "warning",
        ],
        "worker": [*python, "ppid_portal.operations.worker"],
    }  # fmt: skip
