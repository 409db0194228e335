"""Register numbers: their patterns, their years, and no gap."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ppid_portal.sop import numbers
from ppid_portal.sop.models import NumberPattern, NumberSeries
from tests.driver import at

NOON = at("2026-03-09 12:00")


@pytest.mark.django_db
def test_it_counts_from_one_without_a_gap() -> None:
    assert [numbers.take("request", NOON) for _ in range(3)] == [
        "0001/PPID-SETNEG/PI/2026",
        "0002/PPID-SETNEG/PI/2026",
        "0003/PPID-SETNEG/PI/2026",
    ]


@pytest.mark.django_db
def test_each_register_unit_and_year_counts_for_itself() -> None:
    NumberPattern.objects.filter(register="request").update(pattern="{number}/{unit}/{year}")
    assert numbers.take("request", NOON, "A") == "1/A/2026"
    assert numbers.take("request", NOON, "B") == "1/B/2026"
    assert numbers.take("request", at("2027-01-04 10:00"), "A") == "1/A/2027"
    assert numbers.take("request", NOON, "A") == "2/A/2026"
    assert numbers.take("letter_out", NOON).startswith("B-1/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (at("2025-12-31 23:59"), 2025),
        (at("2026-01-01 00:00"), 2026),
        (datetime(2025, 12, 31, 17, 0, tzinfo=UTC), 2026),
        (datetime(2025, 12, 31, 16, 59, tzinfo=UTC), 2025),
    ],
)
def test_the_year_is_that_of_jakarta(moment: datetime, year: int) -> None:
    assert numbers.take("request", moment).endswith(f"/{year}")


@pytest.mark.django_db
def test_what_is_rolled_back_gives_its_number_back() -> None:
    numbers.take("request", NOON)
    with transaction.atomic():
        assert numbers.take("request", NOON).startswith("0002/")
        transaction.set_rollback(True)
    assert numbers.take("request", NOON).startswith("0002/")


@pytest.mark.django_db(transaction=True)
def test_it_wants_the_transaction_of_its_case() -> None:
    """Outside of one a crash between number and case would leave a gap."""
    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        numbers.take("request", NOON)
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db
def test_a_register_without_a_pattern_gives_no_number() -> None:
    with pytest.raises(NumberPattern.DoesNotExist):
        numbers.take("nothing", NOON)


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("{number}/{year}", "7/2026"),
        ("{number:04d}/PPID/{roman}/{year}", "0007/PPID/III/2026"),
        ("B-{number}/{unit}/HM.00/{month}/{year}", "B-7/SET/HM.00/03/2026"),
    ],
)
def test_it_writes_what_the_pattern_says(pattern: str, written: str) -> None:
    assert numbers.write(pattern, 7, NOON, "SET") == written


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{year}/PPID", "harus memuat"),
        ("{number}/PPID", "harus memuat"),
        ("", "harus memuat"),
        ("{number}/{year}/{name}", "tidak dapat dibaca"),
        ("{number/{year}", "tidak dapat dibaca"),
        ("{number:zz}/{year}", "tidak dapat dibaca"),
        ("{}/{number}/{year}", "tidak dapat dibaca"),
        ("{number.real.__class__}/{year}", "tidak dikenal|tidak dapat"),
    ],
)
def test_it_refuses_patterns_whose_numbers_repeat_or_fail(pattern: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        numbers.check_pattern(pattern)


def test_the_admin_refuses_them_too() -> None:
    with pytest.raises(ValidationError):
        NumberPattern(register="request", name="x", pattern="{year}").clean()


@pytest.mark.django_db
def test_a_change_of_pattern_is_kept_in_the_history_and_goes_on_counting() -> None:
    numbers.take("request", NOON)
    pattern = NumberPattern.objects.get(register="request")
    pattern.pattern = "{number}/BARU/{year}"
    pattern.save()
    assert numbers.take("request", NOON) == "2/BARU/2026"
    assert pattern.history.count() >= 1
    assert pattern.history.first().pattern == "{number}/BARU/{year}"


@settings(max_examples=40, deadline=None)
@given(
    number=st.integers(1, 10**6),
    moment=st.datetimes(datetime(2024, 1, 1), datetime(2099, 12, 31)),
    pattern=st.sampled_from(
        ["{number}/{year}", "{number:04d}/{roman}/{year}", "{unit}-{number}/{month}/{year}"]
    ),
)
def test_different_numbers_of_a_year_are_written_differently(
    number: int, moment: datetime, pattern: str
) -> None:
    numbers.check_pattern(pattern)
    first = numbers.write(pattern, number, moment, "A")
    assert first != numbers.write(pattern, number + 1, moment, "A")
    assert first != numbers.write(pattern, number, moment.replace(year=2023, day=1), "A")
    assert re.search(rf"0*{number}\b", first)


@pytest.mark.django_db
def test_roman_months_are_complete(db: Any) -> None:
    months = [numbers.write("{roman}{number}{year}", 1, datetime(2026, m, 1)) for m in range(1, 13)]
    assert len(set(months)) == 12
    assert months[8].startswith("IX")
