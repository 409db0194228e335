"""From a request to a draft of an objection, and from the draft to what is filed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from objections_app.intake import ObjectionFiling
from objections_app.models import Ground
from objections_app.public_forms import (
    OF_REQUEST,
    PAGES,
    AboutPage,
    GroundsPage,
    MissingInformationPage,
    ObjectorPage,
    ObjectorsGuardianPage,
    PapersPage,
    PositionPage,
    ReplyToPage,
    UsePage,
    WhoObjectsPage,
    request_of,
)
from ppid_portal.clock import today
from ppid_portal.files.models import StoredFile
from ppid_portal.sop.models import LegalDeadline
from requests_app.drafts import Draft
from requests_app.intake import copy_documents
from requests_app.models import AnswerDraft, InformationRequest, Outcome, State
from requests_app.public_forms import PROXY, Kind, ProxyPage
from requests_app.wizard import Wizard

WIZARD = Wizard(
    "objections_app",
    PAGES,
    (
        (_l("Pokok keberatan"), (AboutPage, MissingInformationPage)),
        (
            _l("Pengaju keberatan"),
            (WhoObjectsPage, ObjectorPage, ProxyPage, ObjectorsGuardianPage, PapersPage),
        ),
        (_l("Isi keberatan"), (GroundsPage, PositionPage, UsePage)),
        (_l("Kontak"), (ReplyToPage,)),
    ),
)


def missing_papers(draft: Draft) -> list[str]:
    """Return what has to be handed in later."""
    if not PapersPage.applies(draft):
        return []
    return PapersPage({}, draft=draft).missing()


def suggested_grounds(request: InformationRequest) -> list[str]:
    """Return the grounds that fit what became of a request, as far as the portal can tell.

    Whether an answer is other than what was asked (d) or costs too much (f), only its reader knows.
    """
    answer = request.notification_deadline
    if request.answered_on is None:
        paused = LegalDeadline.Status.PAUSED
        silent = answer is not None and answer.status != paused and answer.due_on < today()
        return [Ground.C.value] if silent else []
    issued = (
        request.drafts.filter(status=AnswerDraft.Status.ISSUED)
        .order_by("-version")
        .prefetch_related("parts")
        .first()
    )
    outcomes = {part.outcome for part in issued.parts.all()} if issued is not None else set()
    fits = {
        Ground.A: bool(outcomes & {Outcome.REFUSED, Outcome.PARTLY}),
        Ground.E: request.state == State.REFERRED
        or bool(outcomes & {Outcome.NOT_HELD, Outcome.NOT_DOCUMENTED}),
        Ground.G: answer is not None and answer.status == LegalDeadline.Status.MET_LATE,
    }
    return [ground.value for ground, fitting in fits.items() if fitting]


def prefill(draft: Draft, request: InformationRequest) -> None:
    """Let a draft object to the handling of a request, with everything that is known of it.

    Who files and on which grounds is suggested but still asked.
    """
    if draft.origin_id == request.pk:
        return
    draft.origin_id = request.pk
    draft.answers[AboutPage.slug] = {"about": OF_REQUEST, "number": request.number or ""}
    draft.answers.pop(GroundsPage.slug, None)
    draft.unfinished[GroundsPage.slug] = {"grounds": suggested_grounds(request)}
    applicant = request.applicant
    if applicant is None or not applicant.proxy_name:
        return
    draft.unfinished.setdefault(WhoObjectsPage.slug, {"filer": [PROXY]})
    draft.answers.setdefault(
        ProxyPage.slug, {name: getattr(applicant, name) for name in ProxyPage.base_fields}
    )
    if not draft.files_of(Kind.POWER_OF_ATTORNEY):
        for kind, file in copy_documents(request, [Kind.POWER_OF_ATTORNEY]):
            draft.hold(kind, file)


def without_request(draft: Draft) -> None:
    """Let a draft object without a request: nothing of one is kept in it."""
    if draft.origin_id is None:
        return
    draft.origin_id = None
    for slug in (WhoObjectsPage.slug, ProxyPage.slug, GroundsPage.slug, PapersPage.slug):
        draft.answers.pop(slug, None)
        draft.unfinished.pop(slug, None)
    for held in draft.files_of(Kind.POWER_OF_ATTORNEY):
        draft.remove_file(held.id)


def filing(draft: Draft) -> ObjectionFiling:
    """Return what a complete draft objects to, ready to be filed."""
    answers = draft.answers
    request = request_of(draft)
    by_proxy = answers[WhoObjectsPage.slug]["filer"] == PROXY
    applicant: dict[str, Any] = {}
    if request is None:
        applicant = {
            "kind": answers[WhoObjectsPage.slug]["kind"],
            **answers[ObjectorPage.slug],
            **answers[ReplyToPage.slug],
        }
        applicant.pop("no_nik", None)
        if ObjectorsGuardianPage.applies(draft):
            applicant.update(answers[ObjectorsGuardianPage.slug])
    elif not by_proxy:
        # The applicant objects in person, also where somebody else once asked for them.
        applicant = dict.fromkeys(ProxyPage.base_fields, "")
    if by_proxy:
        applicant.update(answers[ProxyPage.slug])
    return ObjectionFiling(
        grounds=answers[GroundsPage.slug]["grounds"] if request is not None else [Ground.B.value],
        case_position=answers[PositionPage.slug]["case_position"],
        request=request,
        applicant=applicant,
        information="" if request else answers[MissingInformationPage.slug]["information"],
        purpose="" if request else answers[UsePage.slug]["purpose"],
        by_proxy=by_proxy,
        documents=draft.stored_files() if request is None or by_proxy else _attachments(draft),
    )


def _attachments(draft: Draft) -> list[tuple[str, StoredFile]]:
    """Return the files of an objector in person; a power of attorney held earlier is not one."""
    return [(kind, file) for kind, file in draft.stored_files() if kind == Kind.ATTACHMENT]
