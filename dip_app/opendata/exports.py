"""Downloads of the list: whole, or what the search and filters of the page leave of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from dip_app.facets import unit_names
from dip_app.opendata.answers import conditional, open_data, stream
from dip_app.opendata.linked import CONTENT_TYPE, DOWNLOADS, catalogue_stream
from dip_app.opendata.records import HEADINGS, Frame, Record, as_rows
from dip_app.opendata.selection import Selection, version
from dip_app.opendata.tables import CSV, csv_stream, json_lines_stream, json_stream
from ppid_portal.clock import now
from ppid_portal.people.body import body
from ppid_portal.spreadsheets.xlsx import xlsx_stream

_WIDTHS = (9, 50, 60, 13, 34, 34, 18, 8, 16, 22, 26, 24, 18, 8, 28, 40, 40, 12, 12, 50)
Writer = Callable[[Iterable[list[Record]], Frame], Iterator[bytes]]


@open_data("export", plain=True)
def download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The list as a file of one of ``DOWNLOADS``, by the filters of the list."""
    if kind not in DOWNLOADS:
        raise Http404("no such format")
    units = unit_names()
    selection, known = Selection.read(request.GET, units), version()
    changed = known[0]

    def make() -> HttpResponseBase:
        frame = Frame.read(units)
        made = (changed or now()).astimezone(frame.zone)
        name = "daftar-informasi-publik" + ("-tersaring" if selection else "")
        write: dict[str, Writer] = {
            "csv": lambda chunks, frame: csv_stream(
                HEADINGS, (as_rows(records, frame) for records in chunks)
            ),
            "json": json_stream,
            "jsonl": json_lines_stream,
            "xlsx": lambda chunks, frame: xlsx_stream(
                HEADINGS,
                _WIDTHS,
                (as_rows(records, frame) for records in chunks),
                sheet_name="Daftar Informasi Publik",
                made=made,
            ),
        }
        return stream(
            request,
            lambda: write[kind](selection.chunks(), frame),
            CSV if kind == "csv" else DOWNLOADS[kind],
            f"{name}-{made:%Y-%m-%d}.{kind}",
        )

    return conditional(request, (kind, selection.address, known, units), changed, make)


@open_data("export", plain=True)
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """The list as a DCAT catalogue in JSON-LD, for other catalogues to harvest."""
    units = unit_names()
    selection, known, the_body = Selection.read(request.GET, units), version(), body()
    changed = known[0]

    def make() -> HttpResponseBase:
        frame = Frame.read(units)
        address = frame.absolute(reverse("dip_app:catalogue") + selection.suffix())
        write = partial(
            catalogue_stream,
            frame=frame,
            body=the_body,
            address=address,
            modified=frame.at(changed) if changed else "",
        )
        return stream(request, lambda: write(selection.chunks()), CONTENT_TYPE)

    parts = ("jsonld", selection.address, known, units, the_body.updated_at)
    return conditional(request, parts, changed, make)
