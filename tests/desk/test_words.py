"""Due dates and spans in words, always derived, never stored."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppid_portal.desk.words import FULL, TimeWords, minutes_words, norm_words
from tests.driver import at

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        ("2026-03-09 15:30", "hari ini pukul 15.30", "soon"),
        ("2026-03-09 09:15", "terlambat sejak pukul 09.15", "late"),
        ("2026-03-10 16:00", "1 hari kerja lagi", "soon"),
        ("2026-03-12 16:00", "3 hari kerja lagi", "neutral"),
        # 18 to 24 March 2026 are holidays and collective leave around Nyepi and Idulfitri.
        ("2026-03-30 16:00", "10 hari kerja lagi", "neutral"),
        ("2026-03-05 16:00", "terlambat 2 hari kerja", "late"),
        # Saturday and Sunday: no working day has passed since.
        ("2026-03-08 16:00", "terlambat 1 hari kerja", "late"),
    ],
)
def test_when_work_is_due(travel: Any, due: str, words: str, tone: str) -> None:
    travel("2026-03-09 10:00")

    found = TimeWords().due(at(due))

    assert (found.words, found.tone) == (words, tone)


def test_a_stopped_clock_and_no_limit_have_words_of_their_own(travel: Any) -> None:
    travel("2026-03-09 10:00")
    words = TimeWords()

    assert "jam berhenti" in words.due(at("2026-03-05 16:00"), paused=True).words
    assert words.due(None).words == "tanpa batas waktu"


def test_a_legal_limit_lasts_the_whole_day(travel: Any) -> None:
    travel("2026-03-30 23:59")

    assert TimeWords().due_on(date(2026, 3, 30)).words == "berakhir hari ini"
    assert TimeWords().due_on(date(2026, 3, 27)).tone == "late"


def test_a_limit_that_ends_on_a_holiday_says_so_before_it_is_too_late(travel: Any) -> None:
    """Sunday, 28 December 2025, by a ruling of "20 hari": nobody works between Friday and it."""
    end = date(2025, 12, 28)
    travel("2025-12-24 10:00")
    assert TimeWords().due_on(end).words == "berakhir sebelum hari kerja berikutnya"
    assert TimeWords().due_on(end).tone == "soon"
    travel("2025-12-23 10:00")
    assert TimeWords().due_on(end).words == "1 hari kerja lagi"
    travel("2025-12-28 10:00")
    assert TimeWords().due_on(end).words == "berakhir hari ini"
    travel("2025-12-29 08:00")
    assert TimeWords().due_on(end).words == "terlambat 1 hari kerja"


def test_a_year_without_table_gives_the_date_and_no_guess(travel: Any) -> None:
    travel("2026-03-09 10:00")

    assert TimeWords().due_on(date(2099, 1, 5)).words == "pada 5 Januari 2099"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-03-09 10:00", "2026-03-09 10:00", "kurang dari 1 menit"),
        ("2026-03-09 10:00", "2026-03-09 10:12", "12 menit"),
        ("2026-03-09 10:00", "2026-03-11 10:00", "2 hari kerja"),
        ("2026-03-07 10:00", "2026-03-08 10:00", "kurang dari 1 menit"),
    ],
)
def test_time_spent_counts_working_time(travel: Any, start: str, end: str, words: str) -> None:
    travel("2026-03-09 10:00")

    assert TimeWords().spent(at(start), at(end)) == words


def test_hours_and_minutes() -> None:
    assert minutes_words(125) == "2 jam 5 menit"
    assert minutes_words(120) == "2 jam"
    assert minutes_words(-5) == "kurang dari 1 menit"
    assert norm_words(6, "days") == "6 hari kerja"
    assert norm_words(None, "") == ""


@settings(max_examples=40, deadline=None)
@given(
    since=st.datetimes(
        min_value=at("2026-01-05 08:00").replace(tzinfo=None),
        max_value=at("2026-06-30 16:00").replace(tzinfo=None),
    ),
    length=st.integers(min_value=1, max_value=30),
)
def test_the_bar_stays_within_its_frame(since: Any, length: int) -> None:
    from datetime import timedelta

    from ppid_portal.clock.services import work_calendar

    calendar = work_calendar()
    start = since.replace(tzinfo=at("2026-01-05 08:00").tzinfo)
    due = start + timedelta(days=length)
    words = TimeWords(moment=due, calendar=calendar)

    assert 0 <= words.share(start, due) <= FULL
    assert words.share(start, None) == 0


def test_time_that_stood_still_is_not_spent(travel: Any) -> None:
    """While the applicant is asked, the norm time of the office does not run."""
    travel("2026-03-11 10:00")
    words = TimeWords()
    start = at("2026-03-09 10:00")
    whole = words.calendar.working_minutes_between(start, words.moment)

    assert words.spent(start, words.moment, whole - 30) == "30 menit"
    assert words.spent(start, words.moment, whole // 2) != words.spent(start, words.moment)
    assert words.share(start, at("2026-03-12 10:00"), whole) == 0
