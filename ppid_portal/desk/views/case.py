"""The case page: one thing to do next, and beneath it everything that is known."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ppid_portal.audit.services import record, record_view
from ppid_portal.clock import now
from ppid_portal.desk import acting, case_page, panels
from ppid_portal.desk.documents import letters_in_scope
from ppid_portal.desk.forms import MessageForm
from ppid_portal.desk.going_back import back_url, next_of, with_next
from ppid_portal.desk.members import Member, desk_page
from ppid_portal.letters.models import Letter
from ppid_portal.sop import engine
from ppid_portal.sop.models import Case, CaseMessage
from ppid_portal.sop.scope import is_called_in


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def case(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Show a case, or perform the posted act."""
    found = member.case_or_404(pk)
    outcome = None
    if request.method == "POST":
        outcome = acting.perform(found, engine.moves(found, member.actors), request)
        if outcome.case is not None:
            messages.success(request, done(outcome.case, found))
            return redirect(with_next(reverse("desk:case", args=[pk]), next_of(request)))
    page = case_page.gather(found, member, chosen=request.GET.get("tindakan", ""), outcome=outcome)
    note_view(member, found)
    return _shown(request, page, status=409 if page.refusal else 200)


def done(after: Case, before: Case) -> str:
    """Return what just happened in one sentence."""
    if after.state == before.state:
        return _("Tersimpan. Berkas {number} tetap berstatus “{state}”.").format(
            number=after.number, state=after.state_label
        )
    return _("Tersimpan. Berkas {number} sekarang berstatus “{state}”.").format(
        number=after.number, state=after.state_label
    )


def _shown(request: HttpRequest, page: case_page.CasePage, *, status: int = 200) -> HttpResponse:
    context = case_page.context(page)
    context["next_url"] = next_of(request)
    context["back_url"] = back_url(request)
    return render(request, "desk/case.html", context, status=status)


def note_view(member: Member, found: Case) -> None:
    """Note the office's first look (S16), and each look at a page that names the applicant.

    Who is called in against the applicant, as legal affairs are to a dispute, is told the name.
    """
    if member.is_office and found.first_viewed_at is None:
        Case.objects.filter(pk=found.pk, first_viewed_at__isnull=True).update(first_viewed_at=now())
    knows = member.sees_applicant or is_called_in(found, member.actors)
    if knows and found.applicant_id is not None:
        record_view(member.record_actor(), f"case:{found.pk}", "applicant")


@require_POST
@desk_page
def applicant(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Show the applicant's data unmasked; a POST, since every look is recorded (UU 27/2022)."""
    found = member.case_or_404(pk)
    if not member.sees_applicant or found.applicant is None:
        raise Http404(_("Berkas tidak ditemukan."))
    record_view(member.record_actor(), f"case:{found.pk}", "nik")
    return render(
        request,
        "desk/applicant.html",
        {"case": found, "applicant": found.applicant, "next_url": next_of(request)},
    )


@require_POST
@desk_page
def say(request: HttpRequest, member: Member, pk: int, direction: str) -> HttpResponse:
    """Send the applicant a message, or leave a note for colleagues; both are in the chain."""
    found = member.case_or_404(pk)
    to_applicant = direction == CaseMessage.Direction.TO_APPLICANT
    if to_applicant and not case_page.may_write_applicant(member, found):
        raise Http404(_("Berkas tidak ditemukan."))
    form = MessageForm(request.POST, direction=direction)
    if not form.is_valid():
        page = case_page.gather(found, member)
        page.message_forms[direction] = form
        note_view(member, found)
        return _shown(request, page)
    actor = member.record_actor()
    with transaction.atomic():
        message = CaseMessage.objects.create(
            # Not the child instance: a message hangs on the case, whatever its kind.
            case_id=found.pk,
            direction=direction,
            text=form.cleaned_data["text"],
            author=member.user,
            author_name=member.user.name,
        )
        if to_applicant:
            panels.on_message(found, message)
        record(
            "message_to_applicant" if to_applicant else "internal_note",
            stream=found.stream,
            subject=found.number or str(found.public_id),
            actor=actor,
            data={"message": message.pk},
        )
    messages.success(
        request,
        _("Pesan kepada pemohon tersimpan dan dikirim.")
        if to_applicant
        else _("Catatan internal tersimpan."),
    )
    url = with_next(reverse("desk:case", args=[pk]), next_of(request))
    return redirect(f"{url}#{'pesan' if to_applicant else 'catatan'}")


@require_safe
@desk_page
def letter(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Lead to the PDF of a letter; of a case that one may not see, no letter is known."""
    found = Letter.objects.select_related("case").defer("sealed_context").filter(pk=pk).first()
    if found is None:
        raise Http404(_("Surat tidak ditemukan."))
    member.case_or_404(found.case_id)
    if not letters_in_scope(member, [found.case_id]).filter(pk=pk).exists():
        raise Http404(_("Surat tidak ditemukan."))
    if found.pdf_id is None:
        messages.warning(
            request, _("PDF surat ini sedang disiapkan. Muat ulang halaman sebentar lagi.")
        )
        return redirect("desk:case", pk=found.case_id)
    return redirect("files:download", file_id=found.pdf_id)
