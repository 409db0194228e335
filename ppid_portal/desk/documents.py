"""Files and letters of a case as the desk lists them: only what the reader may open is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ppid_portal.desk.members import Member
from ppid_portal.letters import access, withdrawal
from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.sop.models import Case, CaseDocument
from ppid_portal.sop.scope import is_called_in


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
    #: The page of what takes its place, and whether that is still to come.
    replace_url: str = ""
    replacement_due: bool = False


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
    """Return the letters that the reader may read of cases that the reader may see."""
    found = Letter.objects.filter(case_id__in=cases).defer("sealed_context")
    return access.in_scope(found, member.actors)


def letter_or_404(member: Member, pk: int) -> Letter:
    """Return a letter that the reader may see, in a case that the reader may see."""
    letter = Letter.objects.defer("sealed_context").filter(pk=pk).first()
    if (
        letter is None
        or not member.cases().filter(pk=letter.case_id).exists()
        or not letters_in_scope(member, [letter.case_id]).filter(pk=pk).exists()
    ):
        raise Http404(_("Surat tidak ditemukan."))
    return letter


def letters_of(member: Member, case: Case) -> list[Listed]:
    """Return the letters of the case that the reader may see, the oldest first."""
    found = (
        letters_in_scope(member, [case.pk])
        .select_related("pdf", "replacement__new", "replaces__letter")
        .order_by("id")
    )
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
            **_replacement(letter),
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


def _replacement(letter: Letter) -> dict[str, Any]:
    row: Replacement | None = getattr(letter, "replacement", None)
    if row is None:
        return {}
    url = reverse("desk:replace_letter", args=[letter.pk])
    return {"replace_url": url, "replacement_due": row.is_open}


def _letter_note(letter: Letter, member: Member) -> str:
    return " · ".join(filter(None, (_state_note(letter, member), letter.replacing_words)))


def _state_note(letter: Letter, member: Member) -> str:
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
