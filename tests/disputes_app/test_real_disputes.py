"""The dates of four published disputes, counted again with our own clock and limits.

A: Kanwil BPN Kalimantan Tengah, 2018. B: BPN Kalimantan Barat, 2016. C: Forest Watch Indonesia
against the Ministry of ATR/BPN, 057/XII/KIP-PS-M-A/2015, PTUN Jakarta 2/G/KI/2016. D: Kanwil BPN
Sumatera Utara, 075/IX/KIP-PS/2024. Sources and dates: the notes on published disputes that come
with the brief. The portal's own tables begin in 2024; those of 2015, 2016 and 2018 stand here as
they were decreed. Where our count differs from what was published, the test says why.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from disputes_app.records import CommissionPaper
from ppid_portal.clock.calendar import COLLECTIVE_LEAVE, NATIONAL, OffDay, WorkCalendar
from ppid_portal.sop import deadlines
from ppid_portal.sop.legal_rules import legal_rules
from requests_app.models import Obligation
from tests.clock.calendars import HOURS, JAKARTA, MINISTRY
from tests.driver_disputes import DisputeDesk, paper

#: National holidays on weekdays. 1 June is none before 2017 (trap 1), though the library of
#: holidays says so: case B was heard on that day. 9 December 2015: elections of regional heads.
_HOLIDAYS = {
    2015: "01-01 02-19 04-03 05-01 05-14 06-02 07-17 08-17 09-24 10-14 12-09 12-24 12-25",
    2016: "01-01 02-08 03-09 03-25 05-05 05-06 07-06 07-07 08-17 09-12 12-12",
    2018: "01-01 02-16 03-30 05-01 05-10 05-29 06-01 06-15 06-27 08-17 08-22 09-11 11-20 12-25",
}
OLD_HOLIDAYS = {
    date.fromisoformat(f"{year}-{day}"): OffDay(NATIONAL, "Libur nasional")
    for year, days in _HOLIDAYS.items()
    for day in days.split()
}
OLD = WorkCalendar(
    holidays=OLD_HOLIDAYS,
    years={2015: True, 2016: True, 2018: True},
    hours=HOURS,
    zone=JAKARTA,
)
#: Our own tables without collective leave, as the published counts leave it out.
PLAIN = WorkCalendar(
    holidays={day: off for day, off in MINISTRY._off.items() if off.kind != COLLECTIVE_LEAVE},
    years=MINISTRY.years,
    hours=HOURS,
    zone=JAKARTA,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def due(since: str, *rules: str, calendar: WorkCalendar = OLD) -> date:
    """Return when limits of the law end that count from a day, one added to the other."""
    table = legal_rules()
    length = sum(7 if rule == "extension" else table[rule].limit.value for rule in rules)
    assert {table[rule].limit.unit for rule in rules if rule != "extension"} == {"days"}
    return calendar.add_working_days(calendar.day_zero(day(since)), length).due_on


def between(first: str, last: str, calendar: WorkCalendar = OLD) -> int:
    return calendar.working_days_between(day(first), day(last))


# -- the limits that the portal keeps --------------------------------------------------------------

ANSWER, REPLY, DISPUTE, COURT = (
    "written_notification",
    "objection_reply",
    "dispute_window",
    "court_window",
)


@pytest.mark.parametrize(
    ("since", "rules", "until"),
    [
        # A: asked on 9 August 2018; 17 and 22 August and 11 September were holidays.
        ("2018-08-09", [ANSWER], "2018-08-27"),
        ("2018-08-09", [ANSWER, "extension"], "2018-09-05"),
        ("2018-09-04", [REPLY], "2018-10-17"),
        ("2018-09-18", [DISPUTE], "2018-10-08"),
        # B: asked on 15 February 2016; Nyepi on 9 March.
        ("2016-02-15", [ANSWER], "2016-02-29"),
        ("2016-03-01", [REPLY], "2016-04-14"),
        # C: asked on 16 September 2015; Idul Adha on the 24th, 1 Muharram on 14 October.
        ("2015-09-16", [ANSWER], "2015-10-01"),
        ("2015-09-16", [ANSWER, "extension"], "2015-10-12"),
        ("2015-10-05", [REPLY], "2015-11-17"),
        ("2015-11-17", [DISPUTE], "2015-12-07"),
        ("2016-07-22", [COURT], "2016-08-11"),
    ],
)
def test_limits_end_when_the_published_dates_say(since: str, rules: list[str], until: str) -> None:
    """UU 14/2008 Pasal 22(7)(8), 36(2), 37(2), 48(1)."""
    assert due(since, *rules) == day(until)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        # A: objected on the sixteenth day, one before the seventeenth; replied in nine.
        ("2018-08-09", "2018-09-04", 16),
        ("2018-09-04", "2018-09-18", 9),
        ("2018-09-18", "2018-10-16", 20),
        ("2018-08-09", "2018-10-16", 45),
        ("2018-10-16", "2018-10-22", 4),
        ("2018-10-22", "2018-11-02", 9),
        ("2018-10-16", "2018-11-02", 13),
        # B: "10 hari kerja tidak menanggapi": the first possible day; the hearing on 1 June.
        ("2016-02-15", "2016-03-01", 11),
        ("2016-03-01", "2016-03-18", 12),
        ("2016-03-01", "2016-05-13", 49),
        ("2016-05-13", "2016-06-01", 13),
        # C: objected after ten and before seventeen days; to court on the twelfth.
        ("2015-09-16", "2015-10-05", 12),
        ("2016-07-22", "2016-08-09", 12),
        ("2016-08-09", "2016-12-23", 95),
    ],
)
def test_so_many_working_days_lay_between(first: str, last: str, days: int) -> None:
    assert between(first, last) == days


def test_c_the_commission_took_longer_than_a_hundred_days() -> None:
    """Registered in December 2015, decided on 22 July 2016: beyond the norm, and it stands."""
    assert 154 <= between("2015-12-01", "2016-07-22") <= 157
    assert due("2015-12-01", "commission_finish") < day("2016-07-22")


# -- B: letter, postmark and receipt ---------------------------------------------------------------


def test_b_three_dates_lead_to_three_windows() -> None:
    """The reply bears 18 March, its envelope 13 May: which is it that opens fourteen days?"""
    assert due("2016-03-18", DISPUTE) == day("2016-04-08"), "from the date on the letter"
    assert due("2016-04-14", DISPUTE) == day("2016-05-04"), "from the lapse of the thirty days"
    # From the postmark the notes give 3 June, and the hearing of 1 June as day 13 of the same
    # count. Both cannot be: with 1 June a working day (it is none of 2016's holidays, and the
    # Commission sat on it) day 14 is 2 June. 3 June comes of the library that takes 1 June off.
    assert due("2016-05-13", DISPUTE) == day("2016-06-02")
    with_first_of_june = WorkCalendar(
        holidays={
            **OLD_HOLIDAYS,
            day("2016-06-01"): OffDay(NATIONAL, "Hari Lahir Pancasila, baru sejak 2017"),
        },
        years={2016: True},
        hours=HOURS,
        zone=JAKARTA,
    )
    assert due("2016-05-13", DISPUTE, calendar=with_first_of_june) == day("2016-06-03")


def test_b_the_gap_between_letter_and_postmark_is_said() -> None:
    """The panel treated it as an irregularity; so do we, and keep all three dates."""
    reply = CommissionPaper(
        dated_on=day("2016-03-18"), sent_on=day("2016-05-13"), received_on=day("2016-05-16")
    )
    assert reply.oddities() == ["Surat baru dikirim 56 hari setelah tanggalnya (18 Maret 2016)."]


# -- D: our own tables -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "rules", "until"),
    [
        ("2024-07-23", [ANSWER], "2024-08-06"),
        ("2024-07-23", [ANSWER, "extension"], "2024-08-15"),
        ("2024-08-07", [REPLY], "2024-09-19"),
    ],
)
@pytest.mark.parametrize("calendar", [MINISTRY, PLAIN], ids=["ours", "national"])
def test_d_limits_of_2024(since: str, rules: list[str], until: str, calendar: WorkCalendar) -> None:
    """Asked on 23 July 2024; Maulid on 16 September. Collective leave made no difference."""
    assert due(since, *rules, calendar=calendar) == day(until)


def test_d_the_commission_began_long_after_its_norm() -> None:
    """Registered in September 2024, first heard on 13 October 2025: 14 and 100 days long past."""
    # The notes say at least 245 working days, without collective leave and elections.
    assert between("2024-09-30", "2025-10-13", PLAIN) >= 245
    assert between("2025-10-13", "2025-12-05", MINISTRY) == 39
    assert between("2025-12-05", "2025-12-08", MINISTRY) == 1


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        # "20 hari", as the Commission wrote: a Sunday, and it stays one.
        ("calendar_days", "2025-12-28"),
        # "20 hari kerja" would end on 7 January by national holidays alone; civil servants were
        # off on 26 December 2025 as well (cuti bersama), so it is the 8th with us.
        ("days", "2026-01-08"),
    ],
)
def test_d_twenty_days_are_not_twenty_working_days(
    desk: DisputeDesk, unit: str, expected: str
) -> None:
    """The agreement of 5 December 2025, read as a decision on the 8th, through the engine."""
    assert PLAIN.add_working_days(day("2025-12-08"), 20).due_on == day("2026-01-07")
    desk.travel("2025-10-27 09:00")
    facts: dict[str, Any] = {
        "commission_number": "075/IX/KIP-PS/2024",
        "filed_on": day("2024-09-20"),
        "paper": paper("Relaas 075/2024", dated_on=day("2025-10-06")),
        "hearing_at": datetime(2025, 10, 27, 10, tzinfo=JAKARTA),
    }
    case = desk.ready(objection=None, **facts)
    assert deadlines.latest(case, "commission_start").due_on == day("2024-10-10")  # type: ignore[union-attr]
    desk.travel("2025-12-08 10:00")
    office = desk.office
    case = desk.do(
        case,
        "attend_preliminary",
        office.petugas,
        hearing=case.next_hearing,
        we_attended=True,
        minutes="Para pihak bersedia mediasi.",
    )
    case = desk.do(case, "testify", office.petugas, testimony="Dokumen ada pada kami.")
    case = desk.do(
        case,
        "enter_mediation",
        office.petugas,
        ruling=paper("Penetapan 075/2024", dated_on=day("2025-10-27")),
        first_meeting_on=day("2025-10-27"),
    )
    case = desk.do(case, "testify_mediation", office.petugas, result="Memberikan salinan.")
    case = desk.do(case, "accept_agreement", office.ketua)
    case = desk.do(
        case,
        "close_by_agreement",
        office.petugas,
        agreement=paper("", dated_on=day("2025-12-05"), received_on=day("2025-12-05")),
        decision=paper("075/IX/KIP-PS-M/2024", dated_on=day("2025-12-08")),
        order="Memberikan salinan warkah.",
        days=20,
        unit=unit,
    )
    obligation = Obligation.objects.get(origin_id=case.pk)
    found = obligation.execution_deadline
    assert found is not None
    assert (found.counted_from, found.due_on) == (day("2025-12-08"), day(expected))
    # Agreed 28 working days after the first meeting of 27 October: beyond the norm of fourteen.
    assert deadlines.latest(case, "mediation").status == "met_late"  # type: ignore[union-attr]
