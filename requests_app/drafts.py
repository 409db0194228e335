"""What somebody has written so far and not yet sent: encrypted, and forgotten when it expires."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from ppid_portal.clock import now
from ppid_portal.files.models import StoredFile
from ppid_portal.files.services import delete, store
from ppid_portal.people.crypto import Undecipherable, decrypt_bytes, encrypt_bytes
from ppid_portal.sop.models import Case
from requests_app.intake import purpose_of
from requests_app.models import RequestDraft

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class HeldFile:
    """A file that waits in a draft: what it is, its name and its size in bytes."""

    id: str
    kind: str
    name: str
    size: int
    content_type: str
    sha256: str


class Draft:
    """The content of one draft: cleaned answers, unfinished answers and uploaded files.

    Whoever changes it finds it with ``lock=True`` inside a transaction, so that two tabs cannot
    lose each other's answers.
    """

    def __init__(self, row: RequestDraft, content: dict[str, Any]) -> None:
        self.row = row
        #: Cleaned answers per step.
        self.answers: dict[str, dict[str, Any]] = content.get("answers", {})
        #: What was typed on a page that was left before it was right, as posted.
        self.unfinished: dict[str, dict[str, list[str]]] = content.get("unfinished", {})
        self.files = [HeldFile(**entry) for entry in content.get("files", [])]
        self.origin_id: int | None = content.get("origin")

    # -- life ----------------------------------------------------------------------------------

    @classmethod
    def start(cls, key: str = "") -> Draft:
        """Start an empty draft under a new random key, or under the one given."""
        row = RequestDraft(key=key or secrets.token_urlsafe(32))
        draft = cls(row, {})
        draft.save()
        return draft

    @classmethod
    def find(cls, key: str, *, lock: bool = False) -> Draft | None:
        """Return the draft of a key unless there is none or it has expired."""
        if not key or len(key) > 64:
            return None
        rows = RequestDraft.objects.all()
        if lock:
            rows = rows.select_for_update()
        row = rows.filter(key=key).first()
        if row is None or row.expires_at < now():
            return None
        try:
            content = json.loads(decrypt_bytes(bytes(row.content)))
        except Undecipherable:
            # Written under a key that has been taken out since: as good as expired.
            log.warning("The draft %s cannot be deciphered any more", row.pk)
            return None
        return cls(row, content)

    @property
    def key(self) -> str:
        """Return the secret key of the draft."""
        return self.row.key

    @property
    def sent_as(self) -> Case | None:
        """Return the case that the draft became."""
        return self.row.sent_as

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was written yet."""
        return not (self.answers or self.unfinished or self.files)

    def save(self) -> None:
        """Store the content, encrypted."""
        content = {
            "answers": self.answers,
            "unfinished": self.unfinished,
            "files": [vars(file) for file in self.files],
            "origin": self.origin_id,
        }
        self.row.content = encrypt_bytes(json.dumps(content, ensure_ascii=False).encode())
        self.row.updated_at = now()
        self.row.save()

    def close(self, case: Case) -> None:
        """Keep only which case the draft became: a replayed form is led to it (S11)."""
        self.answers, self.unfinished, self.files = {}, {}, []
        self.row.sent_as = case
        self.save()

    def discard(self) -> None:
        """Forget the draft and its files."""
        for file in StoredFile.objects.filter(pk__in=[held.id for held in self.files]):
            delete(file)
        self.row.delete()

    # -- files ---------------------------------------------------------------------------------

    def keep_files(self, kind: str, uploads: Iterable[Any], actor: Any = None) -> None:
        """Store checked uploads at once, so that no later error can lose them (S17).

        The same file sent twice, as a reloaded page does, is kept once.
        """
        for upload in uploads:
            upload.seek(0)
            digest = sha256(upload.read()).hexdigest()
            if any(held.kind == kind and held.sha256 == digest for held in self.files):
                continue
            self.hold(kind, store(upload, purpose=purpose_of(kind), actor=actor))

    def hold(self, kind: str, file: StoredFile) -> None:
        """Add a stored file to the draft."""
        self.files.append(
            HeldFile(
                id=str(file.pk),
                kind=str(kind),
                name=file.original_name,
                size=file.size,
                content_type=file.content_type,
                sha256=file.sha256,
            )
        )

    def remove_file(self, file_id: str) -> bool:
        """Remove a file of this draft; tells whether it was one of this draft's."""
        held = next((held for held in self.files if held.id == file_id), None)
        if held is None:
            return False
        self.files.remove(held)
        file = StoredFile.objects.filter(pk=held.id).first()
        if file is not None:
            delete(file)
        return True

    def files_of(self, *kinds: str) -> list[HeldFile]:
        """Return the files of these kinds, in the order of their upload."""
        return [held for held in self.files if held.kind in kinds]

    def stored_files(self) -> list[tuple[str, StoredFile]]:
        """Return kind and stored file of everything held, as ``intake.Filing`` takes them."""
        rows = StoredFile.objects.in_bulk([held.id for held in self.files])
        by_id = {str(pk): file for pk, file in rows.items()}
        return [(held.kind, by_id[held.id]) for held in self.files if held.id in by_id]


def forget_expired() -> int:
    """Delete drafts older than thirty days with their files; returns how many.

    A draft that became a case goes too: the case has its own copy of everything.
    """
    count = 0
    for key in list(
        RequestDraft.objects.filter(updated_at__lt=now() - KEPT_FOR).values_list("pk", flat=True)
    ):
        with transaction.atomic():
            row = RequestDraft.objects.select_for_update().filter(pk=key).first()
            if row is None:
                continue
            try:
                content = json.loads(decrypt_bytes(bytes(row.content)))
            except Undecipherable:
                # Its files cannot be named any more; they stay behind, encrypted.
                content = {}
            Draft(row, content).discard()
        count += 1
    return count
