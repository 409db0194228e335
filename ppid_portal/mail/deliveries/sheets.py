"""The sheet that is signed when letters are handed over (tanda terima); printed, never stored."""

from __future__ import annotations

from datetime import date
from typing import Any

from ppid_portal.clock import now
from ppid_portal.letters import frame
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.letters.render import render_html, render_pdf
from ppid_portal.mail.deliveries.models import Delivery, Method
from ppid_portal.people.actors import Actor

#: Not a letter of any SOP: it carries no number and is not issued.
_KIND = LetterKind(
    key="handover_sheet",
    title="Tanda Terima Surat",
    template="letters/handover_sheet.html",
    series="",
    signatory_role="",
    audience="internal",
    steps=(),
)


def handover(delivery: Delivery, officer: Actor) -> bytes:
    """Return the sheet for a delivery as a PDF.

    Raises:
        RenderFailed: the PDF cannot be made.
    """
    case = delivery.case
    applicant = case.applicant
    around = frame.build(_KIND, officer, number=case.number or "", code="", at=now())
    letter: dict[str, Any] = {
        "case_number": case.number,
        "name": applicant.name if applicant is not None else "",
        "proxy": applicant.proxy_name if applicant is not None else "",
        "address": delivery.sealed_address,
        "by": Method(delivery.method).label,
        "carrier": delivery.carrier,
        "tracking_number": delivery.tracking_number,
        "on": _day(delivery.sent_on),
        "letters": [
            {"title": each.title, "number": each.number, "on": each.issued_at.isoformat()}
            for each in delivery.letters.order_by("pk")
        ],
    }
    context = frame.for_template({"frame": around, "letter": letter})
    return render_pdf(render_html(_KIND.template, context))


def _day(value: date) -> str:
    return value.isoformat()
