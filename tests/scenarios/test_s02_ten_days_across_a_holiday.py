"""S2. Ten working days across a holiday.

*Given* receipt on a Thursday and a national holiday on the next Wednesday, *when* the due date is
computed, *then* it is ten working days later with that day skipped, and the case shows each
skipped day with its reason (UU 14/2008 Pasal 22 ayat (7)).
"""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from ppid_portal.clock.models import Holiday
from ppid_portal.sop.models import LegalDeadline
from tests.driver import file_request

pytestmark = pytest.mark.django_db

# Thursday 9 July 2026; Wednesday 15 July becomes a holiday; no other one lies in between.
HOLIDAY = date(2026, 7, 15)


@pytest.fixture
def holiday(office: Any) -> None:
    Holiday.objects.create(date=HOLIDAY, kind="national", name="Hari Uji Nasional")


def test_the_holiday_is_skipped(holiday: None, travel: Any) -> None:
    travel("2026-07-09 10:00")
    deadline = LegalDeadline.objects.get(case=file_request(), rule="written_notification")
    assert deadline.counted_from == date(2026, 7, 9)
    assert deadline.due_on == date(2026, 7, 24)
    skipped = {d["date"]: d["reason"] for d in deadline.explanation["days"] if not d["counted"]}
    assert set(skipped) == {"2026-07-11", "2026-07-12", "2026-07-15", "2026-07-18", "2026-07-19"}
    assert "Hari Uji Nasional" in skipped["2026-07-15"]


def test_without_the_holiday_it_is_a_day_earlier(office: Any, travel: Any) -> None:
    """What shows that the rule above is not true by chance."""
    travel("2026-07-09 10:00")
    deadline = LegalDeadline.objects.get(case=file_request(), rule="written_notification")
    assert deadline.due_on == date(2026, 7, 23)


def test_the_command_gives_the_same_date_and_reasons(holiday: None) -> None:
    out = StringIO()
    call_command("deadline", "2026-07-09 10:00", "10 hari kerja", "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["due"] == "2026-07-24"
    assert [d["date"] for d in answer["days"] if not d["counted"]] == [
        "2026-07-11",
        "2026-07-12",
        "2026-07-15",
        "2026-07-18",
        "2026-07-19",
    ]


def test_the_pages_show_each_skipped_day_with_its_reason(
    holiday: None, travel: Any, at_desk: Any, citizen: Any
) -> None:
    from ppid_portal.sop.access import secret_path

    travel("2026-07-09 10:00")
    case = file_request()
    for page in (at_desk("petugas").case(case), citizen.open(secret_path(case))):
        assert "24 Juli 2026" in page.text
        assert "15 Juli 2026" in page.text
        assert "Hari Uji Nasional" in page.text
        for weekend in ("11 Juli 2026", "12 Juli 2026", "18 Juli 2026", "19 Juli 2026"):
            assert weekend in page.text
