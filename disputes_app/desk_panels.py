"""What the desk shows of a dispute beside what it shows of every case; see ``desk.panels``.

The office and legal affairs see everything; a unit sees what it was asked for and when it is
heard, never who goes against the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dip_app.consequence.panels import tests_of
from disputes_app.models import (
    AFTER_RULING,
    AT_COMMISSION,
    LEGAL,
    OFFICE,
    PETUGAS,
    PREPARED,
    WITH_SESSIONS,
    Dispute,
    Hearing,
    State,
    ToAdjudication,
)
from disputes_app.records import (
    CommissionPaper,
    CourtStage,
    DisputeUnit,
    HearingKind,
    HearingStatus,
    InterimOrder,
    at_hour,
)
from ppid_portal.clock import end_of, local, now, today
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.services import work_calendar
from ppid_portal.clock.words import date_long, moment_long
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import User
from ppid_portal.people.roles import UNIT_BOUND
from ppid_portal.sop import deadlines
from ppid_portal.sop.models import LegalDeadline
from ppid_portal.sop.scope import OFFICE_ROLES, visible_cases
from requests_app.models import Obligation

_TEMPLATES = "disputes_app/desk/"
#: Sessions so many working days ahead are on the page of what needs attention.
NEAR_DAYS = 3
#: Papers with odd dates are shown there for so long; on the case page they stay.
ODD_FOR = timedelta(days=30)
_MOST = 50

_TONES = {
    HearingStatus.SCHEDULED: "soon",
    HearingStatus.HELD: "done",
    HearingStatus.POSTPONED: "neutral",
    HearingStatus.MISSED: "late",
    HearingStatus.CANCELLED: "neutral",
}


def knows_parties(actors: Sequence[Actor]) -> bool:
    """Tell whether somebody stands for the body against the petitioner, whom they then know."""
    return bool({actor.role for actor in actors} & (OFFICE_ROLES | set(LEGAL)))


# -- the case page ---------------------------------------------------------------------------------


def sections(case: Dispute, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return sessions, parties, papers, units, evidence, orders, ruling, courts and report."""
    hearings = list(case.hearings.select_related("postponed_to"))
    if not knows_parties(actors):
        return _for_units(case, hearings, actors)
    found = []
    orders = list(case.interim_orders.select_related("paper", "document__file"))
    if orders:
        found.append(_section(_("Putusan sela"), "_interim.html", _interim(case, orders)))
    found += tests_of(case, actors, may_ask=False)
    ruling = _ruling(case, links=bool({actor.role for actor in actors} & OFFICE_ROLES))
    if ruling:
        found.append(_section(_("Putusan dan pelaksanaannya"), "_ruling.html", ruling))
    courts = [_court(stage) for stage in case.court_stages.select_related("paper")]
    if courts:
        found.append(_section(_("Pengadilan"), "_courts.html", {"stages": courts}))
    found.append(_section(_("Sidang"), "_hearings.html", _hearings(case, hearings, full=True)))
    if case.mediation_result:
        found.append(_section(_("Mediasi"), "_mediation.html", _mediation(case)))
    found.append(_section(_("Para pihak dan majelis"), "_parties.html", _parties(case)))
    found.append(_section(_("Surat Komisi dan pihak lain"), "_papers.html", _papers(case)))
    units = [_unit(row) for row in case.units.select_related("of")]
    if units:
        found.append(_section(_("Unit terkait"), "_units.html", {"units": units}))
    found.append(_section(_("Bukti"), "_evidence.html", _evidence(case)))
    if case.testimony:
        found.append(
            _section(_("Keterangan badan publik"), "_testimony.html", {"text": case.testimony})
        )
    if case.report_letter is not None:
        found.append(_section(_("Laporan"), "_report.html", _report(case.report_letter, case)))
    return found


