"""What the desk shows of a round of the list, and of a unit's part in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from dip_app import approvals
from dip_app.compiling.models import (
    OFFICE,
    ListRound,
    RoundState,
    UnitList,
)
from dip_app.editions.models import Action, ListEdition, Proposal
from dip_app.rounds import LEFT_OUT, SUBMITTED
from dip_app.rows import rules as row_rules
from dip_app.rows.models import RowsPart, RowsRound
from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import Role
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import sees_applicant

_TEMPLATES = "dip_app/compiling/"
_FEW = 10


def sections(case: Case, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return the rows of a unit, or the units of a round and what came of them."""
    if isinstance(case, UnitList):
        return [_section(_("Usulan daftar"), "_part.html", part_context(case))]
    if not isinstance(case, ListRound):
        return []
    found = [_section(_("Unit dalam putaran ini"), "_units.html", units_context(case))]
    if case.state in _REVIEWED and sees_applicant(list(actors)):
        found.insert(0, _section(_("Telaah dan kompilasi"), "_review.html", review_context(case)))
    edition = ListEdition.objects.filter(case_id=case.pk).first()
    if edition is not None:
        found.insert(0, _section(_("Edisi yang terbit"), "_edition.html", {"edition": edition}))
    return found


_REVIEWED = (
    RoundState.COMPILING,
    RoundState.REPORTING,
    RoundState.DECIDING,
    RoundState.ESTABLISHING,
)


