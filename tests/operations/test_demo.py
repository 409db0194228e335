"""The demonstration data is an office at work, made through the engine itself.

The year is played once, in a transaction that lasts as long as this module: the tests that need
it stand last, and each of them looks at it as it was played.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import QueryDict
from django.test import override_settings
from django.utils import translation
from post_office.models import STATUS, Email

from dip_app.announcing import models as announcements
from dip_app.announcing import panels
from dip_app.announcing.campaign import models as campaigns
from dip_app.compiling.models import ListRound
from dip_app.editions.models import ListEdition
from dip_app.models import InformationItem
from disputes_app import models as disputes
from disputes_app.records import CommissionPaper, Hearing, HearingStatus
from objections_app import models as objections
from ppid_portal.audit.models import AuditEntry
from ppid_portal.audit.services import verify
from ppid_portal.clock import local, now
from ppid_portal.files.services import open_bytes
from ppid_portal.letters import kinds, services
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import Appointment
from ppid_portal.people.roles import Role
from ppid_portal.reports.composing import sheets_of
from ppid_portal.reports.printing import as_pdf
from ppid_portal.reports.selection import Selection
from ppid_portal.sop import sweeps
from ppid_portal.sop.models import Case, DueEvent, LegalDeadline
from ppid_portal.sop.registers import Reader, registers
from requests_app.demo import Player, Team
from requests_app.models import InformationRequest, Obligation, ObligationState, State
from tests.letters import printed


def run(**options: bool) -> str:
    """Run the command and return what it prints."""
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_story_goes_on_only_from_one_that_is_told() -> None:
    """A name that is misspelt would lose a whole story in silence."""
    nobody: Team = object()  # type: ignore[assignment]
    with pytest.raises(LookupError, match="granted 1000"):
        Player(nobody).follow("granted 1000", "objection", lambda case: iter(()))  # type: ignore[arg-type,return-value]


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


@pytest.fixture(scope="module")
def year(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Play the year; what the command printed."""
    files = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=files):
            said = run()
        yield said
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_it_plays_a_year_through_the_engine(year: str) -> None:
    """Every state of SOP 2, 3 and 4, every state explained by the audit, dates in order."""
    requests = InformationRequest.objects.all()
    assert requests.count() >= 40
    assert set(requests.values_list("state", flat=True)) == set(State.values) - {State.NEW}
    newest = {
        entry.stream: entry.to_state for entry in AuditEntry.objects.order_by("stream", "sequence")
    }
    for case in Case.objects.all():
        assert newest[case.stream] == case.state, case.number
    assert verify() == []
    opened = list(requests.order_by("opened_at", "number").values_list("opened_at", "number"))
    assert (now() - opened[0][0]).days > 300
    for model in (InformationRequest, objections.Objection, disputes.Dispute, Obligation):
        _numbers_follow_the_calendar(model)
    assert set(Appointment.objects.values_list("role", flat=True)) == set(Role.values)
    assert InformationItem.objects.public().count() >= 40
    assert not requests.filter(letters__isnull=True).exists()
    assert f"{requests.count()} permohonan" in year
    _announcements_are_in_every_state()
    _campaigns_are_finished_and_running()
    _objections_are_at_every_stage()
    _disputes_are_at_every_stage()
    _orders_are_carried_out_and_not()
    _the_list_was_decreed_and_is_made_anew()
    _the_year_goes_on()


def _numbers_follow_the_calendar(model: type[Case]) -> None:
    """As in a book, within each year."""
    opened = list(model.objects.order_by("opened_at", "number").values_list("opened_at", "number"))
    assert opened == sorted(opened, key=lambda row: (local(row[0]).year, row[1])), model


def _announcements_are_in_every_state() -> None:
    """A warning that is up, one that waits, one planned, withdrawn, ended; one overdue (SOP 1)."""
    found = announcements.Announcement.objects.all()
    assert set(found.values_list("state", flat=True)) == {
        "approving", "scheduled", "up", "ended", "withdrawn",
    }  # fmt: skip
    assert set(found.values_list("duty", flat=True)) == set(announcements.Duty.values)
    assert found.filter(duty="immediate", state="up").exists()
    assert found.filter(current__number=2).exists()
    assert len(panels.overdue()) == 1


def _campaigns_are_finished_and_running() -> None:
    """SOP 1: last year's is announced, without one who was late; this year's is collecting."""
    found = campaigns.Campaign.objects.order_by("year")
    assert list(found.values_list("state", flat=True)) == ["announced", "collecting"]
    finished = found[0]
    assert finished.announced_as is not None
    assert finished.announced_as.is_shown
    parts = campaigns.MemberList.objects.values_list("state", flat=True)
    assert set(parts) == set(campaigns.MemberState.values) - {"new"}


