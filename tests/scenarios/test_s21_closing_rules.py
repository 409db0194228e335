"""S21. Closing rules.

*When* closing as refused without article and valid consequence test, or "not held" with an
exemption, or answered with a future date, *then* refused; "partly given" requires both released
files and reasons (UU 14/2008 Pasal 17, 19, 22 ayat (7)).
"""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfWriter

from ppid_portal.files.services import open_bytes
from ppid_portal.sop.errors import NotNow, Refused
from tests.driver import PIXEL, Desk, make_decree
from tests.files.samples import upload
from tests.scenarios.browser import Browser, Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(desk: Desk) -> Any:
    """A request that the secretariat answers itself."""
    return desk.in_process(units=False)


def write(case: Any, at_desk: Any, **part: Any) -> Page:
    """Write the only part of the answer in the editor and save it."""
    form = at_desk("petugas").open(f"/meja/permohonan/{case.pk}/jawaban/").form("bagian-0-text")
    return form.submit(
        button="simpan", **{f"bagian__0__{name}": value for name, value in part.items()}
    )


def assert_not_submitted(desk: Desk, case: Any, at_desk: Any, act: str, words: str) -> None:
    """Neither the editor's page, nor the case page, nor the engine lets it through."""
    problems = at_desk("petugas").open(f"/meja/permohonan/{case.pk}/jawaban/").text
    assert "belum dapat diajukan" in problems
    assert words in problems
    page = at_desk("petugas").act(case, act)
    assert words in page.text
    with pytest.raises(Refused, match=words):
        desk.do(case, act, desk.office.petugas)
    case.refresh_from_db()
    assert case.state == "in_process"


def test_refused_without_an_article(desk: Desk, case: Any, at_desk: Any) -> None:
    decree = make_decree(desk.office.unit_a)
    write(case, at_desk, outcome="refused", basis=decree.pk, consequence="Rahasia pribadi.")
    assert_not_submitted(desk, case, at_desk, "submit_refusal", "Pilih huruf Pasal 17")


def test_refused_without_a_test_or_decree(desk: Desk, case: Any, at_desk: Any) -> None:
    write(case, at_desk, outcome="refused", article="h", consequence="Rahasia pribadi.")
    assert_not_submitted(desk, case, at_desk, "submit_refusal", "uji konsekuensi atau penetapan")


def test_refused_with_a_decree_of_another_letter(desk: Desk, case: Any, at_desk: Any) -> None:
    decree = make_decree(desk.office.unit_a, "h")
    write(
        case,
        at_desk,
        outcome="refused",
        article="b",
        basis=decree.pk,
        consequence="Persaingan usaha.",
    )
    assert_not_submitted(desk, case, at_desk, "submit_refusal", "memakai huruf h, bukan huruf b")


def test_refused_with_a_decree_that_has_expired(desk: Desk, case: Any, at_desk: Any) -> None:
    """The list offers none that is over, and one that ends before the decision carries nothing."""
    decree = make_decree(desk.office.unit_a, valid_until=date(2026, 3, 8))
    page = at_desk("petugas").open(f"/meja/permohonan/{case.pk}/jawaban/")
    assert str(decree.pk) not in page.form("bagian-0-text").choices["bagian-0-basis"]
    page = write(
        case,
        at_desk,
        outcome="refused",
        article="h",
        basis=decree.pk,
        consequence="Rahasia pribadi.",
    )
    assert "tidak berlaku lagi" in page.text
    assert case.current_draft is None


def test_refused_without_saying_what_harm(desk: Desk, case: Any, at_desk: Any) -> None:
    decree = make_decree(desk.office.unit_a)
    write(case, at_desk, outcome="refused", article="h", basis=decree.pk)
    assert_not_submitted(desk, case, at_desk, "submit_refusal", "akibat bila informasi dibuka")


def test_refused_with_all_of_it(desk: Desk, case: Any, at_desk: Any) -> None:
    """What shows that the refusals above are about what was missing."""
    decree = make_decree(desk.office.unit_a)
    write(
        case,
        at_desk,
        outcome="refused",
        article="h",
        basis=decree.pk,
        consequence="Rahasia pribadi pegawai.",
    )
    at_desk("petugas").act(case, "submit_refusal")
    at_desk("ketua").decide(case, "approve_refusal")
    at_desk("petugas").act(case, "deliver_refusal")
    case.refresh_from_db()
    assert case.state == "answered"
    assert case.letters.filter(kind="refusal_decree").count() == 1


