"""What was accepted is kept encrypted, under a random name, as long as its row."""

from __future__ import annotations

import gc
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import transaction

from ppid_portal.clock import now
from ppid_portal.clock.models import Heartbeat
from ppid_portal.files import services
from ppid_portal.files.models import StoredFile
from ppid_portal.files.services import Missing, open_bytes, store
from ppid_portal.files.tasks import tidy
from tests.files.samples import PDF, upload

pytestmark = pytest.mark.django_db


def contents(media_root: Path) -> list[Path]:
    """Return every file in the store."""
    return [path for path in media_root.rglob("*") if path.is_file()]


def test_it_keeps_what_was_uploaded(media_root: Path, office: Any) -> None:
    """Name, size, hash of the plain content, who and what for."""
    file = store(upload("akta.pdf", PDF), purpose="attachment", actor=office.actor(office.petugas))
    again = StoredFile.objects.get(pk=file.pk)
    assert open_bytes(again) == PDF
    assert (again.original_name, again.size) == ("akta.pdf", len(PDF))
    assert again.uploaded_by == office.petugas
    assert (again.purpose, again.extension, again.encrypted) == ("attachment", "PDF", True)


def test_nothing_on_the_disk_tells_what_it_is(media_root: Path) -> None:
    """Neither the content nor the name; and only the portal's user may read it."""
    store(upload("KTP Siti Aminah.pdf", PDF), purpose="identity")
    (place,) = contents(media_root)
    assert b"PDF" not in place.read_bytes()
    assert "Siti" not in str(place)
    assert place.stat().st_mode & 0o077 == 0


def test_the_portal_keeps_what_it_made_itself() -> None:
    """Letters come as bytes."""
    file = store(PDF, purpose="letter", name="surat.pdf", content_type="application/pdf")
    assert open_bytes(file) == PDF
    assert file.content_type == "application/pdf"


def test_two_uploads_of_the_same_file_are_two(media_root: Path) -> None:
    """One may be deleted without the other."""
    first, second = (store(upload("a.pdf", PDF), purpose="attachment") for _ in range(2))
    assert first.path != second.path
    assert first.sha256 == second.sha256
    assert len(contents(media_root)) == 2


def test_content_goes_with_a_transaction_that_is_rolled_back(media_root: Path) -> None:
    """No row, no file: also inside a larger transaction that goes on."""
    with transaction.atomic():
        kept = store(upload("a.pdf", PDF), purpose="attachment")
        with transaction.atomic():
            store(upload("b.pdf", PDF), purpose="attachment")
            assert len(contents(media_root)) == 2
            transaction.set_rollback(True)
        gc.collect()
        assert len(contents(media_root)) == 1
    assert open_bytes(kept) == PDF


@pytest.mark.django_db(transaction=True)
def test_content_stays_with_a_transaction_that_is_committed(media_root: Path) -> None:
    """The real thing, without a test's transaction around it."""
    with transaction.atomic():
        file = store(upload("a.pdf", PDF), purpose="attachment")
    gc.collect()
    assert open_bytes(StoredFile.objects.get(pk=file.pk)) == PDF

    with transaction.atomic():
        store(upload("b.pdf", PDF), purpose="attachment")
        transaction.set_rollback(True)
    gc.collect()
    assert len(contents(media_root)) == 1

    store(upload("c.pdf", PDF), purpose="attachment")
    gc.collect()
    assert len(contents(media_root)) == StoredFile.objects.count() == 2

    services.delete(file)
    assert len(contents(media_root)) == 1


def test_a_row_that_cannot_be_stored_leaves_no_content(
    media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk was written first."""

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(StoredFile, "save", fail)
    with pytest.raises(RuntimeError):
        store(upload("a.pdf", PDF), purpose="attachment")
    gc.collect()
    assert contents(media_root) == []


def test_a_full_disk_leaves_no_half_file(media_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written beside and moved: all or nothing."""

    def full(descriptor: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store(upload("a.pdf", PDF), purpose="attachment")
    assert contents(media_root) == []
    assert not StoredFile.objects.exists()


def test_changed_or_missing_content_is_an_error(media_root: Path, settings: Any) -> None:
    """It is never served as if it were what was stored."""
    file = store(upload("a.pdf", PDF), purpose="attachment")
    (place,) = contents(media_root)
    place.write_bytes(Fernet(settings.FIELD_ENCRYPTION_KEYS[0].encode()).encrypt(b"lain"))
    with pytest.raises(Missing, match="not what was stored"):
        open_bytes(file)
    place.unlink()
    with pytest.raises(Missing, match="gone"):
        open_bytes(file)


def test_rotating_keys_takes_the_files_along(media_root: Path, settings: Any) -> None:
    """Afterwards the old key is not needed."""
    file = store(upload("a.pdf", PDF), purpose="attachment")
    new = Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [new, *settings.FIELD_ENCRYPTION_KEYS]
    call_command("rotate_keys")
    settings.FIELD_ENCRYPTION_KEYS = [new]
    assert open_bytes(file) == PDF
    assert len(contents(media_root)) == 1


def test_what_a_killed_process_left_is_swept(media_root: Path) -> None:
    """Only what is old and has no row."""
    store(upload("a.pdf", PDF), purpose="attachment")
    folder = media_root / "stored" / "zz"
    folder.mkdir(parents=True)
    fresh, stale = folder / "baru", folder / "lama"
    for place in (fresh, stale):
        place.write_bytes(b"x")
    two_days_ago = (now() - timedelta(days=2)).timestamp()
    for place in contents(media_root):
        if place != fresh:
            os.utime(place, (two_days_ago, two_days_ago))
    tidy()
    assert Heartbeat.objects.get(name="files").detail == {"removed": 1}
    assert not stale.exists()
    assert len(contents(media_root)) == 2