def _for_units(
    case: Dispute, hearings: list[Hearing], actors: Sequence[Actor]
) -> list[dict[str, Any]]:
    own = {actor.unit_id for actor in actors if actor.role in UNIT_BOUND}
    units = [_unit(row) for row in case.units.select_related("of") if row.of_id in own]
    found = [_section(_("Sidang"), "_hearings.html", _hearings(case, hearings, full=False))]
    if units:
        found.insert(0, _section(_("Yang diminta dari unit Anda"), "_units.html", {"units": units}))
    return found


def _section(title: str, template: str, context: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "template": f"{_TEMPLATES}{template}", "context": context}


def _hearings(case: Dispute, hearings: list[Hearing], *, full: bool) -> dict[str, Any]:
    return {
        "rows": [_hearing(hearing, full=full) for hearing in hearings],
        "full": full,
        "calendar_url": reverse("disputes_calendar:page"),
        "missed": any(hearing.status == HearingStatus.MISSED for hearing in hearings) and full,
    }


def _hearing(hearing: Hearing, *, full: bool) -> dict[str, Any]:
    scheduled = hearing.status == HearingStatus.SCHEDULED
    overdue = scheduled and end_of(local(hearing.at).date()) < now()
    state, tone = _became(hearing), _TONES[HearingStatus(hearing.status)]
    if overdue:
        state, tone = _("Hasil belum dicatat"), "late"
    following = hearing.postponed_to
    warnings = []
    if hearing.served_late and scheduled:
        warnings.append(_("Panggilan diterima kurang dari tiga hari kerja sebelum sidang."))
    return {
        "kind": str(hearing.get_kind_display()),
        "when": at_hour(hearing.at),
        "place": hearing.place,
        "state": state,
        "tone": tone,
        "missed": hearing.status == HearingStatus.MISSED or overdue,
        "warnings": warnings,
        "served": date_long(hearing.summons_served_on) if hearing.summons_served_on else "",
        "moved_to": at_hour(following.at) if following is not None else "",
        "present": _present(hearing) if full else "",
        "delegates": list(hearing.delegates) if full else [],
        "minutes": hearing.minutes if full else "",
        "outcome": hearing.outcome if full else "",
    }


def _became(hearing: Hearing) -> str:
    """Return what became of a session; of a missed one, who was not there."""
    if hearing.status == HearingStatus.MISSED:
        return _("Badan publik tidak hadir")
    return str(hearing.get_status_display())


def _present(hearing: Hearing) -> str:
    if hearing.we_attended is None:
        return ""
    ours = _("Badan publik hadir") if hearing.we_attended else _("Badan publik tidak hadir")
    theirs = {
        True: _("pemohon hadir"),
        False: _("pemohon tidak hadir"),
        None: _("kehadiran pemohon tidak diketahui"),
    }[hearing.petitioner_attended]
    return f"{ours}, {theirs}."


def _parties(case: Dispute) -> dict[str, Any]:
    applicant = case.applicant
    rows = [
        (_("Pemohon"), applicant.name if applicant is not None else "–"),
        (_("Termohon"), case.respondents),
    ]
    if applicant is not None and applicant.proxy_name:
        rows.insert(1, (_("Kuasa pemohon"), applicant.proxy_name))
    if case.panel:
        rows.append((_("Majelis komisioner"), "\n".join(case.panel)))
    if case.registrar:
        rows.append((_("Panitera"), case.registrar))
    if case.mediator:
        rows.append((_("Mediator"), case.mediator))
    return {"rows": rows, "no_prior_objection": case.no_prior_objection}


def _papers(case: Dispute) -> dict[str, Any]:
    return {
        "rows": [
            {
                "kind": str(paper.get_kind_display()),
                "number": paper.number or "–",
                "dated": date_long(paper.dated_on),
                "sent": date_long(paper.sent_on) if paper.sent_on else "–",
                "received": date_long(paper.received_on),
                "oddities": paper.oddities(),
                "url": _file_url(paper.document),
                "note": paper.note,
            }
            for paper in case.papers.select_related("document__file")
        ]
    }


