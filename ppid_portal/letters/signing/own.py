"""Signing with the body's own certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ppid_portal.letters.signing import certificates
from ppid_portal.letters.signing.interface import Signed

if TYPE_CHECKING:
    from ppid_portal.letters.models import Letter


class OwnCertificate:
    """The body signs with its own certificate, in the background, for whoever approved."""

    key = "own"

    def sign(self, pdf: bytes, letter: Letter) -> Signed:
        """Sign with the certificate that the settings name."""
        # Only the process that signs loads pyHanko, not the one that serves pages.
        from ppid_portal.letters.signing import pades

        own = certificates.usable()
        body = letter.context["frame"]["body"]
        return Signed(
            pades.sign(pdf, own, name=letter.signatory_name or body["name"], location=body["city"]),
            own.certificate,
        )
