"""Taking an objection in, whichever way it came: the person, the files and the case in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from objections_app.models import Objection
from ppid_portal.files.models import StoredFile
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import Applicant
from ppid_portal.sop import engine
from ppid_portal.sop.models import Channel
from requests_app.intake import case_documents, title_of
from requests_app.models import InformationRequest

#: What is copied of the person from the request to its objection; each case has its own row.
_PERSON = (
    "kind",
    "name",
    "nik",
    "entity_number",
    "contact_name",
    "members",
    "address",
    "occupation",
    "email",
    "phone",
    "guardian_name",
    "guardian_relation",
    "guardian_nik",
)
_PROXY = ("proxy_name", "proxy_address", "proxy_phone", "proxy_email")


@dataclass(frozen=True)
class ObjectionFiling:
    """What is objected to, and how it came in.

    ``applicant`` holds fields of ``people.models.Applicant``; with a ``request`` only those that
    differ, such as a proxy. Without ``information`` and ``purpose`` those of the request stand.
    ``received_at`` is an aware moment, the present one by default; ``documents`` are pairs of a
    kind of ``CaseDocument`` and a file that is stored already.
    """

    grounds: Sequence[str]
    case_position: str
    request: InformationRequest | None = None
    applicant: dict[str, Any] = field(default_factory=dict)
    information: str = ""
    purpose: str = ""
    by_proxy: bool = False
    found_on: date | None = None
    channel: str = Channel.WEB
    received_at: datetime | None = None
    documents: Sequence[tuple[str, StoredFile]] = field(default_factory=tuple)


class _FiledMeanwhile(Exception):
    """The same form made a case while this call was on its way."""


def file_objection(
    filing: ObjectionFiling,
    *,
    actor: Actor | None = None,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Objection:
    """Open the case of an objection and return it; the number is given at once.

    UU 14/2008 Pasal 35 and 36; SOP 3.1. ``actor`` is the officer who keys it in, by default the
    objector. The same ``idempotency_key`` makes one case, however often it is sent (S11).

    Raises:
        Refused: no ground, no request where one is needed, or one is being decided already.
        NoHolidayTable: a due date would fall into a year without holiday table.
    """
    try:
        with transaction.atomic():
            return _open(filing, actor or Actor.applicant(None), idempotency_key, at)
    except _FiledMeanwhile:
        return Objection.objects.get(idempotency_key=idempotency_key)


def _open(
    filing: ObjectionFiling, actor: Actor, idempotency_key: str | None, at: datetime | None
) -> Objection:
    if idempotency_key is not None:
        earlier = Objection.objects.filter(idempotency_key=idempotency_key).first()
        if earlier is not None:
            return earlier
    request = filing.request
    applicant = Applicant.objects.create(**_person(filing))
    information = filing.information.strip() or (request.information if request else "")
    fields: dict[str, Any] = {
        "applicant": applicant,
        "request": request,
        "origin_id": request.pk if request is not None else None,
        "title": request.title if request is not None else title_of(information),
        "information": information,
        "purpose": filing.purpose.strip() or (request.purpose if request else ""),
        "grounds": sorted(set(filing.grounds)),
        "case_position": filing.case_position.strip(),
        "by_proxy": filing.by_proxy,
        "found_on": filing.found_on,
        "channel": filing.channel,
        "sensitive": request.sensitive if request is not None else False,
        "restricted": request.restricted if request is not None else False,
    }
    if filing.received_at is not None:
        fields["received_at"] = filing.received_at
    elif at is not None:
        fields["received_at"] = at
    case = engine.open_case(
        Objection,
        actor,
        fields=fields,
        at=at,
        idempotency_key=idempotency_key,
        documents=case_documents(filing.documents, actor),
    )
    if case.applicant_id != applicant.pk:
        raise _FiledMeanwhile
    return case


def _person(filing: ObjectionFiling) -> dict[str, Any]:
    known: dict[str, Any] = {}
    asked_by = filing.request.applicant if filing.request is not None else None
    if asked_by is not None:
        names = _PERSON if filing.by_proxy else (*_PERSON, *_PROXY)
        known = {name: getattr(asked_by, name) for name in names}
    return {**known, **filing.applicant}
