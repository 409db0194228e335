"""What each letter of SOP 7 says; the letters room numbers and prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from dip_app.documenting import archive
from dip_app.documenting import letter_schemas as schemas
from dip_app.documenting.archive import ArchiveEntry, ArchiveFacts, ArchiveRecord
from ppid_portal.clock import local
from ppid_portal.clock.words import date_long
from ppid_portal.letters import services
from ppid_portal.letters.models import Letter
from ppid_portal.people.body import body
from ppid_portal.sop.declarations import Act

if TYPE_CHECKING:
    from dip_app.documenting.models import DocumentingRound


def _recap(case: DocumentingRound) -> list[schemas.RecapRow]:
    parts = list(case.parts().filter(state="submitted"))
    return [schemas.RecapRow(**asdict(each)) for each in archive.recap(parts)]


def _left_out(case: DocumentingRound) -> list[schemas.LeftOutRow]:
    return [
        schemas.LeftOutRow(unit=part.unit.name, reason=part.left_out_reason)
        for part in case.parts().filter(state="left_out")
    ]


def years(facts: ArchiveFacts) -> tuple[str, str]:
    """Return the active and the inactive part of a retention in words, with their last days."""
    active = _("{years} tahun, sampai {date}").format(
        years=facts.active_years, date=date_long(facts.active_until)
    )
    inactive = _("{years} tahun, sampai {date}").format(
        years=facts.inactive_years, date=date_long(facts.retention_end)
    )
    return (active if facts.active_years else "–", inactive if facts.inactive_years else "–")


def _rows(facts: Iterable[tuple[Any, str]]) -> list[schemas.ArchiveRow]:
    rows = []
    for each, unit in facts:
        active, inactive = years(each)
        rows.append(
            schemas.ArchiveRow(
                number=each.item_id,
                title=each.item.title,
                unit=unit,
                made=each.item.made_when,
                form=str(each.get_form_display()),
                amount=each.amount,
                classification=each.classification,
                location=each.location,
                active=active,
                inactive=inactive,
                fate=str(each.get_fate_display()),
                remarks=each.remarks,
            )
        )
    return rows


def _stated(case: DocumentingRound) -> list[schemas.ArchiveRow]:
    """Return what all units stated, by unit and title; nothing when it is too much to print."""
    found = list(
        ArchiveEntry.objects.filter(documents__origin_id=case.pk, documents__state="submitted")
        .select_related("item", "documents__unit")
        .order_by("documents__unit__name", "item__title", "pk")[: schemas.MOST + 1]
    )
    if len(found) > schemas.MOST:
        return []
    return _rows((each, each.documents.unit.name if each.documents.unit else "") for each in found)


def memorandum_context(case: DocumentingRound) -> schemas.DocumentingMemorandum:
    """Return what the memorandum to Ketua PPID says (SOP 7.2)."""
    with override("id"):
        return schemas.DocumentingMemorandum(
            to=["Ketua PPID"],
            round_number=case.number or "",
            opened_on=local(case.opened_at).date(),
            recap=_recap(case),
            left_out=_left_out(case),
            notes=case.summary,
        )


def ratified_context(case: DocumentingRound) -> schemas.RatifiedList:
    """Return what Ketua PPID ratifies (SOP 7.3)."""
    memo = case.memorandum
    with override("id"):
        return schemas.RatifiedList(
            round_number=case.number or "",
            memorandum_number=memo.number if memo is not None else "",
            memorandum_on=local(memo.issued_at if memo is not None else case.opened_at).date(),
            body_name=body().name,
            recap=_recap(case),
            rows=_stated(case),
            left_out=_left_out(case),
            copies_to=["Atasan PPID", "PPID Pelaksana"],
        )


def archive_list_context(case: DocumentingRound) -> schemas.ArchiveList:
    """Return the archive list that a round filed (SOP 7.4)."""
    ratified = case.ratified
    with override("id"):
        rows: list[schemas.ArchiveRow] = []
        if case.filed <= schemas.MOST:
            found = ArchiveRecord.objects.filter(filed_in=case).select_related("item", "unit")
            rows = _rows(
                (each, each.unit.name)
                for each in found.order_by("unit__name", "classification", "item__title", "pk")
            )
        return schemas.ArchiveList(
            to=["Ketua PPID"],
            round_number=case.number or "",
            ratified_number=ratified.number if ratified is not None else "",
            ratified_on=case.ratified_on or local(case.opened_at).date(),
            filed=case.filed,
            recap=_recap(case),
            rows=rows,
            copies_to=["PPID Pelaksana"],
        )


def _issue(key: str, case: DocumentingRound, act: Act, context: Any) -> Letter:
    return services.issue(key, case=case, signatory=act.actor, context=context, at=act.at)


def memorandum(case: DocumentingRound, act: Act) -> Letter:
    """Issue the memorandum (SOP 7.2)."""
    return _issue("documenting_memorandum", case, act, memorandum_context(case))


def ratified(case: DocumentingRound, act: Act) -> Letter:
    """Issue the ratified list (SOP 7.3)."""
    return _issue("documenting_ratified", case, act, ratified_context(case))


def archive_list(case: DocumentingRound, act: Act) -> Letter:
    """Issue the archive list (SOP 7.4)."""
    return _issue("archive_list", case, act, archive_list_context(case))
