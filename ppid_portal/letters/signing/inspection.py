"""Reading the signatures that a PDF carries, and judging them."""

from __future__ import annotations

import io
from collections.abc import Iterable
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

from ppid_portal.clock import now

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
    covers the file to its last byte."""

    certificate: x509.Certificate
    intact: bool
    whole: bool
    trust: Trust
    signed_at: datetime | None
    stamped: bool

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
        moment: when certificates must have been valid; now by default.
        revocation: refuse a certificate of which it cannot be told whether it was revoked,
            if it says where that is published.
        online: ask there.

    Raises:
        Unreadable: it is no PDF, or one too broken to say.
    """
    at = moment or now()
    believed = [_asn1(each) for each in roots]
    between = [_asn1(each) for each in others]
    lists = [asn1_crl.CertificateList.load(each) for each in crls]

    def context(*, strict: bool) -> ValidationContext:
        return ValidationContext(
            trust_roots=believed,
            other_certs=between,
            crls=lists,
            # pyHanko asks online only about the present of the machine.
            moment=None if online else at,
            allow_fetching=online,
            revocation_mode="hard-fail" if strict else "soft-fail",
        )

    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        found = []
        for embedded in reader.embedded_regular_signatures:
            judged = _judge(embedded, context(strict=False), at)
            if revocation and judged.trust is Trust.TRUSTED:
                strictly = _judge(embedded, context(strict=True), at)
                if strictly.trust is not Trust.TRUSTED:
                    judged = replace(judged, trust=Trust.REVOCATION_UNKNOWN)
            found.append(judged)
    except UNREADABLE as error:
        raise Unreadable(str(error)) from error
    return found


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


def _judge(embedded: Any, context: ValidationContext, at: datetime) -> Signature:
    certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
    try:
        status = validate_pdf_signature(embedded, context)
    except UnacceptableSignerError:
        return Signature(certificate, False, False, Trust.UNFIT, None, False)
    stamp = status.timestamp_validity
    return Signature(
        certificate=certificate,
        intact=bool(status.intact and status.valid),
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        or bool(status.docmdp_ok and status.coverage == SignatureCoverageLevel.ENTIRE_REVISION),
        trust=_trust(status, certificate, at),
        signed_at=stamp.timestamp if stamp is not None else status.signer_reported_dt,
        stamped=bool(stamp is not None and stamp.valid and stamp.intact),
    )


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
