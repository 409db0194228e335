"""The yearly reports: the draft for the office, and what everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ppid_portal.clock import local, today
from ppid_portal.clock.words import date_long
from ppid_portal.files.services import open_bytes
from ppid_portal.letters.models import Letter
from ppid_portal.letters.previews import show_draft, signatory_of
from ppid_portal.letters.words import thousands
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import User
from ppid_portal.people.roles import Role
from ppid_portal.reports.annual.models import AnnualReport, FigureChange
from ppid_portal.sop import figures
from ppid_portal.sop.scope import sees_applicant, visible_cases

#: Counting a year takes a while; the page may be so old.
MOST_SECONDS = 600


@require_safe
@login_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report as it would be issued now, marked as a draft; stores nothing."""
    actors = actors_of(request.user)
    if not (isinstance(request.user, User) and sees_applicant(actors)):
        raise Http404(_("Berkas tidak ditemukan."))
    case = (
        AnnualReport.objects.filter(pk__in=visible_cases(request.user, actors).values("pk"), pk=pk)
        .exclude(letter__isnull=False)
        .first()
    )
    if case is None:
        raise Http404(_("Berkas tidak ditemukan."))
    return show_draft(
        request,
        "annual_report",
        case=case,
        context=case.content(),
        signatory=signatory_of(actors, Role.KETUA_PPID),
        name=f"laporan-{case.year}",
        actor=actors[0],
    )


@dataclass(frozen=True)
class Issued:
    """A report that everybody may read, with its main figures."""

    year: int
    size: int
    rows: list[tuple[str, str]]
    changes: list[FigureChange]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show every issued report, and the figures of this year so far (UU 14/2008 Pasal 12)."""
    found = _issued().prefetch_related("changes")
    chapters = _this_year()
    return render(
        request,
        "reports/public.html",
        {
            "reports": [_as_issued(report) for report in found],
            "chapters": chapters,
            "headlines": _headlines(chapters),
            "year": today().year,
        },
    )


@require_safe
@cache_control(public=True, max_age=3600)
def pdf(request: HttpRequest, year: int) -> HttpResponse:
    """Give the report of a year, as it was signed."""
    report = _issued().filter(year=year).first()
    if report is None or report.letter is None or report.letter.pdf is None:
        raise Http404(_("Laporan tahun itu belum terbit."))
    response = HttpResponse(open_bytes(report.letter.pdf), content_type="application/pdf")
    name = f"laporan-layanan-informasi-publik-{report.year}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _issued() -> Any:
    """Return the reports whose document is there, signed and not withdrawn."""
    return (
        AnnualReport.objects.filter(
            letter__status=Letter.Status.RENDERED, letter__pdf__isnull=False
        )
        .select_related("letter__pdf")
        .defer("letter__sealed_context")
        .order_by("-year")
    )


def _as_issued(report: AnnualReport) -> Issued:
    letter = report.letter
    assert letter is not None  # noqa: S101 - only such reports are asked for
    return Issued(
        year=report.year,
        size=letter.pdf.size if letter.pdf is not None else 0,
        rows=[
            (_("Terbit"), date_long(local(letter.issued_at).date())),
            *_headlines(report.figures or []),
        ],
        changes=list(report.changes.all()),
    )


def _headlines(chapters: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the figures that people look for first."""
    return [
        (label, thousands(value))
        for label, chapter, table, row in (
            (_("Permohonan diterima"), "requests", "month", None),
            (_("Dijawab dalam jangka waktu"), "requests", "punctuality", "in_time"),
            (_("Keberatan diterima"), "objections", "course", None),
            (_("Sengketa"), "disputes", "outcome", None),
        )
        if (value := _value(chapters, chapter, table, row)) is not None
    ]


def _value(chapters: list[dict[str, Any]], chapter: str, table: str, row: str | None) -> int | None:
    """Return one figure of a report, or the sum of a table."""
    for each in chapters:
        for found in each["tables"] if each["key"] == chapter else ():
            if found["key"] != table:
                continue
            if row is None:
                return int(found["total"])
            return next((line["value"] for line in found["rows"] if line["key"] == row), None)
    return None


def _this_year() -> list[dict[str, Any]]:
    day = today()
    key = f"reports:year:{day.year}:{get_language()}"
    found: list[dict[str, Any]] | None = cache.get(key)
    if found is None:
        found = figures.count(day.replace(month=1, day=1), day)
        cache.set(key, found, MOST_SECONDS)
    return found
