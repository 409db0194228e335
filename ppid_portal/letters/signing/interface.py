"""What every way of signing has in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from cryptography import x509

if TYPE_CHECKING:
    from ppid_portal.letters.models import Letter


@dataclass(frozen=True)
class Signed:
    """A PDF with its signature, and the certificate that belongs to it."""

    pdf: bytes
    certificate: x509.Certificate


class Signer(Protocol):
    """One way of signing; ``key`` is a value of ``Letter.SignedBy`` and chooses what is printed.

    ``sign`` returns None where the signature is made elsewhere and comes back later; it raises
    ``SigningFailed`` when there is none this time.
    """

    key: str

    def sign(self, pdf: bytes, letter: Letter) -> Signed | None:
        """Return the signed PDF."""
