"""S13. Numbering under load.

*When* 200 requests are filed concurrently in two units around New Year midnight, *then* numbers are
unique and gap-free per unit and year, none lost.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.models import NumberPattern, NumberSeries
from requests_app.models import InformationRequest
from tests.driver import make_applicant

WIB = ZoneInfo("Asia/Jakarta")
MIDNIGHT = datetime(2026, 1, 1, tzinfo=WIB)
UNITS = ("A", "B")
WRITTEN = re.compile(r"(\d+)/(\w)/(\d{4})")


def file_all(each: int, threads: int) -> list[str]:
    """File ``each`` requests per unit and year, all mixed, and return the numbers given."""
    NumberPattern.objects.filter(register="request").update(pattern="{number}/{unit}/{year}")
    applicant = make_applicant()
    jobs = [
        (unit, MIDNIGHT + side * timedelta(milliseconds=1 + number))
        for number, unit, side in product(range(each), UNITS, (-1, 1))
    ]

    def file_one(job: tuple[str, datetime]) -> str:
        unit, at = job
        try:
            case = engine.open_case(
                InformationRequest,
                Actor.applicant(None),
                fields={
                    "applicant": applicant,
                    "title": "Laporan",
                    "information": "Laporan keuangan",
                    "purpose": "Penelitian",
                    "received_at": at,
                },
                at=at,
                unit_code=unit,
            )
            return case.number or ""
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(file_one, jobs))


def assert_unique_and_gap_free(numbers: list[str], each: int) -> None:
    assert len(set(numbers)) == len(numbers) == 4 * each
    assert InformationRequest.objects.count() == 4 * each, "none lost"
    series: dict[tuple[str, str], list[int]] = {}
    for text in numbers:
        match = WRITTEN.fullmatch(text)
        assert match is not None, text
        series.setdefault((match[2], match[3]), []).append(int(match[1]))
    assert set(series) == set(product(UNITS, ("2025", "2026")))
    for taken in series.values():
        assert sorted(taken) == list(range(1, each + 1))
    last = NumberSeries.objects.filter(register="request")
    assert {(row.unit_code, row.year): row.last for row in last} == dict.fromkeys(
        product(UNITS, (2025, 2026)), each
    )


@pytest.mark.postgres
def test_two_hundred_at_once_around_midnight(lasting_db: None) -> None:
    assert_unique_and_gap_free(file_all(50, threads=20), 50)


def test_the_same_with_fewer_at_once_on_any_database(lasting_db: None) -> None:
    assert_unique_and_gap_free(file_all(5, threads=4), 5)


def test_a_case_that_fails_gives_its_number_back(
    lasting_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every third filing breaks after its number was taken; the others leave no gap."""
    from requests_app import letters

    real, calls = letters.receipt, iter(range(1000))

    def breaking(*args: Any) -> Any:
        if next(calls) % 3 == 0:
            raise RuntimeError("mesin surat rusak")
        return real(*args)

    monkeypatch.setattr(letters, "receipt", breaking)
    applicant = make_applicant()

    def file_one(_number: int) -> str:
        try:
            case = engine.open_case(
                InformationRequest,
                Actor.applicant(None),
                fields={
                    "applicant": applicant,
                    "title": "Laporan",
                    "information": "Laporan keuangan",
                    "purpose": "Penelitian",
                },
                at=MIDNIGHT + timedelta(days=4, hours=10),
            )
            return case.number or ""
        except RuntimeError:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = [number for number in pool.map(file_one, range(12)) if number]
    assert len(numbers) == 8
    assert sorted(int(number.split("/")[0]) for number in numbers) == list(range(1, 9))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "year"),
    [
        # Midnight in Jakarta is 17.00 UTC of the day before.
        (datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC), "2025"),
        (datetime(2025, 12, 31, 17, 0, 0, tzinfo=UTC), "2026"),
    ],
)
def test_the_year_is_jakartas(office: Any, moment: datetime, year: str) -> None:
    from tests.driver import file_request

    case = file_request(at=moment, received_at=moment)
    assert case.number is not None
    assert case.number.endswith(f"/{year}")
