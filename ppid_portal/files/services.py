"""Storing what was uploaded, encrypted, and giving it back."""

from __future__ import annotations

import hashlib
import os
import secrets
import weakref
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from ppid_portal.clock import now
from ppid_portal.files.checks import clean_name
from ppid_portal.files.models import StoredFile
from ppid_portal.people.crypto import decrypt_bytes, encrypt_bytes, rotate_bytes


class Missing(Exception):
    """The row is there but its content is not, or it is not what was stored."""


class Changed(Missing):
    """The content is there, but it is not what was stored."""


class _Uploader(Protocol):
    @property
    def user_id(self) -> int | None: ...


def store(
    uploaded: File[Any] | bytes,
    *,
    purpose: str,
    actor: _Uploader | None = None,
    name: str = "",
    content_type: str = "",
) -> StoredFile:
    """Encrypt and keep a file that was already checked, in the caller's transaction.

    ``uploaded`` is what ``UploadField`` accepted, or bytes that the portal made itself (then
    ``name`` and ``content_type`` are needed). ``purpose`` says what it is for ("identity",
    "answer", "letter"). When the transaction is rolled back the content goes too.
    """
    if isinstance(uploaded, bytes):
        content = uploaded
    else:
        uploaded.seek(0)
        content = uploaded.read()
        uploaded.seek(0)
    path = f"{secrets.token_hex(1)}/{secrets.token_hex(24)}"
    file = StoredFile(
        original_name=clean_name(name or getattr(uploaded, "name", "") or "berkas"),
        content_type=content_type
        or getattr(uploaded, "content_type", "")
        or "application/octet-stream",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        purpose=purpose,
        path=path,
        uploaded_by_id=getattr(actor, "user_id", None),
        uploaded_at=now(),
    )
    _write(path, encrypt_bytes(content))
    keep = _KeepOnCommit(_place(path))
    file.save(force_insert=True)
    transaction.on_commit(keep)
    return file


def open_bytes(file: StoredFile) -> bytes:
    """Return the plain content; raises Missing when it is gone, Changed when it was changed."""
    try:
        token = _place(file.path).read_bytes()
    except FileNotFoundError:
        raise Missing(f"The content of file {file.pk} is gone.") from None
    content = decrypt_bytes(token) if file.encrypted else token
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Changed(f"The content of file {file.pk} is not what was stored.")
    return content


def delete(file: StoredFile) -> None:
    """Remove row and content; the content goes when the transaction is committed."""
    place = _place(file.path)
    file.delete()
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def rotate() -> int:
    """Encrypt every file again with the newest key; returns how many there were.

    May be repeated at any time: a file is replaced in one move.
    """
    count = 0
    for path in StoredFile.objects.filter(encrypted=True).values_list("path", flat=True).iterator():
        place = _place(path)
        if place.exists():
            _write(path, rotate_bytes(place.read_bytes()))
            count += 1
    return count


def remove_orphans(older_than: timedelta = timedelta(days=1)) -> int:
    """Remove content without a row, left behind by a process that was killed half-way.

    Content younger than ``older_than`` may belong to a transaction that is still open.
    """
    border = now().timestamp() - older_than.total_seconds()
    count = 0
    for place, path in _contents():
        if place.stat().st_mtime < border and not StoredFile.objects.filter(path=path).exists():
            place.unlink(missing_ok=True)
            count += 1
    return count


class _KeepOnCommit:
    """Removes a file unless it is called.

    Django forgets the on-commit callbacks of what it rolls back, a savepoint included; being
    forgotten is how this one learns of it.
    """

    def __init__(self, place: Path) -> None:
        self._removal = weakref.finalize(self, place.unlink, missing_ok=True)

    def __call__(self) -> None:
        self._removal.detach()


def _place(path: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "stored" / path


def _contents() -> Iterator[tuple[Path, str]]:
    root = Path(settings.MEDIA_ROOT) / "stored"
    for folder in sorted(root.glob("??")):
        for place in sorted(folder.iterdir()):
            yield place, f"{folder.name}/{place.name}"


def _write(path: str, token: bytes) -> None:
    """Write all or nothing: a reader never sees half a file, nor does a crash leave one."""
    place = _place(path)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f"{place.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(token)
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
