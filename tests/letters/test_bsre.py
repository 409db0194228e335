"""BSrE signs for officials: against a stand-in of its service, with everything that goes wrong."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from ppid_portal.clock import now
from ppid_portal.files.services import open_bytes
from ppid_portal.letters import services
from ppid_portal.letters.models import Letter
from ppid_portal.letters.render import render_pdf
from tests.letters.certificates import Authority
from tests.letters.esign import ESign
from tests.letters.test_signed_elsewhere import signed

pytestmark = pytest.mark.any_database

Issue = Callable[..., Letter]
SENTENCE = "menggunakan sertifikat elektronik yang diterbitkan oleh Balai Besar Sertifikasi"


@pytest.fixture
def authority() -> Authority:
    return Authority.found("BSrE Uji")


@pytest.fixture
def service(settings: Any, tmp_path: Path, office: Any, authority: Authority) -> Iterator[ESign]:
    """The service, and an official whom it knows: Ketua PPID."""
    office.ketua.nip = "197504122000122001"
    office.ketua.save()
    official = authority.give(office.ketua.name.upper())
    found = ESign(lambda pdf: signed(pdf, official, field="BSrE"))
    settings.LETTER_SIGNER = "bsre"
    settings.BSRE_URL = found.address
    settings.BSRE_TIMEOUT = 5
    settings.BSRE_SIGNERS = tmp_path / "bsre.json"
    know(settings, {office.ketua.nip: {"nik": found.nik, "passphrase": found.passphrase}})
    yield found
    found.close()


def know(settings: Any, officials: dict[str, Any], password: str = ESign.password) -> None:
    """Write the file that names the officials, and how the portal is let in."""
    held = {"user": ESign.user, "password": password, "officials": officials}
    settings.BSRE_SIGNERS.touch(mode=0o600)
    settings.BSRE_SIGNERS.write_text(json.dumps(held))


def text_of(letter: Letter) -> str:
    assert letter.pdf is not None
    reader = PdfReader(io.BytesIO(open_bytes(letter.pdf)))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def waits(letter: Letter, words: str, *, minutes: int) -> None:
    """It waits so long, says why, and keeps its number."""
    before = now()
    letter = services.render(letter.pk)
    assert (letter.status, letter.pdf) == ("queued", None)
    assert words in letter.error
    assert letter.next_try_at is not None
    assert (
        timedelta(0)
        <= letter.next_try_at - before - timedelta(minutes=minutes)
        < timedelta(minutes=1)
    )


# -- signed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_number", [False, True])
def test_it_works(service: ESign, issue: Issue, office: Any, by_number: bool) -> None:
    service.by_number = by_number
    letter = services.render(issue().pk)
    assert letter.is_ready, letter.error
    assert letter.signed_by == "bsre"
    assert letter.certificate is not None
    assert letter.certificate.subject.startswith(office.ketua.name.upper())
    assert letter.certificate.issuer.startswith("BSrE Uji")


def test_only_then_its_sentence_is_printed(service: ESign, issue: Issue, settings: Any) -> None:
    """Domain 4.3: without BSrE the portal must not print the BSrE sentence."""
    assert SENTENCE in text_of(services.render(issue().pk))
    settings.LETTER_SIGNER = "own"
    assert "BSrE" not in text_of(services.render(issue().pk))


def test_it_sends_what_the_service_expects(service: ESign, issue: Issue) -> None:
    services.render(issue().pk)
    (asked,) = service.asked
    assert set(asked) == {"nik", "passphrase", "tampilan", "file"}
    assert asked["nik"].decode() == service.nik
    assert asked["tampilan"] == b"invisible"
    assert asked["file"].startswith(b"%PDF-1.7")


def test_a_certificate_signs_the_letters_of_its_owner_only(
    service: ESign, issue: Issue, office: Any
) -> None:
    letter = services.render(issue(signatory=office.actor(office.petugas)).pk)
    assert letter.signed_by == "own"
    assert service.asked == []


def test_the_verification_page_names_the_official(
    service: ESign, issue: Issue, client: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    letter = services.render(issue().pk)
    assert letter.pdf is not None
    upload = SimpleUploadedFile("surat.pdf", open_bytes(letter.pdf))
    text = client.post(letter.verification_path, {"berkas": upload}).content.decode()
    assert "Tanda tangan elektronik di dalamnya sah" in text
    assert "BSrE Uji" in text


# -- what goes wrong ---------------------------------------------------------------------------


def test_a_wrong_passphrase_is_not_tried_again_soon(
    service: ESign, issue: Issue, settings: Any, office: Any
) -> None:
    """Three wrong ones close the certificate of an official."""
    know(settings, {office.ketua.nip: {"nik": service.nik, "passphrase": "keliru"}})
    letter = issue()
    waits(letter, "refused the passphrase", minutes=60)
    assert services.sweep() == {"rendered": 0, "waiting": 0}
    assert len(service.asked) == 1


def test_an_unknown_official_is_said(
    service: ESign, issue: Issue, settings: Any, office: Any
) -> None:
    know(settings, {office.ketua.nip: {"nik": "1", "passphrase": service.passphrase}})
    waits(issue(), "does not know the official", minutes=60)


def test_a_wrong_password_of_the_portal_is_said(
    service: ESign, issue: Issue, settings: Any, office: Any
) -> None:
    official = {"nik": service.nik, "passphrase": service.passphrase}
    know(settings, {office.ketua.nip: official}, password="lain")
    waits(issue(), "refused the portal's user", minutes=60)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_service_in_trouble_is_tried_again_and_then_signs(
    service: ESign, issue: Issue, travel: Any, status: int
) -> None:
    service.answer = (status, "text/html", b"<h1>Bad Gateway</h1>")
    letter = issue()
    waits(letter, f"error {status}", minutes=1)
    service.answer = None
    travel(now() + timedelta(minutes=2))
    assert services.sweep() == {"rendered": 1, "waiting": 0}
    assert Letter.objects.get(pk=letter.pk).number == letter.number
    assert issue().number.startswith("B-2/"), "nothing was numbered twice"


def test_a_service_that_hangs_is_given_up(service: ESign, issue: Issue, settings: Any) -> None:
    settings.BSRE_TIMEOUT = 0.2
    service.hangs = True
    waits(issue(), "did not answer", minutes=1)


def test_a_service_that_is_not_there(service: ESign, issue: Issue, settings: Any) -> None:
    settings.BSRE_URL = "http://127.0.0.1:9"
    waits(issue(), "did not answer", minutes=1)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/pdf", b""),
        ("application/pdf", b"<html>"),
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/json", b'{"id_dokumen": "tidak-ada"}'),
        ("text/plain", b"\xff\xfe"),
    ],
)
def test_garbage_is_no_letter(service: ESign, issue: Issue, kind: str, content: bytes) -> None:
    service.answer = (200, kind, content)
    waits(issue(), "BSrE answered with", minutes=1)


def test_a_pdf_that_cannot_be_read_is_no_letter(service: ESign, issue: Issue) -> None:
    service.answer = (200, "application/pdf", b"%PDF-1.7\nrusak")
    waits(issue(), "cannot be read", minutes=1)


def test_the_pdf_without_a_signature_is_no_letter(service: ESign, issue: Issue) -> None:
    service.sign = lambda pdf: pdf
    waits(issue(), "without a whole signature", minutes=1)


def test_another_pdf_though_signed_is_no_letter(
    service: ESign, issue: Issue, authority: Authority, office: Any
) -> None:
    other = render_pdf("<html lang='id'><title>Uji</title><body>Lain</body></html>")
    by = authority.give(office.ketua.name)
    service.sign = lambda _pdf: signed(other, by)
    waits(issue(), "another PDF", minutes=1)


def test_a_pdf_changed_after_signing_is_no_letter(
    service: ESign, issue: Issue, authority: Authority, office: Any
) -> None:
    by = authority.give(office.ketua.name)

    def change(pdf: bytes) -> bytes:
        content = bytearray(signed(pdf, by))
        content[-200] ^= 1
        return bytes(content)

    service.sign = change
    letter = services.render(issue().pk)
    assert letter.pdf is None
    assert letter.error.startswith("SigningFailed")


def test_a_signature_of_somebody_else_is_no_letter(
    service: ESign, issue: Issue, authority: Authority
) -> None:
    service.sign = lambda pdf: signed(pdf, authority.give("ORANG LAIN"))
    waits(issue(), "in the name of somebody else", minutes=60)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "bukan json",
        "[]",
        '{"user": "a", "password": "b"}',
        '{"user": "a", "password": "b", "officials": {"NIP": 1}}',
        '{"user": "a", "password": "b", "officials": {"NIP": {"nik": "1"}}}',
    ],
)
def test_a_broken_list_of_officials_is_said(
    service: ESign, issue: Issue, settings: Any, office: Any, content: str
) -> None:
    settings.BSRE_SIGNERS.write_text(content.replace("NIP", office.ketua.nip))
    waits(issue(), "bsre.json cannot be read", minutes=1)


def test_a_list_that_others_may_read_is_not_used(
    service: ESign, issue: Issue, settings: Any
) -> None:
    settings.BSRE_SIGNERS.chmod(0o644)
    waits(issue(), "may be read by others", minutes=1)


def test_neither_passphrase_nor_nik_is_told_to_anybody(
    service: ESign, issue: Issue, caplog: pytest.LogCaptureFixture, settings: Any, office: Any
) -> None:
    """Invariant 6."""
    know(settings, {office.ketua.nip: {"nik": service.nik, "passphrase": "Keliru#Sekali"}})
    with caplog.at_level(logging.DEBUG):
        letter = services.render(issue().pk)
    said = caplog.text + letter.error + letter.last_error
    for secret in (service.nik, "Keliru#Sekali", service.password):
        assert secret not in said
