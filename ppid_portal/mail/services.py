"""Writing notices, and knowing what became of them.

A notice and its e-mail are rows of the transaction that causes them; no broker and no mail
server is spoken to. What leaves, and when, is ``mail.outbox``'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from post_office.models import PRIORITY, STATUS, Email

from ppid_portal.audit import services as audit
from ppid_portal.clock import now, today
from ppid_portal.letters.models import Letter
from ppid_portal.mail import notices, standard
from ppid_portal.mail.models import Notice
from ppid_portal.mail.signals import notice_failed
from ppid_portal.people.actors import Actor
from ppid_portal.people.body import body as public_body
from ppid_portal.people.models import Appointment
from ppid_portal.people.roles import Role
from ppid_portal.queue import enqueue
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case

# How long an e-mail waits for the PDF of its letter before it leaves without.
LETTER_WAIT = timedelta(minutes=15)

Status = Notice.Status


def notify(
    case: Case | None,
    key: str,
    *,
    to: Iterable[str],
    variables: Mapping[str, Any],
    dedupe: str,
    letters: Iterable[Letter] = (),
) -> Notice:
    """Write a notice and queue its e-mail, in the caller's transaction.

    ``dedupe`` names the cause ("extension:17:2"): a second call with the same one returns the
    first notice and nothing is sent again. Without a usable address the notice is still kept
    and shown, with the status "no_address". ``letters`` travel as attachments; the e-mail waits
    for their PDFs up to ``LETTER_WAIT`` and then leaves without them. In an applicant's notice
    ``link`` is always the applicant's secret page, put in when the e-mail leaves.

    Raises:
        UnknownNotice: nobody declared ``key``.
        WrongVariables: the variables are not those that it declares.
    """
    kind = notices.get(key)
    existing = Notice.objects.filter(dedupe=dedupe).first()
    if existing is not None:
        return existing
    with translation.override("id"):
        subject, text = notices.write(
            kind,
            {
                "number": (case.number or "") if case is not None else "",
                "body": public_body().name,
                **variables,
            },
        )
    notice = Notice(
        case_id=case.pk if case is not None else None,
        kind=key,
        audience=kind.audience,
        subject=subject,
        body=text,
        dedupe=dedupe,
        created_at=now(),
    )
    if kind.audience == "staff":
        notice.link = str(variables.get("link") or _desk_address(case))
    addresses, refused = _usable(to)
    notice.recipients = addresses
    attached = list(letters)
    try:
        with transaction.atomic():
            if addresses:
                notice.email = _queue(notice, addresses, attached)
            else:
                notice.status = Status.NO_ADDRESS
                if refused:
                    notice.first_error = notice.last_error = _("Alamat e-mail tidak sah.")
            notice.save(force_insert=True)
            if attached:
                notice.letters.set(attached)
    except IntegrityError:
        # Somebody else reported the same cause at the same moment.
        return Notice.objects.get(dedupe=dedupe)
    if notice.email is not None and notice.email.scheduled_time is None:
        enqueue("mail.send", notice.email_id)
    return notice


def failed() -> QuerySet[Notice]:
    """Notices that could not be delivered, oldest first; ``first_error`` says why at first."""
    return Notice.objects.filter(status=Status.FAILED).order_by("failed_at", "pk")


def undelivered(case: Case) -> QuerySet[Notice]:
    """What did not reach the applicant of a case: failed, bounced or without an address."""
    return Notice.objects.filter(
        case_id=case.pk,
        audience=Notice.Audience.APPLICANT,
        status__in=(Status.FAILED, Status.NO_ADDRESS),
    )


def resend(notice: Notice, *, actor: Actor | None = None, to: Iterable[str] = ()) -> Notice:
    """Queue a notice again that was not delivered, to the same or to corrected addresses.

    The first error stays on record.

    Raises:
        Refused: it is on its way or was delivered, or no usable address is known.
    """
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        if not locked.is_undelivered:
            raise Refused(_("Pemberitahuan ini sudah terkirim atau sedang menunggu dikirim."))
        addresses, _refused = _usable(to) if to else (locked.recipients, [])
        if not addresses:
            raise Refused(_("Tuliskan alamat e-mail yang benar untuk mengirim ulang."), "to")
        before = locked.status
        locked.recipients = addresses
        email = _queue(locked, addresses, list(locked.letters.all()))
        locked.email = email
        locked.status = Status.WAITING
        locked.attempts = 0
        locked.failed_at = None
        locked.save()
        audit.record(
            "resend_notice",
            stream=_stream(locked),
            subject=f"notice:{locked.pk}",
            actor=actor,
            from_state=before,
            to_state=Status.WAITING,
        )
        if email.scheduled_time is None:
            enqueue("mail.send", email.pk)
    return locked


def bounced(notice: Notice, reason: str) -> Notice:
    """Record that a notice which had left came back."""
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        if locked.status == Status.FAILED:
            return locked
        return record_failure(locked, f"bounce: {reason}")


def record_failure(notice: Notice, error: str) -> Notice:
    """Mark a locked notice as not delivered, and tell the secretariat, in one transaction."""
    before = notice.status
    notice.status = Status.FAILED
    notice.failed_at = now()
    notice.first_error = notice.first_error or error
    notice.last_error = error
    notice.save()
    audit.record(
        "notice_failed",
        stream=_stream(notice),
        subject=f"notice:{notice.pk}",
        from_state=before,
        to_state=Status.FAILED,
        data={"kind": notice.kind},
    )
    if notice.audience == Notice.Audience.APPLICANT:
        _alert(notice)
    notice_failed.send(sender=Notice, notice=notice)
    return notice


def letters_ready(letter: Letter) -> None:
    """Let the e-mails go that waited for this letter, and send it after those that left without.

    Listens to ``letter_rendered``, inside its transaction.
    """
    carrying = Notice.objects.filter(letters=letter).select_related("case")
    for notice in carrying.filter(status=Status.WAITING):
        let_go(notice)
    for notice in carrying.filter(letters_owed=True, status=Status.SENT):
        notify(
            notice.case,
            standard.LETTER_FOLLOWS.key,
            to=notice.recipients,
            variables={"letter_title": letter.title, "letter_number": letter.number},
            dedupe=f"letter_follows:{notice.pk}:{letter.pk}",
            letters=[letter],
        )


def let_go(notice: Notice) -> None:
    """Let the e-mail of a waiting notice go once none of its letters is still to be made."""
    if notice.email_id is None or still_coming(notice):
        return
    # Only what still waits for letters: an e-mail that is being retried keeps its pause.
    if Email.objects.filter(
        pk=notice.email_id, status=STATUS.queued, number_of_retries__isnull=True
    ).update(scheduled_time=None):
        enqueue("mail.send", notice.email_id)


def still_coming(notice: Notice) -> bool:
    """Tell whether the PDF of a letter of this notice is still to be made or signed."""
    return notice.letters.filter(status__in=Letter.COMING).exists()


def _queue(notice: Notice, addresses: list[str], letters: list[Letter]) -> Email:
    waiting = any(letter.is_coming for letter in letters)
    email = Email(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=addresses,
        subject=notice.subject,
        message=notice.body,
        status=STATUS.queued,
        priority=PRIORITY.medium,
        message_id=_message_id(),
        scheduled_time=now() + LETTER_WAIT if waiting else None,
    )
    email.save()
    return email


def _message_id() -> str:
    from email.utils import make_msgid

    # Given once: a receiver that gets an e-mail twice after a crash can tell.
    return make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> "))


def _usable(to: Iterable[str]) -> tuple[list[str], list[str]]:
    usable: list[str] = []
    refused: list[str] = []
    for address in to:
        address = (address or "").strip()
        if not address:
            continue
        try:
            validate_email(address)
        except ValidationError:
            refused.append(address)
        else:
            usable.append(address)
    return list(dict.fromkeys(usable)), refused


def _alert(notice: Notice) -> None:
    holders = Appointment.objects.valid_on(today()).filter(
        role=Role.TIM_SEKRETARIAT_PPID, user__is_active=True
    )
    notify(
        notice.case,
        standard.DELIVERY_FAILED.key,
        to=sorted(set(holders.values_list("user__email", flat=True))),
        variables={"subject": notice.subject, "error": notice.first_error},
        dedupe=f"delivery_failed:{notice.pk}:{notice.attempts}:{now().isoformat()}",
    )


def _stream(notice: Notice) -> str:
    return f"case:{notice.case_id}" if notice.case_id else "mail"


def _desk_address(case: Case | None) -> str:
    path = reverse("desk:case", args=[case.pk]) if case is not None else reverse("desk:home")
    return f"{settings.PUBLIC_URL}{path}"
