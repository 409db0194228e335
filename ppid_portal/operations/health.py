"""What the portal needs to work, each asked separately and quickly."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from ppid_portal.clock import heartbeat
from ppid_portal.letters import archive
from ppid_portal.letters.render import fonts_present
from ppid_portal.letters.signing import certificates

log = logging.getLogger(__name__)

#: The sweep of the deadlines runs every five minutes; two may be missed.
OLDEST_SWEEP = timedelta(minutes=15)
LEAST_FREE_BYTES = 200 * 1024 * 1024


class Unwell(Exception):
    """Something is not as it must be; the message is shown and holds no secret."""


@dataclass(frozen=True)
class Finding:
    """The outcome of one check; ``milliseconds`` is how long it took."""

    ok: bool
    detail: str
    milliseconds: float


def database() -> str:
    """Ask the database for one row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return _("menjawab (%(kind)s)") % {"kind": connection.display_name}


def broker() -> str:
    """Reach the broker, or write to its folder."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    if "data_folder_out" in options:
        folder = Path(options["data_folder_out"])
        if not _writable(folder):
            raise Unwell(_("folder antrean tidak dapat ditulisi"))
        return _("folder antrean dapat ditulisi")
    with current_app.connection_for_write() as link:
        link.ensure_connection(max_retries=0, timeout=2)
    return _("menjawab")


def sweep() -> str:
    """Look when deadlines were last watched over."""
    age = heartbeat.age("deadlines")
    if age is None:
        raise Unwell(_("tenggat belum pernah diperiksa; jalankan pekerja latar dengan beat"))
    minutes = int(age.total_seconds() // 60)
    if age > OLDEST_SWEEP:
        raise Unwell(
            _("tenggat terakhir diperiksa %(minutes)s menit lalu; periksa pekerja latar dan beat")
            % {"minutes": minutes}
        )
    return _("tenggat diperiksa %(minutes)s menit lalu") % {"minutes": minutes}


def fonts() -> str:
    """Look for the fonts of the letters: without any, the renderer crashes."""
    if missing := fonts_present():
        raise Unwell(_("fon surat tidak ada: %(names)s") % {"names": ", ".join(missing)})
    return _("fon surat lengkap")


def certificate() -> str:
    """Look whether letters can be signed, and whether that ends soon."""
    standing = certificates.standing()
    if not standing.usable:
        raise Unwell(standing.words)
    return standing.words


def letters() -> str:
    """Look whether an issued letter was found to be changed or missing."""
    if (found := archive.damaged()[:1]).exists():
        raise Unwell(
            _("PDF surat %(number)s tidak seperti saat terbit; jalankan manage.py letters verify")
            % {"number": found[0].number}
        )
    return _("PDF surat yang diperiksa masih seperti saat terbit")


def disk() -> str:
    """Look whether there is room for uploads and letters, and whether they can be written."""
    folder = Path(settings.DATA_DIR)
    if not _writable(folder):
        raise Unwell(_("folder data tidak dapat ditulisi"))
    free = shutil.disk_usage(_existing(folder)).free
    megabytes = free // (1024 * 1024)
    if free < LEAST_FREE_BYTES:
        raise Unwell(_("tinggal %(megabytes)s MB; kosongkan ruang") % {"megabytes": megabytes})
    return _("%(megabytes)s MB kosong") % {"megabytes": megabytes}


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "broker": broker,
    "sweep": sweep,
    "fonts": fonts,
    "certificate": certificate,
    "letters": letters,
    "disk": disk,
}


def examine() -> dict[str, Finding]:
    """Run every check; one that fails stops none of the others.

    What a library says when it fails may hold addresses and passwords, so it goes to the log
    and the finding says only which kind of failure it was.
    """
    findings = {}
    for name, check in CHECKS.items():
        started = time.perf_counter()
        try:
            ok, detail = True, check()
        except Unwell as unwell:
            ok, detail = False, str(unwell)
        except Exception as error:
            log.exception("The health check %s failed", name)
            ok, detail = False, _("gagal: %(kind)s") % {"kind": type(error).__name__}
        findings[name] = Finding(ok, detail, round((time.perf_counter() - started) * 1000, 1))
    return findings


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


def _writable(folder: Path) -> bool:
    return os.access(_existing(folder), os.W_OK | os.X_OK)
