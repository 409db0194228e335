"""Verifying a letter: by its code, and by comparing the file that somebody holds.

The pages say what was issued and by whom. They never say to whom: whoever holds a letter may
check it without learning more than stands on it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ppid_portal.letters.forms import CodeForm, CompareForm
from ppid_portal.letters.models import Letter, read_code
from ppid_portal.letters.replacing.services import newest
from ppid_portal.letters.throttle import too_many
from ppid_portal.letters.verification import Comparison

TRIES = 30
WINDOW_SECONDS = 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Ask for a code (GET ``?kode=``) or for a file (POST), and find the letter."""
    asked = request.method == "POST" or "kode" in request.GET
    if asked and _tired(request):
        return _slow_down(request)
    code_form, compare_form = CodeForm(), CompareForm()
    result = None
    if request.method == "POST":
        compare_form = CompareForm(request.POST, request.FILES)
        if compare_form.is_valid():
            result = compare_form.compared()
            if result.letter is not None:
                return _page(request, result.letter, compare_form, result)
    elif asked:
        code_form = CodeForm(request.GET)
        if code_form.is_valid():
            return redirect("letters:verify", code=code_form.cleaned_data["kode"])
    return _answer(
        request,
        "letters/verify_index.html",
        {"code_form": code_form, "compare_form": compare_form, "result": result},
        status=400 if code_form.errors or compare_form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the letter of this code is; a POSTed file is compared with it byte by byte."""
    if _tired(request):
        return _slow_down(request)
    normal = read_code(code)
    if normal and normal != code:
        return redirect("letters:verify", code=normal)
    letter = (
        Letter.objects.filter(verification_code=normal)
        .select_related("certificate", "pdf", "replacement__new", "replaces__letter")
        .first()
        if normal
        else None
    )
    if letter is None:
        return _answer(request, "letters/verify_unknown.html", {"code": code}, status=404)
    if request.method == "POST":
        form = CompareForm(request.POST, request.FILES)
        if not form.is_valid():
            return _page(request, letter, form, status=400)
        return _page(request, letter, form, form.compared(letter))
    return _page(request, letter, CompareForm())


def _page(
    request: HttpRequest,
    letter: Letter,
    form: CompareForm,
    result: Comparison | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    body = letter.context["frame"]["body"]["name"]
    return _answer(
        request,
        "letters/verify.html",
        {
            "letter": letter,
            "issuer": body,
            "form": form,
            "result": result,
            "withdrawn": letter.status == Letter.Status.WITHDRAWN,
            "successor": newest(letter),
        },
        status=status,
    )


def _tired(request: HttpRequest) -> bool:
    return too_many(request, "verify", limit=TRIES, seconds=WINDOW_SECONDS)


def _slow_down(request: HttpRequest) -> HttpResponse:
    response = _answer(request, "letters/verify_wait.html", {}, status=429)
    response["Retry-After"] = str(WINDOW_SECONDS)
    return response


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int
) -> HttpResponse:
    response = render(request, template, context, status=status)
    # The address holds the code: it belongs in no search engine and in no other site's log. Not
    # "no-referrer": browsers then send "Origin: null" with the form, which the CSRF check refuses.
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
