"""The page of a whole chain: request, objection, obligation, dispute and court."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ppid_portal.desk import chain_page
from ppid_portal.desk.members import Member, desk_page


@require_safe
@desk_page
def chain(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Show every stage that the reader may see, from whichever of them the reader comes."""
    context = chain_page.gather(member, member.case_or_404(pk))
    context["unfolded"] = request.GET.get("hitungan") == "1"
    return render(request, "desk/chain.html", context)
