"""Sending what is queued: each e-mail once, failures kept, nothing lost.

1. Find an e-mail that is queued and due.
2. Take it by a conditional update that pushes its time ``LEASE`` ahead: one row changed, or
   somebody else has it. Nothing is locked while the mail server is spoken to.
3. Send it. A process that dies here leaves the lease to run out; the e-mail is sent again then,
   with the same Message-ID.
4. Write down what became of it, in the e-mail and in its notice.
"""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from smtplib import SMTPConnectError, SMTPServerDisconnected
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from post_office.models import STATUS, Email
from post_office.settings import get_backend, get_max_retries

from ppid_portal.clock import now
from ppid_portal.files.models import StoredFile
from ppid_portal.files.services import open_bytes
from ppid_portal.mail import notices, withdrawals
from ppid_portal.mail.models import Notice
from ppid_portal.mail.services import Status, record_failure
from ppid_portal.people.body import body as public_body
from ppid_portal.sop.access import secret_url

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
# After the first failure, the second, …: a mail server may be away for more than a day.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
_BATCH = 500
_GIVE_UP_AFTER = 3
_QUEUED = (STATUS.queued, STATUS.requeued)
_UNREACHABLE = (OSError, SMTPConnectError, SMTPServerDisconnected)
_ADDRESS = re.compile(r"[^\s<>'\"(),:;]+@[^\s<>'\"(),:;]+")

OWED = "Surat menyusul: berkas PDF-nya masih disiapkan dan akan kami kirim tersendiri."
WITHDRAWN = "{label} sudah ditarik, tidak berlaku lagi, dan tidak dilampirkan."
BY_LINK = (
    "Surat dapat diunduh dari halaman permohonan Anda; berkasnya tidak dilampirkan pada e-mail ini."
)


def sweep() -> dict[str, int]:
    """Send everything that is due; returns how much was sent and how much failed.

    When the mail server itself does not answer several times in a row the rest is left for the
    next run, without counting as a failure of each e-mail.
    """
    moment = now()
    due = Email.objects.filter(status__in=_QUEUED).filter(
        Q(scheduled_time__isnull=True) | Q(scheduled_time__lte=moment),
        Q(expires_at__isnull=True) | Q(expires_at__gt=moment),
    )
    result = {"sent": 0, "failed": 0}
    unreachable = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        error = send(pk)
        if error is None:
            result["sent"] += 1
            unreachable = 0
            continue
        result["failed"] += 1
        unreachable = unreachable + 1 if isinstance(error, _UNREACHABLE) else 0
        if unreachable >= _GIVE_UP_AFTER:
            log.error("The mail server does not answer; the rest waits for the next run")
            break
    return result


def send(email_id: int) -> Exception | None:
    """Send one e-mail if it is queued, due, and nobody else is sending it.

    Returns the error when it failed; ``None`` when it left or there was nothing to do.
    """
    moment = now()
    taken = (
        Email.objects.filter(pk=email_id, status__in=_QUEUED)
        .filter(Q(scheduled_time__isnull=True) | Q(scheduled_time__lte=moment))
        .update(scheduled_time=moment + LEASE)
    )
    if not taken:
        return None
    email = Email.objects.get(pk=email_id)
    notice = Notice.objects.select_related("case").filter(email=email).first()
    try:
        message, owed, attached = _message(email, notice)
        connection = get_connection(get_backend(email.backend_alias or "default"))
        connection.send_messages([message])
    except Exception as error:
        _note_failure(email_id, error)
        return error
    _note_sent(email_id, owed=owed, attached=attached)
    return None


