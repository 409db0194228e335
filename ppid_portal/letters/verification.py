"""Comparing the file that somebody holds with what was issued.

The stored hash decides: what differs by one byte is not the letter. Nothing of a foreign file is
unpacked for that; only what is byte for byte our own is read as a PDF.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cryptography import x509

from ppid_portal.letters.models import Letter
from ppid_portal.letters.signing import revocation as revocations
from ppid_portal.letters.signing.revocation import Revocation

# As ``base.html`` writes it into the metadata of every letter, which is not compressed.
_OWN_MARK = re.compile(rb"Kode verifikasi ((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})")


class Verdict(StrEnum):
    """What a compared file is."""

    GENUINE = "genuine"
    WITHDRAWN = "withdrawn"
    # All of the letter, and something behind it.
    EXTENDED = "extended"
    ALTERED = "altered"
    # A letter of ours, but not the one that was asked about.
    OTHER = "other"
    FOREIGN = "foreign"
    NOT_READY = "not_ready"


@dataclass(frozen=True)
class Comparison:
    """The verdict, the letter that it is about, and whether its signature holds.

    ``signature_holds`` is None where none was looked at: on files that are not ours, and on
    letters from before the portal signed. ``revocation`` is what is known of its certificate.
    """

    verdict: Verdict
    letter: Letter | None = None
    signature_holds: bool | None = None
    revocation: Revocation | None = None

    @property
    def is_good(self) -> bool:
        """Say whether the file may be relied on."""
        return self.verdict is Verdict.GENUINE and self.signature_holds is not False


def compare(chunks: Iterable[bytes], asked: Letter | None = None) -> Comparison:
    """Tell what a file is, beside the letter that was asked about, if any."""
    content = b"".join(chunks)
    found = Letter.objects.filter(sha256=hashlib.sha256(content).hexdigest()).first()
    if found is not None:
        if asked is not None and asked.pk != found.pk:
            return Comparison(Verdict.OTHER, found)
        withdrawn = found.status == Letter.Status.WITHDRAWN
        revocation = revocations.of(found, content)
        holds = _signature(found, content)
        if holds and revocation is not None and revocation.before_signing:
            holds = False
        return Comparison(
            Verdict.WITHDRAWN if withdrawn else Verdict.GENUINE, found, holds, revocation
        )
    if asked is not None and not asked.sha256 and asked.withdrawn_at is None:
        return Comparison(Verdict.NOT_READY, asked)
    marked = _marked(content)
    if marked is None:
        return Comparison(Verdict.FOREIGN, asked)
    if asked is not None and asked.pk != marked.pk:
        return Comparison(Verdict.OTHER, marked)
    return Comparison(
        Verdict.EXTENDED if _begins_with(content, marked) else Verdict.ALTERED, marked
    )


def _marked(content: bytes) -> Letter | None:
    """The letter whose code the file bears, if it was ever given out."""
    codes = {match[1].decode() for match in _OWN_MARK.finditer(content)}
    if len(codes) != 1:
        return None
    return Letter.objects.filter(verification_code__in=codes, pdf__isnull=False).first()


def _begins_with(content: bytes, letter: Letter) -> bool:
    size = letter.pdf.size if letter.pdf is not None else 0
    if not 0 < size < len(content):
        return False
    return hashlib.sha256(content[:size]).hexdigest() == letter.sha256


def _signature(letter: Letter, content: bytes) -> bool | None:
    """Tell whether the signature holds under the certificate with which the letter was issued."""
    if letter.certificate is None or letter.rendered_at is None:
        return None
    from ppid_portal.letters.signing import inspection

    certificate = x509.load_pem_x509_certificate(letter.certificate.pem.encode())
    try:
        found = inspection.signatures(content, roots=[certificate], moment=letter.rendered_at)
    except inspection.Unreadable:
        return False
    return bool(found) and all(signature.valid for signature in found)
