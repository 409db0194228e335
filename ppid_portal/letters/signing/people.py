"""Whether a certificate is that of the person who signs a letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptography import x509

if TYPE_CHECKING:
    from ppid_portal.letters.models import Letter

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")


def plain_name(name: str) -> frozenset[str]:
    """Return the words of a name without titles: "Dr. Sekar Wulandari, M.A." has two.

    Titles stand behind a comma or end in a full stop; certificates write names in capitals, and
    with titles or without.
    """
    words = _WORD.findall(name.partition(",")[0].casefold())
    return frozenset(word for word in words if not word.endswith("."))


def belongs_to_signatory(certificate: x509.Certificate, letter: Letter) -> bool:
    """Tell whether the certificate bears the name under the letter.

    A letter of the office, which no person signs, needs a certificate of the body: its name as
    the organisation, or as the owner.
    """
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    if letter.signatory_name:
        wanted = plain_name(letter.signatory_name)
        return bool(wanted) and any(plain_name(str(each.value)) == wanted for each in names)
    body = str(letter.context["frame"]["body"]["name"]).casefold()
    bodies = certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    return any(str(each.value).casefold().strip() == body for each in (*names, *bodies))
