"""A case to write letters about."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from ppid_portal.letters import samples, services
from ppid_portal.letters.models import Letter
from ppid_portal.people.models import Applicant
from ppid_portal.sop.models import Case
from tests.conftest import Once

AT = datetime(2026, 3, 30, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))


def make_case() -> Case:
    """Return a case to write letters about."""
    applicant = Applicant.objects.create(
        kind="perorangan",
        name="Rahayu Lestari",
        nik="3273014504900001",
        address="Jl. Melati 4, Bandung",
        email="rahayu@uji.example",
        phone="081234567890",
    )
    return Case.objects.create(
        title="Laporan realisasi anggaran", number=samples.NUMBER, applicant=applicant
    )


def issuer(case: Case, office: Any) -> Any:
    """Return what issues letters of a case, as Ketua PPID."""

    def issued(key: str = "extension", **changes: Any) -> Letter:
        with transaction.atomic():
            return services.issue(
                key,
                case=case,
                signatory=changes.pop("signatory", None) or office.actor(office.ketua),
                context=changes.pop("context", None) or samples.contexts()[key],
                at=changes.pop("at", AT),
                **changes,
            )

    return issued


@pytest.fixture(scope="module")
def case_once(once: Once) -> int:
    """Make the case that the tests of a module share; return its key."""
    with once():
        return make_case().pk


@pytest.fixture
def case(office: Any, request: pytest.FixtureRequest) -> Case:
    """Return the module's case, where it has one, or a new one."""
    if "case_once" in request.fixturenames:
        return Case.objects.get(pk=request.getfixturevalue("case_once"))
    return make_case()


@pytest.fixture
def issue(case: Case, office: Any) -> Any:
    """Issue a letter as Ketua PPID: ``issue("extension")``."""
    return issuer(case, office)
