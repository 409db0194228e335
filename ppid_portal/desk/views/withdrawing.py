"""Tarik surat: which letter, what happens, why, and whether it is meant."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ppid_portal.desk.documents import letter_or_404
from ppid_portal.desk.forms import WithdrawLetterForm
from ppid_portal.desk.members import Member, desk_page
from ppid_portal.desk.withdrawing import consequences
from ppid_portal.letters import services, withdrawal
from ppid_portal.letters.models import Letter
from ppid_portal.mail import withdrawals
from ppid_portal.sop.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def withdraw(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Ask for the reason beneath what happens, and withdraw the letter; the case stays."""
    letter = letter_or_404(member, pk)
    actor = withdrawal.chosen(letter, member.actors)
    if actor is None:
        raise PermissionDenied
    case = member.case_or_404(letter.case_id)
    if letter.withdrawn_at is not None:
        messages.warning(request, _("Surat {number} sudah ditarik.").format(number=letter.number))
        return redirect("desk:case", pk=case.pk)
    form = WithdrawLetterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(letter, actor=actor, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            # Somebody else was faster; there is nothing left to do here.
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _done(letter))
        return redirect("desk:case", pk=case.pk)
    return render(
        request,
        "desk/withdraw_letter.html",
        {
            "letter": letter,
            "case": case,
            "form": form,
            "actor": actor,
            "consequences": consequences(case, letter),
        },
        status=400 if form.errors else 200,
    )


def _done(letter: Letter) -> str:
    if withdrawals.told(letter):
        return _("Surat {number} ditarik. Pemohon diberi tahu lewat surel.").format(
            number=letter.number
        )
    return _("Surat {number} ditarik.").format(number=letter.number)
