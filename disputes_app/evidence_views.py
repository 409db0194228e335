"""The page on which an evidence file is asked for and fetched (F72)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from disputes_app import bundles
from disputes_app.evidence_forms import EvidenceForm
from disputes_app.models_evidence import EvidenceBundle
from ppid_portal.clock.words import moment_long
from ppid_portal.language import translated
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import User
from ppid_portal.people.roles import label as role_label
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case
from ppid_portal.sop.scope import visible_cases

_MOST = 20
_TONES = {"queued": "waiting", "ready": "done", "failed": "late"}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the evidence files of a case of any stage, or ask for a new one."""
    user = request.user
    actors = actors_of(user)
    actor = bundles.reader(actors)
    if not isinstance(user, User) or actor is None:
        raise Http404(_("Berkas tidak ditemukan."))
    # The frame of the page names them as well.
    request.actors = actors  # type: ignore[attr-defined]
    case = visible_cases(user, actors).filter(pk=pk).first()
    if case is None:
        raise Http404(_("Berkas tidak ditemukan."))
    case = case.concrete()
    stages = bundles.stages_for(case, user, actors)
    form = EvidenceForm(request.POST if request.method == "POST" else None, stages=stages)
    if request.method == "POST" and form.is_valid():
        try:
            bundles.request(case, actor=actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Berkas bukti sedang disusun."))
            return redirect("disputes_evidence:page", pk=pk)
    keys = [stage.pk for stage in stages]
    found = EvidenceBundle.objects.filter(case_id__in=keys).select_related(
        "pdf", "archive", "requested_by", "appointment"
    )
    shown = [
        _shown(bundle, {stage.pk: stage for stage in stages})
        for bundle in found[:_MOST]
        # One that took in a case which is hidden from this person is not even named.
        if set(bundle.stages) <= set(keys)
    ]
    response = render(
        request,
        "disputes_app/desk/evidence.html",
        {
            "case": case,
            "form": form,
            "bundles": shown,
            "waiting": any(each["status"] == EvidenceBundle.Status.QUEUED for each in shown),
        },
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _shown(bundle: EvidenceBundle, stages: dict[int, Case]) -> dict[str, Any]:
    chosen = [stages[pk] for pk in bundle.stages]
    facts = []
    if bundle.status == EvidenceBundle.Status.READY:
        facts.append(
            _("{pieces} bukti, {pages} halaman").format(pieces=bundle.pieces, pages=bundle.pages)
        )
        if bundle.only_in_archive:
            facts.append(_("{n} berkas hanya dalam ZIP").format(n=bundle.only_in_archive))
        if bundle.absent:
            facts.append(_("{n} bukti belum ada berkasnya").format(n=bundle.absent))
        if bundle.withheld:
            facts.append(
                _("{n} surat atau dokumen internal, rahasia, atau identitas tidak dimuat").format(
                    n=bundle.withheld
                )
            )
    if bundle.internal:
        facts.append(_("dengan surat kerja internal"))
    if bundle.identity:
        facts.append(
            _("dengan bukti identitas, alasan: {reason}").format(reason=bundle.identity_reason)
        )
    return {
        "pk": bundle.pk,
        "status": bundle.status,
        "words": str(bundle.get_status_display()),
        "tone": _TONES[bundle.status],
        "at": moment_long(bundle.requested_at),
        "who": f"{bundle.requested_by.name} ({role_label(bundle.appointment.role)})",
        "stages": [f"{stage.kind_label} {stage.number or ''}".strip() for stage in chosen],
        "facts": facts,
        "error": translated(bundle.error),
        "files": [
            {
                "label": label,
                "url": reverse("files:download", args=[file.pk]),
                "kind": file.content_type,
                "size": file.size,
            }
            for label, file in (
                (_("PDF gabungan"), bundle.pdf),
                (_("ZIP berkas asli dan daftar sidik"), bundle.archive),
            )
            if file is not None
        ],
    }
