"""Signing with the body's own certificate."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings

from ppid_portal.letters.errors import NoTimeStamp
from ppid_portal.letters.signing import certificates
from ppid_portal.letters.signing.interface import Signed

if TYPE_CHECKING:
    from ppid_portal.letters.models import Letter

log = logging.getLogger(__name__)


class OwnCertificate:
    """The body signs with its own certificate, in the background, for whoever approved."""

    key = "own"

    def sign(self, pdf: bytes, letter: Letter) -> Signed:
        """Sign with the certificate that the settings name."""
        # Only the process that signs loads pyHanko, not the one that serves pages.
        from ppid_portal.letters.signing import pades

        own = certificates.usable()
        body = letter.context["frame"]["body"]
        name, city = letter.signatory_name or body["name"], body["city"]
        try:
            return pades.sign(pdf, own, name=name, location=city, stamped=bool(settings.TSA_URL))
        except NoTimeStamp:
            if settings.TSA_REQUIRED:
                raise
            # Of the reason only its kind is logged, as for every failure: it may quote a letter.
            log.warning("Letter %s is signed without a time stamp", letter.pk)
            return pades.sign(pdf, own, name=name, location=city, stamped=False)
