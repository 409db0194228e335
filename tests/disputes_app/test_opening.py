"""Keying in a summons: what it is linked to, what is asked, what is refused, and once only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disputes_app.matching import same
from disputes_app.models import Dispute
from ppid_portal.audit.models import AuditEntry
from ppid_portal.sop import deadlines
from tests.driver import PIXEL
from tests.driver_disputes import DisputeDesk
from tests.scenarios.browser import Browser, Page

URL = "/meja/sengketa/baru/"
SUMMONS: dict[str, Any] = {
    "channel": "letter",
    "received_on": "2026-03-09",
    "received_time": "09:00",
    "summons_number": "12/KIP/2026",
    "dated_on": "2026-03-06",
    "commission_number": "075/III/KIP-PS/2026",
    "filed_on": "2026-03-02",
    "hearing_day": "2026-03-16",
    "hearing_time": "10:00",
    "hearing_place": "Ruang sidang Komisi Informasi Pusat",
}
ALONE = {
    "without_objection": "on",
    "name": "Siti Aminah",
    "information": "Daftar hak guna usaha tahun 2025.",
}


def key_in(officer: Browser, **changes: Any) -> Page:
    """Fill the form in and send it."""
    return officer.open(URL).form("summons_number").submit(**{**SUMMONS, **changes})


def errors(page: Page) -> dict[str, list[str]]:
    """Return what stands beside the fields."""
    return {name: list(found) for name, found in page.response.context["form"].errors.items()}


@pytest.fixture
def officer(desk: DisputeDesk) -> Browser:
    """Return the browser of the secretariat."""
    return Browser.of(desk.office.petugas)


@pytest.fixture
def objection(desk: DisputeDesk) -> Any:
    """Return an objection that was rejected and archived today."""
    return desk.objections.archived("rejected")


# -- what it is linked to --------------------------------------------------------------------------


def test_an_objection_is_found_and_its_petitioner_filled_in(
    desk: DisputeDesk, officer: Browser, objection: Any
) -> None:
    """Keyed in once: who asks, what for and why come from the objection; the look is recorded."""
    page = (
        officer.open(URL).form("number").submit(number=f" {objection.number.lower()} ", button="ya")
    )
    form = page.form("summons_number")
    assert form.sent["origin_number"] == [objection.number]
    assert form.sent["name"] == [objection.applicant.name]
    assert form.sent["grounds"] == ["a"]
    assert form.sent["information"] == [objection.information]
    assert "without_objection" not in form.sent
    looks = AuditEntry.objects.filter(subject=f"applicant:{objection.applicant_id}")
    assert looks.filter(name=desk.office.petugas.name).exists()

    page = form.submit(**SUMMONS)
    case = Dispute.objects.get()
    assert page.url == f"/meja/berkas/{case.pk}/"
    assert (case.prior_objection_id, case.request_id) == (objection.pk, objection.request_id)
    assert (case.origin_id, case.no_prior_objection) == (objection.pk, False)
    assert (case.applicant_id, case.excluded) == (objection.applicant_id, True)
    assert case.commission == "Komisi Informasi Pusat"
    hearing = case.hearings.get()
    assert hearing.at == datetime(2026, 3, 16, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert hearing.summons_served_on == date(2026, 3, 9)
    paper = case.papers.get()
    assert (paper.dated_on, paper.sent_on, paper.received_on) == (
        date(2026, 3, 6),
        None,
        date(2026, 3, 9),
    )
    window = deadlines.latest(objection, "dispute_window")
    assert window is None or window.status == "met"


def test_the_number_of_the_request_leads_to_its_only_objection(
    officer: Browser, objection: Any
) -> None:
    """A summons cites the request as often as the objection."""
    key_in(officer, origin_number=objection.request.number)
    assert Dispute.objects.get().prior_objection_id == objection.pk


def test_a_request_without_objection_is_flagged(desk: DisputeDesk, officer: Browser) -> None:
    """Domain case 26: the petitioner went to the Commission first; said by whoever keys it in."""
    request = desk.objections.refused_request()
    page = key_in(officer, origin_number=request.number)
    assert "belum pernah dikeberatani" in errors(page)["without_objection"][0]
    assert not Dispute.objects.exists()
    page.form("summons_number").submit(without_objection="on")
    case = Dispute.objects.get()
    assert (case.no_prior_objection, case.request_id) == (True, request.pk)
    assert "Tanpa keberatan lebih dahulu" in Browser.of(desk.office.petugas).case(case).text


def test_a_petitioner_who_never_asked_us_is_named_by_the_summons(officer: Browser) -> None:
    page = key_in(officer, without_objection="on")
    assert set(errors(page)) == {"name", "information"}
    key_in(officer, **ALONE)
    case = Dispute.objects.get()
    assert case.applicant is not None
    assert case.applicant.name == "Siti Aminah"
    assert (case.request_id, case.prior_objection_id) == (None, None)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({}, "without_objection", "Isi nomor keberatan atau permohonannya"),
        ({"origin_number": "9999/PPID/KB/2026"}, "origin_number", "Tidak ada keberatan"),
    ],
)
def test_it_asks_what_the_dispute_is_about(
    officer: Browser, change: dict[str, str], field: str, words: str
) -> None:
    page = key_in(officer, **change)
    assert words in errors(page)[field][0]
    assert page.form("summons_number").sent["hearing_place"] == [SUMMONS["hearing_place"]]


def test_what_contradicts_the_objection_is_refused(officer: Browser, objection: Any) -> None:
    page = key_in(
        officer, origin_number=objection.number, without_objection="on", name="Orang Lain"
    )
    found = errors(page)
    assert "Hapus centang" in found["without_objection"][0]
    assert "bukan nama pemohon" in found["name"][0]


def test_several_objections_are_told_apart_by_their_own_numbers(
    desk: DisputeDesk, officer: Browser
) -> None:
    """One that was withdrawn does not count; of two that stand nobody guesses."""
    gone = desk.objections.withdrawn()
    first = desk.objections.archived("rejected", request=gone.request)
    second = desk.objections.archived("rejected", request=gone.request)
    page = key_in(officer, origin_number=gone.request.number)
    (words,) = errors(page)["origin_number"]
    assert first.number in words
    assert second.number in words
    assert gone.number not in words
    page.form("summons_number").submit(origin_number=second.number)
    assert Dispute.objects.get().prior_objection_id == second.pk


# -- dates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"received_on": "2026-03-10"}, "received_on"),
        ({"dated_on": "2026-03-10"}, "dated_on"),
        ({"dated_on": "2026-03-09", "received_on": "2026-03-06"}, "received_on"),
        ({"sent_on": "2026-03-09", "received_on": "2026-03-08"}, "sent_on"),
        ({"filed_on": "2026-03-07"}, "filed_on"),
        ({"filed_on": "2019-03-07"}, "filed_on"),
        ({"hearing_day": "2026-03-05"}, "hearing_day"),
        ({"hearing_day": "2206-03-16"}, "hearing_day"),
        ({"hearing_time": "pagi"}, "hearing_time"),
        ({"summons_number": ""}, "summons_number"),
        ({"hearing_place": " "}, "hearing_place"),
    ],
)
def test_dates_that_cannot_be_are_refused_beside_their_fields(
    officer: Browser, change: dict[str, str], field: str
) -> None:
    """Nothing typed is lost, and nothing was opened."""
    page = key_in(officer, **ALONE, **change)
    assert list(errors(page)) == [field]
    assert page.form("summons_number").sent["name"] == ["Siti Aminah"]
    assert not Dispute.objects.exists()


def test_an_odd_but_possible_date_is_kept_and_shown(desk: DisputeDesk, officer: Browser) -> None:
    """disputes_real, case B: letter and postmark two months apart are no mistake of the clerk's."""
    key_in(officer, **ALONE, dated_on="2026-01-07", sent_on="2026-03-04", filed_on="")
    case = Dispute.objects.get()
    text = officer.case(case).text
    assert "Surat baru dikirim 56 hari setelah tanggalnya (7 Januari 2026)." in text
    attention = officer.open("/meja/perhatian/").text
    assert "Surat dengan tanggal yang janggal" in attention
    assert "56 hari" in attention


