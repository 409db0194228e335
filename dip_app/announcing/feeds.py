"""Announcements for feed readers and search engines."""

from __future__ import annotations

from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.html import escape as html_escape

from dip_app.announcing import public
from dip_app.announcing.models import Announcement, State
from dip_app.opendata.answers import conditional, open_data
from dip_app.opendata.feed import AtomFeed
from dip_app.opendata.records import Frame
from dip_app.opendata.sitemaps import PER_FILE, urlset, xml_answer
from ppid_portal.people.body import body
from ppid_portal.spreadsheets.text import xml_text

ENTRIES = 50


@open_data("api", plain=True)
def feed(request: HttpRequest) -> HttpResponseBase:
    """An Atom feed of what is announced, and of what was taken down last (RFC 6721)."""
    changed, mark = public.version()
    author = body().name

    def make() -> HttpResponse:
        frame = Frame.read([])
        down = (
            Announcement.objects.filter(down_at__isnull=False, state=State.WITHDRAWN)
            .order_by("-down_at")
            .values_list("pk", "down_at")[:ENTRIES]
        )
        written = AtomFeed(
            title=xml_text(f"Pengumuman {author}"),
            link=frame.absolute(reverse("announcing:list")),
            feed_url=frame.absolute(reverse("announcing:feed")),
            feed_guid=frame.absolute(reverse("announcing:feed")),
            description="",
            language="id",
            author_name=xml_text(author),
            changed=changed,
            gone=[
                (frame.absolute(reverse("announcing:number", args=[pk])), at)
                for pk, at in down
                if at is not None
            ],
        )
        for case in public.shown().select_related("current", "unit")[:ENTRIES]:
            version = case.current
            if version is None or version.shown_at is None or case.up_at is None:
                continue
            written.add_item(
                title=xml_text(version.title),
                link=frame.absolute(case.get_absolute_url()),
                description=html_escape(xml_text("\n\n".join(version.paragraphs))),
                unique_id=frame.absolute(reverse("announcing:number", args=[case.pk])),
                pubdate=case.up_at.astimezone(frame.zone),
                updateddate=version.shown_at.astimezone(frame.zone),
                author_name=xml_text(case.unit.name if case.unit is not None else author),
                categories=[xml_text(case.get_duty_display()), version.get_subject_display()],
            )
        response = HttpResponse(content_type=AtomFeed.content_type)
        written.write(response, "utf-8")
        return response

    return conditional(request, ("announcements feed", mark, author), changed, make)


@open_data("api", plain=True)
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """The announcements that are up, newest first."""
    changed, mark = public.version()

    def make() -> HttpResponse:
        frame = Frame.read([])
        rows = public.shown().select_related("current").only("title", "current__shown_at")
        lines = [
            f"<url><loc>{escape(frame.absolute(case.get_absolute_url()))}</loc>"
            f"<lastmod>{frame.at(case.current.shown_at)}</lastmod></url>\n"
            for case in rows[:PER_FILE]
            if case.current is not None and case.current.shown_at is not None
        ]
        if not lines:
            raise Http404("an empty sitemap is no sitemap")
        return xml_answer(urlset(lines))

    return conditional(request, ("announcements sitemap", mark), changed, make)
