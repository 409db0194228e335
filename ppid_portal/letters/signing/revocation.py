"""Whether the certificate under an issued letter was revoked, as its authority says now.

A letter that was signed while its certificate was valid stays signed; whoever holds it should
know all the same that the certificate was withdrawn, and above all when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cryptography import x509
from django.conf import settings
from django.core.cache import cache

from ppid_portal.letters.signing.trust import believed

if TYPE_CHECKING:
    from ppid_portal.letters.models import Letter

# Whoever looks at many letters asks an authority about one certificate once in a while; one that
# did not answer is asked again soon.
_KNOWN_FOR, _UNKNOWN_FOR = 600, 30


class Standing(StrEnum):
    """What is known of a revocation."""

    #: Nobody publishes anything about it: the body vouches for its own certificate itself.
    UNPUBLISHED = "unpublished"
    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Revocation:
    """How a certificate stands, and since when it is revoked."""

    standing: Standing
    at: datetime | None = None
    #: It was revoked when the letter was signed already.
    before_signing: bool = False


def of(letter: Letter, content: bytes) -> Revocation | None:
    """Return how the certificate of an issued letter stands; None for one without.

    ``content`` is the file of the letter, byte for byte: with it come the certificates between
    its own and the root.
    """
    if letter.certificate is None or letter.rendered_at is None:
        return None
    certificate = x509.load_pem_x509_certificate(letter.certificate.pem.encode())
    if not _is_published(certificate):
        return Revocation(Standing.UNPUBLISHED)
    key = f"letters:revocation:{letter.certificate.fingerprint}"
    known: tuple[str, datetime | None] | None = cache.get(key)
    if known is None:
        known = _asked(certificate, content)
        lasts = _UNKNOWN_FOR if known[0] == Standing.UNKNOWN else _KNOWN_FOR
        cache.set(key, known, lasts)
    standing, at = known
    signed_at = letter.stamped_at or letter.rendered_at
    return Revocation(Standing(standing), at, at is not None and at <= signed_at)


def _is_published(certificate: x509.Certificate) -> bool:
    for kind in (x509.CRLDistributionPoints, x509.AuthorityInformationAccess):
        try:
            certificate.extensions.get_extension_for_class(kind)
        except x509.ExtensionNotFound:
            continue
        return True
    return False


def _asked(certificate: x509.Certificate, content: bytes) -> tuple[str, datetime | None]:
    from ppid_portal.letters.signing import inspection

    trusted = believed()
    try:
        found = inspection.signatures(
            content,
            roots=trusted.roots,
            others=trusted.others,
            crls=trusted.crls,
            revocation=True,
            online=settings.SIGNING_ONLINE_CHECKS,
        )
    except inspection.Unreadable:
        return Standing.UNKNOWN.value, None
    for signature in found:
        if signature.certificate != certificate:
            continue
        if signature.trust is inspection.Trust.REVOKED:
            return Standing.REVOKED.value, signature.revoked_at
        if signature.trust is inspection.Trust.TRUSTED:
            return Standing.GOOD.value, None
    return Standing.UNKNOWN.value, None
