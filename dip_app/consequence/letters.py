"""What each letter of SOP 6 says about a test; the letters room numbers and prints them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from dip_app.approvals import printed_approval
from dip_app.consequence import letter_schemas as schemas
from ppid_portal.clock import local
from ppid_portal.letters import services
from ppid_portal.letters.models import Letter
from ppid_portal.people.body import body
from ppid_portal.people.models import Unit
from ppid_portal.sop.declarations import Act

#: How tests are called that begin from another case; printed, and so Indonesian everywhere.
NAMED, NAMED_AGAIN = "Uji konsekuensi: ", "Uji konsekuensi ulang: "

if TYPE_CHECKING:
    from dip_app.consequence.models import ConsequenceTest


def rows(case: ConsequenceTest) -> list[schemas.TestRow]:
    """Return the items of a test as its tables print them."""
    with override("id"):
        return [
            schemas.TestRow(
                position=item.position,
                information=item.information,
                unit=item.unit.name,
                outcome=item.outcome,
                letter=item.letter,
                law=item.law,
                other_law=item.other_law,
                if_opened=item.if_opened,
                if_closed=item.if_closed,
                public_interest=item.public_interest,
                alternative=item.alternative,
                redaction=item.redaction,
                period=item.period_words,
            )
            for item in case.items.select_related("unit")
        ]


def _subject(case: ConsequenceTest) -> str:
    """Return what is tested: the letters say themselves that it is a test."""
    return case.title.removeprefix(NAMED).removeprefix(NAMED_AGAIN)


def _participants(case: ConsequenceTest) -> list[schemas.Participant]:
    return [
        schemas.Participant(name=row.name, position=row.office, unit=row.unit_name)
        for row in case.participants.all()
    ]


def _issue(key: str, case: ConsequenceTest, act: Act, context: Any) -> Letter:
    return services.issue(key, case=case, signatory=act.actor, context=context, at=act.at)


def invitation(
    case: ConsequenceTest,
    act: Act,
    units: Sequence[Unit],
    meeting_at: datetime,
    place: str,
    agenda: str,
    needs: Sequence[str],
) -> Letter:
    """Issue the letter that calls the units to the meeting (SOP 6.2)."""
    return _issue(
        "test_invitation",
        case,
        act,
        schemas.TestInvitation(
            test_number=case.number or "",
            subject=_subject(case),
            to=[f"PPID Pelaksana {unit.name}" for unit in units],
            agenda=agenda,
            meeting_at=meeting_at,
            meeting_place=place,
            rows=rows(case),
            needs=list(needs),
            copies_to=["Atasan PPID"],
        ),
    )


def _met(case: ConsequenceTest) -> datetime:
    if case.met_at is None:
        raise ValueError(f"test {case.pk} has not met")
    return case.met_at


def meeting_report(case: ConsequenceTest, act: Act) -> Letter:
    """Issue the report of the meeting (SOP 6.3)."""
    return _issue(
        "test_meeting_report",
        case,
        act,
        schemas.TestMeetingReport(
            test_number=case.number or "",
            subject=_subject(case),
            to=["Ketua PPID"],
            met_at=_met(case),
            place=case.met_in,
            participants=_participants(case),
            summary=case.summary,
            rows=rows(case),
        ),
    )


def minutes_context(case: ConsequenceTest) -> schemas.TestMinutes:
    """Return what the minutes are filled with (domain 3.12)."""
    return schemas.TestMinutes(
        test_number=case.number or "",
        subject=_subject(case),
        asked_by=case.asked_by,
        met_at=_met(case),
        place=case.met_in,
        participants=_participants(case),
        rows=rows(case),
    )


def minutes(case: ConsequenceTest, act: Act) -> Letter:
    """Issue the minutes of the test (SOP 6.4)."""
    return _issue("test_minutes", case, act, minutes_context(case))


def memorandum(case: ConsequenceTest, act: Act) -> Letter:
    """Issue the memorandum that lays the minutes before Atasan PPID (SOP 6.4)."""
    if case.minutes is None:
        raise ValueError(f"test {case.pk} has no minutes")
    return _issue(
        "test_memorandum",
        case,
        act,
        schemas.TestMemorandum(
            to=["Atasan PPID"],
            test_number=case.number or "",
            subject=_subject(case),
            asked_by=case.asked_by,
            minutes_number=case.minutes.number,
            rows=rows(case),
        ),
    )


def decree_context(case: ConsequenceTest) -> schemas.TestDecree:
    """Return what the decree is filled with (domain 3.13).

    Who approved is printed where another office signs; each office gets the other's copy.
    """
    if case.minutes is None:
        raise ValueError(f"test {case.pk} has no minutes")
    approved_by, approved_on = printed_approval(case)
    return schemas.TestDecree(
        test_number=case.number or "",
        subject=_subject(case),
        minutes_number=case.minutes.number,
        minutes_on=local(case.minutes.issued_at).date(),
        rows=rows(case),
        body_name=body().name,
        approved_by=approved_by,
        approved_on=approved_on,
        copies_to=["Atasan PPID" if approved_by else "Ketua PPID"],
    )


def decree(case: ConsequenceTest, act: Act) -> Letter:
    """Issue the decree that establishes the result (SOP 6.5)."""
    return _issue("test_decree", case, act, decree_context(case))


def report(case: ConsequenceTest, act: Act, notes: str) -> Letter:
    """Issue the report on the test (SOP 6.7)."""
    if case.decided_on is None or case.decree is None:
        raise ValueError(f"test {case.pk} is not decided")
    listed = [
        item.listed.title for item in case.items.select_related("listed") if item.listed is not None
    ]
    return _issue(
        "test_report",
        case,
        act,
        schemas.TestReport(
            to=["Atasan PPID"],
            test_number=case.number or "",
            subject=_subject(case),
            asked_by=case.asked_by,
            received_on=local(case.received_at).date(),
            decided_on=case.decided_on,
            decree_number=case.decree.number,
            rows=rows(case),
            listed=listed,
            notes=notes.strip(),
        ),
    )
