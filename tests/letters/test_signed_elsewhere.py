"""A letter signed outside of the portal counts only when nothing about it is wrong."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from ppid_portal.audit.models import AuditEntry
from ppid_portal.files.services import open_bytes
from ppid_portal.letters import samples, services
from ppid_portal.letters.models import Letter
from ppid_portal.letters.render import SIGNATURE_FIELD, render_pdf
from ppid_portal.letters.signing import elsewhere
from ppid_portal.letters.signing.certificates import OwnKey
from ppid_portal.letters.signing.people import plain_name
from ppid_portal.sop.errors import Refused
from tests.letters.certificates import Authority

pytestmark = pytest.mark.any_database

Issue = Callable[..., Letter]


@pytest.fixture
def authority(settings: Any, tmp_path: Path) -> Authority:
    """The one authority that the portal believes."""
    settings.SIGNING_ROOTS = tmp_path / "induk"
    settings.SIGNING_ROOTS.mkdir()
    found = Authority.found()
    path = settings.SIGNING_ROOTS / "induk.pem"
    path.write_bytes(found.certificate.public_bytes(Encoding.PEM))
    return found


@pytest.fixture
def letter(issue: Issue, settings: Any) -> Letter:
    settings.LETTERS_SIGNED_ELSEWHERE = ["extension"]
    return services.render(issue().pk)


def prepared(letter: Letter) -> bytes:
    assert letter.prepared is not None
    return open_bytes(letter.prepared)


def signed(pdf: bytes, by: OwnKey, **changes: Any) -> bytes:
    """What a signing program makes of a PDF: the signature is appended in its field."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.timestamps import HTTPTimeStamper

    from ppid_portal.letters.signing.pades import _HeldKey

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if change := changes.get("change"):
        change(writer)
    meta = PdfSignatureMetadata(
        field_name=changes.get("field", SIGNATURE_FIELD),
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
    )
    stamper = HTTPTimeStamper(changes["tsa"]) if "tsa" in changes else None
    return PdfSigner(meta, signer=_HeldKey(by), timestamper=stamper).sign_pdf(writer).getvalue()


def owner(letter: Letter) -> str:
    return letter.signatory_name.upper()


# -- waiting -----------------------------------------------------------------------------------


def test_it_waits_with_its_number_and_without_a_pdf(letter: Letter) -> None:
    assert letter.status == "unsigned"
    assert letter.number.startswith("B-1/")
    assert (letter.pdf, letter.sha256, letter.signed_by) == (None, "", "")
    assert services.render(letter.pk).status == "unsigned"
    assert services.sweep() == {"rendered": 0, "waiting": 0}


def test_the_prepared_pdf_keeps_a_place_free_and_claims_no_signature(letter: Letter) -> None:
    reader = PdfReader(io.BytesIO(prepared(letter)))
    field = reader.get_fields() or {}
    assert field[SIGNATURE_FIELD]["/FT"] == "/Sig"
    assert "/V" not in field[SIGNATURE_FIELD]
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Disahkan" not in text
    assert "ditandatangani secara elektronik" not in text


def test_the_verification_page_says_that_it_is_not_in_force(client: Client, letter: Letter) -> None:
    text = client.get(letter.verification_path).content.decode()
    assert "menunggu tanda tangan dan belum berlaku" in text


# -- accepted ----------------------------------------------------------------------------------


def test_it_works(letter: Letter, authority: Authority, office: Any, client: Client) -> None:
    content = signed(prepared(letter), authority.give(owner(letter)))
    done = elsewhere.hand_in(letter, content, actor=office.actor(office.petugas))
    assert done.is_ready
    assert done.signed_by == "elsewhere"
    assert done.sha256 == hashlib.sha256(content).hexdigest()
    assert done.certificate is not None
    assert done.certificate.subject.startswith(owner(letter))
    assert done.pdf is not None
    assert open_bytes(done.pdf) == content
    entry = AuditEntry.objects.get(verb="hand_in_letter")
    assert entry.subject == done.number
    page = client.post(
        done.verification_path, {"berkas": SimpleUploadedFile("surat.pdf", content)}
    ).content.decode()
    assert "Asli." in page
    assert "Tanda tangan elektronik di dalamnya sah" in page


