"""Which wording holds on a day, and how it is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ppid_portal.audit import services as audit
from ppid_portal.clock import now, today
from ppid_portal.clock.words import date_long
from ppid_portal.letters.wording import language
from ppid_portal.letters.wording.blocks import Block, blocks_of, fields_of
from ppid_portal.letters.wording.models import Wording
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import User
from ppid_portal.sop.errors import Refused

STREAM = "wording"


def frozen(kind: str, on: date) -> dict[str, Any]:
    """Return what a letter issued on a day keeps of its wording: JSON, {} for the defaults.

    The texts go into the letter itself, so that what was issued never changes with them.
    """
    held = in_force(Wording.objects.filter(kind=kind), on)
    if not held:
        return {}
    known = blocks_of(kind)
    # A block that its template has lost since is not printed, and needs no text.
    kept = {name: each for (_kind, name), each in held.items() if name in known}
    texts = {name: each.text for name, each in kept.items() if not each.uses_default}
    if not texts:
        return {}
    return {
        "kind": kind,
        "texts": texts,
        "versions": {name: kept[name].version for name in texts},
    }


def in_force(wordings: Iterable[Wording], on: date) -> dict[tuple[str, str], Wording]:
    """Return, per kind and block, the version that holds on a day."""
    held: dict[tuple[str, str], Wording] = {}
    for each in sorted(wordings, key=lambda each: (each.valid_from, each.version)):
        if each.cancelled_at is None and each.valid_from <= on:
            held[each.kind, each.block] = each
    return held


def problems(kind: str, block: Block, text: str) -> list[str]:
    """Return what keeps a text from becoming the wording of a block."""
    return language.problems(text, block.offer(fields_of(kind)))


def change(
    kind: str, block_name: str, text: str | None, *, valid_from: date, reason: str, by: User
) -> Wording:
    """Give a block a new text from a day on; ``None`` goes back to the text of the template.

    Raises:
        UnknownKind: there is no such kind.
        Refused: the block is unknown, the text cannot be printed or misses what the law wants,
            no reason is given, or the day lies in the past, whose letters are issued already.
    """
    block = blocks_of(kind).get(block_name)
    if block is None:
        raise Refused(_("Bagian surat ini tidak ada."))
    if valid_from < today():
        raise Refused(
            _("Naskah berlaku paling awal hari ini; surat yang sudah terbit tidak berubah."),
            "valid_from",
        )
    if not reason.strip():
        raise Refused(_("Tuliskan alasan perubahannya."), "reason")
    if text is not None:
        text = _tidy(text)
        if wrong := problems(kind, block, text):
            raise Refused(" ".join(wrong), "text")
    try:
        with transaction.atomic():
            last = Wording.objects.filter(kind=kind, block=block_name).aggregate(
                last=Max("version")
            )["last"]
            made = Wording.objects.create(
                kind=kind,
                block=block_name,
                version=(last or 0) + 1,
                uses_default=text is None,
                text=text or "",
                valid_from=valid_from,
                reason=reason.strip()[:200],
                created_by=by,
                created_by_name=by.name,
            )
            _record("change_wording", made, by, reason)
    except IntegrityError:
        # Two people saved the same block at once: the second looks at what the first wrote.
        raise Refused(
            _("Bagian ini baru saja diubah orang lain. Muat ulang, lalu periksa versinya.")
        ) from None
    return made


def cancel(wording: Wording, *, by: User) -> Wording:
    """Take back a version that has not begun.

    Raises:
        Refused: it holds already, or was taken back.
    """
    with transaction.atomic():
        locked = Wording.objects.select_for_update().get(pk=wording.pk)
        if locked.cancelled_at is not None:
            raise Refused(_("Versi ini sudah dibatalkan."))
        if locked.valid_from <= today():
            raise Refused(
                _("Versi ini sudah berlaku sejak {day}. Buat versi baru.").format(
                    day=date_long(locked.valid_from)
                )
            )
        locked.cancelled_at = now()
        locked.cancelled_by = by
        locked.cancelled_by_name = by.name
        locked.save(update_fields=sorted(Wording.CANCELLING))
        _record("cancel_wording", locked, by, "")
    return locked


def _tidy(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _record(verb: str, wording: Wording, by: User, reason: str) -> None:
    data: Mapping[str, Any] = {
        "kind": wording.kind,
        "block": wording.block,
        "version": wording.version,
        "valid_from": wording.valid_from.isoformat(),
        "uses_default": wording.uses_default,
    }
    audit.record(
        verb,
        stream=STREAM,
        subject=f"wording:{wording.pk}",
        actor=Actor.account(by),
        reason=reason,
        data=dict(data),
    )