def _file_url(document: Any) -> str:
    return reverse("files:download", args=[document.file_id]) if document is not None else ""


def _unit(row: DisputeUnit) -> dict[str, str]:
    if row.left_out:
        state, tone = _("Tidak ditunggu"), "neutral"
    elif row.answered_at is not None:
        state, tone = _("Sudah memberi keterangan"), "done"
    else:
        state, tone = _("Belum memberi keterangan"), "waiting"
    return {
        "name": row.of.name,
        "state": state,
        "tone": tone,
        "answer": row.answer,
        "at": moment_long(row.answered_at) if row.answered_at else "",
    }


def _evidence(case: Dispute) -> dict[str, Any]:
    return {
        "rows": [
            {"mark": row.mark, "title": row.title, "url": _file_url(row.document)}
            for row in case.evidence.select_related("document")
        ],
        "bundle_url": reverse("disputes_evidence:page", args=[case.pk]),
    }


def _interim(case: Dispute, orders: list[InterimOrder]) -> dict[str, Any]:
    rows = []
    for order in orders:
        ended = order.done_on is None and case.state not in AT_COMMISSION
        late = order.done_on is None and not ended and order.due_on < today()
        if order.done_on is not None:
            state, tone = _("Dilaksanakan {date}").format(date=date_long(order.done_on)), "done"
        elif ended:
            state, tone = _("Tidak ditunggu lagi"), "neutral"
        else:
            state, tone = _("Belum dilaksanakan"), "late" if late else "waiting"
        rows.append(
            {
                "paper": order.paper,
                "order": order.order,
                "due": order.due_on,
                "state": state,
                "tone": tone,
                "result": order.result,
                "url": _file_url(order.document),
            }
        )
    return {"rows": rows, "deadline": deadlines.running(case, "interim_order")}


def _ruling(case: Dispute, *, links: bool) -> dict[str, Any] | None:
    obligations = list(Obligation.objects.filter(origin_id=case.pk).order_by("pk"))
    if not case.outcome and not obligations:
        return None
    kinds = ("ruling", "mediation_decision", "mediation_agreement", "withdrawal")
    papers = [paper for paper in case.papers.all() if paper.kind in kinds]
    return {
        "outcome": case.get_outcome_display(),
        "order": case.order,
        "papers": [
            {
                "label": f"{paper.get_kind_display()} {paper.number}".strip(),
                "dated": paper.dated_on,
                "received": paper.received_on,
            }
            for paper in papers
        ],
        "clocks": [
            _clock(deadline)
            for rule in ("court_window", "cassation_window")
            if (deadline := deadlines.latest(case, rule)) is not None
        ],
        "obligations": [_obligation(obligation, links=links) for obligation in obligations],
    }


def _obligation(obligation: Obligation, *, links: bool) -> dict[str, Any]:
    deadline = obligation.execution_deadline
    unit = _("hari kerja") if obligation.limit_unit == "days" else _("hari")
    return {
        "number": obligation.number,
        "url": reverse("desk:case", args=[obligation.pk]) if links else "",
        "order": obligation.order,
        "ruled": f"{obligation.limit_value} {unit}",
        "state": obligation.state_label,
        "tone": {"open": "waiting", "suspended": "waiting", "cancelled": "neutral"}.get(
            obligation.state, "done"
        ),
        "clock": _clock(deadline) if deadline is not None else None,
    }


def _clock(deadline: LegalDeadline) -> dict[str, Any]:
    state = deadlines.status_words(deadline)
    return {
        "label": deadline.legal_rule.label,
        "basis": deadline.legal_rule.basis,
        "due_on": deadline.due_on,
        "explanation": deadline.explanation,
        "provisional": deadline.provisional,
        "state": state,
        "moved_from": deadline.original_due_on
        if deadline.original_due_on != deadline.due_on
        else None,
        "holiday": _rest_day(deadline),
    }


