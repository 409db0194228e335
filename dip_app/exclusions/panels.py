"""What the desk shows of a documentation round and of an opening (SOP 8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app import approvals
from dip_app.exclusions import register, rules
from dip_app.exclusions.forms import successors
from dip_app.exclusions.letters import period_words
from dip_app.exclusions.models import (
    UNDECIDED,
    WAITING,
    DocumentationRound,
    ExclusionOpening,
    OpeningState,
    RoundState,
)
from dip_app.models import ArticleLetter, ClassificationDecree
from ppid_portal.clock import today
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.words import date_long
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import sees_applicant

_TEMPLATES = "dip_app/exclusions/"
#: A list on the page of a round; the register shows the rest.
_MOST = 50
#: So long before its end an undecided exclusion needs a look, and so near it does harm to wait.
_SOON = timedelta(days=30)
_NEAR = timedelta(days=7)
_ALERTS = 20
_OPENS_ITSELF = _l(
    "Informasi ini terbuka dengan sendirinya pada tanggalnya. Putuskan pembukaannya, "
    "atau selesaikan uji konsekuensi ulang lebih dahulu."
)


# -- the page of a case ----------------------------------------------------------------------------


def sections(case: Case, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return what stands and where it is kept, or what is opened, with its dates explained."""
    if isinstance(case, DocumentationRound):
        return _round_sections(case) if sees_applicant(list(actors)) else []
    if isinstance(case, ExclusionOpening):
        found = [_section(_("Jangka waktu"), "_dates.html", dates(case))]
        if case.proposal or case.return_reason:
            found.append(
                _section(_("Usul dan keputusan"), "_proposal.html", _proposal(case, actors))
            )
        if case.state == OpeningState.RENEWING and sees_applicant(list(actors)):
            found.append(_section(_("Penetapan baru"), "_renewal.html", _renewal(case)))
        found.append(_section(_("Yang dikecualikan"), "_exclusion.html", exclusion(case.decree)))
        return found
    return []


