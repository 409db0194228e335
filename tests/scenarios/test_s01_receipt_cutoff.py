"""S1. Receipt cut-off.

*Given* office hours end 16:00 and Friday is a working day, *when* one request arrives on Friday at
15:59 and another at 16:01, *then* the first counts Friday as day zero, the second Monday; both
receipts state the rule (UU 14/2008 Pasal 22 ayat (4), (5); the day zero is the body's own rule).
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest

from ppid_portal.clock.models import ServiceDay
from ppid_portal.letters.models import Letter
from tests.scenarios.browser import Browser
from tests.scenarios.filing import file_online

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_sheet")]

# Friday 5 June 2026. Ten working days on, past the holiday of 16 June: Monday 22, Tuesday 23.
FRIDAY, MONDAY = date(2026, 6, 5), date(2026, 6, 8)


@pytest.fixture(autouse=True)
def _open_until_four(office: Any) -> None:
    ServiceDay.objects.filter(weekday=4).update(closes=time(16))


@pytest.mark.parametrize(
    ("clock", "day_zero", "due"),
    [("15:59", FRIDAY, date(2026, 6, 22)), ("16:01", MONDAY, date(2026, 6, 23))],
)
def test_the_minute_decides_the_day_zero(
    travel: Any, clock: str, day_zero: date, due: date
) -> None:
    travel(f"2026-06-05 {clock}")
    _page, case = file_online(Browser())
    deadline = case.deadlines.get(rule="written_notification")
    assert case.counted_from == deadline.counted_from == day_zero
    assert deadline.due_on == due
    assert case.number, "the number is given at once, whatever the hour (Pasal 22 ayat (5))"


def test_both_receipts_state_the_rule(travel: Any, post: Any) -> None:
    """Mail, page and the printed receipt name when it came, from when it counts, and why."""
    travel("2026-06-05 15:59")
    early_page, early = file_online(Browser())
    travel("2026-06-05 16:01")
    late_page, late = file_online(Browser())

    assert "8 Juni 2026" in late_page.text
    assert "23 Juni 2026" in late_page.text
    assert "22 Juni 2026" in early_page.text

    mails = {
        number: next(m.body for m in post() if number in m.subject and "terima" in m.subject)
        for number in (early.number, late.number)
    }
    assert "Jumat, 5 Juni 2026 pukul 15.59" in mails[early.number]
    assert "Senin, 22 Juni 2026 (10 hari kerja" in mails[early.number]
    assert "Jumat, 5 Juni 2026 pukul 16.01" in mails[late.number]
    assert "dihitung diterima pada Senin, 8 Juni 2026" in mails[late.number]
    assert "Senin, 8 Juni" not in mails[early.number]

    printed = {
        case.number: Letter.objects.get(case_id=case.pk, kind="receipt").context["letter"]
        for case in (early, late)
    }
    assert re.match("2026-06-05", printed[early.number]["counted_from"])
    assert re.match("2026-06-08", printed[late.number]["counted_from"])
    assert re.match("2026-06-23", printed[late.number]["due_on"])


def test_the_check_page_says_it_before_sending(travel: Any, citizen: Browser) -> None:
    from tests.scenarios.filing import fill_in

    travel("2026-06-05 16:01")
    page = fill_in(citizen)
    assert "8 Juni 2026" in page.text
    assert "23 Juni 2026" in page.text