def _objections_are_at_every_stage() -> None:
    """SOP 3, with every outcome, late ones, a lapsed one and one by proxy (domain 3)."""
    found = objections.Objection.objects.all()
    states, outcomes = objections.State, objections.Outcome
    assert set(found.values_list("state", flat=True)) == set(states.values) - {states.NEW}
    assert set(found.values_list("outcome", flat=True)) == {"", *outcomes.values}
    assert {"in_time", "late", "no_window"} == set(found.values_list("timing", flat=True))
    assert found.filter(lapsed_on__isnull=False, delivered_on__isnull=True).exists()
    assert found.filter(lapsed_on__isnull=False, delivered_on__isnull=False).exists()
    assert found.filter(by_proxy=True).exists()
    assert found.filter(delivery_method="post", received_on__isnull=False).exists()
    assert objections.ObjectionReport.objects.filter(state="reported").exists()


def _disputes_are_at_every_stage() -> None:
    """SOP 4 and the courts; sessions lie in the days to come."""
    found = disputes.Dispute.objects.all()
    states = disputes.State
    assert set(found.values_list("state", flat=True)) == set(states.values) - {states.NEW}
    counted = Counter(found.values_list("no_prior_objection", flat=True))
    assert counted[False] > counted[True] >= 1
    sessions = Hearing.objects.filter(status=HearingStatus.SCHEDULED)
    assert all(now() < session.at < now() + timedelta(days=45) for session in sessions)
    assert sessions.filter(at__lt=now() + timedelta(days=14)).count() >= 3
    assert Hearing.objects.filter(status=HearingStatus.MISSED).exists()
    assert [paper for paper in CommissionPaper.objects.all() if paper.oddities()]
    assert disputes.InterimOrder.objects.filter(done_on__isnull=True).exists()


def _orders_are_carried_out_and_not() -> None:
    """One near its day and one late; one in the public list; "20 hari" beside "hari kerja"."""
    found = Obligation.objects.all()
    states = ObligationState
    assert set(found.values_list("state", flat=True)) == set(states.values) - {states.NEW}
    assert found.filter(item__isnull=False).exists()
    assert found.filter(request__isnull=True).exists()
    assert set(found.values_list("limit_unit", flat=True)) == {"days", "calendar_days"}
    status = LegalDeadline.objects.filter(rule="order_execution", case__state="open")
    assert {"running", "breached"} == set(status.values_list("status", flat=True))


def _the_list_was_decreed_and_is_made_anew() -> None:
    """SOP 5: an edition of at least 300 items, and a round that waits for a late unit."""
    edition = ListEdition.objects.get(case__kind="list_round")
    assert edition.entries.count() == edition.entry_count >= 300
    running = ListRound.objects.get(state="collecting")
    assert [part.is_late for part in running.parts()].count(True) == 1


def _the_year_goes_on() -> None:
    """The next sweep finds nothing that it cannot handle, and no e-mail is left to send."""
    assert not Email.objects.filter(status=STATUS.queued).exists()
    sweeps.find_due()
    sweeps.handle_events()
    assert not DueEvent.objects.filter(handled_at__isnull=True).exists()


@pytest.mark.django_db
@pytest.mark.any_database
@pytest.mark.poppler
@pytest.mark.qpdf
def test_every_kind_of_letter_is_issued_and_shows_what_its_form_demands(
    year: str, tmp_path: Path
) -> None:
    """From a real case each: signed, read back, laid beside its form, and looked at."""
    letters: dict[str, list[Letter]] = defaultdict(list)
    for letter in Letter.objects.all():
        letters[letter.kind].append(letter)
    assert [kind.key for kind in kinds.kinds() if kind.key not in letters] == []
    assert set(printed.FORMS) == set(letters), "the form of a new kind belongs into FORMS"
    wrong = {}
    for kind, issued in letters.items():
        letter = services.render(_fullest(issued).pk)
        assert letter.pdf is not None, letter.error
        if found := printed.faults(letter, open_bytes(letter.pdf), tmp_path):
            wrong[kind] = found
    assert wrong == {}


def _fullest(issued: list[Letter]) -> Letter:
    """The one that shows the most of its form; of long lists the shortest shows it all."""
    short = [letter for letter in issued if len(letter.sealed_context) < 20_000]
    if short:
        return max(short, key=lambda letter: len(letter.sealed_context))
    return min(issued, key=lambda letter: len(letter.sealed_context))


@pytest.mark.django_db
@pytest.mark.any_database
@pytest.mark.poppler
@pytest.mark.qpdf
def test_every_register_has_its_lines_and_is_printed_whole(year: str, tmp_path: Path) -> None:
    ketua = Appointment.objects.get(role=Role.KETUA_PPID).user
    reader = Reader(ketua, actors_of(ketua), links=False)
    wrong = {}
    for register in registers().values():
        with translation.override("id"):
            selection = Selection.read(register, QueryDict())
            sheets = sheets_of(selection, reader, anonymous=False, made=now())
            assert sheets.rows, register.slug
            pdf = as_pdf(sheets)
            found = printed.faults_of_register(sheets, pdf, tmp_path / f"{register.slug}.pdf")
        if found:
            wrong[register.slug] = found
    assert wrong == {}