def _message(email: Email, notice: Notice | None) -> tuple[EmailMessage, bool, list[int]]:
    """The message as it leaves, whether a letter is still owed, and which letters it brings."""
    if notice is None:
        message: EmailMessage = email.prepare_email_message()
        return message, False, []
    text, owed = notice.body, False
    attachments: list[tuple[str, StoredFile]] = []
    brought: list[int] = []
    size = 0
    for letter in notice.letters.select_related("pdf"):
        if letter.is_coming:
            owed = True
        elif letter.pdf is not None and letter.is_ready:
            size += letter.pdf.size
            attachments.append((letter.file_name, letter.pdf))
            brought.append(letter.pk)
        elif letter.withdrawn_at is not None:
            label = f"{letter.title} Nomor {letter.number}"
            text += f"\n{WITHDRAWN.format(label=label)}\n"
    if owed:
        text += f"\n{OWED}\n"
    if attachments and size > public_body().attachment_limit * 1024:
        attachments = []
        text += f"\n{BY_LINK}\n"
    text = text.replace(notices.LINK, _address(notice))
    mail = EmailMultiAlternatives(
        subject=notice.subject,
        body=text,
        from_email=email.from_email,
        to=email.to,
        headers={
            "Message-ID": email.message_id,
            # Out-of-office answers to an automatic letter help nobody (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(_html(notice.subject, text), "text/html")
    for name, pdf in attachments:
        mail.attach(name, open_bytes(pdf), "application/pdf")
    return mail, owed, brought


def _html(subject: str, text: str) -> str:
    body = public_body()
    lines = [body.office_name, body.name, body.address, body.email]
    return render_to_string(
        "mail/email.html",
        {"subject": subject, "text": text, "signature": "\n".join(filter(None, lines))},
    )


def _address(notice: Notice) -> str:
    if notice.audience == Notice.Audience.APPLICANT and notice.case is not None:
        return secret_url(notice.case)
    return notice.link


def _note_sent(email_id: int, *, owed: bool, attached: list[int]) -> None:
    with transaction.atomic():
        email = Email.objects.select_for_update().get(pk=email_id)
        email.status = STATUS.sent
        email.scheduled_time = None
        email.save(update_fields=["status", "scheduled_time", "last_updated"])
        email.logs.create(status=STATUS.sent, message="")
        notice = _locked_notice(email_id)
        if notice is not None:
            notice.status = Status.SENT
            notice.sent_at = now()
            notice.attempts += 1
            notice.letters_owed = owed
            notice.save()
            # Withdrawn while the mail server was spoken to: it has left with the letter.
            for letter in notice.letters.filter(pk__in=attached, withdrawn_at__isnull=False):
                if withdrawals.was_received(letter):
                    withdrawals.tell(letter)


def _note_failure(email_id: int, error: Exception) -> None:
    text = describe(error)
    with transaction.atomic():
        email = Email.objects.select_for_update().get(pk=email_id)
        tries = (email.number_of_retries or 0) + 1
        for_good = tries >= max(get_max_retries(), 1)
        email.number_of_retries = tries
        email.status = STATUS.failed if for_good else STATUS.requeued
        email.scheduled_time = None if for_good else now() + PAUSES[min(tries, len(PAUSES)) - 1]
        email.save(update_fields=["status", "scheduled_time", "number_of_retries", "last_updated"])
        email.logs.create(status=STATUS.failed, message=text, exception_type=type(error).__name__)
        notice = _locked_notice(email_id)
        if notice is not None:
            notice.attempts = tries
            notice.first_error = notice.first_error or text
            notice.last_error = text
            if for_good:
                record_failure(notice, text)
            else:
                notice.save()
    log.error("E-mail %s was not sent (%s), try %s", email_id, type(error).__name__, tries)


def describe(error: Exception) -> str:
    """The text of an error without the addresses that mail servers like to quote."""
    return without_addresses(f"{type(error).__name__}: {error}")[:1000]


def without_addresses(text: str) -> str:
    """A text of a mail server without the addresses in it."""
    return _ADDRESS.sub("<alamat>", text)


def _locked_notice(email_id: int) -> Any:
    return Notice.objects.select_for_update().filter(email_id=email_id).first()
