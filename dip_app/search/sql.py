"""What both search backends share: filters, places in the list, and the shape of a query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from django.db import connection

from dip_app.models import Category, Format
from dip_app.search.query import Query

TABLE = "dip_app_informationitem"
COUNT_CAP = 1000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Filters:
    """What narrows the list. ``unit`` is the unit's id."""

    category: str | None = None
    unit: int | None = None
    year: int | None = None
    format: str | None = None

    COLUMNS = ("category", "unit", "year", "format")

    def __post_init__(self) -> None:
        if self.category is not None and self.category not in Category.values:
            raise ValueError(f"unknown category {self.category!r}")
        if self.format is not None and self.format not in Format.values:
            raise ValueError(f"unknown format {self.format!r}")

    def __bool__(self) -> bool:
        return any(getattr(self, name) is not None for name in self.COLUMNS)

    def without(self, name: str) -> Filters:
        return replace(self, **{name: None})

    def admits(self, key: TallyKey) -> bool:
        """Whether an item with these properties passes."""
        return all(
            wanted is None or wanted == has
            for wanted, has in zip(
                (self.category, self.unit, self.year, self.format), key, strict=True
            )
        )


class TallyKey(NamedTuple):
    """The filterable properties of an item."""

    category: str
    unit: int
    year: int
    format: str


@dataclass(frozen=True)
class Tally:
    """How many items there are of each kind; ``complete`` is False when counting was cut off."""

    rows: tuple[tuple[TallyKey, int], ...]
    complete: bool

    def count(self, filters: Filters) -> int:
        return sum(number for key, number in self.rows if filters.admits(key))


class Place(NamedTuple):
    """Where a page of the list begins: just beyond this item."""

    published_at: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.published_at - _EPOCH) // timedelta(microseconds=1)}.{self.id}"

    @classmethod
    def read(cls, text: str) -> Place:
        """The place written by ``str``; raises ValueError for anything else."""
        moment, _dot, number = text.partition(".")
        if not (moment.isascii() and moment.isdigit() and number.isascii() and number.isdigit()):
            raise ValueError("not a place in the list")
        try:
            return cls(_EPOCH + timedelta(microseconds=int(moment[:20])), int(number[:18]))
        except OverflowError as error:
            raise ValueError("not a place in the list") from error


@dataclass(frozen=True)
class Sample:
    """Some items that satisfy a query, and about how many do (``number``, up to a bound)."""

    ids: tuple[int, ...]
    number: int


@dataclass(frozen=True)
class Slice:
    """Which part of the list is wanted: beyond ``place``, towards older or newer items."""

    filters: Filters
    place: Place | None
    towards_newer: bool
    limit: int

    @property
    def order(self) -> str:
        return "published_at, id" if self.towards_newer else "published_at DESC, id DESC"

    def conditions(self) -> tuple[str, list[Any]]:
        """SQL conditions beginning with AND, and their parameters."""
        sql, params = filter_conditions(self.filters)
        if self.place is not None:
            sql += f" AND (published_at, id) {'>' if self.towards_newer else '<'} (%s, %s)"
            params += [
                connection.ops.adapt_datetimefield_value(self.place.published_at),
                self.place.id,
            ]
        return sql, params


def filter_conditions(filters: Filters) -> tuple[str, list[Any]]:
    """SQL conditions for the filters, each beginning with AND, and their parameters."""
    columns = {
        "category": filters.category,
        "unit_id": filters.unit,
        "made_year": filters.year,
        "format": filters.format,
    }
    chosen = {column: value for column, value in columns.items() if value is not None}
    return "".join(f" AND {column} = %s" for column in chosen), list(chosen.values())


def rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


class Backend(Protocol):
    """What a database must be able to do for the list; every method's work is bounded."""

    def ids(self, query: Query, part: Slice) -> list[int]:
        """Ids of published items that satisfy the query, in the order of the slice."""

    def tally(self, query: Query) -> Tally:
        """Items that satisfy the query by kind; cut off beyond ``COUNT_CAP``."""

    def count(self, query: Query, filters: Filters) -> int:
        """How many satisfy query and filters; counting stops at ``COUNT_CAP`` + 1."""

    def samples(self, queries: list[Query], limit: int) -> list[Sample]:
        """For each query some ids that satisfy it, in at most two statements."""

    def places(self, query: Query, limit: int) -> list[Place]:
        """Places of items that satisfy the query, in no order and not more than ``limit``."""

    def walk(self, query: Query, part: Slice) -> list[tuple[Place, bool]]:
        """The items of the slice, satisfying or not, each with whether it satisfies the query."""

    def near_words(self, word: str, version: object) -> Iterator[Mapping[str, int]]:
        """Words of published titles, with how common they are, among which to look for what
        ``word`` was meant to be: the cheapest source first. ``version`` is that of the list."""


def moment(value: datetime | str) -> datetime:
    """A point in time as SQL brings it: SQLite has none, and gives UTC without saying so."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def all_published(part: Slice) -> list[int]:
    """Ids of the list itself, without a search; one index range."""
    conditions, params = part.conditions()
    sql = (
        f"SELECT id FROM {TABLE} WHERE status = 'published'{conditions} "  # noqa: S608
        f"ORDER BY {part.order} LIMIT %s"
    )
    return [row[0] for row in rows(sql, [*params, part.limit])]


def tally_of(found: list[tuple[Any, ...]], *, cap: int | None) -> Tally:
    """A tally from rows (category, unit, year, format, number)."""
    counted = tuple((TallyKey(*row[:4]), int(row[4])) for row in found)
    complete = cap is None or sum(number for _key, number in counted) <= cap
    return Tally(counted, complete)