def _rest_day(deadline: LegalDeadline) -> str:
    """Return why a limit in days of the calendar ends on a day without service."""
    calendar = work_calendar()
    if deadline.limit_unit != "calendar_days" or deadline.due_on.year not in calendar.years:
        return ""
    if calendar.is_working_day(deadline.due_on):
        return ""
    before = calendar.subtract_working_days(deadline.due_on, 0)
    return _(
        "Batas ini jatuh pada hari libur dan tidak bergeser: putusannya menyebut “hari”, bukan "
        "“hari kerja”. Laksanakan paling lambat {date}."
    ).format(date=date_long(before, with_day=True))


def _court(stage: CourtStage) -> dict[str, Any]:
    name = f"{stage.get_court_display()} {stage.place}".strip()
    return {
        "level": str(stage.get_level_display()),
        "name": name,
        "number": stage.number or "–",
        "filed_by": str(stage.get_filed_by_display()),
        "filed_on": stage.filed_on,
        "late": stage.in_time is False,
        "decided_on": stage.decided_on,
        "received_on": stage.received_on,
        "outcome": str(stage.get_outcome_display()) if stage.outcome else "",
        "order": stage.order,
    }


def _mediation(case: Dispute) -> dict[str, Any]:
    return {
        "result": case.mediation_result,
        "reason": ToAdjudication(case.adjudication_reason).label
        if case.adjudication_reason
        else "",
    }


def _report(letter: Letter, case: Dispute) -> dict[str, Any]:
    return {
        "number": letter.number,
        "at": moment_long(case.reported_at) if case.reported_at else "",
        "url": reverse("desk:letter", args=[letter.pk]) if letter.pdf_id is not None else "",
    }


# -- the next step ---------------------------------------------------------------------------------


