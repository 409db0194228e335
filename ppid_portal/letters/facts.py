"""What a letter says of itself to machines: the same that its verification page shows to anybody.

It travels inside the PDF. Whoever the letter is for, and what it says, is not among it.
"""

from __future__ import annotations

from typing import Any

from ppid_portal.letters.models import Letter


def of(letter: Letter) -> dict[str, Any]:
    """Return the public facts of a letter as JSON values."""
    frame = letter.context["frame"]
    return {
        "kind": letter.kind,
        "title": letter.title,
        "number": letter.number,
        "issued_at": frame["issued_at"],
        "issuer": frame["body"]["name"],
        "signatory": {"name": letter.signatory_name, "position": letter.signatory_position},
        "verification": {
            "code": letter.verification_code,
            "url": frame["verification"]["url"],
        },
    }