def first_thing(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return where the list of the round is, or where the new test is asked for."""
    if not sees_applicant(list(actors)):
        return None
    if isinstance(case, DocumentationRound) and case.state in (
        RoundState.COLLECTING,
        RoundState.CLASSIFYING,
    ):
        return {
            "title": _("Periksa register informasi dikecualikan"),
            "text": _("{count} informasi berlaku, urut menurut akhir jangka waktunya.").format(
                count=case.standing().count()
            ),
            "url": reverse("reports:register", args=["dikecualikan"]),
            "link": _("Buka register"),
        }
    if (
        isinstance(case, ExclusionOpening)
        and case.state == OpeningState.RENEWING
        and not successors(case).exists()
    ):
        return {
            "title": _("Uji kembali sebelum {date}").format(date=date_long(case.ends_on)),
            "text": _("Tanpa penetapan baru, informasinya terbuka dengan sendirinya."),
            "url": reverse("dip_desk:new_test"),
            "link": _("Minta uji konsekuensi"),
        }
    return None


def decision(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the opening that waits for Atasan PPID, or for who signs its decree (SOP 8.4)."""
    if not isinstance(case, ExclusionOpening):
        return None
    if case.state == OpeningState.DECIDING:
        title = _("Pembukaan informasi yang dikecualikan")
        approve, refuse = "approve", "decline"
        follows = approvals.what_follows(case.decree_kind)
    elif case.state == OpeningState.SIGNING:
        title = _("Tanda tangan keputusan pembukaan")
        approve, refuse, follows = "sign_decree", "return_proposal", ""
    else:
        return None
    return {
        "title": title,
        "template": f"{_TEMPLATES}_decision.html",
        "context": {
            "proposal": _proposal(case),
            "dates": dates(case),
            "exclusion": exclusion(case.decree),
            "follows": follows,
            "declines": refuse == "decline",
        },
        "approve": approve,
        "refuse": refuse,
        "previews": [_preview(case)],
    }


def rests_on(case: Case, letter: Letter) -> list[str]:
    """Return what the law does without the decree of an opening."""
    if not isinstance(case, ExclusionOpening) or letter.pk != case.decision_id:
        return []
    return [
        _("Informasinya tetap terbuka sejak {date} menurut PP 61/2010.").format(
            date=date_long(case.ends_on, with_day=True)
        )
    ]


def dates(case: ExclusionOpening) -> dict[str, Any]:
    """Return the dates of an opening, each with what it means."""
    here = today()
    lines = [
        _(
            "Jangka waktu pengecualian berakhir {end}. Sejak hari itu informasinya terbuka, "
            "diputuskan atau tidak (PP 61/2010)."
        ).format(end=date_long(case.ends_on, with_day=True)),
        _(
            "Pembukaannya diputuskan paling lambat {day}: {count} hari kerja sebelum akhir jangka "
            "waktu."
        ).format(day=date_long(case.decide_by, with_day=True), count=rules.DECIDE_BEFORE_DAYS),
    ]
    words, tone = case.state_label, "waiting"
    if case.opened_on is not None:
        how = case.get_ended_by_display()
        lines = [
            _("Terbuka sejak {day}. Dasar: {how}.").format(
                day=date_long(case.opened_on, with_day=True), how=str(how).lower()
            )
        ]
        tone = "done"
    elif case.state == OpeningState.RENEWED:
        lines = [
            _("Jangka waktu lama berakhir {end}; penetapan baru menggantikannya.").format(
                end=date_long(case.ends_on, with_day=True)
            )
        ]
        tone = "neutral"
    elif case.state in UNDECIDED and case.decide_by < here:
        words, tone = _("Lewat batas keputusan"), "late"
    return {"lines": lines, "words": words, "tone": tone}


def exclusion(decree: ClassificationDecree) -> dict[str, Any]:
    """Return one exclusion in rows, with where its copies are."""
    tested = getattr(decree, "tested_in", None)
    custody = getattr(decree, "custody", None)
    rows = [
        (_("Informasi"), decree.title),
        (_("Unit yang menguasai"), decree.unit.name),
        (_("Pasal 17 UU 14/2008"), str(ArticleLetter(decree.letter).label)),
        (_("Dasar hukum"), "\n".join(filter(None, (decree.legal_basis, decree.other_law)))),
        (_("Akibat bila dibuka"), decree.consequence),
        (_("Akibat bila ditutup"), tested.if_closed if tested is not None else ""),
        (
            _("Surat penetapan"),
            _("{number}, {date}").format(number=decree.number, date=date_long(decree.date)),
        ),
        (
            _("Jangka waktu"),
            _("sejak {start}, {period}").format(
                start=date_long(decree.valid_from), period=period_words(decree)
            ),
        ),
        (_("Tempat dokumen cetak"), register.place_of(decree) or _("belum dicatat")),
    ]
    return {
        "rows": [row for row in rows if row[1]],
        "files": register.files_of(custody),
        "test": reverse("desk:case", args=[tested.test_id]) if tested is not None else "",
    }


def _proposal(case: ExclusionOpening, actors: Sequence[Actor] = ()) -> dict[str, Any]:
    """Return proposal, approval and decree; drafts only for the office."""
    waits = case.state in (OpeningState.DECIDING, OpeningState.SIGNING)
    return {
        "proposal": case.proposal,
        "returned": case.return_reason,
        "returned_by": _("Usul dikembalikan:")
        if case.state == OpeningState.PREPARING
        else _("Atasan PPID meminta uji konsekuensi ulang:"),
        "ends": date_long(case.ends_on, with_day=True),
        "approved": approvals.approval_sentence(case),
        "decree": _letter(case.decision) if case.decision is not None else None,
        "signed_by": case.decision.signatory_words if case.decision is not None else "",
        "previews": [_preview(case)] if waits and sees_applicant(list(actors)) else [],
    }


def _preview(case: ExclusionOpening) -> dict[str, str]:
    return {
        "label": _("Keputusan pembukaan"),
        "url": reverse("exclusions_desk:decree_preview", args=[case.pk]),
    }


def _renewal(case: ExclusionOpening) -> dict[str, Any]:
    return {
        "ends": date_long(case.ends_on, with_day=True),
        "ready": [f"{each.number}: {each.title}" for each in successors(case)[:_ALERTS]],
    }


def _round_sections(case: DocumentationRound) -> list[dict[str, Any]]:
    if case.state == RoundState.REPORTED and case.report_letter is not None:
        sent = {"letter": _letter(case.report_letter), "notes": case.notes}
        return [_section(_("Laporan yang disampaikan"), "_report.html", sent)]
    standing = list(case.standing().select_related("unit", "custody")[: _MOST + 1])
    unstored = set(case.unstored().values_list("pk", flat=True))
    border = register.soon()
    rows = []
    for decree in standing[:_MOST]:
        state, tone = register.state_of(decree, border)
        rows.append(
            {
                "title": decree.title,
                "unit": decree.unit.name,
                "period": period_words(decree),
                "state": state,
                "tone": tone,
                "place": register.place_of(decree),
                "stored": decree.pk not in unstored,
            }
        )
    context: dict[str, Any] = {
        "rows": rows,
        "more": len(standing) > _MOST,
        "unstored": len(unstored),
        "register": reverse("reports:register", args=["dikecualikan"]),
        "preview": reverse("exclusions_desk:report_preview", args=[case.pk])
        if case.state == RoundState.REPORTING
        else "",
    }
    return [_section(_("Informasi dikecualikan yang berlaku"), "_standing.html", context)]


def _letter(letter: Letter) -> dict[str, str]:
    return {
        "label": letter.label,
        "url": reverse("desk:letter", args=[letter.pk]),
    }


def _section(title: str, template: str, context: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "template": f"{_TEMPLATES}{template}", "context": context}


# -- what needs attention --------------------------------------------------------------------------


def attention(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return what opens without a decision, is late to be decided, or is open and not listed."""
    if not register.is_office(actors):
        return []
    here = today()
    waiting = list(_waiting().filter(ends_on__gt=here + _NEAR)[: 2 * _ALERTS])
    ending = [case for case in waiting if case.ends_on - here <= _SOON]
    late = [
        case
        for case in waiting
        if case.state in UNDECIDED and case.decide_by < here and case not in ending
    ]
    unlisted = ExclusionOpening.objects.filter(
        state=OpeningState.OPENED, item__isnull=True
    ).order_by("opened_on", "pk")[:_ALERTS]
    return [
        {
            "title": _("Pengecualian berakhir dalam tiga puluh hari tanpa keputusan"),
            "explain": _OPENS_ITSELF,
            "empty": _("Tidak ada pengecualian yang berakhir dalam tiga puluh hari."),
            "rows": [_alert(case, case.ends_on, "soon") for case in ending[:_ALERTS]],
        },
        {
            "title": _("Pembukaan lewat batas keputusan"),
            "explain": _("Harus diputuskan 30 hari kerja sebelum jangka waktu berakhir."),
            "empty": _("Semua pembukaan diputuskan atau masih dalam waktunya."),
            "rows": [_alert(case, case.decide_by, "late") for case in late[:_ALERTS]],
        },
        {
            "title": _("Sudah terbuka, belum dalam DIP"),
            "explain": _("Masukkan ke Daftar Informasi Publik (UU 14/2008 Pasal 11)."),
            "empty": _("Semua yang terbuka sudah masuk DIP."),
            "rows": [_alert(case, case.opened_on, "soon") for case in unlisted],
        },
        *_uncounted(here),
    ]


def alarms(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return what opens by itself within a week, because nobody decided."""
    if not register.is_office(actors):
        return []
    near = _waiting().filter(ends_on__lte=today() + _NEAR)[:_ALERTS]
    return [
        {
            "title": _("Pengecualian berakhir tanpa keputusan"),
            "explain": _OPENS_ITSELF,
            "empty": _("Tidak ada pengecualian yang segera berakhir tanpa keputusan."),
            "rows": [_alert(case, case.ends_on, "late") for case in near],
        }
    ]


def _waiting() -> QuerySet[ExclusionOpening]:
    """Return openings that nobody has decided on, the nearest end first."""
    return (
        ExclusionOpening.objects.filter(state__in=WAITING)
        .exclude(state=OpeningState.APPROVED)
        .order_by("ends_on", "pk")
    )


def _uncounted(here: date) -> list[dict[str, Any]]:
    """Return what ends in the next half year and whose dates cannot be counted: no table yet."""
    soon = ClassificationDecree.objects.valid_on(here).filter(
        register.ends_until(register.soon()), opening__isnull=True
    )
    rows = []
    for decree in register.by_end(soon)[:_ALERTS]:
        try:
            rules.start_by(decree)
        except NoHolidayTable as missing:
            rows.append(
                {
                    "url": reverse("exclusions_desk:calendar"),
                    "number": decree.number,
                    "text": _("{title} (hari libur {year} belum diisi)").format(
                        title=decree.title, year=missing.year
                    ),
                    "tone": "late",
                    "date": decree.last_end,
                }
            )
    if not rows:
        return []
    return [
        {
            "title": _("Akhir pengecualian yang belum dapat dihitung"),
            "explain": _(
                "Usul pembukaannya belum dapat dimulai. Minta pengelola portal mengisi hari libur."
            ),
            "empty": "",
            "rows": rows,
        }
    ]


def _alert(case: ExclusionOpening, day: date | None, tone: str) -> dict[str, Any]:
    return {
        "url": reverse("desk:case", args=[case.pk]),
        "number": case.number or "",
        "text": case.title,
        "tone": tone,
        "date": day,
    }
