"""Finding a case by number, name or words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from ppid_portal.clock.words import date_long
from ppid_portal.desk.going_back import with_next
from ppid_portal.desk.members import Member, desk_page
from ppid_portal.desk.worklist import found_by_text
from ppid_portal.sop import registry

PAGE = 25
_LONGEST = 200


@dataclass(frozen=True)
class Hit:
    """One case that was found."""

    url: str
    number: str
    title: str
    kind: str
    received: str
    state: str
    applicant: str


@require_safe
@desk_page
def search(request: HttpRequest, member: Member) -> HttpResponse:
    """Show what was found, newest first; a whole number leads straight to its case."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST]
    if not query:
        return render(request, "desk/search.html", {"query": "", "hits": []})
    cases = member.cases()
    exact = cases.filter(number=query).values_list("pk", flat=True).first()
    if exact is not None:
        return redirect("desk:case", pk=exact)
    found = found_by_text(member, cases, query)
    after = request.GET.get("setelah", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    rows = list(found.select_related("applicant").order_by("-pk")[: PAGE + 1])
    shown = rows[:PAGE]
    more = len(rows) > PAGE
    kinds = registry.kinds()
    here = request.get_full_path()
    hits = [
        Hit(
            url=with_next(reverse("desk:case", args=[row.pk]), here),
            number=row.number or "",
            title=row.title,
            kind=str(kinds[row.kind].kind_label) if row.kind in kinds else row.kind,
            received=date_long(row.received_at),
            state=_state(row.kind, row.state),
            applicant=row.applicant.name if member.sees_applicant and row.applicant else "",
        )
        for row in shown
    ]
    onward = urlencode({"q": query, "setelah": str(shown[-1].pk)}) if more else ""
    return render(
        request,
        "desk/search.html",
        {
            "query": query,
            "hits": hits,
            "next_url": f"?{onward}" if onward else "",
            "is_continued": bool(after),
            "sees_applicant": member.sees_applicant,
        },
    )


def _state(kind: str, state: str) -> str:
    """Return the state in words without reading the child row of every hit."""
    model = registry.kinds().get(kind)
    if model is None:
        return state
    bare = model()
    # Set beside the protected field: this instance only lends its words and is never saved.
    bare.__dict__["state"] = state
    return str(bare.state_label)
