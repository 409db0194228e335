"""A file goes to whom a room vouches for, and to nobody else."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from ppid_portal.audit import services as audit
from ppid_portal.audit.models import AuditEntry
from ppid_portal.files import access
from ppid_portal.files.models import StoredFile
from ppid_portal.files.services import store
from ppid_portal.people.actors import Actor
from tests.files.samples import PDF, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def file() -> StoredFile:
    """An ordinary attachment."""
    return store(upload("Rencana rahasia.pdf", PDF), purpose="attachment")


@pytest.fixture
def card() -> StoredFile:
    """An identity document."""
    return store(upload("KTP.pdf", PDF), purpose="identity")


@pytest.fixture
def checkers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The rooms that have a say; none at first."""
    rooms: list[Any] = []
    monkeypatch.setattr(access, "_checkers", rooms)
    return rooms


def staff_only(request: HttpRequest, file: StoredFile) -> bool | None:
    """Vouch for the secretariat."""
    return True if str(request.user) == "Rina Wulandari" else None


def url(file: StoredFile) -> str:
    """Return where the file is fetched."""
    return reverse("files:download", args=[file.pk])


def test_it_is_fetched_under_berkas(file: StoredFile) -> None:
    """By a number that nobody can guess."""
    assert url(file) == f"/berkas/{file.pk}/"


def test_nobody_gets_a_file_that_nobody_vouches_for(
    client: Client, client_as: Any, office: Any, file: StoredFile, checkers: list[Any]
) -> None:
    """Not the public, not staff, not the administrator."""
    office.petugas.is_superuser = office.petugas.is_staff = True
    office.petugas.save()
    assert client.get(url(file)).status_code == 404
    assert client_as(office.petugas).get(url(file)).status_code == 404


def test_it_goes_to_whom_a_room_vouches_for(
    client: Client, client_as: Any, office: Any, file: StoredFile, checkers: list[Any]
) -> None:
    """As a download, of the type of its content, never sniffed and never cached."""
    checkers.append(staff_only)
    answer = client_as(office.petugas).get(url(file))
    assert answer.status_code == 200
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Rencana rahasia.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]
    assert client_as(office.ketua).get(url(file)).status_code == 404
    assert client.get(url(file)).status_code == 404


def test_one_objection_outweighs_every_yes(
    client_as: Any, office: Any, file: StoredFile, checkers: list[Any]
) -> None:
    """A restricted case stays closed, whoever else would open it."""
    checkers += [staff_only, lambda request, file: False]
    assert client_as(office.petugas).get(url(file)).status_code == 404


def test_a_refusal_looks_like_a_file_that_never_was(
    client: Client, file: StoredFile, checkers: list[Any]
) -> None:
    """Neither name nor existence leaks."""
    refused = client.get(url(file))
    unknown = client.get(reverse("files:download", args=[uuid.uuid4()]))
    assert refused.status_code == unknown.status_code == 404
    assert b"rahasia" not in refused.content
    assert "Content-Disposition" not in refused
    assert client.get("/berkas/bukan-nomor/").status_code == 404


def test_it_is_only_read(
    client_as: Any, office: Any, file: StoredFile, checkers: list[Any]
) -> None:
    """No other verb."""
    checkers.append(staff_only)
    assert client_as(office.petugas).post(url(file)).status_code == 405


def test_a_name_in_any_script_survives_the_header(
    client_as: Any, office: Any, checkers: list[Any]
) -> None:
    """RFC 6266; and no line of its own."""
    checkers.append(staff_only)
    file = store(upload("surat – Juni\r\nX: y.pdf", PDF), purpose="attachment")
    answer = client_as(office.petugas).get(url(file))
    assert "filename*=utf-8''surat%20%E2%80%93%20Juni" in answer["Content-Disposition"]
    assert "X" not in answer


def test_reading_an_identity_document_is_recorded(
    client_as: Any, office: Any, card: StoredFile, checkers: list[Any]
) -> None:
    """UU 27/2022: who looked, in which role, at what; never whose or which number."""
    checkers.append(staff_only)
    assert client_as(office.petugas).get(url(card)).status_code == 200
    entry = AuditEntry.objects.get(verb="view")
    assert entry.stream.startswith("access:")
    assert (entry.user_id, entry.role) == (office.petugas.pk, "tim_sekretariat_ppid")
    assert (entry.subject, entry.data) == (f"file:{card.pk}", {"what": "identity"})
    assert "KTP" not in str(entry.data)


def test_reading_any_other_file_is_not(
    client_as: Any, office: Any, file: StoredFile, checkers: list[Any]
) -> None:
    """The record stays readable."""
    checkers.append(staff_only)
    client_as(office.petugas).get(url(file))
    assert not AuditEntry.objects.exists()


def test_a_look_that_is_refused_is_not_recorded_as_one(
    client_as: Any, office: Any, card: StoredFile, checkers: list[Any]
) -> None:
    """Nothing was seen."""
    assert client_as(office.petugas).get(url(card)).status_code == 404
    assert not AuditEntry.objects.exists()


def test_without_a_record_there_is_no_look(
    client_as: Any,
    office: Any,
    card: StoredFile,
    checkers: list[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """If it cannot be written down it is not shown."""

    def fail(*args: Any) -> None:
        raise RuntimeError

    checkers.append(staff_only)
    monkeypatch.setattr(audit, "record_view", fail)
    with pytest.raises(RuntimeError):
        client_as(office.petugas).get(url(card))


def test_an_applicant_reads_in_the_role_that_the_room_names(
    client: Client, card: StoredFile, checkers: list[Any]
) -> None:
    """Applicants have no account; the room that knows the secret link says who reads."""

    def by_link(request: HttpRequest, file: StoredFile) -> bool | None:
        request.reader = Actor.applicant(17, "Siti Aminah")  # type: ignore[attr-defined]
        return True

    checkers.append(by_link)
    assert client.get(url(card)).status_code == 200
    entry = AuditEntry.objects.get(verb="view")
    assert (entry.role, entry.name, entry.user_id) == ("pemohon", "", None)


def test_a_room_has_one_say(checkers: list[Any]) -> None:
    """Registering twice, as a reload does, changes nothing."""
    access.register(staff_only)
    access.register(staff_only)
    assert checkers == [staff_only]
