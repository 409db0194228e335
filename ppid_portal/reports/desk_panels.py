"""What the room of registers and reports adds to the desk; see ``desk.panels``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ppid_portal.clock.words import moment_long
from ppid_portal.people.actors import Actor
from ppid_portal.reports.annual.models import SECTIONS, AnnualReport, ReportState, label_of
from ppid_portal.sop.models import Case
from ppid_portal.sop.registers import registers_for

_TEMPLATES = "reports/desk/"


def navigation(actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Return the page that leads to every register, for whoever has one."""
    if not registers_for(actors):
        return []
    return [{"view": "reports:index", "label": _("Register")}]


def sections(case: Case, actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return what the yearly report says, its figures, and what moved after it was issued."""
    if not isinstance(case, AnnualReport):
        return []
    found = []
    if case.state != ReportState.COMPILING:
        # Until then they stand in the fields of the form.
        found.append(_section(_("Bagian yang ditulis"), "_texts.html", {"rows": _texts(case)}))
    found.append(_section(_("Angka laporan"), "_figures.html", _figures(case)))
    if case.is_issued:
        changes = list(case.changes.all())
        found.append(
            _section(_("Perubahan sesudah angka dikunci"), "_changes.html", {"changes": changes})
        )
    return found


def decision(case: Case, actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the report that waits for Ketua PPID."""
    if not isinstance(case, AnnualReport) or case.state != ReportState.SUBMITTED:
        return None
    return {
        "title": _("Laporan layanan informasi publik tahun {year}").format(year=case.year),
        "template": f"{_TEMPLATES}_whole.html",
        "context": {"texts": {"rows": _texts(case)}, "figures": _figures(case) | {"preview": ""}},
        "approve": "issue",
        "refuse": "send_back",
        "previews": [{"label": _("Laporan"), "url": _preview_url(case)}],
    }


def _texts(case: AnnualReport) -> list[tuple[str, str]]:
    return [
        (label_of(name).capitalize(), getattr(case, name) or _("Belum diisi")) for name in SECTIONS
    ]


def _figures(case: AnnualReport) -> dict[str, Any]:
    return {
        "chapters": case.counted(),
        "frozen_at": moment_long(case.frozen_at) if case.frozen_at is not None else "",
        "preview": "" if case.is_issued else _preview_url(case),
    }


def _preview_url(case: AnnualReport) -> str:
    return reverse("reports:annual_preview", args=[case.pk])


def _section(title: str, template: str, context: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "template": f"{_TEMPLATES}{template}", "context": context}
