"""A sweep that did not run must not go unnoticed (S10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery.schedules import crontab, schedule

from ppid_portal.clock import travel
from ppid_portal.clock.heartbeat import _interval, age, beat, expected, missed
from ppid_portal.clock.models import Heartbeat
from tests.clock.calendars import at

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return [one.name for one in missed()]


def test_the_schedule_says_how_often() -> None:
    assert expected()["deadlines"] == timedelta(minutes=5)
    assert expected()["daily"] == timedelta(days=1)


@pytest.mark.parametrize(
    ("when", "every"),
    [
        (60, timedelta(minutes=1)),
        (timedelta(hours=2), timedelta(hours=2)),
        (schedule(30.0), timedelta(seconds=30)),
        (crontab(), timedelta(minutes=1)),
        (crontab(minute="*/15"), timedelta(minutes=15)),
        (crontab(minute="0", hour="7"), timedelta(days=1)),
        (crontab(minute="0", hour="7,19"), timedelta(hours=12)),
        (crontab(minute="0", hour="7", day_of_week="1"), timedelta(days=7)),
        (crontab(minute="0", hour="7", day_of_month="1"), timedelta(days=31)),
        (crontab(0, 0, day_of_month="1", month_of_year="1"), timedelta(days=366)),
    ],
)
def test_an_interval_is_read_from_any_schedule(when: object, every: timedelta) -> None:
    assert _interval(when) == every


def test_it_remembers_the_last_run() -> None:
    with travel(at("2026-06-08 10:00")):
        assert beat("deadlines", {"checked": 5}) is None
    with travel(at("2026-06-08 10:04")):
        assert age("deadlines") == timedelta(minutes=4)
    assert Heartbeat.objects.get(name="deadlines").detail == {"checked": 5}
    assert age("mail") is None


def test_three_silent_days_are_told_once() -> None:
    """S10: the scheduler was down for three days; an alarm about the missed runs exists."""
    with travel(at("2026-06-05 10:00")):
        beat("deadlines")
    with travel(at("2026-06-08 10:00")):
        gap = beat("deadlines")
        assert gap is not None
        assert (gap.since, gap.until) == (at("2026-06-05 10:00"), at("2026-06-08 10:00"))
        assert gap.missed_runs == 3 * 24 * 12 - 1
    with travel(at("2026-06-08 10:05")):
        assert beat("deadlines") is None
    row = Heartbeat.objects.get(name="deadlines")
    assert row.gap_from == at("2026-06-05 10:00")
    assert row.gap_noted == at("2026-06-08 10:00")


def test_a_late_run_is_no_gap() -> None:
    with travel(at("2026-06-08 10:00")):
        beat("deadlines")
    with travel(at("2026-06-08 10:15")):
        assert beat("deadlines") is None


def test_a_name_outside_the_schedule_has_no_gap() -> None:
    with travel(at("2025-06-08 10:00")):
        beat("by hand")
    with travel(at("2026-06-08 10:00")):
        assert beat("by hand") is None
        assert "by hand" not in names()


def test_travelling_into_the_past_does_not_age_the_present() -> None:
    with travel(at("2026-06-08 10:00")):
        beat("deadlines")
    with travel(at("2025-06-08 10:00")):
        assert beat("deadlines") is None
    with travel(at("2026-06-08 10:05")):
        assert age("deadlines") == timedelta(minutes=5)


def test_everything_is_missed_before_the_scheduler_ever_ran() -> None:
    assert names() == sorted(expected())
    assert all(one.last_at is None for one in missed())


def test_what_is_silent_too_long_is_missed_now() -> None:
    with travel(at("2026-06-08 10:00")):
        for name in expected():
            beat(name)
        assert names() == []
    with travel(at("2026-06-08 10:10")):
        # Those that are woken every minute.
        assert names() == ["announcements", "evidence", "letters", "mail"]
        for name in names():
            beat(name)
    with travel(at("2026-06-08 10:12")):
        assert names() == []


def test_a_daily_task_is_not_late_on_the_first_day() -> None:
    with travel(at("2026-06-08 10:00")):
        beat("deadlines")
    with travel(at("2026-06-09 10:00")):
        beat("deadlines")
        assert "daily" not in names()
    with travel(at("2026-06-12 10:00")):
        beat("deadlines")
        assert "daily" in names()
