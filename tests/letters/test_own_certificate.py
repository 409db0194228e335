"""The body signs with its own certificate: by default, in the background, or not at all."""

from __future__ import annotations

import io
import logging
import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from ppid_portal.clock import now
from ppid_portal.files.services import open_bytes
from ppid_portal.letters import services
from ppid_portal.letters.errors import SigningFailed
from ppid_portal.letters.models import Letter
from ppid_portal.letters.render import SIGNATURE_FIELD
from ppid_portal.letters.signing import certificates, inspection
from ppid_portal.letters.signing.inspection import Trust
from ppid_portal.letters.signing.models import Certificate

pytestmark = pytest.mark.any_database

Issue = Callable[..., Letter]


@pytest.fixture
def own(settings: Any, tmp_path: Path) -> Path:
    """A certificate file of this test alone, not made yet."""
    path = tmp_path / "kunci" / "badan.p12"
    settings.SIGNING_CERTIFICATE = path
    settings.SIGNING_PASSWORD = "sandi-uji"
    return path


def content_of(letter: Letter) -> bytes:
    assert letter.pdf is not None
    return open_bytes(letter.pdf)


def root_of(letter: Letter) -> x509.Certificate:
    assert letter.certificate is not None
    return x509.load_pem_x509_certificate(letter.certificate.pem.encode())


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("letters", *args, stdout=out)
    return out.getvalue()


# -- signed ------------------------------------------------------------------------------------


def test_it_works(issue: Issue) -> None:
    letter = services.render(issue().pk)
    assert letter.is_ready
    assert letter.signed_by == "own"
    (found,) = inspection.signatures(content_of(letter), roots=[root_of(letter)])
    assert found.valid
    assert found.trust is Trust.TRUSTED
    assert found.certificate == root_of(letter)
    assert found.stamp is None


def test_what_is_stored_and_hashed_is_the_signed_pdf(issue: Issue) -> None:
    """Domain 4.3: nothing is stamped after signing."""
    import hashlib

    letter = services.render(issue().pk)
    assert hashlib.sha256(content_of(letter)).hexdigest() == letter.sha256


def test_the_certificate_says_whose_it_is(issue: Issue) -> None:
    services.render(issue().pk)
    row = Certificate.objects.get()
    assert row.subject == "PPID Kementerian Sekretariat Negara"
    assert "PRIVATE" not in row.pem
    services.render(issue().pk)
    assert Certificate.objects.count() == 1


