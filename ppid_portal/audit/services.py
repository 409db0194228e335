"""Adding to the record, and proving that nobody touched it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from ppid_portal.audit.chain import digest, plain
from ppid_portal.audit.models import GENESIS, AuditEntry, AuditStream
from ppid_portal.clock import now

APPLICANT = "pemohon"
SYSTEM = "sistem"


class Acting(Protocol):
    """Whoever acts: ``people.actors.Actor`` or anything shaped like it."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def mandate(self) -> str: ...


@dataclass(frozen=True)
class Fault:
    """One place where the record is not what was written.

    ``sequence`` is the entry at fault; ``reason`` an English sentence for the administrator.
    """

    stream: str
    sequence: int
    reason: str


def record(
    verb: str,
    *,
    stream: str,
    subject: str,
    actor: Acting | None = None,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Add an entry to the end of ``stream``, inside the caller's transaction.

    The head of the stream stays locked until that transaction ends, so entries of one stream
    are strictly ordered and an act that is rolled back leaves no entry and no gap.

    ``subject`` names what was acted on ("request:17"), never a person. ``actor`` None is the
    system. ``at`` is an aware moment, now by default. ``data`` must hold no personal data.
    Three statements; a stream's first entry needs five.
    """
    role = actor.role if actor is not None else SYSTEM
    with transaction.atomic(savepoint=False):
        head = _locked_head(stream)
        entry = AuditEntry(
            stream=stream,
            sequence=head.length + 1,
            at=at or now(),
            user_id=actor.user_id if actor is not None else None,
            name="" if actor is None or role == APPLICANT else _text(actor.name),
            role=role,
            mandate=_text(actor.mandate) if actor is not None else "",
            verb=verb,
            subject=subject,
            from_state=str(from_state),
            to_state=str(to_state),
            reason=_text(reason),
            data=plain(data or {}),
            prev_hash=head.hash,
        )
        entry.hash = digest(entry)
        entry.save()
        AuditStream.objects.filter(name=stream).update(length=entry.sequence, hash=entry.hash)
    return entry


def record_view(actor: Acting | None, subject: str, what: str) -> AuditEntry:
    """Record that ``actor`` looked at personal data: ``what`` ("identity", "nik") of ``subject``.

    One stream per month keeps a busy chain short enough to verify (UU 27/2022).
    """
    at = now()
    month = timezone.localtime(at).strftime("%Y-%m")
    return record(
        "view", stream=f"access:{month}", subject=subject, actor=actor, data={"what": what}, at=at
    )


def verify(stream: str | None = None) -> list[Fault]:
    """Walk one stream, or all of them, and return what does not fit; nothing means whole.

    Finds an edited entry (at that entry), a deleted one, one put in between, a truncated tail
    and a removed head. It cannot find a chain that was rewritten from some entry to the end
    together with its head: keep a copy of the heads elsewhere for that.
    """
    heads = AuditStream.objects.all()
    entries = AuditEntry.objects.order_by("stream", "sequence")
    if stream is not None:
        heads = heads.filter(name=stream)
        entries = entries.filter(stream=stream)
    waiting = {head.name: head for head in heads}
    faults: list[Fault] = []
    for name, chain in groupby(entries.iterator(chunk_size=2000), key=lambda entry: entry.stream):
        faults += _faults_of(name, chain, waiting.pop(name, None))
    faults += [
        Fault(head.name, 1, f"all {head.length} entries are gone")
        for head in waiting.values()
        if head.length
    ]
    return faults


def _faults_of(name: str, chain: Iterator[AuditEntry], head: AuditStream | None) -> Iterator[Fault]:
    previous, length = GENESIS, 0
    for entry in chain:
        if entry.sequence != length + 1:
            yield Fault(name, length + 1, f"entries {length + 1} to {entry.sequence - 1} are gone")
        elif entry.prev_hash != previous:
            yield Fault(name, entry.sequence, "does not follow the entry before it")
        if digest(entry) != entry.hash:
            yield Fault(name, entry.sequence, "was changed after it was written")
        # Going on from the stored hash reports a changed entry once, and not every later one.
        previous, length = entry.hash, entry.sequence
    if head is None:
        yield Fault(name, length, "the head of the stream is gone")
    elif head.length > length:
        yield Fault(name, length + 1, f"entries {length + 1} to {head.length} are gone")
    elif head.length < length:
        yield Fault(name, head.length + 1, "was added behind the end of the stream")
    elif head.hash != previous:
        yield Fault(name, length, "is not the entry that the head of the stream names")


def _locked_head(stream: str) -> AuditStream:
    locked = AuditStream.objects.select_for_update()
    try:
        return locked.get(name=stream)
    except AuditStream.DoesNotExist:
        # Two first entries at the same moment: one inserts, the other waits and finds it.
        AuditStream.objects.bulk_create([AuditStream(name=stream)], ignore_conflicts=True)
        return locked.get(name=stream)


def _text(value: object) -> str:
    return str(value).replace("\x00", "")
