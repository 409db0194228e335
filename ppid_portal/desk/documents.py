"""Files and letters of a case as the desk lists them: only what the reader may open is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ppid_portal.desk.members import Member
from ppid_portal.letters import kinds, withdrawal
from ppid_portal.letters.models import Letter
from ppid_portal.sop.models import Case, CaseDocument
from ppid_portal.sop.scope import called_in, is_called_in


@dataclass(frozen=True)
class Listed:
    """A file or letter as ``components/document_row.html`` takes it."""

    label: str
    url: str
    kind: str = ""
    size: int | None = None
    at: Any = None
    note: str = ""
    code: str = ""
    withdraw_url: str = ""


def may_open(member: Member, document: CaseDocument, *, called_in: bool) -> bool:
    """Tell whether the reader, who may see the case, may open this file.

    The twin of ``sop.documents.may_open`` for a list: one rule, no query per row; ``called_in``
    is what ``sop.scope.is_called_in`` says of the reader and the case.
    """
    if member.is_office:
        return True
    if document.audience == CaseDocument.Audience.IDENTITY:
        return False
    if called_in:
        return True
    if document.audience == CaseDocument.Audience.CONFIDENTIAL:
        return False
    if document.kind == CaseDocument.Kind.ATTACHMENT:
        return True
    return document.unit_id is not None and document.unit_id in member.unit_ids


def documents_of(member: Member, case: Case) -> list[Listed]:
    """Return the files that the reader may open; of others not even the name is told (S18)."""
    found = (
        CaseDocument.objects.filter(case_id=case.pk).select_related("file", "unit").order_by("id")
    )
    called_in = is_called_in(case, member.actors)
    return [
        Listed(
            label=document.label or document.file.original_name,
            url=reverse("files:download", args=[document.file.pk]),
            kind=document.file.content_type,
            size=document.file.size,
            at=document.added_at,
            note=_note(document),
        )
        for document in found
        if may_open(member, document, called_in=called_in)
    ]


def _note(document: CaseDocument) -> str:
    parts = [str(CaseDocument.Kind(document.kind).label)]
    if document.unit is not None:
        parts.append(str(document.unit))
    if document.released_at is not None:
        parts.append(_("sudah diberikan kepada pemohon"))
    elif document.audience == CaseDocument.Audience.CONFIDENTIAL:
        parts.append(_("rahasia"))
    elif document.audience == CaseDocument.Audience.INTERNAL:
        parts.append(_("hanya untuk petugas"))
    return " · ".join(parts)


def letters_in_scope(member: Member, cases: Sequence[int]) -> QuerySet[Letter]:
    """Return the letters of cases that the reader may see.

    Units see those made for units, they know not who asks; who is called in, as legal affairs are
    to a dispute, sees all of that case. The twin of ``letters.access.may_open``.
    """
    found = Letter.objects.filter(case_id__in=cases).defer("sealed_context")
    if not member.sees_applicant:
        called = called_in(cases, member.actors).values("case_id")
        found = found.filter(Q(kind__in=kinds.keys_for_units()) | Q(case_id__in=called))
    return found


def letters_of(member: Member, case: Case) -> list[Listed]:
    """Return the letters of the case that the reader may see, the oldest first."""
    found = letters_in_scope(member, [case.pk]).select_related("pdf").order_by("id")
    return [
        Listed(
            label=f"{letter.title} {letter.number}",
            url=_letter_address(member, letter),
            kind="application/pdf" if letter.pdf is not None else "",
            size=letter.pdf.size if letter.pdf is not None else None,
            at=letter.issued_at,
            note=_letter_note(letter, member),
            code=letter.verification_code,
            withdraw_url=_withdraw_address(member, letter),
        )
        for letter in found
    ]


def _letter_address(member: Member, letter: Letter) -> str:
    if letter.pdf is not None:
        return reverse("desk:letter", args=[letter.pk])
    if letter.status == Letter.Status.UNSIGNED and member.sees_applicant:
        return reverse("desk:sign", args=[letter.pk])
    return ""


def _withdraw_address(member: Member, letter: Letter) -> str:
    """Return where the reader may withdraw a letter, "" for everybody else."""
    if letter.withdrawn_at is not None or withdrawal.chosen(letter, member.actors) is None:
        return ""
    return reverse("desk:withdraw_letter", args=[letter.pk])


def _letter_note(letter: Letter, member: Member) -> str:
    if letter.withdrawn_at is not None:
        # Why, is for the office: the reason may speak of the applicant.
        reason = letter.withdrawn_reason if member.sees_applicant else ""
        return ": ".join(filter(None, (capfirst(letter.withdrawn_words), reason)))
    if letter.status == Letter.Status.RENDERED:
        return ""
    if letter.status == Letter.Status.QUEUED:
        return _("PDF sedang disiapkan; muat ulang halaman sebentar lagi")
    if letter.status == Letter.Status.FAILED:
        return _("PDF belum dapat dibuat; portal mencoba lagi setiap jam")
    return str(letter.get_status_display())