def test_the_signature_has_its_place_in_the_letter(issue: Issue) -> None:
    """A visible block that a reader can press, tagged and named for a screen reader."""
    letter = services.render(issue().pk)
    reader = PdfReader(io.BytesIO(content_of(letter)))
    (field,) = [
        annotation.get_object()
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object().get("/FT") == "/Sig"
    ]
    left, bottom, right, top = (float(number) for number in field["/Rect"])
    assert right - left > 150
    assert top - bottom > 30
    assert field["/T"] == SIGNATURE_FIELD
    assert field["/TU"] == "Tanda tangan elektronik Ketua PPID"
    assert field["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"
    assert "/StructParent" in field
    text = " ".join(reader.pages[-1].extract_text().split())
    assert "Disahkan melalui portal PPID pada Senin, 30 Maret 2026" in text
    assert "secara elektronik dengan sertifikat Kementerian Sekretariat Negara" in text


def test_the_bsre_sentence_is_not_printed(issue: Issue) -> None:
    """Domain 4.3: without BSrE the portal must not print its sentence."""
    letter = services.render(issue().pk)
    reader = PdfReader(io.BytesIO(content_of(letter)))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "BSrE" not in text
    assert "Balai" not in text


@pytest.mark.parametrize("place", [100, 5_000, -200])
def test_a_change_of_one_byte_breaks_the_signature(issue: Issue, place: int) -> None:
    letter = services.render(issue().pk)
    changed = bytearray(content_of(letter))
    changed[place] ^= 1
    try:
        found = inspection.signatures(bytes(changed), roots=[root_of(letter)])
    except inspection.Unreadable:
        return
    assert not any(signature.valid for signature in found)


def test_something_added_behind_breaks_it_too(issue: Issue) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    letter = services.render(issue().pk)
    writer = IncrementalPdfFileWriter(io.BytesIO(content_of(letter)))
    writer.root["/PageLayout"] = writer.root["/Lang"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    (found,) = inspection.signatures(out.getvalue(), roots=[root_of(letter)])
    assert not found.valid


@pytest.mark.qpdf
def test_qpdf_finds_no_fault_in_a_signed_letter(issue: Issue, tmp_path: Path) -> None:
    path = tmp_path / "surat.pdf"
    path.write_bytes(content_of(services.render(issue().pk)))
    result = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_letter_without_a_place_for_it_is_signed_all_the_same(issue: Issue) -> None:
    letter = issue()
    html = "<html lang='id'><head><title>Uji</title></head><body><p>Isi</p></body></html>"
    from ppid_portal.letters.render import render_pdf
    from ppid_portal.letters.signing.own import OwnCertificate

    signed = OwnCertificate().sign(render_pdf(html), letter)
    (found,) = inspection.signatures(signed.pdf, roots=[signed.certificate])
    assert found.valid


# -- the file of the key -----------------------------------------------------------------------


def test_the_command_makes_a_certificate_that_only_its_owner_reads(own: Path, office: Any) -> None:
    text = run("certificate")
    assert "PPID Kementerian Sekretariat Negara" in text
    assert "berlaku sampai" in text
    assert own.stat().st_mode & 0o777 == 0o600
    assert own.parent.stat().st_mode & 0o777 == 0o700
    assert b"Kementerian" not in own.read_bytes(), "the password protects it"
    made = certificates.load()
    assert made.certificate.not_valid_after_utc > now() + timedelta(days=3 * 364)
    assert [path.name for path in own.parent.iterdir()] == [own.name]


def test_it_replaces_a_certificate_only_when_told_to_and_keeps_the_former(
    own: Path, office: Any, issue: Issue
) -> None:
    run("certificate")
    former, old = own.read_bytes(), services.render(issue().pk)
    with pytest.raises(CommandError, match="--replace"):
        run("certificate")
    assert own.read_bytes() == former
    run("certificate", "--replace")
    (kept,) = [path for path in own.parent.iterdir() if path != own]
    assert kept.read_bytes() == former
    assert kept.stat().st_mode & 0o777 == 0o600
    new = services.render(issue().pk)
    assert new.certificate_id != old.certificate_id
    (found,) = inspection.signatures(content_of(old), roots=[root_of(old)])
    assert found.valid, "what the former one signed stays signed"


def test_production_keeps_no_key_without_a_password(own: Path, office: Any, settings: Any) -> None:
    settings.PRODUCTION, settings.SIGNING_PASSWORD = True, ""
    with pytest.raises(CommandError, match="SIGNING_PASSWORD"):
        run("certificate")
    assert not own.exists()


def test_it_tells_how_the_certificate_stands(own: Path, office: Any, travel: Any) -> None:
    run("certificate", "--years", "1")
    ends = certificates.load().certificate.not_valid_after_utc
    assert "berlaku sampai" in run("certificate", "--check")
    travel(ends - timedelta(days=31))
    assert not certificates.standing().ending
    travel(ends - timedelta(days=29))
    assert certificates.standing().ending
    assert "segera perbarui" in run("certificate", "--check")
    travel(ends + timedelta(seconds=1))
    with pytest.raises(CommandError, match="berakhir"):
        run("certificate", "--check")


def test_a_pem_file_with_key_and_certificate_will_do(own: Path, office: Any, issue: Issue) -> None:
    made = certificates.make()
    key = certificates.load().key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"sandi-uji"),
    )
    own.write_bytes(key + made.public_bytes(serialization.Encoding.PEM))
    assert services.render(issue().pk).is_ready


# -- nothing to sign with ----------------------------------------------------------------------


def waits_with(letter: Letter, words: str) -> None:
    """The letter is issued, has its number, and waits for its PDF with this reason."""
    before = letter.number
    letter = services.render(letter.pk)
    assert letter.status == "queued"
    assert letter.pdf is None
    assert letter.number == before
    assert words in letter.error
    assert list(services.failed()) == [letter]


def comes_later(letter: Letter, travel: Any) -> None:
    """The sweep makes it when the trouble is over, once and under the same number."""
    number = letter.number
    travel(now() + timedelta(hours=2))
    assert services.sweep() == {"rendered": 1, "waiting": 0}
    assert services.sweep() == {"rendered": 0, "waiting": 0}
    letter.refresh_from_db()
    assert letter.is_ready
    assert letter.number == number


