"""The list from which somebody came, kept through the case and the act, never leading elsewhere."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

_LONGEST = 1000


def next_of(request: HttpRequest) -> str:
    """Return the address in ``next`` if it is one of this portal's, else ""."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    if len(url) > _LONGEST or not url.startswith("/"):
        return ""
    safe = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if safe else ""


def back_url(request: HttpRequest, default: str = "desk:home") -> str:
    """Return where "back to the list" leads."""
    return next_of(request) or reverse(default)


def with_next(url: str, next_url: str) -> str:
    """Return an address that remembers the list."""
    return f"{url}?{urlencode({'next': next_url})}" if next_url else url
