"""What the desk shows of an objection beside what it shows of every case; see ``desk.panels``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from objections_app import material, notices, report
from objections_app.letter_schemas import Count
from objections_app.models import ORDERING, Objection, ObjectionReport, Outcome, ReportState, State
from objections_app.windows import Timing, Window, window
from ppid_portal.clock import Limit, local, today
from ppid_portal.clock.services import legal_due
from ppid_portal.clock.words import date_long, moment_long
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor
from ppid_portal.people.roles import label as role_label
from ppid_portal.sop.models import Case, LegalDeadline
from ppid_portal.sop.scope import sees_applicant
from requests_app.models import Obligation

_TEMPLATES = "objections_app/desk/"


def sections(case: Case, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return dates, the answer objected to, material, decision, delivery and obligations."""
    if isinstance(case, ObjectionReport):
        return _report_sections(case)
    if not isinstance(case, Objection) or not sees_applicant(list(actors)):
        return []
    found = [
        _section(_("Jangka waktu"), "_course.html", course(case)),
        _section(_("Yang diminta dan jawabannya"), "_against.html", against(case)),
    ]
    if case.explanation or case.return_reason:
        found.append(_section(_("Bahan tanggapan"), "_material.html", _material(case)))
    if case.outcome:
        found.append(_section(_("Putusan Atasan PPID"), "_outcome.html", _outcome(case)))
    if case.delivered_on is not None:
        found.append(_section(_("Penyampaian"), "_delivery.html", _delivery(case)))
    orders = _orders(case)
    if orders:
        found.append(_section(_("Pelaksanaan perintah"), "_orders.html", {"orders": orders}))
    previews = _previews(case)
    if previews:
        found.append(_section(_("Pratinjau surat"), "_previews.html", {"previews": previews}))
    return found


