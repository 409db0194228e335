"""The counts that the database keeps of the list are those that counting would give.

features F, issue of the list: no page issues an unbounded count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dip_app.models import InformationItem, Status
from dip_app.search import tally
from dip_app.search.sql import rows
from ppid_portal.clock import now
from ppid_portal.people.models import Unit

Make = Callable[..., InformationItem]
KINDS = ("category", "unit_id", "made_year", "format")


def counted() -> dict[Any, int]:
    """Return what counting every item gives."""
    public = InformationItem.objects.filter(status=Status.PUBLISHED).order_by()
    found = public.values_list(*KINDS).annotate(Count("pk"))
    return {tuple(row[:4]): row[4] for row in found}


def kept() -> dict[Any, int]:
    """Return what the database kept."""
    return {tuple(key): number for key, number in tally.all_tally().rows}


def lines() -> int:
    return int(rows(f"SELECT count(*) FROM {tally.TABLE}", [])[0][0])


def items(unit: Unit, number: int, **values: Any) -> list[InformationItem]:
    made = {
        "title": "Laporan",
        "summary": "Isi",
        "category": "periodic",
        "responsible": "Kepala Biro",
        "made_when": "2026",
        "made_year": 2026,
        "made_where": "Jakarta",
        "format": "pdf",
        "formats": "PDF",
        "retention": "5 tahun",
        "status": Status.PUBLISHED,
        "published_at": now(),
        **values,
    }
    return [InformationItem(unit=unit, **made) for _each in range(number)]


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from([2024, 2025]), st.integers(1, 3)),
        st.tuples(st.just("withdraw"), st.sampled_from([2024, 2025]), st.integers(1, 3)),
        st.tuples(st.just("publish"), st.sampled_from([2024, 2025]), st.integers(1, 3)),
        st.tuples(st.just("move"), st.sampled_from([2024, 2025]), st.integers(1, 3)),
        st.tuples(st.just("reword"), st.sampled_from([2024, 2025]), st.integers(1, 3)),
        st.tuples(st.just("delete"), st.sampled_from([2024, 2025]), st.integers(1, 3)),
        st.tuples(st.just("fold"), st.just(0), st.just(0)),
    ),
    max_size=12,
)


class TestKept(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ACTS)
    def test_whatever_changes_the_list_the_counts_follow(self, acts: list[Any]) -> None:
        """Row by row or many at once, through the ORM or beside it."""
        unit = Unit.objects.create(code="uji-hitung", name="Biro Hitung", kind="bureau")
        for act, year, number in acts:
            some = InformationItem.objects.filter(made_year=year).order_by("pk")
            ids = list(some.values_list("pk", flat=True)[:number])
            chosen = InformationItem.objects.filter(pk__in=ids)
            match act:
                case "add":
                    InformationItem.objects.bulk_create(items(unit, number, made_year=year))
                case "withdraw":
                    chosen.update(status=Status.WITHDRAWN)
                case "publish":
                    chosen.update(status=Status.PUBLISHED)
                case "move":
                    chosen.update(made_year=F("made_year") + 1, format="web")
                case "reword":
                    chosen.update(title="Laporan baru")
                case "delete":
                    with connection.cursor() as cursor:
                        for pk in ids:
                            cursor.execute(
                                "DELETE FROM dip_app_informationitem WHERE id = %s", [pk]
                            )
                case "fold":
                    tally.fold()
            assert kept() == counted()


def test_folding_keeps_one_line_a_kind(make_item: Make, office: Any) -> None:
    InformationItem.objects.bulk_create(items(office.unit_a, 3))
    for item in items(office.unit_a, 4):
        item.save()
    InformationItem.objects.bulk_create(items(office.unit_b, 1, format="web"))
    InformationItem.objects.filter(unit=office.unit_b).update(status=Status.WITHDRAWN)
    before, many = kept(), lines()
    saved = tally.fold()
    assert saved == many - lines() > 0
    assert kept() == before == counted()
    assert lines() == len(before), "what is no longer there has no line"
    assert tally.fold() == 0


def test_a_change_of_words_writes_no_line(make_item: Make) -> None:
    item = make_item("Geospasial")
    before = lines()
    InformationItem.objects.filter(pk=item.pk).update(title="Hidrologi")
    assert lines() == before


class Editor:
    """Runs what a migration would, inside the test's own transaction."""

    connection = connection

    def execute(self, statement: str, params: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_counts_can_be_taken_away_and_made_again(make_item: Make) -> None:
    """The migration is reversible on both databases, and counts anew when it comes back."""
    migration = import_module("dip_app.migrations.0013_list_tally")
    make_item("Geospasial")
    connection.check_constraints()  # PostgreSQL changes no table with checks outstanding
    migration.undo(None, Editor())
    make_item("Hidrologi")
    connection.check_constraints()
    migration.make(None, Editor())
    make_item("Klimatologi")
    assert sum(kept().values()) == 3
    assert kept() == counted()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_emptied_table_has_no_counts(office: Any) -> None:
    """TRUNCATE tells no row's trigger; it has one of its own."""
    InformationItem.objects.bulk_create(items(office.unit_a, 2))
    assert sum(kept().values()) == 2
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE dip_app_informationitem CASCADE")
    assert Counter(kept()) == Counter()
