"""Putting a PAdES signature into a PDF, with a time stamp where an authority is named."""

from __future__ import annotations

import io

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.stamp import NoOpStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ppid_portal.letters.errors import SigningFailed
from ppid_portal.letters.render import SIGNATURE_FIELD
from ppid_portal.letters.signing.certificates import OwnKey
from ppid_portal.letters.signing.interface import Signed
from ppid_portal.letters.signing.stamping import Stamper

# What a signature takes beside its certificates, and what a time stamp adds with those of its
# authority. Named beforehand, because pyHanko would sign twice to find out.
_ROOM, _ROOM_FOR_STAMP = 2048, 12 * 1024


class _HeldKey(Signer):
    """Signs with a key that is open already: opening an RSA key takes half a second."""

    def __init__(self, own: OwnKey) -> None:
        held = SimpleCertificateStore()
        held.register_multiple(_asn1(certificate) for certificate in own.chain)
        super().__init__(signing_cert=_asn1(own.certificate), cert_registry=held)
        self._key = own.key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(hashes.SHA256()))
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def sign(pdf: bytes, own: OwnKey, *, name: str, location: str, stamped: bool = False) -> Signed:
    """Sign a PDF so that no later change of it goes unnoticed, not even an addition.

    The signature goes into the place that the letter keeps free for it, or where there is none
    into an invisible one. ``stamped`` has the authority in ``TSA_URL`` stamp its time.

    Raises:
        NoTimeStamp: that authority does not answer, or its answer does not hold.
        SigningFailed: the PDF cannot be read.
    """
    room = _ROOM + sum(len(_der(each)) for each in (own.certificate, *own.chain))
    stamper = Stamper() if stamped else None
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=SIGNATURE_FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=name,
            location=location or None,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        signer=_HeldKey(own),
        timestamper=stamper,
        # What is seen stands in the letter itself, tagged and in its own font.
        stamp_style=NoOpStampStyle(),
    )
    if stamper is not None:
        room += _ROOM_FOR_STAMP
    try:
        signed = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), bytes_reserved=2 * room)
    except (PdfError, ValueError) as error:
        raise SigningFailed(f"the PDF cannot be signed: {error}") from error
    return Signed(
        bytes(signed.getbuffer()), own.certificate, stamper.stamp if stamper is not None else None
    )


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(_der(certificate))
