"""Reading the signatures that a PDF carries, and judging them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification
from pyhanko.sign.general import UnacceptableSignerError
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.fetchers.api import FetchLimits, OwnedFetcherBackend

from ppid_portal.clock import now
from ppid_portal.letters.signing.certificates import name_of
from ppid_portal.letters.signing.interface import Stamp
from ppid_portal.letters.signing.trust import Believed

# An authority that publishes revocation is asked so often at most for one file, and waited for
# so many seconds.
_MOST_ASKED, _PATIENCE = 8, 5

# What damaged or hostile files make the parser say.
UNREADABLE = (
    PdfError,
    SignatureValidationError,
    ValueError,
    TypeError,
    KeyError,
    RecursionError,
    # A changed byte can make an algorithm of a name that nobody knows.
    AttributeError,
    NotImplementedError,
)


class Trust(StrEnum):
    """Whether the certificate under a signature is believed, and why not."""

    TRUSTED = "trusted"
    UNKNOWN_ISSUER = "unknown_issuer"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    UNFIT = "unfit"


@dataclass(frozen=True)
class Signature:
    """One signature: ``intact`` says that what it covers is as it was signed, ``whole`` that it
    covers the file to its last byte. ``stamp`` is a time stamp that is believed."""

    certificate: x509.Certificate
    intact: bool
    whole: bool
    trust: Trust
    signed_at: datetime | None = None
    stamp: Stamp | None = None
    revoked_at: datetime | None = None

    @property
    def valid(self) -> bool:
        """Say whether nothing is wrong with it."""
        return self.intact and self.whole and self.trust is Trust.TRUSTED


class Unreadable(Exception):
    """This is no PDF that can be read."""


def signatures(
    pdf: bytes,
    *,
    roots: Iterable[x509.Certificate],
    others: Iterable[x509.Certificate] = (),
    crls: Iterable[bytes] = (),
    stampers: Believed | None = None,
    moment: datetime | None = None,
    revocation: bool = False,
    online: bool = False,
) -> list[Signature]:
    """Return the signatures of a PDF, the oldest first.

    Args:
        pdf: the file.
        roots: the certificates that are believed, and whatever they vouch for.
        others: certificates in between.
        crls: lists of revoked certificates.
        stampers: the authorities that are believed about time stamps.
        moment: when certificates must have been valid; now by default.
        revocation: refuse a certificate of which it cannot be told whether it was revoked,
            if it says where that is published.
        online: ask there.

    Raises:
        Unreadable: it is no PDF, or one too broken to say.
    """
    at = moment or now()
    roots, others, crls = list(roots), list(others), list(crls)
    by = stampers or Believed()

    def judged(embedded: Any, *, strict: bool, online: bool) -> Signature:
        context = context_of(roots, others, crls, at=at, strict=strict, online=online)
        return _judge(embedded, context, context_of(by.roots, by.others, by.crls, at=at), at)

    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        found = []
        for embedded in reader.embedded_regular_signatures:
            signature = None
            # pyHanko lets an authority that hangs through; it has said nothing either.
            with suppress(TimeoutError):
                signature = judged(embedded, strict=revocation, online=online)
            if signature is None or (revocation and signature.trust is Trust.UNFIT):
                # Is it the certificate, or only what nobody said of it?
                otherwise = judged(embedded, strict=False, online=False)
                known = otherwise.trust is not Trust.TRUSTED
                trust = otherwise.trust if known else Trust.REVOCATION_UNKNOWN
                signature = replace(otherwise, trust=trust)
            found.append(signature)
    except UNREADABLE as error:
        raise Unreadable(str(error)) from error
    return found


def context_of(
    roots: Iterable[x509.Certificate],
    others: Iterable[x509.Certificate] = (),
    crls: Iterable[bytes] = (),
    *,
    at: datetime | None = None,
    strict: bool = False,
    online: bool = False,
) -> ValidationContext:
    """Return what certificates are judged by.

    Certificates that are missing are never fetched: a file that somebody hands in would choose
    the address. Where revocation is published, an authority that is believed wrote down.
    """
    fetching: dict[str, Any] = {}
    if online:
        limits = FetchLimits(max_requests=_MOST_ASKED, max_cert_requests=0)
        backend = AIOHttpFetcherBackend(per_request_timeout=_PATIENCE, limits=limits)
        fetching = {"allow_fetching": True, "fetcher_backend": OwnedFetcherBackend(backend)}
    return ValidationContext(
        trust_roots=[_asn1(each) for each in roots],
        other_certs=[_asn1(each) for each in others],
        crls=[asn1_crl.CertificateList.load(each) for each in crls],
        # pyHanko asks online only about the present of the machine.
        moment=None if online else at,
        revocation_mode="hard-fail" if strict else "soft-fail",
        **fetching,
    )


def adds_only_a_signature(pdf: bytes, prepared: bytes) -> bool:
    """Tell whether ``pdf`` is ``prepared`` with nothing behind it but signatures.

    The first bytes are those of ``prepared``; what was appended may fill signature fields and
    embed evidence about certificates, but neither change nor add what is read.
    """
    if not pdf.startswith(prepared):
        return False
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        before = PdfFileReader(io.BytesIO(prepared))
        known = before.xrefs.total_revisions
        if reader.xrefs.total_revisions <= known:
            return False
        verdict = DEFAULT_DIFF_POLICY.review_file(reader, known - 1)
    except UNREADABLE:
        return False
    return not isinstance(verdict, SuspiciousModification)


def _judge(
    embedded: Any, context: ValidationContext, stampers: ValidationContext, at: datetime
) -> Signature:
    certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
    try:
        status = validate_pdf_signature(embedded, context, stampers)
    except UnacceptableSignerError:
        return Signature(certificate, False, False, Trust.UNFIT)
    stamp, revoked = status.timestamp_validity, status.revocation_details
    return Signature(
        certificate=certificate,
        intact=bool(status.intact and status.valid),
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        or bool(status.docmdp_ok and status.coverage == SignatureCoverageLevel.ENTIRE_REVISION),
        trust=_trust(status, certificate, at),
        signed_at=stamp.timestamp if stamp is not None else status.signer_reported_dt,
        stamp=_believed(stamp),
        revoked_at=revoked.revocation_date if revoked is not None else None,
    )


def _believed(stamp: Any) -> Stamp | None:
    if stamp is None or not (stamp.valid and stamp.intact and stamp.trusted):
        return None
    certificate = x509.load_der_x509_certificate(stamp.signing_cert.dump())
    return Stamp(stamp.timestamp, name_of(certificate.subject))


def _trust(status: Any, certificate: x509.Certificate, at: datetime) -> Trust:
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        # pyHanko asks no dates of a certificate that is believed itself.
        return Trust.EXPIRED
    if status.trusted:
        return Trust.TRUSTED
    match status.trust_problem_indic:
        case AdESIndeterminate.OUT_OF_BOUNDS_NO_POE | AdESIndeterminate.EXPIRED:
            return Trust.EXPIRED
        case AdESIndeterminate.REVOKED_NO_POE | AdESIndeterminate.REVOKED_CA_NO_POE:
            return Trust.REVOKED
        case AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
            return Trust.UNKNOWN_ISSUER
        case _:
            return Trust.UNFIT


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    from cryptography.hazmat.primitives.serialization import Encoding

    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
