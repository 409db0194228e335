"""The time of a signature, stamped by an authority (RFC 3161): believed only when it holds."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from pypdf import PdfReader

from ppid_portal.clock import now
from ppid_portal.files.services import open_bytes
from ppid_portal.letters import services
from ppid_portal.letters.errors import FrozenLetter
from ppid_portal.letters.models import Letter
from ppid_portal.letters.signing import inspection
from ppid_portal.letters.signing.trust import believed
from ppid_portal.operations import checks
from tests.letters.authorities import Services, babbling, refusing, stamping
from tests.letters.certificates import Authority

pytestmark = pytest.mark.any_database

Issue = Callable[..., Letter]
AT = "2026-03-30 09:31"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.found("Induk Cap Waktu Uji")


@pytest.fixture
def services_of() -> Iterator[Services]:
    found = Services()
    yield found
    found.close()


@pytest.fixture
def tsa(settings: Any, tmp_path: Path, authority: Authority, services_of: Services) -> Services:
    """An authority that the portal asks and believes, and which has not answered yet."""
    settings.SIGNING_ROOTS = tmp_path / "induk"
    settings.SIGNING_ROOTS.mkdir()
    root = authority.certificate.public_bytes(Encoding.PEM)
    (settings.SIGNING_ROOTS / "induk.pem").write_bytes(root)
    settings.TSA_URL = services_of.address("/tsa")
    settings.TSA_TIMEOUT = 2
    return services_of


def content_of(letter: Letter) -> bytes:
    assert letter.pdf is not None
    return open_bytes(letter.pdf)


def signature_of(letter: Letter) -> inspection.Signature:
    assert letter.certificate is not None
    root = x509.load_pem_x509_certificate(letter.certificate.pem.encode())
    (found,) = inspection.signatures(content_of(letter), roots=[root], stampers=believed())
    return found


# -- stamped -----------------------------------------------------------------------------------


def test_it_works(tsa: Services, authority: Authority, issue: Issue, travel: Any) -> None:
    moment = travel(AT)
    tsa.answers["/tsa"] = stamping(authority)
    letter = services.render(issue().pk)
    assert letter.is_ready, letter.error
    assert letter.stamped_at == moment
    assert letter.stamped_by == "Layanan Cap Waktu Uji, Badan Uji"
    found = signature_of(letter)
    assert found.valid
    assert found.stamp is not None
    assert (found.stamp.at, found.stamp.by) == (letter.stamped_at, letter.stamped_by)
    assert tsa.asked == ["/tsa"], "one letter asks once"


def test_the_stamp_stands_in_the_file_and_is_about_its_signature(
    tsa: Services, authority: Authority, issue: Issue, travel: Any
) -> None:
    """Read with another library than it was made with: the token is inside of the signature."""
    from asn1crypto import cms

    travel(AT)
    tsa.answers["/tsa"] = stamping(authority)
    letter = services.render(issue().pk)
    reader = PdfReader(io.BytesIO(content_of(letter)))
    (field,) = [each for each in (reader.get_fields() or {}).values() if each.get("/FT") == "/Sig"]
    held = cms.ContentInfo.load(bytes(field["/V"]["/Contents"]))["content"]["signer_infos"][0]
    stamps = [each for each in held["unsigned_attrs"] if "time_stamp" in each["type"].native]
    token = stamps[0]["values"][0]["content"]["encap_content_info"]["content"].parsed
    import hashlib

    imprint = hashlib.sha256(held["signature"].native).digest()
    assert token["message_imprint"]["hashed_message"].native == imprint
    assert token["gen_time"].native == letter.stamped_at


def test_the_verification_page_says_when_and_by_whom(
    tsa: Services, authority: Authority, issue: Issue, travel: Any, client: Client
) -> None:
    travel(AT)
    tsa.answers["/tsa"] = stamping(authority)
    letter = services.render(issue().pk)
    page = client.get(letter.verification_path).content.decode()
    assert "Cap waktu" in page
    assert "Senin, 30 Maret 2026 pukul 09.31 WIB" in page
    assert "menurut Layanan Cap Waktu Uji, Badan Uji" in page
    upload = {"berkas": SimpleUploadedFile("surat.pdf", content_of(letter))}
    compared = client.post(letter.verification_path, upload).content.decode()
    assert "Asli." in compared
    assert "Waktunya dicap pada Senin, 30 Maret 2026 pukul 09.31 WIB oleh Layanan Cap" in compared


def test_a_letter_without_a_stamp_says_nothing_of_one(issue: Issue, client: Client) -> None:
    letter = services.render(issue().pk)
    assert letter.is_ready
    assert letter.stamped_at is None
    assert "Cap waktu" not in client.get(letter.verification_path).content.decode()


def test_a_stamp_is_never_changed_afterwards(
    tsa: Services, authority: Authority, issue: Issue, travel: Any
) -> None:
    travel(AT)
    tsa.answers["/tsa"] = stamping(authority)
    letter = Letter.objects.get(pk=services.render(issue().pk).pk)
    letter.stamped_by = "Orang lain"
    with pytest.raises(FrozenLetter):
        letter.save()
    unstamped = issue()
    with pytest.raises(IntegrityError):
        Letter.objects.filter(pk=unstamped.pk).update(stamped_by="Tidak pernah")


def test_nobody_believes_the_stamp_of_an_authority_that_was_taken_out(
    tsa: Services, authority: Authority, issue: Issue, travel: Any, settings: Any
) -> None:
    travel(AT)
    tsa.answers["/tsa"] = stamping(authority)
    letter = services.render(issue().pk)
    (settings.SIGNING_ROOTS / "induk.pem").unlink()
    found = signature_of(letter)
    assert found.valid, "the signature of the body holds without it"
    assert found.stamp is None


# -- not stamped -------------------------------------------------------------------------------


def expired(authority: Authority) -> Any:
    ends = datetime(2026, 1, 31, tzinfo=UTC)
    return stamping(authority, by=authority.give("Cap Lama", stamps=True, ends=ends))


def not_for_stamps(authority: Authority) -> Any:
    from dataclasses import replace

    real = authority.give("Cap Waktu", stamps=True)
    other = authority.give("Bukan Cap Waktu")
    return stamping(authority, by=replace(real, certificate=other.certificate))


WRONG: dict[str, tuple[Callable[[Authority], Any], str]] = {
    "expired": (expired, "its certificate is not valid now"),
    "wrong imprint": (
        lambda authority: stamping(authority, about=b"\1" * 32),
        "stamped something else",
    ),
    "another authority": (
        lambda authority: stamping(Authority.found("Induk Palsu")),
        "no authority in SIGNING_ROOTS vouches",
    ),
    "another certificate": (not_for_stamps, "answered with no time stamp"),
    "another time": (
        lambda authority: stamping(authority, at=now() - timedelta(days=2)),
        "another time than this machine",
    ),
    "refused": (lambda authority: refusing, "did not answer"),
    "no time stamp": (lambda authority: babbling, "answered with no time stamp"),
    "out of order": (lambda authority: None, "did not answer"),
}


def is_wrong(tsa: Services, authority: Authority, how: str) -> str:
    """Have the authority answer wrongly; returns what the portal says of it."""
    make, words = WRONG[how]
    answer = make(authority)
    if answer is not None:
        tsa.answers["/tsa"] = answer
    return words


@pytest.mark.parametrize("how", WRONG)
def test_without_a_stamp_that_holds_the_letter_waits_and_nothing_is_lost(
    tsa: Services, authority: Authority, issue: Issue, travel: Any, how: str
) -> None:
    moment = travel(AT)
    words = is_wrong(tsa, authority, how)
    letter = issue()
    number = letter.number
    letter = services.render(letter.pk)
    assert (letter.status, letter.pdf, letter.number) == ("queued", None, number)
    assert words in letter.error
    assert letter.next_try_at is not None
    assert letter.next_try_at > moment
    assert list(services.failed()) == [letter]
    # The authority is mended; the sweep makes the letter, once and under its number.
    travel(moment + timedelta(hours=2))
    tsa.answers["/tsa"] = stamping(authority)
    assert services.sweep() == {"rendered": 1, "waiting": 0}
    assert services.sweep() == {"rendered": 0, "waiting": 0}
    letter.refresh_from_db()
    assert letter.is_ready
    assert letter.number == number
    assert letter.stamped_at == moment + timedelta(hours=2)


@pytest.mark.parametrize("how", WRONG)
def test_where_no_stamp_is_required_the_letter_is_signed_without(
    tsa: Services,
    authority: Authority,
    issue: Issue,
    travel: Any,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    travel(AT)
    settings.TSA_REQUIRED = False
    is_wrong(tsa, authority, how)
    with caplog.at_level(logging.WARNING):
        letter = services.render(issue().pk)
    assert letter.is_ready
    assert (letter.stamped_at, letter.stamped_by) == (None, "")
    assert letter.attempts == 0
    found = signature_of(letter)
    assert found.valid
    assert found.stamp is None
    assert f"Letter {letter.pk} is signed without a time stamp" in caplog.text


def test_an_authority_that_hangs_is_waited_for_as_long_as_is_set(
    tsa: Services, issue: Issue, settings: Any
) -> None:
    settings.TSA_TIMEOUT = 1
    tsa.hangs = True
    letter = services.render(issue().pk)
    assert letter.status == "queued"
    assert "did not answer" in letter.error


def test_an_authority_that_is_not_there(tsa: Services, issue: Issue, settings: Any) -> None:
    settings.TSA_URL = "http://127.0.0.1:9/tsa"
    assert "did not answer" in services.render(issue().pk).error


def test_a_certificate_that_ended_asks_for_no_stamp(
    tsa: Services, authority: Authority, issue: Issue, travel: Any, settings: Any, tmp_path: Path
) -> None:
    from ppid_portal.letters.signing import certificates

    settings.SIGNING_CERTIFICATE = tmp_path / "lama.p12"
    certificates.make(not_before=datetime(2020, 1, 1, tzinfo=UTC), years=1)
    travel(now() + timedelta(days=366))
    tsa.answers["/tsa"] = stamping(authority)
    assert "not valid now" in services.render(issue().pk).error
    assert tsa.asked == []


# -- set up ------------------------------------------------------------------------------------


def test_a_deployment_is_told_that_nobody_vouches_for_its_time_stamps(
    tsa: Services, settings: Any
) -> None:
    assert checks.signing_is_set_up(None) == []
    (settings.SIGNING_ROOTS / "induk.pem").unlink()
    (found,) = checks.signing_is_set_up(None)
    assert found.id == "ppid.W011"
    (settings.SIGNING_ROOTS / "induk.pem").write_bytes(b"bukan sertifikat")
    (broken,) = checks.signing_is_set_up(None)
    assert broken.id == "ppid.E013"
