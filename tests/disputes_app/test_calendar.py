"""Hearings in everybody's own calendar: right moments, stable, secret, and about nobody (F68)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from disputes_app import calendar
from disputes_app.intake import Summons, open_dispute
from disputes_app.records import Hearing, HearingStatus, Paper
from ppid_portal.audit.models import AuditEntry
from ppid_portal.people.models import User
from ppid_portal.sop.models import Case
from tests.conftest import Office
from tests.driver import at, file_request

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PAGE = "/meja/kalender/"


@pytest.fixture
def dispute(office: Office, travel: Any) -> Any:
    """A dispute whose first hearing is on 7 April 2026 at ten."""
    travel("2026-03-09 10:00")
    summons = Summons(
        paper=Paper("12/REG/2026", date(2026, 3, 4), date(2026, 3, 9)),
        hearing_at=at("2026-04-07 10:00"),
        hearing_place="Ruang Sidang I, Wisma BSG, Jakarta",
        request=file_request(),
        commission_number="012/III/KIP-PS/2026",
        information="Laporan keuangan 2025",
    )
    return open_dispute(summons, actor=office.actor(office.petugas))


def path_of(user: User) -> str:
    return reverse("disputes_calendar:feed", args=[calendar.token_of(user)])


def read(user: User) -> Calendar:
    """Return the calendar as a phone reads it: without logging in."""
    answer = Client().get(path_of(user))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def test_a_phone_reads_the_hearing_at_its_moment(dispute: Any, office: Office) -> None:
    feed = read(office.petugas)
    (zone,) = feed.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Jakarta"
    (event,) = feed.walk("VEVENT")
    assert event.start == at("2026-04-07 10:00")
    assert event["DTSTART"].params["TZID"] == "Asia/Jakarta"
    assert event.end > event.start
    assert event["DTSTAMP"].to_ical() == b"20260309T030000Z"
    assert event["SUMMARY"] == "Pemeriksaan awal 012/III/KIP-PS/2026"
    assert event["LOCATION"] == "Ruang Sidang I, Wisma BSG, Jakarta"
    assert dispute.title in event["DESCRIPTION"]
    assert event["STATUS"] == "CONFIRMED"
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(days=-1)
    assert alarm["ACTION"] == "DISPLAY"


def test_it_is_about_nobody(dispute: Any, office: Office) -> None:
    """UU 27/2022: the address is secret, yet it lies on other people's machines."""
    content = Client().get(path_of(office.petugas)).content.decode().replace("\r\n ", "")
    for part in (*dispute.applicant.name.split(), dispute.applicant.email, office.petugas.name):
        assert part not in content


def test_a_change_keeps_the_event_and_raises_its_revision(
    dispute: Any, office: Office, travel: Any
) -> None:
    """RFC 5545, 3.8.7.4: the same UID, a higher SEQUENCE, or the calendar shows both."""
    hearing = Hearing.objects.get(dispute=dispute)
    (before,) = read(office.petugas).walk("VEVENT")
    later = travel("2026-03-10 09:00")
    hearing.status = HearingStatus.CANCELLED
    hearing.sequence += 1
    hearing.changed_at = later
    hearing.save()
    (after,) = read(office.petugas).walk("VEVENT")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["LAST-MODIFIED"].dt == later
    assert after["STATUS"] == "CANCELLED"
    assert not after.walk("VALARM")


def test_an_unchanged_calendar_is_not_sent_again(dispute: Any, office: Office, travel: Any) -> None:
    client = Client()
    first = client.get(path_of(office.petugas))
    travel("2026-03-10 09:00")
    again = client.get(path_of(office.petugas), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Hearing.objects.update(place="Ruang Sidang II", sequence=1)
    changed = client.get(path_of(office.petugas), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert "no-cache" in changed["Cache-Control"]


def test_everybody_has_the_hearings_that_they_may_see(dispute: Any, office: Office) -> None:
    for user in (office.pelaksana_b, office.outsider):
        assert not read(user).walk("VEVENT")
    Case.objects.filter(pk=dispute.pk).update(restricted=True)
    assert not read(office.petugas_2).walk("VEVENT")
    assert len(read(office.ketua).walk("VEVENT")) == 1


@pytest.mark.parametrize("wrong", ["1", "x", "0-", "99999-{secret}", "{pk}-{other}", "{pk}-é"])
def test_a_wrong_address_opens_nothing(wrong: str, office: Office) -> None:
    pk, _dash, secret = calendar.token_of(office.petugas).partition("-")
    other = calendar.token_of(office.ketua).partition("-")[2]
    token = wrong.format(pk=pk, secret=secret, other=other)
    assert calendar.owner_of(token) is None
    assert Client().get(f"/kalender/{token}.ics").status_code == 404


def test_a_closed_account_has_no_calendar(office: Office) -> None:
    path = path_of(office.petugas)
    User.objects.filter(pk=office.petugas.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_a_new_address_closes_the_old_one(office: Office, client_as: Any) -> None:
    old, others = path_of(office.petugas), path_of(office.ketua)
    client = client_as(office.petugas)
    assert client.get(reverse("disputes_calendar:renew")).status_code == 405
    for _time in range(2):
        client.post(reverse("disputes_calendar:renew"))
    assert Client().get(old).status_code == 404
    assert path_of(office.petugas) != old
    assert Client().get(path_of(office.petugas)).status_code == 200
    assert Client().get(others).status_code == 200
    assert AuditEntry.objects.filter(verb="renew_calendar_link").count() == 2


def test_the_page_lists_hearings_and_the_bodys_own_limits(
    dispute: Any, office: Office, client_as: Any
) -> None:
    client = client_as(office.petugas)
    page = client.get(PAGE)
    assert [month.key for month in page.context["months"]] == ["2026-03", "2026-04"]
    shown = page.content.decode()
    for words in (
        "Pemberitahuan tertulis kepada pemohon",
        "Selasa, 7 April 2026",
        "pukul 10.00",
        "Ruang Sidang I",
        "012/III/KIP-PS/2026",
        calendar.address_of(office.petugas),
    ):
        assert words in shown, words
    assert "Siti" not in shown
    april = client.get(PAGE, {"bulan": "2026-04"})
    assert [month.key for month in april.context["months"]] == ["2026-04"]
    empty = client.get(PAGE, {"bulan": "2026-12"})
    assert "Tidak ada sidang" in empty.content.decode()


@pytest.mark.parametrize("month", ["2026-13", "0001-01", "9999-12", "x", "2026-4", "٢٠٢٦-٠٤"])
def test_a_month_that_is_none_shows_what_comes(month: str, office: Office, client_as: Any) -> None:
    page = client_as(office.petugas).get(PAGE, {"bulan": month})
    assert page.status_code == 200
    assert page.context["month"] == ""


def test_somebody_without_a_task_learns_why(office: Office, client_as: Any) -> None:
    assert client_as(office.outsider).get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302


@pytest.mark.every_database
def test_more_hearings_cost_no_more_queries(dispute: Any, office: Office) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            calendar.feed_of(office.petugas)
        return len(queries)

    one = cost()
    start = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
    Hearing.objects.bulk_create(
        Hearing(dispute=dispute, kind="adjudication", at=start + timedelta(days=day), place="x")
        for day in range(5)
    )
    assert cost() == one
