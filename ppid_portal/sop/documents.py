"""Who may open a file of a case; the files room asks here before it serves one."""

from __future__ import annotations

from django.http import HttpRequest

from ppid_portal.files.models import StoredFile
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import User
from ppid_portal.people.roles import UNIT_BOUND
from ppid_portal.sop.models import Case, CaseDocument
from ppid_portal.sop.scope import OFFICE_ROLES, is_called_in, may_view

#: Session key under which the applicant's opened cases are kept.
OPENED_CASES = "opened_cases"

Audience = CaseDocument.Audience


def remember_applicant(request: HttpRequest, case: Case) -> None:
    """Let this browser act as the applicant of a case for the rest of the session."""
    opened = request.session.get(OPENED_CASES, {})
    opened[str(case.pk)] = case.link_version
    request.session[OPENED_CASES] = opened


def is_applicant_of(request: HttpRequest, case: Case) -> bool:
    """Tell whether this browser has opened the case with its secret link or code."""
    opened = request.session.get(OPENED_CASES, {})
    return bool(opened.get(str(case.pk)) == case.link_version)


def may_open(request: HttpRequest, file: StoredFile) -> bool | None:
    """Tell whether this request may read a file; ``None`` when it belongs to no case.

    The applicant reads what was released to them and what they sent; the office reads all of a
    case that it may see; who is called in, as legal affairs are to a dispute, reads all but
    identity papers; a unit reads only its own documents and the request's attachments, never
    identity papers or what is marked as confidential.
    """
    document = CaseDocument.objects.select_related("case").filter(file=file).first()
    if document is None:
        return None
    if is_applicant_of(request, document.case) and _for_applicant(document):
        return True
    user = request.user
    if not isinstance(user, User):
        return False
    actors = actors_of(user)
    if not may_view(user, document.case, actors):
        return False
    roles = {actor.role for actor in actors}
    if roles & OFFICE_ROLES:
        return True
    if document.audience == Audience.IDENTITY:
        return False
    if is_called_in(document.case, actors):
        return True
    if document.audience == Audience.CONFIDENTIAL:
        return False
    units = {actor.unit_id for actor in actors if actor.role in UNIT_BOUND}
    if document.kind == CaseDocument.Kind.ATTACHMENT:
        return True
    return document.unit_id is not None and document.unit_id in units


def _for_applicant(document: CaseDocument) -> bool:
    if document.audience == Audience.APPLICANT:
        return document.kind != CaseDocument.Kind.ANSWER or document.released_at is not None
    return document.audience == Audience.IDENTITY
