"""Tarik surat: whose it is, what the page says first, and where it shows afterwards."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import now, today
from ppid_portal.letters import services
from ppid_portal.letters.models import Letter
from ppid_portal.mail import outbox
from ppid_portal.mail.deliveries.models import Delivery
from ppid_portal.mail.models import Notice
from ppid_portal.sop import engine
from ppid_portal.sop.access import secret_path
from ppid_portal.sop.models import Case
from tests.driver import Desk
from tests.driver_exclusions import ExclusionDesk
from tests.driver_list import ListDesk
from tests.driver_objections import ObjectionDesk
from tests.driver_tests import TestDesk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("one_sheet"),
]
TYPED = {"reason": "Salah alamat", "sure": "on"}


@pytest.fixture
def answered(desk: Desk) -> Any:
    """A request that was answered by e-mail this Monday."""
    case = desk.answered("granted")
    settle()
    return case


@pytest.fixture
def ketua(desk: Desk, client_as: Any) -> Client:
    browser: Client = client_as(desk.office.ketua)
    return browser


def settle() -> None:
    """Render what waits and send what is due."""
    services.sweep()
    outbox.sweep()
    mail.outbox.clear()


def letter_of(case: Any, kind: str = "written_notification") -> Letter:
    return Letter.objects.get(case_id=case.pk, kind=kind)


def page_of(letter: Letter) -> str:
    return reverse("desk:withdraw_letter", args=[letter.pk])


def case_page(case: Any) -> str:
    return reverse("desk:case", args=[case.pk])


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def status_of(letter: Letter) -> str:
    return Letter.objects.get(pk=letter.pk).status


# -- whose it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("ketua", 200),
        ("atasan", 403),
        ("petugas", 403),
        ("sekretaris", 403),
        # Units do not know of letters to applicants, and legal affairs not of this case.
        ("pelaksana_a", 404),
        ("pelaksana_b", 404),
        ("pimpinan_a", 404),
        ("hukum", 404),
        ("outsider", 403),
    ],
)
def test_ketua_alone_opens_it_for_a_letter_of_the_office(
    desk: Desk, answered: Any, client_as: Any, who: str, status: int
) -> None:
    letter = letter_of(answered)
    browser = client_as(getattr(desk.office, who))
    assert browser.get(page_of(letter)).status_code == status
    if status != 200:
        assert browser.post(page_of(letter), TYPED).status_code == status
        assert status_of(letter) == "rendered"


def test_a_visitor_goes_to_log_in(answered: Any) -> None:
    letter = letter_of(answered)
    for answer in (Client().get(page_of(letter)), Client().post(page_of(letter), TYPED)):
        assert answer.status_code == 302
        assert "/masuk/" in answer["Location"]
    assert status_of(letter) == "rendered"


@pytest.mark.parametrize(
    ("who", "status"), [("atasan", 200), ("ketua", 403), ("petugas", 403), ("pelaksana_a", 404)]
)
def test_atasan_alone_opens_it_for_a_letter_of_atasan(
    office: Any, travel: Any, client_as: Any, who: str, status: int
) -> None:
    """Domain 7.2: Ketua PPID does not undo the decision on an objection to his own answer."""
    travel("2026-03-09 10:00")
    case = ObjectionDesk(office).in_state("signed")
    browser = client_as(getattr(office, who))
    assert browser.get(page_of(letter_of(case, "objection_reply"))).status_code == status


def test_a_unit_reads_its_memorandum_and_does_not_withdraw_it(desk: Desk, client_as: Any) -> None:
    case = desk.in_process()
    letter = letter_of(case, "memorandum")
    unit = client_as(desk.office.pelaksana_a)
    assert letter.title in unit.get(case_page(case)).content.decode()
    assert unit.get(page_of(letter)).status_code == 403
    assert client_as(desk.office.pelaksana_b).get(page_of(letter)).status_code == 404


def test_no_letter_is_no_page(ketua: Client) -> None:
    assert ketua.get(reverse("desk:withdraw_letter", args=[999_999])).status_code == 404


@pytest.mark.parametrize("who", ["ketua", "atasan", "petugas", "pelaksana_a"])
def test_the_case_page_offers_it_to_who_may(desk: Desk, client_as: Any, who: str) -> None:
    case = desk.in_process()
    page = client_as(getattr(desk.office, who)).get(case_page(case)).content.decode()
    for letter in Letter.objects.filter(case_id=case.pk):
        assert (page_of(letter) in page) is (who == "ketua")


# -- the page --------------------------------------------------------------------------------------


def test_it_shows_which_letter_and_what_happens(answered: Any, ketua: Client) -> None:
    letter = letter_of(answered)
    page = text_of(ketua.get(page_of(letter)))
    for words in (
        letter.title,
        letter.number,
        "Dewi Anggraini, Ketua PPID",
        "Nomornya tetap",
        "Pemohon sudah menerima surat ini dan diberi tahu lewat surel, tanpa alasannya.",
        "Status berkas tidak berubah.",
    ):
        assert words in page, words


def test_it_warns_of_what_rests_on_an_answer(answered: Any, ketua: Client) -> None:
    """The time to object runs on, whatever becomes of the letter."""
    page = text_of(ketua.get(page_of(letter_of(answered))))
    assert re.search(
        r"Batas waktu tidak berubah: Pemohon dapat mengajukan keberatan, \w+, \d+ \w+ 2026\.", page
    )


def test_it_warns_of_a_step_that_would_deliver_it(desk: Desk, ketua: Client) -> None:
    case = desk.approved()
    settle()
    page = text_of(ketua.get(page_of(letter_of(case))))
    assert "Langkah “Sampaikan jawaban” (Tim Sekretariat PPID) tetap terbuka." in page
    assert "Pemohon belum menerima surat ini, jadi tidak diberi tahu." in page


def test_it_warns_of_a_letter_on_its_way_and_of_an_order(
    office: Any, travel: Any, client_as: Any
) -> None:
    """SOP 3.8: the order of the reply is an obligation of its own; the post is on its way."""
    travel("2026-03-09 10:00")
    people = ObjectionDesk(office)
    case = people.do(
        people.in_state("recorded"), "deliver_reply", office.petugas,
        method="post", tracking_number="RR123456789ID",
    )  # fmt: skip
    page = text_of(client_as(office.atasan).get(page_of(letter_of(case, "objection_reply"))))
    assert "sudah keluar di atas kertas (Pos tercatat, 9 Maret 2026)" in page
    assert re.search(r"[Kk]ewajiban\S* .{0,40}yang timbul dari berkas ini tetap berjalan\.", page)
    assert "Komisi" in page


def test_it_warns_of_determinations_that_a_decree_made(
    office: Any, travel: Any, client_as: Any
) -> None:
    travel("2026-03-09 10:00")
    case = TestDesk(office).decided("excluded")
    page = text_of(client_as(office.atasan).get(page_of(letter_of(case, "test_decree"))))
    assert "Penetapan atas “Informasi 1” tetap berlaku" in page


def test_it_warns_of_the_list_that_a_decree_made(office: Any, travel: Any, client_as: Any) -> None:
    case = ListDesk(office, travel).published()
    page = text_of(client_as(office.ketua).get(page_of(letter_of(case, "list_decree"))))
    assert "perubahan DIP yang didasarkan pada surat ini tetap berlaku." in page
    assert "yang ditetapkan dengan surat ini tetap berlaku." in page


def test_it_warns_that_excluded_information_opens_all_the_same(
    office: Any, travel: Any, client_as: Any
) -> None:
    travel("2026-03-02 10:00")
    case = ExclusionDesk(office, travel).approved()
    page = text_of(client_as(office.atasan).get(page_of(letter_of(case, "opening_decree"))))
    assert "tetap terbuka sejak Kamis, 31 Desember 2026" in page


def test_it_says_of_a_letter_without_pdf_that_none_will_be(desk: Desk, ketua: Client) -> None:
    letter = letter_of(desk.approved())
    assert "PDF surat ini belum jadi dan tidak akan dibuat lagi." in text_of(
        ketua.get(page_of(letter))
    )


def test_it_says_of_a_letter_without_signature_that_none_will_be(
    desk: Desk, ketua: Client, settings: Any
) -> None:
    settings.LETTERS_SIGNED_ELSEWHERE = ["written_notification"]
    case = desk.approved()
    services.sweep()
    letter = letter_of(case)
    assert "tidak akan ditandatangani lagi" in text_of(ketua.get(page_of(letter)))
    ketua.post(page_of(letter), TYPED)
    answer = ketua.get(reverse("desk:sign", args=[letter.pk]))
    assert answer["Location"] == case_page(case)


@pytest.mark.parametrize("missing", ["reason", "sure"])
def test_a_reason_and_a_tick_are_asked_for_and_nothing_typed_is_lost(
    answered: Any, ketua: Client, missing: str
) -> None:
    letter = letter_of(answered)
    typed = {name: value for name, value in TYPED.items() if name != missing}
    answer = ketua.post(page_of(letter), typed)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [missing]
    if missing == "sure":
        assert "Salah alamat" in answer.content.decode()
    assert status_of(letter) == "rendered"


# -- what it does ----------------------------------------------------------------------------------


def test_it_withdraws_and_leaves_the_case_as_it_is(answered: Any, ketua: Client) -> None:
    letter = letter_of(answered)
    answer = ketua.post(page_of(letter), TYPED, follow=True)
    assert f"Surat {letter.number} ditarik. Pemohon diberi tahu lewat surel." in text_of(answer)
    assert (status_of(letter), Case.objects.get(pk=answered.pk).state) == ("withdrawn", "answered")
    entry = AuditEntry.objects.get(verb="withdraw_letter")
    assert (entry.role, entry.reason) == ("ketua_ppid", "Salah alamat")
    assert "Surat ditarik" in text_of(answer), "it stands in the timeline"
    again = ketua.post(page_of(letter), TYPED, follow=True)
    assert "sudah ditarik" in text_of(again)
    assert Notice.objects.filter(kind="letter_withdrawn").count() == 1


def test_the_office_reads_why_and_a_unit_only_when(
    desk: Desk, client_as: Any, ketua: Client
) -> None:
    case = desk.in_process()
    settle()
    letter = letter_of(case, "memorandum")
    ketua.post(page_of(letter), TYPED)
    for who, knows in (("ketua", True), ("petugas", True), ("pelaksana_a", False)):
        page = text_of(client_as(getattr(desk.office, who)).get(case_page(case)))
        assert "Ditarik 9 Maret 2026" in page
        assert ("Salah alamat" in page) is knows, who


def test_the_applicant_reads_when_and_not_why(answered: Any, ketua: Client) -> None:
    letter = letter_of(answered)
    ketua.post(page_of(letter), TYPED)
    settle()
    browser = Client()
    page = text_of(browser.get(secret_path(answered), follow=True))
    assert "Ditarik 9 Maret 2026, tidak berlaku lagi" in page
    assert "Surat jawabannya ditarik 9 Maret 2026; bila ada penggantinya" in page
    assert "Unduh jawaban di bawah" not in page
    assert f"Surat {letter.number} ditarik" in page, "and what they were told"
    assert "Salah alamat" not in page


def test_the_objector_reads_that_the_reply_was_withdrawn(
    office: Any, travel: Any, client_as: Any
) -> None:
    travel("2026-03-09 10:00")
    case = ObjectionDesk(office).delivered("upheld")
    settle()
    client_as(office.atasan).post(page_of(letter_of(case, "objection_reply")), TYPED)
    page = text_of(Client().get(secret_path(case), follow=True))
    assert "Suratnya ditarik 9 Maret 2026; bila ada penggantinya" in page
    assert "Salah alamat" not in page


def test_the_registers_say_so(answered: Any, ketua: Client, client_as: Any, desk: Desk) -> None:
    ketua.post(page_of(letter_of(answered)), TYPED)
    for slug in ("surat-keluar", "permohonan"):
        page = text_of(ketua.get(f"/meja/register/{slug}/"))
        assert "itarik 9 Maret 2026" in page, slug
    assert "Salah alamat" in text_of(ketua.get("/meja/register/surat-keluar/"))


def test_the_register_of_objections_says_so(office: Any, travel: Any, client_as: Any) -> None:
    travel("2026-03-09 10:00")
    case = ObjectionDesk(office).in_state("signed")
    atasan = client_as(office.atasan)
    atasan.post(page_of(letter_of(case, "objection_reply")), TYPED)
    assert "surat ditarik 9 Maret 2026" in text_of(atasan.get("/meja/register/keberatan/"))


def test_the_register_of_tests_says_so(office: Any, travel: Any, client_as: Any) -> None:
    travel("2026-03-09 10:00")
    case = TestDesk(office).decided("excluded")
    atasan = client_as(office.atasan)
    atasan.post(page_of(letter_of(case, "test_decree")), TYPED)
    page = text_of(atasan.get("/meja/register/uji-konsekuensi/"))
    assert "1 TAHUN 2026 (ditarik 9 Maret 2026)" in page


def test_an_opening_whose_decree_was_withdrawn_opens_by_the_law(
    office: Any, travel: Any, client_as: Any
) -> None:
    from dip_app.exclusions.models import ExclusionOpening
    from dip_app.exclusions.sweeps import open_ended
    from tests.driver_exclusions import THE_END

    travel("2026-03-02 10:00")
    case = ExclusionDesk(office, travel).approved()
    client_as(office.atasan).post(page_of(letter_of(case, "opening_decree")), TYPED)
    travel(THE_END)
    open_ended()
    assert ExclusionOpening.objects.get(pk=case.pk).ended_by == "law"


def test_a_delivery_that_is_recorded_names_it_as_withdrawn(
    desk: Desk, ketua: Client, client_as: Any
) -> None:
    case = engine.perform(
        desk.approved(), "deliver_answer", desk.office.actor(desk.office.petugas),
        delivered_on=date(2026, 3, 9), method="post", tracking_number="RR123456789ID",
    )  # fmt: skip
    settle()
    ketua.post(page_of(letter_of(case)), TYPED)
    page = client_as(desk.office.petugas).get(reverse("desk:deliveries", args=[case.pk]))
    assert "(ditarik 9 Maret 2026)" in text_of(page)


# -- cost ------------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_what_rests_on_it(
    desk: Desk, answered: Any, ketua: Client, django_assert_max_num_queries: Any
) -> None:
    letter = letter_of(answered)
    ketua.get(page_of(letter))
    counts = []
    for more in (1, 9):
        for number in range(more):
            key = f"{more}:{number}"
            delivery = Delivery.objects.create(
                case_id=answered.pk, method="post", status="sent", sent_on=today(), key=key
            )
            delivery.letters.add(letter)
            answered.work.create(
                step="request.5a", phase=key, label="Sampaikan jawaban",
                role="tim_sekretariat_ppid", opened_at=now(), counted_since=now(),
            )  # fmt: skip
        with django_assert_max_num_queries(24) as queries:
            page = text_of(ketua.get(page_of(letter)))
        assert page.count("di atas kertas") == more + sum(m for m in (1, 9) if m < more)
        counts.append(len(queries))
    assert counts[0] == counts[1]