def first_thing(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the page on which rows are written, or looked through."""
    roles = {actor.role for actor in actors}
    if isinstance(case, UnitList):
        if case.is_editable and any(
            actor.role == Role.PPID_PELAKSANA and actor.unit_id == case.unit_id for actor in actors
        ):
            return {
                "title": _("Isi dan periksa usulan daftar"),
                "text": row_rules.in_words(case.counts()),
                "url": rows_url(case),
                "link": _("Buka usulan daftar"),
            }
        return None
    if isinstance(case, ListRound) and case.state == RoundState.COMPILING and roles & set(OFFICE):
        return {
            "title": _("Telaah usulan semua unit"),
            "text": row_rules.in_words(row_rules.count_by_action(case)),
            "url": review_url(case),
            "link": _("Buka halaman telaah"),
        }
    return None


def decision(case: Case, _actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return what waits for Atasan PPID, or for who establishes the list."""
    if not isinstance(case, ListRound):
        return None
    if case.state == RoundState.DECIDING:
        title, approve = _("Persetujuan Daftar Informasi Publik"), "approve"
        previews = [_preview(case, "laporan", _("Laporan kepada Atasan PPID"))]
    elif case.state == RoundState.ESTABLISHING:
        title, approve = _("Penetapan Daftar Informasi Publik"), "establish"
        previews = [_preview(case, "keputusan", _("Surat Keputusan dan lampirannya"))]
    else:
        return None
    return {
        "title": title,
        "template": f"{_TEMPLATES}_decision.html",
        "context": {
            "case": case,
            "units": units_context(case),
            "review": review_context(case),
            "report": _letter(case.report_letter),
            "approved": approvals.approval_sentence(case),
            "follows": approvals.what_follows(case.decree_kind) if approve == "approve" else "",
        },
        "approve": approve,
        "refuse": "return_list",
        "previews": previews,
    }


def verbs() -> dict[str, str]:
    """Return words for what is recorded of the list beside transitions."""
    return {"publish_list": _("Daftar diterbitkan menurut keputusan")}


def chain_rows(case: Case) -> list[dict[str, Any]]:
    """Return the decree, for the page of the whole chain."""
    if not isinstance(case, ListRound) or case.decree is None:
        return []
    return [
        {
            "title": _("Keputusan {number}").format(number=case.decree.number_words),
            "text": case.title,
            "dates": [*approvals.approval_dates(case), (_("Ditetapkan"), case.decree.issued_at)],
        }
    ]


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Return the register of rounds, for the office."""
    if not sees_applicant(list(actors)):
        return []
    return [{"view": "list_desk:rounds", "label": _("Penyusunan DIP")}]


def attention(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return units that are late with their list, which a round waits for."""
    if not sees_applicant(list(actors)):
        return []
    late = (
        UnitList.objects.filter(closed_at__isnull=True, due_on__lt=today())
        .select_related("unit")
        .order_by("due_on", "pk")[:50]
    )
    return [
        {
            "title": _("Unit yang terlambat menyampaikan daftar"),
            "explain": _("Hubungi unitnya, atau putuskan melanjutkan tanpa unit itu."),
            "empty": _("Tidak ada unit yang terlambat."),
            "rows": [
                {
                    "url": reverse("desk:case", args=[part.origin_id]),
                    "number": part.number,
                    "text": f"{part.own_unit().name}: {part.state_label}",
                    "tone": "late",
                    "date": part.due_on,
                }
                for part in late
            ],
        }
    ]


# -- the parts of the page -------------------------------------------------------------------------


def _section(title: str, template: str, context: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "template": f"{_TEMPLATES}{template}", "context": context}


def part_context(case: RowsPart) -> dict[str, Any]:
    """Return counts and the first rows that come, change or go."""
    counts = case.counts()
    moved = case.rows().exclude(action=Action.KEEP).order_by("position", "id")
    return {
        "case": case,
        "counts": [
            (str(Action(action).label), number, f"{rows_url(case)}?usul={action}")
            for action, number in counts.items()
        ],
        "rows": list(moved[:_FEW]),
        "more": sum(n for action, n in counts.items() if action != Action.KEEP) > _FEW,
        "url": rows_url(case),
        "returned": case.returned_because,
        "set_aside": list(case.rows().exclude(set_aside="").order_by("position", "id")[:_FEW]),
    }


def units_context(case: RowsRound) -> dict[str, Any]:
    """Return every unit with its state, its date and what it brought, in three queries."""
    counts: dict[int, dict[str, int]] = {}
    rows = Proposal.objects.filter(case__origin_id=case.pk).order_by()
    for part, action, number in rows.values_list("case_id", "action").annotate(Count("pk")):
        counts.setdefault(part, {})[action] = number
    parts = list(case.parts())
    return {
        "units": [
            {
                "unit": part.unit.name,
                "url": reverse("desk:case", args=[part.pk]),
                "number": part.number,
                "state": part.state_label,
                "tone": _tone(part),
                "due": date_long(part.due_on),
                "done": date_long(local(part.closed_at).date())
                if part.state == SUBMITTED and part.closed_at
                else "",
                "counts": {a: counts.get(part.pk, {}).get(a, 0) for a in Action.values},
                "left_out": part.left_out_reason,
            }
            for part in parts
        ],
        "in": sum(part.state == SUBMITTED for part in parts),
        "all": len(parts),
        "late": sum(part.is_late for part in parts),
    }


def _tone(part: RowsPart) -> str:
    if part.state == SUBMITTED:
        return "done"
    if part.state == LEFT_OUT:
        return "neutral"
    return "late" if part.is_late else "waiting"


def review_context(case: RowsRound) -> dict[str, Any]:
    """Return what the review is about: counts, duplicates, and what stands in the way."""
    counts = row_rules.count_by_action(case)
    return {
        "case": case,
        "url": review_url(case),
        "counts": [(str(Action(action).label), number) for action, number in counts.items()],
        "entries": row_rules.size_after(case),
        "repeated": row_rules.repeated(case).count(),
        "aside": case.rows().exclude(set_aside="").count(),
        "blocking": row_rules.is_verified(case, None) if case.state in _REVIEWED else None,
        "returned": case.return_reason,
    }


def rows_url(case: RowsPart) -> str:
    """Return the page of a unit's rows."""
    return reverse("list_desk:rows", args=[case.pk])


def review_url(case: RowsRound) -> str:
    """Return the page on which a round is reviewed."""
    return reverse("list_desk:review", args=[case.pk])


def _letter(letter: Any) -> dict[str, str] | None:
    if letter is None:
        return None
    return {
        "label": letter.label,
        "url": reverse("desk:letter", args=[letter.pk]),
    }


def _preview(case: ListRound, letter: str, label: str) -> dict[str, str]:
    return {"label": label, "url": reverse("list_desk:preview", args=[case.pk, letter])}
