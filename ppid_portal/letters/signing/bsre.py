"""Signing with the certificates that BSrE keeps for officials, through its e-sign client service.

The service runs in the body's own network and speaks HTTP: ``POST /api/sign/pdf`` as a form with
the file, the official's NIK and passphrase and how the signature is to look. It answers with the
signed PDF, or with an ``id_dokumen`` under which it is fetched; an error is JSON with
``status_code`` and ``error``.
"""

from __future__ import annotations

import base64
import json
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings

from ppid_portal.letters.errors import SigningFailed
from ppid_portal.letters.signing.interface import Signed
from ppid_portal.letters.signing.people import belongs_to_signatory
from ppid_portal.letters.signing.trust import believed

if TYPE_CHECKING:
    from ppid_portal.letters.models import Letter

# Nothing that the service says is read further: a letter has a few hundred kilobytes.
_MOST = 32 * 1024 * 1024
# What the service says of an official rather than of itself; trying again soon cannot help.
_NOT_REGISTERED, _WRONG_PASSPHRASE = 2011, 2031


@dataclass(frozen=True)
class Official:
    """Somebody for whom BSrE keeps a certificate; ``login`` is the portal's own at the service."""

    nik: str = field(repr=False)
    passphrase: str = field(repr=False)
    login: str = field(repr=False, default="")


class BSrE:
    """Signs in the name of one official."""

    key = "bsre"

    def __init__(self, official: Official) -> None:
        self._official = official

    def sign(self, pdf: bytes, letter: Letter) -> Signed:
        """Have the PDF signed, and believe it only when it is ours with a signature behind it."""
        from ppid_portal.letters.signing import inspection

        signed = _signed_by_service(pdf, self._official)
        try:
            found = inspection.signatures(signed, roots=(), stampers=believed())
        except inspection.Unreadable as error:
            raise SigningFailed("BSrE answered with a PDF that cannot be read") from error
        if not found or not all(each.intact and each.whole for each in found):
            raise SigningFailed("BSrE answered with a PDF without a whole signature")
        if not inspection.adds_only_a_signature(signed, pdf):
            raise SigningFailed("BSrE answered with another PDF than it was given")
        if not belongs_to_signatory(found[-1].certificate, letter):
            raise SigningFailed("BSrE signed in the name of somebody else", patient=True)
        return Signed(signed, found[-1].certificate, found[-1].stamp)


def official_of(letter: Letter) -> Official | None:
    """Return the official who signs this letter, if BSrE keeps a certificate of theirs.

    ``BSRE_SIGNERS`` is a JSON file that only its owner reads: ``user`` and ``password`` of the
    portal at the service, and under ``officials`` for each NIP a ``nik`` and a ``passphrase``.

    Raises:
        SigningFailed: the file may be read by others, or is no such JSON.
    """
    path = Path(settings.BSRE_SIGNERS)
    if not letter.signatory_nip or not path.exists():
        return None
    if path.stat().st_mode & 0o077:
        raise SigningFailed(f"{path.name} may be read by others than its owner")
    try:
        held = json.loads(path.read_text())
        known = held["officials"].get(letter.signatory_nip)
        if known is None:
            return None
        login = f"{held['user']}:{held['password']}"
        return Official(str(known["nik"]), str(known["passphrase"]), login)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        # Without its words: they may quote the file.
        raise SigningFailed(f"{path.name} cannot be read") from None


def _signed_by_service(pdf: bytes, official: Official) -> bytes:
    content, kind, document = _ask(
        official,
        "/api/sign/pdf",
        {
            "nik": official.nik,
            "passphrase": official.passphrase,
            # What is seen stands in the letter itself, with its QR code.
            "tampilan": "invisible",
        },
        pdf,
    )
    if content.startswith(b"%PDF-"):
        return content
    if "json" in kind:
        document = document or str(_json(content).get("id_dokumen") or "")
    if document:
        content, _kind, _document = _ask(official, f"/api/sign/download/{quote(document, safe='')}")
        if content.startswith(b"%PDF-"):
            return content
    raise SigningFailed("BSrE answered with something that is no PDF")


def _ask(
    official: Official, path: str, fields: dict[str, str] | None = None, pdf: bytes = b""
) -> tuple[bytes, str, str]:
    """Return what the service answers: content, its type, and the number of the document."""
    if not settings.BSRE_URL:
        raise SigningFailed("BSRE_URL is not set", patient=True)
    who = base64.b64encode(official.login.encode()).decode()
    headers = {"Authorization": f"Basic {who}", "Accept": "application/pdf, application/json"}
    body = None
    if fields is not None:
        boundary = secrets.token_hex(16)
        headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
        body = _form(fields, pdf, boundary)
    request = urllib.request.Request(  # noqa: S310 - the setting allows http and https only
        f"{settings.BSRE_URL}{path}", data=body, headers=headers
    )
    try:
        with urllib.request.urlopen(request, timeout=settings.BSRE_TIMEOUT) as answer:  # noqa: S310
            content = answer.read(_MOST)
            kind, document = answer.headers.get_content_type(), answer.headers.get("id_dokumen")
    except urllib.error.HTTPError as error:
        raise _refusal(error) from None
    except (OSError, ValueError) as error:
        raise SigningFailed(f"BSrE did not answer ({type(error).__name__})") from None
    return content, kind, document or ""


def _refusal(error: urllib.error.HTTPError) -> SigningFailed:
    try:
        said = _json(error.read(_MOST))
    except OSError:
        said = {}
    match said.get("status_code"):
        case code if code == _WRONG_PASSPHRASE:
            return SigningFailed("BSrE refused the passphrase of the official", patient=True)
        case code if code == _NOT_REGISTERED:
            return SigningFailed("BSrE does not know the official", patient=True)
    if error.code in (401, 403):
        return SigningFailed("BSrE refused the portal's user or password", patient=True)
    return SigningFailed(f"BSrE answered with error {error.code}")


def _json(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _form(fields: dict[str, str], pdf: bytes, boundary: str) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="surat.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return b"".join([*parts, head.encode(), pdf, f"\r\n--{boundary}--\r\n".encode()])
