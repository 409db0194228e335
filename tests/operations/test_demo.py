"""The demonstration data is an office at work, made through the engine itself."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dip_app.models import InformationItem
from ppid_portal.audit.models import AuditEntry
from ppid_portal.audit.services import verify
from ppid_portal.clock import now
from ppid_portal.people.models import Appointment
from ppid_portal.people.roles import Role
from ppid_portal.sop.models import Case
from requests_app.models import InformationRequest, State


def run(**options: bool) -> str:
    """Run the command and return what it prints."""
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_it_plays_a_year_through_the_engine() -> None:
    """At least forty requests, every state, every state explained by the audit, dates in order."""
    run()
    requests = InformationRequest.objects.all()
    assert requests.count() >= 40
    assert set(requests.values_list("state", flat=True)) == set(State.values) - {State.NEW}
    for request in requests:
        newest = AuditEntry.objects.filter(stream=request.stream).order_by("-sequence")[0]
        assert newest.to_state == request.state
    assert verify() == []
    opened = list(requests.order_by("opened_at", "number").values_list("opened_at", "number"))
    assert (now() - opened[0][0]).days > 300
    # Numbers follow the calendar within each year, as in a book.
    assert opened == sorted(opened, key=lambda row: (row[0].year, row[1]))
    assert set(Appointment.objects.values_list("role", flat=True)) == set(Role.values)
    assert InformationItem.objects.public().count() >= 40
    assert not Case.objects.filter(letters__isnull=True).exists()


@pytest.mark.django_db
def test_it_refuses_a_portal_that_is_in_use(settings: pytest.FixtureRequest) -> None:
    """Invented people must never mix with real ones."""
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="tidak boleh"):
        run()


@pytest.mark.django_db
def test_it_prints_no_logins_where_there_are_none() -> None:
    """The list of logins belongs to the demonstration only."""
    assert run(logins=True) == ""
