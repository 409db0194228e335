"""Whether a certificate was revoked: asked where a letter is handed in, and where it is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ppid_portal.clock import now
from ppid_portal.files.services import open_bytes
from ppid_portal.letters import services, verification
from ppid_portal.letters.models import Letter
from ppid_portal.letters.signing import elsewhere, inspection
from ppid_portal.letters.signing.certificates import OwnKey
from ppid_portal.sop.errors import Refused
from tests.letters.authorities import Services, listing, stamping, telling
from tests.letters.certificates import Authority
from tests.letters.test_signed_elsewhere import owner, prepared, signed

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("one_sheet")]

Issue = Callable[..., Letter]
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def online() -> Iterator[Services]:
    """The services of the authority; what was not set up does not answer."""
    found = Services()
    yield found
    found.close()


@pytest.fixture
def authority(settings: Any, tmp_path: Path) -> Authority:
    settings.SIGNING_ONLINE_CHECKS = True
    settings.SIGNING_ROOTS = tmp_path / "induk"
    settings.SIGNING_ROOTS.mkdir()
    found = Authority.found()
    root = found.certificate.public_bytes(Encoding.PEM)
    (settings.SIGNING_ROOTS / "induk.pem").write_bytes(root)
    return found


@pytest.fixture
def letter(issue: Issue, settings: Any) -> Letter:
    settings.LETTERS_SIGNED_ELSEWHERE = ["extension"]
    return services.render(issue(at=now()).pk)


Give = Callable[[], OwnKey]


@pytest.fixture(params=["ocsp", "crl"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def by(way: str, authority: Authority, online: Services, letter: Letter) -> OwnKey:
    """The official's certificate, which says where its revocation is published."""
    where = {"asked_at" if way == "ocsp" else "revoked_at": online.address(f"/{way}")}
    return authority.give(owner(letter), **where)


def says(
    online: Services, way: str, authority: Authority, by: OwnKey, revoked_at: datetime | None
) -> None:
    """Let the authority publish how the certificate stands."""
    if way == "ocsp":
        online.answers["/ocsp"] = telling(authority, lambda: by, revoked_at)
    else:
        revoked = [by] if revoked_at else []
        online.answers["/crl"] = listing(authority, *revoked, at=revoked_at or LONG_AGO)


def handed_in(letter: Letter, content: bytes, office: Any) -> Letter:
    return elsewhere.hand_in(letter, content, actor=office.actor(office.petugas))


def compared(client: Client, letter: Letter) -> str:
    """What the page of a letter says to whoever uploads its file, without what is remembered."""
    cache.clear()
    assert letter.pdf is not None
    upload = {"berkas": SimpleUploadedFile("surat.pdf", open_bytes(letter.pdf))}
    return client.post(letter.verification_path, upload).content.decode()


# -- handed in ---------------------------------------------------------------------------------


def test_it_works(
    letter: Letter, authority: Authority, online: Services, way: str, by: OwnKey, office: Any
) -> None:
    says(online, way, authority, by, None)
    done = handed_in(letter, signed(prepared(letter), by), office)
    assert done.is_ready
    assert online.asked == [f"/{way}"], "one file asks once"


def test_a_revoked_certificate_is_refused(
    letter: Letter, authority: Authority, online: Services, way: str, by: OwnKey, office: Any
) -> None:
    says(online, way, authority, by, LONG_AGO)
    with pytest.raises(Refused, match="sudah dicabut"):
        handed_in(letter, signed(prepared(letter), by), office)
    letter.refresh_from_db()
    assert letter.status == "unsigned"


@pytest.mark.parametrize("trouble", ["no answer", "not there", "nonsense", "another authority"])
def test_where_nobody_can_say_the_letter_goes_on_waiting(
    letter: Letter,
    authority: Authority,
    online: Services,
    way: str,
    by: OwnKey,
    office: Any,
    trouble: str,
) -> None:
    match trouble:
        case "not there":
            by = authority.give(
                owner(letter), asked_at="http://127.0.0.1:9/", revoked_at="http://127.0.0.1:9/"
            )
        case "nonsense":
            online.answers[f"/{way}"] = lambda body: ("application/octet-stream", b"entah")
        case "another authority":
            says(online, way, Authority.found("Induk Palsu"), by, None)
    with pytest.raises(Refused, match="Belum dapat dipastikan"):
        handed_in(letter, signed(prepared(letter), by), office)
    letter.refresh_from_db()
    assert letter.status == "unsigned"


def test_it_comes_in_when_the_authority_answers_again(
    letter: Letter, authority: Authority, online: Services, way: str, by: OwnKey, office: Any
) -> None:
    content = signed(prepared(letter), by)
    with pytest.raises(Refused):
        handed_in(letter, content, office)
    says(online, way, authority, by, None)
    assert handed_in(letter, content, office).is_ready


def test_nobody_is_asked_where_the_settings_do_not_say_so(
    letter: Letter,
    authority: Authority,
    online: Services,
    way: str,
    by: OwnKey,
    office: Any,
    settings: Any,
) -> None:
    settings.SIGNING_ONLINE_CHECKS = False
    says(online, way, authority, by, None)
    with pytest.raises(Refused, match="Belum dapat dipastikan"):
        handed_in(letter, signed(prepared(letter), by), office)
    assert online.asked == []


