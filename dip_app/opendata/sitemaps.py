"""What search engines are told: which pages there are, and which are not for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from dip_app.announcing import public as announcements
from dip_app.models import item_slug
from dip_app.opendata.answers import conditional, open_data, stream
from dip_app.opendata.records import Frame
from dip_app.opendata.selection import version
from dip_app.search.sql import TABLE, moment

PER_FILE = 50_000
"""The most addresses that a sitemap may hold; also how many numbers of items one covers."""
_CHUNK = 5000
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_CONTENT_TYPE = "application/xml; charset=utf-8"
PAGES = (
    "public:home",
    "public:how",
    "public:objection",
    "public:dispute",
    "public:charter",
    "public:fees",
    "public:profile",
    "public:accessibility",
    "public:privacy",
    "requests_app:start",
    "dip_app:list",
    "dip_app:excluded",
    "announcing:list",
    "announcing:urgent",
    "opendata:home",
)
"""Pages that stand still."""

# Pages of persons and of staff, and addresses without number: searches, filters, their downloads.
_ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /bahasa/
Disallow: /keberatan/berkas/
Disallow: /lacak/
Disallow: /masuk/
Disallow: /meja/
Disallow: /permohonan/terkirim/
Disallow: /verifikasi/
Disallow: /dip/?
Disallow: /pengumuman/?
Disallow: /bukti-tayang/
Disallow: /dip/saran/
Disallow: /dip/umpan.atom?
Disallow: /dip/unduh/*?
Disallow: /api/v1/informasi/?

Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Which addresses search engines leave alone, and where the sitemap is."""
    sitemap = settings.PUBLIC_URL.rstrip("/") + reverse("opendata:sitemap")
    response = HttpResponse(
        _ROBOTS.format(sitemap=sitemap), content_type="text/plain; charset=utf-8"
    )
    response["Cache-Control"] = "public, max-age=3600"
    return response


@open_data("api", plain=True)
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """The sitemaps that hold anything."""
    known, announced = version(), announcements.version()

    def make() -> HttpResponse:
        frame = Frame.read([])
        paths = [reverse("opendata:sitemap_pages")]
        paths += [reverse("opendata:sitemap_items", args=[n]) for n in _filled(known[1])]
        if announcements.shown().exists():
            paths.append(reverse("announcing:sitemap"))
        lines = "".join(
            f"<sitemap><loc>{escape(frame.absolute(path))}</loc></sitemap>\n" for path in paths
        )
        text = f'{_XML}<sitemapindex xmlns="{_NS}">\n{lines}</sitemapindex>\n'
        return HttpResponse(text, content_type=_CONTENT_TYPE)

    moments = [at for at in (known[0], announced[0]) if at is not None]
    parts = ("sitemap", known, announced)
    return conditional(request, parts, max(moments, default=None), make)


def _filled(last: int) -> list[int]:
    """Numbers of the sitemaps with a published item; each is asked for its first row.

    Not by EXISTS, which PostgreSQL may answer from an index that does not begin with the number.
    """
    sql = (
        "WITH RECURSIVE part(n) AS "  # noqa: S608
        "(SELECT 1 UNION ALL SELECT n + 1 FROM part WHERE n * %s < %s) "
        f"SELECT n FROM part WHERE (SELECT id FROM {TABLE} WHERE status = 'published' "
        "AND id > (n - 1) * %s AND id <= n * %s ORDER BY id LIMIT 1) IS NOT NULL ORDER BY n"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [PER_FILE, last, PER_FILE, PER_FILE])
        return [n for (n,) in cursor.fetchall()]


@open_data("api", plain=True)
def sitemap_pages(request: HttpRequest) -> HttpResponseBase:
    """The pages that stand still."""
    frame = Frame.read([])
    lines = (f"<url><loc>{escape(frame.absolute(reverse(name)))}</loc></url>\n" for name in PAGES)
    return conditional(
        request,
        ("sitemap pages",),
        None,
        lambda: xml_answer(urlset(lines)),
    )


@open_data("api", plain=True)
def sitemap_items(request: HttpRequest, number: int) -> HttpResponseBase:
    """Items by their number, 50,000 numbers a file: an item never moves to another file."""
    known = version()
    if not 1 <= number <= known[1] // PER_FILE + 1:
        raise Http404("no such sitemap")

    def make() -> HttpResponseBase:
        frame = Frame.read([])
        lines = _lines(number, frame)
        first = next(lines, None)
        if first is None:
            raise Http404("an empty sitemap is no sitemap")
        parts: Callable[[], Iterable[bytes]] = lambda: urlset(chain((first,), lines))  # noqa: E731
        return stream(request, parts, _CONTENT_TYPE)

    return conditional(request, ("sitemap items", number, known), known[0], make)


def _lines(number: int, frame: Frame) -> Iterator[str]:
    """Pieces of lines, each from one range of the primary key."""
    after, until = (number - 1) * PER_FILE, number * PER_FILE
    sql = (
        f"SELECT id, title, changed_at FROM {TABLE} WHERE status = 'published' "  # noqa: S608
        "AND id > %s AND id <= %s ORDER BY id LIMIT %s"
    )
    site = frame.absolute(frame.list_path)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [after, until, _CHUNK])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if not found:
            return
        yield "".join(
            f"<url><loc>{escape(f'{site}{pk}/{item_slug(title)}/')}</loc>"
            f"<lastmod>{frame.at(moment(changed))}</lastmod></url>\n"
            for pk, title, changed in found
        )
        after = found[-1][0]


def xml_answer(parts: Iterable[bytes]) -> HttpResponse:
    """A short sitemap, whole."""
    return HttpResponse(b"".join(parts), content_type=_CONTENT_TYPE)


def urlset(lines: Iterable[str]) -> Iterator[bytes]:
    """A sitemap around its lines, piece by piece."""
    yield f'{_XML}<urlset xmlns="{_NS}">\n'.encode()
    for each in lines:
        yield each.encode()
    yield b"</urlset>\n"