def first_thing(case: Dispute, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the session that is over and not recorded: nothing goes before it."""
    if case.state not in WITH_SESSIONS or not _may_record(actors):
        return None
    hearing = case.next_hearing
    if hearing is None or not hearing.is_past:
        return None
    first = hearing.kind == HearingKind.PRELIMINARY and case.state in PREPARED
    act = "attend_preliminary" if first else "record_hearing"
    return {
        "title": _("Catat hasil sidang: {kind}").format(kind=hearing.get_kind_display()),
        "text": _("{when}, {place}. Catat juga bila badan publik tidak hadir.").format(
            when=at_hour(hearing.at), place=hearing.place
        ),
        "url": f"{reverse('desk:case', args=[case.pk])}?tindakan={act}#tindakan",
        "link": _("Catat hasil sidang"),
        "act": act,
    }


def _may_record(actors: Sequence[Actor]) -> bool:
    return bool({actor.role for actor in actors} & {*OFFICE, *LEGAL})


def decision(case: Dispute, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the result of the mediation that waits for Ketua PPID (SOP 4.12)."""
    if case.state != State.MEDIATED:
        return None
    letters = case.letters.filter(kind="hearing_recommendation", pdf__isnull=False)
    return {
        "title": _("Hasil mediasi"),
        "template": f"{_TEMPLATES}_mediation_decision.html",
        "context": {
            "case": case,
            "mediation": _mediation(case),
            "parties": _parties(case),
            "letters": [
                {
                    "label": letter.label,
                    "url": reverse("desk:letter", args=[letter.pk]),
                    "kind": "application/pdf",
                    "size": letter.pdf.size if letter.pdf is not None else None,
                    "at": letter.issued_at,
                }
                for letter in letters.select_related("pdf").order_by("pk")
            ],
            "documents": [
                {
                    "label": document.label or document.file.original_name,
                    "url": _file_url(document),
                    "kind": document.file.content_type,
                    "size": document.file.size,
                    "at": document.added_at,
                }
                for document in case.documents.select_related("file").order_by("-pk")[:5]
            ],
        },
        "approve": "accept_agreement",
        "refuse": "decline_agreement",
        "previews": [],
    }


# -- the chain -------------------------------------------------------------------------------------


def chain_rows(case: Dispute) -> list[dict[str, Any]]:
    """Return sessions, the ruling and the stages of the courts; nobody's name."""
    rows: list[dict[str, Any]] = [
        {
            "title": _("Sidang: {kind}").format(kind=hearing.get_kind_display()),
            "text": _became(hearing),
            "dates": [(_("Waktu"), hearing.at)],
        }
        for hearing in case.hearings.all()
        if hearing.status != HearingStatus.CANCELLED
    ]
    for paper in case.papers.filter(kind__in=("mediation_decision", "ruling")):
        days: list[tuple[str, Any]] = [
            (_("Tanggal putusan"), paper.dated_on),
            (_("Diterima"), paper.received_on),
        ]
        rows.append(
            {
                "title": f"{paper.get_kind_display()} {paper.number}".strip(),
                "text": str(case.get_outcome_display()),
                "dates": days,
            }
        )
    for stage in case.court_stages.all():
        shown = _court(stage)
        dates: list[tuple[str, Any]] = [(_("Didaftarkan"), stage.filed_on)]
        if stage.decided_on is not None:
            dates.append((_("Diputus"), stage.decided_on))
        if stage.received_on is not None:
            dates.append((_("Putusan diterima"), stage.received_on))
        parts = [_("diajukan {side}").format(side=shown["filed_by"].lower())]
        parts.append(shown["outcome"] or _("belum diputus"))
        if shown["late"]:
            parts.insert(1, _("lewat jangka waktu"))
        rows.append(
            {
                "title": f"{shown['name']}: {shown['number']}",
                "text": ", ".join(parts),
                "dates": dates,
            }
        )
    return rows


# -- what needs attention --------------------------------------------------------------------------


def attention(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return the sessions that come near, and papers with odd dates.

    Units see the sessions of the disputes that they were called to, and no more.
    """
    cases = _seen(actors)
    if cases is None:
        return []
    near = _near(cases)
    if not knows_parties(actors):
        return [_coming(near)] if near else []
    return [
        _coming(near),
        {
            "title": _("Surat dengan tanggal yang janggal"),
            "explain": _(
                "Tanggal surat, tanggal kirim, atau tanggal diterimanya berjauhan. Periksa amplop "
                "dan suratnya; jangka waktu dihitung dari tanggal diterima."
            ),
            "empty": _("Tidak ada surat dengan tanggal yang janggal."),
            "rows": _odd(cases),
        },
    ]


def alarms(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return sessions missed or unrecorded."""
    cases = _seen(actors)
    if cases is None or not knows_parties(actors):
        return []
    return [
        {
            "title": _("Sidang yang terlewat atau belum dicatat"),
            "explain": _(
                "Majelis dapat memeriksa dan memutus tanpa termohon (Perki 1/2013 Pasal 31). "
                "Hubungi panitera, lalu catat hasil atau jadwal berikutnya."
            ),
            "empty": _("Tidak ada sidang yang terlewat."),
            "rows": _missed(cases),
        }
    ]


def _seen(actors: Sequence[Actor]) -> QuerySet[Any] | None:
    user = next((actor.user for actor in actors if isinstance(actor.user, User)), None)
    return None if user is None else visible_cases(user, list(actors))


def _coming(near: list[Hearing]) -> dict[str, Any]:
    return {
        "title": _("Sidang dalam tiga hari kerja"),
        "explain": _("Pastikan surat kuasa, surat tugas, dan daftar buktinya siap."),
        "empty": _("Tidak ada sidang dalam tiga hari kerja."),
        "rows": [
            _alert(
                hearing,
                " ".join(
                    part
                    for part in (
                        f"{hearing.get_kind_display()}, {hearing.place}.",
                        _("Panggilan diterima kurang dari tiga hari kerja sebelumnya.")
                        if hearing.served_late
                        else "",
                    )
                    if part
                ),
                "soon",
            )
            for hearing in near
        ],
    }


def _alert(hearing: Hearing, text: str, tone: str) -> dict[str, Any]:
    return {
        "url": reverse("desk:case", args=[hearing.dispute_id]),
        "number": hearing.dispute.number or "",
        "text": text,
        "tone": tone,
        "date": hearing.at,
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=local(now()).tzinfo)


def _missed(cases: QuerySet[Any]) -> list[dict[str, Any]]:
    """Return sessions of past days without result, and missed ones that nothing followed."""
    followed = Hearing.objects.filter(
        dispute=OuterRef("dispute"),
        at__gt=OuterRef("at"),
        status__in=(HearingStatus.SCHEDULED, HearingStatus.HELD),
    )
    found = Hearing.objects.filter(
        Q(status=HearingStatus.MISSED)
        | Q(status=HearingStatus.SCHEDULED, at__lt=_midnight(today())),
        Exists(cases.filter(pk=OuterRef("dispute_id")).order_by()),
        dispute__state__in=WITH_SESSIONS,
    ).annotate(followed=Exists(followed))
    rows = []
    for hearing in found.select_related("dispute").order_by("at", "pk")[:_MOST]:
        if hearing.status == HearingStatus.SCHEDULED:
            rows.append(
                _alert(
                    hearing,
                    _("{kind}: hasilnya belum dicatat.").format(kind=hearing.get_kind_display()),
                    "late",
                )
            )
        elif not hearing.followed and hearing.dispute.state not in AFTER_RULING:
            rows.append(
                _alert(
                    hearing,
                    _("{kind}: badan publik tidak hadir.").format(kind=hearing.get_kind_display()),
                    "late",
                )
            )
    return rows


def _near(cases: QuerySet[Any]) -> list[Hearing]:
    """Return the sessions of today and of the next three working days."""
    try:
        last = work_calendar().add_working_days(today(), NEAR_DAYS).due_on
    except NoHolidayTable:
        # The last days of a year whose successor has no table yet: better too many than none.
        last = today() + timedelta(days=NEAR_DAYS + 4)
    found = Hearing.objects.filter(
        Exists(cases.filter(pk=OuterRef("dispute_id")).order_by()),
        status=HearingStatus.SCHEDULED,
        at__gte=_midnight(today()),
        at__lt=_midnight(last + timedelta(days=1)),
    )
    return list(found.select_related("dispute").order_by("at", "pk")[:_MOST])


def _odd(cases: QuerySet[Any]) -> list[dict[str, Any]]:
    papers = (
        CommissionPaper.objects.filter(
            Exists(cases.filter(pk=OuterRef("dispute_id")).order_by()),
            dispute__closed_at__isnull=True,
            recorded_at__gte=now() - ODD_FOR,
        )
        .select_related("dispute")
        .order_by("-recorded_at")
    )
    return [
        {
            "url": reverse("desk:case", args=[paper.dispute_id]),
            "number": paper.dispute.number or "",
            "text": f"{paper.get_kind_display()} {paper.number}: {' '.join(oddities)}",
            "tone": "waiting",
            "date": paper.received_on,
        }
        for paper in papers[:_MOST]
        if (oddities := paper.oddities())
    ]


# -- the menu and the chain's words ----------------------------------------------------------------


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Return the calendar of sessions, and for the secretariat the summons to key in."""
    roles = {actor.role for actor in actors}
    found = []
    if roles & set(PETUGAS):
        found.append({"view": "disputes_desk:new", "label": _("Panggilan sidang")})
    if roles:
        found.append({"view": "disputes_calendar:page", "label": _("Kalender")})
    return found
