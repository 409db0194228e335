"""The pages of SOP 6 at the desk: who may open them, and that nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dip_app.consequence.models import ConsequenceTest, Trigger
from ppid_portal.people.models import Appointment
from tests.driver import Desk
from tests.driver_tests import TestDesk

pytestmark = pytest.mark.any_database

NEW = "/meja/uji-konsekuensi/baru/"


@pytest.fixture
def desk(office: Any, travel: Any) -> TestDesk:
    """Return the office at work on Monday, 9 March 2026, 10.00 WIB."""
    travel("2026-03-09 10:00")
    return TestDesk(office)


def asked(rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Return a filled page on which a test is asked for."""
    typed: dict[str, Any] = {
        "key": "kunci",
        "trigger": "unit",
        "asked_by": "Biro Uji Anggaran",
        "title": "Uji hasil kompetensi",
        "question": "Apakah dapat dibuka?",
        "butir-TOTAL_FORMS": str(len(rows)),
        "butir-INITIAL_FORMS": "0",
        "aksi": "kirim",
        **more,
    }
    for place, row in enumerate(rows):
        typed |= {f"butir-{place}-{name}": str(value) for name, value in row.items()}
    return typed


def test_the_office_asks_for_a_test_of_several_items(desk: TestDesk, client_as: Any) -> None:
    client = client_as(desk.office.petugas)
    unit_a, unit_b = desk.office.unit_a.pk, desk.office.unit_b.pk
    rows = [
        {"information": "Hasil uji", "unit": unit_a},
        {"information": "Daftar nilai", "unit": unit_b},
        {"information": "", "unit": ""},
    ]
    answer = client.post(NEW, asked(rows))
    case = ConsequenceTest.objects.get()
    assert answer.url == reverse("desk:case", args=[case.pk])
    assert [item.unit.pk for item in case.items.all()] == [unit_a, unit_b]
    client.post(NEW, asked(rows))
    assert ConsequenceTest.objects.count() == 1, "sent twice makes one test"


def test_a_unit_asks_for_its_own_information_only(desk: TestDesk, client_as: Any) -> None:
    """SOP 6.1: whatever unit is posted, the item is the asker's own."""
    client = client_as(desk.office.pelaksana_b)
    assert "butir-0-unit" not in client.get(NEW).content.decode()
    rows = [{"information": "Nilai", "unit": desk.office.unit_a.pk}]
    answer = client.post(NEW, asked(rows), follow=True)
    assert "diterima dengan nomor" in answer.content.decode()
    case = ConsequenceTest.objects.get()
    assert case.items.get().unit == desk.office.unit_b
    # Triggers of the office are no choice of a unit.
    client.post(NEW, asked(rows, key="lain", trigger=Trigger.COMMISSION))
    assert ConsequenceTest.objects.count() == 1


def test_who_holds_two_roles_says_in_which_they_ask(desk: TestDesk, client_as: Any) -> None:
    """Domain 8 (36): the acting role is chosen, and its limits hold."""
    held = Appointment.objects.create(
        user=desk.office.petugas,
        role="ppid_pelaksana",
        unit=desk.office.unit_b,
        decree="SK-2/2020",
        valid_from="2020-01-01",
    )
    client = client_as(desk.office.petugas)
    assert 'name="sebagai"' in client.get(NEW).content.decode()
    client.post(NEW, asked([{"information": "Nilai"}], sebagai=str(held.pk)))
    assert ConsequenceTest.objects.get().items.get().unit == desk.office.unit_b


@pytest.mark.parametrize("who", ["atasan", "hukum", "outsider", "pimpinan_a"])
def test_others_do_not_ask(desk: TestDesk, client_as: Any, who: str) -> None:
    assert client_as(getattr(desk.office, who)).get(NEW).status_code == 403
    assert Client().get(NEW).status_code == 302


def test_one_more_row_loses_nothing(desk: TestDesk, client_as: Any) -> None:
    rows = [{"information": "Hasil uji", "unit": desk.office.unit_a.pk}]
    answer = client_as(desk.office.petugas).post(NEW, asked(rows, title="", aksi="tambah"))
    page = answer.content.decode()
    assert 'value="Hasil uji"' in page
    assert 'name="butir-1-information"' in page
    assert "Apakah dapat dibuka?" in page
    assert "Kesalahan:" not in page


