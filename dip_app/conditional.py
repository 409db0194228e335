"""Answering "not modified" for public pages, so that a phone on 2G loads a list once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language

from dip_app.announcing import urgent
from ppid_portal.clock import today
from ppid_portal.people.body import body


def conditional(
    request: HttpRequest,
    parts: tuple[object, ...],
    changed: datetime | None,
    make: Callable[[], HttpResponse],
) -> HttpResponseBase:
    """The page that ``make`` renders, or 304 when the visitor has the same one.

    ``parts`` is whatever the page is made of, ``changed`` the moment of its last change. Besides
    them count the warnings above every page, the language, the body's own data, the templates and
    the day. Somebody logged in, or with a message waiting, always gets a fresh page.
    """
    waiting = "messages" in request.COOKIES or "_messages" in request.session
    if request.user.is_authenticated or waiting:
        response = make()
        patch_cache_control(response, private=True, no_cache=True)
        return response
    known = (
        parts,
        urgent.active(request),
        get_language(),
        request.get_full_path(),
        today(),
        _body(),
        _templates(),
    )
    etag = quote_etag(hashlib.sha256(repr(known).encode()).hexdigest()[:32])
    stamp = int(changed.timestamp()) if changed else None
    response = get_conditional_response(request, etag=etag, last_modified=stamp) or make()
    response["ETag"] = etag
    if stamp is not None:
        response["Last-Modified"] = http_date(stamp)
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _body() -> list[object]:
    known = body()
    return [getattr(known, field.attname) for field in known._meta.concrete_fields]


@lru_cache(maxsize=1)
def _templates() -> str:
    """A fingerprint of the templates that frame the public list, made once per process."""
    found = hashlib.sha256()
    for pattern in (
        "base.html",
        "components/*.html",
        "dip_app/*.html",
        "dip_app/announcing/*.html",
    ):
        for path in sorted((settings.BASE_DIR / "templates").glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()
