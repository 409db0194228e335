"""An Atom feed of what was published or changed last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.feedgenerator import rfc3339_date as rfc3339
from django.utils.html import escape
from django.utils.translation import gettext as _

from dip_app.facets import unit_names
from dip_app.models import Status
from dip_app.opendata.answers import Problem, conditional, open_data
from dip_app.opendata.records import Frame, Record, by_ids
from dip_app.opendata.selection import Selection, version
from dip_app.search.sql import TABLE, Filters, filter_conditions, moment
from ppid_portal.people.body import body
from ppid_portal.spreadsheets.text import xml_text

ENTRIES = 50
LOOKED_AT = 10_000
"""Changes looked at for a feed of changes: by its filters none of them may fit."""
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


@dataclass(frozen=True)
class Gone:
    """An item that was withdrawn: its number and when, nothing of what it said."""

    id: int
    at: datetime


class AtomFeed(Atom1Feed):
    """Atom with a date of the list's own, and with what was taken away (RFC 6721)."""

    def latest_post_date(self) -> datetime:
        return self.feed["changed"] or datetime(1970, 1, 1, tzinfo=UTC)

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:at": _TOMBSTONES}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for ref, at in self.feed["gone"]:
            handler.addQuickElement("at:deleted-entry", None, {"ref": ref, "when": rfc3339(at)})


@open_data("api", plain=True)
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest items by the filters of the list; with ``urut=diubah`` the last changed ones."""
    units = unit_names()
    selection = Selection.read(request.GET, units)
    order = request.GET.get("urut", "")
    by_change = order == "diubah"
    if order not in ("", "diubah") or (by_change and selection.asked):
        raise Problem(400, _("Umpan perubahan memakai urut=diubah, tanpa kata pencarian."))
    known = version()
    the_body = body()

    def make() -> HttpResponse:
        frame = Frame.read(units)
        gone: list[Gone] = []
        if by_change:
            records, gone = _changed(selection.filters)
        else:
            records = selection.page(None, ENTRIES)[0]
        address = reverse("dip_app:feed") + selection.suffix()
        if by_change:
            address += ("&" if "?" in address else "?") + "urut=diubah"
        return _written(records, gone, frame, the_body.name, address, selection, known[0])

    parts = ("feed", selection.address, by_change, known, units, the_body.name)
    return conditional(request, parts, known[0], make)


def _changed(filters: Filters) -> tuple[list[Record], list[Gone]]:
    where, params = filter_conditions(filters)
    sql = (
        "SELECT id, status, changed_at FROM "  # noqa: S608
        "(SELECT id, status, changed_at, category, unit_id, made_year, format "
        f"FROM {TABLE} ORDER BY changed_at DESC LIMIT {LOOKED_AT}) newest "
        f"WHERE status <> '{Status.DRAFT}'{where} ORDER BY changed_at DESC, id DESC "
        f"LIMIT {ENTRIES}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    public = by_ids([pk for pk, status, _at in found if status == Status.PUBLISHED])
    return public, [Gone(pk, moment(at)) for pk, status, at in found if status == Status.WITHDRAWN]


def _written(
    records: Iterable[Record],
    gone: list[Gone],
    frame: Frame,
    author: str,
    address: str,
    selection: Selection,
    changed: datetime | None,
) -> HttpResponse:
    site = frame.absolute(frame.list_path)
    written = AtomFeed(
        title=xml_text(f"Daftar Informasi Publik {author}"),
        link=site + selection.suffix(),
        feed_url=frame.absolute(address),
        feed_guid=frame.absolute(address),
        description="",
        language="id",
        author_name=xml_text(author),
        changed=changed,
        gone=[(f"{site}{each.id}/", each.at) for each in gone],
    )
    for record in records:
        written.add_item(
            title=xml_text(record.title),
            link=frame.url(record),
            description=escape(xml_text(record.summary)),
            unique_id=f"{site}{record.id}/",
            pubdate=record.published_at.astimezone(frame.zone),
            updateddate=max(record.published_at, record.changed_at).astimezone(frame.zone),
            author_name=xml_text(frame.unit(record.unit_id).name),
            categories=[
                xml_text(word) for word in (frame.categories[record.category], record.topic) if word
            ],
            item_copyright=xml_text(record.licence) or None,
        )
    response = HttpResponse(content_type=AtomFeed.content_type)
    written.write(response, "utf-8")
    return response
