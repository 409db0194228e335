"""Issuing, previewing, rendering and withdrawing letters."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ppid_portal.audit import services as audit
from ppid_portal.clock import now
from ppid_portal.files.models import StoredFile
from ppid_portal.files.services import store
from ppid_portal.letters import facts, frame, kinds
from ppid_portal.letters.errors import SigningFailed
from ppid_portal.letters.kind_settings import services as kind_settings
from ppid_portal.letters.models import Letter, Replacement, new_code
from ppid_portal.letters.render import render_html, render_pdf
from ppid_portal.letters.schemas import Schema
from ppid_portal.letters.signals import letter_rendered, letter_withdrawn
from ppid_portal.letters.signing.certificates import remember
from ppid_portal.letters.signing.interface import Signed
from ppid_portal.letters.signing.signers import signer_of
from ppid_portal.people.actors import Actor
from ppid_portal.queue import enqueue
from ppid_portal.sop import numbers
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case

log = logging.getLogger(__name__)

# After so many failures a letter is listed as failed; it is still tried, every hour.
FAILED_AFTER = 5
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=1)
_BATCH = 200

Status = Letter.Status


def issue(
    kind_key: str,
    *,
    case: Case,
    signatory: Actor,
    context: Schema | dict[str, Any],
    at: datetime | None = None,
    audience: str | None = None,
    replaces: Letter | None = None,
) -> Letter:
    """Issue a letter in the caller's transaction: number, frozen context, verification code.

    The PDF is made afterwards in the background; when broker or renderer are down the sweep
    makes it later. ``at`` is an aware moment, now by default; it is the date of the letter.
    ``replaces`` is the withdrawn letter in whose place it comes, which it then names.

    Raises:
        UnknownKind: nobody registered ``kind_key``.
        ValueError: the context is that of another kind.
        TransactionManagementError: called outside a transaction.
    """
    kind = kinds.get(kind_key)
    content = _content(kind_key, context)
    at = at or now()
    number = str(case.number)
    if kind.series:
        code_of_archive = kind_settings.of(kind.key).classification
        number = numbers.take(kind.series, at, classification=code_of_archive)
    code = new_code()
    around = frame.build(kind, signatory, number=number, code=code, at=at, replaces=replaces)
    letter = Letter(
        kind=kind.key,
        series=kind.series,
        number=number,
        # Not the child instance: a letter hangs on the case, whatever kind of case that is.
        case_id=case.pk,
        title=kind.title,
        sealed_context=json.dumps({"frame": around, "letter": content}, ensure_ascii=False),
        audience=audience or kind.audience,
        verification_code=code,
        signatory_name=around["signatory"]["name"],
        signatory_position=around["signatory"]["position"],
        signatory_role=signatory.role,
        signatory_mandate=signatory.mandate,
        signatory_nip=signatory.nip,
        issued_at=at,
    )
    letter.save(force_insert=True)
    enqueue("letters.render", letter.pk)
    return letter


def preview(
    kind_key: str,
    *,
    context: Schema | dict[str, Any],
    case: Case | None = None,
    signatory: Actor | None = None,
    at: datetime | None = None,
    replaces: Letter | None = None,
) -> bytes:
    """The PDF as it would be sent, marked DRAF, without number and code; nothing is stored.

    Raises:
        RenderFailed: the PDF cannot be made.
    """
    return render_pdf(
        preview_html(
            kind_key, context=context, case=case, signatory=signatory, at=at, replaces=replaces
        )
    )


def preview_html(
    kind_key: str,
    *,
    context: Schema | dict[str, Any],
    case: Case | None = None,
    signatory: Actor | None = None,
    at: datetime | None = None,
    replaces: Letter | None = None,
) -> str:
    """The HTML of the same draft."""
    kind = kinds.get(kind_key)
    number = "" if kind.series or case is None else str(case.number)
    around = frame.build(kind, signatory, number=number, code="", at=at or now(), replaces=replaces)
    content = {"frame": around, "letter": _content(kind_key, context)}
    return render_html(kind.template, frame.for_template(content))


def render(letter_id: int) -> Letter:
    """Make, sign and store the PDF of a letter, once.

    May be called any number of times, also at the same moment: the row is locked before the
    PDF is stored, and whoever comes second finds it there. A failure is written to the letter
    and tried again by the sweep; it is not raised. What is signed elsewhere is only prepared.
    """
    letter = Letter.objects.get(pk=letter_id)
    if letter.status not in (Status.QUEUED, Status.FAILED):
        return letter
    try:
        signer = signer_of(letter)
        # Outside the transaction: layout and signature take a tenth of a second or, where others
        # sign, many; and SQLite has one writer.
        pdf = _pdf_of(letter, signer.key)
        signed = signer.sign(pdf, letter)
    except Exception as error:
        return _note_failure(letter_id, error)
    with transaction.atomic():
        letter = Letter.under_lock(letter)
        if letter.status not in (Status.QUEUED, Status.FAILED):
            return letter
        if signed is None:
            letter.prepared = _stored(letter, pdf)
            letter.status = Status.UNSIGNED
            letter.next_try_at = None
            letter.save()
        else:
            complete(letter, signed, by=signer.key)
    return letter


def complete(letter: Letter, signed: Signed, *, by: str) -> None:
    """Store the signed PDF of a letter whose row the caller has locked; now it is issued."""
    letter.pdf = _stored(letter, signed.pdf)
    letter.sha256 = letter.pdf.sha256
    letter.signed_by = by
    letter.certificate = remember(signed.certificate)
    if signed.stamp is not None:
        letter.stamped_at, letter.stamped_by = signed.stamp.at, signed.stamp.by[:300]
    letter.rendered_at = letter.checked_at = now()
    letter.status = Status.RENDERED
    letter.next_try_at = None
    letter.save()
    letter_rendered.send(sender=Letter, letter=letter)


def sweep() -> dict[str, int]:
    """Render what is waiting and due; returns how many became ready and how many did not."""
    waiting = (
        Letter.objects.filter(status__in=(Status.QUEUED, Status.FAILED))
        .filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=now()))
        .order_by("pk")
        .values_list("pk", flat=True)[:_BATCH]
    )
    done = [render(pk).status for pk in list(waiting)]
    still = done.count(Status.QUEUED) + done.count(Status.FAILED)
    return {"rendered": done.count(Status.RENDERED), "waiting": still}


def failed() -> QuerySet[Letter]:
    """Letters whose PDF could not be made so far, oldest first, with ``error`` the first reason."""
    return Letter.objects.filter(
        status__in=(Status.QUEUED, Status.FAILED), attempts__gt=0
    ).order_by("issued_at", "pk")


def withdraw(
    letter: Letter, *, actor: Actor, reason: str, calls_for_another: bool = True
) -> Letter:
    """Withdraw a letter; it keeps its number, and its verification page says so.

    Not its PDF alone: one that waits to be rendered or signed never will be. The case stays as it
    is. Who may, is asked of ``letters.withdrawal``; a case withdraws its own letters by its acts,
    and says then what takes their place: for all others a replacement is due from now on
    (``letters.replacing``).

    Raises:
        Refused: no reason was given, or it is withdrawn already.
    """
    if not reason.strip():
        raise Refused(_("Tuliskan alasan penarikan surat."), "reason")
    with transaction.atomic():
        locked = Letter.under_lock(letter)
        if locked.status == Status.WITHDRAWN:
            raise Refused(_("Surat ini sudah ditarik."))
        before = locked.status
        locked.status = Status.WITHDRAWN
        locked.withdrawn_at = now()
        locked.next_try_at = None
        locked.withdrawn_reason = reason.strip()[:300]
        locked.save()
        audit.record(
            "withdraw_letter",
            stream=f"case:{locked.case_id}",
            subject=locked.number,
            actor=actor,
            from_state=before,
            to_state=Status.WITHDRAWN,
            reason=reason,
        )
        if calls_for_another:
            Replacement.objects.create(letter=locked)
        letter_withdrawn.send(sender=Letter, letter=locked)
    return locked


def _content(kind_key: str, context: Schema | dict[str, Any]) -> dict[str, Any]:
    if isinstance(context, Schema):
        if context.kind != kind_key:
            raise ValueError(f"a letter {kind_key!r} cannot be filled with {context.kind!r}")
        return context.as_context()
    return context


def _pdf_of(letter: Letter, seal: str) -> bytes:
    context = frame.for_template(letter.context, seal=seal)
    return render_pdf(
        render_html(kinds.get(letter.kind).template, context),
        identifier=letter.public_id.bytes,
        facts=facts.of(letter),
    )


def _stored(letter: Letter, pdf: bytes) -> StoredFile:
    return store(pdf, purpose="letter", name=letter.file_name, content_type="application/pdf")


def _note_failure(letter_id: int, error: Exception) -> Letter:
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=letter_id)
        if letter.status not in (Status.QUEUED, Status.FAILED):
            return letter
        letter.attempts += 1
        text = f"{type(error).__name__}: {error}"[:2000]
        letter.error = letter.error or text
        letter.last_error = text
        patient = isinstance(error, SigningFailed) and error.patient
        letter.next_try_at = now() + (
            _LONGEST_PAUSE
            if patient
            else min(_FIRST_PAUSE * 2 ** min(letter.attempts - 1, 10), _LONGEST_PAUSE)
        )
        if letter.attempts >= FAILED_AFTER:
            letter.status = Status.FAILED
        letter.save()
    # The text of the error may quote the letter, and with it a person: only its kind is logged.
    log.error("Letter %s was not rendered (%s)", letter.pk, type(error).__name__)
    return letter
