"""Sending the secret link of a case once more to whoever proves the address it was given."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import override

from ppid_portal.clock import local, now
from ppid_portal.mail.notices import NoticeKind, declare
from ppid_portal.mail.services import notify
from ppid_portal.sop import registry
from ppid_portal.sop.models import Case
from requests_app.tracking import find_by_number

ACCESS_LINK = NoticeKind(
    key="request_access_link",
    subject="Tautan untuk melacak {{ what }} {{ number }}",
    body=(
        "Seseorang, mungkin Anda, meminta tautan {{ what }} {{ number }} lewat halaman lacak. "
        "Kodenya tercantum di halaman yang dibuka tautan ini.\n\n"
        "Buka di sini (tautan ini rahasia, jangan dibagikan):\n{{ link }}\n\n"
        "Bila bukan Anda yang meminta, abaikan surel ini.\n\nSalam,\nPPID {{ body }}"
    ),
    variables=("what",),
    audience="applicant",
)


def declare_all() -> None:
    """Declare the notice of this module."""
    declare(ACCESS_LINK)


def send_link(number: str, email: str) -> bool:
    """Send the link if the case was brought with this address; at most once an hour.

    Returns whether it was sent; whoever asked must not learn that.
    """
    case = find_by_number(number)
    if case is None or case.applicant is None:
        return False
    known = {case.applicant.email.casefold(), case.applicant.proxy_email.casefold()} - {""}
    if email.casefold() not in known:
        return False
    hour = local(now()).strftime("%Y%m%d%H")
    with transaction.atomic():
        notify(
            case,
            ACCESS_LINK.key,
            to=[email],
            variables={"what": _what(case)},
            dedupe=f"{ACCESS_LINK.key}:{case.pk}:{hour}",
        )
    return True


def _what(case: Case) -> str:
    """Return the kind of case as it is named inside a sentence; mail is Indonesian."""
    with override("id"):
        return str(registry.model_of(case.kind).kind_label).lower()
