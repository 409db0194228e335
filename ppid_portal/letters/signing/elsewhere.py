"""Letters that are signed outside of the portal: what comes back is looked at before it counts.

The file must be the one that the portal prepared, byte for byte, with nothing behind it but a
signature; the signature must be whole, made with a certificate that a trusted authority gave to
whoever the letter names. Anything else is refused with a sentence, and the letter goes on waiting.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ppid_portal.audit import services as audit
from ppid_portal.files.services import open_bytes
from ppid_portal.letters import services
from ppid_portal.letters.models import Letter
from ppid_portal.letters.signing.certificates import name_of
from ppid_portal.letters.signing.interface import Signed
from ppid_portal.letters.signing.people import belongs_to_signatory
from ppid_portal.letters.signing.trust import believed
from ppid_portal.people.actors import Actor
from ppid_portal.sop.errors import Refused

FIELD = "berkas"


def hand_in(letter: Letter, content: bytes, *, actor: Actor) -> Letter:
    """Accept the signed PDF of a letter that waits for it; with that the letter is issued.

    Raises:
        Refused: the file is not this letter, or its signature does not count; says why.
    """
    _must_wait(letter)
    signed = _examined(letter, content)
    with transaction.atomic():
        locked = Letter.under_lock(letter)
        _must_wait(locked)
        services.complete(locked, signed, by=Letter.SignedBy.ELSEWHERE)
        audit.record(
            "hand_in_letter",
            stream=f"case:{locked.case_id}",
            subject=locked.number,
            actor=actor,
            from_state=Letter.Status.UNSIGNED,
            to_state=locked.status,
            reason=name_of(signed.certificate.subject),
        )
    return locked


def _must_wait(letter: Letter) -> None:
    if letter.status != Letter.Status.UNSIGNED or letter.prepared is None:
        raise Refused(_("Surat ini tidak sedang menunggu tanda tangan."))


def _examined(letter: Letter, content: bytes) -> Signed:
    from ppid_portal.letters.signing import inspection

    assert letter.prepared is not None  # noqa: S101 - asked for in _must_wait
    prepared = open_bytes(letter.prepared)
    if content == prepared:
        raise Refused(_("Berkas ini belum ditandatangani."), FIELD)
    if not content.startswith(prepared):
        raise Refused(
            _(
                "Berkas ini bukan surat %(number)s yang diunduh dari halaman ini, atau isinya "
                "disimpan ulang. Unduh lagi, tanda tangani tanpa mengubahnya, lalu unggah."
            )
            % {"number": letter.number},
            FIELD,
        )
    trusted = believed()
    try:
        found = inspection.signatures(
            content,
            roots=trusted.roots,
            others=trusted.others,
            crls=trusted.crls,
            stampers=trusted,
            revocation=True,
            online=settings.SIGNING_ONLINE_CHECKS,
        )
    except inspection.Unreadable:
        raise Refused(_("Berkas ini rusak dan tidak dapat dibaca sebagai PDF."), FIELD) from None
    if not found:
        raise Refused(_("Berkas ini belum ditandatangani."), FIELD)
    if not all(each.intact and each.whole for each in found):
        raise Refused(
            _("Isi berkas berubah sesudah ditandatangani. Ulangi dari berkas yang diunduh."), FIELD
        )
    if not inspection.adds_only_a_signature(content, prepared):
        raise Refused(
            _("Selain tanda tangan, isi surat ini diubah. Ulangi dari berkas yang diunduh."), FIELD
        )
    for signature in found:
        if problem := _distrust(signature, letter):
            raise Refused(problem, FIELD)
    return Signed(content, found[-1].certificate, found[-1].stamp)


def _distrust(signature: object, letter: Letter) -> str:
    from ppid_portal.letters.signing.inspection import Signature, Trust

    assert isinstance(signature, Signature)  # noqa: S101 - loaded late for its weight
    certificate = signature.certificate
    words = {
        "name": name_of(certificate.subject),
        "issuer": name_of(certificate.issuer),
        "signatory": letter.signatory_name or letter.signatory_position,
    }
    match signature.trust:
        case Trust.EXPIRED:
            return _("Sertifikat %(name)s tidak berlaku pada hari ini. Perbarui dahulu.") % words
        case Trust.REVOKED:
            return _("Sertifikat %(name)s sudah dicabut. Tanda tangannya tidak sah.") % words
        case Trust.REVOCATION_UNKNOWN:
            return (
                _(
                    "Belum dapat dipastikan bahwa sertifikat %(name)s tidak dicabut. Minta "
                    "pengelola sistem memperbarui daftar pencabutan %(issuer)s."
                )
                % words
            )
        case Trust.UNKNOWN_ISSUER | Trust.UNFIT:
            return (
                _(
                    "Sertifikat %(name)s tidak diterbitkan oleh penyelenggara yang dipercayai "
                    "portal ini, atau bukan untuk tanda tangan. Penerbitnya: %(issuer)s."
                )
                % words
            )
    if not belongs_to_signatory(certificate, letter):
        return _("Ditandatangani oleh %(name)s; surat ini harus ditandatangani %(signatory)s.") % (
            words
        )
    return ""
