"""A letter that is signed outside of the portal: taken out, and handed in again signed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ppid_portal.desk.forms import SignedLetterForm
from ppid_portal.desk.members import Member, desk_page
from ppid_portal.letters.models import Letter
from ppid_portal.letters.signing import elsewhere
from ppid_portal.sop.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def sign(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Show what is to be signed, and take the signed PDF; it is looked at before it counts."""
    letter = _letter_or_404(member, pk)
    if letter.status != Letter.Status.UNSIGNED:
        messages.warning(request, _("Surat ini tidak sedang menunggu tanda tangan."))
        return redirect("desk:case", pk=letter.case_id)
    bound = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SignedLetterForm(*bound)
    if request.method == "POST" and form.is_valid():
        try:
            elsewhere.hand_in(
                letter, form.cleaned_data["berkas"].read(), actor=member.record_actor()
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Tanda tangan sah. Surat terbit."))
            return redirect("desk:case", pk=letter.case_id)
    return render(
        request,
        "desk/sign.html",
        {"letter": letter, "case": letter.case, "form": form},
        status=400 if form.errors else 200,
    )


def _letter_or_404(member: Member, pk: int) -> Letter:
    """Return a letter that the reader may take out; the twin of ``letters.access.may_sign``."""
    letter = Letter.objects.select_related("case", "prepared").filter(pk=pk).first()
    if (
        letter is None
        or not member.sees_applicant
        or not member.cases().filter(pk=letter.case_id).exists()
    ):
        raise Http404(_("Surat tidak ditemukan."))
    return letter
