"""How an answer to a machine is given: conditional, throttled, open to other sites, read-only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache, wraps
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from ppid_portal.letters.throttle import too_many

View = Callable[..., HttpResponseBase]

LIMITS: dict[str, tuple[int, int]] = {
    # purpose: (requests, seconds). Many people share one address of an office or a network.
    "api": (600, 300),
    "export": (60, 600),
}
SEATS = 2
"""Downloads that run at once in a process: the other threads stay free for pages."""
_WAIT_FOR_SEAT = 30
_METHODS = "GET, HEAD, OPTIONS"
_seats = BoundedSemaphore(SEATS)


class Problem(Exception):
    """An answer that is not the data, with a sentence that says what to do."""

    def __init__(self, status: int, sentence: str, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.retry_after = status, sentence, retry_after


def open_data(purpose: str, *, plain: bool = False) -> Callable[[View], View]:
    """Let anybody read a view, from any site, at a polite pace, and nothing but read.

    Data does not follow the language of the visitor. A failure is a problem detail (RFC 9457),
    or with ``plain`` one sentence of text for those who clicked on a link.
    """

    def decorate(view: View) -> View:
        @csrf_exempt  # nothing is ever accepted; a POST hears so, and not of a missing token
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with override("id"):
                response = _answer(view, request, purpose, plain, args, kwargs)
            response["Content-Language"] = "id"
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = (
                "ETag, Last-Modified, Link, Retry-After, Content-Disposition"
            )
            return response

        return answer

    return decorate


def _answer(
    view: View,
    request: HttpRequest,
    purpose: str,
    plain: bool,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponseBase:
    try:
        if request.method == "OPTIONS":
            return _preflight()
        if request.method not in ("GET", "HEAD"):
            raise Problem(405, _("Alamat ini hanya dapat dibaca."))
        limit, seconds = getattr(settings, "THROTTLE", {}).get(purpose, LIMITS[purpose])
        if too_many(request, f"opendata-{purpose}", limit=limit, seconds=seconds):
            raise Problem(
                429,
                _(
                    "Dari jaringan Anda datang terlalu banyak permintaan. Tunggu beberapa menit, "
                    "lalu coba lagi."
                ),
                seconds,
            )
        return view(request, *args, **kwargs)
    except Http404:
        return _failed(Problem(404, _("Alamat ini tidak memuat data.")), plain)
    except Problem as problem:
        return _failed(problem, plain)


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = _METHODS
    response["Access-Control-Allow-Methods"] = _METHODS
    response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _failed(problem: Problem, plain: bool) -> HttpResponse:
    if plain:
        content, kind = problem.sentence + "\n", "text/plain; charset=utf-8"
    else:
        content = dumps({"title": problem.sentence, "status": problem.status})
        kind = "application/problem+json"
    response = HttpResponse(content, status=problem.status, content_type=kind)
    response["Cache-Control"] = "no-store"
    if problem.status == 405:
        response["Allow"] = _METHODS
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    return response


def dumps(data: object) -> str:
    """Data as compact JSON, letters as they are."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def json_answer(data: object, content_type: str = "application/json") -> HttpResponse:
    """Data as JSON."""
    return HttpResponse(dumps(data), content_type=content_type)


# -- not modified ------------------------------------------------------------------------------


def conditional(
    request: HttpRequest,
    parts: tuple[object, ...],
    changed: datetime | None,
    make: Callable[[], HttpResponseBase],
) -> HttpResponseBase:
    """The answer that ``make`` gives, or 304 when the reader has the same one.

    ``parts`` is whatever it is made of, ``changed`` the moment of its last change. Everybody gets
    the same, so caches between may keep it; but they ask each time, because an item that was
    withdrawn must not live on in them.
    """
    known = (parts, settings.PUBLIC_URL, _code())
    etag = quote_etag(hashlib.sha256(repr(known).encode()).hexdigest()[:32])
    stamp = int(changed.timestamp()) if changed else None
    response = get_conditional_response(request, etag=etag, last_modified=stamp) or make()
    response["ETag"] = etag
    if stamp is not None:
        response["Last-Modified"] = http_date(stamp)
    patch_cache_control(response, public=True, no_cache=True)
    return response


@lru_cache(maxsize=1)
def _code() -> str:
    """A fingerprint of what shapes the data, made once per process."""
    found = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


# -- streams -----------------------------------------------------------------------------------


class _Seated:
    """A stream that holds a seat until it was read to its end, or given up."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = iter(parts)
        self._seated = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._parts)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the seat back; the server calls it when the reader is gone, too."""
        if self._seated:
            self._seated = False
            _seats.release()

    __del__ = close


def stream(
    request: HttpRequest, parts: Callable[[], Iterable[bytes]], content_type: str, name: str = ""
) -> HttpResponseBase:
    """An answer of any length, sent as it is made; with ``name`` the browser saves it.

    Each holds a thread for as long as its reader takes. When too many do, the next one is asked
    to come back: a slow download must never keep a citizen from filing a request.
    """
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
    elif _seats.acquire(blocking=False):
        response = StreamingHttpResponse(_Seated(parts()), content_type=content_type)
    else:
        raise Problem(
            503,
            _("Banyak unduhan sedang berjalan. Coba lagi sebentar lagi."),
            _WAIT_FOR_SEAT,
        )
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
