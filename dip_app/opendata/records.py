"""An item of the list as it leaves the portal, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import override

from dip_app.facets import CATEGORY_WORDS, FORMAT_WORDS, UnitName, unit_names
from dip_app.models import Category, Format, InformationItem, ItemFile, Status, item_slug
from dip_app.search.sql import TABLE, moment
from ppid_portal.spreadsheets.xlsx import Cell

_COLUMNS = (
    "id, title, summary, category, unit_id, responsible, made_when, made_year, made_where, "
    "format, formats, retention, topic, licence, language, link, published_at, changed_at"
)
_WORD_OF_CATEGORY = {value.value: word for word, value in CATEGORY_WORDS.items()}
_WORD_OF_FORMAT = {value.value: word for word, value in FORMAT_WORDS.items()}


class File(NamedTuple):
    """A file of an item."""

    label: str
    url: str
    content_type: str
    size: int


class Record(NamedTuple):
    """One published item, in the order of ``_COLUMNS``, with its files."""

    id: int
    title: str
    summary: str
    category: str
    unit_id: int
    responsible: str
    made_when: str
    made_year: int
    made_where: str
    format: str
    formats: str
    retention: str
    topic: str
    licence: str
    language: str
    link: str
    published_at: datetime
    changed_at: datetime
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Frame:
    """What turns ids and codes into words and addresses; read once per answer."""

    base: str
    list_path: str
    units: dict[int, UnitName]
    categories: dict[str, str]
    formats: dict[str, str]
    zone: ZoneInfo

    @classmethod
    def read(cls, units: list[UnitName] | None = None) -> Frame:
        """The frame of now; one query, or none when the units are known."""
        with override("id"):
            return cls(
                base=settings.PUBLIC_URL.rstrip("/"),
                list_path=reverse("dip_app:list"),
                units={unit.id: unit for unit in (unit_names() if units is None else units)},
                categories={value: str(label) for value, label in Category.choices},
                formats={value: str(label) for value, label in Format.choices},
                zone=ZoneInfo(str(get_default_timezone())),
            )

    def unit(self, unit_id: int) -> UnitName:
        """A unit; also one that was made while a long download runs."""
        if unit_id not in self.units:
            self.units.update((unit.id, unit) for unit in unit_names())
        return self.units[unit_id]

    def absolute(self, path: str) -> str:
        """A path of the portal as an address that holds everywhere."""
        return self.base + path

    def url(self, record: Record) -> str:
        """The permanent address of an item."""
        return f"{self.base}{self.list_path}{record.id}/{item_slug(record.title)}/"

    def at(self, value: datetime) -> str:
        """A moment as ISO 8601, in the zone of the body."""
        return value.astimezone(self.zone).isoformat(timespec="seconds")

    def day(self, value: datetime) -> date:
        """The day of a moment, in the zone of the body."""
        return value.astimezone(self.zone).date()


def select(where: str, params: list[Any]) -> list[Record]:
    """Published items by an SQL condition and order, with their files; two queries."""
    sql = f"SELECT {_COLUMNS} FROM {TABLE} WHERE status = '{Status.PUBLISHED}'{where}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    if connection.vendor == "sqlite":
        found = [(*row[:-2], moment(row[-2]), moment(row[-1])) for row in found]
    files = _files(row[0] for row in found)
    return [Record._make((*row, files.get(row[0], ()))) for row in found]


def by_ids(ids: list[int], where: str = "", params: list[Any] | None = None) -> list[Record]:
    """Those of the items with these ids that are public, in the order of the ids."""
    if not ids:
        return []
    marks = ", ".join(["%s"] * len(ids))
    found = select(f" AND id IN ({marks}){where}", [*ids, *(params or [])])
    place = {pk: n for n, pk in enumerate(ids)}
    return sorted(found, key=lambda record: place[record.id])


def of_item(item: InformationItem) -> Record:
    """The record of one item that was read already; one query for its files."""
    values = [getattr(item, name) for name in Record._fields[:-1]]
    return Record._make((*values, _files([item.pk]).get(item.pk, ())))


def _files(ids: Iterable[int]) -> dict[int, tuple[File, ...]]:
    found: dict[int, tuple[File, ...]] = {}
    for item_id, label, file_id, name, content_type, size in (
        ItemFile.objects.filter(item_id__in=list(ids))
        .order_by("item_id", "position", "id")
        .values_list(
            "item_id",
            "label",
            "file_id",
            "file__original_name",
            "file__content_type",
            "file__size",
        )
    ):
        file = File(label or name, reverse("files:download", args=[file_id]), content_type, size)
        found[item_id] = (*found.get(item_id, ()), file)
    return found


# -- as JSON -----------------------------------------------------------------------------------


def as_json(record: Record, frame: Frame) -> dict[str, Any]:
    """The item as the API and the JSON download show it (``schema.ITEM``)."""
    unit = frame.unit(record.unit_id)
    return {
        "id": record.id,
        "alamat": frame.url(record),
        "judul": record.title,
        "ringkasan": record.summary,
        "kategori": _WORD_OF_CATEGORY[record.category],
        "unit": {"kode": unit.code, "nama": unit.name},
        "penanggung_jawab": record.responsible,
        "waktu_pembuatan": record.made_when,
        "tahun": record.made_year,
        "tempat_pembuatan": record.made_where,
        "format": _WORD_OF_FORMAT[record.format],
        "format_tersedia": record.formats,
        "masa_simpan": record.retention,
        "topik": record.topic or None,
        "bahasa": record.language,
        "ketentuan_pemakaian": record.licence or None,
        "tautan": record.link or None,
        "berkas": [
            {
                "keterangan": file.label,
                "alamat": frame.absolute(file.url),
                "jenis": file.content_type,
                "ukuran": file.size,
            }
            for file in record.files
        ],
        "diterbitkan": frame.at(record.published_at),
        "diubah": frame.at(record.changed_at),
    }


# -- as a row of a table -----------------------------------------------------------------------

HEADINGS = (
    "Nomor",
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
    "Berkas",
    "Diterbitkan",
    "Diubah",
    "Alamat",
)
"""The columns of Perki 1/2021 Lampiran II, and what practice adds to them."""


def as_rows(records: Iterable[Record], frame: Frame) -> Iterator[tuple[Cell, ...]]:
    """The items as rows beneath ``HEADINGS``; several files stand in a cell, one a line."""
    for record in records:
        yield (
            record.id,
            record.title,
            record.summary,
            frame.categories[record.category],
            frame.unit(record.unit_id).name,
            record.responsible,
            record.made_when,
            record.made_year,
            record.made_where,
            frame.formats[record.format],
            record.formats,
            record.retention,
            record.topic,
            record.language,
            record.licence,
            record.link,
            "\n".join(frame.absolute(file.url) for file in record.files),
            frame.day(record.published_at),
            frame.day(record.changed_at),
            frame.url(record),
        )
