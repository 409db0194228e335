"""The public form of a request: one topic a page, kept as it goes, sent once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dip_app.search import Hit, suggest
from ppid_portal.sop.access import code_of, secret_url
from ppid_portal.sop.models import Case, LegalDeadline
from requests_app import wizard
from requests_app.drafts import Draft
from requests_app.intake import file_request
from requests_app.models import InformationRequest
from requests_app.paged_form import PagedForm
from requests_app.public_forms import PAGES, InformationPage, Page, PurposePage

COOKIE = "permohonan"
FILED = "filed_request"
SUGGESTIONS = 3


class RequestForm(PagedForm):
    """The form of a request (UU 14/2008 Pasal 22 ayat (1) to (3))."""

    wizard = wizard.WIZARD
    cookie = COOKIE
    filed = FILED
    page_template = "requests_app/page.html"
    check_template = "requests_app/check.html"
    answered_by = "written_notification"

    def page_context(
        self, request: HttpRequest, draft: Draft | None, page_class: type[Page]
    ) -> dict[str, Any]:
        """Return the published items that resemble what is asked."""
        earlier = ""
        if page_class is PurposePage and draft is not None:
            earlier = draft.answers.get(InformationPage.slug, {}).get("information", "")
        return {
            "suggests": page_class is InformationPage,
            "suggestions": similar(earlier) if earlier else [],
        }

    def check_context(self, request: HttpRequest, draft: Draft) -> dict[str, Any]:
        """Return what is missing, and what is published already."""
        return {
            "missing": wizard.missing_papers(draft),
            "suggestions": similar(draft.answers[InformationPage.slug]["information"]),
        }

    def too_many_words(self) -> str:
        """Return what somebody reads who sent too many."""
        return _(
            "Terlalu banyak permohonan dari jaringan ini. Isian Anda tersimpan; tekan "
            "“Kirim permohonan” lagi satu jam lagi, atau datang ke tempat layanan kami."
        )

    def file(self, request: HttpRequest, draft: Draft) -> Case:
        """File the request."""
        return file_request(wizard.filing(draft), idempotency_key=draft.key)


FORM = RequestForm()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str = PAGES[0].slug) -> HttpResponse:
    """Show one page of the request, or take its answers and go on."""
    return FORM.page(request, slug)


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Forget everything that was typed and uploaded, and start again."""
    return FORM.discard(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show everything once more, and send it."""
    return FORM.check(request)


@require_POST
def suggestions(request: HttpRequest) -> HttpResponse:
    """Show published items that resemble the description being typed (F3).

    By POST: what somebody writes does not belong into addresses and their logs.
    """
    response = render(
        request,
        "dip_app/_suggestions.html",
        {"suggestions": similar(request.POST.get("information", ""))},
    )
    response["Cache-Control"] = "no-store"
    return response


def similar(text: str) -> list[Hit]:
    """Return published items that resemble a description."""
    text = text.replace("\x00", "").strip()
    return suggest(text, limit=SUGGESTIONS) if len(text) >= 8 else []


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Show the number, the code, and what happens next with dates; nothing else."""
    case = (
        InformationRequest.objects.select_related("applicant")
        .filter(pk=request.session.get(FILED))
        .first()
    )
    if case is None:
        return redirect("requests_app:track")
    deadlines = {d.rule: d for d in LegalDeadline.objects.filter(case=case).order_by("id")}
    applicant = case.applicant
    return render(
        request,
        "requests_app/sent.html",
        {
            "case": case,
            "code": code_of(case),
            "link": secret_url(case),
            "email": (applicant.proxy_email or applicant.email) if applicant else "",
            "answer": deadlines.get("written_notification"),
            "check": deadlines.get("completeness_notice"),
        },
    )
