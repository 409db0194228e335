"""An edition of the list as a table: what was decreed, as it stood then."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from dip_app.editions.models import EditionEntry, ListEdition
from dip_app.models import Category, Format, item_slug
from dip_app.opendata.answers import conditional, open_data, stream
from dip_app.opendata.tables import CSV, csv_stream
from ppid_portal.spreadsheets.xlsx import CONTENT_TYPE as XLSX
from ppid_portal.spreadsheets.xlsx import Cell, xlsx_stream

KINDS = {"csv": CSV, "xlsx": XLSX}
#: The columns of Perki 1/2021 Lampiran II in the order of the edition, and what practice adds.
HEADINGS = (
    "No.",
    "Judul",
    "Ringkasan isi informasi",
    "Kategori",
    "Unit yang menguasai informasi",
    "Penanggung jawab pembuatan atau penerbitan",
    "Waktu pembuatan",
    "Tahun",
    "Tempat pembuatan",
    "Bentuk utama",
    "Format yang tersedia",
    "Jangka waktu penyimpanan",
    "Topik",
    "Bahasa",
    "Ketentuan pemakaian",
    "Tautan",
    "Nomor informasi",
    "Alamat",
)
_WIDTHS = (7, 50, 60, 13, 34, 34, 18, 8, 16, 22, 26, 24, 18, 8, 28, 40, 10, 50)
_CHUNK = 500


@open_data("export", plain=True)
def download(request: HttpRequest, year: int, number: int, kind: str) -> HttpResponseBase:
    """An edition as CSV or XLSX; it never changes, and neither does its address."""
    edition = ListEdition.objects.filter(year=year, number=number).first()
    if edition is None or kind not in KINDS:
        raise Http404("no such edition or format")
    found = edition
    write: dict[str, Callable[[], Iterator[bytes]]] = {
        "csv": lambda: csv_stream(HEADINGS, _chunks(found)),
        "xlsx": lambda: xlsx_stream(
            HEADINGS, _WIDTHS, _chunks(found), sheet_name=str(found)[:31], made=found.frozen_at
        ),
    }
    name = f"daftar-informasi-publik-{year}-{number}.{kind}"
    return conditional(
        request,
        (kind, found.pk),
        found.frozen_at,
        lambda: stream(request, write[kind], KINDS[kind], name),
    )


def _chunks(edition: ListEdition) -> Iterator[list[tuple[Cell, ...]]]:
    """Yield the rows of an edition, each chunk a range of its positions."""
    categories = {value: str(label) for value, label in Category.choices}
    formats = {value: str(label) for value, label in Format.choices}
    for first in range(0, edition.entry_count, _CHUNK):
        entries = EditionEntry.objects.filter(
            edition=edition, position__gt=first, position__lte=first + _CHUNK
        ).order_by("position")
        yield [
            (
                entry.position,
                entry.title,
                entry.summary,
                categories[entry.category],
                entry.unit_name,
                entry.responsible,
                entry.made_when,
                entry.made_year,
                entry.made_where,
                formats[entry.format],
                entry.formats,
                entry.retention,
                entry.topic,
                entry.language,
                entry.licence,
                entry.link,
                entry.item_id,
                _address(entry),
            )
            for entry in entries
        ]


def _address(entry: EditionEntry) -> str:
    path = reverse("dip_app:item", args=[entry.item_id, item_slug(entry.title)])
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
