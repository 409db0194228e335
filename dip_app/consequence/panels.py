"""What the desk shows of a consequence test, and of the tests in which another case waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dip_app import approvals
from dip_app.consequence import rules
from dip_app.consequence.models import (
    KETUA,
    OFFICE,
    ConsequenceTest,
    ItemOutcome,
    State,
    TestItem,
)
from dip_app.models import ClassificationDecree
from ppid_portal.clock import today
from ppid_portal.clock.words import date_long, moment_long
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import UNIT_BOUND
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import sees_applicant

_TEMPLATES = "dip_app/desk/"
_TONES = {ItemOutcome.EXCLUDED: "late", ItemOutcome.OPEN: "done", ItemOutcome.PARTLY: "soon"}


def sections(case: ConsequenceTest, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return items with their findings, views, participants, and what came of it."""
    found = [
        _section(
            _("Butir yang diuji"),
            "_items.html",
            {"items": _items(case, actors), "returned": _returned(case)},
        )
    ]
    views = _views(case, actors)
    if views:
        found.append(_section(_("Pendapat unit"), "_views.html", {"views": views}))
    if case.met_at is not None:
        found.append(_section(_("Peserta rapat"), "_participants.html", _meeting(case)))
    outcome = _outcome(case, actors)
    if outcome["letters"] or outcome["previews"]:
        found.append(_section(_("Berita Acara dan keputusan"), "_outcome.html", outcome))
    return found


