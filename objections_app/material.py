"""What the portal already knows and may suggest to who prepares, decides or reads an objection.

Suggestions end in letters, so they are Indonesian in every language; staff edit them freely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from objections_app import rules
from objections_app.windows import Timing, window
from ppid_portal.clock import local
from ppid_portal.clock.words import date_long
from ppid_portal.sop.errors import Refused
from requests_app.models import AnswerDraft, DraftPart
from requests_app.models import Outcome as Answered

if TYPE_CHECKING:
    from objections_app.models import Objection

_ANSWERED = {
    Answered.GRANTED: "diberikan",
    Answered.PARTLY: "diberikan sebagian, sisanya dihitamkan",
    Answered.REFUSED: "ditolak karena dikecualikan",
    Answered.NOT_HELD: "tidak dikuasai",
    Answered.NOT_DOCUMENTED: "belum didokumentasikan",
}


def answer_to(case: Objection) -> AnswerDraft | None:
    """Return the answer that was delivered on the request, as it stood when it was decided on.

    An answer that an order brought about came after the decision, and is not what was objected to.
    """
    if case.request is None:
        return None
    issued = case.request.drafts.filter(status=AnswerDraft.Status.ISSUED)
    if case.decided_at is not None:
        issued = issued.filter(Q(approved_at__isnull=True) | Q(approved_at__lte=case.decided_at))
    return (
        issued.select_related("decree", "notification", "approved_by")
        .prefetch_related("parts__basis", "parts__documents__file")
        .order_by("-version")
        .first()
    )


def outcomes(case: Objection) -> list[str]:
    """Return the outcomes that the law leaves open for this objection."""
    from objections_app.models import Outcome

    found = []
    for outcome in Outcome.values:
        try:
            rules.check_outcome(case, outcome)
        except Refused:
            continue
        found.append(outcome)
    return found


def suggested_explanation(case: Objection) -> str:
    """Return what became of the request, from its record, as a beginning of PPID's explanation."""
    request = case.request
    if request is None:
        return ""
    received = date_long(local(request.received_at).date())
    lines = [f"Permohonan nomor {request.number} kami terima pada {received}."]
    limit = request.notification_deadline
    answer = answer_to(case)
    if answer is None or request.answered_on is None:
        if limit is not None:
            lines.append(
                f"Batas waktu jawabannya {date_long(limit.due_on)}; sampai hari ini belum dijawab."
            )
        return " ".join(lines)
    lines.append(f"Permohonan dijawab pada {date_long(request.answered_on)}:")
    return "\n".join([" ".join(lines), *(f"- {_part(part)}" for part in answer.parts.all())])


def _part(part: DraftPart) -> str:
    words = [f"bagian {part.position} {_ANSWERED[Answered(part.outcome)]}"]
    if part.article:
        law = f"Pasal 17 huruf {part.article} UU 14/2008"
        words.append(f"menurut {law}; {part.other_law}" if part.other_law else f"menurut {law}")
    if part.basis is not None:
        words.append(f"dengan penetapan {part.basis.number}")
    if part.holder:
        words.append(f"dikuasai {part.holder}")
    return ", ".join(words) + "."


def suggested_recommendation(case: Objection) -> str:
    """Return the reasons where only one outcome is left: the objection is outside its time."""
    found = window(
        case.request,
        on=local(case.received_at).date(),
        grounds=case.grounds,
        found_on=case.found_on,
    )
    came = date_long(local(case.received_at).date())
    if case.timing == Timing.LATE and found.closes_on is not None:
        return (
            f"Keberatan diterima pada {came}, sesudah jangka waktu 30 hari kerja berakhir pada "
            f"{date_long(found.closes_on)} (Pasal 36 ayat (1) UU 14/2008)."
        )
    if case.timing == Timing.EARLY:
        opens = ""
        if found.opens_on is not None:
            opens = f" Keberatan baru dapat diajukan mulai {date_long(found.opens_on)}"
        return (
            f"Keberatan diterima pada {came}, sebelum ada jawaban dan sebelum batas waktu "
            f"jawaban permohonan lewat.{opens} (Pasal 35 ayat (1) dan Pasal 36 ayat (1) "
            f"UU 14/2008)."
        )
    return ""


def suggested_order(case: Objection) -> str:
    """Return the order that upholding the objection as a whole would mean."""
    asked = " ".join(case.information.split())
    return f"Berikan kepada pemohon informasi yang dimintanya: {asked}"[:4000]
