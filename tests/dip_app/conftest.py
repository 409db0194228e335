"""What the tests of the public list share: a unit, and items made in one line."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dip_app.models import InformationItem
from dip_app.search import memory
from ppid_portal.people.models import Unit
from tests.driver_announcements import NOW, AnnouncementDesk
from tests.driver_exclusions import ExclusionDesk

START = datetime(2026, 1, 5, 2, tzinfo=UTC)
Make = Callable[..., InformationItem]


@pytest.fixture(autouse=True)
def _no_counts_from_other_tests() -> Iterator[None]:
    memory.forget()
    yield
    memory.forget()


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(code="uji-umum", name="Biro Uji Umum", kind="bureau")


@pytest.fixture
def make_item(unit: Unit) -> Make:
    """``make_item("Judul", summary=…)``: a published item, each a minute newer than the last."""
    return item_maker(unit)


@pytest.fixture
def shelf(office: Any, travel: Any) -> ExclusionDesk:
    """Return the office that keeps excluded information, on Monday, 2 March 2026."""
    travel("2026-03-02 10:00")
    return ExclusionDesk(office, travel)


@pytest.fixture
def board(office: Any, travel: Any) -> AnnouncementDesk:
    """Return the office at its announcements, on Monday, 2 March 2026."""
    travel(NOW)
    return AnnouncementDesk(office, travel)


def item_maker(unit: Unit) -> Make:
    numbers = itertools.count()

    def make(title: str = "Laporan Keuangan", **fields: Any) -> InformationItem:
        return InformationItem.objects.create(**item_fields(unit, next(numbers), title, fields))

    return make


def item_fields(unit: Unit, number: int, title: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": title,
        "summary": "Uraian singkat.",
        "category": "periodic",
        "unit": unit,
        "responsible": "Kepala Biro Uji",
        "made_when": "Januari 2026",
        "made_year": 2026,
        "made_where": "Jakarta",
        "format": "pdf",
        "formats": "PDF",
        "retention": "5 tahun",
        "status": "published",
        "published_at": START + timedelta(minutes=number),
        **fields,
    }
