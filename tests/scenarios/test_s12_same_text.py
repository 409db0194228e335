"""S12. Same text, different person.

*When* two people send identical text, *then* two cases exist, staff see a "similar" hint, neither
is auto-closed.
"""

from __future__ import annotations

from typing import Any

import pytest

from ppid_portal.mail.models import Notice
from tests.scenarios.browser import Browser
from tests.scenarios.filing import file_online

pytestmark = pytest.mark.django_db

TEXT = "Salinan laporan keuangan Biro Umum tahun 2025, beserta catatannya."


@pytest.fixture
def two(office: Any, travel: Any) -> tuple[Any, Any]:
    travel("2026-03-09 10:00")
    _page, first = file_online(Browser(), informasi={"information": TEXT})
    travel("2026-03-09 11:00")
    _page, second = file_online(
        Browser(),
        identitas={"name": "Budi Santoso", "nik": "3171230101900002"},
        informasi={"information": TEXT.upper().replace(",", "")},
        kontak={"email": "budi@contoh.example"},
    )
    return first, second


def test_both_exist_with_numbers_of_their_own(two: Any) -> None:
    first, second = two
    assert first.number != second.number
    assert (first.state, second.state) == ("received", "received")
    assert first.applicant.name != second.applicant.name
    assert Notice.objects.filter(kind="request_received").count() == 2


def test_staff_see_a_hint_on_each(two: Any, at_desk: Any) -> None:
    """Also when the words are the same and only capitals and commas differ."""
    first, second = two
    for case, other in ((first, second), (second, first)):
        text = at_desk("petugas").case(case).text
        assert "Berkas lain meminta hal yang sama." in text
        assert other.number in text


def test_the_hint_closes_nothing(two: Any, at_desk: Any, sweep: Any) -> None:
    for case in two:
        at_desk("petugas").act(case, "confirm_complete")
    sweep("2026-03-10 08:00")
    for case in two:
        case.refresh_from_db()
        assert case.state == "checked"
        assert case.closed_at is None


def test_applicants_learn_nothing_of_each_other(two: Any) -> None:
    from ppid_portal.sop.access import secret_path

    first, second = two
    page = Browser().open(secret_path(second))
    assert first.number not in page.text
    assert "hal yang sama" not in page.text


def test_another_text_gives_no_hint(two: Any, at_desk: Any) -> None:
    _page, third = file_online(
        Browser(), informasi={"information": "Daftar pengadaan barang tahun 2025."}
    )
    assert "meminta hal yang sama" not in at_desk("petugas").case(third).text


def test_a_unit_is_not_led_to_a_case_that_it_may_not_see(
    two: Any, at_desk: Any, office: Any
) -> None:
    first, second = two
    at_desk("petugas").act(first, "confirm_complete")
    at_desk("petugas").act(first, "register_request")
    at_desk("ketua").act(first, "dispose", units=[office.unit_a.pk], direction="Siapkan.")
    text = at_desk("pelaksana_a").case(first).text
    assert first.number in text
    assert second.number not in text
