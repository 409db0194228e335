"""The front page shows what was published and how the office keeps its time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dip_app.models import InformationItem
from ppid_portal.people.models import Unit
from ppid_portal.public import performance
from ppid_portal.sop.legal_rules import legal_rules

pytestmark = pytest.mark.django_db


def publish(number: int, *, status: str = "published") -> InformationItem:
    return InformationItem.objects.create(
        title=f"Laporan kinerja {number}",
        summary="Ringkasan.",
        category="periodic",
        unit=Unit.objects.order_by("pk")[0],
        responsible="Biro Perencanaan",
        made_when="Maret 2026",
        made_year=2026,
        made_where="Jakarta",
        format="pdf",
        formats="PDF",
        retention="5 tahun",
        status=status,
        published_at=datetime.fromisoformat(f"2026-03-{number:02}T09:00:00+07:00"),
    )


def test_it_shows_the_latest_published_items(client: Client) -> None:
    for number in range(1, 9):
        publish(number)
    publish(20, status="draft")
    html = client.get("/").content.decode()
    shown = [number for number in range(1, 31) if f"Laporan kinerja {number}<" in html]
    assert shown == [4, 5, 6, 7, 8]
    assert html.index("Laporan kinerja 8<") < html.index("Laporan kinerja 7<")


def test_more_items_cost_no_more_queries(client: Client) -> None:
    publish(1)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(2, 12):
        publish(number)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)


def test_an_empty_list_says_why_it_is_empty(client: Client) -> None:
    assert "Belum ada informasi yang diterbitkan" in client.get("/").content.decode()


def test_the_days_are_those_that_the_engine_counts(client: Client) -> None:
    """UU 14/2008 Pasal 22 ayat (7) and (8), 36 and 37; a changed rule changes the page."""
    html = client.get("/").content.decode()
    for words in ("Paling lambat 10 hari kerja", "satu kali 7 hari kerja", "lambat 30 hari kerja"):
        assert words in html
    rules = dict(legal_rules())
    rules["written_notification"] = SimpleNamespace(limit=SimpleNamespace(value=12))  # type: ignore[assignment]
    with patch("ppid_portal.public.limits.legal_rules", return_value=rules):
        assert "Paling lambat 12 hari kerja" in client.get("/").content.decode()


def test_it_shows_no_figure_without_data(client: Client) -> None:
    assert performance.this_year() is None
    assert "tepat waktu pada tahun" not in client.get("/").content.decode()


def test_the_figure_is_rounded_down() -> None:
    """Of 200 requests 199 in time is not a hundred percent."""
    assert performance.Performance(year=2026, ended=200, in_time=199).percent == 99
    assert performance.Performance(year=2026, ended=3, in_time=3).percent == 100


def deadline(status: str, due_on: date, rule: str = "written_notification") -> Any:
    from ppid_portal.sop.models import Case, LegalDeadline

    case = Case.objects.create(
        kind="request", state="x", title="Permohonan", channel="web", number=None
    )
    return LegalDeadline.objects.create(
        case=case,
        rule=rule,
        counted_from=due_on,
        limit_value=10,
        due_on=due_on,
        original_due_on=due_on,
        warn_on=due_on,
        explanation={},
        status=status,
    )


def test_the_figure_counts_what_ended_this_year(travel: Callable[[str], datetime]) -> None:
    travel("2026-11-20 10:00")
    for status in ("met", "met", "met_late", "breached", "running", "cancelled"):
        deadline(status, date(2026, 5, 4))
    deadline("breached", date(2025, 12, 30))
    deadline("breached", date(2026, 5, 4), rule="objection_window")
    assert performance.this_year() == performance.Performance(year=2026, ended=4, in_time=2)


def test_the_figure_is_not_counted_on_every_visit(client: Client) -> None:
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert not [query for query in queries if "legaldeadline" in query["sql"].lower()]
