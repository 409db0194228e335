"""/verifikasi/: what anybody who holds a letter may learn, and what not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ppid_portal.files.services import open_bytes
from ppid_portal.letters import samples, services
from ppid_portal.letters.models import Letter
from ppid_portal.letters.views import TRIES
from ppid_portal.sop.models import Case
from tests.conftest import Office, Once
from tests.letters.conftest import issuer

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("rendered")]

Issue = Callable[..., Letter]


@pytest.fixture(scope="module")
def rendered(once: Once, office_once: Office, case_once: int) -> int:
    """Issue and render a letter that all look at; return its key."""
    with once():
        issue = issuer(Case.objects.get(pk=case_once), office_once)
        return services.render(issue("receipt").pk).pk


@pytest.fixture
def letter(rendered: int, db: None) -> Letter:
    return Letter.objects.get(pk=rendered)


@pytest.fixture
def pdf(letter: Letter) -> bytes:
    assert letter.pdf is not None
    return open_bytes(letter.pdf)


def upload(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"berkas": SimpleUploadedFile("surat.pdf", content, "application/pdf")}


def test_it_confirms_number_date_kind_signatory_and_body(client: Client, letter: Letter) -> None:
    page = client.get(letter.verification_path)
    assert page.status_code == 200
    for words in (
        letter.number,
        "Senin, 30 Maret 2026",
        letter.title,
        letter.signatory_name,
        "Ketua PPID",
        "Kementerian Sekretariat Negara",
        letter.sha256,
    ):
        assert words in page.content.decode()


def test_it_never_says_to_whom(client: Client, letter: Letter, pdf: bytes) -> None:
    """Invariant 6: no personal data on public pages."""
    for page in (
        client.get(letter.verification_path),
        client.post(letter.verification_path, upload(pdf)),
        client.post(reverse("letters:verify_index"), upload(pdf)),
    ):
        text = page.content.decode()
        assert letter.number in text
        for secret in (
            samples.APPLICANT.name,
            samples.APPLICANT.email,
            samples.APPLICANT.address,
            "Bandung",
            "K7QM-3XWD-9RTP",
        ):
            assert secret not in text


def test_the_same_file_is_said_to_be_genuine(client: Client, letter: Letter, pdf: bytes) -> None:
    text = client.post(letter.verification_path, upload(pdf)).content.decode()
    assert "Asli." in text
    assert "sama persis" in text
    assert "Tanda tangan elektronik di dalamnya sah" in text
    assert "PPID Kementerian Sekretariat Negara" in text
    assert "govuk-notification-banner--success" in text


@pytest.mark.parametrize("place", [0, 1000, -1])
@pytest.mark.parametrize("by_code", [True, False])
def test_one_changed_byte_is_said_to_be_altered(
    client: Client, letter: Letter, pdf: bytes, place: int, by_code: bool
) -> None:
    """Domain 4.3: any change to a signed PDF breaks it. Found with or without the code."""
    changed = bytearray(pdf)
    changed[place] ^= 1
    address = letter.verification_path if by_code else reverse("letters:verify_index")
    page = client.post(address, upload(bytes(changed)))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Berubah: isi berkas Anda tidak sama" in text
    assert letter.number in text
    assert "sama persis" not in text
    assert "govuk-notification-banner--success" not in text


def test_what_was_added_behind_the_letter_is_said(
    client: Client, letter: Letter, pdf: bytes
) -> None:
    """A viewer may append a note without touching a byte of what was signed."""
    text = client.post(letter.verification_path, upload(pdf + b"\n%catatan")).content.decode()
    assert "sesuatu ditambahkan pada berkas ini" in text
    assert "sama persis" not in text


def test_the_file_alone_finds_its_letter(client: Client, letter: Letter, pdf: bytes) -> None:
    page = client.post(reverse("letters:verify_index"), upload(pdf))
    assert letter.number in page.content.decode()


def test_a_file_that_is_not_ours_is_said_to_be_foreign(client: Client, letter: Letter) -> None:
    for content in (
        b"%PDF-1.7 surat orang lain",
        b"bukan PDF",
        b"Kode verifikasi 0000-0000-0000-0000",
    ):
        found = client.post(reverse("letters:verify_index"), upload(content)).content.decode()
        assert "Bukan dari kami" in found
        assert letter.number not in found
        asked = client.post(letter.verification_path, upload(content)).content.decode()
        assert "Bukan dari kami" in asked


def test_the_file_of_another_letter_is_said_to_be_that(
    client: Client, letter: Letter, issue: Issue
) -> None:
    other = services.render(issue("extension").pk)
    assert other.pdf is not None
    content = open_bytes(other.pdf)
    for shown in (content, content + b" "):
        text = client.post(letter.verification_path, upload(shown)).content.decode()
        assert "Surat lain" in text
        assert other.verification_path in text
        assert "govuk-notification-banner--success" not in text


def test_the_compared_file_is_not_kept(client: Client, letter: Letter, pdf: bytes) -> None:
    from ppid_portal.files.models import StoredFile

    before = StoredFile.objects.count()
    client.post(letter.verification_path, upload(pdf + b"x"))
    assert StoredFile.objects.count() == before


def test_a_letter_without_pdf_is_known_already(client: Client, issue: Issue) -> None:
    """The page works while the renderer is down."""
    letter = issue()
    page = client.get(letter.verification_path)
    assert letter.number in page.content.decode()
    assert "masih disiapkan" in page.content.decode()
    compared = client.post(letter.verification_path, upload(b"%PDF-1.7"))
    assert "Belum dapat dibandingkan" in compared.content.decode()


def test_a_withdrawn_letter_says_so(
    client: Client, letter: Letter, office: Any, pdf: bytes
) -> None:
    services.withdraw(letter, actor=office.actor(office.ketua), reason="Keliru")
    page = client.post(letter.verification_path, upload(pdf))
    text = page.content.decode()
    assert "Surat ini telah ditarik" in text
    assert "Asli, tetapi sudah ditarik" in text
    assert "Tanda tangan elektronik di dalamnya sah" in text
    assert letter.number in text, "it keeps its number"
    assert "Keliru" not in text
    assert "govuk-notification-banner--success" not in text


@pytest.mark.parametrize(
    "code", ["0000-0000-0000-0000", "salah", "x" * 300, "../../etc", "%00", "<script>"]
)
def test_an_unknown_code_is_said_clearly(client: Client, db: None, code: str) -> None:
    page = client.get(f"/verifikasi/{code.replace('/', '%2F')}/")
    assert page.status_code == 404
    assert "<script>" not in page.content.decode().split("<main", 1)[-1]


def test_the_unknown_page_says_what_to_do(client: Client, db: None) -> None:
    text = client.get("/verifikasi/0000-0000-0000-0000/").content.decode()
    assert "Kode ini tidak dikenal" in text
    assert "Periksa penulisannya" in text


def test_a_code_typed_carelessly_finds_its_letter(client: Client, letter: Letter) -> None:
    typed = letter.verification_code.lower().replace("-", " ").replace("0", "o")
    page = client.get(reverse("letters:verify_index"), {"kode": typed}, follow=True)
    assert page.redirect_chain[-1][0] == letter.verification_path
    assert letter.number in page.content.decode()


def test_a_wrong_code_keeps_what_was_typed(client: Client, db: None) -> None:
    page = client.get(reverse("letters:verify_index"), {"kode": "7H2K"})
    text = page.content.decode()
    assert "16 huruf dan angka" in text
    assert 'value="7H2K"' in text


def test_an_empty_upload_is_explained(client: Client, letter: Letter) -> None:
    assert "Pilih berkas PDF" in client.post(letter.verification_path).content.decode()
    assert "0 bita" in client.post(letter.verification_path, upload(b"")).content.decode()


def test_no_search_engine_keeps_it(client: Client, letter: Letter) -> None:
    page = client.get(letter.verification_path)
    assert "noindex" in page["X-Robots-Tag"]
    assert page["Referrer-Policy"] == "same-origin", "with no-referrer the form's Origin is null"
    assert "no-store" in page["Cache-Control"]


def test_guessing_is_slowed_down_per_address(client: Client, letter: Letter) -> None:
    for _ in range(TRIES):
        assert client.get("/verifikasi/0000-0000-0000-0000/").status_code == 404
    tired = client.get(letter.verification_path)
    assert tired.status_code == 429
    assert letter.number not in tired.content.decode()
    assert "Tunggu satu menit" in tired.content.decode()
    assert client.get(reverse("letters:verify_index")).status_code == 200
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert other.get(letter.verification_path).status_code == 200


def test_behind_a_proxy_the_address_that_the_proxy_saw_counts(
    client: Client, letter: Letter, settings: Any
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for number in range(TRIES):
        client.get(
            "/verifikasi/0000-0000-0000-0000/",
            headers={"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.1"},
        )
    path = letter.verification_path
    forged = client.get(path, headers={"X-Forwarded-For": "203.0.113.5, 192.0.2.1"})
    assert forged.status_code == 429
    other = client.get(path, headers={"X-Forwarded-For": "192.0.2.1, 192.0.2.2"})
    assert other.status_code == 200


def test_a_dead_cache_turns_nobody_away(
    client: Client, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ppid_portal.letters import throttle

    def dead(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("cache")

    monkeypatch.setattr(throttle.cache, "add", dead)
    assert client.get(letter.verification_path).status_code == 200


@pytest.mark.every_database
def test_looking_changes_nothing(client: Client, letter: Letter) -> None:
    """Invariant 4."""
    with CaptureQueriesContext(connection) as queries:
        client.get(letter.verification_path)
    assert len(queries) < 10
    assert not [q for q in queries.captured_queries if not q["sql"].startswith("SELECT")]


def test_it_needs_no_script(client: Client, letter: Letter) -> None:
    text = client.get(letter.verification_path).content.decode()
    main = text.split("<main", 1)[1].split("</main", 1)[0]
    assert "<script" not in main
    assert "onclick" not in main
    assert "style=" not in main


# -- the PDF itself ----------------------------------------------------------------------------


def download(browser: Client, letter: Letter) -> int:
    return browser.get(reverse("files:download", args=[letter.pdf_id])).status_code


def test_the_pdf_is_for_the_office_and_not_for_the_world(
    client: Client, letter: Letter, client_as: Any, office: Any
) -> None:
    assert download(client, letter) == 404
    assert download(client_as(office.outsider), letter) == 404
    assert download(client_as(office.ketua), letter) == 200
    assert download(client_as(office.petugas), letter) == 200


def test_a_unit_reads_only_the_memorandum(
    letter: Letter, issue: Issue, client_as: Any, office: Any, case: Any
) -> None:
    """Units answer without knowing who asks."""
    from ppid_portal.clock import now
    from ppid_portal.sop.models import WorkItem

    WorkItem.objects.create(
        case=case,
        step="request.4",
        role="ppid_pelaksana",
        unit=office.unit_a,
        label="Jawab",
        opened_at=now(),
        counted_since=now(),
    )
    memo = services.render(issue("memorandum").pk)
    sheet = services.render(issue("disposition").pk)
    unit = client_as(office.pelaksana_a)
    assert download(unit, memo) == 200
    assert download(unit, sheet) == 404
    assert download(unit, letter) == 404
    assert download(client_as(office.pelaksana_b), memo) == 404


def test_the_applicant_reads_own_letters_and_no_internal_ones(
    client: Client, letter: Letter, issue: Issue, case: Any
) -> None:
    memo = services.render(issue("memorandum").pk)
    session = client.session
    session["opened_cases"] = {str(case.pk): case.link_version}
    session.save()
    assert download(client, letter) == 200
    assert download(client, memo) == 404
    session["opened_cases"] = {str(case.pk): case.link_version - 1}
    session.save()
    assert download(client, letter) == 404
