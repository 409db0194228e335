"""S3. Receipt on a day off.

*Given* receipt on Saturday or during cuti bersama, *then* day one is the first working day after
day zero as configured; the same result for online, counter and letter entry.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from requests_app.models import InformationRequest
from tests.scenarios.browser import Browser
from tests.scenarios.filing import file_online, key_in

pytestmark = pytest.mark.django_db

DAYS_OFF = [
    # received, day zero, the last of ten working days
    pytest.param("2026-03-07", date(2026, 3, 9), date(2026, 3, 30), id="saturday"),
    pytest.param("2026-03-18", date(2026, 3, 25), date(2026, 4, 9), id="cuti-bersama"),
]


def dates_of(case: InformationRequest) -> tuple[date | None, date]:
    return case.counted_from, case.deadlines.get(rule="written_notification").due_on


@pytest.mark.parametrize(("received", "day_zero", "due"), DAYS_OFF)
def test_online(travel: Any, office: Any, received: str, day_zero: date, due: date) -> None:
    travel(f"{received} 10:00")
    page, case = file_online(Browser())
    assert dates_of(case) == (day_zero, due)
    assert case.number in page.text


@pytest.mark.parametrize(("received", "day_zero", "due"), DAYS_OFF)
@pytest.mark.parametrize("channel", ["counter", "letter", "email", "phone", "fax"])
def test_keyed_in_later_by_an_officer(
    travel: Any, at_desk: Any, channel: str, received: str, day_zero: date, due: date
) -> None:
    """The letter lay in the box on the day off; the officer keys it in when the office opens."""
    travel("2026-03-25 09:30")
    page = key_in(at_desk("petugas"), channel=channel, day=received, time="10:00")
    case = InformationRequest.objects.get()
    assert case.number in page.text, page.text
    assert dates_of(case) == (day_zero, due)
    assert case.channel == channel


def test_the_body_may_count_the_day_itself_whatever_the_hour(travel: Any, office: Any) -> None:
    """As configured: a cut-off at 23.59 lets every working day count to its end."""
    from datetime import time

    from ppid_portal.clock.models import WorkingTimeRule

    rule = WorkingTimeRule.load()
    rule.cutoff = time(23, 59)
    rule.save()
    travel("2026-03-09 20:00")
    _page, case = file_online(Browser())
    assert dates_of(case) == (date(2026, 3, 9), date(2026, 3, 30))


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("2026-03-26", "09:00", "masa depan"),
        ("2026-03-25", "11:00", "masa depan"),
        ("2025-03-24", "10:00", "satu tahun"),
    ],
)
def test_a_receipt_is_never_in_the_future_nor_over_a_year_past(
    travel: Any, at_desk: Any, day: str, time: str, words: str
) -> None:
    travel("2026-03-25 09:30")
    page = key_in(at_desk("petugas"), channel="letter", day=day, time=time)
    assert words in page.text
    assert not InformationRequest.objects.exists()
