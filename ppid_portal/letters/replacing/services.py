"""From a withdrawn letter to the one in its place: draft, review, approval, number, signature.

A replacement is a letter like every other: its number is the next of its series, taken when it
is signed, and the withdrawn letter keeps its own. No clock of the law starts or stops because
one is written; what its delivery does is the case's own business (``Case.delivered_again``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db import models, transaction
from django.utils.translation import gettext as _

from ppid_portal.audit import services as audit
from ppid_portal.clock import now
from ppid_portal.letters import services as letters
from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.letters.replacing import content, rules
from ppid_portal.people.actors import Actor
from ppid_portal.sop import registry
from ppid_portal.sop.errors import NotNow, NotYours, Refused, SamePerson
from ppid_portal.sop.models import Case

Status = Replacement.Status


def proposed(replacement: Replacement, case: Case) -> dict[str, Any]:
    """Return what the replacement says so far: its draft, else the letter brought up to date."""
    draft = replacement.content
    return content.current(replacement.letter, case) if draft is None else draft


def prepare(
    replacement: Replacement, *, actor: Actor, written: Mapping[str, str], submit: bool = False
) -> Replacement:
    """Keep the draft, from the case as it is now; with ``submit`` lay it before who signs.

    Raises:
        Refused: it is not being prepared, or not by this role.
    """
    with transaction.atomic():
        locked, case = _locked(replacement)
        if locked.status not in Replacement.PREPARING:
            raise NotNow(_gone(locked))
        if rules.preparer(locked, [actor]) is None:
            raise NotYours(_whose(locked))
        # From the withdrawn letter each time: what was corrected in the case meanwhile counts.
        drafted = content.with_texts(content.current(locked.letter, case), written)
        before = locked.status
        locked.sealed_content = json.dumps(drafted, ensure_ascii=False)
        locked.status = Status.REVIEW if submit else Status.DRAFT
        locked.save()
        if actor.user is not None:
            locked.drafters.add(actor.user)
        verb = "submit_replacement" if submit else "draft_replacement"
        _record(verb, locked, actor, before)
    return locked


def send_back(replacement: Replacement, *, actor: Actor, reason: str) -> Replacement:
    """Return the draft to whoever prepares it, with the reason.

    Raises:
        Refused: nobody's decision is waited for, not this role's, or there is no reason.
    """
    if not reason.strip():
        raise Refused(_("Tuliskan alasannya."), "reason")
    with transaction.atomic():
        locked, _case = _to_decide(replacement, actor)
        before = locked.status
        locked.status = Status.DRAFT
        locked.return_reason = reason.strip()[:300]
        locked.approved_as = None
        locked.save()
        _record("return_replacement", locked, actor, before, reason=locked.return_reason)
    return locked


def approve(replacement: Replacement, *, actor: Actor) -> Replacement:
    """Approve the draft; with the last approval it is numbered, signed and issued, once.

    The row is locked before the number is taken: of two at once the second finds it issued, and
    the series has no gap.

    Raises:
        Refused: it is not waiting for this role, or this person took part in it.
    """
    with transaction.atomic():
        locked, case = _to_decide(replacement, actor)
        if why := rules.why_not_sign(locked, case, actor):
            raise SamePerson(why)
        before, old = locked.status, locked.letter
        locked.return_reason = ""
        if before == Status.REVIEW and rules.needs_second(old):
            locked.approved_as = actor.appointment
            locked.status = Status.SECOND
            locked.save()
            _record("approve_replacement", locked, actor, before)
            return locked
        signatory = Actor.of(locked.approved_as) if locked.approved_as is not None else actor
        new = letters.issue(
            old.kind,
            case=case,
            signatory=signatory,
            context=locked.content or {},
            audience=old.audience,
            replaces=old,
        )
        _follow(case, old, new)
        locked.new = new
        locked.status = Status.ISSUED
        locked.ended_at = now()
        locked.save()
        _record("issue_replacement", locked, actor, before)
    return locked


def waive(replacement: Replacement, *, actor: Actor, reason: str) -> Replacement:
    """Record that no letter takes the place of a withdrawn one, and why.

    Raises:
        Refused: it has ended, this role may not, or there is no reason.
    """
    if not reason.strip():
        raise Refused(_("Tuliskan mengapa surat pengganti tidak diperlukan."), "reason")
    with transaction.atomic():
        locked, _case = _locked(replacement)
        if not locked.is_open:
            raise NotNow(_gone(locked))
        if rules.waiver(locked, [actor]) is None:
            raise NotYours(_("Hanya yang berwenang menarik surat ini yang dapat mencatatnya."))
        before = locked.status
        locked.status = Status.WAIVED
        locked.waived_reason = reason.strip()[:300]
        locked.ended_at = now()
        locked.save()
        _record("waive_replacement", locked, actor, before, reason=locked.waived_reason)
    return locked


def why_not_deliver(sent: Iterable[Letter | None]) -> str | None:
    """Return why letters cannot be delivered: one was withdrawn, and nothing took its place yet."""
    for letter in sent:
        if letter is None or letter.withdrawn_at is None:
            continue
        row: Replacement | None = getattr(letter, "replacement", None)
        if row is not None and row.is_open:
            return _(
                "Surat {number} yang harus disampaikan sudah ditarik. Terbitkan surat "
                "penggantinya dahulu, atau catat alasan mengapa tidak perlu surat pengganti."
            ).format(number=letter.number)
    return None


def in_force(found: Iterable[Letter | None]) -> list[Letter]:
    """Return those letters that exist and were not withdrawn."""
    return [each for each in found if each is not None and each.withdrawn_at is None]


def newest(letter: Letter) -> Letter | None:
    """Return the letter that stands in the place of a withdrawn one, however often replaced."""
    found: Letter | None = None
    row: Replacement | None = getattr(letter, "replacement", None)
    while row is not None and row.new is not None:
        found = row.new
        row = getattr(found, "replacement", None)
    return found if found is not None and found.withdrawn_at is None else None


def _follow(case: Case, old: Letter, new: Letter) -> None:
    """Let the case hold the new letter wherever it held the withdrawn one.

    That is its own row, and the rows that are parts of a case of its kind (an answer's version,
    an extension). Frozen editions and the changes of the list know a case only as any case: they
    go on naming the letter by which they were made.
    """
    kind = type(case)
    for relation in Letter._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model, field = cast("type[models.Model]", relation.related_model), relation.field
        if model is kind:
            if getattr(case, field.attname) == old.pk:
                setattr(case, field.name, new)
                case.save(update_fields=[field.name])
        elif any(each.related_model is kind for each in model._meta.concrete_fields):
            if model._meta.app_label != kind._meta.app_label or hasattr(model, "history_id"):
                continue
            for row in model._base_manager.filter(**{field.name: old}):
                setattr(row, field.name, new)
                row.save(update_fields=[field.name])


def _locked(replacement: Replacement) -> tuple[Replacement, Case]:
    """Lock the case and then the row, as every act does, and read both anew."""
    kind = registry.model_of(replacement.letter.case.kind)
    case = kind.under_lock(replacement.letter.case_id)
    locked = (
        Replacement.objects.select_for_update(of=("self",))
        .select_related("letter__case")
        .get(pk=replacement.pk)
    )
    return locked, case


def _to_decide(replacement: Replacement, actor: Actor) -> tuple[Replacement, Case]:
    locked, case = _locked(replacement)
    if locked.status not in Replacement.DECIDING:
        raise NotNow(_gone(locked))
    if rules.decider(locked, [actor]) is None:
        raise NotYours(_whose(locked))
    return locked, case


def _gone(replacement: Replacement) -> str:
    if replacement.new is not None:
        return _("Surat ini sudah digantikan surat nomor {number}.").format(
            number=replacement.new.number
        )
    return _("Ini tidak dapat dilakukan sekarang: surat pengganti berstatus “{state}”.").format(
        state=replacement.get_status_display()
    )


def _whose(replacement: Replacement) -> str:
    return _("Tindakan ini dilakukan oleh {roles}.").format(roles=rules.turn(replacement))


def _record(
    verb: str, replacement: Replacement, actor: Actor, before: str, *, reason: str = ""
) -> None:
    old, new = replacement.letter, replacement.new
    audit.record(
        verb,
        stream=f"case:{old.case_id}",
        subject=old.number,
        actor=actor,
        from_state=before,
        to_state=replacement.status,
        reason=reason,
        data={"outputs": [["letter", new.title, new.number]]} if new is not None else {},
    )
