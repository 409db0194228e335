"""Sending letters on paper, and knowing what became of them (F55, F56)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ppid_portal.audit import services as audit
from ppid_portal.clock import local, today
from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.mail import redelivery
from ppid_portal.mail.deliveries.models import Delivery, Method
from ppid_portal.people.actors import Actor
from ppid_portal.sop import registry
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, CaseDocument

Status = Delivery.Status


def outstanding() -> QuerySet[Delivery]:
    """Return what came back and was not sent again, the oldest first."""
    return Delivery.objects.filter(status=Status.FAILED, repeated_by__isnull=True).order_by(
        "failed_on", "pk"
    )


def send(
    case: Case,
    letters: Iterable[Letter],
    method: str,
    *,
    sent_on: date,
    actor: Actor,
    key: str,
    tracking_number: str = "",
    carrier: str = "",
    address: str = "",
    repeats: Delivery | None = None,
) -> Delivery | None:
    """Record that letters leave on paper, in the caller's transaction; ``None`` for e-mail.

    ``key`` names the cause: the same cause is recorded once. ``address`` is the applicant's, or
    that of who acts for them, when none is given.

    Raises:
        Refused: nothing is sent, or on a day that cannot be, or it repeats what did not fail.
    """
    if method not in Method.values:
        return None
    existing = Delivery.objects.filter(key=key).first()
    if existing is not None:
        return existing
    sent = [letter for letter in letters if letter.case_id == case.pk]
    if not sent:
        raise Refused(_("Pilih surat yang dikirim."), "letters")
    if sent_on > today():
        raise Refused(_("Tanggal pengiriman tidak boleh di masa depan."), "sent_on")
    if sent_on < max(local(letter.issued_at).date() for letter in sent):
        raise Refused(_("Tanggal pengiriman tidak boleh sebelum surat terbit."), "sent_on")
    with transaction.atomic():
        if repeats is not None:
            repeats = Delivery.objects.select_for_update().get(pk=repeats.pk)
            if repeats.status != Status.FAILED or hasattr(repeats, "repeated_by"):
                raise Refused(_("Pengiriman ini tidak gagal, atau sudah dikirim ulang."))
        delivery = Delivery.objects.create(
            case_id=case.pk,
            method=method,
            status=Status.READY if method == Method.PICKUP else Status.SENT,
            carrier=carrier.strip(),
            tracking_number=tracking_number.strip(),
            sealed_address="" if method == Method.PICKUP else address.strip() or _address(case),
            sent_on=sent_on,
            repeats=repeats,
            key=key,
            created_by=actor.user,
            created_by_name=actor.name,
        )
        delivery.letters.set(sent)
        _record("send_letters", delivery, actor, data={"method": method})
        Replacement.objects.filter(new__in=sent).exclude(to_send="").update(to_send="")
        if method != Method.PICKUP:
            # What waits to be fetched has not been delivered yet.
            redelivery.tell_case(sent, sent_on, actor)
    return delivery


def arrive(
    delivery: Delivery,
    *,
    on: date,
    actor: Actor,
    receiver: str = "",
    proof: CaseDocument | None = None,
) -> Delivery:
    """Record that letters arrived, with the proof of it, and let the case know.

    Raises:
        Refused: it is known already, the day cannot be, or a pick-up has no signed sheet; or
            what the case does about it is not for this person.
    """
    with transaction.atomic():
        locked = _locked(delivery)
        if on > today():
            raise Refused(_("Tanggal diterima tidak boleh di masa depan."), "arrived_on")
        if on < locked.sent_on:
            raise Refused(
                _("Tanggal diterima tidak boleh sebelum tanggal pengiriman."), "arrived_on"
            )
        if locked.method == Method.PICKUP and proof is None:
            raise Refused(_("Unggah tanda terima yang sudah ditandatangani."), "proof")
        if proof is not None:
            proof.case_id = locked.case_id
            proof.save()
        locked.status = Status.ARRIVED
        locked.arrived_on = on
        locked.sealed_receiver = receiver.strip()
        locked.proof = proof
        locked.save()
        _record("letters_arrived", locked, actor, data={"on": on.isoformat()})
        redelivery.tell_case(locked.letters.all(), on, actor)
        # The date may move a limit of the law; that is the case's own act, through the engine.
        hook = getattr(registry.as_own_kind(locked.case), "letters_arrived", None)
        if callable(hook):
            hook(list(locked.letters.all()), on, actor)
    return locked


def fail(delivery: Delivery, *, reason: str, on: date, actor: Actor) -> Delivery:
    """Record that letters came back or were never fetched.

    Raises:
        Refused: it is known already what became of them, no reason is given, or the day cannot
            be.
    """
    if not reason.strip():
        raise Refused(_("Tuliskan sebabnya, misalnya alamat tidak dikenal."), "reason")
    with transaction.atomic():
        locked = _locked(delivery)
        if not locked.sent_on <= on <= today():
            raise Refused(_("Tanggalnya di antara tanggal pengiriman dan hari ini."), "failed_on")
        locked.status = Status.FAILED
        locked.error = reason.strip()[:300]
        locked.failed_on = on
        locked.save()
        _record("letters_returned", locked, actor, reason=locked.error)
    return locked


def arrived_by_itself(case: Case, letter: Letter, on: date) -> None:
    """Note on what is still open for a letter that the case knows of its arrival."""
    Delivery.objects.filter(
        case_id=case.pk,
        letters=letter,
        status__in=(Status.READY, Status.SENT),
        sent_on__lte=on,
    ).exclude(method=Method.PICKUP).update(status=Status.ARRIVED, arrived_on=on)


def _locked(delivery: Delivery) -> Delivery:
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if not locked.is_open:
        raise Refused(
            _("Hasil pengiriman ini sudah dicatat: {status}.").format(
                status=locked.get_status_display()
            )
        )
    return locked


def _address(case: Case) -> str:
    applicant = case.applicant
    if applicant is None:
        return ""
    return (applicant.represented and applicant.proxy_address) or applicant.address


def _record(
    verb: str,
    delivery: Delivery,
    actor: Actor,
    *,
    reason: str = "",
    data: dict[str, object] | None = None,
) -> None:
    audit.record(
        verb,
        stream=f"case:{delivery.case_id}",
        subject=f"delivery:{delivery.pk}",
        actor=actor,
        to_state=delivery.status,
        reason=reason,
        data=dict(data or {}),
    )
