"""What "now" is, and travelling away from it."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest

from ppid_portal.clock import local, now, today, travel
from tests.clock.calendars import at


def test_now_is_aware_and_in_utc() -> None:
    assert now().tzinfo is UTC
    assert abs((datetime.now(UTC) - now()).total_seconds()) < 60


def test_today_is_the_bodys_date_not_londons() -> None:
    """Half past midnight in Jakarta is still the evening before in UTC."""
    with travel(datetime(2026, 6, 7, 17, 30, tzinfo=UTC)):
        assert today() == date(2026, 6, 8)


def test_today_follows_the_time_zone_setting(settings) -> None:  # type: ignore[no-untyped-def]
    settings.TIME_ZONE = "Asia/Jayapura"
    with travel(datetime(2026, 6, 7, 15, 30, tzinfo=UTC)):
        assert today() == date(2026, 6, 8)
        assert local(now()).hour == 0


def test_journeys_nest_and_end() -> None:
    with travel(at("2026-03-09 10:00")) as moment:
        assert now() == moment
        with travel(at("2025-01-01 00:00")):
            assert today() == date(2025, 1, 1)
        assert now() == moment
    assert now() > moment


def test_a_journey_ends_also_when_something_fails() -> None:
    with pytest.raises(KeyError), travel(at("2001-01-01 00:00")):
        raise KeyError
    assert today().year > 2001


def test_another_thread_stays_in_the_present() -> None:
    seen = []
    with travel(at("2001-01-01 00:00")):
        thread = threading.Thread(target=lambda: seen.append(today().year))
        thread.start()
        thread.join()
    assert seen[0] > 2001


def test_it_refuses_moments_without_zone() -> None:
    with pytest.raises(ValueError, match="aware"), travel(datetime(2026, 1, 1)):
        pass
    with pytest.raises(ValueError, match="naive"):
        local(datetime(2026, 1, 1))