def first_thing(case: ConsequenceTest, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the sheet that is to be filled next, for whoever fills it.

    A sheet is filled on its own page, beside the words of the law; once all are, Ketua PPID
    submits them, and the others wait.
    """
    roles = {actor.role for actor in actors}
    if case.state != State.MET or not roles & set(OFFICE):
        return None
    items = list(case.items.all())
    following = next((item for item in items if not item.outcome), None)
    if following is not None:
        return {
            "title": _("Isi lembar uji"),
            "text": _("Butir {number} dari {all}: {information}").format(
                number=following.position, all=len(items), information=following.information
            ),
            "url": _weigh_url(following),
            "link": _("Isi lembar uji butir {number}").format(number=following.position),
            "whole": True,
        }
    if roles & set(KETUA) or not items:
        return None
    return {
        "title": _("Semua butir sudah ditimbang"),
        "text": _("Menunggu Ketua PPID menyampaikan Berita Acara kepada Atasan PPID."),
        "url": _weigh_url(items[0]),
        "link": _("Periksa lembar uji"),
        "whole": True,
    }


def decision(case: ConsequenceTest, _actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return what waits for Atasan PPID, or for who signs: the whole sheet and its decree."""
    if case.state == State.DECIDING:
        title, approve = _("Keputusan atas hasil uji konsekuensi"), "decide"
    elif case.state == State.SIGNING:
        title, approve = _("Tanda tangan Surat Keputusan uji konsekuensi"), "sign_decree"
    else:
        return None
    return {
        "title": title,
        "template": f"{_TEMPLATES}_decision.html",
        "context": {
            "case": case,
            "items": _items(case, ()),
            "views": _views(case, None),
            "meeting": _meeting(case),
            "letters": _letters(case),
            "approved": approvals.approval_sentence(case),
            "follows": approvals.what_follows(case.decree_kind) if approve == "decide" else "",
        },
        "approve": approve,
        "refuse": "return_test",
        "previews": [_preview(case, "keputusan", _("Surat Keputusan menurut lembar uji"))],
    }


def verbs() -> dict[str, str]:
    """Return words for what is recorded of the list beside transitions of a case."""
    return {
        "record_decree": _("Penetapan dicatat"),
        "publish_item": _("Informasi diterbitkan dalam DIP"),
        "withdraw_item": _("Informasi ditarik dari DIP"),
        "amend_item": _("Informasi dalam DIP dibetulkan"),
    }


def chain_rows(case: ConsequenceTest) -> list[dict[str, Any]]:
    """Return meeting and decree, for the page of the whole chain."""
    rows: list[dict[str, Any]] = []
    if case.met_at is not None:
        rows.append(
            {
                "title": _("Rapat uji konsekuensi"),
                "text": case.met_in,
                "dates": [(_("Rapat"), case.met_at)],
            }
        )
    if case.decree is not None and case.decided_on is not None:
        rows.append(
            {
                "title": _("Keputusan {number}").format(number=case.decree.number_words),
                "text": "; ".join(findings_of(case)),
                "dates": [*approvals.approval_dates(case), (_("Ditetapkan"), case.decided_on)],
            }
        )
    return rows


def rests_on(case: ConsequenceTest, letter: Letter) -> list[str]:
    """Return the determinations by a decree: refusals may rest on them."""
    if letter.pk != case.decree_id:
        return []
    found = case.items.filter(determination__isnull=False).order_by("position")
    return [
        _("Penetapan atas “{information}” tetap berlaku dan dapat menjadi dasar penolakan.").format(
            information=information
        )
        for information in found.values_list("information", flat=True)
    ]


# -- the tests in which another case waits ---------------------------------------------------------


def tests_of(origin: Case, actors: Sequence[Actor], *, may_ask: bool) -> list[dict[str, Any]]:
    """Return the section on the tests of a request or dispute, for its own page.

    ``may_ask`` tells whether a test may still serve it; the button then stands beneath.
    """
    if not sees_applicant(list(actors)):
        return []
    is_tested = any(kind == ConsequenceTest.register for kind, _state in origin.followers)
    found = _tests(origin) if is_tested else []
    ask = may_ask and any(actor.role in OFFICE for actor in actors)
    if not found and not ask:
        return []
    return [
        _section(
            _("Uji konsekuensi"),
            "_tests_of.html",
            {
                "tests": found,
                "ask_url": f"{reverse('dip_desk:new_test')}?asal={origin.pk}" if ask else "",
            },
        )
    ]


def _tests(origin: Case) -> list[dict[str, Any]]:
    tests = ConsequenceTest.objects.filter(origin_id=origin.pk).select_related("decree")
    return [
        {
            "url": _case_url(test.pk),
            "number": test.number,
            "title": test.title,
            "state": test.state_label,
            "tone": "done" if test.decided_on is not None else _standing_tone(test),
            "decree": test.decree.number_words if test.decree is not None else "",
            "items": findings_of(test) if test.decided_on else [],
        }
        for test in tests.prefetch_related("items").order_by("pk")
    ]


def _standing_tone(test: ConsequenceTest) -> str:
    return "neutral" if test.state == State.CANCELLED else "waiting"


def determinations_of(origin: Case) -> list[ClassificationDecree]:
    """Return what the tests of a case determined and is in force today, newest test first."""
    return list(
        ClassificationDecree.objects.valid_on(today())
        .filter(tested_in__test__origin_id=origin.pk)
        .order_by("-tested_in__test_id", "tested_in__position")
    )


# -- the parts of the page -------------------------------------------------------------------------


def _section(title: str, template: str, context: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "template": f"{_TEMPLATES}{template}", "context": context}


def _may_weigh(actors: Sequence[Actor]) -> bool:
    return any(actor.role in OFFICE for actor in actors)


def _returned(case: ConsequenceTest) -> str:
    return case.return_reason if case.state == State.MET else ""


def _items(case: ConsequenceTest, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    weighing = case.state == State.MET and _may_weigh(actors)
    items = case.items.select_related("unit", "entry", "determination", "listed")
    return [
        {
            "item": item,
            "outcome": str(item.get_outcome_display()) if item.outcome else _("belum ditimbang"),
            "tone": _TONES.get(ItemOutcome(item.outcome)) if item.outcome else "waiting",
            "rows": _sheet(item),
            "links": _links(item),
            "weigh_url": _weigh_url(item) if weighing else "",
            "weigh_label": _("Ubah lembar uji") if item.outcome else _("Isi lembar uji"),
        }
        for item in items
    ]


def _sheet(item: TestItem) -> list[tuple[str, str]]:
    """Return the columns of the sheet that say something (domain 3.11)."""
    letter = str(item.get_letter_display()) if item.letter else ""
    rows = [
        (_("Unit yang menguasai"), item.unit.name),
        (_("Pasal 17 huruf"), letter),
        (_("Undang-undang lain"), item.other_law),
        (_("Dasar hukum"), item.law),
        (_("Akibat bila dibuka"), item.if_opened),
        (_("Akibat bila tetap ditutup"), item.if_closed),
        (_("Kepentingan umum"), item.public_interest),
        (_("Jalan lain"), item.alternative),
        (_("Yang dihitamkan"), item.redaction),
        (_("Jangka waktu"), item.period_words if item.outcome else ""),
    ]
    return [(label, value) for label, value in rows if value]


def _links(item: TestItem) -> list[dict[str, str]]:
    found = []
    if item.determination is not None:
        found.append({"label": _("Penetapan"), "text": item.determination.number, "url": ""})
    entry = item.listed or item.entry
    if entry is not None:
        found.append(
            {
                "label": _("Masuk DIP") if item.listed is not None else _("Butir DIP yang diuji"),
                "text": entry.title,
                "url": entry.get_absolute_url(),
            }
        )
    return found


def findings_of(case: ConsequenceTest) -> list[str]:
    """Return what was found for every item, one line each."""
    return [_found(item) for item in case.items.all()]


def _found(item: TestItem) -> str:
    """Return what was found for an item in one line."""
    ground = f", huruf {item.letter}" if item.letter else ""
    period = f", {item.period_words}" if item.letter and item.period_words else ""
    return f"{item.position}. {item.information}: {item.get_outcome_display()}{ground}{period}"


def _views(case: ConsequenceTest, actors: Sequence[Actor] | None) -> list[dict[str, Any]]:
    """Return what the units said; a unit reads its own, the office and who decides read all."""
    views = case.views.select_related("unit", "given_by")
    if actors is not None and not sees_applicant(list(actors)):
        views = views.filter(
            unit_id__in={actor.unit_id for actor in actors if actor.role in UNIT_BOUND}
        )
    return [
        {
            "unit": view.unit.name,
            "text": view.text,
            "by": view.given_by.name if view.given_by is not None else "",
            "at": moment_long(view.given_at) if view.given_at is not None else "",
            "waiting": case.state == State.STUDIED,
        }
        for view in views
    ]


def _meeting(case: ConsequenceTest) -> dict[str, Any]:
    return {
        "when": moment_long(case.met_at, with_day=True) if case.met_at is not None else "",
        "place": case.met_in,
        "summary": case.summary,
        "participants": [
            ", ".join(part for part in (row.name, row.office, row.unit_name) if part)
            for row in case.participants.all()
        ],
    }


def _outcome(case: ConsequenceTest, actors: Sequence[Actor]) -> dict[str, Any]:
    previews = []
    if sees_applicant(list(actors)):
        if case.state == State.MET and rules.every_item_is_weighed(case, None) is None:
            previews.append(_preview(case, "berita-acara", _("Berita Acara uji konsekuensi")))
        elif case.state in (State.DECIDING, State.SIGNING):
            previews.append(_preview(case, "keputusan", _("Surat Keputusan menurut lembar uji")))
    return {
        "letters": _letters(case),
        "decided": date_long(case.decided_on, with_day=True) if case.decided_on else "",
        "signed_by": case.decree.signatory_words if case.decree is not None else "",
        "approved": approvals.approval_sentence(case),
        "previews": previews,
    }


def _letters(case: ConsequenceTest) -> list[dict[str, str]]:
    return [_letter(letter) for letter in (case.minutes, case.decree) if letter is not None]


def _letter(letter: Letter) -> dict[str, str]:
    return {
        "label": letter.label,
        "url": reverse("desk:letter", args=[letter.pk]),
    }


def _preview(case: ConsequenceTest, letter: str, label: str) -> dict[str, str]:
    return {"label": label, "url": reverse("dip_desk:test_preview", args=[case.pk, letter])}


def _weigh_url(item: TestItem) -> str:
    return reverse("dip_desk:weigh", args=[item.test_id, item.position])


def _case_url(pk: int) -> str:
    return reverse("desk:case", args=[pk])
