"""What ``manage.py letters`` offers about certificates and letters that were issued."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper

from ppid_portal.letters import archive, services, withdrawal
from ppid_portal.letters.models import Letter, read_code
from ppid_portal.letters.signing import certificates
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import User
from ppid_portal.sop.errors import Refused


def add_to(commands: Any) -> None:
    """Declare ``certificate``, ``withdraw`` and ``verify``."""
    made = commands.add_parser("certificate", help="buat sertifikat badan publik, atau periksa")
    made.add_argument("--check", action="store_true", help="hanya katakan keadaannya")
    made.add_argument("--replace", action="store_true", help="ganti; berkas lama disimpan")
    made.add_argument("--years", type=int, default=certificates.YEARS, help="masa berlaku")
    drawn = commands.add_parser("withdraw", help="tarik surat yang sudah terbit; nomornya tetap")
    drawn.add_argument("code", help="kode verifikasi surat")
    drawn.add_argument(
        "--by", required=True, help="surel Ketua PPID, atau Atasan PPID untuk suratnya"
    )
    drawn.add_argument("--reason", required=True, help="alasan, untuk catatan")
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


def withdraw(options: dict[str, Any], out: OutputWrapper) -> None:
    """Withdraw a letter for whoever may, on record."""
    code = read_code(options["code"])
    letter = Letter.objects.filter(verification_code=code).first() if code else None
    if letter is None:
        raise CommandError(f"{options['code']}: tidak ada surat dengan kode ini.")
    user = User.objects.filter(email__iexact=options["by"]).first()
    actor = withdrawal.chosen(letter, actors_of(user))
    if actor is None:
        raise CommandError(f"Surat ini ditarik oleh {withdrawal.whose(letter)}.")
    try:
        services.withdraw(letter, actor=actor, reason=options["reason"])
    except Refused as refusal:
        raise CommandError(refusal.message) from None
    out.write(f"{letter.title} {letter.number} ditarik.")


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
