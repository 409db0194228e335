"""What a decision orders: when its clock runs, what opens again, and what ends it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppid_portal.clock import Limit, end_of, now
from ppid_portal.clock.models import Holiday
from ppid_portal.sop import redate, sweeps
from ppid_portal.sop.errors import Refused
from requests_app import obligations
from requests_app.models import Obligation
from tests.driver_disputes import DisputeDesk, paper
from tests.driver_objections import ObjectionDesk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office: Any, travel: Any) -> ObjectionDesk:
    """Return the office at work on Monday, 9 March 2026."""
    travel("2026-03-09 10:00")
    return ObjectionDesk(office)


def _silent(desk: ObjectionDesk, travel: Any, request: Any) -> Any:
    """Return an objection to the silence on a request, filed on the first possible day."""
    travel("2026-03-31 10:00")
    sweeps.find_due()
    sweeps.handle_events()
    return desk.signing("upheld", request=request, grounds=("c",))


def _sign(desk: ObjectionDesk, objection: Any) -> Obligation:
    desk.do(objection, "sign_reply", desk.office.atasan)
    return Obligation.objects.get(origin_id=objection.pk)


def test_a_refusal_that_the_order_overtook_is_taken_back_and_written_anew(
    desk: ObjectionDesk, travel: Any
) -> None:
    """UU 14/2008 Pasal 46: a signed refusal that was on its way does not carry the order out."""
    request = desk.desk.approved("refused")
    obligation = _sign(desk, _silent(desk, travel, request))
    request.refresh_from_db()
    assert request.state == "in_process"
    overtaken, draft = request.drafts.order_by("version")
    assert (overtaken.status, draft.status) == ("returned", "draft")
    assert overtaken.notification.status == overtaken.decree.status == "withdrawn"
    assert obligation.state == "open"
    draft.parts.all().delete()
    desk.desk.draft(request, "granted")
    for act, who in (
        ("submit_draft", desk.office.petugas),
        ("approve_answer", desk.office.ketua),
        ("deliver_answer", desk.office.petugas),
    ):
        desk.do(request, act, who)
    obligation.refresh_from_db()
    assert obligation.state == "delivered"


def test_an_order_stops_a_refusal_that_waits_for_approval(desk: ObjectionDesk, travel: Any) -> None:
    """Ketua PPID does not sign a refusal of what Atasan PPID has ordered to be given."""
    request = desk.desk.submitted("refused")
    _sign(desk, _silent(desk, travel, request))
    request.refresh_from_db()
    assert request.state == "in_process"


def test_a_grant_that_waits_for_approval_goes_on_under_the_order(
    desk: ObjectionDesk, travel: Any
) -> None:
    """What is about to be given anyhow is not thrown back."""
    request = desk.desk.approved("granted")
    obligation = _sign(desk, _silent(desk, travel, request))
    desk.do(request, "deliver_answer", desk.office.petugas)
    obligation.refresh_from_db()
    assert obligation.state == "delivered"


def test_a_request_under_an_order_is_not_referred_away(desk: ObjectionDesk, travel: Any) -> None:
    """Passing the request on to another body gives nothing of what was ordered."""
    request = desk.desk.in_process(units=False)
    obligation = _sign(desk, _silent(desk, travel, request))
    with pytest.raises(Refused, match="perintah"):
        desk.do(request, "refer", desk.office.ketua, holder="Kementerian Keuangan")
    obligation.refresh_from_db()
    assert obligation.state == "open"


@pytest.mark.parametrize("ended", ["withdrawn", "lapsed"])
def test_an_order_on_a_request_that_ended_unanswered_is_carried_out_directly(
    desk: ObjectionDesk, travel: Any, ended: str
) -> None:
    """A ruling binds whatever became of the request; its obligation is never without a way out."""
    disputes = DisputeDesk(desk.office, travel)
    if ended == "withdrawn":
        request = desk.desk.registered()
        request = desk.do(request, "withdraw", desk.office.applicant(request))
    else:
        request = desk.desk.incomplete()
        travel("2026-03-16 10:00")
        sweeps.find_due()
        sweeps.handle_events()
        request.refresh_from_db()
    assert request.state == ended
    dispute = disputes.ruled("granted", objection=None, request=request)
    obligation = Obligation.objects.get(origin_id=dispute.pk)
    done = desk.do(
        obligation,
        "deliver",
        desk.office.petugas,
        delivered_on=date(2026, 3, 16) if ended == "lapsed" else date(2026, 3, 9),
    )
    assert done.state == "delivered"


def test_a_court_that_annuls_after_delivery_keeps_the_information_off_the_list(
    desk: ObjectionDesk, travel: Any
) -> None:
    """What was given cannot be taken back, but nothing orders it to be published any more."""
    disputes = DisputeDesk(desk.office, travel)
    dispute = disputes.ruled("granted", objection=None)
    obligation = Obligation.objects.get(origin_id=dispute.pk)
    desk.do(obligation, "deliver", desk.office.petugas, delivered_on=date(2026, 3, 9))
    desk.do(
        dispute,
        "record_court_filing",
        desk.office.petugas,
        filed_by="body",
        court="ptun",
        filed_on=date(2026, 3, 9),
    )
    desk.do(
        dispute,
        "record_court_ruling",
        desk.office.petugas,
        ruling=paper("2/G/KI/2026"),
        outcome="annulled",
    )
    obligation.refresh_from_db()
    assert obligation.state == "cancelled"
    assert obligation.delivered_on == date(2026, 3, 9)
    assert not obligation.work.filter(closed_at__isnull=True).exists()


def test_an_answer_delivered_while_the_order_is_signed_opens_again(desk: ObjectionDesk) -> None:
    """Whoever signs the order may have read the request before the answer went out."""
    read_before = desk.desk.approved("refused")
    desk.do(read_before, "deliver_refusal", desk.office.petugas)
    objection = desk.filed(request=type(read_before).objects.get(pk=read_before.pk))
    assert read_before.state == "approved"
    obligations.impose(
        origin=objection,
        request=read_before,
        source="objection",
        ordered_by="Tanggapan Atasan PPID",
        order="Berikan salinannya.",
        ordered_on=date(2026, 3, 9),
        limit=Limit(7, "days"),
        at=now(),
    )
    read_before.refresh_from_db()
    assert read_before.state == "in_process"


def test_a_new_holiday_moves_the_work_of_an_order_with_its_date(desk: ObjectionDesk) -> None:
    """Domain 32: the worklist and the legal clock of an order never name two different days."""
    desk.do(desk.signing("upheld"), "sign_reply", desk.office.atasan)
    obligation = Obligation.objects.get()
    before = obligation.execution_deadline.due_on
    Holiday.objects.create(date=date(2026, 3, 11), name="Libur tambahan", kind="national")
    redate.redate_open()
    after = obligation.execution_deadline.due_on
    assert after > before
    assert obligation.work.get(phase="execute").due_at == end_of(after)
