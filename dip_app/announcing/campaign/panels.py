"""What the desk shows of a campaign and of the list of one Anggota PPID."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dip_app.announcing.campaign.models import MERGING, Campaign, CampaignState, MemberList
from dip_app.announcing.shown import article
from dip_app.compiling import panels as lists
from dip_app.rows import rules as row_rules
from ppid_portal.clock import today
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import Role
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import OFFICE_ROLES, sees_applicant

_TEMPLATES = "dip_app/announcing/campaign/"
_LISTS = "dip_app/compiling/"
_MOST = 50
_REVIEWED = (CampaignState.COMPILING, CampaignState.DECIDING, CampaignState.ESTABLISHING)


def sections(case: Case, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return the two lists of a member, or the members of a campaign and what came of it."""
    if isinstance(case, MemberList):
        return [
            _section(_("Daftar terbuka"), f"{_LISTS}_part.html", lists.part_context(case)),
            _section(_("Daftar dikecualikan"), f"{_TEMPLATES}_excluded.html", excluded(case)),
        ]
    if not isinstance(case, Campaign):
        return []
    found = []
    if case.return_reason:
        returned = {"reason": case.return_reason}
        found.append(
            _section(_("Dikembalikan"), "dip_app/announcing/desk/_returned.html", returned)
        )
    edition = case.own_edition
    if edition is not None:
        context = {"edition": edition}
        found.append(_section(_("Edisi yang terbit"), f"{_LISTS}_edition.html", context))
    if case.announced_as is not None and case.announced_as.current is not None:
        made = case.announced_as
        context = {
            "article": article(made, made.current),  # type: ignore[arg-type]
            "number": 1,
            "public": made.get_absolute_url(),
        }
        found.append(_section(_("Pengumuman"), "dip_app/announcing/desk/_version.html", context))
    if case.state in _REVIEWED and sees_applicant(list(actors)):
        review = lists.review_context(case)
        found.append(_section(_("Gabungan dan perbandingan"), f"{_LISTS}_review.html", review))
    if case.request_letter_id is None:
        context = {"units": [unit.name for unit in case.members.order_by("name")], **_draft(case)}
        found.append(_section(_("Surat permohonan"), f"{_TEMPLATES}_letter.html", context))
    else:
        context = lists.units_context(case)
        found.append(_section(_("Anggota PPID"), f"{_LISTS}_units.html", context))
    return found


def first_thing(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the page on which rows are written, or looked through."""
    roles = {actor.role for actor in actors}
    if isinstance(case, MemberList):
        mine = any(a.role == Role.ANGGOTA_PPID and a.unit_id == case.unit_id for a in actors)
        if case.is_editable and mine:
            return {
                "title": _("Isi dan periksa daftar unit"),
                "text": row_rules.in_words(case.counts()),
                "url": lists.rows_url(case),
                "link": _("Buka daftar unit"),
            }
        return None
    if (
        isinstance(case, Campaign)
        and case.state == CampaignState.COMPILING
        and roles & set(MERGING)
    ):
        return {
            "title": _("Periksa gabungan semua daftar"),
            "text": row_rules.in_words(row_rules.count_by_action(case)),
            "url": lists.review_url(case),
            "link": _("Buka halaman telaah"),
        }
    return None


def decision(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the letter that Ketua PPID signs, or the list that both heads decide on."""
    if not isinstance(case, Campaign):
        return None
    context: dict[str, Any] = {"case": case}
    match case.state:
        case CampaignState.SIGNING:
            title, approve, refuse = _("Surat permohonan data"), "sign", "return_letter"
            context["units"] = [unit.name for unit in case.members.order_by("name")]
            previews = [_preview(case, "permohonan", _("Surat permohonan kepada Anggota PPID"))]
        case CampaignState.DECIDING:
            title, approve, refuse = _("Persetujuan Daftar Informasi Publik"), "approve", ""
            previews = []
        case CampaignState.ESTABLISHING:
            title, approve, refuse = _("Penetapan Daftar Informasi Publik"), "establish", ""
            previews = [_preview(case, "berita-acara", _("Berita Acara dan lampirannya"))]
        case _:
            return None
    if case.state != CampaignState.SIGNING:
        context["units"] = lists.units_context(case)
        context["review"] = lists.review_context(case)
    return {
        "title": title,
        "template": f"{_TEMPLATES}_decision.html",
        "context": context,
        "approve": approve,
        "refuse": refuse or "return_list",
        "previews": previews,
    }


def excluded(case: MemberList) -> dict[str, Any]:
    """Return what the unit holds as excluded, by determination (UU 14/2008 Pasal 19)."""
    rows = list(case.excluded()[: _MOST + 1])
    return {
        "rows": [(each.title, each.letter, each.number) for each in rows[:_MOST]],
        "more": len(rows) > _MOST,
        "note": case.excluded_note,
    }


def chain_rows(case: Case) -> list[dict[str, Any]]:
    """Return the Berita Acara, for the page of the whole chain."""
    if not isinstance(case, Campaign) or case.minutes is None:
        return []
    return [
        {
            "title": _("Berita Acara {number}").format(number=case.minutes.number_words),
            "text": case.title,
            "dates": [(_("Ditetapkan"), case.minutes.issued_at)],
        }
    ]


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Return the register of campaigns, for the office."""
    if any(actor.role in OFFICE_ROLES for actor in actors):
        return [{"view": "campaign_desk:index", "label": _("Kampanye DIP")}]
    return []


def attention(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return members that are late with their list, for which a campaign waits."""
    if not sees_applicant(list(actors)):
        return []
    late = (
        MemberList.objects.filter(closed_at__isnull=True, due_on__lt=today())
        .select_related("unit")
        .order_by("due_on", "pk")[:_MOST]
    )
    return [
        {
            "title": _("Anggota PPID yang terlambat menyampaikan daftar"),
            "explain": _("Hubungi unitnya, atau putuskan melanjutkan tanpa unit itu."),
            "empty": _("Tidak ada Anggota PPID yang terlambat."),
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


def _draft(case: Campaign) -> dict[str, Any]:
    return {
        "instruction": case.instruction,
        "preview": _preview(case, "permohonan", _("Surat permohonan seperti akan dikirim")),
    }


def _preview(case: Campaign, letter: str, label: str) -> dict[str, str]:
    return {"label": label, "url": reverse("campaign_desk:preview", args=[case.pk, letter])}


def _section(title: str, template: str, context: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "template": template, "context": context}
