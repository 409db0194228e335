"""The body's own certificate: making it, reading it, and telling when it ends.

Key and certificate lie in one PKCS#12 file (or a PEM file with both) outside of the database,
readable by its owner only. The password is a setting.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from django.utils.translation import gettext as _

from ppid_portal.clock import now
from ppid_portal.clock.words import date_long
from ppid_portal.letters.errors import SigningFailed
from ppid_portal.letters.signing.models import Certificate

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

#: So long before its end a certificate is spoken of.
WARN_BEFORE = timedelta(days=30)
YEARS = 3
# BSSN advises RSA of at least 3072 bits beyond 2030, and every PDF reader knows it.
_KEY_BITS = 3072
# Demonstration data is written in the past; its letters are signed like all others.
_EVALUATION_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_EVALUATION_YEARS = 20
# X.520: what a name may hold.
_NAME_LENGTH = 64


@dataclass(frozen=True)
class OwnKey:
    """The key that the body signs with, its certificate, and the certificates above that."""

    key: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How the body's certificate stands: usable or not, and a sentence about it."""

    usable: bool
    ending: bool
    words: str


def load() -> OwnKey:
    """Return the body's key and certificate.

    Raises:
        SigningFailed: there is none, it may be read by others, or it cannot be opened.
    """
    path = Path(settings.SIGNING_CERTIFICATE)
    if not path.exists() and settings.SIGNING_MAKES_CERTIFICATE:
        with contextlib.suppress(FileExistsError):
            make(not_before=_EVALUATION_FROM, years=_EVALUATION_YEARS)
    try:
        state = path.stat()
    except OSError as error:
        raise SigningFailed(f"there is no certificate to sign with ({path.name})") from error
    if state.st_mode & 0o077:
        # Whoever reads it can sign in the name of the body.
        raise SigningFailed(f"the key file {path.name} may be read by others than its owner")
    return _opened(path, state.st_mtime_ns, state.st_size, settings.SIGNING_PASSWORD)


def usable() -> OwnKey:
    """Return the key as ``load`` does, if its certificate is valid today.

    Raises:
        SigningFailed: as ``load``, or the certificate has ended or not begun.
    """
    own = load()
    if not own.certificate.not_valid_before_utc <= now() <= own.certificate.not_valid_after_utc:
        ends = own.certificate.not_valid_after_utc
        raise SigningFailed(f"the body's certificate is not valid now (until {ends:%Y-%m-%d})")
    return own


def standing() -> Standing:
    """Say how the certificate stands, for checks and pages; makes none."""
    if not Path(settings.SIGNING_CERTIFICATE).exists():
        if settings.SIGNING_MAKES_CERTIFICATE:
            return Standing(True, False, _("sertifikat dibuat bersama surat pertama"))
        return Standing(
            False, False, _("belum ada sertifikat; jalankan manage.py letters certificate")
        )
    try:
        own = load()
    except SigningFailed:
        return Standing(
            False,
            False,
            _("kunci tanda tangan tidak dapat dipakai; periksa berkas, hak akses, dan sandinya"),
        )
    ends = own.certificate.not_valid_after_utc
    words = {"date": date_long(ends)}
    if own.certificate.not_valid_before_utc > now():
        return Standing(False, False, _("sertifikat belum berlaku"))
    if ends < now():
        return Standing(
            False, False, _("sertifikat berakhir pada %(date)s; buat yang baru") % words
        )
    if ends - now() < WARN_BEFORE:
        return Standing(True, True, _("sertifikat berakhir pada %(date)s; segera perbarui") % words)
    return Standing(True, False, _("sertifikat berlaku sampai %(date)s") % words)


def make(
    *, not_before: datetime | None = None, years: int = YEARS, replace: bool = False
) -> x509.Certificate:
    """Make key and certificate of the body and keep them where the settings say.

    With ``replace`` the former file stays beside it under the number of its certificate.

    Raises:
        FileExistsError: there is one already, and it is not to be replaced.
    """
    path = Path(settings.SIGNING_CERTIFICATE)
    begins = not_before or now() - timedelta(hours=1)
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    certificate = _self_signed(key, begins, now() + timedelta(days=365 * years))
    password = settings.SIGNING_PASSWORD.encode()
    content = pkcs12.serialize_key_and_certificates(
        b"ppid",
        key,
        certificate,
        None,
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        if replace and path.exists():
            os.link(path, path.with_name(f"{path.stem}-{path.stat().st_mtime_ns}{path.suffix}"))
            os.replace(written, path)
        else:
            # Two workers may get here at the same moment: exactly one wins.
            os.link(written, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(written)
    return certificate


def remember(certificate: x509.Certificate) -> Certificate:
    """Return the row of a certificate, stored when it is met for the first time."""
    return Certificate.objects.get_or_create(
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        defaults={
            "subject": name_of(certificate.subject)[:300],
            "issuer": name_of(certificate.issuer)[:300],
            "not_before": certificate.not_valid_before_utc,
            "not_after": certificate.not_valid_after_utc,
            "pem": certificate.public_bytes(serialization.Encoding.PEM).decode(),
        },
    )[0]


def name_of(name: x509.Name) -> str:
    """Return a name as people read it: "Sekar Wulandari, Kementerian X"; nothing twice."""
    parts: list[str] = []
    for kind in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(kind):
            value = str(attribute.value)
            if not any(value in part for part in parts):
                parts.append(value)
    return ", ".join(parts) or name.rfc4514_string()


@lru_cache(maxsize=2)
def _opened(path: Path, _changed: int, _size: int, password: str) -> OwnKey:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SigningFailed(f"the key file {path.name} cannot be read") from error
    secret = password.encode() or None
    key: object
    certificate: x509.Certificate | None
    try:
        if content.lstrip().startswith(b"-----BEGIN"):
            key = serialization.load_pem_private_key(content, secret)
            certificate, *chain = x509.load_pem_x509_certificates(content)
        else:
            key, certificate, chain = pkcs12.load_key_and_certificates(content, secret)
    except (ValueError, TypeError) as error:
        raise SigningFailed(
            f"the key file {path.name} cannot be opened: wrong password or damaged"
        ) from error
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningFailed(f"the key file {path.name} holds no key with a certificate")
    return OwnKey(key, certificate, tuple(chain))


def _self_signed(key: rsa.RSAPrivateKey, begins: datetime, ends: datetime) -> x509.Certificate:
    from ppid_portal.people.body import body

    ours = body()
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, ours.name[:_NAME_LENGTH]),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, f"PPID {ours.name}"[:_NAME_LENGTH]),
        ]
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )
