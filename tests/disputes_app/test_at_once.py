"""Two people at the same moment: one outcome, no deadlock, nothing twice (invariants 1 and 4)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from disputes_app.intake import Summons, open_dispute
from disputes_app.models import Dispute
from objections_app.models import Objection
from ppid_portal.clock import now
from ppid_portal.people.models import Applicant
from ppid_portal.sop import engine, sweeps
from ppid_portal.sop.errors import Refused
from requests_app.models import InformationRequest, Obligation
from tests.conftest import make_office
from tests.driver_disputes import DisputeDesk, paper
from tests.driver_objections import ORDER

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(travel: Any, transactional_db: None) -> DisputeDesk:
    """Return the office at work on Monday, 9 March 2026."""
    travel("2026-03-09 10:00")
    return DisputeDesk(make_office(), travel)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do things at the same moment, each on its own connection; errors come back as results."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def _summons(objection: Objection | None, number: str = "075/IX/KIP-PS/2026") -> Summons:
    return Summons(
        paper=paper(),
        hearing_at=now(),
        hearing_place="Ruang sidang",
        objection=objection,
        commission_number=number,
        applicant={"name": "Siti Aminah"},
        information="Daftar hak guna usaha",
    )


def test_two_officers_who_key_the_same_summons_open_one_file(desk: DisputeDesk) -> None:
    """The second one is told the number of the first."""
    objection = desk.objections.archived("rejected")
    officers = [desk.office.actor(who) for who in (desk.office.petugas, desk.office.petugas_2)]
    found = at_once(*(lambda a=a: open_dispute(_summons(objection), actor=a) for a in officers))
    assert Dispute.objects.count() == 1
    assert sorted(type(each).__name__ for each in found) == ["Dispute", "Refused"]


@pytest.mark.parametrize("number", ["075/IX/KIP-PS/2026", "075 / ix / KIP-PS / 2026"])
def test_two_officers_who_key_a_summons_without_objection_open_one_file(
    desk: DisputeDesk, number: str
) -> None:
    """Without an objection it is the Commission's own number that tells two papers apart."""
    officers = [desk.office.actor(who) for who in (desk.office.petugas, desk.office.petugas_2)]
    numbers = ("075/IX/KIP-PS/2026", number)
    found = at_once(
        *(
            lambda a=a, n=n: open_dispute(_summons(None, n), actor=a)
            for a, n in zip(officers, numbers, strict=True)
        )
    )
    assert Dispute.objects.count() == 1
    assert sorted(type(each).__name__ for each in found) == ["Dispute", "Refused"]
    assert Applicant.objects.count() == 1


def test_a_form_sent_twice_opens_one_dispute_and_keeps_one_person(desk: DisputeDesk) -> None:
    """S11: a double click leaves no second row with personal data behind."""
    actor = desk.office.actor(desk.office.petugas)
    found = at_once(
        *(
            lambda: open_dispute(_summons(None, ""), actor=actor, idempotency_key="sekali")
            for _twice in range(2)
        )
    )
    assert [each.pk for each in found] == [Dispute.objects.get().pk] * 2
    assert Applicant.objects.count() == 1


def test_withdrawing_while_it_is_decided_leaves_one_of_both(desk: DisputeDesk) -> None:
    """Whoever comes second reads what the first one did."""
    case = desk.objections.deciding()
    found = at_once(
        lambda: engine.perform(case, "withdraw", desk.office.applicant(case)),
        lambda: engine.perform(
            case, "decide", desk.office.actor(desk.office.atasan), order_days=5, **ORDER
        ),
    )
    fresh = Objection.objects.get(pk=case.pk)
    # After the decision it can still be withdrawn, until the reply is signed.
    assert fresh.state in ("withdrawn", "decided")
    assert not all(isinstance(each, Refused) for each in found)


def test_an_order_signed_while_the_answer_goes_out_is_never_left_without_work(
    desk: DisputeDesk,
) -> None:
    """Either the answer carries it out, or the request is open for one that does."""
    request = desk.objections.desk.approved("granted")
    desk.travel("2026-03-31 10:00")
    sweeps.find_due()
    sweeps.handle_events()
    objection = desk.objections.signing("upheld", request=request, grounds=("c",))
    at_once(
        lambda: desk.do(objection, "sign_reply", desk.office.atasan),
        lambda: desk.do(request, "deliver_answer", desk.office.petugas),
    )
    obligation = Obligation.objects.get()
    state = InformationRequest.objects.get(pk=request.pk).state
    assert (obligation.state, state) in (("delivered", "answered"), ("open", "in_process"))


def test_the_sweep_and_a_reply_at_the_same_moment_open_one_time(desk: DisputeDesk) -> None:
    """A lapse and a late reply agree on the one time to go to the Commission (case 24)."""
    case = desk.objections.recorded("rejected")
    desk.travel("2026-04-30 10:00")
    sweeps.find_due()
    at_once(
        sweeps.handle_events,
        lambda: desk.do(case, "deliver_reply", desk.office.petugas, method="email"),
    )
    sweeps.handle_events()
    fresh = Objection.objects.get(pk=case.pk)
    assert fresh.lapsed_on == fresh.reply_deadline.due_on
    windows = fresh.deadlines.filter(rule="dispute_window").exclude(status="cancelled")
    assert [row.counted_from for row in windows] == [fresh.lapsed_on]


def test_signing_an_order_and_an_answer_to_the_same_request_never_lock_in_a_circle(
    desk: DisputeDesk,
) -> None:
    """Both number a letter of one series and write to one request: the request comes first."""
    request = desk.objections.desk.submitted("granted")
    desk.travel("2026-03-31 10:00")
    sweeps.find_due()
    sweeps.handle_events()
    objection = desk.objections.signing("upheld", request=request, grounds=("c",))
    found = at_once(
        lambda: desk.do(objection, "sign_reply", desk.office.atasan),
        lambda: desk.do(request, "approve_answer", desk.office.ketua),
    )
    assert [each.state for each in found] == ["signed", "approved"]
