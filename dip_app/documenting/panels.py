"""What the desk shows of the documenting of public information (SOP 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from dip_app.documenting import archive, records
from dip_app.documenting.archive import ArchiveRecord, Fate
from dip_app.documenting.disposal import DisposalProposal, Sort, candidates
from dip_app.documenting.disposal import State as DisposalState
from dip_app.documenting.models import (
    TIM,
    DocumentingRound,
    RoundState,
    UnitDocuments,
    UnitState,
)
from dip_app.models import InformationItem
from ppid_portal.clock import local, now, today
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor
from ppid_portal.people.actors import candidates as holding
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import sees_applicant

_TEMPLATES = "dip_app/documenting/"
#: Lines of a proposal on its page.
_MOST = 50
_ALERTS = 20
#: The SOP names no period; the list of the archive is a year old at most.
_AGE = timedelta(days=365)


# -- the page of a case ----------------------------------------------------------------------------


def sections(case: Case, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return the units of a round, the list of a unit, or the records of a proposal."""
    office = sees_applicant(list(actors))
    if isinstance(case, DocumentingRound):
        if not office:
            return []
        found = [_section(_("Unit"), "_units.html", {"rows": _units(case)})]
        if case.state in (RoundState.COMPILING, RoundState.DECIDING, RoundState.FILING):
            found.append(_section(_("Rekapitulasi"), "_recap.html", _recap(case)))
        if case.state == RoundState.FILED:
            found.append(_section(_("Daftar arsip"), "_filed.html", _filed(case)))
        return found
    if isinstance(case, UnitDocuments):
        return [_section(_("Daftar unit"), "_stated.html", _stated(case))]
    if isinstance(case, DisposalProposal):
        return [_section(_("Arsip yang diusulkan"), "_lines.html", _lines(case))]
    return []


