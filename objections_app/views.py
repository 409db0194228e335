"""The public form of an objection: one topic a page, kept as it goes, sent once."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from objections_app import rules, wizard
from objections_app.intake import file_objection
from objections_app.models import Objection
from objections_app.public_forms import (
    OF_REQUEST,
    PAGES,
    AboutPage,
    GroundsPage,
    SendObjectionForm,
    request_of,
)
from objections_app.windows import window
from ppid_portal.sop.access import case_path, code_of, secret_url
from ppid_portal.sop.documents import is_applicant_of
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, LegalDeadline
from requests_app import throttle, tracking
from requests_app.drafts import Draft
from requests_app.models import InformationRequest
from requests_app.paged_form import PagedForm
from requests_app.public_forms import FILES_PER_DRAFT, Page

COOKIE = "keberatan"
FILED = "filed_objection"


class ObjectionForm(PagedForm):
    """The form of an objection (UU 14/2008 Pasal 35; Perki 1/2021 Pasal 40)."""

    wizard = wizard.WIZARD
    cookie = COOKIE
    prefix = "keberatan:"
    filed = FILED
    page_template = "objections_app/page.html"
    check_template = "objections_app/check.html"
    answered_by = "objection_reply"
    send_form = SendObjectionForm

    def page_context(
        self, request: HttpRequest, draft: Draft | None, page_class: type[Page]
    ) -> dict[str, Any]:
        """Return the request to which the draft objects, and what fits its story."""
        about = request_of(draft)
        suggested = (
            wizard.suggested_grounds(about)
            if about is not None and page_class is GroundsPage
            else []
        )
        return {"about": about, "suggested": suggested}

    def check_context(self, request: HttpRequest, draft: Draft) -> dict[str, Any]:
        """Return what is missing, and how the objection lies to its time."""
        about = request_of(draft)
        grounds = draft.answers[GroundsPage.slug]["grounds"] if about is not None else ["b"]
        return {
            "about": about,
            "missing": wizard.missing_papers(draft),
            "window": window(about, grounds=grounds),
        }

    def judge(self, request: HttpRequest, draft: Draft, form: Page) -> int:
        """Open the request by its code, unless this browser has opened it already."""
        if not isinstance(form, AboutPage) or form.cleaned_data["about"] != OF_REQUEST:
            return 200
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        named = tracking.find_by_number(number)
        if named is None or not (named.pk == draft.origin_id or is_applicant_of(request, named)):
            if not code:
                form.add_error("code", _("Tulis kode dari tanda bukti permohonan itu."))
                return 200
            if throttle.too_many(request, "track"):
                form.add_error(
                    "code",
                    _("Terlalu banyak percobaan dari jaringan ini. Coba lagi sepuluh menit lagi."),
                )
                return 429
            named = tracking.find_by_code(number, code)
        if named is None:
            form.add_error(
                "code",
                _("Nomor dan kode ini tidak cocok. Periksa keduanya pada tanda bukti Anda."),
            )
        elif named.kind != InformationRequest.register:
            form.add_error("number", _("Nomor ini bukan nomor permohonan informasi."))
        else:
            about = InformationRequest.objects.get(pk=named.pk)
            try:
                rules.check_duplicate(about)
            except Refused as refusal:
                form.add_error("number", refusal.message)
            else:
                form.cleaned_data["number"] = about.number
                form.found = about
        return 200

    def take(self, request: HttpRequest, draft: Draft, form: Page) -> None:
        """Take over what is known of the request, or forget it where there is none."""
        super().take(request, draft, form)
        if isinstance(form, AboutPage):
            if form.found is not None:
                wizard.prefill(draft, form.found)
            else:
                wizard.without_request(draft)

    def too_many_words(self) -> str:
        """Return what somebody reads who sent too many."""
        return _(
            "Terlalu banyak keberatan dari jaringan ini. Isian Anda tersimpan; tekan “Kirim "
            "keberatan” lagi satu jam lagi, atau datang ke tempat layanan kami."
        )

    def too_many_files(self) -> str:
        """Return what somebody reads who sends more files than one draft may hold."""
        return _(
            "Satu keberatan memuat paling banyak %(most)d berkas. Gabungkan beberapa berkas."
        ) % {"most": FILES_PER_DRAFT}

    def no_date_words(self) -> str:
        """Return what somebody reads when the date of the reply cannot be told."""
        return _(
            "Tanggal tanggapan belum dapat dihitung karena daftar hari libur belum lengkap. "
            "Isian Anda tersimpan. Hubungi kami, atau coba lagi besok."
        )

    def file(self, request: HttpRequest, draft: Draft) -> Case:
        """File the objection, in or out of its time."""
        return file_objection(wizard.filing(draft), idempotency_key=draft.key)


FORM = ObjectionForm()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str = PAGES[0].slug) -> HttpResponse:
    """Show one page of the objection, or take its answers and go on."""
    return FORM.page(request, slug)


@require_POST
@transaction.atomic
def from_request(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Start an objection from the page of a request, with everything that is known of it.

    What was begun for the same request in this browser goes on.
    """
    about = tracking.own_case(request, public_id, InformationRequest)
    try:
        rules.check_duplicate(about)
    except Refused as refusal:
        messages.info(request, refusal.message)
        return redirect(case_path(about))
    draft = FORM.current(request, lock=True)
    if draft is None or draft.sent_as is not None or draft.origin_id != about.pk:
        draft = FORM.start()
        wizard.prefill(draft, about)
        draft.save()
    target = FORM.wizard.first_incomplete(draft)
    return FORM.begin_with(redirect(FORM.wizard.address(target)), draft)


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Forget everything that was typed and uploaded, and start again."""
    return FORM.discard(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show everything once more, and send it."""
    return FORM.check(request)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Show the number, the code, and what happens next with dates; nothing else."""
    case = (
        Objection.objects.select_related("applicant").filter(pk=request.session.get(FILED)).first()
    )
    if case is None:
        return redirect("requests_app:track")
    applicant = case.applicant
    reply = LegalDeadline.objects.filter(case=case, rule="objection_reply").order_by("-id").first()
    return render(
        request,
        "objections_app/sent.html",
        {
            "case": case,
            "code": code_of(case),
            "link": secret_url(case),
            "email": (applicant.proxy_email or applicant.email) if applicant else "",
            "reply": reply,
        },
    )