@pytest.mark.parametrize(
    ("rows", "more", "words"),
    [
        ([{"information": ""}], {}, "Isi paling sedikit satu informasi"),
        ([{"information": "Nilai"}], {}, "Pilih unit yang menguasai"),
        ([{"information": "Nilai"}], {"title": ""}, "Tulis pokok uji"),
    ],
)
def test_what_is_missing_stands_beside_its_field(
    desk: TestDesk, client_as: Any, rows: list[dict[str, Any]], more: dict[str, str], words: str
) -> None:
    answer = client_as(desk.office.petugas).post(NEW, asked(rows, **more))
    assert words in answer.content.decode()
    assert not ConsequenceTest.objects.exists()


# -- out of a request ------------------------------------------------------------------------------


def test_a_request_waits_in_its_test_and_rests_on_it(desk: TestDesk, client_as: Any) -> None:
    """Domain 8 case 15, from the button on the request to the answer that is prefilled."""
    requests = Desk(desk.office)
    request = requests.do(
        requests.in_process(),
        "reject_task",
        desk.office.pelaksana_a,
        ground="excluded",
        article="h",
        reason="Memuat data pribadi.",
    )
    client = client_as(desk.office.petugas)
    url = reverse("desk:case", args=[request.pk])
    link = f"{NEW}?asal={request.pk}"
    assert link in client.get(url).content.decode()
    form = client.get(link)
    assert form.context["items"].forms[0].initial == {
        "information": request.title,
        "unit": desk.office.unit_a.pk,
    }
    assert "Siti" not in form.content.decode(), "the applicant is nobody's business here"
    rows = [{"information": "Data pegawai", "unit": desk.office.unit_a.pk}]
    client.post(link, asked(rows, trigger=Trigger.REQUEST))
    test = ConsequenceTest.objects.get()
    assert test.origin_id == request.pk
    assert test.number in client.get(url).content.decode()
    test = _decided(desk, test)
    decree = test.items.get().determination
    assert test.decree.number in client.get(url).content.decode()
    part = client.get(reverse("requests_desk:answer", args=[request.pk])).context["parts"].forms[0]
    assert part.initial["basis"] == decree.pk
    key, label = part.fields["basis"].choices[1]
    assert (key, label.startswith("Uji permohonan ini: huruf h")) == (str(decree.pk), True)


def _decided(desk: TestDesk, test: Any) -> Any:
    from ppid_portal.clock import now

    office = desk.office
    meeting = {"meeting_at": now(), "meeting_place": "Ruang rapat", "agenda": "Uji"}
    test = desk.do(test, "study", office.ketua, units=[office.unit_a], **meeting)
    people = [{"name": "Andi"}, {"name": "Rina"}]
    test = desk.do(
        test,
        "hold_meeting",
        office.petugas,
        met_at=now(),
        place="Ruang rapat",
        participants=people,
        summary="Dibahas.",
    )
    test = desk.weigh(test, test.items.get())
    test = desk.do(test, "submit", office.ketua)
    return desk.do(test, "decide", office.atasan)


def test_a_unit_asks_nothing_out_of_a_request(desk: TestDesk, client_as: Any) -> None:
    request = Desk(desk.office).in_process()
    unit = client_as(desk.office.pelaksana_a)
    assert unit.get(f"{NEW}?asal={request.pk}").status_code == 404
    page = unit.get(reverse("desk:case", args=[request.pk])).content.decode()
    assert f"?asal={request.pk}" not in page


@pytest.mark.parametrize("key", ["0", "x", "99999999999999999999"])
def test_a_case_that_is_not_there_is_no_origin(desk: TestDesk, client_as: Any, key: str) -> None:
    assert client_as(desk.office.petugas).get(f"{NEW}?asal={key}").status_code == 404


def test_an_answered_request_needs_no_test(desk: TestDesk, client_as: Any) -> None:
    request = Desk(desk.office).answered()
    page = client_as(desk.office.petugas).get(reverse("desk:case", args=[request.pk]))
    assert f"?asal={request.pk}" not in page.content.decode()


# -- the sheet and the decision --------------------------------------------------------------------


def sheet_url(case: Any, position: int = 1) -> str:
    return reverse("dip_desk:weigh", args=[case.pk, position])


