"""The applicant's key to a case: a secret link, and a short code to type beside the number.

Both follow from the case and a server secret, so nothing that opens a case is stored. Raising
``Case.link_version`` makes every earlier link and code worthless.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings
from django.urls import reverse

from ppid_portal.sop import registry
from ppid_portal.sop.models import Case

# Without I, L, O and U, which are misread on paper.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def link_token(case: Case) -> str:
    """Return the secret part of the case's link (100 bits)."""
    return _letters(case, "link", 20)


def code_of(case: Case) -> str:
    """Return the code (60 bits) that opens the case with its number: ``K7QM-3XWD-9RTP``."""
    code = _letters(case, "code", 12)
    return "-".join(code[i : i + 4] for i in range(0, 12, 4))


def check_token(case: Case, token: str) -> bool:
    """Tell, in constant time, whether a link is the case's."""
    return _equal(link_token(case), _typed(token))


def check_code(case: Case, code: str) -> bool:
    """Tell, in constant time, whether a typed code is the case's; misread letters are forgiven."""
    return _equal(code_of(case).replace("-", ""), _typed(code))


def secret_path(case: Case) -> str:
    """Return the path that opens the applicant's page of a case.

    Raises ``LookupError`` for a kind of case that has no page for applicants.
    """
    pages = _pages(case)
    return reverse(f"{pages}:track_link", args=[case.public_id, link_token(case)])


def case_path(case: Case) -> str:
    """Return the path of the applicant's page of a case, for a browser that has opened it."""
    return reverse(f"{_pages(case)}:case", args=[case.public_id])


def secret_url(case: Case) -> str:
    """Return the full address of the applicant's page of a case, for letters and e-mail."""
    return f"{settings.PUBLIC_URL}{secret_path(case)}"


def _pages(case: Case) -> str:
    pages = registry.model_of(case.kind).applicant_pages
    if not pages:
        raise LookupError(f"cases of the kind {case.kind} have no page for applicants")
    return pages


def _equal(key: str, typed: str) -> bool:
    # As bytes: of texts the library compares ASCII only, and people type anything.
    return hmac.compare_digest(key.encode(), typed.encode(errors="surrogatepass"))


def _letters(case: Case, purpose: str, length: int) -> str:
    message = f"{purpose}:{case.public_id}:{case.link_version}"
    digest = hmac.digest(settings.SECRET_KEY.encode(), message.encode(), sha256)
    number = int.from_bytes(digest, "big")
    return "".join(_ALPHABET[(number >> (5 * i)) & 31] for i in range(length))


def _typed(text: str) -> str:
    return text.strip().upper().replace("-", "").replace(" ", "").translate(_MISREAD)
