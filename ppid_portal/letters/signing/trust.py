"""The authorities that the portal believes: the files in ``SIGNING_ROOTS``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

_ENDINGS = (".pem", ".crt", ".cer", ".crl")


@dataclass
class Believed:
    """Roots, the certificates in between, and lists of the revoked (DER)."""

    roots: list[x509.Certificate] = field(default_factory=list)
    others: list[x509.Certificate] = field(default_factory=list)
    crls: list[bytes] = field(default_factory=list)


def believed() -> Believed:
    """Read the folder: certificates (PEM or DER) and lists of the revoked (``.crl``).

    Whoever vouches for itself there is a root.

    Raises:
        ValueError: a file is neither.
    """
    found = Believed()
    for path in _files():
        content = path.read_bytes()
        as_text = content.lstrip().startswith(b"-----BEGIN")
        if path.suffix.lower() == ".crl":
            read = x509.load_pem_x509_crl if as_text else x509.load_der_x509_crl
            found.crls.append(read(content).public_bytes(Encoding.DER))
            continue
        certificates = (
            x509.load_pem_x509_certificates(content)
            if as_text
            else [x509.load_der_x509_certificate(content)]
        )
        for certificate in certificates:
            own = certificate.subject == certificate.issuer
            (found.roots if own else found.others).append(certificate)
    return found


def _files() -> list[Path]:
    folder = Path(settings.SIGNING_ROOTS)
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in _ENDINGS)
