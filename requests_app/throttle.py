"""Counting tries per network address; a cache that is down never turns a citizen away."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest

from ppid_portal.letters import throttle

log = logging.getLogger(__name__)

#: Many people share one address of a mobile network, so the limits are wide.
LIMITS: dict[str, tuple[int, int]] = {
    # purpose: (tries, seconds)
    "file": (60, 3600),
    "upload": (200, 3600),
    "track": (30, 600),
    "code": (10, 3600),
    "write": (30, 3600),
}


def too_many(request: HttpRequest, purpose: str) -> bool:
    """Count this try and say whether its address has had too many.

    The setting ``THROTTLE`` (a dict like ``LIMITS``) may replace a limit.
    """
    limit, seconds = getattr(settings, "THROTTLE", {}).get(purpose, LIMITS[purpose])
    try:
        return throttle.too_many(request, f"request-{purpose}", limit=limit, seconds=seconds)
    except Exception:
        # Any failure of the cache's server. Filing must work while it is down (S14).
        log.exception("The cache did not count a try; it is let through")
        return False
