"""S17. Upload safety (without the virus scanner, which comes later).

*When* the EICAR test file, a renamed program, a 0-byte file, an over-limit file and a valid PDF are
uploaded together, *then* only the PDF becomes downloadable, each rejection names file and reason,
other form data survives.
"""

from __future__ import annotations

from typing import Any

import pytest

from ppid_portal.files.models import StoredFile
from ppid_portal.sop.models import CaseDocument
from tests.files.samples import EICAR, EXE, PDF, upload
from tests.scenarios.browser import Browser, Page
from tests.scenarios.filing import CHECK, START, answer, fill_in

pytestmark = pytest.mark.django_db

QUESTION = "Salinan kontrak kebersihan gedung tahun 2025."
LIMIT = 1024 * 1024


def bundle() -> list[Any]:
    """What somebody chooses in one go, whatever the browser claims of each."""
    return [
        upload("eicar.txt", EICAR, "text/plain"),
        upload("program.pdf", EXE),
        upload("kosong.pdf", b""),
        upload("besar.pdf", PDF + b" " * LIMIT),
        upload("kontrak.pdf", PDF),
    ]


REASONS = {
    "eicar.txt": "dikenali sebagai virus",
    "program.pdf": "Isinya bukan PDF seperti namanya",
    "kosong.pdf": "kosong (0 bita)",
    "besar.pdf": "lebih dari 1 MB",
}


@pytest.fixture(autouse=True)
def _small_limit(settings: Any, travel: Any) -> None:
    settings.UPLOAD_MAX_BYTES = LIMIT
    travel("2026-03-09 10:00")


def to_information_page(browser: Browser) -> Page:
    """Answer the pages before that of the information."""
    page = browser.open(START)
    for slug in ("siapa", "identitas", "dokumen"):
        page = answer(page, slug)
    assert page.url == f"{START}informasi/"
    return page


def test_the_page_names_each_file_and_its_reason_and_keeps_the_rest(citizen: Browser) -> None:
    page = to_information_page(citizen)
    assert "Paling besar 1 MB per berkas" in page.text, "the limit is said before"
    form = page.form("attachments")
    page = form.submit(information=QUESTION, attachments=bundle())
    for name, reason in REASONS.items():
        sentence = page.text[page.text.index(f"{name}:") :][:200]
        assert reason in sentence, (name, sentence)
    assert "kontrak.pdf:" not in page.text
    assert "kontrak.pdf" in page.text, "the good one is kept and shown"
    assert QUESTION in page.html, "what was typed survives"
    assert list(StoredFile.objects.values_list("original_name", flat=True)) == ["kontrak.pdf"]


def test_only_the_pdf_becomes_downloadable(citizen: Browser, office: Any, at_desk: Any) -> None:
    """Sent on after the refusal, without choosing the good file again."""
    page = to_information_page(citizen)
    page = page.form("attachments").submit(information=QUESTION, attachments=bundle())
    page = page.form("attachments").submit()
    while page.url != CHECK:
        page = answer(page, page.url.removeprefix(START).strip("/"))
    assert QUESTION in page.text
    assert "kontrak.pdf" in page.text
    page.form("website").submit()

    document = CaseDocument.objects.get()
    assert document.file.original_name == "kontrak.pdf"
    response = at_desk("petugas").open(f"/berkas/{document.file_id}/").response
    assert response.content == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert citizen.open(f"/berkas/{document.file_id}/").response.content == PDF
    assert Browser().open(f"/berkas/{document.file_id}/").status == 404


def test_the_test_virus_is_refused_under_a_good_name_too(citizen: Browser) -> None:
    page = to_information_page(citizen)
    page = page.form("attachments").submit(
        information=QUESTION, attachments=[upload("laporan.pdf", PDF + EICAR)]
    )
    assert "laporan.pdf: Berkas ini dikenali sebagai virus" in page.text
    assert not StoredFile.objects.exists()


def test_at_the_counter_the_good_file_survives_as_well(office: Any, at_desk: Any) -> None:
    form = at_desk("petugas").open("/meja/loket/").form("received_on")
    page = form.submit(channel="letter", information=QUESTION, letter=bundle())
    for name, reason in REASONS.items():
        assert name in page.text
        assert reason in page.text
    assert QUESTION in page.html
    assert list(StoredFile.objects.values_list("original_name", flat=True)) == ["kontrak.pdf"]


def test_a_unit_that_answers_hears_the_same(office: Any, at_desk: Any, desk: Any) -> None:
    """At the desk a refusal stores nothing: the act happens whole or not at all."""
    case = desk.in_process()
    page = at_desk("pelaksana_a").act(
        case, "answer_task", answer="Terlampir dokumennya.", documents=bundle()
    )
    for name, reason in REASONS.items():
        assert name in page.text
        assert reason in page.text
    assert "Terlampir dokumennya." in page.html
    assert not CaseDocument.objects.filter(kind="unit_answer").exists()


def test_nothing_is_readable_where_it_lies(citizen: Browser, media_root: Any) -> None:
    """Identity papers are encrypted, and no stored name tells what a file is."""
    page = citizen.open(START)
    for slug in ("siapa", "identitas"):
        page = answer(page, slug)
    page.form("identity").submit(identity=[upload("ktp-siti.pdf", PDF)])
    stored = [path for path in media_root.rglob("*") if path.is_file()]
    assert len(stored) == 1
    assert "ktp" not in str(stored[0].relative_to(media_root))
    assert PDF not in stored[0].read_bytes()


def test_a_filled_form_is_complete_without_any_file(citizen: Browser) -> None:
    """What shows that the refusals above are about the files."""
    assert fill_in(citizen).url == CHECK


def test_nothing_of_an_upload_stays_behind_for_another_request(desk: Any, at_desk: Any) -> None:
    """Threads share the declared fields: what one officer uploaded must not wait in them."""
    from requests_app.draft_forms import PartForm

    case = desk.in_process(units=False)
    page = at_desk("petugas").open(f"/meja/permohonan/{case.pk}/jawaban/")
    page.form("bagian-0-text").submit(
        button="simpan", bagian__0__outcome="granted", bagian__0__uploads=[upload("a.pdf", PDF)]
    )
    assert case.documents.count() == 1
    declared: Any = PartForm.base_fields["uploads"]
    assert declared.accepted == []
