"""The registers of disputes, tests and letters, and what all registers have in common."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from disputes_app.models import Dispute
from ppid_portal.letters.models import Letter
from ppid_portal.letters.services import withdraw
from ppid_portal.reports.models import RegisterPrint
from ppid_portal.sop.registers import registers
from tests.driver import Desk, make_document
from tests.driver_disputes import DisputeDesk, paper
from tests.driver_tests import TestDesk
from tests.reports.conftest import content, looks, table, words
from tests.reports.conftest import paper as printed

pytestmark = pytest.mark.django_db
ALL = ("uji-konsekuensi", "dikecualikan", "permohonan", "keberatan", "sengketa",
       "surat-keluar", "surat-masuk")  # fmt: skip


def page(slug: str) -> str:
    return f"/meja/register/{slug}/"


def take(browser: Any, slug: str, kind: str = "csv", **query: str) -> Any:
    return browser.post(f"{page(slug)}unduh/", {"bentuk": kind, **query})


def only(browser: Any, slug: str, **query: str) -> dict[str, str]:
    head, row = table(take(browser, slug, **query))
    return dict(zip(head, row, strict=True))


@pytest.fixture
def disputes(desk: Desk, travel: Any) -> DisputeDesk:
    return DisputeDesk(desk.office, travel)


# -- what all have in common -----------------------------------------------------------------------


def test_the_office_keeps_all_of_them(desk: Desk, client_as: Any) -> None:
    assert set(registers()) == set(ALL)
    shown = client_as(desk.office.petugas).get(reverse("reports:index")).content.decode()
    assert all(f'href="{page(slug)}"' in shown for slug in ALL)


@pytest.mark.parametrize("slug", ALL)
def test_each_has_a_cell_for_every_column_and_says_when_it_is_empty(
    desk: Desk, client_as: Any, slug: str
) -> None:
    browser = client_as(desk.office.petugas)
    answer = browser.get(page(slug))
    assert answer.status_code == 200
    assert str(answer.context["empty_title"]) in answer.content.decode()
    (head,) = table(take(browser, slug))
    assert len(head) == len(set(head)), "no two columns are called alike"
    text = words(printed(take(browser, slug, "pdf")))
    assert registers()[slug].official.upper() in text
    assert "Tidak ada isi register" in text


@pytest.mark.parametrize("slug", [slug for slug in ALL if slug != "dikecualikan"])
@pytest.mark.parametrize("who", ["pelaksana_a", "hukum"])
def test_units_and_legal_affairs_keep_none_of_the_office(
    desk: Desk, client_as: Any, slug: str, who: str
) -> None:
    browser = client_as(getattr(desk.office, who))
    assert f'href="{page(slug)}"' not in browser.get(reverse("reports:index")).content.decode()
    assert take(browser, slug).status_code == 404


@pytest.mark.parametrize("slug", ALL)
def test_a_page_asks_no_more_with_more_lines(
    disputes: DisputeDesk, client_as: Any, slug: str, django_assert_max_num_queries: Any
) -> None:
    browser = client_as(disputes.office.petugas)
    counts = []
    for grounds in "cd":
        case = disputes.summoned(grounds=grounds)
        make_document(case, "incoming_letter")
        TestDesk(disputes.office).decided()
        browser.get(page(slug))
        with django_assert_max_num_queries(22) as queries:
            assert browser.get(page(slug)).context["page"].lines
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_body_chooses_paper_and_who_knows(desk: Desk, client_as: Any) -> None:
    RegisterPrint.objects.create(register="permohonan", paper="a4", signatory_role="atasan_ppid")
    read = printed(take(client_as(desk.office.petugas), "permohonan", "pdf"))
    assert round(float(read.pages[0].mediabox[2]) / 72 * 25.4) == 297
    assert "Surya Hidayat" in words(read)


def test_paper_is_set_for_registers_that_exist(desk: Desk) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="permohonan"):
        RegisterPrint(register="apa").full_clean()


def test_files_are_in_indonesian_for_readers_of_english_too(desk: Desk, client_as: Any) -> None:
    desk.answered("refused")
    browser = client_as(desk.office.petugas)
    browser.cookies["django_language"] = "en"
    assert only(browser, "permohonan")["Keputusan"] == "Ditolak karena dikecualikan"
    assert "Senin, 09-03-2026" in words(printed(take(browser, "permohonan", "pdf")))


# -- disputes --------------------------------------------------------------------------------------


def test_a_dispute_fills_its_line(disputes: DisputeDesk, client_as: Any) -> None:
    """F67: register number, reason, status and outcome, linked to what came before."""
    case = Dispute.objects.get(pk=disputes.preliminary().pk)
    found = only(client_as(disputes.office.petugas), "sengketa")
    assert found["Nomor berkas"] == case.number
    assert found["Komisi Informasi: Nomor register"] == "075/IX/KIP-PS/2026"
    assert found["Pemohon: Nama"] == "Siti Aminah"
    assert found["Tahap sebelumnya: Permohonan"] == case.request.number
    assert found["Tahap sebelumnya: Keberatan"] == case.prior_objection.number
    assert found["Alasan"].startswith("d. ")
    assert found["Tanggal sidang: Pemeriksaan awal"] == "09-03-2026"
    assert found["Tanggal sidang: Mediasi"] == ""
    assert found["Status"] == case.state_label


def test_a_dispute_without_an_objection_says_so(disputes: DisputeDesk, client_as: Any) -> None:
    disputes.summoned(objection=None)
    found = only(client_as(disputes.office.petugas), "sengketa")
    assert found["Tahap sebelumnya: Keberatan"] == "tanpa keberatan"


# -- consequence tests -----------------------------------------------------------------------------


def test_a_test_fills_its_line_and_numbers_its_items(desk: Desk, client_as: Any) -> None:
    """Domain 3.10 and 3.11: the information, the law, what follows, the period, the result."""
    case = TestDesk(desk.office).decided("excluded", "open")
    found = only(client_as(desk.office.petugas), "uji-konsekuensi")
    assert found["No."] == case.number
    assert found["Informasi yang diuji"] == "1. Informasi 1\n2. Informasi 2"
    assert found["Unit yang menguasai"] == "Biro Uji Anggaran"
    assert found["Dasar hukum"].startswith("1. UU 14/2008 Pasal 17 huruf h")
    assert found["Hasil"] == "1. Dikecualikan\n2. Terbuka"
    assert found["Penetapan: Nomor"] == case.decree.number
    assert found["Rapat uji: Berita acara"] == case.minutes.number


# -- letters ---------------------------------------------------------------------------------------


def test_every_numbered_letter_is_in_the_register_of_letters_out(
    desk: Desk, client_as: Any
) -> None:
    """F53; a receipt carries the number of its case and is in the register of requests."""
    case = desk.answered("granted")
    browser = client_as(desk.office.petugas)
    rows = table(take(browser, "surat-keluar"))
    head, lines = rows[0], [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    numbered = Letter.objects.exclude(series="").order_by("pk")
    assert [line["Nomor surat"] for line in lines] == [letter.number for letter in numbered]
    last = lines[-1]
    assert last["Jenis surat"] == "Pemberitahuan Tertulis"
    assert (last["Kepada"], last["Nama pemohon"]) == ("Pemohon", "Siti Aminah")
    assert last["Berkas"] == case.number
    assert last["Penanda tangan"] == "Dewi Anggraini, Ketua PPID"
    assert lines[0]["Kepada"]
    assert "Siti" not in str(lines[0]), "a memorandum goes to units"
    bare = str(table(take(browser, "surat-keluar", identitas="tanpa")))
    assert "Siti Aminah" not in bare
    assert head.count("Nama pemohon") == 1


def test_a_withdrawn_letter_keeps_its_number_and_says_so(desk: Desk, client_as: Any) -> None:
    desk.answered("granted")
    letter = Letter.objects.get(kind="written_notification")
    withdraw(letter, actor=desk.office.actor(desk.office.ketua), reason="Salah alamat")
    browser = client_as(desk.office.petugas)
    found = only(browser, "surat-keluar", keadaan="ditarik")
    assert found["Nomor surat"] == letter.number
    assert found["Keadaan"] == "Ditarik 9 Maret 2026"
    assert found["Alasan penarikan"] == "Salah alamat"
    public = content(take(browser, "surat-keluar", identitas="tanpa", keadaan="ditarik")).decode()
    assert "Ditarik 9 Maret 2026" in public
    assert "Salah alamat" not in public, "why, is for the office alone"
    assert letter.number not in content(take(browser, "surat-keluar", keadaan="berlaku")).decode()


def test_letters_out_are_narrowed_by_their_book(desk: Desk, client_as: Any) -> None:
    desk.answered("granted")
    browser = client_as(desk.office.petugas)
    found = table(take(browser, "surat-keluar", buku="letter_out"))
    assert len(found) == 1 + Letter.objects.filter(series="letter_out").count()


def test_what_came_in_is_in_the_register_of_letters_in(
    disputes: DisputeDesk, client_as: Any
) -> None:
    """A paper of the Commission brings its own number and dates; another letter is the file."""
    request = disputes.objections.desk.registered()
    make_document(request, "incoming_letter")
    case = disputes.summoned(objection=None, paper=paper())
    document = make_document(case, "incoming_letter")
    case.papers.update(document=document)
    disputes.do(case, "register_summons", disputes.office.petugas)
    case.refresh_from_db()
    head, first, second = table(take(client_as(disputes.office.petugas), "surat-masuk"))
    letter, summons = (dict(zip(head, row, strict=True)) for row in (first, second))
    assert (letter["No."], summons["No."]) == ("1", "2")
    assert (letter["Dari"], letter["Nama pemohon"]) == ("Pemohon", "Siti Aminah")
    assert summons["Dari"] == case.commission
    assert summons["Nama pemohon"] == ""
    assert summons["Surat: Nomor"] == "12/KIP/2026"
    assert summons["Surat: Tanggal"] == date(2026, 3, 9).isoformat()
    assert summons["Hal"] == "Surat panggilan sidang"
    assert summons["Nomor agenda"] == case.incoming_number != ""
    assert summons["Berkas: Jenis"] == "Sengketa informasi"
    assert looks("register:letters_in", "applicants_csv") == 1