def test_whoever_waits_for_the_letter_gets_it_then(
    letter: Letter, authority: Authority, office: Any
) -> None:
    from ppid_portal.letters.signals import letter_rendered

    heard: list[Letter] = []

    def hear(letter: Letter, **_: Any) -> None:
        heard.append(letter)

    letter_rendered.connect(hear)
    try:
        content = signed(prepared(letter), authority.give(owner(letter)))
        elsewhere.hand_in(letter, content, actor=office.actor(office.petugas))
    finally:
        letter_rendered.disconnect(hear)
    assert heard == [letter]


def test_a_signature_in_a_field_of_its_own_will_do(
    letter: Letter, authority: Authority, office: Any
) -> None:
    content = signed(prepared(letter), authority.give(owner(letter)), field="TTE")
    assert elsewhere.hand_in(letter, content, actor=office.actor(office.petugas)).is_ready


def test_a_letter_without_a_place_for_it_is_taken_too(
    issue: Issue, authority: Authority, office: Any, settings: Any
) -> None:
    """A power of attorney has a stamp and several hands, and no field."""
    settings.LETTERS_SIGNED_ELSEWHERE = ["power_of_attorney"]
    letter = services.render(issue("power_of_attorney").pk)
    content = signed(prepared(letter), authority.give(owner(letter)))
    assert elsewhere.hand_in(letter, content, actor=office.actor(office.petugas)).is_ready


@pytest.mark.parametrize(
    "name",
    ["Dr. Sekar Wulandari, M.A.", "SEKAR WULANDARI", "sekar  wulandari", "Drs. Sekar Wulandari"],
)
def test_titles_and_capitals_make_no_other_person(name: str) -> None:
    assert plain_name(name) == {"sekar", "wulandari"}


def test_a_list_without_the_certificate_proves_that_it_is_not_revoked(
    letter: Letter, authority: Authority, office: Any, settings: Any
) -> None:
    by = authority.give(owner(letter), revoked_at="http://127.0.0.1:9/dicabut.crl")
    listed = authority.revoke(at=datetime(2026, 1, 1, tzinfo=UTC))
    (settings.SIGNING_ROOTS / "dicabut.crl").write_bytes(listed)
    content = signed(prepared(letter), by)
    assert elsewhere.hand_in(letter, content, actor=office.actor(office.petugas)).is_ready


# -- refused -----------------------------------------------------------------------------------


def refused(letter: Letter, content: bytes, office: Any) -> str:
    with pytest.raises(Refused) as refusal:
        elsewhere.hand_in(letter, content, actor=office.actor(office.petugas))
    assert refusal.value.field == "berkas"
    letter.refresh_from_db()
    assert letter.status == "unsigned", "it goes on waiting"
    assert letter.pdf is None
    assert not AuditEntry.objects.filter(verb="hand_in_letter").exists()
    return refusal.value.message


def test_it_refuses_what_is_not_signed(letter: Letter, office: Any) -> None:
    assert "belum ditandatangani" in refused(letter, prepared(letter), office)
    assert "rusak" in refused(letter, prepared(letter) + b"\n%%EOF\n", office)


def test_it_refuses_another_document_though_well_signed(
    letter: Letter, authority: Authority, office: Any
) -> None:
    by = authority.give(owner(letter))
    other = render_pdf("<html lang='id'><title>Uji</title><body>Lain</body></html>")
    assert "bukan surat" in refused(letter, signed(other, by), office)
    assert "bukan surat" in refused(letter, b"bukan PDF", office)
    assert "bukan surat" in refused(letter, b"", office)


