"""The suite itself: what every test may rely on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core import mail

from ppid_portal.clock import now
from ppid_portal.clock.models import Holiday


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_real_transactions_leave_the_migrated_rows_to_the_next_test(turn: str) -> None:
    """Each of the two empties the tables at its end."""
    assert Holiday.objects.exists(), turn
    Holiday.objects.all().delete()


def test_time_travel_moves_the_portals_own_clock(travel) -> None:  # type: ignore[no-untyped-def]
    moment = travel("2026-03-09 10:00")
    assert now() == moment == datetime(2026, 3, 9, 3, 0, tzinfo=UTC)
    travel("2026-12-31 23:59:59")
    assert now().year == 2026
    assert now().astimezone(UTC).hour == 16


def test_each_person_of_the_office_acts_in_one_role(office) -> None:  # type: ignore[no-untyped-def]
    assert office.actor(office.ketua).role == "ketua_ppid"
    assert office.actor(office.pelaksana_a).unit_id == office.unit_a.pk
    assert office.actor(office.pelaksana_b).unit_id == office.unit_b.pk
    assert office.secretariat != office.petugas_2
    assert office.actor(office.petugas_2).role == "tim_sekretariat_ppid"


def test_a_logged_in_browser_is_the_user(office, client_as) -> None:  # type: ignore[no-untyped-def]
    client = client_as(office.ketua)
    assert client.session["_auth_user_id"] == str(office.ketua.pk)


def test_nothing_leaves_the_machine() -> None:
    assert settings.CELERY_BROKER_URL == "memory://"
    assert settings.POST_OFFICE["BACKENDS"]["default"].endswith("locmem.EmailBackend")
    assert mail.outbox == []