# -- the same case twice ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("075/IX/KIP-PS/2024", "75 IX KIP PS 2024", True),
        ("057/XII/KIP-PS-M-A/2015", "507/XII/KIP-PS-M-A/2015", True),
        ("075/IX/KIP-PS/2024", "075/IX/KIP-PS-A/2024", True),
        ("075/IX/KIP-PS/2024", "075/X/KIP-PS/2024", False),
        ("075/IX/KIP-PS/2024", "075/IX/KIP-PS/2025", False),
        ("075/IX/KIP-PS/2024", "076/IX/KIP-PS/2024", False),
        ("", "", False),
        ("tanpa nomor", "tanpa  Nomor", True),
    ],
)
def test_numbers_are_compared_loosely(one: str, other: str, alike: bool) -> None:
    """A page cites 057/XII/KIP-PS-M-A/2015 as 507/XII/… (disputes_real, case C)."""
    assert same(one, other) is alike


def test_a_number_like_one_that_is_there_asks_to_be_looked_at(
    desk: DisputeDesk, officer: Browser
) -> None:
    """The portal warns and shows; whether it is another case, a person decides."""
    first = desk.summoned(objection=None, commission_number="057/III/KIP-PS/2026")
    page = key_in(officer, **ALONE, commission_number="507/III/KIP-PS/2026")
    assert first.number in errors(page)["commission_number"][0]
    assert f'href="/meja/berkas/{first.pk}/"' in page.html
    assert Dispute.objects.count() == 1
    page.form("summons_number").submit(another="on")
    assert Dispute.objects.count() == 2


