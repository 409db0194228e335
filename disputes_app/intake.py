"""Opening the file of a dispute from the Commission's summons, linked to what came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disputes_app.models import Dispute
from disputes_app.records import HearingKind, Paper
from objections_app.models import Objection
from ppid_portal.people.actors import Actor
from ppid_portal.people.body import body
from ppid_portal.people.models import Applicant
from ppid_portal.sop import engine
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, Channel
from requests_app.intake import title_of
from requests_app.models import InformationRequest


@dataclass(frozen=True)
class Summons:
    """What the Commission's summons says, and to which case of ours it belongs.

    ``hearing_at`` and ``received_at`` are aware moments; ``filed_on`` is the day on which the
    petitioner went to the Commission, if the papers tell it. Without an objection the file says
    so (domain case 26); without any case of ours ``applicant`` names the petitioner.
    """

    paper: Paper
    hearing_at: datetime
    hearing_place: str
    objection: Objection | None = None
    request: InformationRequest | None = None
    applicant: dict[str, Any] = field(default_factory=dict)
    information: str = ""
    grounds: Sequence[str] = ()
    commission: str = ""
    commission_number: str = ""
    respondents: str = ""
    panel: Sequence[str] = ()
    registrar: str = ""
    hearing_kind: str = HearingKind.PRELIMINARY
    filed_on: date | None = None
    received_at: datetime | None = None
    channel: str = Channel.LETTER


class _OpenedMeanwhile(Exception):
    """The same form opened a file while this call was on its way."""


def open_dispute(
    summons: Summons,
    *,
    actor: Actor,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Open the case of a dispute and return it (SOP 4.1, recorded by staff for the Commission).

    Raises:
        Refused: nobody is named as petitioner, or a file for this objection is open already.
        NoHolidayTable: a due date would fall into a year without holiday table.
    """
    try:
        with transaction.atomic():
            if idempotency_key is not None:
                earlier = Dispute.objects.filter(idempotency_key=idempotency_key).first()
                if earlier is not None:
                    return earlier
            return _open(summons, actor, idempotency_key, at)
    except _OpenedMeanwhile:
        return Dispute.objects.get(idempotency_key=idempotency_key)


def _open(
    summons: Summons, actor: Actor, idempotency_key: str | None, at: datetime | None
) -> Dispute:
    objection = summons.objection
    request = summons.request or (objection.request if objection is not None else None)
    origin: Case | None = objection or request
    if objection is not None:
        Case.objects.select_for_update().get(pk=objection.pk)
        standing = Dispute.objects.filter(prior_objection=objection, closed_at__isnull=True).first()
        if standing is not None:
            raise Refused(
                _("Sengketa atas keberatan ini sudah tercatat dengan nomor {number}.").format(
                    number=standing.number
                ),
                "objection",
            )
    person = origin.applicant if origin is not None else None
    if person is None:
        if not summons.applicant.get("name"):
            raise Refused(_("Isi nama pemohon sengketa seperti dalam panggilan."), "name")
        person = Applicant.objects.create(**{"kind": "perorangan", **summons.applicant})
    information = summons.information.strip()
    if not information and origin is not None:
        information = getattr(origin, "information", "") or origin.title
    grounds = list(summons.grounds) or (list(objection.grounds) if objection else [])
    fields: dict[str, Any] = {
        "applicant": person,
        "prior_objection": objection,
        "request": request,
        "origin_id": origin.pk if origin is not None else None,
        "no_prior_objection": objection is None,
        "title": origin.title if origin is not None else title_of(information),
        "information": information,
        "grounds": grounds,
        "excluded": "a" in grounds,
        "commission": summons.commission or body().commission_name or "Komisi Informasi Pusat",
        "commission_number": summons.commission_number.strip(),
        "respondents": summons.respondents.strip() or body().name,
        "panel": [name.strip() for name in summons.panel if name.strip()],
        "registrar": summons.registrar.strip(),
        "channel": summons.channel,
        "sensitive": origin.sensitive if origin is not None else False,
        "restricted": origin.restricted if origin is not None else False,
    }
    moment = summons.received_at or at
    if moment is not None:
        fields["received_at"] = moment
    case = engine.open_case(
        Dispute,
        actor,
        fields=fields,
        at=at,
        idempotency_key=idempotency_key,
        summons=summons.paper,
        hearing_at=summons.hearing_at,
        hearing_place=summons.hearing_place,
        hearing_kind=summons.hearing_kind,
        filed_on=summons.filed_on,
    )
    if case.applicant_id != person.pk:
        # Roll back: nobody's name is kept for a file that was not opened.
        raise _OpenedMeanwhile
    return case
