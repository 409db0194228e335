"""What a dispute changes on the applicant's pages of its request and its objection."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext as _

from disputes_app.models import Dispute
from ppid_portal.sop.models import Case
from requests_app import tracking


def show() -> None:
    """Let the pages of earlier stages know of a dispute; called once at start."""
    tracking.know_more(_in_dispute)


def _in_dispute(case: Case, remedies: list[tracking.Remedy]) -> list[tracking.Remedy]:
    """Return the remedies of a case; one that its own applicant disputes is not offered again."""
    found = (
        Dispute._base_manager.filter(Q(request_id=case.pk) | Q(prior_objection_id=case.pk))
        .select_related("applicant")
        .order_by("-opened_at", "-id")
        .first()
    )
    mine, theirs = case.applicant, found.applicant if found is not None else None
    if found is None or mine is None or theirs is None or not mine.is_same_person(theirs):
        return remedies
    text = _("Sudah diperiksa %(commission)s dengan nomor register %(number)s.") % {
        "commission": found.commission,
        "number": found.commission_number or "–",
    }
    return [
        replace(remedy, text=text, open=False, explanation=None, ends_on=None)
        if remedy.key == "dispute"
        else remedy
        for remedy in remedies
    ]
