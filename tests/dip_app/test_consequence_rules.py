"""What the law asks of a consequence test, and what its decree does (SOP 6; domain 8)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dip_app.consequence.intake import ask_for_test
from dip_app.consequence.models import Trigger
from dip_app.models import ClassificationDecree, InformationItem, Status
from ppid_portal.clock import now, today
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import Case
from requests_app.models import UnitTask
from tests.driver import Desk
from tests.driver_disputes import DisputeDesk, paper
from tests.driver_tests import TestDesk

pytestmark = pytest.mark.any_database

OTHER_LAW = "UU 43/2009 Pasal 44 ayat (1)"


@pytest.fixture
def desk(office: Any, travel: Any) -> TestDesk:
    """Return the office at work on Monday, 9 March 2026, 10.00 WIB."""
    travel("2026-03-09 10:00")
    return TestDesk(office)


# -- the sheet -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "findings", "words"),
    [
        ("excluded", {"law": ""}, "dasar hukum beserta pasalnya"),
        ("excluded", {"law": "Peraturan internal biro"}, "dasar hukum beserta pasalnya"),
        ("excluded", {"letter": ""}, "Pilih huruf"),
        ("excluded", {"if_opened": ""}, "akibat bila dibuka"),
        ("excluded", {"public_interest": ""}, "kepentingan umum"),
        ("excluded", {"valid_until": None}, "tanggal berakhir"),
        ("open", {"letter": "h"}, "tidak memuat huruf"),
        ("partly", {"redaction": " "}, "bagian yang dihitamkan"),
    ],
)
def test_it_refuses_a_sheet_without_what_the_law_asks(
    desk: TestDesk, outcome: str, findings: dict[str, Any], words: str
) -> None:
    """UU 14/2008 Pasal 19; Perki 1/2021 Pasal 49 ayat (2): law, consequence and period."""
    case = desk.met()
    with pytest.raises(Refused, match=words):
        desk.weigh(case, case.items.get(), outcome, **findings)
    assert case.items.get().outcome == ""


def test_case_16_letter_j_names_the_other_law(desk: TestDesk) -> None:
    """Pasal 17 huruf j: another law than UU 14/2008, with its article."""
    case = desk.met()
    item = case.items.get()
    for other in ("", "UU 43/2009", "UU 14/2008 Pasal 17"):
        with pytest.raises(Refused, match="undang-undang lain"):
            desk.weigh(case, item, letter="j", other_law=other)
    desk.weigh(case, item, letter="j", other_law=OTHER_LAW)
    assert case.items.get().other_law == OTHER_LAW


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ({"letter": "a", "valid_until": date(2066, 3, 9)}, "paling lama 30 tahun"),
        *(
            ({"letter": letter, "valid_until": None, "end_event": "Permanen"}, "permanen")
            for letter in "abcdef"
        ),
    ],
)
def test_case_29_no_exclusion_lasts_too_long(
    desk: TestDesk, findings: dict[str, Any], words: str
) -> None:
    """PP 61/2010 Pasal 5: a at most thirty years; UU 14/2008 Pasal 20: a to f never permanent."""
    case = desk.met()
    with pytest.raises(Refused, match=words):
        desk.weigh(case, case.items.get(), **findings)


def test_thirty_years_are_not_too_long(desk: TestDesk) -> None:
    case = desk.met()
    desk.weigh(case, case.items.get(), letter="a", valid_until=date(2056, 3, 9))


def test_a_period_that_passed_before_the_decree_is_refused(desk: TestDesk, travel: Any) -> None:
    """The law is asked again on the day of the decree: nothing is excluded until yesterday."""
    case = desk.weighed()
    case = desk.weigh(case, case.items.get(), valid_until=date(2026, 3, 11))
    case = desk.do(case, "submit", desk.office.ketua)
    travel("2026-03-12 09:00")
    with pytest.raises(Refused, match="harus sesudah"):
        desk.do(case, "decide", desk.office.atasan)


def test_it_submits_nothing_before_every_item_is_weighed(desk: TestDesk) -> None:
    case = desk.met("Satu", "Dua")
    case = desk.weigh(case, case.items.first())
    with pytest.raises(NotNow, match="belum ditimbang: 2"):
        desk.do(case, "submit", desk.office.ketua)


# -- what the decree does --------------------------------------------------------------------------


def test_the_decree_determines_each_item_that_is_not_open(desk: TestDesk) -> None:
    """SOP 6.5: number, ground and period of the decree are those that the sheets state."""
    case = desk.decided("excluded", "open", "partly")
    first, second, third = case.items.all()
    assert second.determination is None
    found = list(ClassificationDecree.objects.order_by("pk"))
    assert found == [first.determination, third.determination]
    assert {decree.number for decree in found} == {case.decree.number}
    assert found[0].valid_until == date(2029, 1, 5)
    assert found[1].end_event == "Persetujuan tertulis yang bersangkutan"
    assert all(decree.valid_on(today()) for decree in found)


def public(desk: TestDesk, title: str) -> InformationItem:
    """Return an entry that stands in the public list."""
    entry = desk.entry(title)
    entry.status, entry.published_at = Status.PUBLISHED, now()
    entry.save()
    return entry


def test_what_is_excluded_leaves_the_list(desk: TestDesk) -> None:
    """UU 14/2008 Pasal 11 ayat (1) huruf a: the list holds nothing that is excluded."""
    by_title, named = public(desk, "informasi 1"), public(desk, "Hasil uji kompetensi 2025")
    case = desk.weighed("excluded", "excluded")
    case = desk.weigh(case, case.items.last(), entry=named)
    case = desk.do(case, "submit", desk.office.ketua)
    assert by_title.is_public
    desk.do(case, "decide", desk.office.atasan)
    for entry in (by_title, named):
        entry.refresh_from_db()
        assert entry.status == Status.WITHDRAWN


def test_of_what_is_partly_open_only_the_redacted_version_enters(desk: TestDesk) -> None:
    """UU 14/2008 Pasal 22 ayat (7) huruf e: the whole stays out, the rest is public."""
    whole = public(desk, "Informasi 1")
    case = desk.decided("partly")
    whole.refresh_from_db()
    assert whole.status == Status.WITHDRAWN
    item = case.items.get()
    for entry in (whole, desk.entry("Informasi 1")):
        with pytest.raises(Refused, match="dikecualikan"):
            desk.do(case, "enter_list", desk.office.petugas, item=item, entry=entry)
    entry = desk.entry("Informasi 1 (versi yang dihitamkan)")
    case = desk.do(case, "enter_list", desk.office.petugas, item=item, entry=entry)
    assert case.state == "listed"
    assert case.items.get().listed.is_public


def test_an_entry_of_another_unit_is_not_what_was_tested(desk: TestDesk) -> None:
    other = public(desk, "Milik unit lain")
    other.unit = desk.office.unit_b
    other.save()
    case = desk.met()
    with pytest.raises(Refused, match="unit lain"):
        desk.weigh(case, case.items.get(), entry=other)


def test_an_excluded_item_never_enters_the_list(desk: TestDesk) -> None:
    case = desk.decided("excluded", "open")
    with pytest.raises(Refused, match="terbuka"):
        desk.do(
            case,
            "enter_list",
            desk.office.petugas,
            item=case.items.first(),
            entry=desk.entry(),
        )


def test_the_report_waits_until_every_open_item_is_listed(desk: TestDesk) -> None:
    """SOP 6.6 comes before 6.7, one item after the other."""
    case = desk.decided("open", "open")
    for place, item in enumerate(case.items.all()):
        with pytest.raises(NotNow, match="Masukkan dahulu"):
            desk.do(case, "report", desk.office.petugas)
        case = desk.do(
            case, "enter_list", desk.office.petugas, item=item, entry=desk.entry(f"Satu {place}")
        )
    assert desk.do(case, "report", desk.office.petugas).closed_at is not None


def test_a_returned_sheet_is_weighed_again_and_decided_anew(desk: TestDesk) -> None:
    case = desk.do(desk.deciding(), "return_test", desk.office.atasan, reason="Lengkapi.")
    assert not ClassificationDecree.objects.exists()
    case = desk.weigh(case, case.items.get(), "open", letter="", law="", valid_until=None)
    case = desk.do(case, "submit", desk.office.ketua)
    case = desk.do(case, "decide", desk.office.atasan)
    assert not ClassificationDecree.objects.exists()
    assert case.items.get().outcome == "open"


# -- the request that waits in it ------------------------------------------------------------------


def test_case_15_a_request_is_refused_on_the_decree_of_its_test(
    desk: TestDesk, travel: Any
) -> None:
    """UU 14/2008 Pasal 19; Perki 1/2021 Pasal 22: first the test, then the refusal."""
    requests = Desk(desk.office)
    request = requests.in_process()
    limit = request.notification_deadline.due_on
    request = requests.do(
        request,
        "reject_task",
        desk.office.pelaksana_a,
        ground="excluded",
        article="h",
        reason="Memuat data pribadi.",
    )
    requests.draft(request, "refused", article="h", consequence="Merugikan.", basis=None)
    with pytest.raises(Refused, match="uji konsekuensi"):
        requests.do(request, "submit_refusal", desk.office.petugas)
    test = desk.decided(origin=request, trigger=Trigger.REQUEST)
    decree = test.items.get().determination
    request.refresh_from_db()
    assert (request.state, request.notification_deadline.due_on) == ("in_process", limit)
    request.current_draft.parts.update(basis=decree)
    request = requests.do(request, "submit_refusal", desk.office.petugas)
    request = requests.do(request, "approve_refusal", desk.office.ketua)
    request = requests.do(request, "deliver_refusal", desk.office.petugas)
    assert request.state == "answered"
    assert request.letters.filter(kind="refusal_decree").count() == 1


def test_a_request_goes_on_while_it_waits_in_its_test(desk: TestDesk) -> None:
    """A test is no later stage: the answer may be extended, and the request withdrawn."""
    requests = Desk(desk.office)
    request = requests.in_process()
    desk.received(origin=request, trigger=Trigger.REQUEST)
    request = requests.do(
        request,
        "propose_extension",
        desk.office.petugas,
        reason_code="undecided",
        detail="Menunggu uji konsekuensi.",
        days=7,
    )
    request = requests.do(request, "withdraw", desk.office.petugas, reason="Pemohon menelepon.")
    assert request.state == "withdrawn"


def test_case_17_a_label_is_tested_and_not_believed(desk: TestDesk) -> None:
    """UU 14/2008 Pasal 11 ayat (1) huruf e: a contract stamped "rahasia" is found open."""
    requests = Desk(desk.office)
    request = requests.in_process()
    with pytest.raises(Refused, match="bukan alasan"):
        requests.do(
            request,
            "reject_task",
            desk.office.pelaksana_a,
            ground="rahasia",
            reason="Dokumen rahasia.",
        )
    assert UnitTask.objects.get(request=request).state in UnitTask.OPEN
    test = desk.decided("open", origin=request, trigger=Trigger.REQUEST)
    entry = desk.entry("Kontrak pengadaan 2025")
    desk.do(test, "enter_list", desk.office.petugas, item=test.items.get(), entry=entry)
    assert InformationItem.objects.public().filter(title="Kontrak pengadaan 2025").exists()
    assert not ClassificationDecree.objects.exists()


def test_a_test_is_as_restricted_as_what_waits_in_it(desk: TestDesk) -> None:
    request = Desk(desk.office).in_process()
    Case.objects.filter(pk=request.pk).update(restricted=True)
    request.refresh_from_db()
    assert desk.received(origin=request, trigger=Trigger.REQUEST).restricted


def test_a_test_sent_twice_is_one_test(desk: TestDesk) -> None:
    first, second = (desk.received(idempotency_key="satu") for _time in range(2))
    assert first == second


def test_it_tests_something(desk: TestDesk) -> None:
    with pytest.raises(Refused, match="paling sedikit satu informasi"):
        ask_for_test(
            title="x",
            question="x",
            items=[],
            trigger=Trigger.AHEAD,
            asked_by="x",
            actor=desk.office.actor(desk.office.petugas),
        )


# -- the dispute that waits in it ------------------------------------------------------------------


def test_case_27_an_interim_order_opens_a_test_and_its_decree_answers_it(
    desk: TestDesk, travel: Any
) -> None:
    """Perki 1/2021 Pasal 49 ayat (1) huruf c: the panel orders a new test, and gets its result."""
    disputes = DisputeDesk(desk.office, travel)
    dispute = disputes.do(
        disputes.preliminary(grounds="a"),
        "record_interim_order",
        desk.office.petugas,
        paper=paper("1/PS/2026"),
        order="Uji ulang hasil uji kompetensi.",
        days=14,
    )
    order = dispute.open_interim_order
    test = order.test
    assert (test.trigger, test.origin_id) == (Trigger.COMMISSION, dispute.pk)
    assert [item.unit for item in test.items.all()] == [desk.office.unit_a]
    answer = {"result": "Hasil uji ulang terlampir.", "done_on": today()}
    with pytest.raises(NotNow, match="belum ditetapkan"):
        disputes.do(dispute, "answer_interim_order", desk.office.petugas, **answer)
    assert order.suggested_result == ""
    test = desk.do(
        test,
        "study",
        desk.office.ketua,
        units=[desk.office.unit_a],
        meeting_at=now(),
        meeting_place="Ruang rapat",
        agenda="Uji",
    )
    test = desk.do(
        test,
        "hold_meeting",
        desk.office.petugas,
        met_at=now(),
        place="Ruang rapat",
        participants=[{"name": "Andi"}, {"name": "Rina"}],
        summary="Dibahas.",
    )
    test = desk.weigh(test, test.items.get())
    test = desk.do(test, "submit", desk.office.ketua)
    test = desk.do(test, "decide", desk.office.atasan)
    order = dispute.open_interim_order
    assert test.decree.number in order.suggested_result
    dispute = disputes.do(dispute, "answer_interim_order", desk.office.petugas, **answer)
    assert dispute.open_interim_order is None


def test_a_cancelled_test_does_not_hold_the_answer_to_the_panel(
    desk: TestDesk, travel: Any
) -> None:
    """As when the parties settle: the panel is told so, without a decree."""
    disputes = DisputeDesk(desk.office, travel)
    dispute = disputes.do(
        disputes.preliminary(),
        "record_interim_order",
        desk.office.petugas,
        paper=paper("1/PS/2026"),
        order="Uji ulang.",
        days=14,
    )
    desk.do(dispute.open_interim_order.test, "cancel", desk.office.ketua, reason="Para pihak damai")
    dispute = disputes.do(
        dispute,
        "answer_interim_order",
        desk.office.petugas,
        result="Para pihak sudah sepakat.",
        done_on=today(),
    )
    assert dispute.open_interim_order is None