def test_without_a_key_file_the_letter_waits(
    own: Path, issue: Issue, settings: Any, travel: Any
) -> None:
    settings.SIGNING_MAKES_CERTIFICATE = False
    letter = issue()
    waits_with(letter, "no certificate to sign with")
    assert "manage.py letters certificate" in certificates.standing().words
    certificates.make()
    comes_later(letter, travel)


def test_a_key_that_others_may_read_is_not_used(own: Path, issue: Issue, travel: Any) -> None:
    certificates.make()
    own.chmod(0o640)
    letter = issue()
    waits_with(letter, "may be read by others")
    assert not certificates.standing().usable
    own.chmod(0o600)
    comes_later(letter, travel)


def test_a_key_file_that_cannot_be_read_is_said(own: Path, issue: Issue) -> None:
    own.mkdir(parents=True, mode=0o700)
    waits_with(issue(), "cannot be read")


@pytest.mark.parametrize("content", [b"", b"bukan kunci", b"-----BEGIN CERTIFICATE-----\n"])
def test_a_damaged_key_file_is_said(own: Path, issue: Issue, content: bytes) -> None:
    own.parent.mkdir(mode=0o700)
    own.touch(mode=0o600)
    own.write_bytes(content)
    waits_with(issue(), "wrong password or damaged")


def test_a_wrong_password_is_said_and_not_repeated(own: Path, issue: Issue, settings: Any) -> None:
    certificates.make()
    settings.SIGNING_PASSWORD = "keliru-sekali"
    letter = issue()
    waits_with(letter, "wrong password or damaged")
    assert "keliru-sekali" not in Letter.objects.get(pk=letter.pk).error


def test_an_expired_certificate_signs_nothing(own: Path, issue: Issue, travel: Any) -> None:
    certificates.make(not_before=datetime(2020, 1, 1, tzinfo=UTC), years=1)
    travel(now() + timedelta(days=366))
    letter = issue()
    waits_with(letter, "not valid now")
    certificates.make(replace=True)
    comes_later(letter, travel)


def test_a_signature_outlives_its_certificate(own: Path, issue: Issue, travel: Any) -> None:
    """Signed while it was valid, looked at when it no longer is."""
    from ppid_portal.letters import verification

    certificates.make(years=1)
    letter = services.render(issue().pk)
    travel(now() + timedelta(days=500))
    result = verification.compare([content_of(letter)], letter)
    assert result.verdict == "genuine"
    assert result.signature_holds is True
    (expired,) = inspection.signatures(content_of(letter), roots=[root_of(letter)], moment=now())
    assert expired.trust is Trust.EXPIRED


def test_of_two_that_make_the_first_certificate_one_wins(
    own: Path, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = certificates.make

    def overtaken(**options: Any) -> Any:
        real(**options)
        return real(**options)

    monkeypatch.setattr(certificates, "make", overtaken)
    assert certificates.load().certificate.subject


# -- killed in the middle ----------------------------------------------------------------------


def test_killed_between_signing_and_storing_nothing_is_lost_or_numbered_twice(
    issue: Issue, monkeypatch: pytest.MonkeyPatch, travel: Any, media_root: Path
) -> None:
    letter = issue()

    class Killed(BaseException):
        """As a kill ends a process: nothing catches it."""

    def killed(*args: Any, **kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(services, "remember", killed)
        with pytest.raises(Killed):
            services.render(letter.pk)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.pdf_id) == ("queued", 0, None)
    comes_later(letter, travel)
    assert issue().number.startswith("B-2/"), "the next number is the next one"


def test_the_log_names_neither_person_nor_password(
    own: Path, issue: Issue, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    certificates.make()
    settings.SIGNING_PASSWORD = "keliru-sekali"
    with caplog.at_level(logging.DEBUG):
        services.render(issue("receipt").pk)
    assert "keliru-sekali" not in caplog.text
    assert "Rahayu" not in caplog.text


def test_the_error_of_a_missing_key_names_no_folder(own: Path, settings: Any) -> None:
    settings.SIGNING_MAKES_CERTIFICATE = False
    with pytest.raises(SigningFailed) as failed:
        certificates.load()
    assert os.sep not in str(failed.value)