def test_it_refuses_another_letter_of_ours(
    letter: Letter, authority: Authority, office: Any, issue: Issue
) -> None:
    other = services.render(issue().pk)
    content = signed(prepared(other), authority.give(owner(letter)))
    assert "bukan surat" in refused(letter, content, office)


def test_it_refuses_what_was_changed_before_signing(
    letter: Letter, authority: Authority, office: Any
) -> None:
    """An official's signature under another text than the portal froze (invariant 5)."""

    def stamp(writer: Any) -> None:
        from pyhanko.pdf_utils import generic

        page = writer.root["/Pages"]["/Kids"][0].get_object()
        paint = generic.StreamObject(stream_data=b"1 0 0 rg 100 100 200 200 re f")
        page["/Contents"] = generic.ArrayObject(
            [page.raw_get("/Contents"), writer.add_object(paint)]
        )
        writer.update_container(page)

    content = signed(prepared(letter), authority.give(owner(letter)), change=stamp)
    assert content.startswith(prepared(letter))
    assert "isi surat ini diubah" in refused(letter, content, office)


# Not within the certificates that are sent along: no signature covers those.
@pytest.mark.parametrize("place", [-30, -200])
def test_it_refuses_what_was_changed_after_signing(
    letter: Letter, authority: Authority, office: Any, place: int
) -> None:
    content = bytearray(signed(prepared(letter), authority.give(owner(letter))))
    content[place] ^= 1
    refused(letter, bytes(content), office)


