"""Who signs which letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from ppid_portal.letters.signing import bsre
from ppid_portal.letters.signing.interface import Signer
from ppid_portal.letters.signing.own import OwnCertificate

if TYPE_CHECKING:
    from ppid_portal.letters.models import Letter


class Elsewhere:
    """Somebody signs outside of the portal and hands the PDF in on the desk."""

    key = "elsewhere"

    def sign(self, pdf: bytes, letter: Letter) -> None:
        """Leave the place of the signature empty."""


def signer_of(letter: Letter) -> Signer:
    """Return who signs this letter.

    A certificate that BSrE keeps is a person's: it signs the letters of that person only, and all
    others are signed by the body.
    """
    if letter.kind in settings.LETTERS_SIGNED_ELSEWHERE:
        return Elsewhere()
    if settings.LETTER_SIGNER == "bsre" and (official := bsre.official_of(letter)) is not None:
        return bsre.BSrE(official)
    return OwnCertificate()
