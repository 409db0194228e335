"""Who may open the PDF of a letter; the files room asks here."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from ppid_portal.files.models import StoredFile
from ppid_portal.letters import kinds
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.sop.documents import is_applicant_of
from ppid_portal.sop.scope import called_to, is_called_in, may_view, sees_applicant


def may_open(request: HttpRequest, file: StoredFile) -> bool | None:
    """Tell whether this request may read a letter; ``None`` when the file is no letter.

    The applicant reads the letters of the own case that are meant for applicants; the office
    reads all of every case that it may see, and who is called in, as legal affairs are to a
    dispute, all of that case. A unit answers without knowing who asks, so it reads only the
    letters made for units (the memorandum). What is still to be signed is for the office alone.
    """
    letter = Letter.objects.select_related("case").filter(Q(pdf=file) | Q(prepared=file)).first()
    if letter is None:
        return None
    if letter.prepared_id == file.pk:
        return isinstance(request.user, User) and may_sign(request.user, letter)
    if letter.audience == Letter.Audience.APPLICANT and is_applicant_of(request, letter.case):
        return True
    user = request.user
    if not isinstance(user, User):
        return False
    actors = actors_of(user)
    if not may_view(user, letter.case, actors):
        return False
    if sees_applicant(actors) or kinds.get(letter.kind).for_units:
        return True
    return is_called_in(letter.case, actors)


def in_scope(found: QuerySet[Letter], actors: Sequence[Actor]) -> QuerySet[Letter]:
    """Narrow letters of cases that somebody may see to those that they may read.

    Units see those made for units, they know not who asks; who is called in, as legal affairs are
    to a dispute, sees all of that case. The twin of :func:`may_open`.
    """
    if sees_applicant(list(actors)):
        return found
    called = called_to(list(actors)).values("case_id")
    return found.filter(Q(kind__in=kinds.keys_for_units()) | Q(case_id__in=called))


def may_sign(user: User, letter: Letter) -> bool:
    """Tell whether somebody may take a letter out to be signed, and hand it in again."""
    actors = actors_of(user)
    return sees_applicant(actors) and may_view(user, letter.case, actors)
