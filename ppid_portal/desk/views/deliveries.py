"""How the letters of a case reach the applicant: e-mails, post, pick-up, and the proof of each."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ppid_portal.audit.services import record_view
from ppid_portal.clock.words import date_long, moment_long
from ppid_portal.desk.members import Member, desk_page
from ppid_portal.files.services import store
from ppid_portal.letters.errors import RenderFailed
from ppid_portal.letters.models import Letter
from ppid_portal.mail import replacements
from ppid_portal.mail.deliveries import services, sheets
from ppid_portal.mail.deliveries.forms import ArriveForm, FailForm, SendForm
from ppid_portal.mail.deliveries.models import Delivery, Method
from ppid_portal.mail.models import Notice
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, CaseDocument

_TONES: dict[str, str] = {
    Delivery.Status.READY: "waiting",
    Delivery.Status.SENT: "waiting",
    Delivery.Status.ARRIVED: "done",
    Delivery.Status.FAILED: "late",
}
_EMAIL_TONES: dict[str, str] = {Notice.Status.WAITING: "waiting", Notice.Status.SENT: "done"}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def deliveries(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Show how each letter travels, and record what leaves, arrives and comes back."""
    case = _case(member, pk)
    sendable = list(_letters(case))
    repeats = _repeats(case, request.POST.get("ulang") or request.GET.get("ulang", ""))
    form = SendForm(
        letters=sendable, initial=_known(sendable, repeats, request.GET.get("ganti", ""))
    )
    bound: dict[tuple[str, int], forms.Form] = {}
    status = 200
    if request.method == "POST":
        act = request.POST.get("aksi", "")
        if act == "kirim":
            form = SendForm(request.POST, letters=sendable)
            done = form.is_valid() and _sent(request, member, case, form, repeats)
        else:
            delivery = _delivery(case, request.POST.get("untuk", ""))
            other = _form_for(act, delivery, request)
            bound[act, delivery.pk] = other
            done = other.is_valid() and _recorded(request, member, act, delivery, other)
        if done:
            return redirect("desk:deliveries", pk=pk)
        status = 400
    return render(
        request,
        "desk/deliveries.html",
        {
            "case": case,
            "rows": [_row(each, bound) for each in _deliveries(case)],
            "emails": [_email(each) for each in _emails(case)],
            "form": form if sendable else None,
            "repeats": repeats,
            "key": uuid.uuid4().hex,
            "all_forms": [form, *bound.values()],
        },
        status=status,
    )