def test_the_very_same_number_opens_no_second_file(desk: DisputeDesk, officer: Browser) -> None:
    first = desk.summoned(objection=None, commission_number="057/III/KIP-PS/2026")
    page = key_in(officer, **ALONE, commission_number="057/III/KIP-PS/2026")
    page = page.form("summons_number").submit(another="on")
    assert first.number in errors(page)["commission_number"][0]
    assert Dispute.objects.count() == 1


def test_an_objection_has_one_open_dispute(officer: Browser, objection: Any) -> None:
    key_in(officer, origin_number=objection.number)
    page = key_in(officer, origin_number=objection.number, commission_number="9/IV/KIP-PS/2026")
    assert "sudah tercatat" in page.text
    assert Dispute.objects.count() == 1


def test_a_form_sent_twice_opens_one_file(officer: Browser) -> None:
    """S11: back button and double click."""
    form = officer.open(URL).form("summons_number")
    pages = [form.submit(**SUMMONS, **ALONE) for _time in range(2)]
    case = Dispute.objects.get()
    assert {page.url for page in pages} == {f"/meja/berkas/{case.pk}/"}


# -- papers ----------------------------------------------------------------------------------------


def test_the_summons_is_kept_also_when_something_else_was_wrong(
    desk: DisputeDesk, client_as: Any
) -> None:
    """S17: an upload is never asked for a second time."""
    client = client_as(desk.office.petugas)
    key = client.get(URL).context["form"]["key"].value()
    data = {
        "key": key,
        "kind": "perorangan",
        "commission": "Komisi Informasi Pusat",
        "respondents": "Badan Publik Uji",
        "hearing_kind": "preliminary",
        **SUMMONS,
        **ALONE,
    }
    page = client.post(
        URL,
        {
            **data,
            "hearing_place": "",
            "letter": SimpleUploadedFile("panggilan.png", PIXEL, "image/png"),
            "attachments": SimpleUploadedFile("relaas.png", PIXEL + b" ", "image/png"),
        },
    )
    assert "panggilan.png" in page.content.decode()
    assert client.post(URL, data).status_code == 302
    case = Dispute.objects.get()
    paper = case.papers.get()
    assert paper.document is not None
    assert paper.document.file.original_name == "panggilan.png"
    assert sorted(case.documents.values_list("file__original_name", "audience")) == [
        ("panggilan.png", "internal"),
        ("relaas.png", "internal"),
    ]


def test_it_may_be_numbered_at_once(officer: Browser) -> None:
    """SOP 4.1 and 4.2 by the same person in one go."""
    key_in(officer, **ALONE, register_now="on")
    case = Dispute.objects.get()
    assert case.state == "registered"
    assert case.incoming_number


# -- who -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ketua", "atasan", "hukum", "pelaksana_a", "outsider"])
def test_only_the_secretariat_keys_summonses_in(desk: DisputeDesk, who: str) -> None:
    page = Browser.of(getattr(desk.office, who)).open(URL)
    assert page.status == 403
    assert "Panggilan sidang" not in Browser.of(getattr(desk.office, who)).open("/meja/").text


def test_it_stands_in_the_menu_of_the_secretariat(desk: DisputeDesk, officer: Browser) -> None:
    assert officer.open("/meja/").link("Panggilan sidang") == URL


def test_a_case_out_of_scope_is_not_shown_by_its_number(desk: DisputeDesk, objection: Any) -> None:
    """A restricted file stays with the heads, whatever number somebody types."""
    type(objection).objects.filter(pk=objection.pk).update(restricted=True)
    other = Browser.of(desk.office.petugas_2)
    page = other.open(URL).form("number").submit(number=objection.number, button="ya")
    assert objection.applicant.name not in page.html
    assert "tidak dapat Anda buka" in page.text
    page = key_in(other, origin_number=objection.number)
    assert "tidak dapat Anda buka" in page.text
    assert not Dispute.objects.exists()