def test_it_refuses_what_was_added_after_signing(
    letter: Letter, authority: Authority, office: Any
) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(
        io.BytesIO(signed(prepared(letter), authority.give(owner(letter))))
    )
    writer.root["/PageLayout"] = writer.root["/Lang"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert "berubah sesudah ditandatangani" in refused(letter, out.getvalue(), office)


def test_it_refuses_a_changed_byte_within_the_letter(
    letter: Letter, authority: Authority, office: Any
) -> None:
    content = bytearray(signed(prepared(letter), authority.give(owner(letter))))
    content[3000] ^= 1
    assert "bukan surat" in refused(letter, bytes(content), office)


def test_it_refuses_the_wrong_signer(letter: Letter, authority: Authority, office: Any) -> None:
    content = signed(prepared(letter), authority.give("ORANG LAIN"))
    words = refused(letter, content, office)
    assert "ORANG LAIN" in words
    assert f"harus ditandatangani {letter.signatory_name}" in words


def test_it_refuses_an_authority_that_nobody_named(
    letter: Letter, authority: Authority, office: Any
) -> None:
    stranger = Authority.found("Induk Palsu")
    words = refused(letter, signed(prepared(letter), stranger.give(owner(letter))), office)
    assert "tidak diterbitkan oleh penyelenggara yang dipercayai" in words
    assert "Induk Palsu" in words


def test_it_refuses_everybody_while_no_authority_is_named(
    letter: Letter, office: Any, settings: Any, tmp_path: Path
) -> None:
    settings.SIGNING_ROOTS = tmp_path / "kosong"
    content = signed(prepared(letter), Authority.found().give(owner(letter)))
    assert "tidak diterbitkan oleh penyelenggara" in refused(letter, content, office)


def test_it_refuses_an_expired_certificate(
    letter: Letter, authority: Authority, office: Any
) -> None:
    by = authority.give(owner(letter), ends=datetime(2021, 1, 1, tzinfo=UTC))
    assert "tidak berlaku pada hari ini" in refused(letter, signed(prepared(letter), by), office)


def test_it_refuses_a_revoked_certificate(
    letter: Letter, authority: Authority, office: Any, settings: Any
) -> None:
    by = authority.give(owner(letter), revoked_at="http://127.0.0.1:9/dicabut.crl")
    listed = authority.revoke(by, at=datetime(2026, 1, 1, tzinfo=UTC))
    (settings.SIGNING_ROOTS / "dicabut.crl").write_bytes(listed)
    assert "sudah dicabut" in refused(letter, signed(prepared(letter), by), office)


def test_it_refuses_a_certificate_of_which_revocation_is_not_known(
    letter: Letter, authority: Authority, office: Any
) -> None:
    by = authority.give(owner(letter), revoked_at="http://127.0.0.1:9/dicabut.crl")
    words = refused(letter, signed(prepared(letter), by), office)
    assert "Belum dapat dipastikan" in words


def test_it_refuses_a_second_time_and_a_withdrawn_letter(
    letter: Letter, authority: Authority, office: Any, issue: Issue
) -> None:
    by = authority.give(owner(letter))
    content = signed(prepared(letter), by)
    actor = office.actor(office.petugas)
    elsewhere.hand_in(letter, content, actor=actor)
    with pytest.raises(Refused, match="tidak sedang menunggu"):
        elsewhere.hand_in(letter, content, actor=actor)
    other = services.render(issue().pk)
    services.withdraw(other, actor=office.actor(office.ketua), reason="Keliru")
    with pytest.raises(Refused, match="tidak sedang menunggu"):
        elsewhere.hand_in(other, signed(prepared(other), by), actor=actor)
    assert Letter.objects.get(pk=other.pk).number.startswith("B-2/"), "it keeps its number"


# -- at the desk -------------------------------------------------------------------------------


def upload(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"berkas": SimpleUploadedFile("surat.pdf", content, "application/pdf")}


def test_the_office_takes_it_out_and_hands_it_in(
    letter: Letter, authority: Authority, office: Any, client_as: Any
) -> None:
    clerk = client_as(office.petugas)
    address = reverse("desk:sign", args=[letter.pk])
    page = clerk.get(address)
    assert page.status_code == 200
    assert letter.number in page.content.decode()
    taken = clerk.get(reverse("files:download", args=[letter.prepared_id]))
    assert taken.content == prepared(letter)
    again = clerk.post(address, upload(taken.content))
    assert again.status_code == 400
    assert "belum ditandatangani" in again.content.decode()
    done = clerk.post(address, upload(signed(taken.content, authority.give(owner(letter)))))
    assert done["Location"] == reverse("desk:case", args=[letter.case_id])
    letter.refresh_from_db()
    assert letter.is_ready
    assert clerk.get(address).status_code == 302


def test_the_case_leads_there(letter: Letter, office: Any, client_as: Any) -> None:
    from ppid_portal.desk.documents import letters_of
    from ppid_portal.desk.members import Member
    from ppid_portal.people.actors import actors_of

    member = Member(office.petugas, actors_of(office.petugas))
    (row,) = letters_of(member, letter.case)
    assert row.url == reverse("desk:sign", args=[letter.pk])
    assert row.note == "Menunggu tanda tangan"


def test_nobody_else_gets_it(
    letter: Letter, office: Any, client_as: Any, client: Client, case: Any
) -> None:
    session = client.session
    session["opened_cases"] = {str(case.pk): case.link_version}
    session.save()
    file = reverse("files:download", args=[letter.prepared_id])
    assert client.get(file).status_code == 404, "the applicant reads what is in force"
    page = reverse("desk:sign", args=[letter.pk])
    for person in (office.outsider, office.pelaksana_a):
        assert client_as(person).get(file).status_code == 404
        assert client_as(person).get(page).status_code in (403, 404)
        assert client_as(person).post(page, upload(b"%PDF-")).status_code in (403, 404)
    assert client.get(page).status_code == 302


@pytest.mark.parametrize("content", [b"", b"MZ\x90"])
def test_what_is_no_pdf_is_refused_beside_the_field(
    letter: Letter, office: Any, client_as: Any, content: bytes
) -> None:
    page = client_as(office.petugas).post(reverse("desk:sign", args=[letter.pk]), upload(content))
    assert page.status_code == 400
    assert "id_berkas_error" in page.content.decode()


def test_the_samples_have_no_kind_that_waits_unasked(settings: Any) -> None:
    assert settings.LETTERS_SIGNED_ELSEWHERE == []
    assert "extension" in samples.contexts()
