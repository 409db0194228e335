"""Counting tries per address of the caller, so that codes cannot be guessed by trying."""

from __future__ import annotations

import hashlib
import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

log = logging.getLogger(__name__)


def caller(request: HttpRequest) -> str:
    """The network address of whoever asks.

    Behind a proxy (``BEHIND_PROXY``) it is the last one of X-Forwarded-For, the only one that
    the proxy itself wrote.
    """
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if last := forwarded.rpartition(",")[2].strip():
            return last
    return str(request.META.get("REMOTE_ADDR", ""))


def too_many(request: HttpRequest, purpose: str, *, limit: int, seconds: int) -> bool:
    """Count this request; True when its address has asked more than ``limit`` times.

    The window starts with the first try and lasts ``seconds``. The address itself is not kept.
    A cache that is down turns nobody away.
    """
    try:
        return _count(request, purpose, limit, seconds)
    except Exception:
        # Any failure of the cache's server: a letter can be verified while it is down.
        log.exception("The cache did not count a try; it is let through")
        return False


def _count(request: HttpRequest, purpose: str, limit: int, seconds: int) -> bool:
    mark = hashlib.sha256(f"{settings.SECRET_KEY}:{caller(request)}".encode()).hexdigest()[:32]
    key = f"throttle:{purpose}:{mark}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return cache.incr(key) > limit
    except ValueError:
        # It expired between the two calls: a new window begins.
        cache.add(key, 1, seconds)
        return False