def test_not_held_with_an_exemption(desk: Desk, case: Any, at_desk: Any) -> None:
    """The two families do not mix: the editor drops it, the engine refuses it."""
    write(case, at_desk, outcome="not_held", article="h", holder="Kementerian Keuangan")
    part = case.current_draft.parts.get()
    assert (part.outcome, part.article, part.basis) == ("not_held", "", None)
    part.article = "h"
    part.save()
    with pytest.raises(Refused, match="hanya untuk bagian yang ditolak"):
        desk.do(case, "submit_draft", desk.office.petugas)


def test_not_held_without_saying_who_does(desk: Desk, case: Any, at_desk: Any) -> None:
    write(case, at_desk, outcome="not_held")
    assert_not_submitted(desk, case, at_desk, "submit_draft", "Sebutkan badan publik")


def picture(name: str = "dihitamkan.png") -> Any:
    return upload(name, PIXEL, "image/png")


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("uploads", "Lampirkan dokumen yang sudah dihitamkan"),
        ("redaction", "Sebutkan apa yang dihitamkan"),
        ("article", "Pilih huruf Pasal 17"),
        ("basis", "uji konsekuensi atau penetapan"),
    ],
)
def test_partly_given_needs_files_and_reasons(
    desk: Desk, case: Any, at_desk: Any, missing: str, words: str
) -> None:
    whole: dict[str, Any] = {
        "article": "h",
        "basis": make_decree(desk.office.unit_a).pk,
        "redaction": "Nama pegawai pada halaman 1.",
        "uploads": [picture()],
    }
    whole.pop(missing)
    write(case, at_desk, outcome="partly", **whole)
    assert_not_submitted(desk, case, at_desk, "submit_draft", words)


def test_partly_given_with_both(
    desk: Desk, case: Any, at_desk: Any, citizen: Browser, post: Any
) -> None:
    """The applicant gets the redacted file and reads what was blacked out and why."""
    from ppid_portal.sop.access import secret_path

    write(
        case,
        at_desk,
        outcome="partly",
        article="h",
        basis=make_decree(desk.office.unit_a).pk,
        redaction="Nama pegawai pada halaman 1.",
        uploads=[picture()],
    )
    document = case.documents.get()
    citizen.open(secret_path(case))
    assert citizen.open(f"/berkas/{document.file_id}/").status == 404, "not before it is delivered"
    at_desk("petugas").act(case, "submit_draft")
    at_desk("ketua").decide(case, "approve_answer")
    assert citizen.open(f"/berkas/{document.file_id}/").status == 404
    at_desk("petugas").act(case, "deliver_answer")
    assert citizen.open(f"/berkas/{document.file_id}/").response.content == PIXEL
    letter = case.letters.get(kind="written_notification")
    (part,) = letter.context["letter"]["parts"]
    assert part["redaction"] == "Nama pegawai pada halaman 1."
    assert not case.letters.filter(kind="refusal_decree").exists(), "no SK for a part (case 11)"
    assert open_bytes(document.file) == PIXEL


def test_a_text_layer_under_the_black_is_found(desk: Desk, case: Any, at_desk: Any) -> None:
    """Domain case 12; an unreadable file proves nothing either."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("rahasia")
    locked = io.BytesIO()
    writer.write(locked)
    write(
        case,
        at_desk,
        outcome="partly",
        article="h",
        basis=make_decree(desk.office.unit_a).pk,
        redaction="Nama pegawai.",
        uploads=[upload("terkunci.pdf", locked.getvalue())],
    )
    assert_not_submitted(desk, case, at_desk, "submit_draft", "masih memuat teks")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-03-10", "tidak boleh di masa depan"),
        ("2026-03-08", "sebelum surat ditandatangani"),
        ("", "Isi tanggal penyampaian"),
        ("besok", "Isi tanggal yang benar"),
    ],
)
def test_answered_on_a_day_that_cannot_be(desk: Desk, at_desk: Any, day: str, words: str) -> None:
    case = desk.approved()
    page = at_desk("petugas").act(case, "deliver_answer", delivered_on=day)
    assert words in page.text
    case.refresh_from_db()
    assert case.state == "approved"
    assert not case.deadlines.filter(rule="objection_window").exists()


def test_the_engine_refuses_a_future_day_that_no_page_sent(desk: Desk) -> None:
    case = desk.approved()
    with pytest.raises(Refused, match="masa depan"):
        desk.do(case, "deliver_answer", desk.office.petugas, delivered_on=date(2026, 3, 10))


def test_answered_without_any_answer(desk: Desk, case: Any, at_desk: Any) -> None:
    assert not at_desk("petugas").offers(case, "submit_draft")
    with pytest.raises(NotNow, match="paling sedikit satu bagian"):
        desk.do(case, "submit_draft", desk.office.petugas)
