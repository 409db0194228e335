"""The pages of the registers, and their files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ppid_portal.audit.services import record_view
from ppid_portal.clock import now
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import User
from ppid_portal.reports import composing, tables
from ppid_portal.reports.annual.models import AnnualReport
from ppid_portal.reports.paging import page
from ppid_portal.reports.selection import Selection
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.registers import Reader, Register, registers, registers_for
from ppid_portal.sop.scope import visible_cases
from ppid_portal.spreadsheets import xlsx

TYPES = {
    "pdf": "application/pdf",
    "xlsx": xlsx.CONTENT_TYPE,
    "csv": "text/csv; charset=utf-8",
}
#: The value by which a file without anybody's identity is asked for.
ANONYMOUS = "tanpa"

Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Lead to every register that the reader keeps or uses."""
    actors = _actors(request)
    if not actors:
        return render(request, "desk/no_appointment.html", status=403)
    found = visible_cases(cast("User", request.user), actors).filter(kind=AnnualReport.register)
    context = {
        "registers": registers_for(actors),
        "yearly": AnnualReport.objects.filter(pk__in=found.values("pk")),
    }
    return _private(render(request, "reports/index.html", context))


@require_safe
@login_required
def register_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one register page by page; names are for the office alone, and looks are recorded."""
    register, actors = _register(slug), _actors(request)
    if not actors:
        return render(request, "desk/no_appointment.html", status=403)
    reader = Reader(cast("User", request.user), actors)
    selection = Selection.read(register, request.GET)
    shown = page(selection, reader, request.GET)
    if reader.names and register.is_personal and shown.lines:
        record_view(actors[0], register.subject, "applicants")
    title, text = register.empty(reader)
    return _private(
        render(
            request,
            "reports/register.html",
            {
                "register": register,
                "selection": selection,
                "page": shown,
                "names": reader.names,
                "headings": register.headings(reader),
                "may_download": register.may_download(actors),
                "formats": ("pdf", "xlsx", "csv"),
                "empty_title": title,
                "empty_text": text,
            },
        )
    )


@require_POST
@login_required
def download(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give a register as a file; a POST, since every download is recorded (UU 27/2022)."""
    register, actors = _register(slug), _actors(request)
    kind = request.POST.get("bentuk", "")
    if not register.may_download(actors) or kind not in TYPES:
        raise Http404(_("Register tidak ditemukan."))
    reader = Reader(cast("User", request.user), actors, links=False)
    selection = Selection.read(register, request.POST)
    anonymous = register.is_personal and request.POST.get("identitas") == ANONYMOUS
    personal = register.is_personal and reader.names and not anonymous
    # Before the first byte leaves: what cannot be recorded is not given.
    record_view(actors[0], register.subject, f"{'applicants' if personal else 'register'}_{kind}")
    made = now()
    if kind == "pdf":
        try:
            content = composing.pdf_of(selection, reader, anonymous=anonymous, made=made)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(selection.url())
        return _file(HttpResponse(content), selection, kind, anonymous=anonymous)
    pieces = (
        tables.as_csv(selection, reader, anonymous=anonymous)
        if kind == "csv"
        else tables.as_xlsx(selection, reader, anonymous=anonymous, made=made)
    )
    response = StreamingHttpResponse(_in_indonesian(pieces))
    return _file(response, selection, kind, anonymous=anonymous)


def _file(response: Answer, selection: Selection, kind: str, *, anonymous: bool) -> Answer:
    suffix = "-tanpa-identitas" if anonymous else ""
    name = f"{selection.file_name}{suffix}.{kind}"
    response["Content-Type"] = TYPES[kind]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return _private(response)


def _in_indonesian(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces of a file in the language of the law, whatever the reader's is."""
    while True:
        # Not around the whole: between two pieces the process works for other readers.
        with translation.override("id"):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _register(slug: str) -> Register:
    try:
        return registers()[slug]
    except KeyError:
        raise Http404(_("Register tidak ditemukan.")) from None


def _actors(request: HttpRequest) -> list[Actor]:
    actors = actors_of(request.user)
    # The frame of the page names them as well.
    request.actors = actors  # type: ignore[attr-defined]
    return actors


def _private(response: Answer) -> Answer:
    response["Cache-Control"] = "private, no-store"
    return response
