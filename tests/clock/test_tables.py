"""The tables behind the calendar, and how a change of them is noticed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.signals import request_finished, request_started
from django.db import IntegrityError, close_old_connections, transaction

from ppid_portal.clock import Limit, services
from ppid_portal.clock.errors import NoHolidayTable, NoServiceHours
from ppid_portal.clock.models import (
    CalendarVersion,
    CalendarYear,
    Holiday,
    ServiceDay,
    WorkingTimeRule,
)
from ppid_portal.clock.services import legal_due, step_due, work_calendar
from ppid_portal.clock.signals import calendar_changed
from tests.clock.calendars import at, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():  # type: ignore[no-untyped-def]
    """Every announcement that was sent, as the dates it names."""
    announcements: list[Any] = []

    def hear(dates: Any, **kwargs: Any) -> None:
        announcements.append(dates)

    calendar_changed.connect(hear)
    yield announcements
    calendar_changed.disconnect(hear)


def add_and_give_up() -> None:
    """Add 15 July as a holiday, use it, and roll it back."""
    with transaction.atomic():
        Holiday.objects.create(date=day("2026-07-15"), name="Hari Contoh")
        assert not work_calendar().is_working_day(day("2026-07-15"))
        raise KeyError


# -- due dates from the database ---------------------------------------------------------------


def test_ten_working_days_of_the_law() -> None:
    due = legal_due(at("2026-03-09 10:00"), Limit(10, "days"))
    assert due.due == day("2026-03-30")
    assert due.moment > at("2026-03-30 23:59:59")


def test_s3_every_way_of_entry_gives_the_same_date() -> None:
    """Online on Saturday evening, or a letter dated that Saturday by the officer."""
    online = legal_due(at("2026-06-06 21:00"), Limit(10, "days"))
    letter = legal_due(day("2026-06-06"), Limit(10, "days"))
    assert online.due == letter.due == day("2026-06-23")
    assert online.counted_from == letter.counted_from == day("2026-06-08")


def test_a_step_in_days_ends_with_service() -> None:
    assert step_due(at("2026-06-08 10:00"), Limit(1, "days")).moment == at("2026-06-09 15:00")
    assert step_due(at("2026-06-08 10:00"), Limit(1, "days")).due == day("2026-06-09")


@pytest.mark.parametrize("limit", [Limit(120, "minutes"), Limit(2, "hours")])
def test_a_step_in_hours_ends_inside_service(limit: Limit) -> None:
    due = step_due(at("2026-06-05 14:00"), limit)
    assert due.moment == due.due == at("2026-06-08 10:00")
    assert due.limit == limit


def test_hours_from_a_date_begin_with_service() -> None:
    assert legal_due(day("2026-06-06"), Limit(1, "hours")).due == at("2026-06-08 10:00")


def test_months_are_counted_from_day_zero() -> None:
    assert legal_due(at("2026-06-05 16:00"), Limit(1, "months")).due == day("2026-07-08")


@pytest.mark.parametrize(
    "received",
    [
        at("2026-06-05 10:00"),
        at("2026-06-05 23:59"),  # after the cut-off, still that day
        datetime(2026, 6, 4, 17, 30, tzinfo=UTC),  # half past midnight in Jakarta
        day("2026-06-05"),
    ],
)
def test_calendar_days_run_from_the_very_day_of_receipt(received: Any) -> None:
    """UU 14/2008 Pasal 50: "14 hari"; neither cut-off nor holiday adds a day to it."""
    due = legal_due(received, Limit(14, "calendar_days"))
    assert due.counted_from == day("2026-06-05")
    assert due.due == day("2026-06-19")


def test_calendar_days_run_from_a_holiday_and_end_on_one() -> None:
    """Received on a Saturday: day 0 is that Saturday, and not the Monday after it."""
    due = legal_due(at("2026-06-06 10:00"), Limit(10, "calendar_days"))
    assert (due.counted_from, due.due) == (day("2026-06-06"), day("2026-06-16"))
    assert legal_due(at("2026-06-06 10:00"), Limit(10, "days")).counted_from == day("2026-06-08")


def test_a_step_in_calendar_days_ends_with_service_where_there_is_any() -> None:
    friday, saturday = Limit(4, "calendar_days"), Limit(5, "calendar_days")
    assert step_due(at("2026-06-08 10:00"), friday).moment == at("2026-06-12 15:00")
    assert step_due(at("2026-06-08 10:00"), saturday).moment > at("2026-06-13 23:59:59")
    assert step_due(at("2026-06-08 10:00"), saturday).moment < at("2026-06-14 00:00")


def test_the_cutoff_is_a_setting() -> None:
    rule = WorkingTimeRule.load()
    rule.cutoff = time(23, 59)
    rule.save()
    assert legal_due(at("2026-06-05 17:00"), Limit(10, "days")).due == day("2026-06-22")


def test_the_zone_is_the_setting(settings) -> None:  # type: ignore[no-untyped-def]
    """16.30 in Jakarta is 18.30 in Jayapura, and 14.30 there is 12.30 here."""
    settings.TIME_ZONE = "Asia/Jayapura"
    assert legal_due(at("2026-06-04 14:30"), Limit(1, "days")).counted_from == day("2026-06-05")
    settings.TIME_ZONE = "Asia/Jakarta"
    assert legal_due(at("2026-06-04 14:30"), Limit(1, "days")).counted_from == day("2026-06-04")


# -- changes are seen --------------------------------------------------------------------------


def test_an_added_holiday_moves_the_date_and_removing_it_restores_it() -> None:
    """S4 at the level of the calendar."""
    limit = Limit(10, "days")
    assert legal_due(at("2026-07-09 10:00"), limit).due == day("2026-07-23")
    holiday = Holiday.objects.create(date=day("2026-07-15"), name="Hari Contoh")
    assert legal_due(at("2026-07-09 10:00"), limit).due == day("2026-07-24")
    holiday.delete()
    assert legal_due(at("2026-07-09 10:00"), limit).due == day("2026-07-23")


@pytest.mark.parametrize(
    "change",
    [
        lambda: Holiday.objects.filter(date=day("2026-06-16")).update(kind="cancelled"),
        lambda: Holiday.objects.filter(date=day("2026-06-16")).delete(),
        lambda: Holiday.objects.bulk_update(
            [Holiday(pk=Holiday.objects.get(date=day("2026-06-16")).pk, kind="cancelled")], ["kind"]
        ),
    ],
)
def test_changes_of_many_rows_are_seen_too(change) -> None:  # type: ignore[no-untyped-def]
    assert not work_calendar().is_working_day(day("2026-06-16"))
    change()
    assert work_calendar().is_working_day(day("2026-06-16"))


def test_bulk_created_holidays_are_seen() -> None:
    assert work_calendar().is_working_day(day("2026-07-15"))
    Holiday.objects.bulk_create([Holiday(date=day("2026-07-15"), name="Hari Contoh")])
    assert not work_calendar().is_working_day(day("2026-07-15"))


def test_a_rolled_back_change_leaves_no_trace() -> None:
    """A counter would give the next change the version of this one, and its calendar."""
    with pytest.raises(KeyError):
        add_and_give_up()
    assert work_calendar().is_working_day(day("2026-07-15"))
    Holiday.objects.create(date=day("2026-07-16"), name="Hari Lain")
    assert work_calendar().is_working_day(day("2026-07-15"))


def test_the_calendar_is_kept_while_nothing_changes(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    kept = work_calendar()
    with django_assert_num_queries(1):
        assert work_calendar() is kept
    assert kept.version == services.calendar_version()


def test_another_process_sees_the_change_by_its_version() -> None:
    kept = work_calendar()
    # What another process did: rows and version changed, but not through this one's memory.
    Holiday.objects.filter(date=day("2026-06-16"))._raw_delete(using="default")
    assert work_calendar() is kept
    CalendarVersion.objects.update(token="of another process")
    assert work_calendar().is_working_day(day("2026-06-16"))


@pytest.fixture
def one_request():  # type: ignore[no-untyped-def]
    """A web request that is going on, on the connection of the test (as Django's client does)."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    request_started.send(sender=None)
    yield
    request_finished.send(sender=None)
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_one_request_asks_once(one_request, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    work_calendar()
    with django_assert_num_queries(0):
        for _ in range(20):
            legal_due(at("2026-03-09 10:00"), Limit(10, "days"))


def test_a_request_sees_its_own_change(one_request) -> None:  # type: ignore[no-untyped-def]
    assert work_calendar().is_working_day(day("2026-07-15"))
    Holiday.objects.create(date=day("2026-07-15"), name="Hari Contoh")
    assert not work_calendar().is_working_day(day("2026-07-15"))


# -- announcements -----------------------------------------------------------------------------


def test_one_transaction_is_announced_once(heard, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            Holiday.objects.create(date=day("2026-07-15"), name="Hari Contoh")
            Holiday.objects.create(date=day("2026-07-16"), name="Hari Contoh")
            Holiday.objects.filter(date=day("2026-06-16")).delete()
        assert heard == []
    assert heard == [{day("2026-07-15"), day("2026-07-16"), day("2026-06-16")}]


def test_a_moved_holiday_names_both_dates(heard, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    holiday = Holiday.objects.get(date=day("2026-08-25"))
    with django_capture_on_commit_callbacks(execute=True):
        holiday.date = day("2026-08-26")
        holiday.save()
    assert heard == [{day("2026-08-25"), day("2026-08-26")}]


@pytest.mark.parametrize(
    "change",
    [
        lambda: WorkingTimeRule.load().save(),
        lambda: ServiceDay.objects.get(weekday=4).delete(),
        lambda: CalendarYear.objects.get(year=2027).save(),
        lambda: Holiday.objects.filter(date__year=2027).update(confirmed=True),
    ],
)
def test_a_change_of_the_rules_may_concern_any_date(  # type: ignore[no-untyped-def]
    change, heard, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change()
    assert heard == [None]


def test_nothing_is_announced_that_did_not_happen(
    heard, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(KeyError):
            add_and_give_up()
        Holiday.objects.filter(date=date(1999, 1, 1)).update(kind="local")
    assert heard == []


def test_a_rolled_back_inner_part_does_not_silence_the_outer(  # type: ignore[no-untyped-def]
    heard, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        with pytest.raises(KeyError):
            add_and_give_up()
        Holiday.objects.create(date=day("2026-07-16"), name="Hari Contoh")
    assert heard == [{day("2026-07-16")}]


# -- what the tables refuse --------------------------------------------------------------------


def test_a_year_needs_its_row_and_its_holidays() -> None:
    Holiday.objects.create(date=date(2028, 1, 1), name="Tahun Baru Masehi")
    with pytest.raises(NoHolidayTable):
        work_calendar().is_working_day(date(2028, 2, 1))
    CalendarYear.objects.create(year=2028)
    assert work_calendar().is_working_day(date(2028, 2, 1))
    Holiday.objects.filter(date__year=2028).delete()
    with pytest.raises(NoHolidayTable):
        work_calendar().is_working_day(date(2028, 2, 1))


def test_without_service_hours_nothing_is_counted() -> None:
    ServiceDay.objects.all().delete()
    with pytest.raises(NoServiceHours):
        work_calendar()


def test_confirming_a_year_makes_its_dates_final() -> None:
    received, limit = at("2026-12-21 10:00"), Limit(10, "days")
    assert legal_due(received, limit).provisional
    CalendarYear.objects.filter(year=2027).update(confirmed=True)
    Holiday.objects.filter(date__year=2027).update(confirmed=True)
    assert not legal_due(received, limit).provisional


def test_a_date_stands_once_in_the_list() -> None:
    double = Holiday(date=day("2026-08-17"), name="Hari Kemerdekaan")
    with pytest.raises(ValidationError) as error:
        double.full_clean()
    assert "sudah ada di daftar hari libur" in str(error.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({"opens": time(15), "closes": time(9)}, "closes"),
        ({"opens": time(9), "closes": time(15), "break_from": time(12)}, "break_to"),
        ({"opens": time(9), "closes": time(15), "break_to": time(12)}, "break_from"),
        (
            {
                "opens": time(9),
                "closes": time(15),
                "break_from": time(8),
                "break_to": time(10),
            },
            "break_to",
        ),
    ],
)
def test_impossible_hours_are_refused_beside_the_field(hours: dict[str, time], field: str) -> None:
    row = ServiceDay(weekday=5, **hours)
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert next(iter(error.value.message_dict)) == field
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_rule_is_one_row() -> None:
    WorkingTimeRule(cutoff=time(16)).save()
    assert WorkingTimeRule.objects.get().cutoff == time(16)
    WorkingTimeRule.objects.all().delete()
    assert WorkingTimeRule.load().cutoff is None


def test_history_keeps_what_a_holiday_was() -> None:
    holiday = Holiday.objects.get(date=day("2026-12-24"))
    holiday.kind = Holiday.Kind.CANCELLED
    holiday.save()
    holiday.delete()
    kept = Holiday.history.filter(date=day("2026-12-24")).order_by("history_id")
    assert list(kept.values_list("history_type", "kind")) == [
        ("~", "cancelled"),
        ("-", "cancelled"),
    ]


def test_rows_say_what_they_are() -> None:
    assert str(Holiday.objects.get(date=day("2026-08-17"))) == (
        "17 Agustus 2026: Hari Kemerdekaan Republik Indonesia"
    )
    assert str(ServiceDay.objects.get(weekday=4)) == "Jumat 09.00–15.00"
    assert str(CalendarYear.objects.get(year=2026)) == "2026"
    assert str(WorkingTimeRule.load()) == "Aturan waktu kerja"
