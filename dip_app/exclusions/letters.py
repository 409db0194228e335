"""What the letters of SOP 8 say about excluded information."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from dip_app.approvals import printed_approval
from dip_app.exclusions import letter_schemas as schemas
from dip_app.models import ClassificationDecree
from ppid_portal.clock import today
from ppid_portal.clock.words import date_long
from ppid_portal.letters import services
from ppid_portal.letters.models import Letter
from ppid_portal.people.body import body
from ppid_portal.sop.declarations import Act

if TYPE_CHECKING:
    from dip_app.exclusions.models import DocumentationRound, ExclusionOpening

_HALF_YEAR = timedelta(days=183)


def period_words(decree: ClassificationDecree) -> str:
    """Return for how long an item is excluded, in words.

    For letter a the law's thirty years stand beside an event (PP 61/2010 Pasal 5).
    """
    event, last = decree.end_event, decree.last_end
    if decree.valid_until is not None:
        until = _("sampai {date}").format(date=date_long(decree.valid_until))
        return _("{until} atau {event}").format(until=until, event=event) if event else until
    if last is not None and decree.ended_on is None:
        return _("{event}, paling lama sampai {date}").format(event=event, date=date_long(last))
    return event


def _row(decree: ClassificationDecree) -> schemas.ExclusionRow:
    custody = getattr(decree, "custody", None)
    place = ", ".join(filter(None, (custody.place, custody.container))) if custody else ""
    return schemas.ExclusionRow(
        title=decree.title,
        letter=decree.letter,
        decree=decree.number,
        valid_from=decree.valid_from,
        period=period_words(decree),
        unit=decree.unit.name,
        place=place,
    )


def report_context(case: DocumentationRound) -> schemas.ExclusionReport:
    """Return what the report is filled with: what stands, what ended, what ends next."""
    from dip_app.exclusions.models import ExclusionOpening

    soon = today() + _HALF_YEAR
    standing = list(case.standing().select_related("unit", "custody"))
    opened = ExclusionOpening.objects.filter(
        opened_on__range=(case.period_from, case.period_to)
    ).order_by("opened_on", "pk")
    with override("id"):
        return schemas.ExclusionReport(
            to=["Atasan PPID"],
            round_number=case.number or "",
            period_from=case.period_from,
            period_to=case.period_to,
            rows=[_row(decree) for decree in standing],
            opened=[
                schemas.OpenedRow(
                    title=opening.title,
                    opened_on=opening.opened_on,
                    how=str(opening.get_ended_by_display()),
                    listed=opening.item_id is not None,
                )
                for opening in opened
                if opening.opened_on is not None
            ],
            ending=[
                _row(decree)
                for decree in standing
                if decree.last_end is not None and decree.last_end <= soon
            ],
            notes=case.notes,
        )


def report(case: DocumentationRound, act: Act) -> Letter:
    """Issue the half-yearly report (SOP 8.6)."""
    return services.issue(
        "exclusion_report",
        case=case,
        signatory=act.actor,
        context=report_context(case),
        at=act.at,
    )


def opening_decree_context(case: ExclusionOpening) -> schemas.OpeningDecree:
    """Return what the decree of an opening is filled with.

    Who approved is printed where another office signs; each office gets the other's copy.
    """
    approved_by, approved_on = printed_approval(case)
    return schemas.OpeningDecree(
        opening_number=case.number or "",
        title=case.decree.title,
        unit=case.decree.unit.name,
        letter=case.decree.letter,
        decree_number=case.decree.number,
        decree_on=case.decree.date,
        open_from=case.ends_on,
        body_name=body().name,
        approved_by=approved_by,
        approved_on=approved_on,
        copies_to=["Atasan PPID" if approved_by else "Ketua PPID"],
    )


def opening_decree(case: ExclusionOpening, act: Act) -> Letter:
    """Issue the decree by which information opens at the end of its exclusion (SOP 8.4)."""
    return services.issue(
        "opening_decree",
        case=case,
        signatory=act.actor,
        context=opening_decree_context(case),
        at=act.at,
    )