def test_a_certificate_that_nobody_vouches_for_sends_the_portal_nowhere(
    letter: Letter, authority: Authority, online: Services, office: Any
) -> None:
    """A file that somebody hands in does not choose which address the portal calls."""
    stranger = Authority.found("Induk Palsu")
    by = stranger.give(
        owner(letter), asked_at=online.address("/ocsp"), revoked_at=online.address("/crl")
    )
    with pytest.raises(Refused, match="tidak diterbitkan"):
        handed_in(letter, signed(prepared(letter), by), office)
    assert online.asked == []


def test_an_authority_that_hangs_is_not_waited_for_long(
    letter: Letter,
    authority: Authority,
    online: Services,
    way: str,
    by: OwnKey,
    office: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inspection, "_PATIENCE", 0.5)
    online.hangs = True
    with pytest.raises(Refused, match="Belum dapat dipastikan"):
        handed_in(letter, signed(prepared(letter), by), office)
    assert online.asked == [f"/{way}"], "it is asked once, not for every look at the file"


# -- checked by whoever holds the letter -------------------------------------------------------


@pytest.fixture
def issued(
    letter: Letter, authority: Authority, online: Services, way: str, by: OwnKey, office: Any
) -> Letter:
    """A letter whose certificate was good when it was handed in."""
    says(online, way, authority, by, None)
    return handed_in(letter, signed(prepared(letter), by), office)


def test_the_page_says_that_the_certificate_is_not_revoked(issued: Letter, client: Client) -> None:
    page = compared(client, issued)
    assert "Asli." in page
    assert "Tanda tangan elektronik di dalamnya sah" in page
    assert "Sertifikat itu tidak dicabut, menurut penerbitnya, Induk Uji, Badan Uji" in page
    assert "govuk-notification-banner--success" in page


def test_the_page_says_that_it_was_revoked_since_and_that_the_letter_holds(
    issued: Letter, authority: Authority, online: Services, way: str, by: OwnKey, client: Client
) -> None:
    assert issued.rendered_at is not None
    says(online, way, authority, by, issued.rendered_at + timedelta(seconds=1))
    page = compared(client, issued)
    assert "Tanda tangan elektronik di dalamnya sah" in page
    assert "Sertifikat itu dicabut pada" in page
    assert "sesudah surat ini ditandatangani" in page
    assert "govuk-notification-banner--success" in page


def test_the_page_says_that_it_was_revoked_before_the_letter_was_signed(
    issued: Letter, authority: Authority, online: Services, way: str, by: OwnKey, client: Client
) -> None:
    """The authority learns late that a key was stolen: what was signed since then is no good."""
    says(online, way, authority, by, LONG_AGO)
    page = compared(client, issued)
    assert "sudah dicabut pada 1 Januari 2026, sebelum surat ini ditandatangani" in page
    assert "Tanda tangan elektronik di dalamnya tidak sah" in page
    assert "dalamnya sah" not in page
    assert "govuk-notification-banner--success" not in page


def test_the_page_says_that_revocation_cannot_be_checked(
    issued: Letter, online: Services, client: Client
) -> None:
    online.answers.clear()
    page = compared(client, issued)
    assert "Tanda tangan elektronik di dalamnya sah" in page
    assert "Status pencabutan tidak dapat diperiksa" in page
    assert "Induk Uji" in page


def test_the_page_says_the_same_where_nobody_may_be_asked(
    issued: Letter, online: Services, client: Client, settings: Any
) -> None:
    settings.SIGNING_ONLINE_CHECKS = False
    online.asked.clear()
    assert "Status pencabutan tidak dapat diperiksa" in compared(client, issued)
    assert online.asked == []


def test_a_certificate_of_the_body_itself_has_nobody_to_revoke_it(
    issue: Issue, client: Client
) -> None:
    own = services.render(issue().pk)
    page = compared(client, own)
    assert "Tanda tangan elektronik di dalamnya sah" in page
    assert "pencabutan" not in page
    assert "dicabut" not in page


def test_one_certificate_is_asked_about_once_in_a_while(
    issued: Letter, online: Services, way: str, client: Client
) -> None:
    """Whoever uploads again and again does not make the portal call somebody each time."""
    online.asked.clear()
    compared(client, issued)
    assert issued.pdf is not None
    for _ in range(3):
        verification.compare([open_bytes(issued.pdf)], issued)
    assert online.asked == [f"/{way}"]


def test_a_foreign_file_asks_nobody(
    issued: Letter, authority: Authority, online: Services, by: OwnKey, client: Client
) -> None:
    online.asked.clear()
    other = signed(prepared(issued) + b"\n% lain\n", by)
    upload = {"berkas": SimpleUploadedFile("surat.pdf", other)}
    client.post(reverse("letters:verify_index"), upload)
    assert online.asked == []


def test_what_a_time_stamp_proves_outlives_a_revocation(
    letter: Letter,
    authority: Authority,
    online: Services,
    way: str,
    by: OwnKey,
    office: Any,
    client: Client,
) -> None:
    """Signed and stamped, revoked, and shown then: the stamp says that it was signed before."""
    stamper = stamping(authority, at=now() - timedelta(days=3))
    online.answers["/tsa"] = stamper
    says(online, way, authority, by, None)
    content = signed(prepared(letter), by, tsa=online.address("/tsa"))
    done = handed_in(letter, content, office)
    assert done.stamped_by == "Layanan Cap Waktu Uji, Badan Uji"
    says(online, way, authority, by, now() - timedelta(days=1))
    page = compared(client, done)
    assert "sesudah surat ini ditandatangani" in page
    assert "Waktunya dicap pada" in page
