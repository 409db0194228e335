"""Red is for what the office is late with; an applicant who lets a time pass is not late."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from ppid_portal.sop.tasks import sweep_deadlines

pytestmark = pytest.mark.django_db


def head(case: Any, client: Any) -> str:
    page = client.get(reverse("desk:case", args=[case.pk])).content.decode()
    return page.partition('class="case-head__status"')[2].partition("</header>")[0]


def test_the_end_of_the_time_to_object_is_no_lateness(
    desk: Any, client_as: Any, travel: Any
) -> None:
    """UU 14/2008 Pasal 36 ayat (1): thirty days for the applicant, not for the office."""
    case = desk.answered()
    travel("2026-07-06 10:00")
    sweep_deadlines()
    shown = head(case, client_as(desk.office.petugas))
    assert "mengajukan keberatan" in shown
    assert "sudah berakhir" in shown
    assert "--late" not in shown


def test_an_answer_that_is_overdue_is_late(desk: Any, client_as: Any, travel: Any) -> None:
    """UU 14/2008 Pasal 22 ayat (7)."""
    case = desk.registered()
    travel("2026-03-31 10:00")
    sweep_deadlines()
    page = client_as(desk.office.petugas).get(reverse("desk:case", args=[case.pk]))
    dates = page.content.decode().partition('id="tanggal"')[2].partition("</section>")[0]
    assert "Terlewati" in dates
    assert "--late" in dates
