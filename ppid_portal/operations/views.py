"""/healthz and /readyz, for whoever watches over the portal."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ppid_portal.operations import health


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that this process answers; asks nobody else."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say for each thing the portal needs whether it is well; 503 when one is not."""
    findings = health.examine()
    ready = all(finding.ok for finding in findings.values())
    return JsonResponse(
        {"ready": ready, "checks": {name: asdict(finding) for name, finding in findings.items()}},
        status=200 if ready else 503,
        json_dumps_params={"ensure_ascii": False},
    )
