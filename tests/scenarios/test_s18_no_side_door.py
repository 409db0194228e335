"""S18. No side door.

*Given* a confidential attachment, *when* an anonymous user, another applicant and a member of staff
of another unit try page, direct URL, search, the published list and an old link, *then* all are
denied, with no title or file name leaked.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ppid_portal.audit.models import AuditEntry
from ppid_portal.letters import tasks as letter_tasks
from ppid_portal.sop.access import code_of, secret_path
from ppid_portal.sop.models import Case, CaseDocument
from requests_app.models import InformationRequest
from tests.conftest import Office, Once
from tests.driver import PIXEL, Desk
from tests.scenarios.browser import Browser
from tests.scenarios.filing import file_online

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_sheet")]

TITLE = "Kontrak pengadaan gedung Wisma Purnama"
FILE_NAME = "lampiran-purnama.png"
SECRETS = (TITLE, "Purnama", "purnama", FILE_NAME)


@pytest.fixture(scope="module")
def filed(once: Once, office_once: Office) -> int:
    """A request that unit A works on, with a paper that only the office may see; its key."""
    with once("2026-03-09 10:00"):
        page, case = file_online(
            Browser(),
            informasi={
                "information": TITLE,
                "attachments": SimpleUploadedFile(FILE_NAME, PIXEL, content_type="image/png"),
            },
        )
        assert case.documents.count() == 1, page.text
        case.documents.update(audience=CaseDocument.Audience.CONFIDENTIAL)
        petugas, ketua = Browser.of(office_once.petugas), Browser.of(office_once.ketua)
        petugas.act(case, "confirm_complete")
        petugas.act(case, "register_request")
        ketua.act(case, "dispose", units=[office_once.unit_a.pk], direction="Siapkan dokumennya.")
        letter_tasks.sweep()
        case.refresh_from_db()
        assert case.state == "in_process"
        return case.pk


@pytest.fixture
def case(filed: int, desk: Desk) -> InformationRequest:
    return InformationRequest.objects.get(pk=filed)


def doors(case: InformationRequest) -> list[str]:
    """Every address under which something of the case could be had."""
    letters = list(case.letters.select_related("pdf"))
    return [
        f"/meja/berkas/{case.pk}/",
        f"/meja/persetujuan/{case.pk}/",
        f"/meja/permohonan/{case.pk}/jawaban/",
        f"/meja/permohonan/{case.pk}/pratinjau/surat-pemberitahuan/",
        f"/meja/loket/{case.public_id}/",
        f"/lacak/berkas/{case.public_id}/",
        f"/lacak/{case.public_id}/AAAAAAAAAAAAAAAAAAAA/",
        *(f"/berkas/{document.file_id}/" for document in case.documents.all()),
        *(f"/meja/surat/{letter.pk}/" for letter in letters),
        *(f"/berkas/{letter.pdf_id}/" for letter in letters if letter.pdf_id),
        *(f"/lacak/berkas/{case.public_id}/surat/{letter.public_id}/" for letter in letters),
        "/meja/cari/?q=Purnama",
        f"/meja/cari/?q={case.number}",
        "/meja/?milik=semua",
        "/meja/?milik=semua&teks=Purnama",
        "/meja/perhatian/",
        "/dip/?q=Purnama",
        "/dip/saran/?q=Wisma+Purnama",
        "/",
        "/lacak/",
        "/permohonan/terkirim/",
    ]


def leaked(browser: Browser, case: InformationRequest) -> dict[str, list[str]]:
    """Try every door and return what came out of which."""
    found = {}
    for door in doors(case):
        response = browser.open(door).response
        text = response.content.decode(errors="replace") + str(
            response.headers.get("Content-Disposition", "")
        )
        # What somebody typed into a search box is shown back to the same person.
        query = door.partition("?")[2]
        hits = [secret for secret in SECRETS if secret in text and secret not in query]
        if response.content == PIXEL or response.content.startswith(b"%PDF"):
            hits.append("the file itself")
        if hits:
            found[door] = hits
    return found


def test_an_anonymous_visitor(case: InformationRequest) -> None:
    assert leaked(Browser(), case) == {}


def test_another_applicant(case: InformationRequest) -> None:
    """Somebody with a case, a session and a secret link of their own."""
    stranger = Browser()
    _page, other = file_online(stranger, identitas={"name": "Budi", "nik": "3171230101900002"})
    stranger.open(secret_path(other))
    assert leaked(stranger, case) == {}
    form = stranger.open("/lacak/").form("code")
    page = form.submit(number=case.number, code=code_of(other))
    assert "tidak cocok" in page.text
    token = secret_path(other).rstrip("/").rpartition("/")[2]
    assert stranger.open(f"/lacak/{case.public_id}/{token}/").status == 404


@pytest.mark.parametrize("who", ["pelaksana_b", "hukum", "outsider"])
def test_staff_who_have_nothing_to_do_with_it(
    case: InformationRequest, at_desk: Any, who: str
) -> None:
    assert leaked(at_desk(who), case) == {}


@pytest.mark.parametrize("who", ["pelaksana_a", "pimpinan_a"])
def test_the_unit_that_works_on_it_sees_the_case_but_not_the_paper(
    case: InformationRequest, at_desk: Any, who: str
) -> None:
    unit = at_desk(who)
    page = unit.case(case)
    assert page.status == 200
    assert FILE_NAME not in page.html
    assert "Siti Aminah" not in page.html, "a unit answers without knowing who asks"
    document = case.documents.get()
    assert unit.open(f"/berkas/{document.file_id}/").status == 404
    for letter in case.letters.filter(audience="applicant"):
        assert unit.open(f"/meja/surat/{letter.pk}/").status == 404
        assert unit.open(f"/berkas/{letter.pdf_id}/").status == 404


def test_the_office_may(case: InformationRequest, at_desk: Any) -> None:
    """What shows that the doors above lead somewhere."""
    document = case.documents.get()
    officer = at_desk("petugas")
    assert officer.open(f"/berkas/{document.file_id}/").response.content == PIXEL
    assert TITLE in officer.case(case).html
    assert FILE_NAME in officer.case(case).html


def test_the_applicants_old_link_is_worthless_once_renewed(case: InformationRequest) -> None:
    """Link, code and the browser that was already in: all closed at once."""
    applicant = Browser()
    old_link, old_code = secret_path(case), code_of(case)
    assert TITLE in applicant.open(old_link).text
    Case.objects.filter(pk=case.pk).update(link_version=case.link_version + 1)
    assert leaked(applicant, case) == {}
    assert applicant.open(old_link).status == 404
    page = Browser().open("/lacak/").form("code").submit(number=case.number, code=old_code)
    assert "tidak cocok" in page.text
    case.refresh_from_db()
    assert TITLE in Browser().open(secret_path(case)).text


def test_a_restricted_case_is_closed_to_colleagues_too(
    case: InformationRequest, at_desk: Any
) -> None:
    """Marked as restricted: only the heads, and whoever works on it already."""
    Case.objects.filter(pk=case.pk).update(restricted=True)
    for who in ("petugas_2", "sekretaris", "pelaksana_b"):
        assert leaked(at_desk(who), case) == {}, who
    for who in ("petugas", "ketua", "atasan"):
        assert TITLE in at_desk(who).case(case).html


def test_identity_papers_are_for_the_office_and_each_look_is_recorded(
    case: InformationRequest, at_desk: Any
) -> None:
    """UU 27/2022: also of the applicant's own attachment, were it filed under the wrong kind."""
    from ppid_portal.files.services import store

    stored = store(PIXEL, purpose="identity", name="ktp-purnama.png", content_type="image/png")
    CaseDocument.objects.create(
        case_id=case.pk, file=stored, kind="attachment", audience=CaseDocument.Audience.IDENTITY
    )
    assert at_desk("pelaksana_a").open(f"/berkas/{stored.pk}/").status == 404
    assert "ktp-purnama" not in at_desk("pelaksana_a").case(case).html
    assert leaked(Browser(), case) == {}
    assert at_desk("petugas").open(f"/berkas/{stored.pk}/").status == 200
    look = AuditEntry.objects.get(verb="view", subject=f"file:{stored.pk}")
    assert look.name == "Rina Wulandari"


def test_a_verification_page_names_no_person(case: InformationRequest) -> None:
    """Public by its nature: number, date, kind and signatory, nothing of the request."""
    for letter in case.letters.all():
        page = Browser().open(f"/verifikasi/{letter.verification_code}/")
        assert letter.number in page.text
        for secret in (*SECRETS, "Siti Aminah", "siti@contoh.example"):
            assert secret not in page.html
