"""The public form: one topic a page, kept as it goes, sent once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dip_app.search import Hit, suggest
from ppid_portal.clock import now, today
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.clock.services import legal_due
from ppid_portal.sop.access import code_of, secret_url
from ppid_portal.sop.documents import remember_applicant
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.legal_rules import legal_rules
from ppid_portal.sop.models import LegalDeadline
from requests_app import throttle, wizard
from requests_app.drafts import Draft
from requests_app.intake import file_request
from requests_app.models import InformationRequest
from requests_app.public_forms import FILES_PER_DRAFT, PAGES, InformationPage, Page, SendForm

COOKIE = "permohonan"
FILED = "filed_request"
SUGGESTIONS = 3


# -- pages -----------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str = PAGES[0].slug) -> HttpResponse:
    """Show one page of the request, or take its answers and go on.

    A GET keeps nothing. A POST stores good files at once, then the answers when they are right;
    what is not right stays as it was typed, also when the person comes back later.
    """
    page_class = wizard.BY_SLUG.get(slug)
    if page_class is None:
        return redirect("requests_app:start")
    if request.method == "POST":
        return _take(request, page_class)
    draft = current(request)
    if not wizard.may_visit(draft, page_class):
        return redirect(wizard.address(wizard.first_incomplete(draft)))
    return _show(request, draft, page_class, _unbound(draft, page_class))


def _unbound(draft: Draft | None, page_class: type[Page]) -> Page:
    initial: dict[str, Any] = {}
    if draft is not None:
        initial.update(draft.answers.get(page_class.slug, {}))
        for name, values in draft.unfinished.get(page_class.slug, {}).items():
            initial[name] = values[-1] if values else ""
    return page_class(initial=initial, draft=draft)


@transaction.atomic
def _take(request: HttpRequest, page_class: type[Page]) -> HttpResponse:
    draft = current(request, lock=True)
    if draft is not None and draft.sent_as is not None:
        if page_class is not PAGES[0]:
            return _to_confirmation(request, draft.sent_as)
        draft = None
    if draft is None:
        draft = Draft.start()
    if page_class not in wizard.pages(draft):
        return _with_cookie(redirect(wizard.address(wizard.first_incomplete(draft))), draft)
    if file_id := request.POST.get("hapus"):
        draft.remove_file(file_id)
        return _leave(request, draft, page_class, page_class)
    if "kembali" in request.POST:
        form = page_class(request.POST, request.FILES, draft=draft)
        form.is_valid()
        _keep_files(request, form, draft)
        return _leave(request, draft, page_class, wizard.previous(draft, page_class) or page_class)
    form = page_class(request.POST, request.FILES, draft=draft)
    valid = form.is_valid()
    _keep_files(request, form, draft)
    if not valid or form.errors:
        draft.unfinished[page_class.slug] = _typed(request, form)
        draft.save()
        return _with_cookie(_show(request, draft, page_class, form), draft)
    draft.answers[page_class.slug] = form.answers()
    draft.unfinished.pop(page_class.slug, None)
    draft.save()
    if request.GET.get(wizard.FROM_CHECK) == wizard.CHECK:
        target = wizard.first_incomplete(draft)
    else:
        target = wizard.following(draft, page_class)
    return _with_cookie(redirect(wizard.address(target)), draft)


def _leave(
    request: HttpRequest, draft: Draft, page_class: type[Page], target: type[Page]
) -> HttpResponse:
    """Keep what was typed without judging it, and go to another page."""
    form = page_class(request.POST, draft=draft)
    draft.unfinished[page_class.slug] = _typed(request, form)
    draft.save()
    query = f"?{wizard.FROM_CHECK}={wizard.CHECK}" if wizard.FROM_CHECK in request.GET else ""
    return _with_cookie(redirect(f"{wizard.address(target)}{query}"), draft)


def _typed(request: HttpRequest, form: Page) -> dict[str, list[str]]:
    # A checkbox that is not ticked is not posted, but is an answer too.
    return {name: request.POST.getlist(name) for name in form.fields if name not in form.UPLOADS}


def _keep_files(request: HttpRequest, form: Page, draft: Draft) -> None:
    accepted = [(kind, files) for kind, files in form.accepted_files() if files]
    if not accepted:
        return
    field = next(name for name, kind in form.UPLOADS.items() if kind == accepted[0][0])
    if len(draft.files) + sum(len(files) for _kind, files in accepted) > FILES_PER_DRAFT:
        form.add_error(
            field,
            _("Satu permohonan memuat paling banyak %(most)d berkas. Gabungkan beberapa berkas.")
            % {"most": FILES_PER_DRAFT},
        )
        return
    if throttle.too_many(request, "upload"):
        form.add_error(
            field, _("Terlalu banyak berkas dari jaringan ini. Coba lagi satu jam lagi.")
        )
        return
    for kind, files in accepted:
        draft.keep_files(kind, files)


def _show(
    request: HttpRequest, draft: Draft | None, page_class: type[Page], form: Page
) -> HttpResponse:
    earlier = ""
    if page_class.slug == "tujuan" and draft is not None:
        earlier = draft.answers.get(InformationPage.slug, {}).get("information", "")
    return render(
        request,
        "requests_app/page.html",
        {
            "form": form,
            "page": page_class,
            "caption": wizard.caption(draft, page_class),
            "first": page_class is PAGES[0],
            "previous": wizard.previous(draft, page_class) is not None,
            "held": [
                {"id": held.id, "name": held.name, "size": held.size, "what": field.label}
                for name, field in form.fields.items()
                if name in form.UPLOADS
                for held in form.held(name)
            ],
            "resumed": page_class is PAGES[0]
            and not form.is_bound
            and draft is not None
            and not draft.is_empty,
            "suggests": page_class is InformationPage,
            "suggestions": similar(earlier) if earlier else [],
            "days": legal_rules()["written_notification"].limit.value,
        },
    )


@require_POST
@transaction.atomic
def discard(request: HttpRequest) -> HttpResponse:
    """Forget everything that was typed and uploaded, and start again."""
    draft = current(request, lock=True)
    if draft is not None and draft.sent_as is None:
        draft.discard()
    response = redirect("requests_app:start")
    response.delete_cookie(COOKIE, path=_cookie_path())
    return response


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


# -- check and send --------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show everything once more, and send it; sending twice makes one request (S11)."""
    draft = current(request)
    if draft is not None and draft.sent_as is not None:
        return _to_confirmation(request, draft.sent_as)
    incomplete = wizard.first_incomplete(draft)
    if draft is None or incomplete is not None:
        return redirect(wizard.address(incomplete))
    form = SendForm(request.POST if request.method == "POST" else None)
    problem, status = "", 200
    if request.method == "POST" and form.is_valid():
        if throttle.too_many(request, "file"):
            problem, status = (
                _(
                    "Terlalu banyak permohonan dari jaringan ini. Isian Anda tersimpan; tekan "
                    "“Kirim permohonan” lagi satu jam lagi, atau datang ke tempat layanan kami."
                ),
                429,
            )
        else:
            try:
                return _send(request, draft.key)
            except Refused as refusal:
                problem = refusal.message
            except NoHolidayTable:
                problem = _(
                    "Tanggal jawaban belum dapat dihitung karena daftar hari libur belum lengkap. "
                    "Isian Anda tersimpan. Hubungi kami, atau coba lagi besok."
                )
    if problem:
        form.add_error(None, problem)
    return render(
        request,
        "requests_app/check.html",
        {
            "form": form,
            "sections": wizard.sections(draft),
            "missing": wizard.missing_papers(draft),
            "due": _due_if_sent_now(),
            "suggestions": similar(draft.answers[InformationPage.slug]["information"]),
            "days": {key: rule.limit.value for key, rule in legal_rules().items()},
        },
        status=status,
    )


