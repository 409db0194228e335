"""Reading what mail servers report about e-mails that left (RFC 3464, RFC 3462).

A report names the e-mail by the Message-ID that the portal gave it, which nobody but its
receivers can know; an address or a subject is no proof of anything and is not looked at.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.policy import default as default_policy
from enum import StrEnum

from django.db import transaction
from post_office.models import Email

from ppid_portal.clock import now
from ppid_portal.mail.models import Notice
from ppid_portal.mail.outbox import without_addresses
from ppid_portal.mail.services import bounced

#: Larger than any report: mail servers send the headers back, or a part of the message.
LARGEST = 5 * 1024 * 1024
_MESSAGE_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")


class Result(StrEnum):
    """What was done about a message."""

    NO_REPORT = "no_report"  # a person wrote, or a machine that is out of office
    UNKNOWN = "unknown"  # about an e-mail that the portal does not know, or has sent anew since
    WAITING = "waiting"  # the other server goes on trying
    BOUNCED = "bounced"
    ARRIVED = "arrived"


@dataclass(frozen=True)
class Report:
    """What a report says: which e-mail, what became of it, and why."""

    message_ids: tuple[str, ...]
    action: str
    status: str
    diagnostic: str

    @property
    def reason(self) -> str:
        """Return why in one line, without addresses: "5.1.1 smtp; 550 user unknown"."""
        return without_addresses(" ".join(f"{self.status} {self.diagnostic}".split()))[:500]


def receive(content: bytes) -> Result:
    """Read one message and mark the notice that it reports on."""
    report = read(content)
    if report is None:
        return Result.NO_REPORT
    found = _notice(report)
    if found is None:
        return Result.UNKNOWN
    if report.action == "failed":
        bounced(found, report.reason)
        return Result.BOUNCED
    if report.action == "delivered":
        with transaction.atomic():
            Notice.objects.filter(pk=found.pk, arrived_at=None).update(arrived_at=now())
        return Result.ARRIVED
    # "delayed" is tried again; "relayed" and "expanded" leave the portal's view.
    return Result.WAITING


def read(content: bytes) -> Report | None:
    """Return what a message reports; ``None`` when it is no report about a delivery."""
    message = email.message_from_bytes(content[:LARGEST], policy=default_policy)
    if message.get_content_type() != "multipart/report":
        return None
    statuses: list[Message] = []
    ids: list[str] = []
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            # The first block is about the message, the others are about one receiver each.
            blocks = [block for block in part.iter_parts() if block.get("Action")]
            statuses += blocks
        elif kind in ("message/rfc822", "message/rfc822-headers", "text/rfc822-headers"):
            ids += _ids_in(part)
    if not statuses:
        return None
    # One receiver for whom it failed decides: an applicant's notice has one.
    worst = min(statuses, key=lambda block: _SEVERITY.get(_word(block, "Action"), 9))
    return Report(
        message_ids=tuple(dict.fromkeys(ids)),
        action=_word(worst, "Action"),
        status=str(worst.get("Status", "")).strip(),
        diagnostic=str(worst.get("Diagnostic-Code", "")).strip(),
    )


_SEVERITY = {"failed": 0, "delayed": 1, "delivered": 2, "relayed": 3, "expanded": 4}


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.iter_parts():
        if isinstance(part, EmailMessage):
            yield part


def _word(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip().lower()


def _ids_in(part: EmailMessage) -> list[str]:
    """The Message-ID of the e-mail that came back, whole or by its headers."""
    if part.get_content_type() == "message/rfc822":
        inner = next(_parts(part), None) or next(iter(part.get_payload() or ()), None)
        headers = str(inner["Message-ID"] or "") if isinstance(inner, Message) else ""
    else:
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else str(part)
        found = re.search(r"^message-id:[ \t]*(\S+)", text, re.IGNORECASE | re.MULTILINE)
        headers = found[1] if found else ""
    return _MESSAGE_ID.findall(headers)


def _notice(report: Report) -> Notice | None:
    """The notice whose present e-mail it is, and that has left."""
    if not report.message_ids:
        return None
    emails = Email.objects.filter(message_id__in=report.message_ids[:5])
    return Notice.objects.filter(email__in=emails, status=Notice.Status.SENT).first()
