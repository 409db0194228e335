"""Following one's own case: the secret link, the code, and what can be done with a request."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ppid_portal.sop.access import case_path, check_token
from ppid_portal.sop.documents import is_applicant_of, remember_applicant
from ppid_portal.sop.models import Case, LegalDeadline
from requests_app import codes, notices, throttle, tracking, wizard
from requests_app.case_pages import CasePages, keeps_text
from requests_app.models import InformationRequest, State
from requests_app.public_forms import (
    AnswerQuestionForm,
    CompleteRequestForm,
    OpenForm,
    SendCodeForm,
    WithdrawRequestForm,
    WithFiles,
)
from requests_app.views import FORM
from requests_app.wizard import WIZARD


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


# -- getting in ------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Open a case by its number and code."""
    form = OpenForm(_posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        if throttle.too_many(request, "track"):
            form.add_error(None, _too_many())
            status = 429
        else:
            number, code = form.cleaned_data["number"], form.cleaned_data["code"]
            case = tracking.find_by_code(number, code)
            if case is not None:
                return enter(request, case)
            form.add_error(
                None,
                _(
                    "Nomor dan kode ini tidak cocok. Periksa keduanya pada tanda bukti Anda, atau "
                    "minta tautan lewat surel di bawah."
                ),
            )
    return _entrance(request, form, SendCodeForm(auto_id="kirim_%s"), status)


@never_cache
@require_POST
def send_code(request: HttpRequest) -> HttpResponse:
    """Send the secret link by e-mail; the answer is the same whether there is such a case."""
    form = SendCodeForm(request.POST, auto_id="kirim_%s")
    status = 200
    if form.is_valid():
        if not throttle.too_many(request, "code"):
            codes.send_link(form.cleaned_data["number"], form.cleaned_data["email"])
            return redirect("requests_app:code_sent")
        form.add_error(None, _too_many())
        status = 429
    return _entrance(request, OpenForm(), form, status)


@require_safe
def code_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next, in the same words for everybody."""
    return render(request, "requests_app/code_sent.html")


def _entrance(
    request: HttpRequest, form: OpenForm, send_form: SendCodeForm, status: int
) -> HttpResponse:
    return render(
        request,
        "requests_app/track.html",
        {"form": form, "send_form": send_form, "forms": [form, send_form]},
        status=status,
    )


def _too_many() -> str:
    return _("Terlalu banyak percobaan dari jaringan ini. Coba lagi sepuluh menit lagi.")


@never_cache
@require_safe
def open_link(request: HttpRequest, public_id: uuid.UUID, token: str) -> HttpResponse:
    """Open a request by its secret link, which then leaves the address bar."""
    return enter_by_link(request, InformationRequest, public_id, token)


def enter_by_link(
    request: HttpRequest, model: type[Case], public_id: uuid.UUID, token: str
) -> HttpResponse:
    """Open a case of one kind by the secret part of its link."""
    case = model._base_manager.filter(public_id=public_id).first()
    if case is None or not check_token(case, token):
        raise Http404
    return enter(request, case)


def enter(request: HttpRequest, case: Case) -> HttpResponse:
    """Let this browser act as the applicant of a case, and lead to its page."""
    # A session that somebody else may have planted does not gain rights.
    request.session.cycle_key()
    for stage in tracking.opened_with(case):
        remember_applicant(request, stage)
    return redirect(case_path(case))


# -- the page of a request -------------------------------------------------------------------------


class RequestPages(CasePages[InformationRequest]):
    """The pages of a request."""

    model = InformationRequest
    template = "requests_app/case.html"
    withdraw_template = "requests_app/withdraw.html"
    withdraw_form = WithdrawRequestForm

    def options(self, case: InformationRequest) -> tracking.Options:
        """Return what the applicant can do now."""
        return tracking.options(case)

    def asked_for(self, options: tracking.Options) -> type[WithFiles] | None:
        """Return the form of what is missing, or of what was asked."""
        if options.complete:
            return CompleteRequestForm
        return AnswerQuestionForm if options.answer else None

    def context(self, request: HttpRequest, case: InformationRequest) -> dict[str, Any]:
        """Return the dates, and the requests that followed this one."""
        dates = tracking.dates(case)
        return {
            "dates": dates,
            "main_late": dates.main is not None
            and dates.main.status == LegalDeadline.Status.BREACHED,
            "main_paused": dates.main is not None
            and dates.main.status == LegalDeadline.Status.PAUSED,
            "answered": case.state == State.ANSWERED,
            "sent_anew": [
                later
                for later in case.followed_by.filter(kind=InformationRequest.register)
                if is_applicant_of(request, later)
            ],
        }

    def tell_office(self, case: InformationRequest, unique: str) -> None:
        """Tell the secretariat that the applicant wrote."""
        notices.applicant_wrote(case, unique)

    def withdrawn_words(self) -> str:
        """Return what somebody reads who has withdrawn a request."""
        return _("Permohonan Anda sudah dicabut.")


PAGES = RequestPages()


@never_cache
@require_safe
def case(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show where the request stands, what to do now, and everything that was sent."""
    return PAGES.page(request, PAGES.own(request, public_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def complete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand in what was missing (SOP 2.2)."""
    return PAGES.act(
        request,
        public_id,
        "complete",
        CompleteRequestForm,
        _("Terima kasih. Kelengkapan Anda kami terima; hitungan hari dimulai hari ini."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer a question of the office; the clock runs on."""
    return PAGES.act(
        request,
        public_id,
        "answer_clarification",
        AnswerQuestionForm,
        _("Terima kasih. Jawaban Anda kami terima; hitungan hari berjalan lagi."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def message(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write to the office."""
    return PAGES.message(request, public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask once more, then withdraw the request."""
    return PAGES.withdraw(request, public_id)


@require_POST
def resend(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Start a new request with everything that the lapsed one held, linked to it (S9)."""
    found = PAGES.own(request, public_id)
    if not tracking.options(found).resend:
        return redirect(case_path(found))
    with transaction.atomic():
        draft = FORM.start()
        wizard.refill(draft, found)
        draft.save()
    return FORM.begin_with(redirect(WIZARD.address(WIZARD.first_incomplete(draft))), draft)


@never_cache
@require_safe
def letter(request: HttpRequest, public_id: uuid.UUID, letter_id: uuid.UUID) -> HttpResponse:
    """Hand out the PDF of a letter to the applicant of its case, and to nobody else."""
    return PAGES.letter(request, public_id, letter_id)