def decision(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return what waits for Atasan PPID: the decision itself, or the signature of its letter."""
    if not isinstance(case, Objection):
        return None
    if case.state == State.DECIDING:
        return {
            "title": _("Putusan atas keberatan"),
            "template": f"{_TEMPLATES}_decision.html",
            "context": {
                "case": case,
                "course": course(case),
                "against": against(case),
                "material": _material(case),
                "story": story(case),
                "memorandum": _memorandum(case),
            },
            "approve": "decide",
            "refuse": "return_material",
            "previews": [_preview(case, "tanggapan", _("Surat tanggapan menurut usul PPID"))],
        }
    if case.state == State.SIGNING:
        return {
            "title": _("Tanda tangan surat tanggapan"),
            "template": f"{_TEMPLATES}_signing.html",
            "context": {
                "case": case,
                "course": course(case),
                "outcome": _outcome(case),
                "story": story(case),
            },
            "approve": "sign_reply",
            "refuse": "return_reply",
            "previews": [_preview(case, "tanggapan", _("Surat tanggapan kepada pemohon"))],
        }
    return None


def verbs() -> dict[str, str]:
    """Return words for what is recorded of an objection beside its transitions."""
    return {"message": _("Pemohon menulis pesan")}


def on_message(case: Case, message: Any) -> None:
    """Send the objector what staff wrote; it stands on their page as well."""
    if isinstance(case, Objection):
        notices.message(case, message.text, str(message.pk))


# -- the parts of the page -------------------------------------------------------------------------


def _section(title: str, template: str, context: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "template": f"{_TEMPLATES}{template}", "context": context}


def course(case: Objection) -> dict[str, Any]:
    """Return how the objection lies to the times of the law, in sentences with dates."""
    came = local(case.received_at).date()
    found = window(case.request, on=came, grounds=case.grounds, found_on=case.found_on)
    return {
        "timing": str(Timing(case.timing).label),
        "tone": "late" if case.timing in (Timing.LATE, Timing.EARLY) else "done",
        "received": date_long(came, with_day=True),
        # What became of the request later moves its window; that of the day is then history.
        "window": _window(found) if found.code == case.timing else "",
        "stays_incomplete": case.stays_incomplete,
        "lines": _course_lines(case),
    }


def _window(found: Window) -> str:
    if found.opens_on is None or found.closes_on is None:
        return ""
    return _("Keberatan dapat diajukan dari {first} sampai {last}.").format(
        first=date_long(found.opens_on, with_day=True),
        last=date_long(found.closes_on, with_day=True),
    )


def _course_lines(case: Objection) -> list[str]:
    lines = []
    status = LegalDeadline.Status
    limit = case.reply_deadline
    if limit is not None and limit.status != status.CANCELLED:
        due = date_long(limit.due_on, with_day=True)
        if case.delivered_on is not None and limit.status == status.MET_LATE:
            text = _("Tanggapan disampaikan {day}, sesudah batasnya, {due}.").format(
                day=date_long(case.delivered_on, with_day=True), due=due
            )
        elif case.delivered_on is not None:
            text = _("Tanggapan disampaikan {day}, dalam batasnya, {due}.").format(
                day=date_long(case.delivered_on, with_day=True), due=due
            )
        elif case.lapsed_on is not None:
            text = _("Batas tanggapan, {due}, terlewati tanpa tanggapan.").format(due=due)
        else:
            text = _("Tanggapan harus disampaikan paling lambat {due}.").format(due=due)
        lines.append(text)
    later = case.dispute_window
    if later is not None:
        lines.append(
            _("Pemohon dapat mengajukan sengketa ke Komisi Informasi sampai {date}.").format(
                date=date_long(later.due_on, with_day=True)
            )
        )
    return lines


def against(case: Objection) -> dict[str, Any]:
    """Return what was asked, and what was answered and why."""
    request = case.request
    answer = material.answer_to(case)
    return {
        "case": case,
        "request": request,
        "request_url": _case_url(request.pk) if request is not None else "",
        "answered_on": request.answered_on if request is not None and answer else None,
        "limit": request.notification_deadline if request is not None else None,
        "parts": list(answer.parts.all()) if answer is not None else [],
        "note": answer.note if answer is not None else "",
        "letters": [
            _letter(letter) for letter in (answer.notification, answer.decree) if letter is not None
        ]
        if answer is not None
        else [],
        "signed_by": answer.approved_by.name if answer is not None and answer.approved_by else "",
    }


def _material(case: Objection) -> dict[str, Any]:
    return {
        "explanation": case.explanation,
        "recommended": Outcome(case.recommended_outcome).label if case.recommended_outcome else "",
        "recommendation": case.recommendation,
        "returned": case.return_reason if case.state == State.RECEIPTED else "",
    }


def _outcome(case: Objection) -> dict[str, Any]:
    until = ""
    if case.outcome in ORDERING and case.order_days and case.reply is None:
        due = legal_due(today(), Limit(case.order_days, "days"))
        until = date_long(due.due_on, with_day=True)
    return {
        "outcome": case.get_outcome_display(),
        "considerations": case.considerations,
        "order": case.order,
        "order_days": case.order_days,
        "until_if_signed_today": until,
        "decided_by": case.decided_by.name if case.decided_by is not None else "",
        "decided_at": moment_long(case.decided_at, with_day=True) if case.decided_at else "",
        "opening": case.reply_opening,
        "returned": case.return_reason if case.state == State.DECIDED else "",
        "reply": _letter(case.reply) if case.reply is not None else None,
        "signed_by": _signed_by(case.reply) if case.reply is not None else "",
    }


def _signed_by(letter: Letter) -> str:
    office = letter.signatory_mandate or role_label(letter.signatory_role)
    return f"{letter.signatory_name} ({office})"


def _delivery(case: Objection) -> dict[str, Any]:
    rows = [
        (_("Cara"), str(case.get_delivery_method_display())),
        (_("Disampaikan"), _day(case.delivered_on)),
        (_("Diterima pemohon"), _day(case.received_on) or _("belum diketahui")),
    ]
    if case.tracking_number:
        rows.insert(1, (_("Nomor resi"), case.tracking_number))
    return {"rows": rows}


def _orders(case: Objection) -> list[dict[str, Any]]:
    found = Obligation.objects.filter(origin_id=case.pk).prefetch_related("deadlines")
    return [
        {
            "number": order.number,
            "url": _case_url(order.pk),
            "state": order.state_label,
            "due": next((row.due_on for row in order.deadlines.all()), None),
            "done_on": order.delivered_on,
        }
        for order in found.order_by("pk")
    ]


def story(case: Objection) -> list[dict[str, Any]]:
    """Return what happened from the request to the objection, in one line each."""
    rows: list[tuple[date, str]] = []
    request = case.request
    if request is not None:
        rows.append((local(request.received_at).date(), _("Permohonan diterima")))
        limit = request.notification_deadline
        if limit is not None:
            rows.append((limit.due_on, _("Batas waktu jawaban permohonan")))
        if request.answered_on is not None:
            rows.append((request.answered_on, _("Permohonan dijawab")))
    rows.append((local(case.received_at).date(), _("Keberatan diterima")))
    if case.counted_from is not None and case.counted_from != local(case.received_at).date():
        rows.append((case.counted_from, _("Hitungan 30 hari kerja dimulai")))
    if case.decided_at is not None:
        rows.append((local(case.decided_at).date(), _("Keberatan diputus Atasan PPID")))
    reply = case.reply_deadline
    if reply is not None:
        rows.append((reply.due_on, _("Batas waktu tanggapan keberatan")))
    return [{"on": day, "text": text} for day, text in sorted(rows, key=lambda row: row[0])]


# -- letters ---------------------------------------------------------------------------------------


def _previews(case: Objection) -> list[dict[str, str]]:
    """Return the drafts of the letters that the next steps issue."""
    if case.state == State.REGISTERED:
        return [_preview(case, "tanda-bukti", _("Tanda bukti penerimaan keberatan"))]
    if case.state == State.RECEIPTED and case.recommended_outcome:
        return [_preview(case, "memorandum", _("Memorandum kepada Atasan PPID"))]
    if case.state in (State.DECIDED, State.SIGNING):
        return [_preview(case, "tanggapan", _("Surat tanggapan kepada pemohon"))]
    return []


def _preview(case: Objection, letter: str, label: str) -> dict[str, str]:
    return {"label": label, "url": reverse("objections_desk:preview", args=[case.pk, letter])}


def _memorandum(case: Objection) -> dict[str, str] | None:
    return _letter(case.memorandum) if case.memorandum is not None else None


def _letter(letter: Letter) -> dict[str, str]:
    return {
        "label": letter.label,
        "url": reverse("desk:letter", args=[letter.pk]),
    }


def _case_url(pk: int) -> str:
    return reverse("desk:case", args=[pk])


def _day(day: date | None) -> str:
    return date_long(day, with_day=True) if day is not None else ""


# -- the report ------------------------------------------------------------------------------------


def _report_sections(case: ObjectionReport) -> list[dict[str, Any]]:
    """Return the figures as the register gives them now; once reported, the letter holds them."""
    if case.state == ReportState.REPORTED and case.letter is not None:
        return [
            _section(
                _("Laporan yang disampaikan"),
                "_previews.html",
                {"previews": [_letter(case.letter)], "notes": case.notes},
            )
        ]
    return [
        _section(
            _("Angka yang akan dilaporkan"),
            "_report.html",
            {
                "rows": _figures(case),
                "preview": reverse("objections_desk:preview", args=[case.pk, "laporan"]),
                "register": _register_url(case),
            },
        )
    ]


def _figures(case: ObjectionReport) -> list[tuple[str, str]]:
    found = report.context(case)
    days = (
        _("{days} hari kerja").format(days=found.median_days)
        if found.median_days is not None
        else _("belum ada")
    )
    return [
        (_("Keberatan diterima"), str(found.received)),
        (_("Menurut alasan"), _tally(found.by_ground)),
        (_("Menurut putusan"), _tally(found.by_outcome)),
        (_("Ditanggapi dalam 30 hari kerja"), str(found.in_time)),
        (_("Ditanggapi terlambat"), str(found.late)),
        (_("Lewat waktu, tidak ditanggapi"), str(found.lapsed_unanswered)),
        (_("Masih diperiksa"), str(found.pending)),
        (_("Dicabut"), str(found.withdrawn)),
        (_("Median waktu tanggapan"), days),
        (_("Perintah kepada PPID"), str(found.orders_imposed)),
        (_("Perintah dilaksanakan dalam waktunya"), str(found.orders_done_in_time)),
        (_("Perintah dilaksanakan terlambat"), str(found.orders_late)),
        (_("Perintah belum dilaksanakan"), str(found.orders_open)),
    ]


def _tally(counts: Sequence[Count]) -> str:
    return "\n".join(f"{each.label}: {each.count}" for each in counts if each.count) or "–"


def _register_url(case: ObjectionReport) -> str:
    return f"{reverse('reports:register', args=['keberatan'])}?tahun={case.period_from.year}"