@require_safe
@desk_page
def handover_sheet(request: HttpRequest, member: Member, pk: int, delivery: int) -> HttpResponse:
    """Give the sheet to be signed on handing over; the look at the applicant's name is recorded."""
    case = _case(member, pk)
    found = _delivery(case, str(delivery))
    record_view(member.record_actor(), f"case:{case.pk}", "applicant")
    try:
        pdf = sheets.handover(found, member.record_actor())
    except RenderFailed:
        messages.error(request, _("Tanda terima belum dapat dibuat. Coba lagi."))
        return redirect("desk:deliveries", pk=pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="tanda-terima-{found.pk}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _case(member: Member, pk: int) -> Case:
    case = member.case_or_404(pk)
    if not member.sees_applicant:
        raise Http404(_("Berkas tidak ditemukan."))
    return case


def _letters(case: Case) -> QuerySet[Letter]:
    """What can be sent: issued for the applicant, and in force."""
    return (
        Letter.objects.filter(case_id=case.pk, audience=Letter.Audience.APPLICANT)
        .exclude(status=Letter.Status.WITHDRAWN)
        .defer("sealed_context")
        .order_by("-pk")
    )


def _deliveries(case: Case) -> QuerySet[Delivery]:
    return (
        Delivery.objects.filter(case_id=case.pk)
        .select_related("proof", "repeats", "repeated_by")
        .prefetch_related("letters")
        .order_by("-pk")
    )


def _emails(case: Case) -> QuerySet[Notice]:
    return (
        Notice.objects.filter(case_id=case.pk, letters__isnull=False)
        .distinct()
        .prefetch_related("letters")
        .order_by("-pk")
    )


def _delivery(case: Case, key: str) -> Delivery:
    found = None
    if key.isdigit() and len(key) < 19:
        found = (
            Delivery.objects.select_related("case__applicant")
            .filter(case_id=case.pk, pk=int(key))
            .first()
        )
    if found is None:
        raise Http404(_("Pengiriman tidak ditemukan."))
    return found


def _repeats(case: Case, key: str) -> Delivery | None:
    """The sending that came back and is made again, if one is named."""
    if not key:
        return None
    found = _delivery(case, key)
    if found.status != Delivery.Status.FAILED or hasattr(found, "repeated_by"):
        raise Http404(_("Pengiriman ini tidak perlu diulang."))
    return found


def _known(letters: list[Letter], repeats: Delivery | None, replacing: str) -> dict[str, Any]:
    """What the form knows: what is sent again, or a replacement that goes as the letter before."""
    if repeats is not None:
        return {
            "letters": [str(each.pk) for each in repeats.letters.all()],
            "method": repeats.method,
            "carrier": repeats.carrier,
            "address": repeats.sealed_address,
        }
    new = next((each for each in letters if str(each.pk) == replacing), None)
    before = replacements.sent_as(new) if new is not None else None
    if new is not None and before is not None:
        # Not the address: a wrong one may be why the letter was withdrawn.
        return {"letters": [str(new.pk)], "method": before.method, "carrier": before.carrier}
    return {"letters": [str(letters[0].pk)]} if len(letters) == 1 else {}


def _form_for(act: str, delivery: Delivery, request: HttpRequest) -> forms.Form:
    if act == "diterima":
        return _arrive_form(delivery, request.POST, request.FILES)
    if act == "kembali":
        return FailForm(request.POST, pk=delivery.pk)
    raise Http404(_("Tindakan ini tidak dikenal."))


def _arrive_form(delivery: Delivery, *data: Any) -> ArriveForm:
    return ArriveForm(*data, pk=delivery.pk, needs_proof=delivery.method == Method.PICKUP)


def _sent(
    request: HttpRequest, member: Member, case: Case, form: SendForm, repeats: Delivery | None
) -> bool:
    data = form.cleaned_data
    try:
        services.send(
            case,
            form.chosen(),
            data["method"],
            sent_on=data["sent_on"],
            actor=member.record_actor(),
            key=f"desk:{case.pk}:{request.POST.get('kunci', '')[:64]}",
            tracking_number=data["tracking_number"],
            carrier=data["carrier"],
            address=data["address"],
            repeats=repeats,
        )
    except Refused as refusal:
        return _refused(form, refusal)
    messages.success(request, _("Pengiriman tercatat."))
    return True


def _recorded(
    request: HttpRequest, member: Member, act: str, delivery: Delivery, form: forms.Form
) -> bool:
    data, actor = form.cleaned_data, member.record_actor()
    try:
        with transaction.atomic():
            if act == "kembali":
                services.fail(delivery, reason=data["reason"], on=data["failed_on"], actor=actor)
            else:
                proof = None
                if data["proof"] is not None:
                    proof = CaseDocument(
                        file=store(data["proof"], purpose="proof", actor=actor),
                        kind=CaseDocument.Kind.OTHER,
                        audience=CaseDocument.Audience.INTERNAL,
                        label=_("Bukti terima surat"),
                        added_by=member.user,
                    )
                services.arrive(
                    delivery,
                    on=data["arrived_on"],
                    actor=actor,
                    receiver=data["receiver"],
                    proof=proof,
                )
    except Refused as refusal:
        return _refused(form, refusal)
    messages.success(
        request,
        _("Surat tercatat tidak sampai. Kirim ulang dari daftar di bawah.")
        if act == "kembali"
        else _("Surat tercatat diterima."),
    )
    return True


def _refused(form: forms.Form, refusal: Refused) -> bool:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return False


def _row(each: Delivery, bound: dict[tuple[str, int], forms.Form]) -> dict[str, Any]:
    facts = [(_("Dikirim"), date_long(each.sent_on))]
    if each.carrier:
        facts.append((_("Pengantar"), each.carrier))
    if each.tracking_number:
        facts.append((_("Nomor resi"), each.tracking_number))
    if each.sealed_address:
        facts.append((_("Alamat"), each.sealed_address))
    if each.arrived_on is not None:
        facts.append((_("Diterima"), date_long(each.arrived_on)))
    if each.sealed_receiver:
        facts.append((_("Diterima oleh"), each.sealed_receiver))
    if each.failed_on is not None:
        facts.append(
            (
                _("Tidak sampai"),
                _("{day}: {reason}").format(day=date_long(each.failed_on), reason=each.error),
            )
        )
    repeated = getattr(each, "repeated_by", None)
    failed = each.status == Delivery.Status.FAILED
    return {
        "delivery": each,
        "title": each.get_method_display(),
        "status": _("Tidak sampai, sudah dikirim ulang")
        if failed and repeated
        else each.get_status_display(),
        "tone": "neutral" if failed and repeated else _TONES[each.status],
        "letters": [letter.label for letter in each.letters.all()],
        "facts": facts,
        "proof": reverse("files:download", args=[each.proof.file_id]) if each.proof else "",
        "arrive": bound.get(("diterima", each.pk)) or _arrive_form(each) if each.is_open else None,
        "fail": bound.get(("kembali", each.pk)) or FailForm(pk=each.pk) if each.is_open else None,
        "opened": {act for act, pk in bound if pk == each.pk},
        "again": failed and repeated is None,
    }


def _email(notice: Notice) -> dict[str, Any]:
    words, when = notice.get_status_display(), notice.sent_at or notice.created_at
    tone = _EMAIL_TONES.get(notice.status, "late")
    if notice.arrived_at is not None and notice.status == Notice.Status.SENT:
        words, when = _("Tiba di kotak surat"), notice.arrived_at
    return {
        "subject": notice.subject,
        "to": notice.get_audience_display(),
        "words": words,
        "tone": tone,
        "when": moment_long(when),
        "error": notice.first_error if notice.is_undelivered else "",
        "letters": [letter.label for letter in notice.letters.all()],
    }
