"""The applicant of a case as letters print them."""

from __future__ import annotations

from ppid_portal.letters import schemas
from ppid_portal.sop.models import Case


def party(case: Case) -> schemas.Party:
    """Return the applicant as letters print them; a NIK only masked."""
    applicant = case.applicant
    if applicant is None:
        raise ValueError(f"case {case.pk} has no applicant")
    identity = f"NIK {applicant.masked_nik}" if applicant.nik else ""
    if applicant.entity_number:
        identity = applicant.entity_number
    return schemas.Party(
        name=applicant.name,
        address=applicant.address,
        occupation=applicant.occupation,
        phone=applicant.masked_phone,
        email=applicant.email,
        kind=applicant.kind,
        identity=identity,
        proxy_name=applicant.proxy_name,
        proxy_address=applicant.proxy_address,
        proxy_contact=applicant.proxy_email,
    )


def blocks(text: str) -> list[str]:
    """Return what is asked for as letters list it: one entry for each block of text."""
    return [block.strip() for block in text.split("\n\n") if block.strip()]
