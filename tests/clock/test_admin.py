"""Holidays in the admin: who changed them stays known, and dates move once."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from ppid_portal.clock.models import (
    CalendarYear,
    Heartbeat,
    Holiday,
    ServiceDay,
    WorkingTimeRule,
)
from ppid_portal.clock.services import work_calendar
from ppid_portal.clock.signals import calendar_changed
from tests.clock.calendars import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(rf: RequestFactory) -> HttpRequest:
    """A POST of a person who may change everything."""
    request = rf.post("/")
    request.user = get_user_model().objects.create_superuser(
        "admin@example.go.id", "x", name="Admin"
    )
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def of_the_site(model: type) -> Any:
    return admin.site.get_model_admin(model)


def said(request: HttpRequest) -> list[str]:
    return [str(message) for message in request._messages]  # type: ignore[attr-defined]


def test_every_table_can_be_edited() -> None:
    for model in (Holiday, CalendarYear, ServiceDay, WorkingTimeRule, Heartbeat):
        assert admin.site.is_registered(model)


def test_a_holiday_is_added_changed_and_deleted_on_the_pages(
    client: Client, request_of: HttpRequest
) -> None:
    client.force_login(
        request_of.user,  # type: ignore[arg-type]
        backend="django.contrib.auth.backends.ModelBackend",
    )
    form = {
        "date": "2026-07-15",
        "kind": "local",
        "name": "Pilkada",
        "source": "",
        "confirmed": "on",
    }
    assert client.get(reverse("admin:clock_holiday_changelist")).status_code == 200
    assert client.post(reverse("admin:clock_holiday_add"), form).status_code == 302
    holiday = Holiday.objects.get(date=day("2026-07-15"))
    page = reverse("admin:clock_holiday_change", args=[holiday.pk])
    assert client.post(page, {**form, "kind": "cancelled"}).status_code == 302
    assert client.get(reverse("admin:clock_holiday_history", args=[holiday.pk])).status_code == 200
    gone = reverse("admin:clock_holiday_delete", args=[holiday.pk])
    assert client.post(gone, {"post": "yes"}).status_code == 302
    kept = Holiday.history.filter(date=day("2026-07-15")).order_by("history_id")
    assert [(row.history_type, row.history_user) for row in kept] == [
        ("+", request_of.user),
        ("~", request_of.user),
        ("-", request_of.user),
    ]


def test_a_second_row_for_a_date_is_refused_on_the_page(
    client: Client, request_of: HttpRequest
) -> None:
    client.force_login(
        request_of.user,  # type: ignore[arg-type]
        backend="django.contrib.auth.backends.ModelBackend",
    )
    form = {"date": "2026-08-17", "kind": "local", "name": "Pilkada"}
    answer = client.post(reverse("admin:clock_holiday_add"), form)
    assert "Tanggal ini sudah ada di daftar hari libur" in answer.content.decode()


def test_who_added_a_holiday_stays_known(request_of: HttpRequest) -> None:
    holiday = Holiday(date=day("2026-07-15"), name="Hari Contoh")
    of_the_site(Holiday).save_model(request_of, holiday, form=None, change=False)
    assert holiday.history.get().history_user == request_of.user
    assert said(request_of) == []
    assert not work_calendar().is_working_day(day("2026-07-15"))


def test_a_holiday_of_an_unopened_year_is_kept_and_said(request_of: HttpRequest) -> None:
    holiday = Holiday(date=day("2028-01-01"), name="Tahun Baru Masehi")
    of_the_site(Holiday).save_model(request_of, holiday, form=None, change=False)
    assert Holiday.objects.filter(date=day("2028-01-01")).exists()
    assert "Tahun 2028 belum dibuka" in said(request_of)[0]


def test_who_deleted_a_holiday_stays_known(request_of: HttpRequest) -> None:
    holiday = Holiday.objects.get(date=day("2026-12-24"))
    of_the_site(Holiday).delete_model(request_of, holiday)
    gone = Holiday.history.get(date=day("2026-12-24"), history_type="-")
    assert gone.history_user == request_of.user


def test_deleting_many_names_the_person_and_is_announced_once(  # type: ignore[no-untyped-def]
    request_of: HttpRequest, django_capture_on_commit_callbacks
) -> None:
    heard: list[Any] = []

    def hear(dates: Any, **kwargs: Any) -> None:
        heard.append(dates)

    calendar_changed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        of_the_site(Holiday).delete_queryset(
            request_of, Holiday.objects.filter(date__year=2026, date__month=3)
        )
    calendar_changed.disconnect(hear)
    assert len(heard) == 1
    assert len(heard[0]) == 7
    gone = Holiday.history.filter(history_type="-")
    assert gone.count() == 7
    assert {row.history_user for row in gone} == {request_of.user}


def test_the_rule_is_neither_added_twice_nor_deleted(request_of: HttpRequest) -> None:
    page = of_the_site(WorkingTimeRule)
    assert not page.has_add_permission(request_of)
    assert not page.has_delete_permission(request_of)
    assert page.has_change_permission(request_of)
    WorkingTimeRule.objects.all().delete()
    assert page.has_add_permission(request_of)


def test_signs_of_life_are_only_read(request_of: HttpRequest) -> None:
    page = of_the_site(Heartbeat)
    assert page.has_view_permission(request_of)
    assert not page.has_add_permission(request_of)
    assert not page.has_change_permission(request_of)
    assert not page.has_delete_permission(request_of)