def _send(request: HttpRequest, key: str) -> HttpResponse:
    """File the draft; only its key is taken over, the content is read anew under lock."""
    with transaction.atomic():
        draft = Draft.find(key, lock=True)
        if draft is None:
            return redirect("requests_app:start")
        case = draft.sent_as
        if case is None:
            case = file_request(wizard.filing(draft), idempotency_key=key)
            draft.close(case)
    return _to_confirmation(request, case)


def _to_confirmation(request: HttpRequest, case: InformationRequest) -> HttpResponse:
    remember_applicant(request, case)
    request.session[FILED] = case.pk
    return redirect("requests_app:sent")


def _due_if_sent_now() -> dict[str, Any] | None:
    try:
        due = legal_due(now(), legal_rules()["written_notification"].limit)
    except NoHolidayTable:
        return None
    return {
        "on": due.due_on,
        "explanation": due.as_json(),
        "counted_from": due.counted_from,
        "later": due.counted_from != today(),
    }


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


# -- the draft of this browser ---------------------------------------------------------------------


def current(request: HttpRequest, *, lock: bool = False) -> Draft | None:
    """Return the draft of this browser; sent ones included.

    Drafts of the desk and of open requests have a purpose before their key and are no browser's.
    """
    key = request.COOKIES.get(COOKIE, "")
    return None if ":" in key else Draft.find(key, lock=lock)


def _with_cookie(response: HttpResponse, draft: Draft) -> HttpResponse:
    """Give the browser the key of its draft, until it is closed: computers are shared."""
    response.set_cookie(
        COOKIE,
        draft.key,
        path=_cookie_path(),
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response


def begin_with(response: HttpResponse, draft: Draft) -> HttpResponse:
    """Make a draft the one of this browser."""
    return _with_cookie(response, draft)


def _cookie_path() -> str:
    return reverse("requests_app:start")