def first_thing(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return where the unit states what exists, as long as something is missing."""
    if not isinstance(case, UnitDocuments) or case.state != UnitState.COLLECTING:
        return None
    if not case.missing or case.unit_id not in records.own_units(actors):
        return None
    return {
        "title": _("Isi keterangan arsip setiap butir"),
        "text": _("{missing} dari {expected} butir masih kosong.").format(
            missing=case.missing, expected=case.expected
        ),
        "url": reverse("documenting:items", args=[case.pk]),
        "link": _("Buka daftarnya"),
    }


def decision(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return what waits for Ketua PPID: a compilation (SOP 7.3) or a proposal of disposal."""
    if isinstance(case, DocumentingRound) and case.state == RoundState.DECIDING:
        return {
            "title": _("Pengesahan informasi dan dokumentasi publik"),
            "template": f"{_TEMPLATES}_decision.html",
            "context": {
                "units": {"rows": _units(case)},
                "recap": _recap(case),
                "summary": case.summary,
                "letter": _letter(case.memorandum),
            },
            "approve": "ratify",
            "refuse": "return_round",
            "previews": [_preview(case, "pengesahan", _("Daftar yang disahkan"))],
        }
    if isinstance(case, DisposalProposal) and case.state == DisposalState.DECIDING:
        return {
            "title": case.get_sort_display(),
            "template": f"{_TEMPLATES}_disposal.html",
            "context": {"note": case.note, "lines": _lines(case)},
            "approve": "approve",
            "refuse": "decline",
            "previews": [_preview(case, "berita-acara", _("Berita Acara"))],
        }
    return None


def _units(case: DocumentingRound) -> list[dict[str, Any]]:
    rows = []
    for part in case.parts():
        tone = {UnitState.SUBMITTED: "done", UnitState.COLLECTING: "waiting"}.get(
            part.state, "neutral"
        )
        rows.append(
            {
                "unit": part.unit.name,
                "url": reverse("desk:case", args=[part.pk]),
                "state": _("Terlambat") if part.is_late else part.state_label,
                "tone": "late" if part.is_late else tone,
                "recorded": part.recorded,
                "expected": part.expected,
                "due": date_long(part.due_on, with_day=True),
                "reason": part.left_out_reason,
            }
        )
    return rows


def _recap(case: DocumentingRound) -> dict[str, Any]:
    rows = [asdict(row) for row in archive.recap(list(case.parts().filter(state="submitted")))]
    preview = ""
    if case.state == RoundState.COMPILING:
        preview = reverse("documenting:preview", args=[case.pk, "memorandum"])
    return {"rows": rows, "returned": case.return_reason, "preview": preview}


def _filed(case: DocumentingRound) -> dict[str, Any]:
    return {
        "letters": [each for each in map(_letter, (case.ratified, case.archive_list)) if each],
        "url": reverse("documenting:archive"),
        "count": case.filed,
    }


def _stated(case: UnitDocuments) -> dict[str, Any]:
    return {
        "recorded": case.recorded,
        "expected": case.expected,
        "missing": case.missing,
        "due": date_long(case.due_on, with_day=True) if case.state == UnitState.COLLECTING else "",
        "url": reverse("documenting:items", args=[case.pk]),
    }


def _lines(case: DisposalProposal) -> dict[str, Any]:
    lines = list(case.lines.select_related("record__item", "record__unit")[: _MOST + 1])
    rows = []
    for line in lines[:_MOST]:
        record = line.record
        rows.append(
            {
                "position": line.position,
                "title": record.item.title,
                "url": record.item.get_absolute_url(),
                "unit": record.unit.name,
                "where": record.location,
                "kept": _("{years} tahun, berakhir {date}").format(
                    years=record.retention_years, date=date_long(record.retention_end)
                ),
                "struck": line.struck_reason,
            }
        )
    return {
        "rows": rows,
        "more": len(lines) > _MOST,
        "destroy": case.sort == Sort.DESTROY,
        "anri": case.for_anri(),
        "letter": _letter(case.minutes),
    }


def _letter(letter: Letter | None) -> dict[str, str] | None:
    if letter is None:
        return None
    return {
        "label": letter.label,
        "url": reverse("desk:letter", args=[letter.pk]),
    }


def _preview(case: Case, letter: str, label: str) -> dict[str, str]:
    return {"label": label, "url": reverse("documenting:preview", args=[case.pk, letter])}


def _section(title: str, template: str, context: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "template": f"{_TEMPLATES}{template}", "context": context}


# -- what needs attention --------------------------------------------------------------------------


def attention(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return whether the archive list is old, and what is kept longer than it has to be."""
    if not records.is_office(actors):
        return []
    ended = list(
        ArchiveRecord.objects.filter(
            fate=Fate.REVIEW, retention_end__lte=today(), disposed_on__isnull=True
        )
        .select_related("item", "unit")
        .order_by("retention_end", "pk")[:_ALERTS]
    )
    return [
        {
            "title": _("Daftar arsip perlu diperbarui"),
            "explain": _("Mulai pendokumentasian baru atas semua unit (SOP 7)."),
            "empty": _("Daftar arsip belum setahun, atau pendokumentasiannya sedang berjalan."),
            "rows": _outdated(actors),
        },
        {
            "title": _("Arsip habis masa simpan"),
            "explain": _("Usulkan musnah atau serah; tidak ada yang hilang dengan sendirinya."),
            "empty": _("Tidak ada arsip yang habis masa simpannya dan belum diusulkan."),
            "rows": _disposable(actors),
        },
        {
            "title": _("Arsip yang harus dinilai kembali"),
            "explain": _("Minta unitnya menetapkan nasib akhir pada pendokumentasian berikut."),
            "empty": _("Tidak ada arsip yang menunggu penilaian kembali."),
            "rows": [
                {
                    "url": f"{reverse('documenting:archive')}?keadaan=habis&nasib=review",
                    "number": str(record.item_id),
                    "text": f"{record.item.title} ({record.unit.name})",
                    "tone": "soon",
                    "date": record.retention_end,
                }
                for record in ended
            ],
        },
    ]


def _outdated(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    last = DocumentingRound.objects.order_by("-opened_at").first()
    if last is not None and (last.runs or last.opened_at > now() - _AGE):
        return []
    if last is None and not InformationItem.objects.public().exists():
        return []  # nothing is public yet, so there is nothing to document
    begins = bool(holding(actors, TIM))
    return [
        {
            "url": reverse("documenting:begin") if begins else reverse("documenting:archive"),
            "number": last.number if last is not None else "",
            "text": _("Pendokumentasian terakhir")
            if last is not None
            else _("Belum pernah ada pendokumentasian"),
            "tone": "soon",
            "date": local(last.opened_at).date() if last is not None else None,
        }
    ]


def _disposable(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    proposes = bool(holding(actors, TIM))
    # The oldest of each sort, by its index, in one statement.
    oldest = [Q(pk=Subquery(candidates(sort).values("pk")[:1])) for sort in Sort]
    found = ArchiveRecord.objects.filter(reduce(or_, oldest)).order_by("retention_end")
    return [
        {
            "url": reverse("documenting:propose")
            if proposes
            else f"{reverse('documenting:archive')}?keadaan=habis&nasib={record.fate}",
            "number": _("Daftar arsip"),
            "text": _("{sort}: yang tertua habis").format(sort=Sort(record.fate).label),
            "tone": "soon",
            "date": record.retention_end,
        }
        for record in found
    ]


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Return the archive list, for the office and for units."""
    if not records.may_look(actors):
        return []
    return [{"view": "documenting:archive", "label": _("Daftar arsip")}]
