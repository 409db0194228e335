"""Issued PDFs stay what they were; one that does not is found, told, and never forgotten."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppid_portal.clock import heartbeat
from ppid_portal.letters import archive, services, tasks
from ppid_portal.letters.models import Letter
from ppid_portal.mail import daily
from ppid_portal.people.crypto import encrypt_bytes
from ppid_portal.sop.models import Case
from tests.conftest import Office, Once
from tests.letters.conftest import issuer

pytestmark = pytest.mark.usefixtures("rendered")

Issue = Callable[..., Letter]


@pytest.fixture(scope="module")
def rendered(once: Once, office_once: Office, case_once: int) -> list[int]:
    """Issue and render three letters; return their keys."""
    with once():
        issue = issuer(Case.objects.get(pk=case_once), office_once)
        return [services.render(issue().pk).pk for _ in range(3)]


@pytest.fixture
def letters(rendered: list[int], db: None) -> list[Letter]:
    return [Letter.objects.get(pk=pk) for pk in rendered]


def place(letter: Letter, media_root: Path) -> Path:
    assert letter.pdf is not None
    return media_root / "stored" / letter.pdf.path


def verify() -> str:
    out = io.StringIO()
    call_command("letters", "verify", stdout=out)
    return out.getvalue()


def test_it_finds_all_as_they_were_issued(letters: list[Letter]) -> None:
    assert verify().startswith("3 PDF surat masih")
    assert not archive.damaged().exists()


@pytest.mark.parametrize("how", ["replaced", "garbled", "gone"])
def test_it_names_what_changed_and_fails(letters: list[Letter], media_root: Path, how: str) -> None:
    path = place(letters[1], media_root)
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(encrypt_bytes(b"%PDF-1.7 lain") if how == "replaced" else b"x")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 dari 3"):
        call_command("letters", "verify", stdout=out)
    assert letters[1].number in out.getvalue()
    (found,) = archive.damaged()
    assert found == letters[1]
    assert found.damage == ("missing" if how == "gone" else "changed")


def test_a_changed_row_of_the_file_does_not_hide_it(
    letters: list[Letter], media_root: Path
) -> None:
    """Whoever changes the file may change its row too; the letter has a hash of its own."""
    import hashlib

    from ppid_portal.files.models import StoredFile

    forged = b"%PDF-1.7 lain"
    place(letters[0], media_root).write_bytes(encrypt_bytes(forged))
    StoredFile.objects.filter(pk=letters[0].pdf_id).update(
        sha256=hashlib.sha256(forged).hexdigest()
    )
    archive.check_sample()
    assert [each.damage for each in archive.damaged()] == ["changed"]


def test_a_restored_file_ends_the_alarm(letters: list[Letter], media_root: Path) -> None:
    path = place(letters[1], media_root)
    content = path.read_bytes()
    path.unlink()
    archive.check_sample()
    since = archive.damaged().get().damaged_at
    archive.check_sample()
    assert archive.damaged().get().damaged_at == since, "since it was found first"
    path.write_bytes(content)
    archive.check_sample()
    assert not archive.damaged().exists()


def test_each_night_those_are_looked_at_that_were_not_for_longest(
    letters: list[Letter], monkeypatch: pytest.MonkeyPatch, travel: Any
) -> None:
    """No letter is left out for good."""
    monkeypatch.setattr(archive, "SAMPLE", 2)
    before = {each.pk: each.checked_at for each in Letter.objects.all()}
    travel("2026-12-01 02:30")
    assert archive.check_sample() == {"checked": 2, "damaged": 0}
    seen = {each.pk for each in Letter.objects.all() if each.checked_at != before[each.pk]}
    assert seen == {letters[0].pk, letters[1].pk}
    travel("2026-12-02 02:30")
    archive.check_sample()
    assert Letter.objects.get(pk=letters[2].pk).checked_at != before[letters[2].pk]


def test_letters_without_a_pdf_are_no_damage(letters: list[Letter], issue: Issue) -> None:
    issue()
    assert archive.check_sample() == {"checked": len(letters), "damaged": 0}


def test_the_nightly_task_leaves_a_heartbeat(letters: list[Letter]) -> None:
    tasks.check_archive()
    assert heartbeat.age("archive") is not None
    assert heartbeat.expected()["archive"].days == 1


def test_looking_costs_a_query_or_two_per_letter(letters: list[Letter]) -> None:
    with CaptureQueriesContext(connection) as queries:
        archive.check_sample()
    assert len(queries) <= 1 + len(letters)


def test_the_supervisors_read_of_it_in_the_morning(letters: list[Letter], media_root: Path) -> None:
    place(letters[1], media_root).unlink()
    assert daily.report()["genuine"] == []
    archive.check_sample()
    report = daily.report()
    assert report["genuine"] == [f"PDF surat {letters[1].number}: berkasnya hilang"]
    assert not report["quiet"]


def test_the_supervisors_read_of_a_certificate_that_ends(
    monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    from ppid_portal.letters.signing import certificates

    standing = certificates.Standing(True, True, "sertifikat berakhir pada 1 Mei 2027")
    monkeypatch.setattr(certificates, "standing", lambda: standing)
    assert daily.report()["genuine"] == ["Sertifikat berakhir pada 1 Mei 2027"]


def test_it_stands_first_on_the_page_of_what_needs_attention(
    letters: list[Letter], media_root: Path, office: Any, client_as: Any
) -> None:
    place(letters[1], media_root).unlink()
    archive.check_sample()
    page = client_as(office.sekretaris).get("/meja/perhatian/")
    section = next(each for each in page.context["waiting"] if each.key == "surat-rusak")
    assert [row["number"] for row in section.rows] == [letters[1].number]
    assert section.danger
    text = page.content.decode()
    assert "berkasnya hilang" in text
    assert page.context["waiting"][0] is section


def test_what_waits_for_a_signature_is_listed(
    issue: Issue, settings: Any, office: Any, client_as: Any
) -> None:
    settings.LETTERS_SIGNED_ELSEWHERE = ["extension"]
    letter = services.render(issue().pk)
    page = client_as(office.sekretaris).get("/meja/perhatian/")
    section = next(
        each for each in page.context["waiting"] if each.key == "surat-menunggu-tanda-tangan"
    )
    assert [row["number"] for row in section.rows] == [letter.number]
    assert "tanda-tangan" in section.rows[0]["url"]
