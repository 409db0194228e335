"""S23. Commission chain.

*Given* a dispute logged from the objection, *when* sessions, a mid-case order for a new
consequence test and a ruling "disclose within N days" are entered, *then* a linked obligation case
with that due date appears, original dates are unchanged, earlier stages are read-only, and
deleting any linked case is refused.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from disputes_app.models import Dispute
from objections_app.models import Objection
from ppid_portal.audit.services import verify
from ppid_portal.sop.models import Case, LegalDeadline
from requests_app.models import InformationRequest, Obligation
from tests.driver_objections import ObjectionDesk
from tests.driver_tests import TestDesk
from tests.scenarios.browser import Browser, Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def objection(desk: Any, travel: Any) -> Any:
    """An objection to a refusal of 9 March 2026, rejected and delivered on the same day."""
    return ObjectionDesk(desk.office).archived("rejected")


class Anew:
    """Somebody who logs in anew for everything: weeks lie between, and sessions end."""

    def __init__(self, at_desk: Any, who: str) -> None:
        self.at_desk, self.who = at_desk, who

    def __getattr__(self, name: str) -> Any:
        return getattr(self.at_desk(self.who), name)


@pytest.fixture
def officer(at_desk: Any) -> Any:
    """The secretariat at its desk, on whatever day it is."""
    return Anew(at_desk, "petugas")


def paper(number: str, day: str, prefix: str = "", sent: str = "") -> dict[str, str]:
    """Return the fields of a paper of the Commission, received on the day it bears."""
    return {
        f"{prefix}number": number,
        f"{prefix}dated_on": day,
        f"{prefix}sent_on": sent,
        f"{prefix}received_on": day,
    }


def log_dispute(officer: Browser, objection: Any) -> Dispute:
    """Key the summons in: find the objection by its number, fill in, save."""
    page = officer.open("/meja/sengketa/baru/")
    page = page.form("number").submit(number=objection.number, button="ya")
    page = page.form("summons_number").submit(
        channel="letter",
        received_on="2026-03-25",
        received_time="10:00",
        summons_number="RLS-12/KIP/2026",
        dated_on="2026-03-25",
        commission_number="075/III/KIP-PS/2026",
        filed_on="2026-03-17",
        panel="Tirta Adiwangsa\nMelati Kusuma\nJonas Paliling",
        registrar="Farida Nurcahyani",
        hearing_day="2026-04-06",
        hearing_time="10:00",
        hearing_place="Ruang sidang Komisi Informasi Pusat",
    )
    assert "Panggilan sidang tersimpan" in page.text, page.text[:3000]
    return Dispute.objects.get()


def prepare(at_desk: Any, desk: Any, case: Any) -> None:
    """Walk SOP 4.2 to 4.7 as the people of the office do."""
    at_desk("petugas").act(case, "register_summons")
    at_desk("ketua").act(
        case,
        "verify_summons",
        units=[str(desk.office.unit_a.pk)],
        meeting_at_day="2026-03-26",
        meeting_at_time="09:00",
        meeting_place="Ruang rapat PPID",
    )
    at_desk("pelaksana_a").act(case, "give_documents", answer="SK penetapan terlampir.")
    at_desk("petugas").act(case, "coordinate", summary="Semua unit menjawab.")
    at_desk("hukum").act(case, "recommend", position="Penolakan dipertahankan.")


def record_session(officer: Browser, case: Any, act: str, **facts: Any) -> Page:
    return officer.act(
        case,
        act,
        we_attended="ya",
        petitioner_attended="ya",
        minutes="Majelis memeriksa para pihak.",
        delegates="Rina Wulandari\nYusuf Maulana",
        **facts,
    )


def dates_of(*cases: Any) -> dict[int, tuple[Any, ...]]:
    """Return everything that must stay as it was of earlier stages."""
    return {
        deadline.pk: (deadline.rule, deadline.counted_from, deadline.due_on, deadline.status)
        for deadline in LegalDeadline.objects.filter(case__in=[case.pk for case in cases])
        if deadline.rule != "dispute_window"
    }


def test_the_whole_chain_by_its_pages(
    desk: Any, travel: Any, at_desk: Any, officer: Browser, objection: Any, sweep: Any
) -> None:
    request = objection.request
    before = dates_of(request, objection)
    answered_on, decided_at = request.answered_on, objection.decided_at

    travel("2026-03-25 10:30")
    case = log_dispute(officer, objection)
    assert case.prior_objection_id == objection.pk
    window = objection.deadlines.get(rule="dispute_window")
    assert (window.status, window.due_on) == ("met", date(2026, 4, 6))
    prepare(at_desk, desk, case)

    # Sessions: the first as scheduled, one more put off, then held.
    travel("2026-04-06 12:00")
    page = record_session(officer, case, "attend_preliminary")
    assert "Pemeriksaan awal" in page.text
    officer.act(case, "testify", testimony="Dokumen memuat data pribadi.")
    officer.act(case, "to_adjudication", why="excluded")
    officer.act(
        case,
        "schedule_hearing",
        kind="adjudication",
        hearing_at_day="2026-04-13",
        hearing_at_time="10:00",
        place="Ruang sidang",
        served_on="2026-04-06",
    )
    travel("2026-04-10 09:00")
    officer.act(
        case,
        "postpone_hearing",
        hearing_at_day="2026-04-20",
        hearing_at_time="13:00",
        reason="Majelis berhalangan.",
    )
    travel("2026-04-20 15:00")
    record_session(officer, case, "record_hearing", outcome="Putusan sela.")

    # In the middle of the case: a new consequence test, with its own date.
    page = officer.act(
        case,
        "record_interim_order",
        **paper("PS-1/2026", "2026-04-20"),
        order="Melakukan uji konsekuensi ulang.",
        days="14",
        unit="days",
    )
    assert "Senin, 11 Mei 2026" in page.text, "fourteen working days past May Day"
    assert case.deadlines.get(rule="interim_order").due_on == date(2026, 5, 11)
    travel("2026-05-08 10:00")
    TestDesk(desk.office).carry_out(case.open_interim_order.test, "partly")
    officer.act(case, "answer_interim_order", result="Sebagian dapat dibuka.", done_on="2026-05-08")
    assert case.deadlines.get(rule="interim_order").status == "met"

    # The ruling: read on the 15th, sent on the 18th, received on the 20th.
    travel("2026-05-20 10:00")
    page = officer.act(
        case,
        "record_ruling",
        number="075/III/KIP-PS-A/2026",
        dated_on="2026-05-15",
        sent_on="2026-05-18",
        received_on="2026-05-20",
        outcome="granted",
        order="Memberikan salinan dokumen dengan menghitamkan data pribadi.",
        days="20",
        unit="calendar_days",
    )
    assert "Diputus Komisi Informasi" in page.text

    # A linked obligation with that due date: twenty days of the calendar from receipt.
    obligation = Obligation.objects.get()
    assert obligation.origin_id == case.pk
    assert obligation.request_id == request.pk
    due = obligation.deadlines.get()
    assert (due.counted_from, due.due_on) == (date(2026, 5, 20), date(2026, 6, 9))
    assert page.link(f"Kewajiban {obligation.number}") == f"/meja/berkas/{obligation.pk}/"
    chain = officer.open(f"/meja/rangkaian/{case.pk}/").text
    for words in (request.number, objection.number, case.number, obligation.number):
        assert words in chain
    assert "Selasa, 9 Juni 2026" in chain

    # The dates of the earlier stages are those that they had.
    assert dates_of(request, objection) == before
    request = InformationRequest.objects.get(pk=request.pk)
    objection = Objection.objects.get(pk=objection.pk)
    assert (request.answered_on, objection.decided_at) == (answered_on, decided_at)
    assert request.state == "in_process", "open again, for what was ordered"

    # It is carried out through the request, and that ends the obligation in time.
    travel("2026-06-08 10:00")
    desk.draft(request)
    officer.act(request, "submit_draft")
    at_desk("ketua").decide(request, "approve_answer")
    officer.act(request, "deliver_answer", delivered_on="2026-06-08", method="email")
    obligation.refresh_from_db()
    assert (obligation.state, obligation.delivered_on) == ("delivered", date(2026, 6, 8))
    assert obligation.deadlines.get().status == "met"
    request.refresh_from_db()
    assert request.answered_on == answered_on, "the first answer keeps its day"
    assert dates_of(request, objection) == before

    # Fourteen working days after receipt nobody has gone to court.
    sweep("2026-06-12 23:00")
    case.refresh_from_db()
    assert case.state == "ruled"
    sweep("2026-06-13 08:00")
    case.refresh_from_db()
    assert case.state == "final"
    assert verify() == []


def test_earlier_stages_are_read_only(
    desk: Any, travel: Any, at_desk: Any, officer: Browser, objection: Any
) -> None:
    """What the dispute is about cannot be changed under it."""
    travel("2026-03-25 10:30")
    case = log_dispute(officer, objection)
    request = objection.request
    for stage, acts in (
        (request, ("withdraw", "return_incomplete", "ask_clarification", "propose_extension")),
        (objection, ("withdraw", "return_material", "archive", "decide")),
    ):
        before = (stage.state, stage.history.count())
        for who in ("petugas", "ketua", "atasan"):
            for act in acts:
                assert not at_desk(who).offers(stage, act), (stage.number, who, act)
        fresh = type(stage).objects.get(pk=stage.pk)
        assert (fresh.state, fresh.history.count()) == before
    assert case.prior_objection_id == objection.pk


def test_no_linked_case_can_be_deleted(
    desk: Any, travel: Any, officer: Browser, objection: Any, admin_client: Any
) -> None:
    """Neither in the admin nor anywhere else; the database holds them together."""
    travel("2026-03-25 10:30")
    case = log_dispute(officer, objection)
    for stage in (objection.request, objection, case):
        for model in {type(stage), Case}:
            with pytest.raises((ProtectedError, TypeError, RuntimeError)), transaction.atomic():
                model.objects.filter(pk=stage.pk).delete()
        with pytest.raises((ProtectedError, TypeError, RuntimeError)), transaction.atomic():
            stage.delete()
        label = stage._meta.label_lower.replace(".", "/")
        answer = admin_client.post(f"/admin/{label}/{stage.pk}/delete/", {"post": "yes"})
        assert answer.status_code in (302, 403, 404)
        assert type(stage).objects.filter(pk=stage.pk).exists()


def test_it_is_logged_from_the_objection_once(
    travel: Any, officer: Browser, objection: Any
) -> None:
    """The second summons of the same case goes into the file that is there."""
    travel("2026-03-25 10:30")
    case = log_dispute(officer, objection)
    page = officer.open("/meja/sengketa/baru/")
    page = page.form("number").submit(number=objection.number, button="ya")
    page = page.form("summons_number").submit(
        channel="letter",
        received_on="2026-03-25",
        received_time="10:00",
        summons_number="RLS-13/KIP/2026",
        dated_on="2026-03-25",
        hearing_day="2026-04-13",
        hearing_time="10:00",
        hearing_place="Ruang sidang",
    )
    assert case.number in page.text
    assert Dispute.objects.count() == 1
