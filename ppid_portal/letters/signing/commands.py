"""What ``manage.py letters`` offers about certificates and the PDFs that were issued."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper

from ppid_portal.letters import archive
from ppid_portal.letters.signing import certificates


def add_to(commands: Any) -> None:
    """Declare ``certificate`` and ``verify``."""
    made = commands.add_parser("certificate", help="buat sertifikat badan publik, atau periksa")
    made.add_argument("--check", action="store_true", help="hanya katakan keadaannya")
    made.add_argument("--replace", action="store_true", help="ganti; berkas lama disimpan")
    made.add_argument("--years", type=int, default=certificates.YEARS, help="masa berlaku")
    commands.add_parser("verify", help="periksa bahwa semua PDF surat masih seperti saat terbit")


def certificate(options: dict[str, Any], out: OutputWrapper) -> None:
    """Make the body's certificate, or say how it stands; an unusable one is an error."""
    if not options["check"]:
        if settings.PRODUCTION and not settings.SIGNING_PASSWORD:
            raise CommandError("SIGNING_PASSWORD belum diisi; kunci tidak disimpan tanpa sandi.")
        try:
            made = certificates.make(years=options["years"], replace=options["replace"])
        except FileExistsError:
            raise CommandError(
                f"{settings.SIGNING_CERTIFICATE} sudah ada. Untuk menggantinya: --replace"
            ) from None
        out.write(f"{certificates.name_of(made.subject)}: {settings.SIGNING_CERTIFICATE}")
    standing = certificates.standing()
    if not standing.usable:
        raise CommandError(standing.words)
    out.write(standing.words)


def verify(out: OutputWrapper) -> None:
    """Read every issued PDF again and name those that are not as they were; then fail."""
    count, damaged = 0, 0
    for checked in archive.check_all():
        count += 1
        if checked.damage:
            damaged += 1
            letter = checked.letter
            out.write(f"{letter.number}\t{letter.verification_code}\t{checked.damage}")
    if damaged:
        raise CommandError(f"{damaged} dari {count} PDF surat tidak seperti saat terbit.")
    out.write(f"{count} PDF surat masih seperti saat terbit.")
