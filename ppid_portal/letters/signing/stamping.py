"""Asking a time stamp authority (RFC 3161), and believing its answer only when it holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from asn1crypto import cms
from cryptography import x509
from django.conf import settings
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from ppid_portal.clock import now
from ppid_portal.letters.errors import NoTimeStamp
from ppid_portal.letters.signing.certificates import name_of
from ppid_portal.letters.signing.inspection import context_of
from ppid_portal.letters.signing.interface import Stamp
from ppid_portal.letters.signing.trust import Believed, believed

# What pyHanko makes of an answer that is no time stamp, or not that of its own certificate.
_NO_TOKEN = (
    SignatureValidationError,
    AssertionError,
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
)
#: An authority whose clock differs from ours by more stamps another time than that of signing.
MOST_APART = timedelta(minutes=10)


class Stamper(HTTPTimeStamper):
    """Has a signature stamped by the authority in ``TSA_URL``.

    pyHanko takes what an authority answers as it is. Here it must be about this very signature,
    of this moment, and made with a certificate for time stamps that is valid and for which an
    authority in ``SIGNING_ROOTS`` vouches. ``stamp`` says what it was, afterwards.
    """

    def __init__(self) -> None:
        super().__init__(settings.TSA_URL, timeout=settings.TSA_TIMEOUT)
        self.stamp: Stamp | None = None
        self._trusted: Believed = believed()

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return the time stamp token.

        Raises:
            NoTimeStamp: there is no answer, or none that holds; says why.
        """
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            status = await self._judged(token, message_digest, md_algorithm)
        except TimestampRequestError as error:
            raise NoTimeStamp("the time stamp authority did not answer") from error
        except _NO_TOKEN as error:
            raise NoTimeStamp("the time stamp authority answered with no time stamp") from error
        self.stamp = _believed_stamp(status)
        return token

    async def _judged(
        self, token: Any, message_digest: bytes, md_algorithm: str
    ) -> TimestampSignatureStatus:
        def imprint(algorithm: str) -> bytes:
            return message_digest if algorithm == md_algorithm else b""

        trusted = self._trusted
        context = context_of(trusted.roots, trusted.others, trusted.crls)
        judged = await validate_tst_signed_data(token["content"], context, imprint)
        return TimestampSignatureStatus(**judged)


def _believed_stamp(status: TimestampSignatureStatus) -> Stamp:
    if not (status.intact and status.valid):
        raise NoTimeStamp("the time stamp authority stamped something else")
    if not status.trusted:
        match status.trust_problem_indic:
            case AdESIndeterminate.OUT_OF_BOUNDS_NO_POE | AdESIndeterminate.EXPIRED:
                why = "its certificate is not valid now"
            case AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
                why = "no authority in SIGNING_ROOTS vouches for it"
            case _:
                why = "its certificate is not for time stamps, or was revoked"
        raise NoTimeStamp(f"the time stamp authority is not believed: {why}")
    if abs(status.timestamp - now()) > MOST_APART:
        raise NoTimeStamp("the time stamp authority has another time than this machine")
    certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
    return Stamp(status.timestamp, name_of(certificate.subject))
