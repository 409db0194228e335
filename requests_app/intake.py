"""Taking a request in, whichever way it came: the person, the files and the case in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from ppid_portal.files.models import IDENTITY, StoredFile
from ppid_portal.files.services import open_bytes, store
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Applicant
from ppid_portal.sop import engine
from ppid_portal.sop.models import Case, CaseDocument, Channel
from requests_app.models import AccessMethod, CopyForm, Delivery, InformationRequest

Kind = CaseDocument.Kind

#: Papers that say who somebody is: stored apart, and every look at one is recorded.
IDENTITY_KINDS = frozenset({Kind.IDENTITY, Kind.LEGAL_ENTITY, Kind.POWER_OF_ATTORNEY})

TITLE_LENGTH = 120
_SENTENCE_ENDS = (". ", "; ", "? ")


@dataclass(frozen=True)
class Filing:
    """What was asked, and how it came in.

    ``applicant`` holds the fields of ``people.models.Applicant``. ``received_at`` is an aware
    moment, the present one by default. ``documents`` are pairs of a kind of ``CaseDocument`` and
    a file that is stored already.
    """

    applicant: dict[str, Any]
    information: str
    purpose: str
    access_method: str = AccessMethod.COPY
    copy_form: str = CopyForm.SOFTCOPY
    delivery: str = Delivery.EMAIL
    title: str = ""
    channel: str = Channel.WEB
    received_at: datetime | None = None
    origin: Case | None = None
    documents: Sequence[tuple[str, StoredFile]] = field(default_factory=tuple)


class _FiledMeanwhile(Exception):
    """The same form made a case while this call was on its way."""


def file_request(
    filing: Filing,
    *,
    actor: Actor | None = None,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> InformationRequest:
    """Open the case of a request and return it; the number is given at once.

    UU 14/2008 Pasal 22 ayat (2) to (5): name, address, subject, format and way of delivery are
    written down and the number is given at receipt. ``actor`` is the officer who keys a request
    in, by default the applicant. The same ``idempotency_key`` makes one case and one applicant,
    however often and however simultaneously it is sent (S11); a later call returns that case.

    Raises:
        Refused: the engine does not open the case; nothing is kept then.
        NoHolidayTable: a due date would fall into a year without holiday table.
    """
    try:
        with transaction.atomic():
            return _open(filing, actor or Actor.applicant(None), idempotency_key, at)
    except _FiledMeanwhile:
        return InformationRequest.objects.get(idempotency_key=idempotency_key)


def _open(
    filing: Filing, actor: Actor, idempotency_key: str | None, at: datetime | None
) -> InformationRequest:
    if idempotency_key is not None:
        earlier = InformationRequest.objects.filter(idempotency_key=idempotency_key).first()
        if earlier is not None:
            return earlier
    applicant = Applicant.objects.create(**filing.applicant)
    fields: dict[str, Any] = {
        "applicant": applicant,
        "title": filing.title.strip() or title_of(filing.information),
        "information": filing.information.strip(),
        "purpose": filing.purpose.strip(),
        "access_method": filing.access_method,
        "copy_form": filing.copy_form,
        "delivery": filing.delivery,
        "channel": filing.channel,
        "origin": filing.origin,
    }
    if filing.received_at is not None:
        fields["received_at"] = filing.received_at
    elif at is not None:
        fields["received_at"] = at
    case = engine.open_case(
        InformationRequest,
        actor,
        fields=fields,
        at=at,
        idempotency_key=idempotency_key,
        documents=case_documents(filing.documents, actor),
    )
    if case.applicant_id != applicant.pk:
        raise _FiledMeanwhile
    return case


def case_documents(
    files: Iterable[tuple[str, StoredFile]], actor: Actor | None = None
) -> list[CaseDocument]:
    """Return unsaved case documents for stored files, as the acts of a request take them."""
    return [
        CaseDocument(
            file=file,
            kind=kind,
            audience=(
                CaseDocument.Audience.IDENTITY
                if kind in IDENTITY_KINDS
                else CaseDocument.Audience.APPLICANT
            ),
            added_by_id=actor.user_id if actor is not None else None,
        )
        for kind, file in files
    ]


def purpose_of(kind: str) -> str:
    """Return the purpose under which a file of this kind is stored."""
    return IDENTITY if kind in IDENTITY_KINDS else "request"


def copy_documents(case: Case, kinds: Iterable[str]) -> list[tuple[str, StoredFile]]:
    """Store copies of what an applicant once sent, for a new request of the same applicant."""
    found = case.documents.filter(
        kind__in=list(kinds),
        audience__in=(CaseDocument.Audience.APPLICANT, CaseDocument.Audience.IDENTITY),
    ).select_related("file")
    return [
        (
            document.kind,
            store(
                open_bytes(document.file),
                purpose=document.file.purpose,
                name=document.file.original_name,
                content_type=document.file.content_type,
            ),
        )
        for document in found
    ]


def title_of(information: str) -> str:
    """Return a short subject from the text of a request: its first sentence, cut at a word."""
    lines = [" ".join(line.split()) for line in information.splitlines()]
    text = next((line for line in lines if line), "")
    for end in _SENTENCE_ENDS:
        head, found, _rest = text.partition(end)
        if found and len(head) >= 20:
            text = head
    text = text.rstrip(".;:, ")
    if len(text) <= TITLE_LENGTH:
        return text
    cut = text[: TITLE_LENGTH - 1].rsplit(" ", 1)[0]
    return f"{cut.rstrip('.;:, ')}…"