def test_the_sheets_are_filled_one_after_the_other(desk: TestDesk, client_as: Any) -> None:
    case = desk.met("Satu", "Dua")
    client = client_as(desk.office.petugas)
    page = client.get(reverse("desk:case", args=[case.pk])).content.decode()
    assert sheet_url(case) in page
    sheet = {
        "outcome": "open",
        "if_opened": "Tidak ada.",
        "if_closed": "Publik tidak tahu.",
        "public_interest": "Membuka lebih besar.",
    }
    answer = client.post(sheet_url(case), {**sheet, "if_opened": ""})
    assert "Publik tidak tahu." in answer.content.decode()
    assert client.post(sheet_url(case), sheet).url == sheet_url(case, 2)
    assert client.post(sheet_url(case, 2), sheet).url == reverse("desk:case", args=[case.pk])
    assert "Publik tidak tahu." in client.get(sheet_url(case)).content.decode()


@pytest.mark.parametrize("who", ["pelaksana_a", "pelaksana_b", "hukum"])
def test_only_the_office_opens_the_sheets(desk: TestDesk, client_as: Any, who: str) -> None:
    case = desk.met()
    client = client_as(getattr(desk.office, who))
    assert client.get(sheet_url(case)).status_code == 404
    url = reverse("dip_desk:test_preview", args=[case.pk, "berita-acara"])
    assert client.get(url).status_code == 404


def test_a_sheet_is_closed_once_it_is_submitted(desk: TestDesk, client_as: Any) -> None:
    case = desk.deciding()
    client = client_as(desk.office.petugas)
    for answer in (client.get(sheet_url(case)), client.post(sheet_url(case), {"outcome": "open"})):
        assert answer.url == reverse("desk:case", args=[case.pk])
    assert case.items.get().outcome == "excluded"


def test_a_unit_reads_its_own_view_and_no_other(desk: TestDesk, client_as: Any) -> None:
    case = desk.received("Satu")
    case = desk.do(
        case,
        "study",
        desk.office.ketua,
        units=[desk.office.unit_a, desk.office.unit_b],
        meeting_at=case.received_at,
        meeting_place="Ruang rapat",
        agenda="Uji",
    )
    desk.do(case, "give_view", desk.office.pelaksana_a, text="Pendapat biro anggaran.")
    url = reverse("desk:case", args=[case.pk])
    seen = {
        who: "Pendapat biro anggaran." in client_as(user).get(url).content.decode()
        for who, user in (
            ("a", desk.office.pelaksana_a),
            ("b", desk.office.pelaksana_b),
            ("office", desk.office.petugas),
        )
    }
    assert seen == {"a": True, "b": False, "office": True}


def test_atasan_reads_the_whole_sheet_and_decides(desk: TestDesk, client_as: Any) -> None:
    """SOP 6.5 on one page: every item with its ground and its period, then the decision."""
    case = desk.deciding("excluded", "partly")
    client = client_as(desk.office.atasan)
    url = reverse("desk:approval", args=[case.pk])
    page = client.get(url).content.decode()
    for words in (
        "Mengungkap rahasia pribadi.",
        "sampai 5 Januari 2029",
        "Nama dan NIP dihitamkan.",
        "Memuat data pribadi.",
        "Dibahas butir demi butir.",
        reverse("dip_desk:test_preview", args=[case.pk, "keputusan"]),
    ):
        assert words in page
    asked_for = ["Dokumen terkait", "Berita Acara pengujian tentang konsekuensi"]
    client.post(url, {"tindakan": "decide", "checklist": asked_for})
    assert ConsequenceTest.objects.get(pk=case.pk).state == "decided"


def test_who_weighed_is_told_why_they_may_not_decide(desk: TestDesk, client_as: Any) -> None:
    case = desk.deciding()
    case.participants.filter(position=1).update(user=desk.office.atasan)
    page = client_as(desk.office.atasan).get(reverse("desk:approval", args=[case.pk]))
    assert "ikut dalam rapat uji" in page.content.decode()


@pytest.mark.parametrize("state", ["received", "studied", "met", "decided", "reported"])
def test_every_state_has_its_page(desk: TestDesk, client_as: Any, state: str) -> None:
    case = desk.in_state(state)
    page = client_as(desk.office.ketua).get(reverse("desk:case", args=[case.pk]))
    assert page.status_code == 200
    assert case.items.first().information in page.content.decode()
