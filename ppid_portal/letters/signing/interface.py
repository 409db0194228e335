"""What every way of signing has in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from cryptography import x509

if TYPE_CHECKING:
    from ppid_portal.letters.models import Letter


@dataclass(frozen=True)
class Stamp:
    """A time stamp (RFC 3161) that a trusted authority put on a signature."""

    at: datetime
    by: str


@dataclass(frozen=True)
class Signed:
    """A PDF with its signature, the certificate that belongs to it, and its time stamp, if any."""

    pdf: bytes
    certificate: x509.Certificate
    stamp: Stamp | None = None


class Signer(Protocol):
    """One way of signing; ``key`` is a value of ``Letter.SignedBy`` and chooses what is printed.

    ``sign`` returns None where the signature is made elsewhere and comes back later; it raises
    ``SigningFailed`` when there is none this time.
    """

    key: str

    def sign(self, pdf: bytes, letter: Letter) -> Signed | None:
        """Return the signed PDF."""
